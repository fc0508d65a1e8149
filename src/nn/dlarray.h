// nn/dlarray.h: an array with dimension labels that may be traced for automatic differentiation
// (MATLAB's dlarray).
//
// A DlArray is a light, immutable, reference-counted handle on three things: a Tensor, a text of
// labels, and the tape node that produced it (or none). Labels: S space, C channel, B batch, T
// time, U unspecified. A labelled array is always stored with its dimensions in the order S…, C, B,
// T, U…; dlarray_new permutes. format[i] labels dimension i; a label may exist for a trailing
// dimension of size 1 that Shape has dropped, so read sizes with dlarray_dim.
#pragma once
#include "nn/state.h"
#include "tensor/tensor.h"

enum { FORMAT_BYTES = SHAPE_MAX_DIMS + 1 };

typedef struct DlArray {
    RefCount refs;
    Tensor *value;             // owned
    char format[FORMAT_BYTES]; // "" when unformatted, else at least two labels
    struct TapeNode *node; // owned reference; null: not traced. Ask dlarray_is_traced, not this.
} DlArray;

/// Wraps `value` (borrowed; a new reference is kept). `format` null or "" gives an unformatted
/// array; otherwise the dimensions are permuted to S,C,B,T,U order, and fewer than two labels are
/// filled up with U. Fails: ERR_ARG "deep:dlarray:InvalidFormat…" for unknown or repeated C, B, T
/// labels or fewer labels than dimensions.
Status dlarray_new(NnState *nn, const Tensor *value, const char *format, DlArray **ret);
/// As dlarray_new for a `format` that is known to be valid and in order; takes the caller's
/// reference to `value` (released on failure too).
Status dlarray_take(NnState *nn, Tensor *value, const char *format, DlArray **ret);
static inline DlArray *dlarray_ref(DlArray *x) {
    if (x) refcount_up(&x->refs);
    return x;
}
void dlarray_unref(DlArray *x);

/// Same value and trace, other labels; no data moves. `format` valid, in order, or "" (stripdims).
Status dlarray_relabel(NnState *nn, DlArray *x, const char *format, DlArray **ret);
/// Same value and labels, no trace (the array itself when it has none).
Status dlarray_untraced(NnState *nn, DlArray *x, DlArray **ret);
/// dlarray(x, format) for an existing array: labels an unformatted one (recorded when traced, as it
/// may permute). An already labelled array is stripped first.
Status dlarray_with_format(NnState *nn, DlArray *x, const char *format, DlArray **ret);

/// True when operations on it are being recorded and it belongs to the trace.
bool dlarray_is_traced(const DlArray *x);
static inline bool dlarray_is_formatted(const DlArray *x) {
    return x->format[0] != '\0';
}
/// Number of dimensions to show: labels or tensor dimensions, whichever is more.
int dlarray_n_dims(const DlArray *x);
static inline Index dlarray_dim(const DlArray *x, int i) {
    return shape_dim(&x->value->shape, i);
}
/// Zero-based first dimension with `label`, -1 when there is none (finddim).
int dlarray_find_dim(const DlArray *x, char label);
/// All zero-based dimensions with `label` into dims[SHAPE_MAX_DIMS]; returns how many.
int dlarray_find_dims(const DlArray *x, char label, int *dims);
/// "28(S) × 28(S) × 1(C) × 128(B)" or "10×128", for display and messages; 256 bytes are enough.
void dlarray_describe(const DlArray *x, char *text, size_t n_bytes);

/// Puts labels in order. `order` (SHAPE_MAX_DIMS entries) gets the permutation: order[i] is the
/// source of dimension i. `n_dims` is the number of dimensions of the data. Fails as dlarray_new.
Status format_normalize(Ctx *ctx, const char *format, int n_dims, char sorted[FORMAT_BYTES],
                        int *order, int *ret_n);
