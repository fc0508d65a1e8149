// lang/builtin.c: typed getters for the arguments of built-in functions.
#include "lang/builtin.h"
#include "base/buf.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

Status call_fail(Call *call, Status status, const char *id, const char *format, ...) {
    va_list args;
    va_start(args, format);
    Status result = ctx_vfail(call->ctx, status, id, format, args);
    va_end(args);
    return result;
}

static const char *function_name(const Call *call) { return call->def ? call->def->name : "function"; }

/// "MATLAB:sum:what" for messages of this function.
static Status fail_argument(Call *call, Status status, int i, const char *what, const char *text) {
    char id[160];
    snprintf(id, sizeof id, "MATLAB:%s:%s", function_name(call), what);
    return ctx_fail(call->ctx, status, id, "Argument %d of %s %s", i + 1, function_name(call), text);
}

static Status need(Call *call, int i) {
    if (i < call->nargin) return OK;
    return ctx_fail(call->ctx, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
}

Status arg_double(Call *call, int i, double *ret) {
    TRY(need(call, i));
    Value v = call->arg[i];
    if (v.tag == VAL_DOUBLE) {
        *ret = v.number;
        return OK;
    }
    bool numeric = value_is_numeric(v) || value_is_logical(v) || value_is_char(v);
    if (!numeric) return fail_argument(call, ERR_TYPE, i, "mustBeNumeric", "must be a number.");
    if (value_numel(v) != 1) return fail_argument(call, ERR_SIZE, i, "mustBeScalar", "must be a scalar.");
    return value_to_double(call->ctx, v, ret);
}

static Status whole(Call *call, int i, double least, const char *text, Index *ret) {
    double x;
    TRY(arg_double(call, i, &x));
    if (!(x >= least) || x != floor(x) || x > 9007199254740992.0) return fail_argument(call, ERR_ARG, i, "mustBeInteger", text);
    *ret = (Index)x;
    return OK;
}

Status arg_index(Call *call, int i, Index *ret) { return whole(call, i, 0, "must be a nonnegative integer.", ret); }
Status arg_positive(Call *call, int i, Index *ret) { return whole(call, i, 1, "must be a positive integer.", ret); }

Status arg_dim(Call *call, int i, int *ret) {
    TRY(need(call, i));
    double x = 0;
    Value v = call->arg[i];
    bool scalar = (value_is_numeric(v) || value_is_logical(v)) && value_numel(v) == 1;
    if (scalar) TRY(value_to_double(call->ctx, v, &x));
    if (!scalar || !(x >= 1) || x != floor(x))
        return ctx_fail(call->ctx, ERR_ARG, "MATLAB:getdimarg:dimensionMustBePositiveInteger",
                        "Dimension argument must be a positive integer scalar within indexing range.");
    *ret = x > 1000000 ? 1000000 : (int)x - 1;
    return OK;
}

Status arg_bool(Call *call, int i, bool *ret) {
    TRY(need(call, i));
    Value v = call->arg[i];
    if (v.tag == VAL_BOOL) {
        *ret = v.flag;
        return OK;
    }
    double x;
    bool numeric = (value_is_numeric(v) || value_is_logical(v)) && value_numel(v) == 1;
    if (!numeric) {
        if (arg_is_word(call, i, "on") || arg_is_word(call, i, "off")) {
            *ret = arg_is_word(call, i, "on");
            return OK;
        }
        return fail_argument(call, ERR_TYPE, i, "mustBeLogical", "must be true or false.");
    }
    TRY(value_to_double(call->ctx, v, &x));
    *ret = x != 0;
    return OK;
}

Status arg_text(Call *call, int i, char **ret) {
    TRY(need(call, i));
    if (!value_is_text_scalar(call->arg[i])) return fail_argument(call, ERR_TYPE, i, "mustBeText", "must be a character vector or string scalar.");
    return value_to_utf8(call->ctx, call->arg[i], ret);
}

Status arg_tensor(Call *call, int i, Tensor **ret) {
    TRY(need(call, i));
    Value v = call->arg[i];
    if (!value_is_numeric(v) && !value_is_logical(v) && !value_is_char(v)) {
        char text[160];
        snprintf(text, sizeof text, "must be numeric or logical, not %s.", value_class_name(v));
        return fail_argument(call, ERR_TYPE, i, "mustBeNumeric", text);
    }
    return value_to_tensor(call->ctx, v, ret);
}

Status arg_strings(Call *call, int i, StringArray **ret) {
    TRY(need(call, i));
    Value v = call->arg[i];
    bool text = v.tag == VAL_STRING || value_is_char(v);
    if (v.tag == VAL_CELL) {
        text = true;
        for (Index k = 0; text && k < v.cell->numel; k++) text = value_is_char(v.cell->items[k]) || value_is_string_scalar(v.cell->items[k]);
    }
    if (!text) return fail_argument(call, ERR_TYPE, i, "mustBeText", "must be text: a character vector, a string array or a cell array of character vectors.");
    return value_to_strings(call->ctx, v, ret);
}

Status arg_cell(Call *call, int i, CellArray **ret) {
    TRY(need(call, i));
    if (call->arg[i].tag != VAL_CELL) return fail_argument(call, ERR_TYPE, i, "mustBeCell", "must be a cell array.");
    *ret = call->arg[i].cell;
    return OK;
}

Status arg_struct(Call *call, int i, StructArray **ret) {
    TRY(need(call, i));
    if (call->arg[i].tag != VAL_STRUCT) return fail_argument(call, ERR_TYPE, i, "mustBeStruct", "must be a structure.");
    *ret = call->arg[i].structure;
    return OK;
}

Status arg_func(Call *call, int i, Value *ret) {
    TRY(need(call, i));
    Value v = call->arg[i];
    bool callable = v.tag == VAL_FUNC || value_is_text_scalar(v) || (v.tag == VAL_OBJECT && v.object->def->call);
    if (!callable) return fail_argument(call, ERR_TYPE, i, "mustBeFunction", "must be a function handle or the name of a function.");
    *ret = value_ref(v);
    return OK;
}

bool arg_is_word(const Call *call, int i, const char *word) {
    if (i >= call->nargin) return false;
    Value v = call->arg[i];
    size_t n = strlen(word);
    if (v.tag == VAL_STRING && v.string->numel == 1) {
        const Text *t = v.string->items[0];
        return t && t->n_bytes == n && strncasecmp(t->bytes, word, n) == 0;
    }
    if (!value_is_char_row(v) || v.tag != VAL_TENSOR || v.tensor->numel != (Index)n) return false;
    const uint16_t *units = tensor_u16(v.tensor);
    for (size_t k = 0; k < n; k++)
        if (units[k] > 127 || tolower((int)units[k]) != tolower((unsigned char)word[k])) return false;
    return true;
}

static Status fail_option_name(Call *call, int i, const Option *options, int n) {
    Buf names = BUF_INIT;
    char *text = NULL;
    if (value_is_text_scalar(call->arg[i])) TRY(value_to_utf8(call->ctx, call->arg[i], &text));
    for (int k = 0; k < n; k++) buf_printf(&names, "%s'%s'", k ? ", " : "", options[k].name);
    char id[160];
    snprintf(id, sizeof id, "MATLAB:%s:unknownOption", function_name(call));
    Status status = text ? ctx_fail(call->ctx, ERR_ARG, id, "Invalid argument name '%s'. Valid names are %s.", text, buf_text(&names))
                         : ctx_fail(call->ctx, ERR_ARG, id, "Argument %d of %s must be the name of an option: %s.", i + 1, function_name(call), buf_text(&names));
    mem_free(text);
    buf_done(&names);
    return status;
}

Status arg_options(Call *call, int first, Option *options, int n_options) {
    for (int i = first; i < call->nargin; i += 2) {
        Option *found = NULL;
        for (int k = 0; k < n_options && !found; k++)
            if (arg_is_word(call, i, options[k].name)) found = &options[k];
        if (!found) return fail_option_name(call, i, options, n_options);
        if (i + 1 >= call->nargin) {
            char id[160];
            snprintf(id, sizeof id, "MATLAB:%s:missingOptionValue", function_name(call));
            return ctx_fail(call->ctx, ERR_ARG, id, "Option '%s' needs a value.", found->name);
        }
        found->value = &call->arg[i + 1];
    }
    return OK;
}
