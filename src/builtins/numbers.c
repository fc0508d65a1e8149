// builtins/numbers.c: whole numbers: divisors, primes, combinations, bits.
#include "builtins/arguments.h"

static Status whole_fail(Call *call) {
    return call_fail(call, ERR_ARG, "MATLAB:inputsMustBeIntegers", "Inputs must be integers.");
}

typedef double (*PairFn)(double, double);
/// Element by element on two real arrays of equal size or scalar; the class of the integer argument
/// is kept.
static Status map_pairs(Call *call, PairFn fn) {
    OWN_TENSOR *a = NULL, *b = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &a));
    TRY(arg_tensor(call, 1, &b));
    if (a->numel != 1 && b->numel != 1 && !shape_equal(&a->shape, &b->shape)) {
        return call_fail(call, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch",
                         "Inputs must be the same size, or one of them scalar.");
    }
    for (int i = 0; i < 2; i++) {
        const Tensor *t = i ? b : a;
        for (Index k = 0; k < t->numel; k++) {
            double v = tensor_get(t, k);
            if (v != floor(v) || isinf(v)) return whole_fail(call);
        }
    }
    NumClass cls = class_is_int((NumClass)a->cls)   ? (NumClass)a->cls
                   : class_is_int((NumClass)b->cls) ? (NumClass)b->cls
                                                    : CLASS_DOUBLE;
    TRY(tensor_new(call->ctx, cls, a->numel == 1 ? &b->shape : &a->shape, &y));
    for (Index k = 0; k < y->numel; k++)
        tensor_set(y, k,
                   fn(tensor_get(a, a->numel == 1 ? 0 : k), tensor_get(b, b->numel == 1 ? 0 : k)));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
static double pair_gcd(double a, double b) {
    a = fabs(a), b = fabs(b);
    while (b != 0) {
        double r = fmod(a, b);
        a = b, b = r;
    }
    return a;
}
static double pair_lcm(double a, double b) {
    return a == 0 || b == 0 ? 0 : fabs(a / pair_gcd(a, b) * b);
}
BUILTIN(gcd, "G = gcd(A,B)", ARITY(2, 2, 1), "Greatest common divisor.", "A, B: arrays of integers",
        "G: divisors", "Fails when an element is not an integer.", "assert(gcd(12,18) == 6)",
        "lcm, factor") {
    return map_pairs(call, pair_gcd);
}
BUILTIN(lcm, "L = lcm(A,B)", ARITY(2, 2, 1), "Least common multiple.",
        "A, B: arrays of positive integers", "L: multiples",
        "Fails when an element is not an integer.", "assert(lcm(4,6) == 12)", "gcd") {
    return map_pairs(call, pair_lcm);
}

