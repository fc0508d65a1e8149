// doc/package/unzip.c: a zip from memory. The end record is looked at first, so that a file that
// claims millions of parts is refused before anything is allocated for them; declared sizes are
// checked before and real sizes while unpacking.
#include "base/vec.h"
#include "doc/package/opc.h"
#include "doc/package/zip_calls.h"
#include <string.h>
#include <strings.h>

const PackageLimits package_limits = {4096, (size_t)96 << 20, (size_t)192 << 20, 1000};

bool package_probe(const void *bytes, size_t n) {
    return n >= 4 && !memcmp(bytes, "PK\x03\x04", 4);
}

void package_free(Package *package) {
    if (!package) return;
    mem_free(package->entries);
    arena_free(package->arena);
    mem_free(package);
}

static Status damaged(Ctx *ctx, const char *why) {
    return ctx_fail(ctx, ERR_SYNTAX, "Gradus:doc:package", "The package is damaged: %s.", why);
}

static unsigned u16(const unsigned char *p) {
    return p[0] | (unsigned)p[1] << 8;
}

/// Number of parts by the end record; -1 when there is none, as in a file that was cut off.
static long declared_entries(const unsigned char *bytes, size_t n) {
    enum { RECORD = 22, MOST_COMMENT = 0xFFFF };
    for (size_t back = RECORD; back <= n && back <= RECORD + MOST_COMMENT; back++) {
        const unsigned char *p = bytes + n - back;
        if (!memcmp(p, "PK\x05\x06", 4))
            return (long)u16(p + 10); // 0xFFFF stands for zip64, above any limit
    }
    return -1;
}

/// Names are only keys, but a name that tries to lead elsewhere is a sign of malice.
static bool name_is_good(const char *name) {
    if (!*name || *name == '/' || strchr(name, '\\') || strchr(name, ':')) return false;
    for (const char *p = name; *p;) {
        size_t step = strcspn(p, "/");
        bool dots = (step == 1 && p[0] == '.') || (step == 2 && p[0] == '.' && p[1] == '.');
        if (!step || dots) return false;
        p += step;
        if (*p) p++;
    }
    return true;
}

typedef struct Unzip {
    Ctx *ctx;
    zip_t *zip;
    const PackageLimits *limits;
    Package *package;
    Index cap;
    size_t total;
} Unzip;

static Status check_size(Unzip *u, const zip_stat_t *stat) {
    const PackageLimits *most = u->limits;
    if (stat->size > most->entry_bytes || stat->size > most->total_bytes - u->total)
        return ctx_fail(u->ctx, ERR_LIMIT, "Gradus:doc:size",
                        "'%.80s' in the package is too large when unpacked.", stat->name);
    double packed = stat->comp_size ? (double)stat->comp_size : 1;
    if (stat->size > 1 << 20 && (double)stat->size > most->ratio * packed)
        return ctx_fail(u->ctx, ERR_LIMIT, "Gradus:doc:ratio",
                        "'%.80s' in the package unpacks to more than %g times its size.",
                        stat->name, most->ratio);
    return OK;
}

/// Bytes of one part; a part that is longer or shorter than it says is damaged.
static Status unpack(Unzip *u, zip_uint64_t index, const zip_stat_t *stat, char **ret) {
    char *bytes = arena_alloc(u->package->arena, (size_t)stat->size + 1);
    if (!bytes) return ctx_fail_nomem(u->ctx);
    zip_file_t *file = zip_fopen_index(u->zip, index, 0);
    if (!file) return damaged(u->ctx, "a part cannot be opened");
    zip_int64_t got = zip_fread(file, bytes, stat->size);
    char more;
    bool good = got == (zip_int64_t)stat->size && zip_fread(file, &more, 1) == 0;
    good = zip_fclose(file) == 0 && good;
    if (!good) return damaged(u->ctx, "a part does not unpack to what it should be");
    *ret = bytes;
    return OK;
}

static Status read_entry(Unzip *u, zip_uint64_t index) {
    zip_stat_t stat;
    if (zip_stat_index(u->zip, index, 0, &stat) || !stat.name || !(stat.valid & ZIP_STAT_SIZE) ||
        !(stat.valid & ZIP_STAT_COMP_SIZE))
        return damaged(u->ctx, "its list of parts cannot be read");
    size_t n_name = strlen(stat.name);
    if (n_name && stat.name[n_name - 1] == '/') return OK; // a folder
    if (!name_is_good(stat.name))
        return ctx_fail(u->ctx, ERR_SYNTAX, "Gradus:doc:package",
                        "The package has a part with the name '%.80s'.", stat.name);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return ctx_fail(u->ctx, ERR_SYNTAX, "Gradus:doc:encrypted",
                        "'%.80s' in the package is encrypted.", stat.name);
    if (package_find(u->package, stat.name)) return damaged(u->ctx, "two parts have the same name");
    TRY(check_size(u, &stat));
    PackageEntry entry = {.n = (size_t)stat.size};
    char *bytes = NULL;
    TRY(unpack(u, index, &stat, &bytes));
    entry.bytes = bytes;
    entry.name = arena_dup(u->package->arena, stat.name, n_name);
    if (!entry.name) return ctx_fail_nomem(u->ctx);
    u->total += entry.n;
    VEC_PUSH_TRY(u->ctx, u->package->entries, u->package->n, u->cap, entry);
    return OK;
}

static Status open_zip(Ctx *ctx, const void *bytes, size_t n, zip_t **ret) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    bool memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    if (!zip && source) zip_source_free(source);
    zip_error_fini(&error);
    if (!zip)
        return memory ? ctx_fail_nomem(ctx) : damaged(ctx, "its list of parts cannot be read");
    *ret = zip;
    return OK;
}

Status package_read(Ctx *ctx, const void *bytes, size_t n, const PackageLimits *limits,
                    Package **ret) {
    Unzip u = {.ctx = ctx, .limits = limits ? limits : &package_limits};
    long declared = declared_entries(bytes, n);
    if (!package_probe(bytes, n) || declared < 0)
        return damaged(ctx, "it is no zip file or was cut off");
    if (declared > u.limits->entries)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:doc:size", "The package has more than %d parts.",
                        (int)u.limits->entries);
    TRY(zip_prepare(ctx));
    Status status = OK;
    u.package = mem_alloc_zero(sizeof *u.package);
    if (!u.package) return ctx_fail_nomem(ctx);
    if (!(u.package->arena = arena_new())) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(open_zip(ctx, bytes, n, &u.zip));
    zip_int64_t n_entries = zip_get_num_entries(u.zip, 0);
    for (zip_int64_t i = 0; i < n_entries && i <= u.limits->entries; i++)
        TRY_GOTO(read_entry(&u, (zip_uint64_t)i));
    *ret = u.package;
    u.package = NULL;
done:
    if (u.zip) zip_discard(u.zip);
    package_free(u.package);
    return status;
}

const PackageEntry *package_find(const Package *package, const char *name) {
    for (Index i = 0; i < package->n; i++)
        if (!strcmp(package->entries[i].name, name)) return &package->entries[i];
    for (Index i = 0; i < package->n; i++)
        if (!strcasecmp(package->entries[i].name, name)) return &package->entries[i];
    return NULL;
}
