// Scene: a growing array of items whose texts, paths and arrays live in one arena. Building never
// returns a status: when memory runs out `failed` is set, everything later is a no-op, and the
// maker of the scene checks once.
#include "graphics/scene.h"
#include <math.h>
#include <string.h>

Scene *scene_new(double width, double height) {
    Scene *scene = mem_alloc_zero(sizeof *scene);
    if (!scene) return NULL;
    scene->arena = arena_new();
    if (!scene->arena) {
        mem_free(scene);
        return NULL;
    }
    scene->width = width;
    scene->height = height;
    return scene;
}

void scene_free(Scene *scene) {
    if (!scene) return;
    arena_free(scene->arena);
    mem_free(scene->items);
    mem_free(scene);
}

SceneItem *scene_add(Scene *scene, SceneKind kind) {
    if (scene->failed) return NULL;
    if (scene->n_items == scene->cap_items) {
        Index cap = scene->cap_items ? scene->cap_items * 2 : 64;
        SceneItem *items = mem_realloc(scene->items, (size_t)cap * sizeof *items);
        if (!items) {
            scene->failed = true;
            return NULL;
        }
        scene->items = items;
        scene->cap_items = cap;
    }
    SceneItem *item = &scene->items[scene->n_items++];
    memset(item, 0, sizeof *item);
    item->kind = kind;
    return item;
}

bool scene_work(const SceneItem *item, Index *work) {
    enum { POLL = 8192 };
    *work += 8 + item->path.n_commands + item->n_glyphs + 8 * item->n_triangles;
    if (*work < POLL) return false;
    *work = 0;
    return true;
}

// ---- embedding ---------------------------------------------------------------------------------
static void *copy_bytes(Scene *scene, const void *from, size_t n_bytes) {
    if (!from || !n_bytes || scene->failed) return NULL;
    void *to = arena_alloc(scene->arena, n_bytes);
    if (!to) {
        scene->failed = true;
        return NULL;
    }
    return memcpy(to, from, n_bytes);
}

static const char *copy_text(Scene *scene, const char *text) {
    return text ? copy_bytes(scene, text, strlen(text) + 1) : NULL;
}

static const double *copy_points(Scene *scene, const double *xy, Index n, double dx, double dy,
                                 double scale) {
    double *to = copy_bytes(scene, xy, (size_t)n * sizeof *xy);
    if (to)
        for (Index i = 0; i < n; i++) to[i] = to[i] * scale + ((i & 1) ? dy : dx);
    return to;
}

static void embed_item(Scene *to, const SceneItem *from, double dx, double dy, double scale) {
    SceneItem *item = scene_add(to, from->kind);
    if (!item) return;
    SceneItem copy = *from;
    copy.path.commands = copy_bytes(to, from->path.commands, (size_t)from->path.n_commands);
    copy.path.points = copy_points(to, from->path.points, from->path.n_points, dx, dy, scale);
    copy.line_width = (float)(from->line_width * scale);
    if (from->n_dash) {
        float *dash = copy_bytes(to, from->dash, (size_t)from->n_dash * sizeof *dash);
        for (int i = 0; dash && i < from->n_dash; i++) dash[i] = (float)(dash[i] * scale);
        copy.dash = dash;
    }
    copy.x = from->x * scale + dx;
    copy.y = from->y * scale + dy;
    copy.width = from->width * scale;
    copy.height = from->height * scale;
    copy.text = copy_text(to, from->text);
    copy.font.family = copy_text(to, from->font.family);
    copy.font.size_pt = (float)(from->font.size_pt * scale);
    copy.font_file = copy_text(to, from->font_file);
    copy.glyphs = copy_bytes(to, from->glyphs, (size_t)from->n_glyphs * sizeof *from->glyphs);
    copy.glyph_xy = copy_points(to, from->glyph_xy, from->n_glyphs * 2, 0, 0, scale);
    copy.pixels =
        copy_bytes(to, from->pixels, (size_t)(from->pixel_width * from->pixel_height * 4));
    copy.id = copy_text(to, from->id);
    copy.role = copy_text(to, from->role);
    copy.mesh_xy = copy_points(to, from->mesh_xy, from->n_triangles * 6, dx, dy, scale);
    copy.mesh_color =
        copy_bytes(to, from->mesh_color, (size_t)from->n_triangles * 3 * sizeof(Color));
    *item = copy;
}

