// graphics/math/layout_array.c: matrices, cases and aligned equations: columns as wide as their
// widest cell, rows at least a strut high, the whole centred on the axis.
#include "graphics/math/internal.h"
#include <math.h>
#include <string.h>

typedef struct Grid {
    Box **cells;
    double *col_width, *col_x, *ascent, *descent;
} Grid;

static bool grid_new(Layouter *l, Grid *g, Index rows, Index cols) {
    g->cells = arena_alloc(l->arena, (size_t)(rows * cols + 1) * sizeof *g->cells);
    double *numbers = arena_alloc(l->arena, (size_t)(2 * cols + 2 * rows + 4) * sizeof *numbers);
    if (!g->cells || !numbers) {
        if (l->status == OK) l->status = ctx_fail_nomem(l->ctx);
        return false;
    }
    g->col_width = numbers;
    g->col_x = numbers + cols;
    g->ascent = numbers + 2 * cols;
    g->descent = numbers + 2 * cols + rows;
    return true;
}

/// In aligned equations the right half starts with a relation: an empty atom before it gives the
/// space its due.
static Box *layout_cell(Layouter *l, const MathArray *a, const MathNode *cell, Index col,
                        MathStyle style) {
    if (!cell || !a->paired || col % 2 == 0 || !cell->a) return layout_row(l, cell, style);
    MathNode empty = {.kind = MATH_SPACE, .math_class = CLASS_NONE}, list = *cell,
             strut = {.kind = MATH_LIST, .math_class = CLASS_ORD};
    (void)empty;
    strut.next = cell->a;
    list.a = &strut;
    list.next = NULL;
    return layout_row(l, &list, style);
}

static char column_align(const MathArray *a, Index col) {
    size_t n = strlen(a->align);
    return n ? a->align[(size_t)col % n] : 'c';
}

/// Width between the columns k-1 and k.
static double gap_before(const MathArray *a, Index k, double em) {
    if (k == 0) return a->outer_gap ? 0.5 * a->col_gap * em : 0;
    if (a->paired && k % 2 == 1) return 0;
    return a->col_gap * em;
}

static void add_row_line(Layouter *l, Box *box, uint8_t line, double rule, double y) {
    enum { MAX_DASHES = 400 };
    if (line == LINE_DASHED) {
        double dash = 4 * rule;
        for (int i = 0; i < MAX_DASHES && 2 * i * dash < box->width; i++)
            box_add(box, box_rule(l, fmin(dash, box->width - 2 * i * dash), rule), 2 * i * dash, y);
        return;
    }
    if (line) box_add(box, box_rule(l, box->width, rule), 0, y);
    if (line == LINE_TWO) box_add(box, box_rule(l, box->width, rule), 0, y - 4 * rule);
}

static void add_lines(Layouter *l, const MathArray *a, Box *box, const Grid *g, double em,
                      double top, double bottom) {
    double rule = 0.04 * em;
    for (Index k = 0; k <= a->n_cols; k++) {
        double x = k < a->n_cols ? g->col_x[k] - gap_before(a, k, em) / 2 : box->width - rule;
        if (k == 0) x = 0;
        for (int i = 0; i < a->line_left[k]; i++)
            box_add(box, box_rule(l, rule, top + bottom), x + 3 * i * rule, bottom);
    }
}

static Box *fence_array(Layouter *l, const MathArray *a, Box *body, double size) {
    if (!a->left && !a->right) return body;
    Box *box = box_new(l, BOX_LIST);
    Box *left = layout_fence(l, a->left, size, body->ascent, body->descent);
    Box *right = layout_fence(l, a->right, size, body->ascent, body->descent);
    if (!box || !left || !right) return NULL;
    box_add(box, left, 0, 0);
    box_add(box, body, left->width, 0);
    box_add(box, right, left->width + body->width, 0);
    box->width = left->width + right->width + body->width;
    Box *parts[3] = {left, body, right};
    for (int i = 0; i < 3; i++) box_cover(box, parts[i], 0);
    return box;
}

Box *layout_array(Layouter *l, const MathNode *node, MathStyle style) {
    const MathArray *a = node->array;
    MathStyle inner = {a->display ? 0
                       : a->small ? (style.level < 2 ? 2 : style.level)
                                  : (style.level < 1 ? 1 : style.level),
                       style.cramped};
    double em = style_size(l, inner),
           axis = math_constant(l, HB_OT_MATH_CONSTANT_AXIS_HEIGHT, style_size(l, style));
    double strut_up = (a->small ? 0.7 : 0.84 * a->stretch) * em,
           strut_down = (a->small ? 0.2 : 0.36 * a->stretch) * em;
    double jot = a->display ? 0.3 * em : 0;
    Grid g;
    Box *box = box_new(l, BOX_LIST);
    if (!box || !grid_new(l, &g, a->n_rows, a->n_cols)) return NULL;
    for (Index r = 0; r < a->n_rows; r++) {
        g.ascent[r] = strut_up;
        g.descent[r] = strut_down;
        for (Index k = 0; k < a->n_cols; k++) {
            Box *cell = layout_cell(l, a, a->cells[r * a->n_cols + k], k, inner);
            if (!cell) return NULL;
            g.cells[r * a->n_cols + k] = cell;
            g.col_width[k] = fmax(g.col_width[k], cell->width);
            g.ascent[r] = fmax(g.ascent[r], cell->ascent);
            g.descent[r] = fmax(g.descent[r], cell->descent);
        }
    }
    double x = 0, height = 0;
    for (Index k = 0; k < a->n_cols; k++) {
        x += gap_before(a, k, em);
        g.col_x[k] = x;
        x += g.col_width[k];
    }
    box->width = x + (a->outer_gap ? 0.5 * a->col_gap * em : 0);
    for (Index r = 0; r < a->n_rows; r++)
        height += g.ascent[r] + g.descent[r] + (r + 1 < a->n_rows ? jot + a->row_gap[r] * em : 0);
    double y = -(height / 2 + axis), top = -y, rule = 0.04 * em;
    for (Index r = 0; r < a->n_rows; r++) {
        add_row_line(l, box, a->line_above[r], rule, y);
        y += g.ascent[r];
        for (Index k = 0; k < a->n_cols; k++) {
            Box *cell = g.cells[r * a->n_cols + k];
            char align = column_align(a, k);
            double slack = g.col_width[k] - cell->width;
            box_add(box, cell,
                    g.col_x[k] + (align == 'r'   ? slack
                                  : align == 'c' ? slack / 2
                                                 : 0),
                    y);
        }
        y += g.descent[r] + (r + 1 < a->n_rows ? jot + a->row_gap[r] * em : 0);
    }
    add_row_line(l, box, a->line_above[a->n_rows], rule, y);
    box->ascent = top;
    box->descent = y;
    add_lines(l, a, box, &g, em, top, y);
    return fence_array(l, a, box, style_size(l, style));
}
