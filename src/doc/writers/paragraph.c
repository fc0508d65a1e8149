// doc/writers/paragraph.c: line breaking of mixed runs. Text becomes words made of fragments (a
// change of style inside a word starts a new fragment); equations and pictures are fragments too.
// The breaks of a paragraph are chosen together, so that the sum of the squared stretches is least
// (after Knuth and Plass, without hyphenation).
#include "base/utf.h"
#include "base/vec.h"
#include "doc/controls.h"
#include "doc/writers/flow.h"
#include <ctype.h>
#include <float.h>
#include <math.h>
#include <string.h>

typedef struct Frag {
    RunKind kind;
    FontSpec font;
    const char *text; // in the strip's arena
    const char *link;
    MathLayout *math; // owned
    const DocImage *image;
    double width, ascent, descent, scale;
    bool underline;
    double pad; // of a control's box, left and right of its text; 0: no box
} Frag;

typedef struct Word {
    Index first, n; // fragments
    double width;
    bool space_after; // false: a break is allowed, but no space stands there ("mini-|batch")
    bool forced;      // line ends after it
} Word;

typedef struct ParaLine {
    Index first, n; // words
    double width, ascent, descent, height, baseline;
    bool justified;
} ParaLine;

struct Para {
    Flow *flow;
    ParaStyle style;
    double width, space, line_ascent, line_descent;
    Frag *frags;
    Word *words;
    ParaLine *lines;
    Index n_frags, cap_frags, n_words, cap_words, n_lines, cap_lines;
};

static const Color link_color = {0.05f, 0.28f, 0.65f, 1};

// ---- words ------------------------------------------------------------------------------------

static Word *open_word(Para *p, bool fresh) {
    if (!fresh && p->n_words && p->words[p->n_words - 1].n >= 0 && !p->words[p->n_words - 1].forced)
        return &p->words[p->n_words - 1];
    Status status = vec_reserve(p->flow->ctx, (void **)&p->words, &p->cap_words, p->n_words + 1,
                                sizeof *p->words);
    if (status != OK) {
        flow_fail(p->flow, status);
        return NULL;
    }
    p->words[p->n_words] = (Word){.first = p->n_frags};
    return &p->words[p->n_words++];
}

static void add_frag(Para *p, Frag frag, bool *fresh) {
    Word *word = open_word(p, *fresh);
    Status status = word ? vec_reserve(p->flow->ctx, (void **)&p->frags, &p->cap_frags,
                                       p->n_frags + 1, sizeof *p->frags)
                         : ERR_NOMEM;
    if (status != OK) {
        flow_fail(p->flow, status);
        math_free(frag.math);
        return;
    }
    *fresh = false;
    p->frags[p->n_frags++] = frag;
    word->n++;
    word->width += frag.width;
}

static FontSpec run_font(const Para *p, unsigned style) {
    FontSpec font = p->style.font;
    if (style & RUN_MONO) {
        font = p->flow->style.mono;
        font.size_pt = p->style.font.size_pt * 0.84;
        font.bold = p->style.font.bold;
    }
    if (style & RUN_BOLD) font.bold = true;
    if (style & RUN_ITALIC) font.italic = !p->style.font.italic;
    return font;
}

/// Bytes of a text, at most n, that do not cut a character.
static size_t whole_characters(const char *text, size_t n_all, size_t n) {
    if (n >= n_all) return n_all;
    size_t cut = n;
    while (cut > 1 && ((unsigned char)text[cut] & 0xC0) == 0x80) cut--;
    if (cut < 1) cut = 1;
    while (cut < n_all && ((unsigned char)text[cut] & 0xC0) == 0x80) cut++;
    return cut;
}

