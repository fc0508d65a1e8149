// Implicit expansion: the result is walked in runs along its first dimensions, as many of them as
// can be merged because both operands advance alike. Equal shapes give one run, a scalar operand
// gives one run with stride 0.
#include "tensor/internal.h"

Status expansion_plan(Ctx *ctx, const Shape *a, const Shape *b, Expansion *ret) {
    Expansion e = {.run = 1, .n_runs = 1};
    TRY(shape_broadcast(ctx, a, b, &e.shape));
    const Shape *in[2] = {a, b};
    Index step[2] = {1, 1};
    Index size[SHAPE_MAX_DIMS], stride[2][SHAPE_MAX_DIMS];
    int n = 0;
    for (int d = 0; d < e.shape.n_dims; d++) {
        Index length = e.shape.dim[d], s[2];
        for (int k = 0; k < 2; k++) {
            Index own = shape_dim(in[k], d);
            s[k] = own == 1 ? 0 : step[k];
            step[k] *= own;
        }
        if (length == 1) continue;
        if (n > 0 && s[0] == stride[0][n - 1] * size[n - 1] &&
            s[1] == stride[1][n - 1] * size[n - 1]) {
            size[n - 1] *=
                length; // both go on where the previous dimension ended (or both stand still)
            continue;
        }
        size[n] = length;
        stride[0][n] = s[0];
        stride[1][n] = s[1];
        n++;
    }
    if (n > 0) {
        e.run = size[0];
        e.inner[0] = stride[0][0];
        e.inner[1] = stride[1][0];
    }
    for (int i = 1; i < n; i++) {
        e.size[e.n_outer] = size[i];
        e.stride[0][e.n_outer] = stride[0][i];
        e.stride[1][e.n_outer] = stride[1][i];
        e.n_outer++;
        e.n_runs *= size[i];
    }
    if (shape_is_empty(&e.shape)) e.n_runs = 0;
    *ret = e;
    return OK;
}

void expansion_offsets(const Expansion *e, Index r, Index offset[2]) {
    offset[0] = offset[1] = 0;
    for (int i = 0; i < e->n_outer; i++) {
        Index at = r % e->size[i];
        r /= e->size[i];
        offset[0] += at * e->stride[0][i];
        offset[1] += at * e->stride[1][i];
    }
}
