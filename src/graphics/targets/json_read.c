// graphics/targets/json_read.c: one reader an item kind, by the names that json.c writes. The input
// may come from anywhere: every number is checked to be finite, every count against what is there.
#include "graphics/targets/json_read.h"
#include <jansson.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

typedef struct JsonScene {
    Ctx *ctx;
    Scene *scene;
    Status status;
} JsonScene;

static void fail(JsonScene *s, const char *what) {
    if (s->status == OK)
        s->status = ctx_fail(s->ctx, ERR_ARG, "Gradus:scene:json",
                             "Display list not understood: %s.", what);
}

static double number(JsonScene *s, const json_t *o, const char *key) {
    double value = json_number_value(json_object_get(o, key));
    if (isfinite(value)) return value;
    fail(s, key);
    return 0;
}

static const char *text(JsonScene *s, const json_t *o, const char *key) {
    const json_t *value = json_object_get(o, key);
    if (!json_is_string(value)) return NULL;
    char *copy = arena_dup(s->scene->arena, json_string_value(value), json_string_length(value));
    if (!copy) s->scene->failed = true;
    return copy;
}

static bool flag(const json_t *o, const char *key) {
    const json_t *value = json_object_get(o, key);
    return json_is_true(value) || json_number_value(value) != 0;
}

/// "#rrggbb"
static Color color_of(JsonScene *s, const json_t *value, double alpha) {
    const char *t = json_string_value(value);
    char *end = NULL;
    unsigned long rgb = t && t[0] == '#' && strlen(t) == 7 ? strtoul(t + 1, &end, 16) : 0;
    if (!end || *end) fail(s, "a colour");
    return (Color){(float)(rgb >> 16 & 255) / 255, (float)(rgb >> 8 & 255) / 255,
                   (float)(rgb & 255) / 255, (float)alpha};
}

static Color color(JsonScene *s, const json_t *o, const char *key, const char *alpha_key) {
    const json_t *alpha = json_object_get(o, alpha_key);
    return color_of(s, json_object_get(o, key), alpha ? number(s, o, alpha_key) : 1);
}

/// SVG path data with absolute M, L, C, Z as outline_path writes it.
static ScenePath path(JsonScene *s, const json_t *o) {
    const char *d = json_string_value(json_object_get(o, "d"));
    PathBuilder b;
    path_begin(&b, s->scene);
    for (const char *p = d ? d : ""; *p && s->status == OK;) {
        char command = *p++;
        double v[6];
        int n = command == 'M' || command == 'L' ? 2 : command == 'C' ? 6 : 0;
        if (!n && command != 'Z') {
            if (command == ' ' || command == '\n') continue;
            fail(s, "path data");
        }
        for (int i = 0; i < n; i++) {
            char *end;
            v[i] = strtod(p, &end);
            if (end == p || !isfinite(v[i])) {
                fail(s, "path data");
                break;
            }
            p = end + (*end == ' ' || *end == ',');
        }
        if (s->status != OK) break;
        if (command == 'M')
            path_move(&b, v[0], v[1]);
        else if (command == 'L')
            path_line(&b, v[0], v[1]);
        else if (command == 'C')
            path_curve(&b, v[0], v[1], v[2], v[3], v[4], v[5]);
        else if (command == 'Z')
            path_close(&b);
    }
    return path_end(&b);
}

static void read_path(JsonScene *s, const json_t *o, SceneItem *item) {
    static const char *const caps[] = {"butt", "round", "square"}, *const joins[] = {
                                                                       "miter", "round", "bevel"};
    item->path = path(s, o);
    if ((item->fill = json_object_get(o, "fill") != NULL))
        item->fill_color = color(s, o, "fill", "fa");
    item->even_odd = flag(o, "eo");
    item->crisp = flag(o, "crisp");
    if (!(item->stroke = json_object_get(o, "stroke") != NULL)) return;
    item->stroke_color = color(s, o, "stroke", "sa");
    item->line_width = (float)number(s, o, "w");
    const char *cap = json_string_value(json_object_get(o, "cap")),
               *join = json_string_value(json_object_get(o, "join"));
    for (int i = 0; i < 3; i++) {
        if (cap && !strcmp(cap, caps[i])) item->cap = (LineCap)i;
        if (join && !strcmp(join, joins[i])) item->join = (LineJoin)i;
    }
    const json_t *dash = json_object_get(o, "dash");
    size_t n = json_array_size(dash);
    if (!n || n > 64) return;
    float *values = arena_alloc(s->scene->arena, n * sizeof *values);
    for (size_t i = 0; values && i < n; i++) {
        double v = json_number_value(json_array_get(dash, i));
        if (!isfinite(v) || v < 0)
            fail(s, "dash");
        else
            values[i] = (float)v;
    }
    item->dash = values;
    item->n_dash = values ? (int)n : 0;
    s->scene->failed = s->scene->failed || !values;
}

