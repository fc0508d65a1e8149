// builtins/dlgrad.c: tracing and differentiating: dlfeval, dlgradient, dlupdate, dlaccelerate, and the optimizer steps.
#include "builtins/dl.h"

// v with every dlarray in it made a leaf of the trace; other values as they are.
static Status watch_value(NnState *nn, Value v, Value *ret) {
    Network *net = net_find(v);
    if (net) {
        Network *watched;
        TRY(network_watch(nn, net, &watched));
        return net_wrap(nn, watched, ret);
    }
    if (!dl_find(v) && v.tag != VAL_CELL && v.tag != VAL_STRUCT && !value_is_object(v, &table_class)) {
        *ret = value_ref(v);
        return OK;
    }
    OWN_LEAVES leaves = {0};
    TRY(leaves_collect(nn, v, false, &leaves));
    for (Index i = 0; i < leaves.n; i++) {
        DlArray *x;
        TRY(tape_watch(nn, leaves.items[i], leaves.names[i], &x));
        dlarray_unref(leaves.items[i]);
        leaves.items[i] = x;
    }
    Index position = 0;
    return leaves_rebuild(nn, v, false, leaves.items, &position, ret);
}

BUILTIN(dlfeval, "[y1,…,yk] = dlfeval(fun,x1,…,xn)", ARITY(1, -1, -1),
        "Evaluates a function while recording what happens to dlarrays, so that dlgradient works inside it.",
        "fun: function handle\nx1 … xn: arguments; dlarrays in them, and learnables of networks, are traced",
        "y1 … yk: what fun returns, no longer traced", "what fun raises",
        "[y,g] = dlfeval(@(x) deal(sum(x.^2,'all'), dlgradient(sum(x.^2,'all'), x)), dlarray([1 2 3]));\n"
        "assert(isequal(extractdata(g), [2 4 6]))",
        "dlgradient, dlarray, dlnetwork") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    OWN_VALUE fn = VALUE_NONE;
    TRY(arg_func(call, 0, &fn));
    int n = call->nargin - 1;
    Value *args = mem_alloc_zero((size_t)(n + 1) * sizeof *args);
    if (!args) return ctx_fail_nomem(call->ctx);
    Status status = tape_begin(nn);
    if (status == OK) {
        for (int i = 0; i < n && status == OK; i++) status = watch_value(nn, call->arg[i + 1], &args[i]);
        if (status == OK) status = vm_call(call->vm, fn, args, n, call->nargout, call->ret);
        for (int i = 0; i < n; i++) value_unref(args[i]);
        tape_end(nn);
    }
    mem_free(args);
    return status;
}

typedef struct GradientCall {
    Leaves wrt;
    int n_wrt; // arguments to differentiate with respect to
    bool retain, higher;
} GradientCall;

static Status gradient_options(Call *call, GradientCall *g) {
    int first = 1;
    while (first < call->nargin && !arg_is_text(call, first)) first++;
    g->n_wrt = first - 1;
    Option options[] = {{"RetainData", NULL}, {"EnableHigherDerivatives", NULL}, {"AllowComplex", NULL}};
    TRY(arg_options(call, first, options, 3));
    if (options[0].value) TRY(value_truth(call->ctx, *options[0].value, &g->retain));
    if (options[1].value) TRY(value_truth(call->ctx, *options[1].value, &g->higher));
    if (g->n_wrt < 1)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    return OK;
}

static Status collect_variables(Call *call, NnState *nn, GradientCall *g) {
    for (int i = 0; i < g->n_wrt; i++) TRY(leaves_collect(nn, call->arg[i + 1], false, &g->wrt));
    if (g->wrt.n == 0)
        return call_fail(call, ERR_ARG, "deep:dlgradient:NoVariables",
                         "There is no dlarray to differentiate with respect to.");
    return OK;
}

