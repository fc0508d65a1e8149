// builtins/layers.c: layers as values: constructors from the layer records, layer arrays, properties, display.
#include "builtins/dl.h"
#include "value/subscript.h"

// ---- functions given by the user ----------------------------------------------------------------------------------------

typedef struct UserFunction {
    Env *env;
    Value fn;
} UserFunction;

static void user_free(void *self) {
    value_unref(((UserFunction *)self)->fn);
    mem_free(self);
}

static Status user_call(void *self, NnState *nn, DlArray *const *in, int n_in, DlArray **ret, int n_out) {
    UserFunction *user = self;
    enum { MOST = LAYER_MAX_PORTS };
    Value args[MOST], rets[MOST];
    for (int i = 0; i < MOST; i++) args[i] = rets[i] = VALUE_NONE;
    if (n_in > MOST || n_out > MOST) return ctx_fail(nn->ctx, ERR_LIMIT, "", "A function layer has too many ports.");
    Status status = OK;
    for (int i = 0; i < n_in && status == OK; i++) status = dl_wrap(nn, dlarray_ref(in[i]), &args[i]);
    if (status == OK) status = vm_call(user->env->vm, user->fn, args, n_in, n_out, rets);
    int done = 0;
    for (; done < n_out && status == OK; done++) {
        status = dl_operand(nn, rets[done], &ret[done]);
        if (status != OK) break;
    }
    if (status != OK)
        while (done-- > 0) dlarray_unref(ret[done]);
    for (int i = 0; i < MOST; i++) {
        value_unref(args[i]);
        value_unref(rets[i]);
    }
    return status;
}

static Status user_initialize(void *self, NnState *nn, const Shape *shape, Tensor **ret) {
    UserFunction *user = self;
    Tensor *size;
    Shape row = shape_2d(1, shape->n_dims);
    TRY(tensor_new(nn->ctx, CLASS_DOUBLE, &row, &size));
    for (int i = 0; i < shape->n_dims; i++) tensor_f64(size)[i] = (double)shape->dim[i];
    OWN_VALUE arg = value_take_tensor(size), made = VALUE_NONE;
    TRY(vm_call(user->env->vm, user->fn, &arg, 1, 1, &made));
    OWN_DL *x = NULL;
    TRY(dl_operand(nn, made, &x));
    if (!shape_equal(&x->value->shape, shape))
        return ctx_fail(nn->ctx, ERR_SIZE, "nnet_cnn:layer:InvalidInitializer",
                        "The initializer function returned an array of another size than asked for.");
    return tensor_cast(nn->ctx, x->value, CLASS_SINGLE, ret);
}

Status callback_from_value(Env *env, Value fn, NnCallback **ret) {
    NnCallback *callback = mem_alloc_zero(sizeof *callback);
    UserFunction *user = mem_alloc_zero(sizeof *user);
    Buf text = BUF_INIT;
    Status status = callback && user ? value_summary(env->ctx, fn, &text) : ctx_fail_nomem(env->ctx);
    if (status != OK) {
        mem_free(callback);
        mem_free(user);
        buf_done(&text);
        return status;
    }
    *user = (UserFunction){env, value_ref(fn)};
    refcount_init(&callback->refs);
    callback->self = user;
    callback->text = buf_take(&text);
    callback->call = user_call;
    callback->initialize = user_initialize;
    callback->free_self = user_free;
    *ret = callback;
    return OK;
}

// ---- properties -----------------------------------------------------------------------------------------------------------

static Status prop_from_value(Env *env, const OptionDef *def, Value v, OptionValue *ret) {
    Ctx *ctx = env->ctx;
    if (v.tag == VAL_FUNC) return callback_from_value(env, v, &ret->callback);
    if (value_is_text_scalar(v)) return value_to_utf8(ctx, v, &ret->text);
    NnState *nn;
    TRY(env_nn(env, &nn));
    if (!dl_find(v) && !value_is_numeric(v) && !value_is_logical(v))
        return ctx_fail(ctx, ERR_TYPE, "nnet_cnn:layer:InvalidProperty", "A value of class '%s' does not fit property %s.",
                        value_class_name(v), def->name);
    OWN_DL *x = NULL;
    TRY(dl_operand(nn, v, &x));
    if (def->type == OPTION_TENSOR) {
        ret->tensor = tensor_ref(x->value);
        return OK;
    }
    if (x->value->numel > OPTION_MAX_LIST)
        return ctx_fail(ctx, ERR_SIZE, "nnet_cnn:layer:InvalidProperty", "Too many values for property %s.", def->name);
    ret->n = (int)x->value->numel;
    for (int i = 0; i < ret->n; i++) ret->list[i] = tensor_get(x->value, i);
    return OK;
}

