// builtins/dlnetwork.c: the dlnetwork class and the functions that run, change and describe networks.
#include "builtins/dl.h"
#include <stddef.h>

Status net_wrap(NnState *nn, Network *net, Value *ret) {
    NetObject *o = mem_alloc(sizeof *o);
    if (!o) {
        network_unref(net);
        return ctx_fail_nomem(nn->ctx);
    }
    object_init(&o->head, &dlnetwork_class);
    o->nn = nn;
    o->net = net;
    *ret = value_take_object(&o->head);
    return OK;
}

Network *net_find(Value v) { return value_is_object(v, &dlnetwork_class) ? ((NetObject *)v.object)->net : NULL; }

static Status arg_net(Call *call, int i, Network **ret) {
    *ret = i < call->nargin ? net_find(call->arg[i]) : NULL;
    if (*ret) return OK;
    return call_fail(call, ERR_TYPE, "deep:dlnetwork:ExpectedNetwork", "Argument %d must be a dlnetwork.", i + 1);
}

// ---- parameters as tables -------------------------------------------------------------------------------------------------

static Status string_column(Ctx *ctx, const NetParam *params, Index n, bool layers, Value *ret) {
    Shape column = shape_2d(n, 1);
    StringArray *s;
    TRY(string_new(ctx, &column, &s));
    *ret = value_take_string(s);
    for (Index i = 0; i < n; i++) {
        const char *text = layers ? params[i].name->layer : params[i].name->parameter;
        TRY(text_new(ctx, text, strlen(text), &s->items[i]));
    }
    return OK;
}

Status net_params_table(NnState *nn, const Network *net, bool states, Value *ret) {
    static const char *const names[] = {"Layer", "Parameter", "Value"};
    Ctx *ctx = nn->ctx;
    const NetParam *params = states ? net->states : net->learnables;
    Index n = states ? net->n_states : net->n_learnables;
    Value vars[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE};
    Shape column = shape_2d(n, 1);
    CellArray *cell = NULL;
    Table *table;
    Status status = string_column(ctx, params, n, true, &vars[0]);
    if (status == OK) status = string_column(ctx, params, n, false, &vars[1]);
    if (status == OK) status = cell_new(ctx, &column, &cell);
    if (status == OK) vars[2] = value_take_cell(cell);
    for (Index i = 0; i < n && status == OK; i++) status = dl_wrap(nn, dlarray_ref(params[i].value), &cell->items[i]);
    if (status != OK) {
        for (int i = 0; i < 3; i++) value_unref(vars[i]);
        return status;
    }
    TRY(table_new(ctx, n, names, vars, 3, &table));
    *ret = value_take_object(&table->head);
    return OK;
}

static Status set_params(NnState *nn, Network *net, bool states, Value table) {
    Ctx *ctx = nn->ctx;
    Index n = states ? net->n_states : net->n_learnables;
    OWN_LEAVES leaves = {0};
    if (value_is_object(table, &table_class)) {
        const Table *t = (const Table *)table.object;
        Index value = table_find(t, "Value");
        if (value >= 0) TRY(leaves_collect(nn, t->vars[value], true, &leaves));
    } else {
        TRY(leaves_collect(nn, table, true, &leaves));
    }
    if (leaves.n != n)
        return ctx_fail(ctx, ERR_SIZE, "deep:dlnetwork:InvalidParameters",
                        "Expected %lld arrays, one for each row of the table; got %lld.", (long long)n, (long long)leaves.n);
    for (Index i = 0; i < n; i++)
        TRY(states ? network_set_state(ctx, net, i, leaves.items[i]) : network_set_learnable(ctx, net, i, leaves.items[i]));
    return OK;
}

// ---- the class --------------------------------------------------------------------------------------------------------------

static void release(Object *o) {
    network_unref(((NetObject *)o)->net);
    mem_free(o);
}

