// doc/run_internal.h: the state of one run, shared by run.c (statements), run_collect.c (outputs
// and figures) and run_record.c.
#pragma once
#include "base/excerpt.h"
#include "doc/run.h"

/// A figure touched in this section.
typedef struct Touched {
    int number;
    Index block;
    int32_t line;
} Touched;

/// When a figure may be sent to the sink again.
typedef struct Sent {
    int number;
    double next_s;
} Sent;

typedef struct Runner {
    Engine *engine;
    Document *doc;
    const RunOptions *options;
    RunSink sink; // all null without one
    Host outer;
    Index block;              // being run
    int32_t first_line, line; // of the statement being run
    Excerpt text;             // written by it, not yet an output
    OutputKind kind;          // of `text`
    size_t n_written;         // bytes of its outputs so far
    Index n_shown;            // variables, by this statement
    Touched *touched;
    Index n_touched, cap_touched;
    Sent *sent;
    Index n_sent, cap_sent;
    Status status; // memory ran out while collecting
} Runner;

/// The host that collects: outputs into the document, all else to the outer host.
Host runner_host(Runner *r);
/// Puts an output behind all others of its line or of earlier ones and tells the sink; takes it.
void runner_add(Runner *r, Index block, DocOutput output);
/// Text written so far becomes an output.
void runner_flush(Runner *r);
/// Figures that changed without a word to the host; called after each statement.
void runner_collect_figures(Runner *r);
/// Shows the figures touched in the section: scenes are taken now, later sections may change them.
void runner_show_figures(Runner *r);
/// Drops outputs whose line lies in the range, and tells the sink.
void runner_clear(Runner *r, Index block, int32_t first_line, int32_t last_line);
/// Before a section runs from its start: closes the figures that only its last run showed, so that
/// running again does not pile them up; no figure is current.
void runner_fresh_figures(Runner *r, Index first, Index end);
/// Before a part of a section runs: the figure the section showed last is current again.
void runner_resume_figure(Runner *r, Index first, Index end);
void runner_done(Runner *r);

/// Notes the start of a run; `fresh`: a run of the whole document, which forgets earlier ones.
Status record_start(Engine *engine, Document *doc, bool fresh);
Status record_section(Engine *engine, Document *doc, Index section);
