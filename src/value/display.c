// The Command Window's form of any value: header line, body, blank lines.
#include "value/exception.h"
#include "value/internal.h"
#include <string.h>

void show_blank(Show *show) {
    if (!show->format->compact) buf_putc(show->out, '\n');
}

void show_name(Show *show, const char *name, bool trailing_space) {
    buf_printf(show->out, "%s =%s\n", name, trailing_space ? " " : "");
    show_blank(show);
}

static void put_func_line(Show *show, const FuncHandle *f) {
    buf_puts(show->out, "    ");
    if (f->name && f->name->bytes[0] != '@') buf_putc(show->out, '@');
    if (f->name)
        buf_puts(show->out, f->name->bytes);
    else
        buf_puts(show->out, f->source ? f->source->bytes : "@()");
    buf_putc(show->out, '\n');
}

// ---- objects ------------------------------------------------------------------------------------
/// Objects without a display of their own list their properties.
static Status show_properties(Show *show, const char *name, Value v) {
    const ForeignDef *def = v.object->def;
    Index n = 0;
    const char *const *names =
        def->properties && def->dot_get ? def->properties(v.object, &n) : NULL;
    const char *dot = strrchr(def->class_name, '.');
    show_name(show, name, true);
    buf_printf(show->out, "  %s%s\n", dot ? dot + 1 : def->class_name,
               n ? " with properties:" : " object with no properties.");
    show_blank(show);
    if (n == 0) return OK;
    FieldRow *rows = mem_alloc_zero((size_t)n * sizeof *rows);
    if (!rows) return ctx_fail_nomem(show->ctx);
    Status status = OK;
    for (Index i = 0; status == OK && i < n; i++) {
        rows[i] = (FieldRow){names[i], VALUE_NONE};
        status = def->dot_get(show->ctx, v.object, names[i], &rows[i].value);
    }
    if (status == OK) status = show_fields(show->ctx, show->format, rows, n, show->out);
    for (Index i = 0; i < n; i++) value_unref(rows[i].value);
    mem_free(rows);
    show_blank(show);
    return status;
}

static void put_without_blank_lines(Buf *out, const char *text) {
    bool line_start = true;
    for (const char *p = text; *p; p++) {
        if (*p == '\n' && line_start) continue;
        buf_putc(out, *p);
        line_start = *p == '\n';
    }
}

static Status show_object(Show *show, const char *name, Value v) {
    const ForeignDef *def = v.object->def;
    if (!def->display) return show_properties(show, name, v);
    if (!show->format->compact) return def->display(show->ctx, v.object, name, show->out);
    Buf buf = BUF_INIT;
    Status status = def->display(show->ctx, v.object, name, &buf);
    if (status == OK) put_without_blank_lines(show->out, buf_text(&buf));
    buf_done(&buf);
    return status;
}

/// disp: the display without its header line and the blank line below it.
static Status disp_object(Show *show, Value v) {
    if (value_is_object(v, &table_class))
        return table_disp(show->ctx, (Table *)v.object, show->out);
    if (value_is_object(v, &categorical_class))
        return categorical_disp(show->ctx, (Categorical *)v.object, show->out);
    Buf buf = BUF_INIT;
    Show inner = {show->ctx, show->format, &buf};
    Status status = show_object(&inner, "", v);
    const char *text = buf_text(&buf), *end = strchr(text, '\n');
    if (end && memchr(text, '=', (size_t)(end - text))) {
        text = end + 1;
        if (*text == '\n') text++;
    }
    if (status == OK) buf_puts(show->out, text);
    buf_done(&buf);
    return status;
}

// ---- entries ------------------------------------------------------------------------------------
static Status finish(Show *show, Status status) {
    if (status == OK && show->out->failed) return ctx_fail_nomem(show->ctx);
    return status;
}

Status value_display(Ctx *ctx, const DisplayFormat *format, const char *name, Value v, Buf *out) {
    Show show = {ctx, format, out};
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t) return finish(&show, show_tensor(&show, name, t));
    switch (v.tag) {
    case VAL_STRING: return finish(&show, show_strings(&show, name, v.string));
    case VAL_CELL: return finish(&show, show_cell(&show, name, v.cell));
    case VAL_STRUCT: return finish(&show, show_struct(&show, name, v.structure));
    case VAL_OBJECT: return finish(&show, show_object(&show, name, v));
    case VAL_FUNC:
        show_name(&show, name, false);
        buf_puts(out, "  function_handle with value:\n");
        show_blank(&show);
        put_func_line(&show, v.func);
        show_blank(&show);
        return finish(&show, OK);
    default:
        show_name(&show, name, false);
        buf_puts(out, v.tag == VAL_COLON ? "    ':'\n" : "     []\n");
        show_blank(&show);
        return finish(&show, OK);
    }
}

Status value_disp(Ctx *ctx, const DisplayFormat *format, Value v, Buf *out) {
    Show show = {ctx, format, out};
    Tensor storage;
    const Tensor *t = value_view(&v, &storage);
    if (t) return finish(&show, show_tensor_disp(&show, t));
    switch (v.tag) {
    case VAL_STRING: return finish(&show, show_strings_disp(&show, v.string));
    case VAL_CELL: return finish(&show, show_cell_disp(&show, v.cell));
    case VAL_STRUCT: return finish(&show, show_struct_disp(&show, v.structure));
    case VAL_OBJECT: return finish(&show, disp_object(&show, v));
    case VAL_FUNC: put_func_line(&show, v.func); return finish(&show, OK);
    default: return OK;
    }
}
