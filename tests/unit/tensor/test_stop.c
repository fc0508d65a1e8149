// A stop asked for while an operation runs ends it on the way: it fails, gives nothing back and leaves no memory. That
// it ends on the way is seen by its time, a part of what the whole takes; one of several tries is enough, since the
// machine may be busy.
#include "fixture.h"

#include "base/clock.h"
#include "tensor/linalg.h"
#include <pthread.h>
#include <unistd.h>

typedef struct Inputs {
    Tensor *x, *whole, *wide, *pairs, *flags, *square;
    Index *reversed;
} Inputs;
typedef Status (*Operation)(Ctx *ctx, const Inputs *in, Tensor **ret);

#define OPERATION(name, expr) \
    static Status name(Ctx *ctx, const Inputs *in, Tensor **ret) { return expr; }
OPERATION(plus, tensor_binary(ctx, OP_ADD, in->x, in->x, ret))
OPERATION(plus_int32, tensor_binary(ctx, OP_ADD, in->whole, in->whole, ret))
OPERATION(plus_int64, tensor_binary(ctx, OP_ADD, in->wide, in->wide, ret))
OPERATION(plus_complex, tensor_binary(ctx, OP_ADD, in->pairs, in->pairs, ret))
OPERATION(negative_int64, tensor_unary(ctx, OP_NEG, in->wide, ret))
OPERATION(root_complex, tensor_unary(ctx, OP_SQRT, in->pairs, ret))
OPERATION(is_nan, tensor_unary(ctx, OP_ISNAN, in->x, ret))
OPERATION(to_int64, tensor_cast(ctx, in->x, CLASS_INT64, ret))
OPERATION(copy, tensor_copy(ctx, in->x, ret))
OPERATION(product, tensor_reduce(ctx, RED_PROD, in->x, NULL, 0, (ReduceOptions){0}, ret))
OPERATION(sum_int64, tensor_reduce(ctx, RED_SUM, in->wide, NULL, 0, (ReduceOptions){0}, ret))
OPERATION(all_true, tensor_reduce(ctx, RED_ALL, in->flags, NULL, 0, (ReduceOptions){0}, ret))
OPERATION(largest, tensor_extreme(ctx, RED_MAX, in->whole, 1, (ReduceOptions){0}, ret, NULL))
OPERATION(running_sum, tensor_scan(ctx, SCAN_SUM, in->x, 1, false, ret))
OPERATION(running_sum_int64, tensor_scan(ctx, SCAN_SUM, in->wide, 1, false, ret))
OPERATION(sorted, tensor_sort(ctx, in->x, 1, false, ret, NULL))
OPERATION(joined, tensor_cat(ctx, 0, (Tensor *[]){in->x, in->x}, 2, ret))
OPERATION(repeated, tensor_repmat(ctx, in->x, (Index[]){2, 1}, 2, ret))
OPERATION(turned, tensor_permute(ctx, in->square, (int[]){1, 0}, 2, ret))
OPERATION(range, tensor_range(ctx, 1, 1, 4 * (double)in->x->numel, ret))
OPERATION(backwards, tensor_index(ctx, in->x,
                                  &(Subscript){.index = in->reversed, .n = in->x->numel, .max = in->x->numel - 1,
                                               .shape = in->x->shape},
                                  1, ret))
static Status cholesky(Ctx *ctx, const Inputs *in, Tensor **ret) {
    Index p;
    return linalg_chol(ctx, in->square, ret, &p);
}
OPERATION(orthogonal, linalg_qr(ctx, in->square, true, NULL, ret))
#define ROW_OF(f) {#f, f}
static const struct {
    const char *name;
    Operation run;
} operations[] = {ROW_OF(plus),         ROW_OF(plus_int32),   ROW_OF(plus_int64),  ROW_OF(plus_complex),
                  ROW_OF(negative_int64), ROW_OF(root_complex), ROW_OF(is_nan),      ROW_OF(to_int64),
                  ROW_OF(copy),         ROW_OF(product),      ROW_OF(sum_int64),   ROW_OF(all_true),
                  ROW_OF(largest),      ROW_OF(running_sum),  ROW_OF(running_sum_int64), ROW_OF(sorted),
                  ROW_OF(joined),       ROW_OF(repeated),     ROW_OF(turned),      ROW_OF(range),
                  ROW_OF(backwards),    ROW_OF(cholesky),     ROW_OF(orthogonal)};

