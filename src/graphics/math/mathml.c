// graphics/math/mathml.c: the tree of a formula as presentation MathML (the subset of MathML Core),
// with the TeX source as an annotation. Letters of the mathematical alphabets are written as their
// own characters, since MathML Core has no other way.
#include "graphics/math/internal.h"
#include <string.h>

static void put_node(Buf *out, const MathNode *node);
static void put_row(Buf *out, const MathNode *node);
static void put_items(Buf *out, const MathNode *item);

// ---- tokens -----------------------------------------------------------------------------------

static void put_token(Buf *out, const char *tag, const char *attributes, uint32_t c) {
    buf_printf(out, "<%s%s>", tag, attributes);
    buf_put_xml_char(out, c);
    buf_printf(out, "</%s>", tag);
}

static void put_operator(Buf *out, const MathNode *node, MathClass as) {
    uint32_t c = node->code_point;
    const char *attributes = "";
    bool fence = node->math_class == CLASS_OPEN || node->math_class == CLASS_CLOSE || c == '|' ||
                 c == 0x2016 || c == 0x2223 || c == 0x2225 || c == '/';
    if (node->large && node->limits_asked)
        attributes = node->limits_asked > 0 ? " movablelimits=\"false\"" : "";
    else if (fence && node->math_class == CLASS_ORD)
        attributes = " stretchy=\"false\" lspace=\"0\" rspace=\"0\"";
    else if (fence)
        attributes = " stretchy=\"false\"";
    else if (node->math_class == CLASS_BIN && as == CLASS_ORD)
        attributes = " form=\"prefix\"";
    else if (node->math_class == CLASS_REL && c >= 0x2190 && c < 0x2200)
        attributes = " stretchy=\"false\"";
    else if (node->math_class == CLASS_ORD)
        attributes = " lspace=\"0\" rspace=\"0\"";
    put_token(out, "mo", attributes, c);
}

static void put_symbol(Buf *out, const MathNode *node, MathClass as) {
    uint32_t c = node->code_point, shown = math_alphabet_map(node->alphabet, c);
    if (node->large || (node->math_class != CLASS_ORD && node->math_class != CLASS_NONE)) {
        put_operator(out, node, as);
    } else if (c >= '0' && c <= '9') {
        put_token(out, "mn", "", shown);
    } else if (math_is_letter(c)) {
        bool capital_greek = c >= 0x391 && c <= 0x3A9 && shown == c;
        bool upright = node->alphabet == ALPHABET_ROMAN || capital_greek;
        if (node->alphabet == ALPHABET_DEFAULT) shown = c; // a single letter is slanted by itself
        put_token(out, "mi", upright ? " mathvariant=\"normal\"" : "", shown);
    } else if (c < 0x80 || c == 0x2018 || (c >= 0x2190 && c < 0x2200)) {
        put_operator(out, node, as);
    } else {
        put_token(out, "mi", " mathvariant=\"normal\"", shown);
    }
}

/// Words: blanks at the ends would be dropped, so they become no-break spaces.
static void put_text(Buf *out, const MathNode *node) {
    static const char *const styles[FACE_COUNT] = {[FACE_BOLD] = "font-weight:bold",
                                                   [FACE_ITALIC] = "font-style:italic",
                                                   [FACE_BOLD_ITALIC] =
                                                       "font-weight:bold;font-style:italic",
                                                   [FACE_SANS] = "font-family:sans-serif",
                                                   [FACE_MONO] = "font-family:monospace"};
    if (node->math_class == CLASS_OP) {
        bool movable = node->limits;
        buf_puts(out, movable ? "<mo movablelimits=\"true\" form=\"prefix\">" : "<mi>");
        buf_put_xml(out, node->text, node->n_text);
        buf_puts(out, movable ? "</mo>" : "</mi>");
        return;
    }
    buf_puts(out, "<mtext");
    if (styles[node->face]) buf_printf(out, " style=\"%s\"", styles[node->face]);
    buf_puts(out, ">");
    for (size_t i = 0, from = 0; i <= node->n_text; i++) {
        bool blank = i < node->n_text && node->text[i] == ' ';
        if (!blank && i < node->n_text) continue;
        buf_put_xml(out, node->text + from, i - from);
        if (blank) buf_puts(out, "\u00a0");
        from = i + 1;
    }
    buf_puts(out, "</mtext>");
}