BUILTIN(dlgradient, "[g1,…,gk] = dlgradient(y,x1,…,xk)\n[…] = dlgradient(…,Name=Value)", ARITY(2, -1, -1),
        "Gradient of a scalar by reverse-mode automatic differentiation.",
        "y: traced real dlarray scalar\n"
        "x1 … xk: traced dlarrays, or cells, structs, tables (net.Learnables) of them\n"
        "RetainData: keep the trace for another call (false)\n"
        "EnableHigherDerivatives: trace the gradients too, so that they can be differentiated (false)",
        "g1 … gk: gradients, each of the form of its x",
        "deep:dlgradient:… outside dlfeval, when y is no traced scalar, or an x is not traced",
        "f = @(x) dlgradient(sum(x.^3,'all'), x);\n"
        "assert(isequal(extractdata(dlfeval(f, dlarray([1 2]))), [3 12]))",
        "dlfeval, adamupdate, sgdmupdate") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    GradientCall g = {0};
    DlArray *y = dl_find(call->arg[0]);
    if (!y)
        return call_fail(call, ERR_TYPE, "deep:dlgradient:InvalidLoss",
                         "The value to differentiate must be a traced dlarray scalar.");
    TRY(gradient_options(call, &g));
    Status status = collect_variables(call, nn, &g);
    DlArray **grads = NULL;
    if (status == OK) {
        grads = mem_alloc_zero((size_t)g.wrt.n * sizeof *grads);
        status = grads ? tape_backward(nn, y, g.wrt.items, g.wrt.n, g.retain, g.higher, grads)
                       : ctx_fail_nomem(call->ctx);
    }
    Index position = 0;
    for (int i = 0; i < g.n_wrt && status == OK; i++) {
        Value v = VALUE_NONE;
        status = leaves_rebuild(nn, call->arg[i + 1], false, grads, &position, &v);
        if (status == OK && ret_wanted(call, i)) ret_value(call, i, v);
        else value_unref(v);
    }
    for (Index i = 0; grads && i < g.wrt.n; i++) dlarray_unref(grads[i]);
    mem_free(grads);
    leaves_done(&g.wrt);
    return status;
}

// One call of the function over position i of all leaf lists.
static Status update_leaf(Call *call, NnState *nn, Value fn, Leaves *lists, int n_lists, Index i, int n_out, Leaves *outs) {
    Value args[16], rets[16];
    for (int k = 0; k < 16; k++) args[k] = rets[k] = VALUE_NONE;
    Status status = OK;
    for (int k = 0; k < n_lists && status == OK; k++) status = dl_wrap(nn, dlarray_ref(lists[k].items[i]), &args[k]);
    if (status == OK) status = vm_call(call->vm, fn, args, n_lists, n_out, rets);
    for (int k = 0; k < n_out && status == OK; k++) status = leaves_collect(nn, rets[k], true, &outs[k]);
    for (int k = 0; k < n_out && status == OK; k++)
        if (outs[k].n != i + 1)
            status = call_fail(call, ERR_ARG, "deep:dlupdate:InvalidOutput",
                               "The function must return one numeric array for each parameter.");
    for (int k = 0; k < n_lists; k++) value_unref(args[k]);
    for (int k = 0; k < 16; k++) value_unref(rets[k]);
    return status;
}

BUILTIN(dlupdate, "net = dlupdate(fun,net)\n[params,…] = dlupdate(fun,params,A1,…,An)", ARITY(2, 16, 15),
        "Applies a function to every learnable and the arrays that belong to it.",
        "fun: function of one parameter and the corresponding arrays\n"
        "net, params: dlnetwork, dlarray, or cell, struct, table of them\n"
        "A1 … An: values of the same structure, such as gradients",
        "the first inputs with their dlarrays replaced by what fun returns", "deep:dlupdate:… when structures differ",
        "p = dlupdate(@(w,g) w - 0.5*g, dlarray([1 2]), dlarray([2 2]));\nassert(isequal(extractdata(p), [0 1]))",
        "adamupdate, dlgradient") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    OWN_VALUE fn = VALUE_NONE;
    TRY(arg_func(call, 0, &fn));
    int n_lists = call->nargin - 1, n_out = call->nargout > 1 ? call->nargout : 1;
    if (n_out > n_lists) return call_fail(call, ERR_ARG, "MATLAB:maxlhs", "Too many output arguments.");
    Leaves lists[16] = {{0}}, outs[16] = {{0}};
    Status status = OK;
    for (int k = 0; k < n_lists && status == OK; k++) {
        status = leaves_collect(nn, call->arg[k + 1], true, &lists[k]);
        if (status == OK && lists[k].n != lists[0].n)
            status = call_fail(call, ERR_SIZE, "deep:dlupdate:StructureMismatch",
                               "Argument %d has %lld arrays where the parameters have %lld.", k + 2,
                               (long long)lists[k].n, (long long)lists[0].n);
    }
    for (Index i = 0; i < lists[0].n && status == OK; i++)
        status = update_leaf(call, nn, fn, lists, n_lists, i, n_out, outs);
    for (int k = 0; k < n_out && status == OK; k++) {
        Index position = 0;
        status = leaves_rebuild(nn, call->arg[k + 1], true, outs[k].items, &position, &call->ret[k]);
    }
    for (int k = 0; k < 16; k++) {
        leaves_done(&lists[k]);
        leaves_done(&outs[k]);
    }
    return status;
}

