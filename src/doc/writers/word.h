// doc/writers/word.h: the parts of the .docx writer. Element order follows the schemas of ECMA-376
// part 1, section 17: Word refuses a file whose properties stand in another order.
#pragma once
#include "base/map.h"
#include "doc/package/opc.h"
#include "doc/writers/internal.h"

enum { WORD_LEVELS = 9 };

/// A numbering instance: its own count from `start` at `level`.
typedef struct WordList {
    int level, start;
} WordList;

typedef struct WordWriter {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    PackageOut package;
    Buf body;         // w:body so far
    Buf relations;    // of document.xml
    Map *links;       // URL to its relationship number
    int last_id;      // of relationships
    int last_drawing; // of pictures
    int n_figures;    // among the outputs so far
    int last_bookmark;
    WordList *lists; // heap; instance k + 2 of numbering.xml (1 is the bullets)
    Index n_lists, cap_lists;
    int list_id[WORD_LEVELS], list_number[WORD_LEVELS]; // running lists by level; 0: none
    double width_pt, height_pt;                         // of the text area
    int code_half_pt;                                   // size of code and outputs, half points
    size_t code_columns;                                // characters of a line of it
    Status status;                                      // first failure
} WordWriter;

void word_fail(WordWriter *w, Status status);
/// Bytes into the package; the buffer is empty afterwards.
void word_take_part(WordWriter *w, const char *name, Buf *bytes);
/// Adds a relationship of document.xml and returns its number ("rId7" is 7).
int word_relation(WordWriter *w, const char *type, const char *target, bool outside);

/// Sets the size of code from the document's lines and the width of the text area.
void word_set_code_size(WordWriter *w);
/// word/styles.xml, numbering.xml, settings.xml, fontTable.xml, header and footer.
void word_write_styles(WordWriter *w);

/// `<w:t>` of a text; tabs and line ends become elements.
void word_put_text(Buf *out, const char *text, size_t n);
void word_put_runs(WordWriter *w, const DocRuns *runs);
/// An equation as Office Math, else its source in italics. `align` ("left", "center") makes it a display; null: in the line.
void word_put_equation(WordWriter *w, const char *tex, const char *align);
/// Start of a paragraph: style and what the style leaves open. `more` are further elements of w:pPr
/// in schema order between keepNext and spacing, or "". Ends with `</w:p>`.
void word_put_start(WordWriter *w, const char *style, const char *more, const char *align);
/// A bookmark around what comes next; ends with word_put_bookmark_end.
int word_put_bookmark(WordWriter *w, const char *name);
void word_put_bookmark_end(WordWriter *w, int id);
/// Name that Word accepts for an anchor, appended.
void word_bookmark_name(const char *anchor, Buf *out);

/// A picture in a run of its own; `size` in points, shrunk to the text area.
void word_put_scene(WordWriter *w, const Scene *scene, const char *alt);
/// False when the picture has nothing Word can show.
bool word_put_image(WordWriter *w, const DocImage *image, const char *alt);

void word_put_code(WordWriter *w, const DocBlock *b);
void word_put_outputs(WordWriter *w, const DocBlock *b);
/// A table among the outputs as a table; false when it has no data for that or is too wide.
bool word_put_grid(WordWriter *w, const DocOutput *output);
void word_put_block(WordWriter *w, Index index);
