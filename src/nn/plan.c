// nn/plan.c: from a graph of layers to an order of work.
#include "nn/plan.h"
#include <string.h>

void plan_unref(NetPlan *plan) {
    if (!plan || !refcount_down(&plan->refs)) return;
    arena_free(plan->arena);
    mem_free(plan);
}

static int *ints(NetPlan *p, int n, int value) {
    int *a = arena_alloc(p->arena, (size_t)(n > 0 ? n : 1) * sizeof *a);
    for (int i = 0; a && i < n; i++) a[i] = value;
    return a;
}

static Status plan_alloc(Ctx *ctx, const Network *net, NetPlan **ret) {
    NetPlan *p = mem_alloc_zero(sizeof *p);
    if (!p) return ctx_fail_nomem(ctx);
    refcount_init(&p->refs);
    *ret = p;
    p->arena = arena_new();
    if (!p->arena) return ctx_fail_nomem(ctx);
    int n = p->n_layers = net->n_layers, n_in = 0;
    p->first_slot = ints(p, n, 0);
    p->first_in = ints(p, n, 0);
    if (!p->first_slot || !p->first_in) return ctx_fail_nomem(ctx);
    for (int i = 0; i < n; i++) {
        p->first_slot[i] = p->n_slots;
        p->first_in[i] = n_in;
        p->n_slots += net->layers[i]->n_out;
        n_in += net->layers[i]->n_in;
    }
    p->order = ints(p, n, 0);
    p->source = ints(p, n_in, INT32_MIN);
    p->slot_uses = ints(p, p->n_slots, 0);
    p->follower = ints(p, n, -1);
    p->first_param = ints(p, n, 0);
    p->first_state = ints(p, n, 0);
    p->input_number = ints(p, n, -1);
    p->specs = arena_alloc(p->arena, (size_t)(p->n_slots + 1) * sizeof *p->specs);
    p->layer_specs = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *p->layer_specs);
    if (!p->order || !p->source || !p->slot_uses || !p->follower || !p->first_param ||
        !p->first_state || !p->input_number || !p->specs || !p->layer_specs)
        return ctx_fail_nomem(ctx);
    return OK;
}

static Status plan_connect(Ctx *ctx, const Network *net, NetPlan *p) {
    for (int i = 0; i < net->n_connections; i++) {
        const Connection *c = &net->connections[i];
        int *source = &p->source[p->first_in[c->to] + c->to_port];
        int slot = p->first_slot[c->from] + c->from_port;
        if (*source != INT32_MIN)
            return layer_fail(ctx, net->layers[c->to], "input %d has more than one connection.",
                              c->to_port + 1);
        *source = slot;
        p->slot_uses[slot]++;
    }
    // What nothing feeds is an input of the network, in the order of the layers.
    for (int i = 0; i < net->n_layers; i++) {
        if (net->layers[i]->n_in == 0) p->input_number[i] = p->n_inputs++;
        for (int k = 0; k < net->layers[i]->n_in; k++) {
            int *source = &p->source[p->first_in[i] + k];
            if (*source == INT32_MIN) *source = -(++p->n_inputs);
        }
    }
    return OK;
}

/// The earliest layer whose inputs are all done comes next.
static Status plan_order(Ctx *ctx, const Network *net, NetPlan *p) {
    int *slot_done = ints(p, p->n_slots, 0), *layer_done = ints(p, p->n_layers, 0);
    if (!slot_done || !layer_done) return ctx_fail_nomem(ctx);
    for (int step = 0; step < p->n_layers; step++) {
        int next = -1;
        for (int i = 0; i < p->n_layers && next < 0; i++) {
            bool ready = !layer_done[i];
            for (int k = 0; k < net->layers[i]->n_in && ready; k++) {
                int source = p->source[p->first_in[i] + k];
                ready = source < 0 || slot_done[source];
            }
            if (ready) next = i;
        }
        if (next < 0)
            return ctx_fail(ctx, ERR_ARG, "nnet_cnn:dlnetwork:Cycle",
                            "The network has a cycle; it must be acyclic.");
        p->order[step] = next;
        layer_done[next] = 1;
        for (int k = 0; k < net->layers[next]->n_out; k++) slot_done[p->first_slot[next] + k] = 1;
    }
    return OK;
}

static void plan_followers(const Network *net, NetPlan *p) {
    for (int i = 0; i < net->n_connections; i++) {
        const Connection *c = &net->connections[i];
        if (net->layers[c->from]->n_out == 1 && p->slot_uses[p->first_slot[c->from]] == 1 &&
            net->layers[c->to]->def->is_activation)
            p->follower[c->from] = c->to;
    }
}

Status plan_make(Ctx *ctx, const Network *net, NetPlan **ret) {
    NetPlan *p = NULL;
    Status status = plan_alloc(ctx, net, &p);
    if (status == OK) status = plan_connect(ctx, net, p);
    if (status == OK) status = plan_order(ctx, net, p);
    if (status != OK) {
        plan_unref(p);
        return status;
    }
    plan_followers(net, p);
    *ret = p;
    return OK;
}
