// builtins/plot2d_filled.c: bars, histograms, areas and patches.
#include "builtins/plot2d.h"
#include "tensor/hist.h"
#include <strings.h>

// ---- bar, barh ---------------------------------------------------------------------------------
typedef struct BarArgs {
    Tensor *x, *y;
    Value x_value;
    double width;
    bool stacked, has_color;
    Color color;
    int next; // where the name-value pairs start
} BarArgs;

static Status read_bar(Call *call, const Target *t, BarArgs *a) {
    int i = t->first;
    *a = (BarArgs){.width = 0.8};
    if (i >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    bool texts = call->arg[i].tag == VAL_STRING || call->arg[i].tag == VAL_CELL;
    bool pair = i + 1 < t->last && plot_is_numbers(call->arg[i + 1]) &&
                (texts || value_numel(call->arg[i + 1]) > 1 || value_numel(call->arg[i]) == 1);
    if (pair) {
        a->x_value = call->arg[i];
        if (!texts) TRY(plot_numbers(call, call->arg[i], &a->x));
        i++;
    }
    TRY(plot_numbers(call, call->arg[i++], &a->y));
    if (i < t->last && !arg_is_text(call, i)) TRY(arg_double(call, i++, &a->width));
    LineSpec spec;
    for (; i < t->last && arg_is_text(call, i); i++) {
        if (arg_is_word(call, i, "stacked"))
            a->stacked = true;
        else if (arg_is_word(call, i, "grouped") || arg_is_word(call, i, "hist") ||
                 arg_is_word(call, i, "histc"))
            continue;
        else if (arg_is_spec(call, i, &spec) && spec.has_color)
            a->has_color = true, a->color = spec.color;
        else
            break;
    }
    a->next = i;
    return OK;
}

static Status text_ticks(Call *call, GObject *axes, bool horizontal, Value v, Index n) {
    if (v.tag != VAL_STRING && v.tag != VAL_CELL) return OK;
    OWN_STRINGS *s = NULL;
    TRY(value_to_strings(call->ctx, v, &s));
    OWN_MEM double *at = mem_alloc((size_t)(n + 1) * sizeof *at);
    OWN_MEM char **names = mem_alloc((size_t)(n + 1) * sizeof *names);
    if (!at || !names) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < n; i++) {
        at[i] = (double)(i + 1);
        names[i] = i < s->numel && s->items[i] ? s->items[i]->bytes : (char *)"";
    }
    PropValue labels = {.kind = PROP_TEXTS, .texts = names, .n_texts = n};
    TRY(object_set_numbers(call->ctx, axes, horizontal ? "YTick" : "XTick", at, 1, n));
    return object_set(call->ctx, axes, horizontal ? "YTickLabel" : "XTickLabel", &labels);
}

// Few bars get one tick each.
static Status bar_ticks(Call *call, GObject *axes, bool horizontal, const double *x, Index n) {
    if (n > 15 || n < 1) return OK;
    OWN_MEM double *sorted = mem_alloc((size_t)n * sizeof *sorted);
    if (!sorted) return ctx_fail_nomem(call->ctx);
    memcpy(sorted, x, (size_t)n * sizeof *x);
    for (Index i = 1; i < n; i++)
        if (!(sorted[i] > sorted[i - 1])) return OK;
    return object_set_numbers(call->ctx, axes, horizontal ? "YTick" : "XTick", sorted, 1, n);
}

// Positive bars stack upwards, negative ones downwards.
static void stack_offsets(double *up, double *down, const double *y, Index n, double *offset) {
    for (Index i = 0; i < n; i++) {
        double *from = y[i] < 0 ? down : up;
        offset[i] = from[i];
        if (!isnan(y[i])) from[i] += y[i];
    }
}

