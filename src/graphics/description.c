// graphics/description.c: a figure in words: "Figure with 2 axes. Sigmoid: 2 lines ("σ(x)",
// "slope"); x from -6 to 6; …"; and the few words that stand below it in a document.
#include "graphics/internal.h"
#include <stdio.h>
#include <string.h>

enum { MAX_BYTES = 900, MAX_AXES = 8, MAX_NAMES = 6 };

/// A label without its TeX marks and with line ends as blanks.
static void put_plain(Buf *out, const char *text) {
    for (const char *p = text; *p; p++) {
        if (*p == '\\' || *p == '{' || *p == '}' || *p == '$') continue;
        buf_putc(out, *p == '\n' ? ' ' : *p);
    }
}

static bool has_text(const TextObject *text) {
    for (Index i = 0; text && i < text->n_lines; i++)
        if (text->lines[i] && *text->lines[i]) return true;
    return false;
}

static void put_label(Buf *out, const TextObject *text) {
    for (Index i = 0; i < text->n_lines; i++) {
        if (i) buf_putc(out, ' ');
        if (text->lines[i]) put_plain(out, text->lines[i]);
    }
}

// ---- plots -------------------------------------------------------------------------------------
static const struct {
    const char *type, *one, *many;
} words[] = {
    {"line", "line", "lines"},
    {"animatedline", "line", "lines"},
    {"scatter", "scatter plot", "scatter plots"},
    {"bar", "bar series", "bar series"},
    {"histogram", "histogram", "histograms"},
    {"patch", "filled shape", "filled shapes"},
    {"surface", "surface", "surfaces"},
    {"image", "image", "images"},
    {"area", "area", "areas"},
    {"stair", "staircase line", "staircase lines"},
    {"stem", "stem series", "stem series"},
    {"errorbar", "series with error bars", "series with error bars"},
    {"contour", "contour plot", "contour plots"},
    {"constantline", "reference line", "reference lines"},
    {"text", "text note", "text notes"},
};

static int word_of(const char *type) {
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
        if (!strcmp(words[i].type, type)) return i;
    return -1;
}

static void put_count(Buf *out, int word, Index n) {
    if (n == 1)
        buf_printf(out, "one %s", words[word].one);
    else
        buf_printf(out, "%lld %s", (long long)n, words[word].many);
}

/// Name of a plot in the legend, or its own; null when it has none.
static const char *name_of(const GObject *axes, const GObject *plot) {
    const Legend *legend = ((const Axes *)axes)->legend;
    Index k = 0;
    bool found = false;
    if (legend && legend->plots_manual) {
        for (; k < legend->n_plots && !found; k++)
            found = graphics_find(axes->root, legend->plots[k]) == plot;
        k--;
    } else if (legend) {
        for (Index i = 0; i < axes->n_children && !found; i++) {
            const GObject *other = axes->children[i];
            found = other == plot;
            k += !found && other->cls->swatch && other->in_legend && !other->unlisted;
        }
    }
    if (found && k < legend->n_texts && legend->texts[k] && *legend->texts[k])
        return legend->texts[k];
    return plot->display_name && *plot->display_name ? plot->display_name : NULL;
}

/// Names as the legend has them, when there are any.
static void put_names(Buf *out, const GObject *axes, int word) {
    Index n = 0, named = 0;
    for (Index i = 0; i < axes->n_children; i++) {
        const GObject *plot = axes->children[i];
        const char *name = word_of(plot->cls->type) == word ? name_of(axes, plot) : NULL;
        if (!name) continue;
        named++;
        if (n == MAX_NAMES) continue;
        buf_puts(out, n ? ", " : " (");
        put_plain(out, name);
        n++;
    }
    if (named > n) buf_puts(out, ", …");
    if (n) buf_putc(out, ')');
}

static void put_plots(Buf *out, const GObject *axes) {
    Index counts[sizeof words / sizeof *words] = {0};
    bool any = false;
    for (Index i = 0; i < axes->n_children; i++) {
        const GObject *plot = axes->children[i];
        int word = plot->visible && !plot->unlisted ? word_of(plot->cls->type) : -1;
        if (word >= 0) counts[word]++;
    }
    for (int k = 0; k < (int)(sizeof words / sizeof *words); k++) {
        if (!counts[k]) continue;
        if (any) buf_puts(out, ", ");
        put_count(out, k, counts[k]);
        put_names(out, axes, k);
        any = true;
    }
    if (!any) buf_puts(out, "no data");
}

static void put_axis(Buf *out, Axes *axes, int dim) {
    const Ruler *ruler = &axes->ruler[dim];
    double lim[2];
    axes_limits(&axes->head, dim, lim);
    buf_puts(out, "; ");
    if (has_text(ruler->label))
        put_label(out, ruler->label);
    else
        buf_printf(out, "%c", "xyz"[dim]);
    buf_printf(out, " from %.4g to %.4g%s", lim[0], lim[1],
               ruler->scale == SCALE_LOG ? " (logarithmic)" : "");
}

