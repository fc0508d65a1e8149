// doc/readers/mlx.h: the parts of the .mlx reader, and what its writer shares with it: names of
// styles, controls and outputs. The XML is described in mlx_text.c and mlx_output.c.
#pragma once
#include "doc/model.h"
#include "doc/package/opc.h"
#include "doc/readers/internal.h"
#include <jansson.h>

#define MLX_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define MLX_MC "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define MLX_RELS "http://schemas.mathworks.com/matlab/code/2013/relationships/"
#define OPC_RELS "http://schemas.openxmlformats.org/package/2006/relationships"

// Parts of our own that keep what has no place in the model. '#' never starts the name of a real
// part.
#define MLX_PART_ROOT "#document"        // attributes and namespaces of w:document
#define MLX_PART_ROOT_RELS "#relations"  // relationships of the package to parts we do not know
#define MLX_PART_TEXT_RELS "#references" // relationships of the document other than pictures
#define MLX_PART_META "#metaData"        // of output.xml
#define MLX_PART_REGIONS "#regionArray"  // digest of what it belongs to, line feed, XML

/// A relationship of document.xml.
typedef struct MlxRelation {
    const char *id, *type, *target; // in the arena; target is the name of a part, or a URI
    xmlNode *node;
    const DocImage *image; // once read
    bool used;
} MlxRelation;

typedef struct MlxReader {
    Reader r; // document, first failure
    Package *package;
    MlxRelation *relations; // heap
    Index n_relations, cap_relations;
} MlxReader;

/// Growing attributes of a run or block; becomes JSON text in the arena.
typedef struct MlxAttributes {
    MlxReader *m;
    json_t *object; // null: none yet
} MlxAttributes;
void mlx_attribute(MlxAttributes *a, const char *key, json_t *value);
void mlx_attribute_text(MlxAttributes *a, const char *key, const char *value);
const char *mlx_attributes_end(MlxAttributes *a);

// ---- text (mlx_runs.c, mlx_code.c) -----------------------------------------------------------

/// Runs of a paragraph as they grow.
typedef struct MlxRuns {
    MlxReader *m;
    DocRun *items; // heap while growing
    Index n, cap;
    const char *link, *unsafe_link, *attributes; // of the hyperlink around
    const char *anchor;                          // first bookmark
    const char *anchor_id;
} MlxRuns;
/// Appends a run in the link around it.
void mlx_run_add(MlxRuns *list, DocRun run);
/// XML that is not understood, with the text that stands for it or null.
void mlx_raw_run(MlxRuns *list, xmlNode *node, const char *alt);
/// The runs of a paragraph (or cell) without its properties.
void mlx_read_runs(MlxRuns *list, xmlNode *paragraph);
/// The runs in the arena; the list is freed.
DocRuns mlx_runs_end(MlxRuns *list);

typedef struct MlxStyle {
    const char *name;
    BlockKind kind;
    int level;
} MlxStyle;
/// A paragraph style by name, null when it is unknown.
const MlxStyle *mlx_style(const char *name);
/// Name of the style in paragraph properties, or null.
const char *mlx_style_name(const xmlNode *properties);
/// Whether an on-off property such as w:b is on.
bool mlx_is_on(const xmlNode *node);
/// Text of a node in the arena; "" after a failure.
const char *mlx_node_text(MlxReader *m, const xmlNode *node);
bool mlx_is_blank(const xmlNode *node);
/// A number between 0 and ten million; 0 for null.
int32_t mlx_small_number(const char *text);
/// XML gathered in `text`…
void mlx_add_verbatim(Buf *text, xmlNode *node);
/// …becomes an attribute unless there is none; frees the buffer.
void mlx_keep_text(MlxAttributes *a, const char *key, Buf *text);
/// Element name of a w:customXml, "" for other nodes.
const char *mlx_custom_kind(const xmlNode *node);
/// Value of its attribute `<w:attr w:name=… w:val=…>`, or null.
const char *mlx_custom_attribute(const xmlNode *custom, const char *name);
/// A paragraph of code, and the lines of a code example, as blocks.
void mlx_read_code(MlxReader *m, xmlNode *paragraph);
void mlx_read_example(MlxReader *m, xmlNode *node, const char *language);

// ---- the parts ---------------------------------------------------------------------------------

/// document.xml to blocks.
void mlx_read_text(MlxReader *m, xmlNode *root);
/// output.xml to outputs of the code blocks; numbers the lines of the blocks.
void mlx_read_outputs(MlxReader *m, xmlNode *root);
/// Lines numbered by the plain rule, for documents without outputs.
void mlx_number_lines(Document *doc);
/// A line of code: the block and the line in it, from 0.
typedef struct MlxPlace {
    Index block;
    int32_t line;
} MlxPlace;
/// For every line of code whether a statement can start on it: it is neither blank nor a comment.
typedef struct MlxCodeLines {
    uint8_t *statement; // lines of all code blocks one after the other; owned
    Index *first;       // of each block; owned
} MlxCodeLines;
Status mlx_code_lines(Ctx *ctx, const Document *doc, MlxCodeLines *ret);
void mlx_code_lines_done(MlxCodeLines *lines);
/// Sets the first line of every block (`starts`, n_blocks) by the rule under which most of `lines`
/// hold statements; ties go to the plain rule: from 1, text counts one, section breaks none.
void mlx_place_blocks(const Document *doc, const MlxCodeLines *code, const int32_t *lines, Index n,
                      int32_t *starts);
/// The code on a line under these starts; false when there is none.
bool mlx_find_place(const Document *doc, const int32_t *starts, int32_t line, MlxPlace *ret);
/// Lines that a block counts for by that rule: text one, section breaks none.
int32_t mlx_count_lines(const DocBlock *block);
/// Fails the reader when a buffer ran out of memory.
void mlx_check(MlxReader *m, const Buf *buf);
/// Presentation MathML as TeX, appended.
void mathml_tex(const xmlNode *math, Buf *out);
/// XML of the node in the arena; null after a failure.
const char *mlx_verbatim(MlxReader *m, xmlNode *node);
/// First Choice that `known` accepts in all its elements, else the Fallback, else null. *ret_known:
/// a Choice was found.
xmlNode *mlx_choose(xmlNode *alternate, bool (*known)(xmlNode *node), bool *ret_known);
/// The picture behind a relationship, once for all its uses; null when it is missing.
const DocImage *mlx_image(MlxReader *m, const char *id, const char **ret_name);
/// Bytes as a picture in the arena, decoded when it is a PNG within the limits.
DocImage *mlx_make_image(MlxReader *m, const void *bytes, size_t n, const char *media_type);

/// "comboBox" to "dropdown" and back; a name of no table is returned as it is (to_live: false gives
/// .mlx names).
const char *mlx_control_kind(const char *kind, bool to_live);
/// The data of a control with the other format's keys; a new object, null without memory.
json_t *mlx_control_data(const json_t *data, bool to_live);
/// Number that changes when code or the number of outputs of a block change.
uint64_t mlx_digest(const Document *doc);
