// live/language/hover.c: what a name is, in a few lines; the forms of the call being written.
#include "live/language/internal.h"
#include <stdio.h>
#include <string.h>

static void put_lines(Buf *out, const char *text, const char *before, const char *behind, int most) {
    for (const char *p = text; *p && most-- > 0;) {
        size_t n = strcspn(p, "\n");
        buf_puts(out, before);
        html_put(out, p, n);
        buf_puts(out, behind);
        p += n + (p[n] == '\n');
    }
}

static void hover_builtin(const BuiltinDef *def, Buf *out) {
    buf_puts(out, "<p><strong>");
    html_puts(out, def->name);
    buf_puts(out, "</strong> ");
    html_puts(out, def->summary);
    buf_puts(out, "</p><pre>");
    put_lines(out, def->forms, "", "\n", 6);
    buf_puts(out, "</pre><p><a data-help=\"");
    html_puts(out, def->name);
    buf_puts(out, "\">Help</a></p>");
}

static void hover_variable(const LanguageText *t, const Outline *o, const Symbol *s, int32_t scope, Buf *out) {
    const char *name = symbol_text(o, s);
    size_t n = symbol_length(s);
    const json_t *row = scope == 0 ? workspace_find(t, name, n) : NULL;
    buf_puts(out, "<p><strong>");
    html_put(out, name, n);
    buf_puts(out, "</strong>");
    if (row) {
        static const char *const keys[] = {"size", "class"};
        for (int i = 0; i < 2; i++) {
            const char *text = json_string_value(json_object_get(row, keys[i]));
            buf_putc(out, ' ');
            html_puts(out, text ? text : "");
        }
        const char *value = json_string_value(json_object_get(row, "value"));
        if (value && *value) {
            buf_puts(out, "</p><pre>");
            html_puts(out, value);
            buf_puts(out, "</pre><p>");
        }
    } else {
        buf_puts(out, " variable");
    }
    for (Index i = 0; i < o->n_symbols; i++) {
        const Symbol *first = &o->symbols[i];
        if (!first->assigned || first->scope != scope || !symbol_is(o, first, name, n)) continue;
        int line, column;
        Place hint = {0};
        place_find(t, first->offset, &hint, &line, &column);
        buf_printf(out, " set on line %d", line);
        break;
    }
    buf_puts(out, "</p>");
}

static void hover_local(const Outline *o, const Symbol *function, Buf *out) {
    const Scope *scope = &o->scopes[function->scope];
    size_t start = scope->begin, n = line_length(o->text, start);
    buf_puts(out, "<pre>");
    html_put(out, o->text->text + start, n < 300 ? n : 300);
    buf_puts(out, "</pre><p>function of this file</p>");
}

static void hover_file(const char *path, Buf *out) {
    Buf text = BUF_INIT;
    buf_puts(out, "<pre>");
    if (files_signature(path, &text)) html_puts(out, buf_text(&text));
    buf_puts(out, "</pre>");
    buf_clear(&text);
    if (files_help(path, &text)) {
        buf_puts(out, "<p>");
        html_put(out, buf_text(&text), strcspn(buf_text(&text), "\n"));
        buf_puts(out, "</p>");
    }
    buf_puts(out, "<p>");
    html_puts(out, path);
    buf_puts(out, "</p>");
    buf_done(&text);
}

/// Nothing to say of fields and text.
static void hover_symbol(const Language *language, const LanguageText *t, const Outline *o, const Symbol *s, Buf *out) {
    const char *name = symbol_text(o, s);
    size_t n = symbol_length(s);
    if (s->kind == SYMBOL_FIELD || s->kind == SYMBOL_OTHER || s->kind == SYMBOL_OPTION) return;
    int32_t scope = s->kind == SYMBOL_NAME && !s->handle ? outline_variable_scope(o, s->scope, name, n) : -1;
    bool in_workspace = s->kind == SYMBOL_NAME && s->scope == 0 && workspace_find(t, name, n);
    const Symbol *local = outline_function(o, name, n);
    const BuiltinDef *def = library_find(language, name, n);
    if (scope >= 0 || (in_workspace && !local)) {
        hover_variable(t, o, s, scope >= 0 ? scope : 0, out);
    } else if (local) {
        hover_local(o, local, out);
    } else if (def) {
        hover_builtin(def, out);
    } else {
        char *path = files_find_function(t, name, n);
        if (path) hover_file(path, out);
        mem_free(path);
    }
}

json_t *language_hover(const Language *language, const LanguageText *text, int line, int column) {
    Outline o;
    Buf html = BUF_INIT;
    if (!outline_make(text, &o)) {
        outline_done(&o);
        return NULL;
    }
    const Symbol *s = outline_at(&o, place_offset(text, line, column));
    if (s) hover_symbol(language, text, &o, s, &html);
    outline_done(&o);
    return html_reply(&html);
}

// ---- signature ------------------------------------------------------------------------------------

static void add_form(json_t *forms, const char *text, size_t n) {
    if (n && json_array_size(forms) < 20) json_array_append_new(forms, json_text(text, n));
}

static void add_forms(const Language *language, const LanguageText *t, const Outline *o, const Tok *name, json_t *forms) {
    const char *text = t->text + name->offset;
    size_t n = name->end - name->offset;
    const Symbol *local = outline_function(o, text, n);
    const BuiltinDef *def = library_find(language, text, n);
    Buf signature = BUF_INIT;
    if (outline_variable_scope(o, outline_scope_at(o, name->offset), text, n) >= 0) return;
    if (local) {
        size_t start = o->scopes[local->scope].begin + strlen("function");
        size_t length = line_length(t, start);
        while (length && t->text[start] == ' ') start++, length--;
        const char *comment = memchr(t->text + start, '%', length);
        add_form(forms, t->text + start, comment ? (size_t)(comment - t->text) - start : length);
    } else if (def) {
        for (const char *p = def->forms; *p;) {
            size_t length = strcspn(p, "\n");
            add_form(forms, p, length);
            p += length + (p[length] == '\n');
        }
    } else {
        char *path = files_find_function(t, text, n);
        if (path && files_signature(path, &signature)) add_form(forms, buf_text(&signature), signature.len);
        mem_free(path);
    }
    buf_done(&signature);
}

json_t *language_signature(const Language *language, const LanguageText *text, int line, int column) {
    Outline o;
    json_t *forms = json_array(), *reply = NULL;
    if (outline_make(text, &o)) {
        Index name;
        int argument = 0;
        size_t offset = place_offset(text, line, column);
        Index token;
        bool code = outline_surroundings(&o, offset, &token) != IN_COMMENT;
        if (code && outline_call_at(&o, offset, &name, &argument)) add_forms(language, text, &o, &o.tokens[name], forms);
        reply = json_pack("{s:O,s:i}", "forms", forms, "active", json_array_size(forms) ? argument : 0);
    }
    json_decref(forms);
    outline_done(&o);
    return reply;
}
