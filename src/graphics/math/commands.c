// graphics/math/commands.c: what the commands of TeX mathematics build. To add one: a handler (or
// an existing one with other parameters) and a row in the table at the foot; symbols, accents and
// functions have tables of their own in symbols.c.
#include "graphics/math/internal.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Command Command;
struct Command {
    const char *name;
    MathNode *(*make)(MathParser *p, const Command *command);
    double amount;
    uint32_t code_point;
    int extra; // alphabet, style, face or class, as the handler says
};

static MathNode *make_fraction(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_FRACTION, CLASS_ORD); // LaTeX puts braces around \over
    if (!node) return NULL;
    size_t n;
    if (!strcmp(c->name, "cfrac")) {
        const char *side = math_read_optional(p, &n);
        node->stretchy = true; // room for a full line above the bar
        node->amount = side && n == 1 ? (*side == 'l' ? -1 : *side == 'r') : 0;
    }
    node->style = (int8_t)c->extra;
    node->thickness = c->amount;
    node->a = math_parse_argument(p);
    node->b = math_parse_argument(p);
    if (c->code_point) {
        node->left = c->code_point;
        node->right = c->code_point == '(' ? ')' : 0;
    }
    return node;
}

static MathNode *make_radical(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_RADICAL, CLASS_ORD);
    if (!node) return NULL;
    math_skip_space(p);
    if (p->at < p->end && *p->at == '[') {
        p->at++;
        node->b = math_parse_list(p, STOP_BRACKET);
        if (p->at < p->end && *p->at == ']') p->at++;
    }
    node->a = math_parse_argument(p);
    return node;
}

static MathNode *make_bar(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_BAR, CLASS_ORD);
    if (!node) return NULL;
    node->below = c->extra;
    node->a = math_parse_argument(p);
    return node;
}

static MathNode *make_brace(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_BRACE, CLASS_OP);
    if (!node) return NULL;
    node->code_point = c->code_point;
    node->below = c->extra;
    node->limits = true;
    node->limits_asked = 1;
    node->a = math_parse_argument(p);
    return node;
}

static MathNode *make_space(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_SPACE, CLASS_NONE);
    if (node) node->amount = c->amount;
    return node;
}

/// A length such as "1.5em", "3mu", "12pt", "-2mm"; in em.
double math_read_length(const char *text, size_t n) {
    char copy[40] = {0}, *unit;
    memcpy(copy, text, n < sizeof copy ? n : sizeof copy - 1);
    double x = strtod(copy, &unit);
    while (isspace((unsigned char)*unit)) unit++;
    static const struct {
        const char *unit;
        double em;
    } units[] = {{"em", 1},      {"mu", 1.0 / 18}, {"ex", 0.431}, {"pt", 0.1},
                 {"mm", 0.2845}, {"cm", 2.845},    {"in", 7.227}, {"px", 0.075}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (!strncmp(unit, units[i].unit, 2)) x *= units[i].em;
    return x > 200 ? 200 : x < -20 ? -20 : x == x ? x : 0;
}

static MathNode *make_skip(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_SPACE, CLASS_NONE);
    if (!node) return NULL;
    size_t n;
    const char *raw = math_read_raw(p, &n);
    if (raw) {
        node->amount = math_read_length(raw, n);
        return node;
    }
    math_skip_space(p);
    const char *start = p->at; // \kern3mu, \mskip 2mu
    while (p->at < p->end && (isdigit((unsigned char)*p->at) || strchr("+-. ", *p->at))) p->at++;
    for (int i = 0; i < 2 && p->at < p->end && isalpha((unsigned char)*p->at); i++) p->at++;
    node->amount = math_read_length(start, (size_t)(p->at - start));
    return node;
}

static MathNode *make_rule(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_RULE, CLASS_ORD);
    if (!node) return NULL;
    size_t n;
    math_read_optional(p, &n);
    const char *raw = math_read_raw(p, &n);
    if (raw) node->amount = math_read_length(raw, n);
    raw = math_read_raw(p, &n);
    if (raw) node->thickness = math_read_length(raw, n);
    return node;
}

static MathNode *make_alphabet(MathParser *p, const Command *c) {
    MathAlphabet before = p->alphabet;
    p->alphabet = (MathAlphabet)c->extra;
    math_skip_space(p);
    MathNode *node = math_parse_argument(p);
    p->alphabet = before;
    return node;
}

