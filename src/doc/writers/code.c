// doc/writers/code.c: code in a light box. A line longer than the box goes on below with a hanging
// indent; nothing is cut.
#include "doc/writers/flow.h"
#include "doc/writers/highlight.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

static const double box_pad = 6;
static const Color code_colors[] = {
    [CODE_PLAIN] = {0.10f, 0.10f, 0.12f, 1},  [CODE_KEYWORD] = {0.05f, 0.10f, 0.85f, 1},
    [CODE_STRING] = {0.60f, 0.10f, 0.65f, 1}, [CODE_COMMENT] = {0.05f, 0.45f, 0.15f, 1},
    [CODE_NUMBER] = {0.10f, 0.10f, 0.12f, 1},
};

/// A line with tabs opened to columns, one colour a byte, and the byte where each column starts.
typedef struct CodeLine {
    char *text;
    unsigned char *colors;
    size_t *columns; // n_columns + 1 byte offsets
    size_t n, n_columns;
} CodeLine;

static size_t advance_utf8(const char *text, size_t n, size_t i) {
    i++;
    while (i < n && ((unsigned char)text[i] & 0xC0) == 0x80) i++;
    return i;
}

static void line_done(CodeLine *line) {
    mem_free(line->text);
    mem_free(line->colors);
    mem_free(line->columns);
}

static bool line_init(Flow *f, CodeLine *line, const char *source, size_t n) {
    enum { TAB = 4 };
    *line = (CodeLine){0};
    size_t room = n * TAB + 1;
    line->text = mem_alloc(room);
    line->colors = mem_alloc_zero(room);
    line->columns = mem_alloc((room + 1) * sizeof *line->columns);
    if (!line->text || !line->colors || !line->columns) {
        flow_fail(f, ctx_fail_nomem(f->ctx));
        return false;
    }
    size_t k = 0, column = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)source[i];
        if (c == '\t') {
            do line->text[k++] = ' ', column++;
            while (column % TAB);
            continue;
        }
        line->text[k++] = c < 0x20 || c == 0x7F ? ' ' : (char)c;
        column += (c & 0xC0) != 0x80;
    }
    while (k && line->text[k - 1] == ' ') k--;
    line->text[k] = 0;
    line->n = k;
    for (size_t i = 0; i < k; i = advance_utf8(line->text, k, i))
        line->columns[line->n_columns++] = i;
    line->columns[line->n_columns] = k;
    return true;
}

static char char_at(const CodeLine *line, size_t column) {
    return column < line->n_columns ? line->text[line->columns[column]] : 0;
}

/// How bad it is to end a row before column `end`: breaks after a comma or semicolon in few
/// brackets are best, inside texts worst; what is left should be more than "..." or a closing
/// bracket.
static double break_price(const CodeLine *line, size_t end, int depth) {
    char before = char_at(line, end - 1);
    unsigned char shade = line->colors[line->columns[end - 1]];
    bool inside = shade == CODE_STRING && end < line->n_columns &&
                  line->colors[line->columns[end]] == CODE_STRING;
    size_t next = end;
    while (char_at(line, next) == ' ') next++;
    double price = depth;
    char mark = before;
    for (size_t k = end; mark == ' ' && k > 1; k--) mark = char_at(line, k - 2);
    if (before != ' ' && before != ',' && before != ';')
        price += strchr("+-*/=&|<>)]}", before) ? 4 : 14;
    else if (mark != ',' && mark != ';')
        price += 2;
    if (inside) price += before == ' ' ? 6 : 20;
    if (!strncmp(line->text + line->columns[next], "...", 3)) price += 30;
    if (next + 3 >= line->n_columns) price += 8; // nearly nothing is left
    return price;
}

/// Column where a row that starts at `from` ends, at most `most` columns later.
static size_t row_end(const CodeLine *line, size_t from, size_t most) {
    if (line->n_columns - from <= most) return line->n_columns;
    size_t best = from + most;
    double least = 1e9;
    int depth = 0;
    for (size_t end = from + 1; end <= from + most; end++) {
        char c = char_at(line, end - 1);
        bool code = line->colors[line->columns[end - 1]] != CODE_STRING &&
                    line->colors[line->columns[end - 1]] != CODE_COMMENT;
        if (code && strchr("([{", c)) depth++;
        if (code && strchr(")]}", c) && depth > 0) depth--;
        if (end < from + most / 3) continue;
        double price =
            break_price(line, end, depth) + 12.0 * (double)(from + most - end) / (double)most;
        if (price <= least) {
            least = price;
            best = end;
        }
    }
    return best;
}

