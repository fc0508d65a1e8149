// builtins/plot2d.c: plot and its relatives on log axes, line, stairs, scatter, stem, error bars,
// constant and animated lines. Bars, histograms, areas and patches are in plot2d_filled.c.
#include "builtins/plot2d.h"
#include "builtins/figures_value.h"
#include <strings.h>

// ---- arguments of plot: groups of x, y and line specification, then name-value pairs -----------
bool arg_is_spec(const Call *call, int i, LineSpec *ret) {
    if (!arg_is_text(call, i)) return false;
    char *text = NULL;
    if (value_to_utf8(call->ctx, call->arg[i], &text) != OK) {
        error_clear(&call->ctx->error);
        return false;
    }
    bool fine = linespec_parse(text, ret);
    mem_free(text);
    return fine;
}

static bool is_vector(const Tensor *t) {
    return t->shape.n_dims == 2 && (t->shape.dim[0] == 1 || t->shape.dim[1] == 1);
}

Status series_of(Call *call, const Tensor *x, const Tensor *y, Series *ret) {
    bool one = is_vector(y);
    Series s = {
        .n = one ? y->numel : y->shape.dim[0], .count = one ? 1 : y->shape.dim[1], .y = y, .x = x};
    if (y->numel == 0) s.count = x && x->numel ? 0 : 1, s.n = 0;
    if (x && !is_vector(x)) {
        // x matrix: column by column with y, or the same y for all columns.
        s.x_columns = true;
        s.n = x->shape.dim[0];
        s.count = x->shape.dim[1];
        if (one) {
            s.y_shared = true;
            if (y->numel == s.count && y->numel != s.n)
                s.x_columns = true, s.by_rows = true, s.n = s.count, s.count = x->shape.dim[0];
            else if (y->numel != s.n)
                goto mismatch;
        } else if (y->shape.dim[0] != s.n || y->shape.dim[1] != s.count) {
            goto mismatch;
        }
    } else if (x && x->numel != s.n) {
        if (one || x->numel != y->shape.dim[1]) goto mismatch;
        s.by_rows = true;
        s.n = y->shape.dim[1];
        s.count = y->shape.dim[0];
    }
    if (y->numel == 0 && !x) s.count = 1;
    *ret = s;
    return OK;
mismatch:
    return call_fail(call, ERR_SIZE, "MATLAB:samelen", "Vectors must be the same length.");
}

static double matrix_at(const Tensor *t, bool by_rows, Index i, Index k) {
    Index rows = t->shape.dim[0];
    return tensor_f64(t)[by_rows ? k + i * rows : i + k * rows];
}

Status series_data(Call *call, const Series *s, Index k, double **ret_x, double **ret_y) {
    double *x = mem_alloc((size_t)(s->n + 1) * sizeof *x),
           *y = mem_alloc((size_t)(s->n + 1) * sizeof *y);
    if (!x || !y) {
        mem_free(x);
        mem_free(y);
        return ctx_fail_nomem(call->ctx);
    }
    bool x_matrix = s->x_columns, y_matrix = !s->y_shared && !is_vector(s->y);
    for (Index i = 0; i < s->n; i++) {
        x[i] = !s->x      ? (double)(i + 1)
               : x_matrix ? matrix_at(s->x, s->by_rows, i, k)
                          : tensor_f64(s->x)[i];
        y[i] = y_matrix ? matrix_at(s->y, s->by_rows && !x_matrix, i, k) : tensor_f64(s->y)[i];
    }
    *ret_x = x;
    *ret_y = y;
    return OK;
}

static Status complex_parts(Call *call, Value v, Tensor **ret_x, Tensor **ret_y) {
    OWN_TENSOR *t = NULL;
    TRY(value_to_tensor(call->ctx, v, &t));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &t->shape, ret_x));
    Status status = tensor_new(call->ctx, CLASS_DOUBLE, &t->shape, ret_y);
    if (status != OK) {
        tensor_unref(*ret_x);
        *ret_x = NULL;
        return status;
    }
    for (Index i = 0; i < t->numel; i++) {
        tensor_f64(*ret_x)[i] = tensor_get(t, i);
        tensor_f64(*ret_y)[i] = tensor_get_imag(t, i);
    }
    return OK;
}

