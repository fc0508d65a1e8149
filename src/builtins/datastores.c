// builtins/datastores.c: datastores over arrays, and the mini-batch queue that draws shuffled batches from them.
// A datastore is a handle to `n` observations of `n_columns` values each; `order` is the order of reading.
#include "builtins/dl.h"

typedef enum StoreKind { STORE_ARRAY, STORE_IMAGES, STORE_COMBINED, STORE_TRANSFORMED } StoreKind;

struct Datastore {
    Object head;
    Env *env;
    StoreKind kind;
    Index n;
    int n_columns;
    Index position;
    Index *order;       // null: stored order
    Value data, labels; // array or images and their labels
    int dim;            // STORE_ARRAY: zero-based dimension of the observations
    bool as_cell;       // STORE_ARRAY: OutputType "cell"
    Index size[2];      // STORE_IMAGES: rows and columns asked for
    Index batch;        // STORE_IMAGES: MiniBatchSize
    Datastore *parts[8];
    int n_parts;
    Value fn;           // STORE_TRANSFORMED
};

extern const ForeignDef datastore_classes[];

static bool is_datastore(Value v) {
    return v.tag == VAL_OBJECT && v.object->def >= datastore_classes && v.object->def < datastore_classes + 4;
}
Datastore *datastore_find(Value v) { return is_datastore(v) ? (Datastore *)v.object : NULL; }
Index datastore_count(const Datastore *store) { return store->n; }
int datastore_columns(const Datastore *store) { return store->n_columns; }

static Status store_new(Call *call, StoreKind kind, Datastore **ret) {
    Datastore *s = mem_alloc_zero(sizeof *s);
    if (!s) return ctx_fail_nomem(call->ctx);
    object_init(&s->head, &datastore_classes[kind]);
    s->env = call->env;
    s->kind = kind;
    s->n_columns = 1;
    *ret = s;
    return OK;
}

static void store_release(Object *o) {
    Datastore *s = (Datastore *)o;
    value_unref(s->data);
    value_unref(s->labels);
    value_unref(s->fn);
    for (int i = 0; i < s->n_parts; i++) object_unref(&s->parts[i]->head);
    mem_free(s->order);
    mem_free(s);
}

// v with one position along `dim` picked.
static Status slice(Ctx *ctx, Value v, int dim, Index i, Value *ret) {
    Value idx[SHAPE_MAX_DIMS];
    Shape shape;
    TRY(value_shape(ctx, v, &shape));
    int n = dim + 1 > shape.n_dims ? dim + 1 : shape.n_dims;
    for (int k = 0; k < n; k++) idx[k] = (Value){.tag = VAL_COLON};
    idx[dim] = value_double((double)i + 1);
    return value_index(ctx, v, idx, n, ret);
}

// Bilinear resize of the first two dimensions, pixel centres aligned at half-integer positions.
static Status resize_image(Ctx *ctx, const Tensor *x, const Index size[2], Tensor **ret) {
    Index rows = shape_dim(&x->shape, 0), columns = shape_dim(&x->shape, 1);
    if (rows == size[0] && columns == size[1]) {
        *ret = tensor_ref((Tensor *)x);
        return OK;
    }
    Shape to = x->shape;
    to.dim[0] = size[0];
    to.dim[1] = size[1];
    TRY(tensor_new(ctx, (NumClass)x->cls, &to, ret));
    Index planes = x->numel / (rows * columns);
    for (Index p = 0; p < planes; p++) {
        for (Index j = 0; j < size[1]; j++) {
            double c = fmin(fmax(((double)j + 0.5) * (double)columns / (double)size[1] - 0.5, 0), (double)columns - 1);
            Index c0 = (Index)c, c1 = c0 + 1 < columns ? c0 + 1 : c0;
            for (Index i = 0; i < size[0]; i++) {
                double r = fmin(fmax(((double)i + 0.5) * (double)rows / (double)size[0] - 0.5, 0), (double)rows - 1);
                Index r0 = (Index)r, r1 = r0 + 1 < rows ? r0 + 1 : r0;
                double fr = r - (double)r0, fc = c - (double)c0;
                const Index base = p * rows * columns;
                double v = (1 - fr) * (1 - fc) * tensor_get(x, base + r0 + c0 * rows) +
                           fr * (1 - fc) * tensor_get(x, base + r1 + c0 * rows) +
                           (1 - fr) * fc * tensor_get(x, base + r0 + c1 * rows) +
                           fr * fc * tensor_get(x, base + r1 + c1 * rows);
                tensor_set(*ret, p * size[0] * size[1] + i + j * size[0], v);
            }
        }
    }
    return OK;
}

