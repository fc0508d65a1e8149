// value/value.h: a value of the language. 16 bytes, copied by value; heap parts are reference counted.
// value_ref before keeping a borrowed value, value_unref when done. Scalars double and logical are unboxed.
#pragma once
#include "tensor/ops.h"
#include "tensor/tensor.h"

struct Buf; // base/buf.h

typedef enum ValueTag {
    VAL_NONE,    // no value: an undefined variable or an output that was not set
    VAL_DOUBLE,  // unboxed real double scalar
    VAL_BOOL,    // unboxed logical scalar
    VAL_TENSOR,  // numeric, logical or char array (also boxed scalars; both forms mean the same)
    VAL_STRING,  // string array
    VAL_CELL,
    VAL_STRUCT,  // struct array
    VAL_FUNC,    // function handle
    VAL_OBJECT,  // foreign object: categorical, table, dlarray, network, line, exception, …
    VAL_COLON    // the index ':' on its way to a callee
} ValueTag;

typedef struct Value {
    ValueTag tag;
    union {
        double number;
        bool flag;
        Tensor *tensor;
        struct StringArray *string;
        struct CellArray *cell;
        struct StructArray *structure;
        struct FuncHandle *func;
        struct Object *object;
    };
} Value;

// ---- text and string arrays ---------------------------------------------------------------------------------------
/// Immutable UTF-8 text.
typedef struct Text {
    RefCount refs;
    size_t n_bytes;
    Index n_units; // UTF-16 units: what strlength says
    char bytes[];  // NUL-terminated
} Text;
Status text_new(Ctx *ctx, const char *utf8, size_t n_bytes, Text **ret);
static inline Text *text_ref(Text *t) { if (t) refcount_up(&t->refs); return t; }
void text_unref(Text *t);
typedef struct StringArray {
    RefCount refs;
    Shape shape;
    Index numel;
    Text **items; // null: missing
} StringArray;
typedef struct CellArray {
    RefCount refs;
    Shape shape;
    Index numel;
    Value *items; // VAL_NONE stands for [] (0×0 double); cell_get turns it into that
} CellArray;
/// Struct array: field-major. value of field f at element e is items[f * numel + e]; VAL_NONE stands for [].
typedef struct StructArray {
    RefCount refs;
    Shape shape;
    Index numel;
    Index n_fields, cap_fields;
    Text **names;
    Value *items;
} StructArray;

// ---- function handles ---------------------------------------------------------------------------------------------
/// @name or @(args) body. `code` belongs to the language room (a prototype), released through `code_free`.
typedef struct FuncHandle {
    RefCount refs;
    Text *name;      // simple handle: the name; anonymous: null
    Text *source;    // anonymous: "@(x)x.^2+a" as displayed
    void *code;      // anonymous or local function: what to run; null: look the name up at the call
    void (*code_free)(void *code);
    Index n_captures;
    Value *captures; // owned, in the order the code expects
    Text **capture_names;
} FuncHandle;

// ---- foreign objects ----------------------------------------------------------------------------------------------
typedef struct Object Object;
/// Growable list of values (results of x{:}, s.f, varargout).
typedef struct ValueList { Value *items; Index n, cap; } ValueList;
void value_list_done(ValueList *list);
/// Takes `v` (released on failure).
Status value_list_push(Ctx *ctx, ValueList *list, Value v);

struct Call; // lang/builtin.h
typedef Status (*MethodFn)(struct Call *call);

