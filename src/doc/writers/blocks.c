// doc/writers/blocks.c: what each kind of block looks like: headings, text, lists, equations,
// contents, outputs.
#include "base/vec.h"
#include "doc/controls.h"
#include "doc/writers/flow.h"
#include "doc/writers/picture.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const Color ink = {0.07f, 0.07f, 0.08f, 1};
static const Color heading_ink = {0.09f, 0.17f, 0.32f, 1};
static const Color no_color = {0};

/// All lines of a paragraph as rows of one group; two lines stay together at both ends.
static void add_lines(Flow *f, Para *para, double x, double space_before, const char *role,
                      bool keep_all) {
    Index n = para_lines(para);
    int group = ++f->next_group;
    for (Index i = 0; i < n && f->status == OK; i++) {
        FlowRow *row = flow_begin(f, para_line_height(para, i), i ? 0 : space_before);
        if (!row) return;
        row->group = group;
        row->role = role;
        row->keep_next = keep_all || (i == 0 && n > 1) || i == n - 2;
        para_draw_line(para, i, f->strip, x, 0);
        flow_end(f);
    }
}

static void add_anchor(Flow *f, const char *id, const char *title, int level) {
    SceneItem *item = scene_add(f->strip, SCENE_ANCHOR);
    if (!item) return;
    item->id = flow_text(f, id, strlen(id));
    item->text = title ? flow_text(f, title, strlen(title)) : NULL;
    item->level = level;
}

static void add_heading(Flow *f, Index index) {
    static const struct {
        double size, leading, before;
    } looks[] = {{20, 25, 20}, {14, 18, 16}, {11.5, 15, 12}, {10.5, 14, 10}};
    const DocBlock *b = &f->doc->blocks[index];
    int level = b->kind == BLOCK_TITLE ? 0 : b->level < 1 ? 1 : b->level > 3 ? 3 : b->level;
    FontSpec font = f->style.heading;
    font.size_pt = looks[level].size;
    font.bold = true;
    ParaStyle style = {font, looks[level].leading, heading_ink, b->align, false};
    Para *para = para_new(f, &b->runs, &style, f->width);
    if (!para) return;
    Index first = f->n_rows;
    static const char *const roles[] = {"H1", "H1", "H2", "H3"};
    add_lines(f, para, 0, index ? looks[level].before : 0, roles[level], true);
    para_free(para);
    if (f->status != OK || f->n_rows == first) return;
    f->rows[first].block = index;
    if (level == 0) { // a thin rule below the title
        FlowRow *row = flow_begin(f, 2, 5);
        if (!row) return;
        row->keep_next = true;
        draw_rect(f->strip, 0, 0.5, f->width, 0.8, 0, (Color){0.09f, 0.17f, 0.32f, 0.55f});
        flow_end(f);
    }
}

static ParaStyle text_style(const Flow *f, const DocBlock *b) {
    return (ParaStyle){f->style.body, f->style.text_leading, ink, b->align,
                       f->style.justify && b->align == DOC_LEFT};
}

static void add_paragraph(Flow *f, const DocBlock *b) {
    ParaStyle style = text_style(f, b);
    Para *para = para_new(f, &b->runs, &style, f->width);
    if (!para) return;
    add_lines(f, para, 0, 6, "P", false);
    para_free(para);
}

/// What the controls of hidden code show.
static void add_controls(Flow *f, const DocBlock *b) {
    Arena *arena = NULL;
    DocRuns runs;
    Status status = controls_runs(f->ctx, b, &arena, &runs);
    if (status != OK) flow_fail(f, status);
    ParaStyle style = text_style(f, b);
    style.justify = false;
    style.leading = fmax(style.leading, 1.7 * style.font.size_pt); // boxes do not touch
    Para *para = runs.n ? para_new(f, &runs, &style, f->width) : NULL;
    if (para) add_lines(f, para, 0, 6, "P", false);
    para_free(para);
    arena_free(arena);
}

