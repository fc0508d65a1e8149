// builtins/matfile_check.c: a look through a version 5 MAT-file before matio reads it. matio believes the number of cells
// and fields a header declares, and goes on when the bytes end: a small damaged or hostile file costs it hours and all
// memory. Here the headers inside cells and structs are read as a stream and compared with the bytes that are there.
//
//   file     header of 128 bytes, then elements: tag {type, n}, n bytes; type 15 holds another element, deflated
//   matrix   flags {6, 8}, dimensions {5, 4 n}, name {1, n}, then for a cell its elements, each a matrix again; for a
//            struct the length of field names {5, 4}, the names {1, n}, then fields of the first element, …
//   a tag with the number of bytes (at most 4) in its upper half is 8 bytes with its data
#include "builtins/matfile.h"
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum {
    MAX_DEPTH = 200,
    TYPE_MATRIX = 14,
    TYPE_DEFLATED = 15,
    CLASS_OF_CELL = 1,
    CLASS_OF_STRUCT = 2,
    CLASS_OF_OBJECT = 3,
    BYTES_AN_ELEMENT = 256, // what matio and we keep of an empty cell, about
};

typedef struct Check {
    Ctx *ctx;
    FILE *file;
    bool swap, deflated;
    z_stream z;
    uint64_t stored; // bytes of the file's element not yet read
    uint64_t at;     // bytes handed out of the element
    double elements; // cells and fields of all variables
    uint8_t in[16384], scratch[16384];
} Check;

static Status damaged(Check *c) {
    return ctx_fail(c->ctx, ERR_IO, "MATLAB:load:unableToReadMatFile",
                    "Unable to read the MAT-file: it is damaged.");
}

static uint32_t u32_at(const Check *c, const uint8_t *bytes) {
    uint32_t v;
    memcpy(&v, bytes, sizeof v);
    return c->swap ? __builtin_bswap32(v) : v;
}

static Status pull_deflated(Check *c, uint8_t *to, size_t n) {
    c->z.next_out = to;
    c->z.avail_out = (uInt)n;
    while (c->z.avail_out) {
        if (!c->z.avail_in) {
            size_t want = c->stored < sizeof c->in ? (size_t)c->stored : sizeof c->in;
            size_t got = want ? fread(c->in, 1, want, c->file) : 0;
            if (!got) return damaged(c);
            c->stored -= got;
            c->z.next_in = c->in;
            c->z.avail_in = (uInt)got;
        }
        int code = inflate(&c->z, Z_SYNC_FLUSH);
        if (code == Z_MEM_ERROR) return ctx_fail_nomem(c->ctx);
        if (code != Z_OK && !(code == Z_STREAM_END && !c->z.avail_out)) return damaged(c);
    }
    return OK;
}

/// The next `n` bytes of the element, all of them or a failure.
static Status pull(Check *c, uint64_t end, uint8_t *to, size_t n) {
    if (n > end - c->at) return damaged(c);
    if (c->deflated) {
        TRY(pull_deflated(c, to, n));
    } else {
        if (n > c->stored || fread(to, 1, n, c->file) != n) return damaged(c);
        c->stored -= n;
    }
    c->at += n;
    return OK;
}

static Status skip(Check *c, uint64_t end, uint64_t n) {
    if (n > end - c->at) return damaged(c);
    if (!c->deflated) {
        if (n > c->stored || fseeko(c->file, (off_t)n, SEEK_CUR) != 0) return damaged(c);
        c->stored -= n;
        c->at += n;
        return OK;
    }
    while (n) {
        size_t part = n < sizeof c->scratch ? (size_t)n : sizeof c->scratch;
        TRY(pull(c, end, c->scratch, part));
        TRY(ctx_check_stop(c->ctx));
        n -= part;
    }
    return OK;
}

/// One part of a matrix that holds at most `most` bytes, put into `to`; with null `to` they are passed over.
static Status part(Check *c, uint64_t end, uint8_t *to, size_t most, uint32_t *ret_n) {
    uint8_t tag[8];
    TRY(pull(c, end, tag, sizeof tag));
    uint32_t type = u32_at(c, tag), n = u32_at(c, tag + 4);
    if (type >> 16) {
        n = type >> 16;
        if (n > 4 || (to && n > most)) return damaged(c);
        if (to) memcpy(to, tag + 4, n);
    } else {
        uint64_t padded = ((uint64_t)n + 7) / 8 * 8;
        if (to && n > most) return damaged(c);
        if (to) TRY(pull(c, end, to, n));
        TRY(skip(c, end, to ? padded - n : padded));
    }
    *ret_n = n;
    return OK;
}

