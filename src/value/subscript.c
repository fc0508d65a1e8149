// Subscripts: from the values between the parentheses to zero-based positions, with every rule
// about bounds, masks,
// ':' and growth. All containers index through here, so that they cannot disagree.
#include "value/internal.h"
#include <math.h>
#include <string.h>

static const char BAD_ID[] = "MATLAB:badsubscript";

static Status not_a_position(Ctx *ctx, int k, int n) {
    if (n == 1) {
        return ctx_fail(ctx, ERR_INDEX, BAD_ID,
                        "Array indices must be positive integers or logical values.");
    }
    return ctx_fail(ctx, ERR_INDEX, BAD_ID,
                    "Index in position %d is invalid. Array indices must be positive integers or "
                    "logical values.",
                    k + 1);
}

static void resolve_one(Subs *subs, int k, Index position) {
    subs->one[k] = position;
    subs->s[k] =
        (Subscript){.index = &subs->one[k], .n = 1, .max = position, .shape = shape_2d(1, 1)};
}

static Status resolve_number(Ctx *ctx, Subs *subs, int k, double x) {
    if (!(x >= 1) || x != floor(x) || x > 9007199254740992.0)
        return not_a_position(ctx, k, subs->n);
    resolve_one(subs, k, (Index)x - 1);
    return OK;
}

static Status resolve_mask(Ctx *ctx, Subs *subs, int k, const Tensor *t) {
    Index *pos, n;
    TRY(tensor_find(ctx, t, &pos, &n));
    subs->owned[k] = pos;
    subs->is_mask[k] = true;
    bool is_row = t->shape.n_dims == 2 && t->shape.dim[0] == 1 && t->shape.dim[1] != 1;
    Shape shape = is_row ? shape_2d(1, n) : shape_2d(n, 1);
    if (t->numel <= 1 && n == 0) shape = shape_2d(0, 0);
    subs->s[k] = (Subscript){.index = pos, .n = n, .max = n ? pos[n - 1] : -1, .shape = shape};
    return OK;
}

static Status resolve_tensor(Ctx *ctx, Subs *subs, int k, const Tensor *t) {
    if (t->cls == CLASS_CHAR && t->numel == 1 && tensor_u16(t)[0] == ':') {
        subs->s[k] = (Subscript){.all = true, .max = -1};
        return OK;
    }
    if (t->is_complex) return not_a_position(ctx, k, subs->n);
    if (t->cls == CLASS_LOGICAL) return resolve_mask(ctx, subs, k, t);
    Index *pos = mem_alloc((size_t)t->numel * sizeof *pos);
    if (!pos) return ctx_fail_nomem(ctx);
    subs->owned[k] = pos;
    Index max = -1;
    for (Index i = 0; !stop_reached(ctx, i, t->numel); i++) {
        double x = t->cls == CLASS_DOUBLE ? tensor_f64(t)[i] : tensor_get(t, i);
        if (!(x >= 1) || x != floor(x) || x > 9007199254740992.0)
            return not_a_position(ctx, k, subs->n);
        pos[i] = (Index)x - 1;
        if (pos[i] > max) max = pos[i];
    }
    TRY(ctx_check_stop(ctx));
    subs->s[k] = (Subscript){.index = pos, .n = t->numel, .max = max, .shape = t->shape};
    return OK;
}

static Status resolve_value(Ctx *ctx, Subs *subs, int k, Value v) {
    switch (v.tag) {
    case VAL_COLON: subs->s[k] = (Subscript){.all = true, .max = -1}; return OK;
    case VAL_DOUBLE: return resolve_number(ctx, subs, k, v.number);
    case VAL_BOOL:
        subs->is_mask[k] = true;
        if (v.flag)
            resolve_one(subs, k, 0);
        else
            subs->s[k] = (Subscript){.index = subs->one, .max = -1, .shape = shape_2d(0, 0)};
        return OK;
    case VAL_TENSOR: return resolve_tensor(ctx, subs, k, v.tensor);
    case VAL_STRING:
        if (v.string->numel == 1 && text_equal(v.string->items[0], ":", 1)) {
            subs->s[k] = (Subscript){.all = true, .max = -1};
            return OK;
        }
        break;
    default: break;
    }
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:UnsupportedIndexType",
                    "Unable to use a value of type %s as an index.", value_class_name(v));
}

