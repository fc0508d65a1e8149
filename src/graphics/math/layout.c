// graphics/math/layout.c: the tree to boxes, after TeX's rules (The TeXbook, appendix G) with the
// constants of the OpenType MATH table in place of TeX's font parameters. Every function returns
// null only when memory ran out (status set).
#include "graphics/math/internal.h"
#include <math.h>
#include <string.h>

#define CONSTANT(name, size) math_constant(l, HB_OT_MATH_CONSTANT_##name, size)

// ---- symbols ----------------------------------------------------------------------------------

static void centre_on_axis(const Layouter *l, Box *box, Box *inner, double size) {
    double axis = CONSTANT(AXIS_HEIGHT, size);
    double y = (inner->ink_top + inner->ink_bottom) / 2 - axis; // moved down by this much
    box_add(box, inner, 0, y);
    box->width = inner->width;
    box->ascent = fmax(inner->ink_top - y, 0);
    box->descent = fmax(-(inner->ink_bottom - y), 0);
    box->ink_top = inner->ink_top - y;
    box->ink_bottom = inner->ink_bottom - y;
    box->italic = inner->italic;
    box->accent_at = inner->accent_at;
}

/// Dots as TeX sets them: full stops (or centred dots) with thin spaces, down a column or a slope.
/// Null: not dots.
static Box *layout_dots(Layouter *l, uint32_t c, double size) {
    static const struct {
        uint32_t code_point, dot;
        double x[3], y[3], width, ascent; // em
    } dots[] = {{0x2026, '.', {0, 0.4445, 0.889}, {0, 0, 0}, 1.1667, 0},
                {0x22EF, 0x22C5, {0, 0.4445, 0.889}, {0, 0, 0}, 1.1667, 0},
                {0x22EE, '.', {0, 0, 0}, {0, 0.4, 0.8}, 0.278, 1.5},
                {0x22F1, '.', {0.056, 0.445, 0.834}, {0.7, 0.4, 0.1}, 1.168, 0.82},
                {0x22F0, '.', {0.056, 0.445, 0.834}, {0.1, 0.4, 0.7}, 1.168, 0.82}};
    size_t which = 0, n = sizeof dots / sizeof *dots;
    while (which < n && dots[which].code_point != c) which++;
    Box *box = which < n ? box_new(l, BOX_LIST) : NULL;
    for (int i = 0; box && i < 3; i++) {
        Box *dot = box_char(l, dots[which].dot, size);
        if (!dot) return NULL;
        double y = -dots[which].y[i] * size;
        box_add(box, dot, dots[which].x[i] * size, y);
        box_cover(box, dot, y);
    }
    if (!box) return NULL;
    box->width = dots[which].width * size;
    box->ascent = fmax(box->ascent, dots[which].ascent * size);
    return box;
}

/// A big operator: in display style Computer Modern's boxes are 1.6 em high whatever the sign,
/// which gives limits their distance.
static Box *layout_operator(Layouter *l, const MathNode *node, uint32_t c, MathStyle style) {
    double size = style_size(l, style);
    double least = style.level == 0 ? CONSTANT(DISPLAY_OPERATOR_MIN_HEIGHT, size) : 0;
    Box *glyph = style.level == 0 ? box_stretch(l, c, size, least, true) : box_char(l, c, size);
    Box *box = box_new(l, BOX_LIST);
    if (!glyph || !box) return NULL;
    centre_on_axis(l, box, glyph, size);
    if (style.level == 0 && node->limits) {
        double axis = CONSTANT(AXIS_HEIGHT, size);
        box->ascent = fmax(box->ascent, axis + 0.8 * size);
        box->descent = fmax(box->descent, 0.8 * size - axis);
    }
    return box;
}

/// Latin Modern Math's double bar is narrower than TeX's and would touch what it encloses.
static Box *widened_bar(Layouter *l, Box *bar, double size) {
    double least = 0.5 * size;
    if (!bar || bar->width >= least) return bar;
    Box *box = box_new(l, BOX_LIST);
    if (!box) return NULL;
    box_add(box, bar, (least - bar->width) / 2, 0);
    box_cover(box, bar, 0);
    box->width = least;
    box->ink_top = bar->ink_top;
    box->ink_bottom = bar->ink_bottom;
    return box;
}

