// doc/writers/mark_text.c: see mark_text.h.
#include "doc/writers/mark_text.h"
#include <string.h>

enum { N_STYLES = 3 };
static const struct {
    unsigned bit;
    const char *open, *close;
} styles[N_STYLES] = {
    {RUN_UNDERLINE, "<u>", "</u>"}, {RUN_BOLD, "**", "**"}, {RUN_ITALIC, "*", "*"}};

typedef struct Marker {
    const MarkDialect *dialect;
    void *self;
    Buf *out;
    int open[N_STYLES]; // indices into styles, outermost first
    int n_open;
    Buf held;           // blanks and breaks whose place among the marks is not decided yet
    const DocRun *link; // the run that opened the link we are in
} Marker;

static void put_held(Marker *m) {
    buf_put(m->out, buf_text(&m->held), m->held.len);
    if (m->held.failed) m->out->failed = true;
    buf_clear(&m->held);
}

/// Closes what is not wanted. Where blanks follow or a tag stands between, whatever was opened inside of it is closed too,
/// so that the marks nest; else four stars in a row would be anybody's guess, so they cross.
static void close_styles(Marker *m, unsigned want, bool blanks_follow) {
    int n = 0;
    for (int i = m->n_open - 1; i >= 0; i--) {
        bool inside_of_closed = false;
        for (int k = 0; k < i; k++) {
            unsigned outer = styles[m->open[k]].bit;
            inside_of_closed = inside_of_closed || (!(outer & want) && (blanks_follow || outer == RUN_UNDERLINE));
        }
        if ((styles[m->open[i]].bit & want) && !inside_of_closed) continue;
        buf_puts(m->out, styles[m->open[i]].close);
        m->open[i] = -1;
    }
    for (int i = 0; i < m->n_open; i++)
        if (m->open[i] >= 0) m->open[n++] = m->open[i];
    m->n_open = n;
}

static void open_styles(Marker *m, unsigned want) {
    for (int i = 0; i < m->n_open; i++) want &= ~styles[m->open[i]].bit;
    for (int i = 0; i < N_STYLES; i++)
        if (styles[i].bit & want) {
            buf_puts(m->out, styles[i].open);
            m->open[m->n_open++] = i;
        }
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && !strcmp(a, b));
}

static bool has_link(const DocRun *run) {
    return run->link || run->unsafe_link;
}

static void end_link(Marker *m) {
    close_styles(m, 0, true);
    put_held(m);
    buf_puts(m->out, "](");
    m->dialect->target(m->self, m->out, m->link);
    buf_putc(m->out, ')');
    m->link = NULL;
}

static void switch_link(Marker *m, const DocRun *run) {
    if (m->link && same_text(m->link->link, run->link) &&
        same_text(m->link->unsafe_link, run->unsafe_link))
        return;
    if (m->link) end_link(m);
    if (!has_link(run)) return;
    close_styles(m, 0, true);
    put_held(m);
    if (m->out->len && m->out->data[m->out->len - 1] == '!') { // "![" would be a picture
        m->out->data[m->out->len - 1] = '\\';
        buf_putc(m->out, '!');
    }
    buf_putc(m->out, '[');
    m->link = run;
}

static void put_run(Marker *m, const DocRun *run) {
    const char *text = run->text ? run->text : "";
    size_t n = strlen(text), head = 0, tail = 0;
    switch_link(m, run);
    if (run->kind == RUN_BREAK) {
        m->dialect->run(m->self, &m->held, run);
        return;
    }
    bool plain = run->kind == RUN_TEXT && !(run->style & RUN_MONO);
    if (plain) {
        head = strspn(text, " \t\n");
        while (tail < n - head && strchr(" \t\n", text[n - tail - 1])) tail++;
    }
    if (run->kind == RUN_TEXT && head == n) {
        close_styles(m, run->style, true);
        m->dialect->text(m->self, &m->held, text, n);
        return;
    }
    close_styles(m, run->style, head || m->held.len);
    if (head) m->dialect->text(m->self, &m->held, text, head);
    put_held(m);
    open_styles(m, run->style);
    if (plain)
        m->dialect->text(m->self, m->out, text + head, n - head - tail);
    else if (run->kind == RUN_TEXT)
        m->dialect->code(m->self, m->out, text);
    else
        m->dialect->run(m->self, m->out, run);
    if (tail) m->dialect->text(m->self, &m->held, text + n - tail, tail);
}

void mark_runs(const MarkDialect *dialect, void *self, const DocRuns *runs, Buf *out) {
    Marker m = {.dialect = dialect, .self = self, .out = out, .held = BUF_INIT};
    for (Index i = 0; i < runs->n && !out->failed; i++) put_run(&m, &runs->items[i]);
    if (m.link) end_link(&m);
    close_styles(&m, 0, true);
    put_held(&m);
    buf_done(&m.held);
}
