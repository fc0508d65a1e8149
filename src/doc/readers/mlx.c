// doc/readers/mlx.c: .mlx: the package, its properties, relationships and pictures. Everything that
// is not understood stays as a DocPart: unknown parts under their names, fragments of known ones
// under names that start with '#'.
#include "doc/readers/mlx.h"
#include "base/vec.h"
#include "doc/kept.h"
#include <string.h>
#include <strings.h>

enum { MAX_PIXELS_TOGETHER = 64 << 20, MAX_RELATIONS = 4096 };

void mlx_check(MlxReader *m, const Buf *buf) {
    if (buf->failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
}

// ---- attributes -------------------------------------------------------------------------------

void mlx_attribute(MlxAttributes *a, const char *key, json_t *value) {
    if (!a->object) a->object = json_object();
    if (!value || !a->object || json_object_set_new(a->object, key, value))
        reader_fail(&a->m->r, ctx_fail_nomem(a->m->r.ctx));
}

void mlx_attribute_text(MlxAttributes *a, const char *key, const char *value) {
    mlx_attribute(a, key, json_string(value));
}

const char *mlx_attributes_end(MlxAttributes *a) {
    if (!a->object) return NULL;
    char *text = json_dumps(a->object, JSON_COMPACT);
    const char *kept = text ? reader_text(&a->m->r, text, strlen(text)) : NULL;
    if (!text) reader_fail(&a->m->r, ctx_fail_nomem(a->m->r.ctx));
    free(text);
    json_decref(a->object);
    a->object = NULL;
    return kept;
}

const char *mlx_verbatim(MlxReader *m, xmlNode *node) {
    Buf text = BUF_INIT;
    if (!xml_verbatim(node, &text)) text.failed = true;
    if (text.failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    const char *kept = text.failed ? NULL : reader_text(&m->r, buf_text(&text), text.len);
    buf_done(&text);
    return kept;
}

xmlNode *mlx_choose(xmlNode *alternate, bool (*known)(xmlNode *node), bool *ret_known) {
    xmlNode *fallback = NULL;
    *ret_known = false;
    for (xmlNode *child = alternate->children; child; child = child->next) {
        if (xml_is(child, "Fallback") && !fallback) fallback = child;
        if (!xml_is(child, "Choice")) continue;
        bool all = child->children != NULL;
        for (xmlNode *node = child->children; node && all; node = node->next)
            all = node->type != XML_ELEMENT_NODE || known(node);
        if (!all) continue;
        *ret_known = true;
        return child;
    }
    return fallback;
}

// ---- pictures ---------------------------------------------------------------------------------

DocImage *mlx_make_image(MlxReader *m, const void *bytes, size_t n, const char *media_type) {
    DocImage image = {0};
    if (!image_of_bytes(bytes, n, &m->r.pixels_left, &image)) { // kept all the same
        image.media_type = media_type;
        image.n_bytes = n;
        image.bytes = (uint8_t *)mem_dup_text(bytes, n);
    }
    if (!image.bytes) {
        reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
        return NULL;
    }
    return (DocImage *)image_keep(&m->r, &image);
}

const DocImage *mlx_image(MlxReader *m, const char *id, const char **ret_name) {
    for (Index i = 0; id && i < m->n_relations; i++) {
        MlxRelation *rel = &m->relations[i];
        if (strcmp(rel->id, id)) continue;
        const PackageEntry *entry = package_find(m->package, rel->target);
        rel->used = entry != NULL;
        if (entry && !rel->image) rel->image = mlx_make_image(m, entry->bytes, entry->n, NULL);
        const char *name = strrchr(rel->target, '/');
        *ret_name = name ? name + 1 : rel->target;
        return rel->image;
    }
    return NULL;
}

// ---- relationships ----------------------------------------------------------------------------

static void keep_part(MlxReader *m, const char *name, const char *media_type, const void *bytes,
                      size_t n) {
    Status status = document_add_part(m->r.ctx, m->r.doc, "mlx", name, media_type, bytes, n);
    if (status != OK) reader_fail(&m->r, status);
}

/// "../media/a.png" seen from `folder` ("matlab/"): "media/a.png", in the arena.
static const char *resolve(MlxReader *m, const char *folder, const char *target) {
    Buf path = BUF_INIT;
    if (*target == '/')
        target++;
    else
        buf_puts(&path, folder);
    while (!strncmp(target, "../", 3) || !strncmp(target, "./", 2)) {
        if (target[1] == '.') {
            if (path.len) path.len--;
            while (path.len && path.data[path.len - 1] != '/') path.len--;
        }
        target = strchr(target, '/') + 1;
    }
    buf_puts(&path, target);
    mlx_check(m, &path);
    const char *kept = reader_text(&m->r, buf_text(&path), path.len);
    buf_done(&path);
    return kept;
}

/// Parses a part; null when it is not there, and after a failure.
static xmlDoc *read_xml(MlxReader *m, const char *name) {
    const PackageEntry *entry = package_find(m->package, name);
    xmlDoc *xml = NULL;
    if (!entry || m->r.status != OK) return NULL;
    Status status = xml_read(m->r.ctx, name, entry->bytes, entry->n, &xml);
    if (status != OK) reader_fail(&m->r, status);
    return xml;
}

static void read_relations(MlxReader *m, xmlNode *root) {
    for (xmlNode *node = root ? root->children : NULL; node && m->r.status == OK;
         node = node->next) {
        const char *id = xml_attribute(node, "Id"), *type = xml_attribute(node, "Type"),
                   *target = xml_attribute(node, "Target"),
                   *mode = xml_attribute(node, "TargetMode");
        if (!xml_is(node, "Relationship") || !id || !target) continue;
        if (m->n_relations >= MAX_RELATIONS) {
            reader_fail(&m->r, ctx_fail(m->r.ctx, ERR_LIMIT, "Gradus:doc:size",
                                        "Document has more than %d relationships.", MAX_RELATIONS));
            return;
        }
        MlxRelation rel = {.node = node};
        rel.id = reader_text(&m->r, id, strlen(id));
        rel.type = reader_text(&m->r, type ? type : "", type ? strlen(type) : 0);
        bool outside = mode && !strcasecmp(mode, "External");
        rel.target =
            outside ? reader_text(&m->r, target, strlen(target)) : resolve(m, "matlab/", target);
        Status status = vec_reserve(m->r.ctx, (void **)&m->relations, &m->cap_relations,
                                    m->n_relations + 1, sizeof rel);
        if (status != OK) reader_fail(&m->r, status);
        if (m->r.status == OK) m->relations[m->n_relations++] = rel;
    }
}

/// Relationships of the document that no picture used go back as they are.
static void keep_relations(MlxReader *m) {
    Buf text = BUF_INIT;
    for (Index i = 0; i < m->n_relations; i++)
        if (!m->relations[i].used && !xml_verbatim(m->relations[i].node, &text)) text.failed = true;
    if (text.failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    if (text.len && !text.failed) keep_part(m, MLX_PART_TEXT_RELS, NULL, text.data, text.len);
    buf_done(&text);
}

/// Parts that the writer makes anew.
static bool is_known_part(const char *name) {
    static const char *const names[] = {"[Content_Types].xml",
                                        "_rels/.rels",
                                        "matlab/document.xml",
                                        "matlab/output.xml",
                                        "matlab/_rels/document.xml.rels",
                                        "metadata/coreProperties.xml",
                                        "metadata/mwcoreProperties.xml",
                                        "metadata/mwcorePropertiesExtension.xml",
                                        "metadata/mwcorePropertiesReleaseInfo.xml",
                                        MLX_KEPT};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(name, names[i])) return true;
    return false;
}

static void keep_root_relations(MlxReader *m, xmlNode *root) {
    Buf text = BUF_INIT;
    for (xmlNode *node = root ? root->children : NULL; node; node = node->next) {
        const char *target = xml_attribute(node, "Target");
        if (!xml_is(node, "Relationship") || !target) continue;
        if (!is_known_part(*target == '/' ? target + 1 : target) && !xml_verbatim(node, &text))
            text.failed = true;
    }
    if (text.failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    if (text.len && !text.failed) keep_part(m, MLX_PART_ROOT_RELS, NULL, text.data, text.len);
    buf_done(&text);
}

/// Content type of a part: by name, else by extension.
static const char *content_type(xmlNode *types, const char *name) {
    const char *dot = strrchr(name, '.'), *by_extension = NULL;
    for (xmlNode *node = types ? types->children : NULL; node; node = node->next) {
        const char *type = xml_attribute(node, "ContentType"),
                   *part = xml_attribute(node, "PartName"),
                   *extension = xml_attribute(node, "Extension");
        if (xml_is(node, "Override") && part && *part == '/' && !strcasecmp(part + 1, name))
            return type;
        if (xml_is(node, "Default") && extension && dot && !strcasecmp(extension, dot + 1))
            by_extension = type;
    }
    return by_extension;
}

static bool is_used_picture(const MlxReader *m, const char *name) {
    for (Index i = 0; i < m->n_relations; i++)
        if (m->relations[i].used && !strcasecmp(m->relations[i].target, name)) return true;
    return false;
}

static void keep_parts(MlxReader *m) {
    xmlDoc *types = read_xml(m, "[Content_Types].xml");
    for (Index i = 0; i < m->package->n && m->r.status == OK; i++) {
        const PackageEntry *entry = &m->package->entries[i];
        if (is_known_part(entry->name) || is_used_picture(m, entry->name)) continue;
        keep_part(m, entry->name,
                  content_type(types ? xmlDocGetRootElement(types) : NULL, entry->name),
                  entry->bytes, entry->n);
    }
    if (types) xmlFreeDoc(types);
    xmlDoc *rels = read_xml(m, "_rels/.rels");
    if (rels) {
        keep_root_relations(m, xmlDocGetRootElement(rels));
        xmlFreeDoc(rels);
    }
}

// ---- properties -------------------------------------------------------------------------------

/// Text of the element `name` of a small property part, or null.
static const char *property(MlxReader *m, const char *part, const char *name) {
    xmlDoc *xml = read_xml(m, part);
    const xmlNode *node = xml ? xml_child(xmlDocGetRootElement(xml), name) : NULL;
    Buf text = BUF_INIT;
    if (node) xml_content(node, &text);
    const char *kept =
        text.len && text.len < 100 ? reader_text(&m->r, buf_text(&text), text.len) : NULL;
    buf_done(&text);
    if (xml) xmlFreeDoc(xml);
    return kept;
}

static void read_properties(MlxReader *m) {
    Document *doc = m->r.doc;
    doc->created = property(m, "metadata/coreProperties.xml", "created");
    doc->modified = property(m, "metadata/coreProperties.xml", "modified");
    doc->uuid = property(m, "metadata/mwcorePropertiesExtension.xml", "uuid");
}

// ---- the file ---------------------------------------------------------------------------------

/// Name of the document part by the package's relationships; the usual one when they are missing.
static const char *document_part(MlxReader *m) {
    const char *name = "matlab/document.xml";
    if (package_find(m->package, name)) return name;
    xmlDoc *rels = read_xml(m, "_rels/.rels");
    for (xmlNode *node = rels ? xmlDocGetRootElement(rels)->children : NULL; node && name;
         node = node->next) {
        const char *type = xml_attribute(node, "Type"), *target = xml_attribute(node, "Target");
        if (type && target && !strcmp(type, MLX_RELS "document")) name = resolve(m, "", target);
    }
    if (rels) xmlFreeDoc(rels);
    return name ? name : "";
}

static void read_package(MlxReader *m) {
    const char *name = document_part(m);
    if (m->r.status == OK && !package_find(m->package, name))
        reader_fail(&m->r, ctx_fail(m->r.ctx, ERR_SYNTAX, "Gradus:doc:package",
                                    "The package has no live document (matlab/document.xml)."));
    xmlDoc *rels = read_xml(m, "matlab/_rels/document.xml.rels");
    if (rels) read_relations(m, xmlDocGetRootElement(rels));
    xmlDoc *text = read_xml(m, name);
    if (text) mlx_read_text(m, xmlDocGetRootElement(text));
    if (text) xmlFreeDoc(text);
    xmlDoc *outputs = read_xml(m, "matlab/output.xml");
    if (m->r.status == OK) mlx_number_lines(m->r.doc);
    if (outputs) mlx_read_outputs(m, xmlDocGetRootElement(outputs));
    if (outputs) xmlFreeDoc(outputs);
    keep_parts(m);
    keep_relations(m);
    if (rels) xmlFreeDoc(rels);
    read_properties(m);
}

static Status read_mlx(Ctx *ctx, Document *doc) {
    MlxReader m = {.r = {.ctx = ctx, .doc = doc, .status = OK}};
    m.r.pixels_left = doc->sealed ? 0 : MAX_PIXELS_TOGETHER;
    TRY(package_read(ctx, doc->source, doc->n_source, NULL, &m.package));
    read_package(&m);
    const PackageEntry *kept = package_find(m.package, MLX_KEPT);
    json_t *part = kept ? json_loadb(kept->bytes, kept->n, 0, NULL) : NULL;
    kept_apply(&m.r, part, mlx_number_lines);
    json_decref(part);
    package_free(m.package);
    mem_free(m.relations);
    return m.r.status;
}

static bool probe_mlx(const char *extension, const char *bytes, size_t n) {
    return package_probe(bytes, n) || !strcmp(extension, ".mlx");
}

const ReaderDef reader_mlx = {"mlx", ".mlx", DOC_MLX, probe_mlx, read_mlx};
