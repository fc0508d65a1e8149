// Gradients of every operation record against central differences, in double precision, on the
// record's own probe.
#include "check.h"
#include <stdlib.h>

enum { MAX_IN = 3 };

typedef struct Case {
    Fixture *f;
    const OpDef *op;
    OpAttrs attrs;
    int n_in;
    Tensor *in[MAX_IN];
    Tensor *weight;            // loss = sum(op(in) .* weight)
    Tensor *direction[MAX_IN]; // second order: sum(gradient .* direction)
} Case;

static DlArray *handle(Case *c, Tensor *t) {
    DlArray *x = NULL;
    CHECK_OK(c->f, dlarray_take(c->f->nn, tensor_ref(t), "", &x));
    return x;
}

/// sum(a .* b) as a recorded scalar.
static DlArray *inner(Case *c, DlArray *a, Tensor *b) {
    DlArray *weight = handle(c, b), *product = NULL, *sum = NULL;
    CHECK_OK(c->f, dl_times(c->f->nn, a, weight, &product));
    CHECK_OK(c->f, dl_sum(c->f->nn, product, NULL, 0, &sum));
    dlarray_unref(weight);
    dlarray_unref(product);
    return sum;
}

static bool differentiable(const Case *c, int i) {
    return class_is_float((NumClass)c->in[i]->cls);
}

static DlArray *loss_of(Case *c, DlArray **in) {
    DlArray *y = NULL;
    CHECK_OK(c->f, op_apply(c->f->nn, c->op, &c->attrs, in, c->n_in, &y));
    if (!c->weight) c->weight = random_tensor(c->f, CLASS_DOUBLE, y->value->shape, -1, 1);
    DlArray *loss = inner(c, y, c->weight);
    dlarray_unref(y);
    return loss;
}

/// Loss; gradients; and, when `second` is not null, sum(gradient .* direction) and its gradients.
static double evaluate(Case *c, Tensor **grad, double *second, Tensor **second_grad) {
    NnState *nn = c->f->nn;
    DlArray *in[MAX_IN], *wrt[MAX_IN], *g[MAX_IN] = {NULL}, *gg[MAX_IN] = {NULL};
    int n = 0;
    CHECK_OK(c->f, tape_begin(nn));
    for (int i = 0; i < c->n_in; i++) {
        DlArray *plain = handle(c, c->in[i]);
        in[i] = differentiable(c, i) ? watch(c->f, plain) : dlarray_ref(plain);
        if (differentiable(c, i)) wrt[n++] = in[i];
        dlarray_unref(plain);
    }
    DlArray *loss = loss_of(c, in);
    double value = tensor_get(loss->value, 0);
    if (grad || second) CHECK_OK(c->f, tape_backward(nn, loss, wrt, n, false, second != NULL, g));
    if (second) {
        DlArray *total = NULL;
        for (int i = 0; i < n; i++) {
            DlArray *part = inner(c, g[i], c->direction[i]), *sum = NULL;
            if (!total) {
                total = part;
                continue;
            }
            CHECK_OK(c->f, dl_plus(nn, total, part, &sum));
            dlarray_unref(total);
            dlarray_unref(part);
            total = sum;
        }
        *second = tensor_get(total->value, 0);
        if (second_grad && dlarray_is_traced(total))
            CHECK_OK(c->f, tape_backward(nn, total, wrt, n, false, false, gg));
        dlarray_unref(total);
    }
    for (int i = 0; i < n; i++) {
        if (grad) grad[i] = tensor_ref(g[i]->value);
        if (second_grad) {
            if (gg[i])
                second_grad[i] = tensor_ref(gg[i]->value);
            else
                CHECK_OK(c->f, tensor_zeros(&c->f->ctx, CLASS_DOUBLE, &wrt[i]->value->shape,
                                            &second_grad[i]));
        }
    }
    for (int i = 0; i < n; i++) dlarray_unref(g[i]), dlarray_unref(gg[i]);
    for (int i = 0; i < c->n_in; i++) dlarray_unref(in[i]);
    dlarray_unref(loss);
    tape_end(nn);
    assert_int_equal(tape_count(nn), 0);
    return value;
}

static void check_numbers(const Case *c, const char *what, int input, Index i, double got,
                          double wanted) {
    if (fabs(got - wanted) > 2e-6 * (1 + fabs(wanted)))
        fail_msg("%s: %s of input %d element %d: %.10g, finite difference %.10g", c->op->name, what,
                 input, (int)i, got, wanted);
}

