// builtins/streams.c: RandStream: random number streams as objects. The global stream's numbers are
// those of `Env.rng`, which rand and rng use: its object holds none of its own.
#include "base/clock.h"
#include "builtins/arguments.h"
#include <stdio.h>

typedef struct Stream {
    Object head;
    Env *env;
    Rng rng; // out of use while this is the global stream
} Stream;
static const ForeignDef stream_class;

static Rng *stream_rng(Stream *s) {
    return s->env->global_stream == &s->head ? &s->env->rng : &s->rng;
}
static void stream_release(Object *o) {
    mem_free(o);
}
static Status stream_new(Call *call, uint32_t seed, Stream **ret) {
    Stream *s = mem_alloc_zero(sizeof *s);
    if (!s) return ctx_fail_nomem(call->ctx);
    object_init(&s->head, &stream_class);
    s->env = call->env;
    rng_seed(&s->rng, seed);
    *ret = s;
    return OK;
}
static Status stream_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    const Rng *rng = stream_rng((Stream *)o);
    if (strcmp(name, "Type") == 0) return value_from_text(ctx, "mt19937ar", ret);
    if (strcmp(name, "NormalTransform") == 0) return value_from_text(ctx, "Polar", ret);
    if (strcmp(name, "Seed") == 0 || strcmp(name, "NumStreams") == 0 ||
        strcmp(name, "StreamIndex") == 0 || strcmp(name, "Substream") == 0) {
        *ret = value_double(name[0] == 'S' && name[1] == 'e' ? rng->seed : 1);
        return OK;
    }
    if (strcmp(name, "Antithetic") == 0 || strcmp(name, "FullPrecision") == 0) {
        *ret = value_bool(name[0] == 'F');
        return OK;
    }
    if (strcmp(name, "State") == 0) return rng_state_value(ctx, rng, ret);
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                    "Unrecognized method, property, or field '%s' for class 'RandStream'.", name);
}
static Status stream_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    Stream *s = (Stream *)*o;
    if (strcmp(name, "State") == 0) return rng_state_restore(ctx, rhs, stream_rng(s));
    return ctx_fail_unsupported(ctx, "setting this property of RandStream");
}
static Status stream_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    Stream *s = (Stream *)o;
    buf_printf(
        out,
        "%s = \n\nmt19937ar random stream%s\n             Seed: %u\n  NormalTransform: Polar\n\n",
        name, s->env->global_stream == o ? " (current global stream)" : "", stream_rng(s)->seed);
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}
/// rand(s,…) and the like: the function of that name with this stream's numbers.
static Status method_draw(Call *call) {
    Stream *s = (Stream *)call->arg[0].object;
    const BuiltinDef *def = call->def;
    if (!value_is_object(call->arg[0], &stream_class) || !def)
        return ctx_fail(call->ctx, ERR_TYPE, "MATLAB:RandStream:InvalidInput",
                        "The stream must be the first argument.");
    if (def->max_in >= 0 && call->nargin - 1 > def->max_in)
        return call_fail(call, ERR_ARG, "MATLAB:TooManyInputs", "Too many input arguments.");
    if (call->nargin - 1 < def->min_in)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    Call inner = *call;
    inner.arg++;
    inner.nargin--;
    if (call->env->global_stream == &s->head) return def->fn(&inner);
    Rng global = call->env->rng;
    call->env->rng = s->rng;
    Status status = def->fn(&inner);
    s->rng = call->env->rng;
    call->env->rng = global;
    return status;
}
static Status method_reset(Call *call) {
    Rng *rng = stream_rng((Stream *)call->arg[0].object);
    double seed = rng->seed;
    if (call->nargin > 1) TRY(arg_double(call, 1, &seed));
    if (!(seed >= 0) || seed != floor(seed) || seed >= 4294967296.0)
        return ctx_fail(call->ctx, ERR_ARG, "MATLAB:RandStream:BadSeed",
                        "Seed must be a nonnegative integer less than 2^32.");
    rng_seed(rng, (uint32_t)seed);
    return OK;
}
static MethodFn stream_method(const char *name) {
    static const char *const draws[] = {"rand", "randn", "randi", "randperm"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, draws[i]) == 0) return method_draw;
    return strcmp(name, "reset") == 0 ? method_reset : NULL;
}
static const ForeignDef stream_class = {.class_name = "RandStream",
                                        .is_handle = true,
                                        .release = stream_release,
                                        .dot_get = stream_get,
                                        .dot_set = stream_set,
                                        .display = stream_display,
                                        .find_method = stream_method};

