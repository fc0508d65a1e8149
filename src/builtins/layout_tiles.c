// builtins/layout_tiles.c: tiled layouts and subplots.
#include "builtins/figures_value.h"
#include <strings.h>

BUILTIN(
    tiledlayout,
    "tiledlayout(m,n)\ntiledlayout(\"flow\")\ntiledlayout(parent,...)\ntiledlayout(...,Name,Value)"
    "\nt = tiledlayout(...)",
    ARITY(0, -1, 1), "Grid of tiles for axes.",
    "m, n: rows and columns\n\"flow\": as many as are needed; \"vertical\", \"horizontal\": in one "
    "column or row\nName,Value: TileSpacing, Padding (loose, compact, tight, none)\nparent: figure",
    "t: layout", "", "t = tiledlayout(2,2);\nassert(isequal(t.GridSize,[2 2]))\nclose",
    "nexttile, subplot") {
    GraphicsRoot *root;
    GObject *parent = NULL, *t;
    int i = 0;
    TRY(env_graphics(call->env, &root));
    if (call->nargin && graphics_count(call->arg[0]) >= 0) TRY(arg_graphics(call, i++, &parent));
    if (!parent) TRY(graphics_current_figure(call->ctx, root, true, &parent));
    bool nested = !strcmp(object_type(parent), "tiledlayout");
    if (!strcmp(object_type(parent), "figure"))
        figure_clear(parent);
    else if (!nested)
        return call_fail(call, ERR_ARG, "MATLAB:graphics:tiledlayout",
                         "The parent of a layout must be a figure or a layout.");
    TRY(object_new(call->ctx, root, "tiledlayout", parent, &t));
    if (nested) { // takes the next tile of its parent
        GObject *axes;
        TRY(tiles_next(call->ctx, parent, 0, 1, 1, false, &axes));
        PropValue tile;
        TRY(object_get(call->ctx, axes, "LayoutTile", &tile));
        TRY(object_set_number(call->ctx, t, "LayoutTile", tile.number));
        prop_value_done(&tile);
        object_delete(axes);
    }
    if (i < call->nargin && !arg_is_text(call, i)) {
        double grid[2];
        TRY(arg_double(call, i++, &grid[0]));
        if (i >= call->nargin)
            return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                             "Not enough input arguments.");
        TRY(arg_double(call, i++, &grid[1]));
        TRY(object_set_numbers(call->ctx, t, "GridSize", grid, 1, 2));
    } else {
        int kind = arg_is_word(call, i, "vertical")     ? 1
                   : arg_is_word(call, i, "horizontal") ? 2
                                                        : 0;
        if (kind || (i < call->nargin && arg_is_word(call, i, "flow"))) i++;
        TRY(object_set_flag(call->ctx, t, "FlowLayout", true));
        if (kind)
            TRY(object_set_text(call->ctx, t, "FlowDirection",
                                kind == 1 ? "vertical" : "horizontal"));
    }
    TRY(set_pairs(call, i, call->nargin, &t, 1));
    graphics_set_current_figure(object_ancestor(t, "figure"));
    return call->nargout ? ret_graphics(call, 0, t) : OK;
}

BUILTIN(nexttile,
        "ax = nexttile\nax = nexttile(tile)\nax = nexttile(span)\nax = nexttile(tile,span)\nax = "
        "nexttile(t,...)",
        ARITY(0, 3, 1), "Axes in a tile of a layout.",
        "tile: number of the tile; the next free one by default\nspan: [rows columns]\nt: layout",
        "ax: axes", "Fails when the layout is full.",
        "tiledlayout(1,2);\nax = nexttile(2);\nassert(ax.Layout.Tile == 2)\nclose", "tiledlayout") {
    GraphicsRoot *root;
    GObject *t = arg_find(call, 0, "tiledlayout"), *axes;
    int i = t ? 1 : 0;
    TRY(env_graphics(call->env, &root));
    if (!t) {
        GObject *figure;
        TRY(graphics_current_figure(call->ctx, root, true, &figure));
        Index n;
        GObject *const *children = object_children(figure, &n);
        for (Index k = 0; k < n && !t; k++)
            if (!strcmp(object_type(children[k]), "tiledlayout")) t = children[k];
        if (!t) {
            figure_clear(figure);
            TRY(object_new(call->ctx, root, "tiledlayout", figure, &t));
            TRY(object_set_flag(call->ctx, t, "FlowLayout", true));
        }
    }
    Index tile = 0, rows = 0, columns = 0;
    for (; i < call->nargin; i++) {
        OWN_TENSOR *v = NULL;
        if (arg_is_text(call, i))
            return ctx_fail_unsupported(call->ctx, "nexttile beside the grid (\"east\" and so on)");
        TRY(arg_doubles(call, i, &v));
        for (Index k = 0; k < v->numel; k++)
            if (!(tensor_f64(v)[k] >= 1) || tensor_f64(v)[k] != floor(tensor_f64(v)[k]) ||
                tensor_f64(v)[k] > 1e6)
                return call_fail(call, ERR_ARG, "MATLAB:graphics:nexttile",
                                 "Tile numbers and spans must be positive integers.");
        if (v->numel == 1)
            tile = (Index)tensor_f64(v)[0];
        else if (v->numel == 2)
            rows = (Index)tensor_f64(v)[0], columns = (Index)tensor_f64(v)[1];
        else
            return call_fail(call, ERR_ARG, "MATLAB:graphics:nexttile",
                             "A span must have two elements.");
    }
    TRY(tiles_next(call->ctx, t, tile, rows, columns, true, &axes));
    GObject *figure = object_ancestor(axes, "figure");
    figure_set_current_axes(figure, axes);
    graphics_set_current_figure(figure);
    return call->nargout ? ret_graphics(call, 0, axes) : OK;
}

