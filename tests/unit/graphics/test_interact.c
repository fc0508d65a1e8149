// What a person does to a figure with the mouse. Expected numbers by hand: limits are lo + u (hi - lo) for a share u of
// the plot box, in powers of ten on log axes.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "graphics/interact.h"
#include "graphics/internal.h"

typedef struct Fixture {
    Ctx ctx;
    GraphicsRoot *root;
    GObject *figure, *axes, *line;
} Fixture;

static void put(Fixture *f, GObject *object, const char *name, const double *v, Index n) {
    assert_int_equal(object_set_numbers(&f->ctx, object, name, v, 1, n), OK);
}

static Fixture start(void) {
    Fixture f = {0};
    ctx_init(&f.ctx);
    f.root = graphics_new();
    assert_int_equal(object_new(&f.ctx, f.root, "figure", NULL, &f.figure), OK);
    assert_int_equal(object_new(&f.ctx, f.root, "axes", f.figure, &f.axes), OK);
    assert_int_equal(object_new(&f.ctx, f.root, "line", f.axes, &f.line), OK);
    put(&f, f.line, "XData", (double[]){0, 5, 10}, 3);
    put(&f, f.line, "YData", (double[]){0, 50, 100}, 3);
    return f;
}

static void stop(Fixture *f) {
    graphics_unref(f->root);
    ctx_done(&f->ctx);
}

/// The plot box after layout.
static Rect box_of(Fixture *f) {
    GObject *found;
    assert_int_equal(figure_axes_at(&f->ctx, f->figure, 1, 1, &found), OK);
    return ((Axes *)f->axes)->inner;
}

static void check_limits(GObject *axes, int dim, double lo, double hi) {
    double lim[2];
    axes_limits(axes, dim, lim);
    assert_true(fabs(lim[0] - lo) < 1e-9 * (fabs(hi) + fabs(lo)));
    assert_true(fabs(lim[1] - hi) < 1e-9 * (fabs(hi) + fabs(lo)));
}

static void axes_under_the_pointer(void **state) {
    (void)state;
    Fixture f = start();
    Rect box = box_of(&f);
    GObject *found;
    assert_int_equal(figure_axes_at(&f.ctx, f.figure, box.x + 5, box.y + 5, &found), OK);
    assert_ptr_equal(found, f.axes);
    assert_int_equal(figure_axes_at(&f.ctx, f.figure, -50, 5, &found), OK);
    assert_null(found);
    assert_false(axes_are_3d(f.axes));
    stop(&f);
}

static void zooms_about_a_point(void **state) {
    (void)state;
    Fixture f = start();
    Rect b = box_of(&f);
    // At shares (1/4, 1/2): twice as close shows 1/8 … 5/8 and 1/4 … 3/4.
    assert_int_equal(axes_zoom(&f.ctx, f.axes, b.x + b.width / 4, b.y + b.height / 2, 2), OK);
    check_limits(f.axes, 0, 1.25, 6.25);
    check_limits(f.axes, 1, 25, 75);
    assert_int_equal(axes_restore(&f.ctx, f.axes), OK);
    check_limits(f.axes, 0, 0, 10);
    assert_int_equal(axes_zoom(&f.ctx, f.axes, 0, 0, -1), ERR_ARG);
    error_clear(&f.ctx.error);
    assert_int_equal(axes_zoom(&f.ctx, f.axes, NAN, 0, 2), ERR_ARG);
    stop(&f);
}

static void zooms_to_a_box(void **state) {
    (void)state;
    Fixture f = start();
    Rect b = box_of(&f);
    // Dragged from the lower right to the upper left.
    assert_int_equal(axes_zoom_box(&f.ctx, f.axes, b.x + 0.6 * b.width, b.y + 0.5 * b.height, -0.4 * b.width, -0.25 * b.height), OK);
    check_limits(f.axes, 0, 2, 6);
    check_limits(f.axes, 1, 50, 75);
    assert_int_equal(axes_zoom_box(&f.ctx, f.axes, 10, 10, 0, 10), ERR_ARG);
    stop(&f);
}

static void pans_and_log_axes(void **state) {
    (void)state;
    Fixture f = start();
    Rect b = box_of(&f);
    assert_int_equal(axes_pan(&f.ctx, f.axes, b.width / 10, b.height / 10), OK);
    check_limits(f.axes, 0, -1, 9);
    check_limits(f.axes, 1, 10, 110);
    assert_int_equal(axes_restore(&f.ctx, f.axes), OK);
    assert_int_equal(object_set_text(&f.ctx, f.axes, "YScale", "log"), OK);
    put(&f, f.axes, "YLim", (double[]){1, 1e4}, 2);
    b = box_of(&f);
    assert_int_equal(axes_pan(&f.ctx, f.axes, 0, b.height / 4), OK); // a quarter of four decades
    check_limits(f.axes, 1, 10, 1e5);
    assert_int_equal(axes_restore(&f.ctx, f.axes), OK);
    check_limits(f.axes, 1, 1, 1e4); // what code had set
    assert_int_equal(object_set_text(&f.ctx, f.axes, "XDir", "reverse"), OK);
    b = box_of(&f);
    assert_int_equal(axes_pan(&f.ctx, f.axes, b.width / 10, 0), OK);
    check_limits(f.axes, 0, 1, 11);
    stop(&f);
}

