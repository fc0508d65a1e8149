// doc/package/xml.c: XML through libxml2. The parser's own events pass through a counter, which
// stops it at a document type (and with it every entity), at too many levels and at too many nodes,
// before the tree grows.
#include "base/utf.h"
#include "doc/package/opc.h"
#include <string.h>

enum { MAX_DEPTH = 200, MAX_NODES = 2000000, MAX_XML_BYTES = 64 << 20 };

/// Stands behind the parser as its _private.
typedef struct Guard {
    long n_nodes;
    int depth;
    enum { GUARD_FINE, GUARD_TYPE, GUARD_DEPTH, GUARD_NODES } why;
} Guard;

static void stop(xmlParserCtxt *parser, int why) {
    Guard *guard = parser->_private;
    if (guard->why == GUARD_FINE) guard->why = why;
    xmlStopParser(parser);
}

static bool count(xmlParserCtxt *parser, long n) {
    Guard *guard = parser->_private;
    guard->n_nodes += n;
    if (guard->n_nodes > MAX_NODES) stop(parser, GUARD_NODES);
    return guard->why == GUARD_FINE;
}

static void on_type(void *self, const xmlChar *name, const xmlChar *external,
                    const xmlChar *system) {
    (void)name, (void)external, (void)system;
    stop(self, GUARD_TYPE);
}

static void on_start(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_spaces, const xmlChar **spaces, int n_attributes, int n_defaulted,
                     const xmlChar **attributes) {
    xmlParserCtxt *parser = self;
    Guard *guard = parser->_private;
    if (!count(parser, 1 + n_spaces + 2 * (long)n_attributes)) return;
    if (++guard->depth > MAX_DEPTH) {
        stop(parser, GUARD_DEPTH);
        return;
    }
    xmlSAX2StartElementNs(self, name, prefix, uri, n_spaces, spaces, n_attributes, n_defaulted,
                          attributes);
}

static void on_end(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    xmlParserCtxt *parser = self;
    Guard *guard = parser->_private;
    if (guard->why != GUARD_FINE) return;
    guard->depth--;
    xmlSAX2EndElementNs(self, name, prefix, uri);
}

static void on_text(void *self, const xmlChar *text, int n) {
    if (count(self, 1)) xmlSAX2Characters(self, text, n);
}

static void on_cdata(void *self, const xmlChar *text, int n) {
    if (count(self, 1)) xmlSAX2CDataBlock(self, text, n);
}

static void on_comment(void *self, const xmlChar *text) {
    if (count(self, 1)) xmlSAX2Comment(self, text);
}

static void on_instruction(void *self, const xmlChar *target, const xmlChar *data) {
    if (count(self, 1)) xmlSAX2ProcessingInstruction(self, target, data);
}

static void watch(xmlSAXHandler *sax) {
    sax->internalSubset = on_type;
    sax->externalSubset = on_type;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->cdataBlock = on_cdata;
    sax->comment = on_comment;
    sax->processingInstruction = on_instruction;
}

static Status explain(Ctx *ctx, const char *what, const Guard *guard, const xmlParserCtxt *parser) {
    static const char id[] = "Gradus:doc:xml";
    if (guard->why == GUARD_TYPE)
        return ctx_fail(ctx, ERR_SYNTAX, id,
                        "%s has a document type declaration, which is not allowed.", what);
    if (guard->why == GUARD_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, id, "%s is nested more than %d levels deep.", what,
                        MAX_DEPTH);
    if (guard->why == GUARD_NODES)
        return ctx_fail(ctx, ERR_LIMIT, id, "%s has more than %d nodes.", what, MAX_NODES);
    if (parser->lastError.code == XML_ERR_NO_MEMORY) return ctx_fail_nomem(ctx);
    const char *message = parser->lastError.message ? parser->lastError.message : "not well-formed";
    return ctx_fail(ctx, ERR_SYNTAX, id, "%s is no valid XML (line %d): %.*s.", what,
                    parser->lastError.line, (int)strcspn(message, "\n"), message);
}

