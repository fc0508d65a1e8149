// live/kernel/window.c: what the Variables editor shows: the texts of the part of a variable that is in
// view, each element as the engine displays it. Arrays are grids with the page that was asked for;
// a struct or object is a list of its fields; a struct array and a table have a column a field.
#include "live/kernel/internal.h"
#include "value/display_cells.h"
#include "value/table.h"
#include <string.h>

enum { MAX_ROWS = 500, MAX_COLUMNS = 200, MAX_CELLS = 20000, MAX_CELL_TEXT = 400, MAX_FULL = 16 << 20 };

typedef struct Window {
    Kernel *k;
    Ctx *ctx;
    Index row, column, rows, columns; // wanted; 1-based
    Value page[SHAPE_MAX_DIMS];
    int n_page;
    bool full;     // the values themselves, of which n_full bytes are in the reply
    size_t n_full;
    json_t *cells, *fields; // the reply
} Window;

static const Table *table_of(Value v) {
    return value_is_object(v, &table_class) ? (const Table *)v.object : NULL;
}

// ---- one cell -----------------------------------------------------------------------------------

static const char *cell_kind(Value v) {
    if (v.tag == VAL_CELL) return "cell";
    if (v.tag == VAL_STRUCT) return "struct";
    if (v.tag == VAL_FUNC) return "function";
    if (value_is_text_scalar(v) || v.tag == VAL_STRING || value_is_char(v)) return "text";
    if (value_is_logical(v)) return "logical";
    if (value_is_numeric(v)) return "number";
    return "object";
}

static json_t *cell_of_text(const char *text, size_t n, const char *kind) {
    size_t cut = n > MAX_CELL_TEXT ? MAX_CELL_TEXT : n;
    while (cut < n && cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80) cut--;
    json_t *string = json_stringn(text, cut);
    return json_pack("{s:o,s:s}", "text", string ? string : json_string(""), "kind", kind);
}

/// The value itself; null: it has no such form, or there is too much of it.
static json_t *cell_in_full(Window *w, Value v) {
    Buf text = BUF_INIT;
    json_t *cell = NULL;
    if (exact_text(w->ctx, v, &text)) {
        w->n_full += text.len;
        json_t *string = w->n_full > MAX_FULL ? NULL : json_stringn(buf_text(&text), text.len);
        if (string) cell = json_pack("{s:o,s:s}", "text", string, "kind", cell_kind(v));
    }
    buf_done(&text);
    return cell;
}

/// A number as the display format writes it, anything else on one line.
static json_t *cell_of_value(Window *w, Value v) {
    Ctx *ctx = w->ctx;
    json_t *cell = w->full ? cell_in_full(w, v) : NULL;
    if (cell) return cell;
    if (value_is_scalar(v) && (value_is_numeric(v) || value_is_logical(v) || value_is_a(v, "categorical"))) {
        CellTexts texts = {0};
        if (value_cell_texts(ctx, &w->k->engine->env.format, v, 1, 1, &texts) == OK && texts.rows == 1 &&
            texts.columns == 1 && !texts.exponent)
            cell = cell_of_text(texts.items[0]->bytes, texts.items[0]->n_bytes, cell_kind(v));
        cell_texts_done(&texts);
    } else if (value_is_string_scalar(v)) {
        const Text *text = v.string->items[0];
        cell = text ? cell_of_text(text->bytes, text->n_bytes, "text") : cell_of_text("<missing>", 9, "missing");
    }
    if (!cell) {
        Buf text = BUF_INIT;
        error_clear(&ctx->error);
        if (value_summary(ctx, v, &text) != OK) {
            error_clear(&ctx->error);
            buf_clear(&text);
            buf_puts(&text, value_class_name(v));
        }
        cell = cell_of_text(buf_text(&text), text.len, cell_kind(v));
        buf_done(&text);
    }
    return cell;
}

// ---- kinds --------------------------------------------------------------------------------------

static void set(Window *w, const char *name, json_t *value) {
    json_object_set_new(w->fields, name, value);
}

