// graphics/math/environments.c: \begin{…} … \end{…} and \substack: rows of cells. One table says
// how each looks.
#include "graphics/math/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Environment {
    const char *name;
    uint32_t left, right;
    const char *align; // repeated over the columns; null: read from {lcr}
    double col_gap;
    bool paired, display, small;
} Environment;

static const Environment environments[] = {
    {"matrix", 0, 0, "c", 1, false, false, false},
    {"pmatrix", '(', ')', "c", 1, false, false, false},
    {"bmatrix", '[', ']', "c", 1, false, false, false},
    {"Bmatrix", '{', '}', "c", 1, false, false, false},
    {"vmatrix", '|', '|', "c", 1, false, false, false},
    {"Vmatrix", 0x2016, 0x2016, "c", 1, false, false, false},
    {"matrix*", 0, 0, "c", 1, false, false, false},
    {"pmatrix*", '(', ')', "c", 1, false, false, false},
    {"bmatrix*", '[', ']', "c", 1, false, false, false},
    {"Bmatrix*", '{', '}', "c", 1, false, false, false},
    {"vmatrix*", '|', '|', "c", 1, false, false, false},
    {"Vmatrix*", 0x2016, 0x2016, "c", 1, false, false, false},
    {"psmallmatrix", '(', ')', "c", 0.4, false, false, true},
    {"bsmallmatrix", '[', ']', "c", 0.4, false, false, true},
    {"smallmatrix", 0, 0, "c", 0.4, false, false, true},
    {"cases", '{', 0, "l", 1, false, false, false},
    {"dcases", '{', 0, "l", 1, false, true, false},
    {"rcases", 0, '}', "l", 1, false, false, false},
    {"drcases", 0, '}', "l", 1, false, true, false},
    {"darray", 0, 0, NULL, 1, false, true, false},
    {"subarray", 0, 0, NULL, 0.5, false, false, true},
    {"array", 0, 0, NULL, 1, false, false, false},
    {"tabular", 0, 0, NULL, 1, false, false, false},
    {"aligned", 0, 0, "rl", 1, true, true, false},
    {"align", 0, 0, "rl", 2, true, true, false},
    {"align*", 0, 0, "rl", 2, true, true, false},
    {"alignedat", 0, 0, "rl", 0, true, true, false},
    {"alignat", 0, 0, "rl", 0, true, true, false},
    {"alignat*", 0, 0, "rl", 0, true, true, false},
    {"flalign", 0, 0, "rl", 2, true, true, false},
    {"flalign*", 0, 0, "rl", 2, true, true, false},
    {"split", 0, 0, "rl", 1, true, true, false},
    {"eqnarray", 0, 0, "rcl", 0.5, false, true, false},
    {"eqnarray*", 0, 0, "rcl", 0.5, false, true, false},
    {"gathered", 0, 0, "c", 1, false, true, false},
    {"gather", 0, 0, "c", 1, false, true, false},
    {"gather*", 0, 0, "c", 1, false, true, false},
    {"equation", 0, 0, "c", 1, false, true, false},
    {"equation*", 0, 0, "c", 1, false, true, false},
    {"displaymath", 0, 0, "c", 1, false, true, false},
    {"math", 0, 0, "c", 1, false, false, false},
    {"multline", 0, 0, "c", 1, false, true, false},
    {"multline*", 0, 0, "c", 1, false, true, false},
};
const char *math_environment_name(int i) {
    return i >= 0 && (size_t)i < sizeof environments / sizeof *environments ? environments[i].name
                                                                            : NULL;
}

static const Environment substack = {"substack", 0, 0, "c", 0.5, false, false, true};

/// What has been read; grown by doubling in the arena (the old block is simply left behind).
typedef struct Cells {
    MathNode **items;
    double *row_gap;
    uint8_t *line_above;
    Index *row_start; // first item of each row
    Index n, cap, n_rows, cap_rows;
} Cells;

static void *grown(MathParser *p, const void *old, Index n, Index cap, size_t size) {
    void *items = arena_alloc(p->arena, (size_t)cap * size);
    if (!items) {
        if (p->status == OK) p->status = ctx_fail_nomem(p->ctx);
        return NULL;
    }
    if (n) memcpy(items, old, (size_t)n * size);
    return items;
}

static bool add_cell(MathParser *p, Cells *c, MathNode *cell) {
    if (c->n >= MATH_MAX_CELLS) {
        if (p->status == OK)
            p->status =
                ctx_fail(p->ctx, ERR_LIMIT, "Gradus:math:size", "Equation has too many cells.");
        return false;
    }
    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 16;
        if (!(c->items = grown(p, c->items, c->n, c->cap, sizeof *c->items))) return false;
    }
    c->items[c->n++] = cell;
    return true;
}