Status datastore_observe(Call *call, Datastore *s, Index i, int column, Value *ret) {
    Ctx *ctx = call->ctx;
    switch (s->kind) {
    case STORE_ARRAY: return slice(ctx, s->data, s->dim, i, ret);
    case STORE_IMAGES: {
        if (column == 1) return slice(ctx, s->labels, 0, i, ret);
        OWN_VALUE image = VALUE_NONE;
        TRY(slice(ctx, s->data, 3, i, &image));
        OWN_TENSOR *t = NULL;
        TRY(value_to_tensor(ctx, image, &t));
        Tensor *resized;
        TRY(resize_image(ctx, t, s->size, &resized));
        *ret = value_take_tensor(resized);
        return OK;
    }
    case STORE_COMBINED:
        for (int k = 0; k < s->n_parts; k++) {
            if (column < s->parts[k]->n_columns) return datastore_observe(call, s->parts[k], i, column, ret);
            column -= s->parts[k]->n_columns;
        }
        break;
    case STORE_TRANSFORMED: {
        OWN_VALUE row = VALUE_NONE, made = VALUE_NONE;
        Shape shape = shape_2d(1, s->parts[0]->n_columns);
        CellArray *cell;
        TRY(cell_new(ctx, &shape, &cell));
        row = value_take_cell(cell);
        for (int k = 0; k < s->parts[0]->n_columns; k++)
            TRY(datastore_observe(call, s->parts[0], i, k, &cell->items[k]));
        TRY(vm_call(call->vm, s->fn, &row, 1, 1, &made));
        if (made.tag == VAL_CELL && made.cell->numel > column) return cell_get(ctx, made.cell, column, ret);
        *ret = value_give(&made);
        return OK;
    }
    }
    return ctx_fail(ctx, ERR_INDEX, "MATLAB:datastoreio:noSuchColumn", "The datastore has no column %d.", column + 1);
}

// ---- reading one observation or all -----------------------------------------------------------------------------------

static Index store_at(const Datastore *s, Index position) { return s->order ? s->order[position] : position; }

static bool store_wraps(const Datastore *s) { return s->kind != STORE_ARRAY || s->as_cell; }

// Rows [from, to) as one cell of observations by columns (or a plain array for OutputType "same").
static Status read_rows(Call *call, Datastore *s, Index from, Index to, Value *ret) {
    CellArray *cell;
    Shape shape = shape_2d(to - from, s->n_columns);
    TRY(cell_new(call->ctx, &shape, &cell));
    OWN_VALUE hold = value_take_cell(cell);
    for (Index i = from; i < to; i++)
        for (int k = 0; k < s->n_columns; k++)
            TRY(datastore_observe(call, s, store_at(s, i), k, &cell->items[(i - from) + k * (to - from)]));
    if (s->kind == STORE_IMAGES) {
        static const char *const names[] = {"input", "response"};
        Value vars[2];
        Shape column = shape_2d(to - from, 1);
        CellArray *images;
        TRY(cell_new(call->ctx, &column, &images));
        for (Index i = 0; i < to - from; i++) images->items[i] = value_ref(cell->items[i]);
        vars[0] = value_take_cell(images);
        if (s->n_columns == 2) {
            Status status = value_concat(call->ctx, 0, cell->items + (to - from), (int)(to - from), &vars[1]);
            if (status != OK) {
                value_unref(vars[0]);
                return status;
            }
        }
        Table *table;
        TRY(table_new(call->ctx, to - from, names, vars, s->n_columns, &table));
        *ret = value_take_object(&table->head);
        return OK;
    }
    if (store_wraps(s)) *ret = value_give(&hold);
    else TRY(value_concat(call->ctx, s->dim, cell->items, (int)(to - from), ret));
    return OK;
}

// ---- the classes ------------------------------------------------------------------------------------------------------------

static Status store_dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Datastore *s = (Datastore *)o;
    if (strcmp(name, "NumObservations") == 0) {
        *ret = value_double((double)s->n);
        return OK;
    }
    if (strcmp(name, "MiniBatchSize") == 0 && s->kind == STORE_IMAGES) {
        *ret = value_double((double)s->batch);
        return OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField", "Unrecognized method, property, or field '%s' for class '%s'.",
                    name, o->def->class_name);
}

static Status store_dot_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    Datastore *s = (Datastore *)*o;
    double number;
    if (strcmp(name, "MiniBatchSize") == 0 && s->kind == STORE_IMAGES) {
        TRY(value_to_double(ctx, rhs, &number));
        if (number < 1 || number != floor(number))
            return ctx_fail(ctx, ERR_ARG, "MATLAB:datastoreio:invalidSize", "MiniBatchSize must be a positive integer.");
        s->batch = (Index)number;
        return OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:class:SetProhibited", "Unable to set the '%s' property of class '%s'.", name,
                    (*o)->def->class_name);
}