/// Keeps the window inside `rows` × `columns`.
static void clip(Window *w, Index rows, Index columns) {
    if (w->row < 1) w->row = 1;
    if (w->column < 1) w->column = 1;
    if (w->rows > MAX_ROWS) w->rows = MAX_ROWS;
    if (w->columns > MAX_COLUMNS) w->columns = MAX_COLUMNS;
    if (w->rows > rows - w->row + 1) w->rows = rows - w->row + 1;
    if (w->columns > columns - w->column + 1) w->columns = columns - w->column + 1;
    if (w->rows < 0 || w->columns < 0) w->rows = w->columns = 0;
    while (w->rows * w->columns > MAX_CELLS) w->rows = (w->rows + 1) / 2;
}

/// Each element of the window; idx[2 …] are given.
static Status grid_cells(Window *w, Value v, int n, Value *idx, bool braces) {
    for (Index r = 0; r < w->rows; r++) {
        json_t *line = json_array();
        json_array_append_new(w->cells, line);
        for (Index c = 0; c < w->columns; c++) {
            Value element = VALUE_NONE;
            ValueList list = {0};
            idx[0] = value_double((double)(w->row + r));
            idx[1] = value_double((double)(w->column + c));
            if (braces) {
                TRY(value_index_brace(w->ctx, v, idx, n, &list));
                if (list.n) element = value_ref(list.items[0]);
                value_list_done(&list);
            } else {
                TRY(value_index(w->ctx, v, idx, n, &element));
            }
            json_array_append_new(line, cell_of_value(w, element));
            value_unref(element);
        }
    }
    return OK;
}

static Status grid(Window *w, Value v, const Shape *shape) {
    Value idx[SHAPE_MAX_DIMS];
    int n = 2 + w->n_page < shape->n_dims ? shape->n_dims : 2 + w->n_page;
    for (int i = 2; i < n; i++) {
        idx[i] = i - 2 < w->n_page ? w->page[i - 2] : value_double(1);
        if (idx[i].number > (double)shape_dim(shape, i)) idx[i] = value_double((double)shape_dim(shape, i));
        if (shape_dim(shape, i) == 0) w->rows = 0;
    }
    clip(w, shape->dim[0], shape->dim[1]);
    if (shape_numel(shape) == 0) w->rows = w->columns = 0;
    TRY(grid_cells(w, v, n, idx, v.tag == VAL_CELL));
    set(w, "kind", json_string(v.tag == VAL_CELL     ? "cell"
                               : v.tag == VAL_STRING ? "string"
                               : value_is_char(v)    ? "char"
                               : value_is_logical(v) ? "logical"
                                                     : "matrix"));
    return OK;
}

/// One line a field: value, size, class.
static void field_line(Window *w, json_t *names, const char *name, Value v) {
    char size[128];
    json_t *line = json_array();
    workspace_size(w->ctx, v, size, sizeof size);
    json_array_append_new(line, cell_of_value(w, v));
    json_array_append_new(line, cell_of_text(size, strlen(size), "size"));
    json_array_append_new(line, cell_of_text(value_class_name(v), strlen(value_class_name(v)), "class"));
    json_array_append_new(w->cells, line);
    json_array_append_new(names, json_string(name));
}

static void field_list(Window *w, json_t *names) {
    w->column = 1;
    w->columns = 3;
    set(w, "row_names", names);
    set(w, "column_names", json_pack("[s,s,s]", "Value", "Size", "Class"));
}

static Status struct_fields(Window *w, const StructArray *s) {
    json_t *names = json_array();
    clip(w, s->n_fields, 3);
    for (Index f = w->row - 1; f < w->row - 1 + w->rows; f++) field_line(w, names, s->names[f]->bytes, s->items[f]);
    field_list(w, names);
    set(w, "kind", json_string("struct"));
    set(w, "size", json_pack("[I,i]", (json_int_t)s->n_fields, 3));
    return OK;
}

