// Every kind of plot is drawn, in 2-D and 3-D, on linear and log axes, with no data and with NaN, on every target.
#include "graphics/figure.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *const types[] = {"line", "patch", "surface", "image", "text", "bar", "histogram", "scatter", "animatedline",
                                    "constantline", "area", "stair", "stem", "errorbar", "contour"};
enum { N_TYPES = sizeof types / sizeof *types };

typedef struct World { Ctx ctx; GraphicsRoot *root; GObject *figure, *axes; } World;

static void begin(World *w) {
    ctx_init(&w->ctx);
    w->root = graphics_new();
    assert_int_equal(object_new(&w->ctx, w->root, "figure", NULL, &w->figure), OK);
    assert_int_equal(figure_current_axes(&w->ctx, w->figure, true, &w->axes), OK);
}

static void end(World *w) {
    graphics_unref(w->root);
    ctx_done(&w->ctx);
}

static void must(World *w, Status status) {
    if (status != OK) fail_msg("%s", error_message(&w->ctx.error));
}

// Sets what data the class has; names it lacks are passed over.
static GObject *add(World *w, const char *type, const double *v, Index rows, Index columns) {
    GObject *o;
    must(w, object_new(&w->ctx, w->root, type, w->axes, &o));
    static const char *const vectors[] = {"XData", "YData", "ZData", "CData", "BinCounts", "YNegativeDelta", "YPositiveDelta"};
    bool grid = !strcmp(type, "surface") || !strcmp(type, "contour") || !strcmp(type, "image");
    if (!strcmp(type, "animatedline")) {
        must(w, animated_add(&w->ctx, o, v, v, v, rows * columns));
        return o;
    }
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        if (!object_has(o, vectors[i])) continue;
        if (grid && (!strcmp(vectors[i], "XData") || !strcmp(vectors[i], "YData"))) continue;
        must(w, object_set_numbers(&w->ctx, o, vectors[i], v, rows, columns));
    }
    if (object_has(o, "BinEdges")) {
        double edges[64];
        for (Index i = 0; i <= rows * columns; i++) edges[i] = (double)i;
        must(w, object_set_numbers(&w->ctx, o, "BinEdges", edges, 1, rows * columns + 1));
    }
    if (object_has(o, "String")) must(w, object_set_text(&w->ctx, o, "String", "x_1^2"));
    if (object_has(o, "Label")) must(w, object_set_text(&w->ctx, o, "Label", "label"));
    if (object_has(o, "Value") && v && rows) must(w, object_set_number(&w->ctx, o, "Value", v[0]));
    return o;
}

static Index draw_everywhere(World *w) {
    Scene *scene = NULL;
    must(w, figure_scene(&w->ctx, w->figure, &scene));
    Index n = 0; // items that are no text
    for (Index i = 0; i < scene->n_items; i++) { // nothing leaves the numbers
        const SceneItem *item = &scene->items[i];
        for (Index k = 0; k < item->path.n_points; k++)
            if (!isfinite(item->path.points[k])) fail_msg("item %d has a coordinate that is not finite", (int)i);
        n += item->kind != SCENE_TEXT && item->kind != SCENE_GLYPHS;
        if (!isfinite(item->x) || !isfinite(item->y) || !isfinite(item->width)) fail_msg("item %d (%s) stands nowhere", (int)i, item->text ? item->text : "");
    }
    uint8_t *pixels = NULL;
    Index width, height;
    must(w, target_pixels(&w->ctx, scene, 30, &pixels, &width, &height));
    mem_free(pixels);
    Buf out = BUF_INIT;
    must(w, target_svg(&w->ctx, scene, &out));
    must(w, target_json(&w->ctx, scene, &out));
    buf_done(&out);
    scene_free(scene);
    return n;
}

static void test_all_kinds(void **state) {
    (void)state;
    static const double good[12] = {1, 3, 2, 5, 4, 8, 7, 9, 6, 2, 3, 1}, holes[12] = {NAN, 3, INFINITY, 5, 4, NAN, -INFINITY, 9, 6, 2, 3, NAN},
                        negative[12] = {-1, -3, 0, -5, 4, 0, 7, -9, 6, 2, 3, 0};
    const double *data[] = {good, holes, negative};
    for (int t = 0; t < N_TYPES; t++)
        for (int d = 0; d < 3; d++)
            for (int mode = 0; mode < 4; mode++) { // 2-D, 3-D, log, reversed
                World w;
                begin(&w);
                const double view[2] = {mode == 1 ? -37.5 : 0, mode == 1 ? 30 : 90};
                must(&w, object_set_numbers(&w.ctx, w.axes, "View", view, 1, 2));
                Index empty = draw_everywhere(&w);
                GObject *o = add(&w, types[t], data[d], 4, 3);
                if (mode == 2) {
                    must(&w, object_set_text(&w.ctx, w.axes, "XScale", "log"));
                    must(&w, object_set_text(&w.ctx, w.axes, "YScale", "log"));
                }
                if (mode == 3) {
                    must(&w, object_set_text(&w.ctx, w.axes, "XDir", "reverse"));
                    must(&w, object_set_text(&w.ctx, w.axes, "YDir", "reverse"));
                }
                Index with = draw_everywhere(&w);
                if (d == 0 && mode == 0 && strcmp(types[t], "text") && with <= empty) fail_msg("%s draws nothing", types[t]);
                GObject *legend;
                must(&w, object_new(&w.ctx, w.root, "legend", w.axes, &legend));
                draw_everywhere(&w);
                object_delete(o);
                draw_everywhere(&w);
                end(&w);
            }
}

