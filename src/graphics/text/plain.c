// graphics/text/plain.c: labels as plain text, for captions. The tex interpreter is asked how it
// would draw the label; what stands above or below the baseline becomes a script again.
#include "base/utf.h"
#include "graphics/math.h"
#include <ctype.h>
#include <string.h>

/// Adds text with every blank run and line end as one blank; none at the start.
static void put_squeezed(Buf *out, const char *text, size_t n, size_t start) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        bool blank = c <= ' ' || c == 0x7F;
        if (blank && (out->len == start || out->data[out->len - 1] == ' ')) continue;
        buf_putc(out, blank ? ' ' : (char)c);
    }
}

/// Unicode's own raised or lowered form of a character; 0 when there is none in every font.
static uint32_t small_form(uint32_t c, bool raised) {
    static const uint32_t high[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                    0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    if (c >= '0' && c <= '9') return raised ? high[c - '0'] : 0x2080 + c - '0';
    bool minus = c == '-' || c == 0x2212;
    return minus ? (raised ? 0x207B : 0x208B) : 0;
}

/// "²", "_ij" or "^(n+1)".
static void put_script(Buf *out, const Buf *script, bool raised) {
    size_t n = script->len;
    bool small = n > 0, word = true;
    for (size_t i = 0; i < n;) {
        uint32_t c = utf8_next(script->data, n, &i);
        small = small_form(c, raised) != 0 && small;
        word = word && (c < 0x80 ? isalnum((int)c) != 0 : c != 0x2212);
    }
    if (small) {
        for (size_t i = 0; i < n;) {
            char bytes[4];
            uint32_t c = small_form(utf8_next(script->data, n, &i), raised);
            buf_put(out, bytes, (size_t)utf8_encode(c, bytes));
        }
    } else if (n) {
        buf_putc(out, raised ? '^' : '_');
        if (!word) buf_putc(out, '(');
        buf_put(out, script->data, n);
        if (!word) buf_putc(out, ')');
    }
}

/// One line of the tex interpreter.
static Status put_tex(Ctx *ctx, const char *text, size_t n, Buf *out) {
    static const FontSpec font = {"Helvetica", 10, false, false};
    LabelLayout *label = NULL;
    Scene *scene = scene_new(1, 1);
    Status status = scene ? OK : ctx_fail_nomem(ctx);
    if (status == OK) status = label_layout(ctx, MARKUP_TEX, &font, text, n, &label);
    if (status == OK) {
        label_draw(label, scene, 0, 0, 0, 0, (Color){0});
        if (scene->failed) status = ctx_fail_nomem(ctx);
    }
    Buf script = BUF_INIT;
    int side = 0; // of the script so far
    for (Index i = 0; status == OK && i <= scene->n_items; i++) {
        const SceneItem *item = i < scene->n_items ? &scene->items[i] : NULL;
        int here = !item || item->y == 0 ? 0 : item->y < 0 ? -1 : 1;
        if (here != side) {
            put_script(out, &script, side < 0);
            buf_clear(&script);
            side = here;
        }
        if (item) buf_puts(here ? &script : out, item->text);
    }
    if (script.failed) out->failed = true;
    buf_done(&script);
    label_free(label);
    scene_free(scene);
    return status;
}

static bool word_is(const char *word, size_t n, const char *const *words) {
    for (; *words; words++)
        if (strlen(*words) == n && !memcmp(*words, word, n)) return true;
    return false;
}

/// The end of an argument at p: of "{…}", a command or one character.
static const char *argument_end(const char *p, const char *end) {
    int depth = 0;
    const char *start = p;
    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end) {
            p++;
            while (!depth && isalpha((unsigned char)*p) && p + 1 < end &&
                   isalpha((unsigned char)p[1]))
                p++;
        } else if (*p == '{') {
            depth++;
        } else if (*p == '}') {
            depth--;
        } else {
            while (p == start && p + 1 < end && ((unsigned char)p[1] & 0xC0) == 0x80) p++;
        }
        if (depth <= 0) return p + 1;
    }
    return end;
}

static void rewrite_formula(Buf *out, const char *p, const char *end, int depth);

/// An argument as a factor: "x", "12" or "(1+x)".
static const char *put_factor(Buf *out, const char *p, const char *end, int depth) {
    while (p < end && *p == ' ') p++;
    const char *stop = argument_end(p, end), *from = p, *to = stop;
    bool simple = p >= end || *p != '{';
    if (!simple && stop > p + 1) {
        from++, to--;
        simple = true;
        for (const char *q = from; q < to; q++) simple = simple && isalnum((unsigned char)*q);
    }
    buf_putc(out, simple ? '{' : '(');
    rewrite_formula(out, from, to, depth + 1);
    buf_putc(out, simple ? '}' : ')');
    return stop;
}

