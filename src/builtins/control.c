// builtins/control.c: calling functions by value or text, and asking about the running call.
#include "builtins/arguments.h"
#include <unistd.h>

BUILTIN(feval, "[y1,...,yN] = feval(fun,x1,...,xM)", ARITY(1, -1, -1), "Calls a function.",
        "fun: function handle or name\nx1, …: its arguments", "y1, …: its results",
        "Fails as the function does.",
        "assert(feval(@max,[1 3]) == 3)\nassert(feval(\"sqrt\",4) == 2)",
        "func2str, str2func, cellfun") {
    if (arg_is_text(call, 0)) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, 0, &name));
        return vm_call_name(call->vm, name, call->arg + 1, call->nargin - 1, call->nargout,
                            call->ret);
    }
    return vm_call(call->vm, call->arg[0], call->arg + 1, call->nargin - 1, call->nargout,
                   call->ret);
}

/// Runs `text`; when it fails and `other` is given, that instead, with the error kept for lasterr.
static Status eval_text(Call *call, const char *which, int i) {
    OWN_MEM char *text = NULL, *other = NULL;
    TRY(arg_text(call, i, &text));
    if (i + 1 < call->nargin) TRY(arg_text(call, i + 1, &other));
    Status status = which
                        ? vm_eval_in(call->vm, which, text, strlen(text), call->nargout, call->ret)
                        : vm_eval(call->vm, text, strlen(text), call->nargout, call->ret);
    if (status == OK || !other || status == ERR_INTERRUPT) return status;
    error_clear(&call->ctx->error);
    return which ? vm_eval_in(call->vm, which, other, strlen(other), call->nargout, call->ret)
                 : vm_eval(call->vm, other, strlen(other), call->nargout, call->ret);
}
BUILTIN(eval,
        "eval(expression)\n[out1,...,outN] = eval(expression)\neval(expression,catch_expression)",
        ARITY(1, 2, -1), "Runs text as code.",
        "expression: code\ncatch_expression: code to run when it fails",
        "out1, …: values of the expression", "Fails as the code does.",
        "eval(\"x = 3;\")\nassert(x == 3)\ny = eval('x+1');\nassert(y == 4)",
        "evalc, evalin, feval") {
    return eval_text(call, NULL, 0);
}
static Status read_scope(Call *call, int i, const char **ret_name, VmScope *ret) {
    static const char *const words[] = {"caller", "base", NULL};
    int word;
    TRY(arg_choice(call, i, words, &word));
    *ret_name = words[word];
    *ret = word ? VM_BASE : VM_CALLER;
    return OK;
}
BUILTIN(evalin, "evalin(ws,expression)\n[out1,...,outN] = evalin(ws,expression)", ARITY(2, 3, -1),
        "Runs text as code in another workspace.", "ws: \"base\" or \"caller\"\nexpression: code",
        "out1, …: values of the expression", "Fails as the code does.",
        "evalin(\"base\",\"evalin_demo = 1;\")\nassert(evalin(\"base\",\"evalin_demo\") == 1)",
        "assignin, eval") {
    const char *name;
    VmScope scope;
    TRY(read_scope(call, 0, &name, &scope));
    return eval_text(call, name, 1);
}
BUILTIN(assignin, "assignin(ws,var,val)", ARITY(3, 3, 0), "Sets a variable of another workspace.",
        "ws: \"base\" or \"caller\"\nvar: name\nval: value", "", "Fails when var is no valid name.",
        "assignin(\"base\",\"assignin_demo\",5)\nassert(evalin(\"base\",\"assignin_demo\") == 5)",
        "evalin") {
    const char *name;
    VmScope scope;
    OWN_MEM char *variable = NULL;
    TRY(read_scope(call, 0, &name, &scope));
    TRY(arg_text(call, 1, &variable));
    return vm_set_variable(call->vm, scope, variable, call->arg[2]);
}

