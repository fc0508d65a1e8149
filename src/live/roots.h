// live/roots.h: the folders whose files the page may list, open, change, upload to and download
// from. Paths that lead out of them, through "..", links or odd spellings, and hidden files below
// them are refused. Every access walks from the root's open folder, one name at a time, following
// no link, so nothing can change under it. Tests: tests/unit/live/test_roots.c.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include <stdbool.h>
#include <sys/stat.h>

enum { MAX_ROOTS = 16 };
typedef struct Roots {
    char *paths[MAX_ROOTS]; // real paths, no '/' at the end but for "/"; owned
    int fds[MAX_ROOTS];
    int n;
} Roots;

/// A place below a root: the open folder it is in and its name there ("." for the root itself).
typedef struct Place {
    int folder;       // descriptor, owned
    char *path;       // real and absolute, owned
    const char *name; // within `path`
    bool exists;
    struct stat st; // when it exists
} Place;

/// Adds a folder. ERR_IO when it is none.
Status roots_add(Ctx *ctx, Roots *roots, const char *path);
void roots_done(Roots *roots);
/// Finds a place, which need not exist (its folder must). Links are followed when they end below a
/// root. ERR_ARG with id "Gradus:live:forbidden" outside the roots, for hidden names and for names
/// that are none; ERR_IO "…:missing" when the folder is not there.
Status roots_find(Ctx *ctx, const Roots *roots, const char *path, Place *ret);
void place_done(Place *place);

/// Opens a regular file for reading: no link, no device, no pipe. ERR_IO.
Status place_open(Ctx *ctx, const Place *place, int *ret_fd);
/// The whole of a regular file. ERR_IO, ERR_LIMIT.
Status place_read(Ctx *ctx, const Place *place, size_t max_bytes, Buf *out);
/// A new file beside, to be filled and then moved by place_commit; its name is written to `temp`.
/// ERR_IO.
Status place_create(Ctx *ctx, const Place *place, char temp[64], int *ret_fd);
/// Flushes and closes `fd` and gives the file its name; when `fresh`, fails with "…:exists" if that
/// is taken.
Status place_commit(Ctx *ctx, const Place *place, const char *temp, int fd, bool fresh);
/// Closes and removes what place_create made.
void place_abandon(const Place *place, const char *temp, int fd);
/// Writes beside and renames.
Status place_write(Ctx *ctx, const Place *place, const void *bytes, size_t n, bool fresh);
