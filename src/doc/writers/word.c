// doc/writers/word.c: a document as .docx: the body by word_block.c, then relationships, content
// types and properties.
#include "doc/writers/word.h"
#include "base/vec.h"
#include <string.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

void word_fail(WordWriter *w, Status status) {
    if (w->status == OK) w->status = status;
}

void word_take_part(WordWriter *w, const char *name, Buf *bytes) {
    Buf *part = bytes->failed ? NULL : package_add(w->ctx, &w->package, name);
    if (part) {
        *part = *bytes;
        *bytes = BUF_INIT;
    } else {
        word_fail(w, ctx_fail_nomem(w->ctx));
        buf_done(bytes);
    }
}

int word_relation(WordWriter *w, const char *type, const char *target, bool outside) {
    int id = ++w->last_id;
    buf_printf(&w->relations, "<Relationship Id=\"rId%d\" Type=\"" OFFICE "relationships/%s\"", id,
               type);
    xml_put_pair(&w->relations, "Target", target);
    buf_puts(&w->relations, outside ? " TargetMode=\"External\"/>" : "/>");
    return id;
}

static void put_page(WordWriter *w, int header, int footer, int first_header) {
    bool letter = w->options->paper == DOC_LETTER;
    enum { MARGIN = 1417 }; // 25 mm in twentieths of a point
    buf_printf(
        &w->body,
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId%d\"/><w:headerReference "
        "w:type=\"first\" "
        "r:id=\"rId%d\"/><w:footerReference w:type=\"default\" r:id=\"rId%d\"/><w:footerReference "
        "w:type=\"first\" r:id=\"rId%d\"/>",
        header, first_header, footer, footer);
    buf_printf(&w->body,
               "<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" "
               "w:bottom=\"%d\" w:left=\"%d\" "
               "w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/><w:titlePg/></w:sectPr>",
               letter ? 12240 : 11906, letter ? 15840 : 16838, MARGIN, MARGIN, MARGIN, MARGIN);
}

static void write_body(WordWriter *w) {
    word_relation(w, "styles", "styles.xml", false);
    word_relation(w, "numbering", "numbering.xml", false);
    word_relation(w, "settings", "settings.xml", false);
    word_relation(w, "fontTable", "fontTable.xml", false);
    int header = word_relation(w, "header", "header1.xml", false);
    int first_header = word_relation(w, "header", "header2.xml", false);
    int footer = word_relation(w, "footer", "footer1.xml", false);
    buf_puts(&w->body, XML_HEAD
             "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
             "xmlns:r=\"" OFFICE "relationships\" xmlns:m=\"" OFFICE "math\" "
             "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
             "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
             "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>");
    for (Index i = 0; i < w->doc->n_blocks && w->status == OK; i++) word_put_block(w, i);
    put_page(w, header, footer, first_header);
    buf_puts(&w->body, "</w:body></w:document>");
    word_take_part(w, "word/document.xml", &w->body);
}

static void write_relations(WordWriter *w) {
    Buf out = BUF_INIT;
    buf_puts(&out, XML_HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">");
    buf_put(&out, buf_text(&w->relations), w->relations.len);
    buf_puts(&out, "</Relationships>");
    if (w->relations.failed) out.failed = true;
    word_take_part(w, "word/_rels/document.xml.rels", &out);
    buf_puts(&out, XML_HEAD
             "<Relationships xmlns=\"" PACKAGE "relationships\">"
             "<Relationship Id=\"rId1\" Type=\"" OFFICE "relationships/officeDocument\" "
             "Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
             "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
             "<Relationship Id=\"rId3\" Type=\"" OFFICE "relationships/extended-properties\" "
             "Target=\"docProps/app.xml\"/></Relationships>");
    word_take_part(w, "_rels/.rels", &out);
}