static MethodFn store_method(const char *name);

#define STORE_CLASS(name)                                                                          \
    {.class_name = name,                                                                           \
     .is_handle = true,                                                                            \
     .release = store_release,                                                                     \
     .dot_get = store_dot_get,                                                                     \
     .dot_set = store_dot_set,                                                                     \
     .find_method = store_method}
const ForeignDef datastore_classes[] = {
    STORE_CLASS("matlab.io.datastore.ArrayDatastore"),
    STORE_CLASS("augmentedImageDatastore"),
    STORE_CLASS("matlab.io.datastore.CombinedDatastore"),
    STORE_CLASS("matlab.io.datastore.TransformedDatastore"),
};

// ---- constructors -----------------------------------------------------------------------------------------------------------

BUILTIN(arrayDatastore, "ds = arrayDatastore(A)\nds = arrayDatastore(A,Name=Value)", ARITY(1, 7, 1),
        "Datastore over an array in memory.",
        "A: array of any class\nIterationDimension: dimension of the observations (1)\nOutputType: \"cell\" (default) or \"same\"",
        "ds: datastore; read gives one observation", "",
        "ds = arrayDatastore([1 2; 3 4]);\nx = read(ds);\nassert(isequal(x, {[1 2]}))", "combine, minibatchqueue") {
    Option o[] = {{"IterationDimension", NULL}, {"OutputType", NULL}, {"ReadSize", NULL}};
    TRY(arg_options(call, 1, o, 3));
    double dim = 1;
    if (o[0].value) TRY(value_to_double(call->ctx, *o[0].value, &dim));
    if (dim < 1 || dim != floor(dim) || dim > SHAPE_MAX_DIMS)
        return call_fail(call, ERR_ARG, "MATLAB:datastoreio:invalidDimension", "IterationDimension must be a positive integer.");
    Datastore *s;
    TRY(store_new(call, STORE_ARRAY, &s));
    OWN_VALUE hold = value_take_object(&s->head);
    s->dim = (int)dim - 1;
    s->as_cell = true;
    if (o[1].value) {
        OWN_MEM char *type = NULL;
        TRY(value_to_utf8(call->ctx, *o[1].value, &type));
        s->as_cell = !text_same(type, "same");
    }
    s->data = value_ref(call->arg[0]);
    Shape shape;
    TRY(value_shape(call->ctx, s->data, &shape));
    s->n = shape_dim(&shape, s->dim);
    ret_value(call, 0, value_give(&hold));
    return OK;
}

BUILTIN(augmentedImageDatastore, "ds = augmentedImageDatastore(outputSize,X)\nds = augmentedImageDatastore(outputSize,X,T)",
        ARITY(2, -1, 1), "Datastore of images resized to one size, with their labels.",
        "outputSize: [height width]\nX: images, height by width by channels by count\nT: labels, one an image\nMiniBatchSize: 128",
        "ds: datastore; read gives a table of MiniBatchSize rows with input and response",
        "Gradus:notSupported for DataAugmentation",
        "ds = augmentedImageDatastore([4 4], rand(8,8,1,10), (1:10)');\nt = read(ds);\nassert(isequal(size(t.input{1}), [4 4]))",
        "minibatchqueue, arrayDatastore") {
    OWN_TENSOR *size = NULL;
    TRY(arg_doubles(call, 0, &size));
    if (size->numel < 2) return call_fail(call, ERR_SIZE, "nnet_cnn:augmentedImageDatastore:invalidSize", "The output size has two elements.");
    int first = 2;
    bool has_labels = call->nargin > 2 && !arg_is_text(call, 2);
    if (has_labels) first = 3;
    Option o[] = {{"MiniBatchSize", NULL}, {"DataAugmentation", NULL}, {"ColorPreprocessing", NULL}, {"DispatchInBackground", NULL}};
    TRY(arg_options(call, first, o, 4));
    if (o[1].value) return ctx_fail_unsupported(call->ctx, "DataAugmentation of augmentedImageDatastore");
    if (o[2].value) return ctx_fail_unsupported(call->ctx, "ColorPreprocessing of augmentedImageDatastore");
    Datastore *s;
    TRY(store_new(call, STORE_IMAGES, &s));
    OWN_VALUE hold = value_take_object(&s->head);
    s->size[0] = (Index)tensor_f64(size)[0];
    s->size[1] = (Index)tensor_f64(size)[1];
    s->batch = 128;
    if (o[0].value) {
        Value v = hold;
        TRY(store_dot_set(call->ctx, &v.object, "MiniBatchSize", *o[0].value));
    }
    s->data = value_ref(call->arg[1]);
    Shape shape;
    TRY(value_shape(call->ctx, s->data, &shape));
    s->n = shape_dim(&shape, 3);
    if (has_labels) {
        s->labels = value_ref(call->arg[2]);
        s->n_columns = 2;
        Shape labels;
        TRY(value_shape(call->ctx, s->labels, &labels));
        if (shape_dim(&labels, 0) != s->n)
            return call_fail(call, ERR_SIZE, "nnet_cnn:augmentedImageDatastore:sizeMismatch",
                             "There are %lld images but %lld labels.", (long long)s->n, (long long)shape_dim(&labels, 0));
    }
    ret_value(call, 0, value_give(&hold));
    return OK;
}

