// live/save.c: from the server's parts back to files: plain text by ourselves, so that not a byte
// of it changes; other formats through the document room.
#include "base/file.h"
#include "doc/doc.h"
#include "graphics/targets/json_read.h"
#include "live/internal.h"
#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>

Status doc_plain(LiveDoc *doc, bool no_outputs, Buf *out) {
    StoredText stored = doc->stored;
    stored.outputs = doc_outputs(doc);
    if (strcmp(doc->kind, "live")) stored.live = false;
    Status status = stored.outputs ? stored_join(doc->server->ctx, &stored, no_outputs, out)
                                   : ctx_fail_nomem(doc->server->ctx);
    json_decref(stored.outputs);
    return status;
}

/// "data:image/png;base64,…" of a stored figure goes through the reader of plain text; scenes are
/// tied on here.
static Status add_output(Ctx *ctx, Document *doc, const json_t *object) {
    static const char *const kinds[] = {"text",    "variable", "equation", "figure",
                                        "warning", "error",    "matrix",   "table"};
    static const OutputKind values[] = {OUTPUT_TEXT,   OUTPUT_VARIABLE, OUTPUT_EQUATION,
                                        OUTPUT_FIGURE, OUTPUT_WARNING,  OUTPUT_ERROR,
                                        OUTPUT_MATRIX, OUTPUT_TABLE};
    int line = (int)json_integer_value(json_object_get(object, "line"));
    DocBlock *block = NULL;
    for (Index i = 0; i < doc->n_blocks; i++) {
        DocBlock *b = &doc->blocks[i];
        if (b->kind == BLOCK_CODE && b->first_line <= line && line < b->first_line + b->n_lines)
            block = b;
    }
    const char *kind = json_string_value(json_object_get(object, "kind")),
               *text = json_string_value(json_object_get(object, "text"));
    const char *name = json_string_value(json_object_get(object, "name")),
               *alt = json_string_value(json_object_get(object, "alt"));
    if (!block) return OK; // its line is no code any more
    DocOutput output = {.kind = OUTPUT_TEXT, .line = line};
    for (int i = 0; i < 8; i++)
        if (!strcmp(kind, kinds[i])) output.kind = values[i];
    Status status = OK;
    if (output.kind == OUTPUT_FIGURE) {
        output.figure_number = (int)json_integer_value(json_object_get(object, "figure"));
        status = scene_from_json(ctx, json_object_get(object, "scene"), &output.scene);
        if (status == OK && alt && !(output.name = mem_dup(alt))) status = ctx_fail_nomem(ctx);
    } else {
        output.text = mem_dup(text ? text : "");
        json_t *data = json_object_get(object, "data");
        char *dumped =
            data ? json_dumps(data, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15)) : NULL;
        if (dumped) output.data = mem_dup(dumped);
        if (name) output.name = mem_dup(name);
        if (!output.text || (data && !output.data) || (name && !output.name))
            status = ctx_fail_nomem(ctx);
        free(dumped);
    }
    if (status != OK) {
        output_done(&output);
        return status;
    }
    return block_add_output(ctx, block, output);
}

/// Whether the plain-text form carries an output whole (then the reader brings it back).
static bool is_stored(const json_t *object) {
    return !json_object_get(object, "scene");
}

