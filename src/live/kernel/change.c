// live/kernel/change.c: what a person changes in the Workspace and the Variables editor. Each change is
// one line of the language, which is run, echoed and returned, so that the history is honest. A line
// that fails changes nothing.
#include "base/file.h"
#include "lang/ast.h"
#include "lang/lexer.h"
#include "live/kernel/internal.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PASTE = 100000 };

// ---- texts to code ------------------------------------------------------------------------------

static void put_quoted(Buf *out, const char *text, char quote) {
    buf_putc(out, quote);
    for (; *text; text++) {
        if (*text == quote) buf_putc(out, quote);
        buf_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
    buf_putc(out, quote);
}

static const char *trim(const char *text, size_t *ret_n) {
    while (isspace((unsigned char)*text)) text++;
    size_t n = strlen(text);
    while (n && isspace((unsigned char)text[n - 1])) n--;
    *ret_n = n;
    return text;
}

/// Whether the text is one expression (and not several statements).
static bool is_expression(Kernel *k, const char *text) {
    Ctx *ctx = &k->engine->ctx;
    Unit *unit = NULL;
    Buf code = BUF_INIT;
    buf_printf(&code, "(%s)", text);
    bool good = !code.failed && parse_unit(ctx, "", buf_text(&code), code.len, 1, &unit) == OK &&
                unit->statements.n == 1 && unit->functions.n == 0 &&
                unit->statements.items[0]->kind == NODE_EXPR && unit->statements.items[0]->a->kind == NODE_PAREN_EXPR;
    unit_free(unit);
    buf_done(&code);
    error_clear(&ctx->error);
    return good;
}

/// What stands on the right of the assignment when `text` is typed into a place that holds `old`: text
/// stays text, everything else is an expression. False: not one expression.
static bool put_entry(Kernel *k, Buf *out, Value old, const char *text) {
    size_t n;
    const char *trimmed = trim(text, &n);
    bool quoted = n >= 2 && (trimmed[0] == '"' || trimmed[0] == '\'') && trimmed[n - 1] == trimmed[0];
    if (value_is_char(old) && !quoted) {
        put_quoted(out, text, '\'');
        return true;
    }
    if (value_is_string_scalar(old) && !quoted) {
        put_quoted(out, text, '"');
        return true;
    }
    if (value_is_a(old, "categorical") && !quoted) {
        put_quoted(out, text, '"');
        return true;
    }
    char *line = mem_dup_text(trimmed, n);
    bool good = n > 0 && line && is_expression(k, line);
    if (good) buf_puts(out, line);
    mem_free(line);
    return good;
}

// ---- running it ---------------------------------------------------------------------------------

/// Runs the line and answers with it. `rest` are more fields of the reply; taken, may be null.
static void run_and_reply(Kernel *k, const json_t *request, Buf *code) {
    Status status = code->failed ? ctx_fail_nomem(&k->engine->ctx) : console_run_echoed(k, buf_text(code));
    if (status == OK)
        talk_reply(k, request, json_pack("{s:s}", "code", buf_text(code)));
    else
        talk_failure_of(k, request);
    buf_done(code);
}

static void fail_input(Kernel *k, const json_t *request, Buf *code, const char *message) {
    buf_done(code);
    talk_failure(k, request, "invalid", message);
}

/// A field or property a row, or of a struct array an element a row and a field a column.
static Status member_target(Kernel *k, Value v, Index row, Index column, Buf *out, Value *ret_old) {
    Ctx *ctx = &k->engine->ctx;
    bool array = v.tag == VAL_STRUCT && !value_is_scalar(v);
    Index n = 0, i = (array ? column : row) - 1;
    const char *const *properties = v.tag == VAL_OBJECT ? v.object->def->properties(v.object, &n) : NULL;
    if (v.tag == VAL_STRUCT) n = v.structure->n_fields;
    if (i < 0 || i >= n || (array && (row < 1 || row > v.structure->numel)))
        return ctx_fail(ctx, ERR_INDEX, "", "There is no such field.");
    if (array) buf_printf(out, "(%lld)", (long long)row);
    buf_printf(out, ".%s", properties ? properties[i] : v.structure->names[i]->bytes);
    if (properties && v.object->def->dot_get(ctx, v.object, properties[i], ret_old) != OK)
        error_clear(&ctx->error);
    if (!properties) *ret_old = value_ref(v.structure->items[array ? i * v.structure->numel + row - 1 : i]);
    return OK;
}

/// Element, field or variable at (row, column) of what `path` names, as a target of an assignment, and
/// its value (owned, VAL_NONE when it is new).
static Status element_target(Kernel *k, const json_t *request, Index row, Index column, Buf *out, Value *ret_old) {
    Ctx *ctx = &k->engine->ctx;
    const char *path = field_text(request, "path");
    const json_t *page = json_object_get(request, "page"), *item;
    Value v = VALUE_NONE, idx[SHAPE_MAX_DIMS] = {value_double((double)row), value_double((double)column)};
    int n = 2;
    size_t i;
    TRY(path_value(k, path, &v));
    buf_puts(out, path);
    if (v.tag == VAL_STRUCT || window_has_properties(v)) {
        Status status = member_target(k, v, row, column, out, ret_old);
        value_unref(v);
        return status;
    }
    bool braces = v.tag == VAL_CELL || (v.tag == VAL_OBJECT && (!strcmp(value_class_name(v), "table") ||
                                                                !strcmp(value_class_name(v), "timetable")));
    buf_printf(out, "%c%lld,%lld", braces ? '{' : '(', (long long)row, (long long)column);
    json_array_foreach(page, i, item) {
        if (n == SHAPE_MAX_DIMS) break;
        idx[n++] = value_double((double)json_integer_value(item));
        buf_printf(out, ",%lld", (long long)json_integer_value(item));
    }
    buf_putc(out, braces ? '}' : ')');
    ValueList list = {0};
    Status status = braces ? value_index_brace(ctx, v, idx, n, &list) : value_index(ctx, v, idx, n, ret_old);
    if (status == OK && braces) *ret_old = list.n ? value_ref(list.items[0]) : VALUE_NONE;
    value_list_done(&list);
    if (status == ERR_INDEX) { // beyond the end: the array grows
        error_clear(&ctx->error);
        *ret_old = VALUE_NONE;
        status = OK;
        if (v.tag == VAL_STRING) status = value_string_scalar(ctx, "", 0, ret_old);
    }
    value_unref(v);
    return status;
}

void change_set(Kernel *k, const json_t *request) {
    Buf code = BUF_INIT;
    Value old = VALUE_NONE;
    const char *text = field_text(request, "text");
    if (element_target(k, request, field_int(request, "row", 1), field_int(request, "column", 1), &code, &old) != OK) {
        buf_done(&code);
        talk_failure_of(k, request);
        return;
    }
    buf_puts(&code, " = ");
    bool good = put_entry(k, &code, old, text);
    value_unref(old);
    buf_putc(&code, ';');
    if (good)
        run_and_reply(k, request, &code);
    else
        fail_input(k, request, &code, "This is not an expression.");
}

/// Whether the text is a number as spreadsheets write it; blank is NaN.
static bool put_number(Buf *out, const char *text) {
    size_t n;
    const char *t = trim(text, &n);
    char *end;
    if (!n) {
        buf_puts(out, "NaN");
        return true;
    }
    double x = strtod(t, &end);
    if (end != t + n || memchr(t, 'x', n) || memchr(t, 'X', n)) return false;
    (void)x;
    buf_put(out, t, n);
    return true;
}

/// x(3:4,1:2) = [1 2; 3 4]; or braces for cells and tables, each element on its own for strings.
void change_paste(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    const json_t *cells = json_object_get(request, "cells"), *page = json_object_get(request, "page");
    const char *path = field_text(request, "path");
    long long row = field_int(request, "row", 1), column = field_int(request, "column", 1);
    size_t rows = json_array_size(cells), columns = rows ? json_array_size(json_array_get(cells, 0)) : 0;
    Value v = VALUE_NONE;
    Buf code = BUF_INIT;
    if (!rows || !columns || rows * columns > MAX_PASTE) {
        fail_input(k, request, &code, rows * columns > MAX_PASTE ? "That is too much to paste." : "There is nothing to paste.");
        return;
    }
    if (path_value(k, path, &v) != OK) {
        talk_failure_of(k, request);
        return;
    }
    bool cell = v.tag == VAL_CELL, string = v.tag == VAL_STRING;
    bool fits = cell || string || value_is_numeric(v) || value_is_logical(v);
    value_unref(v);
    buf_printf(&code, "%s(%lld:%lld,%lld:%lld", path, row, row + (long long)rows - 1, column, column + (long long)columns - 1);
    for (size_t i = 0; i < json_array_size(page); i++)
        buf_printf(&code, ",%lld", (long long)json_integer_value(json_array_get(page, i)));
    buf_puts(&code, cell ? ") = {" : ") = [");
    for (size_t r = 0; r < rows && fits; r++) {
        const json_t *line = json_array_get(cells, r);
        if (r) buf_puts(&code, "; ");
        for (size_t c = 0; c < columns && fits; c++) {
            const char *text = json_string_value(json_array_get(line, c));
            if (!text) text = "";
            if (c) buf_putc(&code, ' ');
            size_t before = code.len;
            if (!string && put_number(&code, text)) {
                if (cell && code.len - before == 3 && !*text) code.len = before, buf_puts(&code, "''");
                continue;
            }
            fits = cell || string;
            put_quoted(&code, text, string ? '"' : '\'');
        }
    }
    buf_puts(&code, cell ? "};" : "];");
    (void)ctx;
    if (fits)
        run_and_reply(k, request, &code);
    else
        fail_input(k, request, &code, "These values do not fit the variable.");
}

/// In the Workspace: the whole value. A new name makes a new variable; a path is that of a part that is there.
void change_assign(Kernel *k, const json_t *request) {
    Buf code = BUF_INIT;
    const char *name = field_text(request, "name");
    Value old = VALUE_NONE;
    bool named = path_is_name(name);
    if (named ? lexer_keyword(name, strlen(name)) != TOK_IDENT : path_value(k, name, &old) != OK) {
        error_clear(&k->engine->ctx.error);
        fail_input(k, request, &code, "This is not a name for a variable.");
        return;
    }
    if (named && vm_find_variable(k->engine->vm, VM_BASE, name, &old)) value_ref(old);
    size_t n;
    char *line = NULL;
    const char *trimmed = trim(field_text(request, "text"), &n);
    line = mem_dup_text(trimmed, n);
    buf_printf(&code, "%s = ", name);
    bool good = n > 0 && line && is_expression(k, line);
    // A bare word in a text variable is meant as text, unless it is a variable itself.
    Value other;
    bool word = good && path_is_name(line) && !vm_find_variable(k->engine->vm, VM_BASE, line, &other);
    if (value_is_text_scalar(old) && (!good || word))
        good = put_entry(k, &code, old, field_text(request, "text"));
    else if (good)
        buf_puts(&code, line);
    buf_putc(&code, ';');
    mem_free(line);
    value_unref(old);
    if (good)
        run_and_reply(k, request, &code);
    else
        fail_input(k, request, &code, "This is not an expression.");
}

void change_rename(Kernel *k, const json_t *request) {
    Buf code = BUF_INIT;
    const char *name = field_text(request, "name"), *to = field_text(request, "to");
    Value v;
    if (!path_is_name(name) || !path_is_name(to) || lexer_keyword(to, strlen(to)) != TOK_IDENT)
        fail_input(k, request, &code, "This is not a name for a variable.");
    else if (!vm_find_variable(k->engine->vm, VM_BASE, name, &v))
        fail_input(k, request, &code, "There is no such variable.");
    else if (vm_find_variable(k->engine->vm, VM_BASE, to, &v))
        fail_input(k, request, &code, "A variable of this name is there already.");
    else {
        buf_printf(&code, "%s = %s; clear %s", to, name, name);
        run_and_reply(k, request, &code);
    }
}

void change_delete(Kernel *k, const json_t *request) {
    Buf code = BUF_INIT;
    const json_t *names = json_object_get(request, "names"), *name;
    size_t i;
    buf_puts(&code, "clear");
    json_array_foreach(names, i, name) {
        if (!path_is_name(json_string_value(name))) {
            fail_input(k, request, &code, "This is not a name of a variable.");
            return;
        }
        buf_printf(&code, " %s", json_string_value(name));
    }
    if (!i)
        fail_input(k, request, &code, "No variable is named.");
    else
        run_and_reply(k, request, &code);
}

void change_plot(Kernel *k, const json_t *request) {
    static const char *const kinds[] = {"plot", "bar", "histogram", "imagesc", "surf", "scatter", "area", "stem"};
    Buf code = BUF_INIT;
    const char *path = field_text(request, "path"), *kind = field_text(request, "kind");
    const json_t *page = json_object_get(request, "page");
    long long r1 = field_int(request, "from_row", 1), r2 = field_int(request, "to_row", 1);
    long long c1 = field_int(request, "from_column", 1), c2 = field_int(request, "to_column", 1);
    bool known = false;
    Value v = VALUE_NONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) known = known || !strcmp(kinds[i], kind);
    if (!known || r1 < 1 || c1 < 1 || r2 < r1 || c2 < c1) {
        fail_input(k, request, &code, "This cannot be plotted.");
        return;
    }
    if (path_value(k, path, &v) != OK) {
        talk_failure_of(k, request);
        return;
    }
    bool table = v.tag == VAL_OBJECT && !strcmp(value_class_name(v), "table");
    value_unref(v);
    Buf pages = BUF_INIT;
    for (size_t i = 0; i < json_array_size(page); i++)
        buf_printf(&pages, ",%lld", (long long)json_integer_value(json_array_get(page, i)));
    char open = table ? '{' : '(', close = table ? '}' : ')';
    if (!strcmp(kind, "scatter") && c2 > c1)
        buf_printf(&code, "figure; scatter(%s%c%lld:%lld,%lld%s%c,%s%c%lld:%lld,%lld%s%c)", path, open, r1, r2, c1,
                   buf_text(&pages), close, path, open, r1, r2, c2, buf_text(&pages), close);
    else if (!strcmp(kind, "scatter"))
        buf_printf(&code, "figure; scatter(%lld:%lld,%s%c%lld:%lld,%lld%s%c)", r1, r2, path, open, r1, r2, c1,
                   buf_text(&pages), close);
    else
        buf_printf(&code, "figure; %s(%s%c%lld:%lld,%lld:%lld%s%c)", kind, path, open, r1, r2, c1, c2, buf_text(&pages),
                   close);
    buf_done(&pages);
    run_and_reply(k, request, &code);
}

// ---- folder -------------------------------------------------------------------------------------

void change_folder(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    const char *path = field_text(request, "path");
    char folder[4096];
    Value argument = VALUE_NONE, none = VALUE_NONE;
    Status status = value_from_text(ctx, path, &argument);
    if (status == OK) status = vm_call_name(k->engine->vm, "cd", &argument, 1, 0, &none);
    value_unref(argument);
    value_unref(none);
    if (status != OK) {
        talk_failure_of(k, request);
        return;
    }
    if (!getcwd(folder, sizeof folder)) folder[0] = 0;
    talk_reply(k, request, json_pack("{s:s}", "path", folder));
    workspace_report(k, true);
}