static void test_no_data(void **state) {
    (void)state;
    for (int t = 0; t < N_TYPES; t++) {
        World w;
        begin(&w);
        GObject *o;
        must(&w, object_new(&w.ctx, w.root, types[t], w.axes, &o));
        draw_everywhere(&w);
        const double view[2] = {-37.5, 30};
        must(&w, object_set_numbers(&w.ctx, w.axes, "View", view, 1, 2));
        draw_everywhere(&w);
        end(&w);
    }
}

// Lengths that do not agree must not be read beyond.
static void test_ragged_data(void **state) {
    (void)state;
    static const double v[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static const char *const names[] = {"XData", "YData", "ZData", "CData", "SizeData", "StackOffset", "BinEdges", "BinCounts",
                                        "YNegativeDelta", "AlphaData", "Faces", "Vertices", "FaceVertexCData", "LevelList", "MarkerIndices"};
    for (int t = 0; t < N_TYPES; t++)
        for (int round = 0; round < 12; round++) {
            World w;
            begin(&w);
            GObject *o;
            must(&w, object_new(&w.ctx, w.root, types[t], w.axes, &o));
            for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                if (!object_has(o, names[i])) continue;
                Index rows = 1 + (Index)((i * 7 + (size_t)round * 5) % 4), columns = 1 + (Index)((i * 3 + (size_t)round * 11) % 3);
                if (object_set_numbers(&w.ctx, o, names[i], v, rows, columns) != OK) error_clear(&w.ctx.error);
            }
            draw_everywhere(&w);
            const double view[2] = {20, 40};
            must(&w, object_set_numbers(&w.ctx, w.axes, "View", view, 1, 2));
            draw_everywhere(&w);
            end(&w);
        }
}

static void test_parallel_faces_in_order(void **state) {
    // Ridges at y = 1 … 12 of very different shapes: drawn strictly from the far plane to the near one.
    (void)state;
    World w;
    begin(&w);
    const double view[2] = {-130, 50};
    must(&w, object_set_numbers(&w.ctx, w.axes, "View", view, 1, 2));
    for (int e = 1; e <= 12; e++) {
        double x[5], y[5], z[5];
        for (int i = 0; i < 5; i++) x[i] = i * (1 + e % 3) + 4 * (e % 5), y[i] = e, z[i] = (i == 2) * (1 + (e * 7) % 11);
        GObject *p;
        must(&w, object_new(&w.ctx, w.root, "patch", w.axes, &p));
        must(&w, object_set_numbers(&w.ctx, p, "XData", x, 5, 1));
        must(&w, object_set_numbers(&w.ctx, p, "YData", y, 5, 1));
        must(&w, object_set_numbers(&w.ctx, p, "ZData", z, 5, 1));
        const double rgb[3] = {e / 255.0, 0, 1};
        must(&w, object_set_numbers(&w.ctx, p, "FaceColor", rgb, 1, 3));
    }
    Scene *scene;
    must(&w, figure_scene(&w.ctx, w.figure, &scene));
    // From azimuth -130 the viewer stands at positive y: plane 1 is far, plane 12 near.
    int last = 0, seen = 0;
    for (Index i = 0; i < scene->n_items; i++) {
        const SceneItem *item = &scene->items[i];
        if (item->kind != SCENE_PATH || !item->fill || item->fill_color.b < 0.999f || item->fill_color.g > 0.001f) continue;
        int e = (int)lroundf(item->fill_color.r * 255);
        assert_true(e > last);
        last = e;
        seen++;
    }
    assert_int_equal(seen, 12);
    scene_free(scene);
    end(&w);
}

static void test_many_points_stay_small(void **state) {
    (void)state;
    World w;
    begin(&w);
    enum { N = 200000 };
    double *y = mem_alloc(N * sizeof *y);
    for (int i = 0; i < N; i++) y[i] = sin(i * 0.37) * ((i * 2654435761u >> 8) % 1000);
    y[N / 2] = 5000; // one spike must survive thinning
    GObject *line;
    must(&w, object_new(&w.ctx, w.root, "line", w.axes, &line));
    must(&w, object_set_numbers(&w.ctx, line, "YData", y, 1, N));
    Scene *scene;
    must(&w, figure_scene(&w.ctx, w.figure, &scene));
    double top = 1e9;
    Index most = 0;
    for (Index i = 0; i < scene->n_items; i++) {
        const ScenePath *p = &scene->items[i].path;
        if (p->n_commands > most) {
            most = p->n_commands;
            top = 1e9;
            for (Index k = 1; k < p->n_points; k += 2) top = fmin(top, p->points[k]);
        }
    }
    assert_true(most > 1000 && most < 10000);
    assert_true(fabs(top - 0.075 * 315) < 0.5); // the spike reaches the top of the box (limits end at 5000)
    scene_free(scene);
    mem_free(y);
    end(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_kinds), cmocka_unit_test(test_no_data), cmocka_unit_test(test_ragged_data),
        cmocka_unit_test(test_parallel_faces_in_order), cmocka_unit_test(test_many_points_stay_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
