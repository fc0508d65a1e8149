// graphics/math/box.c: boxes of glyphs. Lengths are points; inside a box y points down, ascent and
// ink_top up.
#include "graphics/math/internal.h"
#include <math.h>
#include <string.h>

Box *box_new(Layouter *l, BoxKind kind) {
    Box *box = arena_alloc(l->arena, sizeof *box);
    if (!box) {
        if (l->status == OK) l->status = ctx_fail_nomem(l->ctx);
        return NULL;
    }
    box->kind = kind;
    return box;
}

void box_add(Box *parent, Box *child, double x, double y) {
    if (!parent || !child) return;
    child->x = x;
    child->y = y;
    if (parent->last)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
}

void box_cover(Box *parent, const Box *child, double y) {
    if (!parent || !child) return;
    parent->ascent = fmax(parent->ascent, child->ascent - y);
    parent->descent = fmax(parent->descent, child->descent + y);
}

Box *box_rule(Layouter *l, double width, double height) {
    Box *box = box_new(l, BOX_RULE);
    if (!box) return NULL;
    box->width = width;
    box->ascent = box->ink_top = height;
    return box;
}

double style_size(const Layouter *l, MathStyle style) {
    if (style.level < 2) return l->size;
    hb_ot_math_constant_t which = style.level == 2
                                      ? HB_OT_MATH_CONSTANT_SCRIPT_PERCENT_SCALE_DOWN
                                      : HB_OT_MATH_CONSTANT_SCRIPT_SCRIPT_PERCENT_SCALE_DOWN;
    int percent = hb_ot_math_get_constant(l->math->font, which);
    if (percent < 30 || percent > 100) percent = style.level == 2 ? 70 : 50;
    return l->size * percent / 100.0;
}

MathStyle style_cramped(MathStyle style) {
    return (MathStyle){style.level, true};
}

MathStyle style_script(MathStyle style) {
    return (MathStyle){style.level < 2 ? 2 : 3, style.cramped};
}

double math_constant(const Layouter *l, hb_ot_math_constant_t constant, double size) {
    return hb_ot_math_get_constant(l->math->font, constant) * size / l->math->units_per_em;
}

Box *box_glyph(Layouter *l, MathFace face, uint32_t glyph, double size) {
    Box *box = box_new(l, BOX_GLYPH);
    if (!box) return NULL;
    const MathFont *f = math_font(face);
    double unit = size / f->units_per_em;
    hb_glyph_extents_t e = {0};
    hb_font_get_glyph_extents(f->font, glyph, &e);
    box->face = face;
    box->glyph = glyph;
    box->size = size;
    box->width = hb_font_get_glyph_h_advance(f->font, glyph) * unit;
    box->ink_top = e.y_bearing * unit;
    box->ink_bottom = (e.y_bearing + e.height) * unit;
    box->ascent = fmax(box->ink_top, 0);
    box->descent = fmax(-box->ink_bottom, 0);
    if (face == FACE_MATH) {
        box->italic = hb_ot_math_get_glyph_italics_correction(f->font, glyph) * unit;
        box->accent_at = hb_ot_math_get_glyph_top_accent_attachment(f->font, glyph) * unit;
    }
    return box;
}

/// One run drawn by Pango: what the mathematical faces lack.
static Box *box_fallback(Layouter *l, const char *text, size_t n, double size) {
    Box *box = box_new(l, BOX_TEXT);
    char *copy = arena_dup(l->arena, text, n);
    if (!box || !copy) {
        if (l->status == OK) l->status = ctx_fail_nomem(l->ctx);
        return NULL;
    }
    FontSpec font = {"Times", size, false, false};
    TextExtents e = text_measure(&font, text, n);
    box->text = copy;
    box->size = size;
    box->width = e.width;
    box->ascent = e.ascent * 0.8;
    box->descent = e.descent;
    box->accent_at = e.width / 2;
    return box;
}

Box *box_char(Layouter *l, uint32_t c, double size) {
    hb_codepoint_t glyph;
    if (hb_font_get_nominal_glyph(l->math->font, c, &glyph) && glyph)
        return box_glyph(l, FACE_MATH, glyph, size);
    const MathFont *more = math_font(FACE_SYMBOLS);
    if (more->font && hb_font_get_nominal_glyph(more->font, c, &glyph) && glyph) {
        Box *box = box_glyph(l, FACE_SYMBOLS, glyph, size * 0.85);
        if (box) box->accent_at = box->width / 2;
        return box;
    }
    char bytes[4];
    return box_fallback(l, bytes, (size_t)utf8_encode(c, bytes), size);
}

Box *box_text(Layouter *l, MathFace face, const char *text, size_t n, double size) {
    const MathFont *f = math_font(face);
    if (!f->font) f = math_font(FACE_ROMAN), face = FACE_ROMAN;
    if (!f->font) return box_fallback(l, text, n, size);
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text, (int)n, 0, (int)n);
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_shape(f->font, buffer, NULL, 0);
    unsigned count = 0;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, NULL);
    bool known = hb_buffer_allocation_successful(buffer);
    for (unsigned i = 0; i < count; i++) known = known && info[i].codepoint;
    Box *row = known ? box_new(l, BOX_LIST) : box_fallback(l, text, n, size);
    double x = 0, unit = size / f->units_per_em;
    for (unsigned i = 0; known && row && i < count; i++) {
        Box *glyph = box_glyph(l, face, info[i].codepoint, size);
        double y = -at[i].y_offset * unit;
        box_add(row, glyph, x + at[i].x_offset * unit, y);
        box_cover(row, glyph, y);
        x += at[i].x_advance * unit;
    }
    if (known && row) {
        row->width = x;
        row->accent_at = x / 2;
    }
    hb_buffer_destroy(buffer);
    return row;
}

