// doc/model.h: a live document: blocks of text and code in order, and the outputs that running (or the file) tied to code.
// Every reader makes this, every writer takes it. What a reader does not understand it keeps verbatim (BLOCK_RAW, RUN_RAW,
// OUTPUT_RAW, DocPart) with the format it came from; a writer of the same format gives it back.
// Everything read from the file lives in the document's arena; outputs are separate, so that running again frees the old.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "graphics/scene.h"

/// A picture: decoded RGBA rows from the top (null where the format is one we only keep), and the file as it was stored.
/// In the document's arena, or owned by an output (image_free).
typedef struct DocImage {
    uint8_t *pixels;
    Index width, height;        // pixels
    double width_px, height_px; // wanted size in CSS pixels (1/96 inch); 0: its own
    uint8_t *bytes;             // PNG, JPEG, GIF, SVG as stored; null: make it from the pixels
    size_t n_bytes;
    const char *media_type; // of `bytes`: "image/png", …; static text
} DocImage;

/// RUN_RAW: something in the text that the format `DocRun.id` alone understands; `text` is its source.
typedef enum RunKind { RUN_TEXT, RUN_EQUATION, RUN_IMAGE, RUN_BREAK, RUN_RAW } RunKind;
enum { RUN_BOLD = 1, RUN_ITALIC = 2, RUN_MONO = 4, RUN_UNDERLINE = 8 };
/// A stretch of text in one style, an equation (TeX without dollars), a picture or a line break.
typedef struct DocRun {
    RunKind kind;
    unsigned style;        // RUN_BOLD | …
    const char *text;      // UTF-8; alternative text of images
    const char *link;      // http, https, mailto, or "#anchor"; null: none
    const char *unsafe_link; // a target that is never followed ("matlab:…"), kept for the round trip; null: none
    bool display;          // equation in display style
    const char *alt;       // EQUATION: alternative text, or null
    const char *id;        // IMAGE: its name in the file, or null; RAW: format
    const char *attributes; // JSON object of what else the format says of this run (vertical alignment, …), or null
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
    BLOCK_EQUATION,     // display equation: one RUN_EQUATION; blanks may follow (runs_are_equation)
    BLOCK_TABLE,        // n_rows x n_cols cells
    BLOCK_CODE,         // text, first_line, outputs, controls
    BLOCK_CODE_EXAMPLE, // text, never run
    BLOCK_SECTION_BREAK,
    BLOCK_CONTENTS, // table of contents; runs: its heading
    BLOCK_RAW       // text verbatim, of raw_format; other formats leave it out
} BlockKind;
typedef enum DocAlign { DOC_LEFT, DOC_CENTER, DOC_RIGHT } DocAlign;

typedef enum OutputKind {
    OUTPUT_TEXT,
    OUTPUT_VARIABLE, // scalar, text, anything shown as text
    OUTPUT_EQUATION,
    OUTPUT_FIGURE,
    OUTPUT_WARNING,
    OUTPUT_ERROR,
    OUTPUT_MATRIX, // numeric or logical array shown as a grid
    OUTPUT_TABLE,  // table, cell or struct array shown as a grid
    OUTPUT_RAW     // unknown kind: `data` alone
} OutputKind;
/// One output, tied to the top-level statement that ends on `line`. All parts owned.
typedef struct DocOutput {
    OutputKind kind;
    int32_t line;      // 1-based line of the file
    char *id;          // as in the file ("7fd89108"), or null; goes when running replaces the output
    char *name;        // VARIABLE, MATRIX, TABLE: its name; FIGURE: alternative text or null
    char *text;        // what is shown; VARIABLE, MATRIX, TABLE: console form
    char *data;        // JSON {"dataType":…,"outputData":{…}} in the form of plain-text live code's appendix; null for a
                       // plain text, warning, error or figure whose parts say it all. Pictures are never in here.
    int figure_number; // FIGURE made by running, else 0
    Scene *scene;      // FIGURE as vectors, with its caption, or
    DocImage *image;   // as stored picture
} DocOutput;

/// A control (slider, drop-down, …) standing for a stretch of code; in the arena.
typedef struct DocControl {
    const char *kind; // "slider", "editfield", "dropdown", "checkbox", "button", "statebutton", "filebrowser", "spinner", …
    const char *id;   // as in the file, or null
    int32_t line, end_line; // 0-based, within the block's text
    int32_t start, end;     // 0-based columns in UTF-16 units; end exclusive, on end_line
    const char *data; // JSON object with the keys of plain-text live code: label, defaultValue, min, max, step, items,
                      // itemLabels, run, runOn, valueType; unknown keys as found
} DocControl;

