// graphics/math/parse.c: TeX source to a tree: lists, scripts, arguments. Text is in text.c,
// commands in commands.c, environments in environments.c. Bad input never fails: it becomes an
// error node that shows its source, and a note; only nesting and size have limits.
#include "graphics/math/internal.h"
#include <ctype.h>
#include <string.h>

MathNode *math_node(MathParser *p, MathKind kind, MathClass math_class) {
    MathNode *node = arena_alloc(p->arena, sizeof *node);
    if (!node) {
        if (p->status == OK) p->status = ctx_fail_nomem(p->ctx);
        p->at = p->end;
        return NULL;
    }
    node->kind = kind;
    node->math_class = math_class;
    node->style = -1;
    return node;
}

void math_note(MathParser *p, const char *format, ...) {
    if (p->note.len > 2000) return;
    if (p->note.len) buf_puts(&p->note, "; ");
    va_list args;
    va_start(args, format);
    buf_vprintf(&p->note, format, args);
    va_end(args);
}

MathNode *math_error_node(MathParser *p, const char *from, const char *to) {
    MathNode *node = math_node(p, MATH_ERROR, CLASS_ORD);
    if (!node) return NULL;
    node->text = arena_dup(p->arena, from, (size_t)(to - from));
    node->n_text = (size_t)(to - from);
    if (!node->text && p->status == OK) p->status = ctx_fail_nomem(p->ctx);
    return node;
}

void math_skip_space(MathParser *p) {
    while (p->at < p->end && isspace((unsigned char)*p->at)) p->at++;
}

const char *math_read_name(MathParser *p, size_t *ret_n) {
    const char *name = p->at;
    if (p->at >= p->end) {
        *ret_n = 0;
        return name;
    }
    if (isalpha((unsigned char)*p->at)) {
        while (p->at < p->end && isalpha((unsigned char)*p->at)) p->at++;
        if (p->at < p->end &&
            *p->at == '*') { // starred names exist for few commands; others leave the star
            size_t n = (size_t)(p->at - name);
            if ((n == 12 && !memcmp(name, "operatorname", 12)) ||
                (n == 6 && (!memcmp(name, "hspace", 6) || !memcmp(name, "vspace", 6))) ||
                (n == 3 && !memcmp(name, "tag", 3)))
                p->at++;
        }
    } else {
        size_t pos = 0;
        utf8_next(p->at, (size_t)(p->end - p->at), &pos);
        p->at += pos;
    }
    *ret_n = (size_t)(p->at - name);
    return name;
}

bool math_at_command(const MathParser *p, const char *name) {
    size_t n = strlen(name);
    if (p->end - p->at < (long)n + 1 || *p->at != '\\' || memcmp(p->at + 1, name, n)) return false;
    return !isalpha((unsigned char)name[0]) || p->at + 1 + n >= p->end ||
           !isalpha((unsigned char)p->at[1 + n]);
}

const char *math_read_raw(MathParser *p, size_t *ret_n) {
    math_skip_space(p);
    *ret_n = 0;
    if (p->at >= p->end || *p->at != '{') return NULL;
    int depth = 0;
    for (const char *q = p->at; q < p->end; q++) {
        if (*q == '\\' && q + 1 < p->end)
            q++;
        else if (*q == '{')
            depth++;
        else if (*q == '}' && --depth == 0) {
            const char *raw = p->at + 1;
            *ret_n = (size_t)(q - raw);
            p->at = q + 1;
            return raw;
        }
    }
    math_count_scan(p, (size_t)(p->end - p->at));
    return NULL;
}

void math_count_scan(MathParser *p, size_t n) {
    p->n_scanned += n;
    if (p->n_scanned < MATH_MAX_SCAN || p->status != OK) return;
    p->status =
        ctx_fail(p->ctx, ERR_LIMIT, "Gradus:math:size", "Equation has too many open braces.");
    p->at = p->end;
}

const char *math_read_optional(MathParser *p, size_t *ret_n) {
    *ret_n = 0;
    const char *q = p->at;
    while (q < p->end && isspace((unsigned char)*q)) q++;
    if (q >= p->end || *q != '[') return NULL;
    const char *close = memchr(q, ']', (size_t)(p->end - q));
    if (!close) return NULL;
    *ret_n = (size_t)(close - q - 1);
    p->at = close + 1;
    return q + 1;
}

uint32_t math_read_fence(MathParser *p) {
    math_skip_space(p);
    if (p->at >= p->end) return 0;
    if (*p->at == '\\') {
        const char *start = p->at++;
        size_t n;
        const char *name = math_read_name(p, &n);
        const MathSymbol *symbol = math_symbol_find(name, n);
        if (symbol) return symbol->code_point == 0x2223 ? '|' : symbol->code_point;
        math_note(p, "%.*s is not a delimiter", (int)(p->at - start), start);
        return 0;
    }
    size_t pos = 0;
    uint32_t c = utf8_next(p->at, (size_t)(p->end - p->at), &pos);
    p->at += pos;
    if (c == '.') return 0;
    if (c == '<') return 0x27E8;
    if (c == '>') return 0x27E9;
    return c;
}

