// builtins/compare_text.c: comparing and searching text. Values that are no text compare as false,
// as documented.
#include "base/utf.h"
#include "base/vec.h"
#include "builtins/text_arguments.h"
#include <strings.h>
#include <utf8proc.h>

static Status fold_text(Ctx *ctx, const Text *t, Text **ret) {
    OWN_BUF out = BUF_INIT;
    char bytes[4];
    for (size_t pos = 0; pos < t->n_bytes;) {
        uint32_t c = utf8_next(t->bytes, t->n_bytes, &pos);
        c = c < 128 ? (c >= 'A' && c <= 'Z' ? c + 32 : c)
                    : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        buf_put(&out, bytes, (size_t)utf8_encode(c, bytes));
    }
    return text_from_buf(ctx, &out, ret);
}

static Status fold_all(Ctx *ctx, StringArray **s) {
    OWN_STRINGS *out = NULL;
    TRY(string_new(ctx, &(*s)->shape, &out));
    for (Index i = 0; i < out->numel; i++)
        if ((*s)->items[i]) TRY(fold_text(ctx, (*s)->items[i], &out->items[i]));
    value_unref(value_take_string(*s));
    *s = GIVE(out);
    return OK;
}

// ---- strcmp and relatives -----------------------------------------------------------------------

typedef struct Comparison {
    bool ignore_case;
    Index n; // -1: whole texts
} Comparison;

/// Element i as a text of its own: null where it is none.
static Status element_text(Ctx *ctx, Value v, Index i, Text **ret) {
    *ret = NULL;
    if (v.tag == VAL_STRING) {
        *ret = text_ref(v.string->items[v.string->numel == 1 ? 0 : i]);
        return OK;
    }
    if (v.tag == VAL_CELL)
        return v.cell->numel > 0
                   ? element_text(ctx, v.cell->items[v.cell->numel == 1 ? 0 : i], 0, ret)
                   : OK;
    if (!value_is_char(v)) return OK;
    OWN_MEM char *utf8 = NULL;
    if (!value_is_char_row(v) && !value_is_empty(v)) return OK;
    TRY(value_to_utf8(ctx, v, &utf8));
    size_t n = utf8_length(tensor_u16(v.tensor), v.tensor->numel);
    return text_new(ctx, utf8, n, ret);
}

static Status compare_pair(Ctx *ctx, const Text *a, const Text *b, const Comparison *how,
                           bool *ret) {
    *ret = false;
    if (!a || !b) return OK;
    OWN_TEXT *fa = NULL, *fb = NULL;
    if (how->ignore_case) {
        TRY(fold_text(ctx, a, &fa));
        TRY(fold_text(ctx, b, &fb));
        a = fa;
        b = fb;
    }
    size_t na = a->n_bytes, nb = b->n_bytes;
    if (how->n >= 0 && how->n <= a->n_units && how->n <= b->n_units) {
        na = text_byte_of(a, how->n);
        nb = text_byte_of(b, how->n);
    }
    *ret = na == nb && memcmp(a->bytes, b->bytes, na) == 0;
    return OK;
}

/// Two char arrays of several rows: one answer.
static bool same_matrices(const Tensor *a, const Tensor *b, const Comparison *how) {
    if (!shape_equal(&a->shape, &b->shape)) return false;
    for (Index i = 0; i < a->numel; i++) {
        uint32_t x = tensor_u16(a)[i], y = tensor_u16(b)[i];
        if (x == y) continue;
        if (!how->ignore_case ||
            utf8proc_tolower((utf8proc_int32_t)x) != utf8proc_tolower((utf8proc_int32_t)y))
            return false;
    }
    return true;
}

static bool is_char_matrix(Value v) {
    return value_is_char(v) && !value_is_char_row(v) && !value_is_empty(v);
}

static Status compare_shape(Call *call, Shape *ret) {
    Value a = call->arg[0], b = call->arg[1];
    bool a_list = a.tag == VAL_CELL || a.tag == VAL_STRING,
         b_list = b.tag == VAL_CELL || b.tag == VAL_STRING;
    *ret = shape_2d(1, 1);
    Shape sa = *ret, sb = *ret;
    if (a_list) TRY(value_shape(call->ctx, a, &sa));
    if (b_list) TRY(value_shape(call->ctx, b, &sb));
    Index na = shape_numel(&sa), nb = shape_numel(&sb);
    if (na != 1 && nb != 1 && !shape_equal(&sa, &sb))
        return call_fail(call, ERR_SIZE, "MATLAB:strcmp:InputsSizeMismatch",
                         "Inputs must be the same size or either one can be a scalar.");
    *ret = na == 1 ? sb : sa;
    return OK;
}

