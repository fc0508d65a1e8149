// doc/writers/internal.h: the records of the writers, listed in write.c.
#pragma once
#include "doc/doc.h"

extern const WriterDef writer_live, writer_pdf, writer_markdown, writer_notebook, writer_html;

/// Writes through one writer, pictures first, each beside and renamed. Null options mean defaults.
Status doc_write_with(Ctx *ctx, const WriterDef *writer, const Document *doc, const DocOptions *options, const char *path);
