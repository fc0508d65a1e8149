// builtins/maps.c: making containers.Map and dictionary, and asking and changing them.
#include "builtins/dict.h"
#include <stdio.h>

// ---- making
// ---------------------------------------------------------------------------------------------------------------------
static Status copy_type(Call *call, int i, char *to, size_t n) {
    OWN_MEM char *text = NULL;
    TRY(arg_text(call, i, &text));
    snprintf(to, n, "%s", text);
    return OK;
}
BUILTIN_AS(containers_map, "containers.Map",
           "M = containers.Map\nM = containers.Map(keySet,valueSet)\nM = "
           "containers.Map(keySet,valueSet,\"UniformValues\",tf)\nM = "
           "containers.Map(\"KeyType\",kType,\"ValueType\",vType)",
           ARITY(0, -1, 1), "Map from keys to values, shared like a handle.",
           "keySet: one key, or a cell or string array of keys\nvalueSet: one value, or a cell "
           "array of values\nkType: \"char\", \"double\", …\nvType: \"any\", \"double\", …",
           "M: map; M(key) reads and writes", "Fails when the numbers of keys and values differ.",
           "M = containers.Map({'a','b'},[1 2]);\nassert(M('b') == 2 && M.Count == 2)\nM('c') = "
           "7;\nassert(isequal(keys(M),{'a','b','c'}))",
           "dictionary, keys, values, isKey, remove") {
    OWN_DICT *d = NULL;
    TRY(dict_new(call->ctx, &map_class, &d));
    strcpy(d->key_type, "char");
    strcpy(d->value_type, "any");
    int i = 0;
    bool typed = arg_is_word(call, 0, "KeyType") || arg_is_word(call, 0, "ValueType") ||
                 arg_is_word(call, 0, "UniformValues");
    if (!typed && call->nargin > 0) {
        Value keys = call->arg[0], values = call->nargin > 1 ? call->arg[1] : VALUE_NONE;
        Index n = key_count(keys);
        OWN_VALUE first = VALUE_NONE;
        if (n > 0) TRY(key_at(call->ctx, keys, 0, &first));
        d->numeric = n > 0 && (value_is_numeric(first) || value_is_logical(first));
        if (d->numeric) snprintf(d->key_type, sizeof d->key_type, "%s", value_class_name(first));
        bool list =
            keys.tag == VAL_CELL || (keys.tag == VAL_STRING && n > 1) || (n > 1 && d->numeric);
        Index have = !list ? 1 : value_is_char(values) ? 1 : value_numel(values);
        if (list && have != n)
            return call_fail(call, ERR_SIZE, "MATLAB:Containers:Map:KeyValueCountMismatch",
                             "The number of keys and values must match.");
        bool all_text = true, all_double = true;
        for (Index k = 0; k < n; k++) {
            OWN_VALUE key = VALUE_NONE, value = VALUE_NONE;
            Value at = value_double((double)k + 1);
            TRY(key_at(call->ctx, keys, k, &key));
            if (values.tag == VAL_CELL && list)
                TRY(cell_get(call->ctx, values.cell, k, &value));
            else if (list && values.tag != VAL_NONE && !value_is_char(values))
                TRY(value_index(call->ctx, values, &at, 1, &value));
            else
                value = value_ref(values);
            all_text = all_text && value_is_char_row(value);
            all_double = all_double && value.tag == VAL_DOUBLE;
            TRY(dict_set(call->ctx, d, key, value));
        }
        if (n > 0 && all_double) strcpy(d->value_type, list ? "double" : "any");
        if (n > 0 && all_text) strcpy(d->value_type, list ? "char" : "any");
        i = 2;
    }
    for (; i + 1 < call->nargin; i += 2) {
        static const char *const words[] = {"KeyType", "ValueType", "UniformValues", NULL};
        int word;
        TRY(arg_choice(call, i, words, &word));
        if (word == 0) TRY(copy_type(call, i + 1, d->key_type, sizeof d->key_type));
        if (word == 1) TRY(copy_type(call, i + 1, d->value_type, sizeof d->value_type));
        if (word == 2) {
            bool uniform;
            TRY(arg_bool(call, i + 1, &uniform));
            if (!uniform) strcpy(d->value_type, "any");
        }
        if (word == 0) d->numeric = type_is_number(d->key_type);
    }
    call->ret[0] = value_take_object(&GIVE(d)->head);
    return OK;
}
BUILTIN(dictionary, "d = dictionary(keys,values)\nd = dictionary(k1,v1,...,kN,vN)\nd = dictionary",
        ARITY(0, -1, 1), "Dictionary from keys to values.",
        "keys: array of keys\nvalues: array of as many values, or a cell array\nk1, v1, …: keys "
        "and values in turn",
        "d: dictionary; d(key) reads and writes",
        "Fails when the numbers of keys and values differ.",
        "d = dictionary([\"a\" \"b\"],[1 2]);\nassert(d(\"b\") == 2)\nd(\"c\") = "
        "5;\nassert(numEntries(d) == 3)",
        "keys, values, isKey, remove, containers.Map") {
    OWN_DICT *d = NULL;
    TRY(dict_new(call->ctx, &dictionary_class, &d));
    if (call->nargin % 2)
        return call_fail(call, ERR_ARG, "MATLAB:dictionary:OddInputs",
                         "Keys and values must come in pairs.");
    Object *o = &d->head;
    for (int i = 0; i < call->nargin; i += 2) {
        Index n = key_count(call->arg[i]),
              have = value_is_char(call->arg[i + 1]) ? 1 : value_numel(call->arg[i + 1]);
        if (n != have && have != 1)
            return call_fail(call, ERR_SIZE, "MATLAB:dictionary:SizeMismatch",
                             "The number of keys and values must be the same.");
        TRY(dict_assign(call->ctx, &o, call->arg + i, 1, call->arg[i + 1]));
    }
    call->ret[0] = value_take_object(&GIVE(d)->head);
    return OK;
}
BUILTIN(configureDictionary, "d = configureDictionary(keyType,valueType)", ARITY(2, 2, 1),
        "Empty dictionary with types of keys and values.", "keyType, valueType: class names",
        "d: dictionary", "",
        "d = configureDictionary(\"string\",\"double\");\nassert(numEntries(d) == 0 && "
        "isConfigured(d))",
        "dictionary, isConfigured") {
    OWN_DICT *d = NULL;
    TRY(dict_new(call->ctx, &dictionary_class, &d));
    TRY(copy_type(call, 0, d->key_type, sizeof d->key_type));
    TRY(copy_type(call, 1, d->value_type, sizeof d->value_type));
    d->numeric = type_is_number(d->key_type);
    call->ret[0] = value_take_object(&GIVE(d)->head);
    return OK;
}

