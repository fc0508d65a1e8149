// graphics/math/text.c: words inside \\text{…} and the "latex" labels: faces, accents, ligatures,
// marks with names, and mathematics between dollar signs.
#include "graphics/math/internal.h"
#include <ctype.h>
#include <string.h>

typedef struct TextMaker {
    MathParser *p;
    MathNode *list, *last;
    Buf text;
    MathFace face;
} TextMaker;

static void text_append(TextMaker *t, MathNode *node) {
    if (!node) return;
    if (t->last)
        t->last->next = node;
    else
        t->list->a = node;
    for (t->last = node; t->last->next;) t->last = t->last->next;
}

static void text_flush(TextMaker *t) {
    if (t->text.failed && t->p->status == OK) t->p->status = ctx_fail_nomem(t->p->ctx);
    if (!t->text.len) return;
    MathNode *node = math_node(t->p, MATH_TEXT, CLASS_ORD);
    if (!node) return;
    node->face = t->face;
    node->text = arena_dup(t->p->arena, t->text.data, t->text.len);
    node->n_text = t->text.len;
    if (!node->text && t->p->status == OK) t->p->status = ctx_fail_nomem(t->p->ctx);
    text_append(t, node);
    buf_clear(&t->text);
}

/// Display style for what follows.
static MathNode *display_first(MathParser *p, MathNode *first) {
    MathNode *style = math_node(p, MATH_STYLE, CLASS_NONE);
    if (!style) return NULL;
    style->style = 0;
    style->next = first;
    return style;
}

static void text_dollar(TextMaker *t) {
    MathParser *p = t->p;
    text_flush(t);
    p->at++;
    bool two = p->at < p->end && *p->at == '$';
    if (two) p->at++;
    bool before = p->in_text, bold = p->bold;
    MathAlphabet alphabet = p->alphabet;
    int fences = p->n_open_fences, arrays = p->n_open_arrays;
    p->in_text = true;
    p->bold = false;
    p->alphabet = ALPHABET_DEFAULT;
    p->n_open_fences = p->n_open_arrays = 0;
    MathNode *list = math_parse_list(p, STOP_END);
    p->in_text = before;
    p->bold = bold;
    p->alphabet = alphabet;
    p->n_open_fences = fences;
    p->n_open_arrays = arrays;
    if (p->at < p->end && *p->at == '$')
        p->at += two && p->end - p->at > 1 && p->at[1] == '$' ? 2 : 1;
    else
        math_note(p, "a $ is not closed");
    if (list && two) list->a = display_first(p, list->a);
    text_append(t, list);
}

/// \textbf{…} and the like inside text; false when `name` is no such command.
static bool text_face_command(TextMaker *t, const char *name, size_t n) {
    static const struct {
        const char *name;
        MathFace face;
    } commands[] = {{"textbf", FACE_BOLD},   {"textit", FACE_ITALIC}, {"emph", FACE_ITALIC},
                    {"textrm", FACE_ROMAN},  {"textsf", FACE_SANS},   {"texttt", FACE_MONO},
                    {"text", FACE_ROMAN},    {"mbox", FACE_ROMAN},    {"textnormal", FACE_ROMAN},
                    {"textsl", FACE_ITALIC}, {"textup", FACE_ROMAN},  {"textmd", FACE_ROMAN},
                    {"hbox", FACE_ROMAN}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strlen(commands[i].name) != n || memcmp(name, commands[i].name, n)) continue;
        text_flush(t);
        MathFace face = commands[i].face;
        if (face == FACE_ITALIC && t->face == FACE_BOLD) face = FACE_BOLD_ITALIC;
        math_skip_space(t->p);
        if (t->p->at < t->p->end && *t->p->at == '{') {
            t->p->at++;
            text_append(t, math_parse_text(t->p, face, false));
        }
        return true;
    }
    static const struct {
        const char *name;
        MathFace face;
    } switches[] = {{"bf", FACE_BOLD},         {"bfseries", FACE_BOLD},  {"it", FACE_ITALIC},
                    {"itshape", FACE_ITALIC},  {"rm", FACE_ROMAN},       {"sf", FACE_SANS},
                    {"tt", FACE_MONO},         {"sl", FACE_ITALIC},      {"slshape", FACE_ITALIC},
                    {"em", FACE_ITALIC},       {"sffamily", FACE_SANS},  {"ttfamily", FACE_MONO},
                    {"rmfamily", FACE_ROMAN},  {"mdseries", FACE_ROMAN}, {"upshape", FACE_ROMAN},
                    {"normalfont", FACE_ROMAN}};
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        if (strlen(switches[i].name) != n || memcmp(name, switches[i].name, n)) continue;
        text_flush(t);
        bool slanted = switches[i].face == FACE_ITALIC, bold = switches[i].face == FACE_BOLD;
        if ((slanted && t->face == FACE_BOLD) || (bold && t->face == FACE_ITALIC))
            t->face = FACE_BOLD_ITALIC;
        else
            t->face = switches[i].face;
        if (t->p->at < t->p->end && *t->p->at == ' ') t->p->at++;
        return true;
    }
    return false;
}