void flow_note(Flow *f, const char *text, double space_before) {
    DocRun run = {.kind = RUN_TEXT, .text = text};
    DocRuns runs = {&run, 1};
    FontSpec font = f->style.heading;
    font.size_pt = 8;
    ParaStyle style = {font, 10.6, {0.45f, 0.47f, 0.51f, 1}, DOC_LEFT, false};
    Para *para = para_new(f, &runs, &style, f->width);
    if (!para) return;
    FlowRow *before = flow_last(f);
    if (before) before->keep_next = true; // a note alone on a page looks lost
    add_lines(f, para, 0, space_before, "P", true);
    para_free(para);
    if (f->n_rows) f->rows[f->n_rows - 1].keep_next = false;
}

static void add_list_item(Flow *f, const DocBlock *b, bool first) {
    double indent = 20 + 18 * b->level;
    ParaStyle style = text_style(f, b);
    Para *para = para_new(f, &b->runs, &style, f->width - indent);
    if (!para) return;
    Index start = f->n_rows;
    add_lines(f, para, indent, first ? 5 : 2, "LI", false);
    if (first && b->level == 0) f->list_group = ++f->next_group;
    if (!f->list_group) f->list_group = ++f->next_group;
    for (Index i = start; i < f->n_rows; i++) {
        f->rows[i].outer = f->list_group;
        f->rows[i].outer_role = "L";
    }
    if (f->status == OK && f->n_rows > start) {
        char mark[24];
        if (b->ordered)
            snprintf(mark, sizeof mark, "%d.", b->number);
        else
            snprintf(mark, sizeof mark, "%s", b->level % 2 ? "\u2013" : "\u2022");
        DocRun run = {.kind = RUN_TEXT, .text = mark};
        DocRuns runs = {&run, 1};
        Para *label = para_new(f, &runs, &style, 40);
        if (label) {
            // Rows address a range of items: the first line is drawn again behind its mark to keep
            // the range whole.
            FlowRow *row = &f->rows[start];
            row->first = f->strip->n_items;
            draw_part(f->strip, "Lbl");
            para_draw_line(label, 0, f->strip, indent - 6 - para_natural_width(label),
                           para_baseline(para, 0) - para_baseline(label, 0));
            draw_part(f->strip, NULL);
            para_draw_line(para, 0, f->strip, indent, 0);
            row->n = f->strip->n_items - row->first;
            para_free(label);
        }
    }
    para_free(para);
}

void flow_equation(Flow *f, const char *tex, double indent, DocAlign align, double space_before) {
    double size = f->style.text_size * 1.06;
    for (int attempt = 0; attempt < 2 && f->status == OK; attempt++) {
        MathLayout *math = NULL;
        Status status = math_layout(f->ctx, tex, strlen(tex), size, true, &math, NULL);
        if (status == ERR_LIMIT || status == ERR_IO) {
            error_clear(&f->ctx->error);
            flow_mono_text(f, tex, ink, no_color);
            return;
        }
        if (status != OK) {
            flow_fail(f, status);
            return;
        }
        MathBox box = math_box(math);
        double room = f->width - indent;
        if (box.width > room && attempt == 0) {
            size = fmax(size * room / box.width * 0.995, 3);
            math_free(math);
            continue;
        }
        FlowRow *row = flow_begin(f, box.ascent + box.descent + 4, space_before);
        if (row) {
            row->group = ++f->next_group;
            row->role = "Formula";
            row->alt = flow_text(f, tex, strlen(tex));
            double x = align == DOC_LEFT
                           ? indent
                           : indent + (room - box.width) / (align == DOC_CENTER ? 2 : 1);
            math_draw(math, f->strip, x, box.ascent + 2, 0, ink);
            flow_end(f);
        }
        math_free(math);
        return;
    }
}

// ---- contents ---------------------------------------------------------------------------------

static void add_contents(Flow *f, const DocBlock *b) {
    if (b->runs.n) {
        FontSpec font = f->style.heading;
        font.size_pt = 13;
        font.bold = true;
        ParaStyle style = {font, 18, heading_ink, DOC_LEFT, false};
        Para *para = para_new(f, &b->runs, &style, f->width);
        if (!para) return;
        add_lines(f, para, 0, 12, "P", true);
        para_free(para);
    }
    for (Index i = 0; i < f->doc->n_blocks && f->status == OK; i++) {
        const DocBlock *heading = &f->doc->blocks[i];
        if (heading->kind != BLOCK_HEADING || !heading->runs.n) continue;
        ParaStyle style = {f->style.body, 15, ink, DOC_LEFT, false};
        double indent = 14 * (heading->level - 1);
        Para *para = para_new(f, &heading->runs, &style, f->width - indent - 40);
        if (!para) return;
        add_lines(f, para, indent, heading->level == 1 ? 3 : 0, "TOCI", false);
        para_free(para);
        if (f->n_rows) f->rows[f->n_rows - 1].target = i;
    }
}