static bool add_row(MathParser *p, Cells *c) {
    if (c->n_rows + 2 > c->cap_rows) {
        Index cap = c->cap_rows ? 2 * c->cap_rows : 8;
        c->row_gap = grown(p, c->row_gap, c->n_rows, cap, sizeof *c->row_gap);
        c->line_above =
            grown(p, c->line_above, c->n_rows + (c->n_rows > 0), cap, sizeof *c->line_above);
        c->row_start = grown(p, c->row_start, c->n_rows, cap, sizeof *c->row_start);
        if (!c->row_gap || !c->line_above || !c->row_start) return false;
        c->cap_rows = cap;
    }
    c->row_start[c->n_rows++] = c->n;
    return true;
}

/// Columns as they are read: letters, and the number of lines left of each.
typedef struct ColumnSpec {
    char *align;
    uint8_t *lines;
    size_t n, cap, n_steps; // steps: "*{99}{*{99}{…}}" could ask for many
} ColumnSpec;
enum { MAX_COLUMNS = 512, MAX_SPEC_STEPS = 20000 };

/// "{l|c|r}", "*{3}{c}", "p{2cm}"; what is between columns (@{…}, !{…}, >{…}) is dropped.
static void read_column_spec(ColumnSpec *spec, const char *raw, size_t n, int depth) {
    MathParser p = {.at = raw, .start = raw, .end = raw + n};
    size_t k;
    while (p.at < p.end && spec->n < spec->cap && spec->n_steps++ < MAX_SPEC_STEPS) {
        char c = *p.at++;
        if (c == 'l' || c == 'c' || c == 'r') {
            spec->align[spec->n++] = c;
        } else if (c == 'p' || c == 'm' || c == 'b') {
            math_read_raw(&p, &k);
            spec->align[spec->n++] = 'l';
        } else if (c == '|' && spec->lines[spec->n] < 2) {
            spec->lines[spec->n]++;
        } else if (c == '@' || c == '!' || c == '>' || c == '<') {
            math_read_raw(&p, &k);
        } else if (c == '*' && depth < 3) {
            const char *count = math_read_raw(&p, &k);
            int times = count && k && k < 4 ? atoi(count) : 0;
            const char *body = math_read_raw(&p, &k);
            for (int i = 0;
                 body && i < times && spec->n < spec->cap && spec->n_steps++ < MAX_SPEC_STEPS; i++)
                read_column_spec(spec, body, k, depth + 1);
        }
    }
}

static void read_columns(MathParser *p, const char **ret_align, uint8_t **ret_lines) {
    size_t n;
    const char *raw = math_read_raw(p, &n);
    ColumnSpec spec = {arena_alloc(p->arena, MAX_COLUMNS + 2),
                       arena_alloc(p->arena, MAX_COLUMNS + 2), 0, MAX_COLUMNS, 0};
    if (!spec.align || !spec.lines) {
        if (p->status == OK) p->status = ctx_fail_nomem(p->ctx);
        return;
    }
    if (raw) read_column_spec(&spec, raw, n, 0);
    if (!spec.n) spec.align[0] = 'c';
    *ret_align = spec.align;
    *ret_lines = spec.lines;
}

/// Ends a row at "\\", with an optional "[2pt]".
static void end_row(MathParser *p, Cells *c) {
    p->at += math_at_command(p, "cr") ? 3 : math_at_command(p, "tabularnewline") ? 15 : 2;
    if (p->at < p->end && *p->at == '*') p->at++;
    size_t n;
    const char *gap = p->at < p->end && *p->at == '[' ? math_read_optional(p, &n) : NULL;
    if (gap) c->row_gap[c->n_rows - 1] = fmin(math_read_length(gap, n), 20);
}

/// \hline, \hdashline, \cline{1-2} (drawn whole) and the rules of booktabs at the start of a row.
static bool read_line(MathParser *p, Cells *c) {
    static const char *const names[] = {"hline",   "hdashline", "cline",
                                        "toprule", "midrule",   "bottomrule"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!math_at_command(p, names[i])) continue;
        p->at += 1 + strlen(names[i]);
        size_t n;
        if (i == 2) math_read_raw(p, &n);
        uint8_t *line = &c->line_above[c->n_rows - 1];
        *line = i == 1 ? LINE_DASHED : *line == LINE_ONE ? LINE_TWO : LINE_ONE;
        return true;
    }
    return false;
}

static void read_cells(MathParser *p, Cells *c, bool braced) {
    if (!add_row(p, c)) return;
    bool fresh = true; // at the start of a row
    while (p->status == OK) {
        math_skip_space(p);
        if (fresh && read_line(p, c)) continue;
        if (p->at >= p->end || math_at_command(p, "end") || (braced && *p->at == '}')) {
            if (fresh && c->row_start[c->n_rows - 1] == c->n && c->n_rows > 1)
                c->n_rows--; // a last "\\" opens no row
            break;
        }
        fresh = false;
        const char *before = p->at;
        MathNode *cell = math_parse_list(p, STOP_END);
        if (!add_cell(p, c, cell)) return;
        if (p->at < p->end && *p->at == '&') {
            p->at++;
            math_skip_space(p);
            bool last = math_at_command(p, "\\") || math_at_command(p, "end");
            if (last && !add_cell(p, c, NULL)) return;
            if (!last) continue;
        }
        if (math_at_command(p, "\\") || math_at_command(p, "cr") ||
            math_at_command(p, "tabularnewline")) {
            end_row(p, c);
            if (!add_row(p, c)) return;
            fresh = true;
        } else if (p->at == before) { // what no list takes: a stray brace or \right
            if (math_at_command(p, "right")) break;
            math_note(p, "unexpected %c", *p->at);
            p->at++;
        }
    }
}