static void capture_write(void *self, HostStream stream, const char *utf8, size_t n_bytes) {
    (void)stream;
    buf_put(self, utf8, n_bytes);
}
BUILTIN(evalc, "results = evalc(expression)\n[results,out1,...,outN] = evalc(expression)",
        ARITY(1, 2, -1), "Runs text as code and returns what it shows.", "expression: code",
        "results: char vector of the output\nout1, …: values of the expression",
        "Fails as the code does.", "assert(contains(evalc(\"disp(42)\"),\"42\"))", "eval, disp") {
    OWN_MEM char *text = NULL;
    OWN_BUF out = BUF_INIT;
    TRY(arg_text(call, 0, &text));
    // Figures and progress stay silent while output is captured.
    Host host = (Host){.self = &out, .write = capture_write, .interactive = false};
    const Host *saved = call->env->host, *vm_saved = vm_swap_host(call->vm, &host);
    call->env->host = &host;
    int n = call->nargout > 1 ? call->nargout - 1 : 0;
    Status status;
    if (n > 0) {
        status = vm_eval(call->vm, text, strlen(text), n, call->ret + 1);
    } else {
        Value ignored = VALUE_NONE;
        status = vm_eval(call->vm, text, strlen(text), 0, &ignored);
        value_unref(ignored);
    }
    call->env->host = saved;
    vm_swap_host(call->vm, vm_saved);
    TRY(status);
    if (out.failed) return ctx_fail_nomem(call->ctx);
    return ret_text(call, 0, buf_text(&out));
}

