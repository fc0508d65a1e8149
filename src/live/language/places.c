// live/language/places.c: where a name is defined, and everywhere it stands.
#include "live/language/internal.h"
#include <string.h>


static void put_place(const LanguageText *t, const Symbol *s, json_t *reply) {
    int line, column;
    Place hint = {0};
    place_find(t, s->offset, &hint, &line, &column);
    json_object_set_new(reply, "line", json_integer(line));
    json_object_set_new(reply, "column", json_integer(column));
}

static void define(const Language *language, const LanguageText *t, const Outline *o, const Symbol *s, json_t *reply) {
    const char *name = symbol_text(o, s);
    size_t n = symbol_length(s);
    if (s->kind == SYMBOL_FIELD || s->kind == SYMBOL_OPTION || s->kind == SYMBOL_OTHER) return;
    int32_t scope = s->kind == SYMBOL_NAME && !s->handle ? outline_variable_scope(o, s->scope, name, n) : -1;
    for (Index i = 0; scope >= 0 && i < o->n_symbols; i++) {
        const Symbol *first = &o->symbols[i];
        if (first->assigned && first->scope == scope && first->kind == SYMBOL_NAME && symbol_is(o, first, name, n)) {
            put_place(t, first, reply);
            return;
        }
    }
    const Symbol *local = outline_function(o, name, n);
    if (local) {
        put_place(t, local, reply);
        return;
    }
    char *path = files_find_function(t, name, n);
    const BuiltinDef *def = library_find(language, name, n);
    if (path && !def) {
        json_object_set_new(reply, "path", json_text(path, strlen(path)));
        json_object_set_new(reply, "line", json_integer(1));
        json_object_set_new(reply, "column", json_integer(0));
    } else if (def) {
        json_object_set_new(reply, "help", json_text(def->name, strlen(def->name)));
    }
    mem_free(path);
}

json_t *language_definition(const Language *language, const LanguageText *text, int line, int column) {
    Outline o;
    json_t *reply = NULL;
    if (outline_make(text, &o)) {
        const Symbol *s = outline_at(&o, place_offset(text, line, column));
        reply = json_object();
        if (s && reply) define(language, text, &o, s, reply);
    }
    outline_done(&o);
    return reply;
}

static bool add_places(const LanguageText *t, const Outline *o, const Symbol *at, json_t *places, const char **ret_kind) {
    const char *name = symbol_text(o, at);
    size_t n = symbol_length(at);
    Place hint = {0};
    if (at->kind == SYMBOL_FIELD || at->kind == SYMBOL_OPTION || at->kind == SYMBOL_OTHER) return false;
    int32_t scope = at->kind == SYMBOL_NAME && !at->handle ? outline_variable_scope(o, at->scope, name, n) : -1;
    if (scope < 0 && !outline_function(o, name, n)) return false;
    *ret_kind = scope >= 0 ? "variable" : "function";
    for (Index i = 0; i < o->n_symbols; i++) {
        const Symbol *s = &o->symbols[i];
        if ((s->kind != SYMBOL_NAME && s->kind != SYMBOL_FUNCTION) || !symbol_is(o, s, name, n)) continue;
        bool variable = s->kind == SYMBOL_NAME && !s->handle;
        int32_t its = variable ? outline_variable_scope(o, s->scope, name, n) : -1;
        if (its != scope) continue;
        json_array_append_new(places, mark_new(t, s->offset, s->end, &hint, "info", s->assigned ? "write" : "read", ""));
    }
    return true;
}

json_t *language_occurrences(const Language *language, const LanguageText *text, int line, int column) {
    Outline o;
    json_t *reply = NULL;
    (void)language;
    if (outline_make(text, &o)) {
        const Symbol *s = outline_at(&o, place_offset(text, line, column));
        const char *kind = "";
        json_t *places = json_array();
        bool found = s && add_places(text, &o, s, places, &kind);
        reply = json_pack("{s:o,s:s,s:o}", "name", json_text(found ? symbol_text(&o, s) : "", found ? symbol_length(s) : 0), "kind",
                          kind, "places", places);
    }
    outline_done(&o);
    return reply;
}
