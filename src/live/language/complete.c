// live/language/complete.c: what could be written at a place: in code keywords, variables, functions
// and options of the call; behind a dot the fields seen; in text file names or options.
#include "live/language/internal.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_ITEMS = 200, MAX_CANDIDATES = 6000, MAX_NAME = 80 };

typedef struct Candidate {
    char name[MAX_NAME], insert[MAX_NAME];
    const char *kind;
    char detail[120];
    int rank; // smaller is better
} Candidate;

typedef struct Completer {
    const Language *language;
    const Outline *o;
    const LanguageText *text;
    size_t offset; // of the cursor
    const char *prefix;
    size_t n_prefix;
    Candidate *items;
    int n;
    bool failed;
} Completer;

/// 0 exact case, 1 other case, 2 inside the name, -1 not at all.
static int match(const Completer *c, const char *name) {
    if (!strncmp(name, c->prefix, c->n_prefix)) return 0;
    if (!strncasecmp(name, c->prefix, c->n_prefix)) return 1;
    if (c->n_prefix < 3) return -1;
    for (const char *p = name + 1; *p; p++)
        if (!strncasecmp(p, c->prefix, c->n_prefix)) return 2;
    return -1;
}

/// `closeness` 0 … 99 orders within the kind's `group` 0 … 9.
static void add(Completer *c, const char *name, const char *kind, const char *detail, const char *insert, int group,
                int closeness) {
    int how = match(c, name);
    if (how < 0 || strlen(name) >= MAX_NAME || c->n >= MAX_CANDIDATES) return;
    int rank = (how * 10 + group) * 100 + closeness;
    for (int i = c->n - 1; i >= 0 && group < 5; i--)
        if (!strcmp(c->items[i].name, name)) { // twice: the better stays
            if (rank < c->items[i].rank) c->items[i].rank = rank;
            return;
        }
    Candidate *item = &c->items[c->n++];
    *item = (Candidate){.kind = kind, .rank = rank};
    snprintf(item->name, sizeof item->name, "%s", name);
    snprintf(item->insert, sizeof item->insert, "%s", insert ? insert : "");
    if (!detail) return;
    size_t n = strlen(detail) < sizeof item->detail ? strlen(detail) : sizeof item->detail - 1;
    while (n > 0 && n < strlen(detail) && ((unsigned char)detail[n] & 0xC0) == 0x80) n--;
    memcpy(item->detail, detail, n);
}

static int by_rank(const void *a, const void *b) {
    const Candidate *p = a, *q = b;
    if (p->rank != q->rank) return p->rank < q->rank ? -1 : 1;
    int order = strcasecmp(p->name, q->name);
    return order ? order : strcmp(p->name, q->name);
}

// ---- code -----------------------------------------------------------------------------------------

static void workspace_detail(const json_t *row, char *detail, size_t n) {
    const char *size = json_string_value(json_object_get(row, "size")), *class = json_string_value(json_object_get(row, "class"));
    snprintf(detail, n, "%s %s", size ? size : "", class ? class : "");
}

static void add_variables(Completer *c) {
    const Outline *o = c->o;
    int32_t scope = outline_scope_at(o, c->offset);
    for (Index i = o->n_symbols; i-- > 0;) { // the nearest above first
        const Symbol *s = &o->symbols[i];
        bool here = false;
        for (int32_t k = scope; k >= 0 && !here; k = o->scopes[k].parent) here = s->scope == k;
        bool under_cursor = s->offset < c->offset && c->offset <= s->end;
        if (!s->assigned || s->kind != SYMBOL_NAME || !here || under_cursor || symbol_length(s) >= MAX_NAME) continue;
        char name[MAX_NAME], detail[120] = "";
        snprintf(name, sizeof name, "%.*s", (int)symbol_length(s), symbol_text(o, s));
        size_t away = s->offset < c->offset ? c->offset - s->offset : (s->offset - c->offset) * 4;
        int closeness = away < 40 ? 0 : away / 40 > 98 ? 98 : (int)(away / 40);
        const json_t *row = scope == 0 ? workspace_find(c->text, name, strlen(name)) : NULL;
        if (row) workspace_detail(row, detail, sizeof detail);
        add(c, name, "variable", detail, NULL, 0, closeness);
    }
    size_t i;
    const json_t *row;
    json_array_foreach(c->text->variables, i, row) {
        const char *name = json_string_value(json_object_get(row, "name"));
        char detail[120];
        if (!name || scope != 0) continue;
        workspace_detail(row, detail, sizeof detail);
        add(c, name, "variable", detail, NULL, 0, 50);
    }
}

