// builtins/figures.c: figures and what is current; set, get, find, delete; hold, drawnow, close.
#include "builtins/figures_value.h"
#include <strings.h>

// ---- figure ------------------------------------------------------------------------------------
static void tell_host(Env *env, int number, bool drawn) {
    if (env->host && env->host->figure) env->host->figure(env->host->self, number, drawn);
}

BUILTIN(figure, "figure\nf = figure(n)\nf = figure(Name,Value)\nfigure(f)", ARITY(0, -1, 1),
        "Makes a figure, or makes one current.",
        "n: number of the figure, made when it is not there\nf: figure\nName,Value: properties, "
        "such as Position, Name, Color",
        "f: figure", "", "f = figure;\nassert(isgraphics(f))\nclose(f)", "gcf, clf, close") {
    GraphicsRoot *root;
    TRY(env_graphics(call->env, &root));
    GObject *f = NULL;
    int first = 0;
    if (call->nargin && (f = arg_find(call, 0, "figure"))) {
        first = 1;
    } else if (call->nargin && graphics_count(call->arg[0]) >= 0) {
        TRY(arg_graphics(call, 0, &f));
        return call_fail(call, ERR_ARG, "MATLAB:figure:InvalidArgument",
                         "Argument must be a figure object or a positive integer.");
    } else if (call->nargin && !arg_is_text(call, 0)) {
        Index number;
        TRY(arg_positive(call, 0, &number));
        first = 1;
        f = graphics_figure(root, (int)number);
        if (!f) graphics_next_figure_number(root, (int)number);
    }
    bool fresh = !f;
    if (fresh) TRY(object_new(call->ctx, root, "figure", NULL, &f));
    graphics_set_current_figure(f);
    Status status = set_pairs(call, first, call->nargin, &f, 1);
    if (status != OK && fresh) object_delete(f);
    TRY(status);
    if (fresh) tell_host(call->env, figure_number(f), false);
    return call->nargout ? ret_graphics(call, 0, f) : OK;
}

BUILTIN(gcf, "f = gcf", ARITY(0, 0, 1), "The current figure, made when there is none.", "",
        "f: figure", "", "f = gcf;\nclose(f)", "gca, figure") {
    GraphicsRoot *root;
    GObject *f;
    TRY(env_graphics(call->env, &root));
    TRY(graphics_current_figure(call->ctx, root, true, &f));
    return ret_graphics(call, 0, f);
}

BUILTIN(gca, "ax = gca", ARITY(0, 0, 1), "The current axes, made when there are none.", "",
        "ax: axes", "", "ax = gca;\nclose all", "gcf, axes") {
    GraphicsRoot *root;
    GObject *f, *ax;
    TRY(env_graphics(call->env, &root));
    TRY(graphics_current_figure(call->ctx, root, true, &f));
    TRY(figure_current_axes(call->ctx, f, true, &ax));
    return ret_graphics(call, 0, ax);
}

BUILTIN(groot, "r = groot", ARITY(0, 0, 1), "The root of all graphics objects.", "", "r: root", "",
        "r = groot;", "gcf") {
    GraphicsRoot *root;
    TRY(env_graphics(call->env, &root));
    return ret_graphics(call, 0, graphics_root_object(root));
}

BUILTIN(gobjects, "A = gobjects(n)\nA = gobjects(m,n,...)", ARITY(0, -1, 1),
        "Array of placeholders for graphics objects.", "n, m: sizes",
        "A: array to be filled by assignment", "", "h = gobjects(1,3);\nassert(numel(h) == 3)",
        "isgraphics") {
    GraphicsRoot *root;
    Shape shape;
    TRY(env_graphics(call->env, &root));
    TRY(arg_shape(call, 0, call->nargin, &shape));
    if (call->nargin == 0) shape = shape_2d(0, 0);
    return graphics_placeholders(call->ctx, root, &shape, &call->ret[0]);
}

