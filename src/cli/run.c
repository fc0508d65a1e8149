// cli/run.c: `gradus run`, `gradus eval` and `gradus help`.
#include "base/file.h"
#include "cli/cli.h"
#include "graphics/figure.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Starts an engine on the terminal, or says why not.
static Engine *start(TerminalHost *terminal) {
    terminal_host_init(terminal);
    Engine *engine = NULL;
    if (engine_open(&terminal->host, &engine) != OK) {
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

// Writes one figure as FOLDER/figure<N>.png and .pdf.
static Status save_figure(Ctx *ctx, GObject *figure, const char *folder) {
    enum { DPI = 144 };
    Scene *scene = NULL;
    TRY(figure_scene(ctx, figure, &scene));
    Buf path = BUF_INIT;
    buf_printf(&path, "%s/figure%d.png", folder, figure_number(figure));
    Status status = path.failed ? ctx_fail_nomem(ctx) : target_png(ctx, scene, DPI, buf_text(&path));
    if (status == OK) {
        memcpy(path.data + path.len - 3, "pdf", 3);
        status = target_pdf(ctx, &scene, 1, NULL, buf_text(&path));
    }
    buf_done(&path);
    scene_free(scene);
    return status;
}

static Status save_figures(Engine *engine, const char *folder) {
    TRY(file_make_folders(&engine->ctx, folder));
    if (!engine->env.graphics) return OK;
    Index n = 0;
    GObject *const *figures = graphics_figures(engine->env.graphics, &n);
    for (Index i = 0; i < n; i++) TRY(save_figure(&engine->ctx, figures[i], folder));
    return OK;
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