/// A word; one longer than a line is cut, at characters' ends, into pieces of about a line.
static void add_piece(Para *p, const DocRun *run, const char *text, size_t n, bool *fresh) {
    enum { LOOK = 1000 }; // bytes measured at once: more than a line holds
    while (n && p->flow->status == OK) {
        Frag frag = {.kind = RUN_TEXT, .font = run_font(p, run->style), .link = run->link, .scale = 1};
        frag.underline = run->style & RUN_UNDERLINE;
        frag.pad = run->style & RUN_CONTROL ? 0.4 * frag.font.size_pt : 0;
        double room = fmax(p->width - 2 * frag.pad, 1);
        size_t take = whole_characters(text, n, LOOK);
        frag.width = text_width(&frag.font, text, take);
        if (frag.width > room && take > 1) {
            take = whole_characters(text, n, (size_t)((double)take * room / frag.width * 0.95));
            frag.width = text_width(&frag.font, text, take);
        }
        frag.width += 2 * frag.pad;
        frag.text = flow_text(p->flow, text, take);
        if (!frag.text) return;
        frag.ascent =
            p->line_ascent; // of links and underlines; the line's height comes from the leading
        frag.descent = p->line_descent;
        add_frag(p, frag, fresh);
        text += take;
        n -= take;
        if (n) *fresh = true;
    }
}

/// Ideographs, kana, hangul and full-width forms: lines may break between them.
static bool is_ideograph(uint32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/// Marks that may not begin a line: 、。，．！？：；」』）】〉》・ー and small kana.
static bool hangs_on(uint32_t c) {
    static const uint32_t marks[] = {0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011,
                                     0x3015, 0x30FB, 0x30FC, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E,
                                     0xFF1A, 0xFF1B, 0xFF1F, 0x3041, 0x3043, 0x3063, 0x3083,
                                     0x3085, 0x3087, 0x30A3, 0x30C3, 0x30E3, 0x30E5, 0x30E7};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == c) return true;
    return false;
}

static bool opens(uint32_t c) {
    return c == 0x3008 || c == 0x300A || c == 0x300C || c == 0x300E || c == 0x3010 || c == 0xFF08;
}

/// Whether a line may end between the character that ends at byte i and the next.
static bool breaks_between(const char *text, size_t i, size_t n) {
    size_t start = i;
    while (start > 0 && ((unsigned char)text[start] & 0xC0) == 0x80) start--;
    if (start == i || ((unsigned char)text[i + 1] & 0xC0) == 0x80)
        return false; // not the end of a long character
    size_t next = i + 1;
    uint32_t before = utf8_next(text, n, &start), after = utf8_next(text, n, &next);
    return is_ideograph(before) && !opens(before) && !hangs_on(after) && after > 0x20 &&
           (is_ideograph(after) || after < 0x2000);
}

static bool breaks_after(const char *text, size_t i, size_t n) {
    if (i + 1 >= n) return false;
    if ((unsigned char)text[i] >= 0x80 && breaks_between(text, i, n)) return true;
    if (text[i] == '-')
        return i > 1 && isalpha((unsigned char)text[i - 1]) && isalpha((unsigned char)text[i + 1]);
    if (text[i] == '/')
        return i > 2 && isalnum((unsigned char)text[i - 1]) && isalnum((unsigned char)text[i + 1]);
    return (unsigned char)text[i] == 0x94 && i >= 2 &&
           (unsigned char)text[i - 2] == 0xE2; // em dash
}

static void add_text(Para *p, const DocRun *run, bool *fresh) {
    const char *text = run->text;
    size_t n = strlen(text), start = 0;
    if (run->style & RUN_CONTROL) { // in one box, blanks and all
        add_piece(p, run, text, n, fresh);
        return;
    }
    for (size_t i = 0; i <= n && p->flow->status == OK; i++) {
        bool space = i < n && isspace((unsigned char)text[i]);
        if (i < n && !space && !breaks_after(text, i, n)) continue;
        size_t stop = i < n && !space ? i + 1 : i;
        if (stop > start) add_piece(p, run, text + start, stop - start, fresh);
        if (i < n) {
            if (space && p->n_words) p->words[p->n_words - 1].space_after = true;
            *fresh = true;
        }
        start = i + 1;
    }
}

