// builtins/structs.c: making structs, and their fields.
#include "builtins/arguments.h"

BUILTIN_AS(make_struct, "struct",
           "s = struct\ns = struct(field,value)\ns = struct(field1,value1,...,fieldN,valueN)\ns = "
           "struct([])\ns = struct(obj)",
           ARITY(0, -1, 1), "Struct, or struct array from cell arrays of values.",
           "field: field name\nvalue: value; a cell array gives one element of the result per cell",
           "s: struct array", "Fails for names that are not valid and cells of different sizes.",
           "s = struct(\"a\",1,\"b\",{{1,2}});\nassert(s.a == 1 && "
           "iscell(s.b))\nassert(numel(struct(\"x\",{1,2,3})) == 3)",
           "fieldnames, isfield, rmfield, cell2struct") {
    Shape shape = shape_2d(1, 1);
    OWN_STRUCT *s = NULL;
    if (call->nargin == 1 && call->arg[0].tag == VAL_STRUCT) {
        call->ret[0] = value_ref(call->arg[0]);
        return OK;
    }
    if (call->nargin == 1 && value_is_empty(call->arg[0]) && !arg_is_text(call, 0)) {
        shape = shape_2d(0, 0);
        TRY(struct_new(call->ctx, &shape, &s));
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    if (call->nargin == 1 && call->arg[0].tag == VAL_OBJECT) { // properties as fields
        Object *o = call->arg[0].object;
        Index n = 0;
        const char *const *names = o->def->properties ? o->def->properties(o, &n) : NULL;
        TRY(struct_new(call->ctx, &shape, &s));
        for (Index i = 0; names && i < n; i++) {
            Value v = VALUE_NONE;
            TRY(o->def->dot_get(call->ctx, o, names[i], &v));
            TRY(struct_put(call->ctx, s, names[i], v));
        }
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    if (call->nargin % 2)
        return call_fail(call, ERR_ARG, "MATLAB:struct:WrongInputCount",
                         "Field and value input arguments must come in pairs.");
    bool sized = false;
    for (int i = 1; i < call->nargin; i += 2) {
        if (call->arg[i].tag != VAL_CELL || call->arg[i].cell->numel == 1) continue;
        if (sized && !shape_equal(&shape, &call->arg[i].cell->shape)) {
            return call_fail(call, ERR_SIZE, "MATLAB:struct:ArrayDimensionMismatch",
                             "Array dimensions of input '%d' must match those of the other cell "
                             "inputs or be scalar.",
                             i + 1);
        }
        shape = call->arg[i].cell->shape;
        sized = true;
    }
    TRY(struct_new(call->ctx, &shape, &s));
    for (int i = 0; i < call->nargin; i += 2) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, i, &name));
        bool valid = (name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z');
        for (const char *p = name; *p; p++)
            valid = valid && (*p == '_' || (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
                              (*p >= 'A' && *p <= 'Z'));
        if (!valid)
            return call_fail(call, ERR_ARG, "MATLAB:AddField:InvalidFieldName",
                             "Invalid field name \"%s\".", name);
        Index f;
        TRY(struct_add_field(call->ctx, s, name, &f));
        Value v = call->arg[i + 1];
        for (Index e = 0; e < s->numel; e++) {
            Value item = VALUE_NONE;
            if (v.tag == VAL_CELL)
                TRY(cell_get(call->ctx, v.cell, v.cell->numel == 1 ? 0 : e, &item));
            else
                item = value_ref(v);
            TRY(struct_set(call->ctx, s, e, name, item));
        }
    }
    call->ret[0] = value_take_struct(GIVE(s));
    return OK;
}
BUILTIN(isstruct, "TF = isstruct(A)", ARITY(1, 1, 1), "True for structs.", "A: any value",
        "TF: logical scalar", "", "assert(isstruct(struct))", "isfield, iscell, isa") {
    ret_bool(call, 0, call->arg[0].tag == VAL_STRUCT);
    return OK;
}

BUILTIN(fieldnames, "names = fieldnames(S)", ARITY(1, 1, 1), "Names of fields or properties.",
        "S: struct array or object", "names: column cell array of char vectors",
        "Fails for other classes.",
        "assert(isequal(fieldnames(struct(\"a\",1,\"b\",2)),{'a';'b'}))",
        "isfield, struct, properties") {
    Value v = call->arg[0];
    if (v.tag == VAL_OBJECT && v.object->def->properties) {
        Index n = 0;
        const char *const *names = v.object->def->properties(v.object, &n);
        return cell_of_texts(call->ctx, names, n, false, &call->ret[0]);
    }
    if (v.tag != VAL_STRUCT)
        return call_fail(call, ERR_TYPE, "MATLAB:fieldnames:InvalidInput",
                         "Invalid input argument of type '%s'. Input must be a structure or a Java "
                         "or COM object.",
                         value_class_name(v));
    StructArray *s = v.structure;
    Shape shape = shape_2d(s->n_fields, 1);
    CellArray *c = NULL;
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    for (Index f = 0; f < s->n_fields; f++)
        TRY(value_from_text(call->ctx, s->names[f]->bytes, &c->items[f]));
    return OK;
}
BUILTIN(numfields, "n = numfields(S)", ARITY(1, 1, 1), "Number of fields.", "S: struct array",
        "n: count, 0 for other classes", "", "assert(numfields(struct(a=1)) == 1)", "fieldnames") {
    ret_double(call, 0,
               call->arg[0].tag == VAL_STRUCT ? (double)call->arg[0].structure->n_fields : 0);
    return OK;
}
BUILTIN(isfield, "TF = isfield(S,field)", ARITY(2, 2, 1), "True for names of fields.",
        "S: struct array\nfield: name, or cell or string array of names",
        "TF: logical array; false when S is no struct", "",
        "assert(isfield(struct(\"a\",1),\"a\"))\nassert(isequal(isfield(struct(\"a\",1),{'a','b'}),"
        "[true false]))",
        "fieldnames, isstruct, isprop") {
    Value names = call->arg[1];
    bool is_struct = call->arg[0].tag == VAL_STRUCT;
    if (value_is_char(names) || value_is_text_scalar(names)) {
        OWN_MEM char *name = NULL;
        bool found = false;
        if (is_struct && value_is_text_scalar(names) &&
            value_to_utf8(call->ctx, names, &name) == OK)
            found = struct_find(call->arg[0].structure, name) >= 0;
        error_clear(&call->ctx->error);
        ret_bool(call, 0, found);
        return OK;
    }
    if (names.tag != VAL_CELL && names.tag != VAL_STRING) {
        ret_bool(call, 0, false);
        return OK;
    }
    Shape shape;
    Tensor *tf = NULL;
    TRY(value_shape(call->ctx, names, &shape));
    TRY(logical_new(call->ctx, &shape, &tf));
    ret_tensor(call, 0, tensor_ref(tf));
    for (Index i = 0; is_struct && i < tf->numel; i++) {
        const char *text = NULL;
        OWN_MEM char *name = NULL;
        if (names.tag == VAL_STRING && names.string->items[i]) text = names.string->items[i]->bytes;
        if (names.tag == VAL_CELL && value_is_text_scalar(names.cell->items[i]) &&
            value_to_utf8(call->ctx, names.cell->items[i], &name) == OK)
            text = name;
        tensor_u8(tf)[i] = text && struct_find(call->arg[0].structure, text) >= 0;
    }
    if (tf->numel == 1) {
        bool found = tensor_u8(tf)[0];
        value_unref(call->ret[0]);
        ret_bool(call, 0, found);
    }
    tensor_unref(tf);
    return OK;
}

/// A copy of s with the fields order[0…n-1] (positions in s).
static Status select_fields(Ctx *ctx, const StructArray *s, const Index *order, Index n,
                            Value *ret) {
    OWN_STRUCT *out = NULL;
    TRY(struct_new(ctx, &s->shape, &out));
    for (Index k = 0; k < n; k++) {
        Index f;
        TRY(struct_add_field(ctx, out, s->names[order[k]]->bytes, &f));
        for (Index e = 0; e < s->numel; e++)
            out->items[f * s->numel + e] = value_ref(s->items[order[k] * s->numel + e]);
    }
    *ret = value_take_struct(GIVE(out));
    return OK;
}
BUILTIN(rmfield, "S = rmfield(S,field)", ARITY(2, 2, 1), "Removes fields.",
        "S: struct array\nfield: name, or cell or string array of names",
        "S: struct array without them", "Fails when a field is not there.",
        "assert(~isfield(rmfield(struct(\"a\",1),\"a\"),\"a\"))",
        "isfield, setfield, orderfields") {
    StructArray *s;
    OWN_STRINGS *names = NULL;
    TRY(arg_struct(call, 0, &s));
    TRY(arg_strings(call, 1, &names));
    OWN_MEM Index *order = mem_alloc((size_t)(s->n_fields + 1) * sizeof *order);
    if (!order) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < names->numel; i++) {
        const char *name = names->items[i] ? names->items[i]->bytes : "";
        if (struct_find(s, name) < 0)
            return call_fail(call, ERR_NAME, "MATLAB:rmfield:InvalidFieldname",
                             "A field named '%s' doesn't exist.", name);
    }
    Index n = 0;
    for (Index f = 0; f < s->n_fields; f++) {
        bool gone = false;
        for (Index i = 0; i < names->numel; i++)
            gone = gone ||
                   (names->items[i] && strcmp(names->items[i]->bytes, s->names[f]->bytes) == 0);
        if (!gone) order[n++] = f;
    }
    return select_fields(call->ctx, s, order, n, &call->ret[0]);
}