typedef struct DocBlock {
    BlockKind kind;
    DocAlign align;
    int level, number;
    bool ordered;
    bool titled;         // SECTION_BREAK: made by a "%% Title" line, which stays a line of the code that follows
    bool list_end;       // LIST_ITEM: the last of its list
    DocRuns runs;
    const char *anchor; // id a link can name, or null
    const char *text;   // CODE, CODE_EXAMPLE, RAW: lines joined by '\n'
    const char *language; // CODE_EXAMPLE: "matlab", another, or null; CODE of a notebook: null is MATLAB
    const char *raw_format; // RAW: "mlx", "live", "ipynb", …
    const char *attributes; // JSON object of what else the format says of this block, or null
    int32_t first_line; // CODE: line of the file its first line has
    int32_t n_lines;
    DocRuns *cells; // TABLE, row by row; the first row is the header when has_header
    Index n_rows, n_cols;
    bool has_header;
    DocControl *controls; // CODE; in order
    Index n_controls;
    DocOutput *outputs; // CODE; in order
    Index n_outputs, cap_outputs;
    bool failed; // CODE: running stopped here
} DocBlock;

typedef enum DocLayout { DOC_INLINE, DOC_ON_RIGHT, DOC_HIDE_CODE } DocLayout;
/// Where the document came from; the readers' names say the same ("script", "live", …).
typedef enum DocFormat { DOC_SCRIPT, DOC_LIVE_TEXT, DOC_MLX, DOC_NOTEBOOK, DOC_MARKDOWN } DocFormat;

/// What a format keeps beside the blocks and we do not use: an appendix part ("metadata:styles"), a file of the package
/// ("documentation/doc.xml"), a key of the notebook. In the arena.
typedef struct DocPart {
    const char *format, *name, *media_type; // media_type may be null
    const char *bytes;
    size_t n_bytes;
} DocPart;

/// What is known of the last run; kept in the file where the format has a place.
typedef struct DocRunRecord {
    const char *seed;     // "rng state at the start of the run", as text such as "twister 0"; null: not run
    const char *versions; // "Gradus 0.1.0, Linux x86_64, 2 threads"
    const char *started;  // ISO 8601, local time with offset
    double seconds;
    const char *order; // sections in the order in which they ran, "1 2 3 2"
} DocRunRecord;

struct Document {
    Arena *arena;
    const char *path, *folder;
    const char *source; // the whole file
    size_t n_source;
    DocFormat format;               // of the file it was read from
    DocFormat origin;               // whose form `attributes` and kept XML have; differs where kept.h brought them along
    bool sealed;                    // pictures stay as bytes: nobody will draw them
    DocLayout layout;
    double right_percent;           // share of the output pane when DOC_ON_RIGHT; 0: default
    const char *uuid, *created, *modified; // .mlx package properties, or null
    DocBlock *blocks;               // heap; the blocks' contents in the arena
    Index n_blocks, cap_blocks;
    Index n_sections;
    DocPart *parts; // heap
    Index n_parts, cap_parts;
    DocRunRecord record; // texts in the arena
};
typedef struct Document Document;

/// Empty document; null when memory is short.
Document *document_new(void);
/// Appends a zeroed block; the pointer is valid until the next call.
Status document_add(Ctx *ctx, Document *doc, BlockKind kind, DocBlock **ret);
/// Keeps a part; bytes and texts are copied to the arena.
Status document_add_part(Ctx *ctx, Document *doc, const char *format, const char *name, const char *media_type,
                         const void *bytes, size_t n_bytes);
/// The part of a format by name, or null.
const DocPart *document_find_part(const Document *doc, const char *format, const char *name);
/// Text in the document's arena.
Status document_text(Ctx *ctx, Document *doc, const char *text, size_t n, const char **ret);
/// Appends an output to a code block, taking its parts (freed on failure).
Status block_add_output(Ctx *ctx, DocBlock *block, DocOutput output);
void output_done(DocOutput *output);
/// Frees a picture that an output owns. Null is fine.
void image_free(DocImage *image);
/// Drops all outputs (before running).
void document_clear_outputs(Document *doc);
void block_clear_outputs(DocBlock *block);
/// Whether an equation stands alone: one RUN_EQUATION, and behind it at most blanks without a link.
bool runs_are_equation(const DocRuns *runs);
/// Plain text of runs (bookmarks, tests), appended.
void runs_text(const DocRuns *runs, Buf *out);
/// First title, else first heading, else the file's name without extension; appended.
void document_title(const Document *doc, Buf *out);
/// One line a block for tests: "heading 1: Data", "code 5-9: x = 1\n…", "  output text 6: …".
void document_dump(const Document *doc, Buf *out);
