// Tensors: one reference-counted block each. Small data lie in the same block as the header, behind
// it and aligned to 64 bytes; large data have a block of their own, so that growing can exchange
// it. Data may be changed only by a sole owner.
#include "base/utf.h"
#include "tensor/internal.h"
#include <math.h>
#include <string.h>

enum { INLINE_BYTES = 4096, ALIGNMENT = 64 };

static const struct {
    const char *name;
    size_t size;
} classes[CLASS_COUNT] = {
    [CLASS_DOUBLE] = {"double", 8},   [CLASS_SINGLE] = {"single", 4},
    [CLASS_INT8] = {"int8", 1},       [CLASS_UINT8] = {"uint8", 1},
    [CLASS_INT16] = {"int16", 2},     [CLASS_UINT16] = {"uint16", 2},
    [CLASS_INT32] = {"int32", 4},     [CLASS_UINT32] = {"uint32", 4},
    [CLASS_INT64] = {"int64", 8},     [CLASS_UINT64] = {"uint64", 8},
    [CLASS_LOGICAL] = {"logical", 1}, [CLASS_CHAR] = {"char", 2},
};

const char *class_name(NumClass cls) {
    return classes[cls].name;
}
size_t class_size(NumClass cls) {
    return classes[cls].size;
}

/// The size alone decides where the data lie, so no flag is needed.
static bool data_is_inline(const Tensor *t) {
    return t->cap_bytes <= INLINE_BYTES;
}

Status tensor_new_as(Ctx *ctx, NumClass cls, bool is_complex, const Shape *shape, Tensor **ret) {
    TRY(ctx_check_stop(ctx)); // so that a loop that makes values ends after a stop
    Index numel = 1;
    for (int i = 0; i < shape->n_dims; i++) {
        if (__builtin_mul_overflow(numel, shape->dim[i], &numel)) {
            if (shape_is_empty(shape)) {
                numel = 0;
                break;
            }
            return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                            "Requested array exceeds the maximum possible variable size.");
        }
    }
    size_t item = class_size(cls) << (is_complex ? 1 : 0), limit = ctx->limits.array_bytes;
    if (limit == 0 || limit > (size_t)INT64_MAX / 2) limit = (size_t)INT64_MAX / 2;
    if ((size_t)numel > limit / item) {
        char text[160];
        shape_format(shape, "x", text, sizeof text);
        double gb = (double)numel * (double)item / 1073741824.0;
        return ctx_fail(
            ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
            "Requested %s (%.1fGB) array exceeds maximum array size preference (%.1fGB).", text, gb,
            (double)limit / 1073741824.0);
    }
    size_t bytes = (size_t)numel * item;
    if (bytes == 0) bytes = 1;
    bool in_block = bytes <= INLINE_BYTES;
    Tensor *t = mem_alloc(sizeof *t + (in_block ? ALIGNMENT + bytes : 0));
    if (!t) return ctx_fail_nomem(ctx);
    if (in_block) {
        uintptr_t at = ((uintptr_t)(t + 1) + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1);
        t->data = (void *)at;
    } else {
        t->data = mem_take(bytes);
        if (!t->data) {
            mem_free(t);
            return ctx_fail_nomem(ctx);
        }
    }
    refcount_init(&t->refs);
    t->cls = (uint8_t)cls;
    t->is_complex = is_complex;
    t->is_dq = false;
    t->shape = *shape;
    shape_trim(&t->shape);
    t->numel = numel;
    t->cap_bytes = bytes;
    *ret = t;
    return OK;
}

Status tensor_new(Ctx *ctx, NumClass cls, const Shape *shape, Tensor **ret) {
    return tensor_new_as(ctx, cls, false, shape, ret);
}

Status tensor_new_complex(Ctx *ctx, NumClass cls, const Shape *shape, Tensor **ret) {
    return tensor_new_as(ctx, cls, true, shape, ret);
}

Status tensor_finish(Ctx *ctx, Tensor *out, Tensor **ret) {
    Status status = ctx_check_stop(ctx);
    if (status == OK) {
        *ret = out;
    } else {
        tensor_unref(out);
    }
    return status;
}

Status tensor_zeros(Ctx *ctx, NumClass cls, const Shape *shape, Tensor **ret) {
    Tensor *t;
    TRY(tensor_new(ctx, cls, shape, &t));
    ctx_zero(ctx, t->data, (size_t)t->numel * class_size(cls));
    return tensor_finish(ctx, t, ret);
}

