// graphics/figure.h: the tree of figures, axes and plots, and the joint figure_scene that turns a
// figure into a scene. Objects are owned by the root and named from outside by GHandle (slot and
// generation), so that a deleted object is noticed. Properties have MATLAB's names and are reached
// by name only: object_get, object_set.
#pragma once
#include "base/ctx.h"
#include "graphics/scene.h"

typedef struct GraphicsRoot GraphicsRoot;
typedef struct GObject GObject;
typedef struct GHandle {
    uint32_t slot, generation;
} GHandle; // generation 0: no object

// ---- values of properties ----------------------------------------------------------------------
/// Column-major numbers, up to three dimensions.
typedef struct NumArray {
    double *v;
    Index rows, columns, pages;
} NumArray;
static inline Index numbers_count(const NumArray *a) {
    return a->rows * a->columns * a->pages;
}

typedef enum PropKind {
    PROP_NUMBER,
    PROP_NUMBERS,
    PROP_ONOFF,
    PROP_WORD, // one of a fixed list, as text outside
    PROP_TEXT,
    PROP_TEXTS, // list of texts: tick labels, lines of a title
    PROP_COLOR, // RGB, or a word such as "none", "auto", "flat"
    PROP_OBJECTS,
    PROP_OPAQUE // UserData, callbacks: kept, not understood
} PropKind;

/// What the language keeps and graphics only stores. Reference counted by its maker.
typedef struct Opaque Opaque;
struct Opaque {
    void (*release)(Opaque *self);
    Opaque *(*copy)(Opaque *self); // another reference
};

/// A property's value on its way in or out. Given to object_set: NUMBERS, TEXT, TEXTS, OBJECTS or
/// OPAQUE as the user wrote it (is_logical: ONOFF accepts it), and coerced there. Got from
/// object_get: the property's own kind.
typedef struct PropValue {
    PropKind kind;
    bool is_logical;  // NUMBERS came from a logical; result ONOFF
    bool flag;        // ONOFF
    double number;    // NUMBER
    NumArray numbers; // NUMBERS, COLOR as 1×3 when `text` is null
    char *text;       // TEXT, WORD, COLOR word
    char **texts;     // TEXTS
    Index n_texts;
    GObject **objects; // OBJECTS, borrowed objects in an owned array
    Index n_objects;
    Opaque *opaque;
} PropValue;
/// Frees what the value owns.
void prop_value_done(PropValue *value);

// ---- root and objects --------------------------------------------------------------------------
/// A root without figures; null when memory is short. Reference counted: handles in the language
/// keep it alive.
GraphicsRoot *graphics_new(void);
GraphicsRoot *graphics_ref(GraphicsRoot *root);
void graphics_unref(GraphicsRoot *root);
/// The object of a handle, or null when it was deleted.
GObject *graphics_find(const GraphicsRoot *root, GHandle handle);
GObject *graphics_root_object(GraphicsRoot *root); // groot
GHandle object_handle(const GObject *object);
GraphicsRoot *object_root(const GObject *object);

/// Makes an object of class `type` ("figure", "axes", "line", "patch", …) below `parent` (null:
/// figures only). ERR_NAME for an unknown class; ERR_NOMEM.
Status object_new(Ctx *ctx, GraphicsRoot *root, const char *type, GObject *parent, GObject **ret);
/// Removes the object with all below it; handles become invalid.
void object_delete(GObject *object);
/// The Type property: "line".
const char *object_type(const GObject *object);
/// The class as `class(h)` says it: "matlab.graphics.chart.primitive.Line".
const char *object_class_name(const GObject *object);
GObject *object_parent(const GObject *object);
/// Moves to another parent (Parent property, tiledlayout). ERR_ARG when that would make a circle.
Status object_set_parent(Ctx *ctx, GObject *object, GObject *parent);
/// Children in order of creation (bottom first), hidden ones included; borrowed.
GObject *const *object_children(const GObject *object, Index *ret_n);
/// False for titles, labels, legends: children() in the language leaves them out.
bool object_is_listed(const GObject *object);
/// Nearest ancestor (or the object itself) of a type; null when there is none.
GObject *object_ancestor(GObject *object, const char *type);

// ---- properties --------------------------------------------------------------------------------
/// Names are matched without case; a unique beginning is enough in object_set. ERR_NAME
/// ("MATLAB:noSuchMethodOrField", "Unrecognized property …"), ERR_ARG for values that do not fit.
Status object_set(Ctx *ctx, GObject *object, const char *name, const PropValue *value);
Status object_get(Ctx *ctx, GObject *object, const char *name, PropValue *ret);
bool object_has(const GObject *object, const char *name);
/// i-th property name and kind; null at the end.
const char *object_property(const GObject *object, Index i, PropKind *ret_kind);
/// Words a WORD or COLOR property allows, "a|b|c"; "" when there are none. Static.
const char *object_property_words(const GObject *object, const char *name);
Status object_set_number(Ctx *ctx, GObject *object, const char *name, double x);
Status object_set_numbers(Ctx *ctx, GObject *object, const char *name, const double *v, Index rows,
                          Index columns);
