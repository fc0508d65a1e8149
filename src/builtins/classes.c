// builtins/classes.c: what class a value has, conversions between numeric classes, function
// handles, comparing values.
#include "builtins/arguments.h"

BUILTIN_AS(class_of, "class", "c = class(A)", ARITY(1, 1, 1), "Name of a value's class.",
           "A: any value", "c: char vector", "",
           "assert(strcmp(class(1),'double'))\nassert(strcmp(class(\"a\"),'string'))",
           "isa, isnumeric") {
    return ret_text(call, 0, value_class_name(call->arg[0]));
}
BUILTIN(underlyingType, "c = underlyingType(A)", ARITY(1, 1, 1),
        "Class of the data an array holds.", "A: any value", "c: char vector", "",
        "assert(strcmp(underlyingType(single(1)),'single'))", "class, isUnderlyingType") {
    return ret_text(call, 0, value_class_name(call->arg[0]));
}
BUILTIN(isUnderlyingType, "TF = isUnderlyingType(A,typename)", ARITY(2, 2, 1),
        "True when an array holds data of a class.", "A: any value\ntypename: class name",
        "TF: logical scalar", "", "assert(isUnderlyingType(1,\"double\"))", "underlyingType, isa") {
    OWN_MEM char *name = NULL;
    TRY(arg_text(call, 1, &name));
    ret_bool(call, 0, strcmp(value_class_name(call->arg[0]), name) == 0);
    return OK;
}
BUILTIN(isa, "TF = isa(A,classname)", ARITY(2, 2, 1),
        "True when a value belongs to a class or category of classes.",
        "A: any value\nclassname: class, or \"numeric\", \"float\", \"integer\"",
        "TF: logical scalar", "",
        "assert(isa(1,\"double\") && isa(1,\"float\"))\nassert(isa(int8(1),\"integer\"))",
        "class, isnumeric, isfloat") {
    OWN_MEM char *name = NULL;
    TRY(arg_text(call, 1, &name));
    ret_bool(call, 0, value_is_a(call->arg[0], name));
    return OK;
}

// ---- conversions
// ---------------------------------------------------------------------------------------------------------
static Status convert(Call *call, NumClass cls) {
    Value v = call->arg[0];
    if (v.tag == VAL_DOUBLE && cls == CLASS_DOUBLE) {
        call->ret[0] = v;
        return OK;
    }
    if (v.tag == VAL_STRING && cls == CLASS_DOUBLE)
        return vm_call_name(call->vm, "str2double", &v, 1, 1, &call->ret[0]);
    if (value_is_object(v, &categorical_class)) {
        Categorical *c = (Categorical *)v.object;
        OWN_TENSOR *t = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &c->shape, &t));
        for (Index i = 0; i < c->numel; i++)
            tensor_f64(t)[i] = c->codes[i] ? (double)c->codes[i] : NAN;
        Tensor *y = NULL;
        TRY(tensor_cast(call->ctx, t, cls, &y));
        ret_tensor(call, 0, y);
        return OK;
    }
    if (v.tag != VAL_DOUBLE && v.tag != VAL_BOOL && v.tag != VAL_TENSOR) {
        return call_fail(call, ERR_TYPE, "MATLAB:invalidConversion",
                         "Conversion to %s from %s is not possible.", class_name(cls),
                         value_class_name(v));
    }
    OWN_TENSOR *t = NULL;
    Tensor *y = NULL;
    TRY(value_to_tensor(call->ctx, v, &t));
    TRY(tensor_cast(call->ctx, t, cls, &y));
    ret_tensor(call, 0, y);
    return OK;
}
#define CONVERSION(ident, text, cls, summary, example, see)                                 \
    BUILTIN_AS(ident, text, "Y = " text "(X)", ARITY(1, 1, 1), summary,                     \
               "X: numeric, logical, char or categorical array", "Y: array of class " text, \
               "Fails for cells, structs and other classes.", example, see) {               \
        return convert(call, cls);                                                          \
    }
