// nn/losses/losses.c: the losses, written with recorded operations on labelled arrays.
//
// Each makes an array of terms (one per element) and hands it to `finish`, which weighs, masks,
// sums and divides.
#include "nn/loss.h"
#include <float.h>
#include <string.h>

/// y and t labelled alike, owned; plain: the caller's y had no labels.
typedef struct Pair {
    DlArray *y, *t;
    bool plain;
} Pair;

static void pair_done(Pair *p) {
    dlarray_unref(p->y);
    dlarray_unref(p->t);
}

static Status pair_make(NnState *nn, DlArray *y, DlArray *t, const char *format, const char *name,
                        Pair *p) {
    *p = (Pair){0};
    TRY(dl_labelled(nn, y, format, &p->y, &p->plain));
    Status status = OK;
    if (dlarray_is_formatted(t))
        p->t = dlarray_ref(t);
    else if (p->plain)
        TRY_GOTO(dlarray_with_format(nn, t, format, &p->t)); // the same labels, the same order
    else
        TRY_GOTO(dlarray_relabel(nn, t, p->y->format, &p->t));
    if (strcmp(p->y->format, p->t->format) != 0 ||
        !shape_equal(&p->y->value->shape, &p->t->value->shape)) {
        char a[200], b[200];
        dlarray_describe(p->y, a, sizeof a);
        dlarray_describe(p->t, b, sizeof b);
        TRY_GOTO(ctx_fail(nn->ctx, ERR_SIZE, "deep:loss:SizeMismatch",
                          "%s: predictions and targets must have the same size: %s and %s.", name,
                          a, b));
    }
done:
    if (status != OK) pair_done(p);
    return status;
}

static Status multiply_by(NnState *nn, DlArray **terms, DlArray *factor) {
    DlArray *made = NULL;
    TRY(dl_times(nn, *terms, factor, &made));
    dlarray_unref(*terms);
    *terms = made;
    return OK;
}

/// Per-class weights given as a vector lie along C.
static Status class_weights(NnState *nn, const DlArray *y, DlArray *weights, DlArray **ret) {
    int channel = dlarray_find_dim(y, 'C');
    if (channel < 0 || weights->value->numel != dlarray_dim(y, channel) ||
        dlarray_is_formatted(weights)) {
        *ret = dlarray_ref(weights);
        return OK;
    }
    Index dims[SHAPE_MAX_DIMS];
    for (int i = 0; i < channel; i++) dims[i] = 1;
    dims[channel] = weights->value->numel;
    Shape shape;
    TRY(shape_make(nn->ctx, dims, channel + 1, &shape));
    return dl_reshape(nn, weights, &shape, ret);
}

static double divisor(const Pair *p, const LossOptions *o) {
    int batch = dlarray_find_dim(p->y, 'B');
    switch (o->normalization) {
    case LOSS_BATCH_SIZE: return batch < 0 ? 1 : (double)dlarray_dim(p->y, batch);
    case LOSS_ALL_ELEMENTS: return (double)p->y->value->numel;
    case LOSS_TARGET_INCLUDED: // observations with a target: all but the channels
        return (double)p->y->value->numel /
               (double)(dlarray_find_dim(p->y, 'C') < 0
                            ? 1
                            : dlarray_dim(p->y, dlarray_find_dim(p->y, 'C')));
    case LOSS_MASK_INCLUDED: {
        if (!o->mask) return (double)p->y->value->numel;
        double n = 0;
        for (Index i = 0; i < o->mask->value->numel; i++) n += tensor_get(o->mask->value, i) != 0;
        return n * (double)p->y->value->numel / (double)o->mask->value->numel;
    }
    case LOSS_NONE: return 1;
    }
    return 1;
}

/// Ends a loss: scale*terms, weighed and masked, then summed over everything and divided. `terms`
/// is taken.
static Status finish(NnState *nn, Pair *p, DlArray *terms, double scale, const LossOptions *o,
                     DlArray **ret) {
    DlArray *weights = NULL, *sum = NULL, *made = NULL;
    Status status = OK;
    if (o->weights) {
        TRY_GOTO(class_weights(nn, p->y, o->weights, &weights));
        TRY_GOTO(multiply_by(nn, &terms, weights));
    }
    if (o->mask) TRY_GOTO(multiply_by(nn, &terms, o->mask));
    if (o->element_wise) {
        TRY_GOTO(dl_affine(nn, terms, scale, 0, &made));
        status = dlarray_relabel(nn, made, p->plain ? "" : p->y->format, ret);
        goto done;
    }
    TRY_GOTO(dl_sum(nn, terms, NULL, 0, &sum));
    TRY_GOTO(dl_affine(nn, sum, scale / divisor(p, o), 0, &made));
    status = dlarray_relabel(nn, made, "", ret);
done:
    dlarray_unref(terms);
    dlarray_unref(weights);
    dlarray_unref(sum);
    dlarray_unref(made);
    pair_done(p);
    return status;
}

static const LossOptions no_options;
static const LossOptions *or_default(const LossOptions *options) {
    return options ? options : &no_options;
}

/// log(max(y, tiny)).
static Status safe_log(NnState *nn, DlArray *y, DlArray **ret) {
    DlArray *guarded = NULL;
    TRY(dl_floor_at(nn, y, y->value->cls == CLASS_SINGLE ? FLT_MIN : DBL_MIN, &guarded));
    Status status = dl_log(nn, guarded, ret);
    dlarray_unref(guarded);
    return status;
}