Status object_set_text(Ctx *ctx, GObject *object, const char *name, const char *text);
Status object_set_flag(Ctx *ctx, GObject *object, const char *name, bool on);

// ---- what is current ---------------------------------------------------------------------------
/// The current figure, made when `create`; null otherwise.
Status graphics_current_figure(Ctx *ctx, GraphicsRoot *root, bool create, GObject **ret);
void graphics_set_current_figure(GObject *figure);
/// No figure is current from now on: the next plot makes one (sections of a live document).
void graphics_forget_current_figure(GraphicsRoot *root);
/// Figure by number; null when there is none.
GObject *graphics_figure(const GraphicsRoot *root, int number);
/// Figures in order of number, borrowed array valid until the next change.
GObject *const *graphics_figures(GraphicsRoot *root, Index *ret_n);
int figure_number(const GObject *figure);
/// Number the next object_new("figure") will take; for figure(n).
void graphics_next_figure_number(GraphicsRoot *root, int number);
/// Current axes of a figure, made when `create`.
Status figure_current_axes(Ctx *ctx, GObject *figure, bool create, GObject **ret);
void figure_set_current_axes(GObject *figure, GObject *axes);
/// What a plotting function does first: clears the axes unless held, and restores defaults
/// ("replace").
Status axes_newplot(Ctx *ctx, GObject *axes);
/// Deletes plots, and with `reset` puts properties back to their defaults (cla, cla reset).
Status axes_clear(Ctx *ctx, GObject *axes, bool reset);
void figure_clear(GObject *figure);
/// k-th axes (from 1) through the tree in order of creation, as scenes name them ("axes1" …); null
/// beyond the last.
GObject *figure_axes(const GObject *figure, Index k);
bool axes_is_held(const GObject *axes);
/// Colour of the next plot by the axes' ColorOrder, and steps on.
Color axes_next_color(GObject *axes);
/// The grid cell of a tiled layout: makes or finds axes at `tile` (1-based, 0: next free), with a
/// span.
Status tiles_next(Ctx *ctx, GObject *layout, Index tile, Index rows, Index columns, bool reuse,
                  GObject **ret_axes);
/// subplot(m,n,p…): removes axes that overlap; box is [left bottom width height] of the cell range,
/// normalised.
Status figure_subplot(Ctx *ctx, GObject *figure, Index rows, Index columns, Index first, Index last,
                      GObject **ret_axes);
/// Axes limits in force (automatic ones resolved); dim 0, 1, 2.
void axes_limits(GObject *axes, int dim, double ret[2]);
/// Adds points to an animated line; z may be null.
Status animated_add(Ctx *ctx, GObject *line, const double *x, const double *y, const double *z,
                    Index n);
/// True when something below changed since the last call with `clear`.
bool figure_is_dirty(GObject *figure, bool clear);

// ---- colours -----------------------------------------------------------------------------------
/// "r", "red", "#D95319", "#fa0"; false when unknown.
bool color_parse(const char *text, Color *ret);
/// n colours of a named map ("parula", "jet", …) into rgb (n×3 column-major); false when unknown.
bool colormap_fill(const char *name, Index n, double *rgb);
/// Names of the maps, in order; null at the end.
const char *colormap_name(Index i);
/// Parses "r--o" into parts; unset parts are null / alpha 0. False when it is no line
/// specification.
typedef struct LineSpec {
    const char *style, *marker;
    Color color;
    bool has_color;
} LineSpec;
bool linespec_parse(const char *text, LineSpec *ret);

// ---- the joint ---------------------------------------------------------------------------------
/// Draws the figure into a new scene (points). Owned by the caller.
Status figure_scene(Ctx *ctx, GObject *figure, Scene **ret);
/// One axes or layout alone, cut to its contents (exportgraphics). Owned by the caller.
Status object_scene(Ctx *ctx, GObject *object, Scene **ret);
/// What the figure shows, in words, for readers that cannot see it (alternative text): titles, kinds and numbers of plots,
/// axis labels and ranges. Appended; one paragraph of at most about 900 bytes. ERR_NOMEM.
Status figure_description(Ctx *ctx, GObject *figure, Buf *out);
/// A short text for below the figure, plain and on one line: its Name, else the title over all its
/// axes, else the titles of the axes when there are one or two ("Sigmoid and ReLU"). Appends
/// nothing when there is none of at most about 200 bytes. ERR_NOMEM.
Status figure_caption(Ctx *ctx, GObject *figure, Buf *out);
