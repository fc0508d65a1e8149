// doc/writers/highlight.c: one pass over a line. A quote is a transpose after a name, number,
// closing bracket, another transpose or a dot, and else starts a text; inside square or curly
// brackets a blank before it makes it a text.
#include "doc/writers/highlight.h"
#include <ctype.h>
#include <string.h>

static bool is_keyword(const char *word, size_t n) {
    static const char *const words[] = {
        "arguments", "break",  "case",        "catch",      "classdef", "continue", "else",
        "elseif",    "end",    "for",         "function",   "global",   "if",       "methods",
        "otherwise", "parfor", "persistent",  "properties", "return",   "spmd",     "switch",
        "try",       "while",  "enumeration", "events"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && !memcmp(words[i], word, n)) return true;
    return false;
}

/// "%{" or "%}" alone on a line: +1, -1, else 0.
static int block_mark(const char *text, size_t n) {
    size_t i = 0;
    while (i < n && isspace((unsigned char)text[i])) i++;
    if (i + 1 >= n || (text[i] != '%' && text[i] != '#')) return 0;
    char mark = text[i + 1];
    for (size_t k = i + 2; k < n; k++)
        if (!isspace((unsigned char)text[k])) return 0;
    return mark == '{' ? 1 : mark == '}' ? -1 : 0;
}

static void paint(unsigned char *colors, size_t from, size_t to, CodeColor color) {
    for (size_t i = from; i < to; i++) colors[i] = (unsigned char)color;
}

static size_t text_end(const char *text, size_t n, size_t i) {
    char quote = text[i++];
    while (i < n) {
        if (text[i] == quote) {
            if (i + 1 < n && text[i + 1] == quote)
                i++;
            else
                return i + 1;
        }
        i++;
    }
    return n;
}

static bool is_name(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

static bool quote_is_transpose(const Highlighter *h, const char *text, size_t i,
                               bool after_keyword) {
    if (i == 0 || after_keyword) return false;
    char c = text[i - 1];
    if (isspace((unsigned char)c)) {
        if (h->brackets > 0) return false;
        size_t k = i;
        while (k > 0 && isspace((unsigned char)text[k - 1])) k--;
        return k > 0 && (text[k - 1] == ')' || text[k - 1] == ']' || text[k - 1] == '}');
    }
    return is_name(c) || strchr(")]}'.\"", c) != NULL;
}

void highlight_line(Highlighter *h, const char *text, size_t n, unsigned char *colors) {
    int mark = block_mark(text, n);
    if (h->block_depth > 0 || mark > 0) {
        h->block_depth += mark;
        if (h->block_depth < 0) h->block_depth = 0;
        paint(colors, 0, n, CODE_COMMENT);
        return;
    }
    paint(colors, 0, n, CODE_PLAIN);
    bool keyword = false; // the last word was one
    int parens = 0;
    for (size_t i = 0; i < n;) {
        char c = text[i];
        size_t start = i;
        if (c == '%' || (c == '.' && i + 2 < n && text[i + 1] == '.' && text[i + 2] == '.')) {
            if (c == '.') start = i + 3;
            paint(colors, start, n, CODE_COMMENT);
            return;
        }
        if (isalpha((unsigned char)c)) {
            while (i < n && is_name(text[i])) i++;
            bool field = start > 0 && text[start - 1] == '.';
            bool indexing_end = i - start == 3 && !memcmp(text + start, "end", 3) &&
                                (parens > 0 || h->brackets > 0);
            keyword = !field && !indexing_end && is_keyword(text + start, i - start);
            if (keyword) paint(colors, start, i, CODE_KEYWORD);
            continue;
        }
        if (c == '"' || (c == '\'' && !quote_is_transpose(h, text, i, keyword))) {
            i = text_end(text, n, i);
            paint(colors, start, i, CODE_STRING);
            keyword = false;
            continue;
        }
        if (c == '(') parens++;
        if (c == ')' && parens > 0) parens--;
        if (c == '[' || c == '{') h->brackets++;
        if ((c == ']' || c == '}') && h->brackets > 0) h->brackets--;
        if (!isspace((unsigned char)c)) keyword = false;
        i++;
    }
}

void lines_trim(const char **text, const char **end) {
    const char *p = *text, *stop = *end;
    while (p < stop && (*p == '\n' || *p == '\r')) p++;
    while (stop > p && strchr("\n\r\t ", stop[-1])) stop--;
    *text = p;
    *end = stop;
}

size_t code_longest(const Document *doc, size_t most) {
    size_t longest = 0;
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        if ((b->kind != BLOCK_CODE && b->kind != BLOCK_CODE_EXAMPLE) || !b->text) continue;
        size_t n = 0;
        for (const char *p = b->text;; p++) {
            if (*p && *p != '\n') {
                n += ((unsigned char)*p & 0xC0) != 0x80;
                continue;
            }
            if (n <= most && n > longest) longest = n;
            n = 0;
            if (!*p) break;
        }
    }
    return longest;
}