static Box *layout_symbol(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style);
    uint32_t c = math_alphabet_map(node->alphabet, node->code_point);
    if (node->large) return layout_operator(l, node, c, style);
    if (node->alphabet == ALPHABET_ITALIC && node->code_point < 0x80 &&
        math_font(FACE_ITALIC)->font) {
        char letter = (char)node->code_point; // \mathit is text italic: words, not products
        return box_text(l, FACE_ITALIC, &letter, 1, size);
    }
    Box *box = layout_dots(l, c, size);
    if (!box && l->status == OK) box = box_char(l, c, size);
    if (c == 0x2016) box = widened_bar(l, box, size);
    if (box && (c == 0x2212 || c == 0xD7 || c == 0xF7)) { // as high as the plus sign, as in TeX
        box->ascent = fmax(box->ascent, 0.583 * size);
        box->descent = fmax(box->descent, 0.083 * size);
    }
    return box;
}

/// A fence at least so high.
static Box *layout_fence_high(Layouter *l, uint32_t c, double size, double height) {
    Box *box = box_new(l, BOX_LIST);
    if (!box) return NULL;
    if (!c) {
        box->width = 0.12 * l->size;
        return box;
    }
    Box *glyph = box_stretch(l, c, size, height, true);
    if (c == 0x2016) glyph = widened_bar(l, glyph, size);
    if (!glyph) return NULL;
    centre_on_axis(l, box, glyph, size);
    box->italic = 0;
    return box;
}

Box *layout_fence(Layouter *l, uint32_t c, double size, double ascent, double descent) {
    double axis = CONSTANT(AXIS_HEIGHT, size);
    double need = 2 * fmax(ascent - axis, descent + axis);
    return layout_fence_high(l, c, size, fmax(need * 0.901, need - 0.5 * l->size));
}

// ---- scripts ----------------------------------------------------------------------------------

/// Above and below an operator, centred, moved apart by its slant.
static Box *layout_limits(Layouter *l, Box *base, const MathNode *above, const MathNode *below,
                          MathStyle style) {
    double size = style_size(l, style);
    MathStyle script = style_script(style);
    Box *box = box_new(l, BOX_LIST);
    Box *up = above ? layout_row(l, above, script) : NULL;
    Box *down = below ? layout_row(l, below, style_cramped(script)) : NULL;
    if (!box || !base || (above && !up) || (below && !down)) return NULL;
    double width = fmax(base->width, fmax(up ? up->width : 0, down ? down->width : 0));
    box->width = width;
    box_add(box, base, (width - base->width) / 2, 0);
    box_cover(box, base, 0);
    // Latin Modern Math has the two upper values exchanged; the rise is the greater in every font.
    double pad = 0.1 * size; // beyond the limits: TeX's big_op_spacing5
    double rise = CONSTANT(UPPER_LIMIT_BASELINE_RISE_MIN, size),
           gap = CONSTANT(UPPER_LIMIT_GAP_MIN, size);
    if (up) {
        double shift = base->ascent + fmax(fmax(rise, gap), fmin(rise, gap) + up->descent);
        box_add(box, up, (width - up->width) / 2 + base->italic / 2, -shift);
        box_cover(box, up, -shift);
        box->ascent += pad;
    }
    if (down) {
        double shift = base->descent + fmax(CONSTANT(LOWER_LIMIT_BASELINE_DROP_MIN, size),
                                            CONSTANT(LOWER_LIMIT_GAP_MIN, size) + down->ascent);
        box_add(box, down, (width - down->width) / 2 - base->italic / 2, shift);
        box_cover(box, down, shift);
        box->descent += pad;
    }
    return box;
}

bool is_single_char(const MathNode *node) {
    if (!node) return true;
    if (node->kind == MATH_ACCENT) return is_single_char(node->a);
    if (node->kind == MATH_LIST && node->a && !node->a->next) return is_single_char(node->a);
    return (node->kind == MATH_SYMBOL && !node->large) ||
           (node->kind == MATH_TEXT && node->n_text < 2);
}

static bool wants_limits(const MathNode *base, MathStyle style) {
    if (!base || base->math_class != CLASS_OP) return false;
    if (base->limits_asked) return base->limits_asked > 0;
    if (base->kind == MATH_LIST) return style.level == 0;
    return base->limits && style.level == 0;
}

