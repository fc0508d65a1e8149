// lang/vm_output.c: what the machine shows: values, text, warnings, suggestions.
#include "lang/vm_internal.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void vm_write(Vm *vm, HostStream stream, const char *utf8, size_t n_bytes) {
    if (vm->capture && stream != HOST_ERROR) {
        buf_put(&vm->capture->text, utf8, n_bytes);
        return;
    }
    if (vm->host && vm->host->write) vm->host->write(vm->host->self, stream, utf8, n_bytes);
}

Status vm_show(Vm *vm, const char *name, Value v) {
    Buf text = BUF_INIT;
    if (v.tag == VAL_NONE || (int)v.tag == VAL_LIST) return OK;
    Status status = value_display(vm->ctx, vm->format, name, v, &text);
    if (status == OK && text.failed) status = ctx_fail_nomem(vm->ctx);
    if (status == OK) {
        bool direct = !vm->capture && vm->host && vm->host->variable;
        if (direct) vm->host->variable(vm->host->self, name, &v, buf_text(&text));
        else vm_write(vm, HOST_OUT, buf_text(&text), text.len);
    }
    buf_done(&text);
    return status;
}

/// Value of an expression statement: becomes ans, shown unless a semicolon follows. Several values are shown in turn.
Status show_result(Frame *f, const Instr *in) {
    Value v = reg_move(&f->regs[in->a]);
    Status status = OK;
    if ((int)v.tag == VAL_LIST) {
        ValueList *list = list_of(v);
        for (Index i = 0; i < list->n && status == OK; i++) {
            if (list->items[i].tag == VAL_NONE) continue;
            reg_set(&f->regs[in->b], reg_move(&list->items[i]));
            if (in->c) status = vm_show(f->vm, "ans", f->regs[in->b]);
        }
        list_release(v);
        return status;
    }
    if (v.tag == VAL_NONE) return OK;
    reg_set(&f->regs[in->b], v);
    return in->c ? vm_show(f->vm, "ans", v) : OK;
}

// ---- capture -----------------------------------------------------------------------------------------------------------------

Status vm_capture_begin(Vm *vm) {
    Capturing *capture = mem_alloc_zero(sizeof *capture);
    if (!capture) return ctx_fail_nomem(vm->ctx);
    capture->outer = vm->capture;
    vm->capture = capture;
    return OK;
}

void vm_capture_end(Vm *vm, Buf *out) {
    Capturing *capture = vm->capture;
    if (!capture) return;
    vm->capture = capture->outer;
    if (out) buf_put(out, buf_text(&capture->text), capture->text.len);
    if (out && capture->text.failed) out->failed = true;
    buf_done(&capture->text);
    mem_free(capture);
}

// ---- warnings ----------------------------------------------------------------------------------------------------------------

bool vm_warning_on(Vm *vm, const char *id) {
    const char *state = id && id[0] ? map_find(vm->warnings.off, id) : NULL;
    if (state) return state[0] == 'n';
    return !vm->warnings.all_off;
}

Status vm_warning_set(Vm *vm, const char *id, bool on) {
    if (strcmp(id, "all") == 0) {
        vm->warnings.all_off = !on;
        Map *fresh = map_new();
        if (!fresh) return ctx_fail_nomem(vm->ctx);
        map_free(vm->warnings.off);
        vm->warnings.off = fresh;
        return OK;
    }
    static const char on_text[] = "n", off_text[] = "f";
    return map_set(vm->warnings.off, id, (void *)(on ? on_text : off_text)) == OK ? OK : ctx_fail_nomem(vm->ctx);
}

void vm_last_warning(Vm *vm, const char **ret_message, const char **ret_id) {
    *ret_message = vm->warnings.last_message ? vm->warnings.last_message : "";
    *ret_id = vm->warnings.last_id ? vm->warnings.last_id : "";
}

void vm_last_error(Vm *vm, const char **ret_message, const char **ret_id) {
    *ret_message = vm->warnings.error_message ? vm->warnings.error_message : "";
    *ret_id = vm->warnings.error_id ? vm->warnings.error_id : "";
}

static Status set_pair(Vm *vm, const char *message, const char *id, char **to_message, char **to_id) {
    char *m = mem_dup(message), *i = mem_dup(id);
    if (!m || !i) {
        mem_free(m);
        mem_free(i);
        return ctx_fail_nomem(vm->ctx);
    }
    mem_free(*to_message);
    mem_free(*to_id);
    *to_message = m;
    *to_id = i;
    return OK;
}
Status vm_set_last_error(Vm *vm, const char *message, const char *id) {
    return set_pair(vm, message, id, &vm->warnings.error_message, &vm->warnings.error_id);
}
Status vm_last_warning_set(Vm *vm, const char *message, const char *id) {
    return set_pair(vm, message, id, &vm->warnings.last_message, &vm->warnings.last_id);
}

