// doc/model.h: a live document: blocks of text and code in order, and the outputs that running (or
// the file) tied to code. Everything read from the file lives in the document's arena; outputs are
// separate, so that running again frees the old.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "graphics/scene.h"

/// Decoded picture, RGBA rows from the top; in the document's arena or owned by an output.
typedef struct DocImage {
    uint8_t *pixels;
    Index width, height;        // pixels
    double width_px, height_px; // wanted size in CSS pixels (1/96 inch); 0: its own
} DocImage;

typedef enum RunKind { RUN_TEXT, RUN_EQUATION, RUN_IMAGE, RUN_BREAK } RunKind;
enum { RUN_BOLD = 1, RUN_ITALIC = 2, RUN_MONO = 4, RUN_UNDERLINE = 8 };
/// A stretch of text in one style, an equation (TeX without dollars), a picture or a line break.
typedef struct DocRun {
    RunKind kind;
    unsigned style;        // RUN_BOLD | …
    const char *text;      // UTF-8; alternative text of images
    const char *link;      // http, https, mailto, or "#anchor"; null: none
    bool display;          // equation in display style
    const DocImage *image; // null when the picture is missing
} DocRun;

typedef struct DocRuns {
    DocRun *items;
    Index n;
} DocRuns;

typedef enum BlockKind {
    BLOCK_TITLE,
    BLOCK_HEADING, // level 1…3
    BLOCK_PARAGRAPH,
    BLOCK_LIST_ITEM,    // level 0…, ordered, number
    BLOCK_EQUATION,     // display equation: one RUN_EQUATION
    BLOCK_TABLE,        // n_rows x n_cols cells
    BLOCK_CODE,         // text, first_line, outputs
    BLOCK_CODE_EXAMPLE, // text, never run
    BLOCK_SECTION_BREAK,
    BLOCK_CONTENTS // table of contents; runs: its heading
} BlockKind;
typedef enum DocAlign { DOC_LEFT, DOC_CENTER, DOC_RIGHT } DocAlign;

typedef enum OutputKind {
    OUTPUT_TEXT,
    OUTPUT_VARIABLE,
    OUTPUT_EQUATION,
    OUTPUT_FIGURE,
    OUTPUT_WARNING,
    OUTPUT_ERROR
} OutputKind;
/// One output, tied to the top-level statement that ends on `line`. All parts owned.
typedef struct DocOutput {
    OutputKind kind;
    int32_t line;      // 1-based line of the file
    char *name;        // VARIABLE: its name; FIGURE: alternative text or null
    char *text;        // what is shown; VARIABLE: console form
    int figure_number; // FIGURE made by running, else 0
    Scene *scene;      // FIGURE as vectors, or
    DocImage *image;   // as stored picture
} DocOutput;

typedef struct DocBlock {
    BlockKind kind;
    DocAlign align;
    int level, number;
    bool ordered;
    DocRuns runs;
    const char *anchor; // id a link can name, or null
    const char *text;   // CODE, CODE_EXAMPLE: lines joined by '\n'
    int32_t first_line; // CODE: line of the file its first line has
    int32_t n_lines;
    DocRuns *cells; // TABLE, row by row; the first row is the header when has_header
    Index n_rows, n_cols;
    bool has_header;
    DocOutput *outputs; // CODE; in order
    Index n_outputs, cap_outputs;
    bool failed; // CODE: running stopped here
} DocBlock;

typedef enum DocLayout { DOC_INLINE, DOC_ON_RIGHT, DOC_HIDE_CODE } DocLayout;
typedef enum DocFormat {
    DOC_SCRIPT,
    DOC_LIVE_TEXT
} DocFormat; // with %% sections; plain-text live code

struct Document {
    Arena *arena;
    const char *path, *folder;
    const char *source; // the whole file
    size_t n_source;
    DocFormat format;
    DocLayout layout;
    DocBlock *blocks; // heap; the blocks' contents in the arena
    Index n_blocks, cap_blocks;
    Index n_sections;
};
typedef struct Document Document;

/// Empty document; null when memory is short.
Document *document_new(void);
/// Appends a zeroed block; the pointer is valid until the next call.
Status document_add(Ctx *ctx, Document *doc, BlockKind kind, DocBlock **ret);
/// Text in the document's arena.
Status document_text(Ctx *ctx, Document *doc, const char *text, size_t n, const char **ret);
/// Appends an output to a code block, taking its parts (freed on failure).
Status block_add_output(Ctx *ctx, DocBlock *block, DocOutput output);
void output_done(DocOutput *output);
/// Drops all outputs (before running).
void document_clear_outputs(Document *doc);
void block_clear_outputs(DocBlock *block);
/// Plain text of runs (bookmarks, tests), appended.
void runs_text(const DocRuns *runs, Buf *out);
/// First title, else first heading, else the file's name without extension; appended.
void document_title(const Document *doc, Buf *out);
/// One line a block for tests: "heading 1: Data", "code 5-9: x = 1\n…", "  output text 6: …".
void document_dump(const Document *doc, Buf *out);