/// First or last glyph of the mathematical face in a box; null: there is none at that end.
static const Box *end_glyph(const Box *box, bool last) {
    while (box && box->kind == BOX_LIST) box = last ? box->last : box->child;
    return box && box->kind == BOX_GLYPH && box->face == FACE_MATH ? box : NULL;
}

static double kern_at(const Layouter *l, const Box *glyph, hb_ot_math_kern_t corner,
                      double height) {
    if (!glyph) return 0;
    double unit = glyph->size / l->math->units_per_em;
    return unit * hb_ot_math_get_glyph_kerning(l->math->font, glyph->glyph, corner,
                                               (hb_position_t)lround(height / unit));
}

/// How much nearer a script may stand to its base (negative), after the kerning table of fonts that
/// have one: the lesser of the sums at the two heights where the glyphs face each other. `shift` is
/// up.
static double script_kern(const Layouter *l, const Box *base, const Box *script, double shift,
                          bool above) {
    const Box *left = end_glyph(base, true), *right = end_glyph(script, false);
    if (!left || !right) return 0;
    hb_ot_math_kern_t from = above ? HB_OT_MATH_KERN_TOP_RIGHT : HB_OT_MATH_KERN_BOTTOM_RIGHT;
    hb_ot_math_kern_t to = above ? HB_OT_MATH_KERN_BOTTOM_LEFT : HB_OT_MATH_KERN_TOP_LEFT;
    double script_edge = above ? right->ink_bottom + shift : right->ink_top + shift;
    double base_edge = above ? left->ink_top : left->ink_bottom;
    double one = kern_at(l, left, from, script_edge) + kern_at(l, right, to, script_edge - shift);
    double two = kern_at(l, left, from, base_edge) + kern_at(l, right, to, base_edge - shift);
    return fmin(one, two);
}

static Box *layout_scripts(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style);
    const MathNode *base_node = node->a;
    Box *base = base_node ? layout_node(l, base_node, style) : box_new(l, BOX_LIST);
    if (!base) return NULL;
    if (wants_limits(base_node, style)) return layout_limits(l, base, node->b, node->c, style);
    MathStyle script = style_script(style);
    Box *box = box_new(l, BOX_LIST);
    Box *sup = node->b ? layout_row(l, node->b, script) : NULL;
    Box *sub = node->c ? layout_row(l, node->c, style_cramped(script)) : NULL;
    if (!box || (node->b && !sup) || (node->c && !sub)) return NULL;
    bool single = is_single_char(base_node), modern = l->math->latin_modern;
    // TeX's fonts raise scripts by three amounts and drop them by two; the MATH table has room for
    // two and one, so for Latin Modern those of Computer Modern (sigma 13, 16, 19) are kept here.
    double up_least = style.cramped                ? CONSTANT(SUPERSCRIPT_SHIFT_UP_CRAMPED, size)
                      : modern && style.level == 0 ? 0.413 * size
                                                   : CONSTANT(SUPERSCRIPT_SHIFT_UP, size);
    double down_least = modern && !sup ? 0.15 * size : CONSTANT(SUBSCRIPT_SHIFT_DOWN, size);
    double drop = modern ? 0.05 * size : CONSTANT(SUBSCRIPT_BASELINE_DROP_MIN, size);
    double up = single ? 0 : base->ascent - CONSTANT(SUPERSCRIPT_BASELINE_DROP_MAX, size);
    double down = single ? 0 : base->descent + drop;
    if (sup) {
        up = fmax(up, up_least);
        up = fmax(up, sup->descent + CONSTANT(SUPERSCRIPT_BOTTOM_MIN, size));
    }
    if (sub) {
        down = fmax(down, down_least);
        if (!sup) down = fmax(down, sub->ascent - CONSTANT(SUBSCRIPT_TOP_MAX, size));
    }
    if (sup && sub) {
        double gap = (up - sup->descent) - (sub->ascent - down),
               least = CONSTANT(SUB_SUPERSCRIPT_GAP_MIN, size);
        if (gap < least) {
            down += least - gap;
            double raise =
                CONSTANT(SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT, size) - (up - sup->descent);
            if (raise > 0) up += raise, down -= raise;
        }
    }
    // A big operator's advance includes its slant, a letter's does not.
    bool large = base_node && base_node->kind == MATH_SYMBOL && base_node->large;
    double sup_x = large ? base->width : base->width + base->italic;
    double sub_x = large ? base->width - base->italic : base->width;
    if (sup) sup_x += script_kern(l, base, sup, up, true);
    if (sub) sub_x += script_kern(l, base, sub, -down, false);
    box_add(box, base, 0, 0);
    box_cover(box, base, 0);
    box->width = base->width;
    if (sup) {
        box_add(box, sup, sup_x, -up);
        box_cover(box, sup, -up);
        box->width = sup_x + sup->width;
    }
    if (sub) {
        box_add(box, sub, sub_x, down);
        box_cover(box, sub, down);
        box->width = fmax(box->width, sub_x + sub->width);
    }
    box->width += CONSTANT(SPACE_AFTER_SCRIPT, size);
    return box;
}