BUILTIN(factorial, "f = factorial(n)", ARITY(1, 1, 1), "Factorial.",
        "n: array of non-negative integers", "f: n!, exact up to 22!",
        "Fails for negative or fractional numbers.", "assert(isequal(factorial([0 5]),[1 120]))",
        "gamma, nchoosek, prod") {
    OWN_TENSOR *n = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &n));
    TRY(tensor_new(call->ctx, (NumClass)(n->cls >= CLASS_LOGICAL ? CLASS_DOUBLE : n->cls),
                   &n->shape, &y));
    for (Index k = 0; k < n->numel; k++) {
        double v = tensor_get(n, k), f = 1;
        if (!(v >= 0) || v != floor(v))
            return call_fail(call, ERR_ARG, "MATLAB:factorial:NNegativeInt",
                             "N must be an array of real non-negative integers.");
        for (double i = 2; i <= v && i < 172; i++) f *= i;
        tensor_set(y, k, v > 170 ? INFINITY : f);
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

static bool number_is_prime(double v) {
    if (v < 2 || v != floor(v)) return false;
    if (v < 4) return true;
    if (fmod(v, 2) == 0) return false;
    for (double d = 3; d * d <= v; d += 2) {
        if (fmod(v, d) == 0) return false;
    }
    return true;
}
BUILTIN(isprime, "TF = isprime(X)", ARITY(1, 1, 1), "True for prime numbers.",
        "X: array of non-negative integers", "TF: logical array",
        "Fails for negative or fractional numbers.",
        "assert(isequal(isprime([1 2 9 97]),[false true false true]))", "primes, factor") {
    OWN_TENSOR *x = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &x));
    TRY(logical_new(call->ctx, &x->shape, &y));
    for (Index k = 0; k < x->numel; k++) {
        double v = tensor_get(x, k);
        if (!(v >= 0) || v != floor(v))
            return call_fail(call, ERR_ARG, "MATLAB:isprime:NegativeOrNonInteger",
                             "All entries of X must be nonnegative integers.");
        tensor_u8(y)[k] = number_is_prime(v);
        TRY(ctx_check_stop(call->ctx));
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(primes, "p = primes(n)", ARITY(1, 1, 1), "Prime numbers up to n.", "n: real scalar",
        "p: row of primes", "", "assert(isequal(primes(10),[2 3 5 7]))", "isprime, factor") {
    double n;
    TRY(arg_double(call, 0, &n));
    if (n > 2e9)
        return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:primes:tooLarge",
                        "The largest supported input is 2e9.");
    Index top = n < 2 ? 1 : (Index)n, count = 0;
    OWN_MEM uint8_t *sieve = mem_alloc_zero((size_t)top + 1);
    if (!sieve) return ctx_fail_nomem(call->ctx);
    for (Index i = 2; !stop_reached(call->ctx, i, top + 1); i++) {
        if (sieve[i]) continue;
        count++;
        if (i <= top / i) {
            for (Index j = i, last = top / i, m; (m = stop_block(call->ctx, j, last + 1)) > 0; j += m) {
                for (Index k = j; k < j + m; k++) sieve[k * i] = 1;
            }
        }
    }
    TRY(ctx_check_stop(call->ctx));
    Shape shape = shape_2d(1, count);
    Tensor *p = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &p));
    Index at = 0;
    for (Index i = 2; !stop_reached(call->ctx, i, top + 1); i++) {
        if (!sieve[i]) tensor_f64(p)[at++] = (double)i;
    }
    ret_tensor(call, 0, p);
    return OK;
}
BUILTIN(factor, "f = factor(n)", ARITY(1, 1, 1), "Prime factors.", "n: non-negative integer",
        "f: row of primes whose product is n", "Fails for other numbers.",
        "assert(isequal(factor(60),[2 2 3 5]))", "primes, isprime, gcd") {
    double n, f[64];
    TRY(arg_double(call, 0, &n));
    if (!(n >= 0) || n != floor(n))
        return call_fail(call, ERR_ARG, "MATLAB:factor:NonNegativeInteger",
                         "Input must be a nonnegative integer.");
    Index count = 0;
    if (n < 4) {
        f[count++] = n;
    } else {
        Index tried = 0;
        for (double d = 2; d * d <= n; d += d == 2 ? 1 : 2) {
            TRY(stop_check_at(call->ctx, tried++));
            while (fmod(n, d) == 0) {
                f[count++] = d;
                n /= d;
            }
        }
        if (n > 1) f[count++] = n;
    }
    Shape shape = shape_2d(1, count);
    Tensor *t = NULL;
    TRY(tensor_from_doubles(call->ctx, f, &shape, &t));
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(nchoosek, "b = nchoosek(n,k)\nC = nchoosek(v,k)", ARITY(2, 2, 1),
        "Binomial coefficient, or all combinations.", "n, k: non-negative integers\nv: vector",
        "b: number of combinations\nC: one combination a row",
        "Fails for negative or fractional numbers.",
        "assert(nchoosek(5,2) == 10)\nassert(isequal(nchoosek([1 2 3],2),[1 2;1 3;2 3]))",
        "factorial, perms") {
    OWN_TENSOR *v = NULL;
    Index k;
    TRY(arg_doubles(call, 0, &v));
    TRY(arg_index(call, 1, &k));
    double n = v->numel == 1 ? tensor_get(v, 0) : (double)v->numel;
    if (!(n >= 0) || n != floor(n))
        return call_fail(call, ERR_ARG, "MATLAB:nchoosek:InvalidArg1",
                         "The first input must be a nonnegative integer or a vector.");
    double b = (double)k > n ? 0 : 1;
    double small = (double)k < n - (double)k ? (double)k : n - (double)k;
    for (double i = 1; i <= small; i++) b = round(b * (n - small + i) / i);
    if (v->numel == 1) {
        ret_double(call, 0, b);
        return OK;
    }
    if (b > 1e8)
        return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:nchoosek:tooMany",
                        "There are too many combinations.");
    Index rows = (Index)b;
    Shape shape = shape_2d(rows, k);
    OWN_MEM Index *from = mem_alloc((size_t)(rows * k + 1) * sizeof *from);
    OWN_MEM Index *pick = mem_alloc((size_t)(k + 1) * sizeof *pick);
    if (!from || !pick) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < k; i++) pick[i] = i;
    for (Index r = 0; !stop_reached(call->ctx, r, rows); r++) {
        for (Index i = 0; i < k; i++) from[i * rows + r] = pick[i];
        Index i = k - 1;
        while (i >= 0 && pick[i] == v->numel - k + i) i--;
        if (i < 0) break;
        pick[i]++;
        for (Index j = i + 1; j < k; j++) pick[j] = pick[j - 1] + 1;
    }
    return gather_value(call->ctx, call->arg[0], from, &shape, &call->ret[0]);
}

