// graphics/math/omml.c: the tree of a formula as Office Math (ECMA-376 part 1, section 22.1), the
// equations of Word. Colour and face are properties of runs, so they travel down in a Mode.
//
//   a b       m:f, m:rad, m:sSub …   each argument is m:e, m:num … around runs and objects
//   \sum …    m:nary takes what follows, up to the next relation or sum, as its operand
#include "graphics/math/internal.h"
#include <string.h>

typedef struct Mode {
    bool has_color;
    Color color;
    int depth; // operands inside operands
} Mode;
enum { MAX_OPERANDS = 40 }; // beyond, an operator's operand stays outside it

static void put_node(Buf *out, const MathNode *node, Mode mode);
static void put_items(Buf *out, const MathNode *item, const MathNode *end, Mode mode);

/// <m:tag> around the content of a list.
static void put_argument(Buf *out, const char *tag, const MathNode *node, Mode mode) {
    if (math_is_empty(node)) {
        buf_printf(out, "<m:%s/>", tag);
        return;
    }
    buf_printf(out, "<m:%s>", tag);
    put_items(out, node->kind == MATH_LIST ? node->a : node,
              node->kind == MATH_LIST ? NULL : node->next, mode);
    buf_printf(out, "</m:%s>", tag);
}

static void put_char_property(Buf *out, const char *tag, uint32_t c) {
    buf_printf(out, "<m:%s m:val=\"", tag);
    if (c) buf_put_xml_char(out, c);
    buf_puts(out, "\"/>");
}

// ---- runs -------------------------------------------------------------------------------------

/// Look of a run: m:sty, or ordinary text in a face.
typedef struct RunLook {
    const char *style;
    bool normal_text, bold, italic;
    const char *font;
} RunLook;

static void open_run(Buf *out, RunLook look, Mode mode) {
    buf_puts(out, "<m:r>");
    if (look.normal_text || look.style) {
        buf_puts(out, "<m:rPr>");
        if (look.normal_text) buf_puts(out, "<m:nor/>");
        if (look.style) buf_printf(out, "<m:sty m:val=\"%s\"/>", look.style);
        buf_puts(out, "</m:rPr>");
    }
    const char *font = look.font ? look.font : "Cambria Math";
    buf_printf(out, "<w:rPr><w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\"/>", font, font);
    if (look.bold) buf_puts(out, "<w:b/>");
    if (look.italic) buf_puts(out, "<w:i/>");
    if (mode.has_color)
        buf_printf(out, "<w:color w:val=\"%02X%02X%02X\"/>", (int)(mode.color.r * 255 + 0.5f),
                   (int)(mode.color.g * 255 + 0.5f), (int)(mode.color.b * 255 + 0.5f));
    buf_puts(out, "</w:rPr><m:t xml:space=\"preserve\">");
}

static void close_run(Buf *out) {
    buf_puts(out, "</m:t></m:r>");
}

/// Letters of the mathematical alphabets are written as their own characters, which every reader of
/// the format shows; only slant and weight of ordinary letters are properties.
static RunLook alphabet_look(MathAlphabet alphabet, uint32_t c) {
    bool capital_greek = c >= 0x391 && c <= 0x3A9;
    if (alphabet == ALPHABET_DEFAULT) return (RunLook){.style = capital_greek ? "p" : NULL};
    if (alphabet == ALPHABET_ITALIC) return (RunLook){.style = "i"};
    return (RunLook){.style = "p"};
}

static uint32_t shown_char(const MathNode *node) {
    if (node->code_point == '|' && node->math_class == CLASS_ORD) return 0x2223; // "P(A|B)"
    if (node->alphabet == ALPHABET_DEFAULT || node->alphabet == ALPHABET_ITALIC)
        return node->code_point;
    return math_alphabet_map(node->alphabet, node->code_point);
}

static bool is_bar(const MathNode *node) {
    return node && node->kind == MATH_SYMBOL && node->math_class == CLASS_ORD &&
           (node->code_point == '|' || node->code_point == 0x2016);
}