/// \bf, \rm …: until the end of the group, which restores the alphabet.
static MathNode *make_alphabet_switch(MathParser *p, const Command *c) {
    p->alphabet = (MathAlphabet)c->extra;
    return math_node(p, MATH_SPACE, CLASS_NONE);
}

/// \boldsymbol: bold of whatever the letters are.
static MathNode *make_bold(MathParser *p, const Command *c) {
    (void)c;
    bool before = p->bold;
    p->bold = true;
    MathNode *node = math_parse_argument(p);
    p->bold = before;
    return node;
}

static MathNode *make_text(MathParser *p, const Command *c) {
    math_skip_space(p);
    if (p->at < p->end && *p->at == '{') {
        p->at++;
        return math_parse_text(p, (MathFace)c->extra, false);
    }
    return math_parse_argument(p);
}

static MathNode *make_operator_name(MathParser *p, const Command *c) {
    size_t n;
    const char *raw = math_read_raw(p, &n);
    if (!raw) return math_parse_argument(p);
    MathNode *node = math_node(p, MATH_TEXT, CLASS_OP);
    if (!node) return NULL;
    node->face = FACE_ROMAN;
    char *text = arena_alloc(p->arena, n + 1);
    if (!text) {
        p->status = ctx_fail_nomem(p->ctx);
        return NULL;
    }
    size_t k = 0;
    for (size_t i = 0; i < n; i++) { // thin spaces \, become blanks; other marks are dropped
        if (raw[i] == '\\' && i + 1 < n) {
            text[k++] = ' ';
            i++;
        } else if (raw[i] != '{' && raw[i] != '}') {
            text[k++] = raw[i];
        }
    }
    node->text = text;
    node->n_text = k;
    node->limits = c->extra;
    return node;
}

static MathNode *make_style(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_STYLE, CLASS_NONE);
    if (node) node->style = (int8_t)c->extra;
    return node;
}

static MathNode *make_class(MathParser *p, const Command *c) {
    MathNode *list = math_node(p, MATH_LIST, (MathClass)c->extra);
    if (!list) return NULL;
    list->a = math_parse_argument(p);
    if (list->a && list->a->next) list->a->next = NULL;
    return list;
}

static MathNode *make_color(MathParser *p, const Command *c) {
    size_t n_model, n;
    math_skip_space(p);
    const char *model = math_read_optional(p, &n_model);
    const char *name = math_read_raw(p, &n);
    MathNode *node = math_node(p, MATH_COLOR, CLASS_ORD);
    if (!node) return NULL;
    if (!name || !math_color_find(name, n, model, n_model, &node->color)) {
        math_note(p, "unknown colour %.*s", name ? (int)n : 0, name ? name : "");
        node->color = (Color){0.8f, 0, 0, 1};
    }
    math_skip_space(p);
    if (c->extra || (p->at < p->end && *p->at == '{'))
        node->a = math_parse_argument(p);
    else
        node->math_class = CLASS_NONE;
    return node;
}

static MathNode *make_stack(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_STACK, CLASS_REL);
    if (!node) return NULL;
    MathNode *script = math_parse_argument(p);
    node->a = math_parse_argument(p);
    if (c->extra)
        node->c = script;
    else
        node->b = script;
    const MathNode *base = node->a;
    while (base && base->kind == MATH_LIST && base->a && !base->a->next) base = base->a;
    if (base && strcmp(c->name, "stackrel")) node->math_class = base->math_class;
    return node;
}

static MathNode *make_arrow(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_ARROW, CLASS_REL);
    if (!node) return NULL;
    node->code_point = c->code_point;
    math_skip_space(p);
    if (p->at < p->end && *p->at == '[') {
        p->at++;
        node->c = math_parse_list(p, STOP_BRACKET);
        if (p->at < p->end && *p->at == ']') p->at++;
    }
    node->b = math_parse_argument(p);
    return node;
}

static MathNode *make_phantom(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_PHANTOM, CLASS_ORD);
    if (!node) return NULL;
    size_t n;
    const char *side = c->amount == 14 ? math_read_optional(p, &n) : NULL; // \smash[t], [b]
    node->amount = side && n == 1 ? (*side == 'b' ? 12 : 10) : c->amount;
    node->a = math_parse_argument(p);
    return node;
}