/// Primes are drawn in the size of the base: the character is raised already, so the superscript's
/// shift is undone.
static Box *layout_prime(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style.level == 3 ? style_size(l, (MathStyle){2, true}) : l->size;
    Box *box = box_new(l, BOX_LIST);
    double y = style.cramped ? CONSTANT(SUPERSCRIPT_SHIFT_UP_CRAMPED, size)
                             : CONSTANT(SUPERSCRIPT_SHIFT_UP, size);
    for (int i = 0; box && i < (int)node->amount && i < 8; i++) {
        Box *glyph = box_char(l, 0x2032, size);
        if (!glyph) return NULL;
        double down = glyph->ink_bottom > 0.2 * size ? y : 0; // some fonts leave the raising to us
        box_add(box, glyph, box->width, down);
        box_cover(box, glyph, down);
        box->width += 0.193 * size; // the advance of TeX's prime
    }
    if (box) box->descent = 0;
    return box;
}

// ---- fractions and roots ----------------------------------------------------------------------

static Box *stack_fraction(Layouter *l, Box *num, Box *den, MathStyle style, double thickness,
                           double align, double side) {
    double size = style_size(l, style), axis = CONSTANT(AXIS_HEIGHT, size);
    bool display = style.level == 0;
    Box *box = box_new(l, BOX_LIST);
    if (!box || !num || !den) return NULL;
    double up, down;
    if (thickness > 0) {
        up = display ? CONSTANT(FRACTION_NUMERATOR_DISPLAY_STYLE_SHIFT_UP, size)
                     : CONSTANT(FRACTION_NUMERATOR_SHIFT_UP, size);
        down = display ? CONSTANT(FRACTION_DENOMINATOR_DISPLAY_STYLE_SHIFT_DOWN, size)
                       : CONSTANT(FRACTION_DENOMINATOR_SHIFT_DOWN, size);
        double gap_up = display ? CONSTANT(FRACTION_NUM_DISPLAY_STYLE_GAP_MIN, size)
                                : CONSTANT(FRACTION_NUMERATOR_GAP_MIN, size);
        double gap_down = display ? CONSTANT(FRACTION_DENOM_DISPLAY_STYLE_GAP_MIN, size)
                                  : CONSTANT(FRACTION_DENOMINATOR_GAP_MIN, size);
        up = fmax(up, axis + thickness / 2 + gap_up + num->descent);
        down = fmax(down, gap_down + den->ascent - (axis - thickness / 2));
    } else {
        up = display ? CONSTANT(STACK_TOP_DISPLAY_STYLE_SHIFT_UP, size)
                     : CONSTANT(STACK_TOP_SHIFT_UP, size);
        down = display ? CONSTANT(STACK_BOTTOM_DISPLAY_STYLE_SHIFT_DOWN, size)
                       : CONSTANT(STACK_BOTTOM_SHIFT_DOWN, size);
        double least =
            display ? CONSTANT(STACK_DISPLAY_STYLE_GAP_MIN, size) : CONSTANT(STACK_GAP_MIN, size);
        double gap = (up - num->descent) - (den->ascent - down);
        if (gap < least) up += (least - gap) / 2, down += (least - gap) / 2;
    }
    double width = fmax(num->width, den->width);
    box_add(box, num, side + (width - num->width) * (1 + align) / 2, -up);
    box_cover(box, num, -up);
    box_add(box, den, side + (width - den->width) / 2, down);
    box_cover(box, den, down);
    if (thickness > 0) {
        box_add(box, box_rule(l, width, thickness), side, -(axis - thickness / 2));
    }
    box->width = width + 2 * side;
    return box;
}

