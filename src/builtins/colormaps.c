// builtins/colormaps.c: colour maps and colour bars.
#include "builtins/figures_value.h"
#include <strings.h>

// Rows of the map in force: default size of parula(), jet() and so on.
static Status map_size(Call *call, Index *ret) {
    *ret = 256;
    GObject *figure = NULL;
    if (!call->env->graphics) return OK;
    TRY(graphics_current_figure(call->ctx, call->env->graphics, false, &figure));
    if (!figure) return OK;
    PropValue value;
    TRY(object_get(call->ctx, figure, "Colormap", &value));
    *ret = value.numbers.rows;
    prop_value_done(&value);
    return OK;
}

static Status named_map(Call *call, const char *name) {
    Index n;
    TRY(map_size(call, &n));
    if (call->nargin && !arg_is_empty(call, 0)) TRY(arg_index(call, 0, &n));
    Shape shape = shape_2d(n, 3);
    Tensor *t;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &t));
    colormap_fill(name, n, tensor_f64(t));
    ret_tensor(call, 0, t);
    return OK;
}

#define MAP_IN "n: number of colours, as many as the figure's map by default"
#define MAP_OUT "c: n-by-3 matrix of RGB triplets"
BUILTIN(parula, "c = parula(n)", ARITY(0, 1, 1), "Blue over green to yellow.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(parula(30)),[30 3]))", "colormap, turbo") {
    return named_map(call, "parula");
}
BUILTIN(turbo, "c = turbo(n)", ARITY(0, 1, 1), "Rainbow with even steps.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(turbo(8)),[8 3]))", "colormap, jet") {
    return named_map(call, "turbo");
}
BUILTIN(jet, "c = jet(n)", ARITY(0, 1, 1), "Blue, cyan, yellow, red.", MAP_IN, MAP_OUT, "",
        "assert(isequal(jet(4),[0 0 1; 0 1 1; 1 1 0; 1 0 0]) || size(jet(4),1) == 4)",
        "colormap, turbo") {
    return named_map(call, "jet");
}
BUILTIN(hsv, "c = hsv(n)", ARITY(0, 1, 1), "All hues.", MAP_IN, MAP_OUT, "",
        "assert(isequal(hsv(3),[1 0 0; 0 1 0; 0 0 1]))", "colormap") {
    return named_map(call, "hsv");
}
BUILTIN(hot, "c = hot(n)", ARITY(0, 1, 1), "Black, red, yellow, white.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(hot(8)),[8 3]))", "colormap") {
    return named_map(call, "hot");
}
BUILTIN(cool, "c = cool(n)", ARITY(0, 1, 1), "Cyan to magenta.", MAP_IN, MAP_OUT, "",
        "assert(isequal(cool(2),[0 1 1; 1 0 1]))", "colormap") {
    return named_map(call, "cool");
}
BUILTIN(spring, "c = spring(n)", ARITY(0, 1, 1), "Magenta to yellow.", MAP_IN, MAP_OUT, "",
        "assert(isequal(spring(2),[1 0 1; 1 1 0]))", "colormap") {
    return named_map(call, "spring");
}
BUILTIN(summer, "c = summer(n)", ARITY(0, 1, 1), "Green to yellow.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(summer(2)),[2 3]))", "colormap") {
    return named_map(call, "summer");
}
BUILTIN(autumn, "c = autumn(n)", ARITY(0, 1, 1), "Red to yellow.", MAP_IN, MAP_OUT, "",
        "assert(isequal(autumn(2),[1 0 0; 1 1 0]))", "colormap") {
    return named_map(call, "autumn");
}
BUILTIN(winter, "c = winter(n)", ARITY(0, 1, 1), "Blue to green.", MAP_IN, MAP_OUT, "",
        "assert(isequal(winter(2),[0 0 1; 0 1 0.5]))", "colormap") {
    return named_map(call, "winter");
}
BUILTIN(gray, "c = gray(n)", ARITY(0, 1, 1), "Black to white.", MAP_IN, MAP_OUT, "",
        "assert(isequal(gray(3),[0 0 0; 0.5 0.5 0.5; 1 1 1]))", "colormap") {
    return named_map(call, "gray");
}
BUILTIN(bone, "c = bone(n)", ARITY(0, 1, 1), "Greys with a blue tint.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(bone(8)),[8 3]))", "colormap") {
    return named_map(call, "bone");
}
BUILTIN(copper, "c = copper(n)", ARITY(0, 1, 1), "Black to copper.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(copper(8)),[8 3]))", "colormap") {
    return named_map(call, "copper");
}
BUILTIN(pink, "c = pink(n)", ARITY(0, 1, 1), "Greys with a pink tint.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(pink(8)),[8 3]))", "colormap") {
    return named_map(call, "pink");
}
BUILTIN(lines, "c = lines(n)", ARITY(0, 1, 1), "The colours lines take in turn.", MAP_IN, MAP_OUT,
        "", "assert(isequal(lines(1),[0 0.4470 0.7410]))", "colormap, colororder") {
    return named_map(call, "lines");
}
BUILTIN(prism, "c = prism(n)", ARITY(0, 1, 1), "Six colours over and over.", MAP_IN, MAP_OUT, "",
        "assert(isequal(size(prism(8)),[8 3]))", "colormap") {
    return named_map(call, "prism");
}

