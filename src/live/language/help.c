// live/language/help.c: help pages and their search, from the records of the built-in functions; the
// user's own functions show their first comment.
#include "base/file.h"
#include "live/language/internal.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_RESULTS = 50, MAX_SIMILAR = 8 };

// ---- a page -------------------------------------------------------------------------------------

static void put_heading(Buf *out, const char *title) {
    buf_printf(out, "<h2>%s</h2>", title);
}

/// "name: text" lines as a definition list, other lines as paragraphs.
static void put_definitions(Buf *out, const char *title, const char *text) {
    bool open = false;
    if (!*text) return;
    put_heading(out, title);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        const char *colon = memchr(p, ':', n);
        bool item = colon && colon - p < 60 && colon[1] == ' ';
        if (item != open) buf_puts(out, item ? "<dl>" : "</dl>");
        open = item;
        if (item) {
            buf_puts(out, "<dt><code>");
            html_put(out, p, (size_t)(colon - p));
            buf_puts(out, "</code></dt><dd>");
            html_put(out, colon + 2, n - (size_t)(colon + 2 - p));
            buf_puts(out, "</dd>");
        } else {
            buf_puts(out, "<p>");
            html_put(out, p, n);
            buf_puts(out, "</p>");
        }
        p += n + (p[n] == '\n');
    }
    if (open) buf_puts(out, "</dl>");
}

static void put_see(Buf *out, const Language *language, const char *see) {
    if (!*see) return;
    put_heading(out, "See also");
    buf_puts(out, "<p>");
    for (const char *p = see; *p;) {
        p += strspn(p, ", \n");
        size_t n = strcspn(p, ", \n");
        if (!n) break;
        const BuiltinDef *def = library_find(language, p, n);
        if (def) buf_puts(out, "<a data-help=\"");
        if (def) html_put(out, p, n);
        if (def) buf_puts(out, "\">");
        html_put(out, p, n);
        buf_puts(out, def ? "</a> " : " ");
        p += n;
    }
    buf_puts(out, "</p>");
}

static void put_page(Buf *out, const Language *language, const BuiltinDef *def) {
    buf_puts(out, "<h1>");
    html_puts(out, def->name);
    buf_puts(out, "</h1><p class=\"summary\">");
    html_puts(out, def->summary);
    buf_puts(out, "</p>");
    put_heading(out, "Syntax");
    buf_puts(out, "<pre class=\"syntax\">");
    html_puts(out, def->forms);
    buf_puts(out, "</pre>");
    put_definitions(out, "Inputs", def->inputs);
    put_definitions(out, "Outputs", def->outputs);
    put_definitions(out, "Notes and errors", def->errors);
    if (*def->examples) {
        put_heading(out, "Example");
        buf_puts(out, "<pre class=\"example\">");
        html_puts(out, def->examples);
        buf_puts(out, "</pre><p><button type=\"button\" data-run=\"");
        html_puts(out, def->examples);
        buf_puts(out, "\">Run</button> <button type=\"button\" data-copy=\"");
        html_puts(out, def->examples);
        buf_puts(out, "\">Copy</button></p>");
    }
    put_see(out, language, def->see);
}

static bool put_file_page(Buf *out, const LanguageText *t, const char *name) {
    char *path = t ? files_find_function(t, name, strlen(name)) : NULL;
    Buf text = BUF_INIT;
    if (!path) return false;
    buf_puts(out, "<h1>");
    html_puts(out, name);
    buf_puts(out, "</h1>");
    if (files_signature(path, &text)) {
        put_heading(out, "Syntax");
        buf_puts(out, "<pre class=\"syntax\">");
        html_puts(out, buf_text(&text));
        buf_puts(out, "</pre>");
    }
    buf_clear(&text);
    if (files_help(path, &text)) {
        buf_puts(out, "<pre>");
        html_puts(out, buf_text(&text));
        buf_puts(out, "</pre>");
    }
    buf_puts(out, "<p>");
    html_puts(out, path);
    buf_puts(out, "</p>");
    buf_done(&text);
    mem_free(path);
    return true;
}

// ---- search -------------------------------------------------------------------------------------

static bool contains(const char *text, const char *word, size_t n) {
    for (; *text; text++)
        if (!strncasecmp(text, word, n)) return true;
    return false;
}