static void put_fence(Buf *out, uint32_t c, const char *form) {
    if (!c) return;
    buf_printf(out, "<mo fence=\"true\" stretchy=\"true\" symmetric=\"true\" form=\"%s\">", form);
    buf_put_xml_char(out, c);
    buf_puts(out, "</mo>");
}

// ---- constructs -------------------------------------------------------------------------------

static void put_scripts(Buf *out, const MathNode *node, const char *digits) {
    const MathNode *base = math_only(node->a);
    bool op = base && base->math_class == CLASS_OP && !*digits;
    bool over = op && base->limits_asked >= 0 &&
                (base->limits || base->limits_asked > 0 || base->kind == MATH_LIST ||
                 base->kind == MATH_BRACE || node->a->kind == MATH_LIST);
    const char *tag = node->b && node->c ? (over ? "munderover" : "msubsup")
                      : node->b          ? (over ? "mover" : "msup")
                                         : (over ? "munder" : "msub");
    buf_printf(out, "<%s>", tag);
    if (*digits) {
        buf_printf(out, "<mn>%s", digits);
        buf_putc(out, (char)node->a->code_point);
        buf_puts(out, "</mn>");
    } else {
        put_row(out, node->a);
    }
    if (node->c) put_row(out, node->c);
    if (node->b) put_row(out, node->b);
    buf_printf(out, "</%s>", tag);
}

static void put_fraction(Buf *out, const MathNode *node) {
    if (node->style >= 0)
        buf_printf(out, "<mstyle displaystyle=\"%s\" scriptlevel=\"%d\">",
                   node->style == 0 ? "true" : "false", node->style > 1 ? node->style - 1 : 0);
    bool fenced = node->left || node->right;
    if (fenced) {
        buf_puts(out, "<mrow>");
        put_fence(out, node->left, "prefix");
    }
    buf_puts(out, node->thickness == 0 ? "<mfrac linethickness=\"0\">" : "<mfrac>");
    put_row(out, node->a);
    put_row(out, node->b);
    buf_puts(out, "</mfrac>");
    if (fenced) {
        put_fence(out, node->right, "postfix");
        buf_puts(out, "</mrow>");
    }
    if (node->style >= 0) buf_puts(out, "</mstyle>");
}

static void put_radical(Buf *out, const MathNode *node) {
    buf_puts(out, node->b ? "<mroot>" : "<msqrt>");
    put_row(out, node->a);
    if (node->b) put_row(out, node->b);
    buf_puts(out, node->b ? "</mroot>" : "</msqrt>");
}