static bool same_run(const MathNode *a, const MathNode *b) {
    if (!b || b->kind != MATH_SYMBOL || b->alphabet != a->alphabet) return false;
    if (math_is_digit(b)) return false; // numbers are read as a whole
    RunLook x = alphabet_look(a->alphabet, a->code_point),
            y = alphabet_look(b->alphabet, b->code_point);
    return x.style == y.style && !b->large && !is_bar(b);
}

/// Neighbouring symbols of one look as one run; the first node after them.
static const MathNode *put_symbols(Buf *out, const MathNode *item, const MathNode *end, Mode mode) {
    open_run(out, alphabet_look(item->alphabet, item->code_point), mode);
    const MathNode *first = item;
    do {
        buf_put_xml_char(out, shown_char(item));
        item = item->next;
    } while (item && item != end && same_run(first, item));
    close_run(out);
    return item;
}

static void put_words(Buf *out, const MathNode *node, Mode mode) {
    RunLook look = {.normal_text = true};
    if (node->math_class == CLASS_OP) look = (RunLook){.style = "p"};
    look.bold = node->face == FACE_BOLD || node->face == FACE_BOLD_ITALIC;
    look.italic = node->face == FACE_ITALIC || node->face == FACE_BOLD_ITALIC;
    if (node->face == FACE_MONO) look.font = "Courier New";
    if (node->face == FACE_SANS) look.font = "Arial";
    open_run(out, look, mode);
    buf_put_xml(out, node->text, node->n_text);
    close_run(out);
}

static void put_characters(Buf *out, const char *text, RunLook look, Mode mode) {
    open_run(out, look, mode);
    buf_put_xml(out, text, strlen(text));
    close_run(out);
}

static void put_space(Buf *out, double em, Mode mode) {
    static const struct {
        double em;
        const char *text;
    } spaces[] = {{1, "\u2003"},    {0.5, "\u2002"},  {0.33, "\u2004"},
                  {0.25, "\u2005"}, {0.15, "\u2009"}, {0.05, "\u200A"}};
    if (em < 0.05) return;
    open_run(out, (RunLook){0}, mode);
    for (size_t i = 0, n = 0; i < sizeof spaces / sizeof *spaces && n < 40; i++)
        for (; em >= spaces[i].em - 0.01 && n < 40; n++, em -= spaces[i].em)
            buf_puts(out, spaces[i].text);
    close_run(out);
}

// ---- scripts ----------------------------------------------------------------------------------

static bool is_nary(const MathNode *base) {
    return base && base->kind == MATH_SYMBOL && base->large;
}

static bool has_limits(const MathNode *base) {
    if (!base || base->math_class != CLASS_OP) return false;
    if (base->limits_asked) return base->limits_asked > 0;
    return base->limits || base->kind == MATH_LIST || base->kind == MATH_BRACE;
}

/// The operand of a big operator or function: up to the next relation, sum, sign of punctuation or
/// closing fence.
static const MathNode *operand_end(const MathNode *item, const MathNode *end) {
    bool first = true;
    for (; item && item != end; item = item->next) {
        MathClass c = item->math_class;
        bool sum =
            c == CLASS_BIN && !first && item->kind == MATH_SYMBOL &&
            (item->code_point == '+' || item->code_point == 0x2212 || item->code_point == 0xB1);
        if (c == CLASS_REL || c == CLASS_PUNCT || c == CLASS_CLOSE || sum) break;
        if (item->kind == MATH_MIDDLE || (item->kind == MATH_SPACE && item->amount >= 1)) break;
        if (c != CLASS_NONE) first = false;
    }
    return item;
}

