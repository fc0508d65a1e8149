// doc/writers/grid.c: matrices, tables and other variables as outputs. The cells come as they are
// displayed, in the JSON of plain-text live code (doc/outputs.h); here they are only placed:
// numbers aligned at their points, texts at the left, the head repeated on every page, columns that
// do not fit in groups below one another.
//
//     measured = 3×3 table
//     ────────────────────────────
//     MeanGradient   Sigmoid   …        head, repeated on each page
//     ────────────────────────────
//     "first layer"  7.2453e-06
#include "doc/json.h"
#include "doc/writers/flow.h"
#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const Color ink = {0.07f, 0.07f, 0.08f, 1}, grey = {0.45f, 0.47f, 0.51f, 1},
                   rule = {0.55f, 0.58f, 0.64f, 1}, light_rule = {0.87f, 0.88f, 0.91f, 1};
static const double indent = 10, gap = 16, pad_y = 2.2;
enum { MAX_ROWS = 2000, MAX_COLUMNS = 400 };

/// One column as it will stand.
typedef struct GridColumn {
    bool number;
    double left, right; // widths before and from the point; texts: all in left
    double head;        // width of its name
    double width;
} GridColumn;

typedef struct GridView {
    Flow *f;
    FontSpec font, head_font;
    double ascent, leading;
    json_t *rows, *names, *row_names; // borrowed; names and row_names may be null
    const char *corner;
    Index n_rows, n_columns; // in `rows`
    Index all_rows, all_columns;
    bool table; // rules and a head
    GridColumn *columns;
    GridColumn label; // of the row names
    double room;
    int group;
} GridView;

static const char *cell_text(const GridView *g, Index r, Index c) {
    const char *text =
        json_string_value(json_array_get(json_array_get(g->rows, (size_t)r), (size_t)c));
    return text ? text : "";
}

static double width_of(const FontSpec *font, const char *text) {
    return text_width(font, text, strlen(text));
}

static bool is_number(const char *text) {
    if (!strcmp(text, "NaN") || !strcmp(text, "Inf") || !strcmp(text, "-Inf")) return true;
    const char *p = text + (*text == '-' || *text == '+');
    return isdigit((unsigned char)*p) || (*p == '.' && isdigit((unsigned char)p[1]));
}

/// Where the fraction starts: at the point, the exponent of a whole number, or the end.
static size_t point_of(const char *text) {
    return strcspn(text, ".e");
}

static double left_width(const GridView *g, const char *text) {
    size_t n = point_of(text);
    return text_width(&g->font, text, n);
}

static void measure_column(GridView *g, Index c) {
    GridColumn *column = &g->columns[c];
    bool any = false;
    column->number = true;
    for (Index r = 0; r < g->n_rows && column->number; r++) {
        const char *text = cell_text(g, r, c);
        any = any || *text;
        if (*text && (!is_number(text) || strchr(text, ' '))) column->number = false;
    }
    if (!any) column->number = false;
    for (Index r = 0; r < g->n_rows; r++) {
        const char *text = cell_text(g, r, c);
        double all = width_of(&g->font, text), left = column->number ? left_width(g, text) : all;
        column->left = fmax(column->left, left);
        column->right = fmax(column->right, all - left);
    }
    const char *name = json_string_value(json_array_get(g->names, (size_t)c));
    column->head = name ? width_of(&g->head_font, name) : 0;
    column->width = fmin(fmax(column->left + column->right, column->head), 0.6 * g->room);
}

static void draw_fitting(GridView *g, const FontSpec *font, const char *text, double x,
                         double baseline, double width, double room, Color color) {
    Flow *f = g->f;
    if (width <= room + 0.01) {
        draw_text(f, f->strip, font, text, x, baseline, width, color);
        return;
    }
    size_t n = strlen(text); // shortened with an ellipsis
    Buf cut = BUF_INIT;
    do {
        n = n > 8 ? n - n / 8 : n - 1;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
        buf_clear(&cut);
        buf_put(&cut, text, n);
        buf_puts(&cut, "…");
        width = width_of(font, buf_text(&cut));
    } while (n > 1 && width > room);
    if (cut.failed) f->strip->failed = true;
    draw_text(f, f->strip, font, buf_text(&cut), x, baseline, width, color);
    buf_done(&cut);
}

