// graphics/internal.h: the bodies behind graphics/figure.h. Only files of this room include it.
#pragma once
#include "graphics/figure.h"
#include "graphics/math.h"
#include <math.h>
#include <stddef.h>

typedef struct Rect {
    double x, y, width, height;
} Rect; // points, y down
typedef struct Insets {
    double left, top, right, bottom;
} Insets;

// ---- colours that may be words -----------------------------------------------------------------
typedef enum ColorKind {
    COLOR_RGB,
    COLOR_NONE,
    COLOR_AUTO,
    COLOR_FLAT,
    COLOR_INTERP,
    COLOR_TEXTUREMAP
} ColorKind;
typedef struct GColor {
    ColorKind kind;
    Color rgb;
} GColor;
#define GRAY(x) ((GColor){COLOR_RGB, {(x), (x), (x), 1}})
#define NO_COLOR ((GColor){COLOR_NONE, {0, 0, 0, 0}})
#define AUTO_COLOR ((GColor){COLOR_AUTO, {0, 0, 0, 1}})
extern const Color color_dark; // axes, ticks, labels: 0.15

typedef enum LineStyle { LINE_SOLID, LINE_DASHED, LINE_DOTTED, LINE_DASHDOT, LINE_NONE } LineStyle;
#define LINE_STYLES "-|--|:|-.|none"
typedef enum MarkerKind {
    MARKER_NONE,
    MARKER_PLUS,
    MARKER_CIRCLE,
    MARKER_STAR,
    MARKER_POINT,
    MARKER_CROSS,
    MARKER_SQUARE,
    MARKER_DIAMOND,
    MARKER_UP,
    MARKER_DOWN,
    MARKER_RIGHT,
    MARKER_LEFT,
    MARKER_PENTAGRAM,
    MARKER_HEXAGRAM,
    MARKER_DASH,
    MARKER_BAR
} MarkerKind;
#define MARKERS "none|+|o|*|.|x|square|diamond|^|v|>|<|pentagram|hexagram|_||"

// ---- objects -----------------------------------------------------------------------------------
typedef struct PropDef PropDef;
typedef struct GClass GClass;
typedef struct Frame Frame;
typedef struct Extent {
    double lo[3], hi[3], positive_lo[3];
    bool any[3];
    bool tight[3];
} Extent;

struct GObject {
    const GClass *cls;
    GraphicsRoot *root;
    GObject *parent;
    GObject **children;
    Index n_children, cap_children;
    GHandle handle;
    bool visible, unlisted, deleting, handle_hidden;
    bool in_legend; // plots: shown by legend()
    bool clipping;
    char *tag, *display_name;
    Opaque *user_data;
    Opaque *callbacks[4]; // CreateFcn, DeleteFcn, ButtonDownFcn, CloseRequestFcn: kept, never
                          // called here
};

/// One property. `get` and `set` replace the access through `offset`.
struct PropDef {
    const char *name;
    PropKind kind;
    size_t offset;
    size_t manual_offset; // bool set to true when the property is set; 0: none
    const char *words;    // WORD: all; COLOR: besides RGB
    Status (*get)(Ctx *ctx, GObject *object, const PropDef *def, PropValue *ret);
    Status (*set)(Ctx *ctx, GObject *object, const PropDef *def, const PropValue *value);
    bool read_only;
};

/// One class of objects: record at the foot of its file, listed in classes.c.
struct GClass {
    const char *type, *class_name;
    size_t size;
    const PropDef *props; // ends with a null name; common ones are in property.c
    Status (*init)(Ctx *ctx, GObject *object); // defaults; memory is zeroed
    void (*done)(GObject *object);             // frees what the struct holds beyond its PropDefs
    void (*extent)(const GObject *object, Extent *e); // data range, for automatic limits
    void (*color_range)(const GObject *object, double *lo,
                        double *hi); // CData range, for automatic CLim
    void (*draw)(const GObject *object, Frame *frame);
    /// Legend sample inside `box`; null: the class takes no legend entry.
    void (*swatch)(const GObject *object, Frame *frame, Rect box);
    bool in_axes; // a plot: below axes
};
const GClass *class_find(const char *type);

