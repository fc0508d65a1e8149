// graphics/math/speech.c: a formula read aloud, in one line of plain words; the alternative text of
// equations. Short things are read shortly ("x squared", "a over b"), long ones with their ends
// named.
#include "graphics/math/internal.h"
#include <string.h>

static void say_node(Buf *out, const MathNode *node);
static void say_items(Buf *out, const MathNode *item);

static void say(Buf *out, const char *words) {
    if (!*words) return;
    if (out->len && out->data[out->len - 1] != ' ' && !strchr("([{", out->data[out->len - 1]))
        buf_putc(out, ' ');
    buf_puts(out, words);
}

static void say_list(Buf *out, const MathNode *node) {
    if (node) say_items(out, node->kind == MATH_LIST ? node->a : node);
}

/// As one thing although `node` may have neighbours.
static void say_one(Buf *out, const MathNode *node) {
    if (!node) return;
    if (node->kind == MATH_LIST)
        say_items(out, node->a);
    else
        say_node(out, node);
}

static bool is_short(const MathNode *node) {
    const MathNode *only = math_only(node);
    if (!only) return true;
    if (only->kind == MATH_LIST) {
        for (const MathNode *q = only->a; q; q = q->next)
            if (!math_is_digit(q)) return false;
        return true;
    }
    return only->kind == MATH_SYMBOL || only->kind == MATH_TEXT;
}

// ---- symbols ----------------------------------------------------------------------------------

static const struct {
    uint32_t code_point;
    const char *words;
} spoken[] = {
    {'+', "plus"},
    {0x2212, "minus"},
    {'=', "equals"},
    {'<', "is less than"},
    {'>', "is greater than"},
    {0x2264, "is at most"},
    {0x2265, "is at least"},
    {0x2260, "is not equal to"},
    {0xD7, "times"},
    {0x22C5, "times"},
    {0xF7, "divided by"},
    {0x2217, "star"},
    {0xB1, "plus or minus"},
    {0x2213, "minus or plus"},
    {'/', "over"},
    {'!', "factorial"},
    {0x221E, "infinity"},
    {0x2202, "partial"},
    {0x2207, "nabla"},
    {0x2208, "in"},
    {0x2209, "not in"},
    {0x2192, "to"},
    {0x21D2, "implies"},
    {0x21D4, "if and only if"},
    {0x27F9, "implies"},
    {0x27FA, "if and only if"},
    {0x21A6, "maps to"},
    {0x2248, "is about"},
    {0x2261, "is equivalent to"},
    {0x223C, "is distributed as"},
    {0x221D, "is proportional to"},
    {0x226A, "is much less than"},
    {0x226B, "is much greater than"},
    {0x2282, "is a subset of"},
    {0x2286, "is a subset of or equal to"},
    {0x222A, "union"},
    {0x2229, "intersection"},
    {0x2227, "and"},
    {0x2228, "or"},
    {0xAC, "not"},
    {0x2200, "for all"},
    {0x2203, "there exists"},
    {0x2205, "the empty set"},
    {0x2299, "elementwise times"},
    {0x2297, "tensor times"},
    {0x2295, "direct sum"},
    {0x2218, "composed with"},
    {0x2223, "given"},
    {0x2211, "sum"},
    {0x220F, "product"},
    {0x222B, "integral"},
    {0x222C, "double integral"},
    {0x222D, "triple integral"},
    {0x222E, "closed integral"},
    {0x22C3, "union"},
    {0x22C2, "intersection"},
    {0x2026, "dot dot dot"},
    {0x22EF, "dot dot dot"},
    {0x22EE, "vertical dots"},
    {0x22F1, "diagonal dots"},
    {0x2016, "norm bar"},
    {'|', "bar"},
    {0x3F5, "epsilon"},
    {0x3D5, "phi"},
    {0x22A4, "transpose"},
    {0xB0, "degrees"},
    {0x2032, "prime"},
    {0x2113, "ell"},
    {0x210F, "h bar"},
    {'%', "percent"},
    {0x27E8, "open angle"},
    {0x27E9, "close angle"},
    {0x230A, "floor of"},
    {0x230B, "end floor"},
    {0x2308, "ceiling of"},
    {0x2309, "end ceiling"},
};

