// graphics/text/label.c: labels of figures. The text becomes lines of runs; a run is text in one
// font with a place relative to the line's baseline, or (latex) a typeset line. Markup that is
// broken (unbalanced braces) is shown as it was typed.
//
//   "x_1^2"  ->  run "x" at (0, 0), run "1" at (w, +0.2 em), run "2" at (w, -0.38 em); scripts
//   share their start.
#include "graphics/math.h"
#include "graphics/math/internal.h"
#include "graphics/math/symbols.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 40, MAX_BYTES = 1 << 16 };
static const double script_scale = 0.72, sup_rise = 0.40, sub_drop = 0.22;

typedef struct Run {
    struct Run *next;
    const char *text;
    FontSpec font;
    double x, dy, width; // dy: down from the line's baseline
    Color color;
    bool has_color;
} Run;

typedef struct Line {
    struct Line *next;
    Run *first, *last;
    MathLayout *math; // latex: the whole line
    double width, ascent, descent, baseline;
} Line;

struct LabelLayout {
    Arena *arena;
    Line *first, *last;
    MathBox box;
};

/// What the markup has switched on at a place.
typedef struct Mode {
    FontSpec font;
    double dy;
    Color color;
    bool has_color;
    int depth;
} Mode;

typedef struct Maker {
    Ctx *ctx;
    LabelLayout *label;
    Line *line;
    const char *at, *end;
    Buf text; // text not yet put into a run
    double x;
    Status status;
} Maker;

static void maker_fail(Maker *m) {
    if (m->status == OK) m->status = ctx_fail_nomem(m->ctx);
}

/// Puts the waiting text into a run at the current place.
static void flush(Maker *m, const Mode *mode) {
    if (m->text.failed) maker_fail(m);
    if (m->status != OK || !m->text.len) return;
    Run *run = arena_alloc(m->label->arena, sizeof *run);
    char *text = arena_dup(m->label->arena, m->text.data, m->text.len);
    if (!run || !text) {
        maker_fail(m);
        return;
    }
    TextExtents e = text_measure(&mode->font, text, m->text.len);
    *run = (Run){.text = text,
                 .font = mode->font,
                 .x = m->x,
                 .dy = mode->dy,
                 .width = e.width,
                 .color = mode->color,
                 .has_color = mode->has_color};
    if (m->line->last)
        m->line->last->next = run;
    else
        m->line->first = run;
    m->line->last = run;
    m->x += e.width;
    m->line->width = fmax(m->line->width, m->x);
    m->line->ascent = fmax(m->line->ascent, e.ascent - mode->dy);
    m->line->descent = fmax(m->line->descent, e.descent + mode->dy);
    buf_clear(&m->text);
}

static void put_code_point(Maker *m, uint32_t c) {
    char bytes[4];
    buf_put(&m->text, bytes, (size_t)utf8_encode(c, bytes));
}

// ---- colours ----------------------------------------------------------------------------------

static bool color_by_name(const char *name, size_t n, Color *ret) {
    static const struct {
        const char *name;
        float r, g, b;
    } colors[] = {
        {"red", 1, 0, 0},          {"green", 0, 1, 0},      {"yellow", 1, 1, 0},
        {"magenta", 1, 0, 1},      {"blue", 0, 0, 1},       {"black", 0, 0, 0},
        {"white", 1, 1, 1},        {"cyan", 0, 1, 1},       {"gray", 0.5f, 0.5f, 0.5f},
        {"darkGreen", 0, 0.5f, 0}, {"orange", 1, 0.75f, 0}, {"lightBlue", 0.678f, 0.847f, 0.902f},
    };
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        if (strlen(colors[i].name) != n || strncmp(colors[i].name, name, n)) continue;
        *ret = (Color){colors[i].r, colors[i].g, colors[i].b, 1};
        return true;
    }
    return false;
}

