// nn/network.c: networks as values: the graph of layers, and the lists of learnables and states.
#include "nn/network.h"
#include "base/vec.h"
#include "nn/optimizer.h"
#include "nn/plan.h"
#include <stdio.h>
#include <string.h>

// ---- life ----

Status network_new(Ctx *ctx, Network **ret) {
    Network *net = mem_alloc_zero(sizeof *net);
    if (!net) return ctx_fail_nomem(ctx);
    refcount_init(&net->refs);
    *ret = net;
    return OK;
}

void netparams_free(NetParam *params, Index n) {
    for (Index i = 0; params && i < n; i++) {
        learnable_unref(params[i].name);
        dlarray_unref(params[i].value);
    }
    mem_free(params);
}

void network_unref(Network *net) {
    if (!net || !refcount_down(&net->refs)) return;
    for (int i = 0; i < net->n_layers; i++) layer_unref(net->layers[i]);
    mem_free(net->layers);
    mem_free(net->connections);
    netparams_free(net->learnables, net->n_learnables);
    netparams_free(net->states, net->n_states);
    plan_unref(net->plan);
    mem_free(net);
}

static Status netparams_copy(Ctx *ctx, const NetParam *from, Index n, NetParam **ret) {
    if (n == 0) return OK;
    NetParam *copy = mem_alloc((size_t)n * sizeof *copy);
    if (!copy) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) {
        copy[i] = from[i];
        copy[i].name = learnable_ref(from[i].name);
        copy[i].value = dlarray_ref(from[i].value);
    }
    *ret = copy;
    return OK;
}

Status network_copy(Ctx *ctx, const Network *net, Network **ret) {
    Network *copy = NULL;
    TRY(network_new(ctx, &copy));
    Status status = OK;
    if (net->n_layers) {
        copy->layers = mem_alloc((size_t)net->n_layers * sizeof *copy->layers);
        if (!copy->layers) TRY_GOTO(ctx_fail_nomem(ctx));
        copy->cap_layers = net->n_layers;
        for (; copy->n_layers < net->n_layers; copy->n_layers++)
            copy->layers[copy->n_layers] = layer_ref(net->layers[copy->n_layers]);
    }
    if (net->n_connections) {
        size_t bytes = (size_t)net->n_connections * sizeof *copy->connections;
        copy->connections = mem_alloc(bytes);
        if (!copy->connections) TRY_GOTO(ctx_fail_nomem(ctx));
        memcpy(copy->connections, net->connections, bytes);
        copy->n_connections = copy->cap_connections = net->n_connections;
    }
    TRY_GOTO(netparams_copy(ctx, net->learnables, net->n_learnables, &copy->learnables));
    copy->n_learnables = net->n_learnables;
    TRY_GOTO(netparams_copy(ctx, net->states, net->n_states, &copy->states));
    copy->n_states = net->n_states;
    copy->initialized = net->initialized;
    copy->plan = net->plan;
    if (copy->plan) refcount_up(&copy->plan->refs);
done:
    if (status == OK)
        *ret = copy;
    else
        network_unref(copy);
    return status;
}

Status network_make_sole(Ctx *ctx, Network **net) {
    if (refcount_sole(&(*net)->refs)) return OK;
    Network *copy = NULL;
    TRY(network_copy(ctx, *net, &copy));
    network_unref(*net);
    *net = copy;
    return OK;
}

// ---- the graph ----

int network_find_layer(const Network *net, const char *name) {
    for (int i = 0; i < net->n_layers; i++)
        if (strcmp(net->layers[i]->name, name) == 0) return i;
    return -1;
}

/// The graph changed: what was planned is void; learnables stay until the next initialization.
static void network_touched(Network *net) {
    net->initialized = false;
    plan_unref(net->plan);
    net->plan = NULL;
}

static Status grow(Ctx *ctx, void **items, int *cap, int need, size_t item_size) {
    Index wide = *cap;
    TRY(vec_reserve(ctx, items, &wide, need, item_size));
    *cap = (int)wide;
    return OK;
}

static Status add_connection(Ctx *ctx, Network *net, Connection c) {
    TRY(grow(ctx, (void **)&net->connections, &net->cap_connections, net->n_connections + 1,
             sizeof *net->connections));
    net->connections[net->n_connections++] = c;
    return OK;
}

/// A name nobody has: "fc" when it is the only unnamed one of its kind, else "fc_1", "fc_2", …
static void fresh_name(const Network *net, Layer *const *others, int n, const Layer *layer,
                       int number, char *text, size_t n_bytes) {
    int same = 0;
    for (int i = 0; i < n; i++)
        same += !others[i]->name[0] && strcmp(others[i]->def->prefix, layer->def->prefix) == 0;
    snprintf(text, n_bytes, "%s", layer->def->prefix);
    if (same == 1 && network_find_layer(net, text) < 0) return;
    do snprintf(text, n_bytes, "%s_%d", layer->def->prefix, number++);
    while (network_find_layer(net, text) >= 0);
}

