// live/language/library.c: the records of the built-in functions, by name.
#include "builtins/families.h"
#include "live/language/internal.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int by_name(const void *a, const void *b) {
    return strcmp((*(const BuiltinDef *const *)a)->name, (*(const BuiltinDef *const *)b)->name);
}

Status language_new(Language **ret) {
    Language *l = mem_alloc_zero(sizeof *l);
    if (!l) return ERR_NOMEM;
    for (int f = 0; builtin_families[f]; f++)
        for (int i = 0; builtin_families[f][i]; i++) l->n++;
    l->all = mem_alloc((size_t)(l->n + 1) * sizeof *l->all);
    if (!l->all) {
        mem_free(l);
        return ERR_NOMEM;
    }
    Index n = 0;
    for (int f = 0; builtin_families[f]; f++)
        for (int i = 0; builtin_families[f][i]; i++) l->all[n++] = builtin_families[f][i];
    qsort(l->all, (size_t)n, sizeof *l->all, by_name);
    *ret = l;
    return OK;
}

void language_free(Language *language) {
    if (language) mem_free((void *)language->all);
    mem_free(language);
}

/// Order of a record's name against n bytes.
static int compare(const char *name, const char *text, size_t n) {
    int order = strncmp(name, text, n);
    return order ? order : name[n] != 0;
}

const BuiltinDef *library_find(const Language *language, const char *name, size_t n) {
    Index low = 0, high = language->n;
    while (low < high) {
        Index mid = low + (high - low) / 2;
        int order = compare(language->all[mid]->name, name, n);
        if (order == 0) return language->all[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

bool library_is_package(const Language *language, const char *name, size_t n) {
    static const char *const known[] = {"matlab", "nnet", "images", "containers", "deep"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == n && !memcmp(known[i], name, n)) return true;
    for (Index i = 0; i < language->n; i++)
        if (!strncmp(language->all[i]->name, name, n) && language->all[i]->name[n] == '.') return true;
    return false;
}

bool library_is_method(const char *name) {
    static const char *const names[] = {"ans",     "addOptional", "addParameter", "addParamValue", "addRequired", "addSwitch", "parse",
                                        "isvalid", "hasdata",     "next",         "shuffle",       "reset",       "preview",   "isKey",
                                        "keys",    "values",      "lookup",       "insert",        "isprop",      "numEntries"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) return true;
    return false;
}

/// Options are the lines "Name: …" of the inputs, when a form has Name=Value or "Name",value, and the
/// words in quotes of the forms.
bool library_option(const BuiltinDef *def, int k, const char **ret_name, size_t *ret_n, const char **ret_text,
                    size_t *ret_text_n) {
    bool named = strstr(def->forms, "=Value") || strstr(def->forms, "Name=") || strstr(def->forms, "\"Name\"");
    for (const char *line = def->inputs; *line;) {
        size_t length = strcspn(line, "\n");
        const char *colon = memchr(line, ':', length);
        // "Metrics, Info: names" tells of two.
        for (const char *p = line; colon && p < colon;) {
            while (p < colon && (*p == ' ' || *p == ',')) p++;
            size_t n = 0;
            while (p + n < colon && (isalnum((unsigned char)p[n]) || p[n] == '_')) n++;
            bool word = n > 1 && (p + n == colon || p[n] == ',');
            char quoted[80];
            snprintf(quoted, sizeof quoted, "\"%.*s\"", (int)(n < 70 ? n : 70), p);
            if (word && isupper((unsigned char)*p) && (named || strstr(def->forms, quoted)) && k-- == 0) {
                *ret_name = p;
                *ret_n = n;
                *ret_text = colon + 1;
                *ret_text_n = length - (size_t)(colon + 1 - line);
                return true;
            }
            if (!word) break;
            p += n;
        }
        line += length + (line[length] == '\n');
    }
    return false;
}

static const char *const keywords[] = {"break",  "case",      "catch",  "continue",   "else",   "elseif", "end",
                                       "for",    "function",  "global", "if",         "otherwise", "parfor", "persistent",
                                       "return", "switch",    "try",    "while",      "arguments"};

const char *keyword_at(int i) {
    return i < (int)(sizeof keywords / sizeof *keywords) ? keywords[i] : NULL;
}

bool is_keyword(const char *name, size_t n) {
    return lexer_keyword(name, n) != TOK_IDENT;
}