static MathNode *build(MathParser *p, const Environment *e, Cells *c, const char *align,
                       const uint8_t *lines) {
    MathNode *node = math_node(p, MATH_ARRAY, e->left || e->right ? CLASS_INNER : CLASS_ORD);
    MathArray *array = arena_alloc(p->arena, sizeof *array);
    Index n_cols = 1;
    for (Index r = 0; r < c->n_rows; r++) {
        Index end = r + 1 < c->n_rows ? c->row_start[r + 1] : c->n;
        if (end - c->row_start[r] > n_cols) n_cols = end - c->row_start[r];
    }
    if (n_cols * (c->n_rows ? c->n_rows : 1) > 4 * MATH_MAX_CELLS) {
        p->status = ctx_fail(p->ctx, ERR_LIMIT, "Gradus:math:size", "Equation has too many cells.");
        return NULL;
    }
    MathNode **cells = arena_alloc(p->arena, (size_t)(n_cols * c->n_rows + 1) * sizeof *cells);
    uint8_t *line_left = arena_alloc(p->arena, (size_t)n_cols + 2);
    if (!node || !array || !cells || !line_left) {
        if (p->status == OK) p->status = ctx_fail_nomem(p->ctx);
        return NULL;
    }
    for (Index r = 0; r < c->n_rows; r++) {
        Index end = r + 1 < c->n_rows ? c->row_start[r + 1] : c->n;
        for (Index k = c->row_start[r]; k < end; k++)
            cells[r * n_cols + k - c->row_start[r]] = c->items[k];
    }
    size_t n_align = strlen(align);
    for (Index k = 0; lines && k <= n_cols && (size_t)k <= n_align; k++) line_left[k] = lines[k];
    *array = (MathArray){.n_rows = c->n_rows,
                         .n_cols = n_cols,
                         .cells = cells,
                         .align = align,
                         .line_above = c->line_above,
                         .line_left = line_left,
                         .row_gap = c->row_gap,
                         .col_gap = e->col_gap,
                         .paired = e->paired,
                         .small = e->small,
                         .stretch = e->left == '{' && !e->right   ? 1.2
                                    : e->right == '}' && !e->left ? 1.2
                                                                  : 1,
                         .display = e->display,
                         .outer_gap = lines != NULL,
                         .left = e->left,
                         .right = e->right};
    node->array = array;
    return node;
}

MathNode *math_parse_environment(MathParser *p, const char *begin) {
    const Environment *e = begin ? &substack : NULL;
    const char *start = p->at;
    size_t n = 0;
    const char *name = begin ? begin : math_read_raw(p, &n);
    for (size_t i = 0; !begin && name && i < sizeof environments / sizeof *environments; i++)
        if (strlen(environments[i].name) == n && !memcmp(environments[i].name, name, n))
            e = &environments[i];
    if (!e) {
        math_note(p, "environment %.*s is not known", (int)n, name ? name : "");
        return math_error_node(p, start - 6 >= p->start ? start - 6 : start, p->at);
    }
    if (begin) {
        if (p->at >= p->end || *p->at != '{') return math_parse_argument(p);
        p->at++;
    }
    const char *align = NULL;
    uint8_t *lines = NULL;
    size_t n_position;
    const char *position = NULL;
    if (!begin && (e->paired || !e->align || strchr(e->name, '*')))
        position = math_read_optional(p, &n_position);
    if (!e->align)
        read_columns(p, &align, &lines);
    else if (strstr(e->name, "alignat") || strstr(e->name, "alignedat"))
        math_read_raw(p, &n);
    else if (!e->paired && position && n_position == 1 && strchr("lcr", *position))
        align = *position == 'l' ? "l" : *position == 'r' ? "r" : "c"; // \begin{pmatrix*}[r]
    if (p->status != OK) return NULL;
    Cells c = {0};
    int fences = p->n_open_fences;
    p->n_open_fences = 0;
    p->n_open_arrays++;
    read_cells(p, &c, begin != NULL);
    p->n_open_arrays--;
    p->n_open_fences = fences;
    if (p->status != OK) return NULL;
    if (begin) {
        if (p->at < p->end && *p->at == '}') p->at++;
    } else if (math_at_command(p, "end")) {
        p->at += 4;
        size_t n_end;
        const char *end_name = math_read_raw(p, &n_end);
        if (!end_name || n_end != strlen(e->name) || memcmp(end_name, e->name, n_end))
            math_note(p, "\\begin{%s} is closed by another name", e->name);
    } else {
        math_note(p, "\\begin{%s} is not closed", e->name);
    }
    return build(p, e, &c, align ? align : e->align, lines);
}