Status tensor_full(Ctx *ctx, NumClass cls, const Shape *shape, double value, Tensor **ret) {
    if (cls == CLASS_LOGICAL && isnan(value)) return fail_nan_logical(ctx);
    Tensor *t;
    TRY(tensor_new(ctx, cls, shape, &t));
    size_t item = class_size(cls), bytes = (size_t)t->numel * item;
    if (t->numel > 0) {
        tensor_set(t, 0, value);
        // Doubling copies: each pass fills as much again as is there.
        for (size_t done = item; done < bytes; done *= 2) {
            ctx_copy(ctx, (char *)t->data + done, t->data, done < bytes - done ? done : bytes - done);
        }
    }
    return tensor_finish(ctx, t, ret);
}

Status tensor_from_double(Ctx *ctx, double value, Tensor **ret) {
    Shape one = shape_2d(1, 1);
    TRY(tensor_new(ctx, CLASS_DOUBLE, &one, ret));
    tensor_f64(*ret)[0] = value;
    return OK;
}

Status tensor_from_doubles(Ctx *ctx, const double *values, const Shape *shape, Tensor **ret) {
    Tensor *t;
    TRY(tensor_new(ctx, CLASS_DOUBLE, shape, &t));
    ctx_copy(ctx, t->data, values, (size_t)t->numel * sizeof *values);
    return tensor_finish(ctx, t, ret);
}

Status tensor_from_utf8(Ctx *ctx, const char *utf8, size_t n_bytes, Tensor **ret) {
    Index n = n_bytes ? utf16_length(utf8, n_bytes) : 0;
    Shape shape = shape_2d(n ? 1 : 0, n);
    TRY(tensor_new(ctx, CLASS_CHAR, &shape, ret));
    if (n) utf8_to_utf16(utf8, n_bytes, tensor_u16(*ret));
    return OK;
}

/// Number of steps of lo:step:hi, or -1 when the range is empty. A last step that overshoots by no
/// more than rounding still counts.
static double range_steps(double lo, double step, double hi) {
    if (isnan(lo) || isnan(step) || isnan(hi)) return 0;
    if (step == 0 || (step > 0 && lo > hi) || (step < 0 && lo < hi)) return -1;
    if (lo == floor(lo) && step == floor(step)) return floor((hi - lo) / step);
    double n = round((hi - lo) / step);
    double slack = 2 * 2.220446049250313e-16 * fmax(fabs(lo), fabs(hi));
    double over = lo + n * step - hi;
    return (step > 0 ? over : -over) > slack ? n - 1 : n;
}

/// Fills from both ends, so that a symmetric range is symmetric to the last bit.
static void range_fill(const Ctx *ctx, double lo, double step, double hi, Index n, double *out) {
    double last = lo + (double)n * step;
    if ((step > 0 ? last - hi : hi - last) > -2 * 2.220446049250313e-16 * fmax(fabs(lo), fabs(hi)))
        last = hi;
    if (lo == floor(lo) && step == floor(step)) last = lo + (double)n * step;
    for (Index from = 0, m; (m = stop_block(ctx, from, n / 2 + 1)) > 0; from += m) {
        for (Index k = from; k < from + m; k++) {
            out[k] = lo + (double)k * step;
            out[n - k] = last - (double)k * step;
        }
    }
    if (n % 2 == 0 && n > 0) out[n / 2] = (lo + last) / 2;
    if (n > 0) out[0] = lo;
}

Status tensor_range(Ctx *ctx, double lo, double step, double hi, Tensor **ret) {
    double steps = range_steps(lo, step, hi);
    if (isnan(lo) || isnan(step) || isnan(hi)) return tensor_from_double(ctx, NAN, ret);
    if (!(steps < 9e15)) {
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:pmaxsize",
                        "Maximum variable size allowed by the program is exceeded.");
    }
    Index n = (Index)steps;
    Shape shape = shape_2d(1, n + 1);
    Tensor *t;
    TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &t));
    if (n >= 0) range_fill(ctx, lo, step, hi, n, tensor_f64(t));
    return tensor_finish(ctx, t, ret);
}

void tensor_unref(Tensor *t) {
    if (!t || !refcount_down(&t->refs) || t->cap_bytes == 0) return;
    if (!data_is_inline(t)) mem_give(t->data, t->cap_bytes);
    mem_free(t);
}

Status tensor_share(Ctx *ctx, const Tensor *t, Tensor **ret) {
    if (t->cap_bytes == 0) return tensor_copy(ctx, t, ret);
    *ret = tensor_ref((Tensor *)t);
    return OK;
}

Status tensor_copy(Ctx *ctx, const Tensor *t, Tensor **ret) {
    Tensor *copy;
    TRY(tensor_new_as(ctx, (NumClass)t->cls, t->is_complex, &t->shape, &copy));
    copy->is_dq = t->is_dq;
    ctx_copy(ctx, copy->data, t->data, (size_t)t->numel * tensor_item_size(t));
    return tensor_finish(ctx, copy, ret);
}