void vm_warn(Vm *vm, const char *id, const char *format, ...) {
    if (!vm_warning_on(vm, id)) return;
    Buf text = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    mem_free(vm->warnings.last_message);
    mem_free(vm->warnings.last_id);
    vm->warnings.last_message = mem_dup(buf_text(&text));
    vm->warnings.last_id = mem_dup(id ? id : "");
    Buf line = BUF_INIT;
    buf_printf(&line, "Warning: %s\n", buf_text(&text));
    vm_write(vm, HOST_WARNING, buf_text(&line), line.len);
    buf_done(&line);
    buf_done(&text);
}

void vm_warn_text(void *vm, const char *id, const char *text) {
    vm_warn(vm, id, "%s", text);
}

// ---- suggestions ---------------------------------------------------------------------------------------------------------------

enum { LONGEST_NAME = 48, MOST_SUGGESTIONS = 200 };

/// Edits (insert, delete, replace, swap neighbours) between two names, ignoring case; large when they differ a lot.
static int distance(const char *a, const char *b) {
    int n = (int)strlen(a), m = (int)strlen(b);
    if (n > LONGEST_NAME || m > LONGEST_NAME || abs(n - m) > 2) return 99;
    int rows[3][LONGEST_NAME + 2];
    for (int j = 0; j <= m; j++) rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *row = rows[i % 3], *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            int cost = tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]);
            int best = above[j - 1] + cost;
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

typedef struct Search {
    const char *text;
    size_t n_text;
    bool completion;
    int best; // smallest distance so far
    const char **names;
    Index n, cap;
} Search;

static void consider(Search *s, const char *name) {
    if (s->completion) {
        if (strncmp(name, s->text, s->n_text) != 0) return;
    } else {
        int d = distance(s->text, name);
        int most = s->n_text <= 2 ? 0 : s->n_text <= 4 ? 1 : 2;
        if (strcmp(s->text, name) == 0 || d > most || d > s->best) return;
        if (d < s->best) s->n = 0;
        s->best = d;
    }
    for (Index i = 0; i < s->n; i++)
        if (strcmp(s->names[i], name) == 0) return;
    if (s->n < s->cap) s->names[s->n++] = name;
}

static void consider_all(Vm *vm, Search *s) {
    const char *name, *base;
    void *item, *file;
    Workspace *ws;
    if (scope_workspace(vm, VM_CURRENT, &ws) == OK)
        for (Index pos = 0; map_next(ws->vars, &pos, &name, &item);)
            if (wsvar_cell(item)->home->tag != VAL_NONE) consider(s, name);
    for (Index pos = 0; map_next(vm->session_functions, &pos, &name, &item);) consider(s, name);
    if (vm->frame)
        for (Index i = 0; i < vm->frame->module->n_functions; i++) consider(s, vm->frame->module->functions[i]->name);
    for (Index pos = 0; map_next(vm->folders, &pos, &name, &item);)
        for (Index k = 0; map_next(((Folder *)item)->files, &k, &base, &file);)
            if (((FunctionFile *)file)->exists) consider(s, base);
    for (Index i = 0; vm->names && (name = vm->names(vm->lookup_self, i)); i++) consider(s, name);
}

static int compare_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

Status vm_suggest(Vm *vm, const char *prefix_or_name, bool completion, const char ***ret, Index *ret_n) {
    Search s = {.text = prefix_or_name, .n_text = strlen(prefix_or_name), .completion = completion, .best = 99, .cap = MOST_SUGGESTIONS};
    s.names = mem_alloc((size_t)s.cap * sizeof *s.names);
    if (!s.names) return ctx_fail_nomem(vm->ctx);
    consider_all(vm, &s);
    qsort(s.names, (size_t)s.n, sizeof *s.names, compare_names);
    *ret = s.names;
    *ret_n = s.n;
    return OK;
}

Status fail_undefined(Vm *vm, const char *name) {
    buf_clear(&vm->suggestion);
    buf_puts(&vm->suggestion, name);
    return ctx_fail(vm->ctx, ERR_NAME, "MATLAB:UndefinedFunction", "Unrecognized function or variable '%s'.", name);
}

void vm_error_hints(Vm *vm, const char **ret_failing, const char **ret_undefined) {
    *ret_failing = vm->failing;
    *ret_undefined = buf_text(&vm->suggestion);
}
