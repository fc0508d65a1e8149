// The update is read off the file itself: startxref leads to the table, the table to every object.
// An object is rewritten by putting entries before its closing ">>", so that nothing else of it
// changes:
//
//     … original bytes … | 188 0 obj << … /MarkInfo … >> endobj | xref | trailer << … /Prev old >>
//     | startxref
#include "graphics/targets/pdf_catalog.h"
#include "base/utf.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OBJECTS = 1 << 22 };

typedef struct Pdf {
    const char *bytes;
    size_t n;
    size_t *offsets; // by object number; 0: free
    long size, root;
    size_t xref; // offset of the table
    const char *trailer, *trailer_end;
} Pdf;

/// Last occurrence of a word, or null.
static const char *find_last(const char *bytes, size_t n, const char *word) {
    size_t length = strlen(word);
    for (size_t i = n >= length ? n - length + 1 : 0; i-- > 0;)
        if (!memcmp(bytes + i, word, length)) return bytes + i;
    return NULL;
}

static const char *find(const char *from, const char *end, const char *word) {
    size_t length = strlen(word);
    for (; from + length <= end; from++) {
        from = memchr(from, word[0], (size_t)(end - from) - length + 1);
        if (!from) return NULL;
        if (!memcmp(from, word, length)) return from;
    }
    return NULL;
}

/// A whole number at *p, which moves behind it. The bytes end with a NUL (Buf), so strtol stops.
static bool read_number(const char **p, long *ret) {
    char *end;
    *ret = strtol(*p, &end, 10);
    bool found = end > *p;
    *p = end;
    return found && *ret >= 0;
}

/// Value of "/Key 12" in a dictionary; -1 when it is not there.
static long dict_number(const char *from, const char *end, const char *key) {
    const char *p = find(from, end, key);
    long value;
    if (!p) return -1;
    p += strlen(key);
    return read_number(&p, &value) ? value : -1;
}

static const char *skip_space(const char *p, const char *end) {
    while (p < end && isspace((unsigned char)*p)) p++;
    return p;
}

static bool read_table(Pdf *pdf) {
    const char *end = pdf->bytes + pdf->n, *p = pdf->bytes + pdf->xref + strlen("xref");
    for (;;) {
        p = skip_space(p, end);
        if (p + 7 < end && !memcmp(p, "trailer", 7)) return true;
        long first, count;
        if (!read_number(&p, &first) || !read_number(&p, &count) || first > pdf->size ||
            count > pdf->size - first)
            return false;
        for (long i = 0; i < count; i++) {
            long offset, generation;
            if (!read_number(&p, &offset) || !read_number(&p, &generation)) return false;
            p = skip_space(p, end);
            if (p < end && *p == 'n' && (size_t)offset < pdf->n)
                pdf->offsets[first + i] = (size_t)offset;
            if (p < end) p++;
        }
    }
}

/// Finds table and trailer; false when the file is not of this kind.
static bool open_pdf(Pdf *pdf, const Buf *buf) {
    *pdf = (Pdf){.bytes = buf->data, .n = buf->len};
    if (pdf->n < 32) return false;
    const char *end = pdf->bytes + pdf->n, *start = find_last(pdf->bytes, pdf->n, "startxref");
    long offset;
    if (!start) return false;
    start += strlen("startxref");
    if (!read_number(&start, &offset) || (size_t)offset + 4 >= pdf->n ||
        memcmp(pdf->bytes + offset, "xref", 4) != 0)
        return false;
    pdf->xref = (size_t)offset;
    pdf->trailer = find(pdf->bytes + offset, end, "trailer");
    pdf->trailer_end = pdf->trailer ? find(pdf->trailer, end, ">>") : NULL;
    if (!pdf->trailer_end) return false;
    pdf->size = dict_number(pdf->trailer, pdf->trailer_end, "/Size");
    pdf->root = dict_number(pdf->trailer, pdf->trailer_end, "/Root");
    return pdf->size > 0 && pdf->size <= MAX_OBJECTS && pdf->root > 0 && pdf->root < pdf->size;
}

