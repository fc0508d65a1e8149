// tests/unit/tensor/fixture.h: short ways to make tensors and to compare them in the tests of this
// room.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// cmocka.h needs the four above it.
#include <cmocka.h>

#include "base/pool.h"
#include "tensor/ops.h"
#include "tensor/tensor.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT_OF(a) ((Index)(sizeof(a) / sizeof(a)[0]))
#define CHECK_OK(expr) assert_int_equal((expr), OK)

/// A tensor of a class from doubles.
static inline Tensor *make(Ctx *ctx, NumClass cls, Index rows, Index columns,
                           const double *values) {
    Shape shape = shape_2d(rows, columns);
    Tensor *t;
    CHECK_OK(tensor_new(ctx, cls, &shape, &t));
    for (Index i = 0; i < t->numel; i++) tensor_set(t, i, values[i]);
    return t;
}
#define ROW(cls, ...) \
    make(&ctx, cls, 1, COUNT_OF(((double[]){__VA_ARGS__})), (double[]){__VA_ARGS__})
#define MATRIX(cls, rows, columns, ...) make(&ctx, cls, rows, columns, (double[]){__VA_ARGS__})

static inline Tensor *make_complex(Ctx *ctx, Index rows, Index columns, const double *pairs) {
    Shape shape = shape_2d(rows, columns);
    Tensor *t;
    CHECK_OK(tensor_new_complex(ctx, CLASS_DOUBLE, &shape, &t));
    memcpy(t->data, pairs, (size_t)t->numel * 16);
    return t;
}

static inline void check_near(double got, double want, double tolerance, const char *what,
                              Index i) {
    if (isnan(want) ? isnan(got)
                    : got == want || fabs(got - want) <= tolerance * fmax(1, fabs(want)))
        return;
    fail_msg("%s, element %lld: got %.17g, want %.17g", what, (long long)i, got, want);
}

/// Compares class, size and values.
static inline void check_tensor(const Tensor *t, NumClass cls, Index rows, Index columns,
                                const double *want, double tolerance, const char *what) {
    if (t->cls != cls)
        fail_msg("%s: class %s, want %s", what, class_name((NumClass)t->cls), class_name(cls));
    if (t->shape.n_dims != 2 || t->shape.dim[0] != rows || t->shape.dim[1] != columns) {
        char text[160];
        shape_format(&t->shape, "x", text, sizeof text);
        fail_msg("%s: size %s, want %lldx%lld", what, text, (long long)rows, (long long)columns);
    }
    for (Index i = 0; i < t->numel; i++) check_near(tensor_get(t, i), want[i], tolerance, what, i);
}
#define CHECK_ROW(t, cls, tolerance, ...)                                                 \
    check_tensor(t, cls, 1, COUNT_OF(((double[]){__VA_ARGS__})), (double[]){__VA_ARGS__}, \
                 tolerance, __func__)
#define CHECK_MATRIX(t, cls, rows, columns, tolerance, ...) \
    check_tensor(t, cls, rows, columns, (double[]){__VA_ARGS__}, tolerance, __func__)

/// A failure with the expected status and identifier; clears it.
static inline void check_failure(Ctx *ctx, Status got, Status want, const char *id) {
    assert_int_equal(got, want);
    assert_string_equal(error_id(&ctx->error), id);
    error_clear(&ctx->error);
}

/// Repeatable numbers in [-1, 1) for the tests, from a linear congruence.
static inline double noise(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int64_t)(*state >> 11) / 4503599627370496.0 - 1;
}