BUILTIN(perms, "P = perms(v)", ARITY(1, 1, 1), "All permutations, in reverse lexicographic order.",
        "v: vector of at most 10 elements", "P: one permutation a row",
        "Fails for more than 10 elements.",
        "assert(isequal(perms([1 2 3]),[3 2 1;3 1 2;2 3 1;2 1 3;1 3 2;1 2 3]))",
        "nchoosek, randperm") {
    Index n = value_numel(call->arg[0]), rows = 1;
    if (n > 10)
        return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:perms:tooMany",
                        "There are too many permutations of more than 10 elements.");
    for (Index i = 2; i <= n; i++) rows *= i;
    Shape shape = shape_2d(rows, n);
    OWN_MEM Index *from = mem_alloc((size_t)(rows * n + 1) * sizeof *from);
    if (!from) return ctx_fail_nomem(call->ctx);
    for (Index r = 0; !stop_reached(call->ctx, r, rows); r++) {
        // Digits of r in the factorial system say which of the remaining positions, from the last,
        // comes next.
        Index left[10], rest = r, block = rows;
        for (Index i = 0; i < n; i++) left[i] = n - 1 - i;
        for (Index i = 0; i < n; i++) {
            block /= n - i;
            Index d = rest / block;
            rest %= block;
            from[i * rows + r] = left[d];
            for (Index j = d; j + 1 < n - i; j++) left[j] = left[j + 1];
        }
    }
    return gather_value(call->ctx, call->arg[0], from, &shape, &call->ret[0]);
}

BUILTIN(idivide, "C = idivide(A,B)\nC = idivide(A,B,opt)", ARITY(2, 3, 1),
        "Integer division with a choice of rounding.",
        "A, B: arrays, at least one of integer class\nopt: \"fix\" (default), \"floor\", \"ceil\", "
        "\"round\"",
        "C: quotients of the integer class", "Fails when neither input is of integer class.",
        "assert(idivide(int32(7),int32(2)) == 3)\nassert(idivide(int32(7),int32(2),\"ceil\") == 4)",
        "mod, rem, rdivide") {
    static const char *const kinds[] = {"fix", "floor", "ceil", "round", NULL};
    static const UnaryOp ops[] = {OP_FIX, OP_FLOOR, OP_CEIL, OP_ROUND};
    int kind = 0;
    if (call->nargin > 2) TRY(arg_choice(call, 2, kinds, &kind));
    OWN_TENSOR *a = NULL, *b = NULL, *da = NULL, *db = NULL, *q = NULL, *r = NULL;
    TRY(arg_tensor(call, 0, &a));
    TRY(arg_tensor(call, 1, &b));
    NumClass cls = class_is_int((NumClass)a->cls) ? (NumClass)a->cls : (NumClass)b->cls;
    if (!class_is_int(cls))
        return call_fail(call, ERR_TYPE, "MATLAB:idivide:notIntegers",
                         "At least one argument must belong to an integer class.");
    TRY(tensor_cast(call->ctx, a, CLASS_DOUBLE, &da));
    TRY(tensor_cast(call->ctx, b, CLASS_DOUBLE, &db));
    TRY(tensor_binary(call->ctx, OP_RDIV, da, db, &q));
    TRY(tensor_unary(call->ctx, ops[kind], q, &r));
    Tensor *y = NULL;
    TRY(tensor_cast(call->ctx, r, cls, &y));
    ret_tensor(call, 0, y);
    return OK;
}