static Status compare_arguments(Call *call, const Comparison *how) {
    Value a = call->arg[0], b = call->arg[1];
    if (is_char_matrix(a) && value_is_char(b)) {
        ret_bool(call, 0, same_matrices(a.tensor, b.tensor, how));
        return OK;
    }
    Shape shape;
    OWN_TENSOR *out = NULL;
    TRY(compare_shape(call, &shape));
    TRY(logical_new(call->ctx, &shape, &out));
    for (Index i = 0; i < out->numel; i++) {
        OWN_TEXT *x = NULL, *y = NULL;
        bool same;
        TRY(element_text(call->ctx, a, i, &x));
        TRY(element_text(call->ctx, b, i, &y));
        TRY(compare_pair(call->ctx, x, y, how, &same));
        tensor_u8(out)[i] = same;
    }
    ret_tensor(call, 0, GIVE(out));
    return OK;
}

#define COMPARE_IN \
    "s1, s2: text; arrays are compared element by element, a single text with each element\n"
BUILTIN(strcmp, "tf = strcmp(s1,s2)", ARITY(2, 2, 1), "Compares texts.", COMPARE_IN, "tf: logical",
        "",
        "assert(strcmp('a','a') && ~strcmp('a','A'))\nassert(isequal(strcmp({'a','b'},'b'), [false "
        "true]))",
        "strcmpi, strncmp, isequal") {
    return compare_arguments(call, &(Comparison){.n = -1});
}
BUILTIN(strcmpi, "tf = strcmpi(s1,s2)", ARITY(2, 2, 1), "Compares texts without regard to case.",
        COMPARE_IN, "tf: logical", "", "assert(strcmpi('a','A'))", "strcmp, strncmpi") {
    return compare_arguments(call, &(Comparison){.n = -1, .ignore_case = true});
}
static Status compare_first(Call *call, bool ignore_case) {
    Comparison how = {.ignore_case = ignore_case};
    TRY(arg_index(call, 2, &how.n));
    return compare_arguments(call, &how);
}
BUILTIN(strncmp, "tf = strncmp(s1,s2,n)", ARITY(3, 3, 1), "Compares the first n characters.",
        COMPARE_IN "n: number of characters", "tf: logical", "",
        "assert(strncmp('abc','abd',2) && ~strncmp('ab','abc',3))", "strcmp, strncmpi") {
    return compare_first(call, false);
}
BUILTIN(strncmpi, "tf = strncmpi(s1,s2,n)", ARITY(3, 3, 1),
        "Compares the first n characters without regard to case.",
        COMPARE_IN "n: number of characters", "tf: logical", "", "assert(strncmpi('ABc','abd',2))",
        "strcmp, strncmp") {
    return compare_first(call, true);
}

// ---- contains and relatives ---------------------------------------------------------------------

typedef enum SearchKind {
    SEARCH_CONTAINS,
    SEARCH_STARTS,
    SEARCH_ENDS,
    SEARCH_MATCHES,
    SEARCH_COUNT
} SearchKind;

static bool stands_at(const Text *t, size_t at, const Text *p) {
    return at + p->n_bytes <= t->n_bytes && memcmp(t->bytes + at, p->bytes, p->n_bytes) == 0;
}

static bool test_pattern(const Text *t, const Text *p, SearchKind kind) {
    if (!t || !p) return false;
    switch (kind) {
    case SEARCH_CONTAINS: return p->n_bytes == 0 || text_find(t, p, 0) != SIZE_MAX;
    case SEARCH_STARTS: return stands_at(t, 0, p);
    case SEARCH_ENDS: return p->n_bytes <= t->n_bytes && stands_at(t, t->n_bytes - p->n_bytes, p);
    default: return t->n_bytes == p->n_bytes && stands_at(t, 0, p);
    }
}

static double count_patterns(const Text *t, const StringArray *patterns) {
    double n = 0;
    for (size_t pos = 0; t && pos < t->n_bytes;) {
        Index which = text_match_any(t, pos, patterns);
        n += which >= 0;
        pos += which >= 0 ? patterns->items[which]->n_bytes : 1;
    }
    return n;
}

