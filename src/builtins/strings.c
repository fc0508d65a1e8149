// builtins/strings.c: making text, asking what text is, joining and splitting.
#include "base/utf.h"
#include "builtins/text_arguments.h"
#include <utf8proc.h>

// ---- making -------------------------------------------------------------------------------------

BUILTIN(string, "str = string(A)", ARITY(0, 2, 1), "Converts to a string array.",
        "A: numbers, logicals, characters, cell array of these, categorical",
        "str: string array of the size of A; a character vector gives one string",
        "Structures and function handles cannot be converted.",
        "assert(string(3.5) == \"3.5\")\nassert(isequal(string({'a','b'}), [\"a\" \"b\"]))",
        "char, cellstr, num2str") {
    if (call->nargin == 0) return value_string_scalar(call->ctx, "", 0, &call->ret[0]);
    if (call->nargin > 1) return ctx_fail_unsupported(call->ctx, "string with a date format");
    OWN_STRINGS *s = NULL;
    TRY(value_as_strings(call->ctx, call->arg[0], &s));
    ret_value(call, 0, value_take_string(GIVE(s)));
    return OK;
}

static Status gather_rows(Call *call, ValueList *rows, bool skip_empty) {
    for (int i = 0; i < call->nargin; i++) {
        OWN_STRINGS *s = NULL;
        Value v = call->arg[i];
        OWN_VALUE as_char = VALUE_NONE;
        if (v.tag == VAL_DOUBLE || v.tag == VAL_BOOL ||
            (v.tag == VAL_TENSOR && v.tensor->cls != CLASS_CHAR)) {
            OWN_TENSOR *t = NULL, *c = NULL;
            TRY(value_to_tensor(call->ctx, v, &t));
            TRY(tensor_cast(call->ctx, t, CLASS_CHAR, &c));
            as_char = value_take_tensor(GIVE(c));
            v = as_char;
        }
        TRY(value_to_strings(call->ctx, v, &s));
        for (Index k = 0; k < s->numel; k++) {
            if (skip_empty && (!s->items[k] || s->items[k]->n_bytes == 0)) continue;
            Value one;
            TRY(value_string_scalar(call->ctx, s->items[k] ? s->items[k]->bytes : "",
                                    s->items[k] ? s->items[k]->n_bytes : 0, &one));
            TRY(value_list_push(call->ctx, rows, one));
        }
    }
    return OK;
}

static Status rows_to_char(Call *call, bool skip_empty) {
    OWN_LIST rows = {0};
    TRY(gather_rows(call, &rows, skip_empty));
    Shape shape = shape_2d(rows.n, 1);
    OWN_STRINGS *s = NULL;
    TRY(string_new(call->ctx, &shape, &s));
    for (Index i = 0; i < rows.n; i++) s->items[i] = text_ref(rows.items[i].string->items[0]);
    return ret_texts(call, 0, TEXT_CHAR, GIVE(s));
}

BUILTIN(char, "C = char(A)\nC = char(A1,...,An)", ARITY(1, -1, 1), "Converts to a character array.",
        "A: character codes, string array, or cell array of character vectors; several make one "
        "row each, padded with blanks",
        "C: character array", "",
        "assert(strcmp(char([72 105]), 'Hi'))\nassert(isequal(char(\"ab\",\"c\"), ['ab';'c ']))",
        "string, cellstr, double") {
    Value v = call->arg[0];
    bool is_number = v.tag == VAL_DOUBLE || v.tag == VAL_BOOL || v.tag == VAL_TENSOR;
    if (call->nargin > 1 || !is_number) return rows_to_char(call, false);
    OWN_TENSOR *t = NULL, *c = NULL;
    TRY(arg_tensor(call, 0, &t));
    TRY(tensor_cast(call->ctx, t, CLASS_CHAR, &c));
    ret_tensor(call, 0, GIVE(c));
    return OK;
}

BUILTIN(strvcat, "C = strvcat(t1,...,tn)", ARITY(1, -1, 1),
        "Rows of a character array, without empty ones.", "t1,...,tn: text", "C: character array",
        "", "assert(isequal(strvcat('a','','bc'), ['a ';'bc']))", "char") {
    return rows_to_char(call, true);
}

