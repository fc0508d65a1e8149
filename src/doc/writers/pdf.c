// doc/writers/pdf.c: a document as PDF: blocks to rows, rows to pages, pages to the PDF target.
#include "doc/writers/flow.h"
#include "doc/writers/internal.h"
#include <string.h>

static const double a4[2] = {595.276, 841.89}, letter[2] = {612, 792};
static const double margin_pt = 70.866; // 25 mm

static FlowStyle make_style(const Document *doc, const DocOptions *o) {
    FlowStyle s = {.text_size = 11, .text_leading = 15.2, .code_size = 8.6, .code_leading = 11.6};
    s.justify = !o->ragged;
    s.hide_code = o->hide_code || doc->layout == DOC_HIDE_CODE;
    s.body = (FontSpec){"Times", s.text_size, false, false};
    s.heading = (FontSpec){"Helvetica", 12, false, false};
    s.mono = (FontSpec){"monospace", s.code_size, false, false};
    if (o->double_spaced) s.text_leading = 2 * 12.65; // twice the font's own line height
    return s;
}

Status doc_pages(Ctx *ctx, const Document *doc, const DocOptions *options, Scene ***ret,
                 Index *ret_n) {
    DocOptions defaults = {0};
    const DocOptions *o = options ? options : &defaults;
    const double *size = o->paper == DOC_LETTER ? letter : a4;
    Flow f = {.ctx = ctx,
              .doc = doc,
              .width = size[0] - 2 * margin_pt,
              .tallest = 0.41 * (size[1] - 2 * margin_pt),
              .status = OK};
    f.style = make_style(doc, o);
    f.strip = scene_new(f.width, 1000);
    if (!f.strip) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < doc->n_blocks && f.status == OK; i++) flow_block(&f, i);
    Buf title = BUF_INIT;
    if (o->title)
        buf_puts(&title, o->title);
    else
        document_title(doc, &title);
    if (title.failed) flow_fail(&f, ctx_fail_nomem(ctx));
    PageStyle page = {size[0], size[1], margin_pt, buf_text(&title)};
    Status status = f.status;
    if (status == OK) status = flow_paginate(&f, &page, ret, ret_n);
    buf_done(&title);
    scene_free(f.strip);
    mem_free(f.rows);
    return status;
}

static Status write_pdf(Ctx *ctx, const Document *doc, const DocOptions *options, DocFiles *files) {
    Scene **pages = NULL;
    Index n = 0;
    TRY(doc_pages(ctx, doc, options, &pages, &n));
    Buf title = BUF_INIT;
    if (options->title)
        buf_puts(&title, options->title);
    else
        document_title(doc, &title);
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

const WriterDef writer_pdf = {"pdf", ".pdf", "application/pdf", write_pdf};

Status doc_write_pdf(Ctx *ctx, const Document *doc, const DocOptions *options, const char *path) {
    return doc_write_with(ctx, &writer_pdf, doc, options, path);
}