/// \sum, \int with or without limits, and its operand; the first node after it.
static const MathNode *put_nary(Buf *out, const MathNode *op, const MathNode *up,
                                const MathNode *down, const MathNode *item, const MathNode *end,
                                Mode mode) {
    buf_puts(out, "<m:nary><m:naryPr>");
    put_char_property(out, "chr", op->code_point);
    buf_printf(out, "<m:limLoc m:val=\"%s\"/>", has_limits(op) ? "undOvr" : "subSup");
    if (!down) buf_puts(out, "<m:subHide m:val=\"1\"/>");
    if (!up) buf_puts(out, "<m:supHide m:val=\"1\"/>");
    buf_puts(out, "</m:naryPr>");
    put_argument(out, "sub", down, mode);
    put_argument(out, "sup", up, mode);
    const MathNode *stop = mode.depth++ < MAX_OPERANDS ? operand_end(item, end) : item;
    buf_puts(out, "<m:e>");
    if (item == stop) put_characters(out, "\u200B", (RunLook){0}, mode); // no dotted box
    put_items(out, item, stop, mode);
    buf_puts(out, "</m:e></m:nary>");
    return stop;
}

static void put_limits(Buf *out, const MathNode *base, const MathNode *up, const MathNode *down,
                       Mode mode) {
    if (up) buf_puts(out, "<m:limUpp><m:e>");
    if (down) buf_puts(out, "<m:limLow><m:e>");
    if (base) put_node(out, base, mode);
    if (down) {
        buf_puts(out, "</m:e>");
        put_argument(out, "lim", down, mode);
        buf_puts(out, "</m:limLow>");
    }
    if (up) {
        buf_puts(out, "</m:e>");
        put_argument(out, "lim", up, mode);
        buf_puts(out, "</m:limUpp>");
    }
}

static void put_scripts(Buf *out, const MathNode *node, const char *digits, Mode mode) {
    const MathNode *base = math_only(node->a);
    if (has_limits(base) && !*digits) {
        put_limits(out, node->a, node->b, node->c, mode);
        return;
    }
    const char *tag = node->b && node->c ? "sSubSup" : node->b ? "sSup" : "sSub";
    buf_printf(out, "<m:%s><m:e>", tag);
    if (*digits) put_characters(out, digits, (RunLook){0}, mode);
    if (node->a) put_node(out, node->a, mode);
    buf_puts(out, "</m:e>");
    if (node->c) put_argument(out, "sub", node->c, mode);
    if (node->b) put_argument(out, "sup", node->b, mode);
    buf_printf(out, "</m:%s>", tag);
}

// ---- constructs -------------------------------------------------------------------------------

static void open_fence(Buf *out, uint32_t left, uint32_t right, uint32_t middle) {
    buf_puts(out, "<m:d><m:dPr>");
    put_char_property(out, "begChr", left);
    if (middle) put_char_property(out, "sepChr", middle);
    put_char_property(out, "endChr", right);
    buf_puts(out, "</m:dPr>");
}

static void put_fraction(Buf *out, const MathNode *node, Mode mode) {
    bool fenced = node->left || node->right;
    if (fenced) {
        open_fence(out, node->left, node->right, 0);
        buf_puts(out, "<m:e>");
    }
    buf_puts(out, "<m:f>");
    if (node->thickness == 0) buf_puts(out, "<m:fPr><m:type m:val=\"noBar\"/></m:fPr>");
    put_argument(out, "num", node->a, mode);
    put_argument(out, "den", node->b, mode);
    buf_puts(out, fenced ? "</m:f></m:e></m:d>" : "</m:f>");
}

static void put_radical(Buf *out, const MathNode *node, Mode mode) {
    buf_puts(out, "<m:rad>");
    if (!node->b) buf_puts(out, "<m:radPr><m:degHide m:val=\"1\"/></m:radPr>");
    put_argument(out, "deg", node->b, mode);
    put_argument(out, "e", node->a, mode);
    buf_puts(out, "</m:rad>");
}