// ---- the running call
// --------------------------------------------------------------------------------------------------------
static Status arity_of(Call *call, bool inputs) {
    int n_in, n_out;
    if (call->nargin == 0) {
        vm_frame_counts(call->vm, &n_in, &n_out);
    } else {
        OWN_VALUE fn = VALUE_NONE;
        TRY(arg_func(call, 0, &fn));
        TRY(vm_arity(call->vm, fn, &n_in, &n_out));
    }
    ret_double(call, 0, inputs ? n_in : n_out);
    return OK;
}
BUILTIN(nargin, "nargin\nn = nargin(fun)", ARITY(0, 1, 1),
        "Number of arguments given to the running function, or that a function takes.",
        "fun: function handle or name", "n: count; negative when the last one repeats",
        "Fails for unknown functions.", "assert(nargin(@(a,b) a) == 2)",
        "nargout, narginchk, varargin") {
    return arity_of(call, true);
}
BUILTIN(nargout, "nargout\nn = nargout(fun)", ARITY(0, 1, 1),
        "Number of results asked from the running function, or that a function gives.",
        "fun: function handle or name", "n: count; negative when the last one repeats",
        "Fails for unknown functions.", "assert(nargout(@(a) a) ~= 0)",
        "nargin, nargoutchk, varargout") {
    return arity_of(call, false);
}
static Status check_count(Call *call, bool inputs) {
    double lo, hi;
    int n_in, n_out;
    TRY(arg_double(call, 0, &lo));
    TRY(arg_double(call, 1, &hi));
    vm_frame_counts(call->vm, &n_in, &n_out);
    int n = inputs ? n_in : n_out;
    if (n < lo)
        return ctx_fail(call->ctx, ERR_ARG,
                        inputs ? "MATLAB:narginchk:notEnoughInputs"
                               : "MATLAB:nargoutchk:notEnoughOutputs",
                        "Not enough %s arguments.", inputs ? "input" : "output");
    if (n > hi)
        return ctx_fail(call->ctx, ERR_ARG,
                        inputs ? "MATLAB:narginchk:tooManyInputs"
                               : "MATLAB:nargoutchk:tooManyOutputs",
                        "Too many %s arguments.", inputs ? "input" : "output");
    return OK;
}
BUILTIN(narginchk, "narginchk(minArgs,maxArgs)", ARITY(2, 2, 0),
        "Checks the number of arguments of the running function.",
        "minArgs, maxArgs: bounds; maxArgs may be Inf", "", "Fails when there are fewer or more.",
        "narginchk(0,Inf)", "nargoutchk, nargin, arguments") {
    return check_count(call, true);
}
BUILTIN(nargoutchk, "nargoutchk(minArgs,maxArgs)", ARITY(2, 2, 0),
        "Checks the number of results asked from the running function.",
        "minArgs, maxArgs: bounds; maxArgs may be Inf", "", "Fails when there are fewer or more.",
        "nargoutchk(0,Inf)", "narginchk, nargout") {
    return check_count(call, false);
}
BUILTIN(nthargout, "arg = nthargout(n,fun,...)", ARITY(2, -1, 1), "The n-th result of a call.",
        "n: which result\nfun: function handle or name\n...: its arguments", "arg: that result",
        "Fails when the function gives fewer.", "assert(nthargout(2,@max,[1 9 3]) == 2)", "feval") {
    Index n;
    TRY(arg_positive(call, 0, &n));
    if (n > 64) return call_fail(call, ERR_LIMIT, "MATLAB:maxlhs", "Too many output arguments.");
    Value out[64] = {0};
    OWN_VALUE fn = VALUE_NONE;
    TRY(arg_func(call, 1, &fn));
    Status status = vm_call(call->vm, fn, call->arg + 2, call->nargin - 2, (int)n, out);
    if (status == OK) call->ret[0] = value_give(&out[n - 1]);
    for (Index k = 0; k < n; k++) value_unref(out[k]);
    return status;
}
BUILTIN(isargout, "tf = isargout(k)", ARITY(1, 1, 1),
        "True when an output of the running function is wanted.", "k: which output, or several",
        "tf: logical array; false for ~ and for outputs beyond nargout",
        "Fails when k is no positive integer.",
        "f = @() isargout(1);\ntry, isargout(0), catch e, end\nassert(isa(e,\"MException\"))",
        "nargout, nargin") {
    OWN_TENSOR *k = NULL, *tf = NULL;
    TRY(arg_doubles(call, 0, &k));
    TRY(logical_new(call->ctx, &k->shape, &tf));
    for (Index i = 0; i < k->numel; i++) {
        double n = tensor_get(k, i);
        if (!(n >= 1) || n != floor(n))
            return call_fail(call, ERR_ARG, "MATLAB:isargout:invalidIndex",
                             "The output number must be a positive integer.");
        tensor_u8(tf)[i] = n < 1e9 && vm_output_wanted(call->vm, (Index)n - 1);
    }
    ret_tensor(call, 0, GIVE(tf));
    return OK;
}
BUILTIN(inputname, "name = inputname(k)", ARITY(1, 1, 1),
        "Name of the variable given as an argument of the running function.", "k: which argument",
        "name: char vector, empty when the argument is an expression",
        "Fails when there are fewer arguments.",
        "try, inputname(1), catch e, end\nassert(isa(e,\"MException\"))", "nargin") {
    Index k;
    int n_in, n_out;
    TRY(arg_positive(call, 0, &k));
    vm_frame_counts(call->vm, &n_in, &n_out);
    if (k > n_in)
        return call_fail(call, ERR_ARG, "MATLAB:inputname:argNumberNotValid",
                         "The argument number is larger than the number of input arguments.");
    const char *name = vm_argument_name(call->vm, 1, (int)k - 1);
    return ret_text(call, 0, name ? name : "");
}
BUILTIN(mfilename, "name = mfilename\npath = mfilename(\"fullpath\")", ARITY(0, 1, 1),
        "Name of the file whose code runs.", "\"fullpath\": with its folder, without the extension",
        "name: char vector; empty at the prompt", "", "assert(ischar(mfilename))", "which, pwd") {
    const char *function = "", *file = NULL;
    int line;
    bool any = vm_frame(call->vm, 0, &function, &file, &line);
    OWN_MEM char *full = NULL;
    if (!any || !file || !*file) return ret_text(call, 0, "");
    full = mem_dup(file);
    if (!full) return ctx_fail_nomem(call->ctx);
    char *slash = strrchr(full, '/'), *dot = strrchr(full, '.');
    if (dot && (!slash || dot > slash)) *dot = 0;
    if (!arg_is_word(call, 0, "fullpath")) return ret_text(call, 0, slash ? slash + 1 : full);
    if (full[0] == '/') return ret_text(call, 0, full);
    char folder[4096];
    OWN_BUF path = BUF_INIT;
    if (getcwd(folder, sizeof folder)) buf_printf(&path, "%s/", folder);
    buf_puts(&path, full);
    return ret_text(call, 0, buf_text(&path));
}
BUILTIN(isvarname, "tf = isvarname(s)", ARITY(1, 1, 1),
        "True for text that is a valid variable name.", "s: text", "tf: logical scalar", "",
        "assert(isvarname(\"a1\"))\nassert(~isvarname(\"1a\") && ~isvarname(\"for\"))",
        "iskeyword, matlab.lang.makeValidName") {
    bool ok = arg_is_text(call, 0);
    if (ok) {
        OWN_MEM char *s = NULL;
        TRY(arg_text(call, 0, &s));
        ok = name_is_valid(s);
    }
    ret_bool(call, 0, ok);
    return OK;
}
static const char *const keywords[] = {
    "break",      "case",   "catch",    "classdef", "continue", "else",      "elseif",
    "end",        "for",    "function", "global",   "if",       "otherwise", "parfor",
    "persistent", "return", "spmd",     "switch",   "try",      "while",     NULL};