/// The small hook that says that a row goes on from the one above. Drawn, not written: code copied
/// from the page stays code.
static void draw_hook(Scene *scene, double x, double baseline, double size) {
    SceneItem *item = scene_add(scene, SCENE_PATH);
    if (!item) return;
    double w = 0.62 * size, h = 0.42 * size, y = baseline - 0.18 * size, a = 0.17 * size;
    PathBuilder b;
    path_begin(&b, scene);
    path_move(&b, x, y - h);
    path_line(&b, x, y);
    path_line(&b, x + w, y);
    path_move(&b, x + w - a, y - a);
    path_line(&b, x + w, y);
    path_line(&b, x + w - a, y + a);
    item->stroke = true;
    item->stroke_color = (Color){0.60f, 0.62f, 0.68f, 1};
    item->line_width = 0.6f;
    item->path = path_end(&b);
}

/// Draws columns from … end at x; runs of one colour are one text, cut at wide gaps so that columns
/// stay exact.
static void draw_columns(Flow *f, const CodeLine *line, size_t from, size_t end, double x,
                         double baseline, double column_width, bool plain, Color color) {
    for (size_t i = from; i < end;) {
        if (line->text[line->columns[i]] == ' ') {
            i++;
            continue;
        }
        size_t stop = i;
        unsigned char shade = line->colors[line->columns[i]];
        while (stop < end && line->colors[line->columns[stop]] == shade &&
               !(line->text[line->columns[stop]] == ' ' && stop + 1 < end &&
                 line->text[line->columns[stop + 1]] == ' '))
            stop++;
        size_t last = stop;
        while (last > i && line->text[line->columns[last - 1]] == ' ') last--;
        size_t n = line->columns[last] - line->columns[i];
        // A line ends with a blank, so that lines stay apart where a reader joins them.
        char *text = arena_alloc(f->strip->arena, n + 2);
        if (text) {
            memcpy(text, line->text + line->columns[i], n);
            memcpy(text + n, last < stop || stop == end ? " " : "",
                   last < stop || stop == end ? 2 : 1);
        } else {
            flow_fail(f, ctx_fail_nomem(f->ctx));
        }
        FontSpec font = f->style.mono;
        font.size_pt = f->style.code_size;
        if (text)
            draw_text(f, f->strip, &font, text, x + (double)(i - from) * column_width, baseline,
                      (double)(last - i) * column_width, plain ? color : code_colors[shade]);
        i = stop > i ? stop : i + 1;
    }
}

const Color output_bar = {0.72f, 0.74f, 0.78f, 1};

void draw_bar(Flow *f, double height, Color color) {
    if (color.a > 0) draw_rect(f->strip, 0, 0, 1.5, height, 0, color);
}

typedef struct RowStyle {
    double x, width, leading, column_width, ascent;
    bool plain;
    Color color, bar;
    int box, group;
    const char *role;
} RowStyle;

static size_t leading_blanks(const CodeLine *line) {
    size_t n = 0;
    while (n < line->n_columns && line->text[line->columns[n]] == ' ') n++;
    return n;
}

/// One source line as one row or more.
static void add_rows(Flow *f, const CodeLine *line, const RowStyle *s) {
    size_t most = (size_t)fmax(s->width / s->column_width, 12), from = 0, indent = 0;
    bool first = true;
    do {
        size_t end = row_end(line, from, most - indent);
        FlowRow *row = flow_begin(f, s->leading, 0);
        if (!row) return;
        row->box = s->box;
        row->group = s->group;
        row->role = s->role;
        row->keep_next = end < line->n_columns && line->n_columns < 8 * most; // lines stay whole
        draw_bar(f, s->leading, s->bar);
        double baseline = (s->leading - 1.17 * f->style.code_size) / 2 + s->ascent;
        if (!first)
            draw_hook(f->strip, s->x + ((double)indent - 2) * s->column_width, baseline,
                      f->style.code_size);
        draw_columns(f, line, from, end, s->x + (double)indent * s->column_width, baseline,
                     s->column_width, s->plain, s->color);
        flow_end(f);
        from = end;
        while (from < line->n_columns && line->text[line->columns[from]] == ' ') from++;
        if (first) {
            indent = leading_blanks(line) + 4;
            if (indent > most / 2) indent = most / 2;
        }
        first = false;
    } while (from < line->n_columns && f->status == OK);
}

