// nn/tape.c: recording of operations, and the life of their nodes.
//
// A node is owned by the arrays that came from it and by the nodes that use those arrays. nn->nodes
// lists nodes weakly in order of creation, which is a topological order: inputs always come first.
// Invariants:
//   node->nn != null  <=>  nn->nodes[node->position] == node
//   a node without nn (trace ended) has no inputs and no saved data, so that freeing it never
//   recurses.
// Long chains are released through nn->pending instead of recursion.
#include "nn/tape.h"
#include "base/vec.h"
#include "nn/layer.h"
#include <string.h>

enum { MAX_SPARE_NODES = 512 };

Status learnable_new(Ctx *ctx, Index index, const char *layer, const char *parameter,
                     const char *type, const char *activation, Learnable **ret) {
    Learnable *l = mem_alloc_zero(sizeof *l);
    if (!l) return ctx_fail_nomem(ctx);
    refcount_init(&l->refs);
    l->index = index;
    l->layer = mem_dup(layer);
    l->parameter = mem_dup(parameter);
    l->type = type;
    l->activation = activation;
    if (!l->layer || !l->parameter) {
        learnable_unref(l);
        return ctx_fail_nomem(ctx);
    }
    *ret = l;
    return OK;
}

Learnable *learnable_ref(const Learnable *learnable) {
    Learnable *l = (Learnable *)learnable;
    if (l) refcount_up(&l->refs);
    return l;
}

void learnable_unref(const Learnable *learnable) {
    Learnable *l = (Learnable *)learnable;
    if (!l || !refcount_down(&l->refs)) return;
    mem_free(l->layer);
    mem_free(l->parameter);
    mem_free(l);
}

/// Drops inputs and everything saved; the node itself stays.
static void node_drop_data(TapeNode *node) {
    DlArray **in = node->in;
    int n = node->n_in;
    node->n_in = 0;
    for (int i = 0; i < n; i++) dlarray_unref(in[i]);
    if (in != node->in_inline) mem_free(in);
    node->in = node->in_inline;
    tensor_unref(node->out);
    node->out = NULL;
    for (int i = 0; i < 3; i++) {
        tensor_unref(node->saved[i]);
        node->saved[i] = NULL;
    }
    mem_free(node->attrs.data);
    node->attrs.data = NULL;
}

void tapenode_release(TapeNode *node) {
    node_drop_data(node);
    node->released = true;
}

static void node_recycle(NnState *nn, TapeNode *node) {
    node_drop_data(node);
    layer_unref(node->layer);
    learnable_unref(node->learnable);
    if (nn->n_spare < MAX_SPARE_NODES) {
        node->next = nn->spare;
        nn->spare = node;
        nn->n_spare++;
    } else {
        mem_free(node);
    }
}

void tapenode_unref(TapeNode *node) {
    if (!node || !refcount_down(&node->refs)) return;
    NnState *nn = node->nn;
    if (!nn) { // its trace has ended: nothing hangs on it
        layer_unref(node->layer);
        learnable_unref(node->learnable);
        mem_free(node);
        return;
    }
    nn->nodes[node->position] = NULL;
    node->next = nn->pending;
    nn->pending = node;
    if (nn->freeing) return;
    nn->freeing = true;
    while (nn->pending) {
        TapeNode *dead = nn->pending;
        nn->pending = dead->next;
        node_recycle(nn, dead);
    }
    nn->freeing = false;
    while (nn->n_nodes > 0 && !nn->nodes[nn->n_nodes - 1]) nn->n_nodes--;
}

static Status node_new(NnState *nn, TapeNode **ret) {
    TRY(vec_reserve(nn->ctx, (void **)&nn->nodes, &nn->cap_nodes, nn->n_nodes + 1,
                    sizeof *nn->nodes));
    TapeNode *node = nn->spare;
    if (node) {
        nn->spare = node->next;
        nn->n_spare--;
    } else {
        node = mem_alloc(sizeof *node);
        if (!node) return ctx_fail_nomem(nn->ctx);
    }
    memset(node, 0, sizeof *node);
    refcount_init(&node->refs);
    node->nn = nn;
    node->in = node->in_inline;
    node->position = nn->n_nodes;
    nn->nodes[nn->n_nodes++] = node;
    *ret = node;
    return OK;
}

