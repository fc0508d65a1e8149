// Conversion between the classes: every element is read and written in one of four common forms
// (double, single, pair of doubles, long double). Integers round half away from zero and saturate;
// NaN becomes 0.
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include <math.h>
#include <string.h>

int64_t saturate_i64(long double x) {
    if (isnan(x)) return 0;
    x = roundl(x);
    if (x >= 9223372036854775808.0L) return INT64_MAX;
    if (x <= -9223372036854775808.0L) return INT64_MIN;
    return (int64_t)x;
}

uint64_t saturate_u64(long double x) {
    if (isnan(x)) return 0;
    x = roundl(x);
    if (x >= 18446744073709551616.0L) return UINT64_MAX;
    return x <= 0 ? 0 : (uint64_t)x;
}

// The class-specific loops: FN reads or writes n elements at p + from.
#define LOAD_LOOP(T, OUT)                                 \
    do {                                                  \
        const T *p = (const T *)t->data + from;           \
        for (Index i = 0; i < n; i++) out[i] = (OUT)p[i]; \
    } while (0)
#define LOAD_ALL(OUT)                                   \
    switch ((NumClass)t->cls) {                         \
    case CLASS_DOUBLE: LOAD_LOOP(double, OUT); break;   \
    case CLASS_SINGLE: LOAD_LOOP(float, OUT); break;    \
    case CLASS_INT8: LOAD_LOOP(int8_t, OUT); break;     \
    case CLASS_UINT8:                                   \
    case CLASS_LOGICAL: LOAD_LOOP(uint8_t, OUT); break; \
    case CLASS_INT16: LOAD_LOOP(int16_t, OUT); break;   \
    case CLASS_UINT16:                                  \
    case CLASS_CHAR: LOAD_LOOP(uint16_t, OUT); break;   \
    case CLASS_INT32: LOAD_LOOP(int32_t, OUT); break;   \
    case CLASS_UINT32: LOAD_LOOP(uint32_t, OUT); break; \
    case CLASS_INT64: LOAD_LOOP(int64_t, OUT); break;   \
    case CLASS_UINT64: LOAD_LOOP(uint64_t, OUT); break; \
    }

static void load_real_parts(const Tensor *t, Index from, Index n, double *out) {
    if (t->cls == CLASS_DOUBLE) {
        const double *p = tensor_f64(t) + 2 * from;
        for (Index i = 0; i < n; i++) out[i] = p[2 * i];
    } else {
        const float *p = tensor_f32(t) + 2 * from;
        for (Index i = 0; i < n; i++) out[i] = (double)p[2 * i];
    }
}

void load_f64(const Tensor *t, Index from, Index n, double *out) {
    if (t->is_complex) {
        load_real_parts(t, from, n, out);
        return;
    }
    if (t->cls == CLASS_SINGLE) {
        kernel_loops()->widen(n, tensor_f32(t) + from, out);
        return;
    }
    LOAD_ALL(double)
}

void load_f32(const Tensor *t, Index from, Index n, float *out) {
    if (t->is_complex) {
        for (Index i = 0; i < n; i++) out[i] = (float)tensor_get(t, from + i);
        return;
    }
    if (t->cls == CLASS_DOUBLE) {
        kernel_loops()->narrow(n, tensor_f64(t) + from, out);
        return;
    }
    LOAD_ALL(float)
}

void load_c64(const Tensor *t, Index from, Index n, double *out) {
    if (!t->is_complex) {
        load_f64(t, from, n, out);
        for (Index i = n - 1; i >= 0; i--) {
            out[2 * i] = out[i];
            out[2 * i + 1] = 0;
        }
    } else if (t->cls == CLASS_DOUBLE) {
        memcpy(out, tensor_f64(t) + 2 * from, (size_t)n * 2 * sizeof *out);
    } else {
        const float *p = tensor_f32(t) + 2 * from;
        for (Index i = 0; i < 2 * n; i++) out[i] = (double)p[i];
    }
}

// NaN fails both comparisons with the limits, so it is tested first. After clamping, the cast
// truncates and the rest of magnitude one half or more moves the result away from zero.
#define STORE_INT(T, LO, HI)                                    \
    do {                                                        \
        T *p = (T *)t->data + from;                             \
        for (Index i = 0; i < n; i++) {                         \
            double x = in[i];                                   \
            x = x != x ? 0 : x;                                 \
            x = x < (LO) ? (LO) : x;                            \
            x = x > (HI) ? (HI) : x;                            \
            int64_t whole = (int64_t)x;                         \
            double rest = x - (double)whole;                    \
            p[i] = (T)(whole + (rest >= 0.5) - (rest <= -0.5)); \
        }                                                       \
    } while (0)

