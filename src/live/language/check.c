// live/language/check.c: marks for a text: what the parser says, and what its tree shows: names that
// nothing defines, calls that cannot fit, code that is never reached, variables and functions that are
// never used. Where a name could come from elsewhere (load, eval, a script) nothing is claimed.
#include "base/file.h"
#include "live/language/names.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char live_head[] = "0;\n"; // a live document may begin with a function
enum { MAX_MARKS = 500, MAX_NESTING = 1000 };

typedef struct Checker {
    const Language *language;
    const LanguageText *text;
    size_t shift; // bytes put before the text
    Arena *arena;
    const Unit *unit;
    const NameScope *script; // of the code outside functions
    Map *functions; // local functions by name, to their nodes
    Map *called;    // names of local functions that something uses
    Map *known;     // names looked up on disk before: their kind
    Map *assumed;   // text with syntax errors: names it assigns somewhere; else null
    json_t *marks;
    Place hint;
    bool failed;
    int nesting;
} Checker;

static void mark(Checker *c, size_t offset, size_t n, const char *severity, const char *code, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

static void mark(Checker *c, size_t offset, size_t n, const char *severity, const char *code, const char *format, ...) {
    char message[400];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (offset < c->shift || json_array_size(c->marks) >= MAX_MARKS) return;
    json_t *m = mark_new(c->text, offset - c->shift, offset - c->shift + n, &c->hint, severity, code, message);
    if (json_array_append_new(c->marks, m) != 0) c->failed = true;
}

// ---- functions ----------------------------------------------------------------------------------

typedef struct Found {
    const BuiltinDef *builtin;
    const Node *local;
    bool file, script; // script: a file that assigns in our scope
} Found;

/// 'n' nothing, 'f' function file, 's' script file, 'p' package; asked of the disk once a name.
static char kind_on_disk(Checker *c, const char *name) {
    static const char kinds[] = "nfsp";
    const char *before = map_find(c->known, name);
    if (before) return *before;
    char kind = 'n';
    char *path = files_find_function(c->text, name, strlen(name));
    if (path) {
        Buf signature = BUF_INIT;
        kind = !strcmp(path_extension(path), ".mlx") || files_signature(path, &signature) ? 'f' : 's';
        buf_done(&signature);
        mem_free(path);
    } else if (files_find_package(c->text, name, strlen(name))) {
        kind = 'p';
    }
    if (map_set(c->known, name, (void *)strchr(kinds, kind)) != OK) c->failed = true;
    return kind;
}

static bool find_function(Checker *c, const char *name, Found *ret) {
    *ret = (Found){.local = map_find(c->functions, name), .builtin = library_find(c->language, name, strlen(name))};
    if (ret->local) {
        if (map_set(c->called, name, c) != OK) c->failed = true;
        return true;
    }
    if (ret->builtin) return true;
    if (library_is_method(name) || library_is_package(c->language, name, strlen(name))) return ret->file = true;
    char kind = kind_on_disk(c, name);
    ret->file = kind != 'n';
    ret->script = kind == 's';
    return ret->file;
}

/// "Did you mean" by the fewest changes, at most two.
static int distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    int row[40], most = 3;
    if (n > 36 || m > 36 || (n > m ? n - m : m - n) > 2) return most;
    for (size_t j = 0; j <= m; j++) row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int up = row[j], best = diagonal + (a[i - 1] != b[j - 1]);
            if (up + 1 < best) best = up + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
            diagonal = up;
        }
    }
    return row[m];
}

static const char *similar(Checker *c, const NameScope *scope, const char *name) {
    const char *best = NULL, *other;
    int least = strlen(name) < 3 ? 0 : strlen(name) < 5 ? 2 : 3;
    void *item;
    for (; scope; scope = scope->parent)
        for (Index pos = 0; map_next(scope->variables, &pos, &other, &item);) {
            int d = distance(name, other);
            if (d < least && d > 0) least = d, best = other;
        }
    for (Index i = 0; i < c->language->n; i++) {
        int d = distance(name, c->language->all[i]->name);
        if (d < least && d > 0) least = d, best = c->language->all[i]->name;
    }
    return best;
}

// ---- expressions --------------------------------------------------------------------------------

