// live/sections.c: sections found by looking at the beginnings of lines. For Step the statement is
// found by parsing the section's code alone, everything else blanked, so that lines stay where they
// are.
#include "live/sections.h"
#include "base/buf.h"
#include "base/vec.h"
#include "lang/ast.h"
#include <stdio.h>
#include <string.h>

int text_lines(const char *text, size_t n) {
    int lines = 1;
    for (const char *p = text, *end = text + n; (p = memchr(p, '\n', (size_t)(end - p))); p++)
        lines++;
    return lines;
}

/// "%%" alone or "%% Title".
static bool is_break(const char *line, size_t n) {
    return n >= 2 && line[0] == '%' && line[1] == '%' &&
           (n == 2 || line[2] == ' ' || line[2] == '\t' || line[2] == '\r');
}

/// A line that counts for the hash, without what is at its end.
static size_t code_length(const char *line, size_t n) {
    if (n >= 2 && line[0] == '%' && (line[1] == '%' || line[1] == '[')) return 0;
    for (;;) {
        while (n && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r')) n--;
        if (!n || line[n - 1] != ']') return n;
        size_t start = n - 1;
        while (start && line[start] != '%') start--;
        if (n - start < 10 || memcmp(line + start, "%[output:", 9)) return n;
        n = start;
    }
}

typedef struct Hash {
    uint32_t value;
    bool any;
} Hash;

static void hash_bytes(Hash *h, const char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) h->value = (h->value ^ (unsigned char)bytes[i]) * 16777619u;
}

static void hash_line(Hash *h, const char *line, size_t n) {
    n = code_length(line, n);
    if (!n) return;
    if (h->any) hash_bytes(h, "\n", 1);
    hash_bytes(h, line, n);
    h->any = true;
}

static void end_section(Section *section, Hash *hash, int to_line) {
    section->to_line = to_line;
    if (hash->any) snprintf(section->hash, sizeof section->hash, "%08x", (unsigned)hash->value);
    *hash = (Hash){2166136261u, false};
}

Status sections_find(Ctx *ctx, const char *text, size_t n_bytes, Section **ret, Index *ret_n) {
    Section *items = NULL, first = {1, 1, ""};
    Index n = 0, cap = 0;
    VEC_PUSH_TRY(ctx, items, n, cap, first);
    Hash hash = {2166136261u, false};
    const char *end = text + n_bytes, *p = text;
    int line = 1;
    for (;; line++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t length = (size_t)((stop ? stop : end) - p);
        if (line > 1 && is_break(p, length)) {
            end_section(&items[n - 1], &hash, line - 1);
            Section next = {line, line, ""};
            Status status = vec_reserve(ctx, (void **)&items, &cap, n + 1, sizeof *items);
            if (status != OK) {
                mem_free(items);
                return status;
            }
            items[n++] = next;
        }
        hash_line(&hash, p, length);
        if (!stop) break;
        p = stop + 1;
    }
    end_section(&items[n - 1], &hash, line);
    *ret = items;
    *ret_n = n;
    return OK;
}

Index sections_at(const Section *sections, Index n, int line) {
    Index k = 0;
    while (k + 1 < n && sections[k + 1].from_line <= line) k++;
    return k;
}

// ---- Step ---------------------------------------------------------------------------------------
/// One statement of our own on line 0, so that a section may begin with a function, then the text
/// with everything blanked but the code of some lines.
static char *blank_but(const char *text, size_t n, int from, int to, size_t *ret_n) {
    Buf out = BUF_INIT;
    buf_puts(&out, "0;\n");
    size_t start = out.len;
    buf_put(&out, text, n);
    *ret_n = out.len;
    int line = 1;
    for (size_t i = start; !out.failed && i < out.len; i++) {
        if (out.data[i] == '\n')
            line++;
        else if (line < from || line > to)
            out.data[i] = ' ';
    }
    return buf_take(&out);
}

/// The statement that covers `line` or is the first after it; else the line itself.
static Status resolve_statement(Ctx *ctx, const char *text, size_t n, const Section *s, int line,
                                RunRange *ret) {
    *ret = (RunRange){line, line, 0};
    size_t n_code = 0;
    char *code = blank_but(text, n, s->from_line, s->to_line, &n_code);
    if (!code) return ctx_fail_nomem(ctx);
    Unit *unit = NULL;
    Status status = parse_unit(ctx, "", code, n_code, 0, &unit);
    if (status == OK && unit) {
        bool found = false;
        for (Index i = 1; i < unit->statements.n; i++) {
            const Node *st = unit->statements.items[i];
            if (!found && st->span.end_line >= line) {
                ret->from_line = st->span.line;
                ret->to_line = st->span.end_line;
                found = true;
            } else if (found && st->span.line > ret->to_line) {
                ret->next_line = st->span.line;
                break;
            }
        }
    }
    if (status != OK &&
        status != ERR_NOMEM) { // code that does not parse: the kernel says so when it runs
        error_clear(&ctx->error);
        status = OK;
    }
    unit_free(unit);
    mem_free(code);
    return status;
}

Status sections_resolve(Ctx *ctx, const char *text, size_t n_bytes, const char *what, int line,
                        RunRange *ret) {
    Section *sections = NULL;
    Index n = 0;
    TRY(sections_find(ctx, text, n_bytes, &sections, &n));
    int last = sections[n - 1].to_line;
    if (line < 1) line = 1;
    if (line > last) line = last;
    Index k = sections_at(sections, n, line);
    Status status = OK;
    if (!strcmp(what, "all"))
        *ret = (RunRange){1, last, 0};
    else if (!strcmp(what, "section"))
        *ret = (RunRange){sections[k].from_line, sections[k].to_line,
                          k + 1 < n ? sections[k + 1].from_line : 0};
    else if (!strcmp(what, "to_end"))
        *ret = (RunRange){sections[k].from_line, last, 0};
    else if (!strcmp(what, "line"))
        status = resolve_statement(ctx, text, n_bytes, &sections[k], line, ret);
    else
        status =
            ctx_fail(ctx, ERR_ARG, "Gradus:live:run", "Nothing is known of running '%s'.", what);
    if (status == OK && !strcmp(what, "line") && !ret->next_line && k + 1 < n)
        ret->next_line = sections[k + 1].from_line; // the section's last statement: on to the next
    mem_free(sections);
    return status;
}
