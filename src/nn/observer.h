// nn/observer.h: how telemetry listens to training without the user's script knowing.
// No observer costs one branch per event. Tensors are borrowed for the time of the call and must
// not be changed.
#pragma once
#include "nn/tape.h"

/// Where in a network an event happened. Texts are borrowed for the time of the call.
typedef struct LayerEvent {
    const char *layer;      // "fc1"
    const char *type;       // "fullyConnected", "convolution2d" …: LayerDef.type
    const char *activation; // activation that follows directly: "relu", "sigmoid", "tanh", … or ""
                            // when unknown
    int64_t step; // NnState.step: backward passes over learnables so far, 0 before the first
} LayerEvent;

typedef struct Observer {
    void *self;
    /// Forward pass in training of a layer with weights: its input and its output after
    /// `activation` (when the activation is fused or follows; otherwise the plain output). Only
    /// while a trace is on.
    void (*on_forward)(void *self, const LayerEvent *event, const Tensor *input,
                       const Tensor *output);
    /// Backward pass: d loss / d z, z = output of a layer with weights before its activation.
    void (*on_signal)(void *self, const LayerEvent *event, const Tensor *signal);
    /// Backward pass finished: gradient of one named learnable, and its present value. event->type
    /// and activation are those of its layer when known, else "". Called once per learnable and
    /// pass, in the order asked for.
    void (*on_gradient)(void *self, const LayerEvent *event, const char *parameter,
                        const Tensor *gradient, const Tensor *value);
    /// All gradients of this pass were reported; `loss` is its value.
    void (*on_pass)(void *self, int64_t step, double loss);
    /// An optimizer changed a learnable: value before and after. `iteration` as the optimizer was
    /// told, or 0.
    void (*on_update)(void *self, const char *layer, const char *parameter, int64_t iteration,
                      const Tensor *before, const Tensor *after);
} Observer;

/// Adds an observer (borrowed, must outlive its registration; entries may be null). ERR_LIMIT
/// beyond NN_MAX_OBSERVERS.
Status observer_add(NnState *nn, const Observer *observer);
/// Removes it; unknown ones are ignored.
void observer_remove(NnState *nn, const Observer *observer);
static inline bool nn_observed(const NnState *nn) {
    return nn->n_observers > 0;
}

// Called by the engine. Callers test nn_observed first.
void observer_forward(NnState *nn, const struct Layer *layer, const char *activation,
                      const Tensor *input, const Tensor *output);
void observer_signal(NnState *nn, const struct Layer *layer, const char *activation,
                     const Tensor *signal);
void observer_gradient(NnState *nn, const Learnable *learnable, const Tensor *gradient,
                       const Tensor *value);
void observer_pass(NnState *nn, double loss);
void observer_update(NnState *nn, const Learnable *learnable, int64_t iteration,
                     const Tensor *before, const Tensor *after);
