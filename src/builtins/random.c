// builtins/random.c: the generator (rng) and what it draws.
#include "base/clock.h"
#include "builtins/arguments.h"

static Status draw(Call *call, bool normal) {
    ClassTail tail;
    Shape shape;
    Tensor *t = NULL;
    TRY(arg_class_tail(call, 0, CLASS_DOUBLE, &tail));
    if (!class_is_float(tail.cls)) {
        return call_fail(call, ERR_ARG, "MATLAB:invalidClass",
                         "Class must be 'double' or 'single'.");
    }
    TRY(arg_shape(call, 0, tail.last, &shape));
    Rng *rng = &call->env->rng;
    if (normal)
        TRY(rng_fill_normal(call->ctx, rng, tail.cls, &shape, &t));
    else
        TRY(rng_fill_uniform(call->ctx, rng, tail.cls, &shape, &t));
    ret_tensor(call, 0, t);
    return OK;
}
#define DRAW_FORMS(f)                                                        \
    "X = " f "\nX = " f "(n)\nX = " f "(sz1,...,szN)\nX = " f "(sz)\nX = " f \
    "(...,typename)\nX = " f "(...,\"like\",p)"

BUILTIN(rand, DRAW_FORMS("rand"), ARITY(0, -1, 1), "Uniformly distributed random numbers in (0,1).",
        "sz1, …: sizes\ntypename: \"double\" or \"single\"", "X: array of the sizes given",
        "Fails when a size is not an integer.",
        "rng(\"default\")\nassert(abs(rand - 0.8147) < 5e-5)", "randn, randi, rng") {
    return draw(call, false);
}
BUILTIN(randn, DRAW_FORMS("randn"), ARITY(0, -1, 1), "Normally distributed random numbers.",
        "sz1, …: sizes\ntypename: \"double\" or \"single\"", "X: array with mean 0 and variance 1",
        "Fails when a size is not an integer.",
        "rng(0)\nx = randn(1,2000);\nassert(abs(mean(x)) < 0.1)", "rand, rng") {
    return draw(call, true);
}

BUILTIN(randi,
        "X = randi(imax)\nX = randi([imin imax])\nX = randi(imax,n)\nX = "
        "randi(imax,sz1,...,szN)\nX = randi(...,typename)",
        ARITY(1, -1, 1), "Uniformly distributed random integers.",
        "imax: largest value\n[imin imax]: bounds\nsz1, …: sizes\ntypename: numeric class",
        "X: array of integers", "Fails when the bounds are not integers or imin > imax.",
        "x = randi([3 5],1,50);\nassert(all(x >= 3 & x <= 5))", "rand, randperm, rng") {
    ClassTail tail;
    Shape shape;
    TRY(arg_class_tail(call, 1, CLASS_DOUBLE, &tail));
    TRY(arg_shape(call, 1, tail.last, &shape));
    OWN_TENSOR *limits = NULL;
    TRY(arg_doubles(call, 0, &limits));
    if (limits->numel < 1 || limits->numel > 2) {
        return call_fail(call, ERR_ARG, "MATLAB:randi:invalidLimits",
                         "First input must be a positive scalar integer value IMAX, or two integer "
                         "values [IMIN IMAX] with IMIN less than or equal to IMAX.");
    }
    double hi = tensor_get(limits, limits->numel - 1),
           lo = limits->numel == 2 ? tensor_get(limits, 0) : 1;
    if (hi != floor(hi) || lo != floor(lo) || hi < lo || isinf(hi) || isinf(lo)) {
        return call_fail(call, ERR_ARG, "MATLAB:randi:invalidLimits",
                         "First input must be a positive scalar integer value IMAX, or two integer "
                         "values [IMIN IMAX] with IMIN less than or equal to IMAX.");
    }
    OWN_TENSOR *t = NULL;
    TRY(rng_fill_uniform(call->ctx, &call->env->rng, CLASS_DOUBLE, &shape, &t));
    double span = hi - lo + 1, *x = tensor_f64(t);
    for (Index i = 0; i < t->numel; i++) x[i] = lo + floor(x[i] * span);
    Tensor *cast = NULL;
    TRY(tensor_cast(call->ctx, t, tail.cls, &cast));
    ret_tensor(call, 0, cast);
    return OK;
}

BUILTIN(randperm, "p = randperm(n)\np = randperm(n,k)", ARITY(1, 2, 1),
        "Random permutation of 1 … n.", "n: largest number\nk: how many are wanted, n by default",
        "p: 1-by-k row of different integers", "Fails when k > n.",
        "assert(isequal(sort(randperm(5)),1:5))\nassert(numel(randperm(9,4)) == 4)", "randi, rng") {
    Index n, k;
    TRY(arg_index(call, 0, &n));
    k = n;
    if (call->nargin > 1) TRY(arg_index(call, 1, &k));
    if (k > n)
        return call_fail(call, ERR_ARG, "MATLAB:randperm:inputKTooLarge",
                         "K must be less than or equal to N.");
    Tensor *t = NULL;
    TRY(rng_permutation(call->ctx, &call->env->rng, n, k, &t));
    ret_tensor(call, 0, t);
    return OK;
}

