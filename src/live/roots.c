// live/roots.c: a path is made real (links resolved), compared with each root name by name, then
// walked again from the root's descriptor without following links: if somebody swaps a folder for a
// link in between, the walk fails.
#include "live/roots.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static Status forbidden(Ctx *ctx, const char *path) {
    return ctx_fail(ctx, ERR_ARG, "Gradus:live:forbidden",
                    "'%s' is outside the folders that may be used here.", path);
}

static Status fail_io(Ctx *ctx, const char *what, const char *path) {
    const char *id = errno == ENOENT || errno == ENOTDIR ? "Gradus:live:missing"
                     : errno == EEXIST                   ? "Gradus:live:exists"
                                                         : "Gradus:live:io";
    return ctx_fail(ctx, ERR_IO, id, "Unable to %s '%s': %s.", what, path, strerror(errno));
}

Status roots_add(Ctx *ctx, Roots *roots, const char *path) {
    if (roots->n == MAX_ROOTS)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:live:roots", "More than %d folders.",
                        (int)MAX_ROOTS);
    char *real = realpath(path, NULL);
    if (!real) return fail_io(ctx, "use the folder", path);
    int fd = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *copy = fd >= 0 ? mem_dup(real) : NULL;
    free(real);
    if (fd < 0) return fail_io(ctx, "use the folder", path);
    if (!copy) {
        close(fd);
        return ctx_fail_nomem(ctx);
    }
    roots->paths[roots->n] = copy;
    roots->fds[roots->n++] = fd;
    return OK;
}

void roots_done(Roots *roots) {
    for (int i = 0; i < roots->n; i++) {
        mem_free(roots->paths[i]);
        close(roots->fds[i]);
    }
    roots->n = 0;
}

/// The rest of a real path below a root ("" for the root itself), or null.
static const char *below(const char *root, const char *real) {
    size_t n = strlen(root);
    if (n == 1) return real + 1;
    if (strncmp(real, root, n)) return NULL;
    return real[n] == '/' ? real + n + 1 : real[n] ? NULL : real + n;
}

/// No part hidden, none too long.
static bool parts_allowed(const char *rest) {
    for (const char *p = rest; *p;) {
        size_t n = strcspn(p, "/");
        if (p[0] == '.' || n == 0 || n > NAME_MAX) return false;
        p += n + (p[n] == '/');
    }
    return true;
}

/// The real path of `path`, whose last name need not exist; *ret owned by free.
static Status real_path(Ctx *ctx, const char *path, char **ret) {
    size_t n = strlen(path);
    if (path[0] != '/' || n >= PATH_MAX) return forbidden(ctx, path);
    for (const char *p = path; *p; p++)
        if ((unsigned char)*p < 32 || *p == 127) return forbidden(ctx, "?");
    if ((*ret = realpath(path, NULL))) return OK;
    if (errno != ENOENT)
        return errno == ENOTDIR ? fail_io(ctx, "find", path) : forbidden(ctx, path);
    char folder[PATH_MAX];
    memcpy(folder, path, n + 1);
    while (n > 1 && folder[n - 1] == '/') folder[--n] = 0;
    char *slash = strrchr(folder, '/');
    const char *name = path + (slash - folder) + 1;
    size_t n_name = n - (size_t)(slash - folder) - 1;
    if (!n_name || (n_name == 1 && name[0] == '.') || (n_name == 2 && !memcmp(name, "..", 2)))
        return forbidden(ctx, path);
    struct stat st;
    if (!lstat(path, &st)) return forbidden(ctx, path); // a link to nothing
    slash[slash == folder] = 0;
    char *real = realpath(folder, NULL);
    if (!real) return fail_io(ctx, "find", path);
    char joined[PATH_MAX + NAME_MAX];
    int length = snprintf(joined, sizeof joined, "%s/%.*s", strcmp(real, "/") ? real : "",
                          (int)n_name, name);
    free(real);
    *ret = length > 0 && length < PATH_MAX ? strdup(joined) : NULL;
    return *ret ? OK : forbidden(ctx, path);
}

