// builtins/validators.c: mustBe… functions for arguments blocks, validateattributes, inputParser's
// checks by class.
#include "base/file.h"
#include "builtins/arguments.h"

static Status refuse(Call *call, const char *words) {
    OWN_BUF id = BUF_INIT;
    buf_printf(&id, "MATLAB:validators:%s", call->def->name);
    return ctx_fail(call->ctx, ERR_ARG, buf_text(&id), "Value must %s.", words);
}

/// Element tests: what every element must satisfy.
typedef enum Test {
    TEST_POSITIVE,
    TEST_NONPOSITIVE,
    TEST_NEGATIVE,
    TEST_NONNEGATIVE,
    TEST_NONZERO,
    TEST_FINITE,
    TEST_NONNAN,
    TEST_INTEGER
} Test;
static bool passes(Test test, double v) {
    switch (test) {
    case TEST_POSITIVE: return v > 0;
    case TEST_NONPOSITIVE: return v <= 0;
    case TEST_NEGATIVE: return v < 0;
    case TEST_NONNEGATIVE: return v >= 0;
    case TEST_NONZERO: return v != 0;
    case TEST_FINITE: return isfinite(v);
    case TEST_NONNAN: return !isnan(v);
    case TEST_INTEGER: return isfinite(v) && v == floor(v);
    }
    return false;
}
/// All elements of a numeric or logical value pass.
static Status all_pass(Ctx *ctx, Value v, Test test, bool *ret) {
    *ret = false;
    OWN_TENSOR *t = NULL;
    if (v.tag == VAL_OBJECT) { // objects that hold numbers, such as dlarray, are taken as they are
        *ret = true;
        return OK;
    }
    if (!value_is_numeric(v) && !value_is_logical(v)) return OK;
    TRY(value_to_tensor(ctx, v, &t));
    for (Index i = 0; i < t->numel; i++) {
        if (!passes(test, tensor_get(t, i))) return OK;
        if (t->is_complex && (test == TEST_FINITE || test == TEST_NONNAN) &&
            !passes(test, tensor_get_imag(t, i)))
            return OK;
        if (t->is_complex && test != TEST_FINITE && test != TEST_NONNAN && test != TEST_NONZERO)
            return OK;
    }
    *ret = true;
    return OK;
}
#define MUST_TEST(name, test, words, example)                                             \
    BUILTIN(name, #name "(value)", ARITY(1, 1, 0), "Checks that a value must " words ".", \
            "value: value to check", "", "Fails when it does not.", example,              \
            "arguments, validateattributes") {                                            \
        bool ok;                                                                          \
        TRY(all_pass(call->ctx, call->arg[0], test, &ok));                                \
        return ok ? OK : refuse(call, words);                                             \
    }
MUST_TEST(mustBePositive, TEST_POSITIVE, "be positive",
          "mustBePositive([1 2])\ntry, mustBePositive(0), catch e, "
          "end\nassert(strcmp(e.message,'Value must be positive.'))")
MUST_TEST(mustBeNonpositive, TEST_NONPOSITIVE, "be nonpositive", "mustBeNonpositive(-1)")
MUST_TEST(mustBeNegative, TEST_NEGATIVE, "be negative", "mustBeNegative(-1)")
MUST_TEST(mustBeNonnegative, TEST_NONNEGATIVE, "be nonnegative", "mustBeNonnegative(0)")
MUST_TEST(mustBeNonzero, TEST_NONZERO, "be nonzero", "mustBeNonzero(1)")
MUST_TEST(mustBeFinite, TEST_FINITE, "be finite", "mustBeFinite(1)")
MUST_TEST(mustBeNonNan, TEST_NONNAN, "be nonNaN", "mustBeNonNan(1)")
MUST_TEST(mustBeInteger, TEST_INTEGER, "be integer",
          "mustBeInteger(3)\ntry, mustBeInteger(1.5), catch e, "
          "end\nassert(strcmp(e.identifier,'MATLAB:validators:mustBeInteger'))")