BUILTIN(combine, "ds = combine(ds1,ds2,…)", ARITY(1, 8, 1), "Datastore that reads from several side by side.",
        "ds1, ds2 …: datastores", "ds: datastore; read joins their observations horizontally", "",
        "ds = combine(arrayDatastore([1;2]), arrayDatastore([3;4]));\nassert(isequal(read(ds), {1 3}))", "arrayDatastore") {
    for (int i = 0; i < call->nargin; i++)
        if (!datastore_find(call->arg[i]))
            return call_fail(call, ERR_TYPE, "MATLAB:datastoreio:notDatastore", "Argument %d must be a datastore.", i + 1);
    Datastore *s;
    TRY(store_new(call, STORE_COMBINED, &s));
    s->n_columns = 0;
    for (int i = 0; i < call->nargin; i++) {
        Datastore *part = datastore_find(call->arg[i]);
        s->parts[s->n_parts++] = (Datastore *)object_ref(&part->head);
        s->n_columns += part->n_columns;
        s->n = i == 0 || part->n < s->n ? part->n : s->n;
    }
    ret_value(call, 0, value_take_object(&s->head));
    return OK;
}

BUILTIN(transform, "ds2 = transform(ds,fun)", ARITY(2, 2, 1), "Datastore whose observations pass through a function.",
        "ds: datastore\nfun: function of one cell row of values", "ds2: datastore", "",
        "ds = transform(arrayDatastore([1;2]), @(c) {c{1}*10});\nassert(isequal(read(ds), {10}))", "combine") {
    Datastore *base = datastore_find(call->arg[0]);
    if (!base) return call_fail(call, ERR_TYPE, "MATLAB:datastoreio:notDatastore", "Argument 1 must be a datastore.");
    OWN_VALUE fn = VALUE_NONE;
    TRY(arg_func(call, 1, &fn));
    Datastore *s;
    TRY(store_new(call, STORE_TRANSFORMED, &s));
    OWN_VALUE hold = value_take_object(&s->head);
    s->parts[s->n_parts++] = (Datastore *)object_ref(&base->head);
    s->fn = value_give(&fn);
    s->n = base->n;
    if (s->n > 0) { // the function decides how many values an observation has
        OWN_VALUE row = VALUE_NONE, made = VALUE_NONE;
        TRY(read_rows(call, base, 0, 1, &row));
        TRY(vm_call(call->vm, s->fn, &row, 1, 1, &made));
        s->n_columns = made.tag == VAL_CELL ? (int)made.cell->numel : 1;
    }
    ret_value(call, 0, value_give(&hold));
    return OK;
}

// ---- the queue ----------------------------------------------------------------------------------------------------------------

enum { QUEUE_MAX = 8 };
typedef struct Queue {
    Object head;
    Env *env;
    Datastore *store;
    Index batch, position;
    Index *order;
    int n_out;
    bool discard;
    Value fn;                       // VALUE_NONE: collate
    char *cast[QUEUE_MAX];          // class name or "" for none
    bool as_dl[QUEUE_MAX];
    char format[QUEUE_MAX][FORMAT_BYTES];
} Queue;
static const ForeignDef queue_class;
static Queue *queue_find(Value v) { return value_is_object(v, &queue_class) ? (Queue *)v.object : NULL; }

static void queue_release(Object *o) {
    Queue *q = (Queue *)o;
    if (q->store) object_unref(&q->store->head);
    value_unref(q->fn);
    for (int i = 0; i < QUEUE_MAX; i++) mem_free(q->cast[i]);
    mem_free(q->order);
    mem_free(q);
}

static bool queue_has_data(const Queue *q) {
    return q->discard ? q->position + q->batch <= q->store->n : q->position < q->store->n;
}

// Text option with one entry for all outputs, or one each; calls `set` for each output.
static Status each_output(Call *call, Queue *q, const Option *o, Status (*set)(Call *, Queue *, int, const char *)) {
    if (!o->value) return OK;
    OWN_STRINGS *s = NULL;
    TRY(value_to_strings(call->ctx, *o->value, &s));
    if (s->numel != 1 && s->numel != q->n_out)
        return call_fail(call, ERR_SIZE, "deep:minibatchqueue:WrongNumber",
                         "%s has %lld entries for %d outputs.", o->name, (long long)s->numel, q->n_out);
    for (int i = 0; i < q->n_out; i++) {
        const Text *text = s->items[s->numel == 1 ? 0 : i];
        TRY(set(call, q, i, text ? text->bytes : ""));
    }
    return OK;
}