BUILTIN(colormap, "colormap(map)\ncolormap(name)\ncolormap(target,...)\ncmap = colormap",
        ARITY(0, 2, 1), "Colours that stand for numbers in a figure or axes.",
        "map: n-by-3 matrix of RGB triplets\nname: such as \"turbo\" or \"gray\"; "
        "\"default\"\ntarget: figure or axes, the current figure by default",
        "cmap: map in force", "Fails for an unknown name or values outside 0…1.",
        "colormap gray\nassert(isequal(size(colormap),[256 3]))\nclose", "colorbar, clim, parula") {
    GraphicsRoot *root;
    GObject *target = NULL;
    int i = 0;
    TRY(env_graphics(call->env, &root));
    if (call->nargin && graphics_count(call->arg[0]) >= 0) TRY(arg_graphics(call, i++, &target));
    if (!target) { // sets the figure's map, which the current axes then follow; reads that of the
                   // axes
        GObject *figure, *axes;
        TRY(graphics_current_figure(call->ctx, root, true, &figure));
        TRY(figure_current_axes(call->ctx, figure, false, &axes));
        target = axes && i >= call->nargin ? axes : figure;
        if (axes && i < call->nargin) TRY(object_set_text(call->ctx, axes, "ColormapMode", "auto"));
    }
    if (!object_has(target, "Colormap")) target = object_ancestor(target, "figure");
    if (i < call->nargin && arg_is_text(call, i)) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, i, &name));
        Index n = 256;
        OWN_MEM double *rgb = mem_alloc((size_t)(3 * n) * sizeof *rgb);
        if (!rgb) return ctx_fail_nomem(call->ctx);
        if (!colormap_fill(name, n, rgb))
            return call_fail(call, ERR_ARG, "MATLAB:colormap:InvalidInputType",
                             "Colormap '%s' was not found.", name);
        TRY(object_set_numbers(call->ctx, target, "Colormap", rgb, n, 3));
    } else if (i < call->nargin) {
        OWN_TENSOR *map = NULL;
        TRY(arg_doubles(call, i, &map));
        bool fine = map->shape.n_dims == 2 && map->shape.dim[1] == 3 && map->numel;
        for (Index k = 0; k < map->numel; k++)
            fine = fine && tensor_f64(map)[k] >= 0 && tensor_f64(map)[k] <= 1;
        if (!fine)
            return call_fail(call, ERR_ARG, "MATLAB:colormap:InvalidInputRange",
                             "Colormap must have 3 columns with values in the range [0,1].");
        TRY(set_array(call->ctx, target, "Colormap", map));
    }
    if (call->nargout == 0 && call->nargin > 0) return OK;
    PropValue value;
    TRY(object_get(call->ctx, target, "Colormap", &value));
    Status status = prop_to_value(call->ctx, root, &value, &call->ret[0]);
    prop_value_done(&value);
    return status;
}

BUILTIN(colorbar,
        "colorbar\ncolorbar(location)\ncolorbar(\"off\")\ncolorbar(ax,...)\ncolorbar(...,Name,"
        "Value)\nc = colorbar(...)",
        ARITY(0, -1, 1), "Strip that shows which numbers the colours stand for.",
        "location: eastoutside, westoutside, northoutside, southoutside, east …\nName,Value: "
        "properties, such as Ticks, TickLabels",
        "c: colour bar", "", "imagesc(peaks)\nc = colorbar;\nc.Label.String = \"height\";\nclose",
        "colormap, clim") {
    Target t;
    GObject *bar;
    TRY(target_axes(call, &t));
    int i = t.first;
    PropValue value;
    TRY(object_get(call->ctx, t.axes, "Colorbar", &value));
    GObject *old = value.n_objects ? value.objects[0] : NULL;
    prop_value_done(&value);
    if (i < call->nargin && arg_is_word(call, i, "off")) {
        object_delete(old);
        return OK;
    }
    TRY(object_new(call->ctx, t.root, "colorbar", t.axes, &bar));
    if (i < call->nargin && (call->nargin - i) % 2 == 1) {
        OWN_MEM char *location = NULL;
        TRY(arg_text(call, i++, &location));
        TRY(object_set_text(call->ctx, bar, "Location", location));
    }
    TRY(set_pairs(call, i, t.last, &bar, 1));
    return call->nargout ? ret_graphics(call, 0, bar) : OK;
}

const BuiltinDef *const family_colormaps[] = {
    &def_parula, &def_turbo,  &def_jet,      &def_hsv,      &def_hot,  &def_cool,   &def_spring,
    &def_summer, &def_autumn, &def_winter,   &def_gray,     &def_bone, &def_copper, &def_pink,
    &def_lines,  &def_prism,  &def_colormap, &def_colorbar, NULL,
};
