// cli/export.c: `gradus export`, `gradus convert` and `gradus diff`: documents from one format to another, run or not, and
// compared.
#include "base/file.h"
#include "cli/cli.h"
#include "doc/diff.h"
#include "doc/doc.h"
#include "doc/run.h"
#include <stdio.h>
#include <string.h>

typedef struct ExportArgs {
    const char *in, *outs[MAX_OUTS], *summary, *format;
    int n_outs;
    bool run, force;
    const WriterDef *writer; // of --format; null: by extension
    DocOptions options;
} ExportArgs;

// The place of `word` in a null-terminated list, or -1.
static int find_word(const char *word, const char *const *list) {
    for (int i = 0; list[i]; i++)
        if (strcmp(word, list[i]) == 0) return i;
    return -1;
}

// An option with a value: how many arguments it took, 0 when it is none of these, -1 when its value is wrong.
static int parse_value(const char *name, const char *value, ExportArgs *args) {
    static const char *const papers[] = {"a4", "letter", NULL};
    static const char *const figures[] = {"auto", "png", "svg", "pdf", NULL};
    int found;
    if (strcmp(name, "--summary") == 0) {
        args->summary = value;
    } else if (strcmp(name, "--format") == 0) {
        args->format = value;
    } else if (strcmp(name, "--paper") == 0) {
        if ((found = find_word(value, papers)) < 0) return -1;
        args->options.paper = (DocPaper)found;
    } else if (strcmp(name, "--figure-format") == 0) {
        if ((found = find_word(value, figures)) < 0) return -1;
        args->options.figure_format = (DocFigureFormat)found;
    } else if (strcmp(name, "--author") == 0) {
        args->options.author = value;
    } else if (strcmp(name, "--title") == 0) {
        args->options.title = value;
    } else if (strcmp(name, "--date") == 0) {
        args->options.date = value;
    } else {
        return 0;
    }
    return 2;
}

static bool parse_args(int argc, char **argv, ExportArgs *args) {
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        int n = i + 1 < argc ? parse_value(arg, argv[i + 1], args) : 0;
        if (n < 0) return false;
        if (n) i += n - 1;
        else if (strcmp(arg, "--run") == 0) args->run = true;
        else if (strcmp(arg, "--force") == 0) args->force = true;
        else if (strcmp(arg, "--hide-code") == 0) args->options.hide_code = true;
        else if (strcmp(arg, "--no-outputs") == 0) args->options.no_outputs = true;
        else if (strcmp(arg, "--double-spaced") == 0) args->options.double_spaced = true;
        else if (strcmp(arg, "--no-record") == 0) args->options.hide_record = true;
        else if (strcmp(arg, "--no-captions") == 0) args->options.no_captions = true;
        else if (arg[0] == '-') return false;
        else if (!args->in) args->in = arg;
        else if (args->n_outs < MAX_OUTS) args->outs[args->n_outs++] = arg;
        else return false;
    }
    return args->in && args->n_outs > 0;
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

// Finds the writer, and out whether all outputs may be written, before anything runs.
static Status prepare(Ctx *ctx, ExportArgs *args) {
    if (args->format) {
        args->writer = strchr(args->format, '.') ? NULL : doc_writer_find(args->format);
        if (!args->writer) {
            Buf list = BUF_INIT;
            for (const WriterDef *const *w = doc_writers(); *w; w++)
                buf_printf(&list, "%s%s", list.len ? ", " : "", (*w)->name);
            Status status = ctx_fail(ctx, ERR_ARG, "Gradus:doc:format", "Unknown format '%s': it must be one of %s.",
                                     args->format, buf_text(&list));
            buf_done(&list);
            return status;
        }
    }
    return outs_check(ctx, args->in, args->outs, args->n_outs, args->writer, args->force);
}

static Status write_all(Ctx *ctx, const Document *doc, const ExportArgs *args) {
    for (int i = 0; i < args->n_outs; i++) {
        if (args->writer) TRY(doc_write_with(ctx, args->writer, doc, &args->options, args->outs[i]));
        else TRY(doc_write(ctx, doc, &args->options, args->outs[i]));
    }
    return OK;
}