/// A character that stretches over or under its argument: braces, arrows.
static void put_group(Buf *out, uint32_t c, bool below, const MathNode *a, Mode mode) {
    buf_puts(out, "<m:groupChr><m:groupChrPr>");
    put_char_property(out, "chr", c);
    buf_printf(out, "<m:pos m:val=\"%s\"/><m:vertJc m:val=\"%s\"/></m:groupChrPr>",
               below ? "bot" : "top", below ? "top" : "bot");
    put_argument(out, "e", a, mode);
    buf_puts(out, "</m:groupChr>");
}

static void put_accent(Buf *out, const MathNode *node, Mode mode) {
    if (node->below || node->code_point < 0x300 || node->code_point > 0x20FF) {
        put_group(out, math_accent_spacing(node->code_point), node->below, node->a, mode);
        return;
    }
    buf_puts(out, "<m:acc><m:accPr>");
    put_char_property(out, "chr", node->code_point);
    buf_puts(out, "</m:accPr>");
    put_argument(out, "e", node->a, mode);
    buf_puts(out, "</m:acc>");
}

static void put_fenced(Buf *out, const MathNode *node, Mode mode) {
    const MathNode *item = node->a ? node->a->a : NULL, *middle = item;
    while (middle && middle->kind != MATH_MIDDLE) middle = middle->next;
    open_fence(out, node->left, node->right, middle ? middle->code_point : 0);
    for (bool more = true; more;) {
        const MathNode *stop = item;
        while (stop && stop->kind != MATH_MIDDLE) stop = stop->next;
        buf_puts(out, "<m:e>");
        put_items(out, item, stop, mode);
        buf_puts(out, "</m:e>");
        more = stop != NULL;
        item = stop ? stop->next : NULL;
    }
    buf_puts(out, "</m:d>");
}

static char column_letter(const MathArray *a, Index k) {
    size_t n = strlen(a->align);
    return n ? a->align[(size_t)k % n] : 'c';
}

static void put_cell_items(Buf *out, const MathNode *cell, Mode mode) {
    if (cell) put_items(out, cell->kind == MATH_LIST ? cell->a : cell, NULL, mode);
}

/// Lines under each other.
static void put_lines(Buf *out, const MathArray *a, Mode mode) {
    buf_puts(out, "<m:eqArr>");
    for (Index r = 0; r < a->n_rows; r++) {
        buf_puts(out, "<m:e>");
        put_cell_items(out, a->cells[r], mode);
        buf_puts(out, "</m:e>");
    }
    buf_puts(out, "</m:eqArr>");
}

static void put_matrix(Buf *out, const MathArray *a, Mode mode) {
    buf_puts(out, "<m:m><m:mPr>");
    if (a->paired)
        buf_puts(out, "<m:cGpRule m:val=\"3\"/><m:cGp m:val=\"0\"/>"); // no gap in a pair
    buf_puts(out, "<m:mcs>");
    for (Index k = 0; k < a->n_cols; k++) {
        char letter = column_letter(a, k);
        buf_printf(out,
                   "<m:mc><m:mcPr><m:count m:val=\"1\"/><m:mcJc m:val=\"%s\"/></m:mcPr></m:mc>",
                   letter == 'l'   ? "left"
                   : letter == 'r' ? "right"
                                   : "center");
    }
    buf_puts(out, "</m:mcs></m:mPr>");
    for (Index r = 0; r < a->n_rows; r++) {
        buf_puts(out, "<m:mr>");
        for (Index k = 0; k < a->n_cols; k++) {
            buf_puts(out, "<m:e>");
            if (a->paired && k && k % 2 == 0) put_space(out, 1, mode);
            // A sign at the start has something to stand behind, and a cell has content, which some
            // readers ask for.
            bool empty = math_is_empty(a->cells[r * a->n_cols + k]);
            if (empty || (a->paired && k % 2)) put_characters(out, "\u200B", (RunLook){0}, mode);
            put_cell_items(out, a->cells[r * a->n_cols + k], mode);
            buf_puts(out, "</m:e>");
        }
        buf_puts(out, "</m:mr>");
    }
    buf_puts(out, "</m:m>");
}

