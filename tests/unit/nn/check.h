// tests/unit/nn/check.h: what the tests of the nn room share: a fixture, arrays from numbers,
// finite differences.
#pragma once
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "nn/network.h"
#include "nn/ops.h"
#include "nn/ops/raw.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Fixture {
    Ctx ctx;
    Rng rng;
    NnState *nn;
} Fixture;

static inline int fixture_setup(void **state) {
    Fixture *f = mem_alloc_zero(sizeof *f);
    ctx_init(&f->ctx);
    rng_seed(&f->rng, 7);
    f->nn = nnstate_new(&f->ctx, &f->rng);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state) {
    Fixture *f = *state;
    nnstate_free(f->nn);
    ctx_done(&f->ctx);
    mem_free(f);
    return 0;
}

/// Fails the test with the engine's message.
static inline void check_ok_at(Fixture *f, Status status, const char *what, int line) {
    if (status == OK) return;
    fail_msg("line %d: %s: %s (%s)", line, what, error_message(&f->ctx.error),
             error_id(&f->ctx.error));
}
#define CHECK_OK(f, expr) check_ok_at((f), (expr), #expr, __LINE__)

static inline Tensor *random_tensor(Fixture *f, NumClass cls, Shape shape, double lo, double hi) {
    Tensor *t = NULL;
    CHECK_OK(f, tensor_new(&f->ctx, cls, &shape, &t));
    for (Index i = 0; i < t->numel; i++) tensor_set(t, i, lo + (hi - lo) * rng_uniform(&f->rng));
    return t;
}

static inline DlArray *wrap(Fixture *f, Tensor *owned, const char *format) {
    DlArray *x = NULL;
    CHECK_OK(f, dlarray_new(f->nn, owned, format, &x));
    tensor_unref(owned);
    return x;
}

static inline DlArray *from_values(Fixture *f, NumClass cls, Shape shape, const char *format,
                                   const double *values) {
    Tensor *t = NULL;
    CHECK_OK(f, tensor_new(&f->ctx, cls, &shape, &t));
    for (Index i = 0; i < t->numel; i++) tensor_set(t, i, values[i]);
    return wrap(f, t, format);
}

static inline DlArray *watch(Fixture *f, DlArray *x) {
    DlArray *leaf = NULL;
    CHECK_OK(f, tape_watch(f->nn, x, NULL, &leaf));
    return leaf;
}

#define assert_close(a, b, tolerance) \
    assert_close_at((double)(a), (double)(b), (tolerance), __LINE__)
static inline void assert_close_at(double a, double b, double tolerance, int line) {
    if (!(fabs(a - b) <= tolerance * (1 + fabs(b))))
        fail_msg("line %d: %.12g is not %.12g", line, a, b);
}
