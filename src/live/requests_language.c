// live/requests_language.c: questions about the text, answered without the kernel, so that they are answered while it is busy.
#include "graphics/math.h"
#include "live/internal.h"
#include <string.h>

enum { MAX_TEX = 20000 };

/// Black becomes the colour of the text around the picture, so that it suits dark pages.
static void put_current_color(const Buf *svg, Buf *out) {
    static const char black[] = "\"#010203\"";
    const char *p = buf_text(svg);
    for (const char *next; (next = strstr(p, black)); p = next + sizeof black - 1) {
        buf_put(out, p, (size_t)(next - p));
        buf_puts(out, "\"currentColor\"");
    }
    buf_puts(out, p);
}

static Status draw(Ctx *ctx, const MathLayout *layout, Buf *svg) {
    MathBox box = math_box(layout);
    double height = box.ascent + box.descent;
    Scene *scene = scene_new(box.width > 0.1 ? box.width : 0.1, height > 0.1 ? height : 0.1);
    Buf raw = BUF_INIT;
    if (!scene) return ctx_fail_nomem(ctx);
    math_draw(layout, scene, 0, box.ascent, 0, (Color){1 / 255.0f, 2 / 255.0f, 3 / 255.0f, 1});
    Status status = scene->failed ? ctx_fail_nomem(ctx) : target_svg(ctx, scene, &raw);
    if (status == OK) put_current_color(&raw, svg);
    if (status == OK && svg->failed) status = ctx_fail_nomem(ctx);
    buf_done(&raw);
    scene_free(scene);
    return status;
}

static Status req_typeset(Request *r) {
    Ctx *ctx = r->server->ctx;
    const char *tex = request_text(r, "tex");
    double size = json_number_value(json_object_get(r->args, "size"));
    bool display = json_is_true(json_object_get(r->args, "display"));
    size_t n = strlen(tex);
    if (n > MAX_TEX || !(size >= 1 && size <= 400))
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:live:equation", "The equation or its size is out of all bounds.");
    MathLayout *layout = NULL;
    char *note = NULL;
    Buf svg = BUF_INIT, mathml = BUF_INIT;
    Status status = OK;
    TRY_GOTO(math_layout(ctx, tex, n, size, display, &layout, &note));
    TRY_GOTO(draw(ctx, layout, &svg));
    TRY_GOTO(math_mathml(ctx, tex, n, display, &mathml));
    MathBox box = math_box(layout);
    json_object_set_new(r->reply, "svg", json_string(buf_text(&svg)));
    json_object_set_new(r->reply, "mathml", json_string(buf_text(&mathml)));
    json_object_set_new(r->reply, "width", json_real(box.width));
    json_object_set_new(r->reply, "ascent", json_real(box.ascent));
    json_object_set_new(r->reply, "descent", json_real(box.descent));
    if (note && *note) json_object_set_new(r->reply, "note", json_string(note));
done:
    math_free(layout);
    mem_free(note);
    buf_done(&svg);
    buf_done(&mathml);
    return status;
}

const RequestDef requests_language[] = {{"typeset", req_typeset}, {0}};
