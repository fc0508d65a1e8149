// doc/readers/mathml.c: presentation MathML to TeX, for symbolic outputs, which .mlx files store as
// MathML. Elements by MathML 3.0, chapter 3; what is not listed gives what its children give.
#include "base/utf.h"
#include "doc/readers/mlx.h"
#include <string.h>

typedef struct Sign {
    const char *character, *tex;
} Sign;

static const Sign signs[] = {{"\u00d7", "\\times "},
                             {"\u22c5", "\\cdot "},
                             {"\u00b7", "\\cdot "},
                             {"\u2212", "-"},
                             {"\u2062", " "},
                             {"\u2061", ""},
                             {"\u2063", ""},
                             {"\u2264", "\\le "},
                             {"\u2265", "\\ge "},
                             {"\u2260", "\\ne "},
                             {"\u00b1", "\\pm "},
                             {"\u221e", "\\infty "},
                             {"\u2211", "\\sum "},
                             {"\u220f", "\\prod "},
                             {"\u222b", "\\int "},
                             {"\u2202", "\\partial "},
                             {"\u2207", "\\nabla "},
                             {"\u2192", "\\to "},
                             {"\u2208", "\\in "},
                             {"\u2227", "\\wedge "},
                             {"\u2228", "\\vee "},
                             {"\u00ac", "\\neg "},
                             {"\u2026", "\\ldots "},
                             {"\u22ef", "\\cdots "},
                             {"\u03b1", "\\alpha "},
                             {"\u03b2", "\\beta "},
                             {"\u03b3", "\\gamma "},
                             {"\u03b4", "\\delta "},
                             {"\u03b5", "\\varepsilon "},
                             {"\u03f5", "\\epsilon "},
                             {"\u03b6", "\\zeta "},
                             {"\u03b7", "\\eta "},
                             {"\u03b8", "\\theta "},
                             {"\u03b9", "\\iota "},
                             {"\u03ba", "\\kappa "},
                             {"\u03bb", "\\lambda "},
                             {"\u03bc", "\\mu "},
                             {"\u03bd", "\\nu "},
                             {"\u03be", "\\xi "},
                             {"\u03c0", "\\pi "},
                             {"\u03c1", "\\rho "},
                             {"\u03c3", "\\sigma "},
                             {"\u03c4", "\\tau "},
                             {"\u03c5", "\\upsilon "},
                             {"\u03c6", "\\varphi "},
                             {"\u03d5", "\\phi "},
                             {"\u03c7", "\\chi "},
                             {"\u03c8", "\\psi "},
                             {"\u03c9", "\\omega "},
                             {"\u0393", "\\Gamma "},
                             {"\u0394", "\\Delta "},
                             {"\u0398", "\\Theta "},
                             {"\u039b", "\\Lambda "},
                             {"\u039e", "\\Xi "},
                             {"\u03a0", "\\Pi "},
                             {"\u03a3", "\\Sigma "},
                             {"\u03a6", "\\Phi "},
                             {"\u03a8", "\\Psi "},
                             {"\u03a9", "\\Omega "},
                             {"{", "\\{"},
                             {"}", "\\}"},
                             {"%", "\\%"},
                             {"#", "\\#"},
                             {"&", "\\&"},
                             {"_", "\\_"},
                             {"$", "\\$"},
                             {"\\", "\\backslash "},
                             {"^", "\\wedge "},
                             {"~", "\\sim "}};

/// Characters as TeX; blanks around them are dropped.
static void put_characters(const char *text, size_t n, Buf *out) {
    for (size_t i = 0; i < n;) {
        size_t start = i;
        utf8_next(text, n, &i);
        size_t k = 0, count = sizeof signs / sizeof *signs;
        while (k < count && (strlen(signs[k].character) != i - start ||
                             memcmp(signs[k].character, text + start, i - start)))
            k++;
        if (k < count)
            buf_puts(out, signs[k].tex);
        else
            buf_put(out, text + start, i - start);
    }
}

static void put_children(const xmlNode *node, Buf *out);
static void put_node(const xmlNode *node, Buf *out);

static const xmlNode *nth_child(const xmlNode *node, int n) {
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && n-- == 0) return child;
    return NULL;
}

/// "{…}" of the n-th child.
static void put_group(const xmlNode *node, int n, Buf *out) {
    const xmlNode *child = nth_child(node, n);
    buf_putc(out, '{');
    if (child) put_node(child, out);
    buf_putc(out, '}');
}

