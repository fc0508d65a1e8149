// live/kernel/path.c: expressions that name a part of a variable, such as s.a{3}.b(2,1). Read by hand
// and followed by indexing alone: no code runs, so it may be done while a program does.
#include "live/kernel/internal.h"
#include <ctype.h>
#include <errno.h>
#include <string.h>

enum { MAX_NAME = 63, MAX_STEPS = 64, MAX_SUBSCRIPTS = 12 };

static size_t name_length(const char *p) {
    size_t n = 0;
    if (!isalpha((unsigned char)*p)) return 0;
    while (isalnum((unsigned char)p[n]) || p[n] == '_') n++;
    return n <= MAX_NAME ? n : 0;
}

bool path_is_name(const char *text) {
    size_t n = name_length(text);
    return n > 0 && !text[n];
}

static Status bad_path(Ctx *ctx, const char *path) {
    return ctx_fail(ctx, ERR_SYNTAX, "", "'%s' is not a variable or a part of one.", path);
}

/// "3,:,2)" up to the closing bracket.
static Status read_subscripts(Ctx *ctx, const char *path, const char **p, char closing, Value *idx, int *ret_n) {
    *ret_n = 0;
    for (;;) {
        while (**p == ' ') (*p)++;
        if (*ret_n == MAX_SUBSCRIPTS) return bad_path(ctx, path);
        if (**p == ':') {
            idx[(*ret_n)++] = (Value){.tag = VAL_COLON};
            (*p)++;
        } else {
            char *end;
            errno = 0;
            long long x = strtoll(*p, &end, 10);
            if (end == *p || errno || x < 1) return bad_path(ctx, path);
            idx[(*ret_n)++] = value_double((double)x);
            *p = end;
        }
        while (**p == ' ') (*p)++;
        char c = *(*p)++;
        if (c == closing) return OK;
        if (c != ',') return bad_path(ctx, path);
    }
}

static Status one_of_list(Ctx *ctx, ValueList *list, const char *path, Status status, Value *ret) {
    if (status == OK && list->n != 1) status = ctx_fail(ctx, ERR_ARG, "", "'%s' stands for %d values.", path, (int)list->n);
    if (status == OK) *ret = value_ref(list->items[0]);
    value_list_done(list);
    return status;
}

static Status follow(Ctx *ctx, const char *path, const char **p, Value v, Value *ret) {
    Value idx[MAX_SUBSCRIPTS];
    ValueList list = {0};
    int n;
    char c = *(*p)++;
    if (c == '.') {
        char name[MAX_NAME + 1];
        size_t length = name_length(*p);
        if (!length) return bad_path(ctx, path);
        memcpy(name, *p, length);
        name[length] = 0;
        *p += length;
        return one_of_list(ctx, &list, path, value_dot(ctx, v, name, &list), ret);
    }
    if (c != '(' && c != '{') return bad_path(ctx, path);
    TRY(read_subscripts(ctx, path, p, c == '(' ? ')' : '}', idx, &n));
    if (c == '(' && v.tag == VAL_FUNC) return bad_path(ctx, path); // that would be a call
    if (c == '(') return value_index(ctx, v, idx, n, ret);
    return one_of_list(ctx, &list, path, value_index_brace(ctx, v, idx, n, &list), ret);
}

Status path_value(Kernel *k, const char *path, Value *ret) {
    Ctx *ctx = &k->engine->ctx;
    char name[MAX_NAME + 1];
    const char *p = path;
    while (*p == ' ') p++;
    size_t n = name_length(p);
    Value v;
    if (!n) return bad_path(ctx, path);
    memcpy(name, p, n);
    name[n] = 0;
    p += n;
    if (!vm_find_variable(k->engine->vm, VM_BASE, name, &v))
        return ctx_fail(ctx, ERR_NAME, "MATLAB:UndefinedFunction", "There is no variable '%s'.", name);
    value_ref(v);
    for (int steps = 0; *p && *p != ' '; steps++) {
        Value next = VALUE_NONE;
        Status status = steps < MAX_STEPS ? follow(ctx, path, &p, v, &next) : bad_path(ctx, path);
        value_unref(v);
        if (status != OK) return status;
        v = next;
    }
    *ret = v;
    return OK;
}