void scene_embed(Scene *to, const Scene *from, double dx, double dy, double scale) {
    if (from->failed) to->failed = true;
    for (Index i = 0; i < from->n_items && !to->failed; i++)
        embed_item(to, &from->items[i], dx, dy, scale);
}

// ---- paths -------------------------------------------------------------------------------------
void path_begin(PathBuilder *b, Scene *scene) {
    memset(b, 0, sizeof *b);
    b->scene = scene;
}

// Arenas cannot resize: growing takes a block twice as large and copies.
static bool path_room(PathBuilder *b, Index n_points) {
    if (b->scene->failed) return false;
    if (b->n_commands + 1 > b->cap_commands) {
        Index cap = b->cap_commands ? b->cap_commands * 2 : 8;
        char *commands = arena_alloc(b->scene->arena, (size_t)cap);
        if (!commands) goto fail;
        if (b->n_commands) memcpy(commands, b->commands, (size_t)b->n_commands);
        b->commands = commands;
        b->cap_commands = cap;
    }
    if (b->n_points + n_points > b->cap_points) {
        Index cap = b->cap_points ? b->cap_points * 2 : 16;
        double *points = arena_alloc(b->scene->arena, (size_t)cap * sizeof *points);
        if (!points) goto fail;
        if (b->n_points) memcpy(points, b->points, (size_t)b->n_points * sizeof *points);
        b->points = points;
        b->cap_points = cap;
    }
    return true;
fail:
    b->scene->failed = true;
    return false;
}

void path_move(PathBuilder *b, double x, double y) {
    if (!path_room(b, 2)) return;
    b->commands[b->n_commands++] = 'M';
    b->points[b->n_points++] = x;
    b->points[b->n_points++] = y;
}

void path_line(PathBuilder *b, double x, double y) {
    if (!path_room(b, 2)) return;
    b->commands[b->n_commands++] = 'L';
    b->points[b->n_points++] = x;
    b->points[b->n_points++] = y;
}

void path_curve(PathBuilder *b, double x1, double y1, double x2, double y2, double x, double y) {
    if (!path_room(b, 6)) return;
    b->commands[b->n_commands++] = 'C';
    double *p = b->points + b->n_points;
    p[0] = x1, p[1] = y1, p[2] = x2, p[3] = y2, p[4] = x, p[5] = y;
    b->n_points += 6;
}

void path_close(PathBuilder *b) {
    if (path_room(b, 0)) b->commands[b->n_commands++] = 'Z';
}

void path_rect(PathBuilder *b, double x, double y, double width, double height) {
    path_move(b, x, y);
    path_line(b, x + width, y);
    path_line(b, x + width, y + height);
    path_line(b, x, y + height);
    path_close(b);
}

ScenePath path_end(PathBuilder *b) {
    return (ScenePath){b->commands, b->n_commands, b->points, b->n_points};
}

// ---- text form ---------------------------------------------------------------------------------
static void dump_number(Buf *out, double x) {
    double rounded = round(x * 10) / 10;
    if (rounded == 0) rounded = 0; // no "-0.0"
    buf_printf(out, " %.1f", rounded);
}

static int byte_of(float x) {
    return (int)lroundf(fminf(fmaxf(x, 0), 1) * 255);
}

static void dump_color(Buf *out, const char *word, Color c) {
    buf_printf(out, " %s #%02x%02x%02x", word, byte_of(c.r), byte_of(c.g), byte_of(c.b));
    if (byte_of(c.a) != 255) buf_printf(out, "%02x", byte_of(c.a));
}

static void dump_path(Buf *out, const ScenePath *path) {
    const double *p = path->points;
    for (Index i = 0; i < path->n_commands; i++) {
        char c = path->commands[i];
        buf_printf(out, " %c", c);
        int n = c == 'C' ? 6 : c == 'Z' ? 0 : 2;
        for (int k = 0; k < n; k++) dump_number(out, *p++);
    }
}

static void dump_text(Buf *out, const char *text) {
    buf_puts(out, " \"");
    for (const char *t = text ? text : ""; *t; t++) {
        if (*t == '\n')
            buf_puts(out, "\\n");
        else if (*t == '"' || *t == '\\')
            buf_putc(out, '\\'), buf_putc(out, *t);
        else
            buf_putc(out, *t);
    }
    buf_putc(out, '"');
}

