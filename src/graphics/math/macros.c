// graphics/math/macros.c: commands that stand for other TeX: the body is parsed in place of the
// command. To add one: a row; #1 … #3 are the arguments, each used once at most so that nesting
// cannot blow up the text.
#include "graphics/math/internal.h"
#include <ctype.h>
#include <string.h>

typedef struct Macro {
    const char *name;
    int n_arguments;
    const char *body;
} Macro;

static const Macro macros[] = {
    {"iff", 0, "\\;\\Longleftrightarrow\\;"},
    {"implies", 0, "\\;\\Longrightarrow\\;"},
    {"impliedby", 0, "\\;\\Longleftarrow\\;"},
    {"colon", 0, "\\mskip2mu\\mathord{:}\\mskip6mu"},
    {"bmod", 0,
     "\\mathchoice{\\mkern1mu}{\\mkern1mu}{\\mkern5mu}{\\mkern5mu}"
     "\\mathbin{\\mathrm{mod}}\\mathchoice{\\mkern1mu}{\\mkern1mu}{\\mkern5mu}{\\mkern5mu}"},
    {"pod", 1, "\\mathchoice{\\mkern18mu}{\\mkern8mu}{\\mkern8mu}{\\mkern8mu}(#1)"},
    {"pmod", 1,
     "\\mathchoice{\\mkern18mu}{\\mkern8mu}{\\mkern8mu}{\\mkern8mu}"
     "(\\mathrm{mod}\\mkern6mu#1)"},
    {"mod", 1,
     "\\mathchoice{\\mkern18mu}{\\mkern12mu}{\\mkern12mu}{\\mkern12mu}"
     "\\mathrm{mod}\\mkern6mu#1"},
    {"varlimsup", 0, "\\mathop{\\overline{\\lim}}"},
    {"varliminf", 0, "\\mathop{\\underline{\\lim}}"},
    {"varinjlim", 0, "\\mathop{\\underrightarrow{\\lim}}"},
    {"varprojlim", 0, "\\mathop{\\underleftarrow{\\lim}}"},
    {"bra", 1, "\\mathinner{\\langle{#1}|}"},
    {"ket", 1, "\\mathinner{|{#1}\\rangle}"},
    {"braket", 1, "\\mathinner{\\langle{#1}\\rangle}"},
    {"set", 1, "\\mathinner{\\lbrace\\,{#1}\\,\\rbrace}"},
    {"Bra", 1, "\\left\\langle#1\\right|"},
    {"Ket", 1, "\\left|#1\\right\\rangle"},
    {"Braket", 1, "\\left\\langle#1\\right\\rangle"},
    {"Set", 1, "\\left\\lbrace\\:#1\\:\\right\\rbrace"},
    {"abs", 1, "\\left|#1\\right|"},
    {"norm", 1, "\\left\\lVert#1\\right\\rVert"},
    {"ensuremath", 1, "{#1}"},
    {"mathbbm", 1, "\\mathbb{#1}"},
    {"hdots", 0, "\\ldots"},
    {"overunderset", 3, "\\overset{#1}{\\underset{#2}{#3}}"},
    {"prescript", 3, "{}^{#1}_{#2}{#3}"},
    {"sideset", 3, "\\mathop{{}#1\\!#3\\nolimits#2}"},
    {"ngeqq", 0, "\\not\\geqq"},
    {"nleqq", 0, "\\not\\leqq"},
    {"colonsim", 0, "\\mathrel{{:}{\\sim}}"},
    {"colonapprox", 0, "\\mathrel{{:}{\\approx}}"},
    {"Coloneqq", 0, "\\mathrel{{:}{:}{=}}"},
    {"longequal", 0, "\\mathrel{{=}\\!\\!{=}}"},
    {"TeX", 0, "\\mathrm{T\\kern-.1667em\\raisebox{-.5ex}{E}\\kern-.125em X}"},
    {"LaTeX", 0,
     "\\mathrm{L\\kern-.36em\\raisebox{.21em}{\\scriptsize A}\\kern-.15em "
     "T\\kern-.1667em\\raisebox{-.5ex}{E}\\kern-.125em X}"},
};

const char *math_macro_name(int i) {
    return i >= 0 && (size_t)i < sizeof macros / sizeof *macros ? macros[i].name : NULL;
}

/// The next argument as it was typed, without its braces.
static const char *read_argument(MathParser *p, size_t *ret_n) {
    const char *raw = math_read_raw(p, ret_n);
    if (raw || p->at >= p->end || *p->at == '}' || *p->at == '&') return raw;
    raw = p->at;
    if (*p->at == '\\') {
        size_t n;
        p->at++;
        math_read_name(p, &n);
    } else {
        size_t pos = 0;
        utf8_next(p->at, (size_t)(p->end - p->at), &pos);
        p->at += pos;
    }
    *ret_n = (size_t)(p->at - raw);
    return raw;
}

MathNode *math_parse_source(MathParser *p, const char *tex, size_t n) {
    MathParser inner = *p;
    inner.start = inner.at = tex;
    inner.end = tex + n;
    inner.note = BUF_INIT;
    inner.n_open_fences = inner.n_open_arrays = 0;
    inner.in_text = false;
    MathNode *list = math_parse_list(&inner, STOP_END);
    p->status = inner.status;
    p->n_scanned = inner.n_scanned;
    if (inner.note.len) math_note(p, "%s", buf_text(&inner.note));
    if (inner.note.failed) p->note.failed = true;
    buf_done(&inner.note);
    if (p->status != OK) p->at = p->end;
    return list;
}

MathNode *math_parse_macro(MathParser *p, const char *name, size_t n) {
    const Macro *macro = NULL;
    for (size_t i = 0; !macro && i < sizeof macros / sizeof *macros; i++)
        if (!strncmp(macros[i].name, name, n) && !macros[i].name[n]) macro = &macros[i];
    if (!macro) return NULL;
    const char *arguments[3] = {NULL, NULL, NULL};
    size_t lengths[3] = {0, 0, 0};
    for (int i = 0; i < macro->n_arguments; i++) {
        arguments[i] = read_argument(p, &lengths[i]);
        if (!arguments[i]) math_note(p, "\\%s: an argument is missing", macro->name);
    }
    Buf body = BUF_INIT;
    for (const char *q = macro->body; *q; q++) {
        if (*q != '#') {
            buf_putc(&body, *q);
            continue;
        }
        int i = *++q - '1';
        if (arguments[i]) buf_put(&body, arguments[i], lengths[i]);
    }
    char *tex = body.failed ? NULL : arena_dup(p->arena, buf_text(&body), body.len);
    size_t n_tex = body.len;
    math_count_scan(p, n_tex);
    buf_done(&body);
    if (!tex) {
        if (p->status == OK) p->status = ctx_fail_nomem(p->ctx);
        p->at = p->end;
        return NULL;
    }
    MathNode *list = math_parse_source(p, tex, n_tex);
    if (p->status != OK || !list) return NULL;
    return list->a ? list->a : list; // its parts join the list that holds the command
}