void store_f64(Tensor *t, Index from, Index n, const double *in) {
    switch ((NumClass)t->cls) {
    case CLASS_DOUBLE: memcpy(tensor_f64(t) + from, in, (size_t)n * sizeof *in); break;
    case CLASS_SINGLE:
        for (Index i = 0; i < n; i++) tensor_f32(t)[from + i] = (float)in[i];
        break;
    case CLASS_INT8: STORE_INT(int8_t, -128.0, 127.0); break;
    case CLASS_UINT8: STORE_INT(uint8_t, 0.0, 255.0); break;
    case CLASS_INT16: STORE_INT(int16_t, -32768.0, 32767.0); break;
    case CLASS_UINT16: STORE_INT(uint16_t, 0.0, 65535.0); break;
    case CLASS_CHAR: // code units are cut off, not rounded
        for (Index i = 0; i < n; i++) {
            double x = in[i] > 0 ? in[i] : 0;
            tensor_u16(t)[from + i] = x < 65535 ? (uint16_t)x : 65535;
        }
        break;
    case CLASS_INT32: STORE_INT(int32_t, -2147483648.0, 2147483647.0); break;
    case CLASS_UINT32: STORE_INT(uint32_t, 0.0, 4294967295.0); break;
    case CLASS_INT64:
        for (Index i = 0; i < n; i++)
            ((int64_t *)t->data)[from + i] = saturate_i64((long double)in[i]);
        break;
    case CLASS_UINT64:
        for (Index i = 0; i < n; i++)
            ((uint64_t *)t->data)[from + i] = saturate_u64((long double)in[i]);
        break;
    case CLASS_LOGICAL:
        for (Index i = 0; i < n; i++) tensor_u8(t)[from + i] = in[i] != 0;
        break;
    }
}

void store_c64(Tensor *t, Index from, Index n, const double *in) {
    if (t->cls == CLASS_DOUBLE) {
        memcpy(tensor_f64(t) + 2 * from, in, (size_t)n * 2 * sizeof *in);
    } else {
        for (Index i = 0; i < 2 * n; i++) tensor_f32(t)[2 * from + i] = (float)in[i];
    }
}

double tensor_get(const Tensor *t, Index i) {
    if (t->is_complex) i *= 2;
    switch ((NumClass)t->cls) {
    case CLASS_DOUBLE: return tensor_f64(t)[i];
    case CLASS_SINGLE: return (double)tensor_f32(t)[i];
    case CLASS_INT8: return ((int8_t *)t->data)[i];
    case CLASS_UINT8:
    case CLASS_LOGICAL: return tensor_u8(t)[i];
    case CLASS_INT16: return ((int16_t *)t->data)[i];
    case CLASS_UINT16:
    case CLASS_CHAR: return tensor_u16(t)[i];
    case CLASS_INT32: return ((int32_t *)t->data)[i];
    case CLASS_UINT32: return ((uint32_t *)t->data)[i];
    case CLASS_INT64: return (double)((int64_t *)t->data)[i];
    case CLASS_UINT64: return (double)((uint64_t *)t->data)[i];
    }
    return 0;
}

double tensor_get_imag(const Tensor *t, Index i) {
    if (!t->is_complex) return 0;
    return t->cls == CLASS_DOUBLE ? tensor_f64(t)[2 * i + 1] : (double)tensor_f32(t)[2 * i + 1];
}

void tensor_set(Tensor *t, Index i, double value) {
    if (t->is_complex) {
        double pair[2] = {value, 0};
        store_c64(t, i, 1, pair);
    } else {
        store_f64(t, i, 1, &value);
    }
}

long double tensor_get_wide(const Tensor *t, Index i) {
    if (t->cls == CLASS_INT64) return (long double)((int64_t *)t->data)[i];
    if (t->cls == CLASS_UINT64) return (long double)((uint64_t *)t->data)[i];
    return (long double)tensor_get(t, i);
}

void tensor_set_wide(Tensor *t, Index i, long double value) {
    if (t->cls == CLASS_INT64) {
        ((int64_t *)t->data)[i] = saturate_i64(value);
    } else if (t->cls == CLASS_UINT64) {
        ((uint64_t *)t->data)[i] = saturate_u64(value);
    } else {
        tensor_set(t, i, (double)value);
    }
}

Status fail_nan_logical(Ctx *ctx) {
    return ctx_fail(ctx, ERR_ARG, "MATLAB:nologicalnan", "NaN's cannot be converted to logicals.");
}

static Status check_cast(Ctx *ctx, const Tensor *t, NumClass cls) {
    if (t->is_complex && !class_is_float(cls)) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:nocomplexnumbers",
                        "Complex values cannot be converted to %s.",
                        cls == CLASS_LOGICAL ? "logicals"
                        : cls == CLASS_CHAR  ? "chars"
                                             : "integers");
    }
    if (cls == CLASS_LOGICAL && class_is_float((NumClass)t->cls)) {
        for (Index i = 0; !stop_reached(ctx, i, t->numel); i++) {
            if (isnan(tensor_get(t, i))) return fail_nan_logical(ctx);
        }
    }
    return ctx_check_stop(ctx);
}