static Status set_format(Call *call, Queue *q, int i, const char *text) {
    if (strlen(text) >= FORMAT_BYTES || strspn(text, "SCBTU") != strlen(text))
        return call_fail(call, ERR_ARG, "deep:dlarray:InvalidFormat", "'%s' is not a format of labels S, C, B, T, U.", text);
    strcpy(q->format[i], text);
    return OK;
}

static Status set_cast(Call *call, Queue *q, int i, const char *text) {
    NumClass cls;
    if (text[0] && !class_from_name(text, &cls))
        return call_fail(call, ERR_ARG, "deep:minibatchqueue:InvalidCast", "'%s' is not a numeric class.", text);
    mem_free(q->cast[i]);
    q->cast[i] = mem_dup(text);
    return q->cast[i] ? OK : ctx_fail_nomem(call->ctx);
}

static Status queue_options(Call *call, Queue *q, int first) {
    Option o[] = {{"MiniBatchSize", NULL},   {"PartialMiniBatch", NULL}, {"MiniBatchFcn", NULL},
                  {"OutputCast", NULL},      {"OutputAsDlarray", NULL},  {"MiniBatchFormat", NULL},
                  {"OutputEnvironment", NULL}, {"DispatchInBackground", NULL}, {"PreprocessingEnvironment", NULL}};
    TRY(arg_options(call, first, o, 9));
    if (o[0].value) {
        double batch;
        TRY(value_to_double(call->ctx, *o[0].value, &batch));
        if (batch < 1 || batch != floor(batch))
            return call_fail(call, ERR_ARG, "deep:minibatchqueue:InvalidSize", "MiniBatchSize must be a positive integer.");
        q->batch = (Index)batch;
    }
    if (o[1].value) {
        OWN_MEM char *text = NULL;
        TRY(value_to_utf8(call->ctx, *o[1].value, &text));
        q->discard = text_same(text, "discard");
        if (!q->discard && !text_same(text, "return"))
            return call_fail(call, ERR_ARG, "deep:minibatchqueue:InvalidPartial", "PartialMiniBatch must be \"return\" or \"discard\".");
    }
    if (o[2].value && !value_is_text_scalar(*o[2].value)) q->fn = value_ref(*o[2].value);
    TRY(each_output(call, q, &o[3], set_cast));
    TRY(each_output(call, q, &o[5], set_format));
    if (o[4].value) {
        OWN_TENSOR *t = NULL;
        TRY(value_to_doubles(call->ctx, *o[4].value, &t));
        for (int i = 0; i < q->n_out && t->numel; i++) q->as_dl[i] = tensor_f64(t)[t->numel == 1 ? 0 : i < t->numel ? i : t->numel - 1] != 0;
    }
    if (o[6].value) {
        OWN_STRINGS *s = NULL;
        TRY(value_to_strings(call->ctx, *o[6].value, &s));
        for (Index i = 0; i < s->numel; i++)
            if (s->items[i] && text_same(s->items[i]->bytes, "gpu"))
                return ctx_fail_unsupported(call->ctx, "OutputEnvironment=\"gpu\" (this build computes on the CPU)");
    }
    return OK;
}

BUILTIN(minibatchqueue, "mbq = minibatchqueue(ds)\nmbq = minibatchqueue(ds,numOutputs)\nmbq = minibatchqueue(…,Name=Value)",
        ARITY(1, -1, 1), "Mini-batches for a training loop.",
        "ds: datastore\nnumOutputs: values next gives (columns of the datastore)\nMiniBatchSize: 128\n"
        "PartialMiniBatch: \"return\" or \"discard\"\nMiniBatchFcn: function of one cell an input column; default joins along the batch\n"
        "OutputCast: \"single\"\nOutputAsDlarray: true\nMiniBatchFormat: labels, one text or one an output\n"
        "OutputEnvironment: \"auto\" or \"cpu\"",
        "mbq: queue for next, hasdata, shuffle, reset", "deep:minibatchqueue:…",
        "mbq = minibatchqueue(arrayDatastore(rand(10,3)), MiniBatchSize=4, MiniBatchFormat=\"BC\");\n"
        "X = next(mbq);\nassert(isequal(size(X), [3 4]) && strcmp(dims(X), 'CB'))",
        "next, hasdata, shuffle, reset, arrayDatastore") {
    Datastore *store = datastore_find(call->arg[0]);
    if (!store) return call_fail(call, ERR_TYPE, "deep:minibatchqueue:NoDatastore", "The first argument must be a datastore.");
    Queue *q = mem_alloc_zero(sizeof *q);
    if (!q) return ctx_fail_nomem(call->ctx);
    object_init(&q->head, &queue_class);
    OWN_VALUE hold = value_take_object(&q->head);
    q->env = call->env;
    q->store = (Datastore *)object_ref(&store->head);
    q->batch = 128;
    q->n_out = store->n_columns;
    int first = 1;
    if (call->nargin > 1 && !arg_is_text(call, 1)) {
        Index n;
        TRY(arg_positive(call, 1, &n));
        if (n > QUEUE_MAX) return call_fail(call, ERR_LIMIT, "deep:minibatchqueue:TooManyOutputs", "At most %d outputs.", QUEUE_MAX);
        q->n_out = (int)n;
        first = 2;
    }
    for (int i = 0; i < QUEUE_MAX; i++) {
        q->as_dl[i] = true;
        TRY(set_cast(call, q, i, "single"));
    }
    TRY(queue_options(call, q, first));
    ret_value(call, 0, value_give(&hold));
    return OK;
}

