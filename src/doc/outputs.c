// doc/outputs.c: shown variables in the form plain-text live code stores them in: a grid of cells
// as displayed, or text with its heading.
#include "doc/outputs.h"
#include "base/excerpt.h"
#include "value/display_cells.h"
#include "value/table.h"
#include <jansson.h>
#include <string.h>

enum { MAX_BEGIN = 128 << 10, MAX_END = 128 << 10 }; // bytes of the console form that are kept

static json_t *text_json(const char *text, size_t n) {
    json_t *json = json_stringn(text, n);
    return json ? json : json_string("(text that is not UTF-8)");
}

/// The console form; of a very long one the beginning and the end.
static char *keep_text(const char *text) {
    Excerpt excerpt = EXCERPT_INIT(MAX_BEGIN, MAX_END);
    Buf buf = BUF_INIT;
    excerpt_put(&excerpt, text, strlen(text));
    if (!excerpt.failed) excerpt_text(&excerpt, &buf);
    buf.failed = buf.failed || excerpt.failed;
    excerpt_done(&excerpt);
    return buf_take(&buf);
}

/// Wraps outputData and stores it; takes the object (null: memory ran out while it was made).
static Status store(Ctx *ctx, const char *type, json_t *body, const char *name,
                    const char *console_text, DocOutput *output) {
    if (body) json_object_set_new(body, "name", text_json(name, strlen(name)));
    json_t *root = body ? json_pack("{s:s,s:o}", "dataType", type, "outputData", body) : NULL;
    char *dump = root ? json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS | JSON_ESCAPE_SLASH) : NULL;
    json_decref(root);
    output->name = mem_dup(name);
    output->text = keep_text(console_text);
    output->data = dump ? mem_dup(dump) : NULL;
    free(dump);
    if (output->name && output->text && output->data) return OK;
    output_done(output);
    return ctx_fail_nomem(ctx);
}

// ---- text -------------------------------------------------------------------------------------

static const char *line_end(const char *text) {
    const char *end = strchr(text, '\n');
    return end ? end : text + strlen(text);
}

static bool is_blank_line(const char *text, const char *end) {
    while (text < end && (*text == ' ' || *text == '\r')) text++;
    return text == end;
}

/// The body of a console form: without "name =", blank lines around it, and its heading, which is a
/// line two columns in with a blank line below and more to follow.
static void split_console(const char *text, const char **ret_heading, size_t *ret_n_heading,
                          const char **ret_body, size_t *ret_n_body) {
    const char *end = line_end(text);
    if (end > text && *text != ' ' && memchr(text, '=', (size_t)(end - text))) {
        const char *mark = end;
        while (mark > text && mark[-1] == ' ') mark--;
        if (mark > text && mark[-1] == '=') text = *end ? end + 1 : end;
    }
    while (*text && is_blank_line(text, line_end(text)))
        text = line_end(text) + (*line_end(text) == '\n');
    *ret_heading = NULL;
    *ret_n_heading = 0;
    end = line_end(text);
    if (!strncmp(text, "  ", 2) && text[2] != ' ' && *end) {
        const char *next = end + 1;
        const char *after = line_end(next);
        if (is_blank_line(next, after) && *after && after[1]) {
            *ret_heading = text + 2;
            *ret_n_heading = (size_t)(end - text - 2);
            text = after + 1;
        } else if (end[-1] == ':') { // "struct with fields:" in compact format
            *ret_heading = text + 2;
            *ret_n_heading = (size_t)(end - text - 2);
            text = end + 1;
        }
    }
    size_t n = strlen(text);
    while (n && (text[n - 1] == '\n' || text[n - 1] == ' ')) n--;
    *ret_body = text;
    *ret_n_body = n;
}

static Status store_text(Ctx *ctx, const char *name, const char *console_text, DocOutput *output) {
    const char *heading, *body;
    size_t n_heading, n;
    output->kind = OUTPUT_VARIABLE;
    char *text = keep_text(console_text);
    if (!text) return ctx_fail_nomem(ctx);
    split_console(text, &heading, &n_heading, &body, &n);
    bool one_line = !memchr(body, '\n', n);
    while (one_line && n && *body == ' ') body++, n--;
    json_t *data = json_object();
    if (data) {
        if (n_heading) json_object_set_new(data, "header", text_json(heading, n_heading));
        json_object_set_new(data, "value", text_json(body, n));
    }
    Status status = store(ctx, "textualVariable", data, name, console_text, output);
    mem_free(text);
    return status;
}

