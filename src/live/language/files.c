// live/language/files.c: function files and file names in the folders a text would find them in: its
// own folder first, the current folder, the search path.
#include "base/file.h"
#include "live/language/internal.h"
#include <ctype.h>
#include <dirent.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { MAX_ENTRIES = 2000, MAX_HELP_BYTES = 64 << 10, MAX_FOLDER = 4096 };

/// The k-th folder searched into `folder`; false beyond the last. Empty when there is none.
static bool folder_at(const LanguageText *t, int k, char folder[MAX_FOLDER]) {
    folder[0] = 0;
    if (k == 0) {
        const char *slash = t->path ? strrchr(t->path, '/') : NULL;
        if (slash && slash - t->path < MAX_FOLDER)
            snprintf(folder, MAX_FOLDER, "%.*s", (int)(slash - t->path), t->path);
        return true;
    }
    if (k == 1) {
        if (t->folder) snprintf(folder, MAX_FOLDER, "%s", t->folder);
        return true;
    }
    const char *p = t->search_path ? t->search_path : "";
    for (int i = 2; i < k && *p; i++) p += strcspn(p, ":"), p += *p == ':';
    size_t n = strcspn(p, ":");
    if (!*p) return false;
    if (n < MAX_FOLDER) snprintf(folder, MAX_FOLDER, "%.*s", (int)n, p);
    return true;
}

static bool is_there(const char *path, bool folder) {
    struct stat st;
    return stat(path, &st) == 0 && (folder ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
}

char *files_find_function(const LanguageText *t, const char *name, size_t n) {
    static const char *const forms[] = {"%s/%.*s.m", "%s/%.*s.mlx", "%s/private/%.*s.m"};
    char folder[MAX_FOLDER], path[MAX_FOLDER + 300];
    if (n > 200) return NULL;
    for (int k = 0; folder_at(t, k, folder); k++)
        for (int i = 0; folder[0] && i < 3; i++) {
            snprintf(path, sizeof path, forms[i], folder, (int)n, name);
            if (is_there(path, false)) return mem_dup(path);
        }
    return NULL;
}

bool files_find_package(const LanguageText *t, const char *name, size_t n) {
    char folder[MAX_FOLDER], path[MAX_FOLDER + 300];
    if (n > 200) return false;
    for (int k = 0; folder_at(t, k, folder); k++)
        for (int i = 0; folder[0] && i < 2; i++) {
            snprintf(path, sizeof path, "%s/%c%.*s", folder, "+@"[i], (int)n, name);
            if (is_there(path, true)) return true;
        }
    return false;
}

void files_each(const LanguageText *t, const char *subfolder, const char *prefix, FileVisit each, void *self) {
    char folder[MAX_FOLDER], path[2 * MAX_FOLDER + 300];
    int seen = 0;
    bool absolute = subfolder[0] == '/';
    for (int k = 0; folder_at(t, k, folder); k++) {
        if (!folder[0] && !absolute) continue;
        if (absolute && k > 0) break;
        snprintf(path, sizeof path, "%s%s%s", absolute ? "" : folder, absolute || !*subfolder ? "" : "/", subfolder);
        DIR *dir = opendir(*path ? path : "/");
        for (struct dirent *entry; dir && seen < MAX_ENTRIES && (entry = readdir(dir));) {
            if (entry->d_name[0] == '.' || strncasecmp(entry->d_name, prefix, strlen(prefix)) != 0) continue;
            seen++;
            bool is_folder = entry->d_type == DT_DIR;
            if (entry->d_type == DT_UNKNOWN || entry->d_type == DT_LNK) {
                size_t n = strlen(path);
                snprintf(path + n, sizeof path - n, "/%s", entry->d_name);
                is_folder = is_there(path, true);
                path[n] = 0;
            }
            each(self, path, entry->d_name, is_folder);
        }
        if (dir) closedir(dir);
    }
}

/// Reads the beginning of a file.
static bool read_start(const char *path, Buf *text) {
    Ctx ctx;
    ctx_init(&ctx);
    bool good = file_read(&ctx, path, 16 << 20, text) == OK;
    ctx_done(&ctx);
    return good;
}

bool files_help(const char *path, Buf *out) {
    Buf text = BUF_INIT;
    bool started = false;
    size_t before = out->len;
    if (!read_start(path, &text)) {
        buf_done(&text);
        return false;
    }
    for (const char *p = buf_text(&text); *p && out->len - before < MAX_HELP_BYTES;) {
        size_t n = strcspn(p, "\n"), skip = strspn(p, " \t\r");
        const char *line = p + (skip < n ? skip : n);
        size_t length = n - (size_t)(line - p);
        if (length && *line == '%') {
            started = true;
            while (length && *line == '%') line++, length--;
            if (length && *line == ' ') line++, length--;
            while (length && line[length - 1] == '\r') length--;
            buf_put(out, line, length);
            buf_putc(out, '\n');
        } else if (started || (length && strncmp(line, "function", 8) != 0)) {
            break;
        }
        p += n + (p[n] == '\n');
    }
    buf_done(&text);
    return out->len > before;
}

bool files_signature(const char *path, Buf *out) {
    Buf text = BUF_INIT;
    bool found = false;
    if (read_start(path, &text)) {
        for (const char *p = buf_text(&text); *p && !found;) {
            size_t n = strcspn(p, "\r\n"), skip = strspn(p, " \t");
            if (!strncmp(p + skip, "function", 8) && isspace((unsigned char)p[skip + 8])) {
                skip += 8;
                while (p[skip] == ' ' || p[skip] == '\t') skip++;
                if (n > skip) buf_put(out, p + skip, n - skip);
                found = n > skip;
                break;
            }
            if (skip < n && p[skip] != '%') break;
            p += n;
            p += strspn(p, "\r\n");
        }
    }
    buf_done(&text);
    return found;
}
