// live/requests_language.c: questions about the text, answered without the kernel, so that they are
// answered while it is busy.
#include "graphics/math.h"
#include "live/internal.h"
#include "live/language/language.h"
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
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:live:equation",
                        "The equation or its size is out of all bounds.");
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

// ---- language services
// ----------------------------------------------------------------------------
/// The text a question is about: the document's, or one entry of the Command Window.
static LanguageText text_of(const Request *r, Buf *folder) {
    const LiveDoc *doc = r->doc;
    const char *entry = json_string_value(json_object_get(r->args, "text"));
    LanguageText text = {.text = doc->stored.text,
                         .n_bytes = doc->stored.n_text,
                         .folder = doc->folder,
                         .variables = doc->variables};
    if (doc->path[0] == '/') text.path = doc->path, text.search_path = doc_folder(doc, folder);
    if (entry) text.text = entry, text.n_bytes = strlen(entry), text.command = true;
    return text;
}

static Status answered(Request *r, json_t *answer, Buf *folder) {
    buf_done(folder);
    if (!answer) return ctx_fail_nomem(r->server->ctx);
    json_object_update(r->reply, answer);
    json_decref(answer);
    return OK;
}

typedef json_t *(*PlaceQuestion)(const Language *language, const LanguageText *text, int line,
                                 int column);
static Status ask_at(Request *r, PlaceQuestion question) {
    Buf folder = BUF_INIT;
    LanguageText text = text_of(r, &folder);
    return answered(r,
                    question(r->server->language, &text, request_int(r, "line", 1),
                             request_int(r, "column", 0)),
                    &folder);
}

static Status req_check(Request *r) {
    Buf folder = BUF_INIT;
    LanguageText text = text_of(r, &folder);
    json_object_set_new(r->reply, "version", json_integer(r->doc->version));
    if (!strcmp(r->doc->kind, "text")) {
        json_object_set_new(r->reply, "marks", json_array());
        return OK;
    }
    return answered(r, language_check(r->server->language, &text), &folder);
}

static Status req_complete(Request *r) {
    return ask_at(r, language_complete);
}
static Status req_hover(Request *r) {
    return ask_at(r, language_hover);
}
static Status req_signature(Request *r) {
    return ask_at(r, language_signature);
}
static Status req_definition(Request *r) {
    return ask_at(r, language_definition);
}
static Status req_occurrences(Request *r) {
    return ask_at(r, language_occurrences);
}

static Status req_help(Request *r) {
    Buf folder = BUF_INIT;
    LiveDoc *first = r->server->n_docs ? r->server->docs[0] : r->server->console;
    LanguageText text = {.text = "", .folder = r->server->folder};
    if (first) text.folder = first->folder, text.search_path = doc_folder(first, &folder);
    return answered(r, language_help(r->server->language, &text, request_text(r, "name")), &folder);
}

static Status req_help_search(Request *r) {
    Buf none = BUF_INIT;
    return answered(r, language_help_search(r->server->language, request_text(r, "text")), &none);
}

const RequestDef requests_language[] = {
    {"typeset", req_typeset},         {"check", req_check},
    {"complete", req_complete},       {"hover", req_hover},
    {"signature", req_signature},     {"definition", req_definition},
    {"occurrences", req_occurrences}, {"help", req_help},
    {"help_search", req_help_search}, {0}};
