// Element by element operators. Each operand is brought to a common class of computation (double or
// single) in chunks that stay in cache, the loop of the operator runs, and the chunk is stored in
// the class of the result. Where the operands have that class already the loop runs on them
// directly. 64-bit integers and complex numbers have their own files.
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include <math.h>
#include <string.h>

Status class_of_result(Ctx *ctx, const Tensor *a, const Tensor *b, NumClass *ret_cls) {
    NumClass p = (NumClass)a->cls, q = (NumClass)b->cls;
    if (class_is_int(p) || class_is_int(q)) {
        if (class_is_int(p) && class_is_int(q) && p != q) {
            return ctx_fail(
                ctx, ERR_TYPE, "MATLAB:mixedClasses",
                "Integers can only be combined with integers of the same class, or scalar doubles. "
                "(%s and %s)",
                class_name(p), class_name(q));
        }
        if (a->is_complex || b->is_complex) {
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:complexIntegers",
                            "Complex integer arithmetic is not supported. (%s and %s)",
                            class_name(p), class_name(q));
        }
        *ret_cls = class_is_int(p) ? p : q;
    } else {
        *ret_cls = p == CLASS_SINGLE || q == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    }
    return OK;
}

// ---- loops without a vector form
// -----------------------------------------------------------------------------------
static double modulo(double x, double y, bool sign_of_y) {
    if (y == 0) return sign_of_y ? x : (isnan(x) ? x : NAN);
    if (isnan(x) || isnan(y) || isinf(x)) return NAN;
    if (isinf(y)) return x;
    if (y != floor(y)) { // a quotient within rounding of a whole number counts as whole
        double quotient = x / y, whole = round(quotient);
        if (whole != 0 && fabs(quotient - whole) <= 2.220446049250313e-16 * fabs(whole)) return 0;
    }
    double r;
    if (fabs(x) < 0x1p53 && fabs(y) < 0x1p53 && x == floor(x) && y == floor(y)) {
        // Whole numbers: the quotient may be off by one after rounding, the rest is exact.
        r = x - trunc(x / y) * y;
        if (r != 0 && (r < 0) != (x < 0)) r += (x < 0) == (y < 0) ? y : -y;
    } else {
        r = fmod(x, y);
    }
    if (sign_of_y && r != 0 && (r < 0) != (y < 0)) r += y;
    return r == 0 ? 0 : r;
}
static double power(double x, double y) {
    return y == 2 ? x * x : pow(x, y);
}
static float power_f32(float x, float y) {
    return y == 2 ? x * x : powf(x, y);
}
static double int_divide(double x, double y) {
    return trunc(x / y);
}

// The stamp for loops that call a function: the strides stay variable.
#define CALL_LOOP(NAME, T, R, EXPR)                                                           \
    static void NAME(Index n, const void *px, Index sx, const void *py, Index sy, void *pr) { \
        const T *a = px, *b = py;                                                             \
        R *r = pr;                                                                            \
        for (Index i = 0; i < n; i++) {                                                       \
            T x = a[i * sx], y = b[i * sy];                                                   \
            r[i] = (R)(EXPR);                                                                 \
        }                                                                                     \
    }
CALL_LOOP(f64_pow, double, double, power(x, y))
CALL_LOOP(f64_ldiv, double, double, y / x)
CALL_LOOP(f64_atan2, double, double, atan2(x, y))
CALL_LOOP(f64_mod, double, double, modulo(x, y, true))
CALL_LOOP(f64_rem, double, double, modulo(x, y, false))
CALL_LOOP(f64_hypot, double, double, hypot(x, y))
CALL_LOOP(f64_idivide, double, double, int_divide(x, y))
CALL_LOOP(f64_and, double, uint8_t, x != 0 && y != 0)
CALL_LOOP(f64_or, double, uint8_t, x != 0 || y != 0)
CALL_LOOP(f64_xor, double, uint8_t, (x != 0) != (y != 0))
CALL_LOOP(f64_bitand, double, double, (double)((uint64_t)x &(uint64_t)y))
CALL_LOOP(f64_bitor, double, double, (double)((uint64_t)x | (uint64_t)y))
CALL_LOOP(f64_bitxor, double, double, (double)((uint64_t)x ^ (uint64_t)y))
CALL_LOOP(f64_bitshift, double, double,
          y >= 0 ? x * ldexp(1, y < 1100 ? (int)y : 1100)
                 : floor(ldexp(x, y > -1100 ? (int)y : -1100)))