/// Steps of getfield and setfield: cells are subscripts, text are names. Subscripts in a cell live
/// in the cell.
static Status read_steps(Call *call, int first, int last, Step *steps, char **names, int *ret_n) {
    int n = 0;
    for (int i = first; i < last && n < 32; i++) {
        if (call->arg[i].tag == VAL_CELL) {
            steps[n] = (Step){
                .kind = '(', .idx = call->arg[i].cell->items, .n = (int)call->arg[i].cell->numel};
        } else {
            TRY(arg_text(call, i, &names[n]));
            steps[n] = (Step){.kind = '.', .name = names[n]};
        }
        n++;
    }
    *ret_n = n;
    return OK;
}
BUILTIN(getfield, "value = getfield(S,field)\nvalue = getfield(S,{i},field,{j},...)",
        ARITY(2, -1, 1), "Value of a field.", "S: struct\nfield: name\n{i}: subscripts",
        "value: what is there", "Fails when the field is not there.",
        "assert(getfield(struct(\"a\",5),\"a\") == 5)", "setfield, isfield") {
    Step steps[32];
    char *names[32] = {0};
    int n = 0;
    OWN_VALUE v = value_ref(call->arg[0]);
    Status status = read_steps(call, 1, call->nargin, steps, names, &n);
    for (int i = 0; i < n && status == OK; i++) {
        Value next = VALUE_NONE;
        if (steps[i].kind == '(') {
            status = value_index(call->ctx, v, steps[i].idx, steps[i].n, &next);
        } else {
            OWN_LIST list = {0};
            status = value_dot(call->ctx, v, steps[i].name, &list);
            if (status == OK && list.n > 0) next = value_ref(list.items[0]);
        }
        if (status != OK) break;
        value_unref(v);
        v = next;
    }
    for (int i = 0; i < 32; i++) mem_free(names[i]);
    TRY(status);
    call->ret[0] = value_give(&v);
    return OK;
}
BUILTIN(setfield, "S = setfield(S,field,value)\nS = setfield(S,{i},field,{j},...,value)",
        ARITY(3, -1, 1), "Struct with a field changed.",
        "S: struct\nfield: name\n{i}: subscripts\nvalue: new value", "S: changed struct", "",
        "s = setfield(struct,\"a\",5);\nassert(s.a == 5)", "getfield, rmfield") {
    Step steps[32];
    char *names[32] = {0};
    int n = 0;
    OWN_VALUE v = value_ref(call->arg[0]);
    Status status = read_steps(call, 1, call->nargin - 1, steps, names, &n);
    if (status == OK)
        status = value_assign_chain(call->ctx, &v, steps, n, call->arg[call->nargin - 1]);
    for (int i = 0; i < 32; i++) mem_free(names[i]);
    TRY(status);
    call->ret[0] = value_give(&v);
    return OK;
}

