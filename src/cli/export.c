// cli/export.c: `gradus export`: a live script or an ordinary script with sections, run or not, as PDF.
#include "cli/cli.h"
#include "doc/doc.h"
#include "doc/run.h"
#include "base/file.h"
#include <stdio.h>
#include <string.h>

typedef struct ExportArgs {
    const char *in, *out, *summary;
    bool run;
    DocPdfOptions pdf;
} ExportArgs;

static bool parse_args(int argc, char **argv, ExportArgs *args) {
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--run") == 0) args->run = true;
        else if (strcmp(arg, "--hide-code") == 0) args->pdf.hide_code = true;
        else if (strcmp(arg, "--double-spaced") == 0) args->pdf.double_spaced = true;
        else if (strcmp(arg, "--summary") == 0 && i + 1 < argc) args->summary = argv[++i];
        else if (strcmp(arg, "--paper") == 0 && i + 1 < argc) {
            const char *paper = argv[++i];
            if (strcmp(paper, "letter") == 0) args->pdf.paper = DOC_LETTER;
            else if (strcmp(paper, "a4") != 0) return false;
        } else if (arg[0] == '-') return false;
        else if (!args->in) args->in = arg;
        else if (!args->out) args->out = arg;
        else return false;
    }
    return args->in && args->out;
}

// The errors the document shows, for the terminal.
static void print_errors(const Document *doc) {
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *block = &doc->blocks[i];
        for (Index k = 0; k < block->n_outputs; k++)
            if (block->outputs[k].kind == OUTPUT_ERROR)
                fprintf(stderr, "%s:%d: %s\n", doc->path, block->outputs[k].line, block->outputs[k].text);
    }
}

// Reads, runs when asked, writes. A failing run still leaves a PDF that shows how far it came.
static Status export_document(Engine *engine, const ExportArgs *args, bool *ret_failed) {
    Document *doc = NULL;
    TRY(doc_read(&engine->ctx, args->in, &doc));
    Status status = OK;
    if (args->run) TRY_GOTO(doc_run(engine, doc, ret_failed));
    TRY_GOTO(doc_write(&engine->ctx, doc, &args->pdf, args->out));
    if (*ret_failed) print_errors(doc);
    else if (args->summary) TRY_GOTO(engine_run_file(engine, args->summary));
done:
    doc_free(doc);
    return status;
}

int command_export(int argc, char **argv) {
    ExportArgs args = {0};
    if (!parse_args(argc, argv, &args)) {
        fputs("usage: gradus export FILE OUT.pdf [--run] [--paper a4|letter] [--hide-code] [--double-spaced]\n"
              "                     [--summary FILE]   (a script to run afterwards in the same workspace)\n",
              stderr);
        return EXIT_USAGE;
    }
    TerminalHost terminal;
    terminal_host_init(&terminal);
    Engine *engine = NULL;
    if (engine_new(&terminal.host, &engine) != OK) {
        fputs("gradus: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    interrupt_watch(engine);
    bool failed = false;
    Status status = export_document(engine, &args, &failed);
    terminal_host_end_progress(&terminal);
    if (status != OK) report_error(engine);
    interrupt_watch(NULL);
    engine_free(engine);
    return status == OK && !failed ? EXIT_GOOD : EXIT_FAILED;
}
