// graphics/math/layout_over.c: what is set over, under and around a formula: accents, rules,
// braces, arrows, frames, strokes, phantoms.
#include "graphics/math/internal.h"
#include <math.h>

#define CONSTANT(name, size) math_constant(l, HB_OT_MATH_CONSTANT_##name, size)

Box *layout_accent(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style);
    Box *base = node->a ? layout_node(l, node->a, node->below ? style : style_cramped(style))
                        : box_new(l, BOX_LIST);
    Box *box = box_new(l, BOX_LIST);
    bool arrow = node->stretchy && node->code_point >= 0x20D0;
    if (!base || !box) return NULL;
    double base_width = base->width + base->italic;
    Box *accent = arrow ? box_stretch(l, node->code_point, size, base_width, false)
                        : box_accent(l, node->code_point, size, base_width, node->stretchy);
    if (!accent) return NULL;
    bool single = is_single_char(node->a) && base->accent_at > 0;
    double centre = single && !arrow ? base->accent_at : base_width / 2;
    double x = centre - accent->accent_at;
    box->width = base->width;
    box->italic = base->italic;
    box->accent_at = base->accent_at;
    box_add(box, base, 0, 0);
    box_cover(box, base, 0);
    double y = node->below
                   ? base->descent + 0.1 * size + accent->ink_top
                   : -(base->ascent - fmin(base->ascent, CONSTANT(ACCENT_BASE_HEIGHT, size)));
    box_add(box, accent, x, y);
    box->ascent = fmax(box->ascent, accent->ink_top - y);
    box->descent = fmax(box->descent, y - accent->ink_bottom);
    return box;
}

Box *layout_bar(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style);
    Box *body = layout_row(l, node->a, node->below ? style : style_cramped(style)),
        *box = box_new(l, BOX_LIST);
    if (!body || !box) return NULL;
    double rule = node->below ? CONSTANT(UNDERBAR_RULE_THICKNESS, size)
                              : CONSTANT(OVERBAR_RULE_THICKNESS, size);
    double gap =
        node->below ? CONSTANT(UNDERBAR_VERTICAL_GAP, size) : CONSTANT(OVERBAR_VERTICAL_GAP, size);
    box_add(box, body, 0, 0);
    box_cover(box, body, 0);
    box->width = body->width;
    box_add(box, box_rule(l, body->width, rule), 0,
            node->below ? body->descent + gap + rule : -(body->ascent + gap));
    if (node->below)
        box->descent += gap + 2 * rule;
    else
        box->ascent += gap + 2 * rule;
    return box;
}

Box *layout_brace(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style), gap = 0.12 * size;
    Box *body = layout_row(l, node->a, style), *box = box_new(l, BOX_LIST);
    Box *brace = body ? box_stretch(l, node->code_point, size, body->width, false) : NULL;
    if (!brace || !box) return NULL;
    box->width = fmax(body->width, brace->width);
    box_add(box, body, (box->width - body->width) / 2, 0);
    box_cover(box, body, 0);
    double y = node->below ? body->descent + gap + brace->ink_top
                           : -(body->ascent + gap - brace->ink_bottom);
    box_add(box, brace, (box->width - brace->width) / 2, y);
    box->ascent = fmax(box->ascent, brace->ink_top - y);
    box->descent = fmax(box->descent, y - brace->ink_bottom);
    return box;
}

Box *layout_arrow(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style), gap = 0.111 * size;
    MathStyle script = style_script(style);
    Box *up = layout_row(l, node->b, script), *down = layout_row(l, node->c, style_cramped(script)),
        *box = box_new(l, BOX_LIST);
    if (!up || !down || !box) return NULL;
    Box *arrow = box_stretch(l, node->code_point, size,
                             fmax(fmax(up->width, down->width) + 0.7 * size, 1.469 * size), false);
    if (!arrow) return NULL;
    box->width = arrow->width;
    box_add(box, arrow, 0, 0);
    box->ascent = arrow->ink_top;
    box->descent = fmax(0, -arrow->ink_bottom);
    if (node->b) {
        double y = -(arrow->ink_top + gap + up->descent);
        box_add(box, up, (box->width - up->width) / 2, y);
        box_cover(box, up, y);
    }
    if (node->c) {
        double y = fmax(0, -arrow->ink_bottom) + gap + down->ascent;
        box_add(box, down, (box->width - down->width) / 2, y);
        box_cover(box, down, y);
    }
    return box;
}

// ---- frames, strokes, phantoms ----------------------------------------------------------------