extern const GClass class_root, class_figure, class_axes, class_tiles, class_line, class_patch,
    class_surface, class_image, class_text, class_bar, class_histogram, class_scatter,
    class_animated, class_constant, class_legend, class_colorbar, class_area, class_stairs,
    class_stem, class_errorbar, class_contour, class_ruler;

// ---- data --------------------------------------------------------------------------------------
void numbers_done(NumArray *a);
Status numbers_copy(Ctx *ctx, const NumArray *from, NumArray *ret);
Status numbers_make(Ctx *ctx, Index rows, Index columns, Index pages, NumArray *ret);
void texts_done(char ***texts, Index *n);
void extent_init(Extent *e);
void extent_add(Extent *e, int dim, double x);
void extent_add_all(Extent *e, int dim, const NumArray *a);

// ---- the classes' structs ----------------------------------------------------------------------
typedef struct Figure {
    GObject head;
    int number;
    double position[4]; // pixels, screen position and size
    GColor color;
    char *name;
    bool number_title, resize, invert_hardcopy;
    int units, paper_units, paper_mode, next_plot, renderer, window_style, window_state,
        menu_bar_word, tool_bar_word, theme;
    NumArray paper_position, paper_size; // inches
    NumArray colormap;
    GObject *current_axes;
    bool dirty;
    GObject *title; // TextObject, made by sgtitle
} Figure;

typedef struct TextObject {
    GObject head;
    char **lines;
    Index n_lines;
    double position[3];
    bool position_manual;
    double rotation, font_size, margin;
    bool rotation_manual, font_size_manual, color_manual, font_weight_manual;
    bool bold, italic;
    int weight, slant, horizontal, vertical, interpreter, units, font_units;
    char *font_name;
    GColor color, background, edge;
    int line_style;
    double line_width;
    bool is_label; // title, axis label: placed by the axes
} TextObject;

typedef enum ScaleKind { SCALE_LINEAR, SCALE_LOG } ScaleKind;
/// One axis as the user set it up. Automatic parts are resolved anew for each scene.
typedef struct Ruler {
    double lim[2];
    bool lim_manual; // both ends given (±Inf: that end follows the data)
    int scale, direction, location, limit_method;
    NumArray ticks, minor_ticks;
    bool ticks_manual;
    char **labels;
    Index n_labels;
    bool labels_manual;
    double label_angle;
    bool label_angle_manual;
    bool grid, minor_grid, minor_tick;
    GColor color;
    bool color_manual;
    TextObject *label;
    double exponent;
    bool exponent_manual;
    char *format;
    bool hidden;
    GObject *proxy; // XAxis object, made when asked for
} Ruler;

typedef struct Legend Legend;
typedef struct ColorBar ColorBar;
enum { NEXTPLOT_REPLACE, NEXTPLOT_ADD, NEXTPLOT_REPLACECHILDREN };
typedef struct Axes {
    GObject head;
    Ruler ruler[3];
    TextObject *title, *subtitle;
    double position[4], outer_position[4];
    bool position_manual, outer_manual; // position: the plot box itself was placed
    int units, next_plot, box_style, layer, position_constraint, tick_dir, font_weight, font_angle,
        units_font, clip_style, sort_method, color_scale, title_align;
    bool box, box_manual;
    bool axis_off;
    double view[2]; // azimuth, elevation in degrees
    bool view_manual;
    double aspect[3]; // data aspect ratio
    bool aspect_manual;
    double plot_aspect[3];
    bool plot_aspect_manual;
    bool tight; // axis tight / padded
    bool limits_padded;
    double font_size, label_scale, title_scale, line_width;
    bool font_size_manual;
    char *font_name;
    GColor color, grid_color, minor_grid_color;
    bool grid_color_manual;
    double grid_alpha, minor_grid_alpha;
    int grid_style, minor_grid_style;
    NumArray tick_length, color_order;
    bool color_order_manual; // survives newplot
    Index next_color, next_style;
    NumArray colormap;
    bool colormap_manual;
    double clim[2];
    bool clim_manual;
    double alim[2];
    int interactions;
    Legend *legend;
    ColorBar *colorbar;
    // place within a tiled layout
    Index tile, span_rows, span_columns; // tile 0: not in a layout
    // subplot cell
    double cell[4];
    bool is_subplot;
    // what the last layout decided (for the browser and TightInset)
    Rect inner, outer;
    Insets insets;
    // interact.c: 3-D camera zoom and shift (shares of the plot box), the view before a person
    // changed it, and the axes that follow (group number a dimension; 0: none)
    double zoom, shift[2]; // zoom 0: 1
    struct AxesHome {
        bool kept, view_manual, lim_manual[3];
        double view[2], lim[3][2];
    } home;
    uint32_t link[3];
} Axes;