static Status struct_rows(Window *w, const StructArray *s) {
    json_t *names = json_array();
    clip(w, s->numel, s->n_fields);
    for (Index c = 0; c < w->columns; c++)
        json_array_append_new(names, json_string(s->names[w->column - 1 + c]->bytes));
    for (Index r = 0; r < w->rows; r++) {
        json_t *line = json_array();
        json_array_append_new(w->cells, line);
        for (Index c = 0; c < w->columns; c++)
            json_array_append_new(line, cell_of_value(w, s->items[(w->column - 1 + c) * s->numel + w->row - 1 + r]));
    }
    set(w, "column_names", names);
    set(w, "kind", json_string("structs"));
    set(w, "size", json_pack("[I,I]", (json_int_t)s->numel, (json_int_t)s->n_fields));
    return OK;
}

bool window_has_properties(Value v) {
    const ForeignDef *def = v.tag == VAL_OBJECT ? v.object->def : NULL;
    return def && !table_of(v) && def->properties && def->dot_get && def->dot_set && !(def->shape && def->index);
}

static Status object_fields(Window *w, Object *o) {
    Index n = 0;
    const char *const *properties = o->def->properties(o, &n);
    json_t *names = json_array();
    clip(w, n, 3);
    for (Index i = w->row - 1; i < w->row - 1 + w->rows; i++) {
        Value v = VALUE_NONE;
        if (o->def->dot_get(w->ctx, o, properties[i], &v) != OK) error_clear(&w->ctx->error); // an empty line
        field_line(w, names, properties[i], v);
        value_unref(v);
    }
    field_list(w, names);
    set(w, "kind", json_string("object"));
    set(w, "size", json_pack("[I,i]", (json_int_t)n, 3));
    return OK;
}

/// Range lo:hi as an index; owned.
static Status range(Ctx *ctx, Index first, Index n, Value *ret) {
    Tensor *t = NULL;
    TRY(tensor_range(ctx, (double)first, 1, (double)(first + n - 1), &t));
    *ret = value_take_tensor(t);
    return OK;
}

static Status table_cells(Window *w, Value v) {
    Ctx *ctx = w->ctx;
    Value idx[2] = {VALUE_NONE, VALUE_NONE}, part = VALUE_NONE;
    CellTexts texts = {0};
    Status status = range(ctx, w->row, w->rows, &idx[0]);
    if (status == OK) status = range(ctx, w->column, w->columns, &idx[1]);
    if (status == OK) status = value_index(ctx, v, idx, 2, &part);
    if (status == OK) status = value_cell_texts(ctx, &w->k->engine->env.format, part, w->rows, w->columns, &texts);
    for (Index r = 0; status == OK && r < texts.rows; r++) {
        json_t *line = json_array();
        json_array_append_new(w->cells, line);
        for (Index c = 0; c < texts.columns; c++) {
            const Text *text = texts.items[r * texts.columns + c];
            json_array_append_new(line, cell_of_text(text->bytes, text->n_bytes, "value"));
        }
    }
    cell_texts_done(&texts);
    value_unref(part);
    value_unref(idx[0]);
    value_unref(idx[1]);
    return status;
}

static Status table_window(Window *w, Value v, const Shape *shape) {
    const Table *t = table_of(v);
    json_t *names = json_array(), *classes = json_array(), *rows = json_array();
    clip(w, shape->dim[0], shape->dim[1]);
    for (Index c = w->column - 1; c < w->column - 1 + w->columns; c++) {
        json_array_append_new(names, json_string(t->names[c]->bytes));
        json_array_append_new(classes, json_string(value_class_name(t->vars[c])));
    }
    for (Index r = w->row - 1; t->row_names && r < w->row - 1 + w->rows; r++)
        json_array_append_new(rows, json_string(t->row_names[r]->bytes));
    set(w, "column_names", names);
    set(w, "column_classes", classes);
    if (json_array_size(rows))
        set(w, "row_names", rows);
    else
        json_decref(rows);
    set(w, "kind", json_string("table"));
    if (!w->rows || !w->columns) return OK;
    return w->full ? grid_cells(w, v, 2, (Value[2]){0}, true) : table_cells(w, v);
}