static Status prop_to_value(Ctx *ctx, const OptionDef *def, const OptionValue *p, Value *ret) {
    if (p->callback) {
        *ret = value_ref(((UserFunction *)p->callback->self)->fn);
        return OK;
    }
    if (p->text) return value_from_text(ctx, p->text, ret);
    if (p->tensor) {
        *ret = value_take_tensor(tensor_ref(p->tensor));
        return OK;
    }
    if (p->n == 0) return value_empty(ctx, ret);
    if (def->type == OPTION_BOOL) {
        *ret = value_bool(p->list[0] != 0);
        return OK;
    }
    Shape row = shape_2d(1, p->n);
    Tensor *t;
    TRY(tensor_from_doubles(ctx, p->list, &row, &t));
    *ret = value_take_tensor(t);
    return OK;
}

static Status set_prop(Env *env, Layer *layer, int prop, Value v) {
    OptionValue value = {0};
    Status status = prop_from_value(env, &layer->def->props[prop], v, &value);
    if (status == OK) status = layer_set(env->ctx, layer, prop, &value);
    option_value_done(&value);
    return status;
}

// ---- the class ------------------------------------------------------------------------------------------------------------

LayerArray *layers_find(Value v) { return value_is_object(v, &layer_class) ? (LayerArray *)v.object : NULL; }

Status layers_wrap(Env *env, Layer *const *layers, Index n, bool as_row, Value *ret) {
    LayerArray *a = mem_alloc_zero(sizeof *a);
    Layer **items = mem_alloc((size_t)(n + 1) * sizeof *items);
    if (!a || !items) {
        mem_free(a);
        mem_free(items);
        return ctx_fail_nomem(env->ctx);
    }
    object_init(&a->head, &layer_class);
    a->env = env;
    a->items = items;
    a->n = n;
    a->as_row = as_row;
    for (Index i = 0; i < n; i++) items[i] = layer_ref(layers[i]);
    *ret = value_take_object(&a->head);
    return OK;
}

static void release(Object *o) {
    LayerArray *a = (LayerArray *)o;
    for (Index i = 0; i < a->n; i++) layer_unref(a->items[i]);
    mem_free(a->items);
    mem_free(a);
}

static Status copy(Ctx *ctx, const Object *o, Object **ret) {
    (void)ctx;
    const LayerArray *a = (const LayerArray *)o;
    Value v;
    TRY(layers_wrap(a->env, a->items, a->n, a->as_row, &v));
    *ret = v.object;
    return OK;
}

static Status shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    const LayerArray *a = (const LayerArray *)o;
    *ret = a->as_row ? shape_2d(1, a->n) : shape_2d(a->n, 1);
    return OK;
}

// Zero-based positions of a subscript of the array; mem_free.
static Status positions(Ctx *ctx, const LayerArray *a, const Value *idx, int n, Index **ret, Index *ret_n) {
    Shape size;
    TRY(shape(ctx, &a->head, &size));
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    Status status = subs_bind(ctx, &subs, &size);
    if (status == OK) status = subs_positions(ctx, &subs, &size, ret, ret_n);
    subs_done(&subs);
    return status;
}

static Status index_paren(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    LayerArray *a = (LayerArray *)o;
    Index *at, count;
    TRY(positions(ctx, a, idx, n, &at, &count));
    Layer **picked = mem_alloc((size_t)(count + 1) * sizeof *picked);
    Status status = picked ? OK : ctx_fail_nomem(ctx);
    for (Index i = 0; i < count && picked; i++) picked[i] = a->items[at[i]];
    if (status == OK) status = layers_wrap(a->env, picked, count, a->as_row, ret);
    mem_free(picked);
    mem_free(at);
    return status;
}

