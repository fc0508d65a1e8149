// builtins/parser.c: inputParser, a handle object that sorts out arguments into named results.
#include "base/vec.h"
#include "builtins/arguments.h"
#include <strings.h>

typedef enum Kind { KIND_REQUIRED, KIND_OPTIONAL, KIND_PARAMETER, KIND_SWITCH } Kind;
typedef struct Item {
    Kind kind;
    char *name;
    Value fallback, check; // check VAL_NONE: anything
    Value value;           // after parse; VAL_NONE: the default was used
} Item;
typedef struct Parser {
    Object head;
    Vm *vm;
    Item *items;
    Index n, cap;
    bool keep_unmatched, case_sensitive, partial, expand;
    char *function;
    Value unmatched; // struct
} Parser;
static const ForeignDef parser_class;

static void item_done(Item *item) {
    mem_free(item->name);
    value_unref(item->fallback);
    value_unref(item->check);
    value_unref(item->value);
}
static void parser_release(Object *o) {
    Parser *p = (Parser *)o;
    for (Index i = 0; i < p->n; i++) item_done(&p->items[i]);
    mem_free(p->items);
    mem_free(p->function);
    value_unref(p->unmatched);
    mem_free(p);
}
static int compare_items(const void *self, Index i, Index j) {
    const Parser *p = self;
    return strcmp(p->items[i].name, p->items[j].name);
}
static Status names_cell(Ctx *ctx, const Parser *p, bool defaults_only, Value *ret) {
    OWN_MEM Index *order = NULL;
    OWN_MEM const char **names = mem_alloc((size_t)(p->n + 1) * sizeof *names);
    if (!names) return ctx_fail_nomem(ctx);
    TRY(order_by(ctx, p->n, compare_items, p, &order));
    Index n = 0;
    for (Index i = 0; i < p->n; i++) {
        const Item *item = &p->items[order[i]];
        if (!defaults_only || (item->value.tag == VAL_NONE && item->kind != KIND_REQUIRED))
            names[n++] = item->name;
    }
    return cell_of_texts(ctx, names, n, true, ret);
}
static Status results_struct(Ctx *ctx, const Parser *p, Value *ret) {
    OWN_MEM Index *order = NULL;
    OWN_STRUCT *s = NULL;
    TRY(order_by(ctx, p->n, compare_items, p, &order));
    TRY(struct_scalar(ctx, &s));
    for (Index i = 0; i < p->n; i++) {
        const Item *item = &p->items[order[i]];
        TRY(struct_put(ctx, s, item->name,
                       value_ref(item->value.tag == VAL_NONE ? item->fallback : item->value)));
    }
    *ret = value_take_struct(GIVE(s));
    return OK;
}
static const char *const property_names[] = {"CaseSensitive",   "FunctionName", "KeepUnmatched",
                                             "PartialMatching", "StructExpand", "Parameters",
                                             "Results",         "Unmatched",    "UsingDefaults"};
static const char *const *parser_properties(const Object *o, Index *ret_n) {
    (void)o;
    *ret_n = 9;
    return property_names;
}
static Status parser_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Parser *p = (Parser *)o;
    if (strcmp(name, "Results") == 0) return results_struct(ctx, p, ret);
    if (strcmp(name, "Unmatched") == 0) return *ret = value_ref(p->unmatched), OK;
    if (strcmp(name, "UsingDefaults") == 0) return names_cell(ctx, p, true, ret);
    if (strcmp(name, "Parameters") == 0) return names_cell(ctx, p, false, ret);
    if (strcmp(name, "FunctionName") == 0)
        return value_from_text(ctx, p->function ? p->function : "", ret);
    const bool *flag = strcmp(name, "CaseSensitive") == 0     ? &p->case_sensitive
                       : strcmp(name, "KeepUnmatched") == 0   ? &p->keep_unmatched
                       : strcmp(name, "PartialMatching") == 0 ? &p->partial
                       : strcmp(name, "StructExpand") == 0    ? &p->expand
                                                              : NULL;
    if (!flag)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                        "Unrecognized method, property, or field '%s' for class 'inputParser'.",
                        name);
    *ret = value_bool(*flag);
    return OK;
}
static Status parser_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    Parser *p = (Parser *)*o;
    if (strcmp(name, "FunctionName") == 0) {
        char *text = NULL;
        TRY(value_to_utf8(ctx, rhs, &text));
        mem_free(p->function);
        p->function = text;
        return OK;
    }
    bool *flag = strcmp(name, "CaseSensitive") == 0     ? &p->case_sensitive
                 : strcmp(name, "KeepUnmatched") == 0   ? &p->keep_unmatched
                 : strcmp(name, "PartialMatching") == 0 ? &p->partial
                 : strcmp(name, "StructExpand") == 0    ? &p->expand
                                                        : NULL;
    if (!flag)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:noPublicFieldForClass",
                        "Unrecognized or read-only property '%s' for class 'inputParser'.", name);
    return value_truth(ctx, rhs, flag);
}

