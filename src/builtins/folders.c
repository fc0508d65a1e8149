// builtins/folders.c: folders, file names, the environment, the computer.
#include "base/file.h"
#include "base/pool.h"
#include "base/vec.h"
#include "builtins/arguments.h"
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static Status current_folder(Call *call, char *folder, size_t n) {
    if (getcwd(folder, n)) return OK;
    return call_fail(call, ERR_IO, "MATLAB:pwd:cannotGet", "Unable to get the current folder: %s.",
                     strerror(errno));
}
BUILTIN(pwd, "folder = pwd", ARITY(0, 0, 1), "Current folder.", "", "folder: char vector", "",
        "assert(isfolder(pwd))", "cd, dir, ls") {
    char folder[4096];
    TRY(current_folder(call, folder, sizeof folder));
    return ret_text(call, 0, folder);
}
BUILTIN(cd, "cd folder\nold = cd(folder)\nfolder = cd", ARITY(0, 1, 1),
        "Changes the current folder.", "folder: path; ~ is the home folder", "old: folder before",
        "Fails when there is no such folder.", "old = cd(tempdir);\ncd(old)", "pwd, dir, mkdir") {
    char folder[4096];
    TRY(current_folder(call, folder, sizeof folder));
    if (call->nargin) {
        OWN_MEM char *path = NULL;
        OWN_BUF full = BUF_INIT;
        TRY(arg_text(call, 0, &path));
        const char *home = getenv("HOME");
        if (path[0] == '~' && (path[1] == 0 || path[1] == '/') && home)
            buf_printf(&full, "%s%s", home, path + 1);
        else
            buf_puts(&full, path);
        if (chdir(buf_text(&full)) != 0) {
            return call_fail(
                call, ERR_IO, "MATLAB:cd:NonExistentFolder",
                "Unable to change current folder to '%s' (Name is nonexistent or not a folder).",
                path);
        }
        vm_rehash(call->vm);
    }
    if (call->nargout > 0 || call->nargin == 0) return ret_text(call, 0, folder);
    return OK;
}