static Status assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    LayerArray *a = (LayerArray *)*o, *from = layers_find(rhs);
    if (!from || from->n != 1)
        return ctx_fail(ctx, ERR_TYPE, "nnet_cnn:layer:InvalidAssignment", "Only one layer can be assigned here.");
    double position;
    if (n == 1 && value_to_double(ctx, idx[0], &position) == OK && position == (double)a->n + 1) {
        Layer **items = mem_realloc(a->items, (size_t)(a->n + 1) * sizeof *items);
        if (!items) return ctx_fail_nomem(ctx);
        a->items = items;
        a->items[a->n++] = layer_ref(from->items[0]);
        return OK;
    }
    Index *at, count;
    TRY(positions(ctx, a, idx, n, &at, &count));
    for (Index i = 0; i < count; i++) {
        layer_unref(a->items[at[i]]);
        a->items[at[i]] = layer_ref(from->items[0]);
    }
    mem_free(at);
    return OK;
}

static Status remove_layers(Ctx *ctx, Object **o, const Value *idx, int n) {
    LayerArray *a = (LayerArray *)*o;
    Index *at, count;
    TRY(positions(ctx, a, idx, n, &at, &count));
    for (Index i = 0; i < count; i++) {
        layer_unref(a->items[at[i]]);
        a->items[at[i]] = NULL;
    }
    Index kept = 0;
    for (Index i = 0; i < a->n; i++)
        if (a->items[i]) a->items[kept++] = a->items[i];
    a->n = kept;
    mem_free(at);
    return OK;
}

static Status single(Ctx *ctx, const LayerArray *a, const char *name) {
    if (a->n == 1) return OK;
    return ctx_fail(ctx, ERR_SIZE, "MATLAB:index:expected_one_output_from_expression",
                    "Property '%s' of an array of %lld layers: choose one layer first.", name, (long long)a->n);
}

static Status dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    LayerArray *a = (LayerArray *)o;
    TRY(single(ctx, a, name));
    const Layer *layer = a->items[0];
    if (strcmp(name, "Name") == 0) return value_from_text(ctx, layer->name, ret);
    if (strcmp(name, "Type") == 0) return value_from_text(ctx, layer->def->summary, ret);
    if (strcmp(name, "NumInputs") == 0 || strcmp(name, "NumOutputs") == 0) {
        *ret = value_double(name[3] == 'I' ? layer->n_in : layer->n_out);
        return OK;
    }
    int prop = layer_prop_index(layer->def, name);
    if (prop < 0)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                        "Unrecognized method, property, or field '%s' for class 'nnet.cnn.layer.%s'.", name,
                        layer->def->class_name);
    return prop_to_value(ctx, &layer->def->props[prop], &layer->props[prop], ret);
}

static Status dot_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    LayerArray *a = (LayerArray *)*o;
    TRY(single(ctx, a, name));
    Layer *changed;
    TRY(layer_copy(ctx, a->items[0], &changed));
    Status status;
    int prop = layer_prop_index(changed->def, name);
    if (strcmp(name, "Name") == 0) {
        char *text = NULL;
        status = value_to_utf8(ctx, rhs, &text);
        if (status == OK) status = layer_set_name(ctx, changed, text);
        mem_free(text);
    } else if (prop < 0) {
        status = ctx_fail(ctx, ERR_NAME, "MATLAB:noPublicFieldForClass", "Unrecognized property '%s' for class 'nnet.cnn.layer.%s'.",
                          name, changed->def->class_name);
    } else {
        status = set_prop(a->env, changed, prop, rhs);
    }
    if (status != OK) {
        layer_unref(changed);
        return status;
    }
    layer_unref(a->items[0]);
    a->items[0] = changed;
    return OK;
}

