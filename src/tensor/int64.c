// Arithmetic with 64-bit integers, whose values do not fit a double. Two integers are combined
// exactly in 128 bits; an integer and a double in long double, whose 64 bits of fraction hold both.
#include "tensor/internal.h"
#include <math.h>

typedef __int128 Wide;

static Wide wide_clamp(Wide x, Wide lo, Wide hi) {
    return x < lo ? lo : x > hi ? hi : x;
}

/// Quotient rounded half away from zero (`mode` 0) or toward zero (`mode` 1); by zero as MATLAB:
/// saturated, 0/0 is 0.
static Wide wide_quotient(Wide x, Wide y, int mode) {
    if (y == 0) return x == 0 ? 0 : x > 0 ? (Wide)1 << 100 : -((Wide)1 << 100);
    Wide q = x / y, r = x % y;
    if (mode == 0 && (r < 0 ? -r : r) * 2 >= (y < 0 ? -y : y)) q += (x < 0) == (y < 0) ? 1 : -1;
    return q;
}

static Wide wide_power(Wide x, uint64_t n) {
    const Wide limit =
        (Wide)1 << 64; // larger factors saturate anyway; two of them still fit 128 bits signed
    Wide result = 1;
    for (; n; n >>= 1) {
        if (n & 1)
            result = wide_clamp(result, -limit, limit) * wide_clamp(x, -limit / 4, limit / 4);
        result = wide_clamp(result, -limit, limit);
        if (n > 1) x = wide_clamp(x, -limit / 4, limit / 4) * wide_clamp(x, -limit / 4, limit / 4);
    }
    return result;
}

static Wide wide_modulo(Wide x, Wide y, bool sign_of_y) {
    if (y == 0) return sign_of_y ? x : 0;
    Wide r = x % y;
    return sign_of_y && r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

/// Shifts the bits of a value of `bits` bits; what leaves the class is lost.
static Wide wide_shift(Wide x, int64_t by, NumClass cls) {
    int bits = (int)class_size(cls) * 8;
    bool is_signed =
        cls == CLASS_INT8 || cls == CLASS_INT16 || cls == CLASS_INT32 || cls == CLASS_INT64;
    if (by <= -bits) return x < 0 ? -1 : 0;
    if (by < 0) return x >> -by;
    if (by >= bits) return 0;
    uint64_t mask = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
    uint64_t shifted = ((uint64_t)x << by) & mask;
    if (is_signed && (shifted >> (bits - 1) & 1)) return (Wide)shifted - ((Wide)1 << bits);
    return (Wide)shifted;
}

static Wide exact(BinaryOp op, Wide x, Wide y, NumClass cls) {
    switch (op) {
    case OP_ADD: return x + y;
    case OP_SUB: return x - y;
    case OP_MUL: return x * y;
    case OP_RDIV: return wide_quotient(x, y, 0);
    case OP_LDIV: return wide_quotient(y, x, 0);
    case OP_IDIVIDE: return wide_quotient(x, y, 1);
    case OP_POW: return wide_power(x, (uint64_t)y);
    case OP_MOD: return wide_modulo(x, y, true);
    case OP_REM: return wide_modulo(x, y, false);
    case OP_MAX: return x > y ? x : y;
    case OP_MIN: return x < y ? x : y;
    case OP_BITAND: return x & y;
    case OP_BITOR: return x | y;
    case OP_BITXOR: return x ^ y;
    case OP_BITSHIFT: return wide_shift(x, (int64_t)y, cls);
    case OP_EQ: return x == y;
    case OP_NE: return x != y;
    case OP_LT: return x < y;
    case OP_LE: return x <= y;
    case OP_GT: return x > y;
    case OP_GE: return x >= y;
    default: return 0;
    }
}

static long double rounded(BinaryOp op, long double x, long double y) {
    switch (op) {
    case OP_ADD: return x + y;
    case OP_SUB: return x - y;
    case OP_MUL: return x * y;
    case OP_RDIV: return x / y;
    case OP_LDIV: return y / x;
    case OP_IDIVIDE: return truncl(x / y);
    case OP_POW: return powl(x, y);
    case OP_MOD: {
        if (y == 0) return x;
        long double r = fmodl(x, y);
        return r != 0 && (r < 0) != (y < 0) ? r + y : r;
    }
    case OP_REM: return y == 0 ? 0 : fmodl(x, y);
    case OP_MAX: return x >= y || isnan(y) ? x : y;
    case OP_MIN: return x <= y || isnan(y) ? x : y;
    case OP_ATAN2: return atan2l(x, y);
    case OP_HYPOT: return hypotl(x, y);
    case OP_EQ: return x == y;
    case OP_NE: return x != y;
    case OP_LT: return x < y;
    case OP_LE: return x <= y;
    case OP_GT: return x > y;
    case OP_GE: return x >= y;
    default: return 0;
    }
}

/// The element as an integer when it is one.
static bool whole(const Tensor *t, Index i, Wide *ret) {
    if (t->cls == CLASS_UINT64) {
        *ret = (Wide)((uint64_t *)t->data)[i];
    } else if (t->cls == CLASS_INT64) {
        *ret = (Wide)((int64_t *)t->data)[i];
    } else {
        double x = tensor_get(t, i);
        if (!(fabs(x) < 9007199254740992.0) || x != floor(x)) return false;
        *ret = (Wide)(int64_t)x;
    }
    return true;
}

static void store_whole(Tensor *t, Index i, Wide x) {
    if (t->cls == CLASS_UINT64) {
        ((uint64_t *)t->data)[i] = (uint64_t)wide_clamp(x, 0, (Wide)UINT64_MAX);
    } else if (t->cls == CLASS_INT64) {
        ((int64_t *)t->data)[i] = (int64_t)wide_clamp(x, INT64_MIN, INT64_MAX);
    } else {
        tensor_set(t, i, (double)x);
    }
}

Status wide_binary(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, NumClass cls,
                   Tensor **ret) {
    Expansion plan;
    TRY(expansion_plan(ctx, &a->shape, &b->shape, &plan));
    Tensor *out;
    TRY(tensor_new(ctx, cls, &plan.shape, &out));
    bool float_only = op == OP_ATAN2 || op == OP_HYPOT;
    for (Index r = 0; !stop_reached(ctx, r, plan.n_runs); r++) {
        Index at[2];
        expansion_offsets(&plan, r, at);
        for (Index i = 0; !stop_reached(ctx, i, plan.run); i++) {
            Index p = at[0] + i * plan.inner[0], q = at[1] + i * plan.inner[1],
                  to = r * plan.run + i;
            Wide x, y;
            if (!float_only && whole(a, p, &x) && whole(b, q, &y)) {
                store_whole(out, to, exact(op, x, y, cls));
            } else {
                tensor_set_wide(out, to, rounded(op, tensor_get_wide(a, p), tensor_get_wide(b, q)));
            }
        }
    }
    return tensor_finish(ctx, out, ret);
}
