// Tiled layouts: the grid, which tile comes next, and the common titles.
#include "graphics/internal.h"
#include <string.h>

static Status init_tiles(Ctx *ctx, GObject *object) {
    Tiles *tiles = (Tiles *)object;
    tiles->rows = tiles->columns = 1;
    TRY(label_new(ctx, object, 13, true, &tiles->title));
    TRY(label_new(ctx, object, 11, false, &tiles->subtitle));
    TRY(label_new(ctx, object, 11, false, &tiles->label[0]));
    return label_new(ctx, object, 11, false, &tiles->label[1]);
}

// ---- grid --------------------------------------------------------------------------------------
static bool in_grid(const GObject *child) {
    return child->cls == &class_axes || child->cls == &class_tiles;
}

typedef struct Cell {
    Index tile, rows, columns;
} Cell;
static Cell cell_of(const GObject *child) {
    if (child->cls == &class_axes) {
        const Axes *ax = (const Axes *)child;
        return (Cell){ax->tile, ax->span_rows, ax->span_columns};
    }
    const Tiles *t = (const Tiles *)child;
    return (Cell){t->tile, t->span_rows, t->span_columns};
}

static void tile_place(const Tiles *t, Index tile, Index *row, Index *column) {
    if (t->indexing == 1) {
        *row = (tile - 1) % t->rows;
        *column = (tile - 1) / t->rows;
    } else {
        *row = (tile - 1) / t->columns;
        *column = (tile - 1) % t->columns;
    }
}

// "flow": rows and columns whose tiles come nearest to 4:3.
static void flow_grid(Tiles *t, double width, double height) {
    Index n = 0;
    for (Index i = 0; i < t->head.n_children; i++) {
        const GObject *child = t->head.children[i];
        if (!in_grid(child)) continue;
        Cell c = cell_of(child);
        Index last = c.tile + c.rows * c.columns - 1;
        if (last > n) n = last;
    }
    if (n < 1) n = 1;
    if (t->direction) {
        t->rows = t->direction == 1 ? n : 1;
        t->columns = t->direction == 1 ? 1 : n;
        return;
    }
    double best = INFINITY;
    for (Index columns = 1; columns <= n; columns++) {
        Index rows = (n + columns - 1) / columns;
        double shape = (width / (double)columns) / (height / (double)rows);
        double cost = fabs(log(shape * 3 / 4)) + 0.5 * (double)(rows * columns - n) / (double)n;
        if (cost < best - 1e-9) {
            best = cost;
            t->rows = rows;
            t->columns = columns;
        }
    }
}

static void layout_size(const Tiles *t, double size[2]) {
    const Figure *figure = (const Figure *)object_ancestor((GObject *)t, "figure");
    size[0] = figure ? figure->position[2] : 560;
    size[1] = figure ? figure->position[3] : 420;
}

static bool fits(const Tiles *t, Index tile, Index rows, Index columns, const GObject *except) {
    Index r0, c0;
    tile_place(t, tile, &r0, &c0);
    if (r0 + rows > t->rows || c0 + columns > t->columns) return false;
    for (Index i = 0; i < t->head.n_children; i++) {
        const GObject *child = t->head.children[i];
        if (!in_grid(child) || child == except) continue;
        Cell c = cell_of(child);
        Index r1, c1;
        tile_place(t, c.tile, &r1, &c1);
        if (r0 < r1 + c.rows && r1 < r0 + rows && c0 < c1 + c.columns && c1 < c0 + columns)
            return false;
    }
    return true;
}

static GObject *at_tile(const Tiles *t, Index tile) {
    for (Index i = 0; i < t->head.n_children; i++) {
        GObject *child = t->head.children[i];
        if (in_grid(child) && cell_of(child).tile == tile) return child;
    }
    return NULL;
}

static Index next_free(Tiles *t, Index rows, Index columns) {
    if (t->flow) {
        Index n = 0;
        for (Index i = 0; i < t->head.n_children; i++)
            if (in_grid(t->head.children[i])) {
                Cell c = cell_of(t->head.children[i]);
                Index last = c.tile + c.rows * c.columns - 1;
                if (last > n) n = last;
            }
        return n + 1;
    }
    for (Index tile = 1; tile <= t->rows * t->columns; tile++)
        if (fits(t, tile, rows, columns, NULL)) return tile;
    return 0;
}

