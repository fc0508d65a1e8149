// doc/run.h: running a document through an engine, statement by statement, and collecting what each
// one shows.
#pragma once
#include "doc/model.h"
#include "engine/engine.h"

/// Runs all sections in order. Outputs in the document are replaced. Local functions of all code
/// are defined first. A figure is shown once, after the last statement of the section that touched
/// it; every section starts without a current figure. An error of the user's code is shown as an
/// output, ends the run and sets *ret_failed (may be null); the status is then OK and the error
/// cleared. ERR_INTERRUPT when a stop was asked for (shown as an output too), ERR_NOMEM. `engine`
/// keeps its host: statements, progress and input go there, text and figures into the document.
Status doc_run(Engine *engine, Document *doc, bool *ret_failed);
/// The same for the blocks first … end-1 only (one section); earlier sections' variables are
/// expected in the workspace.
Status doc_run_blocks(Engine *engine, Document *doc, Index first, Index end, bool *ret_failed);
