// doc/writers/table.c: tables: columns share the width by their contents, rows are never broken,
// thin rules above and below.
#include "doc/writers/flow.h"
#include <math.h>
#include <string.h>

static const double pad_x = 5, pad_y = 3;
static const Color table_ink = {0.07f, 0.07f, 0.08f, 1}, rule_color = {0.55f, 0.58f, 0.64f, 1},
                   light_rule = {0.85f, 0.86f, 0.89f, 1};

static ParaStyle cell_style(const Flow *f, const DocBlock *b, Index row) {
    FontSpec font = f->style.body;
    font.size_pt *= 0.95;
    font.bold = b->has_header && row == 0;
    return (ParaStyle){font, font.size_pt * 1.3, table_ink, DOC_LEFT, false};
}

/// Natural widths where they fit; else each column gets its least width and a share of the rest.
static void share_width(const Flow *f, Index n_cols, const double *natural, const double *least,
                        double *widths) {
    double total = 0, least_total = 0;
    for (Index k = 0; k < n_cols; k++) {
        total += natural[k];
        least_total += least[k];
    }
    double room = f->width - 2 * pad_x * (double)n_cols;
    for (Index k = 0; k < n_cols; k++) {
        if (total <= room)
            widths[k] = natural[k];
        else if (least_total >= room)
            widths[k] = room / (double)n_cols;
        else
            widths[k] = least[k] + (room - least_total) * (natural[k] - least[k]) /
                                       fmax(total - least_total, 1e-6);
    }
}

static void add_row(Flow *f, const DocBlock *b, Index r, const double *widths, double total,
                    int group) {
    enum { MAX_COLS = 64 };
    Para *paras[MAX_COLS] = {0};
    double height = 0;
    ParaStyle style = cell_style(f, b, r);
    for (Index k = 0; k < b->n_cols; k++) {
        paras[k] = para_new(f, &b->cells[r * b->n_cols + k], &style, widths[k] + 0.5);
        double h = 0;
        for (Index i = 0; paras[k] && i < para_lines(paras[k]); i++)
            h += para_line_height(paras[k], i);
        height = fmax(height, h);
    }
    bool header = b->has_header && r == 0, last = r == b->n_rows - 1;
    FlowRow *row = flow_begin(f, height + 2 * pad_y, r ? 0 : 9);
    if (row) {
        row->group = group;
        row->role = "Table";
        row->keep_next = header || (r == 0 && !last) || r == b->n_rows - 2;
        if (b->has_header && r > 1) { // the head again on every page
            row->head = f->n_rows - 1 - r;
            row->n_head = 1;
        }
        double x = 0, bottom = height + 2 * pad_y;
        draw_part(f->strip, "TR");
        if (r == 0) draw_rect(f->strip, 0, 0, total, 0.8, 0, rule_color);
        draw_rect(f->strip, 0, bottom - 0.8, total, header || last ? 0.8 : 0.5, 0,
                  header || last ? rule_color : light_rule);
        for (Index k = 0; k < b->n_cols; k++) {
            double y = pad_y;
            draw_part(f->strip, header ? "TH" : "TD");
            for (Index i = 0; paras[k] && i < para_lines(paras[k]); i++) {
                para_draw_line(paras[k], i, f->strip, x + pad_x, y);
                y += para_line_height(paras[k], i);
            }
            draw_part(f->strip, NULL);
            x += widths[k] + 2 * pad_x;
        }
        draw_part(f->strip, NULL);
        flow_end(f);
    }
    for (Index k = 0; k < b->n_cols; k++) para_free(paras[k]);
}

void flow_table(Flow *f, const DocBlock *b) {
    enum { MAX_COLS = 64 };
    double natural[MAX_COLS] = {0}, least[MAX_COLS] = {0}, widths[MAX_COLS], total = 0;
    if (b->n_cols < 1 || b->n_cols > MAX_COLS) return;
    for (Index r = 0; r < b->n_rows && f->status == OK; r++) {
        ParaStyle style = cell_style(f, b, r);
        for (Index k = 0; k < b->n_cols; k++) {
            Para *para = para_new(f, &b->cells[r * b->n_cols + k], &style, f->width);
            if (!para) return;
            natural[k] = fmax(natural[k], para_natural_width(para));
            least[k] = fmax(least[k], para_least_width(para));
            para_free(para);
        }
    }
    share_width(f, b->n_cols, natural, least, widths);
    for (Index k = 0; k < b->n_cols; k++) total += widths[k] + 2 * pad_x;
    int group = ++f->next_group;
    for (Index r = 0; r < b->n_rows && f->status == OK; r++) add_row(f, b, r, widths, total, group);
}