/// Walks to the folder of `rest`, following no link.
static Status walk(Ctx *ctx, int root, const char *rest, const char **ret_name, int *ret_fd) {
    int fd = openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    const char *p = rest;
    for (const char *slash; fd >= 0 && (slash = strchr(p, '/')); p = slash + 1) {
        char name[NAME_MAX + 1];
        memcpy(name, p, (size_t)(slash - p));
        name[slash - p] = 0;
        int next = openat(fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(fd);
        fd = next;
    }
    if (fd < 0) return fail_io(ctx, "open the folder of", rest);
    *ret_name = *p ? p : ".";
    *ret_fd = fd;
    return OK;
}

Status roots_find(Ctx *ctx, const Roots *roots, const char *path, Place *ret) {
    char *real = NULL;
    *ret = (Place){.folder = -1};
    TRY(real_path(ctx, path, &real));
    Status status = forbidden(ctx, path);
    for (int i = 0; i < roots->n && ret->folder < 0; i++) {
        const char *rest = below(roots->paths[i], real), *name = NULL;
        if (!rest || !parts_allowed(rest)) continue;
        error_clear(&ctx->error);
        status = walk(ctx, roots->fds[i], rest, &name, &ret->folder);
        if (status != OK) break;
        ret->path = mem_dup(real);
        if (!ret->path)
            status = ctx_fail_nomem(ctx);
        else
            ret->name = *name == '.' ? "." : ret->path + (name - real);
    }
    if (status == OK) ret->exists = !fstatat(ret->folder, ret->name, &ret->st, AT_SYMLINK_NOFOLLOW);
    if (status == OK && ret->exists && S_ISLNK(ret->st.st_mode)) status = forbidden(ctx, path);
    free(real);
    if (status != OK) place_done(ret);
    return status;
}

void place_done(Place *place) {
    if (place->folder >= 0) close(place->folder);
    mem_free(place->path);
    *place = (Place){.folder = -1};
}

Status place_open(Ctx *ctx, const Place *place, int *ret_fd) {
    int fd = openat(place->folder, place->name,
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return fail_io(ctx, "open", place->path);
    struct stat st;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
        close(fd);
        return ctx_fail(ctx, ERR_IO, "Gradus:live:forbidden", "'%s' is not a file.", place->path);
    }
    *ret_fd = fd;
    return OK;
}

Status place_read(Ctx *ctx, const Place *place, size_t max_bytes, Buf *out) {
    int fd;
    TRY(place_open(ctx, place, &fd));
    Status status = OK;
    for (;;) {
        char *room = buf_room(out, 1 << 16);
        if (!room) {
            status = ctx_fail_nomem(ctx);
            break;
        }
        ssize_t n = read(fd, room, 1 << 16);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) status = fail_io(ctx, "read", place->path);
        if (n <= 0) break;
        out->len += (size_t)n;
        if (out->len > max_bytes) {
            status = ctx_fail(ctx, ERR_LIMIT, "Gradus:live:size", "'%s' is larger than %zu MB.",
                              place->path, max_bytes >> 20);
            break;
        }
    }
    if (out->data) out->data[out->len] = 0;
    close(fd);
    return status;
}

Status place_create(Ctx *ctx, const Place *place, char temp[64], int *ret_fd) {
    for (int attempt = 0; attempt < 8; attempt++) {
        unsigned long long number = 0;
        if (getrandom(&number, sizeof number, 0) < 0) break;
        snprintf(temp, 64, ".gradus-%016llx.part", number);
        mode_t mode = place->exists ? place->st.st_mode & 0777 : 0666;
        int fd =
            openat(place->folder, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (fd >= 0) {
            if (place->exists) (void)!fchmod(fd, mode);
            *ret_fd = fd;
            return OK;
        }
        if (errno != EEXIST) break;
    }
    return fail_io(ctx, "write", place->path);
}

void place_abandon(const Place *place, const char *temp, int fd) {
    close(fd);
    unlinkat(place->folder, temp, 0);
}

Status place_commit(Ctx *ctx, const Place *place, const char *temp, int fd, bool fresh) {
    bool good = !fsync(fd);
    if (fresh)
        good = good && !linkat(place->folder, temp, place->folder, place->name, 0);
    else
        good = good && !renameat(place->folder, temp, place->folder, place->name);
    if (!good) {
        Status status = fail_io(ctx, "write", place->path);
        place_abandon(place, temp, fd);
        return status;
    }
    if (fresh) unlinkat(place->folder, temp, 0);
    close(fd);
    int folder = openat(place->folder, ".",
                        O_RDONLY | O_DIRECTORY | O_CLOEXEC); // the new name reaches the disk, too
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
    return OK;
}

Status place_write(Ctx *ctx, const Place *place, const void *bytes, size_t n, bool fresh) {
    char temp[64];
    int fd;
    TRY(place_create(ctx, place, temp, &fd));
    for (const char *p = bytes; n;) {
        ssize_t written = write(fd, p, n);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            Status status = fail_io(ctx, "write", place->path);
            place_abandon(place, temp, fd);
            return status;
        }
        p += written, n -= (size_t)written;
    }
    return place_commit(ctx, place, temp, fd, fresh);
}