/// "{name}" or "[rgb]{r,g,b}" at the current place; false leaves the place as it was.
static bool read_color(Maker *m, Mode *mode) {
    const char *p = m->at;
    bool rgb = m->end - p >= 5 && !strncmp(p, "[rgb]", 5);
    if (rgb) p += 5;
    if (p >= m->end || *p != '{') return false;
    const char *close = memchr(p, '}', (size_t)(m->end - p));
    if (!close) return false;
    if (rgb) {
        char numbers[64] = {0};
        size_t n = (size_t)(close - p - 1);
        if (n >= sizeof numbers) return false;
        memcpy(numbers, p + 1, n);
        float c[3];
        char *q = numbers;
        for (int i = 0; i < 3; i++) {
            char *next;
            double x = strtod(q, &next);
            if (next == q) return false;
            c[i] = (float)fmin(fmax(x, 0), 1);
            q = next;
            while (*q == ',' || *q == ' ') q++;
        }
        mode->color = (Color){c[0], c[1], c[2], 1};
    } else if (!color_by_name(p + 1, (size_t)(close - p - 1), &mode->color)) {
        return false;
    }
    mode->has_color = true;
    m->at = close + 1;
    return true;
}

/// "{…}" as text in the arena; null when there is none.
static const char *read_braced(Maker *m) {
    if (m->at >= m->end || *m->at != '{') return NULL;
    const char *close = memchr(m->at, '}', (size_t)(m->end - m->at));
    if (!close) return NULL;
    const char *text = arena_dup(m->label->arena, m->at + 1, (size_t)(close - m->at - 1));
    if (!text) maker_fail(m);
    m->at = close + 1;
    return text;
}

// ---- the tex interpreter ----------------------------------------------------------------------

static void run_group(Maker *m, Mode *mode, bool one_item);

static bool word_is(const char *word, size_t n, const char *name) {
    return strlen(name) == n && !memcmp(word, name, n);
}

/// Switches of the font and colour; true when `word` is one.
static bool apply_switch(Maker *m, Mode *mode, const char *word, size_t n) {
    const char *before = m->at;
    Mode next = *mode;
    if (word_is(word, n, "bf"))
        next.font.bold = true;
    else if (word_is(word, n, "it") || word_is(word, n, "sl"))
        next.font.italic = true;
    else if (word_is(word, n, "rm"))
        next.font.bold = next.font.italic = false;
    else if (word_is(word, n, "color")) {
        if (!read_color(m, &next)) return false;
    } else if (word_is(word, n, "fontsize")) {
        const char *text = read_braced(m);
        double size = text ? atof(text) : 0;
        if (!(size > 0)) {
            m->at = before;
            return false;
        }
        next.font.size_pt = fmin(size, 2000);
    } else if (word_is(word, n, "fontname")) {
        const char *text = read_braced(m);
        if (!text) return false;
        next.font.family = text;
    } else
        return false;
    flush(m, mode);
    *mode = next;
    if (m->at == before && m->at < m->end && *m->at == ' ') m->at++;
    return true;
}