static Status whole_text(Window *w, Value v) {
    json_t *line = json_array();
    char *text = NULL;
    json_array_append_new(w->cells, line);
    w->row = w->column = w->rows = w->columns = 1;
    set(w, "kind", json_string("text"));
    if (!value_is_text_scalar(v)) {
        json_array_append_new(line, cell_of_value(w, v));
        return OK;
    }
    TRY(value_to_utf8(w->ctx, v, &text));
    json_t *string = json_string(text);
    json_array_append_new(line, json_pack("{s:o,s:s}", "text", string ? string : json_string(""), "kind", "text"));
    mem_free(text);
    return OK;
}

static Status fill(Window *w, Value v, const Shape *shape) {
    if (v.tag == VAL_STRUCT) return value_is_scalar(v) ? struct_fields(w, v.structure) : struct_rows(w, v.structure);
    if (value_is_char_row(v) || v.tag == VAL_FUNC) return whole_text(w, v);
    if (v.tag != VAL_OBJECT) return grid(w, v, shape);
    if (table_of(v)) return table_window(w, v, shape);
    if (v.object->def->shape && v.object->def->index) return grid(w, v, shape);
    if (v.object->def->properties && v.object->def->dot_get) return object_fields(w, v.object);
    return whole_text(w, v);
}

// ---- the request --------------------------------------------------------------------------------

/// A dlarray is shown as the array in it.
static Status plain_value(Kernel *k, Value *v) {
    Value plain = VALUE_NONE;
    if (v->tag != VAL_OBJECT || strcmp(value_class_name(*v), "dlarray") != 0) return OK;
    TRY(vm_call_name(k->engine->vm, "extractdata", v, 1, 1, &plain));
    value_unref(*v);
    *v = plain;
    return OK;
}

static json_t *size_array(const Shape *shape) {
    json_t *size = json_array();
    for (int i = 0; i < shape->n_dims; i++) json_array_append_new(size, json_integer(shape->dim[i]));
    return size;
}

void window_variable(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    Window w = {.k = k, .ctx = ctx, .row = field_int(request, "row", 1), .column = field_int(request, "column", 1),
                .rows = field_int(request, "rows", 1), .columns = field_int(request, "columns", 1),
                .full = json_is_true(json_object_get(request, "full")), .cells = json_array(), .fields = json_object()};
    const json_t *page = json_object_get(request, "page"), *item;
    size_t i;
    json_array_foreach(page, i, item) {
        double x = (double)json_integer_value(item);
        if (w.n_page < SHAPE_MAX_DIMS - 2) w.page[w.n_page++] = value_double(x < 1 ? 1 : x);
    }
    Value v = VALUE_NONE;
    Shape shape = shape_2d(1, 1);
    Status status = path_value(k, field_text(request, "path"), &v);
    set(&w, "class", json_string(status == OK ? value_class_name(v) : ""));
    bool editable = status == OK && (v.tag != VAL_OBJECT || table_of(v) || value_is_a(v, "categorical") || window_has_properties(v)) &&
                    v.tag != VAL_FUNC && !(value_is_char(v) && !value_is_char_row(v));
    if (status == OK) status = plain_value(k, &v);
    if (status == OK) status = value_shape(ctx, v, &shape);
    set(&w, "size", size_array(&shape));
    if (status == OK) status = fill(&w, v, &shape);
    if (status == OK && w.n_full > MAX_FULL)
        status = ctx_fail(ctx, ERR_LIMIT, "", "These values are too long to be copied at once.");
    value_unref(v);
    if (status != OK) {
        json_decref(w.cells);
        json_decref(w.fields);
        talk_failure_of(k, request);
        return;
    }
    set(&w, "row", json_integer(w.row));
    set(&w, "column", json_integer(w.column));
    set(&w, "editable", json_boolean(editable));
    set(&w, "cells", w.cells);
    talk_reply(k, request, w.fields);
}
