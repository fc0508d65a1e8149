// graphics/scene.h: the display list. Figures, document pages and equations all become a Scene; PNG, SVG, PDF and the
// browser draw the same list. Everything is decided here: colours, text positions, projection, order.
// Unit: point (1/72 inch) unless a maker says otherwise; x to the right, y down, origin top left. Painter's order.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include <stdint.h>

typedef struct Color { float r, g, b, a; } Color; // sRGB 0…1, straight alpha

typedef enum SceneKind {
    SCENE_PATH,       // fill and/or stroke
    SCENE_TEXT,       // one run of shaped text at a baseline point
    SCENE_GLYPHS,     // glyphs by id (mathematics)
    SCENE_IMAGE,      // RGBA pixels
    SCENE_CLIP_PUSH,  // rectangle or path
    SCENE_CLIP_POP,
    SCENE_GROUP_BEGIN,// id, role, alt text: structure for SVG and tagged PDF
    SCENE_GROUP_END,
    SCENE_LINK,       // rectangle with a URI or an internal destination
    SCENE_ANCHOR,     // destination and outline (bookmark) entry
    SCENE_MESH        // triangles with a colour at each corner (interpolated shading)
} SceneKind;

typedef enum LineCap { CAP_BUTT, CAP_ROUND, CAP_SQUARE } LineCap;
typedef enum LineJoin { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL } LineJoin;

typedef struct FontSpec {
    const char *family; // "Helvetica" (drawn with Liberation Sans), "monospace", "Times"; in the scene's arena
    float size_pt;
    bool bold, italic;
} FontSpec;

/// Path commands: 'M' x y, 'L' x y, 'C' x1 y1 x2 y2 x y, 'Z'.
typedef struct ScenePath {
    const char *commands; // n_commands letters
    Index n_commands;
    const double *points; // x y pairs in order
    Index n_points;       // number of doubles
} ScenePath;

typedef struct SceneItem {
    SceneKind kind;
    ScenePath path;        // PATH, CLIP_PUSH
    bool fill, stroke, even_odd;
    Color fill_color, stroke_color;
    float line_width;
    LineCap cap;
    LineJoin join;
    const float *dash; int n_dash;
    bool crisp;            // axis-aligned thin lines: snap to device pixels on raster targets
    double x, y;           // TEXT, GLYPHS: baseline start; IMAGE, LINK: top left
    double width, height;  // IMAGE, LINK; TEXT: advance width as measured
    double angle;          // TEXT, GLYPHS: counter-clockwise, radians, about (x, y)
    const char *text;      // TEXT: UTF-8; GLYPHS: the source text behind them; GROUP: alt text
    FontSpec font;         // TEXT
    Color color;           // TEXT, GLYPHS
    const char *font_file; // GLYPHS: path of the font file
    const uint32_t *glyphs; const double *glyph_xy; Index n_glyphs; // ids and x y offsets from (x, y), unrotated
    const uint8_t *pixels; Index pixel_width, pixel_height; // IMAGE: RGBA rows from the top
    bool smooth;           // IMAGE: interpolate
    const char *id;        // GROUP: identifier; LINK: URI or "#dest"; ANCHOR: destination name
    const char *role;      // GROUP: "figure", "axes", "H1", "P", "Code", "Figure", "Table"…
    int level;             // ANCHOR: outline level, 0: no outline entry
    const double *mesh_xy; const Color *mesh_color; Index n_triangles; // MESH: 6 numbers and 3 colours a triangle
} SceneItem;

typedef struct Scene {
    Arena *arena;          // owns every text, path and array of the items
    double width, height;  // page size
    Color background;      // a = 0: none
    const char *caption;   // of a figure in a document: plain text on one line, in the arena; null: none
    SceneItem *items;
    Index n_items, cap_items;
    bool failed;           // sticky: memory ran out while building; check once at the end
} Scene;

/// New empty scene; null when memory is short.
Scene *scene_new(double width, double height);
void scene_free(Scene *scene);
/// Appends a zeroed item and returns it; null (and `failed`) when memory is short.
SceneItem *scene_add(Scene *scene, SceneKind kind);
/// Adds an item's size to `work` (paths, glyphs and triangles count); true, and zero again, every few
/// thousand: then a target looks at the stop flag.
bool scene_work(const SceneItem *item, Index *work);
/// Copies `from` into `to`, moved by (dx, dy) and scaled; arrays are copied.
void scene_embed(Scene *to, const Scene *from, double dx, double dy, double scale);
/// The box that holds all that is drawn, without the background; the whole page when nothing is.
typedef struct SceneBox { double x, y, width, height; } SceneBox;
SceneBox scene_ink(const Scene *scene);
/// Builder for paths in the scene's arena.
typedef struct PathBuilder { Scene *scene; char *commands; double *points; Index n_commands, cap_commands, n_points, cap_points; } PathBuilder;
void path_begin(PathBuilder *b, Scene *scene);
void path_move(PathBuilder *b, double x, double y);
void path_line(PathBuilder *b, double x, double y);
void path_curve(PathBuilder *b, double x1, double y1, double x2, double y2, double x, double y);
void path_close(PathBuilder *b);
void path_rect(PathBuilder *b, double x, double y, double width, double height);
ScenePath path_end(PathBuilder *b);
/// Text form for tests: one line an item, numbers rounded to 0.1.
void scene_dump(const Scene *scene, Buf *out);

// ---- text measuring (graphics/text/measure.c, through Pango/HarfBuzz) --------------------------------------------------
typedef struct TextExtents { double width, ascent, descent; } TextExtents; // points; ink-independent (font) ascent
/// Width and font metrics of one run. Never fails: falls back to an estimate and says so through *scene->failed nowhere.
TextExtents text_measure(const FontSpec *font, const char *utf8, size_t n_bytes);
/// The width alone; about half the time.
double text_width(const FontSpec *font, const char *utf8, size_t n_bytes);

// ---- targets (graphics/targets/) -----------------------------------------------------------------------------------------
typedef struct DocumentInfo { const char *title, *author, *subject, *language, *creator; } DocumentInfo; // any may be null
/// Several scenes as pages of one PDF file, written beside and renamed. Fonts are embedded as subsets.
Status target_pdf(Ctx *ctx, Scene *const *pages, Index n_pages, const DocumentInfo *info, const char *path);
/// The same bytes, appended to `out`.
Status target_pdf_bytes(Ctx *ctx, Scene *const *pages, Index n_pages, const DocumentInfo *info, Buf *out);
/// One scene as PNG at `dpi` (scene points are 1/72 inch).
Status target_png(Ctx *ctx, const Scene *scene, double dpi, const char *path);
/// PNG bytes in memory.
Status target_png_bytes(Ctx *ctx, const Scene *scene, double dpi, Buf *out);
/// RGBA pixels, rows from the top; *ret_pixels owned (mem_free).
Status target_pixels(Ctx *ctx, const Scene *scene, double dpi, uint8_t **ret_pixels, Index *ret_width, Index *ret_height);
Status target_svg(Ctx *ctx, const Scene *scene, Buf *out);
Status target_json(Ctx *ctx, const Scene *scene, Buf *out);
