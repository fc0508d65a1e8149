// doc/readers/markup.c: inline markup to runs: the marks of plain-text live code (**b**, *i*,
// `mono`, <u>, [label](url), $tex$) and those of published scripts (*b*, _i_, |mono|, <url label>,
// $tex$). A mark without its partner is plain text.
#include "base/vec.h"
#include "doc/json.h"
#include "doc/readers/internal.h"
#include <ctype.h>
#include <string.h>

enum { MAX_NESTING = 16, MAX_SEARCH = 1 << 28 };

/// Partners that marks look for.
typedef enum Partner { PARTNER_STAR, PARTNER_STARS, PARTNER_SQUARE, PARTNER_ROUND, N_PARTNERS } Partner;

typedef struct Inline {
    Reader *r;
    DocRun *items; // heap while growing
    Index n, cap;
    Buf text;
    unsigned style;
    const char *link, *unsafe, *anchor;
    const char *start; // of the whole text
    int depth;
    const char *missing[N_PARTNERS]; // end of the range whose rest has no such partner
} Inline;

/// Whether a partner is known not to stand before `end`: a text full of open marks is looked through once.
static bool is_missing(const Inline *m, Partner partner, const char *end) {
    return m->missing[partner] == end;
}

/// Counts bytes looked through; false when the document's share is used up.
static bool may_search(Inline *m, size_t n) {
    return (m->r->searched += n) <= MAX_SEARCH;
}

/// Notes when `c` does not stand in the text at all.
static bool has_byte(Inline *m, Partner partner, char c, const char *p, const char *end) {
    if (is_missing(m, partner, end)) return false;
    if (memchr(p, c, (size_t)(end - p))) return may_search(m, (size_t)(end - p));
    m->missing[partner] = end;
    return false;
}

static void add_run(Inline *m, DocRun run) {
    if (m->r->status != OK) return;
    Status status = vec_reserve(m->r->ctx, (void **)&m->items, &m->cap, m->n + 1, sizeof *m->items);
    if (status != OK) {
        reader_fail(m->r, status);
        return;
    }
    run.link = m->link;
    run.unsafe_link = m->unsafe;
    m->items[m->n++] = run;
}

static void flush(Inline *m, unsigned style) {
    if (m->text.failed) reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
    if (!m->text.len) return;
    const char *text = reader_text(m->r, m->text.data, m->text.len);
    buf_clear(&m->text);
    if (text) add_run(m, (DocRun){.kind = RUN_TEXT, .style = style, .text = text});
}

static void finish(Inline *m, DocRuns *ret) {
    flush(m, m->style);
    *ret = (DocRuns){0};
    if (m->n && m->r->status == OK) {
        DocRun *items = arena_alloc(m->r->doc->arena, (size_t)m->n * sizeof *items);
        if (!items)
            reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
        else {
            memcpy(items, m->items, (size_t)m->n * sizeof *items);
            *ret = (DocRuns){items, m->n};
        }
    }
    mem_free(m->items);
    buf_done(&m->text);
}

static bool starts(const char *p, const char *end, const char *word) {
    size_t n = strlen(word);
    return (size_t)(end - p) >= n && !memcmp(p, word, n);
}

const char *link_allowed(Reader *r, const char *url, size_t n) {
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)url[i] < 0x21) return NULL;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (n > strlen(schemes[i]) && !strncasecmp(url, schemes[i], strlen(schemes[i])))
            return reader_text(r, url, n);
    if (n > 9 && !memcmp(url, "internal:", 9)) {
        Buf anchor = BUF_INIT;
        buf_putc(&anchor, '#');
        buf_put(&anchor, url + 9, n - 9);
        const char *text = reader_text(r, buf_text(&anchor), anchor.len);
        buf_done(&anchor);
        return text;
    }
    return NULL;
}

// ---- equations --------------------------------------------------------------------------------

/// Whether "\n…" at p is a command such as "\nu" when nothing else says what the backslash is.
static bool is_n_command(const char *p, const char *end) {
    static const char *const names[] = {"nabla", "ne", "neq", "neg", "ni", "not", "notin", "nu"};
    size_t n = 1;
    while (p + n < end && isalpha((unsigned char)p[n])) n++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (n - 1 == strlen(names[i]) && !memcmp(p + 1, names[i], n - 1)) return true;
    return false;
}

