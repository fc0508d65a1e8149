// builtins/table_files.c: tables in delimited text files; saved workspaces.
#include "base/file.h"
#include "base/vec.h"
#include "builtins/arguments.h"
#include <stdio.h>
#include <stdlib.h>

/// Fields of a delimited text: cells[row * columns + column], null for missing ones.
typedef struct Fields {
    char **cells;
    Index n, cap, rows, columns;
} Fields;
static void fields_done(Fields *f) {
    for (Index i = 0; i < f->n; i++) mem_free(f->cells[i]);
    mem_free(f->cells);
}
static Status add_field(Ctx *ctx, Fields *f, char *text) {
    if (!text) return ctx_fail_nomem(ctx);
    Status status = vec_reserve(ctx, (void **)&f->cells, &f->cap, f->n + 1, sizeof *f->cells);
    if (status != OK) {
        mem_free(text);
        return status;
    }
    f->cells[f->n++] = text;
    return OK;
}
/// Quoted fields may hold the delimiter, doubled quotes and newlines.
static Status read_fields(Ctx *ctx, const char *p, char delimiter, Fields *ret) {
    while (*p) {
        if (*p == '\n' || (*p == '\r' && p[1] == '\n')) { // empty line
            p += *p == '\r' ? 2 : 1;
            continue;
        }
        Index count = 0;
        for (bool more = true; more;) {
            OWN_BUF field = BUF_INIT;
            while (*p == ' ' && delimiter != ' ') p++;
            if (*p == '"') {
                for (p++; *p && !(*p == '"' && p[1] != '"'); p++) {
                    if (*p == '"') p++;
                    buf_putc(&field, *p);
                }
                if (*p) p++;
            }
            size_t n = strcspn(p, (char[]){delimiter, '\n', 0});
            size_t keep = n;
            while (keep && (p[keep - 1] == '\r' || p[keep - 1] == ' ')) keep--;
            buf_put(&field, p, keep);
            p += n;
            if (ret->rows == 0 || count < ret->columns)
                TRY(add_field(ctx, ret, mem_dup(buf_text(&field))));
            count++;
            more = *p == delimiter;
            if (*p) p++;
        }
        if (ret->rows == 0) ret->columns = count;
        for (; count < ret->columns; count++) TRY(add_field(ctx, ret, mem_dup("")));
        ret->rows++;
        TRY(ctx_check_stop(ctx));
    }
    return OK;
}
static bool field_is_number(const char *text, double *ret) {
    char *end;
    *ret = NAN;
    if (!*text) return true;
    *ret = strtod(text, &end);
    return *end == 0;
}
static char detect(const char *text) {
    size_t n = strcspn(text, "\n");
    return memchr(text, ',', n)    ? ','
           : memchr(text, '\t', n) ? '\t'
           : memchr(text, ';', n)  ? ';'
           : memchr(text, ' ', n)  ? ' '
                                   : ',';
}
BUILTIN(readtable,
        "T = readtable(filename)\nT = "
        "readtable(filename,\"Delimiter\",d,\"ReadVariableNames\",tf,\"TextType\",type)",
        ARITY(1, -1, 1), "Table from a delimited text file.",
        "filename: path\nd: character; found out by default\nReadVariableNames: whether the first "
        "line holds names; found out by default\nTextType: \"char\" (default) or \"string\"",
        "T: table; columns of numbers are double, others text",
        "Fails when the file cannot be read. Spreadsheets are not supported.",
        "f = [tempname '.csv'];\nwritelines([\"a,b\";\"1,x\";\"2,y\"],f)\nT = "
        "readtable(f);\nassert(isequal(T.a,[1;2]) && isequal(T.b,{'x';'y'}))\ndelete(f)",
        "writetable, readmatrix, table") {
    OWN_MEM char *path = NULL, *delimiter = NULL, *type = NULL;
    OWN_BUF text = BUF_INIT;
    __attribute__((cleanup(fields_done))) Fields f = {0};
    Option o[] = {{"Delimiter", NULL},
                  {"ReadVariableNames", NULL},
                  {"TextType", NULL},
                  {"VariableNamingRule", NULL},
                  {"FileType", NULL}};
    TRY(arg_text(call, 0, &path));
    TRY(arg_options(call, 1, o, 5));
    if (text_same(path_extension(path), ".xlsx") || text_same(path_extension(path), ".xls"))
        return ctx_fail_unsupported(call->ctx, "reading spreadsheets");
    if (!file_exists(path))
        return call_fail(
            call, ERR_IO, "MATLAB:readtable:OpenFailed",
            "Unable to find or open '%s'. Check the path and filename or file permissions.", path);
    TRY(file_read(call->ctx, path, (size_t)1 << 32, &text));
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &delimiter));
    if (o[2].value) TRY(value_to_utf8(call->ctx, *o[2].value, &type));
    char sep = !delimiter ? detect(buf_text(&text))
               : strcmp(delimiter, "\\t") == 0 || strcmp(delimiter, "tab") == 0 ? '\t'
                                                                                : delimiter[0];
    TRY(read_fields(call->ctx, buf_text(&text), sep, &f));
    bool names = false;
    if (o[1].value) TRY(value_truth(call->ctx, *o[1].value, &names));
    for (Index c = 0; !o[1].value && c < f.columns && f.rows > 1; c++) {
        // Names are there when a column of numbers starts with a word, or no field of the first
        // line is a number.
        double v;
        bool number = field_is_number(f.cells[c], &v);
        if (number && *f.cells[c]) {
            names = false;
            break;
        }
        names = true;
    }
    Index first = names ? 1 : 0, n = f.rows - first;
    if (n < 0) n = 0;
    OWN_MEM Value *vars = mem_alloc_zero((size_t)(f.columns + 1) * sizeof *vars);
    OWN_MEM char **titles = mem_alloc_zero((size_t)(f.columns + 1) * sizeof *titles);
    if (!vars || !titles) return ctx_fail_nomem(call->ctx);
    Status status = OK;
    for (Index c = 0; c < f.columns && status == OK; c++) {
        OWN_BUF title = BUF_INIT;
        const char *raw = names ? f.cells[c] : "";
        for (const char *p = raw; *p; p++)
            buf_putc(&title, (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                                     (*p >= '0' && *p <= '9') || *p == '_'
                                 ? *p
                                 : '_');
        if (!name_is_valid(buf_text(&title))) {
            char *was = mem_dup(buf_text(&title));
            buf_clear(&title);
            if (names && was && *was)
                buf_printf(&title, "x%s", was);
            else
                buf_printf(&title, "Var%lld", (long long)c + 1);
            mem_free(was);
        }
        titles[c] = mem_dup(buf_text(&title));
        bool numbers = n > 0;
        double v;
        for (Index r = 0; r < n && numbers; r++)
            numbers = field_is_number(f.cells[(r + first) * f.columns + c], &v);
        Shape column = shape_2d(n, 1);
        if (numbers) {
            Tensor *t = NULL;
            status = tensor_new(call->ctx, CLASS_DOUBLE, &column, &t);
            for (Index r = 0; status == OK && r < n; r++)
                field_is_number(f.cells[(r + first) * f.columns + c], &tensor_f64(t)[r]);
            if (status == OK) vars[c] = value_take_tensor(t);
        } else if (type && text_same(type, "string")) {
            StringArray *s = NULL;
            status = string_new(call->ctx, &column, &s);
            if (status == OK) vars[c] = value_take_string(s);
            for (Index r = 0; status == OK && r < n; r++) {
                const char *cell = f.cells[(r + first) * f.columns + c];
                if (*cell) status = text_new(call->ctx, cell, strlen(cell), &s->items[r]);
            }
        } else {
            CellArray *cells = NULL;
            status = cell_new(call->ctx, &column, &cells);
            if (status == OK) vars[c] = value_take_cell(cells);
            for (Index r = 0; status == OK && r < n; r++)
                status = value_from_text(call->ctx, f.cells[(r + first) * f.columns + c],
                                         &cells->items[r]);
        }
        if (status == OK && !titles[c]) status = ctx_fail_nomem(call->ctx);
    }
    Table *t = NULL;
    if (status == OK)
        status = table_new(call->ctx, n, (const char *const *)titles, vars, f.columns, &t);
    else
        for (Index c = 0; c < f.columns; c++) value_unref(vars[c]);
    for (Index c = 0; c < f.columns; c++) mem_free(titles[c]);
    TRY(status);
    call->ret[0] = value_take_object(&t->head);
    return OK;
}
static void put_field(Buf *out, const char *text, char sep) {
    if (!strpbrk(text, (char[]){sep, '"', '\n', 0})) {
        buf_puts(out, text);
        return;
    }
    buf_putc(out, '"');
    for (; *text; text++) {
        if (*text == '"') buf_putc(out, '"');
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}
static Status put_element(Call *call, Value v, Index row, Index n_rows, Index column, Buf *out,
                          char sep) {
    Index at = column * n_rows + row;
    if (v.tag == VAL_STRING) {
        if (v.string->items[at]) put_field(out, v.string->items[at]->bytes, sep);
    } else if (v.tag == VAL_CELL) {
        OWN_MEM char *text = NULL;
        if (value_is_text_scalar(v.cell->items[at])) {
            TRY(value_to_utf8(call->ctx, v.cell->items[at], &text));
            put_field(out, text, sep);
        } else if (value_is_numeric(v.cell->items[at]) && value_numel(v.cell->items[at]) == 1) {
            double x;
            TRY(value_to_double(call->ctx, v.cell->items[at], &x));
            buf_printf(out, "%.15g", x);
        } else if (!value_is_empty(v.cell->items[at])) {
            return ctx_fail_unsupported(call->ctx, "writing cells that hold arrays");
        }
    } else if (value_is_object(v, &categorical_class)) {
        const Categorical *c = (Categorical *)v.object;
        if (c->codes[at]) put_field(out, c->categories[c->codes[at] - 1]->bytes, sep);
    } else {
        OWN_TENSOR *t = NULL;
        TRY(value_to_tensor(call->ctx, v, &t));
        if (t->cls == CLASS_CHAR)
            return ctx_fail_unsupported(call->ctx, "writing char variables of tables");
        buf_printf(out, "%.15g", tensor_get(t, at));
    }
    return OK;
}
BUILTIN(writetable,
        "writetable(T,filename)\nwritetable(T,filename,\"Delimiter\",d,\"WriteVariableNames\",tf)",
        ARITY(2, -1, 0), "Writes a table as delimited text.",
        "T: table\nfilename: path\nd: character, comma by default\ntf: whether the first line "
        "holds the names, true by default",
        "", "Fails when the file cannot be written. Spreadsheets are not supported.",
        "f = [tempname '.csv'];\nwritetable(table([1;2],[\"p\";\"q\"],VariableNames=[\"n\" "
        "\"s\"]),f)\nassert(isequal(readtable(f).n,[1;2]))\ndelete(f)",
        "readtable, writematrix") {
    if (!value_is_object(call->arg[0], &table_class))
        return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",
                         "Undefined function 'writetable' for input arguments of type '%s'.",
                         value_class_name(call->arg[0]));
    const Table *t = (Table *)call->arg[0].object;
    OWN_MEM char *path = NULL, *delimiter = NULL;
    OWN_BUF out = BUF_INIT;
    Option o[] = {{"Delimiter", NULL}, {"WriteVariableNames", NULL}, {"FileType", NULL}};
    bool names = true;
    TRY(arg_text(call, 1, &path));
    TRY(arg_options(call, 2, o, 3));
    if (text_same(path_extension(path), ".xlsx") || text_same(path_extension(path), ".xls"))
        return ctx_fail_unsupported(call->ctx, "writing spreadsheets");
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &delimiter));
    if (o[1].value) TRY(value_truth(call->ctx, *o[1].value, &names));
    char sep = !delimiter                                                       ? ','
               : strcmp(delimiter, "\\t") == 0 || strcmp(delimiter, "tab") == 0 ? '\t'
                                                                                : delimiter[0];
    for (Index r = names ? -1 : 0; r < t->n_rows; r++) {
        bool begun = false;
        for (Index v = 0; v < t->n_vars; v++) {
            Index width = t->n_rows ? value_numel(t->vars[v]) / t->n_rows : 1;
            for (Index c = 0; c < width; c++) {
                if (begun) buf_putc(&out, sep);
                begun = true;
                if (r >= 0)
                    TRY(put_element(call, t->vars[v], r, t->n_rows, c, &out, sep));
                else if (width == 1)
                    put_field(&out, t->names[v]->bytes, sep);
                else
                    buf_printf(&out, "%s_%lld", t->names[v]->bytes, (long long)c + 1);
            }
        }
        buf_putc(&out, '\n');
    }
    if (out.failed) return ctx_fail_nomem(call->ctx);
    return file_write(call->ctx, path, buf_text(&out), out.len);
}

const BuiltinDef *const family_table_files[] = {&def_readtable, &def_writetable, NULL};