static Status copy(Ctx *ctx, const Object *o, Object **ret) {
    const NetObject *n = (const NetObject *)o;
    Network *net;
    TRY(network_copy(ctx, n->net, &net));
    Value v;
    TRY(net_wrap(n->nn, net, &v));
    *ret = v.object;
    return OK;
}

// Layers with their trained values in the learnable properties.
static Status get_layers(NetObject *o, Env *env, Value *ret) {
    Ctx *ctx = o->nn->ctx;
    const Network *net = o->net;
    TRY(layers_wrap(env, net->layers, net->n_layers, false, ret));
    LayerArray *a = layers_find(*ret);
    Status status = OK;
    for (Index i = 0; i < net->n_learnables && status == OK; i++) {
        const NetParam *p = &net->learnables[i];
        Layer **slot = &a->items[p->layer];
        int prop = layer_prop_index((*slot)->def, p->name->parameter);
        if (prop < 0) continue;
        if (*slot == net->layers[p->layer]) {
            Layer *own;
            status = layer_copy(ctx, *slot, &own);
            if (status != OK) break;
            layer_unref(*slot);
            *slot = own;
        }
        OptionValue value = {.tensor = p->value->value};
        status = layer_set(ctx, *slot, prop, &value);
    }
    if (status != OK) value_clear(ret);
    return status;
}

static Status port_names(NetObject *o, bool outputs, Value *ret) {
    Connection ports[64];
    int n = outputs ? network_outputs(o->net, ports, 64) : network_inputs(o->net, ports, 64);
    if (n > 64) n = 64;
    char text[64][160];
    const char *names[64];
    for (int i = 0; i < n; i++) {
        network_port_text(o->net, outputs, outputs ? ports[i].from : ports[i].to,
                          outputs ? ports[i].from_port : ports[i].to_port, text[i], sizeof text[i]);
        names[i] = text[i];
    }
    return cell_of_texts(o->nn->ctx, names, n, true, ret);
}

static Status connections_table(NetObject *o, Value *ret) {
    static const char *const names[] = {"Source", "Destination"};
    Ctx *ctx = o->nn->ctx;
    int n = o->net->n_connections;
    char(*text)[160] = mem_alloc((size_t)(n + 1) * 160);
    const char **list = mem_alloc((size_t)(n + 1) * sizeof *list);
    Value vars[2] = {VALUE_NONE, VALUE_NONE};
    Status status = text && list ? OK : ctx_fail_nomem(ctx);
    for (int k = 0; k < 2 && status == OK; k++) {
        for (int i = 0; i < n; i++) {
            const Connection *c = &o->net->connections[i];
            network_port_text(o->net, k == 0, k == 0 ? c->from : c->to, k == 0 ? c->from_port : c->to_port, text[i], 160);
            list[i] = text[i];
        }
        status = cell_of_texts(ctx, list, n, false, &vars[k]);
    }
    mem_free(text);
    mem_free(list);
    if (status != OK) {
        value_unref(vars[0]);
        value_unref(vars[1]);
        return status;
    }
    Table *table;
    TRY(table_new(ctx, n, names, vars, 2, &table));
    *ret = value_take_object(&table->head);
    return OK;
}

// The environment reaches property reads through the state's generator, which is its own: rng is env->rng.
static Env *env_of(NnState *nn) { return (Env *)((char *)nn->rng - offsetof(Env, rng)); }

static Status dot_get(Ctx *ctx, Object *object, const char *name, Value *ret) {
    NetObject *o = (NetObject *)object;
    if (strcmp(name, "Learnables") == 0) return net_params_table(o->nn, o->net, false, ret);
    if (strcmp(name, "State") == 0) return net_params_table(o->nn, o->net, true, ret);
    if (strcmp(name, "Layers") == 0) return get_layers(o, env_of(o->nn), ret);
    if (strcmp(name, "Connections") == 0) return connections_table(o, ret);
    if (strcmp(name, "InputNames") == 0) return port_names(o, false, ret);
    if (strcmp(name, "OutputNames") == 0) return port_names(o, true, ret);
    if (strcmp(name, "Initialized") == 0) {
        *ret = value_bool(o->net->initialized);
        return OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                    "Unrecognized method, property, or field '%s' for class 'dlnetwork'.", name);
}