static Box *layout_fraction(Layouter *l, const MathNode *node, MathStyle style) {
    if (node->style >= 0) style.level = node->style;
    MathStyle num_style = {style.level < 1 ? 1 : style_script(style).level, style.cramped};
    if (style.level == 1) num_style.level = 2;
    double size = style_size(l, style);
    double thickness =
        node->thickness < 0 ? CONSTANT(FRACTION_RULE_THICKNESS, size) : node->thickness * size;
    Box *num = layout_row(l, node->a, num_style);
    if (num && node->stretchy) { // \cfrac: a strut above the bar
        num->ascent = fmax(num->ascent, 0.85 * size);
        num->descent = fmax(num->descent, 0.35 * size);
    }
    Box *den = layout_row(l, node->b, style_cramped(num_style));
    Box *body = stack_fraction(l, num, den, style, thickness, node->amount,
                               node->left || node->right ? 0 : 0.12 * l->size);
    if (body && node->stretchy) body->width -= 0.12 * l->size;
    if (!body || (!node->left && !node->right)) return body;
    Box *box = box_new(l, BOX_LIST);
    double height = (style.level == 0 ? 2.39 : 1.01) * size; // TeX's delim1, delim2
    Box *left = layout_fence_high(l, node->left, size, height);
    Box *right = layout_fence_high(l, node->right, size, height);
    if (!box || !left || !right) return NULL;
    double x = 0;
    Box *parts[3] = {left, body, right};
    for (int i = 0; i < 3; i++) {
        box_add(box, parts[i], x, 0);
        box_cover(box, parts[i], 0);
        x += parts[i]->width;
    }
    box->width = x;
    return box;
}

static Box *layout_radical(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style);
    Box *body = layout_row(l, node->a, style_cramped(style));
    Box *box = box_new(l, BOX_LIST);
    if (!body || !box) return NULL;
    double rule = CONSTANT(RADICAL_RULE_THICKNESS, size);
    double gap = style.level == 0 ? CONSTANT(RADICAL_DISPLAY_STYLE_VERTICAL_GAP, size)
                                  : CONSTANT(RADICAL_VERTICAL_GAP, size);
    double need = body->ascent + body->descent + gap + rule;
    Box *sign = box_stretch(l, 0x221A, size, need, true);
    if (!sign) return NULL;
    double tall = sign->ink_top - sign->ink_bottom;
    if (tall > need) gap += (tall - need) / 2;
    double top = body->ascent + gap + rule; // of the rule, above the baseline
    double x = 0, sign_y = sign->ink_top - top;
    if (node->b) {
        Box *degree = layout_row(l, node->b, (MathStyle){3, true});
        if (!degree) return NULL;
        double raise = hb_ot_math_get_constant(
                           l->math->font, HB_OT_MATH_CONSTANT_RADICAL_DEGREE_BOTTOM_RAISE_PERCENT) /
                       100.0;
        double bottom = sign->ink_bottom - sign_y; // of the sign, above the baseline
        double shift = bottom + raise * tall + degree->descent;
        x = CONSTANT(RADICAL_KERN_BEFORE_DEGREE, size);
        box_add(box, degree, x, -shift);
        box_cover(box, degree, -shift);
        x = fmax(0, x + degree->width + CONSTANT(RADICAL_KERN_AFTER_DEGREE, size));
    }
    box_add(box, sign, x, sign_y);
    x += sign->width;
    box_add(box, box_rule(l, body->width, rule), x, -(top - rule));
    box_add(box, body, x, 0);
    box_cover(box, body, 0);
    box->width = x + body->width;
    box->ascent = fmax(box->ascent, top + CONSTANT(RADICAL_EXTRA_ASCENDER, size));
    box->descent = fmax(box->descent, sign_y - sign->ink_bottom);
    return box;
}

// ---- the rest ---------------------------------------------------------------------------------