Status subs_resolve(Ctx *ctx, const Value *idx, int n, Subs *ret) {
    if (n > SHAPE_MAX_DIMS) {
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:limit", "At most %d subscripts are supported.",
                        SHAPE_MAX_DIMS);
    }
    ret->n = n;
    for (int k = 0; k < n; k++) {
        ret->owned[k] = NULL;
        ret->is_mask[k] = false;
    }
    for (int k = 0; k < n; k++) {
        Status status = resolve_value(ctx, ret, k, idx[k]);
        if (status != OK) {
            subs_done(ret);
            return status;
        }
    }
    return OK;
}

void subs_done(Subs *subs) {
    for (int k = 0; k < subs->n; k++) {
        mem_free(subs->owned[k]);
        subs->owned[k] = NULL;
    }
}

Index subs_dim(const Shape *shape, int k, int n) {
    if (k < n - 1) return shape_dim(shape, k);
    Index size = 1;
    for (int i = k; i < shape->n_dims; i++) size *= shape->dim[i];
    return size;
}

static Status out_of_bounds(Ctx *ctx, const Subs *subs, int k, Index size) {
    if (subs->is_mask[k] && subs->n == 1) {
        return ctx_fail(ctx, ERR_INDEX, BAD_ID,
                        "The logical indices contain a true value outside of the array bounds.");
    }
    if (subs->is_mask[k]) {
        return ctx_fail(
            ctx, ERR_INDEX, BAD_ID,
            "The logical indices in position %d contain a true value outside of the array bounds.",
            k + 1);
    }
    if (subs->n == 1) {
        return ctx_fail(ctx, ERR_INDEX, BAD_ID,
                        "Index exceeds the number of array elements. Index must not exceed %lld.",
                        (long long)size);
    }
    return ctx_fail(ctx, ERR_INDEX, BAD_ID,
                    "Index in position %d exceeds array bounds. Index must not exceed %lld.", k + 1,
                    (long long)size);
}

Status subs_bind(Ctx *ctx, Subs *subs, const Shape *shape) {
    for (int k = 0; k < subs->n; k++) {
        Index size = subs_dim(shape, k, subs->n);
        Subscript *s = &subs->s[k];
        if (s->all) {
            s->n = size;
            s->max = size - 1;
            s->shape = shape_2d(size, 1);
        } else if (s->max >= size) {
            return out_of_bounds(ctx, subs, k, size);
        }
    }
    return OK;
}

Index subs_count(const Subs *subs) {
    Index n = 1;
    for (int k = 0; k < subs->n; k++) n *= subs->s[k].n;
    return n;
}

Status subs_shape(Ctx *ctx, const Subs *subs, const Shape *shape, Shape *ret) {
    if (subs->n == 0) {
        *ret = *shape;
        return OK;
    }
    if (subs->n == 1) {
        const Subscript *s = &subs->s[0];
        bool vectors =
            shape_is_vector(shape) && !shape_is_scalar(shape) && shape_is_vector(&s->shape);
        if (s->all)
            *ret = shape_2d(s->n, 1);
        else if (vectors)
            *ret = shape->dim[0] == 1 ? shape_2d(1, s->n) : shape_2d(s->n, 1);
        else
            *ret = s->shape;
        return OK;
    }
    Index dims[SHAPE_MAX_DIMS];
    for (int k = 0; k < subs->n; k++) dims[k] = subs->s[k].n;
    return shape_make(ctx, dims, subs->n, ret);
}