/// In the live format TeX's backslashes are doubled and its line ends are "\n"; text typed by hand with single backslashes
/// is taken as it is. A lone "\nu" and its like are commands, unless something else is escaped.
static bool tex_is_escaped(const char *p, const char *end) {
    bool doubled = false, single = false;
    for (; p + 1 < end; p++) {
        if (*p != '\\') continue;
        bool before_letter = p + 2 < end && isalpha((unsigned char)p[2]);
        if (p[1] == '\\')
            doubled = doubled || before_letter || (p + 2 < end && p[2] == '\\');
        else if (strchr("_*[]<>", p[1]))
            doubled = true;
        else if (p[1] == 'n')
            single = single || is_n_command(p, end);
        else if (isalpha((unsigned char)p[1]))
            return false;
        p++;
    }
    return doubled || !single;
}

/// What "\c" of an escaped equation stands for, or 0 when it is a command of TeX ("\," "\;" "\{").
static char tex_unescaped(char c) {
    return c == 'n' ? '\n' : c && strchr("\\_*[]<>`#$+-.", c) ? c : 0;
}

static void add_equation(Inline *m, const char *p, const char *end, bool live, bool display) {
    flush(m, m->style);
    Buf tex = BUF_INIT;
    bool escaped = live && tex_is_escaped(p, end);
    for (; p < end; p++) {
        char c = escaped && *p == '\\' && p + 1 < end ? tex_unescaped(p[1]) : 0;
        if (c) p++;
        if (!c && live && starts(p, end, TEX_DOLLAR)) {
            c = '$';
            p += sizeof TEX_DOLLAR - 2;
        }
        buf_putc(&tex, c ? c : *p);
    }
    const char *text = tex.failed ? NULL : reader_text(m->r, buf_text(&tex), tex.len);
    buf_done(&tex);
    if (text)
        add_run(
            m, (DocRun){.kind = RUN_EQUATION, .style = m->style, .text = text, .display = display});
}

/// An object in the text. Its words are escaped as text is ("x\_1") and a backslash before a letter is one of the words
/// ("\alpha"), neither of which JSON knows. Owned, or null.
static json_t *escaped_object(const char *p, const char *end) {
    Buf text = BUF_INIT;
    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end) {
            bool code = p[1] == 'u' && end - p > 6 && isxdigit((unsigned char)p[2]) && isxdigit((unsigned char)p[3]) &&
                        isxdigit((unsigned char)p[4]) && isxdigit((unsigned char)p[5]);
            bool json = code || strchr("\"\\/", p[1]);
            if (json || !ispunct((unsigned char)p[1])) buf_puts(&text, json ? "\\" : "\\\\");
            p++;
        }
        buf_putc(&text, *p);
    }
    json_t *data = text.failed ? NULL : json_loadb(buf_text(&text), text.len, 0, NULL);
    buf_done(&text);
    return data;
}

/// {"altText":"…"} behind an equation; returns where the text goes on.
static const char *equation_attributes(Inline *m, const char *p, const char *end) {
    const char *stop = p < end && *p == '{' ? json_end(p, end) : NULL;
    json_t *data = stop ? escaped_object(p, stop) : NULL;
    if (!json_is_object(data) || !m->n || m->items[m->n - 1].kind != RUN_EQUATION) {
        json_decref(data);
        return p;
    }
    DocRun *run = &m->items[m->n - 1];
    const char *alt = json_string_value(json_object_get(data, "altText"));
    if (alt) {
        run->alt = reader_text(m->r, alt, strlen(alt));
        json_object_del(data, "altText");
    }
    if (json_is_true(json_object_get(data, "displayStyle"))) {
        run->display = true;
        json_object_del(data, "displayStyle");
    }
    run->attributes = reader_json(m->r, data);
    json_decref(data);
    return stop;
}

/// "$…$" or "$$…$$" at p: returns the end, or null when it is not closed.
static const char *read_equation(Inline *m, const char *p, const char *end, bool live) {
    bool two = p + 1 < end && p[1] == '$';
    const char *start = p + (two ? 2 : 1), *q = start;
    for (; q < end && *q != '$'; q++)
        if (*q == '\\' && q + 1 < end) q++;
    if (q >= end || q == start || (two && !(q + 1 < end && q[1] == '$'))) return NULL;
    add_equation(m, start, q, live, two);
    q += two ? 2 : 1;
    return live ? equation_attributes(m, q, end) : q;
}

