// nn/state.c: life of the engine's state, and the registration of observers.
#include "nn/state.h"
#include "nn/layer.h"
#include "nn/observer.h"
#include "nn/tape.h"
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

NnState *nnstate_new(Ctx *ctx, Rng *rng) {
    NnState *nn = mem_alloc_zero(sizeof *nn);
    if (!nn) return NULL;
    nn->ctx = ctx;
    nn->rng = rng;
    return nn;
}

void nnstate_free(NnState *nn) {
    if (!nn) return;
    if (nn->depth > 1) nn->depth = 1;
    tape_end(nn);
    for (TapeNode *node = nn->spare, *next; node; node = next) {
        next = node->next;
        mem_free(node);
    }
    mem_free(nn->nodes);
    mem_free(nn);
}

Status observer_add(NnState *nn, const Observer *observer) {
    if (nn->n_observers == NN_MAX_OBSERVERS)
        return ctx_fail(nn->ctx, ERR_LIMIT, "Gradus:tooManyObservers",
                        "At most %d observers can listen to the training at one time.",
                        NN_MAX_OBSERVERS);
    if (nn->n_observers == 0) nn->step = 0;
    nn->observers[nn->n_observers++] = observer;
    return OK;
}

void observer_remove(NnState *nn, const Observer *observer) {
    int kept = 0;
    for (int i = 0; i < nn->n_observers; i++)
        if (nn->observers[i] != observer) nn->observers[kept++] = nn->observers[i];
    nn->n_observers = kept;
}

static LayerEvent event_of_layer(const NnState *nn, const Layer *layer, const char *activation) {
    return (LayerEvent){.layer = layer ? layer->name : "",
                        .type = layer ? layer->def->type : "",
                        .activation = activation ? activation : "",
                        .step = nn->step};
}

void observer_forward(NnState *nn, const Layer *layer, const char *activation, const Tensor *input,
                      const Tensor *output) {
    LayerEvent event = event_of_layer(nn, layer, activation);
    for (int i = 0; i < nn->n_observers; i++) {
        const Observer *o = nn->observers[i];
        if (o->on_forward) o->on_forward(o->self, &event, input, output);
    }
}

void observer_signal(NnState *nn, const Layer *layer, const char *activation,
                     const Tensor *signal) {
    LayerEvent event = event_of_layer(nn, layer, activation);
    for (int i = 0; i < nn->n_observers; i++) {
        const Observer *o = nn->observers[i];
        if (o->on_signal) o->on_signal(o->self, &event, signal);
    }
}

void observer_gradient(NnState *nn, const Learnable *learnable, const Tensor *gradient,
                       const Tensor *value) {
    LayerEvent event = {.layer = learnable->layer,
                        .type = learnable->type,
                        .activation = learnable->activation,
                        .step = nn->step};
    for (int i = 0; i < nn->n_observers; i++) {
        const Observer *o = nn->observers[i];
        if (o->on_gradient) o->on_gradient(o->self, &event, learnable->parameter, gradient, value);
    }
}

void observer_pass(NnState *nn, double loss) {
    for (int i = 0; i < nn->n_observers; i++) {
        const Observer *o = nn->observers[i];
        if (o->on_pass) o->on_pass(o->self, nn->step, loss);
    }
}

void observer_update(NnState *nn, const Learnable *learnable, int64_t iteration,
                     const Tensor *before, const Tensor *after) {
    for (int i = 0; i < nn->n_observers; i++) {
        const Observer *o = nn->observers[i];
        if (o->on_update)
            o->on_update(o->self, learnable->layer, learnable->parameter, iteration, before, after);
    }
}

void nn_keep_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}