static Status walk_matrix(Check *c, uint64_t end, int depth);

/// `children` matrices, one after the other.
static Status walk_children(Check *c, uint64_t end, double children, int depth) {
    if (children * 8 > (double)(end - c->at)) return damaged(c);
    c->elements += children;
    if (c->elements * BYTES_AN_ELEMENT > (double)c->ctx->limits.array_bytes)
        return ctx_fail(c->ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "The MAT-file holds more cells and fields than fit in memory.");
    for (double k = 0; k < children; k++) {
        uint8_t tag[8];
        TRY(pull(c, end, tag, sizeof tag));
        uint64_t n = u32_at(c, tag + 4);
        if (u32_at(c, tag) != TYPE_MATRIX || n > end - c->at) return damaged(c);
        uint64_t child_end = c->at + n;
        TRY(walk_matrix(c, child_end, depth + 1));
        TRY(skip(c, child_end, child_end - c->at));
    }
    return OK;
}

/// The headers of a matrix whose bytes end at `end`; what follows them in a plain array is left unread.
static Status walk_matrix(Check *c, uint64_t end, int depth) {
    if (end == c->at) return OK; // an empty cell may be nothing but its tag
    if (depth > MAX_DEPTH)
        return ctx_fail(c->ctx, ERR_LIMIT, "MATLAB:load:tooDeep",
                        "Cells and structs are nested too deeply.");
    uint8_t flags[8], dims[4 * SHAPE_MAX_DIMS], length[4];
    uint32_t n, n_names;
    TRY(part(c, end, flags, sizeof flags, &n));
    if (n != sizeof flags) return damaged(c);
    uint32_t class_number = u32_at(c, flags) & 255;
    if (class_number < CLASS_OF_CELL || class_number > CLASS_OF_OBJECT) return OK;
    TRY(part(c, end, dims, sizeof dims, &n));
    double children = 1;
    for (uint32_t k = 0; k + 4 <= n; k += 4) children *= u32_at(c, dims + k);
    TRY(part(c, end, NULL, 0, &n)); // name
    if (class_number == CLASS_OF_OBJECT) TRY(part(c, end, NULL, 0, &n));
    if (class_number != CLASS_OF_CELL) {
        TRY(part(c, end, length, sizeof length, &n));
        if (n != sizeof length) return damaged(c);
        uint32_t each = u32_at(c, length);
        TRY(part(c, end, NULL, 0, &n_names));
        if (n_names && !each) return damaged(c);
        children *= each ? (double)(n_names / each) : 0;
    }
    return walk_children(c, end, children, depth);
}

static Status walk_element(Check *c, uint32_t type, uint32_t n) {
    c->at = 0;
    c->stored = n;
    c->deflated = type == TYPE_DEFLATED;
    if (!c->deflated) return type == TYPE_MATRIX ? walk_matrix(c, n, 0) : OK;
    uint8_t tag[8];
    c->z = (z_stream){0};
    if (inflateInit(&c->z) != Z_OK) return ctx_fail_nomem(c->ctx);
    Status status = pull(c, UINT64_MAX, tag, sizeof tag);
    if (status == OK && u32_at(c, tag) == TYPE_MATRIX)
        status = walk_matrix(c, 8 + (uint64_t)u32_at(c, tag + 4), 0);
    inflateEnd(&c->z);
    return status;
}

static Status walk_file(Check *c) {
    uint8_t header[128], tag[8];
    if (fread(header, 1, sizeof header, c->file) != sizeof header) return damaged(c);
    c->swap = header[126] == 'M'; // "IM" when the bytes are in this machine's order
    for (off_t at = sizeof header; fread(tag, 1, sizeof tag, c->file) == sizeof tag;) {
        uint32_t type = u32_at(c, tag), n = u32_at(c, tag + 4);
        TRY(walk_element(c, type, n));
        TRY(ctx_check_stop(c->ctx));
        at += 8 + (off_t)n;
        if (fseeko(c->file, at, SEEK_SET) != 0) return damaged(c);
    }
    return OK;
}

Status matfile_check(Ctx *ctx, const char *path) {
    OWN_MEM Check *c = mem_alloc_zero(sizeof *c);
    if (!c) return ctx_fail_nomem(ctx);
    c->ctx = ctx;
    c->file = fopen(path, "rb");
    if (!c->file)
        return ctx_fail(ctx, ERR_IO, "MATLAB:load:unableToReadMatFile", "Unable to read %s.", path);
    Status status = walk_file(c);
    fclose(c->file);
    return status;
}
