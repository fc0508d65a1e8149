// base/file.c: reading and atomic writing of whole files.
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Status io_fail(Ctx *ctx, const char *what, const char *path) {
    int error = errno;
    return ctx_fail(ctx, ERR_IO, "MATLAB:FileIO:failed", "Unable to %s '%s': %s.", what, path,
                    strerror(error));
}

Status file_read(Ctx *ctx, const char *path, size_t max_bytes, Buf *buf) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return io_fail(ctx, "open", path);
    Status status = OK;
    struct stat info;
    if (fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
        errno = S_ISDIR(info.st_mode) ? EISDIR : errno;
        TRY_GOTO(io_fail(ctx, "read", path));
    }
    for (;;) {
        size_t step = 65536;
        char *room = buf_room(buf, step);
        if (!room) TRY_GOTO(ctx_fail_nomem(ctx));
        ssize_t n = read(fd, room, step);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) TRY_GOTO(io_fail(ctx, "read", path));
        buf->len += (size_t)n;
        buf->data[buf->len] = 0;
        if (n == 0) break;
        if (buf->len > max_bytes)
            TRY_GOTO(ctx_fail(ctx, ERR_LIMIT, "Gradus:fileTooLarge",
                              "'%s' is larger than the limit of %zu bytes.", path, max_bytes));
    }
done:
    close(fd);
    return status;
}

Status file_temp_beside(Ctx *ctx, const char *path, char **ret_temp) {
    Buf name = BUF_INIT;
    const char *base = path_base(path);
    buf_put(&name, path, (size_t)(base - path));
    buf_printf(&name, ".%s.%ld.part", base, (long)getpid());
    char *temp = buf_take(&name);
    if (!temp) return ctx_fail_nomem(ctx);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        Status status = io_fail(ctx, "write", path);
        mem_free(temp);
        return status;
    }
    close(fd);
    *ret_temp = temp;
    return OK;
}

Status file_commit(Ctx *ctx, const char *temp, const char *path) {
    int fd = open(temp, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    if (good && rename(temp, path) == 0) return OK;
    Status status = io_fail(ctx, "write", path);
    unlink(temp);
    return status;
}

Status file_write(Ctx *ctx, const char *path, const void *bytes, size_t n_bytes) {
    char *temp;
    TRY(file_temp_beside(ctx, path, &temp));
    Status status = OK;
    int fd = open(temp, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0) TRY_GOTO(io_fail(ctx, "write", path));
    for (size_t done_bytes = 0; done_bytes < n_bytes;) {
        ssize_t n = write(fd, (const char *)bytes + done_bytes, n_bytes - done_bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) TRY_GOTO(io_fail(ctx, "write", path));
        done_bytes += (size_t)n;
    }
done:
    if (fd >= 0 && close(fd) != 0 && status == OK) status = io_fail(ctx, "write", path);
    if (status == OK)
        status = file_commit(ctx, temp, path);
    else
        unlink(temp);
    mem_free(temp);
    return status;
}

bool file_exists(const char *path) { return access(path, F_OK) == 0; }

bool file_is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool file_is_same(const char *a, const char *b) {
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

Status file_make_folders(Ctx *ctx, const char *path) {
    char *copy = mem_dup(path);
    if (!copy) return ctx_fail_nomem(ctx);
    Status status = OK;
    for (char *p = copy + 1; status == OK && *copy; p++) {
        if (*p != '/' && *p) continue;
        char kept = *p;
        *p = 0;
        if (mkdir(copy, 0777) != 0 && !(errno == EEXIST && file_is_folder(copy)))
            status = io_fail(ctx, "create folder", copy);
        *p = kept;
        if (!kept) break;
    }
    mem_free(copy);
    return status;
}

char *path_join(const char *folder, const char *name) {
    if (name[0] == '/' || !folder[0]) return mem_dup(name);
    Buf path = BUF_INIT;
    buf_puts(&path, folder);
    if (folder[strlen(folder) - 1] != '/') buf_putc(&path, '/');
    buf_puts(&path, name);
    return buf_take(&path);
}

const char *path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_extension(const char *path) {
    const char *base = path_base(path);
    const char *dot = strrchr(base, '.');
    return dot && dot != base ? dot : base + strlen(base);
}