/// The names that the tex interpreter documents; several look otherwise than in mathematics.
static uint32_t documented_symbol(const char *word, size_t n) {
    static const struct {
        const char *name;
        uint32_t code_point;
    } symbols[] = {
        {"alpha", 0x3B1},
        {"beta", 0x3B2},
        {"gamma", 0x3B3},
        {"delta", 0x3B4},
        {"epsilon", 0x3B5},
        {"zeta", 0x3B6},
        {"eta", 0x3B7},
        {"theta", 0x3B8},
        {"vartheta", 0x3D1},
        {"iota", 0x3B9},
        {"kappa", 0x3BA},
        {"lambda", 0x3BB},
        {"mu", 0x3BC},
        {"nu", 0x3BD},
        {"xi", 0x3BE},
        {"o", 0x3BF},
        {"pi", 0x3C0},
        {"varpi", 0x3D6},
        {"rho", 0x3C1},
        {"sigma", 0x3C3},
        {"varsigma", 0x3C2},
        {"tau", 0x3C4},
        {"upsilon", 0x3C5},
        {"phi", 0x3C6},
        {"varphi", 0x3D5},
        {"chi", 0x3C7},
        {"psi", 0x3C8},
        {"omega", 0x3C9},
        {"Gamma", 0x393},
        {"Delta", 0x394},
        {"Theta", 0x398},
        {"Lambda", 0x39B},
        {"Xi", 0x39E},
        {"Pi", 0x3A0},
        {"Sigma", 0x3A3},
        {"Upsilon", 0x3D2},
        {"Phi", 0x3A6},
        {"Psi", 0x3A8},
        {"Omega", 0x3A9},
        {"angle", 0x2220},
        {"ast", 0x2217},
        {"sim", 0x223C},
        {"leq", 0x2264},
        {"infty", 0x221E},
        {"clubsuit", 0x2663},
        {"diamondsuit", 0x2666},
        {"heartsuit", 0x2665},
        {"spadesuit", 0x2660},
        {"leftrightarrow", 0x2194},
        {"leftarrow", 0x2190},
        {"Leftarrow", 0x21D0},
        {"uparrow", 0x2191},
        {"rightarrow", 0x2192},
        {"Rightarrow", 0x21D2},
        {"downarrow", 0x2193},
        {"circ", 0x2218},
        {"pm", 0xB1},
        {"geq", 0x2265},
        {"propto", 0x221D},
        {"partial", 0x2202},
        {"bullet", 0x2022},
        {"div", 0xF7},
        {"neq", 0x2260},
        {"aleph", 0x2135},
        {"wp", 0x2118},
        {"oslash", 0x2298},
        {"supseteq", 0x2287},
        {"subset", 0x2282},
        {"supset", 0x2283},
        {"subseteq", 0x2286},
        {"in", 0x2208},
        {"ni", 0x220B},
        {"forall", 0x2200},
        {"exists", 0x2203},
        {"cong", 0x2245},
        {"approx", 0x2248},
        {"Re", 0x211C},
        {"Im", 0x2111},
        {"equiv", 0x2261},
        {"oplus", 0x2295},
        {"otimes", 0x2297},
        {"cup", 0x222A},
        {"cap", 0x2229},
        {"int", 0x222B},
        {"lceil", 0x2308},
        {"rceil", 0x2309},
        {"lfloor", 0x230A},
        {"rfloor", 0x230B},
        {"langle", 0x27E8},
        {"rangle", 0x27E9},
        {"cdot", 0x22C5},
        {"neg", 0xAC},
        {"nabla", 0x2207},
        {"ldots", 0x2026},
        {"times", 0xD7},
        {"perp", 0x22A5},
        {"prime", 0x2032},
        {"surd", 0x221A},
        {"varnothing", 0x2205},

        {"wedge", 0x2227},
        {"vee", 0x2228},
        {"mid", 0x7C},
        {"copyright", 0xA9},
    };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (word_is(word, n, symbols[i].name)) return symbols[i].code_point;
    return 0;
}

/// Symbol of a whole name: documented, or of mathematics with more than two letters (\ell, \hbar).
static uint32_t label_symbol(const char *word, size_t n) {
    uint32_t c = documented_symbol(word, n);
    const MathSymbol *symbol = c || (n < 3 && !word_is(word, n, "ll") && !word_is(word, n, "gg") &&
                                     !word_is(word, n, "to") && !word_is(word, n, "le") &&
                                     !word_is(word, n, "ge") && !word_is(word, n, "ne"))
                                   ? NULL
                                   : math_symbol_find(word, n);
    return symbol ? symbol->code_point : c;
}

/// "\bfTitle": a switch written together with the text that follows.
static bool apply_prefix(Maker *m, Mode *mode, const char *word, size_t n) {
    if (n < 3 || label_symbol(word, n)) return false;
    m->at = word + 2;
    if ((!memcmp(word, "bf", 2) || !memcmp(word, "it", 2) || !memcmp(word, "sl", 2) ||
         !memcmp(word, "rm", 2)) &&
        apply_switch(m, mode, word, 2))
        return true;
    m->at = word + n;
    return false;
}

