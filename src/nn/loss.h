// nn/loss.h: losses on labelled arrays, an unformatted scalar unless options->element_wise.
// By default the sum is divided by the size of the batch dimension B only (1 when there is none):
// not by the number of time steps, channels or pixels.
#pragma once
#include "nn/ops.h"

typedef enum LossNorm {
    LOSS_BATCH_SIZE,
    LOSS_ALL_ELEMENTS,
    LOSS_TARGET_INCLUDED,
    LOSS_MASK_INCLUDED,
    LOSS_NONE
} LossNorm;

typedef struct LossOptions {
    LossNorm normalization; // divide the sum by …
    bool element_wise;      // Reduction="none": the array of terms, labelled as y
    bool multilabel;        // crossentropy: binary terms -(t log y + (1-t) log(1-y))
    DlArray *weights;       // borrowed or null: per-class (numel = channels) or full-size weights
    DlArray *mask;          // borrowed or null: same size as y, or expandable
    double transition;      // huber: 0 means 1
} LossOptions;

/// One loss. `format` is used for unformatted y ("" or null when y is labelled); t may be labelled
/// or not. Fails ERR_SIZE "deep:…" when sizes differ, ERR_ARG when y has no labels and no format is
/// given.
typedef struct LossDef {
    const char *name; // "crossentropy", "mse", "l1loss", "l2loss", "huber"
    const char *summary;
    Status (*fn)(NnState *nn, DlArray *y, DlArray *t, const char *format,
                 const LossOptions *options, DlArray **ret);
} LossDef;

/// y holds probabilities: -sum(t .* log(y)) / N, y kept at or above the smallest normal number of
/// its class.
Status loss_crossentropy(NnState *nn, DlArray *y, DlArray *t, const char *format,
                         const LossOptions *options, DlArray **ret);
/// Half: sum((y-t).^2) / (2N).
Status loss_mse(NnState *nn, DlArray *y, DlArray *t, const char *format, const LossOptions *options,
                DlArray **ret);
/// sum(|y-t|) / N.
Status loss_l1(NnState *nn, DlArray *y, DlArray *t, const char *format, const LossOptions *options,
               DlArray **ret);
/// sum((y-t).^2) / N.
Status loss_l2(NnState *nn, DlArray *y, DlArray *t, const char *format, const LossOptions *options,
               DlArray **ret);
/// Quadratic (half) within `transition`, linear beyond, summed / N.
Status loss_huber(NnState *nn, DlArray *y, DlArray *t, const char *format,
                  const LossOptions *options, DlArray **ret);

const LossDef *loss_find(const char *name);
const LossDef *const *loss_list(Index *ret_n);
