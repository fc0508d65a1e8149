// builtins/export_figures.c: figures as files: exportgraphics, saveas, print.
#include "base/file.h"
#include "builtins/figures_value.h"
#include <stdlib.h>
#include <strings.h>

static Status write_svg(Ctx *ctx, const Scene *scene, const char *path) {
    Buf text = BUF_INIT;
    Status status = target_svg(ctx, scene, &text);
    if (status == OK) status = file_write(ctx, path, text.data, text.len);
    buf_done(&text);
    return status;
}

// A PDF that holds a picture instead of shapes (ContentType "image").
static Status flatten(Ctx *ctx, const Scene *scene, double dpi, Scene **ret) {
    uint8_t *pixels = NULL;
    Index width, height;
    TRY(target_pixels(ctx, scene, dpi, &pixels, &width, &height));
    Scene *flat = scene_new(scene->width, scene->height);
    uint8_t *copy = flat ? arena_alloc(flat->arena, (size_t)(width * height * 4)) : NULL;
    SceneItem *item = copy ? scene_add(flat, SCENE_IMAGE) : NULL;
    if (item) {
        memcpy(copy, pixels, (size_t)(width * height * 4));
        item->width = scene->width;
        item->height = scene->height;
        item->pixels = copy;
        item->pixel_width = width;
        item->pixel_height = height;
        *ret = flat;
    }
    mem_free(pixels);
    if (item) return OK;
    scene_free(flat);
    return ctx_fail_nomem(ctx);
}

typedef struct Export {
    double dpi;
    bool as_image, has_background, no_background;
    Color background;
    const char *format;
} Export;

static Status write_scene(Call *call, Scene *scene, const Export *e, const char *path) {
    Ctx *ctx = call->ctx;
    const char *format = e->format;
    if (e->has_background) scene->background = e->background;
    if (e->no_background) scene->background.a = 0;
    if (!strcasecmp(format, "png")) return target_png(ctx, scene, e->dpi, path);
    if (!strcasecmp(format, "svg")) return write_svg(ctx, scene, path);
    if (!strcasecmp(format, "pdf")) {
        Scene *pages[1] = {scene}, *flat = NULL;
        if (e->as_image) {
            TRY(flatten(ctx, scene, e->dpi, &flat));
            pages[0] = flat;
        }
        Status status = target_pdf(ctx, pages, 1, NULL, path);
        scene_free(flat);
        return status;
    }
    OWN_BUF feature = BUF_INIT;
    buf_printf(&feature, "Export in the format '%s'", format);
    return ctx_fail_unsupported(ctx, buf_text(&feature));
}

static Status target_object(Call *call, int i, GObject **ret) {
    GraphicsRoot *root;
    TRY(env_graphics(call->env, &root));
    if (graphics_count(call->arg[i]) < 0 && value_is_numeric(call->arg[i]) &&
        value_is_scalar(call->arg[i])) {
        double number;
        TRY(arg_double(call, i, &number));
        *ret = graphics_figure(root, (int)number);
        return *ret ? OK
                    : call_fail(call, ERR_ARG, "MATLAB:print:InvalidHandle",
                                "Invalid figure handle.");
    }
    return arg_graphics(call, i, ret);
}

// The whole figure, or (exportgraphics) the object cut to its contents.
static Status export_object(Call *call, GObject *object, bool tight, const Export *e,
                            const char *path) {
    Scene *scene = NULL;
    const char *type = object_type(object);
    bool part =
        tight && (!strcmp(type, "axes") || !strcmp(type, "tiledlayout") || !strcmp(type, "figure"));
    if (part)
        TRY(object_scene(call->ctx, object, &scene));
    else
        TRY(figure_scene(call->ctx, object_ancestor(object, "figure"), &scene));
    Status status = write_scene(call, scene, e, path);
    scene_free(scene);
    return status;
}

BUILTIN(exportgraphics, "exportgraphics(obj,file)\nexportgraphics(obj,file,Name,Value)",
        ARITY(2, -1, 0), "Writes a figure, layout or axes to a file.",
        "obj: figure, layout or axes\nfile: path that ends in .png, .pdf or .svg\nName,Value: "
        "Resolution (dots per inch, 150), ContentType (\"auto\", \"vector\", \"image\"), "
        "BackgroundColor (a colour, \"current\", \"none\")",
        "", "Fails for other formats.",
        "f = tempname + "
        "\".png\";\nplot(1:3)\nexportgraphics(gcf,f,Resolution=72)\nassert(isfile(f))\ndelete(f)"
        "\nclose",
        "saveas, print") {
    GObject *object;
    OWN_MEM char *path = NULL, *content = NULL, *colour = NULL;
    TRY(target_object(call, 0, &object));
    TRY(arg_text(call, 1, &path));
    Option options[] = {{"Resolution", NULL},      {"ContentType", NULL},
                        {"BackgroundColor", NULL}, {"Colorspace", NULL},
                        {"Append", NULL},          {"Width", NULL},
                        {"Height", NULL},          {"Units", NULL},
                        {"Padding", NULL},         {"PreserveAspectRatio", NULL}};
    TRY(arg_options(call, 2, options, sizeof options / sizeof *options));
    Export e = {.dpi = 150};
    if (options[0].value) TRY(value_to_double(call->ctx, *options[0].value, &e.dpi));
    if (!(e.dpi >= 1) || e.dpi > 10000)
        return call_fail(call, ERR_ARG, "MATLAB:print:Resolution",
                         "Resolution must be a number between 1 and 10000.");
    if (options[1].value) TRY(value_to_utf8(call->ctx, *options[1].value, &content));
    e.as_image = content && !strcasecmp(content, "image");
    if (options[2].value && value_is_text_scalar(*options[2].value)) {
        TRY(value_to_utf8(call->ctx, *options[2].value, &colour));
        if (!strcasecmp(colour, "none"))
            e.no_background = true;
        else if (strcasecmp(colour, "current") &&
                 !(e.has_background = color_parse(colour, &e.background)))
            return call_fail(call, ERR_ARG, "MATLAB:print:BackgroundColor",
                             "BackgroundColor must be a color, 'current' or 'none'.");
    } else if (options[2].value) {
        OWN_TENSOR *rgb = NULL;
        TRY(value_to_doubles(call->ctx, *options[2].value, &rgb));
        if (rgb->numel != 3)
            return call_fail(call, ERR_ARG, "MATLAB:print:BackgroundColor",
                             "BackgroundColor must be a color, 'current' or 'none'.");
        const double *v = tensor_f64(rgb);
        e.has_background = true;
        e.background = (Color){(float)v[0], (float)v[1], (float)v[2], 1};
    }
    bool append = false;
    if (options[4].value) TRY(value_truth(call->ctx, *options[4].value, &append));
    if (append) return ctx_fail_unsupported(call->ctx, "exportgraphics with Append=true");
    e.format = path_extension(path);
    if (!*e.format)
        return call_fail(call, ERR_ARG, "MATLAB:print:ExportUnsupportedFileType",
                         "The file name must end in .png, .pdf or .svg.");
    e.format++;
    return export_object(call, object, true, &e, path);
}