static void put_name(const xmlNode *node, Buf *out) {
    static const char *const functions[] = {"sin",  "cos", "tan", "cot",    "sinh",   "cosh",
                                            "tanh", "exp", "log", "ln",     "max",    "min",
                                            "lim",  "det", "arg", "arcsin", "arccos", "arctan"};
    Buf text = BUF_INIT;
    xml_content(node, &text);
    const char *p = buf_text(&text), *variant = xml_attribute(node, "mathvariant");
    size_t n = text.len, position = 0;
    while (n && (p[n - 1] == ' ' || p[n - 1] == '\n')) n--;
    while (n && (*p == ' ' || *p == '\n')) p++, n--;
    if (n) utf8_next(p, n, &position);
    bool known = false, upright = position < n || (variant && !strcmp(variant, "normal"));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        known = known || (strlen(functions[i]) == n && !memcmp(functions[i], p, n));
    bool bold = variant && !strcmp(variant, "bold");
    buf_puts(out, known ? "\\" : bold ? "\\mathbf{" : upright ? "\\mathrm{" : "");
    put_characters(p, n, out);
    buf_puts(out, known ? " " : bold || upright ? "}" : "");
    if (text.failed) out->failed = true;
    buf_done(&text);
}

static void put_plain(const xmlNode *node, Buf *out) {
    Buf text = BUF_INIT;
    xml_content(node, &text);
    const char *p = buf_text(&text);
    size_t n = text.len;
    while (n && (p[n - 1] == ' ' || p[n - 1] == '\n')) n--;
    while (n && (*p == ' ' || *p == '\n')) p++, n--;
    put_characters(p, n, out);
    if (text.failed) out->failed = true;
    buf_done(&text);
}

static void put_table(const xmlNode *node, Buf *out) {
    buf_puts(out, "\\begin{matrix}");
    bool first_row = true;
    for (const xmlNode *row = node->children; row; row = row->next) {
        if (!xml_is(row, "mtr") && !xml_is(row, "mlabeledtr")) continue;
        if (!first_row) buf_puts(out, "\\\\");
        first_row = false;
        bool first = true;
        for (const xmlNode *cell = row->children; cell; cell = cell->next) {
            if (!xml_is(cell, "mtd")) continue;
            if (!first) buf_putc(out, '&');
            first = false;
            put_children(cell, out);
        }
    }
    buf_puts(out, "\\end{matrix}");
}

/// An accent's command for the mark over a base, or null.
static const char *accent(const xmlNode *mark) {
    static const Sign marks[] = {{"\u00af", "\\bar"}, {"\u203e", "\\bar"},  {"^", "\\hat"},
                                 {"\u02c6", "\\hat"}, {"~", "\\tilde"},     {"\u02dc", "\\tilde"},
                                 {"\u02d9", "\\dot"}, {"\u00a8", "\\ddot"}, {"\u2192", "\\vec"}};
    Buf text = BUF_INIT;
    if (mark) xml_content(mark, &text);
    const char *found = NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (!strcmp(buf_text(&text), marks[i].character)) found = marks[i].tex;
    buf_done(&text);
    return found;
}

static void put_scripts(const xmlNode *node, int below, int above, Buf *out) {
    const char *mark = above == 1 ? accent(nth_child(node, above)) : NULL;
    if (mark) {
        buf_puts(out, mark);
        put_group(node, 0, out);
        return;
    }
    put_group(node, 0, out);
    if (below) buf_putc(out, '_'), put_group(node, below, out);
    if (above) buf_putc(out, '^'), put_group(node, above, out);
}

static void put_node(const xmlNode *node, Buf *out) {
    if (xml_is(node, "mi"))
        put_name(node, out);
    else if (xml_is(node, "mn") || xml_is(node, "mo"))
        put_plain(node, out);
    else if (xml_is(node, "mtext") || xml_is(node, "ms")) {
        buf_puts(out, "\\text{");
        put_plain(node, out);
        buf_putc(out, '}');
    } else if (xml_is(node, "mspace"))
        buf_puts(out, "\\ ");
    else if (xml_is(node, "mfrac")) {
        buf_puts(out, "\\frac");
        put_group(node, 0, out);
        put_group(node, 1, out);
    } else if (xml_is(node, "msqrt")) {
        buf_puts(out, "\\sqrt{");
        put_children(node, out);
        buf_putc(out, '}');
    } else if (xml_is(node, "mroot")) {
        buf_puts(out, "\\sqrt[");
        if (nth_child(node, 1)) put_node(nth_child(node, 1), out);
        buf_putc(out, ']');
        put_group(node, 0, out);
    } else if (xml_is(node, "msup"))
        put_scripts(node, 0, 1, out);
    else if (xml_is(node, "msub") || xml_is(node, "munder"))
        put_scripts(node, 1, 0, out);
    else if (xml_is(node, "msubsup") || xml_is(node, "munderover"))
        put_scripts(node, 1, 2, out);
    else if (xml_is(node, "mover"))
        put_scripts(node, 0, 1, out);
    else if (xml_is(node, "mfenced")) {
        buf_puts(out, "\\left(");
        put_children(node, out);
        buf_puts(out, "\\right)");
    } else if (xml_is(node, "mtable"))
        put_table(node, out);
    else if (!xml_is(node, "annotation") && !xml_is(node, "annotation-xml"))
        put_children(node, out);
}

static void put_children(const xmlNode *node, Buf *out) {
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) put_node(child, out);
}

void mathml_tex(const xmlNode *math, Buf *out) {
    put_children(math, out);
}