static void put_array(Buf *out, const MathNode *node, Mode mode) {
    const MathArray *a = node->array;
    bool fenced = a->left || a->right;
    if (fenced) {
        open_fence(out, a->left, a->right, 0);
        buf_puts(out, "<m:e>");
    }
    if (!a->n_rows)
        ;
    else if (a->n_cols == 1 && column_letter(a, 0) == 'c')
        put_lines(out, a, mode);
    else
        put_matrix(out, a, mode);
    if (fenced) buf_puts(out, "</m:e></m:d>");
}

static void put_border(Buf *out, const MathNode *node, Mode mode) {
    buf_puts(out, "<m:borderBox>");
    if (node->kind == MATH_CANCEL) {
        int which = (int)node->amount;
        buf_puts(out, "<m:borderBoxPr><m:hideTop m:val=\"1\"/><m:hideBot m:val=\"1\"/><m:hideLeft "
                      "m:val=\"1\"/>"
                      "<m:hideRight m:val=\"1\"/>");
        if (which == 4) buf_puts(out, "<m:strikeH m:val=\"1\"/>");
        if (which == 1 || which == 3 || which == 5) buf_puts(out, "<m:strikeBLTR m:val=\"1\"/>");
        if (which == 2 || which == 3) buf_puts(out, "<m:strikeTLBR m:val=\"1\"/>");
        buf_puts(out, "</m:borderBoxPr>");
    }
    put_argument(out, "e", node->a, mode);
    buf_puts(out, "</m:borderBox>");
}

static void put_phantom(Buf *out, const MathNode *node, Mode mode) {
    int bits = (int)node->amount;
    buf_printf(out, "<m:phant><m:phantPr><m:show m:val=\"%d\"/>", bits & 8 ? 1 : 0);
    if (bits & 1) buf_puts(out, "<m:zeroWid m:val=\"1\"/>");
    if (bits & 2) buf_puts(out, "<m:zeroAsc m:val=\"1\"/>");
    if (bits & 4) buf_puts(out, "<m:zeroDesc m:val=\"1\"/>");
    buf_puts(out, "</m:phantPr>");
    put_argument(out, "e", node->a, mode);
    buf_puts(out, "</m:phant>");
}

static void put_arrow(Buf *out, const MathNode *node, Mode mode) {
    bool down = !math_is_empty(node->c);
    if (down) buf_puts(out, "<m:limLow><m:e>");
    put_group(out, node->code_point, true, node->b, mode); // the text stands on the arrow
    if (!down) return;
    buf_puts(out, "</m:e>");
    put_argument(out, "lim", node->c, mode);
    buf_puts(out, "</m:limLow>");
}

static void put_prime(Buf *out, const MathNode *node, Mode mode) {
    open_run(out, (RunLook){0}, mode);
    for (int i = 0; i < (int)node->amount; i++) buf_puts(out, "′");
    close_run(out);
}