typedef struct Tiles {
    GObject head;
    Index rows, columns;
    bool flow;
    int direction; // of a flow: grid, one column, one row
    int spacing, padding, indexing, units;
    TextObject *title, *subtitle, *label[2];
    double position[4];
    bool position_manual;
    Rect box;
    Index tile, span_rows, span_columns; // nested layouts
} Tiles;

typedef struct Line {
    GObject head;
    NumArray x, y, z;
    bool x_manual;
    GColor color;
    bool color_manual;
    double line_width, marker_size, alpha;
    int line_style, marker, line_join;
    GColor marker_edge, marker_face;
    NumArray marker_indices;
} Line;

typedef struct Patch {
    GObject head;
    NumArray x, y, z, c; // one column per face
    NumArray faces, vertices, vertex_colors;
    bool use_faces;
    GColor face, edge;
    double face_alpha, edge_alpha, line_width, marker_size;
    int line_style, line_join, marker, face_lighting, cdata_mapping;
    GColor marker_edge, marker_face;
} Patch;

typedef struct Surface {
    GObject head;
    NumArray x, y, z, c;
    bool x_manual, y_manual, c_manual;
    GColor face, edge;
    double face_alpha, edge_alpha, line_width, marker_size;
    int line_style, mesh_style, face_lighting, cdata_mapping, marker;
    GColor marker_edge, marker_face;
} Surface;

typedef struct Image {
    GObject head;
    NumArray c, x, y, alpha;
    int cdata_mapping, interpolation;
} Image;

typedef struct Bar {
    GObject head;
    NumArray x, y, c;
    bool x_manual;
    GColor face, edge;
    bool face_manual;
    double face_alpha, edge_alpha, line_width, bar_width, base;
    int line_style, horizontal, layout;
    double group_index, n_group; // which of how many series side by side
    NumArray offset;             // stacked: where each bar starts
    bool show_base;
} Bar;

typedef struct Histogram {
    GObject head;
    NumArray data, edges, counts;
    GColor face, edge;
    bool face_manual;
    double face_alpha, edge_alpha, line_width;
    int normalization, display_style, orientation, line_style;
} Histogram;

typedef struct Scatter {
    GObject head;
    NumArray x, y, z, size, c;
    GColor edge, face, auto_color;
    int marker, cdata_mapping;
    double line_width, edge_alpha, face_alpha;
} Scatter;

typedef struct Animated {
    GObject head;
    double *point[3];
    Index n_points, cap_points;
    bool has_z;
    double max_points;
    GColor color;
    double line_width, marker_size;
    int line_style, marker;
    GColor marker_edge, marker_face;
} Animated;

typedef struct Constant { // xline, yline
    GObject head;
    bool vertical;
    double value, line_width, alpha, font_size, label_angle;
    GColor color, label_color;
    int line_style, label_horizontal, label_vertical, label_orientation, interpreter;
    char **label;
    Index n_label;
} Constant;

typedef struct Area {
    GObject head;
    NumArray x, y, lower; // lower: where the area starts (stacked), else base
    GColor face, edge;
    bool face_manual;
    double face_alpha, edge_alpha, line_width, base;
    int line_style;
} Area;

