// cli/outs.c: which files `gradus export` and `gradus convert` may write. The shell turns *.m into names, and all but the
// first of them would become outputs: so nobody's document is replaced unless that was plainly meant.
#include "base/file.h"
#include "cli/cli.h"
#include <string.h>

static const char way_out[] = "Nothing was run or written.";

// Whether IN and `out` hold the same format, going by their names.
static bool same_format(const char *in, const char *out) {
    const WriterDef *a = doc_writer_find(in), *b = doc_writer_find(out);
    return a && a == b;
}

// Whether there is a document at `out` that may be somebody's work. A single output of another format than IN is meant.
static bool must_keep(const char *in, const char *out, int n_outs, const WriterDef *writer) {
    const WriterDef *there = *path_extension(out) ? doc_writer_find(out) : NULL;
    if (!there || !file_exists(out) || (there == writer && there->for_reading)) return false;
    return n_outs > 1 || there != writer || same_format(in, out);
}

Status outs_check(Ctx *ctx, const char *in, const char *const *outs, int n_outs, const WriterDef *named, bool force) {
    const WriterDef *writers[MAX_OUTS];
    for (int i = 0; i < n_outs; i++) {
        writers[i] = named;
        if (!named) TRY(doc_writer_of(ctx, outs[i], &writers[i]));
    }
    for (int i = 0; i < n_outs; i++)
        if (file_is_same(in, outs[i]))
            return ctx_fail(ctx, ERR_ARG, "Gradus:cli:sameFile",
                            "'%s' is the document itself: it would be replaced by its own export. %s Give another name.",
                            outs[i], way_out);
    for (int i = 0; i < n_outs && !force; i++)
        if (must_keep(in, outs[i], n_outs, writers[i]))
            return ctx_fail(ctx, ERR_ARG, "Gradus:cli:exists",
                            "'%s' exists and may be somebody's work; it is not replaced. %s "
                            "The first name is the document, all others are outputs: "
                            "a pattern such as *.m gives too many. "
                            "Give another name, or --force to replace it.",
                            outs[i], way_out);
    for (int i = 0; i < n_outs; i++)
        for (int k = 0; k < i; k++)
            if (writers[i] == writers[k])
                return ctx_fail(ctx, ERR_ARG, "Gradus:cli:twice",
                                "'%s' and '%s' would be the same document twice, as %s. %s Give one output for each format.",
                                outs[k], outs[i], writers[i]->name, way_out);
    return OK;
}