BUILTIN(axes, "ax = axes\nax = axes(Name,Value)\nax = axes(parent)\naxes(ax)", ARITY(0, -1, 1),
        "Makes axes, or makes them current.",
        "parent: figure or layout\nName,Value: properties, such as Position", "ax: axes", "",
        "ax = axes(Position=[0.2 0.2 0.6 0.6]);\nclose all", "gca, figure, nexttile") {
    GraphicsRoot *root;
    TRY(env_graphics(call->env, &root));
    GObject *ax = arg_find(call, 0, "axes"), *parent = NULL;
    int first = ax ? 1 : 0;
    if (!ax && call->nargin && graphics_count(call->arg[0]) == 1) {
        TRY(arg_graphics(call, 0, &parent));
        first = 1;
    }
    for (int i = first; i + 1 < call->nargin; i += 2)
        if (arg_is_word(call, i, "Parent")) TRY(arg_graphics(call, i + 1, &parent));
    if (!ax) {
        if (!parent) TRY(graphics_current_figure(call->ctx, root, true, &parent));
        if (!strcmp(object_type(parent), "tiledlayout"))
            TRY(tiles_next(call->ctx, parent, 0, 1, 1, false, &ax));
        else
            TRY(object_new(call->ctx, root, "axes", parent, &ax));
    }
    GObject *figure = object_ancestor(ax, "figure");
    figure_set_current_axes(figure, ax);
    graphics_set_current_figure(figure);
    TRY(set_pairs(call, first, call->nargin, &ax, 1));
    return call->nargout ? ret_graphics(call, 0, ax) : OK;
}

// ---- clear and close ---------------------------------------------------------------------------
BUILTIN(clf, "clf\nclf(f)", ARITY(0, 2, 1), "Removes everything from a figure.",
        "f: figure, the current one by default", "f: the figure", "", "figure;\nclf\nclose",
        "cla, close") {
    GraphicsRoot *root;
    GObject *f = arg_find(call, 0, "figure");
    TRY(env_graphics(call->env, &root));
    if (!f) TRY(graphics_current_figure(call->ctx, root, true, &f));
    figure_clear(f);
    return call->nargout ? ret_graphics(call, 0, f) : OK;
}

BUILTIN(cla, "cla\ncla(ax)\ncla(...,\"reset\")", ARITY(0, 2, 1), "Removes the plots from axes.",
        "ax: axes\n\"reset\": properties return to their defaults, too", "ax: the axes", "",
        "plot(1:3)\ncla\nclose", "clf") {
    Target t;
    TRY(target_axes(call, &t));
    TRY(axes_clear(call->ctx, t.axes, arg_is_word(call, t.first, "reset")));
    return call->nargout ? ret_graphics(call, 0, t.axes) : OK;
}

static void close_figure(Env *env, GObject *f) {
    int number = figure_number(f);
    object_delete(f);
    tell_host(env, number, false);
}

BUILTIN(
    close, "close\nclose(f)\nclose all\nclose(name)", ARITY(0, 2, 1), "Closes figures.",
    "f: figures or their numbers, the current one by default\nname: Name of a figure, or \"all\"",
    "status: true when something was closed", "Fails for a number or name of no figure.",
    "figure;\nclose all", "figure, clf, delete") {
    GraphicsRoot *root;
    TRY(env_graphics(call->env, &root));
    Index n;
    GObject *f = NULL;
    if (call->nargin == 0) {
        TRY(graphics_current_figure(call->ctx, root, false, &f));
        if (f) close_figure(call->env, f);
    } else if (arg_is_word(call, 0, "all") || arg_is_word(call, 0, "force")) {
        for (GObject *const *figures = graphics_figures(root, &n); n;
             figures = graphics_figures(root, &n))
            close_figure(call->env, figures[n - 1]);
    } else if (graphics_count(call->arg[0]) >= 0) {
        for (Index i = 0; i < graphics_count(call->arg[0]); i++) {
            f = graphics_element(call->arg[0], i);
            if (f && !strcmp(object_type(f), "figure"))
                close_figure(call->env, f);
            else if (!f)
                return ctx_fail(call->ctx, ERR_ARG, "MATLAB:close:InvalidFigureHandle",
                                "Invalid or deleted object.");
        }
    } else if (arg_is_text(call, 0)) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, 0, &name));
        GObject *const *figures = graphics_figures(root, &n);
        for (Index i = 0; i < n && !f; i++) {
            PropValue value;
            TRY(object_get(call->ctx, figures[i], "Name", &value));
            if (!strcmp(value.text, name)) f = figures[i];
            prop_value_done(&value);
        }
        if (!f)
            return call_fail(call, ERR_ARG, "MATLAB:close:FigureNotFound",
                             "Specified window does not exist.");
        close_figure(call->env, f);
    } else {
        OWN_TENSOR *numbers = NULL;
        TRY(arg_doubles(call, 0, &numbers));
        for (Index i = 0; i < numbers->numel; i++) {
            f = graphics_figure(root, (int)tensor_f64(numbers)[i]);
            if (!f)
                return call_fail(call, ERR_ARG, "MATLAB:close:InvalidFigureHandle",
                                 "Invalid figure handle.");
            close_figure(call->env, f);
        }
    }
    if (call->nargout) ret_bool(call, 0, true);
    return OK;
}

