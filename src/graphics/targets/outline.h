// graphics/targets/outline.h: pieces the text targets (SVG, JSON) share: path data, glyph outlines,
// colours, PNG in base64.
#pragma once
#include "graphics/scene.h"

/// Appends SVG path data ("M1 2L3 4Z") with numbers rounded to 0.01.
void outline_path(Buf *out, const ScenePath *path);
/// Appends the outlines of a GLYPHS item as path data, placed and turned. ERR_IO when the font
/// cannot be opened.
Status outline_glyphs(Ctx *ctx, Buf *out, const SceneItem *item);
/// "#rrggbb"; alpha is left to the caller.
void outline_color(Buf *out, Color color);
/// A number with at most two decimals and no needless zeros.
void outline_number(Buf *out, double x);
/// "data:image/png;base64,…" of an IMAGE item.
Status outline_image(Ctx *ctx, Buf *out, const SceneItem *item);
/// CSS font list for a family of the scene; static.
const char *outline_css_family(const char *family);