// ---- outputs ----------------------------------------------------------------------------------

void picture_size(const Flow *f, double width, double height, double *ret_width,
                  double *ret_height) {
    double scale = 1;
    if (width > f->width) scale = f->width / width;
    if (height * scale > f->tallest) scale = f->tallest / height;
    *ret_width = fmax(width * scale, 1);
    *ret_height = fmax(height * scale, 1);
}

/// The part of a figure's height that is drawn on: the white margins above and below would only
/// make holes in the page.
static void figure_rows(const Scene *scene, double *ret_top, double *ret_height) {
    enum { AIR = 4 };
    SceneBox box = scene_ink(scene);
    Color back = scene->background;
    bool colored = back.a > 0 && (back.r < 1 || back.g < 1 || back.b < 1);
    double top = fmax(box.y - AIR, 0), bottom = fmin(box.y + box.height + AIR, scene->height);
    if (colored || !(bottom > top)) top = 0, bottom = scene->height;
    *ret_top = top;
    *ret_height = bottom - top;
}

/// Size in points of a stored picture on the page.
static void image_size(const Flow *f, const DocImage *image, double *ret_width,
                       double *ret_height) {
    double px = image->width_px > 0 ? image->width_px : (double)image->width;
    double py =
        image->height_px > 0 ? image->height_px : px * (double)image->height / (double)image->width;
    picture_size(f, px * 0.75, py * 0.75, ret_width, ret_height);
}

static bool row_is_white(const DocImage *image, Index row) {
    const uint8_t *p = image->pixels + row * image->width * 4;
    for (Index i = 0; i < image->width; i++, p += 4)
        if (p[3] && (p[0] & p[1] & p[2]) != 255) return false;
    return true;
}

/// The stored picture without white rows above and below, like a figure; shares the pixels.
static DocImage without_margins(const DocImage *image) {
    DocImage cut = *image;
    Index air = image->height / 60 + 2, top = 0, end = image->height;
    while (top < end && row_is_white(image, top)) top++;
    while (end > top && row_is_white(image, end - 1)) end--;
    if (top == end) return cut; // nothing but white
    top = top > air ? top - air : 0;
    end = end + air < image->height ? end + air : image->height;
    cut.pixels = image->pixels + top * image->width * 4;
    cut.height = end - top;
    cut.height_px *= (double)cut.height / (double)image->height;
    return cut;
}

static void add_missing_picture(Flow *f, const DocOutput *o) {
    Buf text = BUF_INIT;
    buf_printf(&text, "(figure%s%s)", o->name ? ": " : "", o->name ? o->name : "");
    if (text.failed) flow_fail(f, ctx_fail_nomem(f->ctx));
    flow_note(f, buf_text(&text), 6);
    buf_done(&text);
}

/// "Figure 3. Text" below the rows from `first` on, on their page; a picture among them and its
/// caption become one figure of the structure.
static void add_caption(Flow *f, const DocOutput *o, Index first) {
    static const double never = 1000; // dearer than all that a page can have wrong
    const char *words = picture_caption(o);
    char number[32];
    snprintf(number, sizeof number, "Figure %d%s", f->n_figures, words ? "." : "");
    DocRun items[] = {{.kind = RUN_TEXT, .style = RUN_BOLD, .text = number},
                      {.kind = RUN_TEXT, .text = " "},
                      {.kind = RUN_TEXT, .text = words}};
    DocRuns runs = {items, words ? 3 : 1};
    FontSpec font = f->style.heading;
    font.size_pt = 8.5;
    ParaStyle style = {font, 10.6, {0.35f, 0.37f, 0.41f, 1}, DOC_CENTER, false};
    double inset = 0.06 * f->width;
    Para *para = para_new(f, &runs, &style, f->width - 2 * inset);
    if (!para) return;
    add_lines(f, para, inset, 3, "Caption", true);
    para_free(para);
    if (f->status != OK) return;
    FlowRow *picture = &f->rows[first];
    bool figure = picture->role && !strcmp(picture->role, "Figure");
    if (figure) {
        picture->outer_alt = picture->alt;
        picture->alt = NULL;
        picture->role = "Span"; // a figure with elements inside has all of its contents in some
    }
    int outer = figure ? ++f->next_group : 0;
    for (Index i = first; i < f->n_rows; i++) {
        FlowRow *row = &f->rows[i];
        bool last = i + 1 == f->n_rows;
        row->keep_next = !last;
        row->break_cost = last ? 0 : never;
        row->outer = outer;
        row->outer_role = figure ? "Figure" : NULL;
    }
}