// One group from argument *i on; steps over it.
static Status read_group(Call *call, int *i, int last, Group *g) {
    Value a = call->arg[*i];
    *g = (Group){0};
    bool pair = *i + 1 < last && plot_is_numbers(call->arg[*i + 1]);
    if (!pair && a.tag == VAL_TENSOR && a.tensor->is_complex)
        TRY(complex_parts(call, a, &g->x, &g->y));
    else if (!pair)
        TRY(plot_numbers(call, a, &g->y));
    else {
        TRY(plot_numbers(call, a, &g->x));
        Status status = plot_numbers(call, call->arg[*i + 1], &g->y);
        if (status != OK) tensor_unref(g->x);
        TRY(status);
        g->x_value = a;
    }
    *i += pair ? 2 : 1;
    if (*i < last && arg_is_spec(call, *i, &g->spec)) (*i)++;
    return OK;
}

Status objects_push(Call *call, Objects *o, GObject *object) {
    if (o->n == o->cap) {
        Index cap = o->cap ? 2 * o->cap : 8;
        GObject **items = mem_realloc(o->items, (size_t)cap * sizeof *items);
        if (!items) return ctx_fail_nomem(call->ctx);
        o->items = items;
        o->cap = cap;
    }
    o->items[o->n++] = object;
    return OK;
}

Status data_object(Call *call, Target *t, const char *type, const double *x, const double *y,
                   Index n, GObject **ret) {
    GObject *o;
    TRY(object_new(call->ctx, t->root, type, t->axes, &o));
    Status status = x ? set_vector(call->ctx, o, "XData", x, n) : OK;
    if (status == OK) status = set_vector(call->ctx, o, "YData", y, n);
    if (status != OK) {
        object_delete(o);
        return status;
    }
    *ret = o;
    return OK;
}

// Lines of one group.
static Status add_lines(Call *call, Target *t, const Group *g, const char *type, Objects *made) {
    Series s;
    TRY(series_of(call, g->x, g->y, &s));
    for (Index k = 0; k < s.count; k++) {
        OWN_MEM double *x = NULL, *y = NULL;
        GObject *line;
        TRY(series_data(call, &s, k, &x, &y));
        TRY(data_object(call, t, type, x, y, s.n, &line));
        TRY(objects_push(call, made, line));
        Color automatic = {0, 0, 0, 1};
        if (!g->spec.has_color) automatic = axes_next_color(t->axes);
        TRY(set_color(call->ctx, line, "Color", automatic));
        TRY(apply_spec(call->ctx, line, &g->spec));
    }
    return g->x_value.tag == VAL_OBJECT ? plot_categories(call, t->axes, 0, g->x_value) : OK;
}

static Status read_and_add(Call *call, Target *t, const char *type, Objects *made) {
    int i = t->first;
    while (i < t->last && plot_is_numbers(call->arg[i])) {
        Group g;
        TRY(read_group(call, &i, t->last, &g));
        Status status = add_lines(call, t, &g, type, made);
        tensor_unref(g.x);
        tensor_unref(g.y);
        TRY(status);
    }
    return set_pairs(call, i, t->last, made->items, made->n);
}