BUILTIN(cellstr, "C = cellstr(A)", ARITY(1, 1, 1), "Converts to a cell array of character vectors.",
        "A: character array (trailing blanks are dropped), string array, or cell array of "
        "character vectors",
        "C: cell array", "", "assert(isequal(cellstr(['ab ';'c  ']), {'ab';'c'}))",
        "char, string, iscellstr") {
    OWN_STRINGS *s = NULL, *out = NULL;
    TextKind kind;
    if (value_is_char(call->arg[0]) && value_is_empty(call->arg[0])) {
        const char *none[] = {""};
        return cell_of_texts(call->ctx, none, 1, true, &call->ret[0]);
    }
    if (value_is_object(call->arg[0], &categorical_class)) {
        TRY(value_to_strings(call->ctx, call->arg[0], &s));
        for (Index i = 0; i < s->numel; i++)
            if (!s->items[i]) TRY(text_new(call->ctx, "<undefined>", 11, &s->items[i]));
        return ret_texts(call, 0, TEXT_CELL, GIVE(s));
    }
    TRY(arg_texts(call, 0, &s, &kind));
    if (kind != TEXT_CHAR) return ret_texts(call, 0, TEXT_CELL, GIVE(s));
    TRY(string_new(call->ctx, &s->shape, &out));
    for (Index i = 0; i < s->numel; i++) {
        size_t n = s->items[i]->n_bytes;
        while (n > 0 && s->items[i]->bytes[n - 1] == ' ') n--;
        TRY(text_new(call->ctx, s->items[i]->bytes, n, &out->items[i]));
    }
    return ret_texts(call, 0, TEXT_CELL, GIVE(out));
}

BUILTIN(blanks, "b = blanks(n)", ARITY(1, 1, 1), "Character vector of blanks.",
        "n: number of blanks", "b: 1-by-n character vector", "n must not be negative.",
        "assert(isequal(blanks(3), '   '))", "pad, deblank") {
    Index n;
    TRY(arg_index(call, 0, &n));
    Shape shape = shape_2d(1, n);
    OWN_TENSOR *t = NULL;
    TRY(tensor_full(call->ctx, CLASS_CHAR, &shape, ' ', &t));
    ret_tensor(call, 0, GIVE(t));
    return OK;
}
BUILTIN(newline, "c = newline", ARITY(0, 0, 1), "The newline character.", "", "c: char(10)", "",
        "assert(isequal(newline, char(10)))", "sprintf, compose") {
    return ret_text(call, 0, "\n");
}
BUILTIN(strings, "str = strings(sz1,...,szN)", ARITY(0, -1, 1), "String array without characters.",
        "sz1,...,szN: sizes", "str: string array of \"\"", "",
        "assert(isequal(strings(1,2), [\"\" \"\"]))", "string, zeros, cell") {
    Shape shape;
    TRY(arg_shape(call, 0, call->nargin, &shape));
    OWN_STRINGS *s = NULL;
    TRY(string_new(call->ctx, &shape, &s));
    for (Index i = 0; i < s->numel; i++) TRY(text_new(call->ctx, "", 0, &s->items[i]));
    ret_value(call, 0, value_take_string(GIVE(s)));
    return OK;
}

// ---- asking -------------------------------------------------------------------------------------