Status tensor_make_sole(Ctx *ctx, Tensor **t) {
    if (tensor_sole(*t) && (*t)->cap_bytes > 0) return OK;
    Tensor *copy;
    TRY(tensor_copy(ctx, *t, &copy));
    tensor_unref(*t);
    *t = copy;
    return OK;
}

static Status fail_reshape(Ctx *ctx, const Tensor *t, const Shape *shape) {
    char from[160], to[160];
    shape_format(&t->shape, "×", from, sizeof from);
    shape_format(shape, "×", to, sizeof to);
    return ctx_fail(ctx, ERR_SIZE, "MATLAB:getReshapeDims:notSameNumel",
                    "Number of elements must not change. Use [] as one of the size inputs to "
                    "automatically calculate "
                    "the appropriate size for that dimension. (%s and %s)",
                    from, to);
}

Status tensor_reshape(Ctx *ctx, const Tensor *t, const Shape *shape, Tensor **ret) {
    if (shape_numel(shape) != t->numel) return fail_reshape(ctx, t, shape);
    Tensor *copy;
    TRY(tensor_copy(ctx, t, &copy));
    copy->shape = *shape;
    shape_trim(&copy->shape);
    *ret = copy;
    return OK;
}

Status tensor_reshape_take(Ctx *ctx, Tensor *t, const Shape *shape, Tensor **ret) {
    Status status = OK;
    if (shape_numel(shape) != t->numel) {
        status = fail_reshape(ctx, t, shape);
    } else {
        status = tensor_make_sole(ctx, &t);
    }
    if (status != OK) {
        tensor_unref(t);
        return status;
    }
    t->shape = *shape;
    shape_trim(&t->shape);
    *ret = t;
    return OK;
}

Status tensor_grow(Ctx *ctx, Tensor **x, const Shape *shape) {
    Tensor *old = *x, *grown = NULL;
    if (shape_equal(&old->shape, shape)) return OK;
    size_t item = tensor_item_size(old);
    Index numel = shape_numel(shape);
    // Only the last dimension grows (a vector, or columns added to a matrix): the elements stay
    // where they are.
    int last = shape->n_dims - 1;
    bool append = true;
    for (int i = 0; i < last; i++) append &= shape_dim(&old->shape, i) == shape->dim[i];
    if (old->shape.n_dims > shape->n_dims) append = false;
    if (shape->n_dims == 2 && shape->dim[1] == 1 && old->shape.n_dims == 2 &&
        old->shape.dim[1] == 1)
        append = true;
    if (old->numel == 0) append = true;
    if (append && tensor_sole(old) && (size_t)numel <= old->cap_bytes / item && numel > 0) {
        memset((char *)old->data + (size_t)old->numel * item, 0,
               (size_t)(numel - old->numel) * item);
        old->shape = *shape;
        shape_trim(&old->shape);
        old->numel = numel;
        return OK;
    }
    bool vector = shape_is_vector(shape) && append && old->numel > 0;
    if (vector) { // twice the room, so that a loop that appends copies each element a bounded
                  // number of times
        Shape wide = *shape;
        Index extra = numel < 16 ? 16 : numel / 2;
        wide.dim[shape->dim[0] == 1 ? 1 : 0] += extra;
        size_t limit = ctx->limits.array_bytes;
        if (limit && (size_t)(numel + extra) > limit / item) wide = *shape;
        TRY(tensor_new_as(ctx, (NumClass)old->cls, old->is_complex, &wide, &grown));
    } else {
        TRY(tensor_new_as(ctx, (NumClass)old->cls, old->is_complex, shape, &grown));
    }
    grown->shape = *shape;
    shape_trim(&grown->shape);
    grown->numel = numel;
    grown->is_dq = old->is_dq;
    if (append) {
        size_t bytes = (size_t)old->numel * item;
        ctx_copy(ctx, grown->data, old->data, bytes);
        ctx_zero(ctx, (char *)grown->data + bytes, (size_t)numel * item - bytes);
    } else { // column by column of the old array
        Index column = old->shape.dim[0], n_columns = column ? old->numel / column : 0;
        Index at[SHAPE_MAX_DIMS] = {0};
        ctx_zero(ctx, grown->data, (size_t)numel * item);
        for (Index c = 0; c < n_columns && !ctx_is_stopping(ctx); c++) {
            Index to = 0, step = 1;
            for (int i = 0; i < grown->shape.n_dims; i++) {
                to += at[i] * step;
                step *= grown->shape.dim[i];
            }
            memcpy((char *)grown->data + (size_t)to * item,
                   (char *)old->data + (size_t)(c * column) * item, (size_t)column * item);
            for (int i = 1; i < old->shape.n_dims && ++at[i] == old->shape.dim[i]; i++) at[i] = 0;
        }
    }
    TRY(tensor_finish(ctx, grown, x));
    tensor_unref(old);
    return OK;
}
