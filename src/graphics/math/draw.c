// graphics/math/draw.c: the entries of graphics/math.h. The boxes are flattened once into glyph
// runs, rules and strokes with places relative to the baseline's left end; drawing only turns and
// moves them.
#include "graphics/math/internal.h"
#include <math.h>
#include <string.h>

typedef enum PieceKind { PIECE_GLYPHS, PIECE_RULE, PIECE_STROKE, PIECE_TEXT } PieceKind;
/// Glyphs of one face, size and colour; or one rule (x, y, width, height), stroke (x, y to x2, y2,
/// thickness) or text.
typedef struct Piece {
    struct Piece *next;
    PieceKind kind;
    MathFace face;
    double size, x, y, x2, y2;
    Color color;
    bool has_color;
    const char *text;
    uint32_t *glyphs;
    double *xy;
    Index n, cap;
} Piece;

struct MathLayout {
    Arena *arena;
    Piece *first, *last;
    Piece *ground; // last coloured rule: later glyphs go over it, into runs of their own
    const char *source;
    MathBox box;
};

typedef struct Ink {
    Color color;
    bool has_color;
} Ink;

static Piece *add_piece(Layouter *l, MathLayout *m, PieceKind kind, Ink ink) {
    Piece *piece = arena_alloc(m->arena, sizeof *piece);
    if (!piece) {
        if (l->status == OK) l->status = ctx_fail_nomem(l->ctx);
        return NULL;
    }
    piece->kind = kind;
    piece->color = ink.color;
    piece->has_color = ink.has_color;
    if (m->last)
        m->last->next = piece;
    else
        m->first = piece;
    m->last = piece;
    return piece;
}

static bool same_ink(const Piece *p, Ink ink) {
    if (p->has_color != ink.has_color) return false;
    return !ink.has_color || !memcmp(&p->color, &ink.color, sizeof ink.color);
}

static void add_glyph(Layouter *l, MathLayout *m, const Box *box, double x, double y, Ink ink) {
    Piece *piece = m->ground ? m->ground : m->first;
    while (piece && !(piece->kind == PIECE_GLYPHS && piece->face == box->face &&
                      piece->size == box->size && same_ink(piece, ink)))
        piece = piece->next;
    if (!piece) piece = add_piece(l, m, PIECE_GLYPHS, ink);
    if (!piece) return;
    piece->face = box->face;
    piece->size = box->size;
    if (piece->n == piece->cap) {
        Index cap = piece->cap ? 2 * piece->cap : 16;
        uint32_t *glyphs = arena_alloc(m->arena, (size_t)cap * sizeof *glyphs);
        double *xy = arena_alloc(m->arena, (size_t)cap * 2 * sizeof *xy);
        if (!glyphs || !xy) {
            if (l->status == OK) l->status = ctx_fail_nomem(l->ctx);
            return;
        }
        if (piece->n) {
            memcpy(glyphs, piece->glyphs, (size_t)piece->n * sizeof *glyphs);
            memcpy(xy, piece->xy, (size_t)piece->n * 2 * sizeof *xy);
        }
        piece->glyphs = glyphs;
        piece->xy = xy;
        piece->cap = cap;
    }
    piece->glyphs[piece->n] = box->glyph;
    piece->xy[2 * piece->n] = x;
    piece->xy[2 * piece->n + 1] = y;
    piece->n++;
}