static void check_expr(Checker *c, NameScope *scope, const Node *n);
static void check_function(Checker *c, const Node *f, NameScope *outer);
static void check_body(Checker *c, NameScope *scope, const NodeList *body);

static void check_list(Checker *c, NameScope *scope, const NodeList *list) {
    for (Index i = 0; i < list->n; i++)
        if (list->items[i]) check_expr(c, scope, list->items[i]);
}

static bool is_variable(Checker *c, const NameScope *scope, const char *name) {
    Variable *v = variables_find(scope, name);
    if (v) v->used = true;
    return v || workspace_find(c->text, name, strlen(name)) != NULL;
}

static const char *const by_name[] = {"load", "eval", "evalin", "assignin", "run", "uiimport", "syms", "addpath", "cd"};
static const char *const using_names[] = {"save", "exist", "who", "whos", "eval", "evalin", "evalc", "clear", "inputname"};

static bool is_one_of(const char *name, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(name, list[i])) return true;
    return false;
}

static void note_dynamic(NameScope *scope, const char *name, bool has_result) {
    for (; scope; scope = scope->parent) {
        if (!has_result && is_one_of(name, by_name, sizeof by_name / sizeof *by_name)) scope->dynamic = true;
        if (is_one_of(name, using_names, sizeof using_names / sizeof *using_names)) scope->unsure = true;
    }
}

/// A plain script may be one that another runs, with the variables of that.
static const char *severity_unknown(const Checker *c, const NameScope *scope) {
    while (scope->parent) scope = scope->parent;
    return scope == c->script && !c->shift && !c->text->command ? "warning" : "error";
}

static void unknown_name(Checker *c, NameScope *scope, const Node *n) {
    if ((c->assumed && map_find(c->assumed, n->text)) || scope->dynamic) return;
    const char *near = similar(c, scope, n->text);
    mark(c, n->offset, n->n_source, severity_unknown(c, scope), "unknown-name", near ? "Nothing defines '%s'. Did you mean '%s'?" : "Nothing defines '%s'.",
         n->text, near ? near : "");
}

/// A name that is no variable must be a function.
static bool check_callee(Checker *c, NameScope *scope, const Node *name, Found *ret) {
    *ret = (Found){0};
    if (is_variable(c, scope, name->text)) return false;
    note_dynamic(scope, name->text, false);
    if (!find_function(c, name->text, ret)) {
        unknown_name(c, scope, name);
        return false;
    }
    if (ret->script)
        for (NameScope *s = scope; s; s = s->parent) s->dynamic = s->unsure = true;
    return true;
}

/// Number of arguments, -1 when a part may stand for several.
static int count_arguments(const NodeList *list) {
    int n = 0;
    for (Index i = 0; i < list->n; i++) {
        NodeKind kind = list->items[i] ? list->items[i]->kind : NODE_NAME;
        if (kind == NODE_BRACE || kind == NODE_DOT || kind == NODE_COLON_ALL) return -1;
        n += kind == NODE_NAME_VALUE ? 2 : 1;
    }
    return n;
}

static bool ends_with(const NodeList *list, const char *word) {
    return list->n && list->items[list->n - 1]->text && !strcmp(list->items[list->n - 1]->text, word);
}

/// False for unknown options only when the record lists some.
static bool knows_option(const BuiltinDef *def, const char *name) {
    const char *option, *text;
    size_t n, n_text;
    int k = 0;
    for (; library_option(def, k, &option, &n, &text, &n_text); k++) {
        bool any = n == 4 && !memcmp(option, "Name", 4); // "Name: …" stands for names of the user's own
        if (any || (strlen(name) == n && !strncasecmp(option, name, n))) return true;
    }
    return k == 0;
}