// ---- listing
// -----------------------------------------------------------------------------------------------------------
typedef struct Entry {
    char *name, *folder;
    struct stat st;
} Entry;
typedef struct Listing {
    Entry *items;
    Index n, cap;
} Listing;
static void listing_done(Listing *l) {
    for (Index i = 0; i < l->n; i++) {
        mem_free(l->items[i].name);
        mem_free(l->items[i].folder);
    }
    mem_free(l->items);
}
static int compare_entries(const void *a, const void *b) {
    return strcmp(((const Entry *)a)->name, ((const Entry *)b)->name);
}
static Status list_folder(Ctx *ctx, const char *folder, const char *pattern, bool deep,
                          Listing *ret) {
    DIR *d = opendir(*folder ? folder : ".");
    if (!d) return OK;
    Status status = OK;
    Index start = ret->n;
    for (struct dirent *e; status == OK && (e = readdir(d));) {
        OWN_BUF path = BUF_INIT;
        buf_printf(&path, "%s%s%s", folder, *folder && folder[strlen(folder) - 1] != '/' ? "/" : "",
                   e->d_name);
        Entry entry = {0};
        if (stat(buf_text(&path), &entry.st) != 0 && lstat(buf_text(&path), &entry.st) != 0)
            continue;
        bool dot = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
        if (deep && S_ISDIR(entry.st.st_mode) && !dot)
            status = list_folder(ctx, buf_text(&path), pattern, deep, ret);
        if (status != OK ||
            (pattern && fnmatch(pattern, e->d_name,
                                e->d_name[0] == '.' && pattern[0] != '.' ? FNM_PERIOD : 0) != 0))
            continue;
        char *real = realpath(*folder ? folder : ".", NULL);
        entry.name = mem_dup(e->d_name);
        entry.folder = mem_dup(real ? real : folder);
        free(real);
        status = vec_reserve(ctx, (void **)&ret->items, &ret->cap, ret->n + 1, sizeof *ret->items);
        if (status == OK && entry.name && entry.folder) {
            ret->items[ret->n++] = entry;
        } else {
            mem_free(entry.name);
            mem_free(entry.folder);
            if (status == OK) status = ctx_fail_nomem(ctx);
        }
        if (status == OK) status = ctx_check_stop(ctx);
    }
    closedir(d);
    if (ret->n > start)
        qsort(ret->items + start, (size_t)(ret->n - start), sizeof *ret->items, compare_entries);
    return status;
}
/// The entries of "", a folder, a file or a pattern with * in its last part; "folder/**/pattern"
/// goes deep.
static Status read_listing(Call *call, Listing *ret) {
    OWN_MEM char *spec = NULL;
    if (call->nargin == 0) return list_folder(call->ctx, "", NULL, false, ret);
    TRY(arg_text(call, 0, &spec));
    struct stat st;
    if (!strchr(spec, '*') && stat(spec, &st) == 0 && S_ISDIR(st.st_mode))
        return list_folder(call->ctx, spec, NULL, false, ret);
    char *slash = strrchr(spec, '/');
    const char *pattern = slash ? slash + 1 : spec, *folder = "";
    if (slash) {
        *slash = 0;
        folder = slash == spec ? "/" : spec;
    }
    bool deep = false;
    size_t n = strlen(folder);
    if (slash && n >= 2 && strcmp(folder + n - 2, "**") == 0) {
        deep = true;
        spec[n > 2 ? n - 3 : 0] = 0;
    }
    return list_folder(call->ctx, folder, *pattern ? pattern : NULL, deep, ret);
}
BUILTIN(dir, "dir\ndir name\nlisting = dir(name)", ARITY(0, 1, 1), "Lists a folder.",
        "name: folder, file, or pattern with *; \"folder/**/*.m\" goes through subfolders",
        "listing: struct array name, folder, date, bytes, isdir, datenum", "",
        "d = dir(tempdir);\nassert(isfield(d,\"isdir\"))", "ls, isfile, isfolder, fullfile") {
    __attribute__((cleanup(listing_done))) Listing l = {0};
    TRY(read_listing(call, &l));
    if (call->nargout == 0) {
        OWN_BUF out = BUF_INIT;
        buf_putc(&out, '\n');
        for (Index i = 0; i < l.n; i++)
            buf_printf(&out, "%s%s", l.items[i].name, i + 1 < l.n ? "  " : "\n");
        buf_putc(&out, '\n');
        env_write(call->env, buf_text(&out), out.len);
        return OK;
    }
    Shape shape = shape_2d(l.n, 1);
    OWN_STRUCT *s = NULL;
    TRY(struct_new(call->ctx, &shape, &s));
    static const char *const fields[] = {"name", "folder", "date", "bytes", "isdir", "datenum"};
    for (int f = 0; f < 6; f++) {
        Index at;
        TRY(struct_add_field(call->ctx, s, fields[f], &at));
    }
    for (Index i = 0; i < l.n; i++) {
        Entry *e = &l.items[i];
        char date[64];
        struct tm tm;
        localtime_r(&e->st.st_mtime, &tm);
        strftime(date, sizeof date, "%d-%b-%Y %H:%M:%S", &tm);
        const char *texts[] = {e->name, e->folder, date};
        for (int f = 0; f < 3; f++) {
            Value v = VALUE_NONE;
            TRY(value_from_text(call->ctx, texts[f], &v));
            TRY(struct_set(call->ctx, s, i, fields[f], v));
        }
        bool folder = S_ISDIR(e->st.st_mode);
        TRY(struct_set(call->ctx, s, i, "bytes", value_double(folder ? 0 : (double)e->st.st_size)));
        TRY(struct_set(call->ctx, s, i, "isdir", value_bool(folder)));
        TRY(struct_set(
            call->ctx, s, i, "datenum",
            value_double(719529 + ((double)e->st.st_mtime + (double)tm.tm_gmtoff) / 86400)));
    }
    call->ret[0] = value_take_struct(GIVE(s));
    return OK;
}
BUILTIN(ls, "ls\nls name\nlist = ls(name)", ARITY(0, 1, 1), "Lists a folder.",
        "name: folder or pattern with *", "list: names, one per line", "",
        "assert(ischar(ls(tempdir)))", "dir, pwd") {
    __attribute__((cleanup(listing_done))) Listing l = {0};
    TRY(read_listing(call, &l));
    OWN_BUF out = BUF_INIT;
    for (Index i = 0; i < l.n; i++) {
        if (l.items[i].name[0] != '.') buf_printf(&out, "%s\n", l.items[i].name);
    }
    if (call->nargout > 0) return ret_text(call, 0, buf_text(&out));
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
/// One answer per path of a char row, string array or cellstr.
static Status each_path(Call *call, bool folder) {
    OWN_STRINGS *paths = NULL;
    Tensor *tf = NULL;
    if (!arg_is_text(call, 0) && call->arg[0].tag != VAL_STRING && call->arg[0].tag != VAL_CELL) {
        return call_fail(call, ERR_TYPE, "MATLAB:string:MustBeStringScalarOrCharacterVector",
                         "Input must be text.");
    }
    TRY(arg_strings(call, 0, &paths));
    TRY(logical_new(call->ctx, &paths->shape, &tf));
    for (Index i = 0; i < paths->numel; i++) {
        const char *p = paths->items[i] ? paths->items[i]->bytes : "";
        tensor_u8(tf)[i] = folder ? file_is_folder(p) : file_exists(p) && !file_is_folder(p);
    }
    ret_tensor(call, 0, tf);
    return OK;
}
BUILTIN(isfile, "tf = isfile(name)", ARITY(1, 1, 1), "True for files that exist.",
        "name: path, or string array of paths", "tf: logical array", "",
        "assert(~isfile(\"no such file\"))", "isfolder, exist, dir") {
    return each_path(call, false);
}
BUILTIN(isfolder, "tf = isfolder(name)", ARITY(1, 1, 1), "True for folders that exist.",
        "name: path, or string array of paths", "tf: logical array", "",
        "assert(isfolder(tempdir))", "isfile, exist, mkdir") {
    return each_path(call, true);
}
BUILTIN_AS(isdir_old, "isdir", "tf = isdir(name)", ARITY(1, 1, 1),
           "True for folders that exist (older name of isfolder).", "name: path",
           "tf: logical scalar", "", "assert(isdir(tempdir))", "isfolder") {
    return each_path(call, true);
}

// ---- making and removing
// --------------------------------------------------------------------------------------------------
/// status, message, identifier: an error unless outputs were asked for.
static Status outcome(Call *call, bool ok, const char *id, const char *message) {
    if (!ok && call->nargout == 0) return call_fail(call, ERR_IO, id, "%s", message);
    if (call->nargout == 0) return OK;
    ret_bool(call, 0, ok);
    if (call->nargout > 1) TRY(ret_text(call, 1, ok ? "" : message));
    return call->nargout > 2 ? ret_text(call, 2, ok ? "" : id) : OK;
}
BUILTIN(mkdir, "mkdir(folder)\nmkdir(parent,folder)\n[status,msg,msgID] = mkdir(...)",
        ARITY(1, 2, 3), "Makes a folder, and its parents.",
        "folder: path\nparent: folder in which to make it",
        "status: true when it is there now\nmsg, msgID: what went wrong",
        "Fails when the folder cannot be made and no output is asked for.",
        "f = tempname;\nmkdir(f)\nassert(isfolder(f))\nrmdir(f)", "rmdir, isfolder") {
    OWN_MEM char *first = NULL, *second = NULL, *joined = NULL;
    TRY(arg_text(call, 0, &first));
    if (call->nargin > 1) {
        TRY(arg_text(call, 1, &second));
        joined = path_join(first, second);
        if (!joined) return ctx_fail_nomem(call->ctx);
    }
    const char *path = joined ? joined : first;
    if (file_is_folder(path) && call->nargout < 2) {
        if (call->nargout == 0)
            vm_warn(call->vm, "MATLAB:MKDIR:DirectoryExists", "Directory already exists.");
        return outcome(call, true, "", "");
    }
    if (file_is_folder(path)) {
        ret_bool(call, 0, true);
        TRY(ret_text(call, 1, "Directory already exists."));
        return call->nargout > 2 ? ret_text(call, 2, "MATLAB:MKDIR:DirectoryExists") : OK;
    }
    if (file_make_folders(call->ctx, path) == OK) return outcome(call, true, "", "");
    OWN_MEM char *message = mem_dup(error_message(&call->ctx->error));
    error_clear(&call->ctx->error);
    return outcome(call, false, "MATLAB:MKDIR:OSError", message ? message : "");
}
static Status remove_tree(Ctx *ctx, const char *path) {
    DIR *d = opendir(path);
    if (!d) return ctx_fail(ctx, ERR_IO, "MATLAB:RMDIR:OSError", "%s: %s", path, strerror(errno));
    Status status = OK;
    for (struct dirent *e; status == OK && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        OWN_BUF child = BUF_INIT;
        struct stat st;
        buf_printf(&child, "%s/%s", path, e->d_name);
        if (lstat(buf_text(&child), &st) == 0 && S_ISDIR(st.st_mode))
            status = remove_tree(ctx, buf_text(&child));
        else if (unlink(buf_text(&child)) != 0)
            status = ctx_fail(ctx, ERR_IO, "MATLAB:RMDIR:OSError", "%s: %s", buf_text(&child),
                              strerror(errno));
    }
    closedir(d);
    if (status == OK && rmdir(path) != 0)
        status = ctx_fail(ctx, ERR_IO, "MATLAB:RMDIR:OSError", "%s: %s", path, strerror(errno));
    return status;
}
BUILTIN_AS(remove_folder, "rmdir",
           "rmdir(folder)\nrmdir(folder,\"s\")\n[status,msg,msgID] = rmdir(...)", ARITY(1, 2, 3),
           "Removes a folder.", "folder: path\n\"s\": with all it holds",
           "status: true when it is gone\nmsg, msgID: what went wrong",
           "Fails when the folder is not empty or not there.",
           "f = tempname;\nmkdir(f)\nrmdir(f)\nassert(~isfolder(f))", "mkdir, delete") {
    OWN_MEM char *path = NULL;
    TRY(arg_text(call, 0, &path));
    if (!file_is_folder(path))
        return outcome(call, false, "MATLAB:RMDIR:NotADirectory", "No directories were removed.");
    if (arg_is_word(call, 1, "s")) {
        if (remove_tree(call->ctx, path) == OK) return outcome(call, true, "", "");
        OWN_MEM char *message = mem_dup(error_message(&call->ctx->error));
        error_clear(&call->ctx->error);
        return outcome(call, false, "MATLAB:RMDIR:OSError", message ? message : "");
    }
    bool ok = rmdir(path) == 0;
    return outcome(call, ok, "MATLAB:RMDIR:OSError", ok ? "" : strerror(errno));
}
BUILTIN(delete, "delete name1 ...\ndelete(obj)", ARITY(1, -1, 0), "Removes files.",
        "name1, …: files; * in the last part stands for any text", "",
        "Warns about files that are not there.",
        "f = tempname;\nfid = fopen(f,\"w\");\nfclose(fid);\ndelete(f)\nassert(~isfile(f))",
        "rmdir, isfile") {
    for (int i = 0; i < call->nargin; i++) {
        OWN_MEM char *path = NULL;
        TRY(arg_text(call, i, &path));
        if (strchr(path, '*')) {
            __attribute__((cleanup(listing_done))) Listing l = {0};
            Call one = *call;
            one.arg = call->arg + i;
            one.nargin = 1;
            TRY(read_listing(&one, &l));
            for (Index k = 0; k < l.n; k++) {
                OWN_MEM char *full = path_join(l.items[k].folder, l.items[k].name);
                if (full && !S_ISDIR(l.items[k].st.st_mode)) unlink(full);
            }
        } else if (unlink(path) != 0) {
            vm_warn(call->vm, "MATLAB:DELETE:FileNotFound",
                    errno == ENOENT ? "File '%s' not found." : "File '%s' could not be deleted.",
                    path);
        }
    }
    vm_rehash(call->vm);
    return OK;
}
static Status copy_or_move(Call *call, bool move) {
    OWN_MEM char *from = NULL, *to = NULL, *inside = NULL;
    OWN_BUF bytes = BUF_INIT;
    TRY(arg_text(call, 0, &from));
    if (call->nargin > 1) TRY(arg_text(call, 1, &to));
    const char *target = to ? to : ".";
    if (file_is_folder(target)) {
        inside = path_join(target, path_base(from));
        if (!inside) return ctx_fail_nomem(call->ctx);
        target = inside;
    }
    if (move && rename(from, target) == 0) return outcome(call, true, "", "");
    if (file_is_folder(from)) return ctx_fail_unsupported(call->ctx, "copying whole folders");
    Status status = file_read(call->ctx, from, (size_t)1 << 40, &bytes);
    if (status == OK) status = file_write(call->ctx, target, buf_text(&bytes), bytes.len);
    if (status == OK && move) unlink(from);
    if (status == OK) return outcome(call, true, "", "");
    OWN_MEM char *message = mem_dup(error_message(&call->ctx->error));
    error_clear(&call->ctx->error);
    return outcome(call, false, move ? "MATLAB:MOVEFILE:OSError" : "MATLAB:COPYFILE:OSError",
                   message ? message : "");
}
BUILTIN(copyfile, "copyfile source destination\n[status,msg,msgID] = copyfile(...)", ARITY(1, 3, 3),
        "Copies a file.", "source: file\ndestination: file or folder, the current one by default",
        "status: true when it worked\nmsg, msgID: what went wrong",
        "Fails when the source cannot be read.",
        "f = tempname; g = "
        "tempname;\nwritelines(\"x\",f)\ncopyfile(f,g)\nassert(isfile(g))\ndelete(f,g)",
        "movefile, delete") {
    return copy_or_move(call, false);
}
BUILTIN(movefile, "movefile source destination\n[status,msg,msgID] = movefile(...)", ARITY(1, 3, 3),
        "Moves or renames a file.",
        "source: file\ndestination: file or folder, the current one by default",
        "status: true when it worked\nmsg, msgID: what went wrong",
        "Fails when the source cannot be read.",
        "f = tempname; g = tempname;\nwritelines(\"x\",f)\nmovefile(f,g)\nassert(isfile(g) && "
        "~isfile(f))\ndelete(g)",
        "copyfile, delete") {
    return copy_or_move(call, true);
}

// ---- names
// -----------------------------------------------------------------------------------------------------------------
BUILTIN(
    fullfile, "f = fullfile(part1,...,partN)", ARITY(1, -1, 1), "Joins parts of a path.",
    "part1, …: folders and a file name; char or string", "f: path; a string when a part is one", "",
    "assert(strcmp(fullfile('a','b','c.m'),'a/b/c.m'))\nassert(fullfile(\"a/\",\"b\") == \"a/b\")",
    "fileparts, filesep") {
    // Any argument may be an array of names: the result has its shape.
    OWN_STRINGS *out = NULL;
    bool string = false, cell = false;
    Shape shape = shape_2d(1, 1);
    Index n = 1;
    for (int i = 0; i < call->nargin; i++) {
        string = string || call->arg[i].tag == VAL_STRING;
        cell = cell || call->arg[i].tag == VAL_CELL;
        if ((call->arg[i].tag == VAL_STRING || call->arg[i].tag == VAL_CELL) &&
            value_numel(call->arg[i]) != 1) {
            TRY(value_shape(call->ctx, call->arg[i], &shape));
            n = value_numel(call->arg[i]);
        }
    }
    TRY(string_new(call->ctx, &shape, &out));
    for (Index e = 0; e < n; e++) {
        OWN_BUF path = BUF_INIT;
        for (int i = 0; i < call->nargin; i++) {
            OWN_STRINGS *part = NULL;
            if (value_is_char(call->arg[i]) && value_is_empty(call->arg[i])) continue;
            TRY(arg_strings(call, i, &part));
            if (part->numel != 1 && part->numel != n)
                return call_fail(call, ERR_SIZE, "MATLAB:fullfile:NumelMismatch",
                                 "All inputs that are not scalar must have the same size.");
            const Text *t = part->numel ? part->items[part->numel == 1 ? 0 : e] : NULL;
            const char *p = t ? t->bytes : "";
            if (path.len && path.data[path.len - 1] == '/') {
                while (*p == '/') p++;
            } else if (path.len && *p && *p != '/') {
                buf_putc(&path, '/');
            }
            for (; *p; p++) {
                if (!(*p == '/' && path.len && path.data[path.len - 1] == '/')) buf_putc(&path, *p);
            }
        }
        TRY(text_new(call->ctx, buf_text(&path), path.len, &out->items[e]));
    }
    if (!string && !cell) return ret_text(call, 0, out->items[0]->bytes);
    if (string) {
        call->ret[0] = value_take_string(GIVE(out));
        return OK;
    }
    CellArray *c = NULL;
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    for (Index e = 0; e < n; e++)
        TRY(value_from_text(call->ctx, out->items[e]->bytes, &c->items[e]));
    return OK;
}
BUILTIN(
    fileparts, "[filepath,name,ext] = fileparts(filename)", ARITY(1, 1, 3),
    "Folder, name and extension of a path.", "filename: char vector or string",
    "filepath: folder without trailing separator\nname: without extension\next: with the dot",
    "Fails for other classes.",
    "[p,n,e] = fileparts('/a/b.txt');\nassert(strcmp(p,'/a') && strcmp(n,'b') && strcmp(e,'.txt'))",
    "fullfile, filesep") {
    OWN_MEM char *path = NULL;
    TRY(arg_text(call, 0, &path));
    bool string = call->arg[0].tag == VAL_STRING;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path,
               *dot = strrchr(name, '.');
    if (!dot) dot = name + strlen(name);
    size_t folder = slash ? (size_t)(slash - path) : 0;
    if (slash == path) folder = 1;
    struct {
        const char *p;
        size_t n;
    } parts[3] = {{path, folder}, {name, (size_t)(dot - name)}, {dot, strlen(dot)}};
    for (int k = 0; k < 3 && ret_wanted(call, k); k++) {
        if (string)
            TRY(value_string_scalar(call->ctx, parts[k].p, parts[k].n, &call->ret[k]));
        else
            TRY(value_from_utf8(call->ctx, parts[k].p, parts[k].n, &call->ret[k]));
    }
    return OK;
}
BUILTIN(filesep, "f = filesep", ARITY(0, 0, 1), "Separator in file names.", "", "f: '/'", "",
        "assert(strcmp(filesep,'/'))", "fullfile, pathsep") {
    return ret_text(call, 0, "/");
}
BUILTIN(pathsep, "c = pathsep", ARITY(0, 0, 1), "Separator of folders in the search path.", "",
        "c: ':'", "", "assert(strcmp(pathsep,':'))", "path, filesep") {
    return ret_text(call, 0, ":");
}
static const char *temp_folder(void) {
    const char *t = getenv("TMPDIR");
    return t && *t ? t : "/tmp";
}
BUILTIN(tempdir, "folder = tempdir", ARITY(0, 0, 1), "Folder for temporary files.", "",
        "folder: path that ends with a separator", "", "assert(isfolder(tempdir))", "tempname") {
    OWN_BUF out = BUF_INIT;
    const char *t = temp_folder();
    buf_printf(&out, "%s%s", t, t[strlen(t) - 1] == '/' ? "" : "/");
    return ret_text(call, 0, buf_text(&out));
}
BUILTIN(tempname, "f = tempname\nf = tempname(folder)", ARITY(0, 1, 1),
        "Name for a temporary file that does not exist.", "folder: where, tempdir by default",
        "f: path", "", "assert(~isfile(tempname))", "tempdir") {
    OWN_MEM char *folder = NULL;
    if (call->nargin) TRY(arg_text(call, 0, &folder));
    // Not from the program's own generator: names must differ after rng(0) too.
    struct timespec now;
    OWN_BUF out = BUF_INIT;
    do {
        clock_gettime(CLOCK_REALTIME, &now);
        uint64_t x = (uint64_t)now.tv_nsec * 0x9e3779b97f4a7c15u ^ ((uint64_t)now.tv_sec << 20) ^
                     (uint64_t)getpid() * 0xbf58476d1ce4e5b9u;
        buf_clear(&out);
        buf_printf(&out, "%s/tp%016llx", folder ? folder : temp_folder(), (unsigned long long)x);
    } while (file_exists(buf_text(&out)));
    return ret_text(call, 0, buf_text(&out));
}

// ---- environment
// --------------------------------------------------------------------------------------------------------------
BUILTIN(getenv, "val = getenv(name)", ARITY(1, 1, 1), "Environment variable.", "name: text",
        "val: char vector, empty when not set", "", "assert(~isempty(getenv(\"PATH\")))",
        "setenv, system") {
    OWN_MEM char *name = NULL;
    TRY(arg_text(call, 0, &name));
    const char *value = getenv(name);
    return ret_text(call, 0, value ? value : "");
}
BUILTIN(setenv, "setenv(name,value)\nsetenv(name)", ARITY(1, 2, 0), "Sets an environment variable.",
        "name, value: text", "", "",
        "setenv(\"GRADUS_DEMO\",\"1\")\nassert(strcmp(getenv(\"GRADUS_DEMO\"),'1'))", "getenv") {
    OWN_MEM char *name = NULL, *value = NULL;
    TRY(arg_text(call, 0, &name));
    if (call->nargin > 1) TRY(arg_text(call, 1, &value));
    if (setenv(name, value ? value : "", 1) != 0)
        return call_fail(call, ERR_ARG, "MATLAB:setenv:invalidName", "Unable to set '%s': %s.",
                         name, strerror(errno));
    return OK;
}
BUILTIN(system,
        "status = system(command)\n[status,cmdout] = system(command)\n[status,cmdout] = "
        "system(command,\"-echo\")",
        ARITY(1, 2, 2), "Runs a command of the operating system.",
        "command: text for the shell\n\"-echo\": shows the output as well",
        "status: exit status\ncmdout: what it wrote", "",
        "[s,out] = system(\"echo hi\");\nassert(s == 0 && strcmp(strtrim(out),'hi'))",
        "getenv, shell escape !") {
    OWN_MEM char *command = NULL;
    OWN_BUF out = BUF_INIT, full = BUF_INIT;
    TRY(arg_text(call, 0, &command));
    bool echo = call->nargout < 2 || arg_is_word(call, 1, "-echo");
    buf_printf(&full, "{ %s\n} 2>&1", command);
    FILE *p = popen(buf_text(&full), "r");
    if (!p)
        return call_fail(call, ERR_IO, "MATLAB:system:cannotRun", "Unable to run the command: %s.",
                         strerror(errno));
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, p)) > 0) {
        if (echo) env_write(call->env, chunk, n);
        buf_put(&out, chunk, n);
    }
    int code = pclose(p);
    if (call->nargout > 0)
        ret_double(call, 0, WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code));
    return call->nargout > 1 ? ret_text(call, 1, buf_text(&out)) : OK;
}
static Status answer(Call *call, bool yes) {
    ret_bool(call, 0, yes);
    return OK;
}
BUILTIN(ispc, "tf = ispc", ARITY(0, 0, 1), "True on Windows.", "", "tf: logical scalar", "",
        "assert(islogical(ispc))", "isunix, ismac, computer") {
    return answer(call, false);
}
BUILTIN(isunix, "tf = isunix", ARITY(0, 0, 1), "True on Linux and macOS.", "", "tf: logical scalar",
        "", "assert(isunix)", "ispc, ismac, computer") {
    return answer(call, true);
}
#ifdef __APPLE__
enum { ON_MAC = 1 };
#else
enum { ON_MAC = 0 };
#endif
BUILTIN(ismac, "tf = ismac", ARITY(0, 0, 1), "True on macOS.", "", "tf: logical scalar", "",
        "assert(islogical(ismac))", "ispc, isunix") {
    return answer(call, ON_MAC);
}
BUILTIN(isdeployed, "tf = isdeployed", ARITY(0, 0, 1),
        "True in compiled applications; always false here.", "", "tf: logical scalar", "",
        "assert(~isdeployed)", "ispc") {
    return answer(call, false);
}
BUILTIN(isstudent, "tf = isstudent", ARITY(0, 0, 1),
        "True for student versions; always false here.", "", "tf: logical scalar", "",
        "assert(~isstudent)", "version") {
    return answer(call, false);
}
BUILTIN(canUseParallelPool, "tf = canUseParallelPool", ARITY(0, 0, 1),
        "True when a pool of workers is available; Gradus uses threads instead.", "",
        "tf: logical scalar", "", "assert(~canUseParallelPool)", "maxNumCompThreads") {
    return answer(call, false);
}
BUILTIN(computer, "str = computer\n[str,maxsize,endian] = computer\narch = computer(\"arch\")",
        ARITY(0, 1, 3), "Kind of computer.", "",
        "str: 'GLNXA64' on Linux\nmaxsize: largest number of elements\nendian: 'L'", "",
        "assert(ischar(computer))", "ispc, isunix, ismac, version") {
    if (call->nargin) return ret_text(call, 0, ON_MAC ? "maca64" : "glnxa64");
    TRY(ret_text(call, 0, ON_MAC ? "MACA64" : "GLNXA64"));
    if (call->nargout > 1) ret_double(call, 1, 281474976710655.0);
    return call->nargout > 2 ? ret_text(call, 2, "L") : OK;
}
BUILTIN(version, "v = version", ARITY(0, 1, 1), "Version of Gradus.", "", "v: char vector", "",
        "assert(contains(version,\"Gradus\"))", "ver, computer") {
    return ret_text(call, 0, GRADUS_VERSION " (Gradus)");
}
BUILTIN(ver, "ver\nv = ver", ARITY(0, 1, 1), "Version as a struct.", "",
        "v: struct Name, Version, Release, Date", "",
        "v = ver;\nassert(strcmp(v(1).Name,'Gradus'))", "version") {
    OWN_STRUCT *s = NULL;
    TRY(struct_scalar(call->ctx, &s));
    TRY(struct_put_text(call->ctx, s, "Name", "Gradus"));
    TRY(struct_put_text(call->ctx, s, "Version", GRADUS_VERSION));
    TRY(struct_put_text(call->ctx, s, "Release", "(" GRADUS_VERSION ")"));
    TRY(struct_put_text(call->ctx, s, "Date", __DATE__));
    if (call->nargout > 0) {
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    env_write(call->env, "Gradus " GRADUS_VERSION "\n", sizeof("Gradus " GRADUS_VERSION "\n") - 1);
    return OK;
}
BUILTIN(maxNumCompThreads, "n = maxNumCompThreads\nold = maxNumCompThreads(n)", ARITY(0, 1, 1),
        "Number of threads used for computing.", "n: new number, or \"automatic\"",
        "old: number before", "Fails for numbers below 1.", "assert(maxNumCompThreads >= 1)",
        "computer") {
    struct Pool *pool = call->ctx->pool;
    ret_double(call, 0, pool ? pool_threads(pool) : 1);
    if (call->nargin == 0) return OK;
    Index n;
    if (arg_is_word(call, 0, "automatic"))
        n = pool_default_threads();
    else
        TRY(arg_positive(call, 0, &n));
    return pool ? pool_resize(pool, (int)(n > 1024 ? 1024 : n)) : OK;
}

const BuiltinDef *const family_folders[] = {&def_pwd,
                                            &def_cd,
                                            &def_dir,
                                            &def_ls,
                                            &def_isfile,
                                            &def_isfolder,
                                            &def_isdir_old,
                                            &def_mkdir,
                                            &def_remove_folder,
                                            &def_delete,
                                            &def_copyfile,
                                            &def_movefile,
                                            &def_fullfile,
                                            &def_fileparts,
                                            &def_filesep,
                                            &def_pathsep,
                                            &def_tempdir,
                                            &def_tempname,
                                            &def_getenv,
                                            &def_setenv,
                                            &def_system,
                                            &def_ispc,
                                            &def_isunix,
                                            &def_ismac,
                                            &def_isdeployed,
                                            &def_isstudent,
                                            &def_canUseParallelPool,
                                            &def_computer,
                                            &def_version,
                                            &def_ver,
                                            &def_maxNumCompThreads,
                                            NULL};
