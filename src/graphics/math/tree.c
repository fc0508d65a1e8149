// graphics/math/tree.c: what the writers (mathml.c, omml.c, speech.c) share: source to tree, a look
// at nodes, escaped text.
#include "graphics/math/internal.h"
#include <string.h>

Status math_parse(Ctx *ctx, Arena *arena, const char *tex, size_t n, MathNode **ret) {
    if (n > MATH_MAX_BYTES)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:math:size", "Equation is longer than %d bytes.",
                        MATH_MAX_BYTES);
    MathParser p = {.ctx = ctx,
                    .arena = arena,
                    .start = tex,
                    .at = tex,
                    .end = tex + n,
                    .note = BUF_INIT,
                    .status = OK};
    MathNode *root = math_parse_formula(&p);
    buf_done(&p.note);
    if (p.status != OK) return p.status;
    *ret = root;
    return OK;
}

Status math_write(Ctx *ctx, const char *tex, size_t n, Buf *out, MathWriteFn write, bool display) {
    Arena *arena = arena_new();
    if (!arena) return ctx_fail_nomem(ctx);
    MathNode *root = NULL;
    Buf text = BUF_INIT;
    Status status = math_parse(ctx, arena, tex, n, &root);
    if (status == OK) write(&text, root, tex, n, display);
    if (status == OK && !text.failed) buf_put(out, buf_text(&text), text.len);
    if (status == OK && (text.failed || out->failed)) status = ctx_fail_nomem(ctx);
    buf_done(&text);
    arena_free(arena);
    return status;
}

const MathNode *math_only(const MathNode *node) {
    while (node && node->kind == MATH_LIST && node->a && !node->a->next) node = node->a;
    return node;
}

bool math_is_empty(const MathNode *node) {
    return !node || (node->kind == MATH_LIST && !node->a);
}

bool math_is_digit(const MathNode *node) {
    return node && node->kind == MATH_SYMBOL && node->code_point >= '0' &&
           node->code_point <= '9' &&
           math_alphabet_map(node->alphabet, node->code_point) == node->code_point;
}

bool math_is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c < 0x530) ||
           c == 0x2202 || (c >= 0x2102 && c <= 0x2138) || (c >= 0x1D400 && c < 0x1D7CE);
}

size_t math_read_number(const MathNode **item, const MathNode *end, char *digits, size_t cap) {
    size_t n = 0;
    const MathNode *q = *item;
    while (q && q != end && n + 1 < cap) {
        bool point = q->kind == MATH_SYMBOL && q->code_point == '.' && n && math_is_digit(q->next);
        if (!math_is_digit(q) && !point) break;
        digits[n++] = (char)q->code_point;
        q = q->next;
    }
    digits[n] = 0;
    *item = q;
    return n;
}

void buf_put_xml(Buf *out, const char *text, size_t n) {
    for (size_t pos = 0; pos < n;) {
        uint32_t c = utf8_next(text, n, &pos);
        buf_put_xml_char(out, c);
    }
}

void buf_put_xml_char(Buf *out, uint32_t c) {
    char bytes[4];
    switch (c) {
    case '<': buf_puts(out, "&lt;"); return;
    case '>': buf_puts(out, "&gt;"); return;
    case '&': buf_puts(out, "&amp;"); return;
    case '"': buf_puts(out, "&quot;"); return;
    default: break;
    }
    bool allowed = c >= 0x20 ? c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c < 0xE000)
                             : c == '\t' || c == '\n' || c == '\r';
    buf_put(out, bytes, (size_t)utf8_encode(allowed ? c : 0xFFFD, bytes));
}