static void add_equation(Para *p, const DocRun *run, bool *fresh) {
    Frag frag = {.kind = RUN_EQUATION, .link = run->link, .scale = 1, .text = run->text};
    double size = p->style.font.size_pt * 1.04;
    Status status = math_layout(p->flow->ctx, run->text, strlen(run->text), size, run->display,
                                &frag.math, NULL);
    if (status == ERR_LIMIT || status == ERR_IO) { // shown as its source instead
        error_clear(&p->flow->ctx->error);
        DocRun source = {.kind = RUN_TEXT, .style = RUN_MONO, .text = run->text};
        add_text(p, &source, fresh);
        return;
    }
    if (status != OK) {
        flow_fail(p->flow, status);
        return;
    }
    MathBox box = math_box(frag.math);
    if (box.width > p->width) { // an inline equation wider than the line is set smaller
        double fit = fmax(size * p->width / box.width * 0.98, 3);
        math_free(frag.math);
        frag.math = NULL;
        status = math_layout(p->flow->ctx, run->text, strlen(run->text), fit, run->display,
                             &frag.math, NULL);
        if (status != OK) {
            flow_fail(p->flow, status);
            return;
        }
        box = math_box(frag.math);
    }
    frag.width = box.width;
    frag.ascent = box.ascent;
    frag.descent = box.descent;
    add_frag(p, frag, fresh);
}

static void add_image(Para *p, const DocRun *run, bool *fresh) {
    if (!run->image || !run->image->pixels) { // not there, or of a kind we do not draw
        Buf label = BUF_INIT;
        bool named = run->text && *run->text;
        buf_printf(&label, named ? "(picture: %s)" : "(picture%s)", named ? run->text
                                                       : run->image ? "" : " missing");
        DocRun missing = {.kind = RUN_TEXT, .style = RUN_ITALIC, .text = buf_text(&label)};
        if (label.failed)
            flow_fail(p->flow, ctx_fail_nomem(p->flow->ctx));
        else
            add_text(p, &missing, fresh);
        buf_done(&label);
        return;
    }
    const DocImage *image = run->image;
    double w = image->width_px > 0 ? image->width_px : (double)image->width;
    double h =
        image->height_px > 0 ? image->height_px : w * (double)image->height / (double)image->width;
    Frag frag = {.kind = RUN_IMAGE, .image = image, .link = run->link, .scale = 1};
    picture_size(p->flow, w * 0.75, h * 0.75, &frag.width, &frag.ascent);
    if (frag.width > p->width) {
        frag.ascent *= p->width / frag.width;
        frag.width = p->width;
    }
    frag.descent = 2;
    add_frag(p, frag, fresh);
}

static void collect(Para *p, const DocRuns *runs) {
    bool fresh = true;
    for (Index i = 0; i < runs->n && p->flow->status == OK; i++) {
        const DocRun *run = &runs->items[i];
        switch (run->kind) {
        case RUN_RAW: break; // only its own format knows it
        case RUN_TEXT: add_text(p, run, &fresh); break;
        case RUN_EQUATION: add_equation(p, run, &fresh); break;
        case RUN_IMAGE: add_image(p, run, &fresh); break;
        case RUN_BREAK:
            if (p->n_words) p->words[p->n_words - 1].forced = true;
            fresh = true;
            break;
        }
    }
}

// ---- lines ------------------------------------------------------------------------------------

static double glue(const Para *p, Index word) {
    return p->words[word].space_after ? p->space : 0;
}

/// How bad a line of these natural widths is: squared stretch or shrink of its spaces; DBL_MAX when
/// it does not fit.
static double line_cost(const Para *p, double natural, Index spaces, bool last, bool single) {
    double slack = p->width - natural;
    if (slack < -0.01) {
        double shrink = spaces ? -slack / ((double)spaces * p->space) : 1;
        bool allowed = p->style.justify && shrink <= 0.12;
        if (!allowed) return single ? 1e9 : DBL_MAX;
        return 100 * shrink * shrink * 30 + 1;
    }
    if (last) return natural < 0.09 * p->width ? 4 : 0; // better not a single short word
    if (!p->style.justify) return slack * slack / (p->width * p->width) * 100;
    double stretch = spaces ? slack / ((double)spaces * p->space) : slack / p->space;
    return 10 * stretch * stretch + 1;
}