// ---- optimizers -----------------------------------------------------------------------------------------------------------

typedef struct StepCall {
    const OptimizerDef *def;
    Leaves params, grads, state1, state2;
    OptimizerStep step;
} StepCall;

static void step_done(StepCall *s) {
    for (Index i = 0; i < s->step.n; i++) {
        if (s->step.param) tensor_unref(s->step.param[i]);
        if (s->step.state1) tensor_unref(s->step.state1[i]);
        if (s->step.state2) tensor_unref(s->step.state2[i]);
    }
    mem_free(s->step.param);
    mem_free((void *)s->step.grad);
    mem_free(s->step.state1);
    mem_free(s->step.state2);
    leaves_done(&s->params);
    leaves_done(&s->grads);
    leaves_done(&s->state1);
    leaves_done(&s->state2);
}

// The leaves of argument i; [] gives none, which stands for zeros.
static Status step_list(Call *call, NnState *nn, int i, const Leaves *params, Leaves *ret) {
    if (value_is_empty(call->arg[i])) return OK;
    TRY(leaves_collect(nn, call->arg[i], true, ret));
    if (ret->n == params->n) return OK;
    return call_fail(call, ERR_SIZE, "deep:update:StructureMismatch",
                     "Argument %d has %lld arrays where the parameters have %lld.", i + 1, (long long)ret->n,
                     (long long)params->n);
}

static Tensor **tensors_of(const Leaves *leaves, Index n) {
    Tensor **list = mem_alloc_zero((size_t)(n + 1) * sizeof *list);
    for (Index i = 0; list && i < leaves->n; i++) list[i] = tensor_ref(leaves->items[i]->value);
    return list;
}

static Status step_prepare(Call *call, NnState *nn, StepCall *s) {
    TRY(leaves_collect(nn, call->arg[0], true, &s->params));
    TRY(step_list(call, nn, 1, &s->params, &s->grads));
    if (s->grads.n != s->params.n)
        return call_fail(call, ERR_ARG, "deep:update:NoGradients", "The gradients are empty.");
    TRY(step_list(call, nn, 2, &s->params, &s->state1));
    if (s->def->n_states == 2) TRY(step_list(call, nn, 3, &s->params, &s->state2));
    Index n = s->params.n;
    s->step.n = n;
    s->step.param = tensors_of(&s->params, n);
    s->step.state1 = tensors_of(&s->state1, n);
    s->step.state2 = s->def->n_states == 2 ? tensors_of(&s->state2, n) : NULL;
    Tensor **grads = mem_alloc((size_t)(n + 1) * sizeof *grads);
    s->step.grad = grads;
    if (!s->step.param || !s->step.state1 || !grads || (s->def->n_states == 2 && !s->step.state2))
        return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < n; i++) {
        grads[i] = s->grads.items[i]->value;
        if (!shape_equal(&grads[i]->shape, &s->step.param[i]->shape))
            return call_fail(call, ERR_SIZE, "deep:update:SizeMismatch",
                             "Gradient %lld does not have the size of its parameter.", (long long)i + 1);
    }
    s->step.names = (const Learnable *const *)s->params.names;
    return OK;
}

