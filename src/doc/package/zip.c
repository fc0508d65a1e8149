// doc/package/zip.c: parts to a zip in memory.
#include "base/vec.h"
#include "doc/package/opc.h"
#include "doc/package/zip_calls.h"
#include <string.h>

Buf *package_add(Ctx *ctx, PackageOut *out, const char *name) {
    PackagePart part = {.name = mem_dup(name), .bytes = BUF_INIT};
    Status status = part.name
                        ? vec_reserve(ctx, (void **)&out->parts, &out->cap, out->n + 1, sizeof part)
                        : ctx_fail_nomem(ctx);
    if (status != OK) {
        mem_free(part.name);
        return NULL;
    }
    out->parts[out->n] = part;
    return &out->parts[out->n++].bytes;
}

bool package_has(const PackageOut *out, const char *name) {
    for (Index i = 0; i < out->n; i++)
        if (!strcmp(out->parts[i].name, name)) return true;
    return false;
}

void package_out_done(PackageOut *out) {
    for (Index i = 0; i < out->n; i++) {
        mem_free(out->parts[i].name);
        buf_done(&out->parts[i].bytes);
    }
    mem_free(out->parts);
    *out = (PackageOut){0};
}

static bool add_part(zip_t *zip, const PackagePart *part) {
    static const zip_uint16_t time = 0, date = 1 << 5 | 1; // 1980-01-01 00:00
    zip_source_t *source = zip_source_buffer(zip, buf_text(&part->bytes), part->bytes.len, 0);
    zip_int64_t index = source ? zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t at = (zip_uint64_t)index;
    return zip_file_set_dostime(zip, at, time, date, 0) == 0 &&
           zip_set_file_compression(zip, at, ZIP_CM_DEFLATE, 6) == 0 &&
           zip_file_set_external_attributes(zip, at, 0, ZIP_OPSYS_DOS, 0) == 0;
}

/// 0 and 1 for the two parts that come first.
static int rank(const char *name) {
    return !strcmp(name, "[Content_Types].xml") ? 0 : !strcmp(name, "_rels/.rels") ? 1 : 2;
}

static bool add_parts(zip_t *zip, const PackageOut *out) {
    for (int k = 0; k < 3; k++)
        for (Index i = 0; i < out->n; i++)
            if (rank(out->parts[i].name) == k && !add_part(zip, &out->parts[i])) return false;
    return true;
}

static bool take_bytes(zip_source_t *source, Buf *file) {
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) || zip_source_open(source)) return false;
    char *room = buf_room(file, (size_t)stat.size);
    bool good = room && zip_source_read(source, room, stat.size) == (zip_int64_t)stat.size;
    zip_source_close(source);
    if (good) {
        file->len += (size_t)stat.size;
        file->data[file->len] = 0;
    }
    return good;
}

Status package_write(Ctx *ctx, const PackageOut *out, Buf *file) {
    for (Index i = 0; i < out->n; i++)
        if (out->parts[i].bytes.failed) return ctx_fail_nomem(ctx);
    TRY(zip_prepare(ctx));
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        zip_source_free(source);
        return ctx_fail_nomem(ctx);
    }
    zip_source_keep(source);
    bool good = add_parts(zip, out);
    if (!good || zip_close(zip) != 0) {
        zip_discard(zip);
        good = false;
    }
    good = good && take_bytes(source, file);
    zip_source_free(source);
    return good ? OK : ctx_fail_nomem(ctx);
}
