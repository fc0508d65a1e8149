// builtins/matfile_stream.c: see the header.
#include "builtins/matfile_stream.h"
#include <string.h>

enum {
    BYTES_AN_ELEMENT = 256, // what matio and we keep of an empty cell, about
    PULL_BYTES = 1 << 20,
};

Status matstream_damaged(MatStream *s) {
    return ctx_fail(s->ctx, ERR_IO, "MATLAB:load:unableToReadMatFile",
                    "Unable to read the MAT-file: it is damaged.");
}

uint32_t matstream_u32(const MatStream *s, const uint8_t *bytes) {
    uint32_t v;
    memcpy(&v, bytes, sizeof v);
    return s->swap ? __builtin_bswap32(v) : v;
}

/// Inflates up to `n` bytes; fewer only where the deflated bytes end. *ret_got 0 is no failure here.
static Status inflate_some(MatStream *s, uint8_t *to, size_t n, size_t *ret_got) {
    s->z.next_out = to;
    s->z.avail_out = (uInt)n;
    while (s->z.avail_out) {
        if (!s->z.avail_in) {
            size_t want = s->stored < sizeof s->in ? (size_t)s->stored : sizeof s->in;
            size_t got = want ? fread(s->in, 1, want, s->file) : 0;
            if (!got) break;
            s->stored -= got;
            s->z.next_in = s->in;
            s->z.avail_in = (uInt)got;
        }
        int code = inflate(&s->z, Z_SYNC_FLUSH);
        if (code == Z_MEM_ERROR) return ctx_fail_nomem(s->ctx);
        if (code != Z_OK) break; // the end, or damage: what came before it counts
    }
    *ret_got = n - s->z.avail_out;
    return OK;
}

/// Small pieces come from a buffer: inflate is slow for a few bytes at a time.
static Status pull_deflated(MatStream *s, uint8_t *to, size_t n) {
    while (n) {
        size_t have = s->out_n - s->out_at, now = n < have ? n : have;
        memcpy(to, s->out + s->out_at, now);
        s->out_at += now;
        to += now;
        n -= now;
        if (!n) return OK;
        if (n >= sizeof s->out) {
            size_t got;
            TRY(inflate_some(s, to, n, &got));
            return got == n ? OK : matstream_damaged(s);
        }
        s->out_at = 0;
        TRY(inflate_some(s, s->out, sizeof s->out, &s->out_n));
        if (!s->out_n) return matstream_damaged(s);
    }
    return OK;
}

Status matstream_pull(MatStream *s, uint64_t end, void *to, size_t n) {
    if (n > end - s->at) return matstream_damaged(s);
    for (uint8_t *at = to; n;) {
        size_t now = n < PULL_BYTES ? n : PULL_BYTES;
        TRY(ctx_check_stop(s->ctx));
        if (s->deflated) {
            TRY(pull_deflated(s, at, now));
        } else {
            if (now > s->stored || fread(at, 1, now, s->file) != now) return matstream_damaged(s);
            s->stored -= now;
        }
        s->at += now;
        at += now;
        n -= now;
    }
    return OK;
}

Status matstream_skip(MatStream *s, uint64_t end, uint64_t n) {
    if (n > end - s->at) return matstream_damaged(s);
    bool near = n <= sizeof s->scratch; // a jump in the file would throw away what has been read ahead
    if (!s->deflated && !near) {
        if (n > s->stored || fseeko(s->file, (off_t)n, SEEK_CUR) != 0) return matstream_damaged(s);
        s->stored -= n;
        s->at += n;
        return OK;
    }
    while (n) {
        size_t part = n < sizeof s->scratch ? (size_t)n : sizeof s->scratch;
        TRY(matstream_pull(s, end, s->scratch, part));
        n -= part;
    }
    return OK;
}

uint64_t matstream_most(const MatStream *s, uint64_t end) {
    enum { RATIO = 1100, PENDING = 1 << 17 };
    uint64_t left = s->deflated ? (s->stored + s->z.avail_in) * RATIO + PENDING : s->stored;
    return left < end - s->at ? left : end - s->at;
}

