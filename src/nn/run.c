// nn/run.c: running a network along its plan.
//
// A layer that can fuse and whose only reader is a fusable activation is computed together with it,
// unless somebody asked for the value in between. Values are dropped after their last reader.
#include "nn/observer.h"
#include "nn/plan.h"
#include <stdio.h>
#include <string.h>

typedef struct Run {
    NnState *nn;
    const Network *net;
    const NetPlan *plan;
    bool training;
    DlArray *const *inputs;
    DlArray **values;     // per slot, owned
    int *uses_left;       // per slot; results asked for count as one more
    uint8_t *asked;       // per slot
    uint8_t *needed;      // per layer
    uint8_t *done;        // per layer: computed together with the layer before it
    DlArray **ret_states; // per state row, owned, or null
    Tensor **seen_input;  // per layer: input kept until its activation has run, for observers
} Run;

static void run_done(Run *r) {
    for (int i = 0; r->values && i < r->plan->n_slots; i++) dlarray_unref(r->values[i]);
    for (int i = 0; r->seen_input && i < r->plan->n_layers; i++) tensor_unref(r->seen_input[i]);
    mem_free(r->values);
    mem_free(r->uses_left);
    mem_free(r->asked);
    mem_free(r->needed);
    mem_free(r->done);
    mem_free(r->seen_input);
}

static Status run_start(Run *r) {
    size_t slots = (size_t)r->plan->n_slots + 1, layers = (size_t)r->plan->n_layers + 1;
    r->values = mem_alloc_zero(slots * sizeof *r->values);
    r->uses_left = mem_alloc_zero(slots * sizeof *r->uses_left);
    r->asked = mem_alloc_zero(slots);
    r->needed = mem_alloc_zero(layers);
    r->done = mem_alloc_zero(layers);
    r->seen_input = mem_alloc_zero(layers * sizeof *r->seen_input);
    if (!r->values || !r->uses_left || !r->asked || !r->needed || !r->done || !r->seen_input)
        return ctx_fail_nomem(r->nn->ctx);
    return OK;
}

/// Slot of "fc1" or "split/out2".
static Status find_output(Ctx *ctx, const Network *net, const char *text, int *ret_slot) {
    const char *slash = strrchr(text, '/');
    for (int i = 0; i < net->n_layers; i++)
        for (int k = 0; k < net->layers[i]->n_out; k++) {
            char full[200];
            network_port_text(net, true, i, k, full, sizeof full);
            bool first = k == 0 && !slash && strcmp(net->layers[i]->name, text) == 0;
            if (!first && strcmp(full, text) != 0) continue;
            *ret_slot = net->plan->first_slot[i] + k;
            return OK;
        }
    return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:UnknownOutput",
                    "The network has no layer or output '%s'.", text);
}

static Status find_outputs(Ctx *ctx, const Network *net, const char *const *outputs, int n,
                           int *slots) {
    if (outputs) {
        for (int i = 0; i < n; i++) TRY(find_output(ctx, net, outputs[i], &slots[i]));
        return OK;
    }
    int found = 0;
    for (int i = 0; i < net->n_layers; i++)
        for (int k = 0; k < net->layers[i]->n_out; k++) {
            int slot = net->plan->first_slot[i] + k;
            if (net->plan->slot_uses[slot] > 0) continue;
            if (found < n) slots[found] = slot;
            found++;
        }
    if (n > found)
        return ctx_fail(ctx, ERR_ARG, "MATLAB:TooManyOutputs",
                        "The network has %d outputs but %d were asked for.", found, n);
    return OK;
}

/// Marks what the asked slots depend on, from the last layer back.
static void mark_needed(Run *r) {
    const NetPlan *p = r->plan;
    for (int i = p->n_layers - 1; i >= 0; i--) {
        int layer = p->order[i];
        bool needed = false;
        for (int k = 0; k < r->net->layers[layer]->n_out; k++)
            needed = needed || r->uses_left[p->first_slot[layer] + k] > 0;
        r->needed[layer] = needed;
        for (int k = 0; needed && k < r->net->layers[layer]->n_in; k++) {
            int source = p->source[p->first_in[layer] + k];
            if (source >= 0) r->uses_left[source]++;
        }
    }
}