static void add_line(Para *p, Index first, Index end, bool last) {
    Status status = vec_reserve(p->flow->ctx, (void **)&p->lines, &p->cap_lines, p->n_lines + 1,
                                sizeof *p->lines);
    if (status != OK) {
        flow_fail(p->flow, status);
        return;
    }
    ParaLine line = {
        .first = first, .n = end - first, .ascent = p->line_ascent, .descent = p->line_descent};
    Index spaces = 0;
    for (Index w = first; w < end; w++) {
        const Word *word = &p->words[w];
        line.width += word->width;
        if (w + 1 < end) {
            line.width += glue(p, w);
            spaces += word->space_after;
        }
        for (Index k = word->first; k < word->first + word->n; k++) {
            if (p->frags[k].kind == RUN_TEXT)
                continue; // text of the paragraph's own size fits its leading
            line.ascent = fmax(line.ascent, p->frags[k].ascent);
            line.descent = fmax(line.descent, p->frags[k].descent);
        }
    }
    double slack = p->width - line.width;
    // A line that would need very wide spaces stays ragged.
    line.justified = p->style.justify && !last && spaces &&
                     slack < (double)spaces * p->space * 1.6 + 0.02 * p->width;
    if (slack < 0) line.justified = true;
    double own = p->line_ascent + p->line_descent, half = (p->style.leading - own) / 2;
    double up = fmax(p->line_ascent + half, line.ascent + 1),
           down = fmax(p->line_descent + half, line.descent + 1);
    line.height = up + down;
    line.baseline = up;
    p->lines[p->n_lines++] = line;
}

/// Best breaks of the words first … end-1, which end with a forced break or the paragraph.
static void break_segment(Para *p, Index first, Index end) {
    Index n = end - first;
    double *best = mem_alloc((size_t)(n + 1) * sizeof *best);
    Index *from = mem_alloc((size_t)(n + 1) * sizeof *from);
    if (!best || !from) {
        flow_fail(p->flow, ctx_fail_nomem(p->flow->ctx));
        mem_free(best);
        mem_free(from);
        return;
    }
    best[0] = 0;
    for (Index j = 1; j <= n; j++) { // a line that ends before word j
        best[j] = DBL_MAX;
        double natural = 0;
        Index spaces = 0;
        for (Index i = j - 1; i >= 0; i--) {
            natural += p->words[first + i].width;
            if (i < j - 1) {
                natural += glue(p, first + i);
                spaces += p->words[first + i].space_after;
            }
            double cost = line_cost(p, natural, spaces, j == n, i == j - 1);
            if (cost < DBL_MAX && best[i] < DBL_MAX && best[i] + cost < best[j]) {
                best[j] = best[i] + cost;
                from[j] = i;
            }
            if (natural > 1.15 * p->width && i < j - 1) break;
        }
    }
    Index *breaks = mem_alloc((size_t)(n + 1) * sizeof *breaks);
    if (!breaks) flow_fail(p->flow, ctx_fail_nomem(p->flow->ctx));
    Index count = 0;
    for (Index j = n; breaks && j > 0; j = from[j]) breaks[count++] = j;
    Index at = 0;
    while (count && p->flow->status == OK) {
        Index next = breaks[--count];
        add_line(p, first + at, first + next, next == n);
        at = next;
    }
    mem_free(breaks);
    mem_free(best);
    mem_free(from);
}

Para *para_new(Flow *f, const DocRuns *runs, const ParaStyle *style, double width) {
    if (f->status != OK) return NULL;
    Para *p = mem_alloc_zero(sizeof *p);
    if (!p) {
        flow_fail(f, ctx_fail_nomem(f->ctx));
        return NULL;
    }
    p->flow = f;
    p->style = *style;
    p->width = fmax(width, 8);
    TextExtents e = text_measure(&style->font, " ", 1);
    p->space = e.width;
    p->line_ascent = e.ascent;
    p->line_descent = e.descent;
    collect(p, runs);
    for (Index start = 0; start < p->n_words && f->status == OK;) {
        Index end = start;
        while (end + 1 < p->n_words && !p->words[end].forced) end++;
        break_segment(p, start, end + 1);
        start = end + 1;
    }
    if (f->status != OK) {
        para_free(p);
        return NULL;
    }
    return p;
}

