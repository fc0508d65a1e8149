// Shapes: sizes of arrays, their product, and implicit expansion. No shape has fewer than two
// dimensions or a trailing one beyond the second, so that two shapes are equal exactly when their
// numbers are.
#include "tensor/shape.h"
#include <stdio.h>
#include <string.h>

void shape_trim(Shape *shape) {
    while (shape->n_dims > 2 && shape->dim[shape->n_dims - 1] == 1) shape->n_dims--;
}

Status shape_make(Ctx *ctx, const Index *dims, int n, Shape *ret_shape) {
    Shape s = {.n_dims = 2, .dim = {1, 1}};
    while (n > 2 && dims[n - 1] == 1) n--;
    if (n > SHAPE_MAX_DIMS) {
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "Arrays with more than %d dimensions are not supported.", SHAPE_MAX_DIMS);
    }
    Index numel = 1;
    bool overflow = false, empty = false;
    for (int i = 0; i < n; i++) {
        s.dim[i] = dims[i] < 0 ? 0 : dims[i];
        if (s.dim[i] == 0) empty = true;
        overflow |= __builtin_mul_overflow(numel, s.dim[i], &numel);
    }
    if (overflow && !empty) {
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "Requested array exceeds the maximum possible variable size.");
    }
    if (n > 2) s.n_dims = n;
    *ret_shape = s;
    return OK;
}

bool shape_equal(const Shape *a, const Shape *b) {
    return a->n_dims == b->n_dims &&
           memcmp(a->dim, b->dim, (size_t)a->n_dims * sizeof a->dim[0]) == 0;
}

int shape_first_dim(const Shape *s) {
    for (int i = 0; i < s->n_dims; i++) {
        if (s->dim[i] != 1) return i;
    }
    return 0;
}

Status shape_broadcast(Ctx *ctx, const Shape *a, const Shape *b, Shape *ret_shape) {
    Shape s = {.n_dims = a->n_dims > b->n_dims ? a->n_dims : b->n_dims};
    for (int i = 0; i < s.n_dims; i++) {
        Index p = shape_dim(a, i), q = shape_dim(b, i);
        if (p != q && p != 1 && q != 1) {
            char left[160], right[160];
            shape_format(a, "×", left, sizeof left);
            shape_format(b, "×", right, sizeof right);
            return ctx_fail(ctx, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch",
                            "Arrays have incompatible sizes for this operation. (%s and %s)", left,
                            right);
        }
        s.dim[i] = p == 1 ? q : p;
    }
    Index numel = 1;
    for (int i = 0; i < s.n_dims; i++) {
        if (s.dim[i] != 0 && __builtin_mul_overflow(numel, s.dim[i], &numel)) {
            return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                            "Requested array exceeds the maximum possible variable size.");
        }
    }
    shape_trim(&s);
    *ret_shape = s;
    return OK;
}

void shape_format(const Shape *s, const char *separator, char *text, size_t n_bytes) {
    size_t used = 0;
    if (n_bytes == 0) return;
    text[0] = 0;
    for (int i = 0; i < s->n_dims && used + 1 < n_bytes; i++) {
        int wrote = snprintf(text + used, n_bytes - used, "%s%lld", i ? separator : "",
                             (long long)s->dim[i]);
        if (wrote < 0) return;
        used += (size_t)wrote;
    }
}
