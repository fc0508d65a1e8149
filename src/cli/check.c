// cli/check.c: `gradus check FILE…`: what the Live Editor marks in a text, one line a mark:
// file:line:column: severity: message [code]. Columns count characters from 1.
#include "base/file.h"
#include "cli/cli.h"
#include "doc/doc.h"
#include "live/language/language.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE = 64 << 20 };

static const char *text_of(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/// Prints the marks; the number of errors, -1 when memory is short.
static int print_marks(const char *path, const json_t *reply) {
    const json_t *mark;
    size_t i;
    int errors = 0;
    if (!reply) return -1;
    json_array_foreach(json_object_get(reply, "marks"), i, mark) {
        printf("%s:%d:%d: %s: %s [%s]\n", path, (int)json_integer_value(json_object_get(mark, "line")),
               (int)json_integer_value(json_object_get(mark, "column")) + 1, text_of(mark, "severity"), text_of(mark, "message"),
               text_of(mark, "code"));
        errors += !strcmp(text_of(mark, "severity"), "error");
    }
    return errors;
}

/// The text of a file; of formats that are no text the plain-text form, whose lines are then named.
static Status read_text(Ctx *ctx, const char *path, Buf *text) {
    const char *extension = path_extension(path);
    if (!*extension || !strcasecmp(extension, ".m")) return file_read(ctx, path, MAX_FILE, text);
    Document *doc = NULL;
    DocFiles files = {0};
    DocOptions options = {.no_outputs = true};
    TRY(doc_read(ctx, path, &doc));
    Status status = doc_write_files(ctx, doc_writer_find("live"), doc, &options, path_base(path), &files);
    if (status == OK) buf_put(text, buf_text(&files.main), files.main.len);
    doc_files_done(&files);
    doc_free(doc);
    return status;
}

static int check_file(const Language *language, const char *path, const char *folder, bool infos) {
    Ctx ctx;
    Buf text = BUF_INIT;
    int errors = -1;
    char *full = realpath(path, NULL);
    ctx_init(&ctx);
    if (read_text(&ctx, path, &text) != OK) {
        fprintf(stderr, "gradus check: %s\n", error_message(&ctx.error));
    } else {
        LanguageText t = {.text = buf_text(&text), .n_bytes = text.len, .path = full, .folder = folder, .infos = infos};
        json_t *reply = language_check(language, &t);
        errors = print_marks(path, reply);
        json_decref(reply);
    }
    free(full);
    buf_done(&text);
    ctx_done(&ctx);
    return errors;
}

int command_check(int argc, char **argv) {
    Language *language = NULL;
    char folder[4096];
    bool infos = false, failed = false;
    int files = 0;
    if (!getcwd(folder, sizeof folder)) folder[0] = 0;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--all"))
            infos = true;
        else
            files++;
    }
    if (!files) {
        fputs("gradus check [--all] FILE…: no file is named\n", stderr);
        return EXIT_USAGE;
    }
    if (language_new(&language) != OK) {
        fputs("gradus check: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--all") != 0 && check_file(language, argv[i], folder, infos) != 0) failed = true;
    language_free(language);
    return failed ? EXIT_FAILED : EXIT_GOOD;
}