/// Puts `layer` (a new reference, or a named copy when it has no name) at position `at`.
static Status insert_layer(Ctx *ctx, Network *net, int at, Layer *const *list, int n, int i) {
    Layer *own = NULL;
    TRY(layer_check(ctx, list[i]));
    if (list[i]->name[0]) {
        if (network_find_layer(net, list[i]->name) >= 0)
            return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:DuplicateName",
                            "Layer names must be unique; '%s' is used more than once.",
                            list[i]->name);
        own = layer_ref(list[i]);
    } else {
        char name[80];
        fresh_name(net, list, n, list[i], 1, name, sizeof name);
        TRY(layer_copy(ctx, list[i], &own));
        Status status = layer_set_name(ctx, own, name);
        if (status != OK) {
            layer_unref(own);
            return status;
        }
    }
    Status status =
        grow(ctx, (void **)&net->layers, &net->cap_layers, net->n_layers + 1, sizeof *net->layers);
    if (status != OK) {
        layer_unref(own);
        return status;
    }
    memmove(&net->layers[at + 1], &net->layers[at],
            (size_t)(net->n_layers - at) * sizeof *net->layers);
    net->layers[at] = own;
    net->n_layers++;
    for (int k = 0; k < net->n_connections; k++) {
        if (net->connections[k].from >= at) net->connections[k].from++;
        if (net->connections[k].to >= at) net->connections[k].to++;
    }
    return OK;
}

static Status insert_series(Ctx *ctx, Network *net, int at, Layer *const *layers, int n) {
    for (int i = 0; i < n; i++) {
        TRY(insert_layer(ctx, net, at + i, layers, n, i));
        if (i == 0) continue;
        if (layers[i]->n_in == 0) continue; // an input layer starts a branch of its own
        TRY(add_connection(ctx, net, (Connection){.from = at + i - 1, .to = at + i}));
    }
    return OK;
}

Status network_add_layers(Ctx *ctx, Network *net, Layer *const *layers, int n) {
    network_touched(net);
    return insert_series(ctx, net, net->n_layers, layers, n);
}

Status network_from_layers(Ctx *ctx, Layer *const *layers, int n, Network **ret) {
    Network *net = NULL;
    TRY(network_new(ctx, &net));
    Status status = network_add_layers(ctx, net, layers, n);
    if (status == OK)
        *ret = net;
    else
        network_unref(net);
    return status;
}

/// "fc1" or "add/in2" to layer and port. With one port, or an open first one, the port may be left
/// out.
static Status find_port(Ctx *ctx, const Network *net, const char *text, bool output, int *ret_layer,
                        int *ret_port) {
    const char *slash = strrchr(text, '/');
    char name[128];
    snprintf(name, sizeof name, "%.*s", slash ? (int)(slash - text) : (int)strlen(text), text);
    int layer = network_find_layer(net, name);
    if (layer < 0)
        return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:UnknownLayer",
                        "The network has no layer '%s'.", name);
    const Layer *l = net->layers[layer];
    int n = output ? l->n_out : l->n_in;
    for (int port = 0; port < n; port++) {
        char port_name[32];
        layer_port_name(l, output, port, port_name, sizeof port_name);
        if (slash ? strcmp(slash + 1, port_name) == 0 : n == 1) {
            *ret_layer = layer;
            *ret_port = port;
            return OK;
        }
    }
    if (n == 0)
        return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:NoPort", "Layer '%s' has no inputs.",
                        name);
    if (slash)
        return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:NoPort", "Layer '%s' has no %s '%s'.",
                        name, output ? "output" : "input", slash + 1);
    return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:PortNeeded",
                    "Layer '%s' has %d %s; say which, as in '%s/%s1'.", name, n,
                    output ? "outputs" : "inputs", name, output ? "out" : "in");
}

Status network_connect(Ctx *ctx, Network *net, const char *from, const char *to) {
    Connection c;
    TRY(find_port(ctx, net, from, true, &c.from, &c.from_port));
    TRY(find_port(ctx, net, to, false, &c.to, &c.to_port));
    for (int i = 0; i < net->n_connections; i++)
        if (net->connections[i].to == c.to && net->connections[i].to_port == c.to_port)
            return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:PortTaken",
                            "Input '%s' is connected already.", to);
    network_touched(net);
    return add_connection(ctx, net, c);
}