/// The dictionary of an object: from "<<" to its closing ">>"; false for streams and objects of
/// other kinds.
static bool object_dict(const Pdf *pdf, long number, const char **ret_from,
                        const char **ret_close) {
    if (!pdf->offsets[number]) return false;
    const char *end = pdf->bytes + pdf->n, *p = pdf->bytes + pdf->offsets[number];
    const char *stop = find(p, end, "endobj"), *from = stop ? find(p, stop, "<<") : NULL;
    if (!from || find(p, stop, "stream")) return false;
    const char *close = stop;
    while (close > from + 2 && memcmp(close - 2, ">>", 2) != 0) close--;
    if (close <= from + 2) return false;
    *ret_from = from;
    *ret_close = close - 2;
    return true;
}

/// Text as a hexadecimal UTF-16BE string, which needs no escapes.
static void put_text(Buf *out, const char *utf8) {
    size_t n = strlen(utf8);
    uint16_t *units = mem_alloc((n + 1) * sizeof *units);
    if (!units) {
        out->failed = true;
        return;
    }
    Index count = utf8_to_utf16(utf8, n, units);
    buf_puts(out, "<FEFF");
    for (Index i = 0; i < count; i++) buf_printf(out, "%04X", (unsigned)units[i]);
    buf_putc(out, '>');
    mem_free(units);
}

static bool starts_element(const char *from, const char *close, const char *type) {
    const char *p = find(from, close, "/S ");
    size_t n = strlen(type);
    return p && (size_t)(close - p) > n + 3 && !memcmp(p + 3, type, n) &&
           !isalnum((unsigned char)p[3 + n]);
}

static bool takes_alt(const char *from, const char *close) {
    return find(from, close, "/StructElem") &&
           (starts_element(from, close, "/Figure") || starts_element(from, close, "/Formula"));
}

/// An update on its way: objects and the lines of its table.
typedef struct Update {
    const Pdf *pdf;
    Buf out, table;
} Update;

static void begin_object(Update *u, long number) {
    buf_printf(&u->table, "%ld 1\n%010zu 00000 n \n", number, u->pdf->n + u->out.len);
    buf_printf(&u->out, "%ld 0 obj\n", number);
}

/// Rewrites one object with more entries.
static void put_object(Update *u, long number, const char *from, const char *close,
                       const Buf *more) {
    begin_object(u, number);
    buf_put(&u->out, from, (size_t)(close - from));
    buf_put(&u->out, more->data, more->len);
    buf_puts(&u->out, ">>\nendobj\n");
    if (more->failed) u->out.failed = true;
}

/// Rewrites an element below another parent.
static void put_element(Update *u, long number, const char *from, const char *close, long parent,
                        const Buf *more) {
    const char *p = find(from, close, "/P "), *behind = p ? find(p, close, " R") : NULL;
    if (parent <= 0 || !behind) {
        put_object(u, number, from, close, more);
        return;
    }
    begin_object(u, number);
    buf_put(&u->out, from, (size_t)(p - from));
    buf_printf(&u->out, "/P %ld 0", parent);
    buf_put(&u->out, behind, (size_t)(close - behind));
    buf_put(&u->out, more->data, more->len);
    buf_puts(&u->out, ">>\nendobj\n");
}

/// The end of "[ 5 0 R 6 0 R ]" or "5 0 R" at p.
static const char *kids_end(const char *p, const char *close) {
    const char *end = p < close && *p == '[' ? find(p, close, "]") : find(p, close, "R");
    return end ? end + 1 : NULL;
}

/// One Document element, object `number`, between the root of the structure and its elements.
/// Viewers and checkers want a single root, and Cairo's tags cannot span pages. False when there is
/// nothing to wrap.
static bool wrap_root(Update *u, long root, long number) {
    const char *from, *close;
    if (root <= 0 || root >= u->pdf->size || !object_dict(u->pdf, root, &from, &close))
        return false;
    const char *key = find(from, close, "/K "), *kids = key ? skip_space(key + 3, close) : NULL;
    const char *end = kids ? kids_end(kids, close) : NULL;
    if (!end) return false;
    begin_object(u, number);
    buf_printf(&u->out, "<< /Type /StructElem\n   /S /Document\n   /P %ld 0 R\n   /K ", root);
    buf_put(&u->out, kids, (size_t)(end - kids));
    buf_puts(&u->out, "\n>>\nendobj\n");
    begin_object(u, root);
    buf_put(&u->out, from, (size_t)(kids - from));
    buf_printf(&u->out, "[ %ld 0 R ]", number);
    buf_put(&u->out, end, (size_t)(close - end));
    buf_puts(&u->out, ">>\nendobj\n");
    return true;
}