// Adds the extension of a format when the name has none.
static Status with_extension(Call *call, const char *path, const char *format, char **ret) {
    OWN_BUF full = BUF_INIT;
    buf_printf(&full, "%s", path);
    if (!*path_extension(path)) buf_printf(&full, ".%s", format);
    *ret = buf_take(&full);
    return *ret ? OK : ctx_fail_nomem(call->ctx);
}

BUILTIN(saveas, "saveas(fig,file)\nsaveas(fig,file,format)", ARITY(2, 3, 0),
        "Writes a figure to a file.",
        "fig: figure, or an object in it\nfile: path; its ending gives the format\nformat: "
        "\"png\", \"pdf\" or \"svg\"",
        "", "Fails for other formats.",
        "f = tempname + \".svg\";\nplot(1:3)\nsaveas(gcf,f)\nassert(isfile(f))\ndelete(f)\nclose",
        "exportgraphics, print") {
    GObject *object;
    OWN_MEM char *path = NULL, *format = NULL, *full = NULL;
    TRY(target_object(call, 0, &object));
    TRY(arg_text(call, 1, &path));
    if (call->nargin > 2) TRY(arg_text(call, 2, &format));
    const char *ending = path_extension(path);
    if (!format && !*ending) return ctx_fail_unsupported(call->ctx, "saveas to a FIG-file");
    Export e = {.dpi = 150, .format = format ? format : ending + 1};
    TRY(with_extension(call, path, e.format, &full));
    return export_object(call, object, false, &e, full);
}

BUILTIN(print, "print(file,\"-dpng\")\nprint(file,\"-dpdf\",\"-r300\")\nprint(fig,file,...)",
        ARITY(1, -1, 0), "Writes a figure to a file.",
        "file: path\n-dpng, -dpdf, -dsvg: format\n-r300: dots per inch\nfig: figure, the current "
        "one by default",
        "", "Fails for other devices.",
        "f = tempname;\nplot(1:3)\nprint(f,\"-dpng\",\"-r72\")\nassert(isfile(f + "
        "\".png\"))\ndelete(f + \".png\")\nclose",
        "exportgraphics, saveas") {
    GraphicsRoot *root;
    GObject *object = NULL;
    OWN_MEM char *path = NULL, *full = NULL;
    char format[16] = "";
    Export e = {.dpi = 150};
    TRY(env_graphics(call->env, &root));
    for (int i = 0; i < call->nargin; i++) {
        if (!arg_is_text(call, i)) {
            TRY(target_object(call, i, &object));
            continue;
        }
        OWN_MEM char *word = NULL;
        TRY(arg_text(call, i, &word));
        if (!strncmp(word, "-d", 2)) {
            strncpy(format, word + 2, sizeof format - 1);
            char *tail = strstr(format, "-");
            if (tail) *tail = 0;
        } else if (!strncmp(word, "-r", 2)) {
            e.dpi = atof(word + 2);
            if (!(e.dpi >= 1)) e.dpi = 150;
        } else if (word[0] == '-') {
            e.as_image = e.as_image || !strcmp(word, "-image") || !strcmp(word, "-opengl");
        } else {
            mem_free(path);
            path = GIVE(word);
        }
    }
    if (!object) TRY(graphics_current_figure(call->ctx, root, true, &object));
    if (!path) return ctx_fail_unsupported(call->ctx, "Printing on paper");
    if (!*format && *path_extension(path))
        strncpy(format, path_extension(path) + 1, sizeof format - 1);
    if (!*format) strcpy(format, "png");
    e.format = format;
    TRY(with_extension(call, path, format, &full));
    return export_object(call, object, false, &e, full);
}

BUILTIN(savefig, "savefig(file)", ARITY(0, -1, 0), "FIG-files (not supported).", "", "",
        "Fails: not supported.", "try, savefig(\"f.fig\"), catch err, disp(err.message), end",
        "exportgraphics, saveas") {
    return ctx_fail_unsupported(call->ctx, "savefig");
}

const BuiltinDef *const family_export_figures[] = {&def_exportgraphics, &def_saveas, &def_print,
                                                   &def_savefig, NULL};