static Activation fusable(const Run *r, int layer) {
    int follower = r->plan->follower[layer];
    if (follower < 0 || !r->net->layers[layer]->def->can_fuse ||
        r->asked[r->plan->first_slot[layer]])
        return ACT_NONE;
    return r->needed[follower] ? r->net->layers[follower]->def->activation : ACT_NONE;
}

static void release_input(Run *r, int source) {
    if (source < 0 || --r->uses_left[source] > 0) return;
    dlarray_unref(r->values[source]);
    r->values[source] = NULL;
}

/// A layer with weights reports once its activation is known; others never.
static void tell_observers(Run *r, int layer, bool fused, const Tensor *input,
                           const Tensor *output) {
    const NetPlan *p = r->plan;
    int follower = p->follower[layer];
    const Layer *l = r->net->layers[layer];
    if (l->def->n_params > 0) {
        if (fused || follower < 0 || !r->needed[follower])
            observer_forward(r->nn, l, follower >= 0 ? r->net->layers[follower]->def->type : "",
                             input, output);
        else
            r->seen_input[layer] = tensor_ref((Tensor *)input);
    }
    if (l->def->is_activation) {
        int source = p->source[p->first_in[layer]], before = -1;
        for (int i = 0; i < p->n_layers && before < 0; i++)
            if (p->follower[i] == layer && p->first_slot[i] == source) before = i;
        if (before >= 0 && r->seen_input[before])
            observer_forward(r->nn, r->net->layers[before], l->def->type, r->seen_input[before],
                             output);
    }
}

/// An error from inside a layer should say which layer it was.
static Status name_layer(Ctx *ctx, Status status, const Layer *layer) {
    Error *e = &ctx->error;
    if (status == ERR_NOMEM || status == ERR_INTERRUPT || status == ERR_USER || !e->message)
        return status;
    if (strncmp(e->message, "Layer '", 7) == 0) return status;
    Buf text = BUF_INIT;
    buf_printf(&text, "Layer '%s': %s", layer->name, e->message);
    char *named = buf_take(&text);
    if (named) {
        mem_free(e->message);
        e->message = named;
    }
    return status;
}

static Status run_layer(Run *r, int layer) {
    const NetPlan *p = r->plan;
    const Layer *l = r->net->layers[layer];
    DlArray *in[LAYER_MAX_PORTS], *params[LAYER_MAX_PARAMS], *states[LAYER_MAX_STATES],
        *ret[LAYER_MAX_PORTS] = {NULL};
    int n_in = l->n_in > 0 ? l->n_in : 1; // an input layer gets the network's input
    for (int k = 0; k < n_in; k++) {
        int source =
            l->n_in > 0 ? p->source[p->first_in[layer] + k] : -(p->input_number[layer] + 1);
        in[k] = source >= 0 ? r->values[source] : r->inputs[-source - 1];
    }
    for (int k = 0; k < l->def->n_params; k++)
        params[k] = r->net->learnables[p->first_param[layer] + k].value;
    for (int k = 0; k < l->def->n_states; k++)
        states[k] = r->net->states[p->first_state[layer] + k].value;
    Activation fuse = fusable(r, layer);
    int follower = p->follower[layer];
    LayerCall call = {.nn = r->nn,
                      .layer = l,
                      .training = r->training,
                      .in = in,
                      .n_in = n_in,
                      .params = params,
                      .states = states,
                      .fuse = fuse,
                      .ret = ret,
                      .n_out = l->n_out};
    r->nn->layer = l;
    r->nn->activation = follower >= 0 ? r->net->layers[follower]->def->type : "";
    Status status = l->def->forward(&call);
    r->nn->layer = NULL;
    r->nn->activation = NULL;
    int target = fuse != ACT_NONE ? p->first_slot[follower] : p->first_slot[layer];
    for (int k = 0; k < l->n_out; k++) {
        if (status == OK)
            r->values[target + k] = ret[k];
        else
            dlarray_unref(ret[k]);
    }
    for (int k = 0; k < l->def->n_states; k++) {
        if (!call.ret_states[k]) continue;
        DlArray **slot = r->ret_states ? &r->ret_states[p->first_state[layer] + k] : NULL;
        if (slot && status == OK) {
            dlarray_unref(*slot);
            *slot = call.ret_states[k];
        } else {
            dlarray_unref(call.ret_states[k]);
        }
    }
    if (status != OK) return name_layer(r->nn->ctx, status, l);
    if (fuse != ACT_NONE) r->done[follower] = 1;
    if (nn_observed(r->nn) && r->training && nn_recording(r->nn))
        tell_observers(r, layer, fuse != ACT_NONE, in[0]->value, r->values[target]->value);
    for (int k = 0; k < l->n_in; k++) release_input(r, p->source[p->first_in[layer] + k]);
    return OK;
}

