// Labels: laid-out text placed by a corner or the middle of its block, turned about that point.
#include "graphics/internal.h"
#include <string.h>

Status label_make(Ctx *ctx, int interpreter, const FontSpec *font, const char *text, Label *ret) {
    *ret = (Label){0};
    if (!text || !*text) return OK;
    static const MarkupKind kinds[] = {MARKUP_TEX, MARKUP_LATEX,
                                       MARKUP_NONE}; // order of the Interpreter words
    TRY(label_layout(ctx, kinds[interpreter], font, text, strlen(text), &ret->layout));
    ret->box = label_box(ret->layout);
    return OK;
}

Status label_make_lines(Ctx *ctx, int interpreter, const FontSpec *font, char *const *lines,
                        Index n, Label *ret) {
    *ret = (Label){0};
    if (n == 1) return label_make(ctx, interpreter, font, lines[0], ret);
    Buf joined = BUF_INIT;
    bool any = false;
    for (Index i = 0; i < n; i++) {
        if (i) buf_putc(&joined, '\n');
        buf_puts(&joined, lines[i]);
        any = any || lines[i][0];
    }
    Status status = joined.failed ? ctx_fail_nomem(ctx)
                    : any         ? label_make(ctx, interpreter, font, buf_text(&joined), ret)
                                  : OK;
    buf_done(&joined);
    return status;
}

void label_place(Label *label, Scene *scene, Frame *ink, double x, double y, double hx, double hy,
                 double angle, double align, Color color) {
    if (!label->layout) return;
    double width = label->box.width, height = label->box.ascent + label->box.descent;
    // Baseline start of the first line, before turning, relative to the anchor.
    double bx = -hx * width, by = -hy * height + label->box.ascent;
    double c = cos(angle), s = sin(angle);
    label_draw(label->layout, scene, x + bx * c + by * s, y - bx * s + by * c, angle, align, color);
    if (!ink) return;
    double left = -hx * width, top = -hy * height;
    for (int i = 0; i < 4; i++) {
        double dx = left + (i & 1) * width, dy = top + (i >> 1) * height;
        frame_ink(ink, x + dx * c + dy * s, y - dx * s + dy * c, 0, 0);
    }
}

void label_done(Label *label) {
    label_free(label->layout);
    *label = (Label){0};
}

FontSpec text_font(const TextObject *text, const char *fallback_family, double fallback_size) {
    return (FontSpec){text->font_name ? text->font_name : fallback_family,
                      (float)(text->font_size_manual ? text->font_size : fallback_size),
                      text->weight == 1, text->slant == 1};
}

bool text_is_empty(const TextObject *text) {
    if (!text || !text->head.visible) return true;
    for (Index i = 0; i < text->n_lines; i++)
        if (text->lines[i][0]) return false;
    return true;
}
