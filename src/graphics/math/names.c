// graphics/math/names.c: a name after a backslash: a command, a symbol, a macro, an accent or a
// function, looked for in this order.
#include "graphics/math/internal.h"
#include <string.h>

static MathNode *accent_node(MathParser *p, const MathAccent *accent) {
    MathNode *node = math_node(p, MATH_ACCENT, CLASS_ORD);
    if (!node) return NULL;
    node->code_point = accent->code_point;
    node->stretchy = accent->stretchy;
    node->below = accent->below;
    node->a = math_parse_argument(p);
    return node;
}

/// \dots stands in the middle of the line before a sign ("+ \dots +"), else at its foot.
static bool sign_follows(MathParser *p) {
    math_skip_space(p);
    if (p->at >= p->end) return false;
    if (*p->at != '\\') return strchr("+-=<>*", *p->at) != NULL;
    const char *start = p->at++;
    size_t n;
    const char *name = math_read_name(p, &n);
    const MathSymbol *next = math_symbol_find(name, n);
    p->at = start;
    return next && (next->math_class == CLASS_BIN || next->math_class == CLASS_REL);
}

static MathNode *symbol_command(MathParser *p, const MathSymbol *symbol) {
    MathNode *node = math_node(p, MATH_SYMBOL, (MathClass)symbol->math_class);
    if (!node) return NULL;
    node->code_point = symbol->code_point;
    if (!strcmp(symbol->name, "dots") && sign_follows(p)) node->code_point = 0x22EF;
    node->alphabet = p->bold ? math_alphabet_bold(p->alphabet) : p->alphabet;
    node->large = symbol->math_class == CLASS_OP;
    node->limits = symbol->limits;
    return node;
}

MathNode *math_parse_command(MathParser *p, const char *name, size_t n) {
    bool known;
    MathNode *made = math_make_command(p, name, n, &known);
    if (known) return made;
    const MathSymbol *symbol = math_symbol_find(name, n);
    if (symbol) return symbol_command(p, symbol);
    MathNode *macro = math_parse_macro(p, name, n);
    if (macro || p->status != OK) return macro;
    const MathAccent *accent = math_accent_find(name, n);
    if (accent) return accent_node(p, accent);
    const MathFunction *function = math_function_find(name, n);
    if (!function) return NULL;
    MathNode *node = math_node(p, MATH_TEXT, CLASS_OP);
    if (!node) return NULL;
    node->face = FACE_ROMAN;
    node->text = function->text;
    node->n_text = strlen(function->text);
    node->limits = function->limits;
    return node;
}
