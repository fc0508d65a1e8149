// Moving elements about without computing: permutation, transposition, joining, repetition.
#include "tensor/internal.h"
#include "tensor/kernels/kernels.h"
#include <string.h>

// Copies one element of a fixed size, so that the compiler makes it one move.
#define COPY_LOOP(BYTES)                                                              \
    case BYTES:                                                                       \
        for (Index i = 0; i < n; i++) memcpy(to + i * BYTES, from + i * step, BYTES); \
        break

static inline void gather_block(char *to, const char *from, Index n, Index step, size_t size) {
    switch (size) {
        COPY_LOOP(1);
        COPY_LOOP(2);
        COPY_LOOP(4);
        COPY_LOOP(8);
        COPY_LOOP(16);
    }
}

/// n elements of `size` bytes, `step` bytes apart in the source, side by side in the result.
static void gather(const Ctx *ctx, char *to, const char *from, Index n, Index step, size_t size) {
    if (step == (Index)size) {
        ctx_copy(ctx, to, from, (size_t)n * size);
        return;
    }
    for (Index i = 0, m; (m = stop_block(ctx, i, n)) > 0; i += m) gather_block(to + (size_t)i * size, from + i * step, m, step, size);
}

/// Transposes in blocks of 32 by 32, so that the scattered side stays in the first cache.
static void transpose_blocks(const Ctx *ctx, const Tensor *x, Tensor *out, Index m, Index n) {
    size_t size = tensor_item_size(x);
    const char *from = x->data;
    char *to = out->data;
    for (Index jb = 0; jb < n; jb += 32) {
        Index columns = n - jb < 32 ? n - jb : 32;
        for (Index ib = 0; ib < m && !ctx_is_stopping(ctx); ib += 32) {
            Index rows = m - ib < 32 ? m - ib : 32;
            for (Index i = ib; i < ib + rows; i++) {
                gather_block(to + (size_t)(jb + i * n) * size, from + (size_t)(i + jb * m) * size,
                       columns, m * (Index)size, size);
            }
        }
    }
}

Status matrix_transpose(Ctx *ctx, const Tensor *x, bool conjugate, Tensor **ret) {
    if (x->shape.n_dims > 2) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:transposeND",
                        "TRANSPOSE does not support N-D arrays. Use PAGETRANSPOSE/PAGECTRANSPOSE "
                        "to transpose pages or "
                        "PERMUTE to reorder dimensions of N-D arrays.");
    }
    Index m = x->shape.dim[0], n = x->shape.dim[1];
    Shape shape = shape_2d(n, m);
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)x->cls, x->is_complex, &shape, &out));
    if (m == 1 || n == 1) {
        ctx_copy(ctx, out->data, x->data, (size_t)x->numel * tensor_item_size(x));
    } else if (x->cls == CLASS_SINGLE && !x->is_complex) {
        kernels_f32()->transpose(m, n, tensor_f32(x), m, tensor_f32(out), n);
    } else {
        transpose_blocks(ctx, x, out, m, n);
    }
    if (conjugate && out->is_complex) {
        for (Index i = 0; !stop_reached(ctx, i, out->numel); i++) {
            if (out->cls == CLASS_DOUBLE) {
                tensor_f64(out)[2 * i + 1] = -tensor_f64(out)[2 * i + 1];
            } else {
                tensor_f32(out)[2 * i + 1] = -tensor_f32(out)[2 * i + 1];
            }
        }
    }
    return tensor_finish(ctx, out, ret);
}