static void put_node(Buf *out, const MathNode *node, Mode mode) {
    switch (node->kind) {
    case MATH_SYMBOL: put_symbols(out, node, node->next, mode); break;
    case MATH_LIST: put_items(out, node->a, NULL, mode); break;
    case MATH_FRACTION: put_fraction(out, node, mode); break;
    case MATH_RADICAL: put_radical(out, node, mode); break;
    case MATH_SCRIPTS: put_scripts(out, node, "", mode); break;
    case MATH_ACCENT: put_accent(out, node, mode); break;
    case MATH_BAR:
        buf_printf(out, "<m:bar><m:barPr><m:pos m:val=\"%s\"/></m:barPr>",
                   node->below ? "bot" : "top");
        put_argument(out, "e", node->a, mode);
        buf_puts(out, "</m:bar>");
        break;
    case MATH_BRACE: put_group(out, node->code_point, node->below, node->a, mode); break;
    case MATH_FENCED: put_fenced(out, node, mode); break;
    case MATH_ARRAY: put_array(out, node, mode); break;
    case MATH_TEXT: put_words(out, node, mode); break;
    case MATH_SPACE: put_space(out, node->amount, mode); break;
    case MATH_COLOR:
        mode.has_color = true;
        mode.color = node->color;
        if (node->a) put_node(out, node->a, mode);
        break;
    case MATH_STACK: put_limits(out, node->a, node->b, node->c, mode); break;
    case MATH_ARROW: put_arrow(out, node, mode); break;
    case MATH_PHANTOM: put_phantom(out, node, mode); break;
    case MATH_BOXED:
    case MATH_CANCEL: put_border(out, node, mode); break;
    case MATH_PRIME: put_prime(out, node, mode); break;
    case MATH_CHOICE:
        if (node->a && node->a->a) put_node(out, node->a->a, mode);
        break;
    case MATH_RAISE:
        if (node->a) put_node(out, node->a, mode);
        break;
    case MATH_BIG:
    case MATH_MIDDLE:
        if (!node->code_point) break;
        open_run(out, (RunLook){0}, mode);
        buf_put_xml_char(out, node->code_point);
        close_run(out);
        break;
    case MATH_ERROR:
        mode.has_color = true;
        mode.color = (Color){0.8f, 0, 0, 1};
        open_run(out, (RunLook){.normal_text = true, .font = "Courier New"}, mode);
        buf_put_xml(out, node->text, node->n_text);
        close_run(out);
        break;
    case MATH_RULE:
    case MATH_STYLE: break;
    }
}

/// End of what a function applies to: one thing, a number, or all from "(" to its ")". `from`
/// itself: nothing.
static const MathNode *argument_end(const MathNode *from, const MathNode *end) {
    const MathNode *item = from;
    while (item && item != end && item->math_class == CLASS_NONE) item = item->next;
    if (!item || item == end) return from;
    MathClass c = item->math_class;
    if (c == CLASS_REL || c == CLASS_BIN || c == CLASS_PUNCT || c == CLASS_CLOSE) return from;
    if (c != CLASS_OPEN) {
        do item = item->next;
        while (item && item != end && math_is_digit(item));
        return item;
    }
    enum { MAX_ARGUMENT = 500 }; // nodes looked at for a closing parenthesis
    int depth = 0, n = 0;
    for (; item && item != end && n < MAX_ARGUMENT; item = item->next, n++) {
        depth += item->math_class == CLASS_OPEN ? 1 : item->math_class == CLASS_CLOSE ? -1 : 0;
        if (depth == 0) return item->next;
    }
    return from;
}

/// "sin x" and "lim" with what they apply to.
static const MathNode *put_function(Buf *out, const MathNode *item, const MathNode *end,
                                    Mode mode) {
    const MathNode *from = item->next;
    const MathNode *stop = mode.depth++ < MAX_OPERANDS ? argument_end(from, end) : from;
    if (stop == from) {
        put_node(out, item, mode);
        return from;
    }
    buf_puts(out, "<m:func><m:fName>");
    put_node(out, item, mode);
    buf_puts(out, "</m:fName><m:e>");
    put_items(out, from, stop, mode);
    buf_puts(out, "</m:e></m:func>");
    return stop;
}

/// |x|: the bar that closes the one at `item`, alone or with scripts; null: none.
static const MathNode *closing_bar(const MathNode *item, const MathNode *end) {
    for (const MathNode *q = item->next; q && q != end; q = q->next) {
        const MathNode *base = q->kind == MATH_SCRIPTS ? q->a : q;
        if (is_bar(base) && base->code_point == item->code_point) return q == item->next ? NULL : q;
    }
    return NULL;
}