static void check_call(Checker *c, const Node *call, const Found *f) {
    int n = count_arguments(&call->list);
    const Node *name = call->a;
    if (f->builtin && !f->local && f->builtin->max_in >= 0 && n > f->builtin->max_in)
        mark(c, name->offset, name->n_source, "error", "too-many-arguments", "'%s' takes at most %d argument%s; here are %d.",
             name->text, f->builtin->max_in, f->builtin->max_in == 1 ? "" : "s", n);
    if (f->local && !ends_with(&f->local->list, "varargin") && !f->local->arguments.n && n > (int)f->local->list.n)
        mark(c, name->offset, name->n_source, "error", "too-many-arguments", "'%s' takes at most %d argument%s; here are %d.",
             name->text, (int)f->local->list.n, f->local->list.n == 1 ? "" : "s", n);
    for (Index i = 0; f->builtin && !f->local && i < call->list.n; i++) {
        const Node *a = call->list.items[i];
        if (a && a->kind == NODE_NAME_VALUE && a->text && !knows_option(f->builtin, a->text))
            mark(c, a->offset, strlen(a->text), "warning", "unknown-option", "'%s' does not tell of an option '%s'.",
                 f->builtin->name, a->text);
    }
}

static void check_anonymous(Checker *c, NameScope *scope, const Node *n) {
    NameScope inner = {.parent = scope, .variables = map_new(), .dynamic = scope->dynamic};
    if (!inner.variables) {
        c->failed = true;
        return;
    }
    for (Index i = 0; i < n->list.n; i++)
        if (n->list.items[i]->kind == NODE_NAME && !variables_add(&inner, c->arena, n->list.items[i], true)) c->failed = true;
    check_expr(c, &inner, n->a);
    map_free(inner.variables);
}

static void check_handle(Checker *c, NameScope *scope, const Node *n) {
    Found f;
    char first[100];
    snprintf(first, sizeof first, "%s", n->text ? n->text : "");
    if (library_find(c->language, first, strlen(first)) && !map_find(c->functions, first)) return;
    char *dot = strchr(first, '.');
    if (dot) *dot = 0;
    if (c->assumed && map_find(c->assumed, first)) return;
    if (!find_function(c, first, &f) && !scope->dynamic)
        mark(c, n->offset, n->n_source, "error", "unknown-name", "There is no function '%s'.", first);
}

static void check_expr(Checker *c, NameScope *scope, const Node *n) {
    Found f;
    if (!n || c->nesting >= MAX_NESTING) return;
    c->nesting++;
    switch (n->kind) {
    case NODE_NAME: (void)check_callee(c, scope, n, &f); break;
    case NODE_INDEX:
        if (n->a && n->a->kind == NODE_NAME) {
            if (check_callee(c, scope, n->a, &f)) check_call(c, n, &f);
        } else {
            check_expr(c, scope, n->a);
        }
        check_list(c, scope, &n->list);
        break;
    case NODE_ANON: check_anonymous(c, scope, n); break;
    case NODE_HANDLE: check_handle(c, scope, n); break;
    case NODE_META_CLASS: break;
    default:
        check_expr(c, scope, n->a);
        check_expr(c, scope, n->b);
        check_expr(c, scope, n->c);
        check_list(c, scope, &n->list);
    }
    c->nesting--;
}

// ---- statements ---------------------------------------------------------------------------------

/// Indices and fields of a target are read; the name itself is not.
static void check_target(Checker *c, NameScope *scope, const Node *t) {
    for (; t && t->kind != NODE_NAME && t->kind != NODE_TILDE; t = t->a) {
        check_list(c, scope, &t->list);
        if (t->kind == NODE_DOT_DYNAMIC) check_expr(c, scope, t->b);
    }
}

static void check_outputs(Checker *c, NameScope *scope, const Node *n) {
    const Node *call = n->a, *name = call && call->kind == NODE_INDEX ? call->a : call;
    if (n->list.n < 2 || !name || name->kind != NODE_NAME || variables_find(scope, name->text)) return;
    const Node *local = map_find(c->functions, name->text);
    const BuiltinDef *def = local ? NULL : library_find(c->language, name->text, strlen(name->text));
    int most = local ? (ends_with(&local->outputs, "varargout") ? -1 : (int)local->outputs.n) : def ? def->max_out : -1;
    if (most >= 0 && n->list.n > most)
        mark(c, name->offset, name->n_source, "error", "too-many-outputs", "'%s' returns at most %d value%s; here are %d wanted.",
             name->text, most, most == 1 ? "" : "s", (int)n->list.n);
}