// ---- hold, drawnow -----------------------------------------------------------------------------
BUILTIN(hold, "hold on\nhold off\nhold\nhold(ax,...)", ARITY(0, 2, 0),
        "Keeps the plots of axes when new ones are added.",
        "ax: axes, the current ones by default\non, off: without them the state changes over", "",
        "", "plot(1:3)\nhold on\nplot(3:-1:1)\nassert(ishold)\nclose", "ishold, newplot") {
    Target t;
    TRY(target_axes(call, &t));
    bool on = !t.held;
    if (t.first < call->nargin) {
        OWN_MEM char *word = NULL;
        if (arg_is_text(call, t.first)) {
            TRY(arg_text(call, t.first, &word));
            if (!strcasecmp(word, "on") || !strcasecmp(word, "all"))
                on = true;
            else if (!strcasecmp(word, "off"))
                on = false;
            else
                return call_fail(call, ERR_ARG, "MATLAB:hold:UnknownCommand",
                                 "Unknown command option.");
        } else {
            TRY(arg_bool(call, t.first, &on));
        }
    }
    return object_set_text(call->ctx, t.axes, "NextPlot", on ? "add" : "replace");
}

BUILTIN(ishold, "tf = ishold\ntf = ishold(ax)", ARITY(0, 1, 1), "True when axes keep their plots.",
        "ax: axes, the current ones by default", "tf: logical scalar", "", "assert(~ishold)\nclose",
        "hold") {
    Target t;
    TRY(target_axes(call, &t));
    ret_bool(call, 0, t.held);
    return OK;
}

BUILTIN(newplot, "ax = newplot\nax = newplot(ax)", ARITY(0, 1, 1),
        "Prepares axes for a new plot, as plotting functions do.", "ax: axes", "ax: the axes", "",
        "ax = newplot;\nclose", "hold") {
    Target t;
    TRY(target_axes(call, &t));
    TRY(axes_newplot(call->ctx, t.axes));
    return ret_graphics(call, 0, t.axes);
}

BUILTIN(drawnow, "drawnow\ndrawnow limitrate", ARITY(0, 2, 0), "Shows the figures as they are now.",
        "limitrate, nocallbacks, update, expose: accepted", "", "", "drawnow", "figure, pause") {
    TRY(ctx_check_stop(call->ctx));
    return figures_flush(call->env);
}

BUILTIN(refresh, "refresh\nrefresh(f)", ARITY(0, 1, 0), "Shows the figures as they are now.",
        "f: figure", "", "", "refresh", "drawnow") {
    (void)call->def;
    return figures_flush(call->env);
}

BUILTIN(shg, "shg", ARITY(0, 0, 0), "Shows the current figure.", "", "", "", "shg\nclose",
        "figure") {
    GraphicsRoot *root;
    GObject *f;
    TRY(env_graphics(call->env, &root));
    TRY(graphics_current_figure(call->ctx, root, true, &f));
    return figures_flush(call->env);
}

// ---- set, get ----------------------------------------------------------------------------------
static Status living(Call *call, int i, GObject ***ret, Index *ret_n) {
    Index n = graphics_count(call->arg[i]);
    if (n < 0) {
        // Figure numbers are handles, too.
        double number;
        GraphicsRoot *root;
        TRY(env_graphics(call->env, &root));
        if (value_is_numeric(call->arg[i]) && value_is_scalar(call->arg[i]) &&
            value_to_double(call->ctx, call->arg[i], &number) == OK) {
            GObject *f =
                number == 0 ? graphics_root_object(root) : graphics_figure(root, (int)number);
            if (f) {
                *ret = mem_alloc(sizeof **ret);
                if (!*ret) return ctx_fail_nomem(call->ctx);
                (*ret)[0] = f;
                *ret_n = 1;
                return OK;
            }
        }
        return call_fail(call, ERR_ARG, "MATLAB:class:InvalidHandle", "Invalid or deleted object.");
    }
    GObject **objects = mem_alloc((size_t)(n + 1) * sizeof *objects);
    if (!objects) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < n; k++) {
        objects[k] = graphics_element(call->arg[i], k);
        if (objects[k]) continue;
        mem_free(objects);
        return ctx_fail(call->ctx, ERR_ARG, "MATLAB:class:InvalidHandle",
                        "Invalid or deleted object.");
    }
    *ret = objects;
    *ret_n = n;
    return OK;
}

