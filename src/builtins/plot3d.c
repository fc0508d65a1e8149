// builtins/plot3d.c: lines, markers, surfaces and contours over the plane; the point of view.
#include "builtins/plot2d.h"
#include <strings.h>

// ---- plot3 -------------------------------------------------------------------------------------
static Status add_line3(Call *call, Target *t, const Tensor *x, const Tensor *y, const Tensor *z,
                        const LineSpec *spec, Objects *made) {
    if (x->numel != y->numel || x->numel != z->numel)
        return call_fail(call, ERR_SIZE, "MATLAB:samelen", "Vectors must be the same length.");
    bool vector = x->shape.n_dims == 2 && (x->shape.dim[0] == 1 || x->shape.dim[1] == 1);
    Index n = vector ? x->numel : x->shape.dim[0], count = vector ? 1 : x->shape.dim[1];
    for (Index k = 0; k < count; k++) {
        GObject *line;
        TRY(data_object(call, t, "line", tensor_f64(x) + k * n, tensor_f64(y) + k * n, n, &line));
        TRY(objects_push(call, made, line));
        TRY(set_vector(call->ctx, line, "ZData", tensor_f64(z) + k * n, n));
        TRY(set_color(call->ctx, line, "Color",
                      spec->has_color ? spec->color : axes_next_color(t->axes)));
        TRY(apply_spec(call->ctx, line, spec));
    }
    return OK;
}