/// The first of the CSS families names the font ("Helvetica,Arial,…"); our own names are looked up
/// by it.
static const char *family(JsonScene *s, const json_t *o) {
    const char *css = json_string_value(json_object_get(o, "font"));
    if (!css) return "Helvetica";
    if (strstr(css, "monospace")) return "monospace";
    if (css[0] == '"' || css[0] == '\'') css++;
    size_t n = strcspn(css, ",\"'");
    char *copy = arena_dup(s->scene->arena, css, n);
    if (!copy) s->scene->failed = true;
    return copy;
}

static void read_text(JsonScene *s, const json_t *o, SceneItem *item) {
    item->x = number(s, o, "x");
    item->y = number(s, o, "y");
    item->text = text(s, o, "s");
    if (!item->text) item->text = "";
    item->font =
        (FontSpec){family(s, o), (float)number(s, o, "size"), flag(o, "bold"), flag(o, "italic")};
    if (item->font.size_pt < 0 || item->font.size_pt > 4000) fail(s, "size");
    item->width = number(s, o, "width");
    item->angle = -number(s, o, "angle") * 3.14159265358979323846 / 180;
    item->color = color(s, o, "fill", "fa");
}

static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void base64_decode(const char *p, Buf *out) {
    uint32_t bits = 0;
    int n_bits = 0;
    for (; *p && *p != '='; p++) {
        int v = base64_value(*p);
        if (v < 0) continue;
        bits = bits << 6 | (uint32_t)v;
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            buf_putc(out, (char)(bits >> n_bits & 255));
        }
    }
}

static void read_png(JsonScene *s, const Buf *file, SceneItem *item) {
    enum { MAX_PIXELS = 64 << 20 };
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!file->len || !png_image_begin_read_from_memory(&image, file->data, file->len)) {
        fail(s, "a picture that is no PNG");
        return;
    }
    image.format = PNG_FORMAT_RGBA;
    if ((uint64_t)image.width * image.height > MAX_PIXELS) {
        s->status = ctx_fail(s->ctx, ERR_LIMIT, "Gradus:scene:json",
                             "Picture of more than %d pixels.", MAX_PIXELS);
    } else {
        uint8_t *pixels = arena_alloc(s->scene->arena, PNG_IMAGE_SIZE(image) + 1);
        if (!pixels)
            s->scene->failed = true;
        else if (!png_image_finish_read(&image, NULL, pixels, 0, NULL))
            fail(s, "a damaged picture");
        item->pixels = pixels;
        item->pixel_width = image.width;
        item->pixel_height = image.height;
    }
    png_image_free(&image);
}

static void read_box(JsonScene *s, const json_t *o, SceneItem *item) {
    item->x = number(s, o, "x");
    item->y = number(s, o, "y");
    item->width = number(s, o, "width");
    item->height = number(s, o, "height");
}

static void read_image(JsonScene *s, const json_t *o, SceneItem *item) {
    static const char head[] = "data:image/png;base64,";
    const char *src = json_string_value(json_object_get(o, "src"));
    read_box(s, o, item);
    item->smooth = flag(o, "smooth");
    if (!src || strncmp(src, head, sizeof head - 1)) {
        fail(s, "src");
        return;
    }
    Buf file = BUF_INIT;
    base64_decode(src + sizeof head - 1, &file);
    if (file.failed)
        s->scene->failed = true;
    else
        read_png(s, &file, item);
    buf_done(&file);
}

static void read_mesh(JsonScene *s, const json_t *o, SceneItem *item) {
    const json_t *xy = json_object_get(o, "xy"), *colors = json_object_get(o, "c");
    size_t n = json_array_size(xy) / 6;
    if (json_array_size(xy) != n * 6 || json_array_size(colors) != n * 3) {
        fail(s, "mesh");
        return;
    }
    double *points = arena_alloc(s->scene->arena, n * 6 * sizeof *points + 1);
    Color *corner = arena_alloc(s->scene->arena, n * 3 * sizeof *corner + 1);
    if (!points || !corner) {
        s->scene->failed = true;
        return;
    }
    for (size_t i = 0; i < n * 6; i++) {
        points[i] = json_number_value(json_array_get(xy, i));
        if (!isfinite(points[i])) fail(s, "mesh");
    }
    for (size_t i = 0; i < n * 3 && s->status == OK; i++)
        corner[i] = color_of(s, json_array_get(colors, i), 1);
    item->mesh_xy = points;
    item->mesh_color = corner;
    item->n_triangles = (Index)n;
}