Status network_disconnect(Ctx *ctx, Network *net, const char *from, const char *to) {
    Connection c;
    TRY(find_port(ctx, net, from, true, &c.from, &c.from_port));
    TRY(find_port(ctx, net, to, false, &c.to, &c.to_port));
    for (int i = 0; i < net->n_connections; i++) {
        const Connection *k = &net->connections[i];
        if (k->from != c.from || k->from_port != c.from_port || k->to != c.to ||
            k->to_port != c.to_port)
            continue;
        memmove(&net->connections[i], &net->connections[i + 1],
                (size_t)(--net->n_connections - i) * sizeof *net->connections);
        network_touched(net);
        return OK;
    }
    return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:NoConnection",
                    "'%s' is not connected to '%s'.", from, to);
}

static void remove_at(Network *net, int at) {
    layer_unref(net->layers[at]);
    memmove(&net->layers[at], &net->layers[at + 1],
            (size_t)(--net->n_layers - at) * sizeof *net->layers);
    int kept = 0;
    for (int i = 0; i < net->n_connections; i++) {
        Connection c = net->connections[i];
        if (c.from == at || c.to == at) continue;
        c.from -= c.from > at;
        c.to -= c.to > at;
        net->connections[kept++] = c;
    }
    net->n_connections = kept;
    network_touched(net);
}

static Status find_named(Ctx *ctx, const Network *net, const char *name, int *ret) {
    *ret = network_find_layer(net, name);
    if (*ret >= 0) return OK;
    return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:UnknownLayer",
                    "The network has no layer '%s'.", name);
}

Status network_remove_layer(Ctx *ctx, Network *net, const char *name) {
    int at;
    TRY(find_named(ctx, net, name, &at));
    remove_at(net, at);
    return OK;
}

/// The new layers are made in a copy first, so that a failure leaves the network as it was.
Status network_replace_layer(Ctx *ctx, Network *net, const char *name, Layer *const *layers,
                             int n) {
    int at;
    TRY(find_named(ctx, net, name, &at));
    if (n == 0) return network_remove_layer(ctx, net, name);
    Network *work = NULL;
    TRY(network_copy(ctx, net, &work));
    remove_at(work, at);
    Status status = insert_series(ctx, work, at, layers, n);
    for (int i = 0; i < net->n_connections && status == OK; i++) {
        Connection c = net->connections[i];
        if (c.from != at && c.to != at) continue;
        c.from = c.from == at ? at + n - 1 : c.from > at ? c.from + n - 1 : c.from;
        c.to = c.to == at ? at : c.to > at ? c.to + n - 1 : c.to;
        if (c.to_port >= work->layers[c.to]->n_in || c.from_port >= work->layers[c.from]->n_out)
            status =
                layer_fail(ctx, work->layers[at], "it has fewer ports than the layer it replaces.");
        else
            status = add_connection(ctx, work, c);
    }
    if (status == OK) { // swap contents: `net` is the caller's object
        Network old = *net;
        RefCount *refs = &net->refs;
        int32_t count = atomic_load(refs);
        *net = *work;
        atomic_store(refs, count);
        *work = old;
        atomic_store(&work->refs, 1);
    }
    network_unref(work);
    return status;
}

int network_inputs(const Network *net, Connection *ret, int capacity) {
    int n = 0;
    for (int i = 0; i < net->n_layers; i++) {
        if (net->layers[i]->n_in == 0) {
            if (n < capacity) ret[n] = (Connection){.to = i};
            n++;
        }
        for (int k = 0; k < net->layers[i]->n_in; k++) {
            bool fed = false;
            for (int c = 0; c < net->n_connections && !fed; c++)
                fed = net->connections[c].to == i && net->connections[c].to_port == k;
            if (fed) continue;
            if (n < capacity) ret[n] = (Connection){.to = i, .to_port = k};
            n++;
        }
    }
    return n;
}

int network_outputs(const Network *net, Connection *ret, int capacity) {
    int n = 0;
    for (int i = 0; i < net->n_layers; i++)
        for (int k = 0; k < net->layers[i]->n_out; k++) {
            bool read = false;
            for (int c = 0; c < net->n_connections && !read; c++)
                read = net->connections[c].from == i && net->connections[c].from_port == k;
            if (read) continue;
            if (n < capacity) ret[n] = (Connection){.from = i, .from_port = k};
            n++;
        }
    return n;
}

void network_port_text(const Network *net, bool output, int layer, int port, char *text,
                       size_t n_bytes) {
    const Layer *l = net->layers[layer];
    char name[32];
    layer_port_name(l, output, port, name, sizeof name);
    if ((output ? l->n_out : l->n_in) <= 1)
        snprintf(text, n_bytes, "%s", l->name);
    else
        snprintf(text, n_bytes, "%s/%s", l->name, name);
}

// ---- learnables and states ----

