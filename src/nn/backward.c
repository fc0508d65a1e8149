// nn/backward.c: the backward pass.
//
// Positions on the tape are a topological order, so two sweeps suffice: forward from the first wrt
// array, marking every node with a marked input; then back from the loss, running each marked node
// that has received a gradient. Marked nodes are held while the pass runs; without `retain` each
// gives its data up as soon as it has been used.
#include "nn/observer.h"
#include "nn/ops/raw.h"
#include <assert.h>
#include <string.h>

typedef struct Pass {
    NnState *nn;
    Index first, n;  // tape positions first … first+n-1
    TapeNode **held; // owned reference where the node is marked, else null
    DlArray **grad;  // gradient that has arrived, owned
    uint8_t *wanted; // the node is one of the wrt arrays
    bool retain, higher;
} Pass;

static void pass_done(Pass *p) {
    for (Index i = 0; p->grad && i < p->n; i++) dlarray_unref(p->grad[i]);
    for (Index i = p->n - 1; p->held && i >= 0; i--) tapenode_unref(p->held[i]);
    mem_free(p->held);
    mem_free(p->grad);
    mem_free(p->wanted);
}

static inline bool pass_has(const Pass *p, const DlArray *x) {
    if (!dlarray_is_traced(x)) return false;
    Index at = x->node->position - p->first;
    return at >= 0 && at < p->n && p->held[at];
}

static Status pass_start(Pass *p, DlArray *loss, DlArray *const *wrt, Index n_wrt) {
    NnState *nn = p->nn;
    Index first = loss->node->position, last = first;
    for (Index i = 0; i < n_wrt; i++)
        if (wrt[i]->node->position < first) first = wrt[i]->node->position;
    p->first = first;
    p->n = last - first + 1;
    p->held = mem_alloc_zero((size_t)p->n * sizeof *p->held);
    p->grad = mem_alloc_zero((size_t)p->n * sizeof *p->grad);
    p->wanted = mem_alloc_zero((size_t)p->n);
    if (!p->held || !p->grad || !p->wanted) return ctx_fail_nomem(nn->ctx);
    for (Index i = 0; i < n_wrt; i++) {
        Index at = wrt[i]->node->position - first;
        if (at < p->n) p->wanted[at] = 1; // made after the loss: its gradient is zero
    }
    for (Index at = 0; at < p->n; at++) {
        TapeNode *node = nn->nodes[first + at];
        if (!node) continue;
        bool marked = p->wanted[at] || node->released;
        for (int k = 0; k < node->n_in && !marked; k++) marked = pass_has(p, node->in[k]);
        if (marked) p->held[at] = tapenode_ref(node);
    }
    return OK;
}

/// Nothing is run when the loss hangs on data that an earlier pass released: a failure must not
/// release more.
static Status pass_check(Pass *p, const DlArray *loss) {
    uint8_t *reached = mem_alloc_zero((size_t)p->n);
    if (!reached) return ctx_fail_nomem(p->nn->ctx);
    reached[loss->node->position - p->first] = 1;
    bool lost = false;
    for (Index at = p->n - 1; at >= 0 && !lost; at--) {
        const TapeNode *node = reached[at] ? p->held[at] : NULL;
        if (!node) continue;
        lost = node->released && !p->wanted[at];
        for (int k = 0; k < node->n_in; k++)
            if (pass_has(p, node->in[k])) reached[node->in[k]->node->position - p->first] = 1;
    }
    mem_free(reached);
    if (!lost) return OK;
    return ctx_fail(p->nn->ctx, ERR_ARG, "deep:dlgradient:TraceReleased",
                    "The trace of this value was released by an earlier call of dlgradient. Use "
                    "RetainData=true "
                    "there to differentiate through it again.");
}

