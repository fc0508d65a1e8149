// doc/writers/paginate.c: the strip cut into pages. Rows tied by keep_next move together; a chain
// taller than a page is cut where it must be. Then every page copies its rows, draws the boxes
// behind code, the running header and the page number.
#include "base/vec.h"
#include "doc/writers/flow.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double box_pad = 6;
static const Color box_color = {0.957f, 0.961f, 0.969f, 1}, grey = {0.45f, 0.47f, 0.51f, 1},
                   rule_color = {0.82f, 0.84f, 0.87f, 1};

/// Where a row went.
typedef struct Place {
    Index page;
    double y;     // top, from the top of the text area
    double scale; // of pictures, 1 for all else
} Place;

typedef struct Pager {
    Flow *flow;
    const PageStyle *style;
    Place *places; // one for each row
    Index page;
    double y, room; // used and usable height of the page
} Pager;

static double row_space(const Pager *p, Index row, bool top) {
    const FlowRow *r = &p->flow->rows[row];
    if (top)
        return r->box ? box_pad : 0; // space above falls away, but not the padding of a code box
    return r->space_before;
}

/// Padding below the last row of a box.
static double row_tail(const Pager *p, Index row) {
    const FlowRow *r = &p->flow->rows[row];
    bool last = row + 1 == p->flow->n_rows || p->flow->rows[row + 1].box != r->box;
    return r->box && last ? box_pad + 3 : 0;
}

static void new_page(Pager *p) {
    p->page++;
    p->y = 0;
}

static void put_row(Pager *p, Index row, double scale) {
    p->y += row_space(p, row, p->y == 0);
    p->places[row] = (Place){p->page, p->y, scale};
    p->y += p->flow->rows[row].height * scale + row_tail(p, row);
}

static double range_height(const Pager *p, Index first, Index last, bool top) {
    double h = 0;
    for (Index i = first; i <= last; i++) {
        h += row_space(p, i, top && h == 0) + p->flow->rows[i].height + row_tail(p, i);
        if (p->flow->rows[i].height == 0 && top && h == 0) continue;
    }
    return h;
}

static void place_rows(Pager *p) {
    Index n = p->flow->n_rows;
    for (Index i = 0; i < n;) {
        Index last = i;
        while (last + 1 < n && p->flow->rows[last].keep_next) last++;
        double slack = 0.01, scale = 1, over = p->y + range_height(p, i, last, p->y == 0) - p->room;
        const FlowRow *picture = &p->flow->rows[last];
        if (over > 0 && p->y > 0 && over <= picture->height * (1 - picture->least_scale) &&
            picture->least_scale > 0) {
            scale = 1 - (over + 0.1) /
                            picture->height; // a smaller picture rather than a half empty page
        } else if (over > slack) {
            bool fits_alone = range_height(p, i, last, true) <= p->room + slack;
            // A chain that no page holds starts here if its first rows do.
            double head = range_height(
                p, i, fmin((double)last, (double)i + 2) < (double)last ? i + 2 : last, p->y == 0);
            if (p->y > 0 && (fits_alone || p->y + head > p->room)) new_page(p);
        }
        for (; i <= last; i++) {
            double own = i == last ? scale : 1,
                   need = row_space(p, i, p->y == 0) + p->flow->rows[i].height * own;
            if (p->y > 0 && p->y + need > p->room + slack) new_page(p);
            put_row(p, i, own);
        }
    }
}

// ---- drawing ----------------------------------------------------------------------------------

static void draw_boxes(const Pager *p, Scene *scene, Index first, Index end, double left,
                       double top) {
    for (Index i = first; i < end;) {
        int box = p->flow->rows[i].box;
        Index stop = i + 1;
        while (stop < end && p->flow->rows[stop].box == box) stop++;
        if (box) {
            double y = p->places[i].y - box_pad + 1,
                   bottom = p->places[stop - 1].y + p->flow->rows[stop - 1].height + box_pad - 1;
            draw_rect(scene, left, top + y, p->flow->width, bottom - y, 3, box_color);
        }
        i = stop;
    }
}

static void begin_group(Flow *f, Scene *scene, const FlowRow *row) {
    SceneItem *item = scene_add(scene, SCENE_GROUP_BEGIN);
    if (!item) return;
    item->role = row->role;
    if (row->alt && scene->arena) item->text = arena_dup(scene->arena, row->alt, strlen(row->alt));
    (void)f;
}

static void copy_row(const Pager *p, Scene *scene, Index index, double left, double top) {
    const FlowRow *row = &p->flow->rows[index];
    Scene part = *p->flow->strip;
    part.items += row->first;
    part.n_items = row->n;
    double scale = p->places[index].scale;
    scene_embed(scene, &part, left + (1 - scale) * p->flow->width / 2, top + p->places[index].y,
                scale);
}