typedef struct ErrorBar {
    GObject head;
    NumArray x, y, y_neg, y_pos, x_neg, x_pos;
    GColor color;
    double line_width, marker_size, cap_size;
    int line_style, marker;
    GColor marker_edge, marker_face;
} ErrorBar;

typedef struct Stem {
    GObject head;
    NumArray x, y, z;
    GColor color;
    double line_width, marker_size, base;
    int line_style, marker;
    GColor marker_edge, marker_face;
    bool show_base;
} Stem;

typedef struct Contour {
    GObject head;
    NumArray x, y, z, levels;
    bool levels_manual, count_manual, fill;
    double line_width, n_levels;
    GColor edge;
    int line_style;
    bool show_text;
} Contour;

struct Legend {
    GObject head;
    char **texts; // as given; may be shorter than the plots
    Index n_texts;
    GHandle *plots;
    Index n_plots;
    bool plots_manual, auto_update;
    int location, orientation, interpreter, units, font_weight;
    bool location_manual;
    double position[4];
    double font_size, num_columns;
    bool font_size_manual, columns_manual, box;
    char *font_name;
    GColor color, edge, text_color;
    TextObject *title;
    GObject *axes;
    bool in_tiles; // Layout.Tile "east" and so on
    double line_width;
};

struct ColorBar {
    GObject head;
    GObject *axes;
    int location, units;
    bool location_manual;
    NumArray ticks;
    bool ticks_manual;
    char **labels;
    Index n_labels;
    bool labels_manual;
    TextObject *label;
    double lim[2], font_size;
    bool lim_manual, font_size_manual;
    bool box;
    double position[4];
    int direction, axis_location;
    GColor color;
    double line_width;
};

typedef struct RulerProxy { // ax.XAxis
    GObject head;
    int dim;
} RulerProxy;

struct GraphicsRoot {
    GObject head; // groot
    RefCount refs;
    struct GSlot {
        GObject *object;
        uint32_t generation;
    } * slots;
    Index n_slots, cap_slots, maybe_free; // no slot below maybe_free is free
    GObject **figures;                    // by number
    Index n_figures, cap_figures;
    GObject *current;
    int next_number; // 0: the smallest free one
};

// ---- tree.c ------------------------------------------------------------------------------------
void object_touch(GObject *object); // something changed: the figure must be drawn again
Status object_adopt(Ctx *ctx, GObject *parent, GObject *child);
/// New text object that axes, layouts and legends hold as label.
Status label_new(Ctx *ctx, GObject *parent, double font_size, bool bold, TextObject **ret);
Axes *axes_of(const GObject *plot);

// ---- property.c --------------------------------------------------------------------------------
extern const PropDef common_props[];
int word_find(const char *words, const char *text); // index in "a|b|c", -1
Status color_from_value(Ctx *ctx, const PropValue *value, const char *words, const char *name,
                        GColor *ret);
Status value_as_number(Ctx *ctx, const PropValue *value, const char *name, double *ret);
Status value_from_numbers(Ctx *ctx, const double *v, Index rows, Index columns, PropValue *ret);
Status texts_from_value(Ctx *ctx, const PropValue *value, const char *name, char ***ret,
                        Index *ret_n);
Status prop_bad_value(Ctx *ctx, const char *name, const char *what);

// Rows of property tables. T: struct, m: member.
#define PROP_NUM(name, T, m) \
    { name, PROP_NUMBER, offsetof(T, m), 0, NULL, NULL, NULL, false }
#define PROP_NUMS(name, T, m) \
    { name, PROP_NUMBERS, offsetof(T, m), 0, NULL, NULL, NULL, false }
#define PROP_FLAG(name, T, m) \
    { name, PROP_ONOFF, offsetof(T, m), 0, NULL, NULL, NULL, false }
#define PROP_WORDS(name, T, m, words) \
    { name, PROP_WORD, offsetof(T, m), 0, words, NULL, NULL, false }
