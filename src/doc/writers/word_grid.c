// doc/writers/word_grid.c: grids among the outputs as tables of the .docx writer. Tables, cell and
// struct arrays have lines, names of columns in a header row that is repeated on each page, and
// names of rows in bold; matrices have no lines and their common factor above. Numbers stand at the
// right of their columns, texts at the left. What is too wide or irregular stays console text.
#include "doc/json.h"
#include "doc/writers/word.h"
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 13, MAX_ROWS = 100, SIDE = 6 }; // SIDE: characters for the padding of a column

typedef struct Grid {
    const json_t *rows, *names, *row_names;
    const json_t *types; // "double", "string", …; of tables
    const char *corner, *name, *header;
    int exponent;             // of a matrix: a common factor 10^exponent
    bool plain;               // a matrix: no lines
    size_t n_rows, n_columns; // shown; without the column of row names
    long all_rows, all_columns;
    double weights[MAX_COLUMNS +
                   1]; // characters of each column; the first is the row names' (0: none)
    double total;
} Grid;

static const char *cell_text(const json_t *array, size_t i) {
    const char *text = json_string_value(json_array_get(array, i));
    return text ? text : "";
}

static double length(const char *text) {
    double n = 0;
    for (; *text; text++) n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/// False when it is no regular grid that fits the width of the text.
static bool grid_init(Grid *g, const WordWriter *w, const json_t *body) {
    const char *corner = json_string_value(json_object_get(body, "cornerText"));
    const char *name = json_string_value(json_object_get(body, "name"));
    const char *header = json_string_value(json_object_get(body, "header"));
    *g = (Grid){.corner = corner ? corner : "",
                .name = name ? name : "ans",
                .header = header ? header : ""};
    g->rows = json_object_get(body, "value");
    g->names = json_object_get(body, "columnNames");
    g->row_names = json_object_get(body, "rowNames");
    g->types = json_object_get(body, "dataTypes");
    const json_t *exponent = json_object_get(body, "exponent");
    const char *power = json_string_value(exponent);
    g->exponent = power ? (int)strtol(power, NULL, 10) : (int)json_integer_value(exponent);
    g->n_rows = json_array_size(g->rows);
    g->n_columns = json_array_size(json_array_get(g->rows, 0));
    g->all_rows = (long)json_integer_value(json_object_get(body, "rows"));
    g->all_columns = (long)json_integer_value(json_object_get(body, "columns"));
    if (g->n_rows > MAX_ROWS) g->n_rows = MAX_ROWS;
    if (!g->n_rows || !g->n_columns || g->n_columns >= MAX_COLUMNS) return false;
    bool has_rows = json_array_size(g->row_names) > 0;
    if (has_rows) g->weights[0] = length(g->corner);
    for (size_t r = 0; r < g->n_rows; r++) {
        const json_t *row = json_array_get(g->rows, r);
        if (json_array_size(row) != g->n_columns) return false;
        if (has_rows) g->weights[0] = fmax(g->weights[0], length(cell_text(g->row_names, r)));
        for (size_t c = 0; c < g->n_columns; c++)
            g->weights[c + 1] = fmax(g->weights[c + 1], length(cell_text(row, c)));
    }
    for (size_t c = 0; c < g->n_columns; c++)
        g->weights[c + 1] = fmax(g->weights[c + 1], length(cell_text(g->names, c)));
    for (size_t c = has_rows ? 0 : 1; c <= g->n_columns; c++) g->total += g->weights[c] += SIDE;
    return g->total * 4.6 < w->width_pt; // points of a character at this size
}

static int column_width(const Grid *g, size_t column) {
    return (int)lround(g->weights[column] * 4.6 * 20);
}

/// Texts start at the left of their column; numbers, and the names above them, end at the right.
static bool is_text_column(const Grid *g, size_t column) {
    static const char *const texts[] = {"string", "char", "cell", "categorical", "datetime"};
    const char *type = column ? cell_text(g->types, column - 1) : "string";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(type, texts[i])) return true;
    return false;
}

