// doc/functions.c: see functions.h. The engine does not know documents, so this family is added
// from here (env_add_family).
#include "doc/functions.h"
#include "base/file.h"
#include "builtins/arguments.h"
#include "doc/doc.h"
#include "doc/run.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>

/// The engine around the call's environment, which is a member of it.
static Engine *engine_of(Call *call) {
    return (Engine *)((char *)call->env - offsetof(Engine, env));
}

/// The file, or the file with .mlx or .m behind the name.
static Status find_source(Call *call, int i, char **ret) {
    static const char *const extensions[] = {"", ".mlx", ".m"};
    OWN_MEM char *name = NULL;
    TRY(arg_text(call, i, &name));
    for (int k = 0; k < 3; k++) {
        OWN_BUF path = BUF_INIT;
        buf_printf(&path, "%s%s", name, extensions[k]);
        if (path.failed) return ctx_fail_nomem(call->ctx);
        if (!file_exists(buf_text(&path)) || file_is_folder(buf_text(&path))) continue;
        *ret = buf_take(&path);
        return OK;
    }
    return call_fail(call, ERR_IO, "MATLAB:fileNotFound", "File '%s' not found.", name);
}

/// "html" to ".html": the first extension of a writer, by any of its names.
static const char *extension_of(const char *format, char text[16]) {
    static const char *const aliases[][2] = {{"docx", "word"},      {"doc", "word"},
                                             {"ipynb", "notebook"}, {"m", "live"},
                                             {"tex", "latex"},      {"md", "markdown"}};
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (!strcasecmp(format, aliases[i][0])) format = aliases[i][1];
    const WriterDef *writer = strchr(format, '.') ? NULL : doc_writer_find(format);
    if (!writer) return NULL;
    size_t n = strcspn(writer->extensions, " ");
    if (n > 15) return NULL;
    memcpy(text, writer->extensions, n);
    text[n] = 0;
    return text;
}

static Status unknown_format(Call *call, const char *format) {
    OWN_BUF list = BUF_INIT;
    for (const WriterDef *const *w = doc_writers(); *w; w++)
        buf_printf(&list, "%s\"%s\"", list.len ? ", " : "", (*w)->name);
    return call_fail(call, ERR_ARG, "MATLAB:export:Format",
                     "Unknown format '%s'. It must be one of %s.", format, buf_text(&list));
}

/// Reads, runs when asked, writes. With `catch_error` an error of the code ends up in the document
/// only.
static Status convert(Call *call, const char *in, const char *out, const DocOptions *options,
                      bool run, bool catch_error) {
    Document *doc = NULL;
    if (file_is_same(in, out))
        return call_fail(call, ERR_ARG, "Gradus:doc:sameFile",
                         "'%s' is the document itself: it would be replaced by its own export. "
                         "Give another name.",
                         out);
    TRY(doc_read(call->ctx, in, &doc));
    bool failed = false;
    Status status = OK;
    if (run) TRY_GOTO(doc_run(engine_of(call), doc, &failed));
    TRY_GOTO(doc_write(call->ctx, doc, options, out));
    if (failed && !catch_error)
        status =
            call_fail(call, ERR_USER, "MATLAB:export:codeFailed",
                      "The code of '%s' ended with an error; '%s' shows how far it came.", in, out);
done:
    doc_free(doc);
    return status;
}

static Status read_flag(Call *call, const Option *option, bool *ret) {
    return option->value ? value_truth(call->ctx, *option->value, ret) : OK;
}

static Status read_word(Call *call, const Option *option, const char *const *words, int *ret) {
    OWN_MEM char *text = NULL;
    if (!option->value) return OK;
    TRY(value_to_utf8(call->ctx, *option->value, &text));
    OWN_BUF list = BUF_INIT;
    for (int i = 0; words[i]; i++) {
        if (!strcasecmp(words[i], text)) {
            *ret = i;
            return OK;
        }
        buf_printf(&list, "%s\"%s\"", i ? ", " : "", words[i]);
    }
    return call_fail(call, ERR_ARG, "MATLAB:export:option", "%s must be one of %s.", option->name,
                     buf_text(&list));
}

/// The name of the file without extension, plus another.
static Status beside(Call *call, const char *in, const char *extension, char **ret) {
    Buf path = BUF_INIT;
    buf_put(&path, in, strlen(in) - strlen(path_extension(in)));
    buf_puts(&path, extension);
    *ret = buf_take(&path);
    return *ret ? OK : ctx_fail_nomem(call->ctx);
}