/// Adds `grad` (taken) to what has arrived at the array x.
static Status pass_add(Pass *p, DlArray *x, DlArray *grad) {
    NnState *nn = p->nn;
    Status status = OK;
    DlArray *sum = NULL;
    assert(shape_equal(&x->value->shape, &grad->value->shape));
    if (grad->value->cls != x->value->cls) {
        DlArray *cast = NULL;
        TRY_GOTO(raw_cast(nn, grad, x->value->cls, &cast));
        dlarray_unref(grad);
        grad = cast;
    }
    DlArray **slot = &p->grad[x->node->position - p->first];
    if (!*slot) {
        *slot = grad;
        return OK;
    }
    if (!p->higher && refcount_sole(&(*slot)->refs) && tensor_sole((*slot)->value)) {
        tensor_add_in_place((*slot)->value, grad->value);
    } else {
        TRY_GOTO(raw_plus(nn, *slot, grad, &sum));
        dlarray_unref(*slot);
        *slot = sum;
    }
done:
    dlarray_unref(grad);
    return status;
}

static Status pass_visit(Pass *p, Index at) {
    TapeNode *node = p->held[at];
    NnState *nn = p->nn;
    enum { FEW = 8 };
    bool need_few[FEW];
    DlArray *ret_few[FEW];
    int n = node->n_in;
    bool *need = need_few;
    DlArray **ret = ret_few, *out = NULL;
    if (n > FEW) {
        need = mem_alloc((size_t)n);
        ret = mem_alloc((size_t)n * sizeof *ret);
    }
    Status status = OK;
    if (!need || !ret) {
        n = 0;
        status = ctx_fail_nomem(nn->ctx);
        goto done;
    }
    for (int i = 0; i < n; i++) {
        ret[i] = NULL;
        need[i] = pass_has(p, node->in[i]);
    }
    if (node->out) {
        TRY_GOTO(dlarray_take(nn, tensor_ref(node->out), "", &out));
        out->node = tapenode_ref(node);
    }
    OpVjp call = {.nn = nn,
                  .node = node,
                  .attrs = &node->attrs,
                  .in = node->in,
                  .n_in = n,
                  .out = out,
                  .grad = p->grad[at],
                  .need = need,
                  .grad_is_spare = !p->higher && !p->wanted[at] &&
                                   refcount_sole(&p->grad[at]->refs) &&
                                   tensor_sole(p->grad[at]->value),
                  .ret = ret};
    TRY_GOTO(node->op->vjp(&call));
    for (int i = 0; i < n; i++) {
        if (!ret[i]) continue;
        DlArray *grad = ret[i];
        ret[i] = NULL;
        if (need[i])
            TRY_GOTO(pass_add(p, node->in[i], grad));
        else
            dlarray_unref(grad);
    }
done:
    for (int i = 0; i < n; i++) dlarray_unref(ret[i]);
    if (need != need_few) mem_free(need);
    if (ret != ret_few) mem_free(ret);
    dlarray_unref(out);
    if (status == OK && !p->retain) tapenode_release(node);
    return status;
}

static Status pass_run(Pass *p) {
    for (Index at = p->n - 1; at >= 0; at--) {
        if (!p->held[at]) continue;
        bool leaf = !p->held[at]->op, last_use = !p->wanted[at];
        if (p->grad[at] && !leaf && !(p->held[at]->released && p->wanted[at])) {
            TRY(ctx_check_stop(p->nn->ctx));
            TRY(pass_visit(p, at));
        }
        if (last_use) {
            dlarray_unref(p->grad[at]);
            p->grad[at] = NULL;
            tapenode_unref(p->held[at]);
            p->held[at] = NULL;
        }
    }
    return OK;
}

/// grads[i] from what arrived, or zeros.
static Status pass_collect(Pass *p, DlArray *const *wrt, Index n, DlArray **grads) {
    for (Index i = 0; i < n; i++) {
        Index at = wrt[i]->node->position - p->first;
        DlArray *grad = at < p->n ? p->grad[at] : NULL;
        if (grad) {
            TRY(dlarray_relabel(p->nn, grad, wrt[i]->format, &grads[i]));
        } else {
            Tensor *zeros = NULL;
            TRY(tensor_zeros(p->nn->ctx, wrt[i]->value->cls, &wrt[i]->value->shape, &zeros));
            TRY(dlarray_take(p->nn, zeros, wrt[i]->format, &grads[i]));
        }
    }
    return OK;
}

