// nn/layer.h: layer records, and layers made from them.
//
// A Layer is immutable once shared: a record (LayerDef), a name and a list of properties. It holds
// no weights; those belong to a network's Learnables (a property such as Weights may hold the value
// to start from).
#pragma once
#include "base/buf.h"
#include "nn/ops.h"

/// A function given by the user (function layer, custom initializer), reached without knowing the
/// language.
typedef struct NnCallback {
    RefCount refs;
    void *self;
    char *text; // how to show it: "@(x) x.^2"; owned
    /// n_in arrays to n_out new arrays owned by the caller. Null when not meant for this.
    Status (*call)(void *self, NnState *nn, DlArray *const *in, int n_in, DlArray **ret, int n_out);
    /// Initial value of a learnable of this size. Null when not meant for this.
    Status (*initialize)(void *self, NnState *nn, const Shape *shape, Tensor **ret);
    void (*free_self)(void *self);
} NnCallback;
static inline NnCallback *nn_callback_ref(NnCallback *callback) {
    if (callback) refcount_up(&callback->refs);
    return callback;
}
void nn_callback_unref(NnCallback *callback);

typedef enum OptionType {
    OPTION_NUMBER,      // scalar
    OPTION_LIST,        // row of numbers (sizes, padding)
    OPTION_TEXT,        // one of `choices` when those are given (stored in their spelling)
    OPTION_BOOL,        // number 0 or 1, shown as logical
    OPTION_TENSOR,      // array or empty
    OPTION_INITIALIZER, // text (one of the initializer names) or callback
    OPTION_CALLBACK,    // function
    OPTION_PADDING      // number, list, or the text "same"
} OptionType;

enum { OPTION_MAX_LIST = 16 };

/// Value of one property. Text, tensor and callback are owned references.
typedef struct OptionValue {
    double list[OPTION_MAX_LIST]; // number: list[0]
    int n;                      // numbers in list (1 for OPTION_NUMBER), 0: not numeric
    char *text;
    Tensor *tensor;
    NnCallback *callback;
} OptionValue;
void option_value_done(OptionValue *value);
Status option_value_copy(Ctx *ctx, const OptionValue *value, OptionValue *ret);
/// Appends how to show it: "[3 3]", "'same'", "@(x)…", "[10x784 single]".
void option_value_show(const OptionValue *value, OptionType type, Buf *out);

typedef struct OptionDef {
    const char *name; // MATLAB's spelling: "WeightsInitializer"
    OptionType type;
    const char
        *initial; // default as text: "glorot", "1", "[1 1]", "" for empty; null: required argument
    int position; // 1, 2, …: positional argument of the constructor; 0: only Name=Value
    const char *const *choices; // null-terminated, or null
    bool learnable; // the value of a learnable (Weights, Bias, Offset …): empty until trained
    const char *summary;
    double min, max; // allowed range of numbers when min < max
    bool pair;       // a list of two; a scalar stands for both
} OptionDef;

enum { SPEC_MAX_DIMS = SHAPE_MAX_DIMS };
/// Size and labels of data between layers; sizes -1: not known before data comes (B, T, and S where
/// allowed).
typedef struct DataSpec {
    char format[FORMAT_BYTES];
    Index size[SPEC_MAX_DIMS];
    int n;
} DataSpec;
/// Size along the first dimension with `label`, `otherwise` when there is none.
Index spec_size(const DataSpec *spec, char label, Index otherwise);
/// Product of the S and C sizes; -1 when one is unknown.
Index spec_features(const DataSpec *spec);
/// "28(S) × 28(S) × 1(C) × 1(B)" into text.
void spec_describe(const DataSpec *spec, char *text, size_t n_bytes);

enum { LAYER_MAX_PARAMS = 4, LAYER_MAX_STATES = 2, LAYER_MAX_PORTS = 16 };

typedef struct Layer {
    RefCount refs;
    const struct LayerDef *def;
    char *name;       // "" until the user or a network names it; owned
    OptionValue *props; // def->n_props of them
    int n_in, n_out;  // ports: from the record, or NumInputs / NumOutputs
} Layer;

