// builtins/matfile_stream.h: the elements of a version 5 MAT-file as a stream of bytes, inflated where they are deflated;
// every read is compared with what is there.
//
//   file     header of 128 bytes, then elements: tag {type, n}, n bytes; type 15 holds another element, deflated
//   matrix   flags {6, 8}, dimensions {5, 4 n}, name {1, n}, then for a cell its elements, each a matrix again; for a
//            struct the length of field names {5, 4}, the names {1, n}, then fields of the first element, …
//   a tag with the number of bytes (at most 4) in its upper half is 8 bytes with its data
#pragma once
#include "builtins/matfile.h"
#include <stdio.h>
#include <zlib.h>

enum {
    MAT_MAX_DEPTH = 200,
    TYPE_MATRIX = 14,
    TYPE_DEFLATED = 15,
    CLASS_OF_CELL = 1,
    CLASS_OF_STRUCT = 2,
    CLASS_OF_OBJECT = 3,
};

typedef struct MatStream {
    Ctx *ctx;
    FILE *file;
    bool swap, deflated;
    z_stream z;
    uint64_t stored; // bytes of the file's element not yet read
    uint64_t at;     // bytes handed out of the element
    double elements; // cells and fields of all variables
    void *self;      // of `on_matrix`
    uint8_t in[16384], scratch[16384], out[32768];
    size_t out_at, out_n; // inflated bytes not yet handed out
} MatStream;

/// What is done with a matrix whose bytes end at `end`; bytes that are left are passed over.
typedef Status (*OnMatrix)(MatStream *s, uint64_t end);
/// Walks through the top elements of a file. ERR_IO when they do not fit together, what `on_matrix` fails with.
Status matstream_walk(Ctx *ctx, const char *path, void *self, OnMatrix on_matrix);

Status matstream_damaged(MatStream *s);
uint32_t matstream_u32(const MatStream *s, const uint8_t *bytes);
/// The next `n` bytes of the element, all of them or ERR_IO; looks at the stop flag.
Status matstream_pull(MatStream *s, uint64_t end, void *to, size_t n);
Status matstream_skip(MatStream *s, uint64_t end, uint64_t n);
/// How many bytes there can be at most before `end`: zlib shrinks to no less than a thousandth.
uint64_t matstream_most(const MatStream *s, uint64_t end);
/// The tag of a part; one of at most 4 bytes is put into `small` (8 bytes, may be null), and *ret_small is set.
Status matstream_tag(MatStream *s, uint64_t end, uint32_t *ret_type, uint32_t *ret_n, uint8_t *small, bool *ret_small);
/// One part of a matrix that holds at most `most` bytes, put into `to`; with null `to` they are passed over.
Status matstream_part(MatStream *s, uint64_t end, uint8_t *to, size_t most, uint32_t *ret_n);
/// The tag of a matrix inside another one that ends at `end`.
Status matstream_child(MatStream *s, uint64_t end, uint64_t *ret_end);
/// ERR_IO when `children` matrices cannot lie before `end`, ERR_LIMIT when all together would not fit in memory.
Status matstream_children(MatStream *s, uint64_t end, double children, int depth);