static Status add_bars(Call *call, Target *t, const BarArgs *a, const Tensor *y, bool horizontal,
                       Objects *made) {
    Series s;
    TRY(series_of(call, a->x, y, &s));
    OWN_MEM double *up = mem_alloc_zero((size_t)(s.n + 1) * sizeof *up),
                   *down = mem_alloc_zero((size_t)(s.n + 1) * sizeof *down),
                   *offset = mem_alloc_zero((size_t)(s.n + 1) * sizeof *offset);
    if (!up || !down || !offset) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < s.count; k++) {
        OWN_MEM double *px = NULL, *py = NULL;
        GObject *bar;
        TRY(series_data(call, &s, k, &px, &py));
        TRY(data_object(call, t, "bar", px, py, s.n, &bar));
        TRY(objects_push(call, made, bar));
        TRY(object_set_number(call->ctx, bar, "GroupIndex", (double)k));
        TRY(object_set_number(call->ctx, bar, "GroupCount", (double)s.count));
        TRY(object_set_number(call->ctx, bar, "BarWidth", a->width));
        if (horizontal) TRY(object_set_text(call->ctx, bar, "Horizontal", "on"));
        if (a->stacked) {
            stack_offsets(up, down, py, s.n, offset);
            TRY(object_set_text(call->ctx, bar, "BarLayout", "stacked"));
            TRY(set_vector(call->ctx, bar, "StackOffset", offset, s.n));
        }
        TRY(set_color(call->ctx, bar, "FaceColor",
                      a->has_color ? a->color : axes_next_color(t->axes)));
        if (k == 0 && !t->held) TRY(bar_ticks(call, t->axes, horizontal, px, s.n));
    }
    if (value_is_object(a->x_value, &categorical_class))
        TRY(plot_categories(call, t->axes, horizontal ? 1 : 0, a->x_value));
    return text_ticks(call, t->axes, horizontal, a->x_value, s.n);
}