static MathNode *make_boxed(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_BOXED, CLASS_ORD);
    if (!node) return NULL;
    node->amount = c->amount;
    node->a = math_parse_argument(p);
    return node;
}

static MathNode *make_cancel(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_CANCEL, CLASS_ORD);
    if (!node) return NULL;
    node->amount = c->extra;
    node->a = math_parse_argument(p);
    return node;
}

/// "{(}" of \genfrac, or one delimiter without braces.
static uint32_t read_braced_fence(MathParser *p) {
    math_skip_space(p);
    if (p->at >= p->end || *p->at != '{') return math_read_fence(p);
    size_t n;
    const char *raw = math_read_raw(p, &n);
    if (!raw || !n) return 0;
    MathParser inner = *p;
    inner.at = inner.start = raw;
    inner.end = raw + n;
    inner.note = BUF_INIT;
    uint32_t fence = math_read_fence(&inner);
    if (inner.note.len) math_note(p, "%s", buf_text(&inner.note));
    if (inner.note.failed) p->note.failed = true;
    buf_done(&inner.note);
    return fence;
}

static MathNode *make_big(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_BIG, (MathClass)c->extra);
    if (!node) return NULL;
    node->amount = c->amount;
    node->code_point = math_read_fence(p);
    return node;
}

static MathNode *make_left(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_FENCED, CLASS_INNER);
    if (!node) return NULL;
    node->left = math_read_fence(p);
    p->n_open_fences++;
    int arrays = p->n_open_arrays;
    p->n_open_arrays = 0;
    node->a = math_parse_list(p, STOP_END);
    p->n_open_arrays = arrays;
    p->n_open_fences--;
    if (math_at_command(p, "right")) {
        p->at += 6;
        node->right = math_read_fence(p);
    } else if (p->status == OK) {
        math_note(p, "\\left without \\right");
    }
    return node;
}

static MathNode *make_middle(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_MIDDLE, CLASS_NONE);
    if (node) node->code_point = math_read_fence(p);
    return node;
}

/// \not: the negated sign when there is one, else a stroke through the next atom.
static MathNode *make_not(MathParser *p, const Command *c) {
    (void)c;
    static const uint32_t pairs[][2] = {
        {'=', 0x2260},    {'<', 0x226E},    {'|', 0x2224},    {0x227A, 0x2280}, {0x227B, 0x2281},
        {0x21D4, 0x21CE}, {0x21D0, 0x21CD}, {0x2194, 0x21AE}, {0x22A2, 0x22AC}, {0x22A8, 0x22AD},
        {0x22A9, 0x22AE}, {0x227C, 0x22E0}, {0x227D, 0x22E1}, {0x2243, 0x2244}, {0x224D, 0x226D},
        {'>', 0x226F},    {0x2208, 0x2209}, {0x2264, 0x2270}, {0x2265, 0x2271}, {0x223C, 0x2241},
        {0x2248, 0x2249}, {0x2261, 0x2262}, {0x2282, 0x2284}, {0x2283, 0x2285}, {0x2286, 0x2288},
        {0x2287, 0x2289}, {0x2203, 0x2204}, {0x220B, 0x220C}, {0x2223, 0x2224}, {0x2225, 0x2226},
        {0x2192, 0x219B}, {0x2190, 0x219A}, {0x21D2, 0x21CF}, {0x2245, 0x2247}};
    MathNode *a = math_parse_argument(p);
    if (a && a->kind == MATH_SYMBOL)
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
            if (pairs[i][0] == a->code_point) {
                a->code_point = pairs[i][1];
                return a;
            }
    MathNode *node = math_node(p, MATH_CANCEL, a ? a->math_class : CLASS_ORD);
    if (!node) return NULL;
    node->amount = 1;
    node->a = a;
    return node;
}

static MathNode *make_substack(MathParser *p, const Command *c) {
    (void)c;
    math_skip_space(p);
    return math_parse_environment(p, "substack");
}

static MathNode *make_begin(MathParser *p, const Command *c) {
    (void)c;
    return math_parse_environment(p, NULL);
}

