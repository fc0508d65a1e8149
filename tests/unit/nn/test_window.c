// Convolution and pooling against plain loops written from the definition, over many geometries,
// with and without threads.
#include "base/pool.h"
#include "check.h"

typedef struct Geometry {
    Index h, w, c, n, r, s, k, stride[2], dilation[2], before[2], after[2];
    bool same;
} Geometry;

static const Geometry rows[] = {
    {6, 5, 2, 3, 3, 3, 4, {1, 1}, {1, 1}, {1, 1}, {1, 1}, false}, // the plane moves as a whole
    {6, 5, 2, 3, 3, 3, 4, {1, 1}, {1, 1}, {0, 0}, {0, 0}, true},
    {6, 5, 1, 2, 4, 2, 3, {1, 1}, {1, 1}, {0, 0}, {0, 0}, true}, // even filters: more padding below
                                                                 // and right
    {7, 6, 2, 2, 3, 3, 2, {1, 1}, {2, 2}, {2, 2}, {2, 2}, false},
    {7, 6, 2, 2, 3, 3, 2, {1, 1}, {2, 3}, {0, 0}, {0, 0}, true},
    {7, 6, 2, 2, 3, 2, 2, {2, 3}, {1, 1}, {0, 1}, {2, 0}, false},
    {7, 6, 2, 2, 3, 2, 2, {2, 2}, {1, 1}, {0, 0}, {0, 0}, true},
    {5, 5, 3, 1, 1, 1, 2, {1, 1}, {1, 1}, {0, 0}, {0, 0}, false},
    {4, 4, 1, 1, 4, 4, 1, {1, 1}, {1, 1}, {0, 0}, {0, 0}, false},
    {3, 8, 1, 2, 3, 1, 2, {1, 2}, {1, 1}, {1, 0}, {1, 0}, false},
    {3, 3, 1, 1, 3, 3, 1, {1, 1}, {1, 1}, {5, 4}, {1, 6}, false}, // more padding than image
    {6, 4, 1, 1, 3, 3, 1, {1, 1}, {1, 1}, {2, 0}, {0, 2}, false}, // as high as the input, moved
};

/// Zero outside the image.
static double pixel(const Tensor *x, const Geometry *g, Index i, Index j, Index c, Index n) {
    if (i < 0 || i >= g->h || j < 0 || j >= g->w) return 0;
    return tensor_get(x, i + g->h * (j + g->w * (c + g->c * n)));
}

static void check_convolution(Fixture *f, Geometry g, NumClass cls) {
    DlArray *x = wrap(f, random_tensor(f, cls, (Shape){4, {g.h, g.w, g.c, g.n}}, -1, 1), "SSCB"),
            *y = NULL;
    DlArray *w = wrap(f, random_tensor(f, cls, (Shape){4, {g.r, g.s, g.c, g.k}}, -1, 1), "");
    DlArray *b = wrap(f, random_tensor(f, cls, (Shape){2, {g.k, 1}}, -1, 1), "");
    Window2d window = {.same = g.same};
    for (int a = 0; a < 2; a++) {
        window.stride[a] = g.stride[a], window.dilation[a] = g.dilation[a];
        window.before[a] = g.before[a], window.after[a] = g.after[a];
        if (!g.same)
            continue; // by definition: output = ceil(input / stride), the odd one at the end
        Index in = a ? g.w : g.h, size = a ? g.s : g.r, out = (in + g.stride[a] - 1) / g.stride[a];
        Index pad = (out - 1) * g.stride[a] + (size - 1) * g.dilation[a] + 1 - in;
        g.before[a] = pad > 0 ? pad / 2 : 0;
    }
    CHECK_OK(f, dl_conv2d(f->nn, x, w, b, window, NULL, &y));
    Index p = dlarray_dim(y, 0), q = dlarray_dim(y, 1);
    if (g.same) assert_int_equal(p, (g.h + g.stride[0] - 1) / g.stride[0]);
    Index at = 0;
    for (Index n = 0; n < g.n; n++)
        for (Index k = 0; k < g.k; k++)
            for (Index j = 0; j < q; j++)
                for (Index i = 0; i < p; i++, at++) {
                    double sum = tensor_get(b->value, k);
                    for (Index c = 0; c < g.c; c++)
                        for (Index s = 0; s < g.s; s++)
                            for (Index r = 0; r < g.r; r++)
                                sum +=
                                    tensor_get(w->value, r + g.r * (s + g.s * (c + g.c * k))) *
                                    pixel(x->value, &g,
                                          i * g.stride[0] + r * g.dilation[0] - g.before[0],
                                          j * g.stride[1] + s * g.dilation[1] - g.before[1], c, n);
                    assert_close(tensor_get(y->value, at), sum, cls == CLASS_SINGLE ? 1e-5 : 1e-13);
                }
    assert_int_equal(at, y->value->numel);
    dlarray_unref(x), dlarray_unref(w), dlarray_unref(b), dlarray_unref(y);
}