Status xml_read(Ctx *ctx, const char *what, const char *bytes, size_t n, xmlDoc **ret) {
    if (n > MAX_XML_BYTES)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:doc:xml", "%s is too large.", what);
    TRY(xml_prepare(ctx));
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) return ctx_fail_nomem(ctx);
    Guard guard = {0};
    parser->_private = &guard;
    watch(parser->sax);
    // HUGE lifts libxml2's own limits on one text (a picture may be 10 MB); ours above are tighter
    // where it matters.
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE |
                  XML_PARSE_COMPACT;
    xmlDoc *doc = xmlCtxtReadMemory(parser, bytes, (int)n, NULL, NULL, options);
    Status status = OK;
    if (!doc || !parser->wellFormed || guard.why != GUARD_FINE || !xmlDocGetRootElement(doc)) {
        status = explain(ctx, what, &guard, parser);
        xmlFreeDoc(doc);
    } else {
        *ret = doc;
    }
    xmlFreeParserCtxt(parser);
    return status;
}

// ---- looking ----------------------------------------------------------------------------------

bool xml_is(const xmlNode *node, const char *name) {
    return node && node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name);
}

xmlNode *xml_child(const xmlNode *node, const char *name) {
    for (xmlNode *child = node ? node->children : NULL; child; child = child->next)
        if (xml_is(child, name)) return child;
    return NULL;
}

const char *xml_attribute(const xmlNode *node, const char *name) {
    for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next)
        if (!strcmp((const char *)a->name, name))
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

void xml_content(const xmlNode *node, Buf *out) {
    for (const xmlNode *child = node ? node->children : NULL; child; child = child->next) {
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) &&
            child->content)
            buf_puts(out, (const char *)child->content);
        else if (child->type == XML_ELEMENT_NODE)
            xml_content(child, out);
    }
}

bool xml_verbatim(xmlNode *node, Buf *out) {
    xmlDoc *alone = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *copy = alone ? xmlDocCopyNode(node, alone, 1) : NULL;
    xmlBuffer *text = xmlBufferCreate();
    bool good = copy && text;
    if (good) {
        xmlNode *before = xmlDocSetRootElement(alone, copy);
        if (before) xmlFreeNode(before);
        good = xmlReconciliateNs(alone, copy) >= 0 && xmlNodeDump(text, alone, copy, 0, 0) >= 0;
        if (good) buf_put(out, (const char *)xmlBufferContent(text), (size_t)xmlBufferLength(text));
    } else if (copy) {
        xmlFreeNode(copy);
    }
    if (text) xmlBufferFree(text);
    xmlFreeDoc(alone);
    return good;
}

// ---- writing ----------------------------------------------------------------------------------

static bool is_xml_char(uint32_t c) {
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

bool xml_can_hold(const char *text, size_t n) {
    for (size_t i = 0; i < n;)
        if (!is_xml_char(utf8_next(text, n, &i))) return false;
    return true;
}

static void put(Buf *out, const char *text, size_t n, bool attribute) {
    for (size_t i = 0; i < n;) {
        size_t start = i;
        uint32_t c = utf8_next(text, n, &i);
        char code[4];
        if (c == '&')
            buf_puts(out, "&amp;");
        else if (c == '<')
            buf_puts(out, "&lt;");
        else if (c == '>')
            buf_puts(out, "&gt;");
        else if (c == '"' && attribute)
            buf_puts(out, "&quot;");
        else if (c == '\r' || (attribute && (c == '\n' || c == '\t')))
            buf_printf(out, "&#%d;", (int)c);
        else if (c < 0x80 && is_xml_char(c))
            buf_putc(out, text[start]);
        else
            buf_put(out, code, (size_t)utf8_encode(is_xml_char(c) ? c : 0xFFFD, code));
    }
}

void xml_put_text(Buf *out, const char *text, size_t n) {
    put(out, text, n, false);
}

void xml_put_attribute(Buf *out, const char *text) {
    put(out, text, strlen(text), true);
}

void xml_put_pair(Buf *out, const char *name, const char *value) {
    buf_printf(out, " %s=\"", name);
    xml_put_attribute(out, value);
    buf_putc(out, '"');
}