void para_free(Para *p) {
    if (!p) return;
    for (Index i = 0; i < p->n_frags; i++) math_free(p->frags[i].math);
    mem_free(p->frags);
    mem_free(p->words);
    mem_free(p->lines);
    mem_free(p);
}

Index para_lines(const Para *p) {
    return p->n_lines;
}
double para_line_height(const Para *p, Index line) {
    return p->lines[line].height;
}

double para_baseline(const Para *p, Index line) {
    return p->lines[line].baseline;
}

double para_natural_width(const Para *p) {
    double width = 0, widest = 0;
    for (Index i = 0; i < p->n_words; i++) {
        width += p->words[i].width + (i + 1 < p->n_words && !p->words[i].forced ? glue(p, i) : 0);
        widest = fmax(widest, width);
        if (p->words[i].forced) width = 0;
    }
    return widest;
}

double para_least_width(const Para *p) {
    double widest = 0;
    for (Index i = 0; i < p->n_words; i++) widest = fmax(widest, p->words[i].width);
    return widest;
}

/// The box of a control's value, a little higher than its text.
static void draw_box(const Frag *frag, Scene *scene, double x, double y) {
    static const Color edge = {0.55f, 0.58f, 0.64f, 1}, paper = {0.965f, 0.97f, 0.98f, 1};
    double size = frag->font.size_pt, top = y - 1.02 * size, height = 1.44 * size, line = 0.5;
    draw_rect(scene, x, top, frag->width, height, 2.2, edge);
    draw_rect(scene, x + line, top + line, frag->width - 2 * line, height - 2 * line, 2.2 - line, paper);
}

static void draw_frag(const Para *p, const Frag *frag, Scene *scene, double x, double y,
                      bool space_after, double underline_more) {
    Color color = frag->link ? link_color : p->style.color;
    if (frag->kind == RUN_EQUATION) {
        math_draw(frag->math, scene, x, y, 0, color);
    } else if (frag->kind == RUN_IMAGE) {
        draw_image(scene, frag->image, x, y - frag->ascent, frag->width, frag->ascent);
    } else {
        Buf text =
            BUF_INIT; // the space belongs to the text, so that it is there when copied out of a PDF
        buf_puts(&text, frag->text);
        if (space_after) buf_putc(&text, ' ');
        if (text.failed) scene->failed = true;
        if (frag->pad > 0) draw_box(frag, scene, x, y);
        draw_text(p->flow, scene, &frag->font, buf_text(&text), x + frag->pad, y,
                  frag->width - 2 * frag->pad, color);
        buf_done(&text);
    }
    if (frag->underline)
        draw_rect(scene, x, y + 0.11 * frag->font.size_pt, frag->width + underline_more,
                  0.05 * frag->font.size_pt, 0, color);
    if (frag->link)
        draw_link(scene, frag->link, x, y - frag->ascent, frag->width,
                  frag->ascent + frag->descent);
}

void para_draw_line(const Para *p, Index index, Scene *scene, double x, double top) {
    const ParaLine *line = &p->lines[index];
    double slack = p->width - line->width, extra = 0;
    Index spaces = 0;
    for (Index w = line->first; w + 1 < line->first + line->n; w++)
        spaces += p->words[w].space_after;
    if (line->justified && spaces)
        extra = slack / (double)spaces;
    else if (p->style.align == DOC_CENTER)
        x += slack / 2;
    else if (p->style.align == DOC_RIGHT)
        x += slack;
    for (Index w = line->first; w < line->first + line->n; w++) {
        const Word *word = &p->words[w];
        bool more = w + 1 < line->first + line->n;
        for (Index k = word->first; k < word->first + word->n; k++) {
            bool space = (word->space_after || word->forced) && k + 1 == word->first + word->n;
            bool on = space && more && p->frags[p->words[w + 1].first].underline;
            draw_frag(p, &p->frags[k], scene, x, top + line->baseline, space,
                      on ? p->space + extra : 0);
            x += p->frags[k].width;
        }
        if (more && word->space_after) x += p->space + extra;
    }
}