static Status dot_set(Ctx *ctx, Object **object, const char *name, Value rhs) {
    NetObject *o = (NetObject *)*object;
    bool states = strcmp(name, "State") == 0;
    if (!states && strcmp(name, "Learnables") != 0)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:class:SetProhibited",
                        "Unable to set the '%s' property of class 'dlnetwork' because it is read-only.", name);
    TRY(network_make_sole(ctx, &o->net));
    return set_params(o->nn, o->net, states, rhs);
}

static Status display(Ctx *ctx, const Object *object, const char *name, Buf *out) {
    const NetObject *o = (const NetObject *)object;
    const Network *net = o->net;
    if (name) buf_printf(out, "%s = \n\n", name);
    buf_puts(out, "  dlnetwork with properties:\n\n");
    buf_printf(out, "         Layers: [%d×1 nnet.cnn.layer.Layer]\n", net->n_layers);
    buf_printf(out, "    Connections: [%d×2 table]\n", net->n_connections);
    buf_printf(out, "     Learnables: [%lld×3 table]\n", (long long)net->n_learnables);
    buf_printf(out, "          State: [%lld×3 table]\n", (long long)net->n_states);
    static const char *const labels[] = {"     InputNames: ", "    OutputNames: "};
    for (int k = 0; k < 2; k++) {
        OWN_VALUE names = VALUE_NONE;
        TRY(port_names((NetObject *)object, k == 1, &names));
        buf_puts(out, labels[k]);
        buf_putc(out, '{');
        for (Index i = 0; i < names.cell->numel; i++) {
            OWN_MEM char *text = NULL;
            TRY(value_to_utf8(ctx, names.cell->items[i], &text));
            buf_printf(out, "%s'%s'", i ? "  " : "", text);
        }
        buf_puts(out, "}\n");
    }
    buf_printf(out, "    Initialized: %d\n\n", net->initialized);
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

static const char *const *properties(const Object *o, Index *ret_n) {
    static const char *const names[] = {"Layers", "Connections", "Learnables", "State", "InputNames", "OutputNames", "Initialized"};
    (void)o;
    *ret_n = sizeof names / sizeof *names;
    return names;
}

const ForeignDef dlnetwork_class = {
    .class_name = "dlnetwork",
    .release = release,
    .copy = copy,
    .dot_get = dot_get,
    .dot_set = dot_set,
    .display = display,
    .properties = properties,
};

// ---- making -----------------------------------------------------------------------------------------------------------------

// Specifications of example inputs in arguments first … last-1; sizes of B and T stay open.
static Status example_specs(Call *call, int first, int last, DataSpec *specs) {
    for (int i = first; i < last; i++) {
        DlArray *x = dl_find(call->arg[i]);
        if (!x || !dlarray_is_formatted(x))
            return call_fail(call, ERR_TYPE, "deep:dlnetwork:InvalidExample",
                             "Example inputs must be labelled dlarrays; argument %d is not.", i + 1);
        DataSpec *spec = &specs[i - first];
        *spec = (DataSpec){.n = (int)strlen(x->format)};
        strcpy(spec->format, x->format);
        for (int k = 0; k < spec->n; k++)
            spec->size[k] = strchr("BT", x->format[k]) ? -1 : dlarray_dim(x, k);
    }
    return OK;
}

static Status initialize(Call *call, NnState *nn, Network *net, int first, int last) {
    DataSpec specs[LAYER_MAX_PORTS];
    if (last - first > LAYER_MAX_PORTS) return call_fail(call, ERR_ARG, "deep:dlnetwork:TooManyInputs", "Too many example inputs.");
    TRY(example_specs(call, first, last, specs));
    return network_initialize(nn, net, last > first ? specs : NULL, last - first);
}

BUILTIN(dlnetwork, "net = dlnetwork(layers)\nnet = dlnetwork(layers,X1,…,Xn)\nnet = dlnetwork(…,Initialize=tf)\nnet = dlnetwork",
        ARITY(0, -1, 1), "Neural network for custom training loops.",
        "layers: layer array, connected in a row, or a network\nX1 … Xn: labelled example inputs when there is no input layer\n"
        "Initialize: make the learnables now (true)",
        "net: dlnetwork with Layers, Connections, Learnables, State, InputNames, OutputNames, Initialized",
        "nnet_cnn:…, naming the layer whose input does not fit",
        "net = dlnetwork([featureInputLayer(3); fullyConnectedLayer(2)]);\nassert(height(net.Learnables) == 2)",
        "forward, predict, dlfeval, adamupdate, layerGraph") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Network *net;
    int last = 1;
    while (last < call->nargin && !arg_is_text(call, last)) last++;
    Option option = {"Initialize", NULL}, old = {"OutputNames", NULL};
    Option options[] = {option, old};
    if (call->nargin) TRY(arg_options(call, last, options, 2));
    bool make = call->nargin > 0;
    if (options[0].value) TRY(value_truth(call->ctx, *options[0].value, &make));
    LayerArray *layers = call->nargin ? layers_find(call->arg[0]) : NULL;
    Network *given = call->nargin ? net_find(call->arg[0]) : NULL;
    if (layers) TRY(network_from_layers(call->ctx, layers->items, (int)layers->n, &net));
    else if (given) TRY(network_copy(call->ctx, given, &net));
    else if (call->nargin == 0) TRY(network_new(call->ctx, &net));
    else return call_fail(call, ERR_TYPE, "deep:dlnetwork:InvalidLayers", "Expected an array of layers, not a value of class '%s'.",
                          value_class_name(call->arg[0]));
    Status status = make ? initialize(call, nn, net, 1, last) : OK;
    if (status != OK) {
        network_unref(net);
        return status;
    }
    Value v;
    TRY(net_wrap(nn, net, &v));
    ret_value(call, 0, v);
    return OK;
}

