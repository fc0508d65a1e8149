// builtins/dlfunctions.c: activations, losses and layer operations as functions of dlarrays.
#include "builtins/dl.h"

typedef Status (*ActivationFn)(NnState *nn, DlArray *x, DlArray **ret);

static Status activation(Call *call, ActivationFn fn) {
    NnState *nn;
    TRY(call_nn(call, &nn));
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(fn(nn, x, &y));
    return ret_dl(call, 0, nn, y);
}

BUILTIN(relu, "Y = relu(X)", ARITY(1, 1, 1), "Rectified linear unit, max(x,0), element by element.", "X: dlarray",
        "Y: dlarray with the labels of X", "", "assert(isequal(extractdata(relu(dlarray([-1 2]))), [0 2]))",
        "sigmoid, leakyrelu, gelu") {
    return activation(call, dl_relu);
}

BUILTIN(sigmoid, "Y = sigmoid(X)", ARITY(1, 1, 1), "Logistic function 1/(1+exp(-x)), element by element.",
        "X: dlarray", "Y: dlarray with the labels of X", "", "assert(extractdata(sigmoid(dlarray(0))) == 0.5)",
        "relu, tanh, softmax") {
    return activation(call, dl_sigmoid);
}

BUILTIN(swish, "Y = swish(X)", ARITY(1, 1, 1), "x.*sigmoid(x), element by element.", "X: dlarray",
        "Y: dlarray with the labels of X", "", "assert(extractdata(swish(dlarray(0))) == 0)", "relu, gelu") {
    return activation(call, dl_swish);
}

BUILTIN(softplus, "Y = softplus(X)", ARITY(1, 1, 1), "log(1+exp(x)), element by element.", "X: dlarray",
        "Y: dlarray with the labels of X", "", "assert(abs(extractdata(softplus(dlarray(0))) - log(2)) < 1e-12)",
        "relu, sigmoid") {
    return activation(call, dl_softplus);
}

BUILTIN(gelu, "Y = gelu(X)\nY = gelu(X,Approximation=method)", ARITY(1, 3, 1), "Gaussian error linear unit.",
        "X: dlarray\nApproximation: \"none\" (default) or \"tanh\"", "Y: dlarray with the labels of X", "",
        "assert(abs(extractdata(gelu(dlarray(1))) - 0.841344746) < 1e-8)", "relu, swish") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Option option = {"Approximation", NULL};
    TRY(arg_options(call, 1, &option, 1));
    bool tanh_form = false;
    if (option.value) {
        OWN_MEM char *text = NULL;
        TRY(value_to_utf8(call->ctx, *option.value, &text));
        tanh_form = text_same(text, "tanh");
    }
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(dl_gelu(nn, x, tanh_form, &y));
    return ret_dl(call, 0, nn, y);
}

static Status scaled(Call *call, double setting, Status (*fn)(NnState *, DlArray *, double, DlArray **)) {
    NnState *nn;
    TRY(call_nn(call, &nn));
    if (call->nargin > 1) TRY(arg_double(call, 1, &setting));
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(fn(nn, x, setting, &y));
    return ret_dl(call, 0, nn, y);
}

BUILTIN(leakyrelu, "Y = leakyrelu(X)\nY = leakyrelu(X,scale)", ARITY(1, 2, 1),
        "Leaky rectified linear unit: negative values are scaled.", "X: dlarray\nscale: 0.01",
        "Y: dlarray with the labels of X", "", "assert(isequal(extractdata(leakyrelu(dlarray([-1 2]),0.5)), [-0.5 2]))",
        "relu") {
    return scaled(call, 0.01, dl_leakyrelu);
}

BUILTIN(elu, "Y = elu(X)\nY = elu(X,alpha)", ARITY(1, 2, 1), "Exponential linear unit.", "X: dlarray\nalpha: 1",
        "Y: dlarray with the labels of X", "", "assert(extractdata(elu(dlarray(2))) == 2)", "relu") {
    return scaled(call, 1, dl_elu);
}

// DataFormat from options, "" when not given; owned.
static Status format_option(Call *call, const Option *option, char **ret) {
    if (option->value) return value_to_utf8(call->ctx, *option->value, ret);
    *ret = mem_dup("");
    return *ret ? OK : ctx_fail_nomem(call->ctx);
}