// ---- methods
// ------------------------------------------------------------------------------------------------------------
static Status arg_parser(Call *call, Parser **ret) {
    if (!value_is_object(call->arg[0], &parser_class))
        return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                         "The first argument must be an inputParser.");
    *ret = (Parser *)call->arg[0].object;
    return OK;
}
static Status add_item(Call *call, Kind kind) {
    Parser *p;
    Item item = {.kind = kind};
    TRY(arg_parser(call, &p));
    int check = kind == KIND_REQUIRED ? 2 : kind == KIND_SWITCH ? 99 : 3;
    if (call->nargin < (kind == KIND_REQUIRED || kind == KIND_SWITCH ? 2 : 3))
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    TRY(arg_text(call, 1, &item.name));
    Status status = OK;
    for (Index i = 0; i < p->n && status == OK; i++) {
        if (strcmp(p->items[i].name, item.name) == 0)
            status = call_fail(call, ERR_ARG, "MATLAB:inputParser:argNameAlreadyUsed",
                               "The argument name '%s' is already in use.", item.name);
    }
    if (!name_is_valid(item.name) && status == OK)
        status = call_fail(call, ERR_ARG, "MATLAB:inputParser:invalidName",
                           "'%s' is not a valid argument name.", item.name);
    if (kind == KIND_SWITCH)
        item.fallback = value_bool(false);
    else if (kind != KIND_REQUIRED)
        item.fallback = value_ref(call->arg[2]);
    if (check < call->nargin) item.check = value_ref(call->arg[check]);
    if (status == OK)
        status = vec_reserve(call->ctx, (void **)&p->items, &p->cap, p->n + 1, sizeof *p->items);
    if (status != OK) {
        item_done(&item);
        return status;
    }
    p->items[p->n++] = item;
    return OK;
}
static Status method_required(Call *call) {
    return add_item(call, KIND_REQUIRED);
}
static Status method_optional(Call *call) {
    return add_item(call, KIND_OPTIONAL);
}
static Status method_parameter(Call *call) {
    return add_item(call, KIND_PARAMETER);
}
static Status method_switch(Call *call) {
    return add_item(call, KIND_SWITCH);
}

