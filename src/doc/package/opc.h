// doc/package/opc.h: packages of parts in a zip (.mlx, .docx), read from memory with limits and
// written with the same bytes for the same parts; and XML, read with limits and without anything
// that reaches outside the text. Names of parts are keys only: nothing here opens or writes a file.
// Tests: tests/unit/doc/test_package.c.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "doc/package/xml_calls.h"

// ---- reading ----------------------------------------------------------------------------------
typedef struct PackageLimits {
    Index entries;      // parts at most
    size_t entry_bytes; // one part, unpacked
    size_t total_bytes; // all parts together, unpacked
    double ratio;       // unpacked to packed, asked of parts above 1 MiB
} PackageLimits;
/// 4,096 parts, 96 MiB each, 192 MiB together, 1,000 to 1.
extern const PackageLimits package_limits;

typedef struct PackageEntry {
    const char *name; // "matlab/document.xml"; relative, '/' between, no "..", no empty step
    const char *bytes;
    size_t n;
} PackageEntry;
typedef struct Package {
    Arena *arena; // names and bytes
    PackageEntry *entries;
    Index n;
} Package;

/// Whether the bytes begin as a zip does.
bool package_probe(const void *bytes, size_t n);
/// Unpacks every part; folders are left out. Null limits mean package_limits.
/// Fails  ERR_SYNTAX (no zip, cut off, damaged, encrypted, two parts of one name, a name that leads
/// outside), ERR_LIMIT,
///        ERR_NOMEM
Status package_read(Ctx *ctx, const void *bytes, size_t n, const PackageLimits *limits,
                    Package **ret);
/// By name, letter case as stored first, else without case (part names are compared so); null when
/// it is not there.
const PackageEntry *package_find(const Package *package, const char *name);
void package_free(Package *package);

// ---- writing ----------------------------------------------------------------------------------
typedef struct PackagePart {
    char *name;
    Buf bytes;
} PackagePart;
/// Parts on their way into a zip, in the order of the file. Zeroed at first.
typedef struct PackageOut {
    PackagePart *parts; // heap
    Index n, cap;
} PackageOut;
/// Adds an empty part and returns where its bytes go, valid until the next call; null (and an
/// error) without memory.
Buf *package_add(Ctx *ctx, PackageOut *out, const char *name);
bool package_has(const PackageOut *out, const char *name);
/// The zip appended to `file`: parts in order but "[Content_Types].xml" and "_rels/.rels" first,
/// dated 1980-01-01, deflated.
Status package_write(Ctx *ctx, const PackageOut *out, Buf *file);
void package_out_done(PackageOut *out);

// ---- XML --------------------------------------------------------------------------------------
/// Parses with no network, no document type (so no entities), at most 64 MiB, 200 levels and 2
/// million nodes. `what` names it in messages. xmlFreeDoc.  Fails  ERR_SYNTAX, ERR_LIMIT, ERR_NOMEM
Status xml_read(Ctx *ctx, const char *what, const char *bytes, size_t n, xmlDoc **ret);
/// Whether the node is the element `name` (local name, any namespace).
bool xml_is(const xmlNode *node, const char *name);
/// First child element of this name, or null.
xmlNode *xml_child(const xmlNode *node, const char *name);
/// Attribute by local name, any namespace; borrowed; null when it is not there.
const char *xml_attribute(const xmlNode *node, const char *name);
/// Text of the node and all below it, appended.
void xml_content(const xmlNode *node, Buf *out);
/// The node as XML that stands alone (namespaces declared), appended. False without memory.
bool xml_verbatim(xmlNode *node, Buf *out);
/// Text for an XML element or a quoted attribute. What XML cannot hold becomes U+FFFD.
void xml_put_text(Buf *out, const char *text, size_t n);
void xml_put_attribute(Buf *out, const char *text);
/// ` name="value"`, value escaped.
void xml_put_pair(Buf *out, const char *name, const char *value);
/// Whether XML 1.0 can hold every character of the text.
bool xml_can_hold(const char *text, size_t n);