static Box *colored_rule(Layouter *l, double width, double height, bool has_color, Color color) {
    Box *rule = box_rule(l, width, height);
    if (!rule) return NULL;
    rule->has_color = has_color;
    rule->color = color;
    return rule;
}

Box *layout_boxed(Layouter *l, const MathNode *node, MathStyle style) {
    double pad = 0.3 * l->size, rule = 0.04 * l->size;
    Box *body = layout_row(l, node->a, style), *box = box_new(l, BOX_LIST);
    if (!body || !box) return NULL;
    bool framed = (int)node->amount & 1;
    if (framed) pad += rule;
    double w = body->width + 2 * pad, up = body->ascent + pad, down = body->descent + pad;
    bool own = node->has_color;
    if ((int)node->amount & 2)
        box_add(box, colored_rule(l, w, up + down, true, node->fill), 0, down);
    box_add(box, body, pad, 0);
    if (framed) {
        box_add(box, colored_rule(l, w, rule, own, node->color), 0, -up + rule);
        box_add(box, colored_rule(l, w, rule, own, node->color), 0, down);
        box_add(box, colored_rule(l, rule, up + down, own, node->color), 0, down);
        box_add(box, colored_rule(l, rule, up + down, own, node->color), w - rule, down);
    }
    box->width = w;
    box->ascent = up;
    box->descent = down;
    return box;
}

static void add_stroke(Layouter *l, Box *box, double x1, double y1, double x2, double y2) {
    Box *stroke = box_new(l, BOX_STROKE);
    if (!stroke) return;
    stroke->x2 = x2 - x1;
    stroke->y2 = y2 - y1;
    stroke->size = 0.046 * l->size;
    box_add(box, stroke, x1, y1);
}

/// The head of an arrow that ends at (x, y) and comes from (x1, y1).
static void add_head(Layouter *l, Box *box, double x1, double y1, double x, double y) {
    double angle = atan2(y - y1, x - x1), length = 0.25 * l->size;
    for (int side = -1; side <= 1; side += 2)
        add_stroke(l, box, x, y, x - length * cos(angle + side * 0.45),
                   y - length * sin(angle + side * 0.45));
}

Box *layout_cancel(Layouter *l, const MathNode *node, MathStyle style) {
    Box *body = layout_row(l, node->a, style), *box = box_new(l, BOX_LIST);
    if (!body || !box) return NULL;
    box_add(box, body, 0, 0);
    box_cover(box, body, 0);
    box->width = body->width;
    int which = (int)node->amount;
    // A stroke over one letter is longer than the letter, as the cancel package draws it.
    double more = node->a && is_single_char(node->a) ? 0.2 * l->size : 0;
    double up = -body->ascent - more, down = body->descent + more;
    if (which == 4) {
        double y = -math_constant(l, HB_OT_MATH_CONSTANT_AXIS_HEIGHT, style_size(l, style));
        add_stroke(l, box, 0, y, body->width, y);
        return box;
    }
    if (which == 1 || which == 3 || which == 5) add_stroke(l, box, 0, down, body->width, up);
    if (which == 2 || which == 3) add_stroke(l, box, 0, up, body->width, down);
    if (which == 5) add_head(l, box, 0, down, body->width, up);
    box->ascent += more;
    box->descent += more;
    return box;
}

Box *layout_phantom(Layouter *l, const MathNode *node, MathStyle style) {
    Box *body = layout_row(l, node->a, style), *box = box_new(l, BOX_LIST);
    if (!body || !box) return NULL;
    int bits = (int)node->amount;
    double x = bits & 16 ? -body->width : bits & 32 ? -body->width / 2 : 0;
    if (bits & 8) box_add(box, body, x, 0);
    if (!(bits & 1)) box->width = body->width;
    if (!(bits & 2)) box->ascent = body->ascent;
    if (!(bits & 4)) box->descent = body->descent;
    return box;
}

Box *layout_raised(Layouter *l, const MathNode *node, MathStyle style) {
    Box *body = layout_row(l, node->a, style), *box = box_new(l, BOX_LIST);
    if (!body || !box) return NULL;
    double size = style_size(l, style), y = -node->amount * size;
    if (node->stretchy)
        y = (body->ascent - body->descent) / 2 -
            math_constant(l, HB_OT_MATH_CONSTANT_AXIS_HEIGHT, size);
    box_add(box, body, 0, y);
    box->width = body->width;
    box->ascent = body->ascent - y;
    box->descent = body->descent + y;
    return box;
}
