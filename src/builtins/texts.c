// builtins/texts.c: text functions of older programs. The bodies are m/texts.m.
#include "builtins/library.h"

BUILTIN_M(index, "n = index(s,t)\nn = index(s,t,\"last\")", ARITY(2, 3, 1),
          "Position of a text in another.", "s: text or cell array of texts\nt: text to find",
          "n: position of the first (or last) occurrence, 0 when there is none", "",
          "assert(index('banana','an') == 2)\nassert(index('banana','an','last') == 4)",
          "strfind, contains");
BUILTIN_M(substr, "t = substr(s,offset)\nt = substr(s,offset,len)", ARITY(2, 3, 1),
          "Part of a text.",
          "s: text\noffset: first position, from the end when negative\nlen: number of characters; "
          "negative leaves so many off the end",
          "t: char vector", "Fails for positions outside the text.",
          "assert(strcmp(substr('This is a sample',6,9),'is a samp'))", "extractBetween, strtok");
BUILTIN_M(
    ostrsplit, "parts = ostrsplit(s,seps)\nparts = ostrsplit(s,seps,strip_empty)", ARITY(1, 3, 1),
    "Splits a text at any of several characters.",
    "s: text\nseps: characters, ':' and ' ' by default\nstrip_empty: true leaves empty parts out",
    "parts: cell row", "", "assert(isequal(ostrsplit('a:b;c',':;'),{'a','b','c'}))",
    "strsplit, split");
BUILTIN_M(untabify, "s = untabify(t)\ns = untabify(t,tw)\ns = untabify(t,tw,deblank)",
          ARITY(1, 3, 1), "Replaces tabs by blanks.",
          "t: text or cell array of texts\ntw: distance of tab stops, 8 by default\ndeblank: true "
          "removes blanks at the end",
          "s: text without tabs", "Fails for other classes.",
          "assert(strcmp(untabify(sprintf('a\\tb'),4),'a   b'))", "strrep, deblank");
BUILTIN_M(sprintfc, "c = sprintfc(format,A1,...)", ARITY(1, -1, 1), "One text per element.",
          "format: as for sprintf\nA1, …: arrays of one size, or scalars",
          "c: cell array of char vectors", "", "assert(isequal(sprintfc('%d!',[1 2]),{'1!','2!'}))",
          "compose, sprintf");
BUILTIN_M(strread, "[a,b,...] = strread(str,format)\n[a,b,...] = strread(str,format,n,Name=Value)",
          ARITY(1, -1, -1), "Reads columns from a text; textscan does more.",
          "str: text\nformat: as for textscan, \"%f\" by default\nn: how often the format is used",
          "a, b, …: columns of numbers, cell columns of texts",
          "Fails when more outputs are wanted than the format gives.",
          "[a,b] = strread('1 x 2 y','%f %s');\nassert(isequal(a,[1;2]) && isequal(b,{'x';'y'}))",
          "textscan, sscanf");

const BuiltinDef *const family_texts[] = {
    &def_index, &def_substr, &def_ostrsplit, &def_untabify, &def_sprintfc, &def_strread, NULL};
