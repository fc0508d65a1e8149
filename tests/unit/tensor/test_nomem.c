// Running out of memory: in the hostile build the n-th allocation of each operation fails in turn;
// the operation must then fail with ERR_NOMEM, leave its result untouched and leak nothing (the
// sanitizer build counts). In other builds the allocations succeed and every operation is simply
// run once.
#include "fixture.h"

#include "tensor/hist.h"
#include "tensor/linalg.h"
#include "tensor/rng.h"

typedef Status (*Operation)(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret);

static Status do_add(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    return tensor_binary(ctx, OP_ADD, a, b, ret);
}
static Status do_times(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    return tensor_binary(ctx, OP_MTIMES, a, b, ret);
}
static Status do_divide(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    return tensor_binary(ctx, OP_MRDIVIDE, a, b, ret);
}
static Status do_sqrt(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    return tensor_unary(ctx, OP_SQRT, a, ret);
}
static Status do_power(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *p;
    TRY(tensor_from_double(ctx, -3, &p));
    Status status = tensor_binary(ctx, OP_MPOWER, a, p, ret);
    tensor_unref(p);
    return status;
}
static Status do_root(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *p;
    TRY(tensor_from_double(ctx, 0.5, &p));
    Status status = tensor_binary(ctx, OP_MPOWER, a, p, ret);
    tensor_unref(p);
    return status;
}
static Status do_mean(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    return tensor_reduce(ctx, RED_MEAN, a, (int[]){0}, 1, (ReduceOptions){.omit_nan = true}, ret);
}
static Status do_sort(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *where;
    TRY(tensor_sort(ctx, a, 0, false, ret, &where));
    tensor_unref(where);
    return OK;
}
static Status do_extreme(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *where;
    TRY(tensor_extreme(ctx, RED_MAX, a, 0, (ReduceOptions){0}, ret, &where));
    tensor_unref(where);
    return OK;
}
static Status do_inv(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    return linalg_inv(ctx, a, NULL, ret);
}
static Status do_expm(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    return linalg_expm(ctx, a, ret);
}
static Status do_fft(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    return fft_along(ctx, a, 101, 0, false, ret);
}
static Status do_svd(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *u, *v;
    TRY(linalg_svd(ctx, a, false, &u, ret, &v));
    tensor_unref(u);
    tensor_unref(v);
    return OK;
}
static Status do_eig(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *v;
    TRY(linalg_eig(ctx, a, &v, ret));
    tensor_unref(v);
    return OK;
}
static Status do_lu(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *l, *p;
    TRY(linalg_lu(ctx, a, &l, ret, &p));
    tensor_unref(l);
    tensor_unref(p);
    return OK;
}
static Status do_qr(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    Tensor *q;
    TRY(linalg_qr(ctx, a, false, &q, ret));
    tensor_unref(q);
    return OK;
}
static Status do_cat(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    return tensor_cat(ctx, 0, (Tensor *[]){(Tensor *)a, (Tensor *)b}, 2, ret);
}
static Status do_permutation(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)a;
    (void)b;
    Rng rng;
    rng_seed(&rng, 1);
    return rng_permutation(ctx, &rng, 20, 20, ret);
}
static Status do_auto_edges(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    (void)b;
    double *edges;
    Index n;
    TRY(hist_auto_edges(ctx, a, &edges, &n));
    Shape s = shape_2d(1, n + 1);
    Status status = tensor_from_doubles(ctx, edges, &s, ret);
    mem_free(edges);
    return status;
}

static void test_each_allocation_fails(void **state) {
    (void)state;
    static const Operation operations[] = {
        do_add,  do_times,   do_divide, do_sqrt,        do_power,     do_root, do_mean,
        do_sort, do_extreme, do_inv,    do_expm,        do_fft,       do_svd,  do_eig,
        do_lu,   do_qr,      do_cat,    do_permutation, do_auto_edges};
    Ctx ctx;
    ctx_init(&ctx);
    Tensor *a = MATRIX(CLASS_DOUBLE, 3, 3, 4, -1, 0.5, 1, 5, -2, 0.25, 1, 6),
           *b = MATRIX(CLASS_DOUBLE, 3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 10);
    for (Index o = 0; o < COUNT_OF(operations); o++) {
        for (int64_t n = 1;; n++) {
            Tensor *r = NULL;
            mem_fail_at(n);
            Status status = operations[o](&ctx, a, b, &r);
            mem_fail_at(0);
            if (status == OK) {
                assert_non_null(r);
                tensor_unref(r);
                break;
            }
            if (status != ERR_NOMEM)
                fail_msg("operation %lld: %s", (long long)o, error_message(&ctx.error));
            error_clear(&ctx.error);
            assert_true(n < 200);
        }
    }
    tensor_unref(a);
    tensor_unref(b);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_allocation_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
