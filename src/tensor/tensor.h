// tensor/tensor.h: n-d arrays: class, shape, storage, reference count, copy on write.
// A Tensor is immutable once shared: change data only while tensor_sole(t), else take a copy first.
#pragma once
#include "tensor/shape.h"
#include <stdint.h>

typedef enum NumClass {
    CLASS_DOUBLE, CLASS_SINGLE,
    CLASS_INT8, CLASS_UINT8, CLASS_INT16, CLASS_UINT16,
    CLASS_INT32, CLASS_UINT32, CLASS_INT64, CLASS_UINT64,
    CLASS_LOGICAL, // one byte, 0 or 1
    CLASS_CHAR     // UTF-16 code units
} NumClass;
enum { CLASS_COUNT = CLASS_CHAR + 1 };

typedef struct Tensor {
    RefCount refs;
    uint8_t cls;      // NumClass
    bool is_complex;  // interleaved re, im; only double and single
    bool is_dq;       // unused here; reserved for char literals written with double quotes
    Shape shape;
    Index numel;
    void *data;       // 64-byte aligned; never null, even for empty arrays
    size_t cap_bytes; // room behind data, at least what numel needs: lets tensor_grow append in place.
                      // 0: a view, header and data belong to someone else and may not outlive the call
} Tensor;

/// "double", "single", "int8", …, "logical", "char".
const char *class_name(NumClass cls);
/// Bytes of one real element.
size_t class_size(NumClass cls);
static inline bool class_is_float(NumClass c) { return c <= CLASS_SINGLE; }
static inline bool class_is_int(NumClass c) { return c >= CLASS_INT8 && c <= CLASS_UINT64; }

/// New tensor, content undefined. ERR_NOMEM, ERR_LIMIT ("MATLAB:array:SizeLimitExceeded").
Status tensor_new(Ctx *ctx, NumClass cls, const Shape *shape, Tensor **ret);
Status tensor_new_complex(Ctx *ctx, NumClass cls, const Shape *shape, Tensor **ret);
/// New tensor of zeros.
Status tensor_zeros(Ctx *ctx, NumClass cls, const Shape *shape, Tensor **ret);
/// New tensor with every element `value` converted to the class (saturating).
Status tensor_full(Ctx *ctx, NumClass cls, const Shape *shape, double value, Tensor **ret);
Status tensor_from_double(Ctx *ctx, double value, Tensor **ret);
Status tensor_from_doubles(Ctx *ctx, const double *values, const Shape *shape, Tensor **ret);
/// 1×n char row from UTF-8 (0×0 when n_bytes is 0).
Status tensor_from_utf8(Ctx *ctx, const char *utf8, size_t n_bytes, Tensor **ret);
/// lo:step:hi as a 1×n double row with MATLAB's end-point rule.
Status tensor_range(Ctx *ctx, double lo, double step, double hi, Tensor **ret);

static inline Tensor *tensor_ref(Tensor *t) {
    if (t) refcount_up(&t->refs);
    return t;
}
void tensor_unref(Tensor *t);
/// What a function returns when its result is its argument: a new reference, or a copy when `t` is a view.
Status tensor_share(Ctx *ctx, const Tensor *t, Tensor **ret);
static inline bool tensor_sole(const Tensor *t) { return refcount_sole(&t->refs); }
/// Own storage, same content.
Status tensor_copy(Ctx *ctx, const Tensor *t, Tensor **ret);
/// Makes *t the sole owner of its storage, copying when shared.
Status tensor_make_sole(Ctx *ctx, Tensor **t);

static inline bool tensor_is_scalar(const Tensor *t) { return t->numel == 1; }
static inline double *tensor_f64(const Tensor *t) { return (double *)t->data; }
static inline float *tensor_f32(const Tensor *t) { return (float *)t->data; }
static inline uint8_t *tensor_u8(const Tensor *t) { return (uint8_t *)t->data; }
static inline uint16_t *tensor_u16(const Tensor *t) { return (uint16_t *)t->data; }
/// Real part of element `i` as double, any class.
double tensor_get(const Tensor *t, Index i);
double tensor_get_imag(const Tensor *t, Index i);
/// Stores a real value, saturating and rounding for integers. `t` must be sole.
void tensor_set(Tensor *t, Index i, double value);

/// Conversion with MATLAB's rules: integers round half away and saturate, NaN becomes 0, logical of NaN fails
/// (ERR_ARG "MATLAB:nologicalnan"), complex to integer or logical fails. Same class gives a new reference.
Status tensor_cast(Ctx *ctx, const Tensor *t, NumClass cls, Tensor **ret);
/// Drops a zero imaginary part; in place, `*t` may be replaced.
Status tensor_narrow_complex(Ctx *ctx, Tensor **t);
Status tensor_to_complex(Ctx *ctx, const Tensor *t, Tensor **ret);

/// Same elements, other shape (shares storage when possible by copying the header is NOT done: sole tensors are
/// reshaped in place, shared ones are copied). ERR_SIZE "MATLAB:getReshapeDims:notSameNumel".
Status tensor_reshape(Ctx *ctx, const Tensor *t, const Shape *shape, Tensor **ret);
/// As tensor_reshape, but takes the caller's reference (no copy when sole).
Status tensor_reshape_take(Ctx *ctx, Tensor *t, const Shape *shape, Tensor **ret);