// ---- asking
// ---------------------------------------------------------------------------------------------------------------------
static Status arg_dict(Call *call, Dict **ret) {
    *ret = as_dict(call->arg[0]);
    if (*ret) return OK;
    const char *name = call->def ? call->def->name : "method";
    return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                     "Undefined function '%s' for input arguments of type '%s'.", name,
                     value_class_name(call->arg[0]));
}
#define DICT_IN "d: dictionary or containers.Map"
BUILTIN(keys, "k = keys(d)", ARITY(1, 2, 1), "Keys of a dictionary or map.", DICT_IN,
        "k: column of keys (dictionary), or sorted cell row (containers.Map)", "",
        "assert(isequal(keys(dictionary([\"x\" \"y\"],[1 2])),[\"x\";\"y\"]))",
        "values, isKey, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    if (call->nargin > 1) return ctx_fail_unsupported(call->ctx, "keys with \"cell\"");
    return dict_list(call->ctx, d, d->keys, &call->ret[0]);
}
BUILTIN(values, "v = values(d)\nv = values(M,keySet)\nv = values(d,\"cell\")", ARITY(1, 2, 1),
        "Values of a dictionary or map.", DICT_IN "\nkeySet: cell array of keys wanted",
        "v: column of values (dictionary), or cell row in the order of the keys (containers.Map)",
        "Fails for keys that are not there.",
        "assert(isequal(values(dictionary([\"x\" \"y\"],[1 2])),[1;2]))",
        "keys, isKey, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    if (call->nargin == 1) return dict_list(call->ctx, d, d->values, &call->ret[0]);
    if (!is_map(d)) {
        Shape column = shape_2d(d->n, 1);
        CellArray *c = NULL;
        if (!arg_is_word(call, 1, "cell"))
            return call_fail(call, ERR_ARG, "MATLAB:dictionary:values",
                             "The second argument of values must be \"cell\".");
        TRY(cell_new(call->ctx, &column, &c));
        for (Index i = 0; i < d->n; i++) c->items[i] = value_ref(d->values[i]);
        call->ret[0] = value_take_cell(c);
        return OK;
    }
    CellArray *wanted;
    TRY(arg_cell(call, 1, &wanted));
    OWN_CELL *c = NULL;
    TRY(cell_new(call->ctx, &wanted->shape, &c));
    for (Index i = 0; i < wanted->numel; i++) {
        Index at;
        TRY(dict_find(call->ctx, d, wanted->items[i], &at));
        if (at < 0) return dict_missing(call->ctx, d, wanted->items[i]);
        c->items[i] = value_ref(d->values[at]);
    }
    call->ret[0] = value_take_cell(GIVE(c));
    return OK;
}
BUILTIN(isKey, "tf = isKey(d,key)", ARITY(2, 2, 1), "True for keys that are there.",
        DICT_IN "\nkey: key, or array of keys", "tf: logical array", "",
        "assert(isequal(isKey(dictionary(\"a\",1),[\"a\" \"b\"]),[true false]))",
        "keys, remove, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    Value keys = call->arg[1];
    Shape shape = shape_2d(1, 1);
    if (!value_is_char(keys)) TRY(value_shape(call->ctx, keys, &shape));
    OWN_TENSOR *tf = NULL;
    TRY(logical_new(call->ctx, &shape, &tf));
    for (Index i = 0; i < tf->numel; i++) {
        OWN_VALUE key = VALUE_NONE;
        Index at = -1;
        TRY(key_at(call->ctx, keys, i, &key));
        if (*d->key_type && dict_find(call->ctx, d, key, &at) != OK)
            error_clear(&call->ctx->error); // other types are no keys
        tensor_u8(tf)[i] = at >= 0;
    }
    ret_tensor(call, 0, GIVE(tf));
    return OK;
}
BUILTIN(remove, "d = remove(d,key)", ARITY(2, 2, 1), "Removes keys and their values.",
        DICT_IN "\nkey: key, or array of keys",
        "d: dictionary without them; a containers.Map is changed itself",
        "Fails for keys that are not there.",
        "d = remove(dictionary([\"a\" \"b\"],[1 2]),\"a\");\nassert(numEntries(d) == 1)",
        "isKey, insert, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    OWN_VALUE v = value_ref(call->arg[0]);
    if (!is_map(d)) TRY(value_make_sole(call->ctx, &v));
    TRY(dict_delete(call->ctx, &v.object, call->arg + 1, 1));
    call->ret[0] = value_give(&v);
    return OK;
}
BUILTIN(insert, "d = insert(d,key,value)", ARITY(3, 5, 1), "Adds or replaces entries.",
        "d: dictionary\nkey: key, or array of keys\nvalue: value, or array of values",
        "d: changed dictionary", "Fails when the numbers differ.",
        "d = insert(dictionary(\"a\",1),\"b\",2);\nassert(d(\"b\") == 2)", "remove, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    OWN_VALUE v = value_ref(call->arg[0]);
    if (!is_map(d)) TRY(value_make_sole(call->ctx, &v));
    TRY(dict_assign(call->ctx, &v.object, call->arg + 1, 1, call->arg[2]));
    call->ret[0] = value_give(&v);
    return OK;
}
BUILTIN(lookup, "v = lookup(d,key)\nv = lookup(d,key,\"FallbackValue\",f)", ARITY(2, 4, 1),
        "Value of a key, or another value when it is not there.",
        "d: dictionary\nkey: key\nf: value for keys that are not there", "v: value",
        "Fails for keys that are not there when f is not given.",
        "assert(lookup(dictionary(\"a\",1),\"z\",FallbackValue=0) == 0)", "isKey, dictionary") {
    Dict *d;
    Index at = -1;
    TRY(arg_dict(call, &d));
    Option o[] = {{"FallbackValue", NULL}};
    TRY(arg_options(call, 2, o, 1));
    if (key_count(call->arg[1]) != 1 && !o[0].value)
        return dict_index(call->ctx, &d->head, call->arg + 1, 1, &call->ret[0]);
    TRY(dict_find(call->ctx, d, call->arg[1], &at));
    if (at < 0 && !o[0].value) return dict_missing(call->ctx, d, call->arg[1]);
    call->ret[0] = value_ref(at >= 0 ? d->values[at] : *o[0].value);
    return OK;
}
BUILTIN(numEntries, "n = numEntries(d)", ARITY(1, 1, 1), "Number of entries.", DICT_IN, "n: count",
        "", "assert(numEntries(dictionary(\"a\",1)) == 1)", "keys, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    ret_double(call, 0, (double)d->n);
    return OK;
}
BUILTIN(isConfigured, "tf = isConfigured(d)", ARITY(1, 1, 1),
        "True when the types of keys and values are set.", "d: dictionary", "tf: logical scalar",
        "", "assert(~isConfigured(dictionary))", "configureDictionary, types") {
    Dict *d;
    TRY(arg_dict(call, &d));
    ret_bool(call, 0, *d->key_type != 0);
    return OK;
}
BUILTIN(types, "[keyType,valueType] = types(d)", ARITY(1, 1, 2), "Types of keys and values.",
        "d: dictionary", "keyType, valueType: strings", "",
        "[k,v] = types(dictionary(\"a\",1));\nassert(k == \"string\" && v == \"double\")",
        "configureDictionary, isConfigured") {
    Dict *d;
    TRY(arg_dict(call, &d));
    TRY(ret_string(call, 0, d->key_type));
    return ret_wanted(call, 1) ? ret_string(call, 1, d->value_type) : OK;
}
BUILTIN(entries, "E = entries(d)\nE = entries(d,\"struct\")", ARITY(1, 2, 1),
        "Entries as a table or struct array.", "d: dictionary",
        "E: table with Key and Value, or struct array", "",
        "E = entries(dictionary(\"a\",1),\"struct\");\nassert(E.Value == 1)",
        "keys, values, dictionary") {
    Dict *d;
    TRY(arg_dict(call, &d));
    if (arg_is_word(call, 1, "struct")) {
        Shape column = shape_2d(d->n, 1);
        OWN_STRUCT *s = NULL;
        TRY(struct_new(call->ctx, &column, &s));
        for (Index i = 0; i < d->n; i++) {
            TRY(struct_set(call->ctx, s, i, "Key", value_ref(d->keys[i])));
            TRY(struct_set(call->ctx, s, i, "Value", value_ref(d->values[i])));
        }
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    Value columns[2] = {VALUE_NONE, VALUE_NONE};
    TRY(dict_list(call->ctx, d, d->keys, &columns[0]));
    Status status = dict_list(call->ctx, d, d->values, &columns[1]);
    if (status != OK) {
        value_unref(columns[0]);
        return status;
    }
    Table *t = NULL;
    TRY(table_new(call->ctx, d->n, (const char *const[]){"Key", "Value"}, columns, 2, &t));
    call->ret[0] = value_take_object(&t->head);
    return OK;
}
static Status method_length(Call *call) {
    Dict *d;
    TRY(arg_dict(call, &d));
    ret_double(call, 0, (double)(is_map(d) ? d->n : 1));
    return OK;
}
MethodFn dict_method(const char *name) {
    static const struct {
        const char *name;
        MethodFn fn;
    } methods[] = {{"keys", fn_keys},
                   {"values", fn_values},
                   {"isKey", fn_isKey},
                   {"remove", fn_remove},
                   {"insert", fn_insert},
                   {"lookup", fn_lookup},
                   {"numEntries", fn_numEntries},
                   {"isConfigured", fn_isConfigured},
                   {"types", fn_types},
                   {"entries", fn_entries},
                   {"length", method_length}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name) == 0) return methods[i].fn;
    }
    return NULL;
}

const BuiltinDef *const family_maps[] = {&def_containers_map,
                                         &def_dictionary,
                                         &def_configureDictionary,
                                         &def_keys,
                                         &def_values,
                                         &def_isKey,
                                         &def_remove,
                                         &def_insert,
                                         &def_lookup,
                                         &def_numEntries,
                                         &def_isConfigured,
                                         &def_types,
                                         &def_entries,
                                         NULL};
