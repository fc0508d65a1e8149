// nn/network.h: networks: layers in a directed acyclic graph, their learnables and states (MATLAB's
// dlnetwork).
//
// Value semantics: network_copy is cheap (layers, names and arrays are shared); functions that
// change a network need the sole owner. Learnables and states are DlArrays, single precision,
// unlabelled, in the order of the layers.
#pragma once
#include "base/buf.h"
#include "nn/layer.h"

typedef struct Connection {
    int from, from_port; // layer index and output port
    int to, to_port;
} Connection;

typedef struct NetParam {
    const Learnable *name; // layer and parameter name, shared between copies; owned reference
    int layer;             // index of the layer
    int slot;              // which of the layer's params or states
    DlArray *value;        // owned
} NetParam;

typedef struct Network {
    RefCount refs;
    Layer **layers;
    int n_layers, cap_layers;
    Connection *connections;
    int n_connections, cap_connections;
    NetParam *learnables;
    Index n_learnables;
    NetParam *states;
    Index n_states;
    bool initialized;
    struct NetPlan *plan; // order of work, made by network_initialize; shared between copies
} Network;

/// Empty network, refs 1.
Status network_new(Ctx *ctx, Network **ret);
/// Series of layers (shared, borrowed), connected one after the other. Unnamed layers are named
/// prefix, prefix_1, ….
Status network_from_layers(Ctx *ctx, Layer *const *layers, int n, Network **ret);
static inline Network *network_ref(Network *net) {
    if (net) refcount_up(&net->refs);
    return net;
}
void network_unref(Network *net);
Status network_copy(Ctx *ctx, const Network *net, Network **ret);
/// Makes *net the sole owner, copying when shared.
Status network_make_sole(Ctx *ctx, Network **net);

// Changing the graph (sole networks). Afterwards the network must be initialized again; known
// learnables are kept by name where their sizes still fit. Names are checked: ERR_ARG "nnet_cnn:…"
// names the layer.
/// Adds layers, connected in a row among themselves but not to what is there.
Status network_add_layers(Ctx *ctx, Network *net, Layer *const *layers, int n);
/// "fc1" or "add1/in2", "split/out2".
Status network_connect(Ctx *ctx, Network *net, const char *from, const char *to);
Status network_disconnect(Ctx *ctx, Network *net, const char *from, const char *to);
Status network_remove_layer(Ctx *ctx, Network *net, const char *name);
/// Replaces one layer by a series of layers that takes over its connections.
Status network_replace_layer(Ctx *ctx, Network *net, const char *name, Layer *const *layers, int n);

/// Plans, infers all sizes and makes the learnables that are not there yet. Examples: one per input
/// when the network has no input layers, or null. Fails naming the layer: unconnected ports,
/// cycles, sizes that do not fit
/// ("layer 'fc2': expects … , got …").
Status network_initialize(NnState *nn, Network *net, const DataSpec *examples, int n_examples);

int network_find_layer(const Network *net, const char *name); // -1: none
/// Input and output names in order ("input", or "add/in2" for an open port); borrowed layer index
/// and port.
int network_inputs(const Network *net, Connection *ret, int capacity);  // to, to_port
int network_outputs(const Network *net, Connection *ret, int capacity); // from, from_port
/// "fc1" or "fc1/out2" into text.
void network_port_text(const Network *net, bool output, int layer, int port, char *text,
                       size_t n_bytes);

/// Runs the network on n_in labelled arrays (in the order of network_inputs).
///   training    forward (true: dropout on, batch statistics) or predict (false)
///   outputs     layer names ("fc1", "split/out2"), or null for the network's outputs
///   ret         n_out new arrays owned by the caller
///   ret_states  null, or n_states entries: the new states (references), owned by the caller
/// Traced when learnables or inputs are. Fails ERR_ARG when not initialized, ERR_SIZE naming the
/// layer.
Status network_forward(NnState *nn, const Network *net, bool training, DlArray *const *in, int n_in,
                       const char *const *outputs, int n_out, DlArray **ret, DlArray **ret_states);

/// Copy whose learnables are leaves of the trace (what dlfeval does with a network argument).
Status network_watch(NnState *nn, const Network *net, Network **ret);
/// Copy without traces.
Status network_untraced(NnState *nn, const Network *net, Network **ret);
/// Replaces row `i` (same size as before: ERR_SIZE otherwise). Sole networks. `value` borrowed.
Status network_set_learnable(Ctx *ctx, Network *net, Index i, DlArray *value);
Status network_set_state(Ctx *ctx, Network *net, Index i, DlArray *value);
/// Row of (layer, parameter), -1 when there is none.
Index network_find_learnable(const Network *net, const char *layer, const char *parameter);
/// Number of scalars to learn.
Index network_n_weights(const Network *net);

/// One optimizer step over the learnables: net (sole) is changed, states are replaced in place (see
/// optimizer.h). grads in the order of the learnables. For C users and trainnet; the language calls
/// optimizer_* itself.
struct OptimizerDef;
struct OptimizerSettings;
Status network_update(NnState *nn, Network *net, const struct OptimizerDef *optimizer,
                      const struct OptimizerSettings *settings, DlArray *const *grads,
                      Tensor **state1, Tensor **state2, int64_t iteration);

/// Text tables. summary: initialized?, number of learnables, inputs. analyze: one row per layer.
void network_summary(const Network *net, Buf *out);
Status network_analyze(Ctx *ctx, const Network *net, Buf *out);
/// Output size of every layer (n_layers specs), when initialized; null otherwise. Borrowed.
const DataSpec *network_layer_specs(const Network *net);
