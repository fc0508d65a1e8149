// doc/controls.h: what the controls of code (sliders, fields, lists, …) show, for writers that hide the code.
#pragma once
#include "doc/model.h"

/// Style of a run that is the shown value of a control: a box in the formats that have one. Never in a document.
enum { RUN_CONTROL = 16 };

/// A control as a reader sees it; texts in one line, in the arena, never null.
typedef struct ShownControl {
    const char *label; // "" where it has none, and of buttons
    const char *value; // of a push button its label; "" when there is nothing to show
    bool button;       // does something, and stands for no value
} ShownControl;

/// Appends the code that a control stands for; columns beyond a line count as its end.
void control_code(const DocBlock *block, const DocControl *control, Buf *out);
/// The block's controls in order, `block->n_controls` of them, in the arena: texts without their quotes, logical values as
/// "on" and "off", an entry of a list by its label, a date as yyyy-mm-dd. Null for a block without controls.
Status controls_shown(Ctx *ctx, const DocBlock *block, Arena *arena, ShownControl **ret);
/// The same as the text of one paragraph: label and value, a line for each control. No runs: nothing to show.
/// The arena that holds it is the caller's (arena_free), also on failure; it may be null.
Status controls_runs(Ctx *ctx, const DocBlock *block, Arena **ret_arena, DocRuns *ret);
