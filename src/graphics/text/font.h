// graphics/text/font.h: one place that turns a FontSpec into a Pango font, so that targets draw
// what was measured.
#pragma once
#include "graphics/scene.h"
#include <pango/pangocairo.h>

/// The family that draws `family`: "Helvetica" and "Arial" become Liberation Sans, "Times"
/// Liberation Serif, "monospace" DejaVu Sans Mono, "Courier" Liberation Mono; others stay, with
/// sans as fallback. Null means Helvetica.
const char *text_family(const char *family);
/// Font description in absolute size (1 unit = 1 point); pango_font_description_free.
PangoFontDescription *text_description(const FontSpec *font);
/// A context at 72 dpi without hinting of metrics: lengths scale exactly. g_object_unref.
PangoContext *text_context_new(void);
/// One line of text, never wrapped. g_object_unref.
PangoLayout *text_pango_layout(PangoContext *context, const FontSpec *font, const char *utf8,
                               size_t n_bytes);

/// Everything that decides how a run of text looks, as bytes: a key for what is remembered of it.
enum { TEXT_KEY = 88 };
/// Returns the key's length; 0 when it would be too long.
size_t text_key(const FontSpec *font, const char *utf8, size_t n_bytes, char ret[TEXT_KEY]);
/// A slot for the key among `n_slots`.
size_t text_key_slot(const char *key, size_t n, size_t n_slots);
