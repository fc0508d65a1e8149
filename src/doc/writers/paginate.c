// doc/writers/paginate.c: the strip cut into pages. All breaks are chosen together (dynamic
// programming over the rows, as lines of a paragraph are): empty space, cut boxes, torn chains and
// shrunk pictures each have a price. Then every page copies its rows, draws the boxes behind code,
// the running header and the page number.
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
    Index n_pages;
    double room; // usable height of a page
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

static bool is_picture(const FlowRow *row) {
    return row->least_scale > 0 && row->least_scale < 1;
}

/// Height of the rows that are repeated when `row` begins a page.
static double head_height(const Pager *p, Index row) {
    const FlowRow *r = &p->flow->rows[row];
    double h = 0;
    for (Index i = 0; i < r->n_head; i++) h += p->flow->rows[r->head + i].height;
    return h;
}

/// Padding that a box needs when the page ends after this row, in the middle of the box.
static double cut_tail(const Pager *p, Index row) {
    return p->flow->rows[row].box && row_tail(p, row) == 0 ? box_pad : 0;
}

/// How bad a page is that holds rows of height `used`, pictures shrunk by `shrink` (0 … 1 of what
/// they allow), and ends after row `last`. A little empty space is free; of more, the first part is
/// the dearest, so that one page ends early (before a figure, say) rather than several.
static double page_cost(const Pager *p, double used, double shrink, Index last) {
    const FlowRow *row = &p->flow->rows[last];
    double cost = 12 + 14 * shrink * shrink, empty = fmax(0, 1 - used / p->room),
           gap = fmax(0, empty - 0.06);
    if (last + 1 == p->flow->n_rows) return cost + (empty > 0.85 ? 6 : 0);
    bool in_box = row->box && p->flow->rows[last + 1].box == row->box;
    bool in_group = row->group && p->flow->rows[last + 1].group == row->group;
    return cost + 60 * gap / (gap + 0.3) + row->break_cost +
           (row->keep_next ? 60
            : in_box       ? 4
            : in_group     ? 1
                           : 0);
}

/// The cheapest way to get to a row.
typedef struct Node {
    double cost, shrink;
    Index from;
} Node;

/// Tries all pages that begin with row `first`.
static void try_pages(const Pager *p, Node *nodes, Index first) {
    double y = head_height(p, first), flex = 0;
    for (Index i = first; i < p->flow->n_rows; i++) {
        const FlowRow *row = &p->flow->rows[i];
        y += row_space(p, i, y == 0) + row->height + row_tail(p, i);
        if (is_picture(row)) flex += row->height * (1 - row->least_scale);
        double over = y + cut_tail(p, i) - p->room - 0.01,
               shrink = over > 0 && flex > 0 ? over / flex : 0;
        bool fits = over <= 0 || shrink <= 1,
             forced = i == first; // a row that no page holds stands alone
        if (flex <= 0 && over > 0) fits = false;
        if (!fits && !forced) {
            // More rows only help when a picture among them gives way.
            if (over > p->room) return;
            continue;
        }
        double cost = nodes[first].cost + (fits ? page_cost(p, fmin(y, p->room), shrink, i) : 1000);
        if (cost < nodes[i + 1].cost) nodes[i + 1] = (Node){cost, fits ? shrink : 1, first};
    }
}

/// Places the rows first … end-1 on the next page.
static void put_page(Pager *p, Index page, Index first, Index end, double shrink) {
    double y = head_height(p, first);
    for (Index i = first; i < end; i++) {
        const FlowRow *row = &p->flow->rows[i];
        double scale = is_picture(row) ? 1 - shrink * (1 - row->least_scale) : 1;
        y += row_space(p, i, y == 0);
        p->places[i] = (Place){page, y, scale};
        y += row->height * scale + row_tail(p, i);
    }
}