/// Widows and orphans: two rows stay together at both ends of a range.
static void keep_ends(Flow *f, Index first) {
    Index n = f->n_rows - first;
    if (n < 2) return;
    f->rows[first].keep_next = true;
    f->rows[f->n_rows - 2].keep_next = true;
}

static RowStyle row_style(Flow *f) {
    FontSpec font = f->style.mono;
    font.size_pt = f->style.code_size;
    TextExtents e = text_measure(&font, "0", 1);
    return (RowStyle){.leading = f->style.code_leading,
                      .column_width = e.width,
                      .ascent = e.ascent,
                      .group = ++f->next_group};
}

double flow_code_size(const Flow *f, double largest) {
    FontSpec font = f->style.mono;
    font.size_pt = 10;
    double column = text_measure(&font, "0", 1).width / 10, width = f->width - 2 * (box_pad + 2);
    size_t longest = code_longest(f->doc, (size_t)(width / (column * 0.87 * largest)));
    return longest ? fmin(largest, width / (column * ((double)longest + 0.2))) : largest;
}

void flow_code(Flow *f, const DocBlock *block) {
    RowStyle s = row_style(f);
    s.x = box_pad + 2;
    s.width = f->width - 2 * s.x;
    s.box = ++f->next_box;
    s.role = "Code";
    Highlighter h = {0};
    Index first = f->n_rows;
    const char *p = block->text, *end = p + strlen(p);
    lines_trim(&p, &end);
    while (f->status == OK && p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        CodeLine line;
        if (line_init(f, &line, p, (size_t)(stop - p))) {
            highlight_line(&h, line.text, line.n, line.colors);
            add_rows(f, &line, &s);
        }
        line_done(&line);
        if (stop == end) break;
        p = stop + 1;
    }
    if (f->n_rows > first && f->status == OK) {
        f->rows[first].space_before = 7 + box_pad;
        keep_ends(f, first);
        enum { SHORT = 8 }; // rows of a box that is not worth cutting
        for (Index i = first; f->n_rows - first <= SHORT && i + 1 < f->n_rows; i++)
            f->rows[i].keep_next = true;
    }
}

void flow_mono_text(Flow *f, const char *text, Color color, Color bar) {
    enum { MAX_LINES = 4000 };
    RowStyle s = row_style(f);
    s.x = 10;
    s.width = f->width - s.x - 4;
    s.plain = true;
    s.color = color;
    s.bar = bar;
    s.role = "P";
    const char *end = text + strlen(text);
    lines_trim(&text, &end);
    Index first = f->n_rows;
    int n_lines = 0;
    bool blank_before = false;
    for (const char *p = text; p < end && f->status == OK;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        CodeLine line = {0};
        bool more = n_lines++ < MAX_LINES;
        static const char cut[] = "… (output shortened)";
        if (line_init(f, &line, more ? p : cut, more ? (size_t)(stop - p) : sizeof cut - 1) &&
            !(line.n == 0 && blank_before))
            add_rows(f, &line, &s);
        blank_before = line.n == 0; // several blank lines count as one
        line_done(&line);
        if (!more) break;
        p = stop < end ? stop + 1 : end;
    }
    if (f->n_rows > first && f->status == OK) {
        f->rows[first].space_before = 6;
        keep_ends(f, first);
        enum { SHORT = 14 }; // rows of an output that moves to the next page as a whole
        for (Index i = first; f->n_rows - first <= SHORT && i + 1 < f->n_rows; i++)
            f->rows[i].keep_next = true;
    }
}
