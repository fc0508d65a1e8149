// doc/writers/internal.h: the records of the writers, listed in write.c.
#pragma once
#include "doc/doc.h"

extern const WriterDef writer_live, writer_mlx, writer_pdf, writer_word, writer_html, writer_notebook, writer_markdown,
    writer_latex;