CONVERSION(to_double, "double", CLASS_DOUBLE, "Double-precision numbers.",
           "assert(isequal(double('A'),65))", "single, cast, class")
CONVERSION(to_single, "single", CLASS_SINGLE, "Single-precision numbers.",
           "assert(isa(single(1),\"single\"))", "double, cast")
CONVERSION(to_int8, "int8", CLASS_INT8, "8-bit signed integers; rounds and saturates.",
           "assert(int8(200) == 127)", "uint8, int16, intmax")
CONVERSION(to_uint8, "uint8", CLASS_UINT8, "8-bit unsigned integers; rounds and saturates.",
           "assert(uint8(-3) == 0)\nassert(uint8(2.5) == 3)", "int8, uint16, intmax")
CONVERSION(to_int16, "int16", CLASS_INT16, "16-bit signed integers; rounds and saturates.",
           "assert(int16(1e6) == 32767)", "int8, int32")
CONVERSION(to_uint16, "uint16", CLASS_UINT16, "16-bit unsigned integers; rounds and saturates.",
           "assert(uint16(1e6) == 65535)", "uint8, uint32")
CONVERSION(to_int32, "int32", CLASS_INT32, "32-bit signed integers; rounds and saturates.",
           "assert(int32(2.5) == 3)", "int16, int64")
CONVERSION(to_uint32, "uint32", CLASS_UINT32, "32-bit unsigned integers; rounds and saturates.",
           "assert(uint32(7) == 7)", "uint16, uint64")
CONVERSION(to_int64, "int64", CLASS_INT64, "64-bit signed integers; rounds and saturates.",
           "assert(int64(7) == 7)", "int32, uint64")
CONVERSION(to_uint64, "uint64", CLASS_UINT64, "64-bit unsigned integers; rounds and saturates.",
           "assert(uint64(7) == 7)", "uint32, int64")

BUILTIN(logical, "L = logical(A)", ARITY(1, 1, 1), "Logical values: true where A is not zero.",
        "A: numeric or logical array", "L: logical array", "Fails for NaN and complex values.",
        "assert(isequal(logical([0 2]),[false true]))", "true, false, islogical") {
    if (!value_is_numeric(call->arg[0]) && !value_is_logical(call->arg[0]) &&
        !value_is_char(call->arg[0])) {
        return call_fail(call, ERR_TYPE, "MATLAB:invalidConversion",
                         "Conversion to logical from %s is not possible.",
                         value_class_name(call->arg[0]));
    }
    return convert(call, CLASS_LOGICAL);
}

