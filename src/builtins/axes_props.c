// builtins/axes_props.c: titles and labels, limits, ticks, scales, grid, box, axis, legend, text,
// linkaxes.
#include "builtins/plot2d.h"
#include "graphics/interact.h"
#include <strings.h>

// ---- titles and labels -------------------------------------------------------------------------
static Status set_text(Call *call, GObject *text, Value v) {
    PropValue value;
    TRY(prop_from_value(call->ctx, v, &value));
    Status status = object_set(call->ctx, text, "String", &value);
    prop_value_done(&value);
    return status;
}

// title(target,"text",Name,Value); with `second` a further text may follow (title and subtitle).
static Status label_text(Call *call, const char *property, const char *second) {
    Target t;
    TRY(target_current(call, &t));
    int i = t.first;
    if (i >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    GObject *text, *other;
    if (!object_has(t.axes, property))
        return call_fail(call, ERR_ARG, "MATLAB:graphics:label",
                         "Objects of this class have no %s.", property);
    TRY(label_object(call->ctx, t.axes, property, &text));
    TRY(set_text(call, text, call->arg[i++]));
    if (second && i < call->nargin && (call->nargin - i) % 2 == 1) {
        TRY(label_object(call->ctx, t.axes, second, &other));
        TRY(set_text(call, other, call->arg[i++]));
    }
    TRY(set_pairs(call, i, call->nargin, &text, 1));
    return call->nargout ? ret_graphics(call, 0, text) : OK;
}

#define LABEL_IN                                                                        \
    "text: char, string, or a cell or string array with one line each; TeX mark-up by " \
    "default\nName,Value: properties, such as FontSize, Interpreter\ntarget: axes or layout"
BUILTIN(
    title,
    "title(text)\ntitle(text,subtitle)\ntitle(target,...)\ntitle(...,Name,Value)\nt = title(...)",
    ARITY(1, -1, 1), "Title above axes or a layout.", LABEL_IN, "t: text object", "",
    "plot(1:3)\ntitle(\"Three\")\nassert(gca().Title.String == \"Three\")\nclose",
    "subtitle, xlabel, sgtitle") {
    return label_text(call, "Title", "Subtitle");
}
BUILTIN(subtitle, "subtitle(text)\nsubtitle(target,...)\nt = subtitle(...)", ARITY(1, -1, 1),
        "Second line below the title.", LABEL_IN, "t: text object", "",
        "plot(1:3)\nsubtitle(\"below\")\nclose", "title") {
    return label_text(call, "Subtitle", NULL);
}
BUILTIN(xlabel, "xlabel(text)\nxlabel(target,...)\nt = xlabel(...)", ARITY(1, -1, 1),
        "Label of the x axis.", LABEL_IN, "t: text object", "", "xlabel(\"x\")\nclose",
        "ylabel, title") {
    return label_text(call, "XLabel", NULL);
}
BUILTIN(ylabel, "ylabel(text)\nylabel(target,...)\nt = ylabel(...)", ARITY(1, -1, 1),
        "Label of the y axis.", LABEL_IN, "t: text object", "", "ylabel(\"y\")\nclose",
        "xlabel, title") {
    return label_text(call, "YLabel", NULL);
}
BUILTIN(zlabel, "zlabel(text)\nzlabel(target,...)\nt = zlabel(...)", ARITY(1, -1, 1),
        "Label of the z axis.", LABEL_IN, "t: text object", "", "zlabel(\"z\")\nclose",
        "xlabel, title") {
    return label_text(call, "ZLabel", NULL);
}

BUILTIN(sgtitle, "sgtitle(text)\nsgtitle(figure,text)\nsgtitle(...,Name,Value)\nt = sgtitle(...)",
        ARITY(1, -1, 1), "Title above all axes of a figure.",
        "text: text\nfigure: figure, the current one by default", "t: text object", "",
        "subplot(1,2,1)\nsgtitle(\"Both\")\nclose", "title, subplot") {
    GraphicsRoot *root;
    GObject *f = arg_find(call, 0, "figure"), *text;
    int i = f ? 1 : 0;
    TRY(env_graphics(call->env, &root));
    if (!f) TRY(graphics_current_figure(call->ctx, root, true, &f));
    if (i >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    TRY(label_object(call->ctx, f, "SuperTitle", &text));
    TRY(set_text(call, text, call->arg[i++]));
    TRY(set_pairs(call, i, call->nargin, &text, 1));
    return call->nargout ? ret_graphics(call, 0, text) : OK;
}

BUILTIN(text, "text(x,y,txt)\ntext(x,y,z,txt)\ntext(...,Name,Value)\nt = text(...)",
        ARITY(2, -1, 1), "Text at points of the axes.",
        "x, y, z: coordinates\ntxt: text, or a cell or string array with one text per point",
        "t: text objects", "",
        "t = text(0.5,0.5,\"middle\");\nassert(t.String == \"middle\")\nclose", "title, xline") {
    Target t;
    OWN_OBJECTS made = {0};
    TRY(target_axes(call, &t));
    int i = t.first, dims = 0;
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    Tensor **into[3] = {&x, &y, &z};
    while (i < t.last && dims < 3 && !arg_is_text(call, i) && plot_is_numbers(call->arg[i]))
        TRY(plot_numbers(call, call->arg[i++], into[dims++]));
    if (dims < 2 || i >= t.last)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    Value what = call->arg[i++];
    OWN_STRINGS *many = NULL;
    if (x->numel > 1 && (what.tag == VAL_CELL || what.tag == VAL_STRING) &&
        value_numel(what) == x->numel)
        TRY(value_to_strings(call->ctx, what, &many));
    for (Index k = 0; k < x->numel; k++) {
        GObject *o;
        TRY(object_new(call->ctx, t.root, "text", t.axes, &o));
        TRY(objects_push(call, &made, o));
        double at[3] = {tensor_f64(x)[k],
                        tensor_f64(y)[y->numel == 1  ? 0
                                      : k < y->numel ? k
                                                     : 0],
                        z && k < z->numel ? tensor_f64(z)[k] : 0};
        TRY(object_set_numbers(call->ctx, o, "Position", at, 1, 3));
        if (many)
            TRY(object_set_text(call->ctx, o, "String",
                                many->items[k] ? many->items[k]->bytes : ""));
        else
            TRY(set_text(call, o, what));
    }
    TRY(set_pairs(call, i, t.last, made.items, made.n));
    return ret_objects(call, t.root, made.items, made.n);
}

// ---- limits ------------------------------------------------------------------------------------
static Status limits(Call *call, int dim, const char *lim, const char *mode, const char *method) {
    Target t;
    TRY(target_axes(call, &t));
    int i = t.first;
    if (i >= call->nargin) {
        PropValue value;
        TRY(object_get(call->ctx, t.axes, lim, &value));
        Status status = prop_to_value(call->ctx, t.root, &value, &call->ret[0]);
        prop_value_done(&value);
        return status;
    }
    if (arg_is_text(call, i)) {
        OWN_MEM char *word = NULL;
        TRY(arg_text(call, i, &word));
        if (!strcasecmp(word, "auto") || !strcasecmp(word, "manual"))
            return object_set_text(call->ctx, t.axes, mode, word);
        if (!strcasecmp(word, "mode")) {
            PropValue value;
            TRY(object_get(call->ctx, t.axes, mode, &value));
            Status status = prop_to_value(call->ctx, t.root, &value, &call->ret[0]);
            prop_value_done(&value);
            return status;
        }
        if (!method)
            return call_fail(call, ERR_ARG, "MATLAB:graphics:limits", "Unknown limit method.");
        TRY(object_set_text(call->ctx, t.axes, mode, "auto"));
        return object_set_text(call->ctx, t.axes, method, word);
    }
    OWN_TENSOR *v = NULL;
    TRY(plot_numbers(call, call->arg[i], &v));
    const double *x = tensor_f64(v);
    (void)dim;
    if (v->numel != 2 || !(x[0] < x[1]))
        return call_fail(
            call, ERR_ARG, "MATLAB:graphics:limits",
            "Limits must be specified as a 2-element vector of increasing numeric values.");
    return set_vector(call->ctx, t.axes, lim, x, 2);
}

#define LIMIT_FORMS(f) f "([lo hi])\n" f "(\"auto\")\n" f "(\"tight\")\n" f "(ax,...)\nlim = " f
#define LIMIT_IN                                                                                \
    "lo, hi: ends; Inf or -Inf follows the data\n\"auto\", \"manual\", \"tight\", \"padded\": " \
    "how limits are chosen"
BUILTIN(xlim, LIMIT_FORMS("xlim"), ARITY(0, 2, 1), "Limits of the x axis.", LIMIT_IN,
        "lim: limits in force", "Fails unless lo < hi.",
        "plot(1:10)\nxlim([2 5])\nassert(isequal(xlim,[2 5]))\nclose", "ylim, zlim, axis") {
    return limits(call, 0, "XLim", "XLimMode", "XLimitMethod");
}
BUILTIN(ylim, LIMIT_FORMS("ylim"), ARITY(0, 2, 1), "Limits of the y axis.", LIMIT_IN,
        "lim: limits in force", "Fails unless lo < hi.",
        "plot(1:10)\nylim([1 Inf])\nassert(isequal(ylim,[1 10]))\nclose", "xlim, zlim, axis") {
    return limits(call, 1, "YLim", "YLimMode", "YLimitMethod");
}
BUILTIN(zlim, LIMIT_FORMS("zlim"), ARITY(0, 2, 1), "Limits of the z axis.", LIMIT_IN,
        "lim: limits in force", "Fails unless lo < hi.", "surf(peaks)\nzlim([-5 5])\nclose",
        "xlim, ylim, axis") {
    return limits(call, 2, "ZLim", "ZLimMode", "ZLimitMethod");
}
BUILTIN(clim, "clim([lo hi])\nclim(\"auto\")\nclim(ax,...)\nlim = clim", ARITY(0, 2, 1),
        "Limits of the colours.", "lo, hi: numbers shown in the first and last colour",
        "lim: limits in force", "",
        "imagesc([1 2; 3 4])\nclim([0 5])\nassert(isequal(clim,[0 5]))\nclose",
        "colormap, colorbar") {
    return limits(call, 3, "CLim", "CLimMode", NULL);
}
BUILTIN(caxis, "caxis([lo hi])\nlim = caxis", ARITY(0, 2, 1),
        "Limits of the colours; the older name of clim.", "lo, hi: numbers", "lim: limits in force",
        "", "imagesc([1 2; 3 4])\ncaxis([0 5])\nclose", "clim") {
    return limits(call, 3, "CLim", "CLimMode", NULL);
}

// ---- ticks and scales --------------------------------------------------------------------------
// Sets or returns one property; "auto" and "manual" go to the mode.
static Status one_property(Call *call, const char *name, const char *mode) {
    Target t;
    TRY(target_axes(call, &t));
    int i = t.first;
    if (i >= call->nargin) {
        PropValue value;
        TRY(object_get(call->ctx, t.axes, name, &value));
        Status status = prop_to_value(call->ctx, t.root, &value, &call->ret[0]);
        prop_value_done(&value);
        return status;
    }
    if (mode && (arg_is_word(call, i, "auto") || arg_is_word(call, i, "manual"))) {
        OWN_MEM char *word = NULL;
        TRY(arg_text(call, i, &word));
        return object_set_text(call->ctx, t.axes, mode, word);
    }
    PropValue value;
    TRY(prop_from_value(call->ctx, call->arg[i], &value));
    Status status = object_set(call->ctx, t.axes, name, &value);
    prop_value_done(&value);
    return status;
}

BUILTIN(xticks, "xticks(values)\nxticks(\"auto\")\nv = xticks", ARITY(0, 2, 1),
        "Positions of the ticks on the x axis.", "values: increasing numbers, [] for none",
        "v: positions in force", "",
        "plot(1:10)\nxticks([2 4 8])\nassert(isequal(xticks,[2 4 8]))\nclose",
        "yticks, xticklabels") {
    return one_property(call, "XTick", "XTickMode");
}
BUILTIN(yticks, "yticks(values)\nyticks(\"auto\")\nv = yticks", ARITY(0, 2, 1),
        "Positions of the ticks on the y axis.", "values: increasing numbers, [] for none",
        "v: positions in force", "", "plot(1:10)\nyticks([2 4 8])\nclose", "xticks, yticklabels") {
    return one_property(call, "YTick", "YTickMode");
}
BUILTIN(zticks, "zticks(values)\nzticks(\"auto\")\nv = zticks", ARITY(0, 2, 1),
        "Positions of the ticks on the z axis.", "values: increasing numbers, [] for none",
        "v: positions in force", "", "surf(peaks)\nzticks([-5 0 5])\nclose", "xticks") {
    return one_property(call, "ZTick", "ZTickMode");
}
BUILTIN(xticklabels, "xticklabels(labels)\nxticklabels(\"auto\")\nv = xticklabels", ARITY(0, 2, 1),
        "Texts at the ticks of the x axis.", "labels: string array or cell array",
        "v: texts in force", "", "bar([1 2])\nxticklabels([\"a\" \"b\"])\nclose",
        "xticks, xtickangle") {
    return one_property(call, "XTickLabel", "XTickLabelMode");
}
BUILTIN(yticklabels, "yticklabels(labels)\nyticklabels(\"auto\")\nv = yticklabels", ARITY(0, 2, 1),
        "Texts at the ticks of the y axis.", "labels: string array or cell array",
        "v: texts in force", "", "barh([1 2])\nyticklabels([\"a\" \"b\"])\nclose", "yticks") {
    return one_property(call, "YTickLabel", "YTickLabelMode");
}
BUILTIN(zticklabels, "zticklabels(labels)\nzticklabels(\"auto\")\nv = zticklabels", ARITY(0, 2, 1),
        "Texts at the ticks of the z axis.", "labels: string array or cell array",
        "v: texts in force", "", "surf(peaks)\nzticklabels(\"auto\")\nclose", "zticks") {
    return one_property(call, "ZTickLabel", "ZTickLabelMode");
}
BUILTIN(xtickangle, "xtickangle(angle)\na = xtickangle", ARITY(0, 2, 1),
        "Turn of the texts at the x ticks.", "angle: degrees, counter-clockwise",
        "a: angle in force", "", "plot(1:3)\nxtickangle(45)\nclose", "xticklabels") {
    return one_property(call, "XTickLabelRotation", NULL);
}
BUILTIN(ytickangle, "ytickangle(angle)\na = ytickangle", ARITY(0, 2, 1),
        "Turn of the texts at the y ticks.", "angle: degrees, counter-clockwise",
        "a: angle in force", "", "plot(1:3)\nytickangle(45)\nclose", "yticklabels") {
    return one_property(call, "YTickLabelRotation", NULL);
}
BUILTIN(xscale, "xscale(scale)\nxscale(ax,scale)", ARITY(1, 2, 0), "Linear or logarithmic x axis.",
        "scale: \"linear\" or \"log\"", "", "",
        "plot(1:10)\nxscale(\"log\")\nassert(gca().XScale == \"log\")\nclose", "yscale, semilogx") {
    return one_property(call, "XScale", NULL);
}
BUILTIN(yscale, "yscale(scale)\nyscale(ax,scale)", ARITY(1, 2, 0), "Linear or logarithmic y axis.",
        "scale: \"linear\" or \"log\"", "", "", "plot(1:10)\nyscale(\"log\")\nclose",
        "xscale, semilogy") {
    return one_property(call, "YScale", NULL);
}
BUILTIN(zscale, "zscale(scale)\nzscale(ax,scale)", ARITY(1, 2, 0), "Linear or logarithmic z axis.",
        "scale: \"linear\" or \"log\"", "", "", "surf(peaks+10)\nzscale(\"log\")\nclose",
        "xscale") {
    return one_property(call, "ZScale", NULL);
}
BUILTIN(daspect, "daspect([x y z])\nr = daspect", ARITY(0, 2, 1),
        "Lengths of a unit along the axes relative to each other.", "x, y, z: positive numbers",
        "r: ratio in force", "", "plot(1:3)\ndaspect([1 1 1])\nclose", "axis, pbaspect") {
    return one_property(call, "DataAspectRatio", "DataAspectRatioMode");
}
BUILTIN(pbaspect, "pbaspect([x y z])\nr = pbaspect", ARITY(0, 2, 1),
        "Lengths of the axes relative to each other.", "x, y, z: positive numbers",
        "r: ratio in force", "", "plot(1:3)\npbaspect([1 1 1])\nclose", "axis, daspect") {
    return one_property(call, "PlotBoxAspectRatio", "PlotBoxAspectRatioMode");
}
BUILTIN(
    colororder, "colororder(C)\ncolororder(ax,C)\nC = colororder", ARITY(0, 2, 1),
    "Colours that plots take in turn.", "C: n-by-3 matrix, or names and codes of colours",
    "C: colours in force", "",
    "colororder([1 0 0; 0 0 1])\nh = plot([1 2; 3 4]);\nassert(isequal(h(1).Color,[1 0 0]))\nclose",
    "colormap") {
    Target t;
    TRY(target_axes(call, &t));
    if (t.first < call->nargin &&
        (call->arg[t.first].tag == VAL_STRING || call->arg[t.first].tag == VAL_CELL ||
         arg_is_text(call, t.first))) {
        OWN_STRINGS *names = NULL;
        TRY(arg_strings(call, t.first, &names));
        OWN_MEM double *rgb = mem_alloc((size_t)(3 * names->numel + 1) * sizeof *rgb);
        if (!rgb) return ctx_fail_nomem(call->ctx);
        for (Index i = 0; i < names->numel; i++) {
            Color c;
            if (!names->items[i] || !color_parse(names->items[i]->bytes, &c))
                return call_fail(call, ERR_ARG, "MATLAB:graphics:colororder",
                                 "Colors must be RGB triplets, names or hexadecimal codes.");
            rgb[i] = (double)c.r, rgb[i + names->numel] = (double)c.g,
            rgb[i + 2 * names->numel] = (double)c.b;
        }
        return object_set_numbers(call->ctx, t.axes, "ColorOrder", rgb, names->numel, 3);
    }
    return one_property(call, "ColorOrder", NULL);
}

static Status tick_format(Call *call, const char *axis) {
    Target t;
    GObject *ruler;
    OWN_MEM char *format = NULL;
    TRY(target_axes(call, &t));
    TRY(arg_text(call, t.first, &format));
    TRY(label_object(call->ctx, t.axes, axis, &ruler));
    static const char *const names[][2] = {
        {"auto", ""},     {"percentage", "%g%%"}, {"degrees", "%g°"}, {"usd", "$%.2f"},
        {"eur", "€%.2f"}, {"gbp", "£%.2f"},       {"jpy", "¥%.0f"}};
    const char *use = format;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(format, names[i][0])) use = names[i][1];
    return object_set_text(call->ctx, ruler, "TickLabelFormat", use);
}
BUILTIN(xtickformat, "xtickformat(format)\nxtickformat(ax,format)", ARITY(1, 2, 0),
        "Format of the numbers at the x ticks.",
        "format: as for sprintf, or percentage, degrees, usd, eur, gbp, jpy, auto", "", "",
        "plot(1:3)\nxtickformat(\"%.2f\")\nclose", "ytickformat") {
    return tick_format(call, "XAxis");
}
BUILTIN(ytickformat, "ytickformat(format)\nytickformat(ax,format)", ARITY(1, 2, 0),
        "Format of the numbers at the y ticks.",
        "format: as for sprintf, or percentage, degrees, usd, eur, gbp, jpy, auto", "", "",
        "plot(1:3)\nytickformat(\"percentage\")\nclose", "xtickformat") {
    return tick_format(call, "YAxis");
}

BUILTIN(yyaxis, "yyaxis left\nyyaxis right", ARITY(1, 2, 0), "A second y axis (not supported).", "",
        "", "Fails: not supported.", "try, yyaxis left, catch err, disp(err.message), end",
        "tiledlayout") {
    return ctx_fail_unsupported(call->ctx, "yyaxis");
}

// ---- grid, box ---------------------------------------------------------------------------------
BUILTIN(grid, "grid on\ngrid off\ngrid minor\ngrid\ngrid(ax,...)", ARITY(0, 2, 0), "Grid lines.",
        "on, off, minor: without a word the grid changes over", "", "",
        "plot(1:3)\ngrid on\nassert(gca().XGrid == \"on\")\nclose", "box") {
    Target t;
    TRY(target_axes(call, &t));
    static const char *const major[] = {"XGrid", "YGrid", "ZGrid"}, *const minor[] = {"XMinorGrid",
                                                                                      "YMinorGrid",
                                                                                      "ZMinorGrid"};
    bool is_minor = arg_is_word(call, t.first, "minor") && t.first < call->nargin, on;
    if (t.first < call->nargin && arg_is_text(call, t.first) && !is_minor) {
        on = arg_is_word(call, t.first, "on");
        if (!on && !arg_is_word(call, t.first, "off"))
            return call_fail(call, ERR_ARG, "MATLAB:grid:UnknownOption", "Unknown command option.");
    } else if (t.first < call->nargin && !is_minor) {
        TRY(arg_bool(call, t.first, &on));
    } else {
        PropValue now;
        TRY(object_get(call->ctx, t.axes, is_minor ? minor[0] : major[0], &now));
        on = !now.flag;
        prop_value_done(&now);
    }
    for (int d = 0; d < 3; d++) {
        TRY(object_set_flag(call->ctx, t.axes, is_minor ? minor[d] : major[d], on));
        if (!on && !is_minor) TRY(object_set_flag(call->ctx, t.axes, minor[d], false));
    }
    return OK;
}

BUILTIN(box, "box on\nbox off\nbox\nbox(ax,...)", ARITY(0, 2, 0), "Outline around axes.",
        "on, off: without a word the outline changes over", "", "",
        "plot(1:3)\nbox off\nassert(gca().Box == \"off\")\nclose", "grid, axis") {
    Target t;
    TRY(target_axes(call, &t));
    bool on;
    if (t.first < call->nargin && arg_is_text(call, t.first)) {
        on = arg_is_word(call, t.first, "on");
        if (!on && !arg_is_word(call, t.first, "off"))
            return call_fail(call, ERR_ARG, "MATLAB:box:CommandUnknown", "Unknown command option.");
    } else if (t.first < call->nargin) {
        TRY(arg_bool(call, t.first, &on));
    } else {
        PropValue now;
        TRY(object_get(call->ctx, t.axes, "Box", &now));
        on = !now.flag;
        prop_value_done(&now);
    }
    return object_set_flag(call->ctx, t.axes, "Box", on);
}

// ---- axis --------------------------------------------------------------------------------------
static Status set_all_modes(Call *call, GObject *axes, const char *mode) {
    TRY(object_set_text(call->ctx, axes, "XLimMode", mode));
    TRY(object_set_text(call->ctx, axes, "YLimMode", mode));
    return object_set_text(call->ctx, axes, "ZLimMode", mode);
}

static Status set_all_methods(Call *call, GObject *axes, const char *method) {
    TRY(object_set_text(call->ctx, axes, "XLimitMethod", method));
    TRY(object_set_text(call->ctx, axes, "YLimitMethod", method));
    return object_set_text(call->ctx, axes, "ZLimitMethod", method);
}

static Status axis_word(Call *call, GObject *ax, const char *word) {
    static const double ones[3] = {1, 1, 1};
    if (!strcasecmp(word, "on") || !strcasecmp(word, "off"))
        return object_set_text(call->ctx, ax, "Visible", word);
    if (!strcasecmp(word, "ij")) return object_set_text(call->ctx, ax, "YDir", "reverse");
    if (!strcasecmp(word, "xy")) return object_set_text(call->ctx, ax, "YDir", "normal");
    if (!strcasecmp(word, "manual")) return set_all_modes(call, ax, "manual");
    if (!strcasecmp(word, "auto") || !strcasecmp(word, "tickaligned")) {
        TRY(set_all_modes(call, ax, "auto"));
        return set_all_methods(call, ax, "tickaligned");
    }
    if (!strcasecmp(word, "tight") || !strcasecmp(word, "padded")) {
        TRY(set_all_modes(call, ax, "auto"));
        return set_all_methods(call, ax, word);
    }
    if (!strcasecmp(word, "equal"))
        return object_set_numbers(call->ctx, ax, "DataAspectRatio", ones, 1, 3);
    if (!strcasecmp(word, "image")) {
        TRY(set_all_methods(call, ax, "tight"));
        return object_set_numbers(call->ctx, ax, "DataAspectRatio", ones, 1, 3);
    }
    if (!strcasecmp(word, "square")) {
        TRY(object_set_text(call->ctx, ax, "DataAspectRatioMode", "auto"));
        return object_set_numbers(call->ctx, ax, "PlotBoxAspectRatio", ones, 1, 3);
    }
    if (!strcasecmp(word, "normal") || !strcasecmp(word, "fill")) {
        TRY(object_set_text(call->ctx, ax, "DataAspectRatioMode", "auto"));
        return object_set_text(call->ctx, ax, "PlotBoxAspectRatioMode", "auto");
    }
    if (!strcasecmp(word, "vis3d")) {
        TRY(object_set_text(call->ctx, ax, "DataAspectRatioMode", "auto"));
        return object_set_numbers(call->ctx, ax, "PlotBoxAspectRatio", ones, 1, 3);
    }
    return call_fail(call, ERR_ARG, "MATLAB:axis:UnknownOption", "Unknown command option '%s'.",
                     word);
}

BUILTIN(axis,
        "axis([xmin xmax ymin ymax])\naxis([xmin xmax ymin ymax zmin zmax])\naxis equal\naxis "
        "tight\naxis off\naxis(ax,...)\nlim = axis",
        ARITY(0, -1, 1), "Limits and proportions of axes.",
        "words: on off, ij xy, auto manual tight padded, equal image square normal vis3d",
        "lim: limits in force", "Fails for an unknown word.",
        "plot(1:3)\naxis([0 4 0 5])\nassert(isequal(axis,[0 4 0 5]))\nclose",
        "xlim, ylim, daspect") {
    static const char *const lims[] = {"XLim", "YLim", "ZLim"};
    Target t;
    TRY(target_axes(call, &t));
    if (t.first >= call->nargin) {
        PropValue view;
        TRY(object_get(call->ctx, t.axes, "View", &view));
        int dims = view.numbers.v[0] == 0 && view.numbers.v[1] == 90 ? 2 : 3;
        prop_value_done(&view);
        double lim[6];
        for (int d = 0; d < dims; d++) axes_limits(t.axes, d, lim + 2 * d);
        Tensor *row;
        Shape shape = shape_2d(1, 2 * dims);
        TRY(tensor_from_doubles(call->ctx, lim, &shape, &row));
        ret_tensor(call, 0, row);
        return OK;
    }
    for (int i = t.first; i < call->nargin; i++) {
        if (arg_is_text(call, i)) {
            OWN_MEM char *word = NULL;
            TRY(arg_text(call, i, &word));
            TRY(axis_word(call, t.axes, word));
            continue;
        }
        OWN_TENSOR *v = NULL;
        TRY(plot_numbers(call, call->arg[i], &v));
        if (v->numel != 4 && v->numel != 6 && v->numel != 8)
            return call_fail(call, ERR_ARG, "MATLAB:axis:WrongNumberElements",
                             "Vector must have 4, 6, or 8 elements.");
        for (int d = 0; 2 * d < v->numel && d < 3; d++)
            TRY(set_vector(call->ctx, t.axes, lims[d], tensor_f64(v) + 2 * d, 2));
    }
    return OK;
}

// ---- legend ------------------------------------------------------------------------------------
static bool is_legend_property(const char *text) {
    static const char *const names[] = {
        "Location",      "Orientation",    "NumColumns", "Box",         "AutoUpdate",
        "FontSize",      "FontName",       "FontWeight", "Interpreter", "Color",
        "EdgeColor",     "TextColor",      "LineWidth",  "Title",       "Position",
        "Tag",           "Visible",        "String",     "Parent",      "Units",
        "ItemTokenSize", "IconColumnWidth"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(text, names[i])) return true;
    return false;
}

static Status find_legend(Call *call, Target *t, bool create, GObject **ret) {
    PropValue value;
    TRY(object_get(call->ctx, t->axes, "Legend", &value));
    *ret = value.n_objects ? value.objects[0] : NULL;
    prop_value_done(&value);
    return *ret || !create ? OK : object_new(call->ctx, t->root, "legend", t->axes, ret);
}

// Texts up to the first property name; gathered into one list.
static Status legend_texts(Call *call, int *i, GObject *legend) {
    char *texts[64];
    Index n = 0;
    Status status = OK;
    for (; *i < call->nargin && status == OK; (*i)++) {
        OWN_STRINGS *s = NULL;
        Value v = call->arg[*i];
        if (value_is_text_scalar(v)) {
            OWN_MEM char *text = NULL;
            status = value_to_utf8(call->ctx, v, &text);
            if (status == OK && is_legend_property(text) && *i + 1 < call->nargin) break;
        }
        if (v.tag != VAL_STRING && v.tag != VAL_CELL && !value_is_char(v)) break;
        status = value_to_strings(call->ctx, v, &s);
        for (Index k = 0; status == OK && k < s->numel && n < 64; k++) {
            texts[n] = mem_dup(s->items[k] ? s->items[k]->bytes : "");
            if (!texts[n])
                status = ctx_fail_nomem(call->ctx);
            else
                n++;
        }
    }
    if (status == OK && n) {
        PropValue value = {.kind = PROP_TEXTS, .texts = texts, .n_texts = n};
        status = object_set(call->ctx, legend, "String", &value);
    }
    for (Index k = 0; k < n; k++) mem_free(texts[k]);
    return status;
}

BUILTIN(
    legend,
    "legend\nlegend(label1,...)\nlegend(labels)\nlegend(plots,labels)\nlegend(...,Name,Value)"
    "\nlegend off\nlegend(ax,...)\nlgd = legend(...)",
    ARITY(0, -1, 1), "Box that names the plots.",
    "label: text for the plots in order of creation, else their DisplayName\nplots: which "
    "plots\nName,Value: Location (northeast, best, eastoutside …), Orientation, NumColumns, Box …",
    "lgd: legend", "",
    "plot([1 2; 3 4])\nlgd = legend(\"a\",\"b\",Location=\"best\");\nassert(lgd.Location == "
    "\"best\")\nclose",
    "title, colorbar") {
    Target t;
    GObject *legend;
    TRY(target_axes(call, &t));
    int i = t.first;
    if (i < call->nargin && arg_is_word(call, i, "off")) {
        TRY(find_legend(call, &t, false, &legend));
        object_delete(legend);
        return OK;
    }
    static const char *const shown[] = {"show", "hide", "toggle", "boxon", "boxoff"};
    for (int k = 0; k < 5 && i < call->nargin; k++) {
        if (!arg_is_word(call, i, shown[k])) continue;
        TRY(find_legend(call, &t, true, &legend));
        return object_set_flag(call->ctx, legend, k < 3 ? "Visible" : "Box",
                               k == 0 || k == 2 || k == 3);
    }
    TRY(find_legend(call, &t, true, &legend));
    if (i < call->nargin && graphics_count(call->arg[i]) >= 0) {
        PropValue plots;
        TRY(prop_from_value(call->ctx, call->arg[i++], &plots));
        Status status = object_set(call->ctx, legend, "PlotChildren", &plots);
        prop_value_done(&plots);
        TRY(status);
    }
    TRY(legend_texts(call, &i, legend));
    TRY(set_pairs(call, i, t.last, &legend, 1));
    return call->nargout ? ret_graphics(call, 0, legend) : OK;
}

// ---- linkaxes ----------------------------------------------------------------------------------
// All axes get the union of their limits as they are now; what a person changes with the mouse later
// changes all. Later changes by code are not followed.
BUILTIN(linkaxes, "linkaxes(ax)\nlinkaxes(ax,dims)", ARITY(1, 2, 0),
        "Gives several axes the same limits.",
        "ax: array of axes\ndims: \"x\", \"y\", \"z\", \"xy\" … or \"off\"", "", "",
        "a = subplot(1,2,1); plot(1:3)\nb = subplot(1,2,2); plot(1:9)\nlinkaxes([a "
        "b])\nassert(isequal(a.YLim,b.YLim))\nclose",
        "xlim") {
    static const char *const lims[] = {"XLim", "YLim", "ZLim"};
    OWN_MEM char *dims = NULL;
    if (call->nargin > 1) TRY(arg_text(call, 1, &dims));
    Index n = graphics_count(call->arg[0]);
    if (n < 0)
        return call_fail(call, ERR_ARG, "MATLAB:linkaxes:InvalidInput", "Inputs must be axes.");
    if (dims && !strcasecmp(dims, "off")) {
        for (Index i = 0; i < n; i++) {
            GObject *ax = graphics_element(call->arg[0], i);
            if (ax && !strcmp(object_type(ax), "axes")) axes_unlink(ax);
        }
        return OK;
    }
    for (int d = 0; d < 3; d++) {
        if (dims ? !strchr(dims, "xyz"[d]) : d == 2) continue;
        double all[2] = {INFINITY, -INFINITY};
        for (Index i = 0; i < n; i++) {
            GObject *ax = graphics_element(call->arg[0], i);
            double lim[2];
            if (!ax || strcmp(object_type(ax), "axes"))
                return call_fail(call, ERR_ARG, "MATLAB:linkaxes:InvalidInput",
                                 "Inputs must be axes.");
            axes_limits(ax, d, lim);
            all[0] = fmin(all[0], lim[0]);
            all[1] = fmax(all[1], lim[1]);
        }
        for (Index i = 0; i < n; i++) {
            GObject *ax = graphics_element(call->arg[0], i), *first = graphics_element(call->arg[0], 0);
            TRY(set_vector(call->ctx, ax, lims[d], all, 2));
            axes_link((GObject *const[]){first, ax}, 2, 1u << d);
        }
    }
    return OK;
}

const BuiltinDef *const family_axes_props[] = {
    &def_title,       &def_subtitle,    &def_xlabel,      &def_ylabel,     &def_zlabel,
    &def_sgtitle,     &def_text,        &def_xlim,        &def_ylim,       &def_zlim,
    &def_clim,        &def_caxis,       &def_xticks,      &def_yticks,     &def_zticks,
    &def_xticklabels, &def_yticklabels, &def_zticklabels, &def_xtickangle, &def_ytickangle,
    &def_xscale,      &def_yscale,      &def_zscale,      &def_daspect,    &def_pbaspect,
    &def_colororder,  &def_xtickformat, &def_ytickformat, &def_yyaxis,     &def_grid,
    &def_box,         &def_axis,        &def_legend,      &def_linkaxes,   NULL,
};