Status subs_positions(Ctx *ctx, const Subs *subs, const Shape *shape, Index **ret, Index *ret_n) {
    int n_subs = subs->n ? subs->n : 1;
    Index n = subs->n ? subs_count(subs) : shape_numel(shape);
    Index *pos = mem_alloc((size_t)n * sizeof *pos);
    if (!pos) return ctx_fail_nomem(ctx);
    Index counter[SHAPE_MAX_DIMS] = {0}, stride[SHAPE_MAX_DIMS];
    stride[0] = 1;
    for (int k = 1; k < n_subs; k++) stride[k] = stride[k - 1] * shape_dim(shape, k - 1);
    for (Index i = 0; !stop_reached(ctx, i, n); i++) {
        Index at = 0;
        if (subs->n == 0) at = i;
        for (int k = 0; k < subs->n; k++) {
            at += stride[k] * (subs->s[k].all ? counter[k] : subs->s[k].index[counter[k]]);
        }
        pos[i] = at;
        for (int k = 0; k < n_subs && subs->n; k++) {
            if (++counter[k] < subs->s[k].n) break;
            counter[k] = 0;
        }
    }
    Status status = ctx_check_stop(ctx);
    if (status != OK) {
        mem_free(pos);
        return status;
    }
    *ret = pos;
    *ret_n = n;
    return OK;
}

Index subs_simple(const Value *idx, int n, const Shape *shape) {
    Index at = 0, stride = 1;
    for (int k = 0; k < n; k++) {
        if (idx[k].tag != VAL_DOUBLE) return -1;
        double x = idx[k].number;
        Index size = subs_dim(shape, k, n);
        if (!(x >= 1) || x > (double)size || x != floor(x)) return -1;
        at += stride * ((Index)x - 1);
        stride *= size;
    }
    return n ? at : -1;
}

// ---- assignment ---------------------------------------------------------------------------------
/// Sizes of the right side that a ':' takes when it grows an empty array, dimension by dimension
/// or, where the numbers of dimensions differ, by the non-singleton sizes in turn.
static void colons_from_rhs(Subs *subs, const Shape *rhs) {
    bool aligned = rhs->n_dims <= subs->n;
    for (int k = 0; k < subs->n && aligned; k++) {
        if (!subs->s[k].all && subs->s[k].n != shape_dim(rhs, k)) aligned = false;
    }
    bool scalar = shape_numel(rhs) == 1;
    int next = 0;
    for (int k = 0; k < subs->n; k++) {
        Subscript *s = &subs->s[k];
        if (aligned) {
            if (s->all && s->n == 0) s->n = shape_dim(rhs, k);
            continue;
        }
        if (s->all && s->n == 0 && scalar) {
            s->n = 1;
            continue;
        }
        if (!s->all && s->n == 1) continue;
        while (next < rhs->n_dims && rhs->dim[next] == 1) next++;
        if (s->all && s->n == 0) s->n = next < rhs->n_dims ? rhs->dim[next] : 1;
        next++;
    }
}

static bool counts_match(const Subs *subs, const Shape *rhs) {
    int i = 0, k = 0;
    for (;;) {
        while (i < rhs->n_dims && rhs->dim[i] == 1) i++;
        while (k < subs->n && subs->s[k].n == 1) k++;
        if (i == rhs->n_dims || k == subs->n) return i == rhs->n_dims && k == subs->n;
        if (rhs->dim[i++] != subs->s[k++].n) return false;
    }
}

