// doc/run.h: running a document through an engine, statement by statement, and collecting what each
// one shows. A part of a document can be run by section, by blocks or by lines; the workspace stays
// in the engine between runs.
#pragma once
#include "base/excerpt.h"
#include "doc/model.h"
#include "engine/engine.h"

/// Who wants to know at once what a run makes (the kernel of the Live Editor). Any entry may be
/// null. Called on the thread that runs, between two instructions of the user's code; must not run
/// code itself. Texts and outputs are borrowed for the call.
typedef struct RunSink {
    void *self;
    /// A top-level statement starts; 1-based lines of the file, last_line >= first_line.
    void (*on_statement)(void *self, int32_t first_line, int32_t last_line);
    /// It ended, well or not.
    void (*on_statement_end)(void *self, int32_t first_line, int32_t last_line, bool failed);
    /// Text was written, long before its output is complete: all of it so far, borrowed until the
    /// statement ends. on_output repeats it.
    void (*on_text)(void *self, Index block, int32_t line, OutputKind kind, const Excerpt *so_far);
    /// An output, placed on output->line of code block `block`. A FIGURE comes again whenever it
    /// was drawn (drawnow, at most 20 times a second; end of a statement; end of the section): one
    /// with the figure_number of an earlier one of the same section takes its place. Only the last
    /// form is kept in the document.
    void (*on_output)(void *self, Index block, const DocOutput *output);
    /// Outputs of this block whose line is in first_line … last_line are gone (before a run).
    void (*on_clear)(void *self, Index block, int32_t first_line, int32_t last_line);
} RunSink;

typedef struct RunOptions {
    Index first_block, end_block;  // blocks first … end-1; both 0: all
    int32_t first_line, last_line; // only statements that touch these 1-based lines; 0: all
    const RunSink *sink;           // may be null
} RunOptions;

/// Runs the statements chosen, in order; their outputs in the document are replaced, all others
/// stay. Local functions of all code are defined first. A figure is shown once a section, after the
/// last statement that touched it; a section that is run from its first statement starts without a
/// current figure, and figures that only its last run made are closed. An error of the user's code
/// is shown as an output, ends the run and sets *ret_failed (may be null); the status is then OK
/// and the error cleared. ERR_INTERRUPT when a stop was asked for (shown as an output too): what
/// ran so far is kept. ERR_NOMEM. `engine` keeps its host: statements, progress and input go there,
/// text and figures into the document. doc->record tells of the run afterwards; a run of a part
/// adds to its order.
Status doc_run_with(Engine *engine, Document *doc, const RunOptions *options, bool *ret_failed);
/// All sections in order.
Status doc_run(Engine *engine, Document *doc, bool *ret_failed);
/// The blocks first … end-1 only.
Status doc_run_blocks(Engine *engine, Document *doc, Index first, Index end, bool *ret_failed);
/// Statements that touch the lines first … last.
Status doc_run_lines(Engine *engine, Document *doc, int32_t first_line, int32_t last_line,
                     bool *ret_failed);
/// One section, 0-based; `to_end`: and all after it. ERR_ARG when there is no such section.
Status doc_run_section(Engine *engine, Document *doc, Index section, bool to_end,
                       const RunSink *sink, bool *ret_failed);

/// Blocks of a section: first … end-1, without the section break before it. False beyond the last.
bool doc_section_blocks(const Document *doc, Index section, Index *ret_first, Index *ret_end);
/// Section of a block; 0-based.
Index doc_block_section(const Document *doc, Index block);