static Status set_one(Call *call, GObject *const *objects, Index n, const char *name, Value v) {
    PropValue value;
    TRY(prop_from_value(call->ctx, v, &value));
    Status status = OK;
    for (Index k = 0; k < n && status == OK; k++)
        status = object_set(call->ctx, objects[k], name, &value);
    prop_value_done(&value);
    return status;
}

// set(h, {names}, {values}): one row of values for all, or one row per object.
static Status set_cells(Call *call, GObject *const *objects, Index n, Value names, Value values) {
    OWN_STRINGS *s = NULL;
    TRY(value_to_strings(call->ctx, names, &s));
    if (values.tag != VAL_CELL ||
        (values.cell->shape.dim[0] != n && values.cell->shape.dim[0] != 1) ||
        values.cell->numel != values.cell->shape.dim[0] * s->numel)
        return call_fail(call, ERR_SIZE, "MATLAB:hg:set:CellSize",
                         "Size mismatch in property and value cell arrays.");
    Index rows = values.cell->shape.dim[0];
    for (Index k = 0; k < n; k++)
        for (Index j = 0; j < s->numel; j++)
            TRY(set_one(call, &objects[k], 1, s->items[j] ? s->items[j]->bytes : "",
                        values.cell->items[(rows == 1 ? 0 : k) + j * rows]));
    return OK;
}

static Status words_out(Call *call, const GObject *object, const char *name) {
    const char *words = object_property_words(object, name);
    const char *list[40];
    OWN_MEM char *copy = mem_dup(words);
    if (!copy) return ctx_fail_nomem(call->ctx);
    Index n = 0;
    for (char *w = copy; *w && n < 40;) {
        list[n++] = w;
        w += *w == '|' ? 1 : strcspn(w, "|");
        if (*w == '|') *w++ = 0;
    }
    return cell_of_texts(call->ctx, list, n, false, &call->ret[0]);
}

BUILTIN(set, "set(h,Name,Value,...)\nset(h,S)\nset(h,names,values)\nv = set(h,name)",
        ARITY(1, -1, 1), "Sets properties of graphics objects.",
        "h: graphics objects\nName,Value: property and its new value\nS: structure whose fields "
        "are properties\nnames, values: cell arrays",
        "v: values a property may have",
        "Fails for an unknown property or a value that does not fit.",
        "h = plot(1:3);\nset(h,LineWidth=2)\nassert(h.LineWidth == 2)\nclose", "get") {
    OWN_MEM GObject **objects = NULL;
    Index n;
    TRY(living(call, 0, &objects, &n));
    if (call->nargin == 2 && arg_is_text(call, 1) && n) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, 1, &name));
        return words_out(call, objects[0], name);
    }
    for (int i = 1; i < call->nargin;) {
        Value v = call->arg[i];
        if (v.tag == VAL_STRUCT) {
            for (Index f = 0; f < v.structure->n_fields && v.structure->numel == 1; f++)
                TRY(set_one(call, objects, n, v.structure->names[f]->bytes, v.structure->items[f]));
            i++;
        } else if (i + 1 >= call->nargin) {
            return call_fail(call, ERR_ARG, "MATLAB:hg:InvalidArguments",
                             "Invalid parameter/value pair arguments.");
        } else if (v.tag == VAL_CELL) {
            TRY(set_cells(call, objects, n, v, call->arg[i + 1]));
            i += 2;
        } else {
            TRY(set_pairs(call, i, i + 2, objects, n));
            i += 2;
        }
    }
    return OK;
}

static Status get_one(Call *call, GObject *object, const char *name, Value *ret) {
    PropValue value;
    TRY(object_get(call->ctx, object, name, &value));
    Status status = prop_to_value(call->ctx, object_root(object), &value, ret);
    prop_value_done(&value);
    return status;
}

