// live/kernel/figures.c: what the page asks of figures: turn, zoom, move, pick, resize, data, export.
// All of it is answered while code runs as well, between two of its instructions.
#include "base/vec.h"
#include "graphics/figure.h"
#include "graphics/interact.h"
#include "live/kernel/internal.h"
#include <math.h>
#include <string.h>

enum { MAX_DATA_ROWS = 5000, MAX_EXPORT_DPI = 1200 };
static const double pick_reach_pt = 18, most_pixels = 64e6;

static GObject *wanted_figure(Kernel *k, const json_t *request) {
    GraphicsRoot *root = k->engine->env.graphics;
    GObject *figure = root ? graphics_figure(root, field_int(request, "figure", 0)) : NULL;
    if (!figure) talk_failure(k, request, "unknown", "This figure is closed.");
    return figure;
}

/// Scene as JSON; a stop that was asked for meanwhile stays asked for.
static Status scene_json(Kernel *k, GObject *figure, Buf *out) {
    Ctx *ctx = &k->engine->ctx;
    Scene *scene = NULL;
    int stop = atomic_exchange(&ctx->stop, 0);
    Status status = figure_scene(ctx, figure, &scene);
    if (status == OK) status = picture_json(ctx, scene, out);
    if (stop) atomic_store(&ctx->stop, stop);
    scene_free(scene);
    return status;
}

static void reply_scene(Kernel *k, const json_t *request, GObject *figure, Status status) {
    Buf json = BUF_INIT;
    if (status == OK) status = scene_json(k, figure, &json);
    if (status == OK)
        talk_reply_with(k, request, json_object(), "scene", buf_text(&json));
    else
        talk_failure_of(k, request);
    buf_done(&json);
}

// ---- the Stop button ----------------------------------------------------------------------------

bool figures_stop_pressed(void *kernel, int number) {
    const Kernel *k = kernel;
    for (Index i = 0; i < k->n_stopped; i++)
        if (k->stopped[i] == number) return true;
    return false;
}

void figures_forget_stops(Kernel *k) {
    k->n_stopped = 0;
}

static Status press_stop(Kernel *k, int number) {
    if (figures_stop_pressed(k, number)) return OK;
    VEC_PUSH_TRY(&k->engine->ctx, k->stopped, k->n_stopped, k->cap_stopped, number);
    return OK;
}

// ---- the mouse ----------------------------------------------------------------------------------

static Status act_on_axes(Ctx *ctx, const json_t *request, GObject *figure, GObject *axes) {
    const char *action = field_text(request, "action");
    double x = field_number(request, "x", 0), y = field_number(request, "y", 0);
    double dx = field_number(request, "dx", 0), dy = field_number(request, "dy", 0);
    (void)figure;
    if (!strcmp(action, "rotate")) return axes_rotate(ctx, axes, dx, dy);
    if (!strcmp(action, "zoom")) return axes_zoom(ctx, axes, x, y, field_number(request, "factor", 1));
    if (!strcmp(action, "pan")) return axes_pan(ctx, axes, dx, dy);
    if (!strcmp(action, "box")) return axes_zoom_box(ctx, axes, x, y, dx, dy);
    if (!strcmp(action, "restore")) return axes_restore(ctx, axes);
    return ctx_fail(ctx, ERR_ARG, "", "The action '%s' is not known.", action);
}

/// A press outside all axes means the first, or for restore all of them.
void figures_act(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    GObject *figure = wanted_figure(k, request), *axes = NULL;
    const char *action = field_text(request, "action");
    if (!figure) return;
    if (!strcmp(action, "stop")) {
        reply_scene(k, request, figure, press_stop(k, figure_number(figure)));
        return;
    }
    Status status = figure_axes_at(ctx, figure, field_number(request, "x", 0), field_number(request, "y", 0), &axes);
    if (status == OK && axes) {
        status = act_on_axes(ctx, request, figure, axes);
    } else if (status == OK && !strcmp(action, "restore")) {
        for (Index i = 1; status == OK && (axes = figure_axes(figure, i)); i++) status = axes_restore(ctx, axes);
    } else if (status == OK && (axes = figure_axes(figure, 1))) {
        status = act_on_axes(ctx, request, figure, axes);
    }
    if (status == OK) figure_is_dirty(figure, true); // shown by the reply
    reply_scene(k, request, figure, status);
}

void figures_pick(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    GObject *figure = wanted_figure(k, request), *axes = NULL;
    double x = field_number(request, "x", 0), y = field_number(request, "y", 0);
    Picked picked = {0};
    if (!figure) return;
    Status status = figure_axes_at(ctx, figure, x, y, &axes);
    if (status == OK && axes) status = axes_pick(ctx, axes, x, y, pick_reach_pt, &picked);
    if (status != OK) {
        talk_failure_of(k, request);
        return;
    }
    json_t *reply = json_pack("{s:s}", "kind", !axes ? "none" : axes_are_3d(axes) ? "3d" : "2d");
    if (picked.text) {
        json_object_set_new(reply, "tip", json_string(picked.text));
        json_object_set_new(reply, "tip_x", json_real(picked.x));
        json_object_set_new(reply, "tip_y", json_real(picked.y));
    }
    mem_free(picked.text);
    talk_reply(k, request, reply);
}