static int order_names(const void *self, Index i, Index j) {
    const StructArray *s = self;
    return strcmp(s->names[i]->bytes, s->names[j]->bytes);
}
BUILTIN(orderfields, "S = orderfields(S)\nS = orderfields(S,order)\n[S,P] = orderfields(...)",
        ARITY(1, 2, 2), "Struct with its fields in another order.",
        "S: struct array\norder: struct, names or positions; alphabetical by default",
        "S: struct array\nP: permutation of the fields", "Fails when the names are not the same.",
        "assert(isequal(fieldnames(orderfields(struct(\"b\",1,\"a\",2))),{'a';'b'}))",
        "fieldnames, rmfield") {
    StructArray *s;
    OWN_MEM Index *order = NULL;
    TRY(arg_struct(call, 0, &s));
    if (call->nargin == 1) {
        TRY(order_by(call->ctx, s->n_fields, order_names, s, &order));
    } else {
        order = mem_alloc((size_t)(s->n_fields + 1) * sizeof *order);
        if (!order) return ctx_fail_nomem(call->ctx);
        Value o = call->arg[1];
        OWN_STRINGS *names = NULL;
        OWN_TENSOR *numbers = NULL;
        Index n = 0;
        if (o.tag == VAL_STRUCT)
            n = o.structure->n_fields;
        else if (o.tag == VAL_CELL || o.tag == VAL_STRING)
            TRY(arg_strings(call, 1, &names));
        else
            TRY(arg_doubles(call, 1, &numbers));
        if (names) n = names->numel;
        if (numbers) n = numbers->numel;
        if (n != s->n_fields)
            return call_fail(call, ERR_SIZE, "MATLAB:orderfields:fieldsMismatch",
                             "Structures must have the same fields.");
        for (Index k = 0; k < n; k++) {
            if (numbers)
                order[k] = (Index)tensor_get(numbers, k) - 1;
            else
                order[k] = struct_find(s, names ? (names->items[k] ? names->items[k]->bytes : "")
                                                : o.structure->names[k]->bytes);
            if (order[k] < 0 || order[k] >= n)
                return call_fail(call, ERR_NAME, "MATLAB:orderfields:fieldsMismatch",
                                 "Structures must have the same fields.");
        }
    }
    TRY(select_fields(call->ctx, s, order, s->n_fields, &call->ret[0]));
    if (call->nargout > 1) {
        Shape column = shape_2d(s->n_fields, 1);
        Tensor *p = NULL;
        TRY(tensor_positions(call->ctx, order, &column, &p));
        ret_tensor(call, 1, p);
    }
    return OK;
}