BUILTIN(plot3,
        "plot3(X,Y,Z)\nplot3(X,Y,Z,LineSpec)\nplot3(X1,Y1,Z1,LineSpec1,...)\nplot3(...,Name,Value)"
        "\nplot3(ax,...)\nh = plot3(...)",
        ARITY(3, -1, 1), "Lines in space.",
        "X, Y, Z: vectors or matrices of the same size\nLineSpec: as for plot", "h: lines",
        "Fails when lengths differ.",
        "h = plot3(1:3,1:3,1:3,\"o-\");\nassert(isequal(h.ZData,1:3))\nclose", "plot, scatter3") {
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    if (t.first + 3 > call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    TRY(target_prepare(call, &t, 3));
    int i = t.first;
    while (i + 2 < t.last && plot_is_numbers(call->arg[i])) {
        OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
        TRY(plot_numbers(call, call->arg[i], &x));
        TRY(plot_numbers(call, call->arg[i + 1], &y));
        TRY(plot_numbers(call, call->arg[i + 2], &z));
        i += 3;
        LineSpec spec = {0};
        if (i < t.last && arg_is_spec(call, i, &spec)) i++;
        TRY(add_line3(call, &t, x, y, z, &spec, &made));
    }
    TRY(set_pairs(call, i, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

BUILTIN(scatter3,
        "scatter3(x,y,z)\nscatter3(x,y,z,sz,c)\nscatter3(...,\"filled\")\nscatter3(...,mkr)"
        "\nscatter3(...,Name,Value)\ns = scatter3(...)",
        ARITY(3, -1, 1), "Markers at points in space.",
        "x, y, z: vectors\nsz: areas of the markers\nc: colours", "s: scatter object", "",
        "scatter3(1:3,1:3,1:3,\"filled\")\nclose", "scatter, plot3") {
    return scatter_plot(call, 3);
}

// ---- surfaces ----------------------------------------------------------------------------------
// (Z), (Z,C), (X,Y,Z), (X,Y,Z,C): sets what is given and steps over it.
static Status read_grid(Call *call, Target *t, int *i, Tensor *data[4]) {
    int n = 0;
    while (*i + n < t->last && n < 4 && plot_is_numbers(call->arg[*i + n])) n++;
    if (n == 0)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    int z = n >= 3 ? 2 : 0;
    if (n >= 3) {
        TRY(plot_numbers(call, call->arg[*i], &data[0]));
        TRY(plot_numbers(call, call->arg[*i + 1], &data[1]));
    }
    TRY(plot_numbers(call, call->arg[*i + z], &data[2]));
    if (n == 2 || n == 4) TRY(plot_numbers(call, call->arg[*i + n - 1], &data[3]));
    *i += n;
    Index rows = data[2]->shape.dim[0], columns = data[2]->shape.dim[1];
    if (data[2]->shape.n_dims != 2 || rows < 2 || columns < 2)
        return call_fail(call, ERR_SIZE, "MATLAB:surf:ZMatrix",
                         "Z must be a matrix, not a scalar or vector.");
    for (int k = 0; k < 2; k++)
        if (data[k] && data[k]->numel != (k == 0 ? columns : rows) &&
            !(data[k]->shape.dim[0] == rows && data[k]->shape.dim[1] == columns))
            return call_fail(call, ERR_SIZE, "MATLAB:surfchk:BadSize",
                             "Data dimensions must agree.");
    return OK;
}

static Status set_grid(Call *call, GObject *o, Tensor *data[4], bool with_color) {
    if (data[0]) TRY(set_array(call->ctx, o, "XData", data[0]));
    if (data[1]) TRY(set_array(call->ctx, o, "YData", data[1]));
    TRY(set_array(call->ctx, o, "ZData", data[2]));
    return with_color && data[3] ? set_array(call->ctx, o, "CData", data[3]) : OK;
}

static Status grids_on(Call *call, GObject *axes) {
    TRY(object_set_flag(call->ctx, axes, "XGrid", true));
    TRY(object_set_flag(call->ctx, axes, "YGrid", true));
    return object_set_flag(call->ctx, axes, "ZGrid", true);
}

enum { DRAW_SURF, DRAW_MESH, DRAW_PCOLOR, DRAW_PLAIN };

static Status surface_plot(Call *call, int kind) {
    Target t;
    Tensor *data[4] = {0};
    GObject *s = NULL;
    TRY(target_axes(call, &t));
    int i = t.first;
    Status status = read_grid(call, &t, &i, data);
    if (status == OK && kind != DRAW_PLAIN)
        status = target_prepare(call, &t, kind == DRAW_PCOLOR ? 2 : 3);
    if (status == OK) status = object_new(call->ctx, t.root, "surface", t.axes, &s);
    if (status == OK) status = set_grid(call, s, data, true);
    for (int k = 0; k < 4; k++) tensor_unref(data[k]);
    TRY(status);
    if (kind == DRAW_MESH) {
        TRY(object_set_text(call->ctx, s, "EdgeColor", "flat"));
        TRY(object_set_text(call->ctx, s, "FaceColor", "white"));
    }
    if (kind == DRAW_PCOLOR) {
        TRY(object_set_text(call->ctx, t.axes, "Layer", "top"));
        TRY(object_set_text(call->ctx, t.axes, "XLimitMethod", "tight"));
        TRY(object_set_text(call->ctx, t.axes, "YLimitMethod", "tight"));
    } else if (!t.held && kind != DRAW_PLAIN) {
        TRY(grids_on(call, t.axes));
    }
    TRY(set_pairs(call, i, t.last, &s, 1));
    return ret_objects(call, t.root, &s, 1);
}

#define SURF_FORMS(f)                                                            \
    f "(Z)\n" f "(Z,C)\n" f "(X,Y,Z)\n" f "(X,Y,Z,C)\n" f "(...,Name,Value)\n" f \
      "(ax,...)\ns = " f "(...)"
#define SURF_IN                                                                                    \
    "X, Y: vectors or matrices of coordinates\nZ: heights\nC: numbers for the colour map, or RGB " \
    "pages\nName,Value: properties, such as EdgeColor, FaceAlpha"
BUILTIN(surf, SURF_FORMS("surf"), ARITY(1, -1, 1), "Coloured surface.", SURF_IN, "s: surface", "",
        "s = surf([1 2; 3 4]);\nassert(s.FaceColor == \"flat\")\nclose", "mesh, contour, shading") {
    return surface_plot(call, DRAW_SURF);
}
BUILTIN(mesh, SURF_FORMS("mesh"), ARITY(1, -1, 1), "Wire-frame surface with coloured edges.",
        SURF_IN, "s: surface", "", "mesh([1 2; 3 4])\nclose", "surf") {
    return surface_plot(call, DRAW_MESH);
}
BUILTIN(surface, SURF_FORMS("surface"), ARITY(1, -1, 1),
        "Adds a surface to axes without clearing them.", SURF_IN, "s: surface", "",
        "surface([1 2; 3 4])\nclose", "surf") {
    return surface_plot(call, DRAW_PLAIN);
}

BUILTIN(pcolor, "pcolor(C)\npcolor(X,Y,C)\ns = pcolor(...)", ARITY(1, -1, 1),
        "Coloured cells seen from above.",
        "X, Y: coordinates of the corners\nC: numbers for the colour map", "s: surface", "",
        "pcolor([1 2; 3 4])\nclose", "imagesc, surf") {
    return surface_plot(call, DRAW_PCOLOR);
}

BUILTIN(shading, "shading flat\nshading faceted\nshading interp\nshading(ax,mode)", ARITY(1, 2, 0),
        "How surfaces and patches are coloured.",
        "mode: flat (one colour a face, no edges), faceted (with edges), interp (interpolated)", "",
        "", "surf([1 2; 3 4])\nshading interp\nclose", "surf") {
    Target t;
    TRY(target_axes(call, &t));
    OWN_MEM char *mode = NULL;
    TRY(arg_text(call, t.first, &mode));
    bool interp = !strcasecmp(mode, "interp"), faceted = !strcasecmp(mode, "faceted");
    if (!interp && !faceted && strcasecmp(mode, "flat"))
        return call_fail(call, ERR_ARG, "MATLAB:shading:UnrecognizedInput",
                         "Unrecognized shading option.");
    Index n;
    GObject *const *children = object_children(t.axes, &n);
    for (Index i = 0; i < n; i++) {
        if (strcmp(object_type(children[i]), "surface") &&
            strcmp(object_type(children[i]), "patch"))
            continue;
        TRY(object_set_text(call->ctx, children[i], "FaceColor", interp ? "interp" : "flat"));
        TRY(object_set_text(call->ctx, children[i], "EdgeColor", faceted ? "black" : "none"));
    }
    return OK;
}

BUILTIN(alpha, "alpha(value)\nalpha(ax,value)\nalpha(object,value)", ARITY(1, 2, 0),
        "Makes faces transparent.",
        "value: 0 (clear) to 1 (opaque)\nax: axes; object: patch, surface, bar …", "", "",
        "surf([1 2; 3 4])\nalpha(0.5)\nassert(findobj(gca,\"Type\",\"surface\").FaceAlpha == "
        "0.5)\nclose",
        "surf, patch") {
    double value;
    GObject *o = NULL;
    int i = 0;
    if (call->nargin == 2) TRY(arg_graphics(call, i++, &o));
    if (arg_is_text(call, i)) return ctx_fail_unsupported(call->ctx, "Transparency from data");
    TRY(arg_double(call, i, &value));
    if (o && object_has(o, "FaceAlpha")) return object_set_number(call->ctx, o, "FaceAlpha", value);
    Target t;
    TRY(target_axes(call, &t));
    Index n;
    GObject *const *children = object_children(t.axes, &n);
    for (Index k = 0; k < n; k++)
        if (object_is_listed(children[k]) && object_has(children[k], "FaceAlpha"))
            TRY(object_set_number(call->ctx, children[k], "FaceAlpha", value));
    return OK;
}

// ---- contours ----------------------------------------------------------------------------------
static Status contour_plot(Call *call, bool fill, bool space) {
    Target t;
    Tensor *data[4] = {0};
    GObject *c = NULL;
    TRY(target_axes(call, &t));
    int i = t.first;
    Status status = read_grid(call, &t, &i, data);
    if (status == OK) status = target_prepare(call, &t, space ? 3 : 2);
    if (status == OK) status = object_new(call->ctx, t.root, "contour", t.axes, &c);
    if (status == OK) status = set_grid(call, c, data, false);
    if (status == OK && data[3]) { // the number of levels, or their values
        const double *v = tensor_f64(data[3]);
        if (data[3]->numel == 1)
            status = object_set_number(call->ctx, c, "LevelCount", v[0]);
        else
            status = set_vector(call->ctx, c, "LevelList", v,
                                data[3]->numel == 2 && v[0] == v[1] ? 1 : data[3]->numel);
    }
    for (int k = 0; k < 4; k++) tensor_unref(data[k]);
    TRY(status);
    TRY(object_set_flag(call->ctx, c, "Fill", fill));
    if (fill) TRY(object_set_text(call->ctx, t.axes, "Layer", "top"));
    LineSpec spec;
    if (i < t.last && arg_is_spec(call, i, &spec)) {
        if (spec.style) TRY(object_set_text(call->ctx, c, "LineStyle", spec.style));
        if (spec.has_color) TRY(set_color(call->ctx, c, "LineColor", spec.color));
        i++;
    }
    for (int k = i; k + 1 < t.last; k += 2)
        if (arg_is_word(call, k, "ShowText"))
            return ctx_fail_unsupported(call->ctx, "Text on contour lines");
    TRY(set_pairs(call, i, t.last, &c, 1));
    if (call->nargout > 1) {
        TRY(graphics_value(call->ctx, t.root, &c, 1, &call->ret[1]));
        return ctx_fail_unsupported(call->ctx, "The contour matrix");
    }
    return call->nargout ? ctx_fail_unsupported(call->ctx, "The contour matrix") : OK;
}

#define CONTOUR_FORMS(f)                                                                     \
    f "(Z)\n" f "(X,Y,Z)\n" f "(...,levels)\n" f "(...,LineSpec)\n" f "(...,Name,Value)\n" f \
      "(ax,...)"
#define CONTOUR_IN                                                                              \
    "X, Y: coordinates\nZ: heights\nlevels: number of levels or a vector of them\nName,Value: " \
    "properties, such as LineWidth"
BUILTIN(contour, CONTOUR_FORMS("contour"), ARITY(1, -1, 2), "Lines of equal height.", CONTOUR_IN,
        "", "", "contour([1 2; 3 4])\nclose", "contourf, surf") {
    return contour_plot(call, false, false);
}
BUILTIN(contourf, CONTOUR_FORMS("contourf"), ARITY(1, -1, 2), "Filled regions between heights.",
        CONTOUR_IN, "", "", "contourf([1 2; 3 4])\nclose", "contour") {
    return contour_plot(call, true, false);
}
BUILTIN(contour3, CONTOUR_FORMS("contour3"), ARITY(1, -1, 2), "Lines of equal height in space.",
        CONTOUR_IN, "", "", "contour3([1 2; 3 4])\nclose", "contour") {
    return contour_plot(call, false, true);
}

// ---- view --------------------------------------------------------------------------------------
BUILTIN(view,
        "view(az,el)\nview([az el])\nview([x y z])\nview(2)\nview(3)\nview(ax,...)\n[az,el] = view",
        ARITY(0, 3, 2), "Direction from which axes are seen.",
        "az: azimuth in degrees, from the negative y axis around z\nel: elevation in degrees\n[x y "
        "z]: direction\n2, 3: the usual views of the plane and of space",
        "az, el: view in force", "",
        "view(-130,50)\n[az,el] = view;\nassert(az == -130 && el == 50)\nclose", "surf, plot3") {
    Target t;
    TRY(target_axes(call, &t));
    double v[2];
    int n = call->nargin - t.first;
    if (n == 0) {
        PropValue now;
        TRY(object_get(call->ctx, t.axes, "View", &now));
        v[0] = now.numbers.v[0], v[1] = now.numbers.v[1];
        prop_value_done(&now);
        ret_double(call, 0, v[0]);
        if (call->nargout > 1) ret_double(call, 1, v[1]);
        return OK;
    }
    if (n == 2) {
        TRY(arg_double(call, t.first, &v[0]));
        TRY(arg_double(call, t.first + 1, &v[1]));
    } else {
        OWN_TENSOR *a = NULL;
        TRY(arg_doubles(call, t.first, &a));
        const double *d = tensor_f64(a);
        if (a->numel == 1 && d[0] == 2)
            v[0] = 0, v[1] = 90;
        else if (a->numel == 1 && d[0] == 3)
            v[0] = -37.5, v[1] = 30;
        else if (a->numel == 2)
            v[0] = d[0], v[1] = d[1];
        else if (a->numel == 3) {
            v[0] = atan2(d[0], -d[1]) * 180 / M_PI;
            v[1] = atan2(d[2], hypot(d[0], d[1])) * 180 / M_PI;
        } else {
            return call_fail(call, ERR_ARG, "MATLAB:view:InvalidInputs",
                             "Argument must be scalar, two-vector, or three-vector.");
        }
    }
    return object_set_numbers(call->ctx, t.axes, "View", v, 1, 2);
}

// ---- peaks -------------------------------------------------------------------------------------
BUILTIN(peaks, "Z = peaks\nZ = peaks(n)\nZ = peaks(X,Y)\n[X,Y,Z] = peaks(...)", ARITY(0, 2, 3),
        "Sample surface with hills and valleys.", "n: size, 49 by default\nX, Y: points",
        "X, Y, Z: n-by-n grids", "", "Z = peaks(5);\nassert(isequal(size(Z),[5 5]))", "surf") {
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    if (call->nargin == 2) {
        TRY(arg_doubles(call, 0, &x));
        TRY(arg_doubles(call, 1, &y));
        if (!shape_equal(&x->shape, &y->shape))
            return call_fail(call, ERR_SIZE, "MATLAB:peaks:size",
                             "X and Y must have the same size.");
    } else {
        Index n = 49;
        if (call->nargin) TRY(arg_positive(call, 0, &n));
        Shape shape = shape_2d(n, n);
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &x));
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &y));
        for (Index j = 0; j < n; j++)
            for (Index i = 0; i < n; i++) {
                tensor_f64(x)[i + j * n] = n > 1 ? -3 + 6 * (double)j / (double)(n - 1) : 3;
                tensor_f64(y)[i + j * n] = n > 1 ? -3 + 6 * (double)i / (double)(n - 1) : 3;
            }
    }
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &z));
    for (Index i = 0; i < z->numel; i++) {
        double a = tensor_f64(x)[i], b = tensor_f64(y)[i];
        tensor_f64(z)[i] = 3 * (1 - a) * (1 - a) * exp(-a * a - (b + 1) * (b + 1)) -
                           10 * (a / 5 - a * a * a - pow(b, 5)) * exp(-a * a - b * b) -
                           exp(-(a + 1) * (a + 1) - b * b) / 3;
    }
    if (call->nargout > 1) {
        ret_tensor(call, 0, GIVE(x));
        ret_tensor(call, 1, GIVE(y));
        if (call->nargout > 2) ret_tensor(call, 2, GIVE(z));
    } else {
        ret_tensor(call, 0, GIVE(z));
    }
    return OK;
}

const BuiltinDef *const family_plot3d[] = {&def_plot3,   &def_scatter3, &def_surf,     &def_mesh,
                                           &def_surface, &def_pcolor,   &def_shading,  &def_alpha,
                                           &def_contour, &def_contourf, &def_contour3, &def_view,
                                           &def_peaks,   NULL};
