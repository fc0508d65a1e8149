// nn/optimizer.h: adam, sgdm and rmsprop steps on lists of tensors.
#pragma once
#include "nn/tape.h"

/// Settings with MATLAB's defaults in OptimizerDef.defaults.
typedef struct OptimizerSettings {
    double learn_rate;
    double momentum;      // sgdm
    double decay;         // adam: gradient decay (beta1); unused by the others
    double squared_decay; // adam: beta2; rmsprop: decay of the squared average
    double epsilon;
} OptimizerSettings;

/// A step over n parameters. The arrays hold references the caller owns; each tensor of param,
/// state1 and state2 is updated in place while it is sole, else replaced by a new one (the old
/// reference is released), so that other holders never see a change. state entries may be null:
/// then they start at zero. Gradients may be null (parameter skipped).
typedef struct OptimizerStep {
    Index n;
    Tensor **param;      // float32 or float64
    Tensor *const *grad; // same sizes; another float class is converted
    Tensor **state1; // adam: average gradient; sgdm: velocity; rmsprop: average squared gradient
    Tensor **state2; // adam: average squared gradient; else null
    const Learnable *const *names; // for observers; null or entries null: unnamed
    int64_t iteration;             // from 1 (adam)
    OptimizerSettings settings;
    bool in_place; // the caller made sure that no one else sees the tensors: they are changed though they are not sole
} OptimizerStep;
/// Whether the step can be done in place from its first to its last parameter: same classes and sizes throughout, every
/// state there, no observer. Then it cannot fail in between.
bool optimizer_uniform(const NnState *nn, const OptimizerStep *step);

typedef struct OptimizerDef {
    const char *name; // "adam", "sgdm", "rmsprop"
    const char *summary;
    int n_states; // 1 or 2
    OptimizerSettings defaults;
    Status (*step)(NnState *nn, OptimizerStep *step);
} OptimizerDef;

/// step = lr * sqrt(1-b2^t)/(1-b1^t) * m ./ (sqrt(v) + eps).
Status optimizer_adam(NnState *nn, OptimizerStep *step);
/// v = momentum*v - lr*g;  w = w + v.
Status optimizer_sgdm(NnState *nn, OptimizerStep *step);
/// v = decay*v + (1-decay)*g.^2;  w = w - lr * g ./ (sqrt(v) + eps).
Status optimizer_rmsprop(NnState *nn, OptimizerStep *step);

/// Scales the gradients in place so that the L2 norm of each (global: of all together) is at most
/// `threshold` (GradientThresholdMethod). Entries that are not sole are replaced. *ret_norm (may be
/// null): global norm before.
Status gradients_clip(NnState *nn, Tensor **grad, Index n, double threshold, bool global,
                      double *ret_norm);

const OptimizerDef *optimizer_find(const char *name);
const OptimizerDef *const *optimizer_list(Index *ret_n);
