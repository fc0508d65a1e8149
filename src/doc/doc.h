// doc/doc.h: the entry of the document room: read a script or live document of any format, write it in any format.
// Running is in run.h.
#pragma once
#include "base/ctx.h"
#include "doc/model.h"

// ---- reading ------------------------------------------------------------------------------------
/// A format we read. Static records, listed in readers/read.c; the first whose probe says yes reads the file.
typedef struct ReaderDef {
    const char *name;       // "live", "script", "mlx", "notebook", "markdown"
    const char *extensions; // ".m" or ".md .markdown"
    DocFormat format;
    /// Whether this is our format: extension (lower case, with dot) and the first bytes. Null: by extension alone.
    bool (*probe)(const char *extension, const char *bytes, size_t n);
    /// Fills the document, whose path, folder and source are set. ERR_SYNTAX and ERR_LIMIT with a message that names the
    /// place; the caller frees the document then.
    Status (*read)(Ctx *ctx, Document *doc);
} ReaderDef;

/// Reads any format listed in readers/read.c, found by extension and content. Never runs anything. ERR_IO; ERR_LIMIT for
/// files above 64 MiB; ERR_SYNTAX for a file that is damaged beyond reading.
Status doc_read(Ctx *ctx, const char *path, Document **ret);
/// The same from memory; `path` names it (pictures are looked up beside it).
Status doc_read_text(Ctx *ctx, const char *path, const char *text, size_t n_bytes, Document **ret);
/// The same for comparing alone: pictures are not unpacked.
Status doc_read_sealed(Ctx *ctx, const char *path, const char *text, size_t n_bytes, Document **ret);
void doc_free(Document *doc);

// ---- writing ------------------------------------------------------------------------------------
typedef enum DocPaper { DOC_A4, DOC_LETTER } DocPaper;
typedef enum DocFigureFormat { DOC_FIGURE_AUTO, DOC_FIGURE_PNG, DOC_FIGURE_SVG, DOC_FIGURE_PDF } DocFigureFormat;
typedef struct DocOptions {
    DocPaper paper;
    bool hide_code;     // text and outputs only
    bool no_outputs;    // leave stored outputs out
    bool double_spaced; // twice the line spacing in text
    bool ragged;        // no justification
    DocFigureFormat figure_format; // AUTO: vectors where the format has them
    double figure_dpi;  // of PNG figures; 0: 150
    const char *title;  // null: the document's own
    const char *author; // may be null
    const char *date;   // shown below the title and in headers; null: that of the run, in headers
    bool hide_record;   // PDF: no line about the run at the end
    bool no_captions;   // PDF, Word, HTML, LaTeX: no "Figure 3. Text" below figures
} DocOptions;
typedef DocOptions DocPdfOptions;

/// Files beside the main one (pictures of LaTeX and Markdown), in a folder named after it.
typedef struct DocAsset {
    char *name; // "lab_media/figure_1.pdf", relative to the main file; owned
    Buf bytes;
} DocAsset;
typedef struct DocFiles {
    Buf main;
    DocAsset *assets;
    Index n_assets, cap_assets;
    const char *base; // name of the main file without folder and extension, for the assets' folder
} DocFiles;
/// Appends an asset "<base>_media/<name>"; *ret_name (may be null) is its path relative to the main file, borrowed.
Status doc_files_add(Ctx *ctx, DocFiles *files, const char *name, const void *bytes, size_t n, const char **ret_name);
void doc_files_done(DocFiles *files);

/// A format we write. Static records, listed in writers/write.c.
typedef struct WriterDef {
    const char *name;       // "live", "mlx", "notebook", "pdf", "html", "word", "latex", "markdown"
    const char *extensions; // ".m", ".tex", …
    const char *media_type;
    /// `options` is never null. Appends to files->main and adds assets. ERR_NOMEM, ERR_LIMIT.
    Status (*write)(Ctx *ctx, const Document *doc, const DocOptions *options, DocFiles *files);
    bool for_reading; // pages for people, made again at will (PDF, Word, HTML); all else is somebody's source
} WriterDef;

/// The writer of a file name, by extension; null when there is none. `name` may also be a writer's own name.
const WriterDef *doc_writer_find(const char *name);
/// The same by the extension of `path` alone. ERR_ARG for one no writer has; the message lists them.
Status doc_writer_of(Ctx *ctx, const char *path, const WriterDef **ret);
/// All writers, null-terminated.
const WriterDef *const *doc_writers(void);
/// All readers, null-terminated.
const ReaderDef *const *doc_readers(void);
/// Writes the document in the format of the extension, beside and renamed; pictures first. Null options mean A4 and
/// defaults. ERR_ARG as doc_writer_of, ERR_IO, ERR_NOMEM.
Status doc_write(Ctx *ctx, const Document *doc, const DocOptions *options, const char *path);
/// The same with a writer chosen by name, whatever the path's extension.
Status doc_write_with(Ctx *ctx, const WriterDef *writer, const Document *doc, const DocOptions *options,
                      const char *path);
/// The same to memory, with `base` as the name of the main file.
Status doc_write_files(Ctx *ctx, const WriterDef *writer, const Document *doc, const DocOptions *options,
                       const char *base, DocFiles *ret);

Status doc_write_pdf(Ctx *ctx, const Document *doc, const DocOptions *options, const char *path);
/// The PDF's pages alone, for previews and tests: array and scenes owned (scene_free each, mem_free).
Status doc_pages(Ctx *ctx, const Document *doc, const DocOptions *options, Scene ***ret, Index *ret_n);