static void run_command(Maker *m, Mode *mode) {
    const char *start = m->at++; // at the backslash
    if (m->at >= m->end) {
        buf_putc(&m->text, '\\');
        return;
    }
    const char *word = m->at;
    if (!isalpha((unsigned char)*word)) {
        m->at++;
        if (*word == '0')
            put_code_point(m, 0x2205); // the empty set
        else
            buf_putc(&m->text, *word);
        return;
    }
    while (m->at < m->end && isalpha((unsigned char)*m->at)) m->at++;
    size_t n = (size_t)(m->at - word);
    if (apply_switch(m, mode, word, n)) return;
    if (!label_symbol(word, n) && apply_prefix(m, mode, word, n)) return;
    // The longest name that fits, so that "\pit" is π followed by t as in the original.
    for (size_t k = n; k > 0; k--) {
        uint32_t c = k == n ? label_symbol(word, k) : k > 1 ? documented_symbol(word, k) : 0;
        const MathFunction *function = c || k < n ? NULL : math_function_find(word, k);
        if (!c && !function) continue;
        if (c)
            put_code_point(m, c);
        else
            buf_puts(&m->text, function->text);
        m->at = word + k;
        return;
    }
    buf_put(&m->text, start, (size_t)(m->at - start));
}

/// One script, and the opposite one when it follows directly: both start at the same place.
static void run_scripts(Maker *m, Mode *mode) {
    flush(m, mode);
    double start = m->x, furthest = m->x;
    char first = *m->at, seen = 0;
    while (m->at < m->end && (*m->at == '^' || *m->at == '_') && *m->at != seen) {
        seen = *m->at;
        m->at++;
        m->x = start;
        Mode script = *mode;
        script.depth++;
        script.font.size_pt *= script_scale;
        script.dy += mode->font.size_pt * (seen == '^' ? -sup_rise : sub_drop);
        run_group(m, &script, true);
        furthest = fmax(furthest, m->x);
        if (seen != first) break;
    }
    m->x = furthest;
}

/// Runs up to the closing brace or the end; with `one_item` a braced group or a single character or
/// command.
static void run_group(Maker *m, Mode *mode, bool one_item) {
    if (mode->depth > MAX_DEPTH) {
        if (m->status == OK)
            m->status = ctx_fail(m->ctx, ERR_LIMIT, "Gradus:label:depth",
                                 "Text markup is nested too deeply.");
        m->at = m->end;
        return;
    }
    while (m->status == OK && m->at < m->end) {
        char c = *m->at;
        if (c == '}') {
            if (!one_item) break;
            flush(m, mode);
            return;
        }
        if (c == '{') {
            flush(m, mode);
            m->at++;
            Mode inner = *mode;
            inner.depth++;
            run_group(m, &inner, false);
            if (m->at < m->end) m->at++;
        } else if (c == '\\') {
            run_command(m, mode);
        } else if ((c == '^' || c == '_') && !one_item) {
            run_scripts(m, mode);
            continue;
        } else {
            size_t pos = 0;
            uint32_t code_point = utf8_next(m->at, (size_t)(m->end - m->at), &pos);
            m->at += pos;
            put_code_point(m, code_point);
        }
        if (one_item) break;
    }
    flush(m, mode);
}

static bool braces_balance(const char *p, const char *end) {
    int depth = 0;
    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (*p == '{')
            depth++;
        else if (*p == '}' && --depth < 0)
            return false;
    }
    return depth == 0;
}

// ---- the block --------------------------------------------------------------------------------

static Line *add_line(Maker *m, const FontSpec *font) {
    Line *line = arena_alloc(m->label->arena, sizeof *line);
    if (!line) {
        maker_fail(m);
        return NULL;
    }
    TextExtents e = text_measure(font, "", 0);
    line->ascent = e.ascent;
    line->descent = e.descent;
    if (m->label->last)
        m->label->last->next = line;
    else
        m->label->first = line;
    m->label->last = line;
    m->line = line;
    m->x = 0;
    return line;
}

static void make_line(Maker *m, MarkupKind kind, const FontSpec *font, const char *text, size_t n) {
    Line *line = add_line(m, font);
    if (!line) return;
    Mode mode = {.font = *font};
    if (kind == MARKUP_LATEX) {
        m->status = math_text_layout(m->ctx, text, n, font->size_pt, false, &line->math);
        if (m->status != OK) return;
        MathBox box = math_box(line->math);
        line->width = box.width;
        line->ascent = fmax(line->ascent * 0.8, box.ascent);
        line->descent = fmax(line->descent, box.descent);
    } else if (kind == MARKUP_TEX && braces_balance(text, text + n)) {
        m->at = text;
        m->end = text + n;
        run_group(m, &mode, false);
    } else {
        buf_put(&m->text, text, n);
        flush(m, &mode);
    }
}