Status tiles_next(Ctx *ctx, GObject *layout, Index tile, Index rows, Index columns, bool reuse,
                  GObject **ret_axes) {
    Tiles *t = (Tiles *)layout;
    if (tile > 0 && reuse) {
        GObject *there = at_tile(t, tile);
        if (there && there->cls == &class_axes) {
            Axes *ax = (Axes *)there;
            ax->span_rows = rows > 0 ? rows : ax->span_rows;
            ax->span_columns = columns > 0 ? columns : ax->span_columns;
            GObject *figure = object_ancestor(there, "figure");
            if (figure) figure_set_current_axes(figure, there);
            *ret_axes = there;
            return OK;
        }
    }
    if (rows < 1) rows = 1;
    if (columns < 1) columns = 1;
    if (tile <= 0) tile = next_free(t, rows, columns);
    if (!t->flow) {
        Index r, c;
        if (tile > 0) tile_place(t, tile, &r, &c);
        if (tile <= 0 || r + rows > t->rows || c + columns > t->columns)
            return ctx_fail(ctx, ERR_ARG, "MATLAB:graphics:layout:TileOutOfRange",
                            "Unable to place axes: the layout does not have sufficient space.");
    }
    GObject *axes = NULL;
    TRY(object_new(ctx, layout->root, "axes", layout, &axes));
    Axes *ax = (Axes *)axes;
    ax->tile = tile;
    ax->span_rows = rows;
    ax->span_columns = columns;
    if (t->flow) {
        double size[2];
        layout_size(t, size);
        flow_grid(t, size[0], size[1]);
    }
    *ret_axes = axes;
    return OK;
}

// ---- places ------------------------------------------------------------------------------------
static Status label_height(Ctx *ctx, const TextObject *text, double size, Label *label,
                           double *ret) {
    *label = (Label){0};
    *ret = 0;
    if (text_is_empty(text)) return OK;
    FontSpec font = text_font(text, "Helvetica", size);
    TRY(label_make_lines(ctx, text->interpreter, &font, text->lines, text->n_lines, label));
    *ret = label->box.ascent + label->box.descent + 3;
    return OK;
}

static Status shared_insets(Ctx *ctx, const Tiles *t, Insets *ret) {
    Label label;
    double title, subtitle, x, y;
    TRY(label_height(ctx, t->title, 11.5, &label, &title));
    label_done(&label);
    TRY(label_height(ctx, t->subtitle, 11, &label, &subtitle));
    label_done(&label);
    TRY(label_height(ctx, t->label[0], 11, &label, &x));
    label_done(&label);
    TRY(label_height(ctx, t->label[1], 11, &label, &y));
    label_done(&label);
    *ret = (Insets){y, title + subtitle, 0, x};
    return OK;
}

static Rect tile_rect(const Tiles *t, Rect area, double gap, const Cell *c) {
    Index row, column;
    tile_place(t, c->tile, &row, &column);
    double width = (area.width - gap * (double)(t->columns - 1)) / (double)t->columns;
    double height = (area.height - gap * (double)(t->rows - 1)) / (double)t->rows;
    return (Rect){area.x + (double)column * (width + gap), area.y + (double)row * (height + gap),
                  (double)c->columns * width + (double)(c->columns - 1) * gap,
                  (double)c->rows * height + (double)(c->rows - 1) * gap};
}

static Rect inset(Rect r, Insets in) {
    Rect out = {r.x + in.left, r.y + in.top, r.width - in.left - in.right,
                r.height - in.top - in.bottom};
    if (out.width < 8) out.width = 8;
    if (out.height < 8) out.height = 8;
    return out;
}

static Insets attached(Ctx *ctx, const Axes *ax) {
    Insets a = {0}, b = {0};
    if (ax->colorbar) a = colorbar_insets(ctx, ax->colorbar, ax);
    if (ax->legend && ax->legend->head.visible) b = legend_insets(ctx, ax->legend);
    return (Insets){a.left + b.left, a.top + b.top, a.right + b.right, a.bottom + b.bottom};
}