BUILTIN(softmax, "Y = softmax(X)\nY = softmax(X,DataFormat=fmt)", ARITY(1, 3, 1), "Softmax over the channel dimension.",
        "X: labelled dlarray, or unlabelled with DataFormat\nDataFormat: labels",
        "Y: dlarray whose channels sum to 1", "deep:dlarray:FormatRequired without labels",
        "Y = softmax(dlarray([1 2; 1 3], \"CB\"));\nassert(max(abs(sum(extractdata(Y),1) - 1)) < 1e-12)",
        "sigmoid, crossentropy") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Option option = {"DataFormat", NULL};
    TRY(arg_options(call, 1, &option, 1));
    OWN_MEM char *format = NULL;
    TRY(format_option(call, &option, &format));
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(dl_softmax(nn, x, format, &y));
    return ret_dl(call, 0, nn, y);
}

BUILTIN(fullyconnect, "Y = fullyconnect(X,W,b)\nY = fullyconnect(X,W,b,DataFormat=fmt)", ARITY(3, 5, 1),
        "Weighted sum of all features: W*X + b.",
        "X: labelled dlarray, or unlabelled with DataFormat\nW: weights, outputs by inputs\nb: bias, one an output",
        "Y: dlarray, labelled C and the batch labels of X", "deep:… when the sizes do not fit",
        "Y = fullyconnect(dlarray([1;2],\"CB\"), dlarray([1 1; 0 1]), dlarray([0; 1]));\n"
        "assert(isequal(extractdata(Y), [3; 3]))",
        "dlconv, relu") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Option option = {"DataFormat", NULL};
    TRY(arg_options(call, 3, &option, 1));
    OWN_MEM char *format = NULL;
    TRY(format_option(call, &option, &format));
    OWN_DL *x = NULL, *w = NULL, *b = NULL;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_dl(call, 1, &w));
    TRY(arg_dl(call, 2, &b));
    DlArray *y;
    TRY(dl_fullyconnect(nn, x, w, b, format, ACT_NONE, &y));
    return ret_dl(call, 0, nn, y);
}

// ---- windows ------------------------------------------------------------------------------------------------------------

// A scalar or a pair of numbers into out[2].
static Status pair_option(Call *call, const Value *v, Index out[2]) {
    if (!v) return OK;
    OWN_TENSOR *t = NULL;
    TRY(value_to_doubles(call->ctx, *v, &t));
    if (t->numel != 1 && t->numel != 2)
        return call_fail(call, ERR_SIZE, "deep:window:InvalidSize", "Expected one number or a pair of numbers.");
    out[0] = (Index)tensor_f64(t)[0];
    out[1] = (Index)tensor_f64(t)[t->numel - 1];
    return OK;
}

static Status padding_option(Call *call, const Value *v, Window2d *w) {
    if (!v) return OK;
    if (value_is_text_scalar(*v)) {
        OWN_MEM char *text = NULL;
        TRY(value_to_utf8(call->ctx, *v, &text));
        w->same = text_same(text, "same");
        return w->same ? OK : call_fail(call, ERR_ARG, "deep:window:InvalidPadding", "Padding must be \"same\" or numbers.");
    }
    OWN_TENSOR *t = NULL;
    TRY(value_to_doubles(call->ctx, *v, &t));
    const double *p = tensor_f64(t);
    if (t->numel == 4) { // [top left; bottom right], column-major
        w->before[0] = (Index)p[0];
        w->after[0] = (Index)p[1];
        w->before[1] = (Index)p[2];
        w->after[1] = (Index)p[3];
        return OK;
    }
    TRY(pair_option(call, v, w->before));
    w->after[0] = w->before[0];
    w->after[1] = w->before[1];
    return OK;
}

typedef struct WindowOptions {
    Option stride, padding, dilation, format;
} WindowOptions;

static Status window_options(Call *call, int first, Window2d *w, char **ret_format) {
    WindowOptions o = {{"Stride", NULL}, {"Padding", NULL}, {"DilationFactor", NULL}, {"DataFormat", NULL}};
    Option list[] = {o.stride, o.padding, o.dilation, o.format};
    TRY(arg_options(call, first, list, 4));
    w->stride[0] = w->stride[1] = w->dilation[0] = w->dilation[1] = 1;
    TRY(pair_option(call, list[0].value, w->stride));
    TRY(padding_option(call, list[1].value, w));
    TRY(pair_option(call, list[2].value, w->dilation));
    return format_option(call, &list[3], ret_format);
}