static MathNode *make_tag(MathParser *p, const Command *c) {
    // \tag{1}: a wide space and the number in parentheses
    MathNode *list = math_node(p, MATH_LIST, CLASS_ORD),
             *space = math_node(p, MATH_SPACE, CLASS_NONE);
    MathNode *text = math_node(p, MATH_TEXT, CLASS_ORD);
    size_t n;
    const char *raw = math_read_raw(p, &n);
    if (!list || !space || !text) return NULL;
    Buf label = BUF_INIT;
    buf_printf(&label, c->extra ? "%.*s" : "(%.*s)", raw ? (int)n : 0, raw ? raw : "");
    text->text = arena_dup(p->arena, buf_text(&label), label.len);
    text->n_text = label.len;
    text->face = FACE_ROMAN;
    if ((!text->text || label.failed) && p->status == OK) p->status = ctx_fail_nomem(p->ctx);
    buf_done(&label);
    space->amount = 2;
    space->next = text;
    list->a = space;
    return list;
}

/// Commands that change nothing in our layout; `amount` arguments are read and dropped.
static MathNode *make_nothing(MathParser *p, const Command *c) {
    size_t n;
    for (int i = 0; i < (int)c->amount; i++) math_read_raw(p, &n);
    return math_node(p, MATH_SPACE, CLASS_NONE);
}

/// \genfrac{left}{right}{thickness}{style}{above}{below}.
static MathNode *make_genfrac(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_FRACTION, CLASS_ORD);
    if (!node) return NULL;
    uint32_t fences[2];
    for (int i = 0; i < 2; i++) fences[i] = read_braced_fence(p);
    size_t n;
    const char *raw = math_read_raw(p, &n);
    node->left = fences[0];
    node->right = fences[1];
    node->thickness = raw && n ? fmax(math_read_length(raw, n), 0) : -1;
    raw = math_read_raw(p, &n);
    if (raw && n == 1 && *raw >= '0' && *raw <= '3') node->style = (int8_t)(*raw - '0');
    node->a = math_parse_argument(p);
    node->b = math_parse_argument(p);
    return node;
}

static MathNode *make_choice(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_CHOICE, CLASS_NONE),
             *list = math_node(p, MATH_LIST, CLASS_ORD);
    if (!node || !list) return NULL;
    MathNode **end = &list->a;
    for (int i = 0; i < 4; i++) {
        MathNode *choice = math_node(p, MATH_LIST, CLASS_ORD);
        if (!choice) return NULL;
        choice->a = math_parse_argument(p);
        *end = choice;
        end = &choice->next;
    }
    node->a = list;
    return node;
}

static MathNode *make_raise(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_RAISE, CLASS_ORD);
    if (!node) return NULL;
    node->stretchy = c->extra;
    if (c->extra) {
        node->a = math_parse_argument(p);
        return node;
    }
    size_t n;
    const char *raw = math_read_raw(p, &n);
    if (raw) node->amount = math_read_length(raw, n);
    node->a = make_text(p, &(Command){.extra = FACE_ROMAN});
    return node;
}

/// \colorbox{c}{text}, \fcolorbox{c}{c}{text}, \fbox{text}: text in a box.
static MathNode *make_box(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_BOXED, CLASS_ORD);
    if (!node) return NULL;
    node->amount = c->amount;
    size_t n_model, n;
    const char *model = c->extra ? math_read_optional(p, &n_model) : NULL;
    for (int i = 0; i < c->extra; i++) {
        const char *name = math_read_raw(p, &n);
        Color *color = i < c->extra - 1 ? &node->color : &node->fill;
        if (!name || !math_color_find(name, n, model, n_model, color)) {
            math_note(p, "unknown colour %.*s", name ? (int)n : 0, name ? name : "");
            *color = (Color){1, 1, 1, 1};
        }
    }
    node->has_color = c->extra == 2;
    node->a = make_text(p, &(Command){.extra = FACE_ROMAN});
    return node;
}

/// \large and its kind: the size for the rest of the list.
static MathNode *make_size(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_STYLE, CLASS_NONE);
    if (node) node->amount = c->amount;
    return node;
}

/// \href{address}{x}: the address is dropped.
static MathNode *make_second(MathParser *p, const Command *c) {
    (void)c;
    size_t n;
    math_read_raw(p, &n);
    return math_parse_argument(p);
}

/// \verb|text|: up to the same character.
static MathNode *make_verb(MathParser *p, const Command *c) {
    (void)c;
    MathNode *node = math_node(p, MATH_TEXT, CLASS_ORD);
    if (!node || p->at >= p->end) return node;
    const char *close =
        p->end - p->at > 1 ? memchr(p->at + 1, *p->at, (size_t)(p->end - p->at - 1)) : NULL;
    if (!close) {
        math_note(p, "\\verb is not closed");
        return node;
    }
    node->face = FACE_MONO;
    node->n_text = (size_t)(close - p->at - 1);
    node->text = arena_dup(p->arena, p->at + 1, node->n_text);
    if (!node->text && p->status == OK) p->status = ctx_fail_nomem(p->ctx);
    p->at = close + 1;
    return node;
}

