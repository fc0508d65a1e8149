// builtins/saved.c: variables in files: save and load, as MAT-files or as text of numbers.
#include "base/file.h"
#include "builtins/matfile.h"
#include "builtins/text_arguments.h"
#include <fnmatch.h>
#include <stdio.h>

/// What the words of save and load ask for.
typedef struct Wish {
    char *path;
    StringArray *names; // patterns of names, null: all
    char *from_struct;  // save -struct: the variable whose fields are saved
    bool ascii, mat, append, by_regexp, has_version;
    MatVersion version;
} Wish;
static void wish_done(Wish *w) {
    mem_free(w->path);
    mem_free(w->from_struct);
    own_strings_done(&w->names);
}
#define OWN_WISH __attribute__((cleanup(wish_done))) Wish

static Status add_name(Call *call, Wish *w, const char *name) {
    Shape shape = shape_2d(w->names ? w->names->numel + 1 : 1, 1);
    StringArray *more = NULL;
    TRY(string_new(call->ctx, &shape, &more));
    for (Index i = 0; w->names && i < w->names->numel; i++)
        more->items[i] = text_ref(w->names->items[i]);
    own_strings_done(&w->names);
    w->names = more;
    return text_new(call->ctx, name, strlen(name), &more->items[shape.dim[0] - 1]);
}
static Status read_option(Call *call, Wish *w, int *i, const char *text) {
    static const char *const versions[] = {"-v6", "-v7", "-v7.3"};
    for (int k = 0; k < 3; k++)
        if (text_same(text, versions[k])) w->version = (MatVersion)k, w->has_version = true;
    if (text_same(text, "-ascii"))
        w->ascii = true;
    else if (text_same(text, "-mat"))
        w->mat = true;
    else if (text_same(text, "-append"))
        w->append = true;
    else if (text_same(text, "-regexp"))
        w->by_regexp = true;
    else if (text_same(text, "-nocompression"))
        w->version = MAT_VERSION_6;
    else if (text_same(text, "-struct")) {
        if (++*i >= call->nargin)
            return call_fail(call, ERR_ARG, "MATLAB:save:structArgMissing",
                             "The name of a struct must follow -struct.");
        TRY(arg_text(call, *i, &w->from_struct));
    } else if (text_same(text, "-v4") || text_same(text, "-double") || text_same(text, "-tabs")) {
        return ctx_fail_unsupported(call->ctx, "this option of save");
    } else if (!text_same(text, versions[0]) && !text_same(text, versions[1]) &&
               !text_same(text, versions[2])) {
        return call_fail(call, ERR_ARG, "MATLAB:save:unknownOption", "Unknown command option '%s'.",
                         text);
    }
    return OK;
}
static Status read_wish(Call *call, Wish *w) {
    w->version = MAT_VERSION_7;
    for (int i = 0; i < call->nargin; i++) {
        OWN_STRINGS *texts = NULL;
        TRY(arg_strings(call, i, &texts));
        for (Index k = 0; k < texts->numel; k++) {
            const char *text = texts->items[k] ? texts->items[k]->bytes : "";
            if (text[0] == '-') {
                TRY(read_option(call, w, &i, text));
            } else if (!w->path) {
                w->path = mem_dup(text);
                if (!w->path) return ctx_fail_nomem(call->ctx);
            } else {
                TRY(add_name(call, w, text));
            }
        }
    }
    if (!w->path && !(w->path = mem_dup("matlab.mat"))) return ctx_fail_nomem(call->ctx);
    return OK;
}
/// path, or path.mat where it has no extension and is to be a MAT-file.
static Status add_extension(Call *call, Wish *w) {
    if (*path_extension(w->path) || w->ascii) return OK;
    OWN_BUF full = BUF_INIT;
    buf_printf(&full, "%s.mat", w->path);
    char *path = buf_take(&full);
    if (!path) return ctx_fail_nomem(call->ctx);
    mem_free(w->path);
    w->path = path;
    return OK;
}