// The batch dimension of values joined without a MiniBatchFcn.
static int batch_dim(const char *format, const Shape *shape) {
    const char *b = strchr(format, 'B');
    if (b) return (int)(b - format);
    if (shape->n_dims == 2 && shape->dim[0] == 1) return 0;
    if (shape->n_dims == 2 && shape->dim[1] == 1) return 1;
    return shape->n_dims < 3 ? 3 : shape->n_dims > 3 ? shape->n_dims : 3;
}

static Status collate(Call *call, Queue *q, const Value *columns, Value *outs) {
    for (int k = 0; k < q->n_out; k++) {
        CellArray *cell = columns[k].cell;
        Shape shape;
        TRY(value_shape(call->ctx, cell->items[0], &shape));
        if (cell->items[0].tag == VAL_CELL || value_is_char(cell->items[0])) outs[k] = value_ref(columns[k]);
        else TRY(value_concat(call->ctx, batch_dim(q->format[k], &shape), cell->items, (int)cell->numel, &outs[k]));
    }
    return OK;
}

// Casts and wraps output k as the options say.
static Status queue_output(Call *call, Queue *q, int k, Value v, Value *ret) {
    NnState *nn;
    TRY(call_nn(call, &nn));
    bool numeric = value_is_numeric(v) || value_is_logical(v) || dl_find(v);
    if (!numeric) {
        if (q->format[k][0])
            return call_fail(call, ERR_TYPE, "deep:minibatchqueue:NotNumeric",
                             "Output %d is of class '%s' and cannot become a dlarray labelled \"%s\"; encode it in the MiniBatchFcn.",
                             k + 1, value_class_name(v), q->format[k]);
        *ret = value_ref(v);
        return OK;
    }
    OWN_DL *x = NULL;
    TRY(dl_operand(nn, v, &x));
    NumClass cls;
    if (q->cast[k][0] && class_from_name(q->cast[k], &cls)) {
        DlArray *cast;
        TRY(dl_cast(nn, x, cls, &cast));
        dlarray_unref(x);
        x = cast;
    }
    if (!q->as_dl[k]) {
        *ret = value_take_tensor(tensor_ref(x->value));
        return OK;
    }
    if (!q->format[k][0]) return dl_wrap(nn, GIVE(x), ret);
    DlArray *labelled;
    TRY(dlarray_with_format(nn, x, q->format[k], &labelled));
    return dl_wrap(nn, labelled, ret);
}

static Status gather_batch(Call *call, Queue *q, Index n, Value *columns) {
    Shape shape = shape_2d(n, 1);
    for (int k = 0; k < q->store->n_columns; k++) {
        CellArray *cell;
        TRY(cell_new(call->ctx, &shape, &cell));
        columns[k] = value_take_cell(cell);
        for (Index i = 0; i < n; i++) {
            Index at = q->order ? q->order[q->position + i] : q->position + i;
            TRY(datastore_observe(call, q->store, store_at(q->store, at), k, &cell->items[i]));
        }
    }
    return OK;
}

static Status queue_next(Call *call, Queue *q) {
    Value columns[QUEUE_MAX], outs[QUEUE_MAX];
    for (int i = 0; i < QUEUE_MAX; i++) columns[i] = outs[i] = VALUE_NONE;
    if (q->store->n_columns > QUEUE_MAX) return ctx_fail_unsupported(call->ctx, "A queue over more than 8 columns");
    Index left = q->store->n - q->position, n = left < q->batch ? left : q->batch;
    Status status = gather_batch(call, q, n, columns);
    if (status == OK && q->fn.tag != VAL_NONE)
        status = vm_call(call->vm, q->fn, columns, q->store->n_columns, q->n_out, outs);
    else if (status == OK)
        status = collate(call, q, columns, outs);
    for (int k = 0; k < q->n_out && status == OK; k++)
        if (ret_wanted(call, k)) status = queue_output(call, q, k, outs[k], &call->ret[k]);
    for (int i = 0; i < QUEUE_MAX; i++) {
        value_unref(columns[i]);
        value_unref(outs[i]);
    }
    if (status == OK) q->position += n;
    return status;
}