static void check_case(Case *c, bool second_order) {
    const double h = 1e-5;
    Tensor *grad[MAX_IN] = {NULL}, *second_grad[MAX_IN] = {NULL};
    double second = 0;
    evaluate(c, grad, NULL, NULL);
    int n = 0;
    for (int i = 0; i < c->n_in; i++)
        if (differentiable(c, i))
            c->direction[n++] = random_tensor(c->f, CLASS_DOUBLE, c->in[i]->shape, -1, 1);
    if (second_order) evaluate(c, NULL, &second, second_grad);
    for (int i = 0, k = 0; i < c->n_in; i++) {
        if (!differentiable(c, i)) continue;
        for (Index e = 0; e < c->in[i]->numel; e++) {
            double *x = &tensor_f64(c->in[i])[e], kept = *x, up2 = 0, down2 = 0;
            *x = kept + h;
            double up = evaluate(c, NULL, second_order ? &up2 : NULL, NULL);
            *x = kept - h;
            double down = evaluate(c, NULL, second_order ? &down2 : NULL, NULL);
            *x = kept;
            check_numbers(c, "gradient", i, e, tensor_get(grad[k], e), (up - down) / (2 * h));
            if (second_order)
                check_numbers(c, "second derivative", i, e, tensor_get(second_grad[k], e),
                              (up2 - down2) / (2 * h));
        }
        k++;
    }
    for (int i = 0; i < MAX_IN; i++) {
        tensor_unref(grad[i]);
        tensor_unref(second_grad[i]);
        tensor_unref(c->direction[i]);
        tensor_unref(c->in[i]);
    }
    tensor_unref(c->weight);
}

/// Extremes and rounding are not differentiable at ties: values are kept apart and off the
/// integers.
static void spread(Tensor *t) {
    for (Index i = 0; i < t->numel; i++) {
        double *x = &tensor_f64(t)[i];
        if (fabs(*x - rint(*x)) < 1e-3) *x += 5e-3;
        if (fabs(*x) < 1e-3) *x += 5e-3;
    }
}

static void every_record_matches_finite_differences(void **state) {
    Fixture *f = *state;
    Index n, checked = 0;
    const OpDef *const *ops = op_list(&n);
    for (Index i = 0; i < n; i++) {
        const OpDef *op = ops[i];
        if (!op->vjp || op->probe.n_in == 0) continue;
        Case c = {.f = f, .op = op, .attrs = op->probe.attrs, .n_in = op->probe.n_in};
        double lo = op->probe.lo, hi = op->probe.hi;
        if (lo == 0 && hi == 0) lo = -1, hi = 1;
        for (int k = 0; k < c.n_in; k++) {
            Shape shape = op->probe.in[k];
            shape_trim(&shape);
            c.in[k] = random_tensor(f, CLASS_DOUBLE, shape, lo, hi);
            spread(c.in[k]);
        }
        check_case(&c, op->probe.second);
        checked++;
    }
    assert_true(checked >= 60);
}

static void positions_move_gradients(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *op;
        Shape in, out;
        int n;
        int64_t at[6];
    } rows[] = {{"pick", {2, {3, 4}}, {2, {2, 3}}, 6, {0, 5, 5, -1, 11, 2}},
                {"place", {2, {2, 3}}, {2, {3, 4}}, 6, {0, 5, 5, -1, 11, 2}},
                {"erase", {2, {3, 4}}, {2, {3, 4}}, 3, {1, 7, -1}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Case c = {.f = f, .op = op_find(rows[i].op), .attrs = {.shape = rows[i].out}, .n_in = 2};
        c.in[0] = random_tensor(f, CLASS_DOUBLE, rows[i].in, -1, 1);
        Shape positions = shape_2d(rows[i].n, 1);
        CHECK_OK(f, tensor_new(&f->ctx, CLASS_INT64, &positions, &c.in[1]));
        memcpy(c.in[1]->data, rows[i].at, (size_t)rows[i].n * sizeof(int64_t));
        check_case(&c, true);
    }
}