static Status all_properties(Call *call, GObject *object) {
    OWN_STRUCT *s = NULL;
    TRY(struct_scalar(call->ctx, &s));
    PropKind kind;
    const char *name;
    for (Index i = 0; (name = object_property(object, i, &kind)); i++) {
        Value v;
        TRY(get_one(call, object, name, &v));
        TRY(struct_put(call->ctx, s, name, v));
    }
    call->ret[0] = value_take_struct(GIVE(s));
    return OK;
}

BUILTIN(
    get, "v = get(h,name)\nS = get(h)\nC = get(h,names)", ARITY(1, 2, 1),
    "Reads properties of graphics objects.",
    "h: graphics objects\nname: property\nnames: cell array of properties",
    "v: value; a cell array with one row per object for several\nS: structure of all properties",
    "Fails for an unknown property.",
    "h = plot(1:3);\nassert(isequal(get(h,\"YData\"),1:3))\nclose", "set") {
    OWN_MEM GObject **objects = NULL;
    Index n;
    TRY(living(call, 0, &objects, &n));
    if (n == 0) return value_empty(call->ctx, &call->ret[0]);
    if (call->nargin < 2) return all_properties(call, objects[0]);
    OWN_STRINGS *names = NULL;
    TRY(arg_strings(call, 1, &names));
    if (n == 1 && names->numel == 1 && call->arg[1].tag != VAL_CELL)
        return get_one(call, objects[0], names->items[0] ? names->items[0]->bytes : "",
                       &call->ret[0]);
    CellArray *c;
    Shape shape = shape_2d(n, names->numel);
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    for (Index k = 0; k < n; k++)
        for (Index j = 0; j < names->numel; j++)
            TRY(get_one(call, objects[k], names->items[j] ? names->items[j]->bytes : "",
                        &c->items[k + j * n]));
    return OK;
}

// ---- asking ------------------------------------------------------------------------------------
static Status graphics_mask(Call *call) {
    OWN_MEM char *type = NULL;
    if (call->nargin > 1) TRY(arg_text(call, 1, &type));
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    Tensor *t;
    TRY(tensor_zeros(call->ctx, CLASS_LOGICAL, &shape, &t));
    GraphicsRoot *root = call->env->graphics;
    for (Index i = 0; i < t->numel; i++) {
        GObject *o = graphics_element(call->arg[0], i);
        if (!o && root && value_is_numeric(call->arg[0])) {
            OWN_TENSOR *numbers = NULL;
            TRY(arg_doubles(call, 0, &numbers));
            double x = tensor_f64(numbers)[i];
            if (x == floor(x) && x > 0 && x < 1e9) o = graphics_figure(root, (int)x);
        }
        tensor_u8(t)[i] = o && (!type || !strcasecmp(object_type(o), type));
    }
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(isgraphics, "tf = isgraphics(h)\ntf = isgraphics(h,type)", ARITY(1, 2, 1),
        "True for graphics objects that exist.", "h: any array\ntype: class, such as \"line\"",
        "tf: logical array", "",
        "h = plot(1:3);\nassert(isgraphics(h,\"line\"))\ndelete(h)\nassert(~isgraphics(h))\nclose",
        "ishandle, isvalid") {
    return graphics_mask(call);
}
BUILTIN(ishandle, "tf = ishandle(h)", ARITY(1, 2, 1), "True for graphics objects that exist.",
        "h: any array", "tf: logical array", "", "assert(~ishandle(pi))", "isgraphics") {
    return graphics_mask(call);
}
BUILTIN(ishghandle, "tf = ishghandle(h)", ARITY(1, 2, 1), "True for graphics objects that exist.",
        "h: any array", "tf: logical array", "", "assert(~ishghandle(pi))", "isgraphics") {
    return graphics_mask(call);
}

BUILTIN(ancestor, "p = ancestor(h,type)", ARITY(2, 3, 1),
        "The nearest object of a type that holds h.",
        "h: graphics object\ntype: class, such as \"figure\", or several in a cell array",
        "p: object, or [] when there is none", "",
        "h = plot(1:3);\nassert(ancestor(h,\"axes\") == gca)\nclose", "findobj") {
    GObject *o;
    OWN_STRINGS *types = NULL;
    TRY(arg_graphics(call, 0, &o));
    TRY(arg_strings(call, 1, &types));
    for (; o; o = object_parent(o))
        for (Index i = 0; i < types->numel; i++)
            if (types->items[i] && !strcasecmp(object_type(o), types->items[i]->bytes))
                return ret_graphics(call, 0, o);
    return value_empty(call->ctx, &call->ret[0]);
}

// ---- findobj -----------------------------------------------------------------------------------
typedef struct Found {
    GObject **items;
    Index n, cap;
} Found;

static Status matches(Call *call, GObject *o, int first, bool *ret) {
    *ret = true;
    for (int i = first; i + 1 < call->nargin && *ret; i += 2) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, i, &name));
        if (!object_has(o, name)) {
            *ret = false;
            break;
        }
        OWN_VALUE v = VALUE_NONE;
        TRY(get_one(call, o, name, &v));
        OWN_MEM char *wanted = NULL, *have = NULL;
        if (arg_is_text(call, i + 1) && value_is_text_scalar(v)) {
            TRY(arg_text(call, i + 1, &wanted));
            TRY(value_to_utf8(call->ctx, v, &have));
            *ret = !strcasecmp(name, "Type") ? !strcasecmp(wanted, have) : !strcmp(wanted, have);
        } else {
            TRY(value_equal(call->ctx, v, call->arg[i + 1], false, ret));
        }
    }
    return OK;
}