static void linked_axes_follow(void **state) {
    (void)state;
    Fixture f = start();
    GObject *other;
    assert_int_equal(object_new(&f.ctx, f.root, "axes", f.figure, &other), OK);
    axes_link((GObject *const[]){f.axes, other}, 2, 1);
    Rect b = box_of(&f);
    assert_int_equal(axes_pan(&f.ctx, f.axes, b.width / 10, b.height / 10), OK);
    check_limits(other, 0, -1, 9);
    check_limits(other, 1, 0, 1);
    axes_unlink(other);
    assert_int_equal(axes_pan(&f.ctx, f.axes, b.width / 10, 0), OK);
    check_limits(other, 0, -1, 9);
    stop(&f);
}

static void turns_in_3d(void **state) {
    (void)state;
    Fixture f = start();
    Axes *ax = (Axes *)f.axes;
    put(&f, f.axes, "View", (double[]){-37.5, 30}, 2);
    assert_true(axes_are_3d(f.axes));
    assert_int_equal(axes_rotate(&f.ctx, f.axes, 40, 10), OK);
    assert_true(fabs(ax->view[0] - 2.5) < 1e-12 && fabs(ax->view[1] - 40) < 1e-12);
    assert_int_equal(axes_rotate(&f.ctx, f.axes, 357.5, 100), OK); // to azimuth 0 from above: still 3-D
    assert_true(axes_are_3d(f.axes));
    assert_true(ax->view[1] == 90);
    assert_int_equal(axes_rotate(&f.ctx, f.axes, INFINITY, 0), ERR_ARG);
    error_clear(&f.ctx.error);
    assert_int_equal(axes_restore(&f.ctx, f.axes), OK);
    assert_true(ax->view[0] == -37.5 && ax->view[1] == 30);
    // The camera zooms: what is under the pointer stays there.
    Rect b = box_of(&f);
    double at[2] = {b.x + 0.7 * b.width, b.y + 0.4 * b.height};
    assert_int_equal(axes_zoom(&f.ctx, f.axes, at[0], at[1], 4), OK);
    assert_true(ax->zoom == 4);
    assert_true(fabs(ax->shift[0] - (0.2 - 0.2 * 4)) < 1e-12 && fabs(ax->shift[1] - (-0.1 + 0.1 * 4)) < 1e-12);
    check_limits(f.axes, 0, 0, 10);
    Rect after = box_of(&f); // the layout stays as it is
    assert_true(fabs(after.x - b.x) < 1e-9 && fabs(after.width - b.width) < 1e-9 && fabs(after.height - b.height) < 1e-9);
    stop(&f);
}

static void picks_the_nearest_point(void **state) {
    (void)state;
    Fixture f = start();
    Picked p = {0};
    Rect b = box_of(&f);
    assert_int_equal(object_set_text(&f.ctx, f.line, "DisplayName", "loss"), OK);
    assert_int_equal(axes_pick(&f.ctx, f.axes, b.x + b.width / 2 + 3, b.y + b.height / 2 - 4, 20, &p), OK);
    assert_string_equal(p.text, "loss\nX 5\nY 50");
    assert_true(fabs(p.x - b.x - b.width / 2) < 1e-6 && fabs(p.distance - 5) < 1e-6);
    mem_free(p.text);
    assert_int_equal(axes_pick(&f.ctx, f.axes, b.x + b.width / 4, b.y, 20, &p), OK);
    assert_null(p.text);
    stop(&f);
}

static void data_as_columns(void **state) {
    (void)state;
    Fixture f = start();
    FigureData data = {0};
    assert_int_equal(figure_data(&f.ctx, f.figure, 2, &data), OK);
    assert_int_equal(data.n_columns, 2);
    assert_int_equal(data.columns[1].n, 2);
    assert_true(data.columns[1].values[1] == 50);
    assert_string_equal(data.columns[0].name, "line 1: X");
    figure_data_done(&data);
    assert_int_equal(figure_resize(&f.ctx, f.figure, 300, 150), OK);
    Scene *scene = NULL;
    assert_int_equal(figure_scene(&f.ctx, f.figure, &scene), OK);
    assert_true(fabs(scene->width - 300) < 1e-9 && fabs(scene->height - 150) < 1e-9);
    scene_free(scene);
    assert_int_equal(figure_resize(&f.ctx, f.figure, 5, 1e9), ERR_ARG);
    stop(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(axes_under_the_pointer), cmocka_unit_test(zooms_about_a_point),
        cmocka_unit_test(zooms_to_a_box),         cmocka_unit_test(pans_and_log_axes),
        cmocka_unit_test(linked_axes_follow),     cmocka_unit_test(turns_in_3d),
        cmocka_unit_test(picks_the_nearest_point), cmocka_unit_test(data_as_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