BUILTIN(layerGraph, "lgraph = layerGraph\nlgraph = layerGraph(layers)", ARITY(0, 1, 1),
        "Graph of layers, to be connected and given to dlnetwork; here an uninitialized dlnetwork.",
        "layers: layer array, connected in a row", "lgraph: network to add layers and connections to", "",
        "g = layerGraph([featureInputLayer(3,Name=\"in\"); reluLayer(Name=\"r\")]);\nnet = dlnetwork(g);",
        "addLayers, connectLayers, dlnetwork") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Network *net;
    LayerArray *layers = call->nargin ? layers_find(call->arg[0]) : NULL;
    if (call->nargin && !layers)
        return call_fail(call, ERR_TYPE, "deep:dlnetwork:InvalidLayers", "Expected an array of layers.");
    if (layers) TRY(network_from_layers(call->ctx, layers->items, (int)layers->n, &net));
    else TRY(network_new(call->ctx, &net));
    Value v;
    TRY(net_wrap(nn, net, &v));
    ret_value(call, 0, v);
    return OK;
}

// ---- running ----------------------------------------------------------------------------------------------------------------

enum { MOST_OUTPUTS = 16 };
typedef struct RunCall {
    NnState *nn;
    Network *net;
    DlArray *in[LAYER_MAX_PORTS], *out[MOST_OUTPUTS];
    int n_in, n_out;
    StringArray *outputs;
    const char *names[MOST_OUTPUTS];
} RunCall;