BUILTIN(
    export, "path = export(file)\npath = export(file,output)\npath = export(___,Name,Value)",
    ARITY(1, -1, 1), "Writes a live script, notebook or script as a document.",
    "file: .m, .mlx, .ipynb or .md file\noutput: file to write; its extension gives the format (by "
    "default a PDF beside the file)\nName,Value: Format (\"pdf\", \"html\", \"latex\", "
    "\"markdown\", "
    "\"notebook\", …), Run (false: stored outputs are shown), CatchError (true), HideCode, "
    "IncludeOutputs (true), FigureFormat (\"auto\", \"png\", \"svg\", \"pdf\"), FigureResolution "
    "(dots per inch), PageSize (\"A4\", \"letter\"), Title (in headers and properties), Author and "
    "Date (below the title), ShowRecord (true: a PDF ends with a line about the run), "
    "Captions (true: figures of a PDF, Word, HTML or LaTeX file have \"Figure 1. Title\" below "
    "them)",
    "path: file that was written",
    "Fails when the file is missing or damaged, for unknown formats, when the output is the file "
    "itself or (with its name left to export) an existing document that can be edited, and (with "
    "CatchError=false) when the code ends with an error.",
    "f = tempname + \".m\";\nwritelines([\"%[text] # Title\" \"x = 1\"],f)\nout = "
    "export(f,Format=\"html\",Run=true);\nassert(contains(fileread(out),\"<h1\"))\ndelete(f)\n"
    "delete(out)",
    "publish, exportgraphics") {
    static const char *const formats[] = {"auto", "png", "svg", "pdf", NULL};
    static const char *const papers[] = {"A4", "letter", "US Letter", NULL};
    OWN_MEM char *in = NULL, *out = NULL, *format = NULL;
    TRY(find_source(call, 0, &in));
    int first = call->nargin % 2 ? 1 : 2; // an output leaves an odd number of options
    if (first == 2) TRY(arg_text(call, 1, &out));
    Option o[] = {{"Format", NULL},           {"Run", NULL},
                  {"CatchError", NULL},       {"HideCode", NULL},
                  {"IncludeOutputs", NULL},   {"FigureFormat", NULL},
                  {"FigureResolution", NULL}, {"PageSize", NULL},
                  {"OpenExportedFile", NULL}, {"Title", NULL},
                  {"Author", NULL},           {"Date", NULL},
                  {"ShowRecord", NULL},       {"Captions", NULL}};
    TRY(arg_options(call, first, o, sizeof o / sizeof *o));
    DocOptions options = {0};
    bool run = false, catch_error = true, outputs = true, open = false;
    int figure_format = 0, paper = 0;
    TRY(read_flag(call, &o[1], &run));
    TRY(read_flag(call, &o[2], &catch_error));
    TRY(read_flag(call, &o[3], &options.hide_code));
    TRY(read_flag(call, &o[4], &outputs));
    TRY(read_word(call, &o[5], formats, &figure_format));
    if (o[6].value) TRY(value_to_double(call->ctx, *o[6].value, &options.figure_dpi));
    TRY(read_word(call, &o[7], papers, &paper));
    TRY(read_flag(call, &o[8], &open));
    OWN_MEM char *title = NULL, *author = NULL, *date = NULL;
    if (o[9].value) TRY(value_to_utf8(call->ctx, *o[9].value, &title));
    if (o[10].value) TRY(value_to_utf8(call->ctx, *o[10].value, &author));
    if (o[11].value) TRY(value_to_utf8(call->ctx, *o[11].value, &date));
    bool record = true, captions = true;
    TRY(read_flag(call, &o[12], &record));
    TRY(read_flag(call, &o[13], &captions));
    options.title = title;
    options.author = author;
    options.date = date;
    options.hide_record = !record;
    options.no_captions = !captions;
    if (open) return ctx_fail_unsupported(call->ctx, "export with OpenExportedFile=true");
    if (options.figure_dpi < 0 || options.figure_dpi > 1200)
        return call_fail(call, ERR_ARG, "MATLAB:export:option",
                         "FigureResolution must be between 1 and 1200.");
    options.no_outputs = !outputs;
    options.figure_format = (DocFigureFormat)figure_format;
    options.paper = paper ? DOC_LETTER : DOC_A4;
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &format));
    char extension[16] = ".pdf";
    if (format && !extension_of(format, extension)) return unknown_format(call, format);
    if (!out || !*path_extension(out)) {
        char *full = NULL;
        TRY(beside(call, out ? out : in, extension, &full));
        mem_free(out);
        out = full;
        if (!doc_writer_find(out)->for_reading && file_exists(out) && !file_is_same(in, out))
            return call_fail(call, ERR_ARG, "Gradus:doc:exists",
                             "'%s' exists and may be somebody's work. Name the output, with its "
                             "extension, to replace it.",
                             out);
    }
    TRY(convert(call, in, out, &options, run, catch_error));
    return call->nargout > 0 ? value_from_text(call->ctx, out, &call->ret[0]) : OK;
}