Status tape_begin(NnState *nn) {
    nn->depth++;
    return OK;
}

void tape_end(NnState *nn) {
    if (nn->depth > 0) nn->depth--;
    if (nn->depth > 0) return;
    // In order of creation: what a node's inputs hang on has been cut already, so nothing recurses.
    for (Index i = 0; i < nn->n_nodes; i++) {
        TapeNode *node = nn->nodes[i];
        if (!node) continue;
        node->nn = NULL;
        refcount_up(&node->refs);
        node_drop_data(node);
        tapenode_unref(node);
    }
    nn->n_nodes = 0;
    nn->paused = false;
}

Index tape_count(const NnState *nn) {
    Index n = 0;
    for (Index i = 0; i < nn->n_nodes; i++) n += nn->nodes[i] != NULL;
    return n;
}

Status tape_watch(NnState *nn, DlArray *x, const Learnable *learnable, DlArray **ret) {
    if (dlarray_is_traced(x)) {
        *ret = dlarray_ref(x);
        return OK;
    }
    if (nn->depth == 0) return dlarray_untraced(nn, x, ret);
    DlArray *leaf = NULL;
    TRY(dlarray_take(nn, tensor_ref(x->value), x->format, &leaf));
    Status status = node_new(nn, &leaf->node);
    if (status != OK) {
        dlarray_unref(leaf);
        return status;
    }
    leaf->node->learnable = learnable_ref(learnable);
    *ret = leaf;
    return OK;
}

/// Makes the node of an operation; moves what forward saved into it.
static Status node_record(OpForward *call, const OpDef *op, OpAttrs *attrs, TapeNode **ret) {
    NnState *nn = call->nn;
    TapeNode *node = NULL;
    DlArray **in = NULL;
    if (call->n_in > NODE_INLINE_INPUTS) {
        in = mem_alloc((size_t)call->n_in * sizeof *in);
        if (!in) return ctx_fail_nomem(nn->ctx);
    }
    Status status = node_new(nn, &node);
    if (status != OK) {
        mem_free(in);
        return status;
    }
    if (in) node->in = in;
    node->op = op;
    node->attrs = *attrs;
    attrs->data = NULL;
    for (int i = 0; i < call->n_in; i++) node->in[i] = dlarray_ref(call->in[i]);
    node->n_in = call->n_in;
    if (op->saves_output) node->out = tensor_ref(call->out);
    for (int i = 0; i < 3; i++) {
        node->saved[i] = call->saved[i];
        call->saved[i] = NULL;
    }
    node->layer = layer_ref(nn->layer);
    node->activation = nn->activation;
    *ret = node;
    return OK;
}

Status op_apply(NnState *nn, const OpDef *op, const OpAttrs *attrs, DlArray *const *in, int n_in,
                DlArray **ret) {
    OpAttrs own = attrs ? *attrs : (OpAttrs){0};
    OpForward call = {.nn = nn, .attrs = &own, .in = in, .n_in = n_in};
    if (nn_recording(nn) && op->vjp)
        for (int i = 0; i < n_in && !call.traced; i++) call.traced = dlarray_is_traced(in[i]);
    TapeNode *node = NULL;
    Status status = op->forward(&call);
    if (status != OK) goto done;
    if (call.traced && class_is_float(call.out->cls)) TRY_GOTO(node_record(&call, op, &own, &node));
    status = dlarray_take(nn, call.out, "", ret);
    call.out = NULL;
    if (status != OK) goto done;
    (*ret)->node = node;
    node = NULL;
done:
    tapenode_unref(node);
    tensor_unref(call.out);
    for (int i = 0; i < 3; i++) tensor_unref(call.saved[i]);
    mem_free(own.data);
    return status;
}