BUILTIN(struct2cell, "C = struct2cell(S)", ARITY(1, 1, 1), "Values of the fields as a cell array.",
        "S: struct array", "C: one row per field; for arrays the sizes of S follow", "",
        "assert(isequal(struct2cell(struct(\"a\",1,\"b\",\"x\")),{1;\"x\"}))",
        "cell2struct, fieldnames") {
    StructArray *s;
    TRY(arg_struct(call, 0, &s));
    Index dims[SHAPE_MAX_DIMS + 1] = {s->n_fields};
    for (int i = 0; i < s->shape.n_dims; i++) dims[i + 1] = s->shape.dim[i];
    Shape shape;
    CellArray *c = NULL;
    TRY(shape_make(call->ctx, dims, s->shape.n_dims + 1, &shape));
    TRY(cell_new(call->ctx, &shape, &c));
    for (Index e = 0; e < s->numel; e++) {
        for (Index f = 0; f < s->n_fields; f++)
            c->items[e * s->n_fields + f] = value_ref(s->items[f * s->numel + e]);
    }
    call->ret[0] = value_take_cell(c);
    return OK;
}
BUILTIN(namedargs2cell, "C = namedargs2cell(S)", ARITY(1, 1, 1),
        "Name-value arguments from a struct.", "S: scalar struct",
        "C: row {name1, value1, …}, to pass on as C{:}", "Fails when S is not a scalar struct.",
        "assert(isequal(namedargs2cell(struct('a',1)),{'a',1}))", "struct2cell, fieldnames") {
    StructArray *s;
    TRY(arg_struct(call, 0, &s));
    if (s->numel != 1)
        return call_fail(call, ERR_ARG, "MATLAB:namedargs2cell:invalidInput",
                         "The input of namedargs2cell must be a scalar struct.");
    Shape shape = shape_2d(1, 2 * (Index)s->n_fields);
    CellArray *c = NULL;
    TRY(cell_new(call->ctx, &shape, &c));
    OWN_VALUE held = value_take_cell(c);
    for (Index f = 0; f < (Index)s->n_fields; f++) {
        TRY(value_from_text(call->ctx, s->names[f]->bytes, &c->items[2 * f]));
        c->items[2 * f + 1] = value_ref(s->items[f]);
    }
    call->ret[0] = value_give(&held);
    return OK;
}
BUILTIN(cell2struct, "S = cell2struct(C,fields)\nS = cell2struct(C,fields,dim)", ARITY(2, 3, 1),
        "Struct array from a cell array of values.",
        "C: cell matrix\nfields: names, one per row (or along dim)\ndim: dimension of the fields, "
        "1 by default",
        "S: struct array", "Fails when the number of names does not fit.",
        "s = cell2struct({1;2},{'a';'b'});\nassert(s.b == 2)", "struct2cell, struct") {
    CellArray *c;
    OWN_STRINGS *names = NULL;
    int dim = 0;
    TRY(arg_cell(call, 0, &c));
    TRY(arg_strings(call, 1, &names));
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    if (c->shape.n_dims > 2 || dim > 1)
        return ctx_fail_unsupported(call->ctx, "cell2struct of N-D cell arrays");
    if (names->numel != c->shape.dim[dim])
        return call_fail(call, ERR_SIZE, "MATLAB:cell2struct:BadDimension",
                         "Number of field names must match number of fields in new structure.");
    Index n = c->shape.dim[1 - dim], rows = c->shape.dim[0];
    Shape shape = shape_2d(n, 1);
    OWN_STRUCT *s = NULL;
    TRY(struct_new(call->ctx, &shape, &s));
    for (Index f = 0; f < names->numel; f++) {
        const char *name = names->items[f] ? names->items[f]->bytes : "";
        Index at;
        TRY(struct_add_field(call->ctx, s, name, &at));
        for (Index e = 0; e < n; e++) {
            Value v = value_ref(c->items[dim == 0 ? e * rows + f : f * rows + e]);
            TRY(struct_set(call->ctx, s, e, name, v));
        }
    }
    call->ret[0] = value_take_struct(GIVE(s));
    return OK;
}

