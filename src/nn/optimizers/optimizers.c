// nn/optimizers/optimizers.c: one step of adam, sgdm or rmsprop over a list of parameters.
//
// Tensors that only the caller holds are updated in place; others are replaced, so that a network
// that still refers to the old value keeps it. Observers see the value before: then parameters are
// never updated in place.
#include "nn/observer.h"
#include "nn/optimizer.h"
#include "tensor/kernels/kernels.h"
#include <math.h>
#include <string.h>

/// Everything one parameter needs: all of one class and size. out_* may be the inputs.
typedef struct Cell {
    Index n;
    const Tensor *w, *g, *s1, *s2;
    Tensor *out_w, *out_s1, *out_s2;
    const OptimizerSettings *settings;
    double step; // adam: corrected step size
} Cell;

static Status fail_size(NnState *nn, const Learnable *name, const Tensor *param,
                        const Tensor *other, const char *what) {
    char a[128], b[128];
    shape_format(&param->shape, "\xc3\x97", a, sizeof a);
    shape_format(&other->shape, "\xc3\x97", b, sizeof b);
    return ctx_fail(nn->ctx, ERR_SIZE, "deep:update:SizeMismatch",
                    "%s%s%s%s must have the size of the parameter: %s, not %s.",
                    name ? name->layer : "", name ? "/" : "", name ? name->parameter : "", what, a,
                    b);
}

bool optimizer_uniform(const NnState *nn, const OptimizerStep *step) {
    if (nn_observed(nn)) return false;
    for (Index i = 0; i < step->n; i++) {
        const Tensor *w = step->param[i];
        const Tensor *others[] = {step->grad[i], step->state1[i],
                                  step->state2 ? step->state2[i] : w};
        if (!w || w->is_complex || !class_is_float((NumClass)w->cls)) return false;
        for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
            const Tensor *t = others[k];
            if (!t || t->cls != w->cls || t->is_complex || !shape_equal(&t->shape, &w->shape))
                return false;
        }
    }
    return true;
}

/// The tensor to write to: `*slot` itself when sole, else a new one of its size.
static Status writable(NnState *nn, const OptimizerStep *step, Tensor *slot, bool in_place,
                       Tensor **ret) {
    if (step->in_place || (in_place && tensor_sole(slot))) {
        *ret = tensor_ref(slot);
        return OK;
    }
    return tensor_new(nn->ctx, (NumClass)slot->cls, &slot->shape, ret);
}

/// Makes *slot an array of `cls` and the size of `like`: zeros when null, converted when of another
/// class.
static Status ready_state(NnState *nn, const Learnable *name, const Tensor *like, Tensor **slot) {
    if (!*slot || ((*slot)->numel == 0 && like->numel != 0)) {
        Tensor *zeros = NULL;
        TRY(tensor_zeros(nn->ctx, (NumClass)like->cls, &like->shape, &zeros));
        tensor_unref(*slot);
        *slot = zeros;
        return OK;
    }
    if (!shape_equal(&(*slot)->shape, &like->shape))
        return fail_size(nn, name, like, *slot, ": the optimizer state");
    if ((*slot)->cls == like->cls) return OK;
    Tensor *cast = NULL;
    TRY(tensor_cast(nn->ctx, *slot, (NumClass)like->cls, &cast));
    tensor_unref(*slot);
    *slot = cast;
    return OK;
}

static void keep(Tensor **slot, Tensor *made) {
    tensor_unref(*slot);
    *slot = made;
}

typedef void (*CellFn)(const Cell *cell);