static void read_group(JsonScene *s, const json_t *o, SceneItem *item) {
    item->id = text(s, o, "id");
    item->role = text(s, o, "role");
    item->text = text(s, o, "alt");
    if (json_object_get(o, "width")) read_box(s, o, item);
}

static void read_link(JsonScene *s, const json_t *o, SceneItem *item) {
    read_box(s, o, item);
    item->id = text(s, o, "href");
}

static void read_anchor(JsonScene *s, const json_t *o, SceneItem *item) {
    item->x = number(s, o, "x");
    item->y = number(s, o, "y");
    item->id = text(s, o, "id");
}

static void read_clip(JsonScene *s, const json_t *o, SceneItem *item) {
    item->path = path(s, o);
}

static const struct {
    const char *name;
    SceneKind kind;
    void (*read)(JsonScene *s, const json_t *o, SceneItem *item);
} kinds[] = {{"path", SCENE_PATH, read_path},       {"text", SCENE_TEXT, read_text},
             {"image", SCENE_IMAGE, read_image},    {"clip", SCENE_CLIP_PUSH, read_clip},
             {"endclip", SCENE_CLIP_POP, NULL},     {"group", SCENE_GROUP_BEGIN, read_group},
             {"endgroup", SCENE_GROUP_END, NULL},   {"link", SCENE_LINK, read_link},
             {"anchor", SCENE_ANCHOR, read_anchor}, {"mesh", SCENE_MESH, read_mesh}};

/// Pops without a push would upset a target.
static bool nesting_fits(const SceneItem *item, int *clips, int *groups) {
    *clips += item->kind == SCENE_CLIP_PUSH ? 1 : item->kind == SCENE_CLIP_POP ? -1 : 0;
    *groups += item->kind == SCENE_GROUP_BEGIN ? 1 : item->kind == SCENE_GROUP_END ? -1 : 0;
    return *clips >= 0 && *groups >= 0;
}

static void read_items(JsonScene *s, const json_t *items) {
    int clips = 0, groups = 0;
    for (size_t i = 0; i < json_array_size(items) && s->status == OK && !s->scene->failed; i++) {
        const json_t *o = json_array_get(items, i);
        const char *name = json_string_value(json_object_get(o, "k"));
        size_t k = 0, n = sizeof kinds / sizeof *kinds;
        while (k < n && (!name || strcmp(name, kinds[k].name))) k++;
        SceneItem *item = k < n ? scene_add(s->scene, kinds[k].kind) : NULL;
        if (k == n)
            fail(s, "an item of unknown kind");
        else if (item && kinds[k].read)
            kinds[k].read(s, o, item);
        if (item && !nesting_fits(item, &clips, &groups)) fail(s, "nesting");
    }
    if (clips || groups) fail(s, "nesting");
}

Status scene_from_json(Ctx *ctx, const json_t *object, Scene **ret) {
    JsonScene s = {.ctx = ctx};
    if (!json_is_object(object) || !json_is_array(json_object_get(object, "items")))
        return ctx_fail(ctx, ERR_ARG, "Gradus:scene:json",
                        "Display list not understood: no items.");
    double width = json_number_value(json_object_get(object, "width")),
           height = json_number_value(json_object_get(object, "height"));
    if (!(width > 0 && width < 1e5 && height > 0 && height < 1e5))
        return ctx_fail(ctx, ERR_ARG, "Gradus:scene:json",
                        "Display list not understood: its size.");
    s.scene = scene_new(width, height);
    if (!s.scene) return ctx_fail_nomem(ctx);
    if (json_object_get(object, "background"))
        s.scene->background = color(&s, object, "background", "ba");
    s.scene->caption = text(&s, object, "caption");
    read_items(&s, json_object_get(object, "items"));
    if (s.status == OK && s.scene->failed) s.status = ctx_fail_nomem(ctx);
    if (s.status == OK)
        *ret = s.scene;
    else
        scene_free(s.scene);
    return s.status;
}
