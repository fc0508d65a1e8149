// lang/path.c: what a name means when it is no variable: nested and local functions, files in the current folder and on
// the path, built-in functions. Folders are listed once per generation (a top-level statement, or vm_rehash) and only when
// they changed; a changed file is parsed again at the next call.
#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "lang/compile.h"
#include "lang/vm_internal.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_SOURCE_BYTES = 64 << 20 };
static const double recheck_s = 0.02;

static int64_t stat_mtime_ns(const struct stat *st) { return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec; }

// ---- folders ------------------------------------------------------------------------------------------------------------

static Folder *folder_get(Vm *vm, const char *path) {
    Folder *folder = map_find(vm->folders, path);
    if (folder) return folder;
    folder = mem_alloc_zero(sizeof *folder);
    if (!folder) return NULL;
    folder->path = mem_dup(path);
    folder->files = map_new();
    if (folder->path && folder->files && map_set(vm->folders, path, folder) == OK) return folder;
    mem_free(folder->path);
    map_free(folder->files);
    mem_free(folder);
    return NULL;
}

static FunctionFile *file_add(Folder *folder, const char *name, const char *file_name) {
    FunctionFile *file = map_find(folder->files, name);
    if (file) {
        file->exists = true;
        return file;
    }
    file = mem_alloc_zero(sizeof *file);
    if (!file) return NULL;
    file->path = strcmp(folder->path, ".") == 0 ? mem_dup(file_name) : path_join(folder->path, file_name);
    file->exists = true;
    file->checked_s = -1;
    if (file->path && map_set(folder->files, name, file) == OK) return file;
    mem_free(file->path);
    mem_free(file);
    return NULL;
}

static void folder_scan(Folder *folder) {
    const char *name;
    void *item;
    for (Index pos = 0; map_next(folder->files, &pos, &name, &item);) ((FunctionFile *)item)->exists = false;
    DIR *dir = opendir(folder->path);
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t n = strlen(entry->d_name);
        if (n < 3 || n > 200 || strcmp(entry->d_name + n - 2, ".m") != 0) continue;
        char base[256];
        memcpy(base, entry->d_name, n - 2);
        base[n - 2] = '\0';
        file_add(folder, base, entry->d_name);
    }
    closedir(dir);
}

static void forget_contents(Folder *folder) {
    const char *name;
    void *item;
    for (Index pos = 0; map_next(folder->files, &pos, &name, &item);) {
        FunctionFile *file = item;
        file->checked_s = -1;
        file->mtime_ns = 0;
    }
}

static void folder_refresh(Vm *vm, Folder *folder) {
    if (folder->generation == vm->generation) return;
    folder->generation = vm->generation;
    struct stat st;
    if (stat(folder->path, &st) != 0) {
        st = (struct stat){0};
    }
    bool other = folder->inode != st.st_ino;
    // A change within the clock's grain of the last look might be missed: look again while the folder is young.
    bool young = clock_wall_s() - (double)st.st_mtim.tv_sec < 2;
    if (folder->scanned && !other && folder->mtime_ns == stat_mtime_ns(&st) && !young) return;
    if (other) forget_contents(folder); // "." is another folder now
    folder->scanned = true;
    folder->inode = st.st_ino;
    folder->mtime_ns = stat_mtime_ns(&st);
    folder_scan(folder);
}

static FunctionFile *folder_find(Vm *vm, const char *path, const char *name) {
    Folder *folder = folder_get(vm, path);
    if (!folder) return NULL;
    folder_refresh(vm, folder);
    FunctionFile *file = map_find(folder->files, name);
    return file && file->exists ? file : NULL;
}

/// pkg.f is +pkg/f.m in a folder of the path.
static FunctionFile *package_find(Vm *vm, const char *root, const char *name) {
    Buf folder = BUF_INIT;
    buf_puts(&folder, root);
    const char *part = name;
    for (const char *dot; (dot = strchr(part, '.')); part = dot + 1) {
        buf_puts(&folder, "/+");
        buf_put(&folder, part, (size_t)(dot - part));
    }
    FunctionFile *file = folder.failed ? NULL : folder_find(vm, buf_text(&folder), part);
    buf_done(&folder);
    return file;
}

static FunctionFile *find_in(Vm *vm, const char *folder, const char *name) {
    return strchr(name, '.') ? package_find(vm, folder, name) : folder_find(vm, folder, name);
}

static FunctionFile *private_find(Vm *vm, const Module *module, const char *name) {
    if (!module || !module->folder || strchr(name, '.')) return NULL;
    size_t n = strlen(module->folder);
    bool inside = n >= 8 && strcmp(module->folder + n - 8, "/private") == 0;
    if (inside) return folder_find(vm, module->folder, name);
    char path[4096];
    if (n + 9 >= sizeof path) return NULL;
    memcpy(path, module->folder, n);
    memcpy(path + n, "/private", 9);
    return folder_find(vm, path, name);
}

