// builtins/errors.c: raising, catching and reporting errors and warnings.
#include "builtins/arguments.h"

/// True when text looks like an identifier: parts of word characters joined by colons, no spaces.
static bool is_identifier(const char *text) {
    bool colon = false;
    if (!*text) return false;
    for (const char *p = text; *p; p++) {
        bool word = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                    (*p >= '0' && *p <= '9') || *p == '_' || *p == '-' || *p == '.';
        if (*p == ':') {
            if (p == text || p[1] == 0 || p[1] == ':') return false;
            colon = true;
        } else if (!word) {
            return false;
        }
    }
    return colon;
}

/// Message from arguments first…: plain text when alone, else a format with its values.
static Status message_from(Call *call, int first, bool always_format, Buf *out) {
    OWN_MEM char *format = NULL;
    TRY(arg_text(call, first, &format));
    if (first + 1 >= call->nargin && !always_format)
        buf_puts(out, format);
    else
        TRY(format_text(call->ctx, format, strlen(format), call->arg + first + 1,
                        call->nargin - first - 1, out));
    return out->failed ? ctx_fail_nomem(call->ctx) : OK;
}
/// Splits (id, format, …) from (format, …).
static Status read_message(Call *call, int first, char **ret_id, Buf *out) {
    OWN_MEM char *head = NULL;
    TRY(arg_text(call, first, &head));
    bool has_id = call->nargin > first + 1 && is_identifier(head);
    TRY(message_from(call, has_id ? first + 1 : first, has_id, out));
    *ret_id = has_id ? GIVE(head) : mem_dup("");
    return *ret_id ? OK : ctx_fail_nomem(call->ctx);
}

static Status raise(Call *call, const char *id, const char *message) {
    Exception *e = NULL;
    TRY(exception_new(call->ctx, id, message, &e));
    OWN_VALUE v = value_take_object(&e->head);
    return exception_throw(call->ctx, v);
}
static Status raise_struct(Call *call, const StructArray *s) {
    OWN_VALUE id = VALUE_NONE, message = VALUE_NONE;
    OWN_MEM char *id_text = NULL, *text = NULL;
    if (struct_find(s, "identifier") >= 0) TRY(struct_get(call->ctx, s, 0, "identifier", &id));
    if (struct_find(s, "message") >= 0) TRY(struct_get(call->ctx, s, 0, "message", &message));
    if (value_is_text_scalar(id)) TRY(value_to_utf8(call->ctx, id, &id_text));
    if (value_is_text_scalar(message)) TRY(value_to_utf8(call->ctx, message, &text));
    if (!text || !*text) return OK;
    return raise(call, id_text ? id_text : "", text);
}
BUILTIN(error, "error(msg)\nerror(msg,A1,...,An)\nerror(errID,msg,...)\nerror(errorStruct)",
        ARITY(1, -1, 0), "Raises an error.",
        "msg: text, with conversions such as %d when values follow\nerrID: identifier such as "
        "\"part:problem\"\nA1, …: values for the conversions\nerrorStruct: struct with message and "
        "identifier",
        "", "Always fails, except for an empty message.",
        "try, error(\"a:b\",\"got %d\",3), catch e, end\nassert(strcmp(e.message,'got 3') && "
        "strcmp(e.identifier,'a:b'))",
        "warning, MException, assert, try") {
    if (value_is_object(call->arg[0], &exception_class))
        return exception_throw(call->ctx, call->arg[0]);
    if (call->arg[0].tag == VAL_STRUCT) return raise_struct(call, call->arg[0].structure);
    OWN_MEM char *id = NULL;
    OWN_BUF message = BUF_INIT;
    TRY(read_message(call, 0, &id, &message));
    if (message.len == 0) return OK;
    return raise(call, id, buf_text(&message));
}
BUILTIN_AS(assert_that, "assert",
           "assert(cond)\nassert(cond,msg)\nassert(cond,msg,A1,...,An)\nassert(cond,errID,msg,...)",
           ARITY(1, -1, 0), "Raises an error when a condition is false.",
           "cond: logical or numeric value\nmsg, errID, A1, …: as for error", "",
           "Fails when cond is false, empty or not logical.",
           "assert(true)\ntry, assert(false,\"no\"), catch e, end\nassert(strcmp(e.message,'no'))",
           "error, validateattributes") {
    bool holds = false;
    Value v = call->arg[0];
    if (!value_is_numeric(v) && !value_is_logical(v)) {
        return call_fail(call, ERR_TYPE, "MATLAB:assertion:LogicalScalar",
                         "The condition input argument must be a scalar logical.");
    }
    TRY(value_truth(call->ctx, v, &holds));
    if (holds) return OK;
    if (call->nargin == 1)
        return call_fail(call, ERR_USER, "MATLAB:assertion:failed", "Assertion failed.");
    OWN_MEM char *id = NULL;
    OWN_BUF message = BUF_INIT;
    TRY(read_message(call, 1, &id, &message));
    return raise(call, *id ? id : "MATLAB:assertion:failed", buf_text(&message));
}

