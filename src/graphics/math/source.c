// graphics/math/source.c: what people paste into an equation beside its mathematics. The marks of where mathematics begins
// and ends ("$", "\[ … \]", "\( … \)") go; several formulas, and lines without an environment, become rows of one; plain
// TeX's \pmatrix{a \cr b} becomes \begin{pmatrix}a\\ b\end{pmatrix}. One pass over the source, told by a first one whether
// there are rows at all; only what stands outside of braces, environments and fences counts.
#include "graphics/math/internal.h"
#include <ctype.h>
#include <string.h>

typedef enum Mark {
    MARK_NONE,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_ROW,
    MARK_CELL,
    MARK_DEEPER,
    MARK_SHALLOWER,
    MARK_BRACED // \pmatrix and its like
} Mark;

typedef struct Word {
    const char *name;
    Mark mark;
    const char *environment; // BRACED
} Word;
static const Word words[] = {{"[", MARK_OPEN, NULL},
                             {"(", MARK_OPEN, NULL},
                             {"]", MARK_CLOSE, NULL},
                             {")", MARK_CLOSE, NULL},
                             {"\\", MARK_ROW, NULL},
                             {"newline", MARK_ROW, NULL},
                             {"cr", MARK_ROW, NULL},
                             {"begin", MARK_DEEPER, NULL},
                             {"left", MARK_DEEPER, NULL},
                             {"end", MARK_SHALLOWER, NULL},
                             {"right", MARK_SHALLOWER, NULL},
                             {"matrix", MARK_BRACED, "matrix"},
                             {"pmatrix", MARK_BRACED, "pmatrix"},
                             {"bmatrix", MARK_BRACED, "bmatrix"},
                             {"vmatrix", MARK_BRACED, "vmatrix"},
                             {"cases", MARK_BRACED, "cases"},
                             {"eqalign", MARK_BRACED, "aligned"},
                             {"displaylines", MARK_BRACED, "gathered"}};

/// The word at p (null: none that matters), and where the source goes on.
static const Word *word_at(const char *p, const char *end, const char **ret_next) {
    const char *q = p + 1;
    while (q < end && isalpha((unsigned char)*q)) q++;
    if (q == p + 1 && q < end) q++;
    *ret_next = q;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].name) == (size_t)(q - p - 1) && !memcmp(words[i].name, p + 1, strlen(words[i].name)))
            return &words[i];
    return NULL;
}

static const char *skip_space(const char *p, const char *end) {
    while (p < end && isspace((unsigned char)*p)) p++;
    return p;
}

enum { MAX_BRACED = 16 };
typedef struct Walk {
    Buf *out;       // null: only looks
    bool as_rows;   // written within an environment that begins each row with a cell
    bool any, rows, cells; // found: marks, rows, cells on the outermost level
    int depth;
    const char *braced[MAX_BRACED]; // environments that braces stand for, and the depth outside of them
    int outside[MAX_BRACED], n_braced;
    bool closed; // a formula "\[ … \]" was closed
} Walk;

static void put(Walk *w, const char *text, size_t n) {
    if (w->out) buf_put(w->out, text, n);
}

static void put_row(Walk *w) {
    w->rows = true;
    put(w, w->as_rows ? "\\\\ &" : "\\\\ ", w->as_rows ? 4 : 3);
}

/// "\pmatrix{": its environment begins; false when no brace follows.
static bool open_braced(Walk *w, const Word *word, const char **next, const char *end) {
    const char *brace = skip_space(*next, end);
    if (brace >= end || *brace != '{' || w->n_braced == MAX_BRACED) return false;
    w->any = true;
    w->outside[w->n_braced] = w->depth++;
    w->braced[w->n_braced++] = word->environment;
    if (w->out) buf_printf(w->out, "\\begin{%s}", word->environment);
    *next = brace + 1;
    return true;
}

/// "}": true when it ended what a brace of open_braced began.
static bool close_braced(Walk *w) {
    if (!w->n_braced || w->outside[w->n_braced - 1] != w->depth) return false;
    if (w->out) buf_printf(w->out, "\\end{%s}", w->braced[--w->n_braced]);
    else w->n_braced--;
    return true;
}

/// One thing at p that is no blank; returns where the source goes on.
static const char *step(Walk *w, const char *p, const char *end) {
    const char *next = p + 1;
    const Word *word = *p == '\\' ? word_at(p, end, &next) : NULL;
    Mark mark = word ? word->mark : *p == '{' ? MARK_DEEPER : *p == '}' ? MARK_SHALLOWER : *p == '&' ? MARK_CELL : MARK_NONE;
    bool outermost = w->depth == 0;
    if (outermost && (*p == '$' || mark == MARK_OPEN || mark == MARK_CLOSE)) {
        w->any = true;
        w->closed = w->closed || mark == MARK_CLOSE;
        return next;
    }
    if (w->closed) put_row(w);
    w->closed = false;
    if (mark == MARK_BRACED && open_braced(w, word, &next, end)) return next;
    if (mark == MARK_DEEPER) w->depth++;
    if (mark == MARK_SHALLOWER && --w->depth >= 0 && *p == '}' && close_braced(w)) return next;
    if (mark == MARK_ROW && (outermost || w->n_braced)) {
        bool last = outermost && skip_space(next, end) == end;
        w->any = w->any || last; // it goes
        if (outermost && !last)
            put_row(w);
        else if (!last)
            put(w, "\\\\ ", 3);
        return next;
    }
    w->cells = w->cells || (mark == MARK_CELL && outermost);
    put(w, p, (size_t)(next - p));
    return next;
}

static void walk(Walk *w, const char *p, const char *end) {
    while (p < end && (!w->out || !w->out->failed)) {
        const char *thing = skip_space(p, end);
        if (thing > p) put(w, " ", 1);
        p = thing < end ? step(w, thing, end) : thing;
    }
    while (w->n_braced) { // not closed
        w->depth = w->outside[w->n_braced - 1];
        close_braced(w);
    }
}

Status math_source(Ctx *ctx, const char *tex, size_t n, Buf *out) {
    Walk look = {0};
    walk(&look, tex, tex + n);
    if (!look.any && !look.rows) {
        buf_put(out, tex, n);
    } else {
        Walk write = {.out = out, .as_rows = look.rows && !look.cells};
        if (look.rows) buf_puts(out, look.cells ? "\\begin{aligned}" : "\\begin{aligned}&");
        walk(&write, tex, tex + n);
        if (look.rows) buf_puts(out, "\\end{aligned}");
    }
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

MathNode *math_parse_formula(MathParser *p) {
    Buf source = BUF_INIT;
    MathNode *root = NULL;
    Status status = math_source(p->ctx, p->at, (size_t)(p->end - p->at), &source);
    const char *text = status == OK ? arena_dup(p->arena, buf_text(&source), source.len) : NULL;
    if (status == OK && !text) status = ctx_fail_nomem(p->ctx);
    if (status == OK) {
        p->start = p->at = text;
        p->end = text + source.len;
        root = math_parse_list(p, STOP_END);
    } else if (p->status == OK) {
        p->status = status;
    }
    buf_done(&source);
    return root;
}
