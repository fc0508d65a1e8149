// doc/readers/markdown.h: Markdown text to blocks, for Markdown files and the text cells of
// notebooks.
#pragma once
#include "doc/readers/internal.h"

/// Where pictures of a text come from besides files and data URIs. Null functions are fine.
typedef struct MarkdownSource {
    void *self;
    /// The picture "attachment:name"; in the arena; null when there is none.
    const DocImage *(*attachment)(void *self, Reader *r, const char *name);
    int32_t first_line; // line number of the text's first line
} MarkdownSource;

/// Appends the blocks of `text`. Headings keep their level of Markdown until markdown_finish.
void markdown_read(Reader *r, const char *text, size_t n, const MarkdownSource *source);
/// After the last text: the only "#" is the title and "##" is level 1; with several "#" those are
/// level 1. Headings that a link names ("#the-chain-rule") get that anchor.
void markdown_finish(Reader *r);

extern const ReaderDef reader_markdown;