BUILTIN(dlconv, "Y = dlconv(X,W,b)\nY = dlconv(X,W,b,Name=Value)", ARITY(3, 11, 1),
        "Two-dimensional convolution (cross-correlation) with a bank of filters.",
        "X: dlarray labelled SSCB, or unlabelled with DataFormat\nW: rows by columns by channels by filters\n"
        "b: bias, one a filter, or 0\nStride, DilationFactor: 1\nPadding: 0, numbers or \"same\"",
        "Y: dlarray labelled as X", "deep:… when the sizes do not fit",
        "Y = dlconv(dlarray(ones(3,3,1,1),\"SSCB\"), dlarray(ones(2,2,1,1)), 0);\n"
        "assert(isequal(extractdata(Y), [4 4; 4 4]))",
        "maxpool, fullyconnect") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Window2d window = {0};
    OWN_MEM char *format = NULL;
    TRY(window_options(call, 3, &window, &format));
    OWN_DL *x = NULL, *w = NULL, *b = NULL;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_dl(call, 1, &w));
    TRY(arg_dl(call, 2, &b));
    for (int i = 0; i < 2; i++) window.size[i] = dlarray_dim(w, i);
    bool no_bias = b->value->numel == 1 && tensor_get(b->value, 0) == 0;
    DlArray *y;
    TRY(dl_conv2d(nn, x, w, no_bias ? NULL : b, window, format, &y));
    return ret_dl(call, 0, nn, y);
}

typedef Status (*PoolDlFn)(NnState *nn, DlArray *x, Window2d window, const char *format, DlArray **ret);
static Status pool(Call *call, PoolDlFn fn) {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Window2d window = {0};
    OWN_MEM char *format = NULL;
    TRY(window_options(call, 2, &window, &format));
    TRY(pair_option(call, &call->arg[1], window.size));
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(fn(nn, x, window, format, &y));
    return ret_dl(call, 0, nn, y);
}

BUILTIN(maxpool, "Y = maxpool(X,poolsize)\nY = maxpool(X,poolsize,Name=Value)", ARITY(2, 8, 1),
        "Largest value in each window.", "X: dlarray labelled SSCB\npoolsize: number or pair\nStride: 1\nPadding: 0",
        "Y: dlarray labelled as X", "", "Y = maxpool(dlarray(magic(4),\"SSCB\"), 2, Stride=2);\n"
        "assert(isequal(extractdata(Y), [16 13; 14 15]))", "avgpool, dlconv") {
    return pool(call, dl_maxpool2d);
}

BUILTIN(avgpool, "Y = avgpool(X,poolsize)\nY = avgpool(X,poolsize,Name=Value)", ARITY(2, 8, 1),
        "Mean of each window.", "X: dlarray labelled SSCB\npoolsize: number or pair\nStride: 1\nPadding: 0",
        "Y: dlarray labelled as X", "", "Y = avgpool(dlarray(ones(4),\"SSCB\"), 2, Stride=2);\n"
        "assert(isequal(extractdata(Y), ones(2)))", "maxpool, dlconv") {
    return pool(call, dl_avgpool2d);
}

// ---- losses -------------------------------------------------------------------------------------------------------------

static Status loss_choice(Call *call, const Option *o, const char *const *words, int *ret) {
    if (!o->value) return OK;
    OWN_MEM char *text = NULL;
    TRY(value_to_utf8(call->ctx, *o->value, &text));
    for (int i = 0; words[i]; i++) {
        if (text_same(text, words[i])) {
            *ret = i;
            return OK;
        }
    }
    return call_fail(call, ERR_ARG, "deep:loss:InvalidOption", "'%s' is not a choice for %s.", text, o->name);
}