enum { CHUNK = 512 };

Status tensor_cast(Ctx *ctx, const Tensor *t, NumClass cls, Tensor **ret) {
    if (t->cls == cls) return tensor_share(ctx, t, ret);
    TRY(check_cast(ctx, t, cls));
    Tensor *out;
    TRY(tensor_new_as(ctx, cls, t->is_complex, &t->shape, &out));
    bool wide = (t->cls == CLASS_INT64 || t->cls == CLASS_UINT64) && !class_is_float(cls);
    if (wide) {
        for (Index i = 0; !stop_reached(ctx, i, t->numel); i++) {
            if (cls == CLASS_LOGICAL) {
                tensor_u8(out)[i] = ((uint64_t *)t->data)[i] != 0;
            } else {
                tensor_set_wide(out, i, tensor_get_wide(t, i));
            }
        }
    } else if (!t->is_complex && cls == CLASS_SINGLE) {
        for (Index i = 0, m; (m = stop_block(ctx, i, t->numel)) > 0; i += m)
            load_f32(t, i, m, tensor_f32(out) + i);
    } else if (!t->is_complex && cls == CLASS_DOUBLE) {
        for (Index i = 0, m; (m = stop_block(ctx, i, t->numel)) > 0; i += m)
            load_f64(t, i, m, tensor_f64(out) + i);
    } else {
        double pairs[2 * CHUNK];
        for (Index i = 0; !stop_reached(ctx, i, t->numel); i += CHUNK) {
            Index n = t->numel - i < CHUNK ? t->numel - i : CHUNK;
            if (t->is_complex) {
                load_c64(t, i, n, pairs);
                store_c64(out, i, n, pairs);
            } else {
                load_f64(t, i, n, pairs);
                store_f64(out, i, n, pairs);
            }
        }
    }
    return tensor_finish(ctx, out, ret);
}

Status tensor_to_complex(Ctx *ctx, const Tensor *t, Tensor **ret) {
    if (t->is_complex) return tensor_share(ctx, t, ret);
    NumClass cls = t->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    Tensor *out;
    TRY(tensor_new_complex(ctx, cls, &t->shape, &out));
    double pairs[2 * CHUNK];
    for (Index i = 0; !stop_reached(ctx, i, t->numel); i += CHUNK) {
        Index n = t->numel - i < CHUNK ? t->numel - i : CHUNK;
        load_c64(t, i, n, pairs);
        store_c64(out, i, n, pairs);
    }
    return tensor_finish(ctx, out, ret);
}

Status tensor_narrow_complex(Ctx *ctx, Tensor **t) {
    Tensor *x = *t, *out;
    if (!x->is_complex) return OK;
    for (Index i = 0; !stop_reached(ctx, i, x->numel); i++) {
        if (tensor_get_imag(x, i) != 0) return OK; // NaN differs from 0 as well
    }
    TRY(tensor_new(ctx, (NumClass)x->cls, &x->shape, &out));
    for (Index i = 0; !stop_reached(ctx, i, x->numel); i++) tensor_set(out, i, tensor_get(x, i));
    TRY(tensor_finish(ctx, out, t));
    tensor_unref(x);
    return OK;
}

Status tensor_doubles(Ctx *ctx, const Tensor *t, bool want_complex, double **ret) {
    double *values =
        mem_alloc((size_t)(t->numel > 0 ? t->numel : 1) * (want_complex ? 2 : 1) * sizeof *values);
    if (!values) return ctx_fail_nomem(ctx);
    for (Index i = 0, m; (m = stop_block(ctx, i, t->numel)) > 0; i += m) {
        if (want_complex) {
            load_c64(t, i, m, values + 2 * i);
        } else {
            load_f64(t, i, m, values + i);
        }
    }
    Status status = ctx_check_stop(ctx);
    if (status == OK) {
        *ret = values;
    } else {
        mem_free(values);
    }
    return status;
}

Status tensor_from_computed(Ctx *ctx, NumClass cls, bool is_complex, const Shape *shape,
                            const double *values, Tensor **ret) {
    Tensor *out;
    TRY(tensor_new_as(ctx, cls, is_complex, shape, &out));
    for (Index i = 0, m; (m = stop_block(ctx, i, out->numel)) > 0; i += m) {
        if (is_complex) {
            store_c64(out, i, m, values + 2 * i);
        } else {
            store_f64(out, i, m, values + i);
        }
    }
    return tensor_finish(ctx, out, ret);
}