static Status sizes_differ(Ctx *ctx, const Subs *subs, const Shape *rhs) {
    if (subs->n == 1) {
        return ctx_fail(
            ctx, ERR_SIZE, "MATLAB:matrix:singleSubscriptNumelMismatch",
            "Unable to perform assignment because the left and right sides have a different "
            "number of elements.");
    }
    Buf left = BUF_INIT;
    for (int k = 0; k < subs->n; k++)
        buf_printf(&left, "%s%lld", k ? "-by-" : "", (long long)subs->s[k].n);
    char right[256];
    shape_format(rhs, "-by-", right, sizeof right);
    Status status =
        ctx_fail(ctx, ERR_SIZE, "MATLAB:subsassigndimmismatch",
                 "Unable to perform assignment because the size of the left side is %s and the "
                 "size of the right side is %s.",
                 buf_text(&left), right);
    buf_done(&left);
    return status;
}

static Status ambiguous_growth(Ctx *ctx) {
    return ctx_fail(ctx, ERR_INDEX, "MATLAB:indexed_matrix_cannot_be_resized",
                    "Attempt to grow array along ambiguous dimension.");
}

static Status grown_linear(Ctx *ctx, const Shape *shape, Index need, Shape *ret) {
    if (need <= shape_numel(shape)) {
        *ret = *shape;
    } else if (shape->n_dims == 2 &&
               (shape->dim[0] == 1 || (shape->dim[0] == 0 && shape->dim[1] == 0))) {
        *ret = shape_2d(1, need);
    } else if (shape->n_dims == 2 && shape->dim[1] == 1) {
        *ret = shape_2d(need, 1);
    } else {
        return ambiguous_growth(ctx);
    }
    return OK;
}

static Status grown_nd(Ctx *ctx, const Subs *subs, const Shape *shape, Shape *ret) {
    Index dims[SHAPE_MAX_DIMS];
    int n = subs->n > shape->n_dims ? subs->n : shape->n_dims;
    bool folds = subs->n < shape->n_dims;
    for (int k = 0; k < n; k++) {
        dims[k] = shape_dim(shape, k);
        if (k >= subs->n) continue;
        const Subscript *s = &subs->s[k];
        Index need = s->all ? s->n : s->max + 1;
        if (folds && k == subs->n - 1) {
            if (need > subs_dim(shape, k, subs->n)) return ambiguous_growth(ctx);
        } else if (need > dims[k]) {
            dims[k] = need;
        }
    }
    return shape_make(ctx, dims, n, ret);
}

Status subs_plan_assign(Ctx *ctx, Subs *subs, const Shape *shape, const Shape *rhs,
                        Shape *ret_new) {
    bool empty = shape_numel(shape) == 0;
    for (int k = 0; k < subs->n; k++) {
        if (subs->s[k].all) subs->s[k].n = subs_dim(shape, k, subs->n);
    }
    Index rhs_numel = shape_numel(rhs);
    if (empty && rhs_numel > 0 && subs->n > 1) colons_from_rhs(subs, rhs);
    Index count = subs_count(subs);
    if (rhs_numel != 1) {
        bool fits = subs->n == 1 ? count == rhs_numel
                                 : counts_match(subs, rhs) || (count == 0 && rhs_numel == 0);
        if (!fits) return sizes_differ(ctx, subs, rhs);
    }
    if (count == 0) { // nothing is stored, so nothing grows
        *ret_new = *shape;
    } else if (subs->n == 1) {
        TRY(grown_linear(ctx, shape, subs->s[0].all ? subs->s[0].n : subs->s[0].max + 1, ret_new));
    } else {
        TRY(grown_nd(ctx, subs, shape, ret_new));
    }
    for (int k = 0; k < subs->n; k++) {
        if (subs->s[k].all) subs->s[k].max = subs->s[k].n - 1;
    }
    return OK;
}

// ---- deletion -----------------------------------------------------------------------------------
/// True when subscript k names every position of its dimension.
static Status covers_all(Ctx *ctx, const Subscript *s, Index size, bool *ret) {
    *ret = s->all;
    if (s->all || s->n < size) return OK;
    uint8_t *seen = mem_alloc_zero((size_t)size + 1);
    if (!seen) return ctx_fail_nomem(ctx);
    Index distinct = 0;
    for (Index i = 0; i < s->n; i++) {
        if (s->index[i] < size && !seen[s->index[i]]) distinct += seen[s->index[i]] = 1;
    }
    mem_free(seen);
    *ret = distinct == size;
    return OK;
}