static FlowRow *begin_row(GridView *g, double height, double before) {
    FlowRow *row = flow_begin(g->f, height, before);
    if (!row) return NULL;
    row->group = g->group;
    row->role = "Table";
    draw_bar(g->f, height, output_bar);
    return row;
}

/// Names of the columns from … end.
static void add_head(GridView *g, Index from, Index end, double width) {
    double height = g->leading + 2 * pad_y + 1;
    FlowRow *row = begin_row(g, height, 0);
    if (!row) return;
    row->keep_next = true;
    Scene *scene = g->f->strip;
    draw_rect(scene, indent, 0, width, 0.7, 0, rule);
    draw_rect(scene, indent, height - 0.7, width, 0.7, 0, rule);
    double x = indent, baseline = pad_y + 0.5 + g->ascent;
    draw_part(g->f->strip, "TR");
    if (g->row_names) {
        draw_part(g->f->strip, "TH");
        draw_fitting(g, &g->head_font, g->corner, x, baseline, g->label.head, g->label.width, ink);
        draw_part(g->f->strip, NULL);
        x += g->label.width + gap;
    }
    for (Index c = from; c < end; c++) {
        const GridColumn *column = &g->columns[c];
        const char *name = json_string_value(json_array_get(g->names, (size_t)c));
        double width_c = fmin(column->head, column->width);
        draw_part(g->f->strip, "TH");
        if (name)
            draw_fitting(g, &g->head_font, name, column->number ? x + column->width - width_c : x,
                         baseline, column->head, column->width, ink);
        draw_part(g->f->strip, NULL);
        x += column->width + gap;
    }
    draw_part(g->f->strip, NULL);
    flow_end(g->f);
}

static void add_cells(GridView *g, Index r, Index from, Index end, double width, bool last) {
    double height = g->leading + (g->table ? pad_y : 1.2);
    if (!begin_row(g, height, 0)) return;
    Scene *scene = g->f->strip;
    double x = indent, baseline = (height - g->leading) / 2 + g->ascent;
    draw_part(g->f->strip, "TR");
    if (g->row_names) {
        const char *name = json_string_value(json_array_get(g->row_names, (size_t)r));
        draw_part(g->f->strip, "TH");
        if (name)
            draw_fitting(g, &g->head_font, name, x, baseline, width_of(&g->head_font, name),
                         g->label.width, ink);
        draw_part(g->f->strip, NULL);
        x += g->label.width + gap;
    }
    for (Index c = from; c < end; c++) {
        const GridColumn *column = &g->columns[c];
        const char *text = cell_text(g, r, c);
        double all = width_of(&g->font, text), left = x;
        if (column->number) left = x + column->width - column->right - left_width(g, text);
        draw_part(g->f->strip, "TD");
        if (*text)
            draw_fitting(g, &g->font, text, left, baseline, all,
                         fmax(column->width, column->number ? all : 0), ink);
        draw_part(g->f->strip, NULL);
        x += column->width + gap;
    }
    draw_part(g->f->strip, NULL);
    if (g->table && r == 0 && !g->names && !g->row_names)
        draw_rect(scene, indent, 0, width, 0.7, 0, rule);
    if (g->table)
        draw_rect(scene, indent, height - 0.5, width, last ? 0.7 : 0.4, 0,
                  last ? rule : light_rule);
    flow_end(g->f);
}

static void add_note(GridView *g, const char *text, double before, bool keep) {
    FlowRow *row = begin_row(g, g->leading + 2, before);
    if (!row) return;
    row->keep_next = keep;
    FontSpec font = g->font;
    font.italic = true;
    draw_text(g->f, g->f->strip, &font, text, indent, 1 + g->ascent, width_of(&font, text), grey);
    flow_end(g->f);
}