static Status read_seed(Call *call, Value v, uint32_t *ret) {
    double seed;
    if (value_is_text_scalar(v)) {
        OWN_MEM char *word = NULL;
        TRY(value_to_utf8(call->ctx, v, &word));
        if (!text_same(word, "shuffle"))
            return call_fail(call, ERR_ARG, "MATLAB:RandStream:BadSeed",
                             "Seed must be a nonnegative integer or 'shuffle'.");
        *ret = (uint32_t)(uint64_t)(clock_wall_s() * 100);
        return OK;
    }
    TRY(value_to_double(call->ctx, v, &seed));
    if (!(seed >= 0) || seed != floor(seed) || seed >= 4294967296.0)
        return call_fail(call, ERR_ARG, "MATLAB:RandStream:BadSeed",
                         "Seed must be a nonnegative integer less than 2^32.");
    *ret = (uint32_t)seed;
    return OK;
}
static Status make_stream(Call *call) {
    OWN_MEM char *type = NULL;
    TRY(arg_text(call, 0, &type));
    if (!text_same(type, "mt19937ar") && !text_same(type, "twister"))
        return ctx_fail_unsupported(call->ctx,
                                    "a random number generator other than \"mt19937ar\"");
    Option o[] = {{"Seed", NULL}, {"NormalTransform", NULL}, {"NumStreams", NULL}};
    TRY(arg_options(call, 1, o, 3));
    if (o[1].value) return ctx_fail_unsupported(call->ctx, "NormalTransform of RandStream");
    double count = 1;
    if (o[2].value) TRY(value_to_double(call->ctx, *o[2].value, &count));
    if (count != 1) return ctx_fail_unsupported(call->ctx, "several streams of \"mt19937ar\"");
    uint32_t seed = 0;
    if (o[0].value) TRY(read_seed(call, *o[0].value, &seed));
    Stream *s = NULL;
    TRY(stream_new(call, seed, &s));
    call->ret[0] = value_take_object(&s->head);
    return OK;
}
#define STREAM_IN "\"mt19937ar\": the kind, the only one\nn: seed, 0 by default, or \"shuffle\""
#define STREAM_OUT "s: stream; rand(s,…), randn(s,…), randi(s,…), randperm(s,…), reset(s) use it"
BUILTIN(RandStream, "s = RandStream(\"mt19937ar\")\ns = RandStream(\"mt19937ar\",\"Seed\",n)",
        ARITY(1, -1, 1), "Stream of random numbers of its own.", STREAM_IN, STREAM_OUT,
        "Other kinds are not supported.",
        "s = RandStream(\"mt19937ar\",Seed=0);\nassert(abs(rand(s) - 0.8147) < "
        "5e-5)\nreset(s)\nassert(abs(rand(s) - 0.8147) < 5e-5)",
        "rng, rand, RandStream.setGlobalStream") {
    return make_stream(call);
}
BUILTIN_AS(stream_create, "RandStream.create", "s = RandStream.create(\"mt19937ar\",\"Seed\",n)",
           ARITY(1, -1, 1), "Stream of random numbers of its own.", STREAM_IN, STREAM_OUT,
           "Other kinds and several streams are not supported.",
           "s = RandStream.create(\"mt19937ar\",Seed=3);\nassert(s.Seed == 3)", "RandStream") {
    return make_stream(call);
}
BUILTIN_AS(stream_global, "RandStream.getGlobalStream", "s = RandStream.getGlobalStream",
           ARITY(0, 0, 1), "The stream that rand, randn, randi and randperm use.", "", "s: stream",
           "", "s = RandStream.getGlobalStream;\nrng(5)\na = rand;\nrng(5)\nassert(rand(s) == a)",
           "RandStream, rng") {
    if (!call->env->global_stream) {
        Stream *s = NULL;
        TRY(stream_new(call, 0, &s));
        call->env->global_stream = &s->head;
    }
    call->ret[0] = value_take_object(object_ref(call->env->global_stream));
    return OK;
}
BUILTIN_AS(stream_set_global, "RandStream.setGlobalStream",
           "RandStream.setGlobalStream(s)\nprev = RandStream.setGlobalStream(s)", ARITY(1, 1, 1),
           "Makes a stream the one that rand, randn, randi and randperm use.", "s: stream",
           "prev: the stream before", "Fails for other classes.",
           "prev = RandStream.setGlobalStream(RandStream(\"mt19937ar\",Seed=0));\nassert(abs(rand "
           "- 0.8147) < 5e-5)",
           "RandStream, rng") {
    if (!value_is_object(call->arg[0], &stream_class))
        return call_fail(call, ERR_TYPE, "MATLAB:RandStream:setGlobalStream:InvalidInput",
                         "A RandStream is needed.");
    Env *env = call->env;
    Stream *to = (Stream *)call->arg[0].object;
    Stream *from = (Stream *)env->global_stream;
    if (!from) TRY(stream_new(call, 0, &from));
    if (from != to) {
        from->rng = env->rng;
        env->rng = to->rng;
        env->global_stream = object_ref(&to->head);
    } else {
        object_ref(&from->head);
    }
    if (call->nargout > 0)
        call->ret[0] = value_take_object(&from->head);
    else
        object_unref(&from->head);
    return OK;
}

const BuiltinDef *const family_streams[] = {&def_RandStream, &def_stream_create, &def_stream_global,
                                            &def_stream_set_global, NULL};