Status tensor_permute(Ctx *ctx, const Tensor *x, const int *order, int n, Tensor **ret) {
    bool used[SHAPE_MAX_DIMS] = {false};
    bool valid = n >= x->shape.n_dims && n <= SHAPE_MAX_DIMS;
    for (int i = 0; i < n && valid; i++) {
        valid = order[i] >= 0 && order[i] < n && !used[order[i]];
        if (valid) used[order[i]] = true;
    }
    if (!valid) {
        return ctx_fail(ctx, ERR_ARG, "MATLAB:permute:invalidOrder",
                        "ORDER must contain unique real positive integer values that are no larger "
                        "than the number of "
                        "dimensions.");
    }
    size_t size = tensor_item_size(x);
    Index step_of[SHAPE_MAX_DIMS], step = (Index)size;
    for (int i = 0; i < n; i++) {
        step_of[i] = step;
        step *= shape_dim(&x->shape, i);
    }
    // Dimensions of size 1 drop out, and neighbours that stay neighbours are walked as one.
    Shape shape = {.n_dims = n < 2 ? 2 : n, .dim = {1, 1}};
    Index length[SHAPE_MAX_DIMS], stride[SHAPE_MAX_DIMS];
    int k = 0;
    for (int i = 0; i < n; i++) {
        Index d = shape_dim(&x->shape, order[i]), s = step_of[order[i]];
        shape.dim[i] = d;
        if (d == 1) continue;
        if (k > 0 && s == stride[k - 1] * length[k - 1]) {
            length[k - 1] *= d;
        } else {
            length[k] = d;
            stride[k] = s;
            k++;
        }
    }
    shape_trim(&shape);
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)x->cls, x->is_complex, &shape, &out));
    if (x->numel > 0) {
        Index run = k ? length[0] : 1, run_step = k ? stride[0] : (Index)size,
              at[SHAPE_MAX_DIMS] = {0}, offset = 0;
        char *to = out->data;
        for (Index done = 0; done < x->numel && !ctx_is_stopping(ctx); done += run, to += (size_t)run * size) {
            gather(ctx, to, (const char *)x->data + offset, run, run_step, size);
            for (int i = 1; i < k; i++) {
                offset += stride[i];
                if (++at[i] < length[i]) break;
                offset -= stride[i] * length[i];
                at[i] = 0;
            }
        }
    }
    return tensor_finish(ctx, out, ret);
}

// ---- joining
// ---------------------------------------------------------------------------------------------------------
static bool is_zero_by_zero(const Tensor *t) {
    return t->shape.n_dims == 2 && t->shape.dim[0] == 0 && t->shape.dim[1] == 0;
}

static bool fits_beside(const Shape *a, const Shape *b, int dim) {
    int n = a->n_dims > b->n_dims ? a->n_dims : b->n_dims;
    for (int i = 0; i < n; i++) {
        if (i != dim && shape_dim(a, i) != shape_dim(b, i)) return false;
    }
    return true;
}

static Status fail_cat(Ctx *ctx, const Shape *a, const Shape *b) {
    char left[160], right[160];
    shape_format(a, "×", left, sizeof left);
    shape_format(b, "×", right, sizeof right);
    return ctx_fail(ctx, ERR_SIZE, "MATLAB:catenate:dimensionMismatch",
                    "Dimensions of arrays being concatenated are not consistent. (%s and %s)", left,
                    right);
}

/// Which parts count: 0×0 never does beside others; empty rows and columns (1×0, 0×1) do not when
/// they do not fit.
static Status cat_shape(Ctx *ctx, int dim, Tensor *const *parts, int n, Shape *ret,
                        const Tensor **ret_model) {
    const Tensor *model = NULL;
    for (int i = 0; i < n; i++) {
        if (is_zero_by_zero(parts[i])) continue;
        if (!model || (model->numel == 0 && parts[i]->numel > 0)) model = parts[i];
    }
    if (!model) model = parts[0];
    Shape shape = model->shape;
    while (shape.n_dims <= dim) shape.dim[shape.n_dims++] = 1;
    shape.dim[dim] = 0;
    for (int i = 0; i < n; i++) {
        const Shape *s = &parts[i]->shape;
        if (is_zero_by_zero(parts[i]) && parts[i] != model) continue;
        if (!fits_beside(s, &model->shape, dim)) {
            if (parts[i]->numel == 0 && s->n_dims == 2 && s->dim[0] <= 1 && s->dim[1] <= 1)
                continue;
            return fail_cat(ctx, &model->shape, s);
        }
        shape.dim[dim] += shape_dim(s, dim);
    }
    shape_trim(&shape);
    *ret = shape;
    *ret_model = model;
    return OK;
}