static bool is_text(Value v) {
    if (v.tag == VAL_STRING) return true;
    if (value_is_char(v)) return value_is_char_row(v);
    if (v.tag != VAL_CELL) return false;
    for (Index i = 0; i < v.cell->numel; i++) {
        if (!value_is_char_row(v.cell->items[i])) return false;
    }
    return true;
}
static bool is_long_text(Value v) {
    if (v.tag == VAL_STRING) {
        for (Index i = 0; i < v.string->numel; i++) {
            if (!v.string->items[i] || v.string->items[i]->n_bytes == 0) return false;
        }
        return true;
    }
    if (v.tag == VAL_CELL) {
        for (Index i = 0; i < v.cell->numel; i++) {
            if (value_is_empty(v.cell->items[i])) return false;
        }
        return is_text(v);
    }
    return is_text(v) && !value_is_empty(v);
}
static bool holds_missing(Value v) {
    if (v.tag == VAL_DOUBLE) return isnan(v.number);
    if (v.tag == VAL_TENSOR) {
        for (Index i = 0; i < v.tensor->numel; i++) {
            if (isnan(tensor_get(v.tensor, i))) return true;
        }
    }
    if (v.tag == VAL_STRING) {
        for (Index i = 0; i < v.string->numel; i++) {
            if (!v.string->items[i]) return true;
        }
    }
    return false;
}
static Shape shape_of(Call *call, Value v) {
    Shape s;
    if (value_shape(call->ctx, v, &s) != OK) {
        error_clear(&call->ctx->error);
        s = shape_2d(1, 1);
    }
    return s;
}
#define MUST_BE(name, test, words, example)                                               \
    BUILTIN(name, #name "(value)", ARITY(1, 1, 0), "Checks that a value must " words ".", \
            "value: value to check", "", "Fails when it does not.", example,              \
            "arguments, validateattributes") {                                            \
        Value v = call->arg[0];                                                           \
        Shape s = shape_of(call, v);                                                      \
        (void)s;                                                                          \
        return (test) ? OK : refuse(call, words);                                         \
    }
static bool is_real(Value v) {
    return v.tag == VAL_DOUBLE || v.tag == VAL_BOOL ||
           (v.tag == VAL_TENSOR && !v.tensor->is_complex) || v.tag == VAL_OBJECT;
}
static bool is_number_like(Value v) {
    return value_is_numeric(v) || value_is_a(v, "numeric") ||
           (v.tag == VAL_OBJECT && strcmp(value_class_name(v), "dlarray") == 0);
}
MUST_BE(mustBeNumeric, is_number_like(v), "be numeric", "mustBeNumeric(1)")
MUST_BE(mustBeNumericOrLogical, is_number_like(v) || value_is_logical(v), "be numeric or logical",
        "mustBeNumericOrLogical(true)")
MUST_BE(mustBeFloat, value_is_float(v) || value_is_a(v, "float"), "be a floating-point type",
        "mustBeFloat(1)")
MUST_BE(mustBeReal, is_real(v), "be real", "mustBeReal(1)")
MUST_BE(mustBeNonempty, !shape_is_empty(&s), "not be empty",
        "mustBeNonempty(1)\ntry, mustBeNonempty([]), catch e, end\nassert(strcmp(e.message,'Value "
        "must not be empty.'))")
MUST_BE(mustBeScalarOrEmpty, shape_numel(&s) <= 1, "be scalar or empty", "mustBeScalarOrEmpty([])")
MUST_BE(mustBeMatrix, s.n_dims == 2, "be a matrix", "mustBeMatrix(eye(2))")
MUST_BE(mustBeRow, s.n_dims == 2 && s.dim[0] == 1, "be a row vector", "mustBeRow([1 2])")
MUST_BE(mustBeColumn, s.n_dims == 2 && s.dim[1] == 1, "be a column vector", "mustBeColumn([1;2])")
MUST_BE(mustBeNonsparse, ((void)v, true), "be nonsparse", "mustBeNonsparse(1)")
MUST_BE(mustBeText, is_text(v),
        "be text: a character vector, string array, or cell array of character vectors",
        "mustBeText(\"a\")")
MUST_BE(mustBeTextScalar, value_is_text_scalar(v),
        "be text scalar: a character vector or string scalar", "mustBeTextScalar('a')")