static Box *layout_fenced(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style), ascent = 0, descent = 0, x = 0;
    enum { MAX_SEGMENTS = 24 };
    Box *segments[MAX_SEGMENTS];
    uint32_t marks[MAX_SEGMENTS];
    int n = 0;
    const MathNode *from = node->a ? node->a->a : NULL;
    for (bool more = true; more && n < MAX_SEGMENTS;) {
        // A segment is a copy of the nodes up to the next \middle: the tree itself stays as it is.
        MathNode list = {.kind = MATH_LIST, .math_class = CLASS_ORD};
        MathNode *last = NULL;
        const MathNode *q = from;
        for (; q && q->kind != MATH_MIDDLE; q = q->next) {
            MathNode *copy = arena_alloc(l->arena, sizeof *copy);
            if (!copy) {
                l->status = ctx_fail_nomem(l->ctx);
                return NULL;
            }
            *copy = *q;
            copy->next = NULL;
            if (last)
                last->next = copy;
            else
                list.a = copy;
            last = copy;
        }
        if (!(segments[n] = layout_row(l, &list, style))) return NULL;
        ascent = fmax(ascent, segments[n]->ascent);
        descent = fmax(descent, segments[n]->descent);
        marks[n++] = q ? q->code_point : node->right;
        more = q != NULL;
        from = q ? q->next : NULL;
    }
    Box *box = box_new(l, BOX_LIST);
    for (int i = -1; box && i < n; i++) {
        if (i >= 0) {
            box_add(box, segments[i], x, 0);
            x += segments[i]->width;
        }
        bool middle = i >= 0 && i < n - 1;
        Box *fence = layout_fence(l, i < 0 ? node->left : marks[i], size, ascent, descent);
        if (!fence) return NULL;
        if (middle) x += 0.1 * size;
        box_add(box, fence, x, 0);
        box_cover(box, fence, 0);
        x += fence->width + (middle ? 0.1 * size : 0);
    }
    if (!box) return NULL;
    box->width = x;
    box->ascent = fmax(box->ascent, ascent);
    box->descent = fmax(box->descent, descent);
    return box;
}

static Box *layout_colored(Layouter *l, const MathNode *node, MathStyle style) {
    Box *body = layout_row(l, node->a, style);
    if (!body) return NULL;
    body->color = node->color;
    body->has_color = true;
    return body;
}

static Box *layout_error(Layouter *l, const MathNode *node, MathStyle style) {
    Box *box = box_new(l, BOX_LIST);
    Box *text = box_text(l, FACE_MONO, node->text, node->n_text, style_size(l, style) * 0.9);
    if (!box || !text) return NULL;
    box_add(box, text, 0, 0);
    box_cover(box, text, 0);
    box->width = text->width;
    box->color = (Color){0.8f, 0, 0, 1};
    box->has_color = true;
    return box;
}

static Box *layout_space(Layouter *l, double width) {
    Box *box = box_new(l, BOX_LIST);
    if (box) box->width = width;
    return box;
}

static Box *layout_any(Layouter *l, const MathNode *node, MathStyle style) {
    double size = style_size(l, style);
    switch (node->kind) {
    case MATH_SYMBOL: return layout_symbol(l, node, style);
    case MATH_LIST: return layout_row(l, node, style);
    case MATH_FRACTION: return layout_fraction(l, node, style);
    case MATH_RADICAL: return layout_radical(l, node, style);
    case MATH_SCRIPTS: return layout_scripts(l, node, style);
    case MATH_ACCENT: return layout_accent(l, node, style);
    case MATH_BAR: return layout_bar(l, node, style);
    case MATH_BRACE: return layout_brace(l, node, style);
    case MATH_FENCED: return layout_fenced(l, node, style);
    case MATH_BIG: return layout_fence_high(l, node->code_point, size, 0.99 * node->amount * size);
    case MATH_ARRAY: return layout_array(l, node, style);
    case MATH_TEXT: return box_text(l, node->face, node->text, node->n_text, size);
    case MATH_SPACE: return layout_space(l, node->amount * size);
    case MATH_COLOR: return layout_colored(l, node, style);
    case MATH_STACK: {
        Box *base = layout_row(l, node->a, style);
        if (base) base->italic = 0;
        return layout_limits(l, base, node->b, node->c, style);
    }
    case MATH_ARROW: return layout_arrow(l, node, style);
    case MATH_PHANTOM: return layout_phantom(l, node, style);
    case MATH_BOXED: return layout_boxed(l, node, style);
    case MATH_CANCEL: return layout_cancel(l, node, style);
    case MATH_PRIME: return layout_prime(l, node, style);
    case MATH_RULE: return box_rule(l, node->amount * size, node->thickness * size);
    case MATH_ERROR: return layout_error(l, node, style);
    case MATH_MIDDLE: return layout_fence(l, node->code_point, size, 0, 0);
    case MATH_CHOICE: {
        const MathNode *choice = node->a ? node->a->a : NULL;
        for (int i = 0; choice && i < style.level; i++) choice = choice->next;
        return layout_row(l, choice, style);
    }
    case MATH_RAISE: return layout_raised(l, node, style);
    case MATH_STYLE: break;
    }
    return layout_space(l, 0);
}