uint32_t math_accent_spacing(uint32_t mark) {
    static const uint32_t pairs[][2] = {
        {0x302, '^'},     {0x303, '~'},     {0x304, 0xAF},    {0x20D7, 0x2192}, {0x307, 0x2D9},
        {0x308, 0xA8},    {0x301, 0xB4},    {0x300, '`'},     {0x306, 0x2D8},   {0x30C, 0x2C7},
        {0x30A, 0x2DA},   {0x20D6, 0x2190}, {0x20E1, 0x2194}, {0x20EF, 0x2192}, {0x20EE, 0x2190},
        {0x20D0, 0x21BC}, {0x20D1, 0x21C0}, {0x330, '~'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == mark) return pairs[i][1];
    return mark;
}

/// a with a mark over or under it.
static void put_marked(Buf *out, const MathNode *base, uint32_t mark, bool below, bool stretchy,
                       bool accent) {
    const char *tag = below ? "munder" : "mover";
    buf_printf(out, accent ? "<%s accent%s=\"true\">" : "<%s>", tag, below ? "under" : "");
    put_row(out, base);
    put_token(out, "mo", stretchy ? " stretchy=\"true\"" : " stretchy=\"false\"", mark);
    buf_printf(out, "</%s>", tag);
}

/// A script of an arrow, with room at both ends so that the arrow is longer.
static void put_arrow_script(Buf *out, const MathNode *node) {
    buf_puts(out, "<mrow><mspace width=\"0.5em\"/>");
    put_row(out, node);
    buf_puts(out, "<mspace width=\"0.5em\"/></mrow>");
}

static void put_stack(Buf *out, const MathNode *node) {
    bool arrow = node->kind == MATH_ARROW;
    void (*put_script)(Buf *, const MathNode *) = arrow ? put_arrow_script : put_row;
    const char *tag = node->b && node->c ? "munderover" : node->b ? "mover" : "munder";
    buf_printf(out, "<%s>", tag);
    if (arrow)
        put_token(out, "mo", " stretchy=\"true\"", node->code_point);
    else
        put_row(out, node->a);
    if (node->c) put_script(out, node->c);
    if (node->b) put_script(out, node->b);
    buf_printf(out, "</%s>", tag);
}

static void put_fenced(Buf *out, const MathNode *node) {
    buf_puts(out, "<mrow>");
    put_fence(out, node->left, "prefix");
    put_items(out, node->a ? node->a->a : NULL);
    put_fence(out, node->right, "postfix");
    buf_puts(out, "</mrow>");
}

// ---- tables -----------------------------------------------------------------------------------

static char column_letter(const MathArray *a, Index k) {
    size_t n = strlen(a->align);
    return n ? a->align[(size_t)k % n] : 'c';
}

static void put_cell(Buf *out, const MathArray *a, Index r, Index k) {
    char letter = column_letter(a, k);
    buf_puts(out, "<mtd style=\""); // Blink aligns children of a cell only by the second form
    if (letter != 'c')
        buf_puts(out, letter == 'l' ? "text-align:left;text-align:-webkit-left"
                                    : "text-align:right;text-align:-webkit-right");
    if (a->paired && k % 2) buf_puts(out, ";padding-left:0");
    if (a->paired && k % 2 == 0) buf_puts(out, ";padding-right:0");
    if (a->line_above[r])
        buf_printf(out, ";border-top:0.06em %s",
                   a->line_above[r] == LINE_DASHED ? "dashed" : "solid");
    if (r == a->n_rows - 1 && a->line_above[a->n_rows])
        buf_puts(out, ";border-bottom:0.06em solid");
    if (a->line_left[k]) buf_puts(out, ";border-left:0.06em solid");
    if (k == a->n_cols - 1 && a->line_left[a->n_cols]) buf_puts(out, ";border-right:0.06em solid");
    buf_puts(out, "\">");
    if (a->paired && k % 2 && a->cells[r * a->n_cols + k]) buf_puts(out, "<mrow></mrow>");
    const MathNode *cell = a->cells[r * a->n_cols + k];
    if (cell) put_items(out, cell->kind == MATH_LIST ? cell->a : cell);
    buf_puts(out, "</mtd>");
}

static void put_array(Buf *out, const MathNode *node) {
    const MathArray *a = node->array;
    bool fenced = a->left || a->right;
    if (fenced) {
        buf_puts(out, "<mrow>");
        put_fence(out, a->left, "prefix");
    }
    buf_puts(out, "<mtable columnalign=\"");
    for (Index k = 0; k < a->n_cols; k++) {
        char letter = column_letter(a, k);
        buf_puts(out, k ? " " : "");
        buf_puts(out, letter == 'l' ? "left" : letter == 'r' ? "right" : "center");
    }
    buf_puts(out, a->display ? "\" displaystyle=\"true\">"
                  : a->small ? "\" scriptlevel=\"1\">"
                             : "\">");
    for (Index r = 0; r < a->n_rows; r++) {
        buf_puts(out, "<mtr>");
        for (Index k = 0; k < a->n_cols; k++) put_cell(out, a, r, k);
        buf_puts(out, "</mtr>");
    }
    buf_puts(out, "</mtable>");
    if (fenced) {
        put_fence(out, a->right, "postfix");
        buf_puts(out, "</mrow>");
    }
}

// ---- the rest ---------------------------------------------------------------------------------

static void put_color(Buf *out, Color c) {
    buf_printf(out, "#%02x%02x%02x", (int)(c.r * 255 + 0.5f), (int)(c.g * 255 + 0.5f),
               (int)(c.b * 255 + 0.5f));
}

static void put_wrapped(Buf *out, const char *open, const MathNode *node, const char *close) {
    buf_puts(out, open);
    put_row(out, node);
    buf_puts(out, close);
}

static void put_phantom(Buf *out, const MathNode *node) {
    int bits = (int)node->amount;
    bool padded = bits & 7;
    if (padded)
        buf_printf(out, "<mpadded%s%s%s>", bits & 1 ? " width=\"0\"" : "",
                   bits & 2 ? " height=\"0\"" : "", bits & 4 ? " depth=\"0\"" : "");
    put_wrapped(out, bits & 8 ? "<mrow>" : "<mphantom>", node->a,
                bits & 8 ? "</mrow>" : "</mphantom>");
    if (padded) buf_puts(out, "</mpadded>");
}

static void put_boxed(Buf *out, const MathNode *node) {
    int bits = (int)node->amount;
    buf_puts(out, "<mrow style=\"padding:0.3em;");
    if (bits & 1) {
        buf_puts(out, "border:0.06em solid ");
        if (node->has_color)
            put_color(out, node->color);
        else
            buf_puts(out, "currentColor");
        buf_puts(out, ";");
    }
    if (bits & 2) {
        buf_puts(out, "background:");
        put_color(out, node->fill);
    }
    put_wrapped(out, "\">", node->a, "</mrow>");
}

/// Strokes are backgrounds: MathML Core has no menclose.
static void put_cancel(Buf *out, const MathNode *node) {
    static const char *const directions[] = {
        "to bottom right", "to bottom right", "to top right", NULL, "to top", "to bottom right"};
    static const char line[] =
        ",transparent 46%,currentColor 46%,currentColor 54%,transparent 54%)";
    int which = (int)node->amount;
    if (which < 0 || which > 5) which = 1;
    buf_puts(out, "<mrow style=\"background:");
    if (directions[which])
        buf_printf(out, "linear-gradient(%s%s", directions[which], line);
    else
        buf_printf(out, "linear-gradient(to bottom right%s,linear-gradient(to top right%s", line,
                   line);
    put_wrapped(out, "\">", node->a, "</mrow>");
}

static void put_prime(Buf *out, const MathNode *node) {
    static const char *const primes[] = {"", "′", "″", "‴", "⁗"};
    int n = (int)node->amount;
    buf_puts(out, "<mo>");
    if (n <= 4)
        buf_puts(out, primes[n < 0 ? 0 : n]);
    else
        for (int i = 0; i < n; i++) buf_puts(out, primes[1]);
    buf_puts(out, "</mo>");
}

static void put_node(Buf *out, const MathNode *node) {
    switch (node->kind) {
    case MATH_SYMBOL: put_symbol(out, node, node->math_class); break;
    case MATH_LIST: put_row(out, node); break;
    case MATH_FRACTION: put_fraction(out, node); break;
    case MATH_RADICAL: put_radical(out, node); break;
    case MATH_SCRIPTS: put_scripts(out, node, ""); break;
    case MATH_ACCENT:
        put_marked(out, node->a, // only the combining forms have wider variants in the fonts
                   node->stretchy && node->code_point < 0x20D0
                       ? node->code_point
                       : math_accent_spacing(node->code_point),
                   node->below, node->stretchy, true);
        break;
    case MATH_BAR:
        put_marked(out, node->a, node->below ? '_' : 0xAF, node->below, true, true);
        break;
    case MATH_BRACE: put_marked(out, node->a, node->code_point, node->below, true, true); break;
    case MATH_FENCED: put_fenced(out, node); break;
    case MATH_MIDDLE: put_fence(out, node->code_point, "infix"); break;
    case MATH_BIG:
        if (!node->code_point) break;
        buf_printf(out,
                   "<mo stretchy=\"true\" symmetric=\"true\" lspace=\"0\" rspace=\"0\" "
                   "minsize=\"%.4gem\" maxsize=\"%.4gem\">",
                   node->amount, node->amount);
        buf_put_xml_char(out, node->code_point);
        buf_puts(out, "</mo>");
        break;
    case MATH_ARRAY: put_array(out, node); break;
    case MATH_TEXT: put_text(out, node); break;
    case MATH_SPACE:
        if (node->amount != 0) buf_printf(out, "<mspace width=\"%.4gem\"/>", node->amount);
        break;
    case MATH_COLOR:
        buf_puts(out, "<mstyle mathcolor=\"");
        put_color(out, node->color);
        put_wrapped(out, "\">", node->a, "</mstyle>");
        break;
    case MATH_STACK:
    case MATH_ARROW: put_stack(out, node); break;
    case MATH_PHANTOM: put_phantom(out, node); break;
    case MATH_BOXED: put_boxed(out, node); break;
    case MATH_CANCEL: put_cancel(out, node); break;
    case MATH_PRIME: put_prime(out, node); break;
    case MATH_RULE:
        buf_printf(out,
                   "<mspace width=\"%.4gem\" height=\"%.4gem\" style=\"background:currentColor\"/>",
                   node->amount, node->thickness);
        break;
    case MATH_CHOICE: put_row(out, node->a ? node->a->a : NULL); break;
    case MATH_RAISE:
        buf_printf(out, "<mpadded voffset=\"%.4gem\">", node->amount);
        put_wrapped(out, "", node->a, "</mpadded>");
        break;
    case MATH_ERROR:
        buf_puts(out, "<merror><mtext>");
        buf_put_xml(out, node->text, node->n_text);
        buf_puts(out, "</mtext></merror>");
        break;
    case MATH_STYLE: break;
    }
}

/// Letters that form one name: \mathrm{loss} is one identifier.
static bool joins_names(const MathNode *node) {
    return node && node->kind == MATH_SYMBOL && !node->large && math_is_letter(node->code_point) &&
           (node->alphabet == ALPHABET_ROMAN || node->alphabet == ALPHABET_ITALIC ||
            node->alphabet == ALPHABET_SANS || node->alphabet == ALPHABET_MONO);
}

static const MathNode *put_name(Buf *out, const MathNode *item) {
    buf_puts(out, "<mi>");
    MathAlphabet alphabet = item->alphabet;
    for (; joins_names(item) && item->alphabet == alphabet; item = item->next)
        buf_put_xml_char(out, math_alphabet_map(alphabet, item->code_point));
    buf_puts(out, "</mi>");
    return item;
}

static bool opens_style(Buf *out, const MathNode *item) {
    if (item->kind == MATH_COLOR && !item->a) {
        buf_puts(out, "<mstyle mathcolor=\"");
        put_color(out, item->color);
        buf_puts(out, "\">");
        return true;
    }
    if (item->kind != MATH_STYLE) return false;
    if (item->amount > 0)
        buf_printf(out, "<mstyle mathsize=\"%.4g%%\">", 100 * item->amount);
    else
        buf_printf(out, "<mstyle displaystyle=\"%s\" scriptlevel=\"%d\">",
                   item->style == 0 ? "true" : "false", item->style > 1 ? item->style - 1 : 0);
    return true;
}

/// Space that TeX puts next to an upright function name and MathML does not.
static void put_function_gap(Buf *out, MathClass before, MathClass now, const MathNode *last,
                             const MathNode *item) {
    const MathNode *left = last && last->kind == MATH_SCRIPTS ? math_only(last->a) : last;
    const MathNode *right = item->kind == MATH_SCRIPTS ? math_only(item->a) : item;
    bool named = (left && left->kind == MATH_TEXT && before == CLASS_OP) ||
                 (right && right->kind == MATH_TEXT && now == CLASS_OP);
    if (!named || before == CLASS_NONE) return;
    if (left && left->kind == MATH_TEXT && before == CLASS_OP) buf_puts(out, "<mo>\u2061</mo>");
    int gap = math_gap(before, now);
    if (gap == 1 || gap == -1) buf_puts(out, "<mspace width=\"0.1667em\"/>");
}

static void put_items(Buf *out, const MathNode *item) {
    int n_open = 0;
    MathClass before = CLASS_NONE;
    const MathNode *last = NULL;
    while (item && !out->failed) {
        char digits[64];
        if (opens_style(out, item)) {
            n_open++;
            item = item->next;
            continue;
        }
        MathClass now = math_class_in_row(item, before, item->next);
        if (item->math_class != CLASS_NONE && item->kind != MATH_SPACE) {
            put_function_gap(out, before, now, last, item);
            before = now;
            last = item;
        }
        size_t n = math_read_number(&item, NULL, digits, sizeof digits);
        if (n && item && item->kind == MATH_SCRIPTS && math_is_digit(item->a)) {
            put_scripts(out, item, digits); // 10^2: the whole number is the base
            item = item->next;
        } else if (n) {
            buf_printf(out, "<mn>%s</mn>", digits);
        } else if (joins_names(item) && joins_names(item->next) &&
                   item->alphabet == item->next->alphabet) {
            item = put_name(out, item);
        } else if (item->kind == MATH_SYMBOL) {
            put_symbol(out, item, now);
            item = item->next;
        } else {
            const char *side = item->kind != MATH_LIST && item->kind != MATH_STACK ? NULL
                               : now == CLASS_BIN ? "<mspace width=\"0.2222em\"/>"
                               : now == CLASS_REL ? "<mspace width=\"0.2778em\"/>"
                                                  : NULL;
            const MathNode *sign = math_only(item->a);
            bool own = side && sign && sign->kind == MATH_SYMBOL; // a sign has its own space
            if (side && !own) buf_puts(out, side);
            put_node(out, item);
            if (side && !own) buf_puts(out, side);
            item = item->next;
        }
    }
    while (n_open--) buf_puts(out, "</mstyle>");
}

/// As exactly one element.
static void put_row(Buf *out, const MathNode *node) {
    const MathNode *only = math_only(node);
    bool plain = only && only->kind != MATH_LIST && only->kind != MATH_STYLE &&
                 !(only->kind == MATH_COLOR && !only->a) &&
                 !(only->kind == MATH_SPACE && only->amount == 0) &&
                 !(only->kind == MATH_BIG && !only->code_point) && only->kind != MATH_CHOICE;
    if (plain && !(only->kind == MATH_MIDDLE && !only->code_point)) {
        put_node(out, only);
        return;
    }
    if (only && only->kind == MATH_CHOICE) {
        put_row(out, only->a ? only->a->a : NULL);
        return;
    }
    const MathNode *letter = node && node->kind == MATH_LIST ? node->a : NULL, *q = letter;
    while (q && joins_names(q) && q->alphabet == letter->alphabet) q = q->next;
    if (letter && !q) { // \mathrm{loss}
        put_name(out, letter);
        return;
    }
    buf_puts(out, "<mrow>");
    if (node) put_items(out, node->kind == MATH_LIST ? node->a : node);
    buf_puts(out, "</mrow>");
}

static void write_mathml(Buf *out, const MathNode *root, const char *tex, size_t n, bool display) {
    buf_printf(
        out, "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"%s\"><semantics><mrow>",
        display ? "block" : "inline");
    put_items(out, root->a);
    buf_puts(out, "</mrow><annotation encoding=\"application/x-tex\">");
    buf_put_xml(out, tex, n);
    buf_puts(out, "</annotation></semantics></math>");
}

Status math_mathml(Ctx *ctx, const char *tex, size_t n_bytes, bool display, Buf *out) {
    return math_write(ctx, tex, n_bytes, out, write_mathml, display);
}