// subplot(221) means subplot(2,2,1).
static Status subplot_numbers(Call *call, Index *m, Index *n, Index *first, Index *last,
                              int *next) {
    if (call->nargin == 1 || arg_is_text(call, 1)) {
        Index code;
        TRY(arg_positive(call, 0, &code));
        if (code < 111 || code > 999)
            return call_fail(call, ERR_ARG, "MATLAB:subplot:SubplotIndexOutOfRange",
                             "Index exceeds number of subplots.");
        *m = code / 100, *n = code / 10 % 10, *first = *last = code % 10;
        *next = 1;
    } else {
        if (call->nargin < 3)
            return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                             "Not enough input arguments.");
        OWN_TENSOR *p = NULL;
        TRY(arg_positive(call, 0, m));
        TRY(arg_positive(call, 1, n));
        TRY(arg_doubles(call, 2, &p));
        *first = INT64_MAX;
        *last = 0;
        Index left = *n, right = 0, top = *m, bottom = 0;
        for (Index i = 0; i < p->numel; i++) {
            Index k = (Index)tensor_f64(p)[i];
            if (k < 1 || k > *m * *n)
                return call_fail(call, ERR_ARG, "MATLAB:subplot:SubplotIndexTooLarge",
                                 "Index exceeds number of subplots.");
            Index row = (k - 1) / *n, column = (k - 1) % *n;
            if (row < top) top = row;
            if (row > bottom) bottom = row;
            if (column < left) left = column;
            if (column > right) right = column;
        }
        if (!p->numel)
            return call_fail(call, ERR_ARG, "MATLAB:subplot:SubplotIndexOutOfRange",
                             "Index must not be empty.");
        *first = top * *n + left + 1;
        *last = bottom * *n + right + 1;
        *next = 3;
    }
    if (*first < 1 || *last > *m * *n)
        return call_fail(call, ERR_ARG, "MATLAB:subplot:SubplotIndexTooLarge",
                         "Index exceeds number of subplots.");
    return OK;
}

BUILTIN(subplot,
        "subplot(m,n,p)\nsubplot(mnp)\nsubplot(ax)\nsubplot(\"Position\",pos)\nsubplot(...,Name,"
        "Value)\nax = subplot(...)",
        ARITY(0, -1, 1), "Axes in a grid of the figure.",
        "m, n: rows and columns\np: number of the cell, row by row, or several for axes that span "
        "them\npos: [left bottom width height]",
        "ax: axes", "Fails when p is beyond the grid.",
        "ax = subplot(2,1,2);\nassert(isgraphics(ax,\"axes\"))\nclose", "tiledlayout, sgtitle") {
    GraphicsRoot *root;
    GObject *figure, *axes = arg_find(call, 0, "axes");
    TRY(env_graphics(call->env, &root));
    if (axes) {
        figure = object_ancestor(axes, "figure");
        figure_set_current_axes(figure, axes);
        graphics_set_current_figure(figure);
        return call->nargout ? ret_graphics(call, 0, axes) : OK;
    }
    TRY(graphics_current_figure(call->ctx, root, true, &figure));
    if (call->nargin >= 2 && arg_is_word(call, 0, "Position")) {
        TRY(object_new(call->ctx, root, "axes", figure, &axes));
        TRY(set_pairs(call, 0, call->nargin, &axes, 1));
        return call->nargout ? ret_graphics(call, 0, axes) : OK;
    }
    Index m = 1, n = 1, first = 1, last = 1;
    int next = 0;
    if (call->nargin) TRY(subplot_numbers(call, &m, &n, &first, &last, &next));
    TRY(figure_subplot(call->ctx, figure, m, n, first, last, &axes));
    while (next < call->nargin &&
           (arg_is_word(call, next, "align") || arg_is_word(call, next, "replace"))) {
        if (arg_is_word(call, next, "replace")) TRY(axes_clear(call->ctx, axes, true));
        next++;
    }
    TRY(set_pairs(call, next, call->nargin, &axes, 1));
    return call->nargout ? ret_graphics(call, 0, axes) : OK;
}

const BuiltinDef *const family_layout_tiles[] = {&def_tiledlayout, &def_nexttile, &def_subplot,
                                                 NULL};
