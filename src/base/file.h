// base/file.h: whole files, written so that a failure leaves the old one.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include <stdbool.h>

/// Reads a whole file (at most `max_bytes`) into `buf`. ERR_IO names the path and the reason.
Status file_read(Ctx *ctx, const char *path, size_t max_bytes, Buf *buf);
/// Writes beside `path`, flushes, renames. On failure the old file is as it was and no part is left.
Status file_write(Ctx *ctx, const char *path, const void *bytes, size_t n_bytes);
/// For writers that need a path of their own (PDF, PNG): a temporary name in the same folder (owned)…
Status file_temp_beside(Ctx *ctx, const char *path, char **ret_temp);
/// …and its end: renames `temp` to `path`, or on failure removes it.
Status file_commit(Ctx *ctx, const char *temp, const char *path);
bool file_exists(const char *path);
bool file_is_folder(const char *path);
/// Whether both paths lead to one file that exists: through links of either kind, too.
bool file_is_same(const char *a, const char *b);
/// Creates a folder and its parents; fine when it is there already.
Status file_make_folders(Ctx *ctx, const char *path);
/// Joins with one '/'; owned by the caller, null when memory is short. An absolute `name` is copied.
char *path_join(const char *folder, const char *name);
/// Last part of a path, borrowed.
const char *path_base(const char *path);
/// Extension with the dot ("" when none), borrowed.
const char *path_extension(const char *path);