/// The script being run may be called like the function it tries out.
static bool is_run_file(const Vm *vm, const FunctionFile *file) {
    if (!vm->run_file) return false;
    struct stat a, b;
    return stat(vm->run_file, &a) == 0 && stat(file->path, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

static FunctionFile *file_find(Vm *vm, const Module *module, const char *name) {
    FunctionFile *file = private_find(vm, module, name);
    if (file) return file;
    file = find_in(vm, ".", name);
    if (file && !(vm_find_builtin(vm, name) && is_run_file(vm, file))) return file;
    if (vm->run_folder && (file = find_in(vm, vm->run_folder, name)) && !(vm_find_builtin(vm, name) && is_run_file(vm, file))) return file;
    for (Index i = 0; i < vm->n_path; i++)
        if ((file = find_in(vm, vm->path[i], name))) return file;
    return NULL;
}

// ---- names --------------------------------------------------------------------------------------------------------------

static const Chunk *nested_find(const Chunk *chunk, const char *name) {
    for (; chunk; chunk = chunk->parent)
        for (int i = 0; i < chunk->n_children; i++)
            if (strcmp(chunk->children[i]->name, name) == 0) return chunk->children[i];
    return NULL;
}

Callee resolve(Vm *vm, Frame *f, const char *name) {
    if (f) {
        const Chunk *nested = nested_find(f->chunk, name);
        if (nested) return (Callee){CALLEE_NESTED, nested};
        const Chunk *local = module_find(f->module, name);
        if (local) return (Callee){CALLEE_CHUNK, local};
        // Text evaluated inside a function sees that function's file.
        for (const Frame *outer = f; outer->chunk->is_script && outer->prev; outer = outer->prev) {
            const Chunk *around = nested_find(outer->prev->chunk, name);
            if (around) return (Callee){CALLEE_NESTED, around};
            around = module_find(outer->prev->module, name);
            if (around) return (Callee){CALLEE_CHUNK, around};
        }
    }
    if (!f || f->module->is_session) {
        const Chunk *session = map_find(vm->session_functions, name);
        if (session) return (Callee){CALLEE_CHUNK, session};
    }
    const BuiltinDef *def = vm_find_builtin(vm, name);
    if (def && f && f->module->is_library) return (Callee){CALLEE_BUILTIN, def};
    FunctionFile *file = file_find(vm, f ? f->module : NULL, name);
    if (file) return (Callee){CALLEE_FILE, file};
    if (def) return (Callee){CALLEE_BUILTIN, def};
    return (Callee){CALLEE_NONE, NULL};
}

static char *absolute_path(const char *path) {
    if (path[0] == '/') return mem_dup(path);
    char *full = realpath(path, NULL);
    if (!full) return mem_dup(path);
    char *copy = mem_dup(full);
    free(full);
    return copy;
}

static Status file_compile(Vm *vm, const char *path, Module **ret) {
    Buf text = BUF_INIT;
    Unit *unit = NULL;
    char *full = absolute_path(path);
    char *folder = full ? mem_dup(full) : NULL;
    Status status = full && folder ? OK : ctx_fail_nomem(vm->ctx);
    if (status != OK) goto done;
    char *slash = strrchr(folder, '/');
    if (slash) *slash = '\0';
    TRY_GOTO(file_read(vm->ctx, path, MAX_SOURCE_BYTES, &text));
    status = parse_unit(vm->ctx, full, buf_text(&text), text.len, 1, &unit);
    if (status == OK) {
        CompileOptions options = {.ctx = vm->ctx, .file = full, .folder = slash ? folder : NULL, .first_line = 1};
        status = compile_unit(&options, unit, ret);
    }
    if (status != OK && !vm->ctx->error.file) error_locate(&vm->ctx->error, full, vm->ctx->error.span);
done:
    unit_free(unit);
    buf_done(&text);
    mem_free(full);
    mem_free(folder);
    return status;
}

Status function_file_load(Vm *vm, FunctionFile *file) {
    double now = clock_monotonic_s();
    if (file->module && file->checked_s >= 0 && now - file->checked_s < recheck_s) return OK;
    struct stat st;
    if (stat(file->path, &st) != 0) {
        file->exists = false;
        return ctx_fail(vm->ctx, ERR_IO, "MATLAB:UndefinedFunction", "The file '%s' has disappeared.", file->path);
    }
    if (!file->module || file->mtime_ns != stat_mtime_ns(&st) || file->n_bytes != (int64_t)st.st_size) {
        Module *module = NULL;
        TRY(file_compile(vm, file->path, &module));
        // The old code may still run: its frames hold it.
        module_unref(file->module);
        file->module = module;
        file->mtime_ns = stat_mtime_ns(&st);
        file->n_bytes = (int64_t)st.st_size;
        vm->generation++;
    }
    file->checked_s = now;
    return OK;
}

// ---- public --------------------------------------------------------------------------------------------------------------

const BuiltinDef *vm_find_builtin(Vm *vm, const char *name) { return vm->lookup ? vm->lookup(vm->lookup_self, name) : NULL; }

static Index path_position(Vm *vm, const char *folder) {
    for (Index i = 0; i < vm->n_path; i++)
        if (strcmp(vm->path[i], folder) == 0) return i;
    return -1;
}

static void path_drop(Vm *vm, Index i) {
    mem_free(vm->path[i]);
    memmove(&vm->path[i], &vm->path[i + 1], (size_t)(vm->n_path - i - 1) * sizeof(char *));
    vm->n_path--;
}

Status vm_add_path(Vm *vm, const char *folder, bool at_end) {
    char *full = absolute_path(folder);
    if (!full) return ctx_fail_nomem(vm->ctx);
    Index old = path_position(vm, full);
    if (old >= 0) path_drop(vm, old);
    Status status = vec_reserve(vm->ctx, (void **)&vm->path, &vm->cap_path, vm->n_path + 1, sizeof(char *));
    if (status != OK) {
        mem_free(full);
        return status;
    }
    if (!at_end) memmove(&vm->path[1], &vm->path[0], (size_t)vm->n_path * sizeof(char *));
    vm->path[at_end ? vm->n_path : 0] = full;
    vm->n_path++;
    vm->generation++;
    return OK;
}

Status vm_remove_path(Vm *vm, const char *folder) {
    char *full = absolute_path(folder);
    if (!full) return ctx_fail_nomem(vm->ctx);
    Index i = path_position(vm, full);
    mem_free(full);
    if (i < 0) return ctx_fail(vm->ctx, ERR_ARG, "MATLAB:rmpath:DirNotFound", "\"%s\" not found in path.", folder);
    path_drop(vm, i);
    vm->generation++;
    return OK;
}

const char *vm_path(Vm *vm) {
    buf_clear(&vm->path_text);
    for (Index i = 0; i < vm->n_path; i++) {
        if (i > 0) buf_putc(&vm->path_text, ':');
        buf_puts(&vm->path_text, vm->path[i]);
    }
    return buf_text(&vm->path_text);
}

void vm_rehash(Vm *vm) {
    vm->generation++;
    const char *name, *base;
    void *item, *file;
    for (Index pos = 0; map_next(vm->folders, &pos, &name, &item);) {
        Folder *folder = item;
        folder->scanned = false;
        for (Index k = 0; map_next(folder->files, &k, &base, &file);) ((FunctionFile *)file)->checked_s = -1;
    }
}

void vm_clear_functions(Vm *vm) {
    const char *name, *base;
    void *item, *entry;
    for (Index pos = 0; map_next(vm->folders, &pos, &name, &item);)
        for (Index k = 0; map_next(((Folder *)item)->files, &k, &base, &entry);) {
            // Running code and handles hold their module; the next call parses the file anew.
            FunctionFile *file = entry;
            module_unref(file->module);
            file->module = NULL;
        }
    vm_rehash(vm);
}

void path_done(Vm *vm) {
    const char *name, *base;
    void *item, *entry;
    for (Index pos = 0; vm->folders && map_next(vm->folders, &pos, &name, &item);) {
        Folder *folder = item;
        for (Index k = 0; map_next(folder->files, &k, &base, &entry);) {
            FunctionFile *file = entry;
            module_unref(file->module);
            mem_free(file->path);
            mem_free(file);
        }
        map_free(folder->files);
        mem_free(folder->path);
        mem_free(folder);
    }
    map_free(vm->folders);
    for (Index i = 0; i < vm->n_path; i++) mem_free(vm->path[i]);
    mem_free(vm->path);
    buf_done(&vm->path_text);
}

const char *vm_which(Vm *vm, const char *name, const char **ret_path) {
    Value v;
    if (ret_path) *ret_path = "";
    if (vm_find_variable(vm, VM_CURRENT, name, &v)) return "variable";
    Callee callee = resolve(vm, vm->frame, name);
    switch (callee.kind) {
    case CALLEE_BUILTIN: return "builtin";
    case CALLEE_CHUNK:
    case CALLEE_NESTED:
        if (ret_path) *ret_path = ((const Chunk *)callee.target)->module->file;
        return "local";
    case CALLEE_FILE:
        if (ret_path) *ret_path = ((const FunctionFile *)callee.target)->path;
        return "file";
    default: return NULL;
    }
}