static bool has_depth(const GObject *axes) {
    Extent e;
    extent_init(&e);
    for (Index i = 0; i < axes->n_children; i++)
        if (axes->children[i]->cls->extent && axes->children[i]->visible)
            axes->children[i]->cls->extent(axes->children[i], &e);
    return e.any[2] && ((const Axes *)axes)->view_manual;
}

static void put_axes(Buf *out, GObject *object, Index number, Index n_axes) {
    Axes *axes = (Axes *)object;
    buf_putc(out, ' ');
    if (has_text(axes->title))
        put_label(out, axes->title);
    else if (n_axes > 1)
        buf_printf(out, "Axes %lld", (long long)number);
    else
        buf_puts(out, "It shows");
    buf_puts(out, has_text(axes->title) || n_axes > 1 ? ": " : " ");
    put_plots(out, object);
    bool depth = has_depth(object);
    bool rulers = !axes->axis_off && axes->head.visible;
    for (int dim = 0; rulers && dim < (depth ? 3 : 2); dim++) put_axis(out, axes, dim);
    buf_putc(out, '.');
}

/// The title over all axes: that of the figure, else that of a tiled layout.
static const TextObject *title_of(const GObject *figure) {
    const TextObject *title = (const TextObject *)((const Figure *)figure)->title;
    for (Index i = 0; !has_text(title) && i < figure->n_children; i++)
        if (figure->children[i]->cls == &class_tiles)
            title = ((const Tiles *)figure->children[i])->title;
    return title;
}

Status figure_description(Ctx *ctx, GObject *figure, Buf *out) {
    Index n = 0, shown = 0;
    size_t start = out->len;
    while (figure_axes(figure, n + 1)) n++;
    const TextObject *title = title_of(figure);
    if (n == 0) {
        buf_puts(out, "Empty figure.");
    } else if (has_text(title)) {
        buf_puts(out, "Figure: ");
        put_label(out, title);
        buf_putc(out, '.');
    } else {
        buf_puts(out, n == 1 ? "Figure." : "");
        if (n > 1) buf_printf(out, "Figure with %lld axes.", (long long)n);
    }
    for (; shown < n && shown < MAX_AXES && out->len - start < MAX_BYTES; shown++)
        put_axes(out, figure_axes(figure, shown + 1), shown + 1, n);
    if (shown < n) buf_printf(out, " And %lld more axes.", (long long)(n - shown));
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

// ---- caption -----------------------------------------------------------------------------------

/// A title as plain text; what is marked up too deeply for that is left out.
static Status put_title(Ctx *ctx, const TextObject *title, Buf *out) {
    static const MarkupKind kinds[] = {MARKUP_TEX, MARKUP_LATEX,
                                       MARKUP_NONE}; // order of the Interpreter words
    Buf lines = BUF_INIT;
    for (Index i = 0; i < title->n_lines; i++) {
        if (i) buf_putc(&lines, '\n');
        if (title->lines[i]) buf_puts(&lines, title->lines[i]);
    }
    Status status =
        lines.failed ? ctx_fail_nomem(ctx)
                     : label_text(ctx, kinds[title->interpreter], buf_text(&lines), lines.len, out);
    buf_done(&lines);
    if (status != ERR_LIMIT) return status;
    error_clear(&ctx->error);
    return OK;
}

/// The titles of the axes, when there are one or two: "Sigmoid and ReLU".
static Status put_axes_titles(Ctx *ctx, const GObject *figure, Buf *out) {
    const TextObject *titles[2];
    Index n = 0;
    for (Index k = 1; figure_axes(figure, k); k++) {
        const TextObject *title = ((const Axes *)figure_axes(figure, k))->title;
        if (!has_text(title)) continue;
        if (n == 2) return OK;
        titles[n++] = title;
    }
    Buf first = BUF_INIT, second = BUF_INIT;
    Status status = n > 0 ? put_title(ctx, titles[0], &first) : OK;
    if (status == OK && n > 1) status = put_title(ctx, titles[1], &second);
    if (status == OK) {
        bool both = first.len && second.len && strcmp(first.data, second.data) != 0;
        buf_puts(out, buf_text(first.len ? &first : &second));
        if (both) buf_printf(out, " and %s", second.data);
        if (first.failed || second.failed) out->failed = true;
    }
    buf_done(&first);
    buf_done(&second);
    return status;
}

Status figure_caption(Ctx *ctx, GObject *figure, Buf *out) {
    enum { LONGEST = 200 };
    const char *name = ((const Figure *)figure)->name;
    const TextObject *title = title_of(figure);
    Buf text = BUF_INIT;
    Status status = name ? label_text(ctx, MARKUP_NONE, name, strlen(name), &text) : OK;
    if (status == OK && !text.len && has_text(title)) status = put_title(ctx, title, &text);
    if (status == OK && !text.len) status = put_axes_titles(ctx, figure, &text);
    if (status == OK && text.len <= LONGEST) buf_put(out, buf_text(&text), text.len);
    if (status == OK && (text.failed || out->failed)) status = ctx_fail_nomem(ctx);
    buf_done(&text);
    return status;
}
