// nn/plan.h: a network's order of work, made once by network_initialize and shared between copies.
// Internal to nn.
#pragma once
#include "nn/network.h"

/// Every output port of every layer has a slot; slot numbers index values, sizes and use counts.
typedef struct NetPlan {
    RefCount refs;
    Arena *arena; // owns all arrays
    int n_layers, n_slots, n_inputs;
    int *order;       // layer indices, inputs before users
    int *first_slot;  // per layer
    int *first_in;    // per layer: where its inputs start in `source`
    int *source;      // slot that feeds an input port, or -(k+1): the network's k-th input
    int *slot_uses;   // how many input ports read a slot
    int *follower;    // per layer: the activation layer that alone reads its only output, or -1
    int *first_param; // per layer: row of its first learnable
    int *first_state;
    int *input_number;     // per layer without inputs: which input of the network it is, else -1
    DataSpec *specs;       // per slot
    DataSpec *layer_specs; // per layer: first output
} NetPlan;

/// Order of work and connections of `net`; sizes are not filled in yet. Fails naming layers with
/// open ports (unless they become inputs), repeated connections, cycles.
Status plan_make(Ctx *ctx, const Network *net, NetPlan **ret);
void plan_unref(NetPlan *plan);
/// Frees a list of learnables or states.
void netparams_free(NetParam *params, Index n);