// ---- stretching -------------------------------------------------------------------------------

enum { MAX_PARTS = 16, MAX_VARIANTS = 24, MAX_REPEAT = 2000 };

typedef struct Assembly {
    hb_ot_math_glyph_part_t parts[MAX_PARTS];
    unsigned n_parts;
    double unit, min_overlap;
} Assembly;

static double assembly_length(const Assembly *a, int repeat) {
    double length = 0;
    int count = 0;
    for (unsigned i = 0; i < a->n_parts; i++) {
        int times = a->parts[i].flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER ? repeat : 1;
        length += times * a->parts[i].full_advance * a->unit;
        count += times;
    }
    return length - (count > 1 ? (count - 1) * a->min_overlap : 0);
}

/// Puts the parts one after another, growing the overlaps until the length fits.
static Box *assemble(Layouter *l, const Assembly *a, double size, double length, bool vertical) {
    int repeat = 0, count = 0;
    while (assembly_length(a, repeat) < length && repeat < MAX_REPEAT) repeat++;
    for (unsigned i = 0; i < a->n_parts; i++)
        count += a->parts[i].flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER ? repeat : 1;
    double surplus = assembly_length(a, repeat) - length;
    double extra = count > 1 && surplus > 0 ? surplus / (count - 1) : 0;
    Box *box = box_new(l, BOX_LIST);
    double at = 0, end_connector = 0;
    bool first = true;
    for (unsigned i = 0; box && i < a->n_parts; i++) {
        const hb_ot_math_glyph_part_t *part = &a->parts[i];
        int times = part->flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER ? repeat : 1;
        for (int k = 0; k < times; k++) {
            Box *glyph = box_glyph(l, FACE_MATH, part->glyph, size);
            if (!glyph) return NULL;
            double limit = fmin(end_connector, part->start_connector_length * a->unit);
            if (!first)
                at -= fmax(fmin(a->min_overlap + extra, limit), fmin(a->min_overlap, limit));
            if (vertical) {
                box_add(box, glyph, 0, -(at - glyph->ink_bottom));
                box->width = fmax(box->width, glyph->width);
            } else {
                box_add(box, glyph, at, 0);
                box->ink_top = first ? glyph->ink_top : fmax(box->ink_top, glyph->ink_top);
                box->ink_bottom =
                    first ? glyph->ink_bottom : fmin(box->ink_bottom, glyph->ink_bottom);
            }
            at += part->full_advance * a->unit;
            end_connector = part->end_connector_length * a->unit;
            first = false;
        }
    }
    if (!box) return NULL;
    if (vertical) {
        box->ascent = box->ink_top = at;
    } else {
        box->width = at;
        box->ascent = fmax(box->ink_top, 0);
        box->descent = fmax(-box->ink_bottom, 0);
    }
    box->accent_at = box->width / 2;
    return box;
}

Box *box_stretch(Layouter *l, uint32_t c, double size, double length, bool vertical) {
    hb_codepoint_t glyph;
    if (!hb_font_get_nominal_glyph(l->math->font, c, &glyph) || !glyph) return box_char(l, c, size);
    hb_direction_t direction = vertical ? HB_DIRECTION_BTT : HB_DIRECTION_LTR;
    double unit = size / l->math->units_per_em;
    hb_ot_math_glyph_variant_t variants[MAX_VARIANTS];
    unsigned n = MAX_VARIANTS;
    hb_ot_math_get_glyph_variants(l->math->font, glyph, direction, 0, &n, variants);
    for (unsigned i = 0; i < n; i++)
        if (variants[i].advance * unit >= length)
            return box_glyph(l, FACE_MATH, variants[i].glyph, size);
    Assembly a = {.n_parts = MAX_PARTS, .unit = unit};
    hb_ot_math_get_glyph_assembly(l->math->font, glyph, direction, 0, &a.n_parts, a.parts, NULL);
    if (a.n_parts) {
        a.min_overlap = hb_ot_math_get_min_connector_overlap(l->math->font, direction) * unit;
        return assemble(l, &a, size, length, vertical);
    }
    return box_glyph(l, FACE_MATH, n ? variants[n - 1].glyph : glyph, size);
}

Box *box_accent(Layouter *l, uint32_t c, double size, double length, bool stretchy) {
    hb_codepoint_t glyph;
    if (!hb_font_get_nominal_glyph(l->math->font, c, &glyph) || !glyph) return box_char(l, c, size);
    hb_codepoint_t best = glyph;
    hb_ot_math_glyph_variant_t variants[MAX_VARIANTS];
    unsigned n = stretchy ? MAX_VARIANTS : 0;
    if (stretchy)
        hb_ot_math_get_glyph_variants(l->math->font, glyph, HB_DIRECTION_LTR, 0, &n, variants);
    for (unsigned i = 0; i < n; i++)
        if (variants[i].advance * size / l->math->units_per_em <= length) best = variants[i].glyph;
    return box_glyph(l, FACE_MATH, best, size);
}