// New values as result i, built in the form of `like`.
static Status step_result(Call *call, NnState *nn, int i, Value like, const Leaves *labels, Tensor *const *values, Index n) {
    OWN_LEAVES leaves = {0};
    leaves.items = mem_alloc_zero((size_t)(n + 1) * sizeof *leaves.items);
    leaves.names = mem_alloc_zero((size_t)(n + 1) * sizeof *leaves.names);
    if (!leaves.items || !leaves.names) return ctx_fail_nomem(call->ctx);
    for (; leaves.n < n; leaves.n++)
        TRY(dlarray_take(nn, tensor_ref(values[leaves.n]), labels->items[leaves.n]->format, &leaves.items[leaves.n]));
    Index position = 0;
    return leaves_rebuild(nn, like, true, leaves.items, &position, &call->ret[i]);
}

static bool same_form(Value a, Value b) {
    return a.tag == b.tag && (a.tag != VAL_OBJECT || a.object->def == b.object->def) && (a.tag == VAL_OBJECT || a.tag == VAL_CELL || a.tag == VAL_STRUCT);
}

// Whether nobody can see the old parameters and states after this statement: [net,avg,avgSq] = adamupdate(net,grad,avg,avgSq,…)
// with variables that are the only holders. Each argument is held by its variable and by the call.
static bool step_in_place(const Call *call, const StepCall *s) {
    for (int k = 0; k <= s->def->n_states; k++) {
        int arg = k == 0 ? 0 : k + 1;
        if (!(call->doomed >> arg & 1) || !ret_wanted(call, k) || !leaves_sole(call->arg[arg], 2)) return false;
        if (k > 0 && !same_form(call->arg[arg], call->arg[1])) return false;
    }
    return true;
}

static Status step_run(Call *call, int first_setting, double *const *settings, int n_settings,
                       StepCall *s) {
    NnState *nn;
    TRY(call_nn(call, &nn));
    for (int k = 0; k < n_settings && first_setting + k < call->nargin; k++)
        TRY(arg_double(call, first_setting + k, settings[k]));
    s->step.in_place = step_in_place(call, s);
    TRY(step_prepare(call, nn, s));
    s->step.in_place = s->step.in_place && optimizer_uniform(nn, &s->step);
    TRY(s->def->step(nn, &s->step));
    for (int k = 0; s->step.in_place && k <= s->def->n_states; k++) call->ret[k] = value_ref(call->arg[k == 0 ? 0 : k + 1]);
    if (s->step.in_place) return OK;
    TRY(step_result(call, nn, 0, call->arg[0], &s->params, s->step.param, s->step.n));
    // Averages have the form of the gradients: a table for a network, an array for an array.
    if (ret_wanted(call, 1))
        TRY(step_result(call, nn, 1, call->arg[1], &s->params, s->step.state1, s->step.n));
    if (s->def->n_states == 2 && ret_wanted(call, 2))
        TRY(step_result(call, nn, 2, call->arg[1], &s->params, s->step.state2, s->step.n));
    return OK;
}

BUILTIN(adamupdate,
        "[net,avg,avgSq] = adamupdate(net,grad,avg,avgSq,iteration)\n"
        "[params,avg,avgSq] = adamupdate(params,grad,avg,avgSq,iteration,learnRate,gradDecay,sqGradDecay,epsilon)",
        ARITY(5, 9, 3), "One step of the Adam optimizer.",
        "net, params: dlnetwork, dlarray, or cell, struct, table of dlarrays\n"
        "grad: gradients from dlgradient\navg, avgSq: averages from the last step, [] at the first\n"
        "iteration: number of this step, from 1\nlearnRate: 0.001\ngradDecay: 0.9\nsqGradDecay: 0.999\nepsilon: 1e-8",
        "net, params: updated\navg, avgSq: averages for the next step", "deep:update:… when structures or sizes differ",
        "[w,m,v] = adamupdate(dlarray(1), dlarray(2), [], [], 1);\nassert(abs(extractdata(w) - 0.999) < 1e-6)",
        "sgdmupdate, rmspropupdate, dlupdate") {
    double iteration;
    TRY(arg_double(call, 4, &iteration));
    if (!(iteration >= 1) || iteration != floor(iteration))
        return call_fail(call, ERR_ARG, "deep:adamupdate:InvalidIteration", "The iteration must be a positive integer.");
    StepCall s = {.def = optimizer_find("adam")};
    s.step.settings = s.def->defaults;
    s.step.iteration = (int64_t)iteration;
    double *settings[] = {&s.step.settings.learn_rate, &s.step.settings.decay, &s.step.settings.squared_decay,
                          &s.step.settings.epsilon};
    Status status = step_run(call, 5, settings, 4, &s);
    step_done(&s);
    return status;
}