// ---- warnings
// ------------------------------------------------------------------------------------------------------------------
static Status warning_state(Call *call, const char *id, Value *ret) {
    OWN_STRUCT *s = NULL;
    TRY(struct_scalar(call->ctx, &s));
    TRY(struct_put_text(call->ctx, s, "identifier", id));
    TRY(struct_put_text(call->ctx, s, "state", vm_warning_on(call->vm, id) ? "on" : "off"));
    *ret = value_take_struct(GIVE(s));
    return OK;
}
BUILTIN(warning,
        "warning(msg)\nwarning(msg,A1,...,An)\nwarning(warnID,msg,...)\nwarning(state,warnID)\ns = "
        "warning(...)\nwarning(s)",
        ARITY(0, -1, 1), "Shows a warning, or switches warnings on and off.",
        "msg: text, with conversions when values follow\nwarnID: identifier, or \"all\"\nstate: "
        "\"on\", \"off\" or \"query\"\ns: state saved before",
        "s: struct identifier and state before the change", "",
        "s = warning(\"off\",\"demo:id\");\nwarning(\"demo:id\",\"not shown\")\nwarning(s)",
        "error, lastwarn") {
    if (call->nargin == 0) return warning_state(call, "all", &call->ret[0]);
    if (call->arg[0].tag == VAL_STRUCT) {
        const StructArray *s = call->arg[0].structure;
        for (Index e = 0; e < s->numel; e++) {
            OWN_VALUE id = VALUE_NONE, state = VALUE_NONE;
            OWN_MEM char *id_text = NULL, *state_text = NULL;
            TRY(struct_get(call->ctx, s, e, "identifier", &id));
            TRY(struct_get(call->ctx, s, e, "state", &state));
            TRY(value_to_utf8(call->ctx, id, &id_text));
            TRY(value_to_utf8(call->ctx, state, &state_text));
            TRY(vm_warning_set(call->vm, id_text, strcmp(state_text, "off") != 0));
        }
        return OK;
    }
    bool on = arg_is_word(call, 0, "on"), off = arg_is_word(call, 0, "off"),
         query = arg_is_word(call, 0, "query");
    if ((on || off || query) && call->nargin <= 2) {
        OWN_MEM char *id = NULL;
        if (call->nargin > 1) TRY(arg_text(call, 1, &id));
        const char *name = id ? id : "all";
        // "backtrace" and "verbose" are modes of the display, not warnings.
        if (text_same(name, "backtrace") || text_same(name, "verbose")) return OK;
        if (call->nargout > 0 || query) TRY(warning_state(call, name, &call->ret[0]));
        return query ? OK : vm_warning_set(call->vm, name, on);
    }
    OWN_MEM char *id = NULL;
    OWN_BUF message = BUF_INIT;
    TRY(read_message(call, 0, &id, &message));
    if (message.len) vm_warn(call->vm, id, "%s", buf_text(&message));
    return OK;
}
BUILTIN(lastwarn, "msg = lastwarn\n[msg,warnID] = lastwarn\nlastwarn(msg)\nlastwarn(msg,warnID)",
        ARITY(0, 2, 2), "Last warning, or sets it.", "msg, warnID: texts to store",
        "msg: its text\nwarnID: its identifier", "",
        "lastwarn('so','a:b');\n[msg,id] = lastwarn;\nassert(strcmp(id,'a:b'))", "warning, lasterr") {
    const char *message = NULL, *id = NULL;
    vm_last_warning(call->vm, &message, &id);
    if (call->nargin == 0 || call->nargout > 0) {
        TRY(ret_text(call, 0, message));
        if (ret_wanted(call, 1)) TRY(ret_text(call, 1, id));
    }
    if (call->nargin == 0) return OK;
    OWN_MEM char *new_message = NULL, *new_id = NULL;
    TRY(arg_text(call, 0, &new_message));
    if (call->nargin > 1) TRY(arg_text(call, 1, &new_id));
    return vm_last_warning_set(call->vm, new_message, new_id ? new_id : "");
}
BUILTIN(lasterr, "msg = lasterr\n[msg,errID] = lasterr\nlasterr(msg)\nlasterr(msg,errID)",
        ARITY(0, 2, 2), "Last error, caught or not.",
        "msg, errID: what to remember instead; \"\" forgets",
        "msg: its text\nerrID: its identifier; both before the change", "",
        "try, error(\"a:b\",\"lost\"), catch, end\n[m,id] = lasterr;\nassert(strcmp(m,'lost') && "
        "strcmp(id,'a:b'))",
        "lastwarn, MException, error") {
    const char *message = NULL, *id = NULL;
    vm_last_error(call->vm, &message, &id);
    if (call->nargin == 0 || call->nargout > 0) TRY(ret_text(call, 0, message));
    if (call->nargout > 1) TRY(ret_text(call, 1, id));
    if (call->nargin == 0) return OK;
    OWN_MEM char *text = NULL, *new_id = NULL;
    TRY(arg_text(call, 0, &text));
    if (call->nargin > 1) TRY(arg_text(call, 1, &new_id));
    return vm_set_last_error(call->vm, text, new_id ? new_id : "");
}

