// tests/unit/doc/figures.h: a document with figures, for the tests of captions.
#pragma once
#include "doc/doc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/// Code with two figures: a drawn one with a caption, and a stored picture.
static Document *two_figures(Ctx *ctx) {
    Document *doc = NULL;
    assert_int_equal(doc_read_text(ctx, "t.m", "plot(1:3)", 9, &doc), OK);
    DocOutput drawn = {
        .kind = OUTPUT_FIGURE, .line = 1, .name = mem_dup("A line."), .figure_number = 7};
    drawn.scene = scene_new(300, 100);
    drawn.scene->caption = "Loss & <b>gain</b>";
    SceneItem *item = scene_add(drawn.scene, SCENE_PATH);
    PathBuilder b;
    path_begin(&b, drawn.scene);
    path_rect(&b, 20, 20, 200, 60);
    item->path = path_end(&b);
    item->fill = true;
    item->fill_color = (Color){0, 0, 0, 1};
    assert_int_equal(block_add_output(ctx, &doc->blocks[0], drawn), OK);
    DocImage *image = mem_alloc_zero(sizeof *image);
    image->width = image->height = 20;
    image->pixels = mem_alloc_zero(20 * 20 * 4);
    DocOutput stored = {.kind = OUTPUT_FIGURE, .line = 1, .image = image};
    assert_int_equal(block_add_output(ctx, &doc->blocks[0], stored), OK);
    return doc;
}