MUST_BE(mustBeNonzeroLengthText, is_long_text(v), "be text with one or more characters",
        "mustBeNonzeroLengthText(\"a\")")
MUST_BE(mustBeNonmissing, !holds_missing(v), "be nonmissing", "mustBeNonmissing(1)")

BUILTIN(mustBeVector, "mustBeVector(value)\nmustBeVector(value,\"allow-all-empties\")",
        ARITY(1, 2, 0), "Checks that a value must be a vector.", "value: value to check", "",
        "Fails when it does not.", "mustBeVector([1 2])", "arguments, mustBeRow, mustBeColumn") {
    Shape s = shape_of(call, call->arg[0]);
    if (call->nargin > 1 && shape_is_empty(&s)) return OK;
    return shape_is_vector(&s) ? OK : refuse(call, "be a vector");
}
BUILTIN(mustBeValidVariableName, "mustBeValidVariableName(name)", ARITY(1, 1, 0),
        "Checks that text must be a valid variable name.", "name: text", "",
        "Fails when it is not.", "mustBeValidVariableName(\"x1\")", "isvarname") {
    OWN_MEM char *s = NULL;
    if (!arg_is_text(call, 0)) return refuse(call, "be valid MATLAB variable names");
    TRY(arg_text(call, 0, &s));
    return name_is_valid(s) ? OK : refuse(call, "be valid MATLAB variable names");
}
static Status must_exist(Call *call, bool folder) {
    OWN_MEM char *path = NULL;
    TRY(arg_text(call, 0, &path));
    bool ok = folder ? file_is_folder(path) : file_exists(path) && !file_is_folder(path);
    if (ok) return OK;
    return ctx_fail(call->ctx, ERR_ARG,
                    folder ? "MATLAB:validators:mustBeFolder" : "MATLAB:validators:mustBeFile",
                    folder ? "The following folders do not exist: '%s'."
                           : "The following files do not exist: '%s'.",
                    path);
}
BUILTIN(mustBeFile, "mustBeFile(path)", ARITY(1, 1, 0), "Checks that a path must point to a file.",
        "path: text", "", "Fails when there is no such file.",
        "try, mustBeFile(\"no such file\"), catch e, "
        "end\nassert(strcmp(e.identifier,'MATLAB:validators:mustBeFile'))",
        "mustBeFolder, isfile") {
    return must_exist(call, false);
}
BUILTIN(mustBeFolder, "mustBeFolder(path)", ARITY(1, 1, 0),
        "Checks that a path must point to a folder.", "path: text", "",
        "Fails when there is no such folder.", "mustBeFolder(\"/\")", "mustBeFile, isfolder") {
    return must_exist(call, true);
}

/// Comparison with a bound.
static Status must_compare(Call *call, BinaryOp op, const char *words) {
    OWN_VALUE result = VALUE_NONE, whole = VALUE_NONE;
    TRY(value_binary(call->ctx, op, call->arg[0], call->arg[1], &result));
    bool ok = true;
    if (!value_is_empty(result)) {
        Shape column = shape_2d(value_numel(result), 1);
        TRY(reshape_value(call->ctx, result, &column, &whole));
        TRY(value_truth(call->ctx, whole, &ok));
    }
    if (ok) return OK;
    double bound = NAN;
    if (value_to_double(call->ctx, call->arg[1], &bound) != OK) error_clear(&call->ctx->error);
    OWN_BUF text = BUF_INIT;
    buf_printf(&text, "be %s %g", words, bound);
    return refuse(call, buf_text(&text));
}
#define MUST_COMPARE(name, op, words, example)                                                   \
    BUILTIN(name, #name "(value,c)", ARITY(2, 2, 0),                                             \
            "Checks that a value must be " words " a bound.", "value: value to check\nc: bound", \
            "", "Fails when it does not.", example, "arguments, mustBeInRange") {                \
        return must_compare(call, op, words);                                                    \
    }
MUST_COMPARE(mustBeGreaterThan, OP_GT, "greater than", "mustBeGreaterThan(3,2)")
MUST_COMPARE(mustBeGreaterThanOrEqual, OP_GE, "greater than or equal to",
             "mustBeGreaterThanOrEqual(2,2)")