/// How well a record fits all words; 0: not.
static int score(const BuiltinDef *def, const char *words) {
    int total = 0, n_words = 0;
    for (const char *p = words; *p;) {
        p += strspn(p, " \t\n,");
        size_t n = strcspn(p, " \t\n,");
        if (!n) break;
        n_words++;
        int s = 0;
        if (!strncasecmp(def->name, p, n)) s = def->name[n] ? 60 : 100;
        if (!s && contains(def->name, p, n)) s = 40;
        if (contains(def->summary, p, n)) s += 20;
        if (!s && (contains(def->inputs, p, n) || contains(def->outputs, p, n) || contains(def->see, p, n))) s = 5;
        if (!s) return 0;
        total += s;
        p += n;
    }
    return n_words ? total : 1;
}

typedef struct Result {
    const BuiltinDef *def;
    int score;
} Result;

static int by_score(const void *a, const void *b) {
    const Result *p = a, *q = b;
    if (p->score != q->score) return p->score > q->score ? -1 : 1;
    return strcasecmp(p->def->name, q->def->name);
}

static Result *search(const Language *language, const char *words, Index *ret_n) {
    Result *results = mem_alloc((size_t)(language->n + 1) * sizeof *results);
    *ret_n = 0;
    for (Index i = 0; results && i < language->n; i++) {
        int s = score(language->all[i], words);
        if (s) results[(*ret_n)++] = (Result){language->all[i], s};
    }
    if (results) qsort(results, (size_t)*ret_n, sizeof *results, by_score);
    return results;
}

json_t *language_help_search(const Language *language, const char *words) {
    Index n;
    Result *results = search(language, words, &n);
    json_t *items = json_array();
    bool all = !words[strspn(words, " \t\n,")];
    if (!results) {
        json_decref(items);
        return NULL;
    }
    for (Index i = 0; i < n && (all || i < MAX_RESULTS); i++)
        json_array_append_new(items, json_pack("{s:s,s:s}", "name", results[i].def->name, "summary", results[i].def->summary));
    mem_free(results);
    return json_pack("{s:o}", "items", items);
}

static void put_not_found(Buf *out, const Language *language, const char *name) {
    Index n;
    Result *results = search(language, name, &n);
    buf_puts(out, "<h1>");
    html_puts(out, name);
    buf_puts(out, "</h1><p>There is no help on this name.</p>");
    if (results && n) buf_puts(out, "<ul>");
    for (Index i = 0; results && i < n && i < MAX_SIMILAR; i++) {
        buf_puts(out, "<li><a data-help=\"");
        html_puts(out, results[i].def->name);
        buf_puts(out, "\">");
        html_puts(out, results[i].def->name);
        buf_puts(out, "</a> ");
        html_puts(out, results[i].def->summary);
        buf_puts(out, "</li>");
    }
    if (results && n) buf_puts(out, "</ul>");
    mem_free(results);
}

static void put_contents(Buf *out, const Language *language) {
    buf_puts(out, "<h1>Help</h1><ul>");
    for (Index i = 0; i < language->n; i++) {
        buf_puts(out, "<li><a data-help=\"");
        html_puts(out, language->all[i]->name);
        buf_puts(out, "\">");
        html_puts(out, language->all[i]->name);
        buf_puts(out, "</a> ");
        html_puts(out, language->all[i]->summary);
        buf_puts(out, "</li>");
    }
    buf_puts(out, "</ul>");
}

json_t *language_help(const Language *language, const LanguageText *text, const char *name) {
    Buf html = BUF_INIT;
    const BuiltinDef *def = library_find(language, name, strlen(name));
    // "dlarray.relu" means the page of relu.
    const char *last = strrchr(name, '.');
    if (!def && last && last[1]) def = library_find(language, last + 1, strlen(last + 1));
    bool found = true;
    if (def)
        put_page(&html, language, def);
    else if (!*name)
        put_contents(&html, language);
    else if (!(found = put_file_page(&html, text, name)))
        put_not_found(&html, language, name);
    json_t *reply = html.failed ? NULL
                                : json_pack("{s:o,s:o,s:o,s:b}", "name", json_text(name, strlen(name)), "title",
                                            json_text(*name ? name : "Help", strlen(*name ? name : "Help")), "html",
                                            json_text(buf_text(&html), html.len), "found", found);
    buf_done(&html);
    return reply;
}