// ---- atoms ------------------------------------------------------------------------------------

static MathNode *symbol_node(MathParser *p, uint32_t c, MathClass math_class) {
    MathNode *node = math_node(p, MATH_SYMBOL, math_class);
    if (!node) return NULL;
    node->code_point = c;
    node->alphabet = p->bold ? math_alphabet_bold(p->alphabet) : p->alphabet;
    return node;
}

/// "{…}": its content as one ordinary atom; a lone symbol stays a symbol so that scripts sit tight.
static MathNode *parse_group(MathParser *p) {
    const char *open = p->at++;
    MathAlphabet before = p->alphabet;
    bool bold = p->bold;
    MathNode *list = math_parse_list(p, STOP_BRACE);
    p->alphabet = before;
    p->bold = bold;
    if (p->at < p->end && *p->at == '}')
        p->at++;
    else if (p->status == OK)
        math_note(p, "a closing brace is missing after \"%.*s\"",
                  (int)(p->end - open > 20 ? 20 : p->end - open), open);
    MathNode *only = list ? list->a : NULL;
    if (only && !only->next && only->kind == MATH_SYMBOL && only->math_class == CLASS_ORD)
        return only;
    return list;
}

static MathNode *parse_backslash(MathParser *p) {
    const char *start = p->at++;
    size_t n;
    const char *name = math_read_name(p, &n);
    if (!n) return math_error_node(p, start, p->at);
    MathNode *node = math_parse_command(p, name, n);
    if (node || p->status != OK) return node;
    math_note(p, "%.*s is not known", (int)(name + n - start), start);
    return math_error_node(p, start, name + n);
}

MathNode *math_parse_atom(MathParser *p) {
    if (++p->depth > MATH_MAX_DEPTH) {
        if (p->status == OK)
            p->status =
                ctx_fail(p->ctx, ERR_LIMIT, "Gradus:math:depth", "Equation is nested too deeply.");
        p->at = p->end;
        p->depth--;
        return NULL;
    }
    MathNode *node;
    char c = *p->at;
    if (c == '{') {
        node = parse_group(p);
    } else if (c == '\\') {
        node = parse_backslash(p);
    } else if (c == '}' || c == '&' || c == '#' || c == '$') {
        math_note(p, "unexpected %c", c);
        p->at++;
        node = math_error_node(p, p->at - 1, p->at);
    } else if (c == '~') {
        p->at++;
        node = math_node(p, MATH_SPACE, CLASS_NONE);
        if (node) node->amount = 1.0 / 3;
    } else {
        size_t pos = 0;
        uint32_t code_point = utf8_next(p->at, (size_t)(p->end - p->at), &pos);
        p->at += pos;
        MathClass math_class = math_char_class(code_point, &code_point);
        node = symbol_node(p, code_point, math_class);
        if (node && code_point >= 0x2200 && math_class == CLASS_OP) {
            node->large = true;
            node->limits = code_point < 0x222B || code_point > 0x2233;
        }
    }
    p->depth--;
    return node;
}

MathNode *math_parse_argument(MathParser *p) {
    math_skip_space(p);
    if (p->at >= p->end || *p->at == '}' || *p->at == '&') {
        if (p->status == OK) math_note(p, "an argument is missing");
        return math_node(p, MATH_LIST, CLASS_ORD);
    }
    MathNode *node = math_parse_atom(p);
    if (!node || !node->next) return node;
    MathNode *list = math_node(p, MATH_LIST, CLASS_ORD); // a macro gave several
    if (list) list->a = node;
    return list;
}

// ---- lists ------------------------------------------------------------------------------------

static bool at_end(const MathParser *p, MathStop stop) {
    if (p->at >= p->end) return true;
    char c = *p->at;
    if (c == '}') return stop == STOP_BRACE || p->depth > 0;
    if (c == ']' && stop == STOP_BRACKET) return true;
    if (c == '$' && p->in_text) return true;
    if (c == '&') return p->n_open_arrays > 0;
    if (c != '\\') return false;
    if (p->n_open_fences && math_at_command(p, "right")) return true;
    if (!p->n_open_arrays) return false;
    return math_at_command(p, "\\") || math_at_command(p, "end") || math_at_command(p, "cr") ||
           math_at_command(p, "hline") || math_at_command(p, "hdashline") ||
           math_at_command(p, "cline") || math_at_command(p, "tabularnewline");
}