static Status shuffled(Env *env, Index n, Index **ret) {
    OWN_TENSOR *p = NULL;
    TRY(rng_permutation(env->ctx, &env->rng, n, n, &p));
    Index *order = mem_alloc((size_t)(n + 1) * sizeof *order);
    if (!order) return ctx_fail_nomem(env->ctx);
    for (Index i = 0; i < n; i++) order[i] = (Index)tensor_f64(p)[i] - 1;
    *ret = order;
    return OK;
}

// ---- functions of queues and datastores ---------------------------------------------------------------------------------

static Status not_either(Call *call) {
    return call_fail(call, ERR_TYPE, "MATLAB:datastoreio:notDatastore", "Expected a minibatchqueue or a datastore, not '%s'.",
                     value_class_name(call->arg[0]));
}

BUILTIN(next, "[X1,…,Xn] = next(mbq)", ARITY(1, 1, -1), "The next mini-batch of a queue.", "mbq: minibatchqueue",
        "X1 … Xn: as the queue's options say", "deep:minibatchqueue:NoMoreData past the end",
        "mbq = minibatchqueue(arrayDatastore((1:4)'), MiniBatchSize=3);\nX = next(mbq);\nassert(numel(X) == 3)",
        "hasdata, minibatchqueue") {
    Queue *q = queue_find(call->arg[0]);
    if (!q) return not_either(call);
    if (!queue_has_data(q))
        return call_fail(call, ERR_INDEX, "deep:minibatchqueue:NoMoreData",
                         "There is no more data in the queue. Use hasdata before next, and reset or shuffle to start again.");
    if (call->nargout > q->n_out)
        return call_fail(call, ERR_ARG, "MATLAB:maxlhs", "Too many output arguments: the queue has %d.", q->n_out);
    return queue_next(call, q);
}

BUILTIN(hasdata, "tf = hasdata(mbq)\ntf = hasdata(ds)", ARITY(1, 1, 1), "True while there is something to read.",
        "mbq: minibatchqueue\nds: datastore", "tf: logical scalar", "",
        "ds = arrayDatastore([1;2]);\nread(ds);\nread(ds);\nassert(~hasdata(ds))", "next, read, reset") {
    Queue *q = queue_find(call->arg[0]);
    Datastore *s = datastore_find(call->arg[0]);
    if (!q && !s) return not_either(call);
    ret_bool(call, 0, q ? queue_has_data(q) : s->position < s->n);
    return OK;
}

BUILTIN(reset, "reset(mbq)\nreset(ds)", ARITY(1, 1, 0), "Starts reading again from the beginning.", "mbq: minibatchqueue\nds: datastore",
        "", "", "ds = arrayDatastore([1;2]);\nread(ds);\nreset(ds)\nassert(isequal(read(ds), {1}))", "hasdata, shuffle") {
    Queue *q = queue_find(call->arg[0]);
    Datastore *s = datastore_find(call->arg[0]);
    if (!q && !s) return not_either(call);
    if (q) q->position = 0;
    else s->position = 0;
    return OK;
}

BUILTIN(shuffle, "shuffle(mbq)\nds2 = shuffle(ds)", ARITY(1, 1, 1), "Puts the observations in random order and starts again.",
        "mbq: minibatchqueue, changed itself\nds: datastore, left as it is", "ds2: datastore in another order", "",
        "mbq = minibatchqueue(arrayDatastore((1:4)'));\nshuffle(mbq)\nassert(isequal(sort(extractdata(next(mbq))), single((1:4)')))",
        "reset, next, rng") {
    Queue *q = queue_find(call->arg[0]);
    Datastore *s = datastore_find(call->arg[0]);
    if (!q && !s) return not_either(call);
    Index *order;
    TRY(shuffled(call->env, q ? q->store->n : s->n, &order));
    if (q) {
        mem_free(q->order);
        q->order = order;
        q->position = 0;
        return OK;
    }
    Datastore *copy;
    Status status = store_new(call, s->kind, &copy);
    if (status != OK) {
        mem_free(order);
        return status;
    }
    const ForeignDef *def = copy->head.def;
    *copy = *s;
    object_init(&copy->head, def);
    copy->data = value_ref(s->data);
    copy->labels = value_ref(s->labels);
    copy->fn = value_ref(s->fn);
    for (int i = 0; i < s->n_parts; i++) object_ref(&s->parts[i]->head);
    for (Index i = 0; s->order && i < s->n; i++) order[i] = s->order[order[i]];
    copy->order = order;
    copy->position = 0;
    ret_value(call, 0, value_take_object(&copy->head));
    return OK;
}