static Status collect(Call *call, GObject *o, int first, bool hidden, Found *found) {
    bool fits;
    TRY(matches(call, o, first, &fits));
    if (fits) {
        if (found->n == found->cap) {
            Index cap = found->cap ? 2 * found->cap : 16;
            GObject **items = mem_realloc(found->items, (size_t)cap * sizeof *items);
            if (!items) return ctx_fail_nomem(call->ctx);
            found->items = items;
            found->cap = cap;
        }
        found->items[found->n++] = o;
    }
    Index n;
    GObject *const *children = object_children(o, &n);
    for (Index i = n - 1; i >= 0; i--)
        if (hidden || object_is_listed(children[i]))
            TRY(collect(call, children[i], first, hidden, found));
    return OK;
}

static Status find_objects(Call *call, bool hidden) {
    GraphicsRoot *root;
    TRY(env_graphics(call->env, &root));
    Found found = {0};
    Status status = OK;
    if (call->nargin && graphics_count(call->arg[0]) >= 0) {
        for (Index i = 0; i < graphics_count(call->arg[0]) && status == OK; i++) {
            GObject *o = graphics_element(call->arg[0], i);
            if (o) status = collect(call, o, 1, hidden, &found);
        }
    } else {
        status = collect(call, graphics_root_object(root), 0, hidden, &found);
    }
    if (status == OK) status = graphics_value(call->ctx, root, found.items, found.n, &call->ret[0]);
    mem_free(found.items);
    return status;
}

BUILTIN(findobj, "h = findobj\nh = findobj(name,value,...)\nh = findobj(parents,name,value,...)",
        ARITY(0, -1, 1), "Finds graphics objects by their properties.",
        "parents: where to look, everywhere by default\nname, value: properties all of which must "
        "match",
        "h: column of objects", "",
        "plot(1:3)\nassert(numel(findobj(gcf,\"Type\",\"line\")) == 1)\nclose",
        "findall, ancestor") {
    return find_objects(call, false);
}
BUILTIN(findall, "h = findall(parents,name,value,...)", ARITY(0, -1, 1),
        "Finds graphics objects, hidden ones included.",
        "parents: where to look\nname, value: properties all of which must match",
        "h: column of objects", "",
        "figure;\nassert(numel(findall(groot,\"Type\",\"figure\")) >= 1)\nclose", "findobj") {
    return find_objects(call, true);
}

const BuiltinDef *const family_figures[] = {
    &def_figure,   &def_gcf,        &def_gca,      &def_groot,   &def_gobjects, &def_axes,
    &def_clf,      &def_cla,        &def_close,    &def_hold,    &def_ishold,   &def_newplot,
    &def_drawnow,  &def_refresh,    &def_shg,      &def_set,     &def_get,      &def_isgraphics,
    &def_ishandle, &def_ishghandle, &def_ancestor, &def_findobj, &def_findall,  NULL,
};
