// builtins/workspace.c: variables, help, display settings, the search path, and leaving.
#include "builtins/arguments.h"
#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- variables
// ---------------------------------------------------------------------------------------------------------
/// Bytes of data a value holds, as whos shows.
static double bytes_of(Value v) {
    switch (v.tag) {
    case VAL_DOUBLE: return 8;
    case VAL_BOOL: return 1;
    case VAL_TENSOR:
        return (double)v.tensor->numel * (double)class_size((NumClass)v.tensor->cls) *
               (v.tensor->is_complex ? 2 : 1);
    case VAL_STRING: {
        double n = 0;
        for (Index i = 0; i < v.string->numel; i++)
            n += v.string->items[i] ? 2.0 * (double)v.string->items[i]->n_units : 0;
        return n + 54.0 * (double)v.string->numel;
    }
    case VAL_CELL: {
        double n = 0;
        for (Index i = 0; i < v.cell->numel; i++) n += 104 + bytes_of(v.cell->items[i]);
        return n;
    }
    case VAL_STRUCT: {
        double n = 64.0 * (double)v.structure->n_fields;
        for (Index i = 0; i < v.structure->numel * v.structure->n_fields; i++)
            n += 104 + bytes_of(v.structure->items[i]);
        return n;
    }
    default: return 32;
    }
}
/// Variable names matching one of the patterns (none: all); mem_free the array.
static Status matching_names(Call *call, int first, const char ***ret, Index *ret_n) {
    const char **names = NULL;
    Index n = 0, kept = 0;
    TRY(vm_list_variables(call->vm, VM_CURRENT, &names, &n));
    for (Index i = 0; i < n; i++) {
        bool keep = first >= call->nargin;
        for (int k = first; k < call->nargin && !keep; k++) {
            char *pattern = NULL;
            if (arg_text(call, k, &pattern) != OK) {
                mem_free(names);
                return call->ctx->error.status;
            }
            keep = fnmatch(pattern, names[i], 0) == 0;
            mem_free(pattern);
        }
        if (keep) names[kept++] = names[i];
    }
    *ret = names;
    *ret_n = kept;
    return OK;
}
BUILTIN(who, "who\nwho var1 ...\nC = who", ARITY(0, -1, 1), "Names of the variables.",
        "var1, …: names, with * for any text", "C: column cell array of names", "",
        "who_demo = 1;\nassert(any(strcmp(who,'who_demo')))", "whos, clear, exist") {
    OWN_MEM const char **names = NULL;
    Index n = 0;
    TRY(matching_names(call, 0, &names, &n));
    if (call->nargout > 0) return cell_of_texts(call->ctx, names, n, false, &call->ret[0]);
    if (n == 0) return OK;
    OWN_BUF out = BUF_INIT;
    buf_puts(&out, "\nYour variables are:\n\n");
    for (Index i = 0; i < n; i++) buf_printf(&out, "%s%s", names[i], i + 1 < n ? "  " : "\n\n");
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(whos, "whos\nwhos var1 ...\nS = whos", ARITY(0, -1, 1),
        "Names, sizes and classes of the variables.", "var1, …: names, with * for any text",
        "S: struct array name, size, bytes, class", "",
        "whos_demo = zeros(2,3);\nS = whos('whos_demo');\nassert(isequal(S.size,[2 3]) && "
        "strcmp(S.class,'double'))",
        "who, class, size") {
    OWN_MEM const char **names = NULL;
    Index n = 0;
    TRY(matching_names(call, 0, &names, &n));
    if (call->nargout > 0) {
        Shape shape = shape_2d(n, 1);
        OWN_STRUCT *s = NULL;
        TRY(struct_new(call->ctx, &shape, &s));
        for (Index i = 0; i < n; i++) {
            Value v = VALUE_NONE, text = VALUE_NONE;
            Shape size;
            if (!vm_find_variable(call->vm, VM_CURRENT, names[i], &v)) continue;
            TRY(value_shape(call->ctx, v, &size));
            TRY(value_from_text(call->ctx, names[i], &text));
            TRY(struct_set(call->ctx, s, i, "name", text));
            Shape row = shape_2d(1, size.n_dims);
            Tensor *t = NULL;
            TRY(tensor_new(call->ctx, CLASS_DOUBLE, &row, &t));
            for (int k = 0; k < size.n_dims; k++) tensor_f64(t)[k] = (double)size.dim[k];
            TRY(struct_set(call->ctx, s, i, "size", value_take_tensor(t)));
            TRY(struct_set(call->ctx, s, i, "bytes", value_double(bytes_of(v))));
            TRY(value_from_text(call->ctx, value_class_name(v), &text));
            TRY(struct_set(call->ctx, s, i, "class", text));
        }
        call->ret[0] = value_take_struct(GIVE(s));
        return OK;
    }
    if (n == 0) return OK;
    OWN_BUF out = BUF_INIT;
    int width = 4, size_width = 4;
    char text[160];
    for (Index i = 0; i < n; i++) {
        Value v;
        Shape size;
        if (!vm_find_variable(call->vm, VM_CURRENT, names[i], &v)) continue;
        TRY(value_shape(call->ctx, v, &size));
        shape_format(&size, "x", text, sizeof text);
        if ((int)strlen(names[i]) > width) width = (int)strlen(names[i]);
        if ((int)strlen(text) > size_width) size_width = (int)strlen(text);
    }
    buf_printf(&out, "  %-*s  %*s%*s  Class\n\n", width, "Name", size_width + 6, "Size", 12,
               "Bytes");
    for (Index i = 0; i < n; i++) {
        Value v;
        Shape size;
        if (!vm_find_variable(call->vm, VM_CURRENT, names[i], &v)) continue;
        TRY(value_shape(call->ctx, v, &size));
        shape_format(&size, "x", text, sizeof text);
        buf_printf(&out, "  %-*s  %*s%*.0f  %s\n", width, names[i], size_width + 6, text, 12,
                   bytes_of(v), value_class_name(v));
    }
    buf_puts(&out, "\n");
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
static Status clear_names(Call *call, bool keep_listed, int first) {
    OWN_MEM const char **names = NULL;
    Index n = 0;
    TRY(matching_names(call, keep_listed ? call->nargin : first, &names, &n));
    // Clearing changes the list: work on copies.
    OWN_BUF text = BUF_INIT;
    for (Index i = 0; i < n; i++) buf_put(&text, names[i], strlen(names[i]) + 1);
    if (text.failed) return ctx_fail_nomem(call->ctx);
    const char *p = text.data;
    for (Index i = 0; i < n; i++, p += strlen(p) + 1) {
        bool listed = !keep_listed;
        for (int k = first; k < call->nargin && keep_listed && !listed; k++) {
            OWN_MEM char *pattern = NULL;
            TRY(arg_text(call, k, &pattern));
            listed = fnmatch(pattern, p, 0) == 0;
        }
        if (listed != keep_listed) TRY(vm_clear_variable(call->vm, VM_CURRENT, p));
    }
    return OK;
}
BUILTIN(clear, "clear\nclear name1 ...\nclear all\nclear functions", ARITY(0, -1, 0),
        "Removes variables, or forgets functions.",
        "name1, …: names, with * for any text\nall: variables and cached functions\nfunctions: "
        "cached functions",
        "", "", "clear_demo = 1;\nclear clear_demo\nassert(~exist('clear_demo','var'))",
        "clearvars, who, clc") {
    bool all =
        call->nargin == 1 && (arg_is_word(call, 0, "all") || arg_is_word(call, 0, "classes"));
    if (all || (call->nargin >= 1 && arg_is_word(call, 0, "functions"))) vm_clear_functions(call->vm);
    if (call->nargin >= 1 && (arg_is_word(call, 0, "functions") || arg_is_word(call, 0, "mex") ||
                              arg_is_word(call, 0, "import")))
        return OK;
    if (call->nargin == 0 || all || (call->nargin == 1 && arg_is_word(call, 0, "variables")))
        return vm_clear_all(call->vm, VM_CURRENT);
    if (arg_is_word(call, 0, "-except")) return clear_names(call, true, 1);
    if (arg_is_word(call, 0, "-regexp")) return ctx_fail_unsupported(call->ctx, "clear -regexp");
    return clear_names(call, false,
                       arg_is_word(call, 0, "variables") || arg_is_word(call, 0, "global") ? 1 : 0);
}
BUILTIN(clearvars, "clearvars\nclearvars name1 ...\nclearvars -except name1 ...", ARITY(0, -1, 0),
        "Removes variables.", "name1, …: names, with * for any text", "", "",
        "cv_demo = 1;\nclearvars cv_demo\nassert(~exist('cv_demo','var'))", "clear, who") {
    if (call->nargin == 0) return vm_clear_all(call->vm, VM_CURRENT);
    if (arg_is_word(call, 0, "-except")) return clear_names(call, true, 1);
    return clear_names(call, false, 0);
}
static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
BUILTIN(exist, "n = exist(name)\nn = exist(name,type)", ARITY(1, 2, 1),
        "What a name is: 1 variable, 2 file, 5 built-in function, 7 folder, 0 nothing.",
        "name: text\ntype: \"var\", \"file\", \"dir\", \"builtin\" to look only there", "n: number",
        "",
        "exist_demo = 1;\nassert(exist(\"exist_demo\") == 1)\nassert(exist(\"sin\") == "
        "5)\nassert(exist(\"no_such_name_at_all\") == 0)",
        "which, isfile, isfolder, isvarname") {
    static const char *const types[] = {"var", "file", "dir", "builtin", "class", NULL};
    OWN_MEM char *name = NULL;
    int type = -1, found = 0;
    TRY(arg_text(call, 0, &name));
    if (call->nargin > 1) TRY(arg_choice(call, 1, types, &type));
    const char *path = NULL, *kind = name_is_valid(name) || strchr(name, '.')
                                         ? vm_which(call->vm, name, &path)
                                         : NULL;
    Value v;
    struct stat st;
    bool on_disk = stat(name, &st) == 0;
    if ((type == -1 || type == 0) && vm_find_variable(call->vm, VM_CURRENT, name, &v)) found = 1;
    if (!found && (type == -1 || type == 3) && kind && strcmp(kind, "builtin") == 0) found = 5;
    if (!found && (type == -1 || type == 1) && kind && strcmp(kind, "file") == 0) found = 2;
    if (!found && (type == -1 || type == 1) && on_disk && S_ISREG(st.st_mode)) found = 2;
    if (!found && (type == -1 || type == 1 || type == 2) && is_folder(name)) found = 7;
    ret_double(call, 0, found);
    return OK;
}
BUILTIN(which, "which name\np = which(name)", ARITY(1, 2, 1),
        "Says what a name means, and where its file is.", "name: text",
        "p: path or description; empty when nothing is found", "",
        "assert(contains(which(\"sin\"),\"built-in\"))", "exist, what, help") {
    OWN_MEM char *name = NULL;
    OWN_BUF out = BUF_INIT;
    TRY(arg_text(call, 0, &name));
    const char *path = NULL, *kind = vm_which(call->vm, name, &path);
    if (kind && strcmp(kind, "variable") == 0)
        buf_printf(&out, "%s is a variable.", name);
    else if (kind && strcmp(kind, "builtin") == 0)
        buf_printf(&out, "built-in (%s)", name);
    else if (kind)
        buf_puts(&out, path ? path : name);
    else if (access(name, F_OK) == 0)
        buf_puts(&out, name);
    if (call->nargout > 0) return ret_text(call, 0, buf_text(&out));
    if (!out.len) buf_printf(&out, "'%s' not found.", name);
    buf_putc(&out, '\n');
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}

// ---- the search path
// -------------------------------------------------------------------------------------------------------
BUILTIN(path, "p = path\npath", ARITY(0, 1, 1), "Folders searched for functions.", "",
        "p: folders separated by ':'", "", "assert(ischar(path))", "addpath, rmpath, which") {
    if (call->nargin) return ctx_fail_unsupported(call->ctx, "setting the whole path with path(…)");
    const char *p = vm_path(call->vm);
    if (call->nargout > 0) return ret_text(call, 0, p ? p : "");
    OWN_BUF out = BUF_INIT;
    buf_puts(&out, "\n\t\tSEARCH PATH\n\n\t");
    for (; p && *p; p++) {
        if (*p == ':')
            buf_puts(&out, "\n\t");
        else
            buf_putc(&out, *p);
    }
    buf_puts(&out, "\n\n");
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
static Status each_folder(Call *call, bool add) {
    bool at_end = false;
    OWN_BUF old = BUF_INIT;
    const char *p = vm_path(call->vm);
    buf_puts(&old, p ? p : "");
    for (int i = call->nargin - 1; i >= 0; i--) {
        if (!arg_is_text(call, i)) {
            double flag;
            TRY(arg_double(call, i, &flag));
            at_end = flag != 0;
            continue;
        }
        if (arg_is_word(call, i, "-end") || arg_is_word(call, i, "-begin") ||
            arg_is_word(call, i, "-frozen")) {
            at_end = at_end || arg_is_word(call, i, "-end");
            continue;
        }
        OWN_MEM char *list = NULL;
        TRY(arg_text(call, i, &list));
        for (char *save = NULL, *folder = strtok_r(list, ":", &save); folder;
             folder = strtok_r(NULL, ":", &save)) {
            if (!add) {
                TRY(vm_remove_path(call->vm, folder));
            } else if (!is_folder(folder)) {
                vm_warn(call->vm, "MATLAB:mpath:nameNonexistentOrNotADirectory",
                        "Name is nonexistent or not a directory: %s", folder);
            } else {
                TRY(vm_add_path(call->vm, folder, at_end));
            }
        }
    }
    return call->nargout > 0 ? ret_text(call, 0, buf_text(&old)) : OK;
}
BUILTIN(addpath, "addpath(folder1,...,folderN)\naddpath(...,\"-end\")\nold = addpath(...)",
        ARITY(1, -1, 1), "Adds folders to the search path.",
        "folder1, …: folders\n\"-end\": behind the others", "old: path before",
        "Warns about folders that are not there.", "addpath(tempdir)\nrmpath(tempdir)",
        "rmpath, path, genpath") {
    return each_folder(call, true);
}
BUILTIN(rmpath, "rmpath(folder1,...,folderN)", ARITY(1, -1, 1),
        "Removes folders from the search path.", "folder1, …: folders", "", "",
        "addpath(tempdir)\nrmpath(tempdir)", "addpath, path") {
    return each_folder(call, false);
}
BUILTIN(rehash, "rehash", ARITY(0, 1, 0), "Looks again at function files that may have changed.",
        "", "", "", "rehash", "addpath, clear") {
    vm_rehash(call->vm);
    return OK;
}

// ---- help
// -------------------------------------------------------------------------------------------------------------------
static void put_section(Buf *out, const char *title, const char *text) {
    if (!*text) return;
    buf_printf(out, "  %s\n", title);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        buf_puts(out, "    ");
        buf_put(out, p, n);
        buf_putc(out, '\n');
        p += n + (p[n] != 0);
    }
    buf_putc(out, '\n');
}
static void put_help(const BuiltinDef *d, Buf *out) {
    buf_printf(out, " %s - %s\n\n", d->name, d->summary);
    put_section(out, "Syntax", d->forms);
    put_section(out, "Input", d->inputs);
    put_section(out, "Output", d->outputs);
    put_section(out, "Errors", d->errors);
    put_section(out, "Examples", d->examples);
    put_section(out, "See also", d->see);
}
/// First comment block of a function file.
static Status file_help(Call *call, const char *path, Buf *out) {
    FILE *f = fopen(path, "r");
    if (!f) return call_fail(call, ERR_IO, "MATLAB:help:cannotOpen", "Unable to read %s.", path);
    char line[2048];
    bool started = false;
    while (fgets(line, sizeof line, f)) {
        const char *p = line;
        while (isspace((unsigned char)*p)) p++;
        if (*p == '%') {
            started = true;
            buf_puts(out, p + 1);
        } else if (started || (*p && strncmp(p, "function", 8) != 0)) {
            break;
        }
    }
    fclose(f);
    return OK;
}
static Status help_text(Call *call, const char *name, Buf *out) {
    const BuiltinDef *d = vm_find_builtin(call->vm, name);
    if (d) {
        put_help(d, out);
        return OK;
    }
    const char *path = NULL, *kind = vm_which(call->vm, name, &path);
    if (kind && path && *path) return file_help(call, path, out);
    buf_printf(out, "%s not found.\n", name);
    const char **near = NULL;
    Index n = 0;
    if (vm_suggest(call->vm, name, false, &near, &n) == OK && n > 0) {
        buf_puts(out, "\nDid you mean:");
        for (Index i = 0; i < n && i < 5; i++) buf_printf(out, " %s", near[i]);
        buf_putc(out, '\n');
    }
    mem_free(near);
    return OK;
}
BUILTIN(help, "help name\ntxt = help(name)", ARITY(0, 1, 1), "Shows the help of a function.",
        "name: function", "txt: char vector", "", "assert(contains(help(\"sin\"),\"Sine\"))",
        "doc, which, lookfor") {
    OWN_BUF out = BUF_INIT;
    if (call->nargin == 0) {
        buf_puts(&out, "help NAME shows the help of a function; doc NAME opens its page; lookfor "
                       "WORD searches.\n");
    } else {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, 0, &name));
        TRY(help_text(call, name, &out));
    }
    if (call->nargout > 0) return ret_text(call, 0, buf_text(&out));
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(doc, "doc name\ndoc", ARITY(0, 1, 0), "Opens the reference page of a function.",
        "name: function, also as \"dlarray.relu\"", "", "", "doc cumsum", "help, lookfor") {
    OWN_MEM char *name = NULL;
    if (call->nargin) TRY(arg_text(call, 0, &name));
    const Host *host = call->env->host;
    const char *page = name ? name : "";
    // "dlarray.relu" means the page of relu for dlarray input.
    if (name && !vm_find_builtin(call->vm, name) && strrchr(name, '.'))
        page = strrchr(name, '.') + 1;
    if (host && host->open) {
        host->open(host->self, "help", page);
        return OK;
    }
    OWN_BUF out = BUF_INIT;
    TRY(help_text(call, page, &out));
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(lookfor, "lookfor word", ARITY(1, 1, 0), "Lists functions whose summary has a word.",
        "word: text", "", "", "assert(contains(evalc(\"lookfor cosine\"),\"acos\"))",
        "help, doc, which") {
    OWN_MEM char *word = NULL;
    TRY(arg_text(call, 0, &word));
    Index n;
    const BuiltinDef *const *all = env_all_builtins(call->env, &n);
    OWN_BUF out = BUF_INIT;
    for (Index i = 0; i < n; i++) {
        if (strcasestr(all[i]->summary, word) || strcasestr(all[i]->name, word))
            buf_printf(&out, "%-30s - %s\n", all[i]->name, all[i]->summary);
    }
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
static Status open_through_host(Call *call, const char *kind) {
    OWN_MEM char *name = NULL;
    if (call->nargin) TRY(arg_text(call, 0, &name));
    const Host *host = call->env->host;
    if (!host || !host->open)
        return ctx_fail_unsupported(call->ctx, "opening documents without the Live Editor");
    host->open(host->self, kind, name ? name : "");
    return OK;
}
BUILTIN_AS(open_file, "open", "open name", ARITY(1, 1, 0), "Opens a file in the editor.",
           "name: file", "", "Not supported without the Live Editor.",
           "try, open notes.m, catch err, disp(err.message), end", "edit, openExample") {
    return open_through_host(call, "file");
}
BUILTIN(edit, "edit\nedit name", ARITY(0, 1, 0), "Opens or creates a file in the editor.",
        "name: file", "", "Not supported without the Live Editor.",
        "try, edit notes.m, catch err, disp(err.message), end", "open") {
    return open_through_host(call, "file");
}
BUILTIN(openExample, "openExample(name)", ARITY(1, 1, 0),
        "Opens a bundled example in a folder of its own.",
        "name: example, such as \"nnet/DetectVanishingGradientsExample\"", "",
        "Not supported without the Live Editor.",
        "try, openExample(\"lab\"), catch err, disp(err.message), end", "open, doc") {
    return open_through_host(call, "example");
}

// ---- showing
// -------------------------------------------------------------------------------------------------------------------
BUILTIN(disp, "disp(X)", ARITY(1, 1, 1), "Shows a value without its name.", "X: any value", "", "",
        "disp(\"hello\")", "display, fprintf, format") {
    OWN_BUF out = BUF_INIT;
    TRY(value_disp(call->ctx, &call->env->format, call->arg[0], &out));
    if (call->nargout > 0) return ret_text(call, 0, buf_text(&out));
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(display, "display(X)\ndisplay(X,name)", ARITY(1, 2, 0),
        "Shows a value with its name, as a statement without semicolon does.",
        "X: any value\nname: text, by default the name of the variable", "", "", "display(5)",
        "disp") {
    OWN_BUF out = BUF_INIT;
    OWN_MEM char *name = NULL;
    if (call->nargin > 1) TRY(arg_text(call, 1, &name));
    const char *shown = name ? name : vm_argument_name(call->vm, 0, 0);
    if (shown)
        TRY(value_display(call->ctx, &call->env->format, shown, call->arg[0], &out));
    else
        TRY(value_disp(call->ctx, &call->env->format, call->arg[0], &out));
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(format, "format\nformat style\nformat compact\nformat loose", ARITY(0, 2, 1),
        "Sets how numbers are shown.",
        "style: short (default), long, shortG, longG, shortE, longE, bank, rat, hex", "",
        "Fails for unknown styles.", "format long\nformat", "disp, fprintf") {
    static const char *const words[] = {"short",   "long",  "shortG",  "longG",    "shortE",
                                        "longE",   "bank",  "rat",     "rational", "hex",
                                        "compact", "loose", "default", NULL};
    static const FormatMode modes[] = {FORMAT_SHORT,   FORMAT_LONG,   FORMAT_SHORT_G, FORMAT_LONG_G,
                                       FORMAT_SHORT_E, FORMAT_LONG_E, FORMAT_BANK,    FORMAT_RAT,
                                       FORMAT_RAT,     FORMAT_HEX};
    DisplayFormat *f = &call->env->format;
    if (call->nargin == 0) {
        f->mode = FORMAT_SHORT;
        f->compact = false;
    }
    for (int i = 0; i < call->nargin; i++) {
        int word = -1;
        OWN_MEM char *text = NULL;
        TRY(arg_text(call, i, &text));
        for (int k = 0; words[k]; k++) {
            if (text_same(words[k], text)) word = k;
        }
        // Two words too: format long g.
        if (i > 0 && text[0] && !text[1]) {
            bool g = text_same(text, "g"), e = text_same(text, "e");
            if (f->mode == FORMAT_SHORT && (g || e)) word = g ? 2 : 4;
            if (f->mode == FORMAT_LONG && (g || e)) word = g ? 3 : 5;
        }
        if (word < 0)
            return call_fail(call, ERR_ARG, "MATLAB:format:invalidFormat",
                             "'%s' is not a format; try short, long, shortG, longG, shortE, longE, "
                             "bank, rat, hex, compact or loose.",
                             text);
        if (word < 10) f->mode = modes[word];
        if (word == 10 || word == 11) f->compact = word == 10;
        if (word == 12) f->mode = FORMAT_SHORT, f->compact = false;
    }
    return OK;
}
BUILTIN(clc, "clc", ARITY(0, 0, 0), "Clears the Command Window.", "", "", "", "clc",
        "clear, close") {
    const Host *host = call->env->host;
    if (host && host->clear_screen) host->clear_screen(host->self);
    return OK;
}
BUILTIN(more, "more on\nmore off", ARITY(0, 1, 0), "Paging of long output; output is never paged.",
        "", "", "", "more off", "format") {
    (void)call;
    return OK;
}
BUILTIN(beep, "beep", ARITY(0, 1, 0), "Sounds a beep where the host can.", "", "", "", "beep off",
        "warning") {
    (void)call;
    return OK;
}
static Status leave(Call *call) {
    // A clean stop: the host sees ERR_INTERRUPT with this identifier and ends.
    double code = 0;
    if (call->nargin && !arg_is_text(call, 0)) TRY(arg_double(call, 0, &code));
    return ctx_fail(call->ctx, ERR_INTERRUPT, "Gradus:quit", "quit %d", (int)code);
}
BUILTIN_AS(leave_exit, "exit", "exit\nexit(code)", ARITY(0, 2, 0), "Ends the program.",
           "code: exit status, 0 by default", "", "", "exit", "quit") {
    return leave(call);
}
BUILTIN_AS(leave_quit, "quit", "quit\nquit(code)", ARITY(0, 2, 0), "Ends the program.",
           "code: exit status, 0 by default", "", "", "quit", "exit") {
    return leave(call);
}

const BuiltinDef *const family_workspace[] = {
    &def_who,         &def_whos, &def_clear,      &def_clearvars,  &def_exist,
    &def_which,       &def_path, &def_addpath,    &def_rmpath,     &def_rehash,
    &def_help,        &def_doc,  &def_lookfor,    &def_open_file,  &def_edit,
    &def_openExample, &def_disp, &def_display,    &def_format,     &def_clc,
    &def_more,        &def_beep, &def_leave_exit, &def_leave_quit, NULL};
