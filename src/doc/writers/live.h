// doc/writers/live.h: what the two files of the live-code writer share.
#pragma once
#include "base/map.h"
#include "doc/doc.h"

typedef struct LiveWriter {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    Buf *out;
    Buf images, controls, outputs; // parts of the appendix, in order of appearance
    Map *names;                    // "output:7fd89108" to what has that name
    bool early; // the file's appendix has no version: text marks of then
    const Buf *kept;               // the part of kept.h; null or empty: none
    bool in_cell;                  // table cells: bars are escaped
    bool after_equation;           // a curly bracket here would be read as its attributes
    Status status;
} LiveWriter;

void live_fail(LiveWriter *w, Status status);
/// Name of a picture's part: writes the part once a picture. Appended to `id`; nothing when the
/// picture cannot be stored.
void live_image(LiveWriter *w, const DocRun *run, Buf *id);
/// Writes the part of a control and appends its id.
void live_control(LiveWriter *w, const DocControl *control, Buf *id);
/// Writes the part of an output and appends its id; nothing when there is nothing to store.
void live_output(LiveWriter *w, const DocOutput *output, Buf *id);
/// Everything from "%[appendix]" on.
void live_appendix(LiveWriter *w);
