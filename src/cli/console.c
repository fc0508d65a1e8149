// cli/console.c: the interactive console: history, several lines to a statement, completion, Ctrl-C.
#include "base/file.h"
#include "cli/cli.h"
#include "lang/ast.h"
#include <editline/readline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Engine *completing; // libedit's callbacks carry no user data

// Next name that starts with `text`; libedit frees the result with free().
static char *next_completion(const char *text, int state) {
    static const char **names;
    static Index n, position;
    if (state == 0) {
        mem_free(names);
        names = NULL;
        n = position = 0;
        if (vm_suggest(completing->vm, text, true, &names, &n) != OK) {
            error_clear(&completing->ctx.error);
            return NULL;
        }
    }
    return position < n ? strdup(names[position++]) : NULL;
}

static char **complete(const char *text, int start, int end) {
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1;
    return rl_completion_matches(text, next_completion);
}

static char *history_path(void) {
    const char *home = getenv("HOME");
    return home ? path_join(home, ".gradus_history") : NULL;
}

// Reads one statement or block of them; false at end of input.
static bool read_statement(Buf *statement) {
    buf_clear(statement);
    do {
        char *line = readline(statement->len ? "   " : ">> ");
        if (!line) {
            putchar('\n');
            if (!atomic_exchange(&completing->ctx.stop, 0)) return statement->len > 0;
            buf_clear(statement); // Ctrl-C at the prompt drops what was typed
            continue;
        }
        if (*line) add_history(line);
        buf_puts(statement, line);
        buf_putc(statement, '\n');
        free(line);
    } while (statement->len == 0 || parse_is_incomplete(buf_text(statement), statement->len));
    return true;
}

// Input that is not a terminal is one script: the echo of prompts would only disturb.
static int run_standard_input(Engine *engine) {
    Buf source = BUF_INIT;
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, stdin)) > 0;) buf_put(&source, block, n);
    Status status = engine_run_text(engine, "", buf_text(&source), source.len, 1);
    if (status != OK) report_error(engine);
    buf_done(&source);
    return status == OK ? engine->exit_status : EXIT_FAILED;
}

int command_console(void) {
    TerminalHost terminal;
    terminal_host_init(&terminal);
    Engine *engine = NULL;
    if (engine_open(&terminal.host, &engine) != OK) {
        fputs("gradus: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    interrupt_watch(engine);
        if (!isatty(STDIN_FILENO)) {
        int result = run_standard_input(engine);
        engine_free(engine);
        return result;
    }
    puts("Gradus " GRADUS_VERSION ", MATLAB-compatible. Type help for help, exit to leave.");
    completing = engine;
    rl_attempted_completion_function = complete;
    rl_basic_word_break_characters = " \t\n\"\\'`@$><=;|&{([+-*/^~,:";
    char *history = history_path();
    if (history) read_history(history);
    Buf statement = BUF_INIT;
    while (!engine->quit && read_statement(&statement)) {
        atomic_store(&engine->ctx.stop, 0);
        if (engine_run_text(engine, "", buf_text(&statement), statement.len, 1) != OK && !engine->quit)
            report_error(engine);
        terminal_host_end_progress(&terminal);
        fflush(stdout);
    }
    if (history) write_history(history);
    mem_free(history);
    buf_done(&statement);
    interrupt_watch(NULL);
    int result = engine->exit_status;
    engine_free(engine);
    return result;
}