static Status search(Call *call, SearchKind kind) {
    OWN_STRINGS *s = NULL, *patterns = NULL;
    TRY(arg_strings(call, 0, &s));
    TRY(arg_strings(call, 1, &patterns));
    Option option = {"IgnoreCase", NULL};
    TRY(arg_options(call, 2, &option, 1));
    bool fold = false;
    if (option.value) TRY(value_truth(call->ctx, *option.value, &fold));
    if (fold) {
        TRY(fold_all(call->ctx, &s));
        TRY(fold_all(call->ctx, &patterns));
    }
    OWN_TENSOR *out = NULL;
    TRY(tensor_zeros(call->ctx, kind == SEARCH_COUNT ? CLASS_DOUBLE : CLASS_LOGICAL, &s->shape,
                     &out));
    for (Index i = 0; i < s->numel; i++) {
        if (kind == SEARCH_COUNT) {
            tensor_f64(out)[i] = count_patterns(s->items[i], patterns);
            continue;
        }
        bool found = false;
        for (Index k = 0; !found && k < patterns->numel; k++)
            found = test_pattern(s->items[i], patterns->items[k], kind);
        tensor_u8(out)[i] = found;
    }
    ret_tensor(call, 0, GIVE(out));
    return OK;
}
#define SEARCH_FORMS(f) "tf = " f "(str,pat)\ntf = " f "(str,pat,\"IgnoreCase\",true)"
#define SEARCH_IN                                                                                \
    "str: text\npat: text or several texts; any of them will do\nIgnoreCase: true to disregard " \
    "case"
BUILTIN(contains, SEARCH_FORMS("contains"), ARITY(2, 4, 1), "True where text contains a pattern.",
        SEARCH_IN, "tf: logical, of the size of str", "",
        "assert(contains(\"abc\",\"b\"))\nassert(isequal(contains([\"ab\" \"cd\"],[\"a\" \"x\"]), "
        "[true false]))",
        "startsWith, endsWith, strfind, count") {
    return search(call, SEARCH_CONTAINS);
}
BUILTIN(startsWith, SEARCH_FORMS("startsWith"), ARITY(2, 4, 1),
        "True where text begins with a pattern.", SEARCH_IN, "tf: logical, of the size of str", "",
        "assert(startsWith('abc','ab') && startsWith('ABc','ab','IgnoreCase',true))",
        "endsWith, contains") {
    return search(call, SEARCH_STARTS);
}
BUILTIN(endsWith, SEARCH_FORMS("endsWith"), ARITY(2, 4, 1), "True where text ends with a pattern.",
        SEARCH_IN, "tf: logical, of the size of str", "", "assert(endsWith('lab.m',{'.m','.mlx'}))",
        "startsWith, contains") {
    return search(call, SEARCH_ENDS);
}
BUILTIN(matches, SEARCH_FORMS("matches"), ARITY(2, 4, 1), "True where text equals a pattern.",
        SEARCH_IN, "tf: logical, of the size of str", "",
        "assert(matches(\"a\",[\"a\" \"b\"]) && ~matches(\"ab\",\"a\"))", "contains, strcmp") {
    return search(call, SEARCH_MATCHES);
}
BUILTIN(count, "n = count(str,pat)\nn = count(str,pat,\"IgnoreCase\",true)", ARITY(2, 4, 1),
        "Number of occurrences of a pattern.", SEARCH_IN, "n: numbers, of the size of str", "",
        "assert(count(\"a-b-c\",\"-\") == 2)", "contains, strfind") {
    return search(call, SEARCH_COUNT);
}

// ---- strfind ------------------------------------------------------------------------------------

/// One-based positions of all occurrences, overlapping ones too; [] when there is none.
static Status find_positions(Ctx *ctx, const Text *t, const Text *pattern, Value *ret) {
    double *found = NULL;
    Index n = 0, cap = 0;
    Status status = OK;
    UnitWalk walk = {.text = t};
    for (size_t at = 0; t && (at = text_find(t, pattern, at)) != SIZE_MAX && status == OK; at++) {
        status = vec_reserve(ctx, (void **)&found, &cap, n + 1, sizeof *found);
        if (status == OK) found[n++] = (double)unit_walk_to(&walk, at) + 1;
    }
    Shape shape = n > 0 ? shape_2d(1, n) : shape_2d(0, 0);
    Tensor *out = NULL;
    if (status == OK) status = tensor_from_doubles(ctx, found, &shape, &out);
    mem_free(found);
    if (status == OK) *ret = value_take_tensor(out);
    return status;
}