BUILTIN(isprop, "TF = isprop(obj,name)", ARITY(2, 2, 1), "True for properties of an object.",
        "obj: object\nname: property name", "TF: logical scalar", "", "assert(~isprop(1,\"a\"))",
        "properties, isfield") {
    OWN_MEM char *name = NULL;
    TRY(arg_text(call, 1, &name));
    bool found = false;
    Value v = call->arg[0];
    if (v.tag == VAL_OBJECT && v.object->def->properties) {
        Index n = 0;
        const char *const *names = v.object->def->properties(v.object, &n);
        for (Index i = 0; i < n; i++) found = found || strcmp(names[i], name) == 0;
    }
    ret_bool(call, 0, found);
    return OK;
}
BUILTIN(properties, "names = properties(obj)", ARITY(1, 1, 1), "Names of an object's properties.",
        "obj: object", "names: column cell array of char vectors", "",
        "assert(iscell(properties(MException(\"a:b\",\"c\"))))", "isprop, fieldnames, methods") {
    Index n = 0;
    Value v = call->arg[0];
    const char *const *names = v.tag == VAL_OBJECT && v.object->def->properties
                                   ? v.object->def->properties(v.object, &n)
                                   : NULL;
    return cell_of_texts(call->ctx, names, n, false, &call->ret[0]);
}

const BuiltinDef *const family_structs[] = {
    &def_make_struct,    &def_isstruct,    &def_fieldnames, &def_numfields,   &def_isfield,
    &def_rmfield,        &def_getfield,    &def_setfield,   &def_orderfields, &def_struct2cell,
    &def_namedargs2cell, &def_cell2struct, &def_isprop,     &def_properties,  NULL};
