// doc/writers/pdf.c: a document as PDF: blocks to rows, rows to pages, pages to the PDF target.
#include "doc/writers/flow.h"
#include "doc/writers/internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double a4[2] = {595.276, 841.89}, letter[2] = {612, 792};
static const double margin_pt = 62.362; // 22 mm

static FlowStyle make_style(const Document *doc, const DocOptions *o) {
    FlowStyle s = {.text_size = 10.5, .text_leading = 14.2};
    s.justify = !o->ragged;
    s.hide_code = o->hide_code || doc->layout == DOC_HIDE_CODE;
    s.body = (FontSpec){"Times", (float)s.text_size, false, false};
    s.heading = (FontSpec){"Helvetica", 12, false, false};
    s.mono = (FontSpec){"monospace", 8.5f, false, false};
    if (o->double_spaced) s.text_leading = 2 * 12.1; // twice the font's own line height
    return s;
}

/// "27 November 2026" of an ISO 8601 time; other texts as they are.
static void put_date(const char *iso, Buf *out) {
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year, month, day;
    if (sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) == 3 && month >= 1 && month <= 12)
        buf_printf(out, "%d %s %d", day, months[month - 1], year);
    else
        buf_puts(out, iso);
}

/// "; sections 1 2 3 2": said only when they did not simply run in order.
static void put_order(const char *order, Buf *out) {
    long last = 0;
    bool ascending = true;
    for (const char *p = order ? order : ""; *p;) {
        char *end;
        long section = strtol(p, &end, 10);
        ascending = ascending && end > p && section > last;
        last = section;
        p = end > p ? end : p + 1;
        while (*p == ' ') p++;
    }
    buf_puts(out, !order ? "" : ascending ? "; sections in order" : "; order of sections ");
    if (!ascending) buf_puts(out, order);
}

/// What the run record says, in one small paragraph at the end.
static void add_record(Flow *f) {
    const DocRunRecord *r = &f->doc->record;
    if (!r->seed || !r->started || !r->versions) return;
    Buf text = BUF_INIT;
    buf_puts(&text, "Run on ");
    put_date(r->started, &text);
    if (strlen(r->started) >= 16) buf_printf(&text, ", %.5s", r->started + 11);
    buf_printf(&text, ", with %s; random numbers: %s; %.1f s", r->versions, r->seed, r->seconds);
    put_order(r->order, &text);
    buf_putc(&text, '.');
    if (text.failed) {
        buf_done(&text);
        flow_fail(f, ctx_fail_nomem(f->ctx));
        return;
    }
    flow_note(f, buf_text(&text), 14);
    buf_done(&text);
}

/// Author and date below the title.
static void add_byline(Flow *f, const DocOptions *o) {
    Buf text = BUF_INIT;
    if (o->author) buf_puts(&text, o->author);
    if (o->author && o->date) buf_puts(&text, ", ");
    if (o->date) put_date(o->date, &text);
    if (text.failed) flow_fail(f, ctx_fail_nomem(f->ctx));
    if (text.len) flow_note(f, buf_text(&text), 3);
    buf_done(&text);
}

static void put_title(const Document *doc, const DocOptions *o, Buf *out) {
    if (o->title)
        buf_puts(out, o->title);
    else
        document_title(doc, out);
}

static void add_blocks(Flow *f, const DocOptions *o) {
    const Document *doc = f->doc;
    bool titled = doc->n_blocks && doc->blocks[0].kind == BLOCK_TITLE;
    if (!titled) add_byline(f, o);
    for (Index i = 0; i < doc->n_blocks && f->status == OK; i++) {
        flow_block(f, i);
        if (i == 0 && titled) add_byline(f, o);
    }
    if (!o->hide_record) add_record(f);
}

Status doc_pages(Ctx *ctx, const Document *doc, const DocOptions *options, Scene ***ret,
                 Index *ret_n) {
    DocOptions defaults = {0};
    const DocOptions *o = options ? options : &defaults;
    const double *size = o->paper == DOC_LETTER ? letter : a4;
    Flow f = {.ctx = ctx,
              .doc = doc,
              .width = size[0] - 2 * margin_pt,
              .tallest = 0.40 * (size[1] - 2 * margin_pt),
              .no_outputs = o->no_outputs,
              .captions = !o->no_captions,
              .status = OK};
    f.style = make_style(doc, o);
    f.style.code_size = flow_code_size(&f, 8.5);
    f.style.code_leading = 1.3 * f.style.code_size;
    f.style.mono.size_pt = (float)f.style.code_size;
    f.strip = scene_new(f.width, 1000);
    if (!f.strip) return ctx_fail_nomem(ctx);
    add_blocks(&f, o);
    Buf title = BUF_INIT, date = BUF_INIT;
    put_title(doc, o, &title);
    if (o->date || doc->record.started) put_date(o->date ? o->date : doc->record.started, &date);
    if (title.failed || date.failed) flow_fail(&f, ctx_fail_nomem(ctx));
    PageStyle page = {size[0], size[1], margin_pt, buf_text(&title), buf_text(&date)};
    Status status = f.status;
    if (status == OK) status = flow_paginate(&f, &page, ret, ret_n);
    buf_done(&title);
    buf_done(&date);
    scene_free(f.strip);
    mem_free(f.rows);
    return status;
}

static Status write_pdf(Ctx *ctx, const Document *doc, const DocOptions *options, DocFiles *files) {
    Scene **pages = NULL;
    Index n = 0;
    TRY(doc_pages(ctx, doc, options, &pages, &n));
    Buf title = BUF_INIT;
    put_title(doc, options, &title);
    DocumentInfo info = {.title = buf_text(&title),
                         .author = options->author,
                         .language = "en",
                         .creator = "Gradus"};
    Status status = target_pdf_bytes(ctx, pages, n, &info, &files->main);
    buf_done(&title);
    for (Index i = 0; i < n; i++) scene_free(pages[i]);
    mem_free(pages);
    return status;
}

const WriterDef writer_pdf = {"pdf", ".pdf", "application/pdf", write_pdf, true};

Status doc_write_pdf(Ctx *ctx, const Document *doc, const DocOptions *options, const char *path) {
    return doc_write_with(ctx, &writer_pdf, doc, options, path);
}