static void flatten(Layouter *l, MathLayout *m, const Box *box, double x, double y, Ink ink) {
    x += box->x;
    y += box->y;
    if (box->has_color) ink = (Ink){box->color, true};
    Piece *piece = NULL;
    switch (box->kind) {
    case BOX_GLYPH: add_glyph(l, m, box, x, y, ink); break;
    case BOX_RULE:
        if ((piece = add_piece(l, m, PIECE_RULE, ink))) {
            piece->x = x;
            piece->y = y - box->ascent;
            piece->x2 = x + box->width;
            piece->y2 = y;
            if (box->has_color) m->ground = piece;
        }
        break;
    case BOX_STROKE:
        if ((piece = add_piece(l, m, PIECE_STROKE, ink))) {
            piece->x = x;
            piece->y = y;
            piece->x2 = x + box->x2;
            piece->y2 = y + box->y2;
            piece->size = box->size;
        }
        break;
    case BOX_TEXT:
        if ((piece = add_piece(l, m, PIECE_TEXT, ink))) {
            piece->x = x;
            piece->y = y;
            piece->x2 = x + box->width;
            piece->size = box->size;
            piece->text = arena_dup(m->arena, box->text, strlen(box->text));
            if (!piece->text && l->status == OK) l->status = ctx_fail_nomem(l->ctx);
        }
        break;
    case BOX_LIST:
        for (const Box *child = box->child; child && l->status == OK; child = child->next)
            flatten(l, m, child, x, y, ink);
    }
}

static Status build(Ctx *ctx, Arena *tree, const MathNode *root, const char *source, size_t n,
                    double size, int level, MathLayout **ret) {
    MathLayout *m = mem_alloc_zero(sizeof *m);
    if (!m) return ctx_fail_nomem(ctx);
    m->arena = arena_new();
    m->source = m->arena ? arena_dup(m->arena, source, n) : NULL;
    Layouter l = {.ctx = ctx,
                  .arena = tree,
                  .size = size,
                  .whole = size,
                  .math = math_font(FACE_MATH),
                  .status = OK};
    if (!m->source) l.status = ctx_fail_nomem(ctx);
    Box *box = l.status == OK ? layout_row(&l, root, (MathStyle){level, false}) : NULL;
    if (box) {
        flatten(&l, m, box, 0, 0, (Ink){0});
        m->box = (MathBox){box->width, box->ascent, box->descent};
    }
    if (l.status != OK) {
        math_free(m);
        return l.status;
    }
    *ret = m;
    return OK;
}

/// Parses and lays out; `text` reads the source as text with $…$.
static Status typeset(Ctx *ctx, const char *tex, size_t n, double size, int level, bool text,
                      MathFace face, MathLayout **ret, char **ret_note) {
    if (n > MATH_MAX_BYTES)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:math:size", "Equation is longer than %d bytes.",
                        MATH_MAX_BYTES);
    if (!math_font(FACE_MATH)->font)
        return ctx_fail(ctx, ERR_IO, "Gradus:math:noFont",
                        "No font for mathematics was found. Install Latin Modern Math (package "
                        "fonts-lmodern).");
    if (!(size > 0.1)) size = 0.1;
    if (size > 2000) size = 2000;
    Arena *arena = arena_new();
    if (!arena) return ctx_fail_nomem(ctx);
    MathParser p = {.ctx = ctx,
                    .arena = arena,
                    .start = tex,
                    .at = tex,
                    .end = tex + n,
                    .note = BUF_INIT,
                    .status = OK};
    MathNode *root = text ? math_parse_text(&p, face, true) : math_parse_formula(&p);
    Status status = p.status;
    if (status == OK && p.note.failed) status = ctx_fail_nomem(ctx);
    if (status == OK) status = build(ctx, arena, root, tex, n, size, level, ret);
    if (status == OK && ret_note) *ret_note = p.note.len ? buf_take(&p.note) : NULL;
    buf_done(&p.note);
    arena_free(arena);
    return status;
}

Status math_layout(Ctx *ctx, const char *tex, size_t n_bytes, double size_pt, bool display,
                   MathLayout **ret, char **ret_note) {
    return typeset(ctx, tex, n_bytes, size_pt, display ? 0 : 1, false, FACE_ROMAN, ret, ret_note);
}

Status math_text_layout(Ctx *ctx, const char *text, size_t n_bytes, double size_pt, bool bold,
                        MathLayout **ret) {
    return typeset(ctx, text, n_bytes, size_pt, 1, true, bold ? FACE_BOLD : FACE_ROMAN, ret, NULL);
}

MathBox math_box(const MathLayout *layout) {
    return layout->box;
}