/// The other modes of records that have more than one.
static void other_modes_match_too(void **state) {
    Fixture *f = *state;
    for (int option = 0; option < 4; option++) { // mtimes with each transposition
        Case c = {.f = f, .op = &op_mtimes, .attrs = {.option = option}, .n_in = 2};
        c.in[0] =
            random_tensor(f, CLASS_DOUBLE, option & 1 ? shape_2d(3, 2) : shape_2d(2, 3), -1, 1);
        c.in[1] =
            random_tensor(f, CLASS_DOUBLE, option & 2 ? shape_2d(4, 3) : shape_2d(3, 4), -1, 1);
        check_case(&c, true);
    }
    for (int act = ACT_NONE; act <= ACT_TANH;
         act++) { // each fused activation, with and without bias
        Case c = {.f = f,
                  .op = &op_fullyconnect,
                  .attrs = {.option = act, .shape = {2, {4, 3}}},
                  .n_in = 2 + act % 2};
        c.in[0] = random_tensor(f, CLASS_DOUBLE, shape_2d(5, 3), -1, 1);
        c.in[1] = random_tensor(f, CLASS_DOUBLE, shape_2d(4, 5), -1, 1);
        if (c.n_in > 2) c.in[2] = random_tensor(f, CLASS_DOUBLE, shape_2d(4, 1), -1, 1);
        check_case(&c, true);
    }
    Case gelu = {.f = f, .op = &op_gelu, .attrs = {.option = 1}, .n_in = 1};
    gelu.in[0] = random_tensor(f, CLASS_DOUBLE, shape_2d(3, 4), -2, 2);
    check_case(&gelu, true);
    Case reverse = {.f = f, .op = &op_cumsum, .attrs = {.option = 1, .dims = {0}}, .n_in = 1};
    reverse.in[0] = random_tensor(f, CLASS_DOUBLE, shape_2d(3, 4), -1, 1);
    check_case(&reverse, true);
    Case zeros = {.f = f, .op = &op_prod, .attrs = {.dims = {0}, .n_dims = 1}, .n_in = 1};
    zeros.in[0] = random_tensor(f, CLASS_DOUBLE, shape_2d(3, 4), 0.5, 1);
    tensor_f64(zeros.in[0])[1] = tensor_f64(zeros.in[0])[6] = tensor_f64(zeros.in[0])[7] = 0;
    check_case(&zeros, false);
}

/// Single precision takes other paths (vector kernels): they must agree with double.
static void single_precision_agrees(void **state) {
    Fixture *f = *state;
    Index n;
    const OpDef *const *ops = op_list(&n);
    for (Index i = 0; i < n; i++) {
        const OpDef *op = ops[i];
        if (!op->vjp || op->probe.n_in == 0 || op == &op_cast) continue;
        Tensor *grads[2][MAX_IN] = {{NULL}};
        Tensor *in[MAX_IN] = {NULL}, *weight = NULL;
        for (int k = 0; k < op->probe.n_in; k++) {
            Shape shape = op->probe.in[k];
            shape_trim(&shape);
            bool plain = op->probe.lo == 0 && op->probe.hi == 0;
            in[k] = random_tensor(f, CLASS_DOUBLE, shape, plain ? -1 : op->probe.lo,
                                  plain ? 1 : op->probe.hi);
            spread(in[k]);
            for (Index e = 0; e < in[k]->numel; e++)
                tensor_f64(in[k])[e] = (float)tensor_f64(in[k])[e];
        }
        for (int pass = 0; pass < 2; pass++) {
            Case c = {.f = f,
                      .op = op,
                      .attrs = op->probe.attrs,
                      .n_in = op->probe.n_in,
                      .weight = weight};
            NumClass cls = pass ? CLASS_SINGLE : CLASS_DOUBLE;
            for (int k = 0; k < c.n_in; k++)
                CHECK_OK(f, tensor_cast(&f->ctx, in[k], cls, &c.in[k]));
            evaluate(&c, grads[pass], NULL, NULL);
            weight = c.weight;
            for (int k = 0; k < c.n_in; k++) {
                assert_int_equal(grads[pass][k]->cls, cls);
                tensor_unref(c.in[k]);
            }
        }
        for (int k = 0; k < op->probe.n_in; k++) {
            for (Index e = 0; e < in[k]->numel; e++) {
                double a = tensor_get(grads[1][k], e), b = tensor_get(grads[0][k], e);
                if (fabs(a - b) > 2e-4 * (1 + fabs(b)))
                    fail_msg("%s input %d: single %.8g, double %.8g", op->name, k, a, b);
            }
            tensor_unref(grads[0][k]);
            tensor_unref(grads[1][k]);
            tensor_unref(in[k]);
        }
        tensor_unref(weight);
    }
}

static void names_are_unique(void **state) {
    (void)state;
    Index n;
    const OpDef *const *ops = op_list(&n);
    for (Index i = 0; i < n; i++) assert_ptr_equal(op_find(ops[i]->name), ops[i]);
    assert_null(op_find("no such operation"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_record_matches_finite_differences, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(positions_move_gradients, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(other_modes_match_too, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(single_precision_agrees, fixture_setup, fixture_teardown),
        cmocka_unit_test(names_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
