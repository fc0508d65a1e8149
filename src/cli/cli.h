// cli/cli.h: the commands of the gradus program, and the host they share.
#pragma once
#include "base/buf.h"
#include "doc/doc.h"
#include "engine/engine.h"

/// Exit statuses of the program.
enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

int command_run(int argc, char **argv);
int command_eval(int argc, char **argv);
int command_export(int argc, char **argv);
int command_convert(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_test(int argc, char **argv);
int command_help(int argc, char **argv);
int command_console(void);
int command_kernel(int argc, char **argv);
int command_live(int argc, char **argv);
int command_check(int argc, char **argv);

/// Most outputs of one command.
enum { MAX_OUTS = 16 };
/// Whether the document `in` may be written as `outs` (at most MAX_OUTS; `named`: the writer of all, null: by extension).
/// An existing document that can be edited (.m, .mlx, .ipynb, .md, .tex) is only replaced as the single output, in another
/// format than `in`, or with `force`. ERR_ARG, with a message that says how to go on: for such a document, for `in` itself
/// (by any name or link, force or not), for two outputs of one format, for an extension no writer has.
Status outs_check(Ctx *ctx, const char *in, const char *const *outs, int n_outs, const WriterDef *named, bool force);

/// Host that writes to the terminal (stdout, stderr) with a live progress line when stderr is a terminal.
typedef struct TerminalHost {
    Host host;
    bool progress_shown; // a progress line stands on the terminal
    double progress_s;   // when it was last drawn
} TerminalHost;
void terminal_host_init(TerminalHost *terminal);
/// Removes the progress line, if there is one.
void terminal_host_end_progress(TerminalHost *terminal);

/// SIGINT asks this engine to stop until the next call; null: SIGINT ends the program.
void interrupt_watch(Engine *engine);
/// engine_new with the functions that need documents (export, publish).
Status engine_open(const Host *host, Engine **ret);
/// Prints the report of the engine's error to stderr and clears the error.
void report_error(Engine *engine);