// ---- live text --------------------------------------------------------------------------------

static void live_range(Inline *m, const char *p, const char *end);

/// The backtick that ends the code at p, or null. In code an escaped one is none, unless there is no other.
static const char *code_end(const char *p, const char *end) {
    const char *next = p + 1;
    while (next < end && *next != '`') next += *next == '\\' && next + 1 < end ? 2 : 1;
    return next < end ? next : memchr(p + 1, '`', (size_t)(end - p - 1));
}

/// Past the code that begins at p, or p itself: its marks are no marks of the text around it.
static const char *past_code(Inline *m, const char *p, const char *end) {
    const char *next = *p == '`' && may_search(m, (size_t)(end - p)) ? code_end(p, end) : NULL;
    return next ? next : p;
}

/// The unescaped closing bracket of "[…" at p, nested ones skipped.
static const char *closing_bracket(Inline *m, const char *p, const char *end) {
    int depth = 0;
    for (; p < end; p++) {
        p = past_code(m, p, end);
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (*p == '[')
            depth++;
        else if (*p == ']' && --depth == 0)
            return p;
    }
    return NULL;
}

/// The bracket that closes "(url" at p: nested ones and escaped ones belong to the target.
static const char *closing_round(const char *p, const char *end) {
    int depth = 1;
    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (*p == '(')
            depth++;
        else if (*p == ')' && --depth == 0)
            return p;
    }
    return NULL;
}

/// The round bracket behind "<url with blanks>" at p, or null.
static const char *closing_angle(const char *p, const char *end) {
    if (p >= end || *p != '<') return NULL;
    while (++p < end && *p != '<') {
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (*p == '>')
            return p + 1 < end && p[1] == ')' ? p + 1 : NULL;
    }
    return NULL;
}

/// Text with its backslash escapes undone, in the arena.
static const char *unescaped(Inline *m, const char *p, const char *end) {
    Buf text = BUF_INIT;
    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end && ispunct((unsigned char)p[1])) p++;
        buf_putc(&text, *p);
    }
    const char *kept = text.failed ? NULL : reader_text(m->r, buf_text(&text), text.len);
    if (text.failed) reader_fail(m->r, ctx_fail_nomem(m->r->ctx));
    buf_done(&text);
    return kept;
}

static void add_image(Inline *m, const char *alt, const char *url, const char *whole,
                      const char *stop) {
    DocRun run = {.kind = RUN_IMAGE, .text = alt};
    size_t n = strlen(url);
    if (!strncmp(url, "text:image:", 11)) {
        appendix_image(m->r, url + 11, n - 11, &run);
    } else if (!strncmp(url, "text:", 5)) { // a video, or what is yet to come
        run.kind = RUN_RAW;
        run.text = reader_text(m->r, whole, (size_t)(stop - whole));
        run.id = "live";
    } else {
        run.image = image_load_beside(m->r, url, n);
        run.id = url;
    }
    add_run(m, run);
}

/// "[label](url)" or "![alt](text:image:id)"; returns the end or null.
static const char *read_link(Inline *m, const char *p, const char *end) {
    bool image = *p == '!';
    const char *open = p + image;
    if (!has_byte(m, PARTNER_SQUARE, ']', open, end)) return NULL;
    const char *close = closing_bracket(m, open, end);
    if (!close || close + 1 >= end || close[1] != '(') return NULL;
    if (!has_byte(m, PARTNER_ROUND, ')', close + 2, end)) return NULL;
    const char *target = close + 2, *stop = closing_angle(target, end), *target_end = stop ? stop - 1 : NULL;
    if (stop)
        target++;
    else
        target_end = stop = closing_round(target, end);
    if (!stop) return NULL;
    flush(m, m->style);
    const char *url = unescaped(m, target, target_end);
    if (!url) return NULL;
    if (image) {
        const char *alt = unescaped(m, open + 1, close);
        if (alt) add_image(m, alt, url, p, stop + 1);
        return stop + 1;
    }
    const char *outer = m->link, *outer_unsafe = m->unsafe;
    m->link = link_allowed(m->r, url, strlen(url));
    m->unsafe = m->link ? NULL : url;
    live_range(m, open + 1, close);
    flush(m, m->style);
    m->link = outer;
    m->unsafe = outer_unsafe;
    return stop + 1;
}