MUST_COMPARE(mustBeLessThan, OP_LT, "less than", "mustBeLessThan(1,2)")
MUST_COMPARE(mustBeLessThanOrEqual, OP_LE, "less than or equal to", "mustBeLessThanOrEqual(2,2)")

BUILTIN(mustBeInRange,
        "mustBeInRange(value,lower,upper)\nmustBeInRange(...,\"exclusive\")\nmustBeInRange(...,"
        "\"exclude-lower\")\nmustBeInRange(...,\"exclude-upper\")",
        ARITY(3, 5, 0), "Checks that a value must lie in an interval.",
        "value: value to check\nlower, upper: bounds, included unless said otherwise", "",
        "Fails when it does not.", "mustBeInRange([1 2],1,2)",
        "mustBeGreaterThan, mustBeLessThan") {
    double lo, hi;
    bool open_lo = false, open_hi = false;
    OWN_TENSOR *t = NULL;
    TRY(arg_tensor(call, 0, &t));
    TRY(arg_double(call, 1, &lo));
    TRY(arg_double(call, 2, &hi));
    for (int i = 3; i < call->nargin; i++) {
        static const char *const words[] = {"inclusive", "exclusive", "exclude-lower",
                                            "exclude-upper", NULL};
        int word;
        TRY(arg_choice(call, i, words, &word));
        open_lo = open_lo || word == 1 || word == 2;
        open_hi = open_hi || word == 1 || word == 3;
    }
    for (Index i = 0; i < t->numel; i++) {
        double v = tensor_get(t, i);
        if ((open_lo ? v > lo : v >= lo) && (open_hi ? v < hi : v <= hi)) continue;
        OWN_BUF text = BUF_INIT;
        buf_printf(&text, "be %s %g, and %s %g",
                   open_lo ? "greater than" : "greater than or equal to", lo,
                   open_hi ? "less than" : "less than or equal to", hi);
        return refuse(call, buf_text(&text));
    }
    return OK;
}
BUILTIN(mustBeMember, "mustBeMember(value,S)", ARITY(2, 2, 0),
        "Checks that a value must be in a set.", "value: value to check\nS: allowed values", "",
        "Fails when it is not.",
        "mustBeMember(\"a\",[\"a\" \"b\"])\ntry, mustBeMember(3,[1 2]), catch e, "
        "end\nassert(strcmp(e.identifier,'MATLAB:validators:mustBeMember'))",
        "ismember, validatestring") {
    OWN_VALUE found = VALUE_NONE, whole = VALUE_NONE;
    bool ok = true;
    if (value_is_empty(call->arg[0]) && !value_is_char(call->arg[0])) return OK;
    TRY(vm_call_name(call->vm, "ismember", call->arg, 2, 1, &found));
    Shape column = shape_2d(value_numel(found), 1);
    TRY(reshape_value(call->ctx, found, &column, &whole));
    TRY(value_truth(call->ctx, whole, &ok));
    if (ok) return OK;
    OWN_BUF text = BUF_INIT;
    buf_puts(&text, "be a member of this set:\n");
    Index n = value_numel(call->arg[1]);
    for (Index i = 0; i < n && i < 20; i++) {
        Value at = value_double((double)i + 1);
        OWN_VALUE e = VALUE_NONE;
        buf_puts(&text, "\n    ");
        if (call->arg[1].tag == VAL_CELL)
            TRY(cell_get(call->ctx, call->arg[1].cell, i, &e));
        else
            TRY(value_index(call->ctx, call->arg[1], &at, 1, &e));
        TRY(value_summary(call->ctx, e, &text));
    }
    return refuse(call, buf_text(&text));
}
static Status must_be_class(Call *call, bool (*test)(Value, const char *)) {
    OWN_STRINGS *names = NULL;
    TRY(arg_strings(call, 1, &names));
    OWN_BUF text = BUF_INIT;
    buf_puts(&text, "be one of the following types: ");
    for (Index i = 0; i < names->numel; i++) {
        if (!names->items[i]) continue;
        if (test(call->arg[0], names->items[i]->bytes)) return OK;
        buf_printf(&text, "%s'%s'", i ? ", " : "", names->items[i]->bytes);
    }
    return refuse(call, buf_text(&text));
}
static bool same_class(Value v, const char *name) {
    return strcmp(value_class_name(v), name) == 0;
}
BUILTIN(mustBeA, "mustBeA(value,classnames)", ARITY(2, 2, 0),
        "Checks that a value must belong to a class.",
        "value: value to check\nclassnames: class names", "", "Fails when it does not.",
        "mustBeA(1,[\"double\" \"single\"])", "isa, mustBeUnderlyingType") {
    return must_be_class(call, value_is_a);
}
BUILTIN(mustBeUnderlyingType, "mustBeUnderlyingType(value,classnames)", ARITY(2, 2, 0),
        "Checks the class of the data a value holds.",
        "value: value to check\nclassnames: class names", "", "Fails when it does not fit.",
        "mustBeUnderlyingType(1,\"double\")", "mustBeA") {
    return must_be_class(call, same_class);
}

