// Objects, handles, properties by name.
#include "graphics/figure.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

typedef struct World { Ctx ctx; GraphicsRoot *root; GObject *figure, *axes; } World;

static int setup(void **state) {
    static World w;
    ctx_init(&w.ctx);
    w.root = graphics_new();
    if (object_new(&w.ctx, w.root, "figure", NULL, &w.figure) != OK) return 1;
    if (figure_current_axes(&w.ctx, w.figure, true, &w.axes) != OK) return 1;
    *state = &w;
    return 0;
}

static int teardown(void **state) {
    World *w = *state;
    graphics_unref(w->root);
    ctx_done(&w->ctx);
    return 0;
}

static GObject *add(World *w, const char *type) {
    GObject *o = NULL;
    assert_int_equal(object_new(&w->ctx, w->root, type, w->axes, &o), OK);
    return o;
}

static void test_handles_expire(void **state) {
    World *w = *state;
    GObject *line = add(w, "line");
    GHandle h = object_handle(line);
    assert_ptr_equal(graphics_find(w->root, h), line);
    object_delete(line);
    assert_null(graphics_find(w->root, h));
    GObject *next = add(w, "line"); // takes the slot again
    assert_null(graphics_find(w->root, h));
    assert_ptr_equal(graphics_find(w->root, object_handle(next)), next);
}

static void test_deleting_takes_children(void **state) {
    World *w = *state;
    GHandle line = object_handle(add(w, "line")), axes = object_handle(w->axes);
    object_delete(w->figure);
    assert_null(graphics_find(w->root, line));
    assert_null(graphics_find(w->root, axes));
    Index n;
    graphics_figures(w->root, &n);
    assert_int_equal(n, 0);
    GObject *current = w->figure;
    assert_int_equal(graphics_current_figure(&w->ctx, w->root, false, &current), OK);
    assert_null(current);
}

static void test_figure_numbers(void **state) {
    World *w = *state;
    GObject *b, *c, *d;
    assert_int_equal(figure_number(w->figure), 1);
    graphics_next_figure_number(w->root, 7);
    assert_int_equal(object_new(&w->ctx, w->root, "figure", NULL, &b), OK);
    assert_int_equal(figure_number(b), 7);
    assert_int_equal(object_new(&w->ctx, w->root, "figure", NULL, &c), OK);
    assert_int_equal(figure_number(c), 2); // the smallest free one
    object_delete(w->figure);
    assert_int_equal(object_new(&w->ctx, w->root, "figure", NULL, &d), OK);
    assert_int_equal(figure_number(d), 1);
    assert_ptr_equal(graphics_figure(w->root, 7), b);
    assert_null(graphics_figure(w->root, 3));
}

static void test_set_and_get(void **state) {
    World *w = *state;
    GObject *line = add(w, "line");
    PropValue v;
    assert_int_equal(object_set_number(&w->ctx, line, "linewidth", 2.5), OK); // any case
    assert_int_equal(object_get(&w->ctx, line, "LineWidth", &v), OK);
    assert_true(v.kind == PROP_NUMBER && v.number == 2.5);
    prop_value_done(&v);
    assert_int_equal(object_set_text(&w->ctx, line, "LineSt", "--"), OK); // unique beginning
    assert_int_equal(object_get(&w->ctx, line, "LineStyle", &v), OK);
    assert_string_equal(v.text, "--");
    prop_value_done(&v);
    assert_int_equal(object_set_text(&w->ctx, line, "Color", "#FF8000"), OK);
    assert_int_equal(object_get(&w->ctx, line, "Color", &v), OK);
    assert_true(v.kind == PROP_COLOR && v.numbers.v[0] == 1 && fabs(v.numbers.v[1] - 128 / 255.0) < 1e-6);
    prop_value_done(&v);
    assert_int_equal(object_set_text(&w->ctx, line, "Visible", "off"), OK);
    assert_int_equal(object_get(&w->ctx, line, "Visible", &v), OK);
    assert_true(v.kind == PROP_ONOFF && !v.flag);
    prop_value_done(&v);
}

static void expect_failure(World *w, Status status, Status wanted, const char *part) {
    assert_int_equal(status, wanted);
    if (!strstr(error_message(&w->ctx.error), part)) fail_msg("%s: no '%s'", error_message(&w->ctx.error), part);
    error_clear(&w->ctx.error);
}