/// Whether a closing mark for `n` stars stands after p: behind something that is no blank.
static bool has_closer(Inline *m, const char *p, const char *end, size_t n) {
    Partner partner = n == 2 ? PARTNER_STARS : PARTNER_STAR;
    if (is_missing(m, partner, end)) return false;
    for (const char *q = p; q < end; q++) {
        q = past_code(m, q, end);
        if (*q == '\\' && q + 1 < end) {
            q++;
        } else if (*q == '*') {
            size_t stars = 1;
            while (q + stars < end && q[stars] == '*') stars++;
            bool fits = n == 2 ? stars >= 2 : stars % 2 == 1;
            if (fits && q > p && !isspace((unsigned char)q[-1])) return may_search(m, (size_t)(q - p));
            q += stars - 1;
        }
    }
    m->missing[partner] = end;
    return false;
}

/// Emphasis mark of `n` stars at p: opens before a word when a partner follows, closes behind one.
static bool toggle(Inline *m, const char *p, const char *end, size_t n, unsigned bit) {
    if (m->style & bit) {
        const char *before = p;
        while (before > m->start && before[-1] == '*') before--;
        if (before > m->start && isspace((unsigned char)before[-1])) return false;
    } else {
        const char *q = p + n;
        while (q < end && *q == '*') q++;
        if (q >= end || isspace((unsigned char)*q) || !has_closer(m, q, end, n)) return false;
    }
    flush(m, m->style);
    m->style ^= bit;
    return true;
}

/// "`code`"; returns the end or null.
static const char *read_code_span(Inline *m, const char *p, const char *end) {
    const char *next = code_end(p, end);
    if (!next) return NULL;
    flush(m, m->style);
    for (const char *q = p + 1; q < next; q++) {
        if (*q == '\\' && q + 1 < next && strchr("*_[]\\<>`$|", q[1])) q++;
        buf_putc(&m->text, *q);
    }
    flush(m, m->style | RUN_MONO);
    return next + 1;
}

/// "<u>", "</u>", "<br>"; returns the end or null.
static const char *read_tag(Inline *m, const char *p, const char *end) {
    if (starts(p, end, "<u>") || (starts(p, end, "</u>") && (m->style & RUN_UNDERLINE))) {
        flush(m, m->style);
        m->style ^= RUN_UNDERLINE;
        return p + (p[1] == '/' ? 4 : 3);
    }
    if (!starts(p, end, "<br>")) return NULL;
    flush(m, m->style);
    add_run(m, (DocRun){.kind = RUN_BREAK});
    return p + 4;
}

/// "%[text:anchor:id]"; a second one in the same text is kept as it is.
static const char *read_anchor(Inline *m, const char *p, const char *end) {
    const char *next = starts(p, end, "%[text:anchor:") ? memchr(p, ']', (size_t)(end - p)) : NULL;
    if (!next) return NULL;
    if (m->anchor) {
        flush(m, m->style);
        const char *text = reader_text(m->r, p, (size_t)(next + 1 - p));
        if (text) add_run(m, (DocRun){.kind = RUN_RAW, .text = text, .id = "live"});
        return next + 1;
    }
    m->anchor = reader_text(m->r, p + 14, (size_t)(next - p - 14));
    p = next + 1;
    return p < end && *p == ' ' ? p + 1 : p;
}

/// One mark at p; returns where to go on, or null when there is none.
static const char *live_mark(Inline *m, const char *p, const char *end) {
    if (!strchr("\\*`<$![%", *p)) return NULL;
    if (strchr("`<$%", *p) && !may_search(m, (size_t)(end - p))) return NULL;
    switch (*p) {
    case '\\':
        if (p + 1 >= end || !ispunct((unsigned char)p[1])) return NULL;
        buf_putc(&m->text, p[1]);
        return p + 2;
    case '*':
        if (p + 1 < end && p[1] == '*') return toggle(m, p, end, 2, RUN_BOLD) ? p + 2 : NULL;
        return toggle(m, p, end, 1, RUN_ITALIC) ? p + 1 : NULL;
    case '`': return read_code_span(m, p, end);
    case '<': return read_tag(m, p, end);
    case '$': return read_equation(m, p, end, true);
    case '!': return p + 1 < end && p[1] == '[' ? read_link(m, p, end) : NULL;
    case '[': return read_link(m, p, end);
    case '%': return read_anchor(m, p, end);
    default: return NULL;
    }
}