// The room the axes of one tile needs around its plot box.
static Status needed_insets(Ctx *ctx, Axes *ax, Insets guess, Insets *ret) {
    Insets extra = attached(ctx, ax), own;
    TRY(axes_measure(ctx, ax, inset(ax->outer, guess), &own));
    ax->insets = own;
    *ret = (Insets){own.left + extra.left, own.top + extra.top, own.right + extra.right,
                    own.bottom + extra.bottom};
    return OK;
}

Status tiles_layout(Ctx *ctx, Tiles *t, Rect area) {
    static const double paddings[] = {15, 7, 3, 0}, gaps[] = {14, 8, 5, 0};
    t->box = area;
    if (t->flow) flow_grid(t, area.width, area.height);
    double padding = paddings[t->padding], gap = gaps[t->spacing];
    Insets shared;
    TRY(shared_insets(ctx, t, &shared));
    // A common title takes up part of the padding.
    double part = fmin(padding, 7);
    Rect grid = inset(area, (Insets){shared.left > 0 ? shared.left + part : padding,
                                     shared.top > 0 ? shared.top + part : padding, padding,
                                     shared.bottom > 0 ? shared.bottom + part : padding});
    GObject *const *children = t->head.children;
    Index n = t->head.n_children;
    Insets most = {0};
    // Twice: fewer ticks may fit once the box is known, which changes the room they need.
    for (int pass = 0; pass < 2; pass++) {
        Insets found = {0};
        for (Index i = 0; i < n; i++) {
            if (children[i]->cls != &class_axes) continue;
            Axes *ax = (Axes *)children[i];
            Cell c = cell_of(children[i]);
            ax->outer = tile_rect(t, grid, gap, &c);
            Insets in;
            Insets guess = pass ? most
                                : (Insets){ax->outer.width * 0.15, ax->outer.height * 0.1,
                                           ax->outer.width * 0.03, ax->outer.height * 0.15};
            TRY(needed_insets(ctx, ax, guess, &in));
            found = (Insets){fmax(found.left, in.left), fmax(found.top, in.top),
                             fmax(found.right, in.right), fmax(found.bottom, in.bottom)};
        }
        most = found;
    }
    for (Index i = 0; i < n; i++) {
        Cell c = {0};
        if (in_grid(children[i])) c = cell_of(children[i]);
        if (children[i]->cls == &class_axes) {
            Axes *ax = (Axes *)children[i];
            Insets extra = attached(ctx, ax);
            ax->inner = inset(ax->outer, most);
            (void)extra;
        } else if (children[i]->cls == &class_tiles && c.tile) {
            TRY(tiles_layout(ctx, (Tiles *)children[i], tile_rect(t, grid, gap, &c)));
        }
    }
    return OK;
}

static Status draw_shared(Ctx *ctx, Scene *scene, const Tiles *t) {
    const Rect *b = &t->box;
    double pad = 4, y = b->y + pad, h;
    Label label;
    TRY(label_height(ctx, t->title, 11.5, &label, &h));
    label_place(&label, scene, NULL, b->x + b->width / 2, y, 0.5, 0, 0, 0.5,
                t->title ? t->title->color.rgb : color_dark);
    label_done(&label);
    y += h;
    TRY(label_height(ctx, t->subtitle, 11, &label, &h));
    label_place(&label, scene, NULL, b->x + b->width / 2, y, 0.5, 0, 0, 0.5,
                t->subtitle ? t->subtitle->color.rgb : color_dark);
    label_done(&label);
    TRY(label_height(ctx, t->label[0], 11, &label, &h));
    label_place(&label, scene, NULL, b->x + b->width / 2, b->y + b->height - pad, 0.5, 1, 0, 0.5,
                t->label[0] ? t->label[0]->color.rgb : color_dark);
    label_done(&label);
    TRY(label_height(ctx, t->label[1], 11, &label, &h));
    label_place(&label, scene, NULL, b->x + pad, b->y + b->height / 2, 0.5, 0, M_PI / 2, 0.5,
                t->label[1] ? t->label[1]->color.rgb : color_dark);
    label_done(&label);
    return OK;
}