static Status concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Index total = 0;
    Env *env = NULL;
    bool as_row = dim == 1;
    for (int i = 0; i < n; i++) {
        LayerArray *a = layers_find(parts[i]);
        if (!a && value_is_empty(parts[i])) continue;
        if (!a)
            return ctx_fail(ctx, ERR_TYPE, "nnet_cnn:layer:InvalidConcatenation",
                            "A layer array cannot be joined with a value of class '%s'.", value_class_name(parts[i]));
        total += a->n;
        env = a->env;
    }
    Layer **all = mem_alloc((size_t)(total + 1) * sizeof *all);
    if (!all) return ctx_fail_nomem(ctx);
    Index k = 0;
    for (int i = 0; i < n; i++) {
        LayerArray *a = layers_find(parts[i]);
        for (Index j = 0; a && j < a->n; j++) all[k++] = a->items[j];
    }
    Status status = layers_wrap(env, all, total, as_row, ret);
    mem_free(all);
    return status;
}

static void display_table(const LayerArray *a, Buf *out) {
    int name_width = 0, type_width = 0;
    for (Index i = 0; i < a->n; i++) {
        int name = (int)strlen(a->items[i]->name), type = (int)strlen(a->items[i]->def->summary);
        if (name > name_width) name_width = name;
        if (type > type_width) type_width = type;
    }
    for (Index i = 0; i < a->n; i++) {
        const Layer *layer = a->items[i];
        buf_printf(out, "    %2lld   '%s'%*s   %-*s   ", (long long)i + 1, layer->name,
                   name_width - (int)strlen(layer->name), "", type_width, layer->def->summary);
        if (layer->def->describe) layer->def->describe(layer, out);
        buf_putc(out, '\n');
    }
}

static void display_one(const Layer *layer, Buf *out) {
    buf_printf(out, "  %s with properties:\n\n", layer->def->class_name);
    int width = 4;
    for (int i = 0; i < layer->def->n_props; i++)
        if ((int)strlen(layer->def->props[i].name) > width) width = (int)strlen(layer->def->props[i].name);
    buf_printf(out, "    %*s: '%s'\n", width, "Name", layer->name);
    for (int i = 0; i < layer->def->n_props; i++) {
        buf_printf(out, "    %*s: ", width, layer->def->props[i].name);
        option_value_show(&layer->props[i], layer->def->props[i].type, out);
        buf_putc(out, '\n');
    }
}

static Status display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const LayerArray *a = (const LayerArray *)o;
    if (name) buf_printf(out, "%s = \n\n", name);
    if (a->n == 1) {
        display_one(a->items[0], out);
    } else {
        buf_printf(out, "  %lld×%lld Layer array with layers:\n\n", (long long)(a->as_row ? 1 : a->n),
                   (long long)(a->as_row ? a->n : 1));
        display_table(a, out);
    }
    buf_putc(out, '\n');
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

static bool is_a(const char *name) { return strncmp(name, "nnet.cnn.layer.", 15) == 0; }

const ForeignDef layer_class = {
    .class_name = "nnet.cnn.layer.Layer",
    .release = release,
    .copy = copy,
    .shape = shape,
    .index = index_paren,
    .assign = assign,
    .remove = remove_layers,
    .dot_get = dot_get,
    .dot_set = dot_set,
    .concat = concat,
    .display = display,
    .is_a = is_a,
};

// ---- constructors -----------------------------------------------------------------------------------------------------------

// The property at a position, -1 when there is none.
static int positional(const LayerDef *def, int position) {
    for (int i = 0; i < def->n_props; i++)
        if (def->props[i].position == position) return i;
    return -1;
}

static Status fill(Call *call, Layer *layer) {
    int i = 0;
    for (int prop; i < call->nargin && (prop = positional(layer->def, i + 1)) >= 0; i++) {
        bool required = layer->def->props[prop].initial == NULL;
        if (!required && arg_is_text(call, i)) break;
        TRY(set_prop(call->env, layer, prop, call->arg[i]));
    }
    for (; i < call->nargin; i += 2) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, i, &name));
        if (i + 1 >= call->nargin)
            return call_fail(call, ERR_ARG, "MATLAB:InputParser:ParamMissingValue", "Option '%s' has no value.", name);
        if (text_same(name, "Name")) {
            OWN_MEM char *text = NULL;
            TRY(arg_text(call, i + 1, &text));
            TRY(layer_set_name(call->ctx, layer, text));
            continue;
        }
        int prop = layer_prop_index(layer->def, name);
        if (prop < 0)
            return call_fail(call, ERR_ARG, "MATLAB:InputParser:UnmatchedParameter", "'%s' is not an option of %s.", name,
                             layer->def->constructor);
        TRY(set_prop(call->env, layer, prop, call->arg[i + 1]));
    }
    return layer_check(call->ctx, layer);
}