BUILTIN(strfind, "k = strfind(str,pat)\nk = strfind(str,pat,\"ForceCellOutput\",true)",
        ARITY(2, 4, 1), "Positions of a text in another.",
        "str: text\npat: text to find\nForceCellOutput: true to get a cell array always",
        "k: positions of the first characters, [] when there is none; cell array for several texts",
        "", "assert(isequal(strfind('abab','ab'), [1 3]))\nassert(isempty(strfind('abc','x')))",
        "contains, strrep, regexp") {
    OWN_TEXT *pattern = NULL;
    OWN_STRINGS *s = NULL;
    bool force = false;
    TRY(arg_one_text(call, 1, &pattern));
    Option option = {"ForceCellOutput", NULL};
    TRY(arg_options(call, 2, &option, 1));
    if (option.value) TRY(value_truth(call->ctx, *option.value, &force));
    TRY(arg_strings(call, 0, &s));
    if (!force && value_is_text_scalar(call->arg[0]))
        return find_positions(call->ctx, s->items[0], pattern, &call->ret[0]);
    if (!force && value_is_char(call->arg[0]) && value_is_empty(call->arg[0]))
        return value_empty(call->ctx, &call->ret[0]);
    OWN_CELL *out = NULL;
    TRY(cell_new(call->ctx, &s->shape, &out));
    for (Index i = 0; i < s->numel; i++)
        TRY(find_positions(call->ctx, s->items[i], pattern, &out->items[i]));
    ret_value(call, 0, value_take_cell(GIVE(out)));
    return OK;
}

// ---- validatestring -----------------------------------------------------------------------------

static bool begins_folded(const Text *whole, const Text *part) {
    return part->n_bytes <= whole->n_bytes &&
           strncasecmp(whole->bytes, part->bytes, part->n_bytes) == 0;
}

/// Exact match first; else the only choice that begins so, or the shortest that all others begin
/// with. -1, or -2 when ambiguous.
static Index choose(const StringArray *choices, const Text *t) {
    Index found = -1;
    for (Index i = 0; i < choices->numel; i++) {
        const Text *c = choices->items[i];
        if (!c || !begins_folded(c, t)) continue;
        if (c->n_bytes == t->n_bytes) return i;
        if (found < 0)
            found = i;
        else if (begins_folded(choices->items[found], c))
            found = i;
        else if (!begins_folded(c, choices->items[found]))
            return -2;
    }
    return found;
}

BUILTIN(validatestring,
        "matched = validatestring(str,validStrings)\nmatched = "
        "validatestring(str,validStrings,funcName,varName,position)",
        ARITY(2, 5, 1), "Checks text against a list of choices.",
        "str: text; the beginning of a choice is enough, case does not matter\nvalidStrings: texts "
        "to choose from\nfuncName, varName, position: named in the error message",
        "matched: the choice", "Fails when no choice or more than one matches.",
        "assert(strcmp(validatestring('lin',{'linear','cubic'}), 'linear'))",
        "strcmpi, inputParser") {
    OWN_TEXT *t = NULL;
    OWN_STRINGS *choices = NULL;
    TRY(arg_one_text(call, 0, &t));
    TRY(arg_strings(call, 1, &choices));
    Index found = t->n_bytes > 0 ? choose(choices, t) : -1;
    if (found >= 0)
        return text_value(call->ctx, text_kind(call->arg[1]), choices->items[found]->bytes,
                          choices->items[found]->n_bytes, &call->ret[0]);
    OWN_BUF list = BUF_INIT;
    for (Index i = 0; i < choices->numel; i++)
        if (choices->items[i]) buf_printf(&list, "%s'%s'", i ? ", " : "", choices->items[i]->bytes);
    OWN_TEXT *name = NULL;
    if (call->nargin > 3) TRY(arg_one_text(call, 3, &name));
    return call_fail(call, ERR_ARG,
                     found == -2 ? "MATLAB:ambiguousStringChoice"
                                 : "MATLAB:unrecognizedStringChoice",
                     "Expected %s to match one of these values:\n\n%s\n\nThe input, '%s', %s.",
                     name ? name->bytes : "input", buf_text(&list), t->bytes,
                     found == -2 ? "matched more than one valid value"
                                 : "did not match any of the valid values");
}

const BuiltinDef *const family_compare_text[] = {
    &def_strcmp,   &def_strcmpi, &def_strncmp, &def_strncmpi, &def_contains,       &def_startsWith,
    &def_endsWith, &def_matches, &def_count,   &def_strfind,  &def_validatestring, NULL};
