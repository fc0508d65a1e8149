// doc/writers/highlight.h: colours of MATLAB code, by a scanner that keeps going on any input.
#pragma once
#include "doc/model.h"

typedef enum CodeColor {
    CODE_PLAIN,
    CODE_KEYWORD,
    CODE_STRING,
    CODE_COMMENT,
    CODE_NUMBER
} CodeColor;
typedef struct Highlighter {
    int block_depth; // nesting of %{ … %}
    int brackets;    // inside [] or {} a blank before ' means a string
} Highlighter;
/// Colours one line: `colors[i]` for each of its n bytes. Lines come in order with the same
/// highlighter, zeroed at first.
void highlight_line(Highlighter *h, const char *text, size_t n, unsigned char *colors);
/// Leaves blank lines at the start and blanks at the end of a text out: *text and *end move.
void lines_trim(const char **text, const char **end);
/// Characters of the longest line of code in a document, but for those beyond `most`, which are
/// broken whatever their size is. 0 when there is none.
size_t code_longest(const Document *doc, size_t most);
