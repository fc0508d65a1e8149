// doc/writers/flow.h: a document as one long strip of rows, cut into pages afterwards.
// Every row draws itself into the strip scene with its top at y = 0; a page copies the rows' items
// to their places.
#pragma once
#include "doc/doc.h"
#include "graphics/math.h"

typedef struct FlowRow {
    double height, space_before; // points; the space is dropped at the top of a page
    bool keep_next;              // no page break after this row, if it can be helped
    double break_cost;  // of a page break after this row, where one is allowed; 1 is a small flaw
    double least_scale; // pictures: may shrink to this share of their size to fit a page; 0: fixed
    Index first, n;     // items in the strip
    int box;            // rows with the same number above 0 share a background box
    int group;          // rows with the same number belong to one paragraph, list item, …
    const char *role;   // structure of the group: "P", "H1", "Code", "Figure", "LI", "Table"
    int outer;          // groups with the same number above 0 lie in one of this role ("L")
    const char *outer_role, *outer_alt;
    Index head, n_head; // rows repeated above this one when it begins a page (heads of tables)
    const char *alt;    // alternative text of a figure
    Index target;       // contents entry: block it points to; -1: none
    Index block;        // heading: its block; -1: none
} FlowRow;

typedef struct FlowStyle {
    double text_size, text_leading; // body
    double code_size, code_leading;
    bool justify, hide_code;
    FontSpec body, heading, mono;
} FlowStyle;

typedef struct Flow {
    Ctx *ctx;
    const Document *doc;
    Scene *strip;
    FlowStyle style;
    double width;   // of the text
    double tallest; // room for a figure
    bool no_outputs, captions;
    int n_figures; // among the outputs so far
    FlowRow *rows;
    Index n_rows, cap_rows;
    int next_group, next_box, list_group;
    Status status;
} Flow;

void flow_fail(Flow *f, Status status);
/// Starts a row; draw into f->strip with the top at y = 0, then flow_end. Null when the flow has
/// failed.
FlowRow *flow_begin(Flow *f, double height, double space_before);
void flow_end(Flow *f);
/// The last row, or null.
FlowRow *flow_last(Flow *f);
const char *flow_text(Flow *f, const char *text, size_t n);

// ---- drawing into the strip -------------------------------------------------------------------
void draw_text(Flow *f, Scene *scene, const FontSpec *font, const char *text, double x, double y,
               double width, Color color);
void draw_rect(Scene *scene, double x, double y, double width, double height, double radius,
               Color color);
/// Structure inside a row ("TR", "TD", "Lbl"); null ends the last.
void draw_part(Scene *scene, const char *role);
void draw_link(Scene *scene, const char *target, double x, double y, double width, double height);
void draw_image(Scene *scene, const DocImage *image, double x, double y, double width,
                double height);

// ---- paragraphs: writers/paragraph.c ----------------------------------------------------------
typedef struct ParaStyle {
    FontSpec font;
    double leading; // distance of baselines, points
    Color color;
    DocAlign align;
    bool justify;
} ParaStyle;
typedef struct Para Para;
/// Breaks runs into lines of at most `width`. Null when the flow has failed.
Para *para_new(Flow *f, const DocRuns *runs, const ParaStyle *style, double width);
void para_free(Para *para);
Index para_lines(const Para *para);
double para_line_height(const Para *para, Index line);
double para_baseline(const Para *para, Index line); // below the line's top
double para_natural_width(const Para *para);        // on one line
void para_draw_line(const Para *para, Index line, Scene *scene, double x, double top);
/// Width of the widest thing that is never broken.
double para_least_width(const Para *para);

// ---- blocks -----------------------------------------------------------------------------------
void flow_block(Flow *f, Index block);
/// A small grey paragraph.
void flow_note(Flow *f, const char *text, double space_before);
void flow_code(Flow *f, const DocBlock *block);
/// Size at which the document's code fits its lines, within the limits of taste.
double flow_code_size(const Flow *f, double largest);
void flow_outputs(Flow *f, const DocBlock *block);
/// A stored grid (matrix, table, cell array; form in doc/outputs.h): its name line and its cells,
/// over several pages and in several groups of columns when it is large. False when `data` has no
/// grid: nothing is added then.
bool flow_grid(Flow *f, const DocOutput *output);
/// A variable with a value of one line or more below its name: "x = 3".
bool flow_variable(Flow *f, const DocOutput *output);
void flow_table(Flow *f, const DocBlock *block);
/// A display equation, scaled down when it is too wide. `source` alone on failure.
void flow_equation(Flow *f, const char *tex, double indent, DocAlign align, double space_before);
/// Rows of fixed-width text; `bar` is the colour of the line at its left.
void flow_mono_text(Flow *f, const char *text, Color color, Color bar);
/// The line at the left of an output, in the row that was begun.
void draw_bar(Flow *f, double height, Color color);
extern const Color output_bar;
/// Size in points of a picture within the limits.
void picture_size(const Flow *f, double width, double height, double *ret_width,
                  double *ret_height);

// ---- pages: writers/paginate.c ----------------------------------------------------------------
typedef struct PageStyle {
    double width, height, margin;
    const char *title, *date; // running header; may be null
} PageStyle;
/// Cuts the strip into pages. Array and scenes owned by the caller.
Status flow_paginate(Flow *f, const PageStyle *style, Scene ***ret, Index *ret_n);