static void check_assign(Checker *c, NameScope *scope, const Node *n) {
    const Node *value = n->a, *callee = value && value->kind == NODE_INDEX ? value->a : value;
    bool loads = callee && callee->kind == NODE_NAME && !strcmp(callee->text, "load");
    bool before = scope->dynamic;
    for (Index i = 0; i < n->list.n; i++) check_target(c, scope, n->list.items[i]);
    check_expr(c, scope, value);
    if (loads) scope->dynamic = before; // s = load(…) defines s alone
    check_outputs(c, scope, n);
    if (n->show && c->text->infos)
        mark(c, n->offset, n->n_source, "info", "missing-semicolon", "This statement shows its value; ';' at its end hides it.");
}

static void check_expression_statement(Checker *c, NameScope *scope, const Node *n) {
    const Node *e = n->a;
    if (e && e->kind == NODE_BINARY && e->binary_op == OP_EQ && target_name(e->a))
        mark(c, e->offset, e->n_source, "warning", "comparison-as-statement",
             "This compares and shows the result; an assignment has one '='.");
    check_expr(c, scope, e);
}

static void check_command(Checker *c, NameScope *scope, const Node *n) {
    Found f;
    Node name = {.kind = NODE_NAME, .text = n->text, .offset = n->offset, .n_source = (uint32_t)strlen(n->text)};
    if (is_variable(c, scope, n->text)) {
        if (n->a) check_expr(c, scope, n->a);
        return;
    }
    (void)check_callee(c, scope, &name, &f);
}

static void check_branches(Checker *c, NameScope *scope, const Node *n) {
    for (Index i = 0; i < n->list.n; i++) {
        const Node *b = n->list.items[i];
        check_expr(c, scope, b->a);
        check_body(c, scope, &b->body);
    }
}

static void check_statement(Checker *c, NameScope *scope, const Node *n) {
    switch (n->kind) {
    case NODE_EXPR: check_expression_statement(c, scope, n); break;
    case NODE_ASSIGN: check_assign(c, scope, n); break;
    case NODE_COMMAND: check_command(c, scope, n); break;
    case NODE_SWITCH: check_expr(c, scope, n->a); // fall through
    case NODE_IF: check_branches(c, scope, n); break;
    case NODE_FOR:
        check_target(c, scope, n->a);
        check_expr(c, scope, n->b);
        check_expr(c, scope, n->c);
        check_body(c, scope, &n->body);
        break;
    case NODE_WHILE:
        check_expr(c, scope, n->a);
        check_body(c, scope, &n->body);
        break;
    case NODE_TRY:
        check_body(c, scope, &n->body);
        check_body(c, scope, &n->catch_body);
        break;
    case NODE_PERSISTENT: check_expr(c, scope, n->b); break;
    case NODE_FUNCTION: check_function(c, n, scope); break;
    case NODE_SPMD: check_body(c, scope, &n->body); break;
    default: break;
    }
}

static bool leaves(const Node *n) {
    return n->kind == NODE_RETURN || n->kind == NODE_BREAK || n->kind == NODE_CONTINUE;
}

static void check_body(Checker *c, NameScope *scope, const NodeList *body) {
    bool told = false;
    if (c->nesting >= MAX_NESTING) return;
    c->nesting++;
    for (Index i = 0; i < body->n; i++) {
        const Node *n = body->items[i];
        if (!n) continue;
        if (i > 0 && !told && n->kind != NODE_FUNCTION && leaves(body->items[i - 1])) {
            mark(c, n->offset, n->n_source, "warning", "unreachable", "This is never reached.");
            told = true;
        }
        check_statement(c, scope, n);
    }
    c->nesting--;
}

// ---- functions and scripts ------------------------------------------------------------------------

static void add_names(Checker *c, NameScope *scope, const NodeList *list) {
    for (Index i = 0; i < list->n; i++)
        if (list->items[i]->kind == NODE_NAME && !variables_add(scope, c->arena, list->items[i], true)) c->failed = true;
}

static bool has_nested(const NodeList *body) {
    for (Index i = 0; i < body->n; i++)
        if (body->items[i] && body->items[i]->kind == NODE_FUNCTION) return true;
    return false;
}

