// builtins/labels.c: class labels as one-hot arrays and back, and the bundled digits.
#include "builtins/dl.h"
#include "nn/data.h"

// The class of each label (0: none) and the class names.
typedef struct Labels {
    Shape shape;
    Index n;
    uint32_t *codes;
    Text **classes; // borrowed from the categorical or the names
    Index n_classes;
    StringArray *names; // owned, or null
} Labels;

static void labels_done(Labels *labels) {
    mem_free(labels->codes);
    if (labels->names) value_unref(value_take_string(labels->names));
}

static Status labels_from(Call *call, Value v, const Value *class_names, Labels *ret) {
    if (class_names) {
        TRY(value_to_strings(call->ctx, *class_names, &ret->names));
        ret->classes = ret->names->items;
        ret->n_classes = ret->names->numel;
    }
    const Categorical *c = value_is_object(v, &categorical_class) ? (const Categorical *)v.object : NULL;
    OWN_STRINGS *text = NULL;
    if (c) {
        ret->shape = c->shape;
        ret->n = c->numel;
    } else {
        if (!class_names)
            return call_fail(call, ERR_ARG, "nnet_cnn:onehotencode:ClassNamesRequired",
                             "Labels that are not categorical need the ClassNames option.");
        TRY(value_to_strings(call->ctx, v, &text));
        ret->shape = text->shape;
        ret->n = text->numel;
    }
    ret->codes = mem_alloc_zero((size_t)(ret->n + 1) * sizeof *ret->codes);
    if (!ret->codes) return ctx_fail_nomem(call->ctx);
    if (c && !class_names) {
        memcpy(ret->codes, c->codes, (size_t)ret->n * sizeof *ret->codes);
        ret->classes = c->categories;
        ret->n_classes = c->n_categories;
        return OK;
    }
    for (Index i = 0; i < ret->n; i++) {
        const Text *label = !c ? text->items[i] : c->codes[i] ? c->categories[c->codes[i] - 1] : NULL;
        for (Index k = 0; label && k < ret->n_classes; k++)
            if (ret->classes[k] && strcmp(ret->classes[k]->bytes, label->bytes) == 0) ret->codes[i] = (uint32_t)k + 1;
    }
    return OK;
}

static Status encode(Call *call, const Labels *labels, int dim, NumClass cls, Tensor **ret) {
    Shape shape = labels->shape;
    while (shape.n_dims <= dim) shape.dim[shape.n_dims++] = 1;
    if (shape.dim[dim] != 1)
        return call_fail(call, ERR_SIZE, "nnet_cnn:onehotencode:NonSingletonDim",
                         "The labels must have size 1 along dimension %d, which the encoding expands.", dim + 1);
    Index inner = 1;
    for (int i = 0; i < dim; i++) inner *= shape.dim[i];
    shape.dim[dim] = labels->n_classes;
    shape_trim(&shape);
    TRY(tensor_zeros(call->ctx, cls, &shape, ret));
    for (Index i = 0; i < labels->n; i++) {
        Index base = i % inner + i / inner * inner * labels->n_classes;
        if (labels->codes[i])
            tensor_set(*ret, base + (Index)(labels->codes[i] - 1) * inner, 1);
        else if (class_is_float(cls))
            for (Index k = 0; k < labels->n_classes; k++) tensor_set(*ret, base + k * inner, NAN);
    }
    return OK;
}