static void live_range(Inline *m, const char *p, const char *end) {
    if (++m->depth > MAX_NESTING) {
        buf_put(&m->text, p, (size_t)(end - p));
        p = end;
    }
    while (p < end && m->r->status == OK) {
        const char *next = live_mark(m, p, end);
        if (!next) { // stars that are no mark stay together
            next = p + 1;
            while (*p == '*' && next < end && *next == '*') next++;
            buf_put(&m->text, p, (size_t)(next - p));
        }
        p = next;
    }
    m->depth--;
}

void markup_live(Reader *r, const char *text, size_t n, DocRuns *ret, const char **ret_anchor) {
    Inline m = {.r = r, .start = text, .anchor = ret_anchor ? *ret_anchor : NULL};
    live_range(&m, text, text + n);
    finish(&m, ret);
    if (ret_anchor) *ret_anchor = m.anchor;
}

// ---- published text ---------------------------------------------------------------------------

static bool is_word(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/// "*b*", "_i_", "|m|": the mark stands at the edge of a word on both sides. Returns the end or
/// null.
static const char *read_emphasis(Inline *m, const char *start, const char *p, const char *end) {
    if (p > start && is_word(p[-1])) return NULL;
    char mark = *p;
    if (p + 1 >= end || isspace((unsigned char)p[1]) || p[1] == mark) return NULL;
    const char *q = p + 1;
    while (q < end &&
           !(*q == mark && !isspace((unsigned char)q[-1]) && (q + 1 >= end || !is_word(q[1]))))
        q++;
    if (q >= end) return NULL;
    flush(m, m->style);
    buf_put(&m->text, p + 1, (size_t)(q - p - 1));
    flush(m, m->style | (mark == '*' ? RUN_BOLD : mark == '_' ? RUN_ITALIC : RUN_MONO));
    return q + 1;
}

/// "<https://x label>", "<https://x>", "<<picture.png>>"; returns the end or null.
static const char *read_angle(Inline *m, const char *p, const char *end) {
    const char *close = memchr(p, '>', (size_t)(end - p));
    if (!close) return NULL;
    if (starts(p, end, "<<")) {
        if (close + 1 >= end || close[1] != '>') return NULL;
        flush(m, m->style);
        const char *name = reader_text(m->r, p + 2, (size_t)(close - p - 2));
        const DocImage *image = image_load_beside(m->r, p + 2, (size_t)(close - p - 2));
        if (name) add_run(m, (DocRun){.kind = RUN_IMAGE, .text = name, .id = name, .image = image});
        return close + 2;
    }
    const char *space = memchr(p, ' ', (size_t)(close - p)), *url_end = space ? space : close;
    const char *link = link_allowed(m->r, p + 1, (size_t)(url_end - p - 1));
    if (!link) return NULL;
    flush(m, m->style);
    m->link = link;
    if (space)
        buf_put(&m->text, space + 1, (size_t)(close - space - 1));
    else
        buf_puts(&m->text, link);
    flush(m, m->style);
    m->link = NULL;
    return close + 1;
}

void markup_publish(Reader *r, const char *text, size_t n, DocRuns *ret) {
    Inline m = {.r = r};
    const char *end = text + n;
    for (const char *p = text; p < end && r->status == OK;) {
        const char *next = NULL;
        bool mark = *p && strchr("*_|$<", *p) && (r->searched += (size_t)(end - p)) <= MAX_SEARCH;
        if (!mark)
            next = NULL;
        else if (*p == '*' || *p == '_' || *p == '|')
            next = read_emphasis(&m, text, p, end);
        else if (*p == '$')
            next = read_equation(&m, p, end, false);
        else if (*p == '<')
            next = read_angle(&m, p, end);
        if (!next) {
            buf_putc(&m.text, *p);
            next = p + 1;
        }
        p = next;
    }
    finish(&m, ret);
}