static void tell_unused(Checker *c, const NameScope *scope) {
    const char *name;
    void *item;
    for (Index pos = 0; map_next(scope->variables, &pos, &name, &item);) {
        const Variable *v = item;
        if (!v->used && !v->exempt)
            mark(c, v->first->offset, strlen(name), "warning", "unused-variable", "The value of '%s' is never used.", name);
    }
}

static void check_arguments(Checker *c, NameScope *scope, const Node *f) {
    for (Index i = 0; i < f->arguments.n; i++) {
        const NodeList *declarations = &f->arguments.items[i]->list;
        for (Index k = 0; k < declarations->n; k++) {
            const Node *d = declarations->items[k];
            check_expr(c, scope, d->a);
            check_list(c, scope, &d->validators);
        }
    }
}

static void check_function(Checker *c, const Node *f, NameScope *outer) {
    NameScope scope = {.parent = outer, .variables = map_new(), .dynamic = outer && outer->dynamic};
    if (!scope.variables) {
        c->failed = true;
        return;
    }
    add_names(c, &scope, &f->list);
    add_names(c, &scope, &f->outputs);
    if (!variables_collect(&scope, c->arena, &f->body)) c->failed = true;
    check_arguments(c, &scope, f);
    check_body(c, &scope, &f->body);
    if (!scope.unsure && !outer && !c->assumed && !has_nested(&f->body)) tell_unused(c, &scope);
    map_free(scope.variables);
}

static void list_functions(Checker *c, const NodeList *list, bool nested) {
    for (Index i = 0; i < list->n; i++) {
        const Node *f = list->items[i];
        if (!f || f->kind != NODE_FUNCTION || !f->text) continue;
        const Node *before = map_find(c->functions, f->text);
        if (before && !nested)
            mark(c, f->offset, strlen("function"), "error", "duplicate-function", "There is a function '%s' already in this text.",
                 f->text);
        else if (map_set(c->functions, f->text, (void *)f) != OK)
            c->failed = true;
        list_functions(c, &f->body, true);
    }
}

/// Functions that no code and no text names.
static void tell_unused_functions(Checker *c) {
    for (Index i = c->unit->is_function_file ? 1 : 0; i < c->unit->functions.n; i++) {
        const Node *f = c->unit->functions.items[i];
        if (!f->text || map_find(c->called, f->text)) continue;
        char quoted[2][100];
        snprintf(quoted[0], sizeof quoted[0], "\"%s\"", f->text);
        snprintf(quoted[1], sizeof quoted[1], "'%s'", f->text);
        if (strstr(c->unit->source, quoted[0]) || strstr(c->unit->source, quoted[1])) continue;
        mark(c, f->offset, strlen("function"), "warning", "unused-function", "Nothing calls '%s'.", f->text);
    }
}

static void check_unit(Checker *c) {
    NameScope script = {.variables = map_new()};
    if (!script.variables) {
        c->failed = true;
        return;
    }
    c->script = &script;
    list_functions(c, &c->unit->functions, false);
    if (!variables_collect(&script, c->arena, &c->unit->statements)) c->failed = true;
    check_body(c, &script, &c->unit->statements);
    for (Index i = 0; i < c->unit->functions.n; i++) check_function(c, c->unit->functions.items[i], NULL);
    if (c->assumed) { // what calls them may be in a part that could not be read
        map_free(script.variables);
        return;
    }
    // A text with only functions and no code of its own may be called from anywhere.
    if (c->unit->is_function_file || c->unit->statements.n > (c->shift ? 1 : 0)) tell_unused_functions(c);
    map_free(script.variables);
}

// ---- the whole ----------------------------------------------------------------------------------

static bool is_live(const LanguageText *t) {
    Buf text = BUF_INIT;
    buf_put(&text, t->text, t->n_bytes);
    bool live = !text.failed && (strstr(buf_text(&text), "%[text]") || strstr(buf_text(&text), "%[appendix]") ||
                                 !strncmp(buf_text(&text), "%%", 2) || strstr(buf_text(&text), "\n%%"));
    buf_done(&text);
    return live;
}