typedef struct Names {
    Call *call;
    const Wish *wish;
    bool *found;
    Status status;
    Index only; // this one of the names, -1: any of them
} Names;
/// Whether a name is one of those asked for, by name, wildcard or regular expression.
static bool name_wanted(void *self, const char *name) {
    Names *n = self;
    const StringArray *list = n->wish->names;
    if (!list) return true;
    bool wanted = false;
    for (Index i = 0; i < list->numel; i++) {
        bool fits = false;
        if (n->only >= 0 && n->only != i) continue;
        if (n->wish->by_regexp) {
            OWN_VALUE at = VALUE_NONE, text = VALUE_NONE, pattern = VALUE_NONE;
            if (n->status == OK) n->status = value_from_text(n->call->ctx, name, &text);
            if (n->status == OK)
                n->status = value_from_text(n->call->ctx, list->items[i]->bytes, &pattern);
            Value args[2] = {text, pattern};
            if (n->status == OK) n->status = vm_call_name(n->call->vm, "regexp", args, 2, 1, &at);
            fits = n->status == OK && value_numel(at) > 0;
        } else {
            fits = fnmatch(list->items[i]->bytes, name, 0) == 0;
        }
        if (fits && n->found) n->found[i] = true;
        wanted = wanted || fits;
    }
    return wanted;
}