Status matstream_tag(MatStream *s, uint64_t end, uint32_t *ret_type, uint32_t *ret_n, uint8_t *small, bool *ret_small) {
    uint8_t tag[8];
    TRY(matstream_pull(s, end, tag, sizeof tag));
    uint32_t type = matstream_u32(s, tag), n = matstream_u32(s, tag + 4);
    *ret_small = type >> 16 != 0;
    if (*ret_small) {
        n = type >> 16;
        type &= 0xffff;
        if (n > 4) return matstream_damaged(s);
        if (small) memcpy(small, tag + 4, 4);
    }
    *ret_type = type;
    *ret_n = n;
    return OK;
}

Status matstream_part(MatStream *s, uint64_t end, uint8_t *to, size_t most, uint32_t *ret_n) {
    uint8_t small[8];
    uint32_t type, n;
    bool is_small;
    TRY(matstream_tag(s, end, &type, &n, small, &is_small));
    if (to && n > most) return matstream_damaged(s);
    if (is_small) {
        if (to) memcpy(to, small, n);
    } else {
        uint64_t padded = ((uint64_t)n + 7) / 8 * 8;
        if (to) TRY(matstream_pull(s, end, to, n));
        TRY(matstream_skip(s, end, to ? padded - n : padded));
    }
    *ret_n = n;
    return OK;
}

Status matstream_child(MatStream *s, uint64_t end, uint64_t *ret_end) {
    uint8_t tag[8];
    TRY(matstream_pull(s, end, tag, sizeof tag));
    uint64_t n = matstream_u32(s, tag + 4);
    if (matstream_u32(s, tag) != TYPE_MATRIX || n > end - s->at) return matstream_damaged(s);
    *ret_end = s->at + n;
    return OK;
}

Status matstream_children(MatStream *s, uint64_t end, double children, int depth) {
    if (children * 8 > (double)matstream_most(s, end)) return matstream_damaged(s);
    s->elements += children;
    if (s->elements * BYTES_AN_ELEMENT > (double)s->ctx->limits.array_bytes)
        return ctx_fail(s->ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "The MAT-file holds more cells and fields than fit in memory.");
    if (depth > MAT_MAX_DEPTH)
        return ctx_fail(s->ctx, ERR_LIMIT, "MATLAB:load:tooDeep",
                        "Cells and structs are nested too deeply.");
    return OK;
}

static Status walk_element(MatStream *s, uint32_t type, uint32_t n, OnMatrix on_matrix) {
    s->at = 0;
    s->stored = n;
    s->deflated = type == TYPE_DEFLATED;
    s->out_at = s->out_n = 0;
    if (!s->deflated) return type == TYPE_MATRIX ? on_matrix(s, n) : OK;
    uint8_t tag[8];
    s->z = (z_stream){0};
    if (inflateInit(&s->z) != Z_OK) return ctx_fail_nomem(s->ctx);
    Status status = matstream_pull(s, UINT64_MAX, tag, sizeof tag);
    if (status == OK && matstream_u32(s, tag) == TYPE_MATRIX)
        status = on_matrix(s, 8 + (uint64_t)matstream_u32(s, tag + 4));
    inflateEnd(&s->z);
    return status;
}

static Status walk_file(MatStream *s, OnMatrix on_matrix) {
    uint8_t header[128], tag[8];
    if (fread(header, 1, sizeof header, s->file) != sizeof header) return matstream_damaged(s);
    s->swap = header[126] == 'M'; // "IM" when the bytes are in this machine's order
    for (off_t at = sizeof header; fread(tag, 1, sizeof tag, s->file) == sizeof tag;) {
        uint32_t type = matstream_u32(s, tag), n = matstream_u32(s, tag + 4);
        TRY(walk_element(s, type, n, on_matrix));
        TRY(ctx_check_stop(s->ctx));
        at += 8 + (off_t)n;
        if (fseeko(s->file, at, SEEK_SET) != 0) return matstream_damaged(s);
    }
    return OK;
}

Status matstream_walk(Ctx *ctx, const char *path, void *self, OnMatrix on_matrix) {
    OWN_MEM MatStream *s = mem_alloc_zero(sizeof *s);
    if (!s) return ctx_fail_nomem(ctx);
    s->ctx = ctx;
    s->self = self;
    s->file = fopen(path, "rb");
    if (!s->file)
        return ctx_fail(ctx, ERR_IO, "MATLAB:load:unableToReadMatFile", "Unable to read %s.", path);
    Status status = walk_file(s, on_matrix);
    fclose(s->file);
    return status;
}