static void test_refusals(void **state) {
    World *w = *state;
    GObject *line = add(w, "line"), *none;
    PropValue v;
    expect_failure(w, object_set_number(&w->ctx, line, "Colour", 1), ERR_NAME, "Unrecognized property 'Colour'");
    expect_failure(w, object_get(&w->ctx, line, "Nonsense", &v), ERR_NAME, "'Nonsense'");
    expect_failure(w, object_set_text(&w->ctx, line, "Color", "reddish"), ERR_ARG, "'Color'");
    expect_failure(w, object_set_text(&w->ctx, line, "LineStyle", "wavy"), ERR_ARG, "'wavy' is not a valid value");
    expect_failure(w, object_set_text(&w->ctx, line, "Type", "patch"), ERR_ARG, "read-only");
    expect_failure(w, object_set_text(&w->ctx, line, "LineWidth", "thick"), ERR_ARG, "'LineWidth'");
    const double rgb[3] = {0, 2, 0}, lim[2] = {3, 1};
    expect_failure(w, object_set_numbers(&w->ctx, line, "Color", rgb, 1, 3), ERR_ARG, "between 0 and 1");
    expect_failure(w, object_set_numbers(&w->ctx, w->axes, "XLim", lim, 1, 2), ERR_ARG, "second element is larger");
    expect_failure(w, object_new(&w->ctx, w->root, "cube", w->axes, &none), ERR_NAME, "cube");
    expect_failure(w, object_set_parent(&w->ctx, w->figure, line), ERR_ARG, "parent");
}

static void test_every_property_reads_back(void **state) {
    // What is read can be set again, for every class and property that is not read-only.
    static const char *const types[] = {"line", "patch", "surface", "image", "text", "bar", "histogram", "scatter", "animatedline",
                                        "constantline", "area", "stair", "stem", "errorbar", "contour", "legend", "colorbar"};
    World *w = *state;
    for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
        GObject *o = add(w, types[t]);
        PropKind kind;
        const char *name;
        for (Index i = 0; (name = object_property(o, i, &kind)); i++) {
            PropValue v;
            if (object_get(&w->ctx, o, name, &v) != OK) fail_msg("%s.%s: %s", types[t], name, error_message(&w->ctx.error));
            bool empty = (v.kind == PROP_NUMBERS && numbers_count(&v.numbers) == 0) || v.kind == PROP_OBJECTS;
            if (!empty && object_set(&w->ctx, o, name, &v) != OK && !strstr(error_message(&w->ctx.error), "read-only"))
                fail_msg("%s.%s cannot be set to its own value: %s", types[t], name, error_message(&w->ctx.error));
            error_clear(&w->ctx.error);
            prop_value_done(&v);
        }
    }
}

static void test_newplot(void **state) {
    World *w = *state;
    add(w, "line");
    const double lim[2] = {0, 5};
    Index n, before;
    object_children(w->axes, &before);
    assert_int_equal(object_set_numbers(&w->ctx, w->axes, "XLim", lim, 1, 2), OK);
    assert_int_equal(object_set_text(&w->ctx, w->axes, "NextPlot", "add"), OK);
    assert_int_equal(axes_newplot(&w->ctx, w->axes), OK);
    object_children(w->axes, &n);
    assert_int_equal(n, before); // held
    assert_int_equal(object_set_text(&w->ctx, w->axes, "NextPlot", "replace"), OK);
    assert_int_equal(axes_newplot(&w->ctx, w->axes), OK);
    object_children(w->axes, &n);
    assert_int_equal(n, before - 1);
    double now[2];
    axes_limits(w->axes, 0, now);
    assert_true(now[0] == 0 && now[1] == 1); // limits are automatic again
}

static void test_color_order(void **state) {
    World *w = *state;
    Color first = axes_next_color(w->axes), second = axes_next_color(w->axes);
    assert_true(fabsf(first.g - 0.447f) < 1e-4f && fabsf(second.r - 0.85f) < 1e-4f);
    for (int i = 0; i < 5; i++) axes_next_color(w->axes);
    Color again = axes_next_color(w->axes);
    assert_true(again.b == first.b);
}

static void test_infinite_limits_follow_data(void **state) {
    World *w = *state;
    GObject *line = add(w, "line");
    const double y[3] = {2, 27.5, 9}, lim[2] = {1, INFINITY};
    assert_int_equal(object_set_numbers(&w->ctx, line, "YData", y, 1, 3), OK);
    assert_int_equal(object_set_numbers(&w->ctx, w->axes, "YLim", lim, 1, 2), OK);
    double now[2];
    axes_limits(w->axes, 1, now);
    assert_true(now[0] == 1 && now[1] == 27.5);
}

int main(void) {
#define ROW(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        ROW(test_handles_expire), ROW(test_deleting_takes_children), ROW(test_figure_numbers), ROW(test_set_and_get),
        ROW(test_refusals), ROW(test_every_property_reads_back), ROW(test_newplot), ROW(test_color_order),
        ROW(test_infinite_limits_follow_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