/// "……… 3" at the right of a contents entry.
static void draw_target(const Pager *p, Scene *scene, Index index, double left, double top) {
    Flow *f = p->flow;
    const FlowRow *row = &f->rows[index];
    for (Index i = 0; i < f->n_rows; i++) {
        if (f->rows[i].block != row->target) continue;
        char number[24], link[40];
        snprintf(number, sizeof number, "%d", (int)p->places[i].page + 1);
        snprintf(link, sizeof link, "#block-%d", (int)row->target);
        double width = text_measure(&f->style.body, number, strlen(number)).width;
        double y = top + p->places[index].y;
        draw_text(f, scene, &f->style.body, number, left + f->width - width,
                  y + 0.735 * row->height, width, grey);
        draw_link(scene, link, left, y, f->width, row->height);
        return;
    }
}

static void draw_margins(const Pager *p, Scene *scene, Index page, Index n_pages) {
    const PageStyle *s = p->style;
    FontSpec font = p->flow->style.heading;
    font.size_pt = 8.5;
    char number[64];
    snprintf(number, sizeof number, "%d / %d", (int)page + 1, (int)n_pages);
    double width = text_measure(&font, number, strlen(number)).width;
    draw_text(p->flow, scene, &font, number, (s->width - width) / 2, s->height - 0.55 * s->margin,
              width, grey);
    if (page == 0 || !s->title || !*s->title) return;
    Buf title = BUF_INIT; // shortened to what fits
    buf_puts(&title, s->title);
    double room = s->width - 2 * s->margin;
    double title_width = text_measure(&font, buf_text(&title), title.len).width;
    while (title.len > 4 && title_width > room) {
        size_t cut = title.len - 4;
        while (cut > 0 && ((unsigned char)title.data[cut] & 0xC0) == 0x80) cut--;
        title.data[cut] = 0;
        title.len = cut;
        buf_puts(&title, "…");
        title_width = text_measure(&font, buf_text(&title), title.len).width;
    }
    draw_text(p->flow, scene, &font, buf_text(&title), s->margin, 0.62 * s->margin, title_width,
              grey);
    draw_rect(scene, s->margin, 0.62 * s->margin + 5, room, 0.5, 0, rule_color);
    buf_done(&title);
}

static void draw_page(const Pager *p, Scene *scene, Index page, Index n_pages, Index first,
                      Index end) {
    double left = p->style->margin, top = p->style->margin;
    draw_boxes(p, scene, first, end, left, top);
    bool open = false;
    for (Index i = first; i < end; i++) {
        const FlowRow *row = &p->flow->rows[i];
        bool starts = row->group && (i == first || p->flow->rows[i - 1].group != row->group);
        if (starts && row->role) {
            begin_group(p->flow, scene, row);
            open = true;
        }
        copy_row(p, scene, i, left, top);
        bool ends = i + 1 == end || p->flow->rows[i + 1].group != row->group;
        if (ends && open) {
            scene_add(scene, SCENE_GROUP_END);
            open = false;
        }
        if (row->target >= 0) draw_target(p, scene, i, left, top);
    }
    draw_margins(p, scene, page, n_pages);
}

Status flow_paginate(Flow *f, const PageStyle *style, Scene ***ret, Index *ret_n) {
    Pager p = {.flow = f, .style = style, .room = style->height - 2 * style->margin};
    p.places = mem_alloc_zero((size_t)(f->n_rows + 1) * sizeof *p.places);
    if (!p.places) return ctx_fail_nomem(f->ctx);
    place_rows(&p);
    Index n = p.page + 1;
    Scene **pages = mem_alloc_zero((size_t)n * sizeof *pages);
    Status status = pages ? OK : ctx_fail_nomem(f->ctx);
    Index first = 0;
    for (Index k = 0; k < n && status == OK; k++) {
        Index end = first;
        while (end < f->n_rows && p.places[end].page == k) end++;
        pages[k] = scene_new(style->width, style->height);
        if (pages[k]) {
            pages[k]->background = (Color){1, 1, 1, 1};
            draw_page(&p, pages[k], k, n, first, end);
        }
        if (!pages[k] || pages[k]->failed) status = ctx_fail_nomem(f->ctx);
        if (status == OK) status = ctx_check_stop(f->ctx);
        first = end;
    }
    mem_free(p.places);
    if (status != OK) {
        for (Index k = 0; pages && k < n; k++) scene_free(pages[k]);
        mem_free(pages);
        return status;
    }
    *ret = pages;
    *ret_n = n;
    return OK;
}