static Status loss(Call *call, const char *name) {
    static const char *const norms[] = {"batch-size", "all-elements", "target-included", "mask-included", "none", NULL};
    static const char *const reductions[] = {"sum", "none", NULL};
    static const char *const modes[] = {"single-label", "multilabel", "exclusive", "independent", NULL};
    NnState *nn;
    TRY(call_nn(call, &nn));
    int first = 2;
    OWN_DL *weights = NULL, *mask = NULL, *y = NULL, *t = NULL;
    if (first < call->nargin && !arg_is_text(call, first)) TRY(arg_dl(call, first++, &weights));
    Option o[] = {{"DataFormat", NULL}, {"NormalizationFactor", NULL}, {"Reduction", NULL}, {"ClassificationMode", NULL},
                  {"TargetCategories", NULL}, {"Mask", NULL}, {"TransitionPoint", NULL}, {"WeightsFormat", NULL}};
    TRY(arg_options(call, first, o, 8));
    int norm = 0, reduction = 0, mode = 0;
    TRY(loss_choice(call, &o[1], norms, &norm));
    TRY(loss_choice(call, &o[2], reductions, &reduction));
    TRY(loss_choice(call, &o[3], modes, &mode));
    TRY(loss_choice(call, &o[4], modes, &mode));
    LossOptions options = {.normalization = (LossNorm)norm, .element_wise = reduction == 1, .multilabel = mode & 1};
    if (o[5].value) TRY(dl_operand(nn, *o[5].value, &mask));
    if (o[6].value) TRY(value_to_double(call->ctx, *o[6].value, &options.transition));
    options.weights = weights;
    options.mask = mask;
    OWN_MEM char *format = NULL;
    TRY(format_option(call, &o[0], &format));
    TRY(arg_dl(call, 0, &y));
    TRY(arg_dl(call, 1, &t));
    DlArray *value;
    TRY(loss_find(name)->fn(nn, y, t, format, &options, &value));
    return ret_dl(call, 0, nn, value);
}

#define LOSS_INPUTS                                                                                \
    "Y: predictions, labelled dlarray or with DataFormat\nT: targets of the same size\n"            \
    "DataFormat: labels\nReduction: \"sum\" or \"none\"\nNormalizationFactor: \"batch-size\", \"all-elements\", \"none\"\n" \
    "Mask: which elements count"

BUILTIN(crossentropy, "loss = crossentropy(Y,T)\nloss = crossentropy(Y,T,weights)\nloss = crossentropy(…,Name=Value)",
        ARITY(2, 17, 1), "Cross-entropy of predicted probabilities: -sum(T.*log(Y)) over the batch size.",
        LOSS_INPUTS "\nClassificationMode: \"single-label\" or \"multilabel\"", "loss: unlabelled scalar",
        "deep:… when the sizes differ or labels are missing",
        "l = crossentropy(dlarray([0.5; 0.5],\"CB\"), [1; 0]);\nassert(abs(extractdata(l) - log(2)) < 1e-12)",
        "softmax, mse, dlgradient") {
    return loss(call, "crossentropy");
}

BUILTIN(mse, "loss = mse(Y,T)\nloss = mse(Y,T,Name=Value)", ARITY(2, 17, 1),
        "Half mean squared error: sum((Y-T).^2)/2 over the batch size.", LOSS_INPUTS, "loss: unlabelled scalar", "",
        "l = mse(dlarray([1 3],\"CB\"), [0 0]);\nassert(extractdata(l) == 2.5)", "l2loss, huber, crossentropy") {
    return loss(call, "mse");
}

BUILTIN(l1loss, "loss = l1loss(Y,T)\nloss = l1loss(Y,T,Name=Value)", ARITY(2, 17, 1), "Sum of |Y-T| over the batch size.",
        LOSS_INPUTS, "loss: unlabelled scalar", "", "assert(extractdata(l1loss(dlarray([1 3],\"CB\"), [0 0])) == 2)",
        "l2loss, mse, huber") {
    return loss(call, "l1loss");
}

BUILTIN(l2loss, "loss = l2loss(Y,T)\nloss = l2loss(Y,T,Name=Value)", ARITY(2, 17, 1),
        "Sum of (Y-T).^2 over the batch size.", LOSS_INPUTS, "loss: unlabelled scalar", "",
        "assert(extractdata(l2loss(dlarray([1 3],\"CB\"), [0 0])) == 5)", "mse, l1loss") {
    return loss(call, "l2loss");
}