Status tiles_draw(Ctx *ctx, Scene *scene, Tiles *t) {
    if (!t->head.visible) return OK;
    for (Index i = 0; i < t->head.n_children; i++) {
        GObject *child = t->head.children[i];
        if (child->cls == &class_axes)
            TRY(axes_draw(ctx, scene, (Axes *)child));
        else if (child->cls == &class_tiles)
            TRY(tiles_draw(ctx, scene, (Tiles *)child));
    }
    return draw_shared(ctx, scene, t);
}

// ---- subplot -----------------------------------------------------------------------------------
Status figure_subplot(Ctx *ctx, GObject *figure, Index rows, Index columns, Index first, Index last,
                      GObject **ret_axes) {
    // Gaps are a fixed share of a cell, which gives MATLAB's positions for every grid.
    double width = 0.775 / ((double)columns + (double)(columns - 1) * 0.3157),
           across = width * 1.3157;
    double height = 0.815 / ((double)rows + (double)(rows - 1) * 0.3887), down = height * 1.3887;
    Index r0 = (first - 1) / columns, c0 = (first - 1) % columns, r1 = (last - 1) / columns,
          c1 = (last - 1) % columns;
    if (c1 < c0) {
        Index swap = c0;
        c0 = c1;
        c1 = swap;
    }
    double cell[4] = {0.13 + (double)c0 * across, 0.11 + (double)(rows - 1 - r1) * down,
                      width + (double)(c1 - c0) * across, height + (double)(r1 - r0) * down};
    for (Index i = figure->n_children - 1; i >= 0; i--) {
        GObject *child = figure->children[i];
        if (child->cls == &class_tiles) {
            object_delete(child);
            continue;
        }
        if (child->cls != &class_axes) continue;
        Axes *ax = (Axes *)child;
        const double *at = ax->is_subplot ? ax->cell : ax->position;
        if (ax->is_subplot && fabs(at[0] - cell[0]) + fabs(at[1] - cell[1]) +
                                      fabs(at[2] - cell[2]) + fabs(at[3] - cell[3]) <
                                  1e-6) {
            figure_set_current_axes(figure, child);
            *ret_axes = child;
            return OK;
        }
        bool apart = at[0] + at[2] <= cell[0] + 1e-6 || cell[0] + cell[2] <= at[0] + 1e-6 ||
                     at[1] + at[3] <= cell[1] + 1e-6 || cell[1] + cell[3] <= at[1] + 1e-6;
        if (!apart) object_delete(child);
    }
    TRY(object_new(ctx, figure->root, "axes", figure, ret_axes));
    Axes *ax = (Axes *)*ret_axes;
    ax->is_subplot = true;
    memcpy(ax->cell, cell, sizeof cell);
    // Labels may use the gaps up to their middle, and the margins of the figure.
    double left = c0 ? cell[0] - 0.6 * 0.3157 * width : 0,
           right = c1 < columns - 1 ? cell[0] + cell[2] + 0.4 * 0.3157 * width : 1;
    double bottom = r1 < rows - 1 ? cell[1] - 0.62 * 0.3887 * height : 0,
           top = r0 ? cell[1] + cell[3] + 0.38 * 0.3887 * height : 1;
    double outer[4] = {left, bottom, right - left, top - bottom};
    memcpy(ax->outer_position, outer, sizeof outer);
    return OK;
}

// ---- properties --------------------------------------------------------------------------------
static Status get_grid(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    Tiles *t = (Tiles *)o;
    return value_from_numbers(ctx, (const double[]){(double)t->rows, (double)t->columns}, 1, 2,
                              ret);
}

static Status set_grid(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Tiles *t = (Tiles *)o;
    const double *v = value->numbers.v;
    if (value->kind != PROP_NUMBERS || numbers_count(&value->numbers) != 2 || !(v[0] >= 1) ||
        !(v[1] >= 1) || v[0] > 1000 || v[1] > 1000)
        return prop_bad_value(ctx, def->name, "Value must be a vector of two positive integers.");
    t->rows = (Index)v[0];
    t->columns = (Index)v[1];
    t->flow = false;
    return OK;
}