static Status set_param(Ctx *ctx, NetParam *param, DlArray *value) {
    if (param->value && !shape_equal(&param->value->value->shape, &value->value->shape)) {
        char wanted[128], got[128];
        shape_format(&param->value->value->shape, "\xc3\x97", wanted, sizeof wanted);
        shape_format(&value->value->shape, "\xc3\x97", got, sizeof got);
        return ctx_fail(ctx, ERR_SIZE, "nnet_cnn:dlnetwork:ParameterSize",
                        "Layer '%s': %s must have size %s, got %s.", param->name->layer,
                        param->name->parameter, wanted, got);
    }
    dlarray_ref(value);
    dlarray_unref(param->value);
    param->value = value;
    return OK;
}

Status network_set_learnable(Ctx *ctx, Network *net, Index i, DlArray *value) {
    return set_param(ctx, &net->learnables[i], value);
}
/// Sizes are not compared: the state of a recurrent layer has a column per sequence of the last
/// batch.
Status network_set_state(Ctx *ctx, Network *net, Index i, DlArray *value) {
    (void)ctx;
    dlarray_ref(value);
    dlarray_unref(net->states[i].value);
    net->states[i].value = value;
    return OK;
}

Index network_find_learnable(const Network *net, const char *layer, const char *parameter) {
    for (Index i = 0; i < net->n_learnables; i++)
        if (strcmp(net->learnables[i].name->layer, layer) == 0 &&
            strcmp(net->learnables[i].name->parameter, parameter) == 0)
            return i;
    return -1;
}

Index network_n_weights(const Network *net) {
    Index n = 0;
    for (Index i = 0; i < net->n_learnables; i++)
        if (net->learnables[i].value) n += net->learnables[i].value->value->numel;
    return n;
}

Status network_watch(NnState *nn, const Network *net, Network **ret) {
    Network *copy = NULL;
    TRY(network_copy(nn->ctx, net, &copy));
    for (Index i = 0; i < copy->n_learnables; i++) {
        DlArray *leaf = NULL;
        Status status = tape_watch(nn, copy->learnables[i].value, copy->learnables[i].name, &leaf);
        if (status != OK) {
            network_unref(copy);
            return status;
        }
        dlarray_unref(copy->learnables[i].value);
        copy->learnables[i].value = leaf;
    }
    *ret = copy;
    return OK;
}

Status network_untraced(NnState *nn, const Network *net, Network **ret) {
    Network *copy = NULL;
    TRY(network_copy(nn->ctx, net, &copy));
    Status status = OK;
    for (Index i = 0; i < copy->n_learnables + copy->n_states && status == OK; i++) {
        NetParam *p =
            i < copy->n_learnables ? &copy->learnables[i] : &copy->states[i - copy->n_learnables];
        DlArray *plain = NULL;
        status = dlarray_untraced(nn, p->value, &plain);
        if (status != OK) break;
        dlarray_unref(p->value);
        p->value = plain;
    }
    if (status == OK)
        *ret = copy;
    else
        network_unref(copy);
    return status;
}

/// A handle of its own for every learnable, so that its tensor can be lent to the optimizer and put
/// back.
static Status own_handles(NnState *nn, Network *net) {
    for (Index i = 0; i < net->n_learnables; i++) {
        DlArray *shared = net->learnables[i].value, *own = NULL;
        if (refcount_sole(&shared->refs) && !shared->node) continue;
        TRY(dlarray_take(nn, tensor_ref(shared->value), shared->format, &own));
        dlarray_unref(shared);
        net->learnables[i].value = own;
    }
    return OK;
}

Status network_update(NnState *nn, Network *net, const OptimizerDef *optimizer,
                      const OptimizerSettings *settings, DlArray *const *grads, Tensor **state1,
                      Tensor **state2, int64_t iteration) {
    Index n = net->n_learnables;
    Tensor **param = mem_alloc_zero((size_t)(n + 1) * sizeof *param);
    Tensor **grad = mem_alloc_zero((size_t)(n + 1) * sizeof *grad);
    const Learnable **names = mem_alloc_zero((size_t)(n + 1) * sizeof *names);
    Status status = param && grad && names ? own_handles(nn, net) : ctx_fail_nomem(nn->ctx);
    if (status != OK) goto done;
    for (Index i = 0; i < n; i++) {
        param[i] = net->learnables[i].value->value;
        grad[i] = grads[i] ? grads[i]->value : NULL;
        names[i] = net->learnables[i].name;
    }
    OptimizerStep step = {.n = n,
                          .param = param,
                          .grad = grad,
                          .state1 = state1,
                          .state2 = state2,
                          .names = names,
                          .iteration = iteration,
                          .settings = *settings};
    status = optimizer->step(nn, &step);
    for (Index i = 0; i < n; i++)
        net->learnables[i].value->value = param[i]; // in place or replaced, never null
done:
    mem_free(param);
    mem_free(grad);
    mem_free(names);
    return status;
}