BUILTIN(huber, "loss = huber(Y,T)\nloss = huber(Y,T,TransitionPoint=d)", ARITY(2, 17, 1),
        "Huber loss: half squared near zero, linear beyond the transition point.", LOSS_INPUTS "\nTransitionPoint: 1",
        "loss: unlabelled scalar", "", "assert(extractdata(huber(dlarray([0.5 3],\"CB\"), [0 0])) == (0.125+2.5)/2)",
        "mse, l1loss") {
    return loss(call, "huber");
}

// ---- normalization --------------------------------------------------------------------------------------------------------

BUILTIN(batchnorm, "Y = batchnorm(X,offset,scale)\nY = batchnorm(X,offset,scale,mu,sigmaSq)\n[Y,mu,sigmaSq] = batchnorm(…)",
        ARITY(3, 9, 3), "Normalizes each channel by the statistics of the batch, or by given ones.",
        "X: labelled dlarray\noffset, scale: one a channel\nmu, sigmaSq: statistics to use\nEpsilon: 1e-5",
        "Y: dlarray labelled as X\nmu, sigmaSq: mean and biased variance of the batch", "",
        "Y = batchnorm(dlarray([1 3],\"CB\"), 0, 1);\nassert(max(abs(extractdata(Y) - [-1 1])) < 1e-4)", "layernorm") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    int first = 3;
    bool given = call->nargin > 4 && !arg_is_text(call, 3);
    if (given) first = 5;
    Option o[] = {{"Epsilon", NULL}, {"DataFormat", NULL}};
    TRY(arg_options(call, first, o, 2));
    double epsilon = 1e-5;
    if (o[0].value) TRY(value_to_double(call->ctx, *o[0].value, &epsilon));
    OWN_MEM char *format = NULL;
    TRY(format_option(call, &o[1], &format));
    OWN_DL *x = NULL, *offset = NULL, *scale = NULL, *mean = NULL, *variance = NULL;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_dl(call, 1, &offset));
    TRY(arg_dl(call, 2, &scale));
    DlArray *y;
    if (given) {
        TRY(arg_dl(call, 3, &mean));
        TRY(arg_dl(call, 4, &variance));
        TRY(dl_batchnorm_with(nn, x, offset, scale, mean, variance, epsilon, format, &y));
        return ret_dl(call, 0, nn, y);
    }
    TRY(dl_batchnorm(nn, x, offset, scale, epsilon, format, &y, &mean, &variance));
    TRY(ret_dl(call, 0, nn, y));
    if (ret_wanted(call, 1)) TRY(ret_dl(call, 1, nn, GIVE(mean)));
    if (ret_wanted(call, 2)) TRY(ret_dl(call, 2, nn, GIVE(variance)));
    return OK;
}

BUILTIN(layernorm, "Y = layernorm(X,offset,scale)\nY = layernorm(X,offset,scale,Name=Value)", ARITY(3, 7, 1),
        "Normalizes each observation over its features.",
        "X: labelled dlarray\noffset, scale: one a channel\nEpsilon: 1e-5\nDataFormat: labels",
        "Y: dlarray labelled as X", "",
        "Y = layernorm(dlarray([1; 3],\"CB\"), [0;0], [1;1]);\nassert(max(abs(extractdata(Y) - [-1; 1])) < 1e-4)",
        "batchnorm") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Option o[] = {{"Epsilon", NULL}, {"DataFormat", NULL}};
    TRY(arg_options(call, 3, o, 2));
    double epsilon = 1e-5;
    if (o[0].value) TRY(value_to_double(call->ctx, *o[0].value, &epsilon));
    OWN_MEM char *format = NULL;
    TRY(format_option(call, &o[1], &format));
    OWN_DL *x = NULL, *offset = NULL, *scale = NULL;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_dl(call, 1, &offset));
    TRY(arg_dl(call, 2, &scale));
    DlArray *y;
    TRY(dl_layernorm(nn, x, offset, scale, epsilon, format, &y));
    return ret_dl(call, 0, nn, y);
}

const BuiltinDef *const family_dlfunctions[] = {
    &def_relu,    &def_sigmoid,      &def_swish, &def_softplus, &def_gelu,   &def_leakyrelu, &def_elu,
    &def_softmax, &def_fullyconnect, &def_dlconv, &def_maxpool, &def_avgpool, &def_crossentropy, &def_mse,
    &def_l1loss,  &def_l2loss,       &def_huber, &def_batchnorm, &def_layernorm, NULL,
};