BUILTIN(
    cast, "Y = cast(X,newclass)\nY = cast(X,\"like\",p)", ARITY(2, 3, 1),
    "Converts to a class given by name or example.", "X: array\nnewclass: class name\np: prototype",
    "Y: array of that class", "Fails for unknown classes.",
    "assert(isa(cast(3,\"int8\"),\"int8\"))\nassert(isa(cast(3,\"like\",single(1)),\"single\"))",
    "double, typecast, class") {
    ClassTail tail;
    TRY(arg_class_tail(call, 1, CLASS_DOUBLE, &tail));
    TRY(convert(call, tail.cls));
    if (tail.is_complex) {
        OWN_TENSOR *t = NULL;
        Tensor *z = NULL;
        TRY(value_to_tensor(call->ctx, call->ret[0], &t));
        TRY(tensor_to_complex(call->ctx, t, &z));
        value_unref(call->ret[0]);
        ret_tensor(call, 0, z);
    }
    return OK;
}
BUILTIN(typecast, "Y = typecast(X,type)", ARITY(2, 2, 1), "The same bytes read as another class.",
        "X: vector\ntype: class name", "Y: vector",
        "Fails when the bytes do not fill whole elements.",
        "assert(typecast(single(1),\"uint32\") == 1065353216)", "cast, swapbytes") {
    OWN_TENSOR *x = NULL;
    OWN_MEM char *name = NULL;
    NumClass cls;
    TRY(arg_tensor(call, 0, &x));
    TRY(arg_text(call, 1, &name));
    if (!class_from_name(name, &cls) || cls >= CLASS_LOGICAL || x->is_complex)
        return call_fail(call, ERR_ARG, "MATLAB:typecastc:invalidType",
                         "The second input argument must be the name of a numeric class.");
    size_t bytes = (size_t)x->numel * class_size((NumClass)x->cls), size = class_size(cls);
    if (bytes % size)
        return call_fail(call, ERR_SIZE, "MATLAB:typecastc:notEnoughInputElements",
                         "Too few input values to make output type.");
    Shape shape = x->shape.dim[0] == 1 ? shape_2d(1, (Index)(bytes / size))
                                       : shape_2d((Index)(bytes / size), 1);
    Tensor *y = NULL;
    TRY(tensor_new(call->ctx, cls, &shape, &y));
    memcpy(y->data, x->data, bytes);
    ret_tensor(call, 0, y);
    return OK;
}
BUILTIN(swapbytes, "Y = swapbytes(X)", ARITY(1, 1, 1),
        "Reverses the order of the bytes in every element.", "X: numeric array",
        "Y: array of the same class", "", "assert(swapbytes(uint16(1)) == 256)", "typecast") {
    OWN_TENSOR *x = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &x));
    TRY(tensor_copy(call->ctx, x, &y));
    size_t size = class_size((NumClass)x->cls);
    uint8_t *bytes = y->data;
    Index n = y->numel * (y->is_complex ? 2 : 1);
    for (Index k = 0; k < n; k++) {
        for (size_t i = 0; i < size / 2; i++) {
            uint8_t *p = bytes + (size_t)k * size, b = p[i];
            p[i] = p[size - 1 - i];
            p[size - 1 - i] = b;
        }
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

// ---- questions
// ---------------------------------------------------------------------------------------------------------------
#define CLASS_QUESTION(name, test, summary, example, see)                       \
    BUILTIN(name, "TF = " #name "(A)", ARITY(1, 1, 1), summary, "A: any value", \
            "TF: logical scalar", "", example, see) {                           \
        Value v = call->arg[0];                                                 \
        ret_bool(call, 0, test);                                                \
        return OK;                                                              \
    }
static bool is_integer_class(Value v) {
    return v.tag == VAL_TENSOR && class_is_int((NumClass)v.tensor->cls);
}
CLASS_QUESTION(isnumeric, value_is_numeric(v),
               "True for numbers: double, single and integer classes.",
               "assert(isnumeric(1) && ~isnumeric(true))", "isfloat, isinteger, islogical")
CLASS_QUESTION(isfloat, value_is_float(v), "True for double and single.",
               "assert(isfloat(1) && ~isfloat(int8(1)))", "isnumeric, isinteger")
CLASS_QUESTION(isinteger, is_integer_class(v), "True for integer classes.",
               "assert(isinteger(int8(1)) && ~isinteger(1))", "isnumeric, isfloat")
CLASS_QUESTION(islogical, value_is_logical(v), "True for logical arrays.",
               "assert(islogical(true))", "logical, isnumeric")
CLASS_QUESTION(isbool, value_is_logical(v), "True for logical arrays.", "assert(isbool(true))",
               "islogical")
CLASS_QUESTION(isreal,
               v.tag == VAL_DOUBLE || v.tag == VAL_BOOL ||
                   (v.tag == VAL_TENSOR && !v.tensor->is_complex),
               "True for arrays without an imaginary part.", "assert(isreal(1) && ~isreal(1i))",
               "complex, real")
CLASS_QUESTION(iscomplex, v.tag == VAL_TENSOR && v.tensor->is_complex,
               "True for arrays stored as complex.", "assert(iscomplex(1i) && ~iscomplex(1))",
               "isreal")
CLASS_QUESTION(isobject, v.tag == VAL_OBJECT, "True for objects.", "assert(~isobject(1))",
               "isa, isstruct")
CLASS_QUESTION(is_function_handle, v.tag == VAL_FUNC, "True for function handles.",
               "assert(is_function_handle(@sin))", "func2str, isa")
CLASS_QUESTION(issparse, ((void)v, false),
               "True for sparse arrays; Gradus has none, so always false.", "assert(~issparse(1))",
               "full")
CLASS_QUESTION(isjava, ((void)v, false), "True for Java objects; Gradus has none, so always false.",
               "assert(~isjava(1))", "isobject")
CLASS_QUESTION(isgpuarray, ((void)v, false),
               "True for arrays on a GPU; Gradus computes on the processor, so always false.",
               "assert(~isgpuarray(1))", "gather")
BUILTIN(isdigit, "TF = isdigit(A)", ARITY(1, 1, 1), "True for characters 0 to 9.",
        "A: char array or string", "TF: logical array", "",
        "assert(isequal(isdigit('a1'),[false true]))", "isspace, isletter, isstrprop") {
    OWN_TENSOR *t = NULL, *y = NULL;
    OWN_MEM char *text = NULL;
    if (call->arg[0].tag == VAL_STRING) {
        TRY(arg_text(call, 0, &text));
        TRY(tensor_from_utf8(call->ctx, text, strlen(text), &t));
    } else {
        TRY(arg_tensor(call, 0, &t));
    }
    TRY(logical_new(call->ctx, &t->shape, &y));
    for (Index i = 0; i < t->numel; i++)
        tensor_u8(y)[i] =
            t->cls == CLASS_CHAR && tensor_u16(t)[i] >= '0' && tensor_u16(t)[i] <= '9';
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(full, "A = full(S)", ARITY(1, 1, 1),
        "Full array; arrays are always full, so the input itself.", "S: array", "A: the array", "",
        "assert(isequal(full([1 2]),[1 2]))", "issparse") {
    call->ret[0] = value_ref(call->arg[0]);
    return OK;
}

// ---- comparing
// ---------------------------------------------------------------------------------------------------------------------
static Status compare_all(Call *call, bool nan_equal) {
    bool same = true;
    for (int i = 1; i < call->nargin && same; i++)
        TRY(value_equal(call->ctx, call->arg[0], call->arg[i], nan_equal, &same));
    ret_bool(call, 0, same);
    return OK;
}
BUILTIN(isequal, "TF = isequal(A,B)\nTF = isequal(A1,...,An)", ARITY(2, -1, 1),
        "True when values are equal in size and content.", "A, B: any values",
        "TF: logical scalar; NaN is not equal to itself", "",
        "assert(isequal([1 2],[1 2]))\nassert(~isequal([1 "
        "2],[1;2]))\nassert(isequal(struct(a=1),struct(a=1)))",
        "isequaln, eq, strcmp") {
    return compare_all(call, false);
}
BUILTIN(isequaln, "TF = isequaln(A,B)\nTF = isequaln(A1,...,An)", ARITY(2, -1, 1),
        "isequal where NaN and missing equal themselves.", "A, B: any values", "TF: logical scalar",
        "", "assert(isequaln([1 NaN],[1 NaN]))", "isequal, isnan") {
    return compare_all(call, true);
}

// ---- function handles
// ------------------------------------------------------------------------------------------------------------------
BUILTIN(func2str, "c = func2str(fh)", ARITY(1, 1, 1), "Text of a function handle.",
        "fh: function handle", "c: char vector: the name, or the anonymous function from @ on",
        "Fails when fh is no function handle.",
        "assert(strcmp(func2str(@sin),'sin'))\nassert(strcmp(func2str(@(x)x+1),'@(x)x+1'))",
        "str2func, is_function_handle") {
    if (!arg_is_func(call, 0))
        return call_fail(call, ERR_TYPE, "MATLAB:func2str:FirstArgMustBeFunctionHandle",
                         "First argument must be a function handle.");
    const FuncHandle *f = call->arg[0].func;
    return ret_text(call, 0, f->source ? f->source->bytes : f->name ? f->name->bytes : "");
}
BUILTIN(str2func, "fh = str2func(c)", ARITY(1, 1, 1), "Function handle from text.",
        "c: name, or text of an anonymous function", "fh: function handle",
        "Fails when the text is no function.", "f = str2func(\"@(x) x+1\");\nassert(f(1) == 2)",
        "func2str, feval") {
    OWN_MEM char *text = NULL;
    if (arg_is_func(call, 0)) {
        call->ret[0] = value_ref(call->arg[0]);
        return OK;
    }
    TRY(arg_text(call, 0, &text));
    return vm_make_handle(call->vm, text, &call->ret[0]);
}
BUILTIN(functions, "s = functions(fh)", ARITY(1, 1, 1), "What a function handle holds.",
        "fh: function handle", "s: struct function, type, file; workspace for anonymous functions",
        "", "s = functions(@sin);\nassert(strcmp(s.function,'sin'))", "func2str") {
    if (!arg_is_func(call, 0))
        return call_fail(call, ERR_TYPE, "MATLAB:functions:FirstArgMustBeFunctionHandle",
                         "First argument must be a function handle.");
    const FuncHandle *f = call->arg[0].func;
    OWN_STRUCT *s = NULL;
    TRY(struct_scalar(call->ctx, &s));
    TRY(struct_put_text(call->ctx, s, "function",
                        f->source ? f->source->bytes
                        : f->name ? f->name->bytes
                                  : ""));
    TRY(struct_put_text(call->ctx, s, "type", f->source ? "anonymous" : "simple"));
    TRY(struct_put_text(call->ctx, s, "file", ""));
    if (f->source) {
        OWN_STRUCT *w = NULL;
        TRY(struct_scalar(call->ctx, &w));
        for (Index i = 0; i < f->n_captures; i++) {
            if (f->capture_names && f->capture_names[i])
                TRY(struct_put(call->ctx, w, f->capture_names[i]->bytes,
                               value_ref(f->captures[i])));
        }
        Shape one = shape_2d(1, 1);
        CellArray *c = NULL;
        TRY(cell_new(call->ctx, &one, &c));
        c->items[0] = value_take_struct(GIVE(w));
        TRY(struct_put(call->ctx, s, "workspace", value_take_cell(c)));
    }
    call->ret[0] = value_take_struct(GIVE(s));
    return OK;
}

const BuiltinDef *const family_classes[] = {&def_class_of,
                                            &def_underlyingType,
                                            &def_isUnderlyingType,
                                            &def_isa,
                                            &def_to_double,
                                            &def_to_single,
                                            &def_to_int8,
                                            &def_to_uint8,
                                            &def_to_int16,
                                            &def_to_uint16,
                                            &def_to_int32,
                                            &def_to_uint32,
                                            &def_to_int64,
                                            &def_to_uint64,
                                            &def_logical,
                                            &def_cast,
                                            &def_typecast,
                                            &def_swapbytes,
                                            &def_isnumeric,
                                            &def_isfloat,
                                            &def_isinteger,
                                            &def_islogical,
                                            &def_isbool,
                                            &def_isreal,
                                            &def_iscomplex,
                                            &def_isobject,
                                            &def_is_function_handle,
                                            &def_issparse,
                                            &def_isjava,
                                            &def_isgpuarray,
                                            &def_isdigit,
                                            &def_full,
                                            &def_isequal,
                                            &def_isequaln,
                                            &def_func2str,
                                            &def_str2func,
                                            &def_functions,
                                            NULL};
