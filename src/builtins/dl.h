// builtins/dl.h: deep-learning objects as the language sees them, shared by the dl families.
#pragma once
#include "builtins/arguments.h"
#include "nn/loss.h"
#include "nn/network.h"
#include "nn/optimizer.h"

/// The engine's deep-learning state, made on first use.
Status env_nn(Env *env, NnState **ret);
/// The same for a call.
static inline Status call_nn(Call *call, NnState **ret) { return env_nn(call->env, ret); }

// ---- dlarray (dlarray.c) ----------------------------------------------------------------------------------------------
typedef struct DlObject {
    Object head;
    NnState *nn; // borrowed: the engine's
    DlArray *x;  // owned
} DlObject;
extern const ForeignDef dlarray_class;
/// Wraps x (taken, released on failure).
Status dl_wrap(NnState *nn, DlArray *x, Value *ret);
/// The array behind a dlarray value, borrowed; null for other values.
DlArray *dl_find(Value v);
/// A dlarray value as it is, or a numeric value as an unformatted array; new reference. ERR_TYPE for others.
Status dl_operand(NnState *nn, Value v, DlArray **ret);
/// Argument i as dl_operand.
Status arg_dl(Call *call, int i, DlArray **ret);
/// Result i: takes the array.
Status ret_dl(Call *call, int i, NnState *nn, DlArray *x);
static inline void own_dl_done(DlArray **x) { dlarray_unref(*x); }
#define OWN_DL __attribute__((cleanup(own_dl_done))) DlArray
/// Methods of dlarray by name (dlmethods.c).
MethodFn dlarray_find_method(const char *name);

// ---- dlnetwork (dlnetwork.c) and layers (layers.c) ----------------------------------------------------------------------
typedef struct NetObject {
    Object head;
    NnState *nn;
    Network *net;
} NetObject;
extern const ForeignDef dlnetwork_class;
Status net_wrap(NnState *nn, Network *net, Value *ret);
Network *net_find(Value v);
/// Table Layer, Parameter, Value of the learnables (or states).
Status net_params_table(NnState *nn, const Network *net, bool states, Value *ret);

typedef struct LayerArray {
    Object head;
    Env *env;
    Layer **items;
    Index n;
    bool as_row;
} LayerArray;
extern const ForeignDef layer_class;
/// n layers (borrowed) as one value.
Status layers_wrap(Env *env, Layer *const *layers, Index n, bool as_row, Value *ret);
LayerArray *layers_find(Value v);
/// A function value as a callback of the nn room.
Status callback_from_value(Env *env, Value fn, NnCallback **ret);

// ---- leaves: every dlarray inside a value (leaves.c) ------------------------------------------------------------------
/// dlarrays of a value in a fixed order: dlarray, dlnetwork (its learnables), cell, struct, table.
typedef struct Leaves {
    DlArray **items;         // owned references
    const Learnable **names; // owned references or null
    Index n, cap;
} Leaves;
void leaves_done(Leaves *leaves);
#define OWN_LEAVES __attribute__((cleanup(leaves_done))) Leaves
/// Appends the leaves of v. Numbers count as leaves when `numbers` is true, else they are passed over.
Status leaves_collect(NnState *nn, Value v, bool numbers, Leaves *ret);
/// Whether nobody but `holders` references to v itself can see its leaves, so that they may be changed in place.
bool leaves_sole(Value v, int holders);
/// v with its leaves replaced by items[*position], in the same order.
Status leaves_rebuild(NnState *nn, Value v, bool numbers, DlArray *const *items, Index *position, Value *ret);

// ---- data (datastores.c) ------------------------------------------------------------------------------------------------
typedef struct Datastore Datastore;
Datastore *datastore_find(Value v);
Index datastore_count(const Datastore *store);     // observations
int datastore_columns(const Datastore *store);     // values an observation
/// Column `column` of observation `i` (zero-based, in stored order), as the cell element a read returns.
Status datastore_observe(Call *call, Datastore *store, Index i, int column, Value *ret);
