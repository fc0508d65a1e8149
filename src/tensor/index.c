// Reading and writing parts of an array. Subscripts arrive zero-based and checked against the
// bounds; trailing dimensions beyond the last subscript are folded into it.
#include "tensor/internal.h"
#include <string.h>

typedef struct Selection {
    int n;                           // subscripts
    Index size[SHAPE_MAX_DIMS];      // extent of the array per subscript, the last one folded
    Index step[SHAPE_MAX_DIMS];      // elements between neighbours
    Index count[SHAPE_MAX_DIMS];     // positions chosen
    const Index *at[SHAPE_MAX_DIMS]; // null: all
    Index numel;
} Selection;

static Selection selection_make(const Tensor *x, const Subscript *subs, int n) {
    Selection s = {.n = n, .numel = 1};
    Index step = 1;
    for (int i = 0; i < n; i++) {
        Index size = shape_dim(&x->shape, i);
        if (i == n - 1) {
            for (int d = n; d < x->shape.n_dims; d++) size *= x->shape.dim[d];
        }
        s.size[i] = size;
        s.step[i] = step;
        step *= size;
        s.count[i] = subs[i].all ? size : subs[i].n;
        s.at[i] = subs[i].all ? NULL : subs[i].index;
        s.numel *= s.count[i];
    }
    return s;
}

static inline Index position(const Selection *s, int i, Index k) {
    return s->at[i] ? s->at[i][k] : k;
}

/// Start of the run number `r` along the first subscript.
static Index selection_offset(const Selection *s, Index r) {
    Index offset = 0;
    for (int i = 1; i < s->n; i++) {
        offset += position(s, i, r % s->count[i]) * s->step[i];
        r /= s->count[i];
    }
    return offset;
}

// One element of a fixed size at an index.
#define PICK_LOOP(BYTES)                                                                   \
    case BYTES:                                                                            \
        for (Index k = 0; k < n; k++) memcpy(to + k * BYTES, from + at[k] * BYTES, BYTES); \
        break
#define PUT_LOOP(BYTES)                                                                   \
    case BYTES:                                                                           \
        for (Index k = 0; k < n; k++) memcpy(to + at[k] * BYTES, from + k * step, BYTES); \
        break

static void pick(char *to, const char *from, const Index *at, Index n, size_t size) {
    if (!at) {
        memcpy(to, from, (size_t)n * size);
        return;
    }
    switch (size) {
        PICK_LOOP(1);
        PICK_LOOP(2);
        PICK_LOOP(4);
        PICK_LOOP(8);
        PICK_LOOP(16);
    }
}

/// The other way; `step` is 0 for a scalar source.
static void put(char *to, const char *from, const Index *at, Index n, Index step, size_t size) {
    if (!at) {
        if (step) {
            memcpy(to, from, (size_t)n * size);
        } else {
            for (Index k = 0; k < n; k++) memcpy(to + (size_t)k * size, from, size);
        }
        return;
    }
    switch (size) {
        PUT_LOOP(1);
        PUT_LOOP(2);
        PUT_LOOP(4);
        PUT_LOOP(8);
        PUT_LOOP(16);
    }
}

/// Shape of x(i): a column for ':'; along x when both are vectors; else the shape of the index.
static Shape linear_shape(const Tensor *x, const Subscript *sub) {
    if (sub->all) return shape_2d(x->numel, 1);
    if (shape_is_vector(&x->shape) && x->numel != 1 && shape_is_vector(&sub->shape)) {
        return x->shape.dim[0] == 1 ? shape_2d(1, sub->n) : shape_2d(sub->n, 1);
    }
    return sub->shape;
}