static void visit_function_file(void *self, const char *folder, const char *name, bool is_folder) {
    Completer *c = self;
    char base[MAX_NAME];
    const char *dot = strrchr(name, '.');
    (void)folder;
    if (is_folder || !dot || (strcmp(dot, ".m") != 0 && strcmp(dot, ".mlx") != 0) || dot - name >= MAX_NAME) return;
    snprintf(base, sizeof base, "%.*s", (int)(dot - name), name);
    add(c, base, "function", name, NULL, 1, 50);
}

static void add_functions(Completer *c) {
    const Outline *o = c->o;
    for (Index i = 1; i < o->n_scopes; i++) {
        const Scope *s = &o->scopes[i];
        char name[MAX_NAME], detail[120];
        if (!s->n_name || s->n_name >= MAX_NAME) continue;
        snprintf(name, sizeof name, "%.*s", (int)s->n_name, o->text->text + s->name);
        snprintf(detail, sizeof detail, "%s(%.*s)", name, s->n_params < 30 ? (int)s->n_params : 30, o->text->text + s->params);
        add(c, name, "function", detail, NULL, 1, 0);
    }
    char prefix[MAX_NAME];
    snprintf(prefix, sizeof prefix, "%.*s", c->n_prefix < MAX_NAME ? (int)c->n_prefix : 0, c->prefix);
    files_each(c->text, "", prefix, visit_function_file, c);
    for (int i = 0; keyword_at(i); i++) add(c, keyword_at(i), "keyword", NULL, NULL, 3, 0);
    for (Index i = 0; i < c->language->n; i++) {
        const BuiltinDef *def = c->language->all[i];
        size_t length = strlen(def->name);
        // Short names are the common ones.
        add(c, def->name, "function", def->summary, NULL, 5, length < 99 ? (int)length : 99);
    }
}

/// Options of the call the place is in; `quoted`: inside text, as "Name".
static void add_options(Completer *c, bool quoted) {
    Index name;
    int argument, k = 0;
    const char *option, *text;
    size_t n, n_text;
    if (!outline_call_at(c->o, c->offset, &name, &argument) || (argument == 0 && quoted)) return;
    const Tok *t = &c->o->tokens[name];
    const BuiltinDef *def = library_find(c->language, c->text->text + t->offset, t->end - t->offset);
    for (; def && library_option(def, k, &option, &n, &text, &n_text); k++) {
        char item[MAX_NAME], insert[MAX_NAME], detail[120];
        if (n >= MAX_NAME - 2 || (n == 4 && !memcmp(option, "Name", 4))) continue;
        while (n_text && *text == ' ') text++, n_text--;
        snprintf(item, sizeof item, "%.*s", (int)n, option);
        snprintf(insert, sizeof insert, "%.*s=", (int)n, option);
        snprintf(detail, sizeof detail, "%.*s", n_text < 110 ? (int)n_text : 110, text);
        add(c, item, "option", detail, quoted ? NULL : insert, 2, k < 99 ? k : 99);
    }
}

// ---- behind a dot ---------------------------------------------------------------------------------

/// Start of the chain of names and dots that ends at token i (a name); the number of names.
static int chain_start(const Outline *o, Index i, Index *ret_first) {
    int n = 1;
    while (i >= 2 && o->tokens[i - 1].kind == TOK_DOT && o->tokens[i - 2].kind == TOK_IDENT && n < 8) i -= 2, n++;
    *ret_first = i;
    return n;
}

static bool same_word(const Outline *o, Index a, Index b) {
    const Tok *x = &o->tokens[a], *y = &o->tokens[b];
    return x->end - x->offset == y->end - y->offset &&
           !memcmp(o->text->text + x->offset, o->text->text + y->offset, x->end - x->offset);
}