// ---- grids ------------------------------------------------------------------------------------

static json_t *rows_json(const CellTexts *cells) {
    json_t *rows = json_array();
    for (Index r = 0; rows && r < cells->rows; r++) {
        json_t *row = json_array();
        for (Index c = 0; row && c < cells->columns; c++) {
            const Text *text = cells->items[r * cells->columns + c];
            json_array_append_new(row, text_json(text->bytes, text->n_bytes));
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *grid_json(const CellTexts *cells, Index rows, Index columns, const char *type,
                         const char *header) {
    json_t *data = json_object();
    if (!data) return NULL;
    json_object_set_new(data, "rows", json_integer(rows));
    json_object_set_new(data, "columns", json_integer(columns));
    json_object_set_new(data, "type", json_string(type));
    if (*header) json_object_set_new(data, "header", json_string(header));
    json_object_set_new(data, "value", rows_json(cells));
    if (cells->exponent) {
        char text[24];
        snprintf(text, sizeof text, "%d", cells->exponent);
        json_object_set_new(data, "exponent", json_string(text));
    }
    return data;
}

/// "1×3 logical array", "2×2 int8 matrix"; nothing for a double array, whose size the reader adds.
static void put_header(Value v, const Shape *shape, Buf *out) {
    const char *class_name = value_class_name(v);
    if (!strcmp(class_name, "double")) return;
    bool plain = value_is_numeric(v);
    bool row = shape->dim[0] == 1, column = shape->dim[1] == 1;
    buf_printf(out, "%lld×%lld %s %s", (long long)shape->dim[0], (long long)shape->dim[1],
               class_name,
               !plain   ? "array"
               : row    ? "row vector"
               : column ? "column vector"
                        : "matrix");
}

/// Class of a table's variable as the format names it.
static const char *variable_type(Value v) {
    if (v.tag != VAL_CELL) return value_class_name(v);
    for (Index i = 0; i < v.cell->numel; i++)
        if (!value_is_char_row(v.cell->items[i])) return "cell";
    return "cellstr";
}

static void add_table_parts(const Table *t, const CellTexts *cells, json_t *data) {
    json_t *names = json_array(), *types = json_array();
    for (Index k = 0; names && types && k < cells->columns; k++) {
        json_array_append_new(names, text_json(t->names[k]->bytes, t->names[k]->n_bytes));
        json_array_append_new(types, json_string(variable_type(t->vars[k])));
    }
    json_object_set_new(data, "columnNames", names);
    json_object_set_new(data, "dataTypes", types);
    if (!t->row_names) return;
    json_t *rows = json_array();
    for (Index r = 0; rows && r < cells->rows; r++)
        json_array_append_new(rows, text_json(t->row_names[r]->bytes, t->row_names[r]->n_bytes));
    json_object_set_new(data, "rowNames", rows);
    if (t->dim_names[0])
        json_object_set_new(data, "cornerText",
                            text_json(t->dim_names[0]->bytes, t->dim_names[0]->n_bytes));
}

static Status store_grid(Ctx *ctx, const DisplayFormat *format, const char *name, Value v,
                         const Shape *shape, const char *console_text, DocOutput *output) {
    CellTexts cells;
    TRY(value_cell_texts(ctx, format, v, OUTPUT_MAX_ROWS, OUTPUT_MAX_COLUMNS, &cells));
    bool table = value_is_object(v, &table_class), tabular = table || v.tag == VAL_CELL;
    Buf header = BUF_INIT;
    if (table)
        buf_printf(&header, "%lld×%lld table", (long long)shape->dim[0], (long long)shape->dim[1]);
    else
        put_header(v, shape, &header);
    output->kind = tabular ? OUTPUT_TABLE : OUTPUT_MATRIX;
    json_t *data = header.failed ? NULL
                                 : grid_json(&cells, shape->dim[0], shape->dim[1],
                                             value_class_name(v), buf_text(&header));
    if (data && table) add_table_parts((const Table *)v.object, &cells, data);
    Status status = store(ctx, tabular ? "tabular" : "matrix", data, name, console_text, output);
    buf_done(&header);
    cell_texts_done(&cells);
    return status;
}

// ---- struct arrays ----------------------------------------------------------------------------

/// A struct array as the table of its elements, one row each, one column a field.
static Status store_struct(Ctx *ctx, const DisplayFormat *format, const char *name, Value v,
                           const char *console_text, DocOutput *output) {
    const StructArray *s = v.structure;
    Index rows = s->numel < OUTPUT_MAX_ROWS ? s->numel : OUTPUT_MAX_ROWS;
    Index columns = s->n_fields < OUTPUT_MAX_COLUMNS ? s->n_fields : OUTPUT_MAX_COLUMNS;
    json_t *data = json_object(), *names = json_array(), *value = json_array();
    Status status = OK;
    Buf text = BUF_INIT;
    for (Index c = 0; c < columns; c++)
        json_array_append_new(names, text_json(s->names[c]->bytes, s->names[c]->n_bytes));
    for (Index r = 0; r < rows && status == OK; r++) {
        json_t *row = json_array();
        for (Index c = 0; c < columns && status == OK; c++) {
            Value item = VALUE_NONE;
            status = struct_get(ctx, s, r, s->names[c]->bytes, &item);
            buf_clear(&text);
            if (status == OK) status = value_summary(ctx, item, &text);
            value_unref(item);
            json_array_append_new(row, text_json(buf_text(&text), text.len));
        }
        json_array_append_new(value, row);
    }
    (void)format;
    char sizes[256], header[300];
    shape_format(&s->shape, "×", sizes, sizeof sizes);
    snprintf(header, sizeof header, "%s struct array", sizes);
    json_object_set_new(data, "rows", json_integer(s->numel));
    json_object_set_new(data, "columns", json_integer(s->n_fields));
    json_object_set_new(data, "type", json_string("struct"));
    json_object_set_new(data, "header", json_string(header));
    json_object_set_new(data, "columnNames", names);
    json_object_set_new(data, "value", value);
    if (status == OK && text.failed) status = ctx_fail_nomem(ctx);
    buf_done(&text);
    if (status != OK) {
        json_decref(data);
        return status;
    }
    output->kind = OUTPUT_TABLE;
    return store(ctx, "tabular", data, name, console_text, output);
}

// ---- entries ----------------------------------------------------------------------------------

/// Whether the value is shown as a grid, and its size.
static bool is_grid(Ctx *ctx, Value v, Shape *ret_shape) {
    bool kind = value_is_numeric(v) || value_is_logical(v) || v.tag == VAL_STRING ||
                v.tag == VAL_CELL || value_is_object(v, &table_class) ||
                value_is_object(v, &categorical_class);
    if (!kind) return false;
    if (value_shape(ctx, v, ret_shape) != OK) {
        error_clear(&ctx->error);
        return false;
    }
    bool one = ret_shape->dim[0] == 1 && ret_shape->dim[1] == 1;
    return ret_shape->n_dims == 2 && shape_numel(ret_shape) > 0 &&
           (!one || v.tag == VAL_CELL || value_is_object(v, &table_class));
}

Status output_of_value_as(Ctx *ctx, const DisplayFormat *format, const char *name,
                          const Value *value, const char *console_text, DocOutput *ret) {
    DocOutput output = {.line = ret->line};
    Shape shape;
    Status status;
    if (is_grid(ctx, *value, &shape))
        status = store_grid(ctx, format, name, *value, &shape, console_text, &output);
    else if (value->tag == VAL_STRUCT && value->structure->numel > 1 &&
             value->structure->n_fields > 0)
        status = store_struct(ctx, format, name, *value, console_text, &output);
    else
        status = store_text(ctx, name, console_text, &output);
    if (status != OK) return status;
    *ret = output;
    return OK;
}

Status output_of_value(Ctx *ctx, const char *name, const Value *value, const char *console_text,
                       DocOutput *ret) {
    static const DisplayFormat format = {.mode = FORMAT_SHORT, .width = 80};
    return output_of_value_as(ctx, &format, name, value, console_text, ret);
}