/// Chooses all page breaks together: the sum of the costs of all pages is least.
static Status place_rows(Pager *p) {
    Index n = p->flow->n_rows;
    Node *nodes = mem_alloc((size_t)(n + 1) * sizeof *nodes);
    Index *breaks = mem_alloc((size_t)(n + 1) * sizeof *breaks), count = 0;
    Status status = nodes && breaks ? OK : ctx_fail_nomem(p->flow->ctx);
    for (Index i = 0; status == OK && i <= n; i++) nodes[i] = (Node){.cost = i ? HUGE_VAL : 0};
    for (Index i = 0; status == OK && i < n; i++) {
        if (nodes[i].cost < HUGE_VAL) try_pages(p, nodes, i);
        if ((i & 63) == 0) status = ctx_check_stop(p->flow->ctx);
    }
    for (Index i = n; status == OK && i > 0; i = nodes[i].from) breaks[count++] = i;
    Index first = 0;
    for (Index k = count, page = 0; status == OK && k-- > 0; page++) {
        put_page(p, page, first, breaks[k], nodes[breaks[k]].shrink);
        first = breaks[k];
        p->n_pages = page + 1;
    }
    if (p->n_pages == 0) p->n_pages = 1;
    mem_free(nodes);
    mem_free(breaks);
    return status;
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

static void begin_group(Scene *scene, const char *role, const char *alt) {
    SceneItem *item = scene_add(scene, SCENE_GROUP_BEGIN);
    if (!item) return;
    item->role = role;
    if (alt && scene->arena) item->text = arena_dup(scene->arena, alt, strlen(alt));
}

static void copy_row_to(const Pager *p, Scene *scene, Index index, double left, double top,
                        double scale) {
    const FlowRow *row = &p->flow->rows[index];
    Scene part = *p->flow->strip;
    part.items += row->first;
    part.n_items = row->n;
    scene_embed(scene, &part, left + (1 - scale) * p->flow->width / 2, top, scale);
}

static void copy_row(const Pager *p, Scene *scene, Index index, double left, double top) {
    copy_row_to(p, scene, index, left, top + p->places[index].y, p->places[index].scale);
}

/// The rows repeated above the first row of a page.
static void copy_head(const Pager *p, Scene *scene, Index index, double left, double top) {
    const FlowRow *row = &p->flow->rows[index];
    for (Index i = 0; i < row->n_head; i++) {
        copy_row_to(p, scene, row->head + i, left, top, 1);
        top += p->flow->rows[row->head + i].height;
    }
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
    double room = s->width - 2 * s->margin;
    draw_rect(scene, s->margin, 0.62 * s->margin + 5, room, 0.5, 0, rule_color);
    if (s->date && *s->date) {
        double date_width = text_measure(&font, s->date, strlen(s->date)).width;
        draw_text(p->flow, scene, &font, s->date, s->width - s->margin - date_width,
                  0.62 * s->margin, date_width, grey);
        room -= date_width + 20;
    }
    Buf title = BUF_INIT; // shortened to what fits
    buf_puts(&title, s->title);
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
    buf_done(&title);
}

static void end_group(Scene *scene, bool *open) {
    if (*open) scene_add(scene, SCENE_GROUP_END);
    *open = false;
}

static void draw_page(const Pager *p, Scene *scene, Index page, Index first, Index end) {
    double left = p->style->margin, top = p->style->margin;
    const FlowRow *rows = p->flow->rows;
    draw_boxes(p, scene, first, end, left, top);
    bool open = false, outer_open = false;
    for (Index i = first; i < end; i++) {
        const FlowRow *row = &rows[i];
        bool starts = row->group && (i == first || rows[i - 1].group != row->group);
        if (row->outer && (i == first || rows[i - 1].outer != row->outer)) {
            begin_group(scene, row->outer_role, row->outer_alt);
            outer_open = true;
        }
        if (starts && row->role) {
            begin_group(scene, row->role, row->alt);
            open = true;
        }
        if (i == first) copy_head(p, scene, i, left, top);
        copy_row(p, scene, i, left, top);
        if (i + 1 == end || rows[i + 1].group != row->group) end_group(scene, &open);
        if (i + 1 == end || rows[i + 1].outer != row->outer) end_group(scene, &outer_open);
        if (row->target >= 0) draw_target(p, scene, i, left, top);
    }
    draw_margins(p, scene, page, p->n_pages);
}

Status flow_paginate(Flow *f, const PageStyle *style, Scene ***ret, Index *ret_n) {
    Pager p = {.flow = f, .style = style, .room = style->height - 2 * style->margin};
    p.places = mem_alloc_zero((size_t)(f->n_rows + 1) * sizeof *p.places);
    if (!p.places) return ctx_fail_nomem(f->ctx);
    Status status = place_rows(&p);
    Index n = p.n_pages;
    Scene **pages = mem_alloc_zero((size_t)n * sizeof *pages);
    if (status == OK && !pages) status = ctx_fail_nomem(f->ctx);
    Index first = 0;
    for (Index k = 0; k < n && status == OK; k++) {
        Index end = first;
        while (end < f->n_rows && p.places[end].page == k) end++;
        pages[k] = scene_new(style->width, style->height);
        if (pages[k]) {
            pages[k]->background = (Color){1, 1, 1, 1};
            draw_page(&p, pages[k], k, first, end);
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