/// A formula with fractions and roots on one line, without what only changes its look.
static void rewrite_formula(Buf *out, const char *p, const char *end, int depth) {
    enum { MAX_DEPTH = 20 };
    static const char *const fractions[] = {"frac", "dfrac", "tfrac", NULL},
                             *const roots[] = {"sqrt", NULL},
                             *const looks[] = {"left",    "right",  "displaystyle", "textstyle",
                                               "mathrm",  "mathbf", "mathit",       "mathsf",
                                               "mathcal", "mathbb", "text",         "textbf",
                                               "textit",  "textrm", "boldsymbol",   "operatorname",
                                               NULL};
    while (p < end) {
        const char *word = p + 1, *stop = word;
        while (*p == '\\' && stop < end && isalpha((unsigned char)*stop)) stop++;
        size_t n = *p == '\\' ? (size_t)(stop - word) : 0;
        if (depth < MAX_DEPTH && n && word_is(word, n, fractions)) {
            p = put_factor(out, stop, end, depth);
            buf_putc(out, '/');
            p = put_factor(out, p, end, depth);
        } else if (depth < MAX_DEPTH && n && word_is(word, n, roots) && stop < end &&
                   *stop != '[') {
            buf_puts(out, "\\surd");
            p = put_factor(out, stop, end, depth);
        } else if (n && word_is(word, n, looks)) {
            p = stop;
        } else if (*p == '\\' && word < end && strchr(",;:! ", *word)) {
            if (*word != '!') buf_putc(out, ' ');
            p += 2;
        } else {
            size_t whole = n ? n + 1 : *p == '\\' && word < end ? 2 : 1;
            buf_put(out, p, whole);
            p += whole;
        }
    }
}

/// A formula between two dollars; false when it has what plain text cannot say.
static Status put_formula(Ctx *ctx, const char *tex, size_t n, Buf *out, bool *ret_plain) {
    size_t start = out->len;
    Buf line = BUF_INIT;
    rewrite_formula(&line, tex, tex + n, 0);
    Status status =
        line.failed ? ctx_fail_nomem(ctx) : put_tex(ctx, buf_text(&line), line.len, out);
    buf_done(&line);
    if (strchr(buf_text(out) + start, '\\')) *ret_plain = false;
    return status;
}

/// Text of a latex label: commands go, what they hold stays.
static void put_latex_text(Buf *out, const char *p, const char *end) {
    while (p < end) {
        if (*p == '\\' && p + 1 < end && isalpha((unsigned char)p[1])) {
            for (p++; p < end && isalpha((unsigned char)*p);) p++;
            if (p < end && *p == ' ') p++;
        } else if (*p == '\\' && p + 1 < end) {
            buf_putc(out, p[1] == '\\' ? ' ' : p[1]);
            p += 2;
        } else {
            if (*p != '{' && *p != '}') buf_putc(out, *p == '~' ? ' ' : *p);
            p++;
        }
    }
}

static Status put_latex(Ctx *ctx, const char *text, size_t n, Buf *out) {
    bool plain = true;
    const char *p = text, *end = text + n;
    while (p < end) {
        const char *dollar = p;
        while (dollar < end && *dollar != '$')
            dollar += *dollar == '\\' && dollar + 1 < end ? 2 : 1;
        put_latex_text(out, p, dollar);
        if (dollar >= end) break;
        for (p = dollar; p < end && *p == '$';) p++;
        const char *close = memchr(p, '$', (size_t)(end - p));
        if (!close) close = end;
        TRY(put_formula(ctx, p, (size_t)(close - p), out, &plain));
        for (p = close; p < end && *p == '$';) p++;
    }
    if (!plain) buf_clear(out);
    return OK;
}

Status label_text(Ctx *ctx, MarkupKind kind, const char *utf8, size_t n_bytes, Buf *out) {
    Buf line = BUF_INIT, text = BUF_INIT;
    Status status = OK;
    put_squeezed(&line, utf8, n_bytes, 0);
    if (kind == MARKUP_TEX)
        status = put_tex(ctx, buf_text(&line), line.len, &text);
    else if (kind == MARKUP_LATEX)
        status = put_latex(ctx, buf_text(&line), line.len, &text);
    else
        buf_puts(&text, buf_text(&line));
    size_t start = out->len;
    if (status == OK) {
        put_squeezed(out, buf_text(&text), text.len, start);
        while (out->len > start && out->data[out->len - 1] == ' ') out->data[--out->len] = 0;
        if (line.failed || text.failed || out->failed) status = ctx_fail_nomem(ctx);
    }
    buf_done(&line);
    buf_done(&text);
    return status;
}