static void say_symbol(Buf *out, const MathNode *node) {
    uint32_t c = node->code_point;
    char bytes[5] = {0};
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (spoken[i].code_point == c) {
            say(out, spoken[i].words);
            return;
        }
    if (node->alphabet == ALPHABET_BLACKBOARD) say(out, "blackboard");
    if (node->alphabet == ALPHABET_SCRIPT || node->alphabet == ALPHABET_BOLD_SCRIPT)
        say(out, "script");
    if (c >= 0x80) {
        int n;
        const MathSymbol *symbols = math_symbols(&n);
        for (int i = 0; i < n; i++)
            if (symbols[i].code_point == c) {
                bool capital = c >= 0x391 && c <= 0x3A9;
                if (capital) say(out, "capital");
                say(out, symbols[i].name + (strncmp(symbols[i].name, "var", 3) ? 0 : 3));
                return;
            }
    }
    utf8_encode(c, bytes);
    if (c == ',' || c == ';' || c == ')' || c == ']' || c == '}' || c == '.')
        buf_puts(out, bytes);
    else
        say(out, bytes);
}

static void say_text(Buf *out, const char *text, size_t n) {
    while (n && *text == ' ') text++, n--;
    while (n && text[n - 1] == ' ') n--;
    if (out->len && n && out->data[out->len - 1] != ' ') buf_putc(out, ' ');
    buf_put(out, text, n);
}

// ---- constructs -------------------------------------------------------------------------------

static void say_power(Buf *out, const MathNode *up) {
    const MathNode *only = math_only(up);
    if (only->kind == MATH_PRIME) {
        for (int i = 0; i < (int)only->amount; i++) say(out, "prime");
    } else if (only->kind == MATH_SYMBOL && only->code_point == '2') {
        say(out, "squared");
    } else if (only->kind == MATH_SYMBOL && only->code_point == '3') {
        say(out, "cubed");
    } else if (only->kind == MATH_SYMBOL &&
               (only->code_point == 'T' || only->code_point == 0x22A4)) {
        say(out, "transpose");
    } else {
        bool brief = is_short(up);
        say(out, brief ? "to the" : "to the power");
        say_one(out, up);
        if (!brief) say(out, "end power");
    }
}

static void say_scripts(Buf *out, const MathNode *node) {
    const MathNode *base = math_only(node->a);
    if (node->a) say_one(out, node->a);
    if (base && base->kind == MATH_BRACE) {
        say(out, "with");
        say_one(out, node->b ? node->b : node->c);
        say(out, node->b ? "above" : "below");
        return;
    }
    if (base && base->math_class == CLASS_OP) {
        bool named = base->kind == MATH_TEXT && !base->limits; // sin squared
        if (node->c) {
            bool limit =
                base->kind == MATH_TEXT && base->n_text >= 3 && !memcmp(base->text, "lim", 3);
            say(out, named ? "sub" : limit ? "as" : node->b ? "from" : "over");
            say_one(out, node->c);
        }
        if (node->b && !named) {
            say(out, "to");
            say_one(out, node->b);
        }
        if (node->b && named) say_power(out, node->b);
        say(out, "of");
        return;
    }
    if (node->c) {
        say(out, "sub");
        say_one(out, node->c);
        if (!is_short(node->c)) say(out, "end sub");
    }
    if (node->b) say_power(out, node->b);
}

static void say_fraction(Buf *out, const MathNode *node) {
    if (node->thickness == 0) {
        say_one(out, node->a);
        say(out, node->left ? "choose" : "above");
        say_one(out, node->b);
        return;
    }
    bool brief = is_short(node->a) && is_short(node->b);
    if (!brief) say(out, "fraction");
    say_one(out, node->a);
    say(out, "over");
    say_one(out, node->b);
    if (!brief) say(out, "end fraction");
}

static void say_radical(Buf *out, const MathNode *node) {
    if (node->b) {
        say(out, "root");
        say_one(out, node->b);
        say(out, "of");
    } else {
        say(out, "square root of");
    }
    say_one(out, node->a);
    if (!is_short(node->a)) say(out, "end root");
}

static void say_accent(Buf *out, const MathNode *node) {
    static const struct {
        uint32_t mark;
        const char *words;
    } names[] = {{0x302, "hat"},   {0x303, "tilde"},      {0x304, "bar"},   {0x20D7, "vector"},
                 {0x307, "dot"},   {0x308, "double dot"}, {0x30C, "check"}, {0x306, "breve"},
                 {0x301, "acute"}, {0x300, "grave"},      {0x30A, "ring"}};
    say_one(out, node->a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].mark == node->code_point) say(out, names[i].words);
}

static void say_fence(Buf *out, uint32_t c) {
    MathNode symbol = {.kind = MATH_SYMBOL, .code_point = c};
    if (c) say_symbol(out, &symbol);
}

