// Tests of graphics/targets/json_read.c: a display list sent to a browser and taken back is sent
// the same again.
#include "graphics/targets/json_read.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Scene *sample(void) {
    Scene *s = scene_new(120, 90.5);
    s->background = (Color){1, 1, 1, 1};
    s->caption = "Loss & \"gradients\"";
    SceneItem *group = scene_add(s, SCENE_GROUP_BEGIN);
    group->id = "axes1", group->role = "axes-3d", group->text = "two lines", group->x = 1,
    group->y = 2, group->width = 100, group->height = 50;
    PathBuilder b;
    path_begin(&b, s);
    path_rect(&b, 1, 2, 30, 40);
    SceneItem *clip = scene_add(s, SCENE_CLIP_PUSH);
    clip->path = path_end(&b);
    path_begin(&b, s);
    path_move(&b, 1.5, -2);
    path_line(&b, 3, 4);
    path_curve(&b, 1, 2, 3, 4, -5, 6.25);
    path_close(&b);
    static const float dash[] = {3, 2};
    SceneItem *path = scene_add(s, SCENE_PATH);
    path->path = path_end(&b);
    path->fill = path->stroke = path->even_odd = path->crisp = true;
    path->fill_color = (Color){1, 0, 0, 0.5f}, path->stroke_color = (Color){0, 0, 1, 1},
    path->line_width = 0.5f;
    path->cap = CAP_ROUND, path->join = JOIN_BEVEL, path->dash = dash, path->n_dash = 2;
    SceneItem *text = scene_add(s, SCENE_TEXT);
    text->text = "n\xC3\xB6 <&\">", text->font = (FontSpec){"Helvetica", 10, true, true},
    text->x = 5, text->y = 6, text->width = 20, text->angle = 1.5707963267948966;
    text->color = (Color){0, 0, 0, 1};
    scene_add(s, SCENE_CLIP_POP);
    scene_add(s, SCENE_GROUP_END);
    static const double xy[] = {0, 0, 1, 0, 0, 1};
    static const Color corner[] = {{1, 0, 0, 1}, {0, 1, 0, 1}, {0, 0, 1, 1}};
    SceneItem *mesh = scene_add(s, SCENE_MESH);
    mesh->mesh_xy = xy, mesh->mesh_color = corner, mesh->n_triangles = 1;
    static const uint8_t pixels[] = {255, 0, 0, 255, 0, 255, 0, 128};
    SceneItem *image = scene_add(s, SCENE_IMAGE);
    image->pixels = pixels, image->pixel_width = 2, image->pixel_height = 1, image->width = 20,
    image->height = 10, image->smooth = true;
    SceneItem *link = scene_add(s, SCENE_LINK);
    link->id = "https://example.org/", link->width = 5, link->height = 6;
    SceneItem *anchor = scene_add(s, SCENE_ANCHOR);
    anchor->id = "here", anchor->x = 3, anchor->y = 4;
    return s;
}

static void round_trip(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Scene *scene = sample(), *back = NULL;
    Buf first = BUF_INIT, second = BUF_INIT;
    assert_int_equal(target_json(&ctx, scene, &first), OK);
    json_t *object = json_loads(buf_text(&first), 0, NULL);
    assert_non_null(object);
    assert_int_equal(scene_from_json(&ctx, object, &back), OK);
    assert_int_equal(target_json(&ctx, back, &second), OK);
    assert_string_equal(buf_text(&first), buf_text(&second));
    Buf png = BUF_INIT;
    assert_int_equal(target_png_bytes(&ctx, back, 96, &png), OK);
    buf_done(&png);
    buf_done(&first);
    buf_done(&second);
    json_decref(object);
    scene_free(scene);
    scene_free(back);
    ctx_done(&ctx);
}

static void refuses(void **state) {
    (void)state;
    static const char *const bad[] = {
        "{}",
        "[]",
        "{\"width\":10,\"height\":10}",
        "{\"width\":-1,\"height\":10,\"items\":[]}",
        "{\"width\":1e9,\"height\":10,\"items\":[]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"what\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"endclip\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"endgroup\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"group\",\"id\":\"a\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"path\",\"d\":\"M1\",\"fill\":\"#000000\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"path\",\"d\":\"M1 "
        "nan\",\"fill\":\"#000000\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"path\",\"d\":\"Q1 "
        "2\",\"fill\":\"#000000\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"path\",\"d\":\"M1 2\",\"fill\":\"red\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"mesh\",\"xy\":[1,2,3],\"c\":[]}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"mesh\",\"xy\":[1,2,3,4,5,6],\"c\":[\"#"
        "000000\"]}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"image\",\"src\":\"http://evil.test/"
        "x.png\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"image\",\"src\":\"data:image/"
        "png;base64,AAAA\"}]}",
        "{\"width\":9,\"height\":9,\"items\":[{\"k\":\"text\",\"s\":\"x\",\"size\":1e9,\"fill\":\"#"
        "000000\"}]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Ctx ctx;
        ctx_init(&ctx);
        Scene *scene = NULL;
        json_t *object = json_loads(bad[i], 0, NULL);
        assert_non_null(object);
        if (scene_from_json(&ctx, object, &scene) == OK) fail_msg("accepted: %s", bad[i]);
        json_decref(object);
        ctx_done(&ctx);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trip), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