static int by_line(const void *a, const void *b) {
    const DocOutput *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/// What a format keeps beside and the text does not show.
static Status copy_parts(Ctx *ctx, const Document *from, Document *to) {
    for (Index i = 0; from && i < from->n_parts; i++) {
        const DocPart *p = &from->parts[i];
        if (!document_find_part(to, p->format, p->name))
            TRY(document_add_part(ctx, to, p->format, p->name, p->media_type, p->bytes,
                                  p->n_bytes));
    }
    if (from && from->uuid) TRY(document_text(ctx, to, from->uuid, strlen(from->uuid), &to->uuid));
    if (from && from->created)
        TRY(document_text(ctx, to, from->created, strlen(from->created), &to->created));
    return OK;
}

Status doc_build(LiveDoc *live, bool no_outputs, Document **ret) {
    Ctx *ctx = live->server->ctx;
    StoredText stored = live->stored;
    json_t *all = doc_outputs(live), *scenes = json_array(), *object;
    stored.outputs = json_array();
    Buf text = BUF_INIT;
    Document *doc = NULL;
    size_t i;
    Status status = all && scenes && stored.outputs ? OK : ctx_fail_nomem(ctx);
    json_array_foreach(all, i, object)
        json_array_append(is_stored(object) ? stored.outputs : scenes, object);
    if (strcmp(live->kind, "live") && json_array_size(stored.outputs))
        stored.live = true; // a script's outputs are exported, too
    if (status == OK) status = stored_join(ctx, &stored, no_outputs, &text);
    const char *path =
        live->untitled || strcasecmp(path_extension(live->path), ".m") ? "document.m" : live->path;
    if (status == OK) status = doc_read_text(ctx, path, buf_text(&text), text.len, &doc);
    if (!no_outputs)
        json_array_foreach(scenes, i, object) if (status == OK) status =
            add_output(ctx, doc, object);
    for (Index b = 0; status == OK && b < doc->n_blocks; b++)
        if (doc->blocks[b].n_outputs > 1)
            qsort(doc->blocks[b].outputs, (size_t)doc->blocks[b].n_outputs,
                  sizeof *doc->blocks[b].outputs, by_line);
    if (status == OK) status = copy_parts(ctx, live->origin, doc);
    json_decref(all);
    json_decref(scenes);
    json_decref(stored.outputs);
    buf_done(&text);
    if (status == OK)
        *ret = doc;
    else
        doc_free(doc);
    return status;
}

/// Writes the pictures beside the main file.
static Status write_assets(LiveDoc *doc, const DocFiles *files, const char *folder) {
    Server *server = doc->server;
    for (Index i = 0; i < files->n_assets; i++) {
        char *path = path_join(folder, files->assets[i].name);
        Place place = {.folder = -1};
        Status status = path ? OK : ctx_fail_nomem(server->ctx);
        char *parent = path ? mem_dup_text(path, (size_t)(path_base(path) - path)) : NULL;
        if (status == OK && parent) status = file_make_folders(server->ctx, parent);
        if (status == OK) status = roots_find(server->ctx, &server->roots, path, &place);
        if (status == OK)
            status = place_write(server->ctx, &place, buf_text(&files->assets[i].bytes),
                                 files->assets[i].bytes.len, false);
        place_done(&place);
        mem_free(parent);
        mem_free(path);
        TRY(status);
    }
    return OK;
}

/// The file's bytes in the format of its extension.
static Status encode(LiveDoc *doc, const char *path, Buf *out, DocFiles *ret_files,
                     DocFormat *ret_format) {
    Ctx *ctx = doc->server->ctx;
    const char *extension = path_extension(path);
    *ret_format = strcmp(doc->kind, "live") ? DOC_SCRIPT : DOC_LIVE_TEXT;
    if (!strcasecmp(extension, ".m") || strcmp(doc->kind, "live"))
        return doc_plain(doc, false, out);
    const WriterDef *writer = *extension ? doc_writer_find(path) : NULL;
    const ReaderDef *const *reader = doc_readers();
    for (; writer && *reader && strcmp((*reader)->name, writer->name); reader++) {
    }
    if (!writer || !*reader)
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:format",
                        "A document cannot be saved as '%s'; export it instead.", extension);
    *ret_format = (*reader)->format;
    Document *built = NULL;
    TRY(doc_build(doc, false, &built));
    const char *name = path_base(path);
    char *base = mem_dup_text(name, strlen(name) - strlen(extension));
    Status status =
        base ? doc_write_files(ctx, writer, built, NULL, base, ret_files) : ctx_fail_nomem(ctx);
    if (status == OK) buf_put(out, buf_text(&ret_files->main), ret_files->main.len);
    ret_files->base = NULL;
    mem_free(base);
    doc_free(built);
    return status;
}

static bool changed_on_disk(const LiveDoc *doc, const Place *place) {
    return place->exists && !doc->untitled && !strcmp(place->path, doc->path) &&
           doc->disk_time.tv_sec &&
           (place->st.st_mtim.tv_sec != doc->disk_time.tv_sec ||
            place->st.st_mtim.tv_nsec != doc->disk_time.tv_nsec ||
            place->st.st_size != doc->disk_size);
}

