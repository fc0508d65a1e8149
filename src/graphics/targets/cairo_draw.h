// graphics/targets/cairo_draw.h: draws a scene with Cairo; shared by the PNG and PDF targets.
#pragma once
#include "base/map.h"
#include "graphics/scene.h"
#include <cairo.h>

enum { DRAWING_MAX_FONTS = 8 };

/// State of one drawing. Failures stick in `status` (or in the cairo_t) and are checked once by
/// drawing_done.
typedef struct Drawing {
    Ctx *ctx;
    cairo_t *cr;                   // borrowed; user space is the scene's points
    bool raster;                   // snap crisp lines to pixels
    bool tagged;                   // PDF: structure, links and destinations
    const Map *destinations;       // PDF: names that exist, for links inside; borrowed
    struct _PangoContext *pango;   // made on first use
    cairo_matrix_t text_matrix;    // for which it was set up last
    struct DrawingLayout *layouts; // of words, made on first use; may be null
    struct {
        const char *file;
        cairo_font_face_t *face;
    } fonts[DRAWING_MAX_FONTS];
    int n_fonts, depth;
    int figure_depth;  // PDF: groups open inside a Figure, whose parts are no elements of their own
    const char **alts; // PDF: alternative texts of Figure and Formula elements in order; entries may be null
    Index n_alts, cap_alts;
    Status status;
} Drawing;

void drawing_init(Drawing *drawing, Ctx *ctx, cairo_t *cr);
/// Draws every item, background first.
void drawing_scene(Drawing *drawing, const Scene *scene);
/// Frees what the drawing holds; the first failure, reported in ctx.
Status drawing_done(Drawing *drawing);
/// Reports a cairo failure, if any, as Status.
Status drawing_check(Ctx *ctx, cairo_status_t status, const char *what);
