// builtins/categories.c: making categorical arrays and changing their categories.
#include "builtins/arguments.h"
#include <stdio.h>

static Status arg_categorical(Call *call, int i, Categorical **ret) {
    if (value_is_object(call->arg[i], &categorical_class)) {
        *ret = (Categorical *)call->arg[i].object;
        return OK;
    }
    return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                     "Undefined function '%s' for input arguments of type '%s'.", call->def->name,
                     value_class_name(call->arg[i]));
}
static void own_categorical_done(Categorical **c) {
    if (*c) object_unref(&(*c)->head);
}
#define OWN_CATEGORICAL __attribute__((cleanup(own_categorical_done))) Categorical
static Index find_category(Text *const *categories, Index n, const char *name) {
    for (Index i = 0; i < n; i++) {
        if (strcmp(categories[i]->bytes, name) == 0) return i;
    }
    return -1;
}

/// Texts of the elements of any input; null for NaN, missing and empty text.
static Status element_texts(Call *call, Value v, StringArray **ret) {
    if (value_is_object(v, &categorical_class)) {
        const Categorical *c = (Categorical *)v.object;
        TRY(string_new(call->ctx, &c->shape, ret));
        for (Index i = 0; i < c->numel; i++)
            (*ret)->items[i] = c->codes[i] ? text_ref(c->categories[c->codes[i] - 1]) : NULL;
        return OK;
    }
    if (v.tag == VAL_STRING || v.tag == VAL_CELL || value_is_char(v)) {
        OWN_STRINGS *s = NULL;
        TRY(value_to_strings(call->ctx, v, &s));
        Shape shape = s->shape;
        TRY(string_new(call->ctx, &shape, ret));
        for (Index i = 0; i < s->numel; i++) {
            bool empty = !s->items[i] || s->items[i]->n_bytes == 0;
            if (empty) continue;
            // Leading and trailing blanks do not count.
            const char *p = s->items[i]->bytes, *end = p + s->items[i]->n_bytes;
            while (p < end && (*p == ' ' || *p == '\t')) p++;
            while (end > p && (end[-1] == ' ' || end[-1] == '\t')) end--;
            TRY(text_new(call->ctx, p, (size_t)(end - p), &(*ret)->items[i]));
        }
        return OK;
    }
    OWN_TENSOR *t = NULL;
    TRY(value_to_tensor(call->ctx, v, &t));
    TRY(string_new(call->ctx, &t->shape, ret));
    for (Index i = 0; i < t->numel; i++) {
        double x = tensor_get(t, i);
        char text[40];
        if (isnan(x)) continue;
        if (t->cls == CLASS_LOGICAL)
            snprintf(text, sizeof text, "%s", x != 0 ? "true" : "false");
        else
            snprintf(text, sizeof text, "%.5g", x);
        if (t->cls != CLASS_LOGICAL && x == floor(x) && fabs(x) < 1e15)
            snprintf(text, sizeof text, "%.0f", x);
        TRY(text_new(call->ctx, text, strlen(text), &(*ret)->items[i]));
    }
    return OK;
}
BUILTIN(
    categorical,
    "B = categorical(A)\nB = categorical(A,valueset)\nB = categorical(A,valueset,catnames)\nB = "
    "categorical(...,\"Ordinal\",tf,\"Protected\",tf)",
    ARITY(0, -1, 1), "Array of categories.",
    "A: numeric, logical, text or categorical array\nvalueset: values that become the categories, "
    "in this order; sorted values of A by default\ncatnames: names of the categories",
    "B: categorical array; what is not in valueset is undefined",
    "Fails when the numbers of values and names differ.",
    "c = categorical([\"b\" \"a\" "
    "\"b\"]);\nassert(isequal(categories(c),{'a';'b'}))\nassert(isequal(c == \"b\",[true false "
    "true]))",
    "categories, countcats, iscategorical, reordercats") {
    Shape none = shape_2d(0, 0);
    if (call->nargin == 0) {
        Categorical *c = NULL;
        TRY(categorical_new(call->ctx, &none, NULL, 0, &c));
        call->ret[0] = value_take_object(&c->head);
        return OK;
    }
    Value v = call->arg[0];
    int first = 1;
    while (first < call->nargin && first < 3 && !arg_is_word(call, first, "Ordinal") &&
           !arg_is_word(call, first, "Protected"))
        first++;
    Option o[] = {{"Ordinal", NULL}, {"Protected", NULL}};
    TRY(arg_options(call, first, o, 2));
    OWN_STRINGS *texts = NULL, *set = NULL, *names = NULL;
    TRY(element_texts(call, v, &texts));
    OWN_CATEGORICAL *c = NULL;
    if (first > 1) {
        TRY(element_texts(call, call->arg[1], &set));
        names = set;
        value_ref(value_take_string(set));
        if (first > 2) {
            own_strings_done(&names);
            names = NULL;
            TRY(element_texts(call, call->arg[2], &names));
        }
        if (names->numel != set->numel)
            return call_fail(
                call, ERR_SIZE, "MATLAB:categorical:CategoryNamesSize",
                "The number of category names must match the number of values in the value set.");
    } else if (value_is_object(v, &categorical_class)) {
        const Categorical *old = (Categorical *)v.object;
        Shape row = shape_2d(1, old->n_categories);
        TRY(string_new(call->ctx, &row, &set));
        for (Index i = 0; i < set->numel; i++) set->items[i] = text_ref(old->categories[i]);
        names = (value_ref(value_take_string(set)), set);
    } else {
        // Different values in order: numbers by value, text by spelling.
        Keys keys;
        TRY(keys_of(call,
                    v.tag == VAL_STRING || v.tag == VAL_CELL || value_is_char(v)
                        ? value_take_string(texts)
                        : v,
                    false, &keys));
        OWN_MEM Index *order = NULL;
        Status status = keys_order(call->ctx, &keys, &order);
        Index n = 0;
        for (Index i = 0; status == OK && i < keys.n; i++) {
            if (texts->items[order[i]] && (n == 0 || strcmp(texts->items[order[n - 1]]->bytes,
                                                            texts->items[order[i]]->bytes) != 0))
                order[n++] = order[i];
        }
        keys_done(&keys);
        TRY(status);
        Shape row = shape_2d(1, n);
        TRY(string_new(call->ctx, &row, &set));
        for (Index i = 0; i < n; i++) set->items[i] = text_ref(texts->items[order[i]]);
        names = (value_ref(value_take_string(set)), set);
    }
    // Value k belongs to the category named names[k]; equal names share one.
    Index n = 0;
    OWN_MEM Text **categories = mem_alloc((size_t)(set->numel + 1) * sizeof *categories);
    OWN_MEM uint32_t *code = mem_alloc((size_t)(set->numel + 1) * sizeof *code);
    Map *by_text = map_new();
    if (!categories || !code || !by_text) {
        map_free(by_text);
        return ctx_fail_nomem(call->ctx);
    }
    Status status = OK;
    for (Index k = 0; k < set->numel && status == OK; k++) {
        if (!set->items[k] || !names->items[k]) continue;
        Index at = find_category(categories, n, names->items[k]->bytes);
        if (at < 0) categories[at = n++] = names->items[k];
        code[k] = (uint32_t)at + 1;
        status = map_set(by_text, set->items[k]->bytes, (void *)(uintptr_t)code[k]);
    }
    if (status == OK) status = categorical_new(call->ctx, &texts->shape, categories, n, &c);
    for (Index i = 0; status == OK && i < texts->numel; i++) {
        if (texts->items[i])
            c->codes[i] = (uint32_t)(uintptr_t)map_find(by_text, texts->items[i]->bytes);
    }
    map_free(by_text);
    TRY(status);
    bool flag;
    for (int k = 0; k < 2; k++) {
        if (!o[k].value) continue;
        TRY(value_truth(call->ctx, *o[k].value, &flag));
        if (k == 0)
            c->ordinal = flag;
        else
            c->is_protected = flag;
    }
    call->ret[0] = value_take_object(&GIVE(c)->head);
    return OK;
}