static void convolution_matches_the_definition(void **state) {
    Fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_convolution(f, rows[i], CLASS_DOUBLE);
        check_convolution(f, rows[i], CLASS_SINGLE);
    }
}

static void convolution_matches_with_threads(void **state) {
    Fixture *f = *state;
    f->ctx.pool = pool_new(3);
    assert_non_null(f->ctx.pool);
    convolution_matches_the_definition(state);
    pool_free(f->ctx.pool);
    f->ctx.pool = NULL;
}

/// sum(conv(x,w) .* y) = sum(x .* conv_input(y,w)) = sum(w .* conv_filter(x,y)): the adjoints in
/// every geometry.
static void adjoints_fit(void **state) {
    Fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const Geometry *g = &rows[i];
        DlArray *px = wrap(
            f, random_tensor(f, CLASS_DOUBLE, (Shape){4, {g->h, g->w, g->c, g->n}}, -1, 1), "SSCB");
        DlArray *pw = wrap(
            f, random_tensor(f, CLASS_DOUBLE, (Shape){4, {g->r, g->s, g->c, g->k}}, -1, 1), "");
        Window2d window = {.same = g->same};
        for (int a = 0; a < 2; a++) {
            window.stride[a] = g->stride[a], window.dilation[a] = g->dilation[a];
            window.before[a] = g->before[a], window.after[a] = g->after[a];
        }
        CHECK_OK(f, tape_begin(f->nn));
        DlArray *wrt[2] = {watch(f, px), watch(f, pw)}, *y = NULL, *product, *loss, *grad[2];
        CHECK_OK(f, dl_conv2d(f->nn, wrt[0], wrt[1], NULL, window, NULL, &y));
        DlArray *weight = wrap(f, random_tensor(f, CLASS_DOUBLE, y->value->shape, -1, 1), "SSCB");
        CHECK_OK(f, dl_times(f->nn, y, weight, &product));
        CHECK_OK(f, dl_sum(f->nn, product, NULL, 0, &loss));
        CHECK_OK(f, tape_backward(f->nn, loss, wrt, 2, false, false, grad));
        for (int k = 0; k < 2; k++) {
            double sum = 0;
            for (Index e = 0; e < wrt[k]->value->numel; e++)
                sum += tensor_get(wrt[k]->value, e) * tensor_get(grad[k]->value, e);
            assert_close(sum, tensor_get(loss->value, 0), 1e-12); // bilinear
            dlarray_unref(grad[k]), dlarray_unref(wrt[k]);
        }
        dlarray_unref(px), dlarray_unref(pw), dlarray_unref(y), dlarray_unref(weight);
        dlarray_unref(product), dlarray_unref(loss);
        tape_end(f->nn);
    }
}

static void pooling_matches_the_definition(void **state) {
    Fixture *f = *state;
    static const Window2d windows[] = {
        {.size = {2, 2}, .stride = {2, 2}},
        {.size = {2, 2}, .stride = {1, 1}},
        {.size = {3, 2}, .stride = {2, 1}, .before = {1, 0}, .after = {1, 1}},
        {.size = {3, 3}, .stride = {2, 2}, .same = true}};
    for (size_t i = 0; i < 2 * sizeof windows / sizeof windows[0]; i++) {
        NumClass cls = i % 2 ? CLASS_SINGLE : CLASS_DOUBLE;
        Window2d w = windows[i / 2];
        DlArray *x = wrap(f, random_tensor(f, cls, (Shape){4, {7, 6, 2, 3}}, -2, -1), "SSCB"),
                *top = NULL, *mean = NULL;
        CHECK_OK(f, dl_maxpool2d(f->nn, x, w, NULL, &top));
        CHECK_OK(f, dl_avgpool2d(f->nn, x, w, NULL, &mean));
        Index p = window_output(&w, 0, 7), q = window_output(&w, 1, 6), at = 0;
        for (Index plane = 0; plane < 6; plane++)
            for (Index j = 0; j < q; j++)
                for (Index k = 0; k < p; k++, at++) {
                    double best = -INFINITY, sum = 0;
                    int n = 0;
                    for (Index c = j * w.stride[1] - w.before[1];
                         c < j * w.stride[1] - w.before[1] + w.size[1]; c++)
                        for (Index r = k * w.stride[0] - w.before[0];
                             r < k * w.stride[0] - w.before[0] + w.size[0]; r++) {
                            if (r < 0 || r >= 7 || c < 0 || c >= 6)
                                continue; // padding counts for neither
                            double v = tensor_get(x->value, r + 7 * c + 42 * plane);
                            best = fmax(best, v);
                            sum += v;
                            n++;
                        }
                    assert_close(tensor_get(top->value, at), best, 0);
                    assert_close(tensor_get(mean->value, at), sum / n, 1e-6);
                }
        assert_int_equal(at, top->value->numel);
        dlarray_unref(x), dlarray_unref(top), dlarray_unref(mean);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(convolution_matches_the_definition),
        TEST(convolution_matches_with_threads),
        TEST(adjoints_fit),
        TEST(pooling_matches_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