/// "(a)^2": the scripts on the parenthesis that closes the one at `item`; null: none. Word wants the whole pair as
/// their base.
static const MathNode *closing_scripts(const MathNode *item, const MathNode *end) {
    enum { MAX_INSIDE = 500 }; // nodes looked at for a closing parenthesis
    if (item->kind != MATH_SYMBOL || item->math_class != CLASS_OPEN) return NULL;
    int depth = 0, n = 0;
    for (const MathNode *q = item; q && q != end && n < MAX_INSIDE; q = q->next, n++) {
        const MathNode *base = q->kind == MATH_SCRIPTS ? math_only(q->a) : q;
        if (!base || base->kind != MATH_SYMBOL) continue;
        depth += base->math_class == CLASS_OPEN ? 1 : base->math_class == CLASS_CLOSE ? -1 : 0;
        if (depth == 0) return q->kind == MATH_SCRIPTS && q != item->next ? q : NULL;
    }
    return NULL;
}

static const MathNode *put_pair(Buf *out, const MathNode *item, const MathNode *close, Mode mode) {
    const MathNode *right = close->kind == MATH_SCRIPTS ? math_only(close->a) : close;
    const char *tag = close->kind != MATH_SCRIPTS ? NULL
                      : close->b && close->c      ? "sSubSup"
                      : close->b                  ? "sSup"
                                                  : "sSub";
    if (tag) buf_printf(out, "<m:%s><m:e>", tag);
    open_fence(out, item->code_point, right->code_point, 0);
    buf_puts(out, "<m:e>");
    put_items(out, item->next, close, mode);
    buf_puts(out, "</m:e></m:d>");
    if (!tag) return close->next;
    buf_puts(out, "</m:e>");
    if (close->c) put_argument(out, "sub", close->c, mode);
    if (close->b) put_argument(out, "sup", close->b, mode);
    buf_printf(out, "</m:%s>", tag);
    return close->next;
}

static bool is_function(const MathNode *item) {
    const MathNode *base = item->kind == MATH_SCRIPTS ? math_only(item->a) : item;
    return base && base->kind == MATH_TEXT && base->math_class == CLASS_OP;
}

static void put_items(Buf *out, const MathNode *item, const MathNode *end, Mode mode) {
    while (item && item != end && !out->failed) {
        const MathNode *base = item->kind == MATH_SCRIPTS ? math_only(item->a) : item;
        char digits[64];
        if (item->kind == MATH_COLOR && !item->a) {
            mode.has_color = true;
            mode.color = item->color;
            item = item->next;
            continue;
        }
        if (is_nary(base)) {
            bool scripts = item->kind == MATH_SCRIPTS;
            item = put_nary(out, base, scripts ? item->b : NULL, scripts ? item->c : NULL,
                            item->next, end, mode);
            continue;
        }
        if (is_function(item)) {
            item = put_function(out, item, end, mode);
            continue;
        }
        const MathNode *close =
            is_bar(item) ? closing_bar(item, end) : closing_scripts(item, end);
        if (close) {
            item = put_pair(out, item, close, mode);
            continue;
        }
        const MathNode *after = item;
        if (math_read_number(&after, end, digits, sizeof digits)) {
            bool based =
                after && after != end && after->kind == MATH_SCRIPTS && math_is_digit(after->a);
            if (based)
                put_scripts(out, after, digits, mode); // 10^2: the whole number is the base
            else
                put_characters(out, digits, (RunLook){0}, mode);
            item = based ? after->next : after;
        } else if (item->kind == MATH_SYMBOL) {
            item = put_symbols(out, item, end, mode);
        } else {
            put_node(out, item, mode);
            item = item->next;
        }
    }
}

static void write_omml(Buf *out, const MathNode *root, const char *tex, size_t n, bool display) {
    (void)tex;
    (void)n;
    (void)display;
    buf_puts(out, "<m:oMath>");
    put_items(out, root->a, NULL, (Mode){0});
    buf_puts(out, "</m:oMath>");
}

Status math_omml(Ctx *ctx, const char *tex, size_t n_bytes, Buf *out) {
    return math_write(ctx, tex, n_bytes, out, write_omml, true);
}