static void report(NnState *nn, const DlArray *loss, DlArray *const *wrt, DlArray *const *grads,
                   Index n) {
    bool any = false;
    for (Index i = 0; i < n && !any; i++) any = wrt[i]->node->learnable != NULL;
    if (!any) return;
    nn->step++;
    for (Index i = 0; i < n; i++) {
        const Learnable *l = wrt[i]->node->learnable;
        if (l) observer_gradient(nn, l, grads[i]->value, wrt[i]->value);
    }
    observer_pass(nn, tensor_get(loss->value, 0));
}

static Status check_wrt(NnState *nn, DlArray *const *wrt, Index n) {
    for (Index i = 0; i < n; i++)
        if (!wrt[i] || !dlarray_is_traced(wrt[i]))
            return ctx_fail(
                nn->ctx, ERR_ARG, "deep:dlgradient:VariableNotTraced",
                "Variables to differentiate with respect to must be traced dlarray objects. Use "
                "dlgradient inside a function called by dlfeval, with these variables among its "
                "inputs.");
    return OK;
}

Status tape_backward_from(NnState *nn, DlArray *y, DlArray *dy, DlArray *const *wrt, Index n,
                          bool retain, bool higher, DlArray **grads) {
    if (nn->depth == 0)
        return ctx_fail(nn->ctx, ERR_ARG, "deep:dlgradient:NotInDlfeval",
                        "dlgradient must be called inside a function evaluated by dlfeval.");
    if (!dlarray_is_traced(y))
        return ctx_fail(nn->ctx, ERR_ARG, "deep:dlgradient:LossNotTraced",
                        "Value to differentiate is not traced. It must be a traced real dlarray "
                        "scalar computed from "
                        "inputs of the function called by dlfeval.");
    TRY(check_wrt(nn, wrt, n));
    Pass p = {.nn = nn, .retain = retain || higher, .higher = higher};
    bool was_paused = nn->paused;
    DlArray **found = mem_alloc_zero((size_t)(n ? n : 1) * sizeof *found);
    if (!found) return ctx_fail_nomem(nn->ctx);
    Status status = OK;
    TRY_GOTO(pass_start(&p, y, wrt, n));
    TRY_GOTO(pass_check(&p, y));
    Index at = y->node->position - p.first;
    if (p.held[at]) p.grad[at] = dlarray_ref(dy);
    nn->paused = !higher;
    TRY_GOTO(pass_run(&p));
    TRY_GOTO(pass_collect(&p, wrt, n, found));
    nn->paused = was_paused;
    if (nn_observed(nn)) report(nn, y, wrt, found, n);
    memcpy(grads, found, (size_t)n * sizeof *found);
done:
    nn->paused = was_paused;
    if (status != OK)
        for (Index i = 0; i < n; i++) dlarray_unref(found[i]);
    mem_free(found);
    pass_done(&p);
    return status;
}

Status tape_backward(NnState *nn, DlArray *loss, DlArray *const *wrt, Index n, bool retain,
                     bool higher, DlArray **grads) {
    if (loss->value->numel != 1)
        return ctx_fail(
            nn->ctx, ERR_ARG, "deep:dlgradient:LossNotScalar",
            "Value to differentiate is not a scalar. It must be a traced real dlarray scalar.");
    Tensor *one = NULL;
    DlArray *seed = NULL;
    TRY(tensor_full(nn->ctx, (NumClass)loss->value->cls, &loss->value->shape, 1.0, &one));
    TRY(dlarray_take(nn, one, "", &seed));
    Status status = tape_backward_from(nn, loss, seed, wrt, n, retain, higher, grads);
    dlarray_unref(seed);
    return status;
}