BUILTIN(onehotencode, "B = onehotencode(A,dim)\nB = onehotencode(A,dim,type)\nB = onehotencode(…,ClassNames=names)", ARITY(2, 5, 1),
        "Labels as arrays with a one at the place of the class.",
        "A: categorical array, or labels with ClassNames; size 1 along dim\ndim: dimension to expand\ntype: class of the result (\"single\")\n"
        "ClassNames: classes in order",
        "B: array with the number of classes along dim; NaN for undefined labels", "",
        "B = onehotencode(categorical([\"a\" \"b\" \"a\"]), 1);\nassert(isequal(B, single([1 0 1; 0 1 0])))", "onehotdecode, categorical") {
    int dim;
    TRY(arg_dim(call, 1, &dim));
    if (dim >= SHAPE_MAX_DIMS) return call_fail(call, ERR_ARG, "MATLAB:getdimarg:invalidDim", "The dimension is too large.");
    NumClass cls = CLASS_SINGLE;
    int first = 2;
    if (call->nargin % 2 == 1) {
        OWN_MEM char *type = NULL;
        TRY(arg_text(call, 2, &type));
        if (!class_from_name(type, &cls))
            return call_fail(call, ERR_ARG, "nnet_cnn:onehotencode:InvalidType", "'%s' is not a numeric class.", type);
        first = 3;
    }
    Option option = {"ClassNames", NULL};
    TRY(arg_options(call, first, &option, 1));
    Labels labels = {0};
    Tensor *t = NULL;
    Status status = labels_from(call, call->arg[0], option.value, &labels);
    if (status == OK) status = encode(call, &labels, dim, cls, &t);
    labels_done(&labels);
    TRY(status);
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(onehotdecode, "A = onehotdecode(B,classes,dim)", ARITY(3, 4, 1), "Labels of the largest scores.",
        "B: scores or probabilities, one class a position along dim\nclasses: names in order\ndim: dimension of the classes",
        "A: categorical array with size 1 along dim", "",
        "A = onehotdecode([0.1 0.8; 0.9 0.2], [\"a\" \"b\"], 1);\nassert(isequal(string(A), [\"b\" \"a\"]))", "onehotencode") {
    OWN_DL *x = NULL;
    OWN_STRINGS *classes = NULL;
    int dim;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_strings(call, 1, &classes));
    TRY(arg_dim(call, 2, &dim));
    if (shape_dim(&x->value->shape, dim) != classes->numel)
        return call_fail(call, ERR_SIZE, "nnet_cnn:onehotdecode:SizeMismatch", "There are %lld classes but size %lld along dimension %d.",
                         (long long)classes->numel, (long long)shape_dim(&x->value->shape, dim), dim + 1);
    OWN_TENSOR *best = NULL, *where = NULL;
    TRY(tensor_extreme(call->ctx, RED_MAX, x->value, dim, (ReduceOptions){0}, &best, &where));
    Categorical *c;
    TRY(categorical_new(call->ctx, &where->shape, classes->items, classes->numel, &c));
    for (Index i = 0; i < c->numel; i++)
        c->codes[i] = isnan(tensor_get(best, i)) ? 0 : (uint32_t)tensor_f64(where)[i];
    ret_value(call, 0, value_take_object(&c->head));
    return OK;
}

static Status digits(Call *call, bool test_set) {
    uint8_t *labels = mem_alloc(DIGITS_COUNT);
    if (!labels) return ctx_fail_nomem(call->ctx);
    Tensor *images = NULL, *angles = NULL;
    Status status = digits_make(call->ctx, test_set, &images, labels, &angles);
    Text *names[DIGITS_CLASSES] = {NULL};
    Categorical *c = NULL;
    if (status == OK) {
        ret_tensor(call, 0, images);
        if (ret_wanted(call, 2)) ret_tensor(call, 2, angles);
        else tensor_unref(angles);
    }
    for (int i = 0; i < DIGITS_CLASSES && status == OK; i++) {
        char digit = (char)('0' + i);
        status = text_new(call->ctx, &digit, 1, &names[i]);
    }
    Shape column = shape_2d(DIGITS_COUNT, 1);
    if (status == OK) status = categorical_new(call->ctx, &column, names, DIGITS_CLASSES, &c);
    if (status == OK) {
        for (Index i = 0; i < DIGITS_COUNT; i++) c->codes[i] = labels[i] + 1u;
        if (ret_wanted(call, 1)) ret_value(call, 1, value_take_object(&c->head));
        else value_unref(value_take_object(&c->head));
    }
    for (int i = 0; i < DIGITS_CLASSES; i++) text_unref(names[i]);
    mem_free(labels);
    return status;
}

#define DIGITS_OUTPUTS                                                                             \
    "X: 28-by-28-by-1-by-5000 double, from 0 to 1\nT: 5000-by-1 categorical, \"0\" to \"9\"\nanglesT: rotation in degrees"

BUILTIN(digitTrain4DArrayData, "[X,T,anglesT] = digitTrain4DArrayData", ARITY(0, 0, 3),
        "5000 images of handwritten-looking digits for training, drawn by Gradus.", "", DIGITS_OUTPUTS, "",
        "[X,T] = digitTrain4DArrayData;\nassert(isequal(size(X), [28 28 1 5000]) && numel(categories(T)) == 10)",
        "digitTest4DArrayData, augmentedImageDatastore") {
    return digits(call, false);
}

BUILTIN(digitTest4DArrayData, "[X,T,anglesT] = digitTest4DArrayData", ARITY(0, 0, 3),
        "5000 other images of handwritten-looking digits for testing, drawn by Gradus.", "", DIGITS_OUTPUTS, "",
        "X = digitTest4DArrayData;\nassert(isequal(size(X), [28 28 1 5000]))", "digitTrain4DArrayData") {
    return digits(call, true);
}

const BuiltinDef *const family_labels[] = {
    &def_onehotencode, &def_onehotdecode, &def_digitTrain4DArrayData, &def_digitTest4DArrayData, NULL,
};
