// doc/writers/markdown.h: blocks as Markdown, for Markdown files and the text cells of notebooks.
#pragma once
#include "doc/writers/picture.h"

typedef struct MarkdownWriter {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    Buf *out;
    /// Stores a picture and appends its address; nothing appended: it could not be stored.
    void *self;
    Status (*store)(void *self, const Picture *picture, const char *name, Buf *address);
    int indents[10];       // of list items by level
    bool in_cell, in_line; // no line may end here
    Status status;
} MarkdownWriter;

/// One block of text; `next` (may be null) decides about blank lines between items. Code blocks and
/// section breaks are the caller's.
void markdown_block(MarkdownWriter *w, const DocBlock *b, const DocBlock *next);
/// "```info", the text, "```"; the fence is as long as it must be.
void markdown_fence(Buf *out, const char *info, const char *text);