BUILTIN(ischar, "tf = ischar(A)", ARITY(1, 1, 1), "True for character arrays.", "A: any value",
        "tf: logical", "", "assert(ischar('a') && ~ischar(\"a\"))", "isstring, iscellstr") {
    ret_bool(call, 0, value_is_char(call->arg[0]));
    return OK;
}
BUILTIN(isstring, "tf = isstring(A)", ARITY(1, 1, 1), "True for string arrays.", "A: any value",
        "tf: logical", "", "assert(isstring(\"a\") && ~isstring('a'))", "ischar, isStringScalar") {
    ret_bool(call, 0, call->arg[0].tag == VAL_STRING);
    return OK;
}
BUILTIN(isStringScalar, "tf = isStringScalar(A)", ARITY(1, 1, 1),
        "True for a string array with one element.", "A: any value", "tf: logical", "",
        "assert(isStringScalar(\"a\"))", "isstring") {
    ret_bool(call, 0, call->arg[0].tag == VAL_STRING && call->arg[0].string->numel == 1);
    return OK;
}
BUILTIN(iscellstr, "tf = iscellstr(A)", ARITY(1, 1, 1),
        "True for a cell array of character vectors.", "A: any value", "tf: logical", "",
        "assert(iscellstr({'a','b'}) && ~iscellstr({1}))", "cellstr, ischar") {
    bool all = call->arg[0].tag == VAL_CELL;
    for (Index i = 0; all && i < call->arg[0].cell->numel; i++)
        all = value_is_char(call->arg[0].cell->items[i]);
    ret_bool(call, 0, all);
    return OK;
}
static double measure_length(const Text *t, const void *self) {
    (void)self;
    return t ? (double)t->n_units : NAN;
}
BUILTIN(strlength, "n = strlength(str)", ARITY(1, 1, 1), "Number of characters of each text.",
        "str: text", "n: numbers, NaN for missing", "",
        "assert(isequal(strlength([\"ab\" \"c\"]), [2 1]))", "length, numel") {
    return measure_texts(call, 0, false, measure_length, NULL);
}

// ---- missing ------------------------------------------------------------------------------------

BUILTIN(missing, "m = missing", ARITY(0, 0, 1),
        "A missing value: <missing> among strings, NaN among numbers.", "",
        "m: missing string scalar", "", "assert(ismissing(missing))", "ismissing, isnan") {
    Shape one = shape_2d(1, 1);
    StringArray *s;
    TRY(string_new(call->ctx, &one, &s));
    ret_value(call, 0, value_take_string(s));
    return OK;
}

static bool element_missing(Value v, Index i) {
    if (v.tag == VAL_DOUBLE) return isnan(v.number);
    if (v.tag == VAL_STRING) return !v.string->items[i];
    if (v.tag == VAL_CELL)
        return value_is_char(v.cell->items[i]) && value_is_empty(v.cell->items[i]);
    if (v.tag == VAL_TENSOR && v.tensor->cls == CLASS_CHAR) return tensor_u16(v.tensor)[i] == ' ';
    if (v.tag == VAL_TENSOR && class_is_float((NumClass)v.tensor->cls))
        return isnan(tensor_get(v.tensor, i)) ||
               (v.tensor->is_complex && isnan(tensor_get_imag(v.tensor, i)));
    return value_is_object(v, &categorical_class) && ((const Categorical *)v.object)->codes[i] == 0;
}
/// rows × variables, any missing value in a row of a variable.
static Status table_missing(Ctx *ctx, const Table *t, Value *ret) {
    Shape shape = shape_2d(t->n_rows, t->n_vars);
    OWN_TENSOR *out = NULL;
    TRY(logical_new(ctx, &shape, &out));
    for (Index k = 0; k < t->n_vars; k++)
        for (Index i = 0; t->n_rows > 0 && i < value_numel(t->vars[k]); i++)
            if (element_missing(t->vars[k], i)) tensor_u8(out)[k * t->n_rows + i % t->n_rows] = 1;
    *ret = value_take_tensor(GIVE(out));
    return OK;
}
BUILTIN(ismissing, "TF = ismissing(A)", ARITY(1, 1, 1), "True where a value is missing.",
        "A: array or table; missing are NaN, <missing>, undefined categories, '' in cell arrays "
        "and blanks in character arrays",
        "TF: logical array; for a table one column per variable", "",
        "assert(isequal(ismissing([\"a\" missing]), [false true]))\nassert(isequal(ismissing([1 "
        "NaN]), [false true]))",
        "missing, isnan") {
    Value v = call->arg[0];
    if (value_is_object(v, &table_class))
        return table_missing(call->ctx, (const Table *)v.object, &call->ret[0]);
    Shape shape;
    OWN_TENSOR *out = NULL;
    TRY(value_shape(call->ctx, v, &shape));
    TRY(logical_new(call->ctx, &shape, &out));
    for (Index i = 0; i < out->numel; i++) tensor_u8(out)[i] = element_missing(v, i);
    ret_tensor(call, 0, GIVE(out));
    return OK;
}

// ---- kinds of characters ------------------------------------------------------------------------

