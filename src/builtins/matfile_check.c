// builtins/matfile_check.c: a look through a version 5 MAT-file before matio reads it. matio believes the number of cells
// and fields a header declares, and goes on when the bytes end: a small damaged or hostile file costs it hours and all
// memory. Here the headers inside cells and structs are compared with the bytes that are there.
#include "builtins/matfile_stream.h"

/// The headers of a matrix whose bytes end at `end`; what follows them in a plain array is left unread.
static Status walk_matrix(MatStream *s, uint64_t end, int depth) {
    if (end == s->at) return OK; // an empty cell may be nothing but its tag
    uint8_t flags[8], dims[4 * SHAPE_MAX_DIMS], length[4];
    uint32_t n, n_names;
    TRY(matstream_part(s, end, flags, sizeof flags, &n));
    if (n != sizeof flags) return matstream_damaged(s);
    uint32_t class_number = matstream_u32(s, flags) & 255;
    if (class_number < CLASS_OF_CELL || class_number > CLASS_OF_OBJECT) return OK;
    TRY(matstream_part(s, end, dims, sizeof dims, &n));
    double children = 1;
    for (uint32_t k = 0; k + 4 <= n; k += 4) children *= matstream_u32(s, dims + k);
    TRY(matstream_part(s, end, NULL, 0, &n)); // name
    if (class_number == CLASS_OF_OBJECT) TRY(matstream_part(s, end, NULL, 0, &n));
    if (class_number != CLASS_OF_CELL) {
        TRY(matstream_part(s, end, length, sizeof length, &n));
        if (n != sizeof length) return matstream_damaged(s);
        uint32_t each = matstream_u32(s, length);
        TRY(matstream_part(s, end, NULL, 0, &n_names));
        if (n_names && !each) return matstream_damaged(s);
        children *= each ? (double)(n_names / each) : 0;
    }
    TRY(matstream_children(s, end, children, depth));
    for (double k = 0; k < children; k++) {
        uint64_t child_end;
        TRY(matstream_child(s, end, &child_end));
        TRY(walk_matrix(s, child_end, depth + 1));
        TRY(matstream_skip(s, child_end, child_end - s->at));
    }
    return OK;
}

static Status check_matrix(MatStream *s, uint64_t end) {
    return walk_matrix(s, end, 0);
}

Status matfile_check(Ctx *ctx, const char *path) {
    return matstream_walk(ctx, path, NULL, check_matrix);
}