static Inputs inputs_new(Ctx *ctx) {
    enum { N = 1 << 22, SIDE = 1200 };
    Inputs in = {.reversed = mem_alloc(N * sizeof(Index))};
    Shape row = shape_2d(1, N), square = shape_2d(SIDE, SIDE);
    CHECK_OK(tensor_full(ctx, CLASS_DOUBLE, &row, 1.5, &in.x));
    CHECK_OK(tensor_full(ctx, CLASS_INT32, &row, 3, &in.whole));
    CHECK_OK(tensor_full(ctx, CLASS_INT64, &row, 3, &in.wide));
    CHECK_OK(tensor_full(ctx, CLASS_LOGICAL, &row, 1, &in.flags));
    CHECK_OK(tensor_new_complex(ctx, CLASS_DOUBLE, &row, &in.pairs));
    CHECK_OK(tensor_zeros(ctx, CLASS_DOUBLE, &square, &in.square));
    for (Index i = 0; i < 2 * N; i++) tensor_f64(in.pairs)[i] = 1 + (double)(i & 7);
    for (Index i = 0; i < SIDE; i++) tensor_f64(in.square)[i * (SIDE + 1)] = 2;
    for (Index i = 0; i < N; i++) in.reversed[i] = N - 1 - i;
    return in;
}

static void inputs_done(Inputs *in) {
    Tensor *all[] = {in->x, in->whole, in->wide, in->pairs, in->flags, in->square};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) tensor_unref(all[i]);
    mem_free(in->reversed);
}

typedef struct Stopper {
    Ctx *ctx;
    double after_s;
} Stopper;
static void *stop_later(void *arg) {
    Stopper *s = arg;
    usleep((useconds_t)(s->after_s * 1e6));
    atomic_store(&s->ctx->stop, 1);
    return NULL;
}

static double run_whole(Ctx *ctx, Operation run, const Inputs *in) {
    Tensor *out = NULL;
    double start = clock_monotonic_s();
    CHECK_OK(run(ctx, in, &out));
    double took = clock_monotonic_s() - start;
    tensor_unref(out);
    return took;
}

static void check_stops(Ctx *ctx, const char *name, Operation run, const Inputs *in) {
    enum { TRIES = 40 };
    for (int i = 0; i < TRIES; i++) {
        double whole = run_whole(ctx, run, in), second = run_whole(ctx, run, in);
        if (second < whole) whole = second;
        Stopper stopper = {ctx, whole / 10};
        Tensor *out = NULL;
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, stop_later, &stopper), 0);
        double start = clock_monotonic_s();
        Status status = run(ctx, in, &out);
        double took = clock_monotonic_s() - start;
        pthread_join(thread, NULL);
        atomic_store(&ctx->stop, 0);
        assert_true(status == OK || status == ERR_INTERRUPT);
        assert_true((status == OK) == (out != NULL));
        error_clear(&ctx->error);
        tensor_unref(out);
        if (status == ERR_INTERRUPT && took < 0.7 * whole) return;
    }
    fail_msg("%s goes on to its end after a stop", name);
}

static void test_stop(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Inputs in = inputs_new(&ctx);
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        check_stops(&ctx, operations[i].name, operations[i].run, &in);
    inputs_done(&in);
    ctx_done(&ctx);
}

/// Stopped before they begin, operations that make values fail as well: so do loops over them.
static void test_stopped(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Shape one = shape_2d(1, 1);
    Tensor *t = NULL;
    atomic_store(&ctx.stop, 1);
    check_failure(&ctx, tensor_new(&ctx, CLASS_DOUBLE, &one, &t), ERR_INTERRUPT, "MATLAB:OperationTerminated");
    assert_null(t);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stop), cmocka_unit_test(test_stopped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