#define PROP_STRING(name, T, m) \
    { name, PROP_TEXT, offsetof(T, m), 0, NULL, NULL, NULL, false }
#define PROP_COL(name, T, m, words) \
    { name, PROP_COLOR, offsetof(T, m), 0, words, NULL, NULL, false }
#define PROP_MODE(name, T, m) \
    { name, PROP_WORD, offsetof(T, m), 0, "auto|manual", get_mode, set_mode, false }
#define PROP_END \
    { NULL, PROP_NUMBER, 0, 0, NULL, NULL, NULL, false }
Status get_mode(Ctx *ctx, GObject *object, const PropDef *def,
                PropValue *ret); // a bool "manual" as "auto" or "manual"
Status set_mode(Ctx *ctx, GObject *object, const PropDef *def, const PropValue *value);

// ---- ticks.c -----------------------------------------------------------------------------------
typedef struct TickSet {
    double *at, *minor;
    Index n, n_minor;
    char **labels; // n texts; TeX mark-up on log axes
    int exponent;  // common factor 10^exponent shown at the end of the axis; 0: none
} TickSet;
/// Widens [lo, hi] to round numbers so that at most `max_intervals` steps fit.
void ticks_nice_limits(double lo, double hi, int max_intervals, double *ret_lo, double *ret_hi);
void ticks_nice_log_limits(double lo, double hi, double *ret_lo, double *ret_hi);
/// Ticks inside [lo, hi]; arena memory.
bool ticks_linear(Arena *arena, double lo, double hi, int max_intervals, TickSet *ret);
bool ticks_log(Arena *arena, double lo, double hi, int max_intervals, TickSet *ret);
/// Labels for ticks that are set (ret->at); `exponent` INT_MIN: automatic.
bool ticks_label(Arena *arena, TickSet *ticks, int exponent, const char *format);

// ---- frame: one axes being drawn ---------------------------------------------------------------
typedef struct Scale { // a ruler resolved for one scene
    double lo, hi;
    bool log, reverse;
    TickSet ticks;
    double length_pt;
} Scale;
typedef struct Primitive {
    double depth;
    Index order;
    SceneItem item;
} Primitive;
struct Frame {
    Ctx *ctx;
    Scene *scene;
    const Axes *axes;
    Rect box; // the plot rectangle
    Scale scale[3];
    bool is_3d;
    double m[3][3], shift[2]; // 3-D: page x, page y and depth from centred cube coordinates
    double center[3];
    double font_size;
    const double *cmap; // n×3 column-major
    Index n_cmap;
    double clim[2];
    bool clim_log;
    double pixels_per_unit;
    Primitive *sorted; // 3-D: collected, then sorted far to near
    Index n_sorted, cap_sorted;
    const Patch *plane_patch;
    bool measuring; // only insets are wanted: plots are not drawn
    Rect ink;       // extent of decorations while they are drawn
    bool has_ink;
    Index work; // points since the last look at the stop flag
    Status status;
};
/// False once something failed or a stop was asked for (f->status tells); counts `n` points of work and
/// looks every few thousand. Every primitive asks, so a plot that draws with them stops by itself.
bool frame_goes_on(Frame *f, Index n);
/// Cube coordinate 0…1 of a data value (outside when beyond the limits); NaN for values a log axis
/// cannot show.
double scale_unit(const Scale *scale, double x);
/// Page position and depth (larger is nearer) of a data point; false when it cannot be shown.
bool frame_project(const Frame *f, double x, double y, double z, double *px, double *py,
                   double *depth);
/// New item: appended at once in 2-D, kept for sorting in 3-D. Null when memory is short.
SceneItem *frame_add(Frame *f, SceneKind kind, double depth);
void frame_clip_begin(Frame *f);
void frame_clip_end(Frame *f);
void frame_ink(Frame *f, double x, double y, double width, double height);
Color frame_map_color(const Frame *f, double c, bool direct);
/// Polyline through data points with breaks at NaN, then its markers. z may be null.
typedef struct Stroke {
    Color color;
    double width;
    int style;
    LineJoin join;
} Stroke;
void stroke_item(Frame *f, SceneItem *item, const Stroke *stroke);
void frame_polyline(Frame *f, const double *x, const double *y, const double *z, Index n,
                    const Stroke *stroke, bool clip);
