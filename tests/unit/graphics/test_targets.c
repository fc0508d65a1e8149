// Every target draws every kind of item; files are written whole or not at all.
#include "base/file.h"
#include "graphics/scene.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const uint8_t pixels[16] = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 0, 128};
static const double triangle[6] = {60, 10, 90, 10, 75, 40};
static const Color corners[3] = {{1, 0, 0, 1}, {0, 1, 0, 1}, {0, 0, 1, 1}};

static Scene *sample(void) {
    Scene *s = scene_new(100, 50);
    s->background = (Color){1, 1, 1, 1};
    SceneItem *i = scene_add(s, SCENE_ANCHOR);
    i->id = "start", i->text = "Start <1>", i->level = 1;
    i = scene_add(s, SCENE_GROUP_BEGIN);
    i->role = "H1", i->id = "g1", i->text = "a & b";
    i = scene_add(s, SCENE_TEXT);
    i->text = "Selectable <text>", i->x = 5, i->y = 12, i->font = (FontSpec){"Helvetica", 8, true, false}, i->color = (Color){0, 0, 0, 1};
    i->width = text_measure(&i->font, i->text, strlen(i->text)).width;
    scene_add(s, SCENE_GROUP_END);
    PathBuilder b;
    path_begin(&b, s);
    path_rect(&b, 0, 0, 100, 50);
    ScenePath whole = path_end(&b);
    i = scene_add(s, SCENE_CLIP_PUSH);
    i->path = whole;
    path_begin(&b, s);
    path_rect(&b, 10, 20, 20, 20);
    ScenePath box = path_end(&b);
    i = scene_add(s, SCENE_PATH);
    i->path = box;
    i->fill = i->stroke = i->crisp = true;
    i->fill_color = (Color){0, 0, 1, 1};
    i->stroke_color = (Color){1, 0, 0, 1};
    i->line_width = 1;
    scene_add(s, SCENE_CLIP_POP);
    i = scene_add(s, SCENE_IMAGE);
    i->x = 35, i->y = 20, i->width = 20, i->height = 20, i->pixels = pixels, i->pixel_width = i->pixel_height = 2;
    i = scene_add(s, SCENE_MESH);
    i->mesh_xy = triangle, i->mesh_color = corners, i->n_triangles = 1;
    i = scene_add(s, SCENE_LINK);
    i->id = "https://example.org/?a='b'&c", i->x = 5, i->y = 5, i->width = 50, i->height = 10;
    i = scene_add(s, SCENE_LINK);
    i->id = "#missing", i->x = 5, i->y = 5, i->width = 50, i->height = 10;
    i = scene_add(s, SCENE_LINK);
    i->id = "#start", i->x = 5, i->y = 5, i->width = 50, i->height = 10;
    return s;
}

static const uint8_t *at(const uint8_t *p, Index width, Index x, Index y) { return p + 4 * (y * width + x); }

static void test_pixels(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Scene *s = sample();
    uint8_t *p = NULL;
    Index w, h;
    assert_int_equal(target_pixels(&ctx, s, 144, &p, &w, &h), OK);
    assert_int_equal(w, 200);
    assert_int_equal(h, 100);
    const uint8_t *inside = at(p, w, 40, 60), *edge = at(p, w, 20, 60), *outside = at(p, w, 4, 60), *red = at(p, w, 74, 44);
    assert_true(inside[0] == 0 && inside[2] == 255 && inside[3] == 255);
    assert_true(edge[0] == 255 && edge[1] == 0 && edge[2] == 0); // crisp: no grey beside the line
    assert_true(outside[0] == 255 && outside[1] == 255 && outside[2] == 255);
    assert_true(red[0] == 255 && red[1] == 0);
    mem_free(p);
    scene_free(s);
    ctx_done(&ctx);
}

static void check_png(const Buf *png) {
    assert_true(png->len > 60);
    assert_memory_equal(png->data, "\x89PNG\r\n\x1a\n", 8);
    assert_memory_equal(png->data + 37, "pHYs", 4);
}

static void test_texts(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Scene *s = sample();
    Buf out = BUF_INIT;
    assert_int_equal(target_svg(&ctx, s, &out), OK);
    assert_non_null(strstr(out.data, "Selectable &lt;text&gt;"));
    assert_non_null(strstr(out.data, "<title>a &amp; b</title>"));
    assert_non_null(strstr(out.data, "href=\"data:image/png;base64,iVBOR"));
    buf_clear(&out);
    assert_int_equal(target_json(&ctx, s, &out), OK);
    assert_non_null(strstr(out.data, "{\"k\":\"text\",\"x\":5,\"y\":12,\"s\":\"Selectable <text>\""));
    assert_non_null(strstr(out.data, "\"d\":\"M10 20L30 20L30 40L10 40Z\""));
    buf_clear(&out);
    assert_int_equal(target_png_bytes(&ctx, s, 96, &out), OK);
    check_png(&out);
    buf_clear(&out);
    scene_dump(s, &out);
    assert_non_null(strstr(out.data, "path fill #0000ff stroke #ff0000 width 1.0 M 10.0 20.0 L 30.0 20.0 L 30.0 40.0 L 10.0 40.0 Z\n"));
    buf_done(&out);
    scene_free(s);
    ctx_done(&ctx);
}

static void test_pdf(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    char folder[] = "/tmp/gradus-pdf-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.pdf", folder);
    Scene *a = sample(), *b = scene_new(200, 300);
    scene_embed(b, a, 10, 20, 0.5);
    assert_true(b->items[2].x == 12.5 && b->items[2].y == 26 && b->items[2].font.size_pt == 4);
    Scene *pages[2] = {a, b};
    DocumentInfo info = {.title = "A title"};
    assert_int_equal(target_pdf(&ctx, pages, 2, &info, path), OK);
    Buf bytes = BUF_INIT;
    assert_int_equal(file_read(&ctx, path, 1 << 24, &bytes), OK);
    assert_memory_equal(bytes.data, "%PDF-", 5);
    assert_non_null(memmem(bytes.data, bytes.len, "/Count 2", 8));
    assert_non_null(memmem(bytes.data, bytes.len, "/Outlines", 9));
    assert_non_null(memmem(bytes.data, bytes.len, "/FontFile", 9));
    assert_non_null(memmem(bytes.data, bytes.len, "example.org", 11));
    buf_done(&bytes);
    // A scene whose building failed is refused, and the old file stays.
    b->failed = true;
    assert_int_equal(target_pdf(&ctx, pages, 2, &info, path), ERR_NOMEM);
    error_clear(&ctx.error);
    assert_true(file_exists(path));
    assert_int_equal(target_pdf(&ctx, pages, 0, NULL, path), ERR_ARG);
    error_clear(&ctx.error);
    assert_int_equal(target_png(&ctx, a, 96, "/nonexistent-folder/x.png"), ERR_IO);
    error_clear(&ctx.error);
    assert_int_equal(target_png(&ctx, a, 1e6, path), ERR_LIMIT);
    unlink(path);
    rmdir(folder);
    scene_free(a);
    scene_free(b);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pixels), cmocka_unit_test(test_texts), cmocka_unit_test(test_pdf)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