static Status run_prepare(Call *call, RunCall *r) {
    TRY(call_nn(call, &r->nn));
    TRY(arg_net(call, 0, &r->net));
    int i = 1;
    for (; i < call->nargin && !arg_is_text(call, i); i++) {
        if (r->n_in == LAYER_MAX_PORTS) return call_fail(call, ERR_ARG, "deep:dlnetwork:TooManyInputs", "Too many inputs.");
        TRY(arg_dl(call, i, &r->in[r->n_in]));
        r->n_in++;
    }
    Option options[] = {{"Outputs", NULL}, {"Acceleration", NULL}};
    TRY(arg_options(call, i, options, 2));
    r->n_out = 0;
    if (options[0].value) {
        TRY(value_to_strings(call->ctx, *options[0].value, &r->outputs));
        for (Index k = 0; k < r->outputs->numel && k < MOST_OUTPUTS; k++)
            r->names[r->n_out++] = r->outputs->items[k] ? r->outputs->items[k]->bytes : "";
    } else {
        Connection ports[MOST_OUTPUTS];
        r->n_out = network_outputs(r->net, ports, MOST_OUTPUTS);
    }
    if (r->n_out > MOST_OUTPUTS) return call_fail(call, ERR_LIMIT, "deep:dlnetwork:TooManyOutputs", "Too many outputs.");
    return OK;
}

static Status run_results(Call *call, RunCall *r, DlArray **states) {
    for (int i = 0; i < r->n_out; i++) {
        if (ret_wanted(call, i)) TRY(ret_dl(call, i, r->nn, GIVE(r->out[i])));
    }
    if (!states || call->nargout <= r->n_out) return OK;
    Network *changed;
    TRY(network_copy(call->ctx, r->net, &changed));
    Status status = OK;
    for (Index i = 0; i < changed->n_states && status == OK; i++)
        if (states[i]) status = network_set_state(call->ctx, changed, i, states[i]);
    Value v;
    if (status == OK) status = net_params_table(r->nn, changed, true, &v);
    network_unref(changed);
    TRY(status);
    ret_value(call, r->n_out, v);
    return OK;
}

static Status run(Call *call, bool training) {
    RunCall r = {0};
    DlArray **states = NULL;
    Status status = run_prepare(call, &r);
    bool wants_state = status == OK && call->nargout > r.n_out;
    if (status == OK && wants_state) {
        states = mem_alloc_zero((size_t)(r.net->n_states + 1) * sizeof *states);
        if (!states) status = ctx_fail_nomem(call->ctx);
    }
    if (status == OK)
        status = network_forward(r.nn, r.net, training, r.in, r.n_in, r.outputs ? r.names : NULL, r.n_out, r.out, states);
    if (status == OK) status = run_results(call, &r, states);
    for (Index i = 0; states && i < r.net->n_states; i++) dlarray_unref(states[i]);
    mem_free(states);
    for (int i = 0; i < r.n_in; i++) dlarray_unref(r.in[i]);
    for (int i = 0; i < r.n_out; i++) dlarray_unref(r.out[i]);
    if (r.outputs) value_unref(value_take_string(r.outputs));
    return status;
}

#define RUN_INPUTS                                                                                 \
    "net: initialized dlnetwork\nX1 … Xn: labelled dlarrays, one an input\nOutputs: names of layers whose output is wanted"
#define RUN_EXAMPLE(f)                                                                             \
    "net = dlnetwork([featureInputLayer(3); fullyConnectedLayer(2)]);\nY = " f "(net, dlarray(ones(3,5),\"CB\"));\n" \
    "assert(isequal(size(Y), [2 5]))"

BUILTIN(forward, "Y = forward(net,X)\n[Y1,…,Yn,state] = forward(net,X1,…,Xm,Name=Value)", ARITY(2, -1, -1),
        "Output of a network in training: dropout is on, batch normalization uses the batch.", RUN_INPUTS,
        "Y1 … Yn: labelled dlarrays\nstate: table for net.State", "naming the layer whose input does not fit",
        RUN_EXAMPLE("forward"), "predict, dlfeval, dlnetwork") {
    return run(call, true);
}

BUILTIN(predict, "Y = predict(net,X)\n[Y1,…,Yn] = predict(net,X1,…,Xm,Name=Value)", ARITY(2, -1, -1),
        "Output of a network after training: no dropout, trained statistics.", RUN_INPUTS,
        "Y1 … Yn: labelled dlarrays", "naming the layer whose input does not fit", RUN_EXAMPLE("predict"),
        "forward, dlnetwork") {
    return run(call, false);
}