static Status construct(Call *call) {
    Layer *layer;
    TRY(layer_new(call->ctx, layer_find(call->def->name), "", &layer));
    Status status = fill(call, layer);
    Value v;
    if (status == OK) status = layers_wrap(call->env, &layer, 1, false, &v);
    layer_unref(layer);
    TRY(status);
    ret_value(call, 0, v);
    return OK;
}

#define NAME_OPTION "Name: name of the layer"
// One stamp for all constructors: the layer record of the same name says what arguments it takes.
#define LAYER(name, args, summary, inputs, example)                                                \
    BUILTIN(name, "layer = " #name "(" args ")\nlayer = " #name "(…,Name=Value)", ARITY(0, -1, 1), summary, inputs,    \
            "layer: layer for dlnetwork", "nnet_cnn:… when an option is unknown or a value does not fit", example, \
            "dlnetwork") {                                                                         \
        return construct(call);                                                                    \
    }

LAYER(imageInputLayer, "inputSize", "Input of two-dimensional images.",
      "inputSize: [height width channels]\nNormalization: \"zerocenter\" (default; needs Mean), \"zscore\", \"rescale-zero-one\", "
      "\"rescale-symmetric\", \"none\"\nMean: mean image or number\n" NAME_OPTION,
      "l = imageInputLayer([28 28 1], Normalization=\"none\");\nassert(isequal(l.InputSize, [28 28 1]))")
LAYER(featureInputLayer, "numFeatures", "Input of feature vectors.", "numFeatures: number of features\nNormalization: \"none\"\n" NAME_OPTION,
      "l = featureInputLayer(4);\nassert(l.InputSize == 4)")
LAYER(inputLayer, "inputSize,inputFormat", "Input of any labelled data.", "inputSize: sizes, NaN where unknown\ninputFormat: labels\n" NAME_OPTION,
      "l = inputLayer([NaN 3], \"BC\");")
LAYER(fullyConnectedLayer, "outputSize", "Every output is a weighted sum of all inputs.",
      "outputSize: number of outputs\nWeightsInitializer: \"glorot\", \"he\", \"orthogonal\", \"narrow-normal\", \"zeros\", \"ones\" or a function\n"
      "BiasInitializer: \"zeros\"\n" NAME_OPTION,
      "l = fullyConnectedLayer(10, Name=\"fc\");\nassert(l.OutputSize == 10)")
LAYER(convolution2dLayer, "filterSize,numFilters", "Two-dimensional convolution.",
      "filterSize: number or pair\nnumFilters: number of filters\nStride, DilationFactor: 1\nPadding: 0, numbers or \"same\"\n" NAME_OPTION,
      "l = convolution2dLayer(3, 8, Padding=\"same\");\nassert(l.NumFilters == 8)")