/// Byte at a 1-based line and 1-based byte column of the source as parsed.
static size_t byte_at(const char *source, size_t n, int line, int column) {
    size_t at = 0;
    for (int l = 1; l < line && at < n; l++) {
        const char *end = memchr(source + at, '\n', n - at);
        if (!end) return n;
        at = (size_t)(end - source) + 1;
    }
    at += column > 1 ? (size_t)column - 1 : 0;
    return at < n ? at : n;
}

static void put_diagnostics(Checker *c, const char *source, size_t n, const Diagnostic *d, Index count) {
    for (Index i = 0; i < count; i++) {
        size_t from = byte_at(source, n, d[i].span.line, d[i].span.column);
        size_t to = byte_at(source, n, d[i].span.end_line, d[i].span.end_column);
        mark(c, from < c->shift ? c->shift : from, to > from ? to - from : 1, d[i].is_error ? "error" : "warning", "syntax",
             "%s", d[i].message);
    }
}

static int by_place(const void *a, const void *b) {
    const json_t *p = *(json_t *const *)a, *q = *(json_t *const *)b;
    static const char *const keys[] = {"line", "column"};
    for (int i = 0; i < 2; i++) {
        json_int_t x = json_integer_value(json_object_get(p, keys[i])), y = json_integer_value(json_object_get(q, keys[i]));
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static json_t *sorted(json_t *marks) {
    size_t n = json_array_size(marks), i;
    json_t **items = mem_alloc((n + 1) * sizeof *items), *mark_, *result = json_array();
    if (!items || !result) {
        mem_free(items);
        json_decref(result);
        return marks;
    }
    json_array_foreach(marks, i, mark_) items[i] = json_incref(mark_);
    qsort(items, n, sizeof *items, by_place);
    for (i = 0; i < n; i++) json_array_append_new(result, items[i]);
    mem_free(items);
    json_decref(marks);
    return result;
}

/// Parts with mistakes are missing from the tree: names they assign or define count as defined.
static void assume_names(Checker *c) {
    Outline o;
    c->assumed = map_new();
    if (!c->assumed || !outline_make(c->text, &o)) {
        c->failed = true;
        return;
    }
    for (Index i = 0; i < o.n_symbols; i++) {
        const Symbol *s = &o.symbols[i];
        char name[100];
        if ((!s->assigned && s->kind != SYMBOL_FUNCTION) || symbol_length(s) >= sizeof name) continue;
        snprintf(name, sizeof name, "%.*s", (int)symbol_length(s), symbol_text(&o, s));
        if (map_set(c->assumed, name, c) != OK) c->failed = true;
    }
    outline_done(&o);
}

static void check_text(Checker *c, const char *source, size_t n) {
    Ctx ctx;
    ctx_init(&ctx);
    Diagnostic *diagnostics = NULL;
    Index count = 0;
    Unit unit = {0};
    Status status = parse_check_unit(&ctx, c->text->path ? path_base(c->text->path) : "", source, n, c->arena, &diagnostics,
                                     &count, &unit);
    c->unit = &unit;
    if (status == OK) put_diagnostics(c, source, n, diagnostics, count);
    if (status == OK && count) assume_names(c);
    if (status == OK) check_unit(c);
    map_free(c->assumed);
    c->assumed = NULL;
    c->unit = NULL;
    c->script = NULL;
    if (status == ERR_NOMEM) c->failed = true;
    ctx_done(&ctx);
}

json_t *language_check(const Language *language, const LanguageText *text) {
    Checker c = {.language = language, .text = text, .arena = arena_new(), .functions = map_new(), .called = map_new(),
                 .known = map_new(), .marks = json_array()};
    Buf source = BUF_INIT;
    bool live = !text->command && is_live(text);
    if (live) buf_puts(&source, live_head);
    c.shift = source.len;
    buf_put(&source, text->text, text->n_bytes);
    c.failed = !c.arena || !c.functions || !c.called || !c.known || !c.marks || source.failed;
    if (!c.failed) check_text(&c, buf_text(&source), source.len);
    map_free(c.functions);
    map_free(c.called);
    map_free(c.known);
    arena_free(c.arena);
    buf_done(&source);
    if (c.failed) {
        json_decref(c.marks);
        return NULL;
    }
    return json_pack("{s:o}", "marks", sorted(c.marks));
}