Status tensor_cat(Ctx *ctx, int dim, Tensor *const *parts, int n, Tensor **ret) {
    if (n == 0) {
        Shape none = shape_2d(0, 0);
        return tensor_new(ctx, CLASS_DOUBLE, &none, ret);
    }
    if (dim < 0 || dim >= SHAPE_MAX_DIMS) {
        return ctx_fail(ctx, ERR_ARG, "MATLAB:catenate:invalidDimension",
                        "Dimension argument is not a valid positive integer.");
    }
    Shape shape;
    const Tensor *model;
    TRY(cat_shape(ctx, dim, parts, n, &shape, &model));
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)parts[0]->cls, parts[0]->is_complex, &shape, &out));
    size_t size = tensor_item_size(out);
    Index inner = 1, total = shape_dim(&shape, dim), before = 0;
    for (int i = 0; i < dim; i++) inner *= shape_dim(&shape, i);
    for (int p = 0; p < n && out->numel > 0; p++) {
        if (parts[p]->numel == 0) continue;
        Index block = inner * shape_dim(&parts[p]->shape, dim), outer = parts[p]->numel / block;
        for (Index o = 0; !stop_reached(ctx, o, outer); o++) {
            ctx_copy(ctx, (char *)out->data + (size_t)(o * total * inner + before) * size,
                   (char *)parts[p]->data + (size_t)(o * block) * size, (size_t)block * size);
        }
        before += block;
    }
    return tensor_finish(ctx, out, ret);
}

Status tensor_repmat(Ctx *ctx, const Tensor *x, const Index *times, int n, Tensor **ret) {
    int n_dims = x->shape.n_dims > n ? x->shape.n_dims : n;
    Index dims[SHAPE_MAX_DIMS * 2], lengths[SHAPE_MAX_DIMS * 2], reps[SHAPE_MAX_DIMS * 2];
    if (n_dims > SHAPE_MAX_DIMS * 2) n_dims = SHAPE_MAX_DIMS * 2;
    for (int i = 0; i < n_dims; i++) {
        lengths[i] = shape_dim(&x->shape, i);
        reps[i] = i < n ? (times[i] > 0 ? times[i] : 0) : 1;
        if (__builtin_mul_overflow(lengths[i], reps[i], &dims[i])) dims[i] = INT64_MAX;
    }
    Shape shape;
    TRY(shape_make(ctx, dims, n_dims, &shape));
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)x->cls, x->is_complex, &shape, &out));
    if (out->numel > 0) {
        // The source goes to its corner first, then each dimension repeats what the earlier ones
        // made.
        size_t size = tensor_item_size(x);
        char *data = out->data;
        Index block =
            1; // elements of the result per step of dimension d, for the part built so far
        Index column = lengths[0], n_columns = x->numel / column;
        Index at[SHAPE_MAX_DIMS * 2] = {0};
        for (Index c = 0; !stop_reached(ctx, c, n_columns); c++) {
            Index to = 0, step = 1;
            for (int i = 0; i < n_dims; i++) {
                to += at[i] * step;
                step *= dims[i];
            }
            ctx_copy(ctx, data + (size_t)to * size, (char *)x->data + (size_t)(c * column) * size,
                   (size_t)column * size);
            for (int i = 1; i < n_dims && ++at[i] == lengths[i]; i++) at[i] = 0;
        }
        for (int d = 0; d < n_dims; d++) {
            Index filled = block * lengths[d],
                  whole = block * dims[d]; // inside one slab of dimensions 0…d
            // Slabs that hold source data: every combination of the later dimensions' source
            // positions.
            Index n_slabs = 1;
            for (int i = d + 1; i < n_dims; i++) n_slabs *= lengths[i];
            memset(at, 0, sizeof at);
            for (Index s = 0; reps[d] > 1 && !stop_reached(ctx, s, n_slabs); s++) {
                Index from = 0, step = whole;
                for (int i = d + 1; i < n_dims; i++) {
                    from += at[i] * step;
                    step *= dims[i];
                }
                char *slab = data + (size_t)from * size;
                for (Index r = 1; !stop_reached(ctx, r, reps[d]); r++) {
                    ctx_copy(ctx, slab + (size_t)(r * filled) * size, slab, (size_t)filled * size);
                }
                for (int i = d + 1; i < n_dims && ++at[i] == lengths[i]; i++) at[i] = 0;
            }
            block = whole;
        }
    }
    return tensor_finish(ctx, out, ret);
}