// ---- bits
// -------------------------------------------------------------------------------------------------------------------
#define BITWISE(name, op, summary, example, see)                                                   \
    BUILTIN(name, "C = " #name "(A,B)", ARITY(2, 3, 1), summary,                                   \
            "A, B: arrays of non-negative integers", "C: result of the same class",                \
            "Fails for negative or fractional numbers.", example, see) {                           \
        if (call->nargin > 2) return ctx_fail_unsupported(call->ctx, "an assumed type in " #name); \
        return value_binary(call->ctx, op, call->arg[0], call->arg[1], &call->ret[0]);             \
    }
BITWISE(bitand, OP_BITAND, "Bitwise AND.", "assert(bitand(12,10) == 8)", "bitor, bitxor, bitshift")
BITWISE(bitor, OP_BITOR, "Bitwise OR.", "assert(bitor(12,10) == 14)", "bitand, bitxor, bitshift")
BITWISE(bitxor, OP_BITXOR, "Bitwise exclusive OR.", "assert(bitxor(12,10) == 6)",
        "bitand, bitor, bitshift")
BITWISE(bitshift, OP_BITSHIFT, "Shifts bits to the left, or right for negative counts.",
        "assert(bitshift(1,3) == 8)\nassert(bitshift(8,-2) == 2)", "bitand, bitor, bitxor")

BUILTIN(bitget, "b = bitget(A,bit)", ARITY(2, 2, 1), "Value of a bit.",
        "A: non-negative integers\nbit: position from 1 (lowest)", "b: 0 or 1",
        "Fails for negative or fractional numbers.", "assert(isequal(bitget(5,1:3),[1 0 1]))",
        "bitset, bitand") {
    OWN_TENSOR *a = NULL, *bit = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &a));
    TRY(arg_doubles(call, 1, &bit));
    if (a->numel != 1 && bit->numel != 1 && a->numel != bit->numel)
        return call_fail(call, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch",
                         "Inputs must be the same size, or one of them scalar.");
    TRY(tensor_new(call->ctx, (NumClass)(a->cls >= CLASS_LOGICAL ? CLASS_DOUBLE : a->cls),
                   a->numel == 1 ? &bit->shape : &a->shape, &y));
    for (Index k = 0; k < y->numel; k++) {
        double v = tensor_get(a, a->numel == 1 ? 0 : k),
               n = tensor_get(bit, bit->numel == 1 ? 0 : k);
        if (!(v >= 0) || v != floor(v)) return whole_fail(call);
        if (!(n >= 1) || n > 64 || n != floor(n))
            return call_fail(
                call, ERR_ARG, "MATLAB:bitget:bitOutOfRange",
                "Bit must be an integer between 1 and the number of bits of the class.");
        tensor_set(y, k, fmod(floor(ldexp(v, -(int)(n - 1))), 2));
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(bitset, "B = bitset(A,bit)\nB = bitset(A,bit,v)", ARITY(2, 3, 1), "Sets or clears a bit.",
        "A: non-negative integers\nbit: position from 1 (lowest)\nv: 1 (default) or 0",
        "B: changed integers", "Fails for negative or fractional numbers.",
        "assert(bitset(4,1) == 5)\nassert(bitset(5,1,0) == 4)", "bitget") {
    OWN_TENSOR *a = NULL, *y = NULL;
    double n, on = 1;
    TRY(arg_tensor(call, 0, &a));
    TRY(arg_double(call, 1, &n));
    if (call->nargin > 2) TRY(arg_double(call, 2, &on));
    if (!(n >= 1) || n > 64 || n != floor(n))
        return call_fail(call, ERR_ARG, "MATLAB:bitset:bitOutOfRange",
                         "Bit must be an integer between 1 and the number of bits of the class.");
    TRY(tensor_new(call->ctx, (NumClass)(a->cls >= CLASS_LOGICAL ? CLASS_DOUBLE : a->cls),
                   &a->shape, &y));
    for (Index k = 0; k < a->numel; k++) {
        double v = tensor_get(a, k), unit = ldexp(1, (int)n - 1);
        if (!(v >= 0) || v != floor(v)) return whole_fail(call);
        bool is_on = fmod(floor(v / unit), 2) == 1;
        tensor_set(y, k, v + ((on != 0) - is_on) * unit);
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

const BuiltinDef *const family_numbers[] = {
    &def_gcd,      &def_lcm,    &def_factorial, &def_isprime, &def_primes, &def_factor,
    &def_nchoosek, &def_perms,  &def_idivide,   &def_bitand,  &def_bitor,  &def_bitxor,
    &def_bitshift, &def_bitget, &def_bitset,    NULL};
