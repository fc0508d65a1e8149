// doc/writers/mlx.c: a document as .mlx. Parts that the reader kept go back; relationships and
// content types are made anew with ids that do not meet the kept ones. The release text names
// Gradus: no other program wrote the file. Nothing depends on the clock, so the same document gives
// the same bytes.
#include "doc/writers/mlx.h"
#include "base/vec.h"
#include "doc/kept.h"
#include <string.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define CORE_RELS \
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
#define MW_PACKAGE "http://schemas.mathworks.com/package/"

void mlx_write_fail(MlxWriter *w, Status status) {
    if (w->status == OK) w->status = status;
}

json_t *mlx_parse_attributes(const char *attributes) {
    return attributes ? json_loads(attributes, 0, NULL) : NULL;
}

char *mlx_new_id(MlxWriter *w, const char *kept, int *last) {
    Buf id = BUF_INIT;
    do {
        buf_clear(&id);
        buf_printf(&id, "\"rId%d\"", ++*last);
    } while (!id.failed && strstr(kept, buf_text(&id)));
    char *name = id.failed ? NULL : mem_dup_text(id.data + 1, id.len - 2);
    if (!name) mlx_write_fail(w, ctx_fail_nomem(w->ctx));
    buf_done(&id);
    return name;
}

void mlx_take_part(MlxWriter *w, const char *name, Buf *bytes) {
    Buf *part = bytes->failed ? NULL : package_add(w->ctx, &w->package, name);
    if (part) {
        *part = *bytes;
        *bytes = BUF_INIT;
    } else {
        mlx_write_fail(w, ctx_fail_nomem(w->ctx));
        buf_done(bytes);
    }
}

static const char *kept_text(const Document *doc, const char *name) {
    const DocPart *part = document_find_part(doc, "mlx", name);
    return part ? part->bytes : "";
}

// ---- properties -------------------------------------------------------------------------------