static MathNode *make_strut(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_PHANTOM, CLASS_ORD),
             *fence = math_node(p, MATH_SYMBOL, CLASS_ORD);
    if (!node || !fence) return NULL;
    fence->code_point = c->code_point;
    node->amount = 1;
    node->a = fence;
    return node;
}

static MathNode *make_cancel_to(MathParser *p, const Command *c) {
    MathNode *node = math_node(p, MATH_SCRIPTS, CLASS_ORD);
    if (!node) return NULL;
    node->b = math_parse_argument(p);
    node->a = make_cancel(p, c);
    return node;
}

/// \newcommand and its kind: shown as typed; a formula defines no commands here.
static MathNode *make_definition(MathParser *p, const Command *c) {
    const char *start = p->at - strlen(c->name) - 1;
    size_t n;
    math_skip_space(p);
    if (p->at < p->end && *p->at == '*') p->at++;
    for (int i = 0; i < 4; i++) {
        if (math_read_raw(p, &n) || math_read_optional(p, &n)) continue;
        math_skip_space(p);
        if (i || p->at >= p->end || *p->at != '\\') break;
        p->at++;
        math_read_name(p, &n);
        while (p->at < p->end && *p->at == '#') p->at += p->end - p->at > 1 ? 2 : 1;
    }
    if (start < p->start) start = p->start;
    math_note(p, "\\%s: formulas cannot define commands", c->name);
    return math_error_node(p, start, p->at);
}

