// cli/terminal.c: the host of the command line: plain streams, one live line for progress, Ctrl-C.
#include "base/clock.h"
#include "cli/cli.h"
#include "doc/functions.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Ctx *volatile watched; // the one place a signal handler can look

static void on_interrupt(int signal_number) {
    (void)signal_number;
    Ctx *ctx = watched;
    if (ctx) atomic_store(&ctx->stop, 1);
}

void interrupt_watch(Engine *engine) {
    struct sigaction action = {.sa_handler = engine ? on_interrupt : SIG_DFL};
    watched = engine ? &engine->ctx : NULL;
    sigaction(SIGINT, &action, NULL);
}

void terminal_host_end_progress(TerminalHost *terminal) {
    if (!terminal->progress_shown) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    terminal->progress_shown = false;
}

static void terminal_write(void *self, HostStream stream, const char *utf8, size_t n_bytes) {
    terminal_host_end_progress(self);
    FILE *file = stream == HOST_OUT ? stdout : stderr;
    if (file == stderr) fflush(stdout); // keep the order of the two streams
    fwrite(utf8, 1, n_bytes, file);
    if (file == stdout && ((TerminalHost *)self)->host.interactive) fflush(stdout);
}

static void terminal_progress(void *self, double fraction, const char *text) {
    TerminalHost *terminal = self;
    double now_s = clock_monotonic_s();
    if (fraction >= 1) {
        terminal_host_end_progress(terminal);
        return;
    }
    if (terminal->progress_shown && now_s - terminal->progress_s < 0.1) return;
    terminal->progress_s = now_s;
    terminal->progress_shown = true;
    enum { CELLS = 20 };
    int filled = fraction > 0 ? (int)(fraction * CELLS) : 0;
    fputs("\r\033[K[", stderr);
    for (int i = 0; i < CELLS; i++) fputs(i < filled ? "#" : ".", stderr);
    if (fraction >= 0)
        fprintf(stderr, "] %3.0f%%  %s", fraction * 100, text);
    else
        fprintf(stderr, "] %s", text);
    fflush(stderr);
}

static bool terminal_read_line(void *self, const char *prompt, char *line, size_t n_bytes) {
    terminal_host_end_progress(self);
    fputs(prompt, stdout);
    fflush(stdout);
    if (!fgets(line, (int)n_bytes, stdin)) return false;
    line[strcspn(line, "\n")] = 0;
    return true;
}

static void terminal_clear(void *self) {
    (void)self;
    if (isatty(STDOUT_FILENO)) fputs("\033[2J\033[H", stdout);
}

void terminal_host_init(TerminalHost *terminal) {
    *terminal = (TerminalHost){0};
    terminal->host = (Host){
        .self = terminal,
        .write = terminal_write,
        .read_line = terminal_read_line,
        .clear_screen = terminal_clear,
        .interactive = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO),
    };
    if (isatty(STDERR_FILENO)) terminal->host.progress = terminal_progress;
}

Status engine_open(const Host *host, Engine **ret) {
    Engine *engine = NULL;
    TRY(engine_new(host, &engine));
    Status status = doc_add_functions(engine);
    if (status != OK) engine_free(engine);
    else *ret = engine;
    return status;
}

void report_error(Engine *engine) {
    Buf report = BUF_INIT;
    engine_error_report(engine, &report);
    fflush(stdout);
    fputs(buf_text(&report), stderr);
    buf_done(&report);
    error_clear(&engine->ctx.error);
}
