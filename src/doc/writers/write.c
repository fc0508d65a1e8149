// doc/writers/write.c: the list of writers, and files on their way to the disk: everything is made in memory first, then
// each file is written beside and renamed, pictures before the main file that names them.
#include "doc/writers/internal.h"
#include "base/file.h"
#include "base/vec.h"
#include <string.h>
#include <strings.h>

static const WriterDef *const writers[] = {&writer_live, &writer_mlx,      &writer_pdf,      &writer_word,  &writer_html,
                                           &writer_notebook, &writer_markdown, &writer_latex, NULL};

const WriterDef *const *doc_writers(void) {
    return writers;
}

/// Whether `word` is one of the words of `list`, letter case aside.
static bool in_list(const char *word, const char *list) {
    size_t n = strlen(word);
    for (const char *p = list; n && *p;) {
        size_t length = strcspn(p, " ");
        if (length == n && !strncasecmp(p, word, n)) return true;
        p += length;
        p += strspn(p, " ");
    }
    return false;
}

const WriterDef *doc_writer_find(const char *name) {
    const char *extension = path_extension(name);
    for (const WriterDef *const *w = writers; *w; w++)
        if (*extension ? in_list(extension, (*w)->extensions) : !strcasecmp((*w)->name, name)) return *w;
    return NULL;
}

Status doc_files_add(Ctx *ctx, DocFiles *files, const char *name, const void *bytes, size_t n,
                     const char **ret_name) {
    Buf path = BUF_INIT;
    buf_printf(&path, "%s_media/%s", files->base ? files->base : "document", name);
    DocAsset asset = {.bytes = BUF_INIT};
    asset.name = buf_take(&path);
    buf_put(&asset.bytes, bytes, n);
    Status status = asset.name && !asset.bytes.failed
                        ? vec_reserve(ctx, (void **)&files->assets, &files->cap_assets, files->n_assets + 1,
                                      sizeof *files->assets)
                        : ctx_fail_nomem(ctx);
    if (status != OK) {
        mem_free(asset.name);
        buf_done(&asset.bytes);
        return status;
    }
    files->assets[files->n_assets++] = asset;
    if (ret_name) *ret_name = asset.name;
    return OK;
}

void doc_files_done(DocFiles *files) {
    for (Index i = 0; i < files->n_assets; i++) {
        mem_free(files->assets[i].name);
        buf_done(&files->assets[i].bytes);
    }
    mem_free(files->assets);
    buf_done(&files->main);
    *files = (DocFiles){.main = BUF_INIT};
}

Status doc_write_files(Ctx *ctx, const WriterDef *writer, const Document *doc, const DocOptions *options,
                       const char *base, DocFiles *ret) {
    static const DocOptions defaults = {0};
    *ret = (DocFiles){.main = BUF_INIT, .base = base};
    Status status = writer->write(ctx, doc, options ? options : &defaults, ret);
    if (status == OK && ret->main.failed) status = ctx_fail_nomem(ctx);
    if (status != OK) doc_files_done(ret);
    return status;
}

static Status write_asset(Ctx *ctx, const char *folder, const DocAsset *asset) {
    char *path = path_join(folder, asset->name);
    if (!path) return ctx_fail_nomem(ctx);
    char *parent = mem_dup_text(path, (size_t)(path_base(path) - path));
    Status status = parent ? file_make_folders(ctx, parent) : ctx_fail_nomem(ctx);
    if (status == OK) status = file_write(ctx, path, buf_text(&asset->bytes), asset->bytes.len);
    mem_free(parent);
    mem_free(path);
    return status;
}

Status doc_write_with(Ctx *ctx, const WriterDef *writer, const Document *doc, const DocOptions *options,
                      const char *path) {
    const char *name = path_base(path);
    char *base = mem_dup_text(name, strlen(name) - strlen(path_extension(name)));
    char *folder = mem_dup_text(name > path ? path : "./", name > path ? (size_t)(name - path) : 2);
    DocFiles files = {.main = BUF_INIT};
    Status status = base && folder ? doc_write_files(ctx, writer, doc, options, base, &files) : ctx_fail_nomem(ctx);
    for (Index i = 0; i < files.n_assets && status == OK; i++) status = write_asset(ctx, folder, &files.assets[i]);
    if (status == OK) status = file_write(ctx, path, buf_text(&files.main), files.main.len);
    doc_files_done(&files);
    mem_free(base);
    mem_free(folder);
    return status;
}

Status doc_writer_of(Ctx *ctx, const char *path, const WriterDef **ret) {
    const WriterDef *writer = doc_writer_find(path);
    if (writer && *path_extension(path)) {
        *ret = writer;
        return OK;
    }
    Buf list = BUF_INIT;
    for (const WriterDef *const *w = writers; *w; w++) {
        if (list.len) buf_puts(&list, ", ");
        buf_puts(&list, (*w)->extensions);
    }
    Status status = ctx_fail(ctx, ERR_ARG, "Gradus:doc:extension",
                             "Unable to write '%s': the extension must be one of %s.", path, buf_text(&list));
    buf_done(&list);
    return status;
}

Status doc_write(Ctx *ctx, const Document *doc, const DocOptions *options, const char *path) {
    const WriterDef *writer = NULL;
    TRY(doc_writer_of(ctx, path, &writer));
    return doc_write_with(ctx, writer, doc, options, path);
}