Status tensor_index(Ctx *ctx, const Tensor *x, const Subscript *subs, int n_subs, Tensor **ret) {
    if (n_subs > SHAPE_MAX_DIMS)
        n_subs = SHAPE_MAX_DIMS; // checked by the caller: positions beyond are all 1
    Selection s = selection_make(x, subs, n_subs);
    Shape shape;
    if (n_subs == 1) {
        shape = linear_shape(x, &subs[0]);
    } else {
        TRY(shape_make(ctx, s.count, s.n, &shape));
    }
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)x->cls, x->is_complex, &shape, &out));
    size_t size = tensor_item_size(x);
    char *to = out->data;
    Index runs = s.count[0] ? s.numel / s.count[0] : 0;
    for (Index r = 0; r < runs; r++, to += (size_t)s.count[0] * size) {
        const char *from = (char *)x->data + (size_t)selection_offset(&s, r) * size;
        for (Index k = 0, n; (n = stop_block(ctx, k, s.count[0])) > 0; k += n) {
            pick(to + (size_t)k * size, s.at[0] ? from : from + (size_t)k * size,
                 s.at[0] ? s.at[0] + k : NULL, n, size);
        }
    }
    return tensor_finish(ctx, out, ret);
}

/// Sizes agree when they are equal after leaving out the ones.
static bool same_without_ones(const Index *a, int n, const Shape *b) {
    int j = 0;
    for (int i = 0; i < n; i++) {
        if (a[i] == 1) continue;
        while (j < b->n_dims && b->dim[j] == 1) j++;
        if (j >= b->n_dims || b->dim[j] != a[i]) return false;
        j++;
    }
    while (j < b->n_dims && b->dim[j] == 1) j++;
    return j == b->n_dims;
}

static Status fail_assign(Ctx *ctx, const Selection *s, const Tensor *rhs) {
    if (s->n == 1) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:matrix:singleSubscriptNumelMismatch",
                        "Unable to perform assignment because the left and right sides have a "
                        "different number of "
                        "elements. (%lld and %lld)",
                        (long long)s->numel, (long long)rhs->numel);
    }
    Shape left = {.n_dims = s->n};
    memcpy(left.dim, s->count, (size_t)s->n * sizeof left.dim[0]);
    char a[160], b[160];
    shape_format(&left, "-by-", a, sizeof a);
    shape_format(&rhs->shape, "-by-", b, sizeof b);
    return ctx_fail(ctx, ERR_SIZE, "MATLAB:subsassigndimmismatch",
                    "Unable to perform assignment because the size of the left side is %s and the "
                    "size of the right "
                    "side is %s.",
                    a, b);
}

Status tensor_assign(Ctx *ctx, Tensor *x, const Subscript *subs, int n_subs, const Tensor *rhs) {
    if (n_subs > SHAPE_MAX_DIMS) n_subs = SHAPE_MAX_DIMS;
    Selection s = selection_make(x, subs, n_subs);
    bool fits = rhs->numel == 1 || (n_subs == 1 ? rhs->numel == s.numel
                                                : rhs->numel == s.numel &&
                                                      same_without_ones(s.count, s.n, &rhs->shape));
    if (!fits) return fail_assign(ctx, &s, rhs);
    size_t size = tensor_item_size(x);
    Index step = rhs->numel == 1 ? 0 : (Index)size;
    const char *from = rhs->data;
    Index runs = s.count[0] ? s.numel / s.count[0] : 0;
    for (Index r = 0; r < runs; r++, from += step * s.count[0]) {
        char *to = (char *)x->data + (size_t)selection_offset(&s, r) * size;
        for (Index k = 0, n; (n = stop_block(ctx, k, s.count[0])) > 0; k += n) {
            put(s.at[0] ? to : to + (size_t)k * size, from + k * step, s.at[0] ? s.at[0] + k : NULL, n, step, size);
        }
    }
    return ctx_check_stop(ctx);
}

Status tensor_keep(Ctx *ctx, const Tensor *x, int dim, const uint8_t *keep, Tensor **ret) {
    if (dim >= SHAPE_MAX_DIMS)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:tooManyDims", "Arrays have at most %d dimensions.", SHAPE_MAX_DIMS);
    Index n = shape_dim(&x->shape, dim), kept = 0, inner = 1;
    for (Index i = 0; i < n; i++) kept += keep[i] != 0;
    for (int i = 0; i < dim && i < x->shape.n_dims; i++) inner *= x->shape.dim[i];
    Shape shape = x->shape;
    while (shape.n_dims <= dim) shape.dim[shape.n_dims++] = 1;
    shape.dim[dim] = kept;
    shape_trim(&shape);
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)x->cls, x->is_complex, &shape, &out));
    size_t bytes = (size_t)inner * tensor_item_size(x);
    char *to = out->data;
    const char *from = x->data;
    Index outer = x->numel == 0 ? 0 : x->numel / (inner * n);
    for (Index o = 0; o < outer; o++) {
        for (Index i = 0; !stop_reached(ctx, i, n); i++, from += bytes) {
            if (!keep[i]) continue;
            memcpy(to, from, bytes);
            to += bytes;
        }
    }
    return tensor_finish(ctx, out, ret);
}