static Status plot_lines(Call *call, const char *type, bool log_x, bool log_y) {
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    if (t.first >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    if (!plot_is_numbers(call->arg[t.first]))
        return call_fail(call, ERR_ARG, "MATLAB:plot:InvalidFirstInput", "Invalid data argument.");
    TRY(target_prepare(call, &t, 2));
    if (!t.held) {
        if (log_x) TRY(object_set_text(call->ctx, t.axes, "XScale", "log"));
        if (log_y) TRY(object_set_text(call->ctx, t.axes, "YScale", "log"));
    }
    TRY(read_and_add(call, &t, type, &made));
    return ret_objects(call, t.root, made.items, made.n);
}

#define PLOT_FORMS(f)                                                        \
    f "(Y)\n" f "(X,Y)\n" f "(X,Y,LineSpec)\n" f "(X1,Y1,LineSpec1,...)\n" f \
      "(...,Name,Value)\n" f "(ax,...)\nh = " f "(...)"
#define PLOT_IN                                                                                    \
    "X, Y: vectors or matrices; one line for each column\nLineSpec: style (- -- : -.), marker (o " \
    "+ * . x s d ^ v > < p h _ |) and colour (r g b c m y k w) in one text\nName,Value: "          \
    "properties of the lines, such as LineWidth, Marker, DisplayName\nax: axes"

BUILTIN(plot, PLOT_FORMS("plot"), ARITY(1, -1, 1), "Lines in the plane.", PLOT_IN,
        "h: column of lines", "Fails when lengths differ.",
        "h = plot([1 2 3],[4 5 6],\"r--o\");\nassert(isequal(h.Color,[1 0 0]) && h.LineStyle == "
        "\"--\")\nclose",
        "plot3, scatter, semilogy") {
    return plot_lines(call, "line", false, false);
}
BUILTIN(semilogx, PLOT_FORMS("semilogx"), ARITY(1, -1, 1), "Lines with a logarithmic x axis.",
        PLOT_IN, "h: column of lines", "",
        "semilogx(1:100,1:100)\nassert(gca().XScale == \"log\")\nclose", "plot, semilogy, loglog") {
    return plot_lines(call, "line", true, false);
}
BUILTIN(semilogy, PLOT_FORMS("semilogy"), ARITY(1, -1, 1), "Lines with a logarithmic y axis.",
        PLOT_IN, "h: column of lines", "",
        "semilogy(1:100)\nassert(gca().YScale == \"log\")\nclose", "plot, semilogx, loglog") {
    return plot_lines(call, "line", false, true);
}
BUILTIN(loglog, PLOT_FORMS("loglog"), ARITY(1, -1, 1), "Lines with two logarithmic axes.", PLOT_IN,
        "h: column of lines", "", "loglog(1:100,(1:100).^2)\nclose", "plot, semilogx, semilogy") {
    return plot_lines(call, "line", true, true);
}
BUILTIN(stairs, PLOT_FORMS("stairs"), ARITY(1, -1, 1), "Stair-step lines.", PLOT_IN,
        "h: column of stairs", "", "stairs(1:4)\nclose", "plot, bar") {
    return plot_lines(call, "stair", false, false);
}

// ---- line --------------------------------------------------------------------------------------
BUILTIN(line, "line(x,y)\nline(x,y,z)\nline(...,Name,Value)\nh = line(...)", ARITY(0, -1, 1),
        "Adds lines to axes without clearing them.",
        "x, y, z: coordinates; one line for each column\nName,Value: properties",
        "h: column of lines", "", "h = line([0 1],[0 1]);\nassert(h.Type == \"line\")\nclose",
        "plot") {
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    int i = t.first;
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    if (i < call->nargin && !arg_is_text(call, i)) TRY(plot_numbers(call, call->arg[i++], &x));
    if (i < call->nargin && !arg_is_text(call, i)) TRY(plot_numbers(call, call->arg[i++], &y));
    if (i < call->nargin && !arg_is_text(call, i)) TRY(plot_numbers(call, call->arg[i++], &z));
    if (y) {
        Series s;
        TRY(series_of(call, x, y, &s));
        for (Index k = 0; k < s.count; k++) {
            OWN_MEM double *px = NULL, *py = NULL;
            GObject *line;
            TRY(series_data(call, &s, k, &px, &py));
            TRY(data_object(call, &t, "line", px, py, s.n, &line));
            TRY(objects_push(call, &made, line));
            if (z && z->numel >= s.n * (k + 1))
                TRY(set_vector(call->ctx, line, "ZData", tensor_f64(z) + k * s.n, s.n));
            TRY(set_color(call->ctx, line, "Color", axes_next_color(t.axes)));
        }
    } else {
        GObject *line;
        const double unit[2] = {0, 1};
        TRY(data_object(call, &t, "line", unit, unit, 2, &line));
        TRY(objects_push(call, &made, line));
        TRY(set_color(call->ctx, line, "Color", axes_next_color(t.axes)));
    }
    TRY(set_pairs(call, i, call->nargin, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

// ---- scatter -----------------------------------------------------------------------------------
// Size, colour, "filled", marker after the coordinates, in MATLAB's order.
static Status scatter_options(Call *call, Target *t, int i, GObject *s, Index n) {
    if (i < t->last && !arg_is_text(call, i)) {
        OWN_TENSOR *size = NULL;
        if (!arg_is_empty(call, i)) {
            TRY(plot_numbers(call, call->arg[i], &size));
            TRY(set_array(call->ctx, s, "SizeData", size));
        }
        i++;
    }
    LineSpec spec;
    if (i < t->last && !arg_is_text(call, i)) {
        OWN_TENSOR *c = NULL;
        if (!arg_is_empty(call, i)) {
            TRY(plot_numbers(call, call->arg[i], &c));
            if (c->numel == n && n != 3)
                TRY(set_vector(call->ctx, s, "CData", tensor_f64(c), n));
            else if (c->shape.dim[1] == 3 && (c->shape.dim[0] == 1 || c->shape.dim[0] == n))
                TRY(set_array(call->ctx, s, "CData", c));
            else
                return call_fail(call, ERR_SIZE, "MATLAB:scatter:InvalidCData",
                                 "Input must be an RGB triplet, an m-by-1 vector of the same "
                                 "length as X, or an m-by-3 matrix.");
        }
        i++;
    }
    bool filled = false;
    for (; i < t->last && arg_is_text(call, i); i++) {
        if (arg_is_word(call, i, "filled") || arg_is_word(call, i, "fill")) {
            filled = true;
        } else if (arg_is_spec(call, i, &spec)) {
            if (spec.marker) TRY(object_set_text(call->ctx, s, "Marker", spec.marker));
            if (spec.has_color) TRY(set_color(call->ctx, s, "CData", spec.color));
        } else {
            // "#D95319" in the place of the colour
            OWN_MEM char *text = NULL;
            Color color;
            TRY(arg_text(call, i, &text));
            if (text[0] != '#' || !color_parse(text, &color)) break;
            TRY(set_color(call->ctx, s, "CData", color));
        }
    }
    if (filled) {
        TRY(object_set_text(call->ctx, s, "MarkerFaceColor", "flat"));
        TRY(object_set_text(call->ctx, s, "MarkerEdgeColor", "none"));
    }
    return set_pairs(call, i, t->last, &s, 1);
}

Status scatter_plot(Call *call, int dims) {
    Target t;
    TRY(target_axes(call, &t));
    if (t.first + dims > call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    TRY(plot_numbers(call, call->arg[t.first], &x));
    TRY(plot_numbers(call, call->arg[t.first + 1], &y));
    if (dims == 3) TRY(plot_numbers(call, call->arg[t.first + 2], &z));
    if (x->numel != y->numel || (z && z->numel != x->numel))
        return call_fail(call, ERR_SIZE, "MATLAB:scatter:InvalidXYData",
                         "X and Y must be vectors of the same length.");
    TRY(target_prepare(call, &t, dims));
    GObject *s;
    TRY(data_object(call, &t, "scatter", tensor_f64(x), tensor_f64(y), x->numel, &s));
    if (z) TRY(set_vector(call->ctx, s, "ZData", tensor_f64(z), z->numel));
    TRY(set_color(call->ctx, s, "SeriesColor", axes_next_color(t.axes)));
    if (dims == 3 && !t.held)
        for (int d = 0; d < 3; d++)
            TRY(object_set_flag(call->ctx, t.axes,
                                d == 0   ? "XGrid"
                                : d == 1 ? "YGrid"
                                         : "ZGrid",
                                true));
    TRY(plot_categories(call, t.axes, 0, call->arg[t.first]));
    TRY(scatter_options(call, &t, t.first + dims, s, x->numel));
    return ret_objects(call, t.root, &s, 1);
}

BUILTIN(scatter,
        "scatter(x,y)\nscatter(x,y,sz)\nscatter(x,y,sz,c)\nscatter(...,\"filled\")\nscatter(...,"
        "mkr)\nscatter(...,Name,Value)\nscatter(ax,...)\ns = scatter(...)",
        ARITY(2, -1, 1), "Markers at points.",
        "x, y: vectors\nsz: areas of the markers in square points\nc: colour, one row per point, "
        "or numbers for the colour map\nmkr: marker\nax: axes",
        "s: scatter object", "Fails when lengths differ.",
        "s = scatter(1:3,1:3,40,[1 2 3],\"filled\");\nassert(s.MarkerFaceColor == \"flat\")\nclose",
        "plot, scatter3") {
    return scatter_plot(call, 2);
}

// ---- stem, errorbar ----------------------------------------------------------------------------
BUILTIN(stem,
        "stem(Y)\nstem(X,Y)\nstem(...,\"filled\")\nstem(...,LineSpec)\nstem(...,Name,Value)\nh = "
        "stem(...)",
        ARITY(1, -1, 1), "Lines from a base line to each point.",
        "X, Y: vectors or matrices\n\"filled\": fills the markers", "h: stems", "",
        "stem([1 3 2])\nclose", "plot, bar") {
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    if (t.first >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    int i = t.first;
    Group g;
    TRY(read_group(call, &i, t.last, &g));
    OWN_TENSOR *x = g.x, *y = g.y;
    bool filled = i < t.last && arg_is_word(call, i, "filled");
    if (filled) i++;
    if (!g.spec.style && !g.spec.marker && i < t.last && arg_is_spec(call, i, &g.spec)) i++;
    if (i < t.last && arg_is_word(call, i, "filled")) filled = true, i++;
    TRY(target_prepare(call, &t, 2));
    Series s;
    TRY(series_of(call, x, y, &s));
    for (Index k = 0; k < s.count; k++) {
        OWN_MEM double *px = NULL, *py = NULL;
        GObject *stem;
        TRY(series_data(call, &s, k, &px, &py));
        TRY(data_object(call, &t, "stem", px, py, s.n, &stem));
        TRY(objects_push(call, &made, stem));
        TRY(set_color(call->ctx, stem, "Color",
                      g.spec.has_color ? g.spec.color : axes_next_color(t.axes)));
        if (g.spec.style) TRY(object_set_text(call->ctx, stem, "LineStyle", g.spec.style));
        if (g.spec.marker) TRY(object_set_text(call->ctx, stem, "Marker", g.spec.marker));
        if (filled) TRY(object_set_text(call->ctx, stem, "MarkerFaceColor", "auto"));
    }
    TRY(set_pairs(call, i, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

// errorbar(y,e), (x,y,e), (x,y,neg,pos), (x,y,yneg,ypos,xneg,xpos), with an orientation word.
BUILTIN(
    errorbar,
    "errorbar(y,err)\nerrorbar(x,y,err)\nerrorbar(x,y,neg,pos)\nerrorbar(x,y,yneg,ypos,xneg,xpos)"
    "\nerrorbar(...,ornt)\nerrorbar(...,LineSpec)\nerrorbar(...,Name,Value)\ne = errorbar(...)",
    ARITY(2, -1, 1), "Line with error bars.",
    "x, y: vectors\nerr, neg, pos: lengths of the bars\nornt: \"vertical\", \"horizontal\" or "
    "\"both\"",
    "e: error bar object", "",
    "e = errorbar(1:3,[2 4 3],[0.5 0.2 0.1]);\nassert(isequal(e.YPositiveDelta,[0.5 0.2 "
    "0.1]))\nclose",
    "plot") {
    Target t;
    TRY(target_axes(call, &t));
    Tensor *data[6] = {0};
    int n = 0, i = t.first;
    Status status = OK;
    while (i < t.last && n < 6 && !arg_is_text(call, i) && status == OK)
        status = plot_numbers(call, call->arg[i++], &data[n++]);
    GObject *e = NULL;
    int mode = 0; // vertical, horizontal, both
    LineSpec spec = {0};
    if (status == OK && n < 2)
        status = call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                           "Not enough input arguments.");
    for (; status == OK && i < t.last && arg_is_text(call, i); i++) {
        if (arg_is_word(call, i, "vertical"))
            mode = 0;
        else if (arg_is_word(call, i, "horizontal"))
            mode = 1;
        else if (arg_is_word(call, i, "both"))
            mode = 2;
        else if (!arg_is_spec(call, i, &spec))
            break;
    }
    if (status == OK) status = target_prepare(call, &t, 2);
    const Tensor *x = n > 2 ? data[0] : NULL, *y = n > 2 ? data[1] : data[0],
                 *low = n > 2 ? data[2] : data[1], *high = n > 3 ? data[3] : low;
    if (status == OK && x && x->numel != y->numel)
        status = call_fail(call, ERR_SIZE, "MATLAB:errorbar:XYLength",
                           "X, Y and error bars must all be the same length.");
    if (status == OK)
        status = data_object(call, &t, "errorbar", x ? tensor_f64(x) : NULL, tensor_f64(y),
                             y->numel, &e);
    if (status == OK && mode != 1)
        status = set_vector(call->ctx, e, "YNegativeDelta", tensor_f64(low), low->numel);
    if (status == OK && mode != 1)
        status = set_vector(call->ctx, e, "YPositiveDelta", tensor_f64(high), high->numel);
    const Tensor *left = n > 4  ? data[4]
                         : mode ? low
                                : NULL,
                 *right = n > 5         ? data[5]
                          : left == low ? high
                                        : left;
    if (status == OK && left)
        status = set_vector(call->ctx, e, "XNegativeDelta", tensor_f64(left), left->numel);
    if (status == OK && right)
        status = set_vector(call->ctx, e, "XPositiveDelta", tensor_f64(right), right->numel);
    if (status == OK)
        status =
            set_color(call->ctx, e, "Color", spec.has_color ? spec.color : axes_next_color(t.axes));
    if (status == OK) status = apply_spec(call->ctx, e, &spec);
    if (status == OK) status = set_pairs(call, i, t.last, &e, 1);
    for (int k = 0; k < n; k++) tensor_unref(data[k]);
    return status == OK ? ret_objects(call, t.root, &e, 1) : status;
}

// ---- xline, yline ------------------------------------------------------------------------------
static Status constant_lines(Call *call, bool vertical) {
    Target t;
    OWN_OBJECTS made = {0};
    OWN_TENSOR *at = NULL;
    OWN_STRINGS *labels = NULL;
    TRY(target_axes(call, &t));
    if (t.first >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    TRY(plot_numbers(call, call->arg[t.first], &at));
    int i = t.first + 1;
    LineSpec spec = {0};
    if (i < t.last && (t.last - i) % 2 == 1 && arg_is_spec(call, i, &spec))
        i++;
    else if (i + 1 < t.last && arg_is_spec(call, i, &spec))
        i++;
    if (i < t.last && (t.last - i) % 2 == 1) TRY(arg_strings(call, i++, &labels));
    for (Index k = 0; k < at->numel; k++) {
        GObject *c;
        TRY(object_new(call->ctx, t.root, "constantline", t.axes, &c));
        TRY(objects_push(call, &made, c));
        TRY(object_set_flag(call->ctx, c, "Vertical", vertical));
        TRY(object_set_number(call->ctx, c, "Value", tensor_f64(at)[k]));
        if (spec.style) TRY(object_set_text(call->ctx, c, "LineStyle", spec.style));
        if (spec.has_color) TRY(set_color(call->ctx, c, "Color", spec.color));
        if (labels && labels->numel) {
            const Text *text = labels->items[labels->numel == 1 ? 0 : k < labels->numel ? k : 0];
            TRY(object_set_text(call->ctx, c, "Label", text ? text->bytes : ""));
        }
    }
    TRY(set_pairs(call, i, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

BUILTIN(
    xline,
    "xline(x)\nxline(x,LineSpec)\nxline(x,LineSpec,labels)\nxline(...,Name,Value)\nl = xline(...)",
    ARITY(1, -1, 1), "Vertical lines across the axes.", "x: positions\nlabels: texts",
    "l: constant lines", "", "l = xline(2,\"--\",\"two\");\nassert(l.Value == 2)\nclose", "yline") {
    return constant_lines(call, true);
}
BUILTIN(
    yline,
    "yline(y)\nyline(y,LineSpec)\nyline(y,LineSpec,labels)\nyline(...,Name,Value)\nl = yline(...)",
    ARITY(1, -1, 1), "Horizontal lines across the axes.", "y: positions\nlabels: texts",
    "l: constant lines", "", "l = yline(0);\nassert(l.LineStyle == \"-\")\nclose", "xline") {
    return constant_lines(call, false);
}

// ---- animated lines ----------------------------------------------------------------------------
BUILTIN(animatedline,
        "an = animatedline\nan = animatedline(x,y)\nan = animatedline(x,y,z)\nan = "
        "animatedline(...,Name,Value)\nan = animatedline(ax,...)",
        ARITY(0, -1, 1), "Line to which points are added.",
        "x, y, z: first points\nName,Value: properties, such as Color, MaximumNumPoints",
        "an: animated line", "",
        "an = animatedline;\naddpoints(an,1,2)\n[x,y] = getpoints(an);\nassert(x == 1 && y == "
        "2)\nclose",
        "addpoints, clearpoints, getpoints") {
    Target t;
    TRY(target_axes(call, &t));
    GObject *line;
    TRY(object_new(call->ctx, t.root, "animatedline", t.axes, &line));
    Tensor *data[3] = {0};
    int n = 0, i = t.first;
    Status status = OK;
    while (i < t.last && n < 3 && !arg_is_text(call, i) && status == OK)
        status = plot_numbers(call, call->arg[i++], &data[n++]);
    if (status == OK && n >= 2)
        status = animated_add(call->ctx, line, tensor_f64(data[0]), tensor_f64(data[1]),
                              n > 2 ? tensor_f64(data[2]) : NULL,
                              data[0]->numel < data[1]->numel ? data[0]->numel : data[1]->numel);
    if (status == OK) status = set_pairs(call, i, t.last, &line, 1);
    for (int k = 0; k < n; k++) tensor_unref(data[k]);
    if (status != OK) object_delete(line);
    return status == OK ? ret_objects(call, t.root, &line, 1) : status;
}

static Status arg_animated(Call *call, GObject **ret) {
    TRY(arg_graphics(call, 0, ret));
    if (strcmp(object_type(*ret), "animatedline"))
        return call_fail(call, ERR_ARG, "MATLAB:graphics:animatedline",
                         "The first argument must be an animated line.");
    return OK;
}

BUILTIN(addpoints, "addpoints(an,x,y)\naddpoints(an,x,y,z)", ARITY(3, 4, 0),
        "Adds points to an animated line.",
        "an: animated line\nx, y, z: coordinates of the same length", "",
        "Fails when lengths differ.", "an = animatedline;\naddpoints(an,1:3,4:6)\nclose",
        "animatedline, clearpoints") {
    GObject *line;
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    TRY(arg_animated(call, &line));
    TRY(plot_numbers(call, call->arg[1], &x));
    TRY(plot_numbers(call, call->arg[2], &y));
    if (call->nargin > 3) TRY(plot_numbers(call, call->arg[3], &z));
    if (x->numel != y->numel || (z && z->numel != x->numel))
        return call_fail(call, ERR_SIZE, "MATLAB:graphics:animatedline",
                         "Vectors must be the same length.");
    return animated_add(call->ctx, line, tensor_f64(x), tensor_f64(y), z ? tensor_f64(z) : NULL,
                        x->numel);
}

BUILTIN(clearpoints, "clearpoints(an)", ARITY(1, 1, 0), "Removes all points of an animated line.",
        "an: animated line", "", "",
        "an = animatedline(1:3,1:3);\nclearpoints(an)\nassert(isempty(getpoints(an)))\nclose",
        "addpoints") {
    GObject *line;
    TRY(arg_animated(call, &line));
    return object_set_numbers(call->ctx, line, "XData", NULL, 0, 0);
}

BUILTIN(getpoints, "[x,y] = getpoints(an)\n[x,y,z] = getpoints(an)", ARITY(1, 1, 3),
        "Points of an animated line.", "an: animated line", "x, y, z: rows of coordinates", "",
        "[x,y] = getpoints(animatedline(1:3,4:6));\nassert(isequal(y,4:6))\nclose", "addpoints") {
    GObject *line;
    TRY(arg_animated(call, &line));
    static const char *const names[] = {"XData", "YData", "ZData"};
    for (int d = 0; d < 3; d++) {
        if (!ret_wanted(call, d)) continue;
        PropValue value;
        TRY(object_get(call->ctx, line, names[d], &value));
        Status status = prop_to_value(call->ctx, object_root(line), &value, &call->ret[d]);
        prop_value_done(&value);
        TRY(status);
    }
    return OK;
}

const BuiltinDef *const family_plot2d[] = {
    &def_plot,      &def_semilogx,    &def_semilogy,  &def_loglog, &def_stairs, &def_line,
    &def_scatter,   &def_stem,        &def_errorbar,  &def_xline,  &def_yline,  &def_animatedline,
    &def_addpoints, &def_clearpoints, &def_getpoints, NULL,
};