typedef bool (*CodeTest)(uint32_t code);
static bool code_is_letter(uint32_t c) {
    if (c < 128) return (c | 32) >= 'a' && (c | 32) <= 'z';
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}
static bool code_is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}
static bool code_is_alnum(uint32_t c) {
    return code_is_letter(c) || code_is_digit(c);
}
static bool code_is_upper(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}
static bool code_is_lower(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}
static bool code_is_control(uint32_t c) {
    return c < 32 || (c >= 127 && c < 160);
}
static bool code_is_graph(uint32_t c) {
    return !code_is_control(c) && !code_is_space(c);
}
static bool code_is_print(uint32_t c) {
    return !code_is_control(c);
}
static bool code_is_punct(uint32_t c) {
    if (c < 128) return code_is_graph(c) && !code_is_alnum(c);
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_PO;
}
static bool code_is_hex(uint32_t c) {
    return code_is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/// Truth per unit of one char array.
static Status test_units(Ctx *ctx, const Tensor *t, CodeTest test, Value *ret) {
    OWN_TENSOR *out = NULL;
    TRY(tensor_zeros(ctx, CLASS_LOGICAL, &t->shape, &out));
    if (t->cls == CLASS_CHAR)
        for (Index i = 0; i < t->numel; i++) tensor_u8(out)[i] = test(tensor_u16(t)[i]);
    *ret = value_take_tensor(GIVE(out));
    return OK;
}
static Status test_value(Ctx *ctx, Value v, CodeTest test, Value *ret) {
    OWN_VALUE text = VALUE_NONE;
    OWN_TENSOR *t = NULL;
    if (v.tag == VAL_STRING) {
        const Text *s = v.string->numel == 1 ? v.string->items[0] : NULL;
        TRY(value_from_utf8(ctx, s ? s->bytes : "", s ? s->n_bytes : 0, &text));
    }
    TRY(value_to_tensor(ctx, v.tag == VAL_STRING ? text : v, &t));
    return test_units(ctx, t, test, ret);
}
/// Char array or string scalar: logical array; cell or string array: cell of logical arrays.
static Status test_argument(Call *call, CodeTest test) {
    Value v = call->arg[0];
    if (v.tag != VAL_CELL && !(v.tag == VAL_STRING && v.string->numel != 1))
        return test_value(call->ctx, v, test, &call->ret[0]);
    Shape shape;
    TRY(value_shape(call->ctx, v, &shape));
    OWN_CELL *out = NULL;
    TRY(cell_new(call->ctx, &shape, &out));
    for (Index i = 0; i < out->numel; i++) {
        Value idx = value_double((double)i + 1);
        OWN_LIST one = {0};
        TRY(value_index_brace(call->ctx, v, &idx, 1, &one));
        if (one.n == 1) TRY(test_value(call->ctx, one.items[0], test, &out->items[i]));
    }
    ret_value(call, 0, value_take_cell(GIVE(out)));
    return OK;
}
BUILTIN(isspace, "tf = isspace(A)", ARITY(1, 1, 1), "True where a character is white space.",
        "A: text", "tf: logical array", "", "assert(isequal(isspace('a b'), [false true false]))",
        "isletter, strtrim") {
    return test_argument(call, code_is_space);
}
BUILTIN(isletter, "tf = isletter(A)", ARITY(1, 1, 1), "True where a character is a letter.",
        "A: text", "tf: logical array", "", "assert(isequal(isletter('a1'), [true false]))",
        "isstrprop, isspace") {
    return test_argument(call, code_is_letter);
}
BUILTIN(isalpha, "tf = isalpha(A)", ARITY(1, 1, 1),
        "True where a character is a letter (same as isletter).", "A: text", "tf: logical array",
        "", "assert(isequal(isalpha('a1'), [true false]))", "isletter") {
    return test_argument(call, code_is_letter);
}
BUILTIN(isstrprop, "tf = isstrprop(str,category)", ARITY(2, 4, 1),
        "True where a character is of a category.",
        "str: text\ncategory: \"alpha\", \"alphanum\", \"cntrl\", \"digit\", \"graphic\", "
        "\"lower\", \"print\", \"punct\", \"upper\", \"wspace\" or \"xdigit\"",
        "tf: logical array, or a cell of them", "",
        "assert(isequal(isstrprop('a1 ','alphanum'), [true true false]))", "isletter, isspace") {
    static const char *const words[] = {"alpha", "alphanum", "cntrl", "digit",  "graphic", "lower",
                                        "print", "punct",    "upper", "wspace", "xdigit",  NULL};
    static const CodeTest tests[] = {code_is_letter, code_is_alnum, code_is_control, code_is_digit,
                                     code_is_graph,  code_is_lower, code_is_print,   code_is_punct,
                                     code_is_upper,  code_is_space, code_is_hex};
    int k;
    TRY(arg_choice(call, 1, words, &k));
    return test_argument(call, tests[k]);
}

// ---- case ---------------------------------------------------------------------------------------

static uint32_t change_case(uint32_t c, bool upper) {
    if (c < 128)
        return upper ? (c >= 'a' && c <= 'z' ? c - 32 : c) : (c >= 'A' && c <= 'Z' ? c + 32 : c);
    return (uint32_t)(upper ? utf8proc_toupper((utf8proc_int32_t)c)
                            : utf8proc_tolower((utf8proc_int32_t)c));
}
static Status case_text(Call *call, const Text *t, void *self, Text **ret) {
    OWN_BUF out = BUF_INIT;
    char bytes[4];
    for (size_t pos = 0; pos < t->n_bytes;) {
        uint32_t c = change_case(utf8_next(t->bytes, t->n_bytes, &pos), *(bool *)self);
        buf_put(&out, bytes, (size_t)utf8_encode(c, bytes));
    }
    return text_from_buf(call->ctx, &out, ret);
}
static Status case_argument(Call *call, bool upper) {
    Value v = call->arg[0];
    if (v.tag == VAL_STRING || v.tag == VAL_CELL) return map_texts(call, 0, case_text, &upper);
    if (!value_is_char(v)) { // numbers pass through, as documented for lower and upper
        if (!value_is_numeric(v))
            return call_fail(call, ERR_TYPE, "MATLAB:upper:invalidInput", "Input must be text.");
        ret_value(call, 0, value_ref(v));
        return OK;
    }
    OWN_TENSOR *t = NULL;
    TRY(tensor_copy(call->ctx, v.tensor, &t));
    for (Index i = 0; !stop_reached(call->ctx, i, t->numel); i++) {
        uint32_t c = tensor_u16(t)[i];
        if (c < 0xD800 || c > 0xDFFF) c = change_case(c, upper);
        if (c <= 0xFFFF) tensor_u16(t)[i] = (uint16_t)c;
    }
    ret_tensor(call, 0, GIVE(t));
    return OK;
}
BUILTIN(upper, "newStr = upper(str)", ARITY(1, 1, 1), "Upper-case letters.", "str: text",
        "newStr: text of the same kind", "", "assert(strcmp(upper('aB1'), 'AB1'))", "lower") {
    return case_argument(call, true);
}
BUILTIN(lower, "newStr = lower(str)", ARITY(1, 1, 1), "Lower-case letters.", "str: text",
        "newStr: text of the same kind", "", "assert(lower(\"AB\") == \"ab\")", "upper") {
    return case_argument(call, false);
}
BUILTIN(toupper, "newStr = toupper(str)", ARITY(1, 1, 1), "Upper-case letters (same as upper).",
        "str: text", "newStr: text", "", "assert(strcmp(toupper('a'), 'A'))", "upper") {
    return case_argument(call, true);
}
BUILTIN(tolower, "newStr = tolower(str)", ARITY(1, 1, 1), "Lower-case letters (same as lower).",
        "str: text", "newStr: text", "", "assert(strcmp(tolower('A'), 'a'))", "lower") {
    return case_argument(call, false);
}

const BuiltinDef *const family_strings[] = {&def_string,
                                            &def_char,
                                            &def_strvcat,
                                            &def_cellstr,
                                            &def_blanks,
                                            &def_newline,
                                            &def_strings,
                                            &def_ischar,
                                            &def_isstring,
                                            &def_isStringScalar,
                                            &def_iscellstr,
                                            &def_strlength,
                                            &def_missing,
                                            &def_ismissing,
                                            &def_isspace,
                                            &def_isletter,
                                            &def_isalpha,
                                            &def_isstrprop,
                                            &def_upper,
                                            &def_lower,
                                            &def_toupper,
                                            &def_tolower,
                                            NULL};