BUILTIN(iscategorical, "TF = iscategorical(A)", ARITY(1, 1, 1), "True for categorical arrays.",
        "A: any value", "TF: logical scalar", "", "assert(iscategorical(categorical(1)))",
        "categorical, isa") {
    ret_bool(call, 0, value_is_object(call->arg[0], &categorical_class));
    return OK;
}
BUILTIN(isordinal, "TF = isordinal(A)", ARITY(1, 1, 1), "True for ordinal categorical arrays.",
        "A: categorical array", "TF: logical scalar", "", "assert(~isordinal(categorical(1)))",
        "categorical") {
    Categorical *c;
    TRY(arg_categorical(call, 0, &c));
    ret_bool(call, 0, c->ordinal);
    return OK;
}
BUILTIN(categories, "C = categories(A)", ARITY(1, 1, 1), "Names of the categories.",
        "A: categorical array", "C: column cell array of char vectors", "Fails for other classes.",
        "assert(isequal(categories(categorical([3 1])),{'1';'3'}))", "categorical, countcats") {
    Categorical *c;
    TRY(arg_categorical(call, 0, &c));
    Shape column = shape_2d(c->n_categories, 1);
    CellArray *out = NULL;
    TRY(cell_new(call->ctx, &column, &out));
    call->ret[0] = value_take_cell(out);
    for (Index i = 0; i < c->n_categories; i++)
        TRY(value_from_utf8(call->ctx, c->categories[i]->bytes, c->categories[i]->n_bytes,
                            &out->items[i]));
    return OK;
}
BUILTIN(countcats, "B = countcats(A)\nB = countcats(A,dim)", ARITY(1, 2, 1),
        "How often each category occurs.", "A: categorical array\ndim: dimension",
        "B: one count per category along dim", "Fails for other classes.",
        "assert(isequal(countcats(categorical([1 2 2])),[1 2]))", "categories, histcounts") {
    Categorical *c;
    TRY(arg_categorical(call, 0, &c));
    int dim = shape_first_dim(&c->shape);
    if (call->nargin > 1) TRY(arg_dim(call, 1, &dim));
    Lines l = lines_along(&c->shape, dim);
    Shape shape = c->shape;
    while (shape.n_dims <= dim) shape.dim[shape.n_dims++] = 1;
    shape.dim[dim] = c->n_categories;
    shape_trim(&shape);
    Tensor *t = NULL;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &t));
    Lines to = lines_along(&shape, dim);
    for (Index k = 0; k < l.count && c->numel; k++) {
        for (Index i = 0; i < l.n; i++) {
            uint32_t code = c->codes[line_start(&l, k) + i * l.stride];
            if (code) tensor_f64(t)[line_start(&to, k) + (Index)(code - 1) * to.stride]++;
        }
    }
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN(isundefined, "TF = isundefined(A)", ARITY(1, 1, 1), "True for elements without a category.",
        "A: categorical array", "TF: logical array", "Fails for other classes.",
        "assert(isequal(isundefined(categorical([1 NaN])),[false true]))",
        "categorical, ismissing") {
    Categorical *c;
    Tensor *t = NULL;
    TRY(arg_categorical(call, 0, &c));
    TRY(logical_new(call->ctx, &c->shape, &t));
    for (Index i = 0; i < c->numel; i++) tensor_u8(t)[i] = c->codes[i] == 0;
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN(iscategory, "TF = iscategory(A,names)", ARITY(2, 2, 1),
        "True for names that are categories.", "A: categorical array\nnames: text",
        "TF: logical array", "Fails for other classes.",
        "assert(iscategory(categorical(\"a\"),\"a\"))", "categories, ismember") {
    Categorical *c;
    OWN_STRINGS *s = NULL;
    Tensor *t = NULL;
    TRY(arg_categorical(call, 0, &c));
    TRY(arg_strings(call, 1, &s));
    TRY(logical_new(call->ctx, &s->shape, &t));
    for (Index i = 0; i < s->numel; i++)
        tensor_u8(t)[i] =
            s->items[i] && find_category(c->categories, c->n_categories, s->items[i]->bytes) >= 0;
    ret_tensor(call, 0, t);
    return OK;
}

/// A copy of c with other categories; code k becomes map[k] (0: undefined).
static Status recategorize(Call *call, const Categorical *c, Text *const *categories, Index n,
                           const uint32_t *map) {
    Categorical *out = NULL;
    TRY(categorical_new(call->ctx, &c->shape, categories, n, &out));
    out->ordinal = c->ordinal;
    out->is_protected = c->is_protected;
    for (Index i = 0; i < c->numel; i++) out->codes[i] = c->codes[i] ? map[c->codes[i]] : 0;
    call->ret[0] = value_take_object(&out->head);
    return OK;
}
/// Room for the categories of c and `more` others, and an identity map.
static Status category_space(Call *call, const Categorical *c, Index more, Text ***ret_names,
                             uint32_t **ret_map) {
    *ret_names = mem_alloc((size_t)(c->n_categories + more + 1) * sizeof **ret_names);
    *ret_map = mem_alloc((size_t)(c->n_categories + 1) * sizeof **ret_map);
    if (!*ret_names || !*ret_map) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < c->n_categories; i++) (*ret_names)[i] = c->categories[i];
    for (Index i = 0; i <= c->n_categories; i++) (*ret_map)[i] = (uint32_t)i;
    return OK;
}
BUILTIN(addcats,
        "B = addcats(A,newcats)\nB = addcats(...,\"Before\",cat)\nB = addcats(...,\"After\",cat)",
        ARITY(2, 4, 1), "Adds categories.",
        "A: categorical array\nnewcats: names\ncat: neighbour; at the end by default",
        "B: categorical array", "Fails for categories that are there already.",
        "assert(numel(categories(addcats(categorical(\"a\"),\"b\"))) == 2)",
        "removecats, categories") {
    Categorical *c;
    OWN_STRINGS *s = NULL;
    OWN_MEM Text **names = NULL;
    OWN_MEM uint32_t *map = NULL;
    TRY(arg_categorical(call, 0, &c));
    TRY(arg_strings(call, 1, &s));
    TRY(category_space(call, c, s->numel, &names, &map));
    Index at = c->n_categories, n = c->n_categories;
    if (call->nargin > 3) {
        OWN_MEM char *near = NULL;
        TRY(arg_text(call, 3, &near));
        at = find_category(c->categories, n, near);
        if (at < 0)
            return call_fail(call, ERR_NAME, "MATLAB:categorical:InvalidCategory",
                             "'%s' is not a category.", near);
        if (arg_is_word(call, 2, "After")) at++;
    }
    for (Index i = 0; i < s->numel; i++) {
        if (!s->items[i] || find_category(c->categories, n, s->items[i]->bytes) >= 0)
            return call_fail(call, ERR_ARG, "MATLAB:categorical:addcats:CategoriesExist",
                             "Category '%s' exists already.",
                             s->items[i] ? s->items[i]->bytes : "");
    }
    memmove(names + at + s->numel, names + at, (size_t)(n - at) * sizeof *names);
    for (Index i = 0; i < s->numel; i++) names[at + i] = s->items[i];
    for (Index k = 1; k <= n; k++) map[k] = (uint32_t)(k > at ? k + s->numel : k);
    return recategorize(call, c, names, n + s->numel, map);
}
BUILTIN(removecats, "B = removecats(A)\nB = removecats(A,oldcats)", ARITY(1, 2, 1),
        "Removes categories; unused ones by default.", "A: categorical array\noldcats: names",
        "B: categorical array; elements of removed categories are undefined",
        "Fails for other classes.",
        "c = categorical([1 2 3]);\nassert(numel(categories(removecats(c(1:2)))) == 2)",
        "addcats, categories") {
    Categorical *c;
    OWN_STRINGS *s = NULL;
    OWN_MEM Text **names = NULL;
    OWN_MEM uint32_t *map = NULL;
    TRY(arg_categorical(call, 0, &c));
    if (call->nargin > 1) TRY(arg_strings(call, 1, &s));
    TRY(category_space(call, c, 0, &names, &map));
    OWN_MEM uint8_t *gone = mem_alloc_zero((size_t)c->n_categories + 1);
    if (!gone) return ctx_fail_nomem(call->ctx);
    if (s) {
        for (Index i = 0; i < s->numel; i++) {
            Index at = s->items[i]
                           ? find_category(c->categories, c->n_categories, s->items[i]->bytes)
                           : -1;
            if (at >= 0) gone[at] = 1;
        }
    } else {
        memset(gone, 1, (size_t)c->n_categories);
        for (Index i = 0; i < c->numel; i++) {
            if (c->codes[i]) gone[c->codes[i] - 1] = 0;
        }
    }
    Index n = 0;
    for (Index k = 0; k < c->n_categories; k++) {
        map[k + 1] = gone[k] ? 0 : (uint32_t)n + 1;
        if (!gone[k]) names[n++] = c->categories[k];
    }
    return recategorize(call, c, names, n, map);
}
BUILTIN(renamecats, "B = renamecats(A,newnames)\nB = renamecats(A,oldnames,newnames)",
        ARITY(2, 3, 1), "Renames categories.",
        "A: categorical array\noldnames: names to change, all by default\nnewnames: as many names",
        "B: categorical array", "Fails when the numbers differ or a name is not a category.",
        "assert(isequal(categories(renamecats(categorical(\"a\"),\"b\")),{'b'}))",
        "mergecats, reordercats") {
    Categorical *c;
    OWN_STRINGS *old = NULL, *fresh = NULL;
    OWN_MEM Text **names = NULL;
    OWN_MEM uint32_t *map = NULL;
    TRY(arg_categorical(call, 0, &c));
    if (call->nargin > 2) TRY(arg_strings(call, 1, &old));
    TRY(arg_strings(call, call->nargin - 1, &fresh));
    TRY(category_space(call, c, 0, &names, &map));
    if (fresh->numel != (old ? old->numel : c->n_categories))
        return call_fail(call, ERR_SIZE, "MATLAB:categorical:renamecats:IncorrectNumNames",
                         "The number of new names must match the number of categories to rename.");
    for (Index i = 0; i < fresh->numel; i++) {
        Index at = old ? (old->items[i]
                              ? find_category(c->categories, c->n_categories, old->items[i]->bytes)
                              : -1)
                       : i;
        if (at < 0 || !fresh->items[i])
            return call_fail(call, ERR_NAME, "MATLAB:categorical:renamecats:InvalidNames",
                             "A name is not a category.");
        names[at] = fresh->items[i];
    }
    return recategorize(call, c, names, c->n_categories, map);
}
BUILTIN(
    reordercats, "B = reordercats(A)\nB = reordercats(A,neworder)", ARITY(1, 2, 1),
    "Changes the order of categories.",
    "A: categorical array\nneworder: names or positions; alphabetical by default",
    "B: categorical array with equal elements",
    "Fails when neworder does not name each category once.",
    "assert(isequal(categories(reordercats(categorical([\"a\" \"b\"]),[\"b\" \"a\"])),{'b';'a'}))",
    "categories, renamecats") {
    Categorical *c;
    OWN_STRINGS *s = NULL;
    OWN_TENSOR *p = NULL;
    OWN_MEM Text **names = NULL;
    OWN_MEM uint32_t *map = NULL;
    TRY(arg_categorical(call, 0, &c));
    TRY(category_space(call, c, 0, &names, &map));
    Index n = c->n_categories;
    if (call->nargin > 1 && (value_is_numeric(call->arg[1])))
        TRY(arg_doubles(call, 1, &p));
    else if (call->nargin > 1)
        TRY(arg_strings(call, 1, &s));
    if ((p && p->numel != n) || (s && s->numel != n))
        return call_fail(call, ERR_SIZE, "MATLAB:categorical:reordercats:InvalidNeworder",
                         "The new order must name each category once.");
    for (Index k = 0; k <= n; k++) map[k] = 0;
    if (call->nargin == 1) {
        for (Index i = 1; i < n; i++) {
            for (Index j = i; j > 0 && strcmp(names[j - 1]->bytes, names[j]->bytes) > 0; j--) {
                Text *t = names[j];
                names[j] = names[j - 1];
                names[j - 1] = t;
            }
        }
        for (Index k = 0; k < n; k++)
            map[find_category(c->categories, n, names[k]->bytes) + 1] = (uint32_t)k + 1;
        return recategorize(call, c, names, n, map);
    }
    for (Index k = 0; k < n; k++) {
        Index from = p             ? (Index)tensor_get(p, k) - 1
                     : s->items[k] ? find_category(c->categories, n, s->items[k]->bytes)
                                   : -1;
        if (from < 0 || from >= n || map[from + 1])
            return call_fail(call, ERR_ARG, "MATLAB:categorical:reordercats:InvalidNeworder",
                             "The new order must name each category once.");
        names[k] = c->categories[from];
        map[from + 1] = (uint32_t)k + 1;
    }
    return recategorize(call, c, names, n, map);
}
BUILTIN(mergecats, "B = mergecats(A,oldcats)\nB = mergecats(A,oldcats,newcat)", ARITY(2, 3, 1),
        "Makes one category of several.",
        "A: categorical array\noldcats: names\nnewcat: name of the merged category, the first of "
        "oldcats by default",
        "B: categorical array", "Fails when none of the names is a category.",
        "assert(numel(categories(mergecats(categorical([\"a\" \"b\" \"c\"]),[\"a\" \"b\"]))) == 2)",
        "renamecats, removecats") {
    Categorical *c;
    OWN_STRINGS *s = NULL, *fresh = NULL;
    OWN_MEM Text **names = NULL;
    OWN_MEM uint32_t *map = NULL;
    TRY(arg_categorical(call, 0, &c));
    TRY(arg_strings(call, 1, &s));
    if (call->nargin > 2) TRY(arg_strings(call, 2, &fresh));
    TRY(category_space(call, c, 1, &names, &map));
    Index n = 0, target = -1;
    for (Index k = 0; k < c->n_categories; k++) {
        bool merged = false;
        for (Index i = 0; i < s->numel; i++)
            merged =
                merged || (s->items[i] && strcmp(s->items[i]->bytes, c->categories[k]->bytes) == 0);
        if (merged && target >= 0) {
            map[k + 1] = (uint32_t)target + 1;
            continue;
        }
        if (merged) target = n;
        names[n] = merged && fresh && fresh->numel && fresh->items[0] ? fresh->items[0]
                   : merged && s->items[0]                            ? s->items[0]
                                                                      : c->categories[k];
        map[k + 1] = (uint32_t)++n;
    }
    if (target < 0)
        return call_fail(call, ERR_NAME, "MATLAB:categorical:mergecats:InvalidNames",
                         "None of the names is a category.");
    return recategorize(call, c, names, n, map);
}
BUILTIN(setcats, "B = setcats(A,newcats)", ARITY(2, 2, 1), "Sets the categories by name.",
        "A: categorical array\nnewcats: names",
        "B: categorical array; elements of other categories are undefined",
        "Fails for other classes.",
        "assert(isequal(categories(setcats(categorical(\"a\"),[\"a\" \"z\"])),{'a';'z'}))",
        "addcats, removecats") {
    Categorical *c;
    OWN_STRINGS *s = NULL;
    OWN_MEM Text **names = NULL;
    OWN_MEM uint32_t *map = NULL;
    TRY(arg_categorical(call, 0, &c));
    TRY(arg_strings(call, 1, &s));
    TRY(category_space(call, c, s->numel, &names, &map));
    for (Index i = 0; i < s->numel; i++) {
        if (!s->items[i])
            return call_fail(call, ERR_ARG, "MATLAB:categorical:setcats:InvalidNames",
                             "Category names must not be missing.");
        names[i] = s->items[i];
    }
    for (Index k = 0; k < c->n_categories; k++)
        map[k + 1] = (uint32_t)(find_category(names, s->numel, c->categories[k]->bytes) + 1);
    return recategorize(call, c, names, s->numel, map);
}

const BuiltinDef *const family_categories[] = {&def_categorical, &def_iscategorical,
                                               &def_isordinal,   &def_categories,
                                               &def_countcats,   &def_isundefined,
                                               &def_iscategory,  &def_addcats,
                                               &def_removecats,  &def_renamecats,
                                               &def_reordercats, &def_mergecats,
                                               &def_setcats,     NULL};