/// Adds to the superscript of `scripts`: primes come first, an explicit superscript after them.
static void add_superscript(MathParser *p, MathNode *scripts, MathNode *extra) {
    if (!scripts->b) {
        scripts->b = extra;
        return;
    }
    MathNode *list = math_node(p, MATH_LIST, CLASS_ORD);
    if (!list || !extra) return;
    list->a = scripts->b;
    scripts->b->next = extra;
    scripts->b = list;
}

static MathNode *parse_primes(MathParser *p) {
    MathNode *prime = math_node(p, MATH_PRIME, CLASS_ORD);
    if (!prime) return NULL;
    while (p->at < p->end && *p->at == '\'') prime->amount++, p->at++;
    return prime;
}

/// \limits and scripts that follow an atom.
static MathNode *parse_scripts(MathParser *p, MathNode *base) {
    MathNode *scripts = NULL;
    while (p->status == OK) {
        math_skip_space(p);
        if (p->at >= p->end) break;
        char c = *p->at;
        if (c == '\\' && base) {
            bool yes = math_at_command(p, "limits"), no = math_at_command(p, "nolimits");
            if (!yes && !no) break;
            p->at += yes ? 7 : 9;
            base->limits_asked = yes ? 1 : -1;
            continue;
        }
        if (c != '^' && c != '_' && c != '\'') break;
        if (!scripts) {
            scripts = math_node(p, MATH_SCRIPTS, base ? base->math_class : CLASS_ORD);
            if (!scripts) return NULL;
            scripts->a = base;
        }
        if (c == '\'') {
            add_superscript(p, scripts, parse_primes(p));
            continue;
        }
        p->at++;
        bool twice = c == '_' ? scripts->c != NULL : scripts->b && scripts->b->kind != MATH_PRIME;
        if (twice) math_note(p, "double %s", c == '^' ? "superscript" : "subscript");
        MathNode *script = math_parse_argument(p);
        if (c == '^')
            add_superscript(p, scripts, script);
        else if (!scripts->c)
            scripts->c = script;
    }
    return scripts ? scripts : base;
}

typedef struct Infix {
    const char *name;
    double thickness;
    uint32_t left, right;
} Infix;
static const Infix infixes[] = {{"over", -1, 0, 0},
                                {"atop", 0, 0, 0},
                                {"choose", 0, '(', ')'},
                                {"brace", 0, '{', '}'},
                                {"brack", 0, '[', ']'}};

static const Infix *infix_at(const MathParser *p) {
    for (size_t i = 0; i < sizeof infixes / sizeof *infixes; i++)
        if (math_at_command(p, infixes[i].name)) return &infixes[i];
    return NULL;
}

/// a \over b: what came before is the numerator, the rest of the list the denominator.
static MathNode *parse_infix(MathParser *p, const Infix *infix, MathNode *before, MathStop stop) {
    p->at += 1 + strlen(infix->name);
    MathNode *fraction = math_node(p, MATH_FRACTION, CLASS_INNER);
    MathNode *list = math_node(p, MATH_LIST, CLASS_ORD);
    if (!fraction || !list) return NULL;
    fraction->a = before;
    fraction->b = math_parse_list(p, stop);
    fraction->thickness = infix->thickness;
    fraction->left = infix->left;
    fraction->right = infix->right;
    list->a = fraction;
    return list;
}

MathNode *math_parse_list(MathParser *p, MathStop stop) {
    MathNode *list = math_node(p, MATH_LIST, CLASS_ORD), *last = NULL;
    if (!list) return NULL;
    if (++p->depth > MATH_MAX_DEPTH) {
        if (p->status == OK)
            p->status =
                ctx_fail(p->ctx, ERR_LIMIT, "Gradus:math:depth", "Equation is nested too deeply.");
        p->at = p->end;
    }
    // `depth` counts lists and atoms; only the outermost list of a formula may meet a stray closing
    // brace.
    while (p->status == OK) {
        math_skip_space(p);
        if (at_end(p, stop) &&
            !(stop == STOP_END && p->at < p->end && *p->at == '}' && p->depth == 1))
            break;
        const Infix *infix = *p->at == '\\' ? infix_at(p) : NULL;
        if (infix) {
            list = parse_infix(p, infix, list, stop);
            break;
        }
        char c = *p->at;
        MathNode *atom = c == '^' || c == '_' || c == '\'' ? NULL : math_parse_atom(p);
        MathNode **base = &atom; // scripts go to the last of what a macro gave
        while (*base && (*base)->next) base = &(*base)->next;
        *base = parse_scripts(p, *base);
        if (!atom) continue;
        if (last)
            last->next = atom;
        else
            list->a = atom;
        for (last = atom; last->next;) last = last->next;
    }
    p->depth--;
    return list;
}
