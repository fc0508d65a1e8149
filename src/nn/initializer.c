// nn/initializer.c: initial values of learnables, single precision.
// Sources: Glorot & Bengio 2010 (glorot), He et al. 2015 (he), Saxe et al. 2013 (orthogonal).
#include "nn/layer.h"
#include "tensor/linalg.h"
#include <math.h>
#include <string.h>

typedef struct Fill {
    NnState *nn;
    const Shape *shape;
    Index fan_in, fan_out;
    Tensor *out; // single, to be filled
} Fill;

static void fill_normal(Fill *f, double deviation) {
    for (Index i = 0; i < f->out->numel; i++)
        tensor_f32(f->out)[i] = (float)(deviation * rng_normal(f->nn->rng));
}

static Status fill_glorot(Fill *f) {
    double sum = (double)(f->fan_in + f->fan_out), bound = sum > 0 ? sqrt(6 / sum) : 0;
    for (Index i = 0; i < f->out->numel; i++)
        tensor_f32(f->out)[i] = (float)(bound * (2 * rng_uniform(f->nn->rng) - 1));
    return OK;
}
static Status fill_he(Fill *f) {
    fill_normal(f, f->fan_in > 0 ? sqrt(2 / (double)f->fan_in) : 0);
    return OK;
}
static Status fill_narrow(Fill *f) {
    fill_normal(f, 0.01);
    return OK;
}
static Status fill_zeros(Fill *f) {
    memset(f->out->data, 0, (size_t)f->out->numel * sizeof(float));
    return OK;
}
static Status fill_ones(Fill *f) {
    for (Index i = 0; i < f->out->numel; i++) tensor_f32(f->out)[i] = 1;
    return OK;
}

/// Q of a QR decomposition of a normal matrix, signs chosen so that it is uniformly distributed;
/// the array is seen as rows x (all but the last dimension), or as a matrix when it is one.
static Status fill_orthogonal(Fill *f) {
    Ctx *ctx = f->nn->ctx;
    Index last = f->shape->dim[f->shape->n_dims - 1], rest = last ? f->out->numel / last : 0;
    bool wide = last > rest;
    Shape tall = wide ? shape_2d(last, rest) : shape_2d(rest, last);
    Tensor *z = NULL, *q = NULL, *r = NULL;
    Status status = OK;
    if (f->out->numel == 0) return OK;
    TRY_GOTO(rng_fill_normal(ctx, f->nn->rng, CLASS_DOUBLE, &tall, &z));
    TRY_GOTO(linalg_qr(ctx, z, true, &q, &r));
    Index m = tall.dim[0], n = tall.dim[1];
    for (Index j = 0; j < n; j++) {
        double sign = tensor_f64(r)[j + j * r->shape.dim[0]] < 0 ? -1 : 1;
        for (Index i = 0; i < m; i++) {
            float value = (float)(sign * tensor_f64(q)[i + j * m]);
            tensor_f32(f->out)[wide ? j + i * n : i + j * m] = value;
        }
    }
done:
    tensor_unref(z);
    tensor_unref(q);
    tensor_unref(r);
    return status;
}

typedef struct InitializerDef {
    const char *name;
    bool random;
    Status (*fill)(Fill *f);
} InitializerDef;

static const InitializerDef initializers[] = {
    {"glorot", true, fill_glorot},         {"he", true, fill_he},
    {"orthogonal", true, fill_orthogonal}, {"narrow-normal", true, fill_narrow},
    {"zeros", false, fill_zeros},          {"ones", false, fill_ones},
};

static Status from_callback(NnState *nn, NnCallback *callback, const Shape *shape, Tensor **ret) {
    if (!callback->initialize)
        return ctx_fail(nn->ctx, ERR_ARG, "", "This function cannot be used as an initializer.");
    Tensor *made = NULL;
    TRY(callback->initialize(callback->self, nn, shape, &made));
    Status status = OK;
    if (!shape_equal(&made->shape, shape)) {
        char wanted[128], got[128];
        shape_format(shape, "\xc3\x97", wanted, sizeof wanted);
        shape_format(&made->shape, "\xc3\x97", got, sizeof got);
        status = ctx_fail(nn->ctx, ERR_SIZE, "nnet_cnn:layer:InitializerSize",
                          "The initializer must return an array of size %s but returned %s.",
                          wanted, got);
    }
    if (status == OK) status = tensor_cast(nn->ctx, made, CLASS_SINGLE, ret);
    tensor_unref(made);
    return status;
}

Status initializer_run(NnState *nn, const OptionValue *initializer, const Shape *shape, Index fan_in,
                       Index fan_out, Tensor **ret) {
    if (initializer->callback) return from_callback(nn, initializer->callback, shape, ret);
    const char *name = initializer->text ? initializer->text : "glorot";
    for (size_t i = 0; i < sizeof initializers / sizeof initializers[0]; i++) {
        const InitializerDef *def = &initializers[i];
        if (strcmp(def->name, name) != 0) continue;
        if (def->random && !nn->rng)
            return ctx_fail(nn->ctx, ERR_ARG, "Gradus:noGenerator",
                            "No random number generator is set.");
        Fill f = {.nn = nn, .shape = shape, .fan_in = fan_in, .fan_out = fan_out};
        TRY(tensor_new(nn->ctx, CLASS_SINGLE, shape, &f.out));
        Status status = def->fill(&f);
        if (status == OK)
            *ret = f.out;
        else
            tensor_unref(f.out);
        return status;
    }
    return ctx_fail(nn->ctx, ERR_ARG, "nnet_cnn:layer:UnknownInitializer",
                    "Unknown initializer '%s'.", name);
}