// ---- load
static Status load_text(Call *call, const char *path) {
    OWN_VALUE a = VALUE_NONE, file = VALUE_NONE;
    OWN_BUF head = BUF_INIT;
    TRY(value_from_text(call->ctx, path, &file));
    TRY(vm_call_name(call->vm, "readmatrix", &file, 1, 1, &a));
    if (call->nargout > 0) {
        call->ret[0] = value_give(&a);
        return OK;
    }
    const char *base = path_base(path);
    buf_put(&head, base, strlen(base) - strlen(path_extension(path)));
    if (!name_is_valid(buf_text(&head)))
        return call_fail(call, ERR_ARG, "MATLAB:load:invalidName",
                         "'%s' is no valid variable name: ask for an output.", buf_text(&head));
    return vm_set_variable(call->vm, VM_CURRENT, buf_text(&head), a);
}
static Status warn_missing(Call *call, const Wish *w, const bool *found, const Buf *left_out) {
    for (Index i = 0; w->names && !w->by_regexp && i < w->names->numel; i++) {
        const char *name = w->names->items[i]->bytes;
        if (!found[i] && !strpbrk(name, "*?["))
            vm_warn(call->vm, "MATLAB:load:variableNotFound", "Variable '%s' not found.", name);
    }
    if (left_out->len)
        vm_warn(call->vm, "Gradus:load:classNotSupported",
                "Variables of classes that cannot be loaded were left out: %s.",
                buf_text(left_out));
    return OK;
}
BUILTIN(load,
        "load(filename)\nload(filename,name1,...)\nload(filename,\"-regexp\",expr)\nS = "
        "load(...)\nA = load(filename,\"-ascii\")",
        ARITY(0, -1, 1), "Loads variables from a MAT-file, or a matrix from a text file.",
        "filename: path; .mat is added where there is no extension; matlab.mat by default\nname1, "
        "…: names, with * for any "
        "text\nexpr: regular expression for names\n\"-mat\", \"-ascii\": kind of file, whatever "
        "its extension",
        "S: struct with one field per variable; without output the variables are set\nA: matrix of "
        "a text file; without "
        "output a variable named after the file is set",
        "Fails when the file is missing or damaged. Sparse matrices become full; strings, tables, "
        "function handles and other "
        "objects of MATLAB's own files cannot be read and are left out with a warning.",
        "load_demo = struct('a',{{1,'two'}});\nf = [tempname '.mat'];\nsave(f,'load_demo')\nS = "
        "load(f);\nassert(isequal(S.load_demo,load_demo))\ndelete(f)",
        "save, who, readmatrix, readtable") {
    OWN_WISH w = {0};
    TRY(read_wish(call, &w));
    bool plain = !file_exists(w.path) || file_is_folder(w.path);
    if (plain) TRY(add_extension(call, &w));
    if (!file_exists(w.path))
        return call_fail(call, ERR_IO, "MATLAB:load:couldNotReadFile",
                         "Unable to find file or directory '%s'.", w.path);
    bool mat_name = text_same(path_extension(w.path), ".mat");
    if (w.ascii || (!w.mat && !mat_name)) return load_text(call, w.path);
    OWN_STRUCT *s = NULL;
    OWN_BUF left_out = BUF_INIT;
    OWN_MEM bool *found = mem_alloc_zero(w.names ? (size_t)w.names->numel + 1 : 1);
    if (!found) return ctx_fail_nomem(call->ctx);
    Names names = {call, &w, found, OK, -1};
    TRY(matfile_read(call->ctx, w.path, name_wanted, &names, &s, &left_out));
    TRY(names.status);
    TRY(warn_missing(call, &w, found, &left_out));
    if (call->nargout > 0) {
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    for (Index f = 0; f < s->n_fields; f++) {
        OWN_VALUE v = VALUE_NONE;
        TRY(struct_get(call->ctx, s, 0, s->names[f]->bytes, &v));
        if (!name_is_valid(s->names[f]->bytes)) continue;
        TRY(vm_set_variable(call->vm, VM_CURRENT, s->names[f]->bytes, v));
    }
    return OK;
}

// ---- save
/// Variables of the workspace, or fields of a struct, that are asked for.
static Status gather(Call *call, const Wish *w, StructArray **ret) {
    OWN_STRUCT *out = NULL;
    OWN_MEM bool *found = mem_alloc_zero(w->names ? (size_t)w->names->numel + 1 : 1);
    Names names = {call, w, found, OK, -1};
    if (!found) return ctx_fail_nomem(call->ctx);
    TRY(struct_scalar(call->ctx, &out));
    if (w->from_struct) {
        Value v;
        if (!vm_find_variable(call->vm, VM_CURRENT, w->from_struct, &v))
            return call_fail(call, ERR_NAME, "MATLAB:save:variableNotFound",
                             "Variable '%s' not found.", w->from_struct);
        if (v.tag != VAL_STRUCT || v.structure->numel != 1)
            return call_fail(
                call, ERR_TYPE, "MATLAB:save:structNotScalar",
                "The argument to -STRUCT must be the name of a scalar structure variable.");
        for (Index f = 0; f < v.structure->n_fields; f++) {
            const char *name = v.structure->names[f]->bytes;
            Value item = VALUE_NONE;
            if (!name_wanted(&names, name)) continue;
            TRY(struct_get(call->ctx, v.structure, 0, name, &item));
            TRY(struct_put(call->ctx, out, name, item));
        }
    } else {
        OWN_MEM const char **list = NULL;
        Index n = 0;
        TRY(vm_list_variables(call->vm, VM_CURRENT, &list, &n));
        // In the order of the names given.
        for (Index k = 0; k < (w->names ? w->names->numel : 1); k++) {
            for (Index i = 0; i < n; i++) {
                Value v;
                names.only = w->names ? k : -1;
                if (!name_wanted(&names, list[i]) ||
                    !vm_find_variable(call->vm, VM_CURRENT, list[i], &v))
                    continue;
                if (struct_find(out, list[i]) < 0)
                    TRY(struct_put(call->ctx, out, list[i], value_ref(v)));
            }
        }
    }
    TRY(names.status);
    for (Index i = 0; w->names && !w->by_regexp && i < w->names->numel; i++) {
        if (!found[i] && !strpbrk(w->names->items[i]->bytes, "*?["))
            return call_fail(call, ERR_NAME,
                             w->from_struct ? "MATLAB:save:fieldNotFound"
                                            : "MATLAB:save:variableNotFound",
                             w->from_struct ? "Field '%s' not found." : "Variable '%s' not found.",
                             w->names->items[i]->bytes);
    }
    *ret = GIVE(out);
    return OK;
}
/// Leaves out what a MAT-file cannot hold: with a warning where the whole workspace is saved, else
/// an error.
static Status drop_unsupported(Call *call, const Wish *w, StructArray **variables) {
    const char *cls = "";
    OWN_STRUCT *kept = NULL;
    TRY(struct_scalar(call->ctx, &kept));
    for (Index f = 0; f < (*variables)->n_fields; f++) {
        const char *name = (*variables)->names[f]->bytes;
        Value v = (*variables)->items[f];
        if (matfile_can_hold(v, &cls)) {
            TRY(struct_put(call->ctx, kept, name, value_ref(v)));
        } else if (w->names || w->from_struct) {
            return ctx_fail(
                call->ctx, ERR_UNSUPPORTED, "Gradus:notSupported",
                "Variable '%s' cannot be saved: class %s in MAT-files is not supported.", name,
                cls);
        } else {
            vm_warn(call->vm, "Gradus:save:classNotSupported",
                    "Variable '%s' was not saved: class %s in MAT-files is not supported.", name,
                    cls);
        }
    }
    own_struct_done(variables);
    *variables = GIVE(kept);
    return OK;
}
static Status save_text(Call *call, const Wish *w, const StructArray *variables) {
    OWN_BUF out = BUF_INIT;
    for (Index f = 0; f < variables->n_fields; f++) {
        OWN_TENSOR *t = NULL;
        TRY(value_to_doubles(call->ctx, variables->items[f], &t));
        Index m = t->shape.dim[0];
        for (Index r = 0; r < m; r++) {
            for (Index k = r; k < t->numel; k += m) buf_printf(&out, "  %.16e", tensor_f64(t)[k]);
            buf_putc(&out, '\n');
        }
    }
    if (out.failed) return ctx_fail_nomem(call->ctx);
    return file_write(call->ctx, w->path, buf_text(&out), out.len);
}
BUILTIN(save,
        "save(filename)\nsave(filename,name1,...)\nsave(filename,\"-struct\",s,field1,...)\nsave(.."
        ".,\"-append\")\nsave(...,"
        "version)\nsave(filename,name,\"-ascii\")",
        ARITY(0, -1, 0), "Saves variables in a MAT-file, or a matrix as text.",
        "filename: path; .mat is added where there is no extension; matlab.mat by default\nname1, "
        "…: names, with * for any text; "
        "all variables by default\ns: name of a struct whose fields are saved as "
        "variables\n\"-append\": keep the other variables "
        "of the file\n\"-regexp\": the names are regular expressions\nversion: \"-v7\" (default), "
        "\"-v6\" (not compressed), \"-v7.3\"",
        "",
        "Fails for unknown names and files that cannot be written; the old file then stays. "
        "Strings are saved as character "
        "vectors and cell arrays of them. Tables, categorical and datetime arrays, function "
        "handles, networks and other "
        "objects are not supported.",
        "save_demo = [1 2;3 4];\nf = [tempname '.mat'];\nsave(f,'save_demo')\nS = "
        "load(f);\nassert(isequal(S.save_demo,save_demo))\ndelete(f)",
        "load, writematrix, writetable") {
    OWN_WISH w = {0};
    OWN_STRUCT *variables = NULL;
    TRY(read_wish(call, &w));
    TRY(add_extension(call, &w));
    TRY(gather(call, &w, &variables));
    if (w.ascii) return save_text(call, &w, variables);
    TRY(drop_unsupported(call, &w, &variables));
    return matfile_write(call->ctx, w.path, w.version, w.append, variables);
}

const BuiltinDef *const family_saved[] = {&def_load, &def_save, NULL};
