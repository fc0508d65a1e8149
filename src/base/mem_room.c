// How much memory is left. Linux grants more than there is and kills later; so a request is compared with what the
// machine, the control group and the address space still have, less what this process was granted but has not touched.
// Files that cannot be read set no limit.
#include "base/mem_room.h"
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PATH_BYTES = 512, TEXT_BYTES = 8192, SPARE_PART = 32 };
static const size_t UNTOUCHED_FREE = (size_t)512 << 20; // stacks of threads and buffers of libraries, never all used

/// The start of a small file, as text; false when there is none.
static bool read_text(const char *root, const char *path, char *text) {
    char full[PATH_BYTES];
    if (snprintf(full, sizeof full, "%s%s", root, path) >= (int)sizeof full) return false;
    int fd = open(full, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    size_t n = 0;
    for (ssize_t got; n < TEXT_BYTES - 1 && (got = read(fd, text + n, TEXT_BYTES - 1 - n)) > 0;) n += (size_t)got;
    close(fd);
    text[n] = 0;
    return n > 0;
}

/// The number behind `name` at the start of a line.
static bool find_number(const char *text, const char *name, size_t *ret) {
    size_t n = strlen(name);
    for (const char *line = text; line && *line; line = strchr(line, '\n'), line += line != NULL) {
        if (strncmp(line, name, n) != 0) continue;
        *ret = (size_t)strtoull(line + n, NULL, 10);
        return true;
    }
    return false;
}

static bool read_number(const char *root, const char *folder, const char *file, size_t *ret) {
    char path[PATH_BYTES], text[TEXT_BYTES];
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path) return false;
    if (!read_text(root, path, text) || text[0] < '0' || text[0] > '9') return false; // "max": no limit
    *ret = (size_t)strtoull(text, NULL, 10);
    return true;
}

static void lower(size_t *value, size_t to) {
    if (to < *value) *value = to;
}

/// One control group: its limit, and what is left of it; pages of files can be dropped and do not count as used.
static void group_limits(const char *root, const char *folder, bool v2, MemRoom *room) {
    size_t limit, used, files;
    if (!read_number(root, folder, v2 ? "memory.max" : "memory.limit_in_bytes", &limit)) return;
    if (!read_number(root, folder, v2 ? "memory.current" : "memory.usage_in_bytes", &used)) return;
    char path[PATH_BYTES], text[TEXT_BYTES];
    bool known = snprintf(path, sizeof path, "%s/memory.stat", folder) < (int)sizeof path && read_text(root, path, text);
    if (known && find_number(text, v2 ? "inactive_file " : "total_inactive_file ", &files))
        used -= files < used ? files : used;
    lower(&room->total, limit);
    lower(&room->left, used < limit ? limit - used : 0);
}

/// The groups this process is in, from its own up to the root of what is mounted.
static void all_groups(const char *root, MemRoom *room) {
    char text[TEXT_BYTES];
    if (!read_text(root, "/proc/self/cgroup", text)) return;
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        bool v2 = strncmp(line, "0::", 3) == 0;
        char *path = v2 ? line + 3 : strstr(line, ":memory:");
        if (!path) continue;
        if (!v2) path += strlen(":memory:");
        char folder[PATH_BYTES];
        const char *mount = v2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
        size_t base = strlen(mount);
        if (snprintf(folder, sizeof folder, "%s%s", mount, path) >= (int)sizeof folder) continue;
        for (;;) {
            group_limits(root, folder, v2, room);
            char *slash = strrchr(folder + base, '/');
            if (!slash) break;
            *slash = 0;
        }
    }
}

/// The address space, and what of it has been granted but not touched.
static void own_memory(const char *root, MemRoom *room) {
    char text[TEXT_BYTES];
    unsigned long long size, resident, shared, data;
    if (!read_text(root, "/proc/self/statm", text) ||
        sscanf(text, "%llu %llu %llu %*u %*u %llu", &size, &resident, &shared, &data) != 4)
        return;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t touched = resident > shared ? (size_t)(resident - shared) : 0;
    size_t untouched = (size_t)data > touched ? ((size_t)data - touched) * page : 0;
    untouched -= untouched < UNTOUCHED_FREE ? untouched : UNTOUCHED_FREE;
    // More than twice the machine was never meant to be used: shadow memory of a sanitizer.
    if (untouched / 2 < room->total) room->left -= untouched < room->left ? untouched : room->left;
    struct rlimit space;
    if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) {
        size_t limit = (size_t)space.rlim_cur, used = (size_t)size * page, freed = mallinfo2().fordblks;
        used -= freed < used ? freed : used; // what malloc holds and will give again
        lower(&room->total, limit);
        lower(&room->left, used < limit ? limit - used : 0);
    }
}

MemRoom mem_room(const char *root) {
    MemRoom room = {SIZE_MAX, SIZE_MAX};
    char text[TEXT_BYTES];
    size_t kib;
    if (read_text(root, "/proc/meminfo", text)) {
        if (find_number(text, "MemTotal:", &kib)) room.total = kib << 10;
        if (find_number(text, "MemAvailable:", &kib)) room.left = kib << 10;
        if (room.left != SIZE_MAX && find_number(text, "SwapFree:", &kib)) room.left += kib << 10;
    }
    all_groups(root, &room);
    own_memory(root, &room);
    if (room.total != SIZE_MAX) room.left -= room.total / SPARE_PART < room.left ? room.total / SPARE_PART : room.left;
    return room;
}