/// Methods of a class of foreign objects. Any entry may be null: then the operation fails with MATLAB's wording, or the
/// default in brackets is used. Results are owned, arguments borrowed.
typedef struct ForeignDef {
    const char *class_name; // "dlarray", "categorical", "matlab.graphics.chart.primitive.Line"
    bool is_handle;         // reference semantics: assignment through one name is seen through all
    void (*release)(Object *o);                                        // free; the count is zero
    Status (*copy)(Ctx *ctx, const Object *o, Object **ret);           // deep enough to change alone (value classes)
    Status (*shape)(Ctx *ctx, const Object *o, Shape *ret);            // size(), end, numel [1×1]
    Status (*index)(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret);                 // o(i,…)
    Status (*index_brace)(Ctx *ctx, Object *o, const Value *idx, int n, ValueList *ret);       // o{i,…}
    Status (*assign)(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs);                // o(i,…) = rhs; *o is sole
    Status (*assign_brace)(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs);          // o{i,…} = rhs
    Status (*remove)(Ctx *ctx, Object **o, const Value *idx, int n);                           // o(i,…) = []
    Status (*dot_get)(Ctx *ctx, Object *o, const char *name, Value *ret);                      // o.name
    Status (*dot_set)(Ctx *ctx, Object **o, const char *name, Value rhs);                      // o.name = rhs
    Status (*binary)(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret); // at least one of a, b is of this class
    Status (*unary)(Ctx *ctx, UnaryOp op, Object *o, Value *ret);
    Status (*concat)(Ctx *ctx, int dim, const Value *parts, int n, Value *ret); // at least one part is of this class
    Status (*equal)(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret);     // isequal [same object]
    Status (*display)(Ctx *ctx, const Object *o, const char *name, struct Buf *out); // full form with "name =" header
    Status (*summary)(Ctx *ctx, const Object *o, struct Buf *out); // one line inside a cell, struct, table ["1×1 class"]
    Status (*truth)(Ctx *ctx, const Object *o, bool *ret);         // if o, while o
    Status (*call)(struct Call *call);             // o(args) as a call with several outputs (AcceleratedFunction)
    MethodFn (*find_method)(const char *name);     // f(o,…) and o.f(…): overloads; null is an answer
    const char *const *(*properties)(const Object *o, Index *ret_n); // names for properties(), completion, struct display
    bool (*is_a)(const char *class_name);          // isa() beyond the exact name
} ForeignDef;
/// Common head; a class embeds it as its first member.
struct Object {
    RefCount refs;
    const ForeignDef *def;
    Object *next_dead; // see object_unref
};
static inline void object_init(Object *o, const ForeignDef *def) { refcount_init(&o->refs); o->def = def; }
static inline Object *object_ref(Object *o) { if (o) refcount_up(&o->refs); return o; }
void object_unref(Object *o);

// ---- making values --------------------------------------------------------------------------------------------------
#define VALUE_NONE ((Value){.tag = VAL_NONE})
static inline Value value_double(double x) { return (Value){.tag = VAL_DOUBLE, .number = x}; }
static inline Value value_bool(bool b) { return (Value){.tag = VAL_BOOL, .flag = b}; }
/// Takes the tensor. A real double or logical scalar is unboxed (and the tensor released).
Value value_take_tensor(Tensor *t);
static inline Value value_take_string(StringArray *s) { return (Value){.tag = VAL_STRING, .string = s}; }
static inline Value value_take_cell(CellArray *c) { return (Value){.tag = VAL_CELL, .cell = c}; }
static inline Value value_take_struct(StructArray *s) { return (Value){.tag = VAL_STRUCT, .structure = s}; }
static inline Value value_take_func(FuncHandle *f) { return (Value){.tag = VAL_FUNC, .func = f}; }
static inline Value value_take_object(Object *o) { return (Value){.tag = VAL_OBJECT, .object = o}; }
Status value_from_utf8(Ctx *ctx, const char *utf8, size_t n_bytes, Value *ret);    // char row
Status value_from_text(Ctx *ctx, const char *utf8, Value *ret);                     // char row, NUL-terminated
Status value_string_scalar(Ctx *ctx, const char *utf8, size_t n_bytes, Value *ret); // 1×1 string
Status value_empty(Ctx *ctx, Value *ret);                                           // 0×0 double
Status string_new(Ctx *ctx, const Shape *shape, StringArray **ret); // all missing
Status cell_new(Ctx *ctx, const Shape *shape, CellArray **ret);     // all []
Status struct_new(Ctx *ctx, const Shape *shape, StructArray **ret); // no fields

Value value_ref(Value v);
void value_unref(Value v);
/// Releases and sets to VAL_NONE.
void value_clear(Value *v);
/// Makes *v the sole owner of its top level (copy on write).
Status value_make_sole(Ctx *ctx, Value *v);

// ---- asking -----------------------------------------------------------------------------------------------------------
/// "double", "char", "string", "cell", "struct", "function_handle", class of the object.
const char *value_class_name(Value v);
Status value_shape(Ctx *ctx, Value v, Shape *ret);
/// Number of elements; objects without a shape count 1.
Index value_numel(Value v);
bool value_is_numeric(Value v);   // double, single, integers
bool value_is_float(Value v);
bool value_is_char(Value v);
bool value_is_logical(Value v);
bool value_is_char_row(Value v);  // 1×n or 0×0 char
bool value_is_string_scalar(Value v);
bool value_is_text_scalar(Value v); // either of the last two
bool value_is_empty(Value v);
bool value_is_scalar(Value v);
bool value_is_object(Value v, const ForeignDef *def);
/// "isa": exact class, or "numeric", "float", "integer", or what the object says.
bool value_is_a(Value v, const char *class_name);
/// Condition of if and while: non-empty and all non-zero. ERR_TYPE for cells, strings, structs …
Status value_truth(Ctx *ctx, Value v, bool *ret);
Status value_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret); // isequal, isequaln