CALL_LOOP(f32_pow, float, float, power_f32(x, y))
CALL_LOOP(f32_ldiv, float, float, y / x)
CALL_LOOP(f32_atan2, float, float, atan2f(x, y))
CALL_LOOP(f32_mod, float, float, modulo((double)x, (double)y, true))
CALL_LOOP(f32_rem, float, float, modulo((double)x, (double)y, false))
CALL_LOOP(f32_hypot, float, float, hypotf(x, y))

static BinaryLoop loop_find(BinaryOp op, bool f32) {
    const LoopTable *table = kernel_loops();
    const FloatLoops *l = f32 ? &table->f32 : &table->f64;
    switch (op) {
    case OP_ADD: return l->add;
    case OP_SUB: return l->sub;
    case OP_MUL: return l->mul;
    case OP_RDIV: return l->div;
    case OP_MAX: return l->max;
    case OP_MIN: return l->min;
    case OP_EQ: return l->eq;
    case OP_NE: return l->ne;
    case OP_LT: return l->lt;
    case OP_LE: return l->le;
    case OP_GT: return l->gt;
    case OP_GE: return l->ge;
    case OP_LDIV: return f32 ? f32_ldiv : f64_ldiv;
    case OP_POW: return f32 ? f32_pow : f64_pow;
    case OP_ATAN2: return f32 ? f32_atan2 : f64_atan2;
    case OP_MOD: return f32 ? f32_mod : f64_mod;
    case OP_REM: return f32 ? f32_rem : f64_rem;
    case OP_HYPOT: return f32 ? f32_hypot : f64_hypot;
    case OP_AND: return f32 ? NULL : f64_and;
    case OP_OR: return f32 ? NULL : f64_or;
    case OP_XOR: return f32 ? NULL : f64_xor;
    case OP_IDIVIDE: return f32 ? NULL : f64_idivide;
    case OP_BITAND: return f32 ? NULL : f64_bitand;
    case OP_BITOR: return f32 ? NULL : f64_bitor;
    case OP_BITXOR: return f32 ? NULL : f64_bitxor;
    case OP_BITSHIFT: return f32 ? NULL : f64_bitshift;
    default: return NULL;
    }
}

// ---- the engine
// ------------------------------------------------------------------------------------------------------
typedef struct BinaryTask {
    const Tensor *in[2];
    Tensor *out;
    BinaryLoop loop;
    const Expansion *plan;
    NumClass compute; // CLASS_DOUBLE or CLASS_SINGLE
    bool direct;      // both operands and the result need no conversion
    bool bytes;       // the loop writes one byte an element (logical)
    const Ctx *ctx;   // work is left after a stop; the caller fails
} BinaryTask;

enum { CHUNK = 512, THREAD_WORK = 32768 };

/// Elements [from, from + n) of operand k with stride s, in the class of computation.
static const void *operand(const BinaryTask *task, int k, Index from, Index n, Index s,
                           double *room) {
    const Tensor *t = task->in[k];
    if (t->cls == task->compute) return tensor_at(t, from);
    if (s == 0) n = 1;
    if (task->compute == CLASS_SINGLE) {
        load_f32(t, from, n, (float *)(void *)room);
    } else {
        load_f64(t, from, n, room);
    }
    return room;
}

static void run_chunked(const BinaryTask *task, Index at, const Index offset[2], Index n) {
    double x[CHUNK], y[CHUNK], r[CHUNK];
    const Index *s = task->plan->inner;
    for (Index i = 0; i < n; i += CHUNK) {
        Index m = n - i < CHUNK ? n - i : CHUNK;
        const void *p = operand(task, 0, offset[0] + i * s[0], m, s[0], x);
        const void *q = operand(task, 1, offset[1] + i * s[1], m, s[1], y);
        if (task->bytes || task->out->cls == task->compute) {
            task->loop(m, p, s[0], q, s[1], tensor_at(task->out, at + i));
        } else if (task->compute == CLASS_SINGLE) {
            task->loop(m, p, s[0], q, s[1],
                       x); // an integer result never computes in single; see compute_class
        } else {
            task->loop(m, p, s[0], q, s[1], r);
            store_f64(task->out, at + i, m, r);
        }
    }
}