/// Characters with a name, and the ways to write a blank.
static const char *text_symbol(const char *name, size_t n) {
    static const struct {
        const char *name, *text;
    } symbols[] = {
        {"textbackslash", "\\"},
        {"textasciitilde", "~"},
        {"textasciicircum", "^"},
        {"textbar", "|"},
        {"textless", "<"},
        {"textgreater", ">"},
        {"textunderscore", "_"},
        {"textbraceleft", "{"},
        {"textbraceright", "}"},
        {"textdollar", "$"},
        {"textquoteleft", "‘"},
        {"textquoteright", "’"},
        {"textquotedblleft", "“"},
        {"textquotedblright", "”"},
        {"textquotesingle", "'"},
        {"textendash", "–"},
        {"textemdash", "—"},
        {"textellipsis", "…"},
        {"ldots", "…"},
        {"dots", "…"},
        {"textdegree", "°"},
        {"textbullet", "•"},
        {"textregistered", "®"},
        {"textcopyright", "©"},
        {"copyright", "©"},
        {"texttrademark", "™"},
        {"textsterling", "£"},
        {"pounds", "£"},
        {"euro", "€"},
        {"texteuro", "€"},
        {"textdagger", "†"},
        {"textdaggerdbl", "‡"},
        {"dag", "†"},
        {"ddag", "‡"},
        {"S", "§"},
        {"P", "¶"},
        {"textmu", "µ"},
        {"textohm", "Ω"},
        {"textpm", "±"},
        {"texttimes", "×"},
        {"ss", "ß"},
        {"ae", "æ"},
        {"AE", "Æ"},
        {"oe", "œ"},
        {"OE", "Œ"},
        {"aa", "å"},
        {"AA", "Å"},
        {"o", "ø"},
        {"O", "Ø"},
        {"l", "ł"},
        {"L", "Ł"},
        {"i", "ı"},
        {"j", "ȷ"},
        {"%", "%"},
        {"$", "$"},
        {"#", "#"},
        {"&", "&"},
        {"_", "_"},
        {"{", "{"},
        {"}", "}"},
        {" ", " "},
        {"\n", " "},
        {"\\", " "},
        {"newline", " "},
        {"par", " "},
        {"quad", "\u2003"},
        {"qquad", "\u2003\u2003"},
        {"enspace", "\u2002"},
        {"space", " "},
        {",", "\u2009"},
        {"thinspace", "\u2009"},
        {";", "\u2004"},
        {"/", ""},
        {"-", ""},
        {"noindent", ""},
        {"centering", ""},
    };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (strlen(symbols[i].name) == n && !memcmp(symbols[i].name, name, n))
            return symbols[i].text;
    return NULL;
}

/// Combining mark of \'e, \"o, \c{c} …; 0: none.
static uint32_t text_accent(const char *name, size_t n) {
    static const struct {
        char name;
        uint32_t mark;
    } accents[] = {{'\'', 0x301}, {'`', 0x300}, {'^', 0x302}, {'"', 0x308}, {'~', 0x303},
                   {'=', 0x304},  {'.', 0x307}, {'u', 0x306}, {'v', 0x30C}, {'H', 0x30B},
                   {'r', 0x30A},  {'c', 0x327}, {'k', 0x328}, {'d', 0x323}, {'b', 0x331}};
    for (size_t i = 0; n == 1 && i < sizeof accents / sizeof *accents; i++)
        if (accents[i].name == *name) return accents[i].mark;
    return 0;
}

/// The letter that an accent stands on, then its mark: the shaper composes them.
static void put_accented(TextMaker *t, uint32_t mark) {
    MathParser *p = t->p;
    char bytes[4];
    while (p->at < p->end && *p->at == ' ') p->at++;
    bool braced = p->at < p->end && *p->at == '{';
    if (braced) p->at++;
    size_t pos = 0, n;
    if (p->at < p->end && *p->at == '\\') {
        p->at++;
        const char *name = math_read_name(p, &n);
        buf_putc(&t->text, n ? *name : ' '); // \'{\i}
    } else if (p->at < p->end && *p->at != '}') {
        uint32_t letter = utf8_next(p->at, (size_t)(p->end - p->at), &pos);
        buf_put(&t->text, bytes, (size_t)utf8_encode(letter, bytes));
        p->at += pos;
    }
    buf_put(&t->text, bytes, (size_t)utf8_encode(mark, bytes));
    if (braced && p->at < p->end && *p->at == '}') p->at++;
}

