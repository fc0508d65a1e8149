// cli/run.c: `gradus run`, `gradus eval` and `gradus help`.
#include "base/file.h"
#include "cli/cli.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Starts an engine on the terminal, or says why not.
static Engine *start(TerminalHost *terminal) {
    terminal_host_init(terminal);
    Engine *engine = NULL;
    if (engine_new(&terminal->host, &engine) != OK) {
        fputs("gradus: out of memory\n", stderr);
        return NULL;
    }
    interrupt_watch(engine);
    return engine;
}

static int finish(Engine *engine, TerminalHost *terminal, Status status) {
    terminal_host_end_progress(terminal);
    if (status != OK) report_error(engine);
    interrupt_watch(NULL);
    int asked = engine->exit_status;
    engine_free(engine);
    return status == OK ? asked : EXIT_FAILED;
}

// Writes every open figure as figure<N>.png and .pdf.
static Status save_figures(Engine *engine, const char *folder) {
    TRY(file_make_folders(&engine->ctx, folder));
    Value name;
    TRY(value_from_text(&engine->ctx, folder, &name));
    Status status = vm_set_variable(engine->vm, VM_BASE, "gradus_figures_folder", name);
    value_unref(name);
    TRY(status);
    static const char code[] =
        "for gradus_figure = reshape(findobj('Type','figure'),1,[])\n"
        "gradus_file = fullfile(gradus_figures_folder, sprintf('figure%d', gradus_figure.Number));\n"
        "exportgraphics(gradus_figure, [gradus_file '.png'], Resolution=144)\n"
        "exportgraphics(gradus_figure, [gradus_file '.pdf'])\n"
        "end";
    return engine_run_text(engine, "figures", code, sizeof code - 1, 1);
}

int command_run(int argc, char **argv) {
    const char *file = NULL, *figures = NULL;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--figures") == 0 && i + 1 < argc)
            figures = argv[++i];
        else if (!file && argv[i][0] != '-')
            file = argv[i];
        else
            file = NULL, i = argc;
    }
    if (!file) {
        fputs("usage: gradus run FILE [--figures FOLDER]\n", stderr);
        return EXIT_USAGE;
    }
    TerminalHost terminal;
    Engine *engine = start(&terminal);
    if (!engine) return EXIT_FAILED;
    Status status = engine_run_file(engine, file);
    if (status == OK && figures) status = save_figures(engine, figures);
    return finish(engine, &terminal, status);
}

int command_eval(int argc, char **argv) {
    if (argc != 1) {
        fputs("usage: gradus eval CODE\n", stderr);
        return EXIT_USAGE;
    }
    TerminalHost terminal;
    Engine *engine = start(&terminal);
    if (!engine) return EXIT_FAILED;
    return finish(engine, &terminal, engine_run_text(engine, "", argv[0], strlen(argv[0]), 1));
}

int command_help(int argc, char **argv) {
    TerminalHost terminal;
    Engine *engine = start(&terminal);
    if (!engine) return EXIT_FAILED;
    Value name = VALUE_NONE, none = VALUE_NONE;
    Status status = OK;
    if (argc > 0) status = value_from_text(&engine->ctx, argv[0], &name);
    if (status == OK) status = vm_call_name(engine->vm, "help", &name, argc > 0, 0, &none);
    value_unref(name);
    value_unref(none);
    return finish(engine, &terminal, status);
}