BUILTIN(read, "data = read(ds)", ARITY(1, 1, 1), "The next observation of a datastore.", "ds: datastore",
        "data: cell row, array, or table of a mini-batch for images", "MATLAB:datastoreio:noMoreData at the end",
        "ds = arrayDatastore([5;6]);\nassert(isequal(read(ds), {5}))", "hasdata, readall, preview") {
    Datastore *s = datastore_find(call->arg[0]);
    if (!s) return not_either(call);
    if (s->position >= s->n)
        return call_fail(call, ERR_INDEX, "MATLAB:datastoreio:noMoreData", "There is no more data to read. Use reset to start again.");
    Index n = s->kind == STORE_IMAGES ? s->batch : 1;
    if (n > s->n - s->position) n = s->n - s->position;
    TRY(read_rows(call, s, s->position, s->position + n, &call->ret[0]));
    s->position += n;
    return OK;
}

BUILTIN(readall, "data = readall(ds)", ARITY(1, 1, 1), "All observations of a datastore.", "ds: datastore",
        "data: cell, array or table with one row an observation", "", "assert(isequal(readall(arrayDatastore([5;6])), {5;6}))", "read") {
    Datastore *s = datastore_find(call->arg[0]);
    if (!s) return not_either(call);
    return read_rows(call, s, 0, s->n, &call->ret[0]);
}

BUILTIN(preview, "data = preview(ds)", ARITY(1, 1, 1), "The first observations, without moving on.", "ds: datastore", "data: as read", "",
        "assert(isequal(preview(arrayDatastore([5;6])), {5}))", "read") {
    Datastore *s = datastore_find(call->arg[0]);
    if (!s) return not_either(call);
    Index n = s->kind == STORE_IMAGES ? 8 : 1;
    return read_rows(call, s, 0, n < s->n ? n : s->n, &call->ret[0]);
}

static MethodFn store_method(const char *name) {
    static const struct { const char *name; MethodFn fn; } rows[] = {
        {"hasdata", fn_hasdata}, {"reset", fn_reset}, {"shuffle", fn_shuffle}, {"read", fn_read},
        {"readall", fn_readall}, {"preview", fn_preview}, {"next", fn_next}, {"combine", fn_combine}, {"transform", fn_transform},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0) return rows[i].fn;
    return NULL;
}

static Status queue_dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Queue *q = (Queue *)o;
    if (strcmp(name, "MiniBatchSize") == 0) {
        *ret = value_double((double)q->batch);
        return OK;
    }
    if (strcmp(name, "NumOutputs") == 0) {
        *ret = value_double(q->n_out);
        return OK;
    }
    if (strcmp(name, "PartialMiniBatch") == 0) return value_from_text(ctx, q->discard ? "discard" : "return", ret);
    if (strcmp(name, "MiniBatchFcn") == 0) {
        if (q->fn.tag == VAL_NONE) return value_from_text(ctx, "collate", ret);
        *ret = value_ref(q->fn);
        return OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField", "Unrecognized method, property, or field '%s' for class 'minibatchqueue'.", name);
}

static Status queue_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const Queue *q = (const Queue *)o;
    if (name) buf_printf(out, "%s = \n\n", name);
    buf_printf(out, "minibatchqueue with %d output%s and properties:\n\n   Mini-batch creation:\n           MiniBatchSize: %lld\n"
                    "        PartialMiniBatch: '%s'\n   Outputs:\n              OutputCast: {",
               q->n_out, q->n_out == 1 ? "" : "s", (long long)q->batch, q->discard ? "discard" : "return");
    for (int i = 0; i < q->n_out; i++) buf_printf(out, "%s'%s'", i ? "  " : "", q->cast[i]);
    buf_puts(out, "}\n         MiniBatchFormat: {");
    for (int i = 0; i < q->n_out; i++) buf_printf(out, "%s'%s'", i ? "  " : "", q->format[i]);
    buf_puts(out, "}\n\n");
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

static const ForeignDef queue_class = {
    .class_name = "minibatchqueue",
    .is_handle = true,
    .release = queue_release,
    .dot_get = queue_dot_get,
    .display = queue_display,
    .find_method = store_method,
};

const BuiltinDef *const family_datastores[] = {
    &def_arrayDatastore, &def_augmentedImageDatastore, &def_combine, &def_transform, &def_minibatchqueue, &def_next,
    &def_hasdata, &def_reset, &def_shuffle, &def_read, &def_readall, &def_preview, NULL,
};
