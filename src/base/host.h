// base/host.h: everything that leaves the engine passes through this table, which cli, doc or live provides.
#pragma once
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct Value;

typedef enum HostStream {
    HOST_OUT,     // fprintf, disp, display of expressions
    HOST_WARNING, // text of one warning, with its newline
    HOST_ERROR    // text of an error report
} HostStream;

/// Any entry may be null: then the engine does nothing at that point.
typedef struct Host {
    void *self;
    /// Text to show; not NUL-terminated.
    void (*write)(void *self, HostStream stream, const char *utf8, size_t n_bytes);
    /// An unsuppressed statement shows a variable. `text` is the console form ("x =\n\n     1\n\n").
    /// When null, the engine writes `text` to HOST_OUT instead.
    void (*variable)(void *self, const char *name, const struct Value *value, const char *text);
    /// A figure was created, drawn or closed. `drawn` is true at drawnow and at the end of a statement.
    void (*figure)(void *self, int figure_number, bool drawn);
    /// A statement of the top-level script starts; 1-based lines of the file, last_line >= first_line.
    void (*statement)(void *self, const char *file, int first_line, int last_line);
    /// Progress of a long task: `fraction` 0…1 or negative when unknown; `text` is one line.
    void (*progress)(void *self, double fraction, const char *text);
    /// Asks the user for a line (input, keyboard); writes to `line`. False at end of input.
    bool (*read_line)(void *self, const char *prompt, char *line, size_t n_bytes);
    /// Opens a document or help page (open, edit, doc, openExample); `kind` is "help", "file" or "example".
    void (*open)(void *self, const char *kind, const char *name);
    /// Clears the screen (clc).
    void (*clear_screen)(void *self);
    /// Called between two instructions of running code soon after engine_attend, and while code waits
    /// (pause). Must not run code itself.
    void (*poll)(void *self);
    /// Whether the person pressed the Stop button of this figure (training progress monitor).
    bool (*stop_pressed)(void *self, int figure_number);
    bool interactive; // a person is watching: live progress lines are welcome
} Host;