static void write_types(WordWriter *w) {
    static const char *const pairs[][2] = {
        {"/word/document.xml", WORD_TYPE "document.main+xml"},
        {"/word/styles.xml", WORD_TYPE "styles+xml"},
        {"/word/numbering.xml", WORD_TYPE "numbering+xml"},
        {"/word/settings.xml", WORD_TYPE "settings+xml"},
        {"/word/fontTable.xml", WORD_TYPE "fontTable+xml"},
        {"/word/header1.xml", WORD_TYPE "header+xml"},
        {"/word/header2.xml", WORD_TYPE "header+xml"},
        {"/word/footer1.xml", WORD_TYPE "footer+xml"},
        {"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
        {"/docProps/app.xml",
         "application/vnd.openxmlformats-officedocument.extended-properties+xml"}};
    static const char *const pictures[][2] = {{"png", "image/png"},  {"jpg", "image/jpeg"},
                                              {"gif", "image/gif"},  {"bmp", "image/bmp"},
                                              {"tif", "image/tiff"}, {"svg", "image/svg+xml"}};
    Buf out = BUF_INIT;
    buf_puts(&out,
             XML_HEAD "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
                      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        buf_printf(&out, "<Default Extension=\"%s\" ContentType=\"%s\"/>", pictures[i][0],
                   pictures[i][1]);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        buf_printf(&out, "<Override PartName=\"%s\" ContentType=\"%s\"/>", pairs[i][0],
                   pairs[i][1]);
    buf_puts(&out, "</Types>");
    word_take_part(w, "[Content_Types].xml", &out);
}

static void put_property(Buf *out, const char *element, const char *attributes, const char *text) {
    if (!text || !*text) return;
    buf_printf(out, "<%s%s>", element, attributes);
    xml_put_text(out, text, strlen(text));
    buf_printf(out, "</%s>", element);
}

static void write_properties(WordWriter *w) {
    const Document *doc = w->doc;
    static const char w3c[] = " xsi:type=\"dcterms:W3CDTF\"";
    Buf out = BUF_INIT, title = BUF_INIT, record = BUF_INIT;
    document_title(doc, &title);
    if (doc->record.seed)
        buf_printf(&record, "Random numbers: %s. Run with %s, started %s, order of sections %s.",
                   doc->record.seed,
                   doc->record.versions ? doc->record.versions : "an unknown version",
                   doc->record.started ? doc->record.started : "at an unknown time",
                   doc->record.order ? doc->record.order : "unknown");
    buf_puts(
        &out, XML_HEAD
        "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    put_property(&out, "dc:title", "", w->options->title ? w->options->title : buf_text(&title));
    put_property(&out, "dc:creator", "", w->options->author);
    put_property(&out, "dc:description", "", buf_text(&record));
    put_property(&out, "dcterms:created", w3c, doc->created);
    put_property(&out, "dcterms:modified", w3c, doc->modified);
    put_property(&out, "dc:language", "", "en-US");
    buf_puts(&out, "</cp:coreProperties>");
    if (title.failed || record.failed) out.failed = true;
    word_take_part(w, "docProps/core.xml", &out);
    buf_puts(&out, XML_HEAD "<Properties xmlns=\"" OFFICE
                            "extended-properties\"><Application>Gradus</Application>"
                            "<AppVersion>0.1000</AppVersion></Properties>");
    word_take_part(w, "docProps/app.xml", &out);
    buf_done(&title);
    buf_done(&record);
}

static Status write_word(Ctx *ctx, const Document *doc, const DocOptions *options,
                         DocFiles *files) {
    WordWriter w = {.ctx = ctx, .doc = doc, .options = options, .status = OK};
    bool letter = options->paper == DOC_LETTER;
    w.width_pt = (letter ? 612 : 595.3) - 141.7;
    w.height_pt = (letter ? 792 : 841.9) - 141.7;
    w.links = map_new();
    if (!w.links) return ctx_fail_nomem(ctx);
    word_set_code_size(&w);
    write_body(&w);
    word_write_styles(&w);
    write_relations(&w);
    write_properties(&w);
    write_types(&w);
    if (w.status == OK) word_fail(&w, package_write(ctx, &w.package, &files->main));
    buf_done(&w.body);
    buf_done(&w.relations);
    map_free(w.links);
    mem_free(w.lists);
    package_out_done(&w.package);
    return w.status;
}

const WriterDef writer_word = {
    "word", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write_word, true};