/// Forward pass of one layer.
typedef struct LayerCall {
    NnState *nn;
    const Layer *layer;
    bool training;
    DlArray *const *in;
    int n_in;
    DlArray *const *params; // def->n_params
    DlArray *const *states; // def->n_states
    Activation fuse;        // apply this activation too (only when def->can_fuse)
    DlArray **ret;          // n_out results, owned by the caller
    int n_out;
    DlArray *ret_states[LAYER_MAX_STATES]; // new states or null when unchanged; owned by the caller
} LayerCall;

/// What initializing a layer gets and gives.
typedef struct LayerInit {
    NnState *nn;
    const Layer *layer;
    const DataSpec *in;
    int n_in;
    Tensor *params[LAYER_MAX_PARAMS]; // single; owned by the caller
    Tensor *states[LAYER_MAX_STATES];
} LayerInit;

typedef struct LayerDef {
    const char *type;        // "fullyConnected": short, in messages and events
    const char *class_name;  // "FullyConnectedLayer": how MATLAB shows it
    const char *prefix;      // automatic names: "fc" gives fc_1, fc_2, … ("fc" when it is alone)
    const char *constructor; // "fullyConnectedLayer"
    const char *summary;     // "Fully Connected", for tables
    const OptionDef *props;
    int n_props;
    const char *params[LAYER_MAX_PARAMS]; // names of learnables
    int n_params;
    const char *states[LAYER_MAX_STATES];
    int n_states;
    int n_in; // 0: input layer; -1: NumInputs property
    int n_out;
    bool is_activation;
    Activation activation; // what a preceding layer may fuse, ACT_NONE: not fusable
    bool can_fuse;
    /// Output sizes from input sizes; fails ERR_SIZE with a message that names the layer.
    Status (*infer)(NnState *nn, const Layer *layer, const DataSpec *in, int n_in, DataSpec *out);
    Status (*init)(LayerInit *init); // null: nothing to learn
    Status (*forward)(LayerCall *call);
    /// Appends the one-line description of the layers table ("128 fully connected layer").
    void (*describe)(const Layer *layer, Buf *out);
} LayerDef;

const LayerDef *layer_find(const char *type_or_constructor);
const LayerDef *const *layer_list(Index *ret_n);

/// A layer with all properties at their defaults, not shared yet; required ones are empty and must
/// be set.
Status layer_new(Ctx *ctx, const LayerDef *def, const char *name, Layer **ret);
static inline Layer *layer_ref(const Layer *layer) {
    if (layer) refcount_up(&((Layer *)layer)->refs);
    return (Layer *)layer;
}
void layer_unref(const Layer *layer);
/// Own copy (properties shared by reference) that may be changed.
Status layer_copy(Ctx *ctx, const Layer *layer, Layer **ret);
/// Index of a property (case ignored), -1 when there is none. "Name" is not one of them.
int layer_prop_index(const LayerDef *def, const char *name);
/// Sets a property of a layer that is not shared. `value` is borrowed and checked: ERR_ARG names
/// layer and property.
Status layer_set(Ctx *ctx, Layer *layer, int prop, const OptionValue *value);
Status layer_set_name(Ctx *ctx, Layer *layer, const char *name);
/// The value, borrowed; `name` must exist.
const OptionValue *layer_get(const Layer *layer, const char *name);
double layer_number(const Layer *layer, const char *name);
const char *layer_text(const Layer *layer, const char *name);
/// All required properties are there? ERR_ARG names the first missing one.
Status layer_check(Ctx *ctx, const Layer *layer);
/// Shorthand for C users: `args` like "128, Name=fc1, WeightsInitializer=he" parsed by position and
/// name.
Status layer_make(Ctx *ctx, const char *constructor, const char *args, Layer **ret);
/// Port names: "in", or "in1", "in2" … when there are several; "out". n_bytes 16 are enough.
void layer_port_name(const Layer *layer, bool output, int port, char *text, size_t n_bytes);

/// "Layer 'fc2': " + message; ERR_SIZE. For infer and forward functions.
Status layer_fail(Ctx *ctx, const Layer *layer, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// Size and labels of an array.
DataSpec spec_of(const DlArray *x);

/// Initial values by name: glorot (uniform, ±sqrt(6/(fan_in+fan_out))), he (normal, variance
/// 2/fan_in), orthogonal, narrow-normal (sd 0.01), zeros, ones. Single precision; draws from
/// nn->rng. ERR_ARG for an unknown name.
Status initializer_run(NnState *nn, const OptionValue *initializer, const Shape *shape, Index fan_in,
                       Index fan_out, Tensor **ret);
