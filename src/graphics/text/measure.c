// graphics/text/measure.c: fonts and the size of one run of text, through Pango.
// Metrics are not hinted and glyph positions not rounded, so that a width measured at 10 pt is the
// width drawn on every target at every zoom. The font map is Pango's own (one per thread). What was
// measured lately is remembered per thread, since a figure that is turned measures the same labels
// for each picture, and a document the same words; it depends on the arguments alone.
#include "graphics/text/font.h"
#include <string.h>

typedef struct FamilyAlias {
    const char *name, *family;
} FamilyAlias;

static const FamilyAlias aliases[] = {
    {"helvetica", "Liberation Sans,Arimo,sans"},
    {"arial", "Liberation Sans,Arimo,sans"},
    {"sans", "Liberation Sans,Arimo,sans"},
    {"sans-serif", "Liberation Sans,Arimo,sans"},
    {"times", "Liberation Serif,Tinos,serif"},
    {"times new roman", "Liberation Serif,Tinos,serif"},
    {"serif", "Liberation Serif,Tinos,serif"},
    {"courier", "Liberation Mono,Cousine,monospace"},
    {"courier new", "Liberation Mono,Cousine,monospace"},
    {"monospace", "DejaVu Sans Mono,Liberation Mono,monospace"},
    {"fixedwidth", "DejaVu Sans Mono,Liberation Mono,monospace"},
    {"consolas", "DejaVu Sans Mono,Liberation Mono,monospace"},
};

const char *text_family(const char *family) {
    if (!family || !*family) return aliases[0].family;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (!g_ascii_strcasecmp(family, aliases[i].name)) return aliases[i].family;
    return family;
}

PangoFontDescription *text_description(const FontSpec *font) {
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, text_family(font->family));
    double size = font->size_pt;
    if (!(size > 0.01)) size = 0.01;
    if (size > 5000) size = 5000;
    pango_font_description_set_absolute_size(description, size * PANGO_SCALE);
    pango_font_description_set_weight(description,
                                      font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(description,
                                     font->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    return description;
}

PangoContext *text_context_new(void) {
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return context;
}

PangoLayout *text_pango_layout(PangoContext *context, const FontSpec *font, const char *utf8,
                               size_t n_bytes) {
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *description = text_description(font);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    pango_layout_set_auto_dir(layout, FALSE); // a run is part of a line: its comma stays at the right
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_width(layout, -1);
    if (g_utf8_validate(utf8, (gssize)n_bytes, NULL)) {
        pango_layout_set_text(layout, utf8, (int)n_bytes);
    } else {
        char *valid = g_utf8_make_valid(utf8, (gssize)n_bytes);
        pango_layout_set_text(layout, valid, -1);
        g_free(valid);
    }
    return layout;
}

// ---- measuring, and what was measured before ----------------------------------------------------

size_t text_key(const FontSpec *font, const char *utf8, size_t n_bytes, char ret[TEXT_KEY]) {
    const char *family = font->family ? font->family : "";
    size_t n_family = strlen(family) + 1, n = sizeof font->size_pt + 1 + n_family + n_bytes;
    if (n > TEXT_KEY) return 0;
    memcpy(ret, &font->size_pt, sizeof font->size_pt);
    ret[sizeof font->size_pt] = (char)(font->bold | font->italic << 1);
    memcpy(ret + sizeof font->size_pt + 1, family, n_family);
    memcpy(ret + n - n_bytes, utf8, n_bytes);
    return n;
}

size_t text_key_slot(const char *key, size_t n, size_t n_slots) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)key[i]) * 16777619u;
    return (h ^ h >> 15) % n_slots;
}

enum { MEMO_SLOTS = 2048 };
typedef struct Memo {
    size_t n; // of the key; 0: empty
    char key[TEXT_KEY];
    TextExtents extents;
} Memo;

/// What a thread keeps between two texts.
typedef struct Measure {
    PangoContext *context;
    Memo widths[MEMO_SLOTS];
    Memo fonts[64]; // ascent and descent
} Measure;

static void measure_free(void *data) {
    Measure *m = data;
    if (m->context) g_object_unref(m->context);
    g_free(m);
}

static GPrivate own_measure = G_PRIVATE_INIT(measure_free);

/// The thread's own; null when memory is short.
static Measure *measure_get(void) {
    Measure *m = g_private_get(&own_measure);
    if (m) return m;
    m = g_try_malloc0(sizeof *m);
    if (m) {
        m->context = text_context_new();
        g_private_set(&own_measure, m);
    }
    return m;
}

static TextExtents measure_width(PangoContext *context, const FontSpec *font, const char *utf8,
                                 size_t n_bytes) {
    PangoLayout *layout = text_pango_layout(context, font, utf8, n_bytes);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    g_object_unref(layout);
    return (TextExtents){.width = (double)logical.width / PANGO_SCALE};
}

/// The font's own ascent and descent, not those of a fallback font: lines stay evenly spaced.
static TextExtents measure_font(PangoContext *context, const FontSpec *font, const char *utf8,
                                size_t n_bytes) {
    (void)utf8, (void)n_bytes;
    TextExtents extents = {0};
    PangoFontDescription *description = text_description(font);
    PangoFontMetrics *metrics = pango_context_get_metrics(context, description, NULL);
    if (metrics) {
        extents.ascent = (double)pango_font_metrics_get_ascent(metrics) / PANGO_SCALE;
        extents.descent = (double)pango_font_metrics_get_descent(metrics) / PANGO_SCALE;
        pango_font_metrics_unref(metrics);
    }
    if (!(extents.ascent > 0)) {
        extents.ascent = 0.9 * font->size_pt;
        extents.descent = 0.21 * font->size_pt;
    }
    pango_font_description_free(description);
    return extents;
}

typedef TextExtents (*MeasureFn)(PangoContext *context, const FontSpec *font, const char *utf8,
                                 size_t n_bytes);

static TextExtents remembered(Measure *m, Memo *memos, size_t n_memos, MeasureFn fn,
                              const FontSpec *font, const char *utf8, size_t n_bytes) {
    char key[TEXT_KEY];
    size_t n = text_key(font, utf8, n_bytes, key);
    if (!n) return fn(m->context, font, utf8, n_bytes);
    Memo *slot = &memos[text_key_slot(key, n, n_memos)];
    if (slot->n != n || memcmp(slot->key, key, n) != 0) {
        slot->extents = fn(m->context, font, utf8, n_bytes);
        memcpy(slot->key, key, n);
        slot->n = n;
    }
    return slot->extents;
}

static TextExtents measure_once(MeasureFn fn, const FontSpec *font, const char *utf8,
                                size_t n_bytes) {
    PangoContext *context = text_context_new();
    TextExtents extents = fn(context, font, utf8, n_bytes);
    g_object_unref(context);
    return extents;
}

double text_width(const FontSpec *font, const char *utf8, size_t n_bytes) {
    if (!n_bytes) return 0;
    Measure *m = measure_get();
    if (!m) return measure_once(measure_width, font, utf8, n_bytes).width;
    return remembered(m, m->widths, MEMO_SLOTS, measure_width, font, utf8, n_bytes).width;
}

TextExtents text_measure(const FontSpec *font, const char *utf8, size_t n_bytes) {
    Measure *m = measure_get();
    TextExtents extents = m ? remembered(m, m->fonts, sizeof m->fonts / sizeof *m->fonts,
                                         measure_font, font, "", 0)
                            : measure_once(measure_font, font, "", 0);
    extents.width = text_width(font, utf8, n_bytes);
    return extents;
}