static void draw_figure(Flow *f, const DocOutput *o) {
    double w, h, top = 0, height = 0;
    DocImage image = {0};
    if (o->scene) {
        figure_rows(o->scene, &top, &height);
        picture_size(f, o->scene->width, height, &w, &h);
    } else if (o->image && o->image->pixels) {
        image = without_margins(o->image);
        image_size(f, &image, &w, &h);
    } else {
        add_missing_picture(f, o);
        return;
    }
    FlowRow *row = flow_begin(f, h, 7);
    if (!row) return;
    row->group = ++f->next_group;
    row->role = "Figure";
    row->least_scale = 0.74;
    row->alt = o->name ? flow_text(f, o->name, strlen(o->name)) : NULL;
    double x = (f->width - w) / 2;
    if (o->scene) {
        double scale = h / height;
        Color back = o->scene->background;
        if (back.a > 0 && (back.r < 1 || back.g < 1 || back.b < 1))
            draw_rect(f->strip, x, 0, w, h, 0, back);
        scene_embed(f->strip, o->scene, x, -top * scale, scale);
    } else {
        draw_image(f->strip, &image, x, 0, w, h);
    }
    flow_end(f);
}

static void add_figure(Flow *f, const DocOutput *o) {
    Index first = f->n_rows;
    f->n_figures++;
    draw_figure(f, o);
    if (f->captions && f->status == OK && f->n_rows > first) add_caption(f, o, first);
}

void flow_outputs(Flow *f, const DocBlock *block) {
    static const Color red = {0.75f, 0.05f, 0.05f, 1}, orange = {0.72f, 0.38f, 0, 1};
    for (Index i = 0; i < block->n_outputs && f->status == OK; i++) {
        const DocOutput *o = &block->outputs[i];
        FlowRow *before = flow_last(f);
        if (before && before->box) before->break_cost = 16; // an output stands below its code
        switch (o->kind) {
        case OUTPUT_RAW: break;
        case OUTPUT_MATRIX:
        case OUTPUT_TABLE:
            if (!flow_grid(f, o)) flow_mono_text(f, o->text ? o->text : "", ink, output_bar);
            break;
        case OUTPUT_VARIABLE:
            if (!flow_variable(f, o)) flow_mono_text(f, o->text ? o->text : "", ink, output_bar);
            break;
        case OUTPUT_TEXT: {
            Index first = f->n_rows; // text after text reads on without a gap
            flow_mono_text(f, o->text ? o->text : "", ink, output_bar);
            bool follows = i > 0 && o->kind == OUTPUT_TEXT && o[-1].kind == OUTPUT_TEXT;
            if (follows && f->n_rows > first) {
                f->rows[first].space_before = 0;
                if (first) f->rows[first - 1].break_cost = 8;
            }
            break;
        }
        case OUTPUT_WARNING: flow_mono_text(f, o->text ? o->text : "", orange, orange); break;
        case OUTPUT_ERROR: flow_mono_text(f, o->text ? o->text : "", red, red); break;
        case OUTPUT_EQUATION: flow_equation(f, o->text ? o->text : "", 10, DOC_LEFT, 6); break;
        case OUTPUT_FIGURE: add_figure(f, o); break;
        }
    }
}

// ---- one block --------------------------------------------------------------------------------