static void put_cell(WordWriter *w, const Grid *g, size_t column, const char *text, bool bold) {
    buf_printf(&w->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>",
               column_width(g, column));
    word_put_start(w, "TableText", "", is_text_column(g, column) ? NULL : "right");
    buf_puts(&w->body,
             bold ? "<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>"
                  : "<w:r><w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>");
    word_put_text(&w->body, text, strlen(text));
    buf_puts(&w->body, "</w:r></w:p></w:tc>");
}

static void put_row(WordWriter *w, const Grid *g, const char *name, const json_t *cells,
                    bool head) {
    buf_puts(&w->body, "<w:tr><w:trPr><w:cantSplit/>");
    if (head) buf_puts(&w->body, "<w:tblHeader/>");
    buf_puts(&w->body, "</w:trPr>");
    if (g->weights[0] > 0) put_cell(w, g, 0, name, true);
    for (size_t c = 0; c < g->n_columns; c++) put_cell(w, g, c + 1, cell_text(cells, c), head);
    buf_puts(&w->body, "</w:tr>");
}

static void put_grid(WordWriter *w, const Grid *g) {
    Buf *out = &w->body;
    bool head = json_array_size(g->names) > 0;
    word_put_start(w, "Output", "<w:keepNext/>", NULL);
    buf_puts(out, "<w:r>");
    word_put_text(out, g->name, strlen(g->name));
    word_put_text(out, " = ", 3);
    if (*g->header)
        word_put_text(out, g->header, strlen(g->header));
    else
        buf_printf(out, "<w:t>%ld\u00d7%ld</w:t>", g->all_rows, g->all_columns);
    buf_puts(out, "</w:r>");
    if (g->exponent)
        buf_printf(out,
                   "<w:r><w:t xml:space=\"preserve\"> 10</w:t></w:r><w:r><w:rPr><w:vertAlign "
                   "w:val=\"superscript\"/></w:rPr><w:t>%d</w:t></w:r><w:r><w:t "
                   "xml:space=\"preserve\"> \u00d7</w:t></w:r>",
                   g->exponent);
    buf_puts(out, "</w:p>");
    buf_printf(out,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" "
               "w:type=\"dxa\"/><w:tblInd w:w=\"200\" "
               "w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"%s\" "
               "w:firstRow=\"%d\" w:lastRow=\"0\" "
               "w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" "
               "w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
               g->plain ? "TableNormal" : "TableGrid", (int)lround(g->total * 4.6 * 20),
               head ? "0620" : "0600", head);
    for (size_t c = 0; c <= g->n_columns; c++)
        if (g->weights[c] > 0) buf_printf(out, "<w:gridCol w:w=\"%d\"/>", column_width(g, c));
    buf_puts(out, "</w:tblGrid>");
    if (head) put_row(w, g, g->corner, g->names, true);
    for (size_t r = 0; r < g->n_rows; r++)
        put_row(w, g, cell_text(g->row_names, r), json_array_get(g->rows, r), false);
    buf_puts(out, "</w:tbl>");
    if (g->all_rows > (long)g->n_rows) {
        word_put_start(w, "Output", "", NULL);
        buf_printf(out, "<w:r><w:t>\u2026 %ld rows in all</w:t></w:r></w:p>", g->all_rows);
    }
    word_put_start(w, "Gap", "", NULL);
    buf_puts(out, "</w:p>");
}

bool word_put_grid(WordWriter *w, const DocOutput *output) {
    json_t *all = output->data ? json_loads(output->data, 0, NULL) : NULL;
    json_join_cells(json_object_get(all, "outputData"));
    Grid grid;
    bool good = all && grid_init(&grid, w, json_object_get(all, "outputData"));
    grid.plain = output->kind == OUTPUT_MATRIX;
    if (good) put_grid(w, &grid);
    json_decref(all);
    return good;
}