BUILTIN(sgdmupdate,
        "[net,vel] = sgdmupdate(net,grad,vel)\n[params,vel] = sgdmupdate(params,grad,vel,learnRate,momentum)",
        ARITY(3, 5, 2), "One step of gradient descent with momentum.",
        "net, params: dlnetwork, dlarray, or cell, struct, table of dlarrays\ngrad: gradients\n"
        "vel: velocity from the last step, [] at the first\nlearnRate: 0.01\nmomentum: 0.9",
        "net, params: updated\nvel: velocity for the next step", "deep:update:… when structures or sizes differ",
        "[w,v] = sgdmupdate(dlarray(1), dlarray(2), [], 0.1);\nassert(abs(extractdata(w) - 0.8) < 1e-6)",
        "adamupdate, rmspropupdate") {
    StepCall s = {.def = optimizer_find("sgdm")};
    s.step.settings = s.def->defaults;
    double *settings[] = {&s.step.settings.learn_rate, &s.step.settings.momentum};
    Status status = step_run(call, 3, settings, 2, &s);
    step_done(&s);
    return status;
}

BUILTIN(rmspropupdate,
        "[net,avgSq] = rmspropupdate(net,grad,avgSq)\n"
        "[params,avgSq] = rmspropupdate(params,grad,avgSq,learnRate,sqGradDecay,epsilon)",
        ARITY(3, 6, 2), "One step of root-mean-square propagation.",
        "net, params: dlnetwork, dlarray, or cell, struct, table of dlarrays\ngrad: gradients\n"
        "avgSq: average from the last step, [] at the first\nlearnRate: 0.001\nsqGradDecay: 0.9\nepsilon: 1e-8",
        "net, params: updated\navgSq: average for the next step", "deep:update:… when structures or sizes differ",
        "[w,v] = rmspropupdate(dlarray(1), dlarray(2), []);\nassert(abs(extractdata(w) - (1 - 0.001/sqrt(0.1))) < 1e-6)",
        "adamupdate, sgdmupdate") {
    StepCall s = {.def = optimizer_find("rmsprop")};
    s.step.settings = s.def->defaults;
    double *settings[] = {&s.step.settings.learn_rate, &s.step.settings.squared_decay, &s.step.settings.epsilon};
    Status status = step_run(call, 3, settings, 3, &s);
    step_done(&s);
    return status;
}

BUILTIN(dlaccelerate, "f = dlaccelerate(fun)", ARITY(1, 1, 1),
        "Function for repeated evaluation. Gradus runs every function at full speed, so it comes back as it is.",
        "fun: function handle", "f: the same function", "", "f = dlaccelerate(@(x) x+1);\nassert(f(1) == 2)", "dlfeval") {
    return arg_func(call, 0, &call->ret[0]);
}

BUILTIN(clearCache, "clearCache(f)", ARITY(1, 1, 0), "Empties the cache of an accelerated function; there is none.",
        "f: function from dlaccelerate", "", "", "clearCache(dlaccelerate(@(x) x))", "dlaccelerate") {
    OWN_VALUE fn = VALUE_NONE;
    return arg_func(call, 0, &fn);
}

const BuiltinDef *const family_dlgrad[] = {
    &def_dlfeval,       &def_dlgradient,   &def_dlupdate,   &def_adamupdate, &def_sgdmupdate,
    &def_rmspropupdate, &def_dlaccelerate, &def_clearCache, NULL,
};