LAYER(reluLayer, "", "Rectified linear unit.", NAME_OPTION, "l = reluLayer(Name=\"r\");\nassert(strcmp(l.Name, \"r\"))")
LAYER(leakyReluLayer, "scale", "Leaky rectified linear unit.", "scale: 0.01\n" NAME_OPTION, "l = leakyReluLayer(0.1);\nassert(l.Scale == 0.1)")
LAYER(clippedReluLayer, "ceiling", "Rectified linear unit with a ceiling.", "ceiling: largest output\n" NAME_OPTION, "l = clippedReluLayer(6);\nassert(l.Ceiling == 6)")
LAYER(sigmoidLayer, "", "Logistic function.", NAME_OPTION, "l = sigmoidLayer;")
LAYER(tanhLayer, "", "Hyperbolic tangent.", NAME_OPTION, "l = tanhLayer;")
LAYER(eluLayer, "alpha", "Exponential linear unit.", "alpha: 1\n" NAME_OPTION, "l = eluLayer;\nassert(l.Alpha == 1)")
LAYER(geluLayer, "", "Gaussian error linear unit.", "Approximation: \"none\" or \"tanh\"\n" NAME_OPTION, "l = geluLayer;")
LAYER(swishLayer, "", "x.*sigmoid(x).", NAME_OPTION, "l = swishLayer;")
LAYER(softplusLayer, "", "log(1+exp(x)).", NAME_OPTION, "l = softplusLayer;")
LAYER(softmaxLayer, "", "Softmax over the channels.", NAME_OPTION, "l = softmaxLayer;")
LAYER(dropoutLayer, "probability", "Sets inputs to zero at random in training.", "probability: 0.5\n" NAME_OPTION,
      "l = dropoutLayer(0.2);\nassert(l.Probability == 0.2)")
LAYER(batchNormalizationLayer, "", "Normalizes each channel over the batch.", "Epsilon: 1e-5\nMeanDecay, VarianceDecay: 0.1\n" NAME_OPTION,
      "l = batchNormalizationLayer;\nassert(l.Epsilon == 1e-5)")
LAYER(layerNormalizationLayer, "", "Normalizes each observation.", "Epsilon: 1e-5\n" NAME_OPTION, "l = layerNormalizationLayer;")
LAYER(flattenLayer, "", "Joins all space and channel dimensions into channels.", NAME_OPTION, "l = flattenLayer;")
LAYER(maxPooling2dLayer, "poolSize", "Largest value in each window.", "poolSize: number or pair\nStride: 1\nPadding: 0\n" NAME_OPTION,
      "l = maxPooling2dLayer(2, Stride=2);\nassert(isequal(l.Stride, [2 2]))")
LAYER(averagePooling2dLayer, "poolSize", "Mean of each window.", "poolSize: number or pair\nStride: 1\nPadding: 0\n" NAME_OPTION,
      "l = averagePooling2dLayer(2);\nassert(isequal(l.PoolSize, [2 2]))")
LAYER(globalAveragePooling2dLayer, "", "Mean over height and width.", NAME_OPTION, "l = globalAveragePooling2dLayer;")
LAYER(additionLayer, "numInputs", "Sum of its inputs.", "numInputs: 2 or more\n" NAME_OPTION, "l = additionLayer(2);\nassert(l.NumInputs == 2)")
LAYER(concatenationLayer, "dim,numInputs", "Joins its inputs along a dimension.", "dim: dimension\nnumInputs: 2 or more\n" NAME_OPTION,
      "l = concatenationLayer(1, 2);")
LAYER(depthConcatenationLayer, "numInputs", "Joins its inputs along the channels.", "numInputs: 2 or more\n" NAME_OPTION, "l = depthConcatenationLayer(2);")
LAYER(identityLayer, "", "Passes its input on.", NAME_OPTION, "l = identityLayer;")
LAYER(functionLayer, "fun", "Applies a function.", "fun: function of one dlarray an input\n" NAME_OPTION, "l = functionLayer(@(x) x.^2);")

const BuiltinDef *const family_layers[] = {
    &def_imageInputLayer, &def_featureInputLayer, &def_inputLayer, &def_fullyConnectedLayer, &def_convolution2dLayer,
    &def_reluLayer, &def_leakyReluLayer, &def_clippedReluLayer, &def_sigmoidLayer, &def_tanhLayer, &def_eluLayer,
    &def_geluLayer, &def_swishLayer, &def_softplusLayer, &def_softmaxLayer, &def_dropoutLayer,
    &def_batchNormalizationLayer, &def_layerNormalizationLayer, &def_flattenLayer, &def_maxPooling2dLayer,
    &def_averagePooling2dLayer, &def_globalAveragePooling2dLayer, &def_additionLayer, &def_concatenationLayer,
    &def_depthConcatenationLayer, &def_identityLayer, &def_functionLayer, NULL,
};