/// \textsuperscript{…}, \textsubscript{…}.
static bool text_script(TextMaker *t, const char *name, size_t n) {
    bool up = n == 15 && !memcmp(name, "textsuperscript", n);
    if (!up && !(n == 13 && !memcmp(name, "textsubscript", n))) return false;
    text_flush(t);
    MathNode *scripts = math_node(t->p, MATH_SCRIPTS, CLASS_ORD);
    MathNode *script = math_read_text_argument(t->p, t->face);
    if (!scripts || !script) return true;
    if (up)
        scripts->b = script;
    else
        scripts->c = script;
    text_append(t, scripts);
    return true;
}

/// \( … \) and \[ … \].
static bool text_parentheses(TextMaker *t, const char *name, size_t n) {
    if (n != 1 || (*name != '(' && *name != '[')) return false;
    const char *close = *name == '(' ? "\\)" : "\\]", *at = t->p->at;
    while (at + 1 < t->p->end && memcmp(at, close, 2)) at++;
    if (at + 1 >= t->p->end) {
        math_count_scan(t->p, (size_t)(at - t->p->at));
        return false;
    }
    text_flush(t);
    MathNode *list = math_parse_source(t->p, t->p->at, (size_t)(at - t->p->at));
    if (list && *name == '[') list->a = display_first(t->p, list->a);
    text_append(t, list);
    if (t->p->status == OK) t->p->at = at + 2;
    return true;
}

static void text_command(TextMaker *t) {
    MathParser *p = t->p;
    const char *start = p->at++;
    size_t n;
    const char *name = math_read_name(p, &n);
    const char *symbol = text_symbol(name, n);
    uint32_t mark = text_accent(name, n);
    if (symbol || mark) {
        if (n > 1 && isalpha((unsigned char)*name) && p->at < p->end && *p->at == ' ') p->at++;
        if (symbol)
            buf_puts(&t->text, symbol);
        else
            put_accented(t, mark);
        return;
    }
    if (text_face_command(t, name, n) || text_script(t, name, n) || text_parentheses(t, name, n))
        return;
    text_flush(t);
    MathNode *node = n ? math_parse_command(p, name, n) : NULL;
    if (!node && p->status == OK) {
        math_note(p, "%.*s is not known", (int)(p->at - start), start);
        node = math_error_node(p, start, p->at);
    }
    while (n > 1 && p->at < p->end && *p->at == ' ') p->at++;
    text_append(t, node);
}

/// Quotes and dashes as TeX's fonts join them.
static bool text_ligature(TextMaker *t) {
    static const struct {
        const char *typed, *text;
    } ligatures[] = {{"---", "—"}, {"--", "–"}, {"``", "“"}, {"''", "”"}, {"`", "‘"}, {"'", "’"}};
    MathParser *p = t->p;
    for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures; i++) {
        size_t n = strlen(ligatures[i].typed);
        if ((size_t)(p->end - p->at) < n || memcmp(p->at, ligatures[i].typed, n)) continue;
        buf_puts(&t->text, ligatures[i].text);
        p->at += n;
        return true;
    }
    return false;
}

MathNode *math_read_text_argument(MathParser *p, MathFace face) {
    math_skip_space(p);
    if (p->at >= p->end || *p->at != '{') return math_parse_argument(p);
    p->at++;
    return math_parse_text(p, face, false);
}

MathNode *math_parse_text(MathParser *p, MathFace face, bool to_end) {
    TextMaker t = {p, math_node(p, MATH_LIST, CLASS_ORD), NULL, BUF_INIT, face};
    if (!t.list) return NULL;
    if (++p->depth > MATH_MAX_DEPTH) {
        if (p->status == OK)
            p->status =
                ctx_fail(p->ctx, ERR_LIMIT, "Gradus:math:depth", "Equation is nested too deeply.");
        p->at = p->end;
    }
    while (p->status == OK && p->at < p->end) {
        char c = *p->at;
        if (c == '}' && !to_end) break;
        if (c == '\\') {
            text_command(&t);
        } else if (c == '$') {
            text_dollar(&t);
        } else if (c == '{') {
            text_flush(&t);
            p->at++;
            text_append(&t, math_parse_text(p, t.face, false));
        } else if (t.face != FACE_MONO && text_ligature(&t)) {
            continue;
        } else {
            if (c == '\n' || c == '~') c = ' ';
            if (c != '}') buf_putc(&t.text, c);
            p->at++;
        }
    }
    text_flush(&t);
    buf_done(&t.text);
    if (!to_end) {
        if (p->at < p->end && *p->at == '}')
            p->at++;
        else if (p->status == OK)
            math_note(p, "a closing brace is missing");
    }
    p->depth--;
    return t.list;
}