static void run_one(const BinaryTask *task, Index at, const Index offset[2], Index n) {
    if (!task->direct) {
        run_chunked(task, at, offset, n);
        return;
    }
    const Index *s = task->plan->inner;
    task->loop(n, tensor_at(task->in[0], offset[0]), s[0], tensor_at(task->in[1], offset[1]), s[1],
               tensor_at(task->out, at));
}

static void run_elements(void *arg, Index begin, Index end, int part) {
    (void)part;
    const BinaryTask *task = arg;
    const Expansion *e = task->plan;
    for (Index i = begin, m; (m = stop_block(task->ctx, i, end)) > 0; i += m) {
        Index offset[2] = {i * e->inner[0], i * e->inner[1]};
        run_one(task, i, offset, m);
    }
}

static void run_runs(void *arg, Index begin, Index end, int part) {
    (void)part;
    const BinaryTask *task = arg;
    const Expansion *e = task->plan;
    for (Index r = begin; r < end && !ctx_is_stopping(task->ctx); r++) {
        Index offset[2];
        expansion_offsets(e, r, offset);
        for (Index i = 0, m; (m = stop_block(task->ctx, i, e->run)) > 0; i += m) {
            Index at[2] = {offset[0] + i * e->inner[0], offset[1] + i * e->inner[1]};
            run_one(task, r * e->run + i, at, m);
        }
    }
}

static void task_run(Ctx *ctx, BinaryTask *task) {
    const Expansion *e = task->plan;
    task->ctx = ctx;
    if (e->n_runs == 0 || e->run == 0) return;
    if (e->n_runs == 1) {
        pool_run(ctx->pool, e->run, THREAD_WORK, run_elements, task);
    } else {
        pool_run(ctx->pool, e->n_runs, (THREAD_WORK + e->run - 1) / e->run, run_runs, task);
    }
}

static bool op_is_logical(BinaryOp op) {
    return (op >= OP_EQ && op <= OP_OR) || op == OP_XOR;
}
static bool is_wide(const Tensor *t) {
    return t->cls == CLASS_INT64 || t->cls == CLASS_UINT64;
}

static bool has_nan(const Ctx *ctx, const Tensor *t) {
    if (!class_is_float((NumClass)t->cls)) return false;
    for (Index i = 0; !stop_reached(ctx, i, t->numel); i++) {
        if (isnan(tensor_get(t, i)) || isnan(tensor_get_imag(t, i))) return true;
    }
    return false;
}

/// True when some element is negative, or (with `fraction`) is not a whole number.
static bool has_element(const Ctx *ctx, const Tensor *t, bool fraction) {
    if (t->cls == CLASS_DOUBLE && !t->is_complex && !fraction) { // all of it: in vectors
        int found = 0;
        for (Index from = 0, m; (m = stop_block(ctx, from, t->numel)) > 0 && !found; from += m) {
            for (Index i = from; i < from + m; i++) found |= tensor_f64(t)[i] < 0;
        }
        return found;
    }
    for (Index i = 0; !stop_reached(ctx, i, t->numel); i++) {
        double x = tensor_get(t, i);
        if (fraction ? isfinite(x) && x != floor(x) : x < 0) return true;
    }
    return false;
}

static Status check_integer_power(Ctx *ctx, const Tensor *a, const Tensor *b) {
    if (!class_is_int((NumClass)a->cls)) return OK;
    if (has_element(ctx, b, true) || has_element(ctx, b, false)) {
        return ctx_fail(ctx, ERR_ARG, "MATLAB:integerPower",
                        "Integers can only be raised to positive integral powers.");
    }
    return OK;
}

static Status check_bits(Ctx *ctx, const Tensor *t, bool may_be_negative) {
    if (!class_is_float((NumClass)t->cls)) return OK;
    for (Index i = 0; !stop_reached(ctx, i, t->numel); i++) {
        double x = tensor_get(t, i);
        if (!(x == floor(x)) || (!may_be_negative && x < 0) || fabs(x) > 9007199254740991.0) {
            return ctx_fail(ctx, ERR_ARG, "MATLAB:bitand:outOfRange",
                            "Double inputs must have integer values in the range [0, 2^53-1].");
        }
    }
    return OK;
}