static const Command commands[] = {
    {"frac", make_fraction, -1, 0, -1},
    {"dfrac", make_fraction, -1, 0, 0},
    {"tfrac", make_fraction, -1, 0, 1},
    {"cfrac", make_fraction, -1, 0, 0},
    {"binom", make_fraction, 0, '(', -1},
    {"dbinom", make_fraction, 0, '(', 0},
    {"tbinom", make_fraction, 0, '(', 1},
    {"genfrac", make_genfrac, 0, 0, 0},
    {"sqrt", make_radical, 0, 0, 0},
    {"overline", make_bar, 0, 0, 0},
    {"underline", make_bar, 0, 0, 1},
    {"underbar", make_bar, 0, 0, 1},
    {"overbrace", make_brace, 0, 0x23DE, 0},
    {"underbrace", make_brace, 0, 0x23DF, 1},
    {"overbracket", make_brace, 0, 0x23B4, 0},
    {"underbracket", make_brace, 0, 0x23B5, 1},
    {"overparen", make_brace, 0, 0x23DC, 0},
    {"wideparen", make_brace, 0, 0x23DC, 0},
    {"underparen", make_brace, 0, 0x23DD, 1},
    {"overgroup", make_brace, 0, 0x23E0, 0},
    {"undergroup", make_brace, 0, 0x23E1, 1},
    {",", make_space, 3 / 18.0, 0, 0},
    {"thinspace", make_space, 3 / 18.0, 0, 0},
    {":", make_space, 4 / 18.0, 0, 0},
    {">", make_space, 4 / 18.0, 0, 0},
    {"medspace", make_space, 4 / 18.0, 0, 0},
    {";", make_space, 5 / 18.0, 0, 0},
    {"thickspace", make_space, 5 / 18.0, 0, 0},
    {"!", make_space, -3 / 18.0, 0, 0},
    {"negthinspace", make_space, -3 / 18.0, 0, 0},
    {"negthickspace", make_space, -5 / 18.0, 0, 0},
    {"negmedspace", make_space, -4 / 18.0, 0, 0},
    {"quad", make_space, 1, 0, 0},
    {"qquad", make_space, 2, 0, 0},
    {" ", make_space, 1 / 3.0, 0, 0},
    {"enspace", make_space, 0.5, 0, 0},
    {"enskip", make_space, 0.5, 0, 0},
    {"space", make_space, 1 / 3.0, 0, 0},
    {"nobreakspace", make_space, 1 / 3.0, 0, 0},
    {"\n", make_space, 1 / 3.0, 0, 0},
    {"/", make_space, 0, 0, 0},
    {"hspace", make_skip, 0, 0, 0},
    {"hspace*", make_skip, 0, 0, 0},
    {"mspace", make_skip, 0, 0, 0},
    {"kern", make_skip, 0, 0, 0},
    {"mkern", make_skip, 0, 0, 0},
    {"mskip", make_skip, 0, 0, 0},
    {"hskip", make_skip, 0, 0, 0},
    {"rule", make_rule, 0, 0, 0},
    {"mathrm", make_alphabet, 0, 0, ALPHABET_ROMAN},
    {"mathup", make_alphabet, 0, 0, ALPHABET_ROMAN},
    {"symup", make_alphabet, 0, 0, ALPHABET_ROMAN},
    {"bold", make_alphabet, 0, 0, ALPHABET_BOLD},
    {"symbf", make_alphabet, 0, 0, ALPHABET_BOLD},
    {"symit", make_alphabet, 0, 0, ALPHABET_ITALIC},
    {"mathbfit", make_alphabet, 0, 0, ALPHABET_BOLD_ITALIC},
    {"symbfit", make_alphabet, 0, 0, ALPHABET_BOLD_ITALIC},
    {"mathsfit", make_alphabet, 0, 0, ALPHABET_SANS_ITALIC},
    {"mathbfsf", make_alphabet, 0, 0, ALPHABET_SANS_BOLD},
    {"mathbfcal", make_alphabet, 0, 0, ALPHABET_BOLD_SCRIPT},
    {"mathbfscr", make_alphabet, 0, 0, ALPHABET_BOLD_SCRIPT},
    {"mathbffrak", make_alphabet, 0, 0, ALPHABET_BOLD_FRAKTUR},
    {"mathds", make_alphabet, 0, 0, ALPHABET_BLACKBOARD},
    {"mathnormal", make_alphabet, 0, 0, ALPHABET_DEFAULT},
    {"mathit", make_alphabet, 0, 0, ALPHABET_ITALIC},
    {"mathbf", make_alphabet, 0, 0, ALPHABET_BOLD},
    {"boldsymbol", make_bold, 0, 0, 0},
    {"bm", make_bold, 0, 0, 0},
    {"mathsf", make_alphabet, 0, 0, ALPHABET_SANS},
    {"mathtt", make_alphabet, 0, 0, ALPHABET_MONO},
    {"mathbb", make_alphabet, 0, 0, ALPHABET_BLACKBOARD},
    {"Bbb", make_alphabet, 0, 0, ALPHABET_BLACKBOARD},
    {"mathcal", make_alphabet, 0, 0, ALPHABET_SCRIPT},
    {"mathscr", make_alphabet, 0, 0, ALPHABET_SCRIPT},
    {"mathfrak", make_alphabet, 0, 0, ALPHABET_FRAKTUR},
    {"frak", make_alphabet, 0, 0, ALPHABET_FRAKTUR},
    {"pmb", make_bold, 0, 0, 0},
    {"bf", make_alphabet_switch, 0, 0, ALPHABET_BOLD},
    {"rm", make_alphabet_switch, 0, 0, ALPHABET_ROMAN},
    {"it", make_alphabet_switch, 0, 0, ALPHABET_ITALIC},
    {"cal", make_alphabet_switch, 0, 0, ALPHABET_SCRIPT},
    {"sf", make_alphabet_switch, 0, 0, ALPHABET_SANS},
    {"tt", make_alphabet_switch, 0, 0, ALPHABET_MONO},
    {"text", make_text, 0, 0, FACE_ROMAN},
    {"textrm", make_text, 0, 0, FACE_ROMAN},
    {"mbox", make_text, 0, 0, FACE_ROMAN},
    {"hbox", make_text, 0, 0, FACE_ROMAN},
    {"textnormal", make_text, 0, 0, FACE_ROMAN},
    {"textbf", make_text, 0, 0, FACE_BOLD},
    {"textit", make_text, 0, 0, FACE_ITALIC},
    {"emph", make_text, 0, 0, FACE_ITALIC},
    {"textsl", make_text, 0, 0, FACE_ITALIC},
    {"textup", make_text, 0, 0, FACE_ROMAN},
    {"textmd", make_text, 0, 0, FACE_ROMAN},
    {"intertext", make_text, 0, 0, FACE_ROMAN},
    {"shortintertext", make_text, 0, 0, FACE_ROMAN},
    {"verb", make_verb, 0, 0, 0},
    {"href", make_second, 0, 0, 0},
    {"url", make_text, 0, 0, FACE_MONO},
    {"textsf", make_text, 0, 0, FACE_SANS},
    {"texttt", make_text, 0, 0, FACE_MONO},
    {"operatorname", make_operator_name, 0, 0, 0},
    {"operatorname*", make_operator_name, 0, 0, 1},
    {"operatornamewithlimits", make_operator_name, 0, 0, 1},
    {"mathchoice", make_choice, 0, 0, 0},
    {"tiny", make_size, 0.5, 0, 0},
    {"scriptsize", make_size, 0.7, 0, 0},
    {"footnotesize", make_size, 0.8, 0, 0},
    {"small", make_size, 0.9, 0, 0},
    {"normalsize", make_size, 1, 0, 0},
    {"large", make_size, 1.2, 0, 0},
    {"Large", make_size, 1.44, 0, 0},
    {"LARGE", make_size, 1.728, 0, 0},
    {"huge", make_size, 2.074, 0, 0},
    {"Huge", make_size, 2.488, 0, 0},
    {"displaystyle", make_style, 0, 0, 0},
    {"textstyle", make_style, 0, 0, 1},
    {"scriptstyle", make_style, 0, 0, 2},
    {"scriptscriptstyle", make_style, 0, 0, 3},
    {"mathord", make_class, 0, 0, CLASS_ORD},
    {"mathop", make_class, 0, 0, CLASS_OP},
    {"mathbin", make_class, 0, 0, CLASS_BIN},
    {"mathrel", make_class, 0, 0, CLASS_REL},
    {"mathopen", make_class, 0, 0, CLASS_OPEN},
    {"mathclose", make_class, 0, 0, CLASS_CLOSE},
    {"mathpunct", make_class, 0, 0, CLASS_PUNCT},
    {"mathinner", make_class, 0, 0, CLASS_INNER},
    {"color", make_color, 0, 0, 0},
    {"textcolor", make_color, 0, 0, 1},
    {"overset", make_stack, 0, 0, 0},
    {"underset", make_stack, 0, 0, 1},
    {"stackrel", make_stack, 0, 0, 0},
    {"xrightarrow", make_arrow, 0, 0x2192, 0},
    {"xleftarrow", make_arrow, 0, 0x2190, 0},
    {"xleftrightarrow", make_arrow, 0, 0x2194, 0},
    {"xRightarrow", make_arrow, 0, 0x21D2, 0},
    {"xLeftarrow", make_arrow, 0, 0x21D0, 0},
    {"xmapsto", make_arrow, 0, 0x21A6, 0},
    {"xhookrightarrow", make_arrow, 0, 0x21AA, 0},
    {"xhookleftarrow", make_arrow, 0, 0x21A9, 0},
    {"xLeftrightarrow", make_arrow, 0, 0x21D4, 0},
    {"xrightharpoonup", make_arrow, 0, 0x21C0, 0},
    {"xrightharpoondown", make_arrow, 0, 0x21C1, 0},
    {"xleftharpoonup", make_arrow, 0, 0x21BC, 0},
    {"xleftharpoondown", make_arrow, 0, 0x21BD, 0},
    {"xrightleftharpoons", make_arrow, 0, 0x21CC, 0},
    {"xleftrightharpoons", make_arrow, 0, 0x21CB, 0},
    {"xtwoheadrightarrow", make_arrow, 0, 0x21A0, 0},
    {"xtwoheadleftarrow", make_arrow, 0, 0x219E, 0},
    {"xlongequal", make_arrow, 0, '=', 0},
    {"xtofrom", make_arrow, 0, 0x21C4, 0},
    {"xrightleftarrows", make_arrow, 0, 0x21C4, 0},
    {"xmapsfrom", make_arrow, 0, 0x21A4, 0},
    {"phantom", make_phantom, 0, 0, 0},
    {"hphantom", make_phantom, 6, 0, 0},
    {"vphantom", make_phantom, 1, 0, 0},
    {"smash", make_phantom, 14, 0, 0},
    {"mathstrut", make_strut, 0, '(', 0},
    {"strut", make_strut, 0, '(', 0},
    {"llap", make_phantom, 25, 0, 0},
    {"mathllap", make_phantom, 25, 0, 0},
    {"rlap", make_phantom, 9, 0, 0},
    {"mathrlap", make_phantom, 9, 0, 0},
    {"clap", make_phantom, 41, 0, 0},
    {"mathclap", make_phantom, 41, 0, 0},
    {"raisebox", make_raise, 0, 0, 0},
    {"vcenter", make_raise, 0, 0, 1},
    {"boxed", make_boxed, 1, 0, 0},
    {"fbox", make_box, 1, 0, 0},
    {"framebox", make_box, 1, 0, 0},
    {"colorbox", make_box, 2, 0, 1},
    {"fcolorbox", make_box, 3, 0, 2},
    {"cancel", make_cancel, 0, 0, 1},
    {"bcancel", make_cancel, 0, 0, 2},
    {"xcancel", make_cancel, 0, 0, 3},
    {"sout", make_cancel, 0, 0, 4},
    {"cancelto", make_cancel_to, 0, 0, 5},
    {"uline", make_bar, 0, 0, 1},
    {"not", make_not, 0, 0, 0},
    {"big", make_big, 1.2, 0, CLASS_ORD},
    {"bigl", make_big, 1.2, 0, CLASS_OPEN},
    {"bigr", make_big, 1.2, 0, CLASS_CLOSE},
    {"bigm", make_big, 1.2, 0, CLASS_REL},
    {"Big", make_big, 1.8, 0, CLASS_ORD},
    {"Bigl", make_big, 1.8, 0, CLASS_OPEN},
    {"Bigr", make_big, 1.8, 0, CLASS_CLOSE},
    {"Bigm", make_big, 1.8, 0, CLASS_REL},
    {"bigg", make_big, 2.4, 0, CLASS_ORD},
    {"biggl", make_big, 2.4, 0, CLASS_OPEN},
    {"biggr", make_big, 2.4, 0, CLASS_CLOSE},
    {"biggm", make_big, 2.4, 0, CLASS_REL},
    {"Bigg", make_big, 3, 0, CLASS_ORD},
    {"Biggl", make_big, 3, 0, CLASS_OPEN},
    {"Biggr", make_big, 3, 0, CLASS_CLOSE},
    {"Biggm", make_big, 3, 0, CLASS_REL},
    {"left", make_left, 0, 0, 0},
    {"middle", make_middle, 0, 0, 0},
    {"substack", make_substack, 0, 0, 0},
    {"begin", make_begin, 0, 0, 0},
    {"tag", make_tag, 0, 0, 0},
    {"tag*", make_tag, 0, 0, 1},
    {"newcommand", make_definition, 0, 0, 0},
    {"renewcommand", make_definition, 0, 0, 0},
    {"providecommand", make_definition, 0, 0, 0},
    {"DeclareMathOperator", make_definition, 0, 0, 0},
    {"def", make_definition, 0, 0, 0},
    {"displaylimits", make_nothing, 0, 0, 0},
    {"null", make_nothing, 0, 0, 0},
    {"mathbreak", make_nothing, 0, 0, 0},
    {"vspace", make_nothing, 1, 0, 0},
    {"vspace*", make_nothing, 1, 0, 0},
    {"noindent", make_nothing, 0, 0, 0},
    {"par", make_nothing, 0, 0, 0},
    {"hfill", make_nothing, 0, 0, 0},
    {"newline", make_nothing, 0, 0, 0},
    {"centering", make_nothing, 0, 0, 0},
    {"label", make_nothing, 1, 0, 0},
    {"nonumber", make_nothing, 0, 0, 0},
    {"notag", make_nothing, 0, 0, 0},
    {"allowbreak", make_nothing, 0, 0, 0},
    {"nobreak", make_nothing, 0, 0, 0},
    {"relax", make_nothing, 0, 0, 0},
    {"limits", make_nothing, 0, 0, 0},
    {"nolimits", make_nothing, 0, 0, 0},
    {"unicode", make_nothing, 1, 0, 0},
};

const char *math_command_name(int i) {
    return i >= 0 && (size_t)i < sizeof commands / sizeof *commands ? commands[i].name : NULL;
}

MathNode *math_make_command(MathParser *p, const char *name, size_t n, bool *ret_known) {
    *ret_known = false;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strncmp(commands[i].name, name, n) || commands[i].name[n]) continue;
        *ret_known = true;
        return commands[i].make(p, &commands[i]);
    }
    return NULL;
}
