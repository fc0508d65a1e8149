// tensor/shape.h: the sizes of an array, shared by every container of the language.
#pragma once
#include "base/ctx.h"
#include "base/mem.h"
#include <stdbool.h>

enum { SHAPE_MAX_DIMS = 12 };

/// At least 2 dimensions; trailing ones beyond the second are dropped. Column-major.
typedef struct Shape {
    int n_dims;
    Index dim[SHAPE_MAX_DIMS];
} Shape;

static inline Shape shape_2d(Index rows, Index columns) {
    return (Shape){.n_dims = 2, .dim = {rows, columns}};
}
/// Shape from `n` sizes; n < 2 is padded with ones, trailing ones dropped, negative sizes become 0.
/// ERR_LIMIT when more than SHAPE_MAX_DIMS remain or the element count overflows.
Status shape_make(Ctx *ctx, const Index *dims, int n, Shape *ret_shape);
/// Drops trailing ones.
void shape_trim(Shape *shape);
/// Number of elements.
static inline Index shape_numel(const Shape *s) {
    Index n = 1;
    for (int i = 0; i < s->n_dims; i++) n *= s->dim[i];
    return n;
}
/// Size along zero-based dimension `i`, 1 beyond n_dims.
static inline Index shape_dim(const Shape *s, int i) { return i < s->n_dims ? s->dim[i] : 1; }
bool shape_equal(const Shape *a, const Shape *b);
static inline bool shape_is_scalar(const Shape *s) {
    return s->n_dims == 2 && s->dim[0] == 1 && s->dim[1] == 1;
}
static inline bool shape_is_empty(const Shape *s) { return shape_numel(s) == 0; }
/// 2-D with one row or one column.
static inline bool shape_is_vector(const Shape *s) {
    return s->n_dims == 2 && (s->dim[0] == 1 || s->dim[1] == 1);
}
/// First dimension whose size is not 1 (0 when all are): where sum, max, sort work by default.
int shape_first_dim(const Shape *s);
/// Implicit expansion of two shapes; ERR_SIZE "MATLAB:sizeDimensionsMustMatch" with both sizes in the message.
Status shape_broadcast(Ctx *ctx, const Shape *a, const Shape *b, Shape *ret_shape);
/// "3×4×2" with `separator` between the sizes, into `text` (128 bytes are enough).
void shape_format(const Shape *s, const char *separator, char *text, size_t n_bytes);