static void prefix(const Parser *p, Buf *out) {
    if (p->function && *p->function) buf_printf(out, "Error using %s: ", p->function);
}
/// Runs the check; false results and errors both mean no.
static Status passes_check(Call *call, const Item *item, Value v, bool *ret, Buf *why) {
    *ret = true;
    if (item->check.tag == VAL_NONE) return OK;
    Value result = VALUE_NONE;
    int n_in = 0, n_out = 1;
    if (vm_arity(call->vm, item->check, &n_in, &n_out) != OK) error_clear(&call->ctx->error);
    // A check without outputs, such as one that calls validateattributes, fails by raising an
    // error.
    Status status = vm_call(call->vm, item->check, &v, 1, n_out == 0 ? 0 : 1, &result);
    if (status != OK) {
        if (status == ERR_INTERRUPT || status == ERR_NOMEM) return status;
        bool no_output = strstr(error_id(&call->ctx->error), "maxlhs") != NULL ||
                         strstr(error_id(&call->ctx->error), "TooManyOutputs") != NULL;
        if (!no_output) buf_puts(why, error_message(&call->ctx->error));
        error_clear(&call->ctx->error);
        if (no_output) {
            status = vm_call(call->vm, item->check, &v, 1, 0, &result);
            if (status != OK) buf_puts(why, error_message(&call->ctx->error));
            if (status != OK) error_clear(&call->ctx->error);
        }
        *ret = status == OK;
        value_unref(result);
        return OK;
    }
    if (result.tag != VAL_NONE) status = value_truth(call->ctx, result, ret);
    value_unref(result);
    return status;
}
static Status refuse(Call *call, const Parser *p, const Item *item, const Buf *why) {
    OWN_BUF head = BUF_INIT;
    prefix(p, &head);
    OWN_MEM char *check = item->check.tag == VAL_FUNC && item->check.func->source
                              ? mem_dup(item->check.func->source->bytes)
                          : item->check.tag == VAL_FUNC && item->check.func->name
                              ? mem_dup(item->check.func->name->bytes)
                              : mem_dup("");
    if (why->len)
        return ctx_fail(call->ctx, ERR_ARG, "MATLAB:InputParser:ArgumentFailedValidation",
                        "%sThe value of '%s' is invalid. %s", buf_text(&head), item->name,
                        buf_text(why));
    return ctx_fail(call->ctx, ERR_ARG, "MATLAB:InputParser:ArgumentFailedValidation",
                    "%sThe value of '%s' is invalid. It must satisfy the function: %s.",
                    buf_text(&head), item->name, check ? check : "");
}
static Item *find_item(Parser *p, const char *name) {
    Item *found = NULL;
    size_t n = strlen(name);
    for (Index i = 0; i < p->n; i++) {
        Item *item = &p->items[i];
        if (item->kind < KIND_PARAMETER) continue;
        if (p->case_sensitive ? strcmp(item->name, name) == 0 : text_same(item->name, name))
            return item;
        if (p->partial && n &&
            (p->case_sensitive ? strncmp(item->name, name, n) == 0
                               : strncasecmp(item->name, name, n) == 0))
            found = item;
    }
    return found;
}
static Status set_parameter(Call *call, Parser *p, const char *name, Value v) {
    Item *item = find_item(p, name);
    if (!item) {
        OWN_BUF head = BUF_INIT;
        prefix(p, &head);
        if (!p->keep_unmatched)
            return ctx_fail(call->ctx, ERR_ARG, "MATLAB:InputParser:UnmatchedParameter",
                            "%s'%s' is not a recognized parameter. For a list of valid name-value "
                            "pair arguments, see the documentation for this function.",
                            buf_text(&head), name);
        TRY(value_make_sole(call->ctx, &p->unmatched));
        return struct_put(call->ctx, p->unmatched.structure, name, value_ref(v));
    }
    bool ok;
    OWN_BUF why = BUF_INIT;
    TRY(passes_check(call, item, v, &ok, &why));
    if (!ok) return refuse(call, p, item, &why);
    value_unref(item->value);
    item->value = value_ref(v);
    return OK;
}
static Status method_parse(Call *call) {
    Parser *p;
    TRY(arg_parser(call, &p));
    StructArray *none = NULL;
    TRY(struct_scalar(call->ctx, &none));
    value_unref(p->unmatched);
    p->unmatched = value_take_struct(none);
    int at = 1;
    for (Index i = 0; i < p->n; i++) value_clear(&p->items[i].value);
    for (Index i = 0; i < p->n; i++) {
        Item *item = &p->items[i];
        if (item->kind != KIND_REQUIRED) continue;
        OWN_BUF why = BUF_INIT;
        bool ok;
        if (at >= call->nargin)
            return ctx_fail(call->ctx, ERR_ARG, "MATLAB:InputParser:notEnoughInputs",
                            "Not enough input arguments.");
        TRY(passes_check(call, item, call->arg[at], &ok, &why));
        if (!ok) return refuse(call, p, item, &why);
        item->value = value_ref(call->arg[at++]);
    }
    for (Index i = 0; i < p->n && at < call->nargin; i++) {
        Item *item = &p->items[i];
        if (item->kind != KIND_OPTIONAL) continue;
        OWN_BUF why = BUF_INIT;
        bool ok, is_text = value_is_text_scalar(call->arg[at]);
        if (is_text) { // a parameter name ends the optional arguments
            OWN_MEM char *text = NULL;
            TRY(arg_text(call, at, &text));
            if (find_item(p, text) && (item->check.tag == VAL_NONE || (call->nargin - at) % 2 == 0))
                break;
        }
        if (is_text && item->check.tag == VAL_NONE) break;
        TRY(passes_check(call, item, call->arg[at], &ok, &why));
        if (!ok && is_text) break;
        if (!ok) return refuse(call, p, item, &why);
        item->value = value_ref(call->arg[at++]);
    }
    while (at < call->nargin) {
        Value v = call->arg[at];
        if (v.tag == VAL_STRUCT && p->expand && v.structure->numel == 1) {
            for (Index f = 0; f < v.structure->n_fields; f++)
                TRY(set_parameter(call, p, v.structure->names[f]->bytes, v.structure->items[f]));
            at++;
            continue;
        }
        if (!value_is_text_scalar(v))
            return ctx_fail(call->ctx, ERR_ARG, "MATLAB:InputParser:ParamMustBeChar",
                            "Expected a string scalar or character vector for the parameter name, "
                            "instead the input type was '%s'.",
                            value_class_name(v));
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, at, &name));
        Item *item = find_item(p, name);
        if (item && item->kind == KIND_SWITCH) {
            value_unref(item->value);
            item->value = value_bool(true);
            at++;
            continue;
        }
        if (at + 1 >= call->nargin)
            return ctx_fail(call->ctx, ERR_ARG, "MATLAB:InputParser:ParamMissingValue",
                            "'%s' is followed by no value.", name);
        TRY(set_parameter(call, p, name, call->arg[at + 1]));
        at += 2;
    }
    return OK;
}
static MethodFn parser_method(const char *name) {
    static const struct {
        const char *name;
        MethodFn fn;
    } methods[] = {{"addRequired", method_required},   {"addOptional", method_optional},
                   {"addParameter", method_parameter}, {"addParamValue", method_parameter},
                   {"addSwitch", method_switch},       {"parse", method_parse}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name) == 0) return methods[i].fn;
    }
    return NULL;
}
static const ForeignDef parser_class = {.class_name = "inputParser",
                                        .is_handle = true,
                                        .release = parser_release,
                                        .dot_get = parser_get,
                                        .dot_set = parser_set,
                                        .find_method = parser_method,
                                        .properties = parser_properties};

BUILTIN(inputParser, "p = inputParser", ARITY(0, 0, 1), "Object that checks and names arguments.",
        "",
        "p: object with addRequired, addOptional, addParameter, addSwitch, parse and the "
        "properties Results, Unmatched, UsingDefaults, KeepUnmatched, CaseSensitive, "
        "PartialMatching, StructExpand, FunctionName",
        "",
        "p = "
        "inputParser;\naddRequired(p,\"x\")\naddParameter(p,\"Scale\",1)\nparse(p,3,\"Scale\",2)"
        "\nassert(p.Results.x == 3 && p.Results.Scale == 2)",
        "validateattributes, arguments, nargin") {
    Parser *p = mem_alloc_zero(sizeof *p);
    if (!p) return ctx_fail_nomem(call->ctx);
    object_init(&p->head, &parser_class);
    p->vm = call->vm;
    p->partial = p->expand = true;
    StructArray *none = NULL;
    Status status = struct_scalar(call->ctx, &none);
    if (status == OK) p->unmatched = value_take_struct(none);
    if (status == OK)
        call->ret[0] = value_take_object(&p->head);
    else
        object_unref(&p->head);
    return status;
}

const BuiltinDef *const family_parser[] = {&def_inputParser, NULL};