// ---- converting ---------------------------------------------------------------------------------------------------------
/// Numeric, logical or char value as a tensor, new reference (boxes scalars). ERR_TYPE for other classes.
Status value_to_tensor(Ctx *ctx, Value v, Tensor **ret);
/// Real scalar of any numeric class. ERR_TYPE, ERR_SIZE.
Status value_to_double(Ctx *ctx, Value v, double *ret);
/// Char row or string scalar as UTF-8; owned by the caller (mem_free). ERR_TYPE for others and for missing.
Status value_to_utf8(Ctx *ctx, Value v, char **ret);
/// Cell of char rows, string array or char row (rows of a char matrix) as string array, new reference.
Status value_to_strings(Ctx *ctx, Value v, StringArray **ret);
/// Any value as string(v) does: numbers are formatted, char rows become scalars. ERR_TYPE for struct, handles, objects.
Status value_as_strings(Ctx *ctx, Value v, StringArray **ret);
/// Element e of a cell, owned ([] for VAL_NONE).
Status cell_get(Ctx *ctx, const CellArray *c, Index e, Value *ret);
/// Index of a field, -1 when there is none.
Index struct_find(const StructArray *s, const char *name);
/// Adds a field (all []) unless it is there; returns its index through ret. `s` is sole.
Status struct_add_field(Ctx *ctx, StructArray *s, const char *name, Index *ret);
/// Field of element e, owned ([] for VAL_NONE). ERR_NAME "MATLAB:nonExistentField".
Status struct_get(Ctx *ctx, const StructArray *s, Index e, const char *name, Value *ret);
/// Sets field of element e, adding the field when it is new; takes `v`. `s` is sole.
Status struct_set(Ctx *ctx, StructArray *s, Index e, const char *name, Value v);

// ---- operators (value/operate.c) ----------------------------------------------------------------------------------------
Status value_binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret);
Status value_unary(Ctx *ctx, UnaryOp op, Value v, Value *ret);
/// lo:step:hi; step VAL_NONE means 1.
Status value_colon(Ctx *ctx, Value lo, Value step, Value hi, Value *ret);
/// [a b; c d]: dim 1 joins columns, dim 0 rows. Class of the result by MATLAB's rules (string > cell, char over numbers, …).
Status value_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret);

// ---- indexing (value/index.c): the only place where one-based becomes zero-based ------------------------------------
/// v(idx…). For VAL_FUNC this is not a call: the VM handles that.
Status value_index(Ctx *ctx, Value v, const Value *idx, int n, Value *ret);
/// v{idx…} appended to the list.
Status value_index_brace(Ctx *ctx, Value v, const Value *idx, int n, ValueList *ret);
/// v.name appended to the list (one value per element of a struct array).
Status value_dot(Ctx *ctx, Value v, const char *name, ValueList *ret);
/// *v(idx…) = rhs; *v may be VAL_NONE (created) and is changed in place when sole; rhs borrowed.
Status value_assign(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs);
Status value_assign_brace(Ctx *ctx, Value *v, const Value *idx, int n, Value rhs);
Status value_assign_dot(Ctx *ctx, Value *v, const char *name, Value rhs);
/// *v(idx…) = []
Status value_remove(Ctx *ctx, Value *v, const Value *idx, int n);
/// Size seen by `end` at position k (zero-based) of n subscripts.
Status value_end(Ctx *ctx, Value v, int k, int n, Value *ret);
/// For chains such as a.b(3).c{2} = x: takes the element out of *v (leaving a hole, so that it stays sole) and puts it
/// back after the inner assignment. Creates missing fields and elements. kind: '(' '{' '.'.
typedef struct Step { char kind; const Value *idx; int n; const char *name; } Step;
/// *v step1 step2 … = rhs for any chain; the general entry the VM uses. rhs borrowed.
Status value_assign_chain(Ctx *ctx, Value *v, const Step *steps, int n_steps, Value rhs);
Status value_remove_chain(Ctx *ctx, Value *v, const Step *steps, int n_steps); // last step '(' idx = []

// ---- showing (value/display.c) --------------------------------------------------------------------------------------------
typedef enum FormatMode { FORMAT_SHORT, FORMAT_LONG, FORMAT_SHORT_G, FORMAT_LONG_G, FORMAT_SHORT_E, FORMAT_LONG_E, FORMAT_BANK, FORMAT_RAT, FORMAT_HEX } FormatMode;
typedef struct DisplayFormat { FormatMode mode; bool compact; int width; /* columns of the window, 80 */ } DisplayFormat;
/// "x =\n\n     1\n\n" exactly as the Command Window shows it.
Status value_display(Ctx *ctx, const DisplayFormat *format, const char *name, Value v, struct Buf *out);
/// disp(v).
Status value_disp(Ctx *ctx, const DisplayFormat *format, Value v, struct Buf *out);
/// One line for the Workspace, a cell or struct field: "[1 2 3]", "28×28×1×5000 double", "'abc'".
Status value_summary(Ctx *ctx, Value v, struct Buf *out);