static void add_field(Completer *c, const char *text, size_t n, int closeness) {
    char name[MAX_NAME];
    if (!n || n >= MAX_NAME) return;
    snprintf(name, sizeof name, "%.*s", (int)n, text);
    add(c, name, "field", NULL, NULL, 0, closeness);
}

/// x = struct("a",1,"b",2): the names.
static void add_struct_fields(Completer *c, Index at) {
    const Outline *o = c->o;
    int depth = 0, argument = 0;
    for (Index i = at; i < o->n_tokens; i++) {
        const Tok *t = &o->tokens[i];
        if (t->kind == TOK_LPAREN || t->kind == TOK_LBRACKET || t->kind == TOK_LBRACE) depth++;
        if (t->kind == TOK_RPAREN || t->kind == TOK_RBRACKET || t->kind == TOK_RBRACE)
            if (--depth <= 0) return;
        if (t->kind == TOK_COMMA && depth == 1) argument++;
        if (depth == 1 && argument % 2 == 0 && (t->kind == TOK_CHAR || t->kind == TOK_STRING) && t->end - t->offset > 2)
            add_field(c, o->text->text + t->offset + 1, t->end - t->offset - 2, 1);
    }
}

/// Fields that the text uses behind the same names: x.y.| gets those of every x.y.z.
static void add_fields(Completer *c, Index base) {
    const Outline *o = c->o;
    Index first, other;
    int n = chain_start(o, base, &first);
    for (Index i = 0; i < o->n_tokens; i++) {
        bool leads = o->tokens[i].kind == TOK_IDENT && (i == 0 || o->tokens[i - 1].kind != TOK_DOT) && same_word(o, i, first);
        if (!leads) continue;
        other = i;
        int k = 1;
        while (k < n && other + 2 < o->n_tokens && o->tokens[other + 1].kind == TOK_DOT &&
               o->tokens[other + 2].kind == TOK_IDENT && same_word(o, other + 2, first + 2 * k))
            other += 2, k++;
        if (k < n || other + 2 >= o->n_tokens) continue;
        Index next = other + 1;
        if (o->tokens[next].kind == TOK_LPAREN) { // x(3).y
            int depth = 0;
            for (; next < o->n_tokens; next++) {
                int kind = o->tokens[next].kind;
                if (kind == TOK_LPAREN) depth++;
                if (kind == TOK_RPAREN && --depth == 0) break;
            }
            next++;
        }
        if (next + 1 < o->n_tokens && o->tokens[next].kind == TOK_DOT && o->tokens[next + 1].kind == TOK_IDENT &&
            !(o->tokens[next + 1].offset < c->offset && c->offset <= o->tokens[next + 1].end))
            add_field(c, o->text->text + o->tokens[next + 1].offset, o->tokens[next + 1].end - o->tokens[next + 1].offset, 0);
        const Tok *call = next + 1 < o->n_tokens ? &o->tokens[next + 1] : NULL;
        if (o->tokens[next].kind == TOK_ASSIGN && call && call->kind == TOK_IDENT && call->end - call->offset == 6 &&
            !memcmp(o->text->text + call->offset, "struct", 6))
            add_struct_fields(c, next + 2);
    }
}

// ---- in text --------------------------------------------------------------------------------------

static void visit_file(void *self, const char *folder, const char *name, bool is_folder) {
    char insert[MAX_NAME];
    (void)folder;
    if (strlen(name) >= MAX_NAME - 2) return;
    snprintf(insert, sizeof insert, "%s%s", name, is_folder ? "/" : "");
    add(self, name, is_folder ? "folder" : "file", NULL, is_folder ? insert : NULL, is_folder ? 1 : 0, 0);
}

static bool takes_files(const char *name, size_t n) {
    static const char *const names[] = {"load",      "open",     "edit",    "cd",      "imread", "readtable", "readmatrix", "run", "fopen",
                                        "imageDatastore", "fileread", "dir", "ls", "exist", "delete", "addpath", "fullfile", "save",
                                        "type",      "csvread",  "readcell", "textscan", "isfile", "isfolder", "copyfile", "movefile",
                                        "exportgraphics", "saveas", "writetable", "writematrix", "rmdir", "mkdir", "readlines"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && !memcmp(names[i], name, n)) return true;
    return false;
}