// ---- exceptions
// ---------------------------------------------------------------------------------------------------------------------
BUILTIN(MException, "ME = MException(errID,msg)\nME = MException(errID,msg,A1,...,An)",
        ARITY(2, -1, 1), "Exception object.",
        "errID: identifier such as \"part:problem\"\nmsg: text, with conversions\nA1, …: values "
        "for the conversions",
        "ME: object with identifier, message, stack, cause", "Fails when errID is no identifier.",
        "ME = MException(\"a:b\",\"x %d\",1);\nassert(strcmp(ME.message,'x 1'))",
        "throw, rethrow, getReport, addCause, error") {
    OWN_MEM char *id = NULL;
    OWN_BUF message = BUF_INIT;
    TRY(arg_text(call, 0, &id));
    if (*id && !is_identifier(id))
        return call_fail(
            call, ERR_ARG, "MATLAB:MException:invalidIdentifier",
            "The first input of MException must be an identifier such as 'part:problem'.");
    TRY(message_from(call, 1, true, &message));
    Exception *e = NULL;
    TRY(exception_new(call->ctx, id, buf_text(&message), &e));
    call->ret[0] = value_take_object(&e->head);
    return OK;
}
static Status need_exception(Call *call, int i) {
    if (value_is_object(call->arg[i], &exception_class)) return OK;
    return call_fail(call, ERR_TYPE, "MATLAB:notMException", "Input must be an MException object.");
}
BUILTIN_AS(
    throw_it, "throw", "throw(ME)", ARITY(1, 1, 0), "Raises an exception.", "ME: MException", "",
    "Always fails, with ME.",
    "try, throw(MException(\"a:b\",\"c\")), catch e, end\nassert(strcmp(e.identifier,'a:b'))",
    "rethrow, error, MException") {
    TRY(need_exception(call, 0));
    return exception_throw(call->ctx, call->arg[0]);
}
BUILTIN(rethrow, "rethrow(ME)\nrethrow(errorStruct)", ARITY(1, 1, 0),
        "Raises a caught exception again, with its stack.",
        "ME: MException\nerrorStruct: struct with message and identifier", "",
        "Always fails, with ME.",
        "try, try, error(\"a:b\",\"c\"), catch e, rethrow(e), end, catch f, "
        "end\nassert(strcmp(f.identifier,'a:b'))",
        "throw, error") {
    if (call->arg[0].tag == VAL_STRUCT) return raise_struct(call, call->arg[0].structure);
    TRY(need_exception(call, 0));
    return exception_throw(call->ctx, call->arg[0]);
}
BUILTIN(throwAsCaller, "throwAsCaller(ME)", ARITY(1, 1, 0), "Raises an exception.",
        "ME: MException", "", "Always fails, with ME.",
        "try, throwAsCaller(MException(\"a:b\",\"c\")), catch e, "
        "end\nassert(strcmp(e.identifier,'a:b'))",
        "throw, rethrow") {
    TRY(need_exception(call, 0));
    return exception_throw(call->ctx, call->arg[0]);
}
BUILTIN(getReport,
        "msg = getReport(ME)\nmsg = getReport(ME,type)\nmsg = getReport(...,\"hyperlinks\",value)",
        ARITY(1, 4, 1), "Text of an error as it would be shown.",
        "ME: MException\ntype: \"extended\" (default) or \"basic\"", "msg: char vector", "",
        "assert(contains(getReport(MException(\"a:b\",\"boom\")),\"boom\"))", "MException, error") {
    TRY(need_exception(call, 0));
    if (arg_is_word(call, 1, "basic"))
        return ret_text(call, 0, ((Exception *)call->arg[0].object)->message->bytes);
    OWN_BUF out = BUF_INIT;
    TRY(exception_report(call->ctx, call->arg[0], &out));
    return ret_text(call, 0, buf_text(&out));
}
BUILTIN(
    addCause, "ME = addCause(ME,cause)", ARITY(2, 2, 1), "Exception with one more cause.",
    "ME, cause: MException objects", "ME: exception whose cause property ends with cause", "",
    "ME = addCause(MException(\"a:b\",\"c\"),MException(\"d:e\",\"f\"));\nassert(numel(ME.cause) "
    "== 1)",
    "MException, throw") {
    TRY(need_exception(call, 0));
    TRY(need_exception(call, 1));
    OWN_VALUE v = value_ref(call->arg[0]);
    TRY(value_make_sole(call->ctx, &v));
    Exception *e = (Exception *)v.object;
    Index n = e->cause.tag == VAL_CELL ? e->cause.cell->numel : 0;
    Shape shape = shape_2d(n + 1, 1);
    OWN_CELL *causes = NULL;
    TRY(cell_new(call->ctx, &shape, &causes));
    for (Index i = 0; i < n; i++) causes->items[i] = value_ref(e->cause.cell->items[i]);
    causes->items[n] = value_ref(call->arg[1]);
    value_unref(e->cause);
    e->cause = value_take_cell(GIVE(causes));
    call->ret[0] = value_give(&v);
    return OK;
}
BUILTIN(print_usage, "print_usage", ARITY(0, 0, 0),
        "Raises an error that says how the running function is called.", "", "", "Always fails.",
        "try, print_usage, catch e, end\nassert(strcmp(e.identifier,'Octave:invalid-fun-call'))",
        "error, narginchk") {
    const char *name = "", *file;
    int line;
    if (!vm_frame(call->vm, 0, &name, &file, &line)) name = "";
    return call_fail(call, ERR_USER, "Octave:invalid-fun-call", "Invalid call to %s.", name);
}

const BuiltinDef *const family_errors[] = {
    &def_error,      &def_assert_that, &def_warning, &def_lastwarn,      &def_lasterr,
    &def_MException, &def_throw_it,    &def_rethrow, &def_throwAsCaller, &def_getReport,
    &def_addCause,   &def_print_usage, NULL};