// ---- changing ---------------------------------------------------------------------------------------------------------------

// A copy of argument 0 to change, given back as result 0 by finish_change.
static Status start_change(Call *call, NnState **ret_nn, Network **ret) {
    Network *net;
    TRY(call_nn(call, ret_nn));
    TRY(arg_net(call, 0, &net));
    return network_copy(call->ctx, net, ret);
}

static Status finish_change(Call *call, NnState *nn, Network *net, Status status) {
    if (status != OK) {
        network_unref(net);
        return status;
    }
    Value v;
    TRY(net_wrap(nn, net, &v));
    ret_value(call, 0, v);
    return OK;
}

static Status arg_layers(Call *call, int i, LayerArray **ret) {
    *ret = layers_find(call->arg[i]);
    if (*ret) return OK;
    return call_fail(call, ERR_TYPE, "deep:dlnetwork:InvalidLayers", "Argument %d must be a layer array.", i + 1);
}

BUILTIN_AS(initialize_net, "initialize", "net = initialize(net)\nnet = initialize(net,X1,…,Xn)", ARITY(1, -1, 1),
           "Makes the learnables of a network.", "net: dlnetwork\nX1 … Xn: labelled example inputs",
           "net: initialized network; learnables that are there and fit are kept", "naming the layer whose input does not fit",
           "net = initialize(dlnetwork([featureInputLayer(3); fullyConnectedLayer(2)], Initialize=false));\n"
           "assert(net.Initialized)",
           "dlnetwork") {
    NnState *nn;
    Network *net;
    TRY(start_change(call, &nn, &net));
    return finish_change(call, nn, net, initialize(call, nn, net, 1, call->nargin));
}

BUILTIN(addLayers, "net = addLayers(net,layers)", ARITY(2, 2, 1), "Adds layers, connected in a row among themselves.",
        "net: dlnetwork or layer graph\nlayers: layer array", "net: changed network", "",
        "g = addLayers(layerGraph, featureInputLayer(3,Name=\"in\"));", "connectLayers, removeLayers") {
    NnState *nn;
    Network *net;
    LayerArray *layers;
    TRY(arg_layers(call, 1, &layers));
    TRY(start_change(call, &nn, &net));
    return finish_change(call, nn, net, network_add_layers(call->ctx, net, layers->items, (int)layers->n));
}

typedef Status (*ConnectFn)(Ctx *ctx, Network *net, const char *from, const char *to);
static Status connect(Call *call, ConnectFn fn) {
    OWN_MEM char *from = NULL;
    OWN_MEM char *to = NULL;
    TRY(arg_text(call, 1, &from));
    TRY(arg_text(call, 2, &to));
    NnState *nn;
    Network *net;
    TRY(start_change(call, &nn, &net));
    return finish_change(call, nn, net, fn(call->ctx, net, from, to));
}

BUILTIN(connectLayers, "net = connectLayers(net,source,destination)", ARITY(3, 3, 1), "Connects two layers.",
        "net: dlnetwork or layer graph\nsource, destination: names, or name/port such as \"add/in2\"", "net: changed network",
        "when a layer or port is unknown or taken",
        "g = layerGraph([featureInputLayer(3,Name=\"in\"); reluLayer(Name=\"r\"); additionLayer(2,Name=\"a\")]);\n"
        "g = connectLayers(g, \"in\", \"a/in2\");\nnet = dlnetwork(g);",
        "addLayers, disconnectLayers") {
    return connect(call, network_connect);
}

BUILTIN(disconnectLayers, "net = disconnectLayers(net,source,destination)", ARITY(3, 3, 1), "Removes a connection.",
        "net: dlnetwork or layer graph\nsource, destination: names or name/port", "net: changed network", "",
        "g = layerGraph([featureInputLayer(3,Name=\"in\"); reluLayer(Name=\"r\")]);\ng = disconnectLayers(g, \"in\", \"r\");",
        "connectLayers") {
    return connect(call, network_disconnect);
}