void math_free(MathLayout *layout) {
    if (!layout) return;
    arena_free(layout->arena);
    mem_free(layout);
}

// ---- drawing ----------------------------------------------------------------------------------

typedef struct Place {
    Scene *scene;
    double x, y, angle, c, s;
} Place;

static double at_x(const Place *p, double x, double y) {
    return p->x + x * p->c + y * p->s;
}
static double at_y(const Place *p, double x, double y) {
    return p->y - x * p->s + y * p->c;
}

static void draw_glyphs(const Place *p, const Piece *piece, const char *text, Color color) {
    Arena *arena = p->scene->arena;
    SceneItem *item = scene_add(p->scene, SCENE_GLYPHS);
    uint32_t *glyphs = item ? arena_alloc(arena, (size_t)piece->n * sizeof *glyphs) : NULL;
    double *xy = item ? arena_alloc(arena, (size_t)piece->n * 2 * sizeof *xy) : NULL;
    const char *file = math_font(piece->face)->file;
    if (!glyphs || !xy) {
        p->scene->failed = true;
        return;
    }
    memcpy(glyphs, piece->glyphs, (size_t)piece->n * sizeof *glyphs);
    memcpy(xy, piece->xy, (size_t)piece->n * 2 * sizeof *xy);
    item->x = p->x;
    item->y = p->y;
    item->angle = p->angle;
    item->color = color;
    item->font_file = arena_dup(arena, file, strlen(file));
    item->font.size_pt = piece->size;
    item->text = arena_dup(arena, text, strlen(text));
    item->glyphs = glyphs;
    item->glyph_xy = xy;
    item->n_glyphs = piece->n;
    if (!item->font_file || !item->text) p->scene->failed = true;
}

static void draw_rule(const Place *p, const Piece *r, Color color) {
    SceneItem *item = scene_add(p->scene, SCENE_PATH);
    if (!item) return;
    PathBuilder b;
    path_begin(&b, p->scene);
    path_move(&b, at_x(p, r->x, r->y), at_y(p, r->x, r->y));
    if (r->kind == PIECE_STROKE) {
        path_line(&b, at_x(p, r->x2, r->y2), at_y(p, r->x2, r->y2));
        item->stroke = true;
        item->stroke_color = color;
        item->line_width = (float)r->size;
    } else {
        path_line(&b, at_x(p, r->x2, r->y), at_y(p, r->x2, r->y));
        path_line(&b, at_x(p, r->x2, r->y2), at_y(p, r->x2, r->y2));
        path_line(&b, at_x(p, r->x, r->y2), at_y(p, r->x, r->y2));
        path_close(&b);
        item->fill = true;
        item->fill_color = color;
    }
    item->path = path_end(&b);
}

static void draw_text(const Place *p, const Piece *piece, Color color) {
    SceneItem *item = scene_add(p->scene, SCENE_TEXT);
    char *text = item ? arena_dup(p->scene->arena, piece->text, strlen(piece->text)) : NULL;
    if (!text) {
        p->scene->failed = true;
        return;
    }
    item->text = text;
    item->font = (FontSpec){"Times", piece->size, false, false};
    item->x = at_x(p, piece->x, piece->y);
    item->y = at_y(p, piece->x, piece->y);
    item->angle = p->angle;
    item->width = piece->x2 - piece->x;
    item->color = color;
}

void math_draw(const MathLayout *m, Scene *scene, double x, double y, double angle, Color color) {
    Place place = {scene, x, y, angle, cos(angle), sin(angle)};
    const char *source =
        m->source; // goes with the first run only, so that it is copied out of a PDF once
    for (const Piece *piece = m->first; piece && !scene->failed; piece = piece->next) {
        Color ink = piece->has_color ? piece->color : color;
        switch (piece->kind) {
        case PIECE_GLYPHS:
            draw_glyphs(&place, piece, source, ink);
            source = " ";
            break;
        case PIECE_TEXT: draw_text(&place, piece, ink); break;
        case PIECE_RULE:
        case PIECE_STROKE: draw_rule(&place, piece, ink); break;
        }
    }
}