/// The columns from … end with all rows.
static void add_group(GridView *g, Index from, Index end) {
    double width = g->row_names ? g->label.width + gap : 0;
    for (Index c = from; c < end; c++) width += g->columns[c].width + (c + 1 < end ? gap : 0);
    if (from > 0 || end < g->n_columns) {
        char note[80];
        snprintf(note, sizeof note, end - from == 1 ? "Column %d" : "Columns %d to %d",
                 (int)from + 1, (int)end);
        add_note(g, note, from ? 5 : 0, true);
    }
    Index head = g->f->n_rows, n_head = 0;
    if (g->table && (g->names || g->row_names)) {
        add_head(g, from, end, width);
        n_head = g->f->n_rows - head;
    }
    Index first = g->f->n_rows;
    for (Index r = 0; r < g->n_rows && g->f->status == OK; r++)
        add_cells(g, r, from, end, width, r + 1 == g->n_rows);
    if (g->f->status != OK) return;
    enum { SHORT = 8 }; // a small grid is not cut
    for (Index i = first; i < g->f->n_rows; i++) {
        FlowRow *row = &g->f->rows[i];
        if (n_head && i > first) row->head = head, row->n_head = n_head;
        if (i + 1 < g->f->n_rows)
            row->keep_next = g->n_rows <= SHORT || i == first || i + 2 == g->f->n_rows;
    }
}

/// "A = 2×3 single matrix", and the common factor.
static void add_name(GridView *g, const char *name, const char *header, const char *exponent) {
    FontSpec mono = g->f->style.mono, bold = g->font;
    mono.size_pt = g->f->style.code_size;
    double height = g->f->style.code_leading + 2;
    TextExtents e = text_measure(&mono, "x", 1);
    FlowRow *row = begin_row(g, height, 6);
    if (!row) return;
    row->role = "P";
    row->group = ++g->f->next_group;
    row->keep_next = true;
    Buf text = BUF_INIT;
    buf_printf(&text, "%s = ", name);
    if (text.failed) g->f->strip->failed = true;
    double width = width_of(&mono, buf_text(&text)),
           baseline = (height - e.ascent - e.descent) / 2 + e.ascent;
    draw_text(g->f, g->f->strip, &mono, buf_text(&text), indent, baseline, width, ink);
    draw_text(g->f, g->f->strip, &g->font, header, indent + width, baseline,
              width_of(&g->font, header), grey);
    buf_done(&text);
    if (exponent) {
        double x = indent + width + width_of(&g->font, header) + 10;
        bold.bold = true;
        draw_text(g->f, g->f->strip, &bold, "10", x, baseline, width_of(&bold, "10"), ink);
        x += width_of(&bold, "10") + 0.5;
        bold.size_pt *= 0.72f;
        draw_text(g->f, g->f->strip, &bold, exponent, x, baseline - 3, width_of(&bold, exponent),
                  ink);
        x += width_of(&bold, exponent) + 3;
        draw_text(g->f, g->f->strip, &g->font, "×", x, baseline, width_of(&g->font, "×"), ink);
    }
    flow_end(g->f);
}

static void add_rest(GridView *g) {
    char text[120];
    Index rows = g->all_rows - g->n_rows, columns = g->all_columns - g->n_columns;
    if (rows > 0 && columns > 0)
        snprintf(text, sizeof text, "… and %lld more rows, %lld more columns", (long long)rows,
                 (long long)columns);
    else if (rows > 0)
        snprintf(text, sizeof text, "… and %lld more row%s", (long long)rows, rows == 1 ? "" : "s");
    else if (columns > 0)
        snprintf(text, sizeof text, "… and %lld more column%s", (long long)columns,
                 columns == 1 ? "" : "s");
    else
        return;
    FlowRow *before = flow_last(g->f);
    if (before) before->keep_next = true;
    add_note(g, text, 0, false);
}

static void lay_out(GridView *g) {
    if (g->row_names) {
        g->label.head = width_of(&g->head_font, g->corner);
        g->label.width = g->label.head;
        for (Index r = 0; r < g->n_rows; r++) {
            const char *name = json_string_value(json_array_get(g->row_names, (size_t)r));
            if (name) g->label.width = fmax(g->label.width, width_of(&g->head_font, name));
        }
        g->label.width = fmin(g->label.width, 0.4 * g->room);
    }
    for (Index c = 0; c < g->n_columns && g->f->status == OK; c++) measure_column(g, c);
    double start = g->row_names ? g->label.width + gap : 0;
    for (Index from = 0, end; from < g->n_columns && g->f->status == OK; from = end) {
        double used = start + g->columns[from].width;
        for (end = from + 1; end < g->n_columns && used + gap + g->columns[end].width <= g->room;
             end++)
            used += gap + g->columns[end].width;
        add_group(g, from, end);
    }
    if (g->f->status == OK) add_rest(g);
}

static Index integer_of(json_t *body, const char *key, Index otherwise) {
    json_t *value = json_object_get(body, key);
    if (json_is_integer(value)) return (Index)json_integer_value(value);
    return otherwise;
}