// ---- validateattributes
// ---------------------------------------------------------------------------------------------------------
typedef struct Checked {
    Value v;
    const char *function, *variable;
} Checked;
static Status attribute_fail(Call *call, const Checked *c, const char *id, const char *words) {
    OWN_BUF head = BUF_INIT, full = BUF_INIT;
    if (*c->function) buf_printf(&head, "%s: ", c->function);
    buf_printf(&full, "MATLAB:%s%s%s", c->function, *c->function ? ":" : "", id);
    return ctx_fail(call->ctx, ERR_ARG, buf_text(&full), "%sExpected %s to %s.", buf_text(&head),
                    *c->variable ? c->variable : "input", words);
}
static Status read_bound(Call *call, const CellArray *list, Index i, double *ret) {
    if (i >= list->numel)
        return call_fail(call, ERR_ARG, "MATLAB:validateattributes:missingValue",
                         "An attribute is not followed by its value.");
    return value_to_double(call->ctx, list->items[i], ret);
}
/// One attribute at list[*i]; steps *i over its value.
static Status check_attribute(Call *call, const Checked *c, const CellArray *list, Index *i) {
    static const struct {
        const char *name;
        Test test;
    } tests[] = {{"positive", TEST_POSITIVE}, {"nonnegative", TEST_NONNEGATIVE},
                 {"nonzero", TEST_NONZERO},   {"finite", TEST_FINITE},
                 {"nonnan", TEST_NONNAN},     {"integer", TEST_INTEGER}};
    static const char *const compare_names[] = {">", ">=", "<", "<=", NULL};
    static const char *const count_names[] = {"numel", "ncols", "nrows", "ndims", NULL};
    OWN_MEM char *name = NULL;
    Shape s = shape_of(call, c->v);
    TRY(value_to_utf8(call->ctx, list->items[*i], &name));
    OWN_BUF words = BUF_INIT, id = BUF_INIT;
    buf_printf(&words, "be %s", name);
    buf_printf(&id, "expected%c%s", name[0] >= 'a' && name[0] <= 'z' ? name[0] - 32 : name[0],
               name + (name[0] != 0));
    for (size_t k = 0; k < sizeof tests / sizeof *tests; k++) {
        if (!text_same(name, tests[k].name)) continue;
        bool ok;
        TRY(all_pass(call->ctx, c->v, tests[k].test, &ok));
        return ok ? OK
                  : attribute_fail(call, c, buf_text(&id),
                                   tests[k].test == TEST_INTEGER ? "be integer-valued"
                                                                 : buf_text(&words));
    }
    for (int k = 0; compare_names[k]; k++) {
        if (strcmp(name, compare_names[k]) != 0) continue;
        double bound;
        OWN_TENSOR *t = NULL;
        TRY(read_bound(call, list, ++*i, &bound));
        TRY(value_to_tensor(call->ctx, c->v, &t));
        for (Index e = 0; e < t->numel; e++) {
            double v = tensor_get(t, e);
            if (k == 0 ? v > bound : k == 1 ? v >= bound : k == 2 ? v < bound : v <= bound)
                continue;
            static const char *const said[] = {"greater than", "greater than or equal to",
                                               "less than", "less than or equal to"};
            static const char *const ids[] = {"notGreater", "notGreaterEqual", "notLess",
                                              "notLessEqual"};
            OWN_BUF text = BUF_INIT;
            buf_printf(&text, "be an array with all of the values %s %g", said[k], bound);
            return attribute_fail(call, c, ids[k], buf_text(&text));
        }
        return OK;
    }
    for (int k = 0; count_names[k]; k++) {
        if (!text_same(name, count_names[k])) continue;
        double wanted;
        TRY(read_bound(call, list, ++*i, &wanted));
        Index n = k == 0   ? shape_numel(&s)
                  : k == 1 ? shape_dim(&s, 1)
                  : k == 2 ? s.dim[0]
                           : s.n_dims;
        static const char *const ids[] = {"incorrectNumel", "incorrectNumcols", "incorrectNumrows",
                                          "incorrectNumdims"};
        static const char *const said[] = {"elements", "columns", "rows", "dimensions"};
        OWN_BUF text = BUF_INIT;
        buf_printf(&text, "be an array with number of %s equal to %g", said[k], wanted);
        return (double)n == wanted ? OK : attribute_fail(call, c, ids[k], buf_text(&text));
    }
    if (text_same(name, "size")) {
        OWN_TENSOR *want = NULL;
        if (++*i >= list->numel)
            return call_fail(call, ERR_ARG, "MATLAB:validateattributes:missingValue",
                             "An attribute is not followed by its value.");
        TRY(value_to_doubles(call->ctx, list->items[*i], &want));
        bool ok = want->numel == s.n_dims;
        for (Index k = 0; ok && k < want->numel; k++)
            ok = isnan(tensor_get(want, k)) || tensor_get(want, k) == (double)s.dim[k];
        return ok ? OK : attribute_fail(call, c, "incorrectSize", "be of the size required");
    }
    bool increasing = text_same(name, "increasing"), decreasing = text_same(name, "decreasing");
    bool nondecreasing = text_same(name, "nondecreasing"),
         nonincreasing = text_same(name, "nonincreasing");
    if (increasing || decreasing || nondecreasing || nonincreasing || text_same(name, "even") ||
        text_same(name, "odd") || text_same(name, "binary")) {
        OWN_TENSOR *t = NULL;
        bool ok = true;
        TRY(value_to_tensor(call->ctx, c->v, &t));
        for (Index e = 0; e < t->numel && ok; e++) {
            double v = tensor_get(t, e), before = e ? tensor_get(t, e - 1) : NAN;
            if (text_same(name, "even"))
                ok = fmod(v, 2) == 0;
            else if (text_same(name, "odd"))
                ok = fabs(fmod(v, 2)) == 1;
            else if (text_same(name, "binary"))
                ok = v == 0 || v == 1;
            else if (e)
                ok = increasing      ? v > before
                     : decreasing    ? v < before
                     : nondecreasing ? v >= before
                                     : v <= before;
        }
        return ok ? OK : attribute_fail(call, c, buf_text(&id), buf_text(&words));
    }
    bool ok;
    if (text_same(name, "scalar"))
        ok = shape_numel(&s) == 1;
    else if (text_same(name, "vector"))
        ok = shape_is_vector(&s);
    else if (text_same(name, "row"))
        ok = s.n_dims == 2 && s.dim[0] == 1;
    else if (text_same(name, "column"))
        ok = s.n_dims == 2 && s.dim[1] == 1;
    else if (text_same(name, "2d"))
        ok = s.n_dims == 2;
    else if (text_same(name, "3d"))
        ok = s.n_dims <= 3;
    else if (text_same(name, "square"))
        ok = s.n_dims == 2 && s.dim[0] == s.dim[1];
    else if (text_same(name, "nonempty"))
        ok = !shape_is_empty(&s);
    else if (text_same(name, "real"))
        ok = is_real(c->v);
    else if (text_same(name, "nonsparse"))
        ok = true;
    else
        return call_fail(call, ERR_ARG, "MATLAB:validateattributes:unknownAttribute",
                         "'%s' is not a known attribute.", name);
    const char *article = text_same(name, "vector") || text_same(name, "scalar") ||
                                  text_same(name, "square") || text_same(name, "row") ||
                                  text_same(name, "column")
                              ? "a "
                              : "";
    buf_clear(&words);
    buf_printf(&words, "be %s%s%s", article, name,
               text_same(name, "row") || text_same(name, "column") ? " vector"
               : text_same(name, "square")                         ? " matrix"
                                                                   : "");
    return ok ? OK : attribute_fail(call, c, buf_text(&id), buf_text(&words));
}
BUILTIN(validateattributes,
        "validateattributes(A,classes,attributes)\nvalidateattributes(A,classes,attributes,"
        "funcName,varName,argIndex)",
        ARITY(3, 6, 0), "Checks class and attributes of a value.",
        "A: value\nclasses: cell array of class names, {} for any\nattributes: cell array such as "
        "{\"scalar\",\">=\",0}\nfuncName, varName, argIndex: for the message",
        "", "Fails with the first attribute that does not hold.",
        "validateattributes([1 2],{'numeric'},{'positive','numel',2})\ntry, "
        "validateattributes(-1,{'numeric'},{'positive'}), catch e, "
        "end\nassert(strcmp(e.identifier,'MATLAB:expectedPositive'))",
        "mustBePositive, inputParser, assert") {
    OWN_STRINGS *classes = NULL;
    OWN_MEM char *function = NULL, *variable = NULL;
    CellArray *list;
    TRY(arg_cell(call, 2, &list));
    if (!arg_is_empty(call, 1)) TRY(arg_strings(call, 1, &classes));
    if (call->nargin > 3 && arg_is_text(call, 3)) TRY(arg_text(call, 3, &function));
    if (call->nargin > 4 && arg_is_text(call, 4)) TRY(arg_text(call, 4, &variable));
    Checked c = {call->arg[0], function ? function : "", variable ? variable : ""};
    bool ok = !classes || classes->numel == 0;
    OWN_BUF words = BUF_INIT;
    buf_puts(&words, "be one of these types:\n\n");
    for (Index i = 0; !ok && i < classes->numel; i++) {
        const char *name = classes->items[i] ? classes->items[i]->bytes : "";
        ok = value_is_a(c.v, name);
        buf_printf(&words, "%s%s", i ? ", " : "", name);
    }
    if (!ok) {
        buf_printf(&words, "\n\nInstead its type was %s", value_class_name(c.v));
        return attribute_fail(call, &c, "invalidType", buf_text(&words));
    }
    for (Index i = 0; i < list->numel; i++) TRY(check_attribute(call, &c, list, &i));
    return OK;
}

