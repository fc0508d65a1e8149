// builtins/arguments.h: what the family files share for reading arguments and building results.
// OWN_* variables release what they hold at the end of their scope, so that every failure path is
// clean.
#pragma once
#include "base/buf.h"
#include "builtins/env.h"
#include "value/exception.h"
#include "value/table.h"
#include <math.h>
#include <string.h>

// ---- variables that release themselves
// ------------------------------------------------------------------------------
static inline void own_tensor_done(Tensor **t) {
    tensor_unref(*t);
}
static inline void own_value_done(Value *v) {
    value_unref(*v);
}
static inline void own_mem_done(void *p) {
    mem_free(*(void **)p);
}
static inline void own_strings_done(StringArray **s) {
    if (*s) value_unref(value_take_string(*s));
}
static inline void own_cell_done(CellArray **c) {
    if (*c) value_unref(value_take_cell(*c));
}
static inline void own_struct_done(StructArray **s) {
    if (*s) value_unref(value_take_struct(*s));
}
#define OWN_TENSOR __attribute__((cleanup(own_tensor_done))) Tensor
#define OWN_VALUE __attribute__((cleanup(own_value_done))) Value
#define OWN_MEM __attribute__((cleanup(own_mem_done)))
#define OWN_STRINGS __attribute__((cleanup(own_strings_done))) StringArray
#define OWN_CELL __attribute__((cleanup(own_cell_done))) CellArray
#define OWN_STRUCT __attribute__((cleanup(own_struct_done))) StructArray
#define OWN_BUF __attribute__((cleanup(buf_done))) Buf
#define OWN_LIST __attribute__((cleanup(value_list_done))) ValueList
/// Hands an owned pointer on: the variable becomes null.
#define GIVE(p)                    \
    __extension__({                \
        __typeof__(p) give_ = (p); \
        (p) = NULL;                \
        give_;                     \
    })
static inline Value value_give(Value *v) {
    Value given = *v;
    v->tag = VAL_NONE;
    return given;
}

// ---- reading
// --------------------------------------------------------------------------------------------------------
/// "double" … "uint64", "logical", "char".
bool class_from_name(const char *name, NumClass *ret);
/// Sizes in arguments first … last-1: none (1×1), n (n×n), m,n,…, or one row [m n …].
Status arg_shape(Call *call, int first, int last, Shape *ret);
/// Class name or "like",p at the end of the arguments; `last` is where the other arguments end.
typedef struct ClassTail {
    NumClass cls;
    bool is_complex, given;
    int last;
} ClassTail;
Status arg_class_tail(Call *call, int first, NumClass fallback, ClassTail *ret);
/// Dimension, vector of dimensions or "all" (n = 0), zero-based. `dims` has room for
/// SHAPE_MAX_DIMS.
Status arg_dims(Call *call, int i, int *dims, int *ret_n);
/// Argument as real double array; new reference.
Status arg_doubles(Call *call, int i, Tensor **ret);
/// Any numeric value as real double array; new reference.
Status value_to_doubles(Ctx *ctx, Value v, Tensor **ret);
/// True for char row or string scalar.
static inline bool arg_is_text(const Call *call, int i) {
    return i < call->nargin && value_is_text_scalar(call->arg[i]);
}
static inline bool arg_is_func(const Call *call, int i) {
    return i < call->nargin && call->arg[i].tag == VAL_FUNC;
}
static inline bool arg_is_empty(const Call *call, int i) {
    return value_is_empty(call->arg[i]);
}
/// Text of argument i among `words` (null-terminated list), ignoring case: its position; ERR_ARG
/// names the choices.
Status arg_choice(Call *call, int i, const char *const *words, int *ret);
/// True for names a variable may have (control.c).
bool name_is_valid(const char *name);
/// Text equality ignoring ASCII case.
bool text_same(const char *a, const char *b);

// ---- lines of an array along a dimension
// ------------------------------------------------------------------------------
typedef struct Lines {
    Index n, stride, count; // elements a line, distance between them, number of lines
} Lines;
Lines lines_along(const Shape *shape, int dim);
static inline Index line_start(const Lines *l, Index k) {
    return (k / l->stride) * l->stride * l->n + k % l->stride;
}

// ---- results
// ----------------------------------------------------------------------------------------------------------
Status ret_text(Call *call, int i, const char *utf8);
Status ret_string(Call *call, int i, const char *utf8);
/// n×1 (or 1×n) cell of char rows.
Status cell_of_texts(Ctx *ctx, const char *const *texts, Index n, bool as_row, Value *ret);
/// A double row or column from numbers.
Status tensor_column(Ctx *ctx, const double *values, Index n, Tensor **ret);
/// 1, 2, … as a double array of zero-based positions.
Status tensor_positions(Ctx *ctx, const Index *zero_based, const Shape *shape, Tensor **ret);
/// A value of any class with the same elements in another shape. ERR_SIZE when the counts differ.
Status reshape_value(Ctx *ctx, Value v, const Shape *shape, Value *ret);
/// v(positions) of any class in the shape given; positions zero-based, shape_numel(shape) of them.
Status gather_value(Ctx *ctx, Value v, const Index *zero_based, const Shape *shape, Value *ret);
/// Cast to the class that results of this input have: single stays single, all else is left double.
Status cast_back(Ctx *ctx, NumClass like, Tensor **t);
/// A 1×1 struct under construction: sets a field, takes the value.
Status struct_put(Ctx *ctx, StructArray *s, const char *name, Value v);
Status struct_put_text(Ctx *ctx, StructArray *s, const char *name, const char *utf8);
Status struct_scalar(Ctx *ctx, StructArray **ret);
/// Boolean array with one entry per element of v.
Status logical_new(Ctx *ctx, const Shape *shape, Tensor **ret);

/// State of a generator as a uint32 column (random.c), and back: ERR_ARG "MATLAB:rng:badSettings".
Status rng_state_value(Ctx *ctx, const Rng *rng, Value *ret);
Status rng_state_restore(Ctx *ctx, Value v, Rng *rng);
/// max, min of ordinal categorical arrays (ordinal.c). ERR_TYPE "MATLAB:categorical:NotOrdinal".
Status ordinal_extreme(Call *call);

// ---- order of elements (sets.c): keys of any sortable value
// ------------------------------------------------------------
typedef struct Keys {
    Index n;         // elements (or rows)
    Index n_columns; // 1, or the columns when rows are compared
    Tensor *number;  // one of these three is set
    StringArray *text;
    Categorical *categorical;
    bool descending;
} Keys;
/// Numbers, char, string, cellstr, categorical, duration. `rows`: compare whole rows of a matrix.
Status keys_of(Call *call, Value v, bool rows, Keys *ret);
void keys_done(Keys *keys);
/// <0, 0, >0. NaN and missing come last; two NaN are equal here.
int keys_compare(const Keys *a, Index i, const Keys *b, Index j);
/// True when elements i and j count as the same member of a set (NaN and missing never do).
bool keys_same(const Keys *a, Index i, const Keys *b, Index j);
/// Stable order of all elements: zero-based positions, mem_free.
Status keys_order(Ctx *ctx, const Keys *keys, Index **ret);
typedef int (*OrderFn)(const void *self, Index i, Index j);
/// Stable merge sort of 0 … n-1 by `compare`.
Status order_by(Ctx *ctx, Index n, OrderFn compare, const void *self, Index **ret);