static void say_array(Buf *out, const MathNode *node) {
    const MathArray *a = node->array;
    bool lines = a->paired || a->n_cols == 1;
    if (a->left == '{' && !a->right)
        say(out, "cases");
    else if (!lines) {
        buf_printf(out, out->len ? " %ld by %ld matrix" : "%ld by %ld matrix", (long)a->n_rows,
                   (long)a->n_cols);
    }
    for (Index r = 0; r < a->n_rows; r++) {
        if (r) buf_puts(out, ";");
        if (!lines && a->n_rows > 1) buf_printf(out, " row %ld:", (long)r + 1);
        for (Index k = 0; k < a->n_cols; k++) {
            if (k && !lines) buf_puts(out, ",");
            say_list(out, a->cells[r * a->n_cols + k]);
        }
    }
    if (!lines) say(out, "end matrix");
}

static void say_stack(Buf *out, const MathNode *node) {
    if (node->kind == MATH_ARROW)
        say(out, "arrow");
    else
        say_one(out, node->a);
    if (!math_is_empty(node->b)) {
        say(out, "with");
        say_one(out, node->b);
        say(out, "above");
    }
    if (!math_is_empty(node->c)) {
        say(out, "with");
        say_one(out, node->c);
        say(out, "below");
    }
}

static void say_node(Buf *out, const MathNode *node) {
    switch (node->kind) {
    case MATH_SYMBOL: say_symbol(out, node); break;
    case MATH_LIST: say_items(out, node->a); break;
    case MATH_FRACTION: say_fraction(out, node); break;
    case MATH_RADICAL: say_radical(out, node); break;
    case MATH_SCRIPTS: say_scripts(out, node); break;
    case MATH_ACCENT: say_accent(out, node); break;
    case MATH_BAR:
        say_one(out, node->a);
        say(out, node->below ? "underlined" : "bar");
        break;
    case MATH_FENCED:
        say_fence(out, node->left);
        say_list(out, node->a);
        say_fence(out, node->right);
        break;
    case MATH_BIG:
    case MATH_MIDDLE: say_fence(out, node->code_point); break;
    case MATH_ARRAY: say_array(out, node); break;
    case MATH_TEXT:
    case MATH_ERROR: say_text(out, node->text, node->n_text); break;
    case MATH_STACK:
    case MATH_ARROW: say_stack(out, node); break;
    case MATH_PHANTOM:
        if ((int)node->amount & 8) say_one(out, node->a);
        break;
    case MATH_PRIME: say_power(out, node); break;
    case MATH_CANCEL:
        say_one(out, node->a);
        say(out, "crossed out");
        break;
    case MATH_CHOICE:
        if (node->a) say_one(out, node->a->a);
        break;
    case MATH_BRACE:
    case MATH_COLOR:
    case MATH_BOXED:
    case MATH_RAISE: say_one(out, node->a); break;
    case MATH_SPACE:
    case MATH_RULE:
    case MATH_STYLE: break;
    }
}

static void say_items(Buf *out, const MathNode *item) {
    while (item && !out->failed) {
        char digits[64];
        const MathNode *first = item;
        if (math_read_number(&item, NULL, digits, sizeof digits)) {
            say(out, digits);
            if (item && item->kind == MATH_SCRIPTS && math_is_digit(item->a)) {
                buf_putc(out, (char)item->a->code_point); // 10^2
                MathNode scripts = *item;
                scripts.a = NULL;
                say_scripts(out, &scripts);
                item = item->next;
            }
            continue;
        }
        bool word = item->kind == MATH_SYMBOL &&
                    (item->alphabet == ALPHABET_ROMAN || item->alphabet == ALPHABET_ITALIC) &&
                    math_is_letter(item->code_point);
        if (word) { // \mathrm{loss}: one word
            if (out->len && out->data[out->len - 1] != ' ') buf_putc(out, ' ');
            for (; item && item->kind == MATH_SYMBOL && item->alphabet == first->alphabet &&
                   math_is_letter(item->code_point);
                 item = item->next) {
                char bytes[4];
                buf_put(out, bytes, (size_t)utf8_encode(item->code_point, bytes));
            }
            continue;
        }
        say_node(out, item);
        item = item->next;
    }
}

static void write_speech(Buf *out, const MathNode *root, const char *tex, size_t n, bool display) {
    (void)tex;
    (void)n;
    (void)display;
    say_items(out, root->a);
}

Status math_speech(Ctx *ctx, const char *tex, size_t n_bytes, Buf *out) {
    return math_write(ctx, tex, n_bytes, out, write_speech, true);
}