/// Which dimension loses positions; the others must be covered whole.
static Status removal_dimension(Ctx *ctx, const Subs *subs, const Shape *shape, int *ret) {
    int found = -1;
    for (int k = 0; k < subs->n; k++) {
        bool all;
        TRY(covers_all(ctx, &subs->s[k], subs_dim(shape, k, subs->n), &all));
        if (all && !(subs->n > 1 && !subs->s[k].all && found < 0 && k == subs->n - 1)) continue;
        if (found >= 0) {
            return ctx_fail(ctx, ERR_INDEX, "MATLAB:subsdeldimmismatch",
                            "A null assignment can have only one non-colon index.");
        }
        found = k;
    }
    *ret = found < 0 ? 0 : found;
    return OK;
}

static Status keep_positions(Ctx *ctx, const Subs *subs, int dim, const Shape *shape,
                             Index **ret_keep, Index *ret_n, Shape *ret_new) {
    Index size = subs_dim(shape, dim, subs->n), inner = 1, kept = 0;
    const Subscript *s = &subs->s[dim];
    for (int k = 0; k < dim; k++) inner *= shape_dim(shape, k);
    Index numel = shape_numel(shape), outer = inner * size > 0 ? numel / (inner * size) : 0;
    uint8_t *gone = mem_alloc_zero((size_t)size + 1);
    Index *keep = mem_alloc((size_t)numel * sizeof *keep);
    if (!gone || !keep) {
        mem_free(gone);
        mem_free(keep);
        return ctx_fail_nomem(ctx);
    }
    for (Index i = 0; i < s->n; i++) gone[s->all ? i : s->index[i]] = 1;
    Index left = 0, n = 0;
    for (Index i = 0; i < size; i++) left += !gone[i];
    for (Index o = 0; o < outer; o++) {
        for (Index i = 0; i < size; i++) {
            for (Index e = 0; !gone[i] && e < inner; e++) keep[n++] = (o * size + i) * inner + e;
        }
    }
    kept = n;
    mem_free(gone);
    if (subs->n == 1) {
        bool column = shape->n_dims == 2 && shape->dim[1] == 1 && shape->dim[0] != 1;
        *ret_new = column ? shape_2d(left, 1) : shape_2d(1, left);
        if (s->all) *ret_new = shape_2d(0, 0);
        if (left == size) *ret_new = *shape;
    } else {
        Index dims[SHAPE_MAX_DIMS];
        int n_dims = subs->n < shape->n_dims ? subs->n : shape->n_dims;
        for (int k = 0; k < n_dims; k++) dims[k] = subs_dim(shape, k, subs->n);
        for (; n_dims < subs->n; n_dims++) dims[n_dims] = 1;
        if (left == size) {
            *ret_new = *shape;
        } else {
            dims[dim] = left;
            Status status = shape_make(ctx, dims, n_dims, ret_new);
            if (status != OK) {
                mem_free(keep);
                return status;
            }
        }
    }
    *ret_keep = keep;
    *ret_n = kept;
    return OK;
}

Status subs_plan_remove(Ctx *ctx, const Value *idx, int n, const Shape *shape, Index **ret_keep,
                        Index *ret_n, Shape *ret_new) {
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    Status status = OK;
    for (int k = 0; k < n; k++) {
        Index size = subs_dim(shape, k, n);
        if (subs.s[k].all) {
            subs.s[k].n = size;
        } else if (subs.s[k].max >= size) {
            status = ctx_fail(ctx, ERR_INDEX, "MATLAB:subsdeldimmismatch",
                              "Matrix index is out of range for deletion.");
        }
    }
    int dim = 0;
    if (status == OK) status = removal_dimension(ctx, &subs, shape, &dim);
    if (status == OK) status = keep_positions(ctx, &subs, dim, shape, ret_keep, ret_n, ret_new);
    subs_done(&subs);
    return status;
}