static Status update_one(NnState *nn, OptimizerStep *step, Index i, int n_states, double corrected,
                         CellFn run) {
    const Learnable *name = step->names ? step->names[i] : NULL;
    Tensor *g = NULL, *w_out = NULL, *s1_out = NULL, *s2_out = NULL, *before = NULL;
    Tensor *w = step->param[i];
    Status status = OK;
    bool watched = nn_observed(nn) && name;
    if (!class_is_float((NumClass)w->cls) || w->is_complex)
        return ctx_fail(nn->ctx, ERR_TYPE, "deep:update:Class",
                        "Parameters must be single or double arrays.");
    if (!shape_equal(&step->grad[i]->shape, &w->shape))
        return fail_size(nn, name, w, step->grad[i], ": the gradient");
    TRY_GOTO(tensor_cast(nn->ctx, step->grad[i], (NumClass)w->cls, &g));
    TRY_GOTO(ready_state(nn, name, w, &step->state1[i]));
    if (n_states > 1) TRY_GOTO(ready_state(nn, name, w, &step->state2[i]));
    TRY_GOTO(writable(nn, step, w, !watched, &w_out));
    TRY_GOTO(writable(nn, step, step->state1[i], true, &s1_out));
    if (n_states > 1) TRY_GOTO(writable(nn, step, step->state2[i], true, &s2_out));
    run(&(Cell){.n = w->numel,
                .w = w,
                .g = g,
                .s1 = step->state1[i],
                .s2 = n_states > 1 ? step->state2[i] : NULL,
                .out_w = w_out,
                .out_s1 = s1_out,
                .out_s2 = s2_out,
                .settings = &step->settings,
                .step = corrected});
    before = watched ? tensor_ref(w) : NULL;
    keep(&step->param[i], w_out);
    keep(&step->state1[i], s1_out);
    if (n_states > 1) keep(&step->state2[i], s2_out);
    w_out = s1_out = s2_out = NULL;
    if (watched) observer_update(nn, name, step->iteration, before, step->param[i]);
done:
    tensor_unref(g);
    tensor_unref(w_out);
    tensor_unref(s1_out);
    tensor_unref(s2_out);
    tensor_unref(before);
    return status;
}

static Status update_all(NnState *nn, OptimizerStep *step, int n_states, double corrected,
                         CellFn run) {
    for (Index i = 0; i < step->n; i++) {
        if (!step->grad[i] || !step->param[i]) continue;
        if (!step->in_place) TRY(ctx_check_stop(nn->ctx));
        TRY(update_one(nn, step, i, n_states, corrected, run));
    }
    return OK;
}

// ---- adam (Kingma & Ba 2015, with epsilon added to the uncorrected root) ----

static void adam_cell(const Cell *c) {
    const OptimizerSettings *s = c->settings;
    if (c->w->cls == CLASS_SINGLE) {
        AdamStep a = {(float)c->step, (float)s->decay, (float)s->squared_decay, (float)s->epsilon};
        kernels_f32()->adam(c->n, a, tensor_f32(c->w), tensor_f32(c->s1), tensor_f32(c->s2),
                            tensor_f32(c->g), tensor_f32(c->out_w), tensor_f32(c->out_s1),
                            tensor_f32(c->out_s2));
        return;
    }
    for (Index i = 0; i < c->n; i++) {
        double g = tensor_f64(c->g)[i];
        double m = s->decay * tensor_f64(c->s1)[i] + (1 - s->decay) * g;
        double v = s->squared_decay * tensor_f64(c->s2)[i] + (1 - s->squared_decay) * g * g;
        tensor_f64(c->out_w)[i] = tensor_f64(c->w)[i] - c->step * m / (sqrt(v) + s->epsilon);
        tensor_f64(c->out_s1)[i] = m;
        tensor_f64(c->out_s2)[i] = v;
    }
}
Status optimizer_adam(NnState *nn, OptimizerStep *step) {
    const OptimizerSettings *s = &step->settings;
    if (step->iteration < 1)
        return ctx_fail(nn->ctx, ERR_ARG, "deep:adamupdate:Iteration",
                        "The iteration number must be a positive integer.");
    double t = (double)step->iteration;
    double corrected = s->learn_rate * sqrt(1 - pow(s->squared_decay, t)) / (1 - pow(s->decay, t));
    return update_all(nn, step, 2, corrected, adam_cell);
}

// ---- stochastic gradient descent with momentum ----