static TextObject **shared_label(GObject *o, const PropDef *def) {
    Tiles *t = (Tiles *)o;
    switch (def->name[0]) {
    case 'T': return &t->title;
    case 'S': return &t->subtitle;
    case 'X': return &t->label[0];
    default: return &t->label[1];
    }
}

static Status get_label(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc(sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    ret->objects[0] = &(*shared_label(o, def))->head;
    ret->n_objects = 1;
    return OK;
}

static Status set_label(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    return object_set(ctx, &(*shared_label(o, def))->head, "String", value);
}

static Status set_position(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Tiles *t = (Tiles *)o;
    const double *v = value->numbers.v;
    if (value->kind != PROP_NUMBERS || numbers_count(&value->numbers) != 4 || !(v[2] > 0) ||
        !(v[3] > 0))
        return prop_bad_value(ctx, def->name,
                              "Value must be a 4-element vector with positive width and height.");
    memcpy(t->position, v, 4 * sizeof *v);
    t->position_manual = true;
    return OK;
}

static Status get_position(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    Tiles *t = (Tiles *)o;
    double all[4] = {0, 0, 1, 1};
    return value_from_numbers(ctx, t->position_manual ? t->position : all, 1, 4, ret);
}

// Place of a nested layout.
static Status get_tile(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    const Tiles *t = (const Tiles *)o;
    if (def->kind == PROP_NUMBERS)
        return value_from_numbers(
            ctx, (const double[]){(double)t->span_rows, (double)t->span_columns}, 1, 2, ret);
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_NUMBER;
    ret->number = (double)t->tile;
    return OK;
}

static Status set_tile(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    Tiles *t = (Tiles *)o;
    Index n = value->kind == PROP_NUMBER    ? 1
              : value->kind == PROP_NUMBERS ? numbers_count(&value->numbers)
                                            : 0;
    const double *v = value->kind == PROP_NUMBER ? &value->number : value->numbers.v;
    bool fine = n == (def->kind == PROP_NUMBERS ? 2 : 1);
    for (Index i = 0; fine && i < n; i++) fine = v[i] >= 1 && v[i] <= 1e6 && v[i] == floor(v[i]);
    if (!fine) return prop_bad_value(ctx, def->name, "Value must consist of positive integers.");
    if (def->kind == PROP_NUMBERS)
        t->span_rows = (Index)v[0], t->span_columns = (Index)v[1];
    else
        t->tile = (Index)v[0];
    if (t->span_rows < 1) t->span_rows = t->span_columns = 1;
    return OK;
}

static const PropDef tiles_props[] = {
    {"GridSize", PROP_NUMBERS, 0, 0, NULL, get_grid, set_grid, false},
    PROP_WORDS("TileSpacing", Tiles, spacing, "loose|compact|tight|none"),
    PROP_WORDS("Padding", Tiles, padding, "loose|compact|tight|none"),
    PROP_WORDS("TileIndexing", Tiles, indexing, "rowmajor|columnmajor"),
    {"Title", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    {"Subtitle", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    {"XLabel", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    {"YLabel", PROP_OBJECTS, 0, 0, NULL, get_label, set_label, false},
    {"Position", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    {"OuterPosition", PROP_NUMBERS, 0, 0, NULL, get_position, set_position, false},
    PROP_FLAG("FlowLayout", Tiles, flow),
    PROP_WORDS("FlowDirection", Tiles, direction, "grid|vertical|horizontal"),
    {"LayoutTile", PROP_NUMBER, 0, 0, NULL, get_tile, set_tile, false},
    {"LayoutSpan", PROP_NUMBERS, 0, 0, NULL, get_tile, set_tile, false},
    PROP_END,
};
const GClass class_tiles = {.type = "tiledlayout",
                            .class_name = "matlab.graphics.layout.TiledChartLayout",
                            .size = sizeof(Tiles),
                            .props = tiles_props,
                            .init = init_tiles};