static void put_elements(Update *u, const PdfMarks *marks, long root, long document) {
    const Pdf *pdf = u->pdf;
    const char *from, *close;
    Index n_alts = 0, k = 0;
    for (long i = 1; i < pdf->size; i++)
        n_alts += object_dict(pdf, i, &from, &close) && takes_alt(from, close);
    Buf more = BUF_INIT;
    for (long i = 1; i < pdf->size; i++) {
        if (!object_dict(pdf, i, &from, &close) || !find(from, close, "/StructElem")) continue;
        buf_clear(&more);
        if (n_alts == marks->n_alts && takes_alt(from, close)) {
            const char *alt = marks->alts[k++];
            if (alt && *alt) {
                buf_puts(&more, "   /Alt ");
                put_text(&more, alt);
                buf_putc(&more, '\n');
            }
        }
        bool top = document > 0 && dict_number(from, close, "/P ") == root;
        if (top || more.len) put_element(u, i, from, close, top ? document : 0, &more);
    }
    if (more.failed) u->out.failed = true;
    buf_done(&more);
}

static void put_catalog(Update *u, const PdfMarks *marks, const char *from, const char *close,
                        bool tagged) {
    Buf more = BUF_INIT;
    if (tagged && !find(from, close, "/MarkInfo"))
        buf_puts(&more, "   /MarkInfo << /Marked true >>\n");
    if (marks->language && *marks->language && !find(from, close, "/Lang")) {
        buf_puts(&more, "   /Lang ");
        put_text(&more, marks->language);
        buf_putc(&more, '\n');
    }
    if (marks->has_title && !find(from, close, "/ViewerPreferences"))
        buf_puts(&more, "   /ViewerPreferences << /DisplayDocTitle true >>\n");
    if (more.failed) u->out.failed = true;
    if (more.len) put_object(u, u->pdf->root, from, close, &more);
    buf_done(&more);
}

/// Everything of the update but its table; *ret_size: number of objects afterwards.
static void put_update(Update *u, const PdfMarks *marks, long *ret_size) {
    const char *from, *close;
    *ret_size = u->pdf->size;
    if (!object_dict(u->pdf, u->pdf->root, &from, &close)) return;
    long root = dict_number(from, close, "/StructTreeRoot");
    if (root > 0) {
        bool wrapped = wrap_root(u, root, *ret_size);
        put_elements(u, marks, root, wrapped ? *ret_size : 0);
        *ret_size += wrapped;
    }
    put_catalog(u, marks, from, close, root > 0);
}

Status pdf_mark(Ctx *ctx, Buf *buf, const PdfMarks *marks, bool *ret_done) {
    Pdf pdf;
    if (ret_done) *ret_done = false;
    if (!open_pdf(&pdf, buf)) return OK;
    pdf.offsets = mem_alloc_zero((size_t)pdf.size * sizeof *pdf.offsets);
    if (!pdf.offsets) return ctx_fail_nomem(ctx);
    Update u = {.pdf = &pdf, .out = BUF_INIT, .table = BUF_INIT};
    long size = pdf.size;
    if (read_table(&pdf)) put_update(&u, marks, &size);
    Status status = OK;
    if (u.out.len) {
        size_t start = pdf.n + u.out.len, rest = pdf.xref;
        long root = pdf.root, info = dict_number(pdf.trailer, pdf.trailer_end, "/Info");
        buf_puts(&u.out, "xref\n");
        buf_put(&u.out, u.table.data, u.table.len);
        buf_printf(&u.out, "trailer\n<< /Size %ld\n   /Root %ld 0 R\n", size, root);
        if (info > 0) buf_printf(&u.out, "   /Info %ld 0 R\n", info);
        buf_printf(&u.out, "   /Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n", rest, start);
        if (!u.out.failed && !u.table.failed) buf_put(buf, u.out.data, u.out.len);
        if (u.out.failed || u.table.failed || buf->failed) status = ctx_fail_nomem(ctx);
        if (ret_done) *ret_done = status == OK;
    }
    mem_free(pdf.offsets);
    buf_done(&u.out);
    buf_done(&u.table);
    return status;
}