static Status check_inputs(NnState *nn, const Network *net, DlArray *const *in, int n_in) {
    if (!net->initialized)
        return ctx_fail(nn->ctx, ERR_ARG, "nnet_cnn:dlnetwork:NotInitialized",
                        "The network must be initialized. Use the initialize function.");
    if (n_in != net->plan->n_inputs)
        return ctx_fail(nn->ctx, ERR_ARG, "nnet_cnn:dlnetwork:InputCount",
                        "The network has %d inputs but %d arrays were given.", net->plan->n_inputs,
                        n_in);
    for (int i = 0; i < n_in; i++)
        if (!dlarray_is_formatted(in[i]))
            return ctx_fail(nn->ctx, ERR_ARG, "nnet_cnn:dlnetwork:InputFormat",
                            "Network inputs must be formatted dlarray objects.");
    return OK;
}

Status network_forward(NnState *nn, const Network *net, bool training, DlArray *const *in, int n_in,
                       const char *const *outputs, int n_out, DlArray **ret, DlArray **ret_states) {
    TRY(check_inputs(nn, net, in, n_in));
    Run r = {.nn = nn, .net = net, .plan = net->plan, .training = training, .inputs = in};
    int few[16], *slots = n_out <= 16 ? few : mem_alloc((size_t)n_out * sizeof *slots);
    DlArray **new_states = NULL;
    Status status = slots ? OK : ctx_fail_nomem(nn->ctx);
    if (status == OK) status = run_start(&r);
    if (status == OK) status = find_outputs(nn->ctx, net, outputs, n_out, slots);
    if (status != OK) goto done;
    if (ret_states) {
        new_states = mem_alloc((size_t)(net->n_states + 1) * sizeof *new_states);
        if (!new_states) TRY_GOTO(ctx_fail_nomem(nn->ctx));
        for (Index i = 0; i < net->n_states; i++) new_states[i] = dlarray_ref(net->states[i].value);
        r.ret_states = new_states;
    }
    for (int i = 0; i < n_out; i++) {
        r.asked[slots[i]] = 1;
        r.uses_left[slots[i]]++;
    }
    mark_needed(&r);
    for (int i = 0; i < r.plan->n_layers; i++) {
        int layer = r.plan->order[i];
        if (!r.needed[layer] || r.done[layer]) continue;
        TRY_GOTO(ctx_check_stop(nn->ctx));
        TRY_GOTO(run_layer(&r, layer));
    }
    for (int i = 0; i < n_out; i++) ret[i] = dlarray_ref(r.values[slots[i]]);
    for (Index i = 0; ret_states && i < net->n_states; i++) ret_states[i] = new_states[i];
done:
    if (status != OK)
        for (Index i = 0; new_states && i < net->n_states; i++) dlarray_unref(new_states[i]);
    mem_free(new_states);
    if (slots != few) mem_free(slots);
    run_done(&r);
    return status;
}