static json_t *array_of(json_t *body, const char *key) {
    json_t *value = json_object_get(body, key);
    return json_is_array(value) && json_array_size(value) ? value : NULL;
}

static void view_init(GridView *g, Flow *f, json_t *body) {
    *g = (GridView){.f = f, .room = f->width - indent, .group = ++f->next_group};
    g->font = f->style.heading;
    g->font.size_pt = (float)(f->style.code_size + 0.3);
    g->font.bold = false;
    g->head_font = g->font;
    g->head_font.bold = true;
    TextExtents e = text_measure(&g->font, "0", 1);
    g->ascent = e.ascent;
    g->leading = e.ascent + e.descent;
    g->rows = array_of(body, "value");
    g->names = array_of(body, "columnNames");
    g->row_names = array_of(body, "rowNames");
    const char *corner = json_string_value(json_object_get(body, "cornerText"));
    g->corner = corner ? corner : "";
    g->n_rows = (Index)fmin((double)json_array_size(g->rows), MAX_ROWS);
    for (Index r = 0; r < g->n_rows; r++) {
        Index n = (Index)json_array_size(json_array_get(g->rows, (size_t)r));
        if (n > g->n_columns) g->n_columns = n;
    }
    if (g->n_columns > MAX_COLUMNS) g->n_columns = MAX_COLUMNS;
    g->all_rows = integer_of(body, "rows", g->n_rows);
    g->all_columns = integer_of(body, "columns", g->n_columns);
}

static json_t *load_body(const DocOutput *output, const char **ret_type, json_t **ret_root) {
    json_t *root = output->data ? json_loads(output->data, 0, NULL) : NULL;
    json_t *body = json_object_get(root, "outputData");
    const char *type = json_string_value(json_object_get(root, "dataType"));
    json_join_cells(body);
    *ret_root = root;
    *ret_type = type ? type : "";
    return json_is_object(body) ? body : NULL;
}

bool flow_grid(Flow *f, const DocOutput *output) {
    json_t *root;
    const char *type;
    json_t *body = load_body(output, &type, &root);
    bool grid =
        body && (!strcmp(type, "matrix") || !strcmp(type, "tabular")) && array_of(body, "value");
    if (grid) {
        GridView g;
        view_init(&g, f, body);
        g.table = !strcmp(type, "tabular");
        if (g.n_columns < 1) {
            json_decref(root);
            return false;
        }
        g.columns = mem_alloc_zero((size_t)g.n_columns * sizeof *g.columns);
        if (!g.columns) flow_fail(f, ctx_fail_nomem(f->ctx));
        const char *name = json_string_value(json_object_get(body, "name"));
        const char *header = json_string_value(json_object_get(body, "header"));
        const char *exponent = json_string_value(json_object_get(body, "exponent"));
        char sizes[64];
        snprintf(sizes, sizeof sizes, "%lld×%lld", (long long)g.all_rows, (long long)g.all_columns);
        if (f->status == OK) add_name(&g, name ? name : "ans", header ? header : sizes, exponent);
        if (f->status == OK) lay_out(&g);
        mem_free(g.columns);
    }
    json_decref(root);
    return grid;
}

bool flow_variable(Flow *f, const DocOutput *output) {
    json_t *root;
    const char *type;
    json_t *body = load_body(output, &type, &root);
    const char *name = json_string_value(json_object_get(body, "name"));
    const char *value = json_string_value(json_object_get(body, "value"));
    const char *header = json_string_value(json_object_get(body, "header"));
    bool known = body && !strcmp(type, "textualVariable") && name && value;
    if (known) {
        Buf text = BUF_INIT;
        while (*value == ' ' && !strchr(value, '\n')) value++;
        bool one_line = !strchr(value, '\n') || !strchr(value, '\n')[1];
        buf_printf(&text, one_line && !header ? "%s = %s" : "%s =", name, value);
        if (header) buf_printf(&text, " %s", header);
        if (header || !one_line) buf_printf(&text, "\n%s%s", one_line ? "    " : "", value);
        if (text.failed) flow_fail(f, ctx_fail_nomem(f->ctx));
        flow_mono_text(f, buf_text(&text), ink, output_bar);
        buf_done(&text);
    }
    json_decref(root);
    return known;
}