/// Names the place of the block: a link's own anchor, and for headings an entry of the outline.
static void mark_block(Flow *f, Index index, Index first_row) {
    const DocBlock *b = &f->doc->blocks[index];
    bool heading = b->kind == BLOCK_HEADING;
    if (f->status != OK || f->n_rows == first_row || (!heading && !b->anchor)) return;
    Buf title = BUF_INIT;
    char id[40];
    snprintf(id, sizeof id, "block-%d", (int)index);
    if (heading) runs_text(&b->runs, &title);
    // Anchors are drawn by the pages: a row of no height keeps the strip's ranges simple.
    Index n = f->n_rows - first_row;
    FlowRow *row = flow_begin(f, 0, 0);
    if (row) {
        if (heading) add_anchor(f, id, buf_text(&title), b->level);
        if (b->anchor) add_anchor(f, b->anchor, NULL, 0);
        flow_end(f);
        FlowRow anchor = f->rows[f->n_rows - 1];
        memmove(&f->rows[first_row + 1], &f->rows[first_row], (size_t)n * sizeof anchor);
        anchor.space_before = f->rows[first_row + 1].space_before;
        anchor.keep_next = true;
        f->rows[first_row + 1].space_before = 0;
        f->rows[first_row] = anchor;
    }
    buf_done(&title);
}

/// A text that ends with a colon or in the middle of a sentence belongs to what follows; code and
/// equations are best on the page of the text above them.
static void price_break(Flow *f, const DocBlock *before, const DocBlock *b) {
    FlowRow *row = flow_last(f);
    bool text = before && (before->kind == BLOCK_PARAGRAPH || before->kind == BLOCK_LIST_ITEM);
    bool follows = b->kind == BLOCK_EQUATION || b->kind == BLOCK_CODE || b->kind == BLOCK_TABLE ||
                   b->kind == BLOCK_CODE_EXAMPLE ||
                   (b->kind == BLOCK_LIST_ITEM && before && before->kind == BLOCK_PARAGRAPH);
    bool goes_on = before && before->kind == BLOCK_EQUATION && b->kind == BLOCK_PARAGRAPH;
    if (!row || !((text && follows) || goes_on)) return;
    row->break_cost = 3;
    if (goes_on) return;
    const DocRun *run = before->runs.n ? &before->runs.items[before->runs.n - 1] : NULL;
    size_t n = run && run->text && run->kind == RUN_TEXT ? strlen(run->text) : 0;
    while (n && run->text[n - 1] == ' ') n--;
    bool ends = n && strchr(".!?)", run->text[n - 1]);
    if (!ends) row->break_cost = 20;
}

/// A description of the writer's own takes the place of the source.
static void add_alt(Flow *f, const char *alt) {
    FlowRow *row = flow_last(f);
    if (alt && *alt && row && f->status == OK) row->alt = flow_text(f, alt, strlen(alt));
}

void flow_block(Flow *f, Index index) {
    const DocBlock *b = &f->doc->blocks[index];
    const DocBlock *before = index ? &f->doc->blocks[index - 1] : NULL;
    Index first = f->n_rows;
    price_break(f, before, b);
    switch (b->kind) {
    case BLOCK_TITLE:
    case BLOCK_HEADING: add_heading(f, index); break;
    case BLOCK_PARAGRAPH: add_paragraph(f, b); break;
    case BLOCK_LIST_ITEM:
        add_list_item(f, b,
                      !before || before->kind != BLOCK_LIST_ITEM ||
                          (b->level == before->level && b->ordered != before->ordered));
        break;
    case BLOCK_EQUATION:
        flow_equation(f, b->runs.items[0].text, 0, b->align, 7);
        add_alt(f, b->runs.items[0].alt);
        break;
    case BLOCK_TABLE: flow_table(f, b); break;
    case BLOCK_CODE:
        if (f->style.hide_code)
            add_controls(f, b);
        else
            flow_code(f, b);
        if (!f->no_outputs) flow_outputs(f, b);
        break;
    case BLOCK_CODE_EXAMPLE: flow_code(f, b); break;
    case BLOCK_CONTENTS: add_contents(f, b); break;
    case BLOCK_SECTION_BREAK:
    case BLOCK_RAW: break;
    }
    mark_block(f, index, first);
}