/// t .* log(y).
static Status cross_terms(NnState *nn, DlArray *y, DlArray *t, DlArray **ret) {
    DlArray *log_y = NULL;
    TRY(safe_log(nn, y, &log_y));
    Status status = dl_times(nn, log_y, t, ret);
    dlarray_unref(log_y);
    return status;
}

/// t .* log(y) + (1-t) .* log(1-y).
static Status binary_terms(NnState *nn, DlArray *y, DlArray *t, DlArray **ret) {
    DlArray *other_y = NULL, *other_t = NULL, *a = NULL, *b = NULL;
    Status status = OK;
    TRY_GOTO(dl_affine(nn, y, -1, 1, &other_y));
    TRY_GOTO(dl_affine(nn, t, -1, 1, &other_t));
    TRY_GOTO(cross_terms(nn, y, t, &a));
    TRY_GOTO(cross_terms(nn, other_y, other_t, &b));
    TRY_GOTO(dl_plus(nn, a, b, ret));
done:
    dlarray_unref(other_y);
    dlarray_unref(other_t);
    dlarray_unref(a);
    dlarray_unref(b);
    return status;
}

Status loss_crossentropy(NnState *nn, DlArray *y, DlArray *t, const char *format,
                         const LossOptions *options, DlArray **ret) {
    const LossOptions *o = or_default(options);
    Pair p;
    DlArray *terms = NULL;
    TRY(pair_make(nn, y, t, format, "crossentropy", &p));
    Status status =
        o->multilabel ? binary_terms(nn, p.y, p.t, &terms) : cross_terms(nn, p.y, p.t, &terms);
    if (status == OK) return finish(nn, &p, terms, -1, o, ret);
    pair_done(&p);
    return status;
}

/// terms = f(y - t).
static Status difference_loss(NnState *nn, DlArray *y, DlArray *t, const char *format,
                              const LossOptions *o, const char *name,
                              Status (*f)(NnState *, DlArray *, DlArray **), double scale,
                              DlArray **ret) {
    Pair p;
    DlArray *off = NULL, *terms = NULL;
    TRY(pair_make(nn, y, t, format, name, &p));
    Status status = dl_minus(nn, p.y, p.t, &off);
    if (status == OK) status = f(nn, off, &terms);
    dlarray_unref(off);
    if (status == OK) return finish(nn, &p, terms, scale, o, ret);
    pair_done(&p);
    return status;
}

Status loss_mse(NnState *nn, DlArray *y, DlArray *t, const char *format, const LossOptions *options,
                DlArray **ret) {
    return difference_loss(nn, y, t, format, or_default(options), "mse", dl_square, 0.5, ret);
}
Status loss_l1(NnState *nn, DlArray *y, DlArray *t, const char *format, const LossOptions *options,
               DlArray **ret) {
    return difference_loss(nn, y, t, format, or_default(options), "l1loss", dl_abs, 1, ret);
}
Status loss_l2(NnState *nn, DlArray *y, DlArray *t, const char *format, const LossOptions *options,
               DlArray **ret) {
    return difference_loss(nn, y, t, format, or_default(options), "l2loss", dl_square, 1, ret);
}

/// min(|d|, c) * (|d| - min(|d|, c)/2): quadratic below c, linear above.
Status loss_huber(NnState *nn, DlArray *y, DlArray *t, const char *format,
                  const LossOptions *options, DlArray **ret) {
    const LossOptions *o = or_default(options);
    double transition = o->transition > 0 ? o->transition : 1;
    Pair p;
    DlArray *off = NULL, *size = NULL, *limit = NULL, *low = NULL, *half = NULL, *rest = NULL,
            *terms = NULL;
    Tensor *scalar = NULL;
    TRY(pair_make(nn, y, t, format, "huber", &p));
    Status status = OK;
    TRY_GOTO(dl_minus(nn, p.y, p.t, &off));
    TRY_GOTO(dl_abs(nn, off, &size));
    TRY_GOTO(
        tensor_full(nn->ctx, (NumClass)size->value->cls, &(Shape){2, {1, 1}}, transition, &scalar));
    TRY_GOTO(dlarray_take(nn, scalar, "", &limit));
    TRY_GOTO(dl_min2(nn, size, limit, &low));
    TRY_GOTO(dl_affine(nn, low, 0.5, 0, &half));
    TRY_GOTO(dl_minus(nn, size, half, &rest));
    TRY_GOTO(dl_times(nn, low, rest, &terms));
done:
    dlarray_unref(off);
    dlarray_unref(size);
    dlarray_unref(limit);
    dlarray_unref(low);
    dlarray_unref(half);
    dlarray_unref(rest);
    if (status == OK) return finish(nn, &p, terms, 1, o, ret);
    pair_done(&p);
    return status;
}

static const LossDef crossentropy = {"crossentropy", "Cross-entropy of probabilities",
                                     loss_crossentropy};
static const LossDef mse = {"mse", "Half mean squared error", loss_mse};
static const LossDef l1 = {"l1loss", "Sum of absolute differences", loss_l1};
static const LossDef l2 = {"l2loss", "Sum of squared differences", loss_l2};
static const LossDef huber = {"huber", "Huber loss", loss_huber};
static const LossDef *const losses[] = {&crossentropy, &mse, &l1, &l2, &huber};

const LossDef *loss_find(const char *name) {
    for (size_t i = 0; i < sizeof losses / sizeof losses[0]; i++)
        if (strcmp(losses[i]->name, name) == 0) return losses[i];
    return NULL;
}
const LossDef *const *loss_list(Index *ret_n) {
    *ret_n = (Index)(sizeof losses / sizeof losses[0]);
    return losses;
}