BUILTIN(
    publish, "path = publish(file)\npath = publish(file,format)\npath = publish(file,Name,Value)",
    ARITY(1, -1, 1), "Runs a script and writes it with its results as a document.",
    "file: script or live script\nformat: \"html\" (default), \"pdf\", \"latex\", \"docx\", …\n"
    "Name,Value: format, outputDir (by default the folder html beside the file), evalCode (true), "
    "showCode (true), catchError (true)",
    "path: file that was written", "Fails as export does.",
    "f = tempname + \".m\";\nwritelines([\"%% Title\" \"x = 1 + 1\"],f)\nout = "
    "publish(f,outputDir=tempdir);\nassert(contains(fileread(out),\"Title\"))\ndelete(f)\ndelete("
    "out)",
    "export, run") {
    OWN_MEM char *in = NULL, *format = NULL, *folder = NULL, *name = NULL, *out = NULL;
    TRY(find_source(call, 0, &in));
    Option o[] = {{"format", NULL},
                  {"outputDir", NULL},
                  {"evalCode", NULL},
                  {"showCode", NULL},
                  {"catchError", NULL}};
    if (call->nargin == 2)
        TRY(arg_text(call, 1, &format));
    else
        TRY(arg_options(call, 1, o, sizeof o / sizeof *o));
    bool run = true, show = true, catch_error = true;
    TRY(read_flag(call, &o[2], &run));
    TRY(read_flag(call, &o[3], &show));
    TRY(read_flag(call, &o[4], &catch_error));
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &format));
    char extension[16] = ".html";
    if (format && !extension_of(format, extension)) return unknown_format(call, format);
    if (o[1].value) {
        TRY(value_to_utf8(call->ctx, *o[1].value, &folder));
    } else {
        Buf path = BUF_INIT;
        buf_put(&path, in, (size_t)(path_base(in) - in));
        buf_puts(&path, "html");
        folder = buf_take(&path);
        if (!folder) return ctx_fail_nomem(call->ctx);
    }
    TRY(file_make_folders(call->ctx, folder));
    TRY(beside(call, path_base(in), extension, &name));
    out = path_join(folder, name);
    if (!out) return ctx_fail_nomem(call->ctx);
    DocOptions options = {.hide_code = !show};
    TRY(convert(call, in, out, &options, run, catch_error));
    return call->nargout > 0 ? value_from_text(call->ctx, out, &call->ret[0]) : OK;
}

BUILTIN_AS(
    open_and_convert, "matlab.internal.liveeditor.openAndConvert",
    "matlab.internal.liveeditor.openAndConvert(file,output)", ARITY(2, 2, 0),
    "Converts a live script without running it.",
    "file: .m, .mlx, .ipynb or .md file\noutput: file to write; its extension gives the format", "",
    "Fails as export does.",
    "f = tempname + \".m\";\nwritelines(\"%[text] # Title\",f)\nout = tempname + \".md\";\n"
    "matlab.internal.liveeditor.openAndConvert(f,out)\nassert(contains(fileread(out),\"# "
    "Title\"))\ndelete(f)\ndelete(out)",
    "export") {
    OWN_MEM char *in = NULL, *out = NULL;
    TRY(find_source(call, 0, &in));
    TRY(arg_text(call, 1, &out));
    return convert(call, in, out, NULL, false, true);
}

static const BuiltinDef *const family_documents[] = {&def_export, &def_publish,
                                                     &def_open_and_convert, NULL};

Status doc_add_functions(Engine *engine) {
    return env_add_family(&engine->env, family_documents);
}