BUILTIN(removeLayers, "net = removeLayers(net,names)", ARITY(2, 2, 1), "Removes layers and their connections.",
        "net: dlnetwork or layer graph\nnames: one or more names", "net: changed network", "",
        "g = layerGraph([featureInputLayer(3,Name=\"in\"); reluLayer(Name=\"r\")]);\ng = removeLayers(g, \"r\");", "addLayers") {
    OWN_STRINGS *names = NULL;
    TRY(arg_strings(call, 1, &names));
    NnState *nn;
    Network *net;
    TRY(start_change(call, &nn, &net));
    Status status = OK;
    for (Index i = 0; i < names->numel && status == OK; i++)
        status = network_remove_layer(call->ctx, net, names->items[i] ? names->items[i]->bytes : "");
    return finish_change(call, nn, net, status);
}

BUILTIN(replaceLayer, "net = replaceLayer(net,name,layers)", ARITY(3, 3, 1), "Replaces a layer by others in a row.",
        "net: dlnetwork or layer graph\nname: layer to replace\nlayers: layer array", "net: changed network", "",
        "g = layerGraph([featureInputLayer(3,Name=\"in\"); reluLayer(Name=\"r\")]);\n"
        "g = replaceLayer(g, \"r\", tanhLayer(Name=\"t\"));",
        "addLayers, removeLayers") {
    OWN_MEM char *name = NULL;
    LayerArray *layers;
    TRY(arg_text(call, 1, &name));
    TRY(arg_layers(call, 2, &layers));
    NnState *nn;
    Network *net;
    TRY(start_change(call, &nn, &net));
    return finish_change(call, nn, net, network_replace_layer(call->ctx, net, name, layers->items, (int)layers->n));
}

// ---- describing -------------------------------------------------------------------------------------------------------------

BUILTIN(analyzeNetwork, "analyzeNetwork(net)\nanalyzeNetwork(layers)", ARITY(1, 1, 0),
        "Table of layers with their output sizes and learnables.", "net: dlnetwork, or layer array", "", "",
        "analyzeNetwork([featureInputLayer(3); fullyConnectedLayer(2)])", "summary, dlnetwork") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Network *net = net_find(call->arg[0]);
    LayerArray *layers = layers_find(call->arg[0]);
    if (layers) {
        TRY(network_from_layers(call->ctx, layers->items, (int)layers->n, &net));
        Status status = network_initialize(nn, net, NULL, 0);
        if (status != OK) {
            network_unref(net);
            return status;
        }
    } else {
        TRY(arg_net(call, 0, &net));
        network_ref(net);
    }
    OWN_BUF text = BUF_INIT;
    Status status = network_analyze(call->ctx, net, &text);
    network_unref(net);
    TRY(status);
    vm_write(call->vm, HOST_OUT, buf_text(&text), text.len);
    return OK;
}

BUILTIN(summary, "summary(net)", ARITY(1, 1, 0), "Number of learnables and inputs of a network.", "net: dlnetwork", "", "",
        "summary(dlnetwork([featureInputLayer(3); fullyConnectedLayer(2)]))", "analyzeNetwork") {
    Network *net;
    TRY(arg_net(call, 0, &net));
    OWN_BUF text = BUF_INIT;
    network_summary(net, &text);
    if (text.failed) return ctx_fail_nomem(call->ctx);
    vm_write(call->vm, HOST_OUT, buf_text(&text), text.len);
    return OK;
}

const BuiltinDef *const family_dlnetwork[] = {
    &def_dlnetwork,    &def_layerGraph,   &def_forward,        &def_predict, &def_initialize_net, &def_addLayers, &def_connectLayers,
    &def_disconnectLayers, &def_removeLayers, &def_replaceLayer, &def_analyzeNetwork, &def_summary, NULL,
};
