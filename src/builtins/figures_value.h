// builtins/figures_value.h: graphics objects as values of the language, and what all plotting
// functions share.
#pragma once
#include "builtins/arguments.h"
#include "graphics/figure.h"

// ---- objects -----------------------------------------------------------------------------------
/// n objects as one value (n×1; 1×1 for one); an empty placeholder for n = 0.
Status graphics_value(Ctx *ctx, GraphicsRoot *root, GObject *const *objects, Index n, Value *ret);
/// n placeholders in a shape (gobjects).
Status graphics_placeholders(Ctx *ctx, GraphicsRoot *root, const Shape *shape, Value *ret);
/// Number of elements when v holds graphics objects, else -1.
Index graphics_count(Value v);
/// Element i of a graphics value; null when it was deleted.
GObject *graphics_element(Value v, Index i);
/// The one living object of argument i. ERR_ARG "Invalid or deleted object." or when it is none.
Status arg_graphics(Call *call, int i, GObject **ret);
/// A living object of a given type ("axes") at argument i, or null.
GObject *arg_find(const Call *call, int i, const char *type);
Status ret_graphics(Call *call, int i, GObject *object);

// ---- values of properties ----------------------------------------------------------------------
/// The language's value as a property value; prop_value_done.
Status prop_from_value(Ctx *ctx, Value v, PropValue *ret);
Status prop_to_value(Ctx *ctx, GraphicsRoot *root, const PropValue *value, Value *ret);
/// Sets name-value pairs (or structs of them) from argument `first` on for every object.
Status set_pairs(Call *call, int first, int last, GObject *const *objects, Index n);

// ---- plotting ----------------------------------------------------------------------------------
/// What a plotting function works on: axes given first or by "Parent", else the current ones.
typedef struct Target {
    GraphicsRoot *root;
    GObject *axes;
    int first, last; // remaining arguments: [first, last) before a Parent pair
    bool held;       // the axes were held before
} Target;
/// Finds (makes) the axes and steps over them. Arguments from `last` on are name-value pairs when
/// `pairs_from` says so.
Status target_axes(Call *call, Target *ret);
/// The same without making or clearing anything drawn: title, xlim … `least`: arguments that must
/// follow.
Status target_current(Call *call, Target *ret);
/// Clears the axes unless held; box and view for 2-D (dims 2) or 3-D plots when they are not held.
Status target_prepare(Call *call, Target *target, int dims);
/// Result 0 = the objects, when a result is wanted.
Status ret_objects(Call *call, GraphicsRoot *root, GObject *const *objects, Index n);
/// Data of any numeric class, logical, dlarray, duration or categorical (as codes) as double, real;
/// new reference.
Status plot_numbers(Call *call, Value v, Tensor **ret);
bool plot_is_numbers(Value v);
/// Categories of a categorical argument become the ticks of axis dim; durations name their unit
/// there.
Status plot_categories(Call *call, GObject *axes, int dim, Value v);
Status set_array(Ctx *ctx, GObject *object, const char *name, const Tensor *t);
Status set_vector(Ctx *ctx, GObject *object, const char *name, const double *v, Index n);
Status set_color(Ctx *ctx, GObject *object, const char *name, Color color);
/// The text object behind a label property ("Title", "XLabel").
Status label_object(Ctx *ctx, GObject *object, const char *name, GObject **ret);
/// Applies a line specification; `what` names the function in messages.
Status apply_spec(Ctx *ctx, GObject *object, const LineSpec *spec);
/// Tells the host about figures that changed; called by drawnow and at the end of statements.
Status figures_flush(Env *env);