/// When the document was made and changed, as far as it knows itself; else the day the zip's
/// entries have.
static void put_times(const MlxWriter *w, Buf *out) {
    static const char day[] = "1980-01-01T00:00:00Z";
    const Document *doc = w->doc;
    const char *created = doc->created ? doc->created : day;
    const char *modified = doc->modified         ? doc->modified
                           : doc->record.started ? doc->record.started
                                                 : created;
    buf_puts(out, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">");
    xml_put_text(out, created, strlen(created));
    buf_puts(out, "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">");
    xml_put_text(out, modified, strlen(modified));
    buf_puts(out, "</dcterms:modified>");
}

/// A name-based id: the same text has the same.
static void put_uuid(const MlxWriter *w, const Buf *text, Buf *out) {
    if (w->doc->uuid) {
        xml_put_text(out, w->doc->uuid, strlen(w->doc->uuid));
        return;
    }
    uint64_t hash[2] = {0xCBF29CE484222325u, 0x84222325CBF29CE4u};
    for (size_t i = 0; i < text->len; i++)
        for (int k = 0; k < 2; k++)
            hash[k] = (hash[k] ^ (unsigned char)text->data[i]) * 0x100000001B3u;
    buf_printf(out, "%08x-%04x-8%03x-a%03x-%012llx", (unsigned)(hash[0] >> 32),
               (unsigned)(hash[0] >> 16 & 0xFFFF), (unsigned)(hash[0] & 0xFFF),
               (unsigned)(hash[1] >> 52), (unsigned long long)(hash[1] & 0xFFFFFFFFFFFF));
}

static void write_properties(MlxWriter *w, const Buf *text) {
    Buf out = BUF_INIT;
    buf_puts(
        &out, XML_HEAD
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
        "core-properties\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    put_times(w, &out);
    buf_puts(&out, "</cp:coreProperties>");
    mlx_take_part(w, "metadata/coreProperties.xml", &out);
    buf_puts(&out, XML_HEAD "<mwcoreProperties xmlns=\"" MW_PACKAGE "2012/coreProperties\">"
                            "<contentType>application/vnd.mathworks.matlab.code</contentType>"
                            "<contentTypeFriendlyName>MATLAB Code</contentTypeFriendlyName>"
                            "<matlabRelease>Gradus " GRADUS_VERSION
                            "</matlabRelease></mwcoreProperties>");
    mlx_take_part(w, "metadata/mwcoreProperties.xml", &out);
    buf_puts(&out, XML_HEAD "<mwcorePropertiesExtension xmlns=\"" MW_PACKAGE
                            "2014/corePropertiesExtension\"><uuid>");
    put_uuid(w, text, &out);
    buf_puts(&out, "</uuid></mwcorePropertiesExtension>");
    mlx_take_part(w, "metadata/mwcorePropertiesExtension.xml", &out);
    buf_puts(&out, XML_HEAD "<MathWorks_version_info><version>" GRADUS_VERSION "</version>"
                            "<release>Gradus " GRADUS_VERSION
                            "</release><description>Written by Gradus</description>"
                            "<date></date><checksum></checksum></MathWorks_version_info>");
    mlx_take_part(w, "metadata/mwcorePropertiesReleaseInfo.xml", &out);
}

// ---- relationships and types ------------------------------------------------------------------

static void put_relation(MlxWriter *w, const char *kept, int *last, const char *type,
                         const char *target, Buf *out) {
    char *id = mlx_new_id(w, kept, last);
    if (!id) return;
    buf_puts(out, "<Relationship");
    xml_put_pair(out, "Id", id);
    xml_put_pair(out, "Type", type);
    xml_put_pair(out, "Target", target);
    buf_puts(out, "/>");
    mem_free(id);
}

static void write_relations(MlxWriter *w) {
    static const char *const pairs[][2] = {
        {MLX_RELS "document", "matlab/document.xml"},
        {MLX_RELS "output", "matlab/output.xml"},
        {CORE_RELS, "metadata/coreProperties.xml"},
        {MW_PACKAGE "2012/relationships/coreProperties", "metadata/mwcoreProperties.xml"},
        {MW_PACKAGE "2014/relationships/corePropertiesExtension",
         "metadata/mwcorePropertiesExtension.xml"},
        {MW_PACKAGE "2019/relationships/corePropertiesReleaseInfo",
         "metadata/mwcorePropertiesReleaseInfo.xml"}};
    const char *kept = kept_text(w->doc, MLX_PART_ROOT_RELS);
    Buf out = BUF_INIT;
    int last = 0;
    buf_puts(&out, XML_HEAD "<Relationships xmlns=\"" OPC_RELS "\">");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (package_has(&w->package, pairs[i][1]))
            put_relation(w, kept, &last, pairs[i][0], pairs[i][1], &out);
    buf_puts(&out, kept);
    buf_puts(&out, "</Relationships>");
    mlx_take_part(w, "_rels/.rels", &out);
    if (!w->n_images && !*w->kept_relations) return;
    buf_puts(&out, XML_HEAD "<Relationships xmlns=\"" OPC_RELS "\">");
    for (Index i = 0; i < w->n_images; i++) {
        buf_puts(&out, "<Relationship");
        xml_put_pair(&out, "Id", w->images[i].id);
        xml_put_pair(&out, "Type", MLX_RELS "image");
        buf_printf(&out, " Target=\"../media/%s\"/>", w->images[i].name);
    }
    buf_puts(&out, w->kept_relations);
    buf_puts(&out, "</Relationships>");
    mlx_take_part(w, "matlab/_rels/document.xml.rels", &out);
}

static void put_override(Buf *out, const char *part, const char *type) {
    Buf name = BUF_INIT;
    buf_printf(&name, "/%s", part);
    buf_puts(out, "<Override");
    xml_put_pair(out, "PartName", buf_text(&name));
    xml_put_pair(out, "ContentType", type);
    buf_puts(out, "/>");
    if (name.failed) out->failed = true;
    buf_done(&name);
}

static void write_types(MlxWriter *w) {
    static const char *const defaults[][2] = {
        {"rels", "application/vnd.openxmlformats-package.relationships+xml"},
        {"xml", "application/vnd.mathworks.matlab.code.document+xml"},
        {"png", "image/png"},
        {"gif", "image/gif"},
        {"jpg", "image/jpeg"},
        {"svg", "image/svg+xml"},
        {"bmp", "image/bmp"},
        {"tif", "image/tiff"},
        {"bin", "application/octet-stream"},
        {"mml", "text/xml"}};
    static const char *const overrides[][2] = {
        {"matlab/output.xml", "text/xml"},
        {"metadata/coreProperties.xml",
         "application/vnd.openxmlformats-package.core-properties+xml"},
        {"metadata/mwcoreProperties.xml", "application/vnd.mathworks.package.coreProperties+xml"},
        {"metadata/mwcorePropertiesExtension.xml",
         "application/vnd.mathworks.package.corePropertiesExtension+xml"},
        {"metadata/mwcorePropertiesReleaseInfo.xml",
         "application/vnd.mathworks.package.corePropertiesReleaseInfo+xml"},
        {MLX_KEPT, "application/json"}};
    Buf out = BUF_INIT;
    buf_puts(&out, XML_HEAD
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        buf_printf(&out, "<Default Extension=\"%s\" ContentType=\"%s\"/>", defaults[i][0],
                   defaults[i][1]);
    for (size_t i = 0; i < sizeof overrides / sizeof *overrides; i++)
        if (package_has(&w->package, overrides[i][0]))
            put_override(&out, overrides[i][0], overrides[i][1]);
    for (Index i = 0; i < w->doc->n_parts; i++) {
        const DocPart *part = &w->doc->parts[i];
        if (!strcmp(part->format, "mlx") && part->name[0] != '#' && part->media_type)
            put_override(&out, part->name, part->media_type);
    }
    buf_puts(&out, "</Types>");
    mlx_take_part(w, "[Content_Types].xml", &out);
}

static void write_kept_parts(MlxWriter *w) {
    for (Index i = 0; i < w->doc->n_parts && w->status == OK; i++) {
        const DocPart *part = &w->doc->parts[i];
        if (strcmp(part->format, "mlx") || part->name[0] == '#' ||
            package_has(&w->package, part->name))
            continue;
        Buf bytes = BUF_INIT;
        buf_put(&bytes, part->bytes, part->n_bytes);
        mlx_take_part(w, part->name, &bytes);
    }
}

// ---- the file ---------------------------------------------------------------------------------

static void writer_done(MlxWriter *w) {
    for (Index i = 0; i < w->n_images; i++) {
        mem_free(w->images[i].name);
        mem_free(w->images[i].id);
    }
    mem_free(w->images);
    map_free(w->image_ids);
    package_out_done(&w->package);
}

/// The whole file; `kept` (may be empty) goes into its own part.
static Status write_file(Ctx *ctx, const Document *doc, const DocOptions *options, const Buf *kept,
                         Buf *file) {
    MlxWriter w = {.ctx = ctx, .doc = doc, .options = options, .status = OK};
    w.kept_relations = kept_text(doc, MLX_PART_TEXT_RELS);
    Buf text = BUF_INIT, outputs = BUF_INIT, copy = BUF_INIT;
    mlx_write_text(&w, &text);
    if (w.status == OK) mlx_write_outputs(&w, &outputs);
    if (w.status == OK) write_properties(&w, &text);
    mlx_take_part(&w, "matlab/document.xml", &text);
    mlx_take_part(&w, "matlab/output.xml", &outputs);
    buf_put(&copy, buf_text(kept), kept->len);
    if (kept->len)
        mlx_take_part(&w, MLX_KEPT, &copy);
    else
        buf_done(&copy);
    write_kept_parts(&w);
    if (w.status == OK) write_relations(&w);
    if (w.status == OK) write_types(&w);
    if (w.status == OK) mlx_write_fail(&w, package_write(ctx, &w.package, file));
    writer_done(&w);
    return w.status;
}

static Status write_mlx(Ctx *ctx, const Document *doc, const DocOptions *options, DocFiles *files) {
    Buf kept = BUF_INIT, file = BUF_INIT;
    Status status = write_file(ctx, doc, options, &kept, &file);
    bool whole = !options->no_outputs; // else what is left out would be kept all the same
    if (status == OK && whole) status = kept_make(ctx, doc, "kept.mlx", &file, &kept);
    if (status == OK && kept.len) {
        buf_clear(&file);
        status = write_file(ctx, doc, options, &kept, &file);
    }
    if (status == OK) {
        buf_done(&files->main);
        files->main = file;
        file = BUF_INIT;
    }
    buf_done(&file);
    buf_done(&kept);
    return status;
}

const WriterDef writer_mlx = {"mlx", ".mlx", "application/vnd.mathworks.matlab.code", write_mlx, false};
