// Each allocation fails in turn (hostile build) while a figure is built, drawn and written: an ordinary failure, no crash,
// no leak, and the tree stays usable. In other builds the task simply succeeds at once.
#include "graphics/figure.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static Status build(Ctx *ctx, GraphicsRoot *root, GObject **ret_figure) {
    GObject *figure, *tiles, *axes, *o, *legend;
    TRY(object_new(ctx, root, "figure", NULL, &figure));
    *ret_figure = figure;
    TRY(object_new(ctx, root, "tiledlayout", figure, &tiles));
    TRY(object_set_flag(ctx, tiles, "FlowLayout", true));
    TRY(tiles_next(ctx, tiles, 0, 1, 1, false, &axes));
    const double x[4] = {1, 2, 3, 4}, y[4] = {4, 1, 3, 2}, view[2] = {-37.5, 30};
    TRY(object_new(ctx, root, "line", axes, &o));
    TRY(object_set_numbers(ctx, o, "XData", x, 1, 4));
    TRY(object_set_numbers(ctx, o, "YData", y, 1, 4));
    TRY(object_set_text(ctx, o, "DisplayName", "a"));
    TRY(object_new(ctx, root, "legend", axes, &legend));
    TRY(tiles_next(ctx, tiles, 0, 1, 1, false, &axes));
    TRY(object_set_numbers(ctx, axes, "View", view, 1, 2));
    TRY(object_new(ctx, root, "surface", axes, &o));
    TRY(object_set_numbers(ctx, o, "ZData", y, 2, 2));
    TRY(object_new(ctx, root, "colorbar", axes, &o));
    return OK;
}

static Status whole_task(Ctx *ctx, GraphicsRoot *root) {
    GObject *figure = NULL;
    Scene *scene = NULL;
    Buf out = BUF_INIT;
    Status status = build(ctx, root, &figure);
    if (status == OK) status = figure_scene(ctx, figure, &scene);
    if (status == OK) status = target_svg(ctx, scene, &out);
    buf_done(&out);
    scene_free(scene);
    if (figure) {
        figure_clear(figure);
        object_delete(figure);
    }
    return status;
}

static void test_every_allocation(void **state) {
    (void)state;
    Status status = ERR_NOMEM;
    int64_t n = 1;
    for (; status != OK; n++) {
        assert_true(n < 100000);
        Ctx ctx;
        ctx_init(&ctx);
        GraphicsRoot *root = graphics_new();
        assert_non_null(root);
        mem_fail_at(n);
        status = whole_task(&ctx, root);
        mem_fail_at(0);
        if (status != OK && status != ERR_NOMEM) fail_msg("allocation %lld: status %s", (long long)n, status_name(status));
        error_clear(&ctx.error);
        assert_int_equal(whole_task(&ctx, root), OK); // still usable
        graphics_unref(root);
        ctx_done(&ctx);
    }
#ifdef GRADUS_HOSTILE
    assert_true(n > 100); // allocations did fail
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