Box *layout_node(Layouter *l, const MathNode *node, MathStyle style) {
    if (l->status != OK) return NULL;
    if (l->depth >= 4 * MATH_MAX_DEPTH) {
        l->status =
            ctx_fail(l->ctx, ERR_LIMIT, "Gradus:math:depth", "Equation is nested too deeply.");
        return NULL;
    }
    l->depth++;
    Box *box = layout_any(l, node, style);
    l->depth--;
    return l->status == OK ? box : NULL;
}

// ---- rows -------------------------------------------------------------------------------------

/// Space between neighbours in the order of MathClass: 0 none, 1 thin, 2 medium, 3 thick; negative:
/// not in scripts.
static const int8_t spacing[8][8] = {
    {0, 1, -2, -3, 0, 0, 0, -1},     // ord
    {1, 1, 0, -3, 0, 0, 0, -1},      // op
    {-2, -2, 0, 0, -2, 0, 0, -2},    // bin
    {-3, -3, 0, 0, -3, 0, 0, -3},    // rel
    {0, 0, 0, 0, 0, 0, 0, 0},        // open
    {0, 1, -2, -3, 0, 0, 0, -1},     // close
    {-1, -1, 0, -1, -1, -1, -1, -1}, // punct
    {-1, 1, -2, -3, -1, 0, -1, -1},  // inner
};

/// Class of a node in its row: a binary sign without a left or right neighbour to join becomes
/// ordinary.
MathClass math_class_in_row(const MathNode *node, MathClass before, const MathNode *after) {
    MathClass c = node->math_class;
    if (node->kind == MATH_SCRIPTS && node->a) c = node->a->math_class;
    if (c != CLASS_BIN) return c;
    if (before == CLASS_NONE || before == CLASS_BIN || before == CLASS_OP || before == CLASS_REL ||
        before == CLASS_OPEN || before == CLASS_PUNCT)
        return CLASS_ORD;
    while (after && after->math_class == CLASS_NONE) after = after->next;
    if (!after || after->math_class == CLASS_REL || after->math_class == CLASS_CLOSE ||
        after->math_class == CLASS_PUNCT)
        return CLASS_ORD;
    return CLASS_BIN;
}

int math_gap(MathClass before, MathClass after) {
    return before == CLASS_NONE || after == CLASS_NONE ? 0 : spacing[before][after];
}

Box *layout_row(Layouter *l, const MathNode *node, MathStyle style) {
    Box *row = box_new(l, BOX_LIST);
    if (!row || !node) return row;
    bool is_list = node->kind == MATH_LIST;
    const MathNode *item = is_list ? node->a : node;
    MathClass before = CLASS_NONE;
    double x = 0, size_before = l->size;
    Color color = {0};
    bool has_color = false;
    Box *only = NULL;
    int n = 0;
    for (; item && l->status == OK; item = is_list ? item->next : NULL) {
        if (item->kind == MATH_STYLE) {
            if (item->amount > 0)
                l->size = l->whole * item->amount;
            else
                style.level = item->style;
            continue;
        }
        if (item->kind == MATH_COLOR && !item->a) {
            color = item->color;
            has_color = true;
            continue;
        }
        Box *box = layout_node(l, item, style);
        if (!box) return NULL;
        if (item->math_class != CLASS_NONE && item->kind != MATH_SPACE) {
            MathClass c = math_class_in_row(item, before, is_list ? item->next : NULL);
            int gap = before == CLASS_NONE ? 0 : spacing[before][c];
            if (gap < 0) gap = style.level >= 2 ? 0 : -gap;
            if (gap) x += (gap + 2) / 18.0 * style_size(l, style);
            before = c;
        }
        if (has_color && !box->has_color) {
            box->color = color;
            box->has_color = true;
        }
        box_add(row, box, x, 0);
        box_cover(row, box, 0);
        bool slanted = item->kind == MATH_SYMBOL && !item->large;
        x += box->width + (slanted ? box->italic : 0);
        only = box;
        n++;
    }
    l->size = size_before;
    row->width = x;
    row->accent_at = n == 1 ? only->accent_at : x / 2;
    return l->status == OK ? row : NULL;
}