const BuiltinDef *const family_validators[] = {&def_mustBePositive,
                                               &def_mustBeNonpositive,
                                               &def_mustBeNegative,
                                               &def_mustBeNonnegative,
                                               &def_mustBeNonzero,
                                               &def_mustBeFinite,
                                               &def_mustBeNonNan,
                                               &def_mustBeInteger,
                                               &def_mustBeNumeric,
                                               &def_mustBeNumericOrLogical,
                                               &def_mustBeFloat,
                                               &def_mustBeReal,
                                               &def_mustBeNonempty,
                                               &def_mustBeScalarOrEmpty,
                                               &def_mustBeMatrix,
                                               &def_mustBeRow,
                                               &def_mustBeColumn,
                                               &def_mustBeNonsparse,
                                               &def_mustBeText,
                                               &def_mustBeTextScalar,
                                               &def_mustBeNonzeroLengthText,
                                               &def_mustBeNonmissing,
                                               &def_mustBeVector,
                                               &def_mustBeValidVariableName,
                                               &def_mustBeFile,
                                               &def_mustBeFolder,
                                               &def_mustBeGreaterThan,
                                               &def_mustBeGreaterThanOrEqual,
                                               &def_mustBeLessThan,
                                               &def_mustBeLessThanOrEqual,
                                               &def_mustBeInRange,
                                               &def_mustBeMember,
                                               &def_mustBeA,
                                               &def_mustBeUnderlyingType,
                                               &def_validateattributes,
                                               NULL};