static void sgdm_cell(const Cell *c) {
    const OptimizerSettings *s = c->settings;
    if (c->w->cls == CLASS_SINGLE) {
        kernels_f32()->sgdm(c->n, (float)s->learn_rate, (float)s->momentum, tensor_f32(c->w),
                            tensor_f32(c->s1), tensor_f32(c->g), tensor_f32(c->out_w),
                            tensor_f32(c->out_s1));
        return;
    }
    for (Index i = 0; i < c->n; i++) {
        double v = s->momentum * tensor_f64(c->s1)[i] - s->learn_rate * tensor_f64(c->g)[i];
        tensor_f64(c->out_w)[i] = tensor_f64(c->w)[i] + v;
        tensor_f64(c->out_s1)[i] = v;
    }
}
Status optimizer_sgdm(NnState *nn, OptimizerStep *step) {
    return update_all(nn, step, 1, 0, sgdm_cell);
}

// ---- rmsprop (Hinton) ----

static void rmsprop_cell(const Cell *c) {
    const OptimizerSettings *s = c->settings;
    if (c->w->cls == CLASS_SINGLE) {
        kernels_f32()->rmsprop(c->n, (float)s->learn_rate, (float)s->squared_decay,
                               (float)s->epsilon, tensor_f32(c->w), tensor_f32(c->s1),
                               tensor_f32(c->g), tensor_f32(c->out_w), tensor_f32(c->out_s1));
        return;
    }
    for (Index i = 0; i < c->n; i++) {
        double g = tensor_f64(c->g)[i];
        double v = s->squared_decay * tensor_f64(c->s1)[i] + (1 - s->squared_decay) * g * g;
        tensor_f64(c->out_w)[i] = tensor_f64(c->w)[i] - s->learn_rate * g / (sqrt(v) + s->epsilon);
        tensor_f64(c->out_s1)[i] = v;
    }
}
Status optimizer_rmsprop(NnState *nn, OptimizerStep *step) {
    return update_all(nn, step, 1, 0, rmsprop_cell);
}

static const OptimizerDef adam = {
    "adam",
    "Adaptive moment estimation",
    2,
    {.learn_rate = 1e-3, .decay = 0.9, .squared_decay = 0.999, .epsilon = 1e-8},
    optimizer_adam};
static const OptimizerDef sgdm = {"sgdm",
                                  "Stochastic gradient descent with momentum",
                                  1,
                                  {.learn_rate = 0.01, .momentum = 0.9},
                                  optimizer_sgdm};
static const OptimizerDef rmsprop = {"rmsprop",
                                     "Root mean square propagation",
                                     1,
                                     {.learn_rate = 1e-3, .squared_decay = 0.9, .epsilon = 1e-8},
                                     optimizer_rmsprop};
static const OptimizerDef *const optimizers[] = {&adam, &sgdm, &rmsprop};

const OptimizerDef *optimizer_find(const char *name) {
    for (size_t i = 0; i < sizeof optimizers / sizeof optimizers[0]; i++)
        if (strcmp(optimizers[i]->name, name) == 0) return optimizers[i];
    return NULL;
}
const OptimizerDef *const *optimizer_list(Index *ret_n) {
    *ret_n = (Index)(sizeof optimizers / sizeof optimizers[0]);
    return optimizers;
}

// ---- clipping ----

static double sum_of_squares(const Tensor *t) {
    if (t->cls == CLASS_SINGLE) return kernels_f32()->sum_sq(t->numel, tensor_f32(t));
    double sum = 0;
    for (Index i = 0; i < t->numel; i++) sum += tensor_get(t, i) * tensor_get(t, i);
    return sum;
}

static Status scale_gradient(NnState *nn, Tensor **grad, double factor) {
    TRY(tensor_make_sole(nn->ctx, grad));
    for (Index i = 0; i < (*grad)->numel; i++) tensor_set(*grad, i, factor * tensor_get(*grad, i));
    return OK;
}

Status gradients_clip(NnState *nn, Tensor **grad, Index n, double threshold, bool global,
                      double *ret_norm) {
    double total = 0;
    for (Index i = 0; i < n; i++) {
        if (!grad[i]) continue;
        double own = sum_of_squares(grad[i]);
        total += own;
        if (!global && sqrt(own) > threshold)
            TRY(scale_gradient(nn, &grad[i], threshold / sqrt(own)));
    }
    if (ret_norm) *ret_norm = sqrt(total);
    if (!global || !(sqrt(total) > threshold)) return OK;
    for (Index i = 0; i < n; i++)
        if (grad[i]) TRY(scale_gradient(nn, &grad[i], threshold / sqrt(total)));
    return OK;
}