void figures_resize(Kernel *k, const json_t *request) {
    GObject *figure = wanted_figure(k, request);
    if (!figure) return;
    reply_scene(k, request, figure,
                figure_resize(&k->engine->ctx, figure, field_number(request, "width", 0),
                              field_number(request, "height", 0)));
}

// ---- data and files -----------------------------------------------------------------------------

void figures_data(Kernel *k, const json_t *request) {
    GObject *figure = wanted_figure(k, request);
    FigureData data = {0};
    Index rows = 0;
    if (!figure) return;
    if (figure_data(&k->engine->ctx, figure, MAX_DATA_ROWS, &data) != OK) {
        talk_failure_of(k, request);
        return;
    }
    json_t *columns = json_array(), *lines = json_array();
    for (Index c = 0; c < data.n_columns; c++) {
        json_t *name = json_string(data.columns[c].name);
        json_array_append_new(columns, name ? name : json_string(""));
        if (data.columns[c].n > rows) rows = data.columns[c].n;
    }
    for (Index r = 0; r < rows; r++) {
        json_t *line = json_array();
        json_array_append_new(lines, line);
        for (Index c = 0; c < data.n_columns; c++) {
            double x = r < data.columns[c].n ? data.columns[c].values[r] : NAN;
            json_array_append_new(line, isfinite(x) ? json_real(x) : json_null());
        }
    }
    json_t *title = json_string(data.title);
    figure_data_done(&data);
    talk_reply(k, request,
               json_pack("{s:o,s:o,s:o}", "title", title ? title : json_string(""), "columns", columns, "rows", lines));
}

static void put_base64(Buf *out, const unsigned char *bytes, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)bytes[i] << 16 | (i + 1 < n ? (unsigned)bytes[i + 1] << 8 : 0) | (i + 2 < n ? bytes[i + 2] : 0);
        buf_putc(out, digits[v >> 18]);
        buf_putc(out, digits[v >> 12 & 63]);
        buf_putc(out, i + 1 < n ? digits[v >> 6 & 63] : '=');
        buf_putc(out, i + 2 < n ? digits[v & 63] : '=');
    }
}

static Status export_bytes(Ctx *ctx, const json_t *request, GObject *figure, Buf *out, const char **ret_type) {
    const char *format = field_text(request, "format");
    double dpi = fmin(fmax(field_number(request, "dpi", 150), 36), MAX_EXPORT_DPI);
    Scene *scene = NULL;
    TRY(figure_scene(ctx, figure, &scene));
    Status status;
    if (!strcmp(format, "png") && scene->width * scene->height * dpi * dpi / 5184 > most_pixels) {
        status = ctx_fail(ctx, ERR_LIMIT, "", "The picture would have too many pixels.");
    } else if (!strcmp(format, "png")) {
        *ret_type = "image/png";
        status = target_png_bytes(ctx, scene, dpi, out);
    } else if (!strcmp(format, "svg")) {
        *ret_type = "image/svg+xml";
        status = target_svg(ctx, scene, out);
    } else if (!strcmp(format, "pdf")) {
        *ret_type = "application/pdf";
        status = target_pdf_bytes(ctx, &scene, 1, NULL, out);
    } else {
        status = ctx_fail(ctx, ERR_ARG, "", "The format '%s' is not known; try png, svg or pdf.", format);
    }
    scene_free(scene);
    return status;
}

void figures_export(Kernel *k, const json_t *request) {
    Ctx *ctx = &k->engine->ctx;
    GObject *figure = wanted_figure(k, request);
    Buf bytes = BUF_INIT, json = BUF_INIT;
    const char *type = "";
    char name[64];
    if (!figure) return;
    int stop = atomic_exchange(&ctx->stop, 0);
    Status status = export_bytes(ctx, request, figure, &bytes, &type);
    if (stop) atomic_store(&ctx->stop, stop);
    if (status == OK) {
        snprintf(name, sizeof name, "figure%d.%s", figure_number(figure), field_text(request, "format"));
        buf_printf(&json, "\"data:%s;base64,", type);
        put_base64(&json, (const unsigned char *)buf_text(&bytes), bytes.len);
        buf_putc(&json, '"');
        talk_reply_with(k, request, json_pack("{s:s}", "name", name), "data_uri", buf_text(&json));
    } else {
        talk_failure_of(k, request);
    }
    buf_done(&bytes);
    buf_done(&json);
}

void figures_close(Kernel *k, const json_t *request) {
    GObject *figure = wanted_figure(k, request);
    if (!figure) return;
    int number = figure_number(figure);
    object_delete(figure);
    talk_report(k, "closed_figure", NULL, json_pack("{s:i}", "figure", number));
    talk_reply(k, request, json_object());
}