bool name_is_valid(const char *s) {
    if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z')) || strlen(s) > 2047) return false;
    for (const char *p = s; *p; p++) {
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
              *p == '_'))
            return false;
    }
    for (int k = 0; keywords[k]; k++) {
        if (strcmp(keywords[k], s) == 0) return false;
    }
    return true;
}
BUILTIN(iskeyword, "tf = iskeyword(s)\nwords = iskeyword", ARITY(0, 1, 1),
        "True for reserved words.", "s: text", "tf: logical scalar\nwords: all of them", "",
        "assert(iskeyword(\"for\"))", "isvarname") {
    if (call->nargin == 0) return cell_of_texts(call->ctx, keywords, 20, false, &call->ret[0]);
    OWN_MEM char *s = NULL;
    TRY(arg_text(call, 0, &s));
    bool found = false;
    for (int k = 0; keywords[k]; k++) found = found || strcmp(keywords[k], s) == 0;
    ret_bool(call, 0, found);
    return OK;
}

// ---- cleanup objects
// -----------------------------------------------------------------------------------------------------------
typedef struct Cleanup {
    Object head;
    Vm *vm;
    Value task;
} Cleanup;
static void cleanup_release(Object *o) {
    Cleanup *c = (Cleanup *)o;
    // The task runs whatever error is under way; its own error becomes a warning.
    Ctx *ctx = vm_ctx(c->vm);
    Error saved = ctx->error;
    memset(&ctx->error, 0, sizeof ctx->error);
    Value ret = VALUE_NONE;
    if (vm_call(c->vm, c->task, NULL, 0, 0, &ret) != OK) {
        vm_warn(c->vm, "MATLAB:onCleanup:ErrorInTask",
                "The following error was caught while executing 'onCleanup' class destructor:\n%s",
                error_message(&ctx->error));
        error_clear(&ctx->error);
    }
    value_unref(ret);
    ctx->error = saved;
    value_unref(c->task);
    mem_free(c);
}
static Status cleanup_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    if (strcmp(name, "task") != 0)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                        "Unrecognized method, property, or field '%s' for class 'onCleanup'.",
                        name);
    *ret = value_ref(((Cleanup *)o)->task);
    return OK;
}
static const ForeignDef cleanup_class = {.class_name = "onCleanup",
                                         .is_handle = true,
                                         .release = cleanup_release,
                                         .dot_get = cleanup_get};
BUILTIN(onCleanup, "C = onCleanup(cleanupFun)", ARITY(1, 1, 1),
        "Runs a function when the object goes away, at the end of the function or at clear.",
        "cleanupFun: function handle without arguments", "C: object to keep in a variable", "",
        "c = onCleanup(@() 1);\nclear c", "try, clear") {
    Cleanup *c = mem_alloc_zero(sizeof *c);
    if (!c) return ctx_fail_nomem(call->ctx);
    Status status = arg_func(call, 0, &c->task);
    if (status != OK) {
        mem_free(c);
        return status;
    }
    object_init(&c->head, &cleanup_class);
    c->vm = call->vm;
    call->ret[0] = value_take_object(&c->head);
    return OK;
}

// ---- input from the user
// ------------------------------------------------------------------------------------------------------------
BUILTIN(input, "x = input(prompt)\ntxt = input(prompt,\"s\")", ARITY(1, 2, 1), "Asks the user.",
        "prompt: text to show\n\"s\": takes the answer as text",
        "x: value of the expression typed\ntxt: what was typed", "Fails when nobody can answer.",
        "if false, x = input(\"How many? \"); end", "keyboard, pause") {
    OWN_MEM char *prompt = NULL;
    char line[4096];
    TRY(arg_text(call, 0, &prompt));
    const Host *host = call->env->host;
    if (!host || !host->read_line)
        return call_fail(call, ERR_IO, "MATLAB:services:noInput",
                         "Support for user input is required, which is not available here.");
    bool answered = host->read_line(host->self, prompt, line, sizeof line);
    TRY(ctx_check_stop(call->ctx));
    if (!answered)
        return call_fail(call, ERR_IO, "MATLAB:services:endOfInput", "End of input reached.");
    size_t n = strlen(line);
    while (n && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
    if (call->nargin > 1) return ret_text(call, 0, line);
    if (n == 0) return value_empty(call->ctx, &call->ret[0]);
    return vm_eval(call->vm, line, n, 1, &call->ret[0]);
}

const BuiltinDef *const family_control[] = {
    &def_feval,     &def_eval,      &def_evalin,     &def_assignin,  &def_evalc,     &def_nargin,
    &def_nargout,   &def_narginchk, &def_nargoutchk, &def_nthargout, &def_inputname, &def_isargout,
    &def_mfilename, &def_isvarname, &def_iskeyword,  &def_onCleanup, &def_input,     NULL};