static Status check_operands(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b) {
    switch (op) {
    case OP_AND:
    case OP_OR:
    case OP_XOR:
        if (has_nan(ctx, a) || has_nan(ctx, b)) return fail_nan_logical(ctx);
        return OK;
    case OP_POW: return check_integer_power(ctx, a, b);
    case OP_BITAND:
    case OP_BITOR:
    case OP_BITXOR: TRY(check_bits(ctx, a, false)); return check_bits(ctx, b, false);
    case OP_BITSHIFT: TRY(check_bits(ctx, a, false)); return check_bits(ctx, b, true);
    case OP_IDIVIDE:
        if (!class_is_int((NumClass)a->cls) && !class_is_int((NumClass)b->cls)) {
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:idivide:InvalidType",
                            "At least one argument must belong to an integer class.");
        }
        return OK;
    default: return OK;
    }
}

static NumClass compute_class(BinaryOp op, const Tensor *a, const Tensor *b) {
    if (loop_find(op, true) == NULL) return CLASS_DOUBLE;
    if (class_is_int((NumClass)a->cls) || class_is_int((NumClass)b->cls)) return CLASS_DOUBLE;
    // A comparison of single with double is exact, in double; arithmetic is done in single.
    if (op_is_logical(op) && a->cls != b->cls) return CLASS_DOUBLE;
    return a->cls == CLASS_SINGLE || b->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
}

static Status elementwise(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret) {
    TRY(check_operands(ctx, op, a, b));
    NumClass cls = CLASS_LOGICAL;
    bool bits_logical =
        a->cls == CLASS_LOGICAL && b->cls == CLASS_LOGICAL && op >= OP_BITAND && op <= OP_BITXOR;
    if (!op_is_logical(op) && !bits_logical) TRY(class_of_result(ctx, a, b, &cls));
    bool shift_bits =
        op == OP_BITSHIFT && class_is_int(cls); // bits shifted out are lost, nothing saturates
    if (shift_bits || ((is_wide(a) || is_wide(b)) && op != OP_AND && op != OP_OR && op != OP_XOR)) {
        return wide_binary(ctx, op, a, b, cls, ret);
    }
    Expansion plan;
    TRY(expansion_plan(ctx, &a->shape, &b->shape, &plan));
    Tensor *out;
    TRY(tensor_new(ctx, cls, &plan.shape, &out));
    BinaryTask task = {.in = {a, b}, .out = out, .plan = &plan, .compute = compute_class(op, a, b)};
    task.loop = loop_find(op, task.compute == CLASS_SINGLE);
    if (op == OP_POW && b->numel == 1 && tensor_get(b, 0) == 2 && a->cls == task.compute) {
        task.in[1] = a; // a square is a product, in vector form
        plan.inner[1] = plan.inner[0];
        task.loop = loop_find(OP_MUL, task.compute == CLASS_SINGLE);
    }
    task.bytes = op_is_logical(op);
    task.direct = task.in[0]->cls == task.compute && task.in[1]->cls == task.compute &&
                  (task.bytes || out->cls == task.compute);
    task_run(ctx, &task);
    return tensor_finish(ctx, out, ret);
}

Status tensor_binary(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret) {
    switch (op) {
    case OP_MTIMES: return matrix_times(ctx, a, b, ret);
    case OP_MPOWER: return matrix_power(ctx, a, b, ret);
    case OP_MLDIVIDE:
    case OP_MRDIVIDE: return matrix_divide(ctx, op, a, b, ret);
    default: break;
    }
    if (a->is_complex || b->is_complex) return complex_binary(ctx, op, a, b, ret);
    if (op == OP_POW && !class_is_int((NumClass)a->cls) && !class_is_int((NumClass)b->cls) &&
        has_element(ctx, b, true) && has_element(ctx, a, false)) {
        return complex_binary(ctx, op, a, b, ret);
    }
    return elementwise(ctx, op, a, b, ret);
}
