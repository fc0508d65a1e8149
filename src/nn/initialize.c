// nn/initialize.c: sizes through the network, and the learnables and states that do not exist yet.
#include "base/vec.h"
#include "nn/plan.h"
#include <string.h>

/// Lists being built.
typedef struct Rows {
    NetParam *items;
    Index n, cap;
} Rows;

/// Appends one row; a value of the same name and size among the old ones is kept. `value` is taken.
static Status add_row(NnState *nn, Rows *rows, const NetParam *old, Index n_old, const Network *net,
                      int layer, int slot, const char *parameter, int follower, Tensor *value) {
    const Layer *l = net->layers[layer];
    const char *activation = follower >= 0 ? net->layers[follower]->def->type : "";
    Learnable *name = NULL;
    DlArray *array = NULL;
    Status status = OK;
    for (Index i = 0; i < n_old && !array; i++)
        if (strcmp(old[i].name->layer, l->name) == 0 &&
            strcmp(old[i].name->parameter, parameter) == 0 && old[i].value &&
            shape_equal(&old[i].value->value->shape, &value->shape))
            array = dlarray_ref(old[i].value);
    if (array)
        tensor_unref(value);
    else
        TRY_GOTO(dlarray_take(nn, value, "", &array));
    TRY_GOTO(learnable_new(nn->ctx, rows->n, l->name, parameter, l->def->type, activation, &name));
    TRY_GOTO(
        vec_reserve(nn->ctx, (void **)&rows->items, &rows->cap, rows->n + 1, sizeof *rows->items));
    rows->items[rows->n++] = (NetParam){.name = name, .layer = layer, .slot = slot, .value = array};
    return OK;
done:
    learnable_unref(name);
    dlarray_unref(array);
    return status;
}

/// Sizes of a layer's inputs; open ports take theirs from the examples.
static Status gather_specs(Ctx *ctx, const Network *net, const NetPlan *p, int layer,
                           const DataSpec *examples, int n_examples, DataSpec *in) {
    const Layer *l = net->layers[layer];
    for (int k = 0; k < l->n_in; k++) {
        int source = p->source[p->first_in[layer] + k];
        if (source >= 0) {
            in[k] = p->specs[source];
            continue;
        }
        int number = -source - 1;
        if (number >= n_examples) {
            char port[32];
            layer_port_name(l, false, k, port, sizeof port);
            return layer_fail(ctx, l,
                              "the input '%s' is not connected. Connect it, or give example inputs "
                              "to initialize.",
                              port);
        }
        in[k] = examples[number];
    }
    return OK;
}

static Status infer_layer(NnState *nn, const Network *net, NetPlan *p, int layer,
                          const DataSpec *in) {
    const Layer *l = net->layers[layer];
    DataSpec out[LAYER_MAX_PORTS] = {{{0}}};
    TRY(l->def->infer(nn, l, in, l->n_in, out));
    for (int k = 0; k < l->n_out; k++) p->specs[p->first_slot[layer] + k] = out[k];
    if (l->n_out > 0) p->layer_specs[layer] = out[0];
    return OK;
}

/// New start values of one layer into params and states (owned by the caller).
static Status start_values(NnState *nn, const Layer *layer, const DataSpec *in, LayerInit *init) {
    *init = (LayerInit){.nn = nn, .layer = layer, .in = in, .n_in = layer->n_in};
    return layer->def->init ? layer->def->init(init) : OK;
}

typedef struct Building {
    Rows learnables, states;
} Building;

static Status build_layer(NnState *nn, const Network *net, NetPlan *p, int layer,
                          const DataSpec *in, Building *b) {
    const Layer *l = net->layers[layer];
    LayerInit init;
    Status status = OK;
    TRY_GOTO(start_values(nn, l, in, &init));
    p->first_param[layer] = (int)b->learnables.n;
    p->first_state[layer] = (int)b->states.n;
    for (int i = 0; i < l->def->n_params; i++) {
        Tensor *value = init.params[i];
        init.params[i] = NULL;
        TRY_GOTO(add_row(nn, &b->learnables, net->learnables, net->n_learnables, net, layer, i,
                         l->def->params[i], p->follower[layer], value));
    }
    for (int i = 0; i < l->def->n_states; i++) {
        Tensor *value = init.states[i];
        init.states[i] = NULL;
        TRY_GOTO(add_row(nn, &b->states, net->states, net->n_states, net, layer, i,
                         l->def->states[i], -1, value));
    }
done:
    for (int i = 0; i < LAYER_MAX_PARAMS; i++) tensor_unref(init.params[i]);
    for (int i = 0; i < LAYER_MAX_STATES; i++) tensor_unref(init.states[i]);
    return status;
}

Status network_initialize(NnState *nn, Network *net, const DataSpec *examples, int n_examples) {
    if (net->n_layers == 0)
        return ctx_fail(nn->ctx, ERR_ARG, "nnet_cnn:dlnetwork:Empty",
                        "A network must have at least one layer.");
    NetPlan *p = NULL;
    TRY(plan_make(nn->ctx, net, &p));
    Building b = {0};
    Status status = OK;
    if (n_examples > 0 && n_examples != p->n_inputs)
        TRY_GOTO(ctx_fail(nn->ctx, ERR_ARG, "nnet_cnn:dlnetwork:ExampleCount",
                          "The network has %d inputs but %d example inputs were given.",
                          p->n_inputs, n_examples));
    // Learnables are listed in the order of the layers, sizes follow the order of work: two passes.
    for (int i = 0; i < p->n_layers; i++) {
        DataSpec in[LAYER_MAX_PORTS];
        TRY_GOTO(gather_specs(nn->ctx, net, p, p->order[i], examples, n_examples, in));
        TRY_GOTO(infer_layer(nn, net, p, p->order[i], in));
    }
    for (int i = 0; i < p->n_layers; i++) {
        DataSpec in[LAYER_MAX_PORTS];
        TRY_GOTO(gather_specs(nn->ctx, net, p, i, examples, n_examples, in));
        TRY_GOTO(build_layer(nn, net, p, i, in, &b));
    }
    netparams_free(net->learnables, net->n_learnables);
    netparams_free(net->states, net->n_states);
    net->learnables = b.learnables.items;
    net->n_learnables = b.learnables.n;
    net->states = b.states.items;
    net->n_states = b.states.n;
    b = (Building){0};
    plan_unref(net->plan);
    net->plan = p;
    p = NULL;
    net->initialized = true;
done:
    netparams_free(b.learnables.items, b.learnables.n);
    netparams_free(b.states.items, b.states.n);
    plan_unref(p);
    return status;
}

const DataSpec *network_layer_specs(const Network *net) {
    return net->plan ? net->plan->layer_specs : NULL;
}