static void note_saved(LiveDoc *doc, DocFormat format, Place *place) {
    Server *server = doc->server;
    struct stat st;
    if (!fstatat(place->folder, place->name, &st, AT_SYMLINK_NOFOLLOW)) {
        doc->disk_time = st.st_mtim;
        doc->disk_size = st.st_size;
    }
    doc->untitled = doc->recovered = doc->disk_said = false;
    doc->format = format;
    doc->saved_version = doc->version;
    doc->outputs_changed = false;
    const char *kind =
        doc_kind_of(doc->path, doc->stored.text, doc->stored.n_text, !strcmp(doc->kind, "live"));
    if (strcmp(kind, doc->kind)) {
        char *copy = mem_dup(kind);
        if (copy) mem_free(doc->kind), doc->kind = copy;
    }
    state_forget(doc);
    state_add_recent(server, doc->path);
    static const char *const formats[] = {"script", "live", "mlx", "notebook", "markdown"};
    server_broadcast(server,
                     json_pack("{s:s, s:i, s:s, s:s, s:i, s:s, s:s}", "t", "saved", "doc", doc->id,
                               "path", doc->path, "name", doc->name, "version", doc->version,
                               "format", formats[format], "kind", doc->kind),
                     NULL);
    Buf folder = BUF_INIT;
    files_changed(server, doc_folder(doc, &folder));
    buf_done(&folder);
}

Status doc_save(LiveDoc *doc, const char *path, bool fresh, bool force) {
    Server *server = doc->server;
    Ctx *ctx = server->ctx;
    Place place = {.folder = -1};
    Buf bytes = BUF_INIT;
    DocFiles files = {.main = BUF_INIT};
    DocFormat format = doc->format;
    Status status = OK;
    TRY_GOTO(roots_find(ctx, &server->roots, path, &place));
    LiveDoc *other = doc_by_path(server, place.path);
    if (!strcmp(place.name, ".") || (place.exists && !S_ISREG(place.st.st_mode)))
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:forbidden", "'%s' is a folder.", path);
    else if (fresh && place.exists)
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:exists", "'%s' is there already.", path);
    else if (other && other != doc)
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:open", "'%s' is open; close it first.", path);
    else if (!force && changed_on_disk(doc, &place))
        status = ctx_fail(ctx, ERR_ARG, "Gradus:live:changed",
                          "'%s' was changed by another program.", path);
    if (status == OK) status = encode(doc, place.path, &bytes, &files, &format);
    if (status == OK) {
        Buf folder = BUF_INIT;
        buf_put(&folder, place.path, (size_t)(path_base(place.path) - place.path));
        status = write_assets(doc, &files, buf_text(&folder));
        buf_done(&folder);
    }
    if (status == OK) status = place_write(ctx, &place, buf_text(&bytes), bytes.len, fresh);
    if (status == OK) status = doc_set_path(doc, place.path);
    if (status == OK) note_saved(doc, format, &place);
done:
    doc_files_done(&files);
    buf_done(&bytes);
    place_done(&place);
    return status;
}

/// The name of the first function, "modelLoss" of "function [loss,g] = modelLoss(net,X)".
static bool function_name(const char *text, size_t n, Buf *ret) {
    const char *end = text + n;
    for (const char *p = text; p && p < end;
         p = memchr(p, '\n', (size_t)(end - p)), p = p ? p + 1 : NULL) {
        while (p < end && (*p == ' ' || *p == '\t')) p++;
        if (end - p < 10 || memcmp(p, "function", 8) ||
            (p[8] != ' ' && p[8] != '[' && p[8] != '\t'))
            continue;
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        const char *equals = memchr(p, '=', (size_t)(stop - p)),
                   *open = memchr(p, '(', (size_t)(stop - p));
        p = equals && (!open || equals < open) ? equals + 1 : p + 8;
        while (p < stop && (*p == ' ' || *p == '\t')) p++;
        const char *name = p;
        while (p < stop && (isalnum((unsigned char)*p) || *p == '_')) p++;
        if (p > name && isalpha((unsigned char)*name)) {
            buf_put(ret, name, (size_t)(p - name));
            return true;
        }
    }
    return false;
}

Status doc_propose_name(LiveDoc *doc, Buf *ret) {
    if (!doc->untitled) {
        buf_puts(ret, doc->name);
        return OK;
    }
    if (!strcmp(doc->kind, "live") || !function_name(doc->stored.text, doc->stored.n_text, ret))
        buf_puts(ret, "untitled");
    buf_puts(ret, ".m");
    return ret->failed ? ctx_fail_nomem(doc->server->ctx) : OK;
}