static void place_lines(LabelLayout *label) {
    double baseline = 0;
    Line *before = NULL;
    for (Line *line = label->first; line; before = line, line = line->next) {
        if (before) baseline += before->descent + line->ascent;
        if (before && before->math)
            baseline += 0.15 * (line->ascent + line->descent); // TeX's \\lineskip
        line->baseline = baseline;
        label->box.width = fmax(label->box.width, line->width);
    }
    if (label->first) label->box.ascent = label->first->ascent;
    if (before) label->box.descent = baseline + before->descent;
}

/// End of a latex line: a "\\\\" or \\newline outside braces, mathematics and environments ends it
/// before the text does.
static const char *latex_line_end(const char *p, const char *end, const char **ret_next) {
    int depth = 0;
    bool math = false;
    for (const char *q = p; q < end; q++) {
        size_t left = (size_t)(end - q);
        if (*q == '$') {
            math = !math;
        } else if (*q == '{') {
            depth++;
        } else if (*q == '}') {
            depth--;
        } else if (*q == '\\' && left > 1) {
            bool line = q[1] == '\\', word = left >= 8 && !memcmp(q, "\\newline", 8);
            if (left >= 6 && !memcmp(q, "\\begin", 6)) depth++;
            if (left >= 4 && !memcmp(q, "\\end", 4)) depth--;
            if (!depth && !math && (line || word)) {
                *ret_next = q + (line ? 2 : 8);
                return q;
            }
            q++;
        }
    }
    return end;
}

Status label_layout(Ctx *ctx, MarkupKind kind, const FontSpec *font, const char *utf8,
                    size_t n_bytes, LabelLayout **ret) {
    if (n_bytes > MAX_BYTES)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:label:size",
                        "Text of a label is longer than %d bytes.", MAX_BYTES);
    LabelLayout *label = mem_alloc_zero(sizeof *label);
    if (!label) return ctx_fail_nomem(ctx);
    Maker m = {.ctx = ctx, .label = label, .status = OK};
    FontSpec own = *font;
    if (!(label->arena = arena_new()))
        maker_fail(&m);
    else if (font->family &&
             !(own.family = arena_dup(label->arena, font->family, strlen(font->family))))
        maker_fail(&m);
    const char *p = utf8, *end = utf8 + n_bytes;
    while (m.status == OK) {
        const char *stop = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        const char *line_end = stop ? stop : end, *next = stop ? stop + 1 : NULL;
        if (kind == MARKUP_LATEX) line_end = latex_line_end(p, line_end, &next);
        make_line(&m, kind, &own, p, (size_t)(line_end - p));
        if (!next) break;
        p = next;
    }
    buf_done(&m.text);
    if (m.status != OK) {
        label_free(label);
        return m.status;
    }
    place_lines(label);
    *ret = label;
    return OK;
}

MathBox label_box(const LabelLayout *label) {
    return label->box;
}

void label_draw(const LabelLayout *label, Scene *scene, double x, double y, double angle,
                double align, Color color) {
    double c = cos(angle), s = sin(angle);
    for (const Line *line = label->first; line; line = line->next) {
        double left = align * (label->box.width - line->width);
        if (line->math) {
            math_draw(line->math, scene, x + left * c + line->baseline * s,
                      y - left * s + line->baseline * c, angle, color);
            continue;
        }
        for (const Run *run = line->first; run; run = run->next) {
            SceneItem *item = scene_add(scene, SCENE_TEXT);
            char *text = item ? arena_dup(scene->arena, run->text, strlen(run->text)) : NULL;
            if (!text) {
                scene->failed = true;
                return;
            }
            double dx = left + run->x, dy = line->baseline + run->dy;
            item->text = text;
            item->font = run->font;
            if (run->font.family)
                item->font.family =
                    arena_dup(scene->arena, run->font.family, strlen(run->font.family));
            item->x = x + dx * c + dy * s;
            item->y = y - dx * s + dy * c;
            item->angle = angle;
            item->width = run->width;
            item->color = run->has_color ? run->color : color;
        }
    }
}

void label_free(LabelLayout *label) {
    if (!label) return;
    for (Line *line = label->first; line; line = line->next) math_free(line->math);
    arena_free(label->arena);
    mem_free(label);
}
