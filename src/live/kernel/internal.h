// live/kernel/internal.h: the state of one kernel process, and what its parts share.
#pragma once
#include "base/excerpt.h"
#include "doc/model.h"
#include "engine/engine.h"
#include "live/kernel/link.h"
#include "live/message.h"

/// Bytes shown of one command: of its beginning, of its end, and of the end while it goes on.
enum { CONSOLE_BEGIN = 128 << 10, CONSOLE_END = 128 << 10, CONSOLE_GLIMPSE = 16 << 10 };

/// Text of a command on its way out, sent at most every 50 ms. What goes beyond the beginning is sent
/// as a tail: the part of the Command Window that a later form replaces.
typedef struct Pending {
    Excerpt all; // by this command
    size_t n_sent; // of its head
    HostStream stream;
    double sent_s;
    size_t tail_sent; // of it, as it then was
    int tail;         // serial number of the tail
} Pending;

/// What the workspace looked like at the start of the last run, by variable.
typedef struct Stamp {
    char *name;
    uint64_t quick, full; // of the content: a few elements; all
} Stamp;

/// The key under which a figure was shown in a section.
typedef struct FigureKey {
    int number, key;
    Index section;
    double shown_s;
} FigureKey;

typedef struct Kernel {
    Engine *engine;
    Link *link;
    _Atomic int running; // serial number of the run or command in progress, else 0; set under the
                         // queue's lock
    _Atomic int closing; // it is over but for reports, which nothing may stop
    int serial;
    // of the reading thread alone: which run was halted, and when
    int halted;
    double halted_s;
    bool serving;        // inside kernel_pulse
    double started_s;
    Pending said; // Command Window
    // the run in progress
    int run, next_key;
    Document *doc; // of the last run: its figures are known by it
    const Excerpt *stream; // text of the statement, not shown in full yet; borrowed, or null
    int stream_key;
    int32_t stream_line;
    OutputKind stream_kind;
    double stream_s, stream_pause_s; // when it was sent; when it may be again
    int32_t error_line;
    FigureKey *keys;
    Index n_keys, cap_keys;
    // figures of commands, and buttons
    double drew_s, progressed_s;
    int *stopped; // figures whose Stop button was pressed
    Index n_stopped, cap_stopped;
    // workspace
    double reported_s;
    uint64_t reported; // of the last report: the same is not sent again
    uint64_t content;  // of all data at the last thorough look
    Stamp *stamps;
    Index n_stamps, cap_stamps;
} Kernel;

// ---- kernel.c -----------------------------------------------------------------------------------
/// A safe point of the running code: sends text that is due, answers requests that do no harm,
/// reports the workspace when that is due.
void kernel_pulse(Kernel *k);
/// A run or command begins or ends.
void kernel_begin_busy(Kernel *k);
void kernel_end_busy(Kernel *k);

// ---- talk.c -------------------------------------------------------------------------------------
/// Sends a report; takes `message`, adds "t".
void talk_report(Kernel *k, const char *name, const char *slot, json_t *message);
/// The same with one more field whose value is JSON text already (a scene).
void talk_report_with(Kernel *k, const char *name, const char *slot, json_t *message, const char *field,
                      const char *json);
/// Answers a request; takes `fields`.
void talk_reply(Kernel *k, const json_t *request, json_t *fields);
void talk_reply_with(Kernel *k, const json_t *request, json_t *fields, const char *field, const char *json);
void talk_failure(Kernel *k, const json_t *request, const char *error, const char *message);
/// The error of the engine's context, which is cleared.
void talk_failure_of(Kernel *k, const json_t *request);
/// Appends compact JSON.
void talk_dump(const json_t *json, Buf *out);
const char *field_text(const json_t *message, const char *name); // "" when missing
int field_int(const json_t *message, const char *name, int otherwise);
double field_number(const json_t *message, const char *name, double otherwise);

// ---- run.c, console.c: all take a request or a message, borrowed ----------------------------------
void run_begin(Kernel *k, const json_t *message);
/// Sends streamed text that waits; `all`: now.
void run_flush_text(Kernel *k, bool all);
void console_command(Kernel *k, const json_t *request);
/// Runs one line of our own (echoed), such as "x = 3;". The status; on failure the context holds the
/// error.
Status console_run_echoed(Kernel *k, const char *code);
void console_flush(Kernel *k, bool all);
/// The host of commands, and the outer one of documents.
Host console_host(Kernel *k);
/// Sends a figure as a frame (`drew`).
void console_show_figure(Kernel *k, int number, bool frame);
/// Reports a finished run.
void console_report_done(Kernel *k, int run, bool failed, bool stopped, int error_line);

// ---- workspace.c --------------------------------------------------------------------------------
/// Sends `variables` unless they are as last sent. `thorough`: looks at all the data to see whether it
/// changed, and sends them also when only data did that no row shows.
void workspace_report(Kernel *k, bool thorough);
/// Remembers the workspace as it is: what differs later has changed.
void workspace_stamp(Kernel *k);
void workspace_done(Kernel *k);
void workspace_stats(Kernel *k, const json_t *request);
/// "28×28×1×5000".
void workspace_size(Ctx *ctx, Value v, char *text, size_t n_bytes);
bool workspace_is_editable(Value v);

// ---- path.c -------------------------------------------------------------------------------------
/// The value of a path such as s.a{3}.b(2): owned. Runs no code. ERR_SYNTAX, ERR_NAME, ERR_INDEX.
Status path_value(Kernel *k, const char *path, Value *ret);
bool path_is_name(const char *text);

// ---- exact.c ------------------------------------------------------------------------------------
/// Appends the value itself, not as it is displayed: numbers with the fewest digits that give them back,
/// small matrices in brackets, texts without quotes. False: there is no such form of it, nothing is
/// appended.
bool exact_text(Ctx *ctx, Value v, Buf *out);

// ---- window.c, change.c -----------------------------------------------------------------------------
void window_variable(Kernel *k, const json_t *request);
/// An object that is shown as a list of properties, of which some may be set.
bool window_has_properties(Value v);
void change_set(Kernel *k, const json_t *request);
void change_paste(Kernel *k, const json_t *request);
void change_assign(Kernel *k, const json_t *request);
void change_rename(Kernel *k, const json_t *request);
void change_delete(Kernel *k, const json_t *request);
void change_plot(Kernel *k, const json_t *request);
void change_folder(Kernel *k, const json_t *request);

// ---- picture.c ----------------------------------------------------------------------------------
/// target_json, with an image for a scene of very many parts.
Status picture_json(Ctx *ctx, const Scene *scene, Buf *out);

// ---- figures.c ----------------------------------------------------------------------------------
void figures_act(Kernel *k, const json_t *request);
void figures_pick(Kernel *k, const json_t *request);
void figures_resize(Kernel *k, const json_t *request);
void figures_data(Kernel *k, const json_t *request);
void figures_export(Kernel *k, const json_t *request);
void figures_close(Kernel *k, const json_t *request);
/// Whether the Stop button of this figure was pressed.
bool figures_stop_pressed(void *kernel, int number);
/// A new run: no button is pressed.
void figures_forget_stops(Kernel *k);