/// Positions of the non-zero bytes of a mask; `out` null: only counts.
static Index find_in_mask(const Ctx *ctx, const uint8_t *mask, Index n, Index *out) {
    Index count = 0;
    for (Index from = 0, m; (m = stop_block(ctx, from, n)) > 0; from += m) {
        for (Index i = from; i < from + m; i++) {
            if (out) out[count] = i;
            count += mask[i] != 0;
        }
    }
    return count;
}

Status tensor_find(Ctx *ctx, const Tensor *x, Index **ret_positions, Index *ret_n) {
    Index n = 0;
    bool mask = x->cls == CLASS_LOGICAL;
    if (mask) n = find_in_mask(ctx, tensor_u8(x), x->numel, NULL);
    for (Index i = 0; !mask && !stop_reached(ctx, i, x->numel); i++)
        n += tensor_get(x, i) != 0 || tensor_get_imag(x, i) != 0;
    TRY(ctx_check_stop(ctx));
    Index *at = mem_alloc(((size_t)n + 1) *
                          sizeof *at); // one more: the branch-free loop writes before it counts
    if (!at) return ctx_fail_nomem(ctx);
    if (mask) {
        find_in_mask(ctx, tensor_u8(x), x->numel, at);
    } else {
        n = 0;
        for (Index i = 0; !stop_reached(ctx, i, x->numel); i++) {
            if (tensor_get(x, i) != 0 || tensor_get_imag(x, i) != 0) at[n++] = i;
        }
    }
    Status status = ctx_check_stop(ctx);
    if (status != OK) {
        mem_free(at);
        return status;
    }
    *ret_positions = at;
    *ret_n = n;
    return OK;
}

static bool part_equal(double p, double q, bool nan_equal) {
    return p == q || (nan_equal && p != p && q != q);
}

/// Real values that a double holds, in chunks.
static bool equal_as_doubles(const Tensor *a, const Tensor *b, bool nan_equal) {
    enum { CHUNK = 512 };
    double x[CHUNK], y[CHUNK];
    for (Index i = 0; i < a->numel; i += CHUNK) {
        Index n = a->numel - i < CHUNK ? a->numel - i : CHUNK;
        load_f64(a, i, n, x);
        load_f64(b, i, n, y);
        for (Index k = 0; k < n; k++) {
            if (!part_equal(x[k], y[k], nan_equal)) return false;
        }
    }
    return true;
}

static bool is_wide(const Tensor *t) {
    return t->cls == CLASS_INT64 || t->cls == CLASS_UINT64;
}

/// A complex number with a NaN part.
static bool has_nan_part(const Tensor *t, Index i) {
    return tensor_get(t, i) != tensor_get(t, i) || tensor_get_imag(t, i) != tensor_get_imag(t, i);
}

bool tensor_equal(const Tensor *a, const Tensor *b, bool nan_equal) {
    if (!shape_equal(&a->shape, &b->shape)) return false;
    bool complex = a->is_complex || b->is_complex, wide = is_wide(a) || is_wide(b);
    if (!complex && !wide) return equal_as_doubles(a, b, nan_equal);
    for (Index i = 0; i < a->numel; i++) {
        if (!complex) {
            if (tensor_get_wide(a, i) != tensor_get_wide(b, i)) return false;
        } else if (tensor_get(a, i) != tensor_get(b, i) ||
                   tensor_get_imag(a, i) != tensor_get_imag(b, i)) {
            if (!nan_equal || !has_nan_part(a, i) || !has_nan_part(b, i)) return false;
        }
    }
    return true;
}