// Reads, runs when asked, writes. A failing run still leaves documents that show how far it came.
static Status export_document(Engine *engine, ExportArgs *args, bool *ret_failed) {
    Document *doc = NULL;
    TRY(prepare(&engine->ctx, args));
    TRY(doc_read(&engine->ctx, args->in, &doc));
    Status status = OK;
    if (args->run) TRY_GOTO(doc_run(engine, doc, ret_failed));
    TRY_GOTO(write_all(&engine->ctx, doc, args));
    if (*ret_failed) print_errors(doc);
    else if (args->summary) TRY_GOTO(engine_run_file(engine, args->summary));
done:
    doc_free(doc);
    return status;
}

int command_export(int argc, char **argv) {
    ExportArgs args = {0};
    if (!parse_args(argc, argv, &args)) {
        fputs("usage: gradus export IN OUT… [--run] [--hide-code] [--no-outputs] [--double-spaced] [--paper a4|letter]\n"
              "                     [--figure-format auto|png|svg|pdf] [--format NAME] [--no-record] [--no-captions]\n"
              "                     [--title TEXT] [--author NAME] [--date TEXT]\n"
              "                     [--summary FILE]   (a script to run afterwards in the same workspace)\n"
              "                     [--force]          (replace existing documents: a .m, .mlx, .ipynb, .md or .tex that exists\n"
              "                                         is otherwise kept, unless it is the only OUT and of another format than IN)\n"
              "The extension of OUT gives the format: ", stderr);
        for (const WriterDef *const *w = doc_writers(); *w; w++)
            fprintf(stderr, "%s (%s)%s", (*w)->extensions, (*w)->name, w[1] ? ", " : "\n");
        return EXIT_USAGE;
    }
    TerminalHost terminal;
    terminal_host_init(&terminal);
    Engine *engine = NULL;
    if (engine_open(&terminal.host, &engine) != OK) {
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

static int print_failure(Ctx *ctx, int result) {
    fprintf(stderr, "gradus: %s\n", error_message(&ctx->error));
    ctx_done(ctx);
    return result;
}

// Converting never runs anything, so there is no engine here.
int command_convert(int argc, char **argv) {
    ExportArgs args = {0};
    if (!parse_args(argc, argv, &args) || args.run || args.summary) {
        fputs("usage: gradus convert IN OUT… [--hide-code] [--no-outputs] [--format NAME] [--force] and the other options of export\n",
              stderr);
        return EXIT_USAGE;
    }
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    Status status = prepare(&ctx, &args);
    if (status == OK) status = doc_read(&ctx, args.in, &doc);
    if (status == OK) status = write_all(&ctx, doc, &args);
    doc_free(doc);
    if (status != OK) return print_failure(&ctx, EXIT_FAILED);
    ctx_done(&ctx);
    return EXIT_GOOD;
}

int command_diff(int argc, char **argv) {
    enum { SAME, DIFFERENT, TROUBLE };
    DiffOptions options = {0};
    const char *paths[2] = {NULL, NULL};
    int n = 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--ignore-outputs") == 0) options.ignore_outputs = true;
        else if (argv[i][0] == '-' || n == 2) n = 3;
        else paths[n++] = argv[i];
    }
    if (n != 2) {
        fputs("usage: gradus diff A B [--ignore-outputs]   (exit status 0: same, 1: different, 2: trouble)\n", stderr);
        return TROUBLE;
    }
    Ctx ctx;
    ctx_init(&ctx);
    Document *a = NULL, *b = NULL;
    Buf out = BUF_INIT;
    bool same = false;
    Status status = doc_read(&ctx, paths[0], &a);
    if (status == OK) status = doc_read(&ctx, paths[1], &b);
    if (status == OK) status = doc_diff(&ctx, a, b, &options, &out, &same);
    if (status == OK) fwrite(buf_text(&out), 1, out.len, stdout);
    buf_done(&out);
    doc_free(a);
    doc_free(b);
    if (status != OK) return print_failure(&ctx, TROUBLE);
    ctx_done(&ctx);
    return same ? SAME : DIFFERENT;
}