/// Returns where the part completed begins.
static size_t complete_text(Completer *c, Index token) {
    const Outline *o = c->o;
    const Tok *t = &o->tokens[token];
    size_t start = t->offset + 1, from = start;
    if (start > c->offset) start = from = c->offset;
    for (size_t i = start; i < c->offset; i++)
        if (o->text->text[i] == '/') from = i + 1;
    Index name;
    int argument;
    bool call = outline_call_at(o, t->offset, &name, &argument);
    const Tok *callee = call ? &o->tokens[name] : NULL;
    if (callee && takes_files(o->text->text + callee->offset, callee->end - callee->offset)) {
        char subfolder[1024] = "", prefix[MAX_NAME] = "";
        if (from - start < sizeof subfolder) snprintf(subfolder, sizeof subfolder, "%.*s", (int)(from - start), o->text->text + start);
        if (c->offset - from < sizeof prefix) snprintf(prefix, sizeof prefix, "%.*s", (int)(c->offset - from), o->text->text + from);
        c->prefix = o->text->text + from;
        c->n_prefix = c->offset - from;
        files_each(c->text, subfolder, prefix, visit_file, c);
        return from;
    }
    c->prefix = o->text->text + start;
    c->n_prefix = c->offset - start;
    add_options(c, true);
    return start;
}

// ---- all of it --------------------------------------------------------------------------------------

static bool is_word(char ch) {
    return isalnum((unsigned char)ch) || ch == '_';
}

static size_t collect(Completer *c) {
    const char *text = c->text->text;
    Index token;
    Surroundings where = outline_surroundings(c->o, c->offset, &token);
    size_t from = c->offset;
    if (where == IN_COMMENT) return from;
    if (where == IN_STRING) return complete_text(c, token);
    while (from > 0 && is_word(text[from - 1])) from--;
    c->prefix = text + from;
    c->n_prefix = c->offset - from;
    if (from < c->offset && isdigit((unsigned char)text[from])) return from;
    Index before = outline_token_before(c->o, from);
    if (before > 0 && c->o->tokens[before].kind == TOK_DOT && c->o->tokens[before].end == from) {
        Index base = before - 1;
        if (c->o->tokens[base].kind == TOK_RPAREN) { // x(3).
            int depth = 0;
            for (; base > 0; base--) {
                int kind = c->o->tokens[base].kind;
                if (kind == TOK_RPAREN) depth++;
                if (kind == TOK_LPAREN && --depth == 0) break;
            }
            base--;
        }
        if (base >= 0 && c->o->tokens[base].kind == TOK_IDENT) add_fields(c, base);
        return from;
    }
    add_options(c, false);
    add_variables(c);
    if (c->n_prefix) add_functions(c);
    return from;
}

static json_t *items_json(Completer *c) {
    json_t *items = json_array();
    qsort(c->items, (size_t)c->n, sizeof *c->items, by_rank);
    for (int i = 0; i < c->n && i < MAX_ITEMS; i++) {
        const Candidate *x = &c->items[i];
        json_t *item = json_pack("{s:o,s:s}", "name", json_text(x->name, strlen(x->name)), "kind", x->kind);
        if (x->detail[0]) json_object_set_new(item, "detail", json_text(x->detail, strlen(x->detail)));
        if (x->insert[0]) json_object_set_new(item, "insert", json_text(x->insert, strlen(x->insert)));
        json_array_append_new(items, item);
    }
    return items;
}

json_t *language_complete(const Language *language, const LanguageText *text, int line, int column) {
    Outline o;
    Completer c = {.language = language, .o = &o, .text = text, .offset = place_offset(text, line, column), .prefix = ""};
    c.items = mem_alloc(sizeof *c.items * MAX_CANDIDATES);
    json_t *reply = NULL;
    if (outline_make(text, &o) && c.items) {
        int from_line, from_column;
        Place hint = {0};
        size_t from = collect(&c);
        place_find(text, from, &hint, &from_line, &from_column);
        reply = json_pack("{s:i,s:o}", "from_column", from_column, "items", items_json(&c));
    }
    outline_done(&o);
    mem_free(c.items);
    return reply;
}