static void dump_paint(Buf *out, const SceneItem *item) {
    if (item->fill) dump_color(out, item->even_odd ? "fill-even-odd" : "fill", item->fill_color);
    if (!item->stroke) return;
    dump_color(out, "stroke", item->stroke_color);
    buf_puts(out, " width");
    dump_number(out, item->line_width);
    if (item->n_dash) {
        buf_puts(out, " dash");
        for (int i = 0; i < item->n_dash; i++) dump_number(out, item->dash[i]);
    }
}

static void dump_numbers(Buf *out, const double *values, int n) {
    for (int i = 0; i < n; i++) dump_number(out, values[i]);
}

// A short fingerprint of pixels and meshes, so that a changed picture changes the text.
static uint32_t fingerprint(const void *bytes, size_t n_bytes) {
    const uint8_t *p = bytes;
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n_bytes; i++) h = (h ^ p[i]) * 16777619u;
    return h;
}

static void dump_mesh(Buf *out, const SceneItem *item) {
    buf_printf(out, "mesh %lld", (long long)item->n_triangles);
    Index shown = item->n_triangles < 2 ? item->n_triangles : 2;
    dump_numbers(out, item->mesh_xy, (int)shown * 6);
    for (Index i = 0; i < shown * 3; i++) dump_color(out, "", item->mesh_color[i]);
}

static void dump_item(Buf *out, const SceneItem *item) {
    double at[4] = {item->x, item->y, item->width, item->height};
    switch (item->kind) {
    case SCENE_PATH:
        buf_puts(out, "path");
        dump_paint(out, item);
        dump_path(out, &item->path);
        break;
    case SCENE_TEXT:
        buf_puts(out, "text");
        dump_numbers(out, at, 2);
        if (item->angle != 0)
            buf_puts(out, " angle"), dump_number(out, item->angle * 180 / 3.14159265358979);
        buf_printf(out, " %s %.1f%s%s", item->font.family ? item->font.family : "Helvetica",
                   (double)item->font.size_pt, item->font.bold ? " bold" : "",
                   item->font.italic ? " italic" : "");
        dump_color(out, "color", item->color);
        dump_text(out, item->text);
        break;
    case SCENE_GLYPHS:
        buf_puts(out, "glyphs");
        dump_numbers(out, at, 2);
        buf_printf(out, " size %.1f n %lld", (double)item->font.size_pt, (long long)item->n_glyphs);
        dump_color(out, "color", item->color);
        dump_text(out, item->text);
        break;
    case SCENE_IMAGE:
        buf_puts(out, "image");
        dump_numbers(out, at, 4);
        buf_printf(out, " %lldx%lld %08x%s", (long long)item->pixel_width,
                   (long long)item->pixel_height,
                   fingerprint(item->pixels, (size_t)(item->pixel_width * item->pixel_height * 4)),
                   item->smooth ? " smooth" : "");
        break;
    case SCENE_CLIP_PUSH: buf_puts(out, "clip"), dump_path(out, &item->path); break;
    case SCENE_CLIP_POP: buf_puts(out, "end clip"); break;
    case SCENE_GROUP_BEGIN:
        buf_printf(out, "group %s %s", item->role ? item->role : "-", item->id ? item->id : "-");
        if (item->text) dump_text(out, item->text);
        break;
    case SCENE_GROUP_END: buf_puts(out, "end group"); break;
    case SCENE_LINK:
        buf_puts(out, "link");
        dump_numbers(out, at, 4);
        dump_text(out, item->id);
        break;
    case SCENE_ANCHOR:
        buf_printf(out, "anchor %d", item->level);
        dump_numbers(out, at, 2);
        dump_text(out, item->id);
        dump_text(out, item->text);
        break;
    case SCENE_MESH: dump_mesh(out, item); break;
    }
    buf_putc(out, '\n');
}

void scene_dump(const Scene *scene, Buf *out) {
    buf_puts(out, "scene");
    dump_number(out, scene->width);
    dump_number(out, scene->height);
    if (scene->background.a > 0) dump_color(out, "background", scene->background);
    buf_putc(out, '\n');
    for (Index i = 0; i < scene->n_items; i++) dump_item(out, &scene->items[i]);
}