static Status bar_plot(Call *call, bool horizontal) {
    Target t;
    BarArgs a;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    Status status = read_bar(call, &t, &a);
    OWN_TENSOR *x = a.x, *y = a.y;
    (void)x; // held for its release only
    TRY(status);
    TRY(target_prepare(call, &t, 2));
    TRY(add_bars(call, &t, &a, y, horizontal, &made));
    TRY(set_pairs(call, a.next, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

#define BAR_FORMS(f)                                                              \
    f "(y)\n" f "(x,y)\n" f "(...,width)\n" f "(...,style)\n" f "(...,color)\n" f \
      "(...,Name,Value)\n" f "(ax,...)\nb = " f "(...)"
#define BAR_IN                                                                                 \
    "x: positions or names (categorical, string)\ny: vector, or a matrix with one series per " \
    "column\nwidth: share of the space, 0.8\nstyle: \"grouped\" or \"stacked\"\nName,Value: "  \
    "properties, such as FaceColor"
BUILTIN(bar, BAR_FORMS("bar"), ARITY(1, -1, 1), "Vertical bars.", BAR_IN,
        "b: one bar object per series", "Fails when lengths differ.",
        "b = bar([1 2; 3 4]);\nassert(numel(b) == 2)\nclose", "barh, histogram") {
    return bar_plot(call, false);
}
BUILTIN(barh, BAR_FORMS("barh"), ARITY(1, -1, 1), "Horizontal bars.", BAR_IN,
        "b: one bar object per series", "Fails when lengths differ.", "barh([1 2 3])\nclose",
        "bar") {
    return bar_plot(call, true);
}

// ---- histogram ---------------------------------------------------------------------------------
// The bins come from histcounts, so both always agree.
static Status histogram_counts(Call *call, const Target *t, Value data, int *next,
                               Value *ret_counts, Value *ret_edges) {
    static const char *const for_bins[] = {"BinEdges",  "NumBins",   "BinWidth",
                                           "BinLimits", "BinMethod", NULL};
    Value args[12] = {data};
    int n = 1, i = *next;
    if (i < t->last && !arg_is_text(call, i)) args[n++] = call->arg[i++];
    *next = i;
    for (; i + 1 < t->last && n < 11; i += 2)
        for (int k = 0; for_bins[k]; k++)
            if (arg_is_word(call, i, for_bins[k]))
                args[n] = call->arg[i], args[n + 1] = call->arg[i + 1], n += 2;
    Value rets[2] = {VALUE_NONE, VALUE_NONE};
    TRY(vm_call_name(call->vm, "histcounts", args, n, 2, rets));
    *ret_counts = rets[0];
    *ret_edges = rets[1];
    return OK;
}

static Status set_value(Call *call, GObject *o, const char *name, Value v) {
    PropValue value;
    TRY(prop_from_value(call->ctx, v, &value));
    Status status = object_set(call->ctx, o, name, &value);
    prop_value_done(&value);
    return status;
}

// Pairs that are not about bins go to the object; the bins are there already.
static Status histogram_pairs(Call *call, const Target *t, int first, GObject *h) {
    static const char *const for_bins[] = {"BinEdges",  "NumBins",   "BinWidth",
                                           "BinLimits", "BinMethod", NULL};
    for (int i = first; i < t->last; i += 2) {
        bool bins = false;
        for (int k = 0; for_bins[k]; k++) bins = bins || arg_is_word(call, i, for_bins[k]);
        if (!bins) TRY(set_pairs(call, i, i + 2 < t->last ? i + 2 : t->last, &h, 1));
    }
    return OK;
}

BUILTIN(histogram,
        "histogram(X)\nhistogram(X,nbins)\nhistogram(X,edges)\nhistogram(BinEdges=edges,BinCounts="
        "counts)\nhistogram(...,Name,Value)\nhistogram(ax,...)\nh = histogram(...)",
        ARITY(1, -1, 1), "Bars of counts in bins.",
        "X: numeric array or categorical\nnbins: number of bins\nedges: bin edges\nName,Value: "
        "bins as for histcounts, Normalization, DisplayStyle, FaceColor …",
        "h: histogram object", "",
        "h = histogram([1 1 2 5],0:5);\nassert(isequal(h.Values,[0 2 1 0 1]))\nclose",
        "histcounts, bar") {
    Target t;
    TRY(target_axes(call, &t));
    if (t.first >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    GObject *h;
    OWN_VALUE counts = VALUE_NONE, edges = VALUE_NONE;
    int next = t.first;
    bool given = arg_is_text(call, t.first);
    OWN_TENSOR *data = NULL;
    if (!given) {
        TRY(plot_numbers(call, call->arg[next], &data));
        OWN_VALUE plain = value_take_tensor(tensor_ref(data));
        next++;
        if (value_is_object(call->arg[t.first], &categorical_class)) {
            // One bin around each code.
            const Categorical *c = (const Categorical *)call->arg[t.first].object;
            Tensor *at;
            TRY(tensor_range(call->ctx, 0.5, 1, (double)c->n_categories + 0.5, &at));
            OWN_VALUE edge_value = value_take_tensor(at);
            Value args[2] = {plain, edge_value}, rets[2] = {VALUE_NONE, VALUE_NONE};
            TRY(vm_call_name(call->vm, "histcounts", args, 2, 2, rets));
            counts = rets[0];
            edges = rets[1];
        } else {
            TRY(histogram_counts(call, &t, plain, &next, &counts, &edges));
        }
    }
    TRY(target_prepare(call, &t, 2));
    TRY(object_new(call->ctx, t.root, "histogram", t.axes, &h));
    if (!given) {
        TRY(set_value(call, h, "BinEdges", edges));
        TRY(set_value(call, h, "BinCounts", counts));
        TRY(set_array(call->ctx, h, "Data", data));
        TRY(plot_categories(call, t.axes, 0, call->arg[t.first]));
    }
    TRY(set_color(call->ctx, h, "FaceColor", axes_next_color(t.axes)));
    TRY(given ? set_pairs(call, next, t.last, &h, 1) : histogram_pairs(call, &t, next, h));
    return ret_objects(call, t.root, &h, 1);
}

// ---- area --------------------------------------------------------------------------------------
BUILTIN(area, "area(Y)\narea(X,Y)\narea(...,basevalue)\narea(...,Name,Value)\na = area(...)",
        ARITY(1, -1, 1), "Filled areas, stacked for several columns.",
        "X, Y: data, one series per column\nbasevalue: where the areas start", "a: areas", "",
        "area([1 2; 2 3; 4 1])\nclose", "plot, bar") {
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    OWN_TENSOR *x = NULL, *y = NULL;
    int i = t.first;
    double base = 0;
    if (i >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    if (i + 1 < t.last && plot_is_numbers(call->arg[i + 1]) && value_numel(call->arg[i + 1]) > 1)
        TRY(plot_numbers(call, call->arg[i++], &x));
    TRY(plot_numbers(call, call->arg[i++], &y));
    if (i < t.last && !arg_is_text(call, i)) TRY(arg_double(call, i++, &base));
    TRY(target_prepare(call, &t, 2));
    Series s;
    TRY(series_of(call, x, y, &s));
    OWN_MEM double *lower = mem_alloc_zero((size_t)(s.n + 1) * sizeof *lower);
    if (!lower) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < s.count; k++) {
        OWN_MEM double *px = NULL, *py = NULL;
        GObject *a;
        TRY(series_data(call, &s, k, &px, &py));
        TRY(data_object(call, &t, "area", px, py, s.n, &a));
        TRY(objects_push(call, &made, a));
        TRY(object_set_number(call->ctx, a, "BaseValue", base));
        if (s.count > 1) TRY(set_vector(call->ctx, a, "StackOffset", lower, s.n));
        for (Index j = 0; j < s.n; j++) lower[j] += isnan(py[j]) ? 0 : py[j];
        TRY(set_color(call->ctx, a, "FaceColor", axes_next_color(t.axes)));
    }
    TRY(set_pairs(call, i, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

// ---- patches -----------------------------------------------------------------------------------
// Colour argument of fill, fill3 and patch: a colour for the faces, or data.
static Status patch_color(Call *call, GObject *p, Value c) {
    if (value_is_text_scalar(c)) {
        OWN_MEM char *text = NULL;
        TRY(value_to_utf8(call->ctx, c, &text));
        return object_set_text(call->ctx, p, "FaceColor", text);
    }
    OWN_TENSOR *t = NULL;
    TRY(plot_numbers(call, c, &t));
    if (t->numel == 3 && t->shape.dim[0] == 1) {
        bool rgb = true;
        for (int i = 0; i < 3; i++) rgb = rgb && tensor_f64(t)[i] >= 0 && tensor_f64(t)[i] <= 1;
        if (rgb) return set_vector(call->ctx, p, "FaceColor", tensor_f64(t), 3);
    }
    TRY(set_array(call->ctx, p, "CData", t));
    PropValue x;
    TRY(object_get(call->ctx, p, "XData", &x));
    bool per_corner =
        t->numel > 1 && (t->numel == numbers_count(&x.numbers) || t->numel == x.numbers.rows);
    prop_value_done(&x);
    return object_set_text(call->ctx, p, "FaceColor", per_corner ? "interp" : "flat");
}

// Data as columns: a row vector is one face.
static Status set_faces(Call *call, GObject *p, const char *name, const Tensor *t) {
    if (t->shape.n_dims == 2 && t->shape.dim[0] == 1)
        return object_set_numbers(call->ctx, p, name, tensor_f64(t), t->shape.dim[1], 1);
    return set_array(call->ctx, p, name, t);
}

static Status fill_plot(Call *call, int dims) {
    static const char *const names[] = {"XData", "YData", "ZData"};
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    if (t.first + dims + 1 > call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    TRY(target_prepare(call, &t, dims));
    int i = t.first;
    while (i + dims < t.last && !arg_is_text(call, i)) {
        GObject *p;
        TRY(object_new(call->ctx, t.root, "patch", t.axes, &p));
        TRY(objects_push(call, &made, p));
        Index n = -1;
        for (int d = 0; d < dims; d++) {
            OWN_TENSOR *data = NULL;
            TRY(plot_numbers(call, call->arg[i + d], &data));
            if (n >= 0 && data->numel != n) {
                object_delete(p);
                return call_fail(call, ERR_SIZE, "MATLAB:fill:InvalidDimensions",
                                 "Vectors must be the same lengths.");
            }
            n = data->numel;
            TRY(set_faces(call, p, names[d], data));
        }
        TRY(patch_color(call, p, call->arg[i + dims]));
        i += dims + 1;
    }
    TRY(set_pairs(call, i, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

BUILTIN(fill, "fill(X,Y,C)\nfill(X1,Y1,C1,...)\nfill(...,Name,Value)\nfill(ax,...)\np = fill(...)",
        ARITY(3, -1, 1), "Filled polygons in the plane.",
        "X, Y: corners; one polygon for each column\nC: colour, or numbers for the colour "
        "map\nName,Value: properties, such as EdgeColor, FaceAlpha",
        "p: patches", "Fails when lengths differ.",
        "p = fill([0 1 1],[0 0 1],\"r\");\nassert(isequal(p.FaceColor,[1 0 0]))\nclose",
        "fill3, patch") {
    return fill_plot(call, 2);
}
BUILTIN(
    fill3,
    "fill3(X,Y,Z,C)\nfill3(X1,Y1,Z1,C1,...)\nfill3(...,Name,Value)\nfill3(ax,...)\np = fill3(...)",
    ARITY(4, -1, 1), "Filled polygons in space.",
    "X, Y, Z: corners; one polygon for each column\nC: colour, or numbers for the colour "
    "map\nName,Value: properties, such as EdgeColor",
    "p: patches", "Fails when lengths differ.",
    "p = fill3([0 1 1],[0 0 1],[0 1 0],\"b\",EdgeColor=\"#D9D9D9\");\nassert(p.Type == "
    "\"patch\")\nclose",
    "fill, patch") {
    return fill_plot(call, 3);
}

BUILTIN(patch,
        "patch(X,Y,C)\npatch(X,Y,Z,C)\npatch(Name,Value)\npatch(S)\npatch(ax,...)\np = patch(...)",
        ARITY(1, -1, 1), "Adds filled polygons to axes without clearing them.",
        "X, Y, Z: corners; one polygon for each column\nC: colour, or numbers for the colour "
        "map\nName,Value: properties, such as Faces, Vertices, FaceVertexCData, FaceColor\nS: "
        "structure of properties",
        "p: patch", "",
        "p = patch(Faces=[1 2 3],Vertices=[0 0; 1 0; 1 "
        "1],FaceColor=\"green\");\nassert(isequal(p.Faces,[1 2 3]))\nclose",
        "fill") {
    static const char *const names[] = {"XData", "YData", "ZData"};
    Target t;
    GObject *p;
    TRY(target_axes(call, &t));
    int n = 0, i = t.first;
    while (i + n < t.last && n < 4 && plot_is_numbers(call->arg[i + n])) n++;
    bool colour_word =
        n && n < 4 && i + n < t.last && arg_is_text(call, i + n) && (t.last - i - n) % 2 == 1;
    int dims = colour_word ? n : n - 1;
    TRY(object_new(call->ctx, t.root, "patch", t.axes, &p));
    for (int d = 0; d < dims && d < 3; d++) {
        OWN_TENSOR *data = NULL;
        TRY(plot_numbers(call, call->arg[i + d], &data));
        TRY(set_faces(call, p, names[d], data));
    }
    if (n) {
        TRY(patch_color(call, p, call->arg[i + dims]));
        i += dims + 1;
    }
    if (i < t.last && call->arg[i].tag == VAL_STRUCT) {
        const StructArray *s = call->arg[i].structure;
        for (Index f = 0; f < s->n_fields && s->numel == 1; f++)
            TRY(set_value(call, p, s->names[f]->bytes, s->items[f]));
        i++;
    }
    TRY(set_pairs(call, i, t.last, &p, 1));
    return ret_objects(call, t.root, &p, 1);
}

const BuiltinDef *const family_plot2d_filled[] = {&def_bar,  &def_barh,  &def_histogram, &def_area,
                                                  &def_fill, &def_fill3, &def_patch,     NULL};
