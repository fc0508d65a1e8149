// nn/tape.h: reverse-mode automatic differentiation: recording, backward pass, operation records.
//
// While a trace is on (tape_begin … tape_end, one pair per dlfeval), every operation with a traced
// input leaves a node: its OpDef, attributes, inputs and what it saved. Nodes are owned by the
// arrays that came from them, so parts of the trace nobody can reach any more are freed at once;
// the tape itself only lists them in order of creation.
//
//     loss ──▶ node(crossentropy) ──▶ node(softmax) ──▶ node(fullyconnect) ──▶ leaf(Weights)
//                                                                          └──▶ leaf(Bias)
//
// Vector-Jacobian products are written with recorded operations, so with `higher` the gradients are
// themselves traced. Backward visits only nodes on a path from a `wrt` array to the loss: dX of the
// first layer is never computed unless asked.
#pragma once
#include "nn/dlarray.h"

struct OpDef;
struct Layer;

enum { NODE_INLINE_INPUTS = 4 };

/// What parametrizes an operation besides its inputs. Unused fields are zero.
typedef struct OpAttrs {
    double number[4]; // alpha, epsilon, ceiling, scale …
    int option;       // activation, direction … (see each operation)
    int n_dims;
    int dims[SHAPE_MAX_DIMS]; // dimensions to reduce, a permutation, …
    Shape shape;              // target or source shape
    int window[8];            // convolution and pooling: see ops/conv.c
    void *data;               // index lists; owned by the node, mem_free'd with it
} OpAttrs;

typedef struct TapeNode {
    RefCount refs;
    NnState *nn;            // null once the trace has ended
    Index position;         // in nn->nodes
    const struct OpDef *op; // null: leaf
    OpAttrs attrs;
    DlArray **in; // owned references; points at in_inline or the heap
    DlArray *in_inline[NODE_INLINE_INPUTS];
    int n_in;
    Tensor *out;               // value of the result when op->saves_output, else null
    Tensor *saved[3];          // whatever forward kept (mask, positions, column buffer); owned
    bool released;             // data dropped by a backward pass without `retain`
    const struct Layer *layer; // layer in whose forward it was recorded; owned reference or null
    const char *activation;    // what follows that layer, static text or null
    const struct Learnable
        *learnable;        // leaf only: which parameter this is; owned reference or null
    struct TapeNode *next; // list of nodes to free, or spare ones
} TapeNode;

/// Name of a learnable parameter, shared by network, tape and observers.
typedef struct Learnable {
    RefCount refs;
    Index index;      // row in the Learnables table
    char *layer;      // "fc1"
    char *parameter;  // "Weights"
    const char *type; // LayerDef.type of its layer, static text; "" when unknown
    const char
        *activation; // type of the activation layer that follows, static text; "" when unknown
} Learnable;
/// `layer` and `parameter` are copied; `type` and `activation` must be static texts.
Status learnable_new(Ctx *ctx, Index index, const char *layer, const char *parameter,
                     const char *type, const char *activation, Learnable **ret);
Learnable *learnable_ref(const Learnable *learnable);
void learnable_unref(const Learnable *learnable);

/// Starts a trace, or one level deeper into the same trace.
Status tape_begin(NnState *nn);
/// Ends one level; at the last, every array becomes untraced and all saved data is freed.
void tape_end(NnState *nn);
/// A new handle on the value and labels of x that is a leaf of the trace: gradients with respect to
/// it can be asked for. Already traced arrays come back as they are. `learnable` (borrowed, may be
/// null) names it for observers. Outside a trace: an untraced reference.
Status tape_watch(NnState *nn, DlArray *x, const Learnable *learnable, DlArray **ret);

/// Gradients of the scalar `loss` with respect to n arrays; grads[i] is new, owned by the caller,
/// same size, class and labels as wrt[i], and zeros when the loss does not depend on it.
///   retain  keep saved data for another backward pass through the same nodes
///   higher  record the backward pass, so that the gradients are traced too (implies retain)
/// Observers hear on_gradient for every wrt array that is a named learnable.
/// Fails: ERR_ARG "deep:dlgradient:…" outside a trace, ERR_ARG when loss is not a traced real
/// scalar, a wrt array is not traced, or the data was released before. grads is then untouched.
Status tape_backward(NnState *nn, DlArray *loss, DlArray *const *wrt, Index n, bool retain,
                     bool higher, DlArray **grads);
/// As tape_backward from a non-scalar `y` with the given gradient of the loss with respect to y
/// (same size).
Status tape_backward_from(NnState *nn, DlArray *y, DlArray *dy, DlArray *const *wrt, Index n,
                          bool retain, bool higher, DlArray **grads);

/// Switches recording off (returns the old setting, to be given to tape_resume).
static inline bool tape_pause(NnState *nn) {
    bool was = nn->paused;
    nn->paused = true;
    return was;
}
static inline void tape_resume(NnState *nn, bool was) {
    nn->paused = was;
}
/// Number of live nodes, for tests and reports.
Index tape_count(const NnState *nn);

// ---- operation records ----

/// What forward gets and gives. Inputs are unlabelled here; labels are the business of the
/// functions in ops.h.
typedef struct OpForward {
    NnState *nn;
    const OpAttrs *attrs;
    DlArray *const *in;
    int n_in;
    bool traced;      // a node will be made: keep what vjp needs
    Tensor *out;      // result, set by forward
    Tensor *saved[3]; // set by forward when `traced`
} OpForward;

/// What a vector-Jacobian product gets and gives.
typedef struct OpVjp {
    NnState *nn;
    const TapeNode *node;
    const OpAttrs *attrs;
    DlArray *const *in; // unlabelled, traced when the gradient itself is being recorded
    int n_in;
    DlArray *out;       // null unless op->saves_output
    DlArray *grad;      // d loss / d out, same shape as out
    const bool *need;   // per input: is its gradient wanted?
    bool grad_is_spare; // nobody else will read grad: its storage may be used for the result
    DlArray **ret; // per input: gradient of the input's shape, or null for zero. Owned by the tape.
} OpVjp;

/// Shapes and settings on which the operation is checked by the table-driven gradient test.
typedef struct OpProbe {
    int n_in;
    Shape in[3];
    OpAttrs attrs;
    double lo, hi; // range of random inputs (both 0: -1…1)
    bool second;   // also check second derivatives
} OpProbe;

typedef enum OpKind { OPK_UNARY, OPK_BINARY, OPK_OTHER } OpKind;

/// One record per operation, listed in ops/list.c.
typedef struct OpDef {
    const char *name;
    OpKind kind; // element-wise with one or two inputs, or something else
    bool saves_output;
    Status (*forward)(OpForward *call);
    Status (*vjp)(OpVjp *call); // null: not differentiable, the gradient is zero
    OpProbe probe;
    int code; // UnaryOp or BinaryOp for element-wise operations that share a body
} OpDef;

/// Runs `op` and records it when an input is traced. The result is unlabelled; ops.h has the
/// labelled functions. attrs may be null; attrs->data is taken over (freed also on failure).
Status op_apply(NnState *nn, const OpDef *op, const OpAttrs *attrs, DlArray *const *in, int n_in,
                DlArray **ret);
/// The record called `name`, or null.
const OpDef *op_find(const char *name);
/// All records; count in *ret_n.
const OpDef *const *op_list(Index *ret_n);

static inline TapeNode *tapenode_ref(TapeNode *node) {
    if (node) refcount_up(&node->refs);
    return node;
}
void tapenode_unref(TapeNode *node);
/// Drops the inputs and saved data of a node that a backward pass has used.
void tapenode_release(TapeNode *node);
