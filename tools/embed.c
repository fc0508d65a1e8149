// tools/embed.c: files of a folder as a C table (live/asset.h). Usage: embed FOLDER > assets.c, run
// during the build; a folder that is not there gives an empty table. Each file is stored as it is
// and compressed.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { MAX_FILES = 400, MAX_PATH = 400 };
static char paths[MAX_FILES][MAX_PATH];
static int n_paths;

static const char *media_type(const char *path) {
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".svg", "image/svg+xml"},
                                           {".png", "image/png"},
                                           {".ico", "image/x-icon"},
                                           {".woff2", "font/woff2"},
                                           {".otf", "font/otf"},
                                           {".json", "application/json"},
                                           {".webmanifest", "application/manifest+json"},
                                           {".txt", "text/plain; charset=utf-8"},
                                           {".wasm", "application/wasm"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (!strcmp(dot, types[i][0])) return types[i][1];
    return "application/octet-stream";
}

static void walk(const char *root, const char *below) {
    char folder[2 * MAX_PATH];
    snprintf(folder, sizeof folder, "%s/%s", root, below);
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        const char *name = names[i]->d_name;
        char path[MAX_PATH], full[2 * MAX_PATH + 2];
        struct stat st;
        if (name[0] != '.' &&
            snprintf(path, sizeof path, "%s%s%s", below, *below ? "/" : "", name) < MAX_PATH) {
            snprintf(full, sizeof full, "%s/%s", root, path);
            if (!stat(full, &st) && S_ISDIR(st.st_mode))
                walk(root, path);
            else if (!strstr(path, ".map") && n_paths < MAX_FILES)
                strcpy(paths[n_paths++], path);
        }
        free(names[i]);
    }
    if (n >= 0) free(names);
}

static unsigned char *read_file(const char *root, const char *path, size_t *ret_n) {
    char full[2 * MAX_PATH];
    snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *file = fopen(full, "rb");
    if (!file) exit(1);
    fseek(file, 0, SEEK_END);
    long n = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)n + 1);
    if (!bytes || fread(bytes, 1, (size_t)n, file) != (size_t)n) exit(1);
    fclose(file);
    *ret_n = (size_t)n;
    return bytes;
}

static unsigned char *compress_gzip(const unsigned char *bytes, size_t n, size_t *ret_n) {
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) exit(1);
    size_t room = deflateBound(&z, n);
    unsigned char *out = malloc(room);
    z.next_in = (unsigned char *)bytes, z.avail_in = (uInt)n, z.next_out = out,
    z.avail_out = (uInt)room;
    if (!out || deflate(&z, Z_FINISH) != Z_STREAM_END) exit(1);
    *ret_n = z.total_out;
    deflateEnd(&z);
    return out;
}

static void print_bytes(char kind, int i, const unsigned char *bytes, size_t n) {
    printf("static const unsigned char %c%d[] = {", kind, i);
    for (size_t k = 0; k < n; k++) printf(k % 32 ? "%u," : "\n%u,", bytes[k]);
    printf("0};\n");
}

int main(int argc, char **argv) {
    if (argc != 2) return 1;
    walk(argv[1], "");
    static size_t n[MAX_FILES], n_gzip[MAX_FILES];
    static uint64_t hash[MAX_FILES];
    printf("// Made by tools/embed.c. Do not edit.\n#include \"live/asset.h\"\n");
    for (int i = 0; i < n_paths; i++) {
        unsigned char *bytes = read_file(argv[1], paths[i], &n[i]),
                      *gzip = compress_gzip(bytes, n[i], &n_gzip[i]);
        hash[i] = 14695981039346656037u;
        for (size_t k = 0; k < n[i]; k++) hash[i] = (hash[i] ^ bytes[k]) * 1099511628211u;
        print_bytes('b', i, bytes, n[i]);
        if (n_gzip[i] < n[i]) print_bytes('z', i, gzip, n_gzip[i]);
        free(bytes);
        free(gzip);
    }
    printf("const Asset live_assets[] = {\n");
    for (int i = 0; i < n_paths; i++) {
        const char *path = strcmp(paths[i], "index.html") ? paths[i] : "";
        printf("    {\"%s\", \"%s\", \"\\\"%016llx\\\"\", %s, b%d, %zu, ", path,
               media_type(paths[i]), (unsigned long long)hash[i],
               strncmp(path, "assets/", 7) ? "false" : "true", i, n[i]);
        if (n_gzip[i] < n[i])
            printf("z%d, %zu},\n", i, n_gzip[i]);
        else
            printf("0, 0},\n");
    }
    printf("    {0}};\n");
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