// The state as numbers: 624 words, the position, and the normal number that is not yet given.
enum { STATE_WORDS = 628 };
Status rng_state_value(Ctx *ctx, const Rng *rng, Value *ret) {
    Shape shape = shape_2d(STATE_WORDS, 1);
    Tensor *t = NULL;
    TRY(tensor_zeros(ctx, CLASS_UINT32, &shape, &t));
    uint32_t *words = t->data;
    memcpy(words, rng->state, sizeof rng->state);
    words[624] = (uint32_t)rng->position;
    words[625] = rng->has_normal;
    memcpy(&words[626], &rng->normal, sizeof rng->normal);
    *ret = value_take_tensor(t);
    return OK;
}
Status rng_state_restore(Ctx *ctx, Value v, Rng *rng) {
    bool good =
        v.tag == VAL_TENSOR && v.tensor->numel == STATE_WORDS && v.tensor->cls == CLASS_UINT32;
    const uint32_t *words = good ? v.tensor->data : NULL;
    if (!good || words[624] > 624)
        return ctx_fail(ctx, ERR_ARG, "MATLAB:rng:badSettings",
                        "The state must come from rng or a RandStream.");
    memcpy(rng->state, words, sizeof rng->state);
    rng->position = (int)words[624];
    rng->has_normal = words[625] != 0;
    memcpy(&rng->normal, &words[626], sizeof rng->normal);
    return OK;
}
static Status settings(Call *call, Value *ret) {
    const Rng *rng = &call->env->rng;
    OWN_STRUCT *s = NULL;
    Value state = VALUE_NONE;
    TRY(struct_scalar(call->ctx, &s));
    TRY(struct_put_text(call->ctx, s, "Type", "twister"));
    TRY(struct_put(call->ctx, s, "Seed", value_double(rng->seed)));
    TRY(rng_state_value(call->ctx, rng, &state));
    TRY(struct_put(call->ctx, s, "State", state));
    *ret = value_take_struct(GIVE(s));
    return OK;
}

static Status restore(Call *call, const StructArray *s) {
    OWN_VALUE seed = VALUE_NONE, state = VALUE_NONE;
    double number;
    TRY(struct_get(call->ctx, s, 0, "Seed", &seed));
    TRY(struct_get(call->ctx, s, 0, "State", &state));
    TRY(value_to_double(call->ctx, seed, &number));
    TRY(rng_state_restore(call->ctx, state, &call->env->rng));
    call->env->rng.seed = (uint32_t)number;
    return OK;
}

BUILTIN(
    rng, "rng(seed)\nrng(seed,\"twister\")\nrng(\"default\")\nrng(\"shuffle\")\ns = rng\nrng(s)",
    ARITY(0, 2, 1), "Controls the random number generator.",
    "seed: non-negative integer\ns: settings saved before",
    "s: struct Type, Seed, State before the change", "Fails for generators other than twister.",
    "rng(7)\na = rand;\nrng(7)\nassert(rand == a)\ns = rng; b = rand; rng(s)\nassert(rand == b)",
    "rand, randn, randi, randperm") {
    if (call->nargin == 0 || call->nargout > 0) TRY(settings(call, &call->ret[0]));
    if (call->nargin == 0) return OK;
    if (call->nargin > 1 && !arg_is_word(call, 1, "twister") && !arg_is_word(call, 1, "default")) {
        return ctx_fail_unsupported(call->ctx, "a random number generator other than \"twister\"");
    }
    if (call->arg[0].tag == VAL_STRUCT) return restore(call, call->arg[0].structure);
    uint32_t seed = 0;
    if (arg_is_word(call, 0, "shuffle")) {
        seed = (uint32_t)(uint64_t)(clock_wall_s() * 100);
    } else if (!arg_is_word(call, 0, "default")) {
        if (arg_is_text(call, 0)) {
            if (!arg_is_word(call, 0, "twister"))
                return ctx_fail_unsupported(call->ctx,
                                            "a random number generator other than \"twister\"");
        } else {
            double number;
            TRY(arg_double(call, 0, &number));
            if (number < 0 || number != floor(number) || number >= 4294967296.0) {
                return call_fail(call, ERR_ARG, "MATLAB:rng:badSeed",
                                 "Seed must be a nonnegative integer seed less than 2^32.");
            }
            seed = (uint32_t)number;
        }
    }
    rng_seed(&call->env->rng, seed);
    if (seed == 0) call->env->rng.seed = 0;
    return OK;
}

const BuiltinDef *const family_random[] = {&def_rand,     &def_randn, &def_randi,
                                           &def_randperm, &def_rng,   NULL};