// ---- growth of item arrays ----------------------------------------------------------------------
/// Growth that keeps every item at its linear place: all but the last size that counts stay the
/// same.
static bool keeps_layout(const Shape *a, const Shape *b) {
    if (shape_numel(a) == 0) return true;
    int last = 0;
    for (int k = 0; k < a->n_dims; k++) {
        if (a->dim[k] != 1) last = k;
    }
    for (int k = 0; k < last; k++) {
        if (a->dim[k] != shape_dim(b, k)) return false;
    }
    return true;
}

/// Where item i of the old shape lies in the new one: call in order of i, counters start at zero.
static Index grown_position(const Shape *old_shape, const Shape *new_shape, Index *counter) {
    Index at = 0, stride = 1;
    for (int k = 0; k < old_shape->n_dims; k++) {
        at += stride * counter[k];
        stride *= shape_dim(new_shape, k);
    }
    for (int k = 0; k < old_shape->n_dims; k++) {
        if (++counter[k] < old_shape->dim[k]) break;
        counter[k] = 0;
    }
    return at;
}

Status items_grow(Ctx *ctx, void **items, size_t size, Index n_blocks, const Shape *old_shape,
                  const Shape *new_shape) {
    Index old_n = shape_numel(old_shape), new_n = shape_numel(new_shape);
    if (shape_equal(old_shape, new_shape)) return OK;
    double n_bytes = (double)new_n * (double)size * (double)(n_blocks ? n_blocks : 1);
    if (ctx->limits.array_bytes && n_bytes > (double)ctx->limits.array_bytes) {
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "Requested array exceeds the maximum possible variable size.");
    }
    bool in_order = keeps_layout(old_shape, new_shape);
    bool leaps = n_bytes > 1e6 && new_n > 2 * old_n; // fresh zero pages cost nothing until used
    if (n_blocks == 1 && in_order && !leaps) {
        char *grown = mem_realloc(*items, (size_t)new_n * size);
        if (!grown) return ctx_fail_nomem(ctx);
        memset(grown + (size_t)old_n * size, 0, (size_t)(new_n - old_n) * size);
        *items = grown;
        return OK;
    }
    char *fresh = mem_alloc_zero((size_t)(new_n * n_blocks) * size), *from = *items;
    if (!fresh) return ctx_fail_nomem(ctx);
    Index counter[SHAPE_MAX_DIMS] = {0};
    for (Index b = 0; in_order && old_n && b < n_blocks; b++) {
        memcpy(fresh + (size_t)(b * new_n) * size, from + (size_t)(b * old_n) * size,
               (size_t)old_n * size);
    }
    for (Index i = 0; !in_order && i < old_n; i++) {
        Index at = grown_position(old_shape, new_shape, counter);
        for (Index b = 0; b < n_blocks; b++) {
            memcpy(fresh + (size_t)(b * new_n + at) * size, from + (size_t)(b * old_n + i) * size,
                   size);
        }
    }
    mem_free(*items);
    *items = fresh;
    return OK;
}

void items_shrink(void *items, size_t size, Index n_blocks, const Shape *old_shape,
                  const Shape *new_shape) {
    Index old_n = shape_numel(old_shape), new_n = shape_numel(new_shape);
    for (Index b = 0; b < n_blocks; b++) {
        Index counter[SHAPE_MAX_DIMS] = {0};
        for (Index i = 0; i < old_n; i++) {
            Index at = grown_position(old_shape, new_shape, counter);
            memmove((char *)items + (size_t)(b * old_n + i) * size,
                    (char *)items + (size_t)(b * new_n + at) * size, size);
        }
    }
}