typedef struct MarkerLook {
    int kind;
    double size;
    GColor edge, face;
    Color color;
    double line_width;
    double edge_alpha, face_alpha;
} MarkerLook;
void frame_markers(Frame *f, const double *x, const double *y, const double *z, Index n,
                   const MarkerLook *look);
void frame_marker_at(Frame *f, double px, double py, double depth, const MarkerLook *look);
/// Filled polygon in data coordinates (z may be null); fill or stroke may be null.
void frame_polygon(Frame *f, const double *x, const double *y, const double *z, Index n,
                   const Color *fill, const Stroke *edge, double depth_override);
bool gcolor_visible(const GColor *c);
Color gcolor_resolve(const GColor *c, Color automatic);
Color color_with_alpha(Color c, double alpha);

// ---- labels ------------------------------------------------------------------------------------
typedef struct Label {
    LabelLayout *layout;
    MathBox box;
} Label;
/// Lays text out with the object's or given font; empty text gives a null layout and a zero box.
Status label_make(Ctx *ctx, int interpreter, const FontSpec *font, const char *text, Label *ret);
Status label_make_lines(Ctx *ctx, int interpreter, const FontSpec *font, char *const *lines,
                        Index n, Label *ret);
/// Draws with the given corner or middle at (x, y). hx 0 left … 1 right; hy 0 top … 1 bottom; the
/// block is turned about (x, y) by `angle`. Adds to the ink of the frame when there is one (may be
/// null).
void label_place(Label *label, Scene *scene, Frame *ink, double x, double y, double hx, double hy,
                 double angle, double align, Color color);
void label_done(Label *label);
FontSpec text_font(const TextObject *text, const char *fallback_family, double fallback_size);
bool text_is_empty(const TextObject *text);

/// The smallest rectangle around everything the scene shows; the whole page when it shows nothing.
Rect scene_bounds(const Scene *scene);

// ---- layout and drawing ------------------------------------------------------------------------
void data_extent(const Axes *ax, Extent *e);
bool axes_is_3d(const Axes *ax);
/// Resolves limits and ticks for a plot rectangle and sets the projection up.
Status frame_begin(Frame *f, Ctx *ctx, Scene *scene, const Axes *ax, Rect box);
void frame_end(Frame *f);
void axes_draw_2d(Frame *f);
void axes_draw_3d(Frame *f);
void frame_flush_sorted(Frame *f);
void axes_draw_titles(Frame *f);
/// How far decorations reach beyond `box`.
Status axes_measure(Ctx *ctx, Axes *ax, Rect box, Insets *ret);
Status axes_draw(Ctx *ctx, Scene *scene, Axes *ax);
Status figure_layout(Ctx *ctx, Figure *figure);
Status tiles_layout(Ctx *ctx, Tiles *tiles, Rect area);
Status tiles_draw(Ctx *ctx, Scene *scene, Tiles *tiles);
double axes_font_size(const Axes *ax);
Status legend_measure(Ctx *ctx, const Legend *legend, double *ret_width, double *ret_height);
Status legend_draw(Ctx *ctx, Scene *scene, Legend *legend, Frame *frame);
Insets legend_insets(Ctx *ctx, const Legend *legend);
Status colorbar_draw(Frame *f, ColorBar *bar);
/// Keeps where a legend or colour bar was drawn, in shares of the figure from its lower left corner.
void position_from_rect(const Scene *scene, Rect r, double position[4]);
/// Draws the figure above `object` once, so that the places decided in drawing are known.
Status layout_refresh(Ctx *ctx, GObject *object);
Insets colorbar_insets(Ctx *ctx, const ColorBar *bar, const Axes *ax);
const double *axes_colormap(const Axes *ax, Index *ret_n);
void axes_color_limits(const Axes *ax, double ret[2]);
