// builtins/regexp.c: regular expressions, on PCRE2. The pattern is translated where the languages
// differ (\< \> \b \v), all matches are collected as byte offsets, and each output is built from
// them only when it is wanted.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/utf.h"
#include "base/vec.h"
#include "builtins/text_arguments.h"
#include <ctype.h>
#include <pcre2.h>

typedef struct Regex {
    pcre2_code *code;
    pcre2_match_data *data;
    uint32_t n_groups;
    bool once, empty_match;
} Regex;

/// All matches of one text: (n_groups + 1) pairs of byte offsets each; PCRE2_UNSET for groups that
/// took no part.
typedef struct Matches {
    size_t *at;
    Index n, cap; // offsets, not matches
    Index count;
} Matches;

static void regex_done(Regex *r) {
    pcre2_match_data_free(r->data);
    pcre2_code_free(r->code);
}
#define OWN_REGEX __attribute__((cleanup(regex_done))) Regex

static void context_done(pcre2_match_context **c) {
    pcre2_match_context_free(*c);
}
#define OWN_CONTEXT __attribute__((cleanup(context_done))) pcre2_match_context

static void matches_done(Matches *m) {
    mem_free(m->at);
}
#define OWN_MATCHES __attribute__((cleanup(matches_done))) Matches

// ---- the pattern --------------------------------------------------------------------------------

/// Escape sequence at s[0] == '\\' outside or inside a class; returns the bytes used.
static size_t put_escape(const char *s, size_t n, bool in_class, Buf *out) {
    if (n < 2) {
        buf_puts(out, "\\\\");
        return 1;
    }
    switch (s[1]) {
    case '<': buf_puts(out, in_class ? "<" : "\\b(?=\\w)"); return 2;
    case '>': buf_puts(out, in_class ? ">" : "\\b(?<=\\w)"); return 2;
    case 'b': buf_puts(out, "\\x08"); return 2;
    case 'v': buf_puts(out, "\\x0b"); return 2;
    case 'o':
        if (n > 2 && s[2] == '{') break;
        buf_puts(out, "\\o{");
        for (size_t i = 2; i < n && i < 5 && s[i] >= '0' && s[i] <= '7'; i++) buf_putc(out, s[i]);
        buf_putc(out, '}');
        for (size_t i = 2;; i++)
            if (i >= n || i >= 5 || s[i] < '0' || s[i] > '7') return i;
    default: break;
    }
    buf_put(out, s, 2);
    return 2;
}

/// True when a group at s ("(?…") runs code of its own, which is not supported.
static bool is_dynamic(const char *s, size_t n) {
    return n > 2 && s[0] == '(' && s[1] == '?' && (s[2] == '@' || s[2] == '?' || s[2] == '$');
}

static Status translate(Ctx *ctx, const Text *pattern, Buf *out) {
    const char *s = pattern->bytes;
    bool in_class = false;
    for (size_t pos = 0; pos < pattern->n_bytes;) {
        if (!in_class && is_dynamic(s + pos, pattern->n_bytes - pos))
            return ctx_fail_unsupported(ctx, "a dynamic regular expression, (?@…) or (??…)");
        if (s[pos] == '\\') {
            pos += put_escape(s + pos, pattern->n_bytes - pos, in_class, out);
            continue;
        }
        if (in_class && s[pos] == '[' && s[pos + 1] == ':') {
            const char *end = strstr(s + pos, ":]");
            size_t n = end ? (size_t)(end - (s + pos)) + 2 : 1;
            buf_put(out, s + pos, n);
            pos += n;
            continue;
        }
        buf_putc(out, s[pos]);
        if (!in_class && s[pos] == '[') {
            in_class = true;
            if (s[pos + 1] == '^') buf_putc(out, s[++pos]);
            if (s[pos + 1] == ']') buf_putc(out, s[++pos]);
        } else if (in_class && s[pos] == ']') {
            in_class = false;
        }
        pos++;
    }
    return OK;
}

static Status regex_compile(Call *call, const Text *pattern, uint32_t flags, Regex *ret) {
    OWN_BUF text = BUF_INIT;
    buf_puts(&text, "(?C1)"); // at_start is called wherever a match may start
    TRY(translate(call->ctx, pattern, &text));
    if (text.failed) return ctx_fail_nomem(call->ctx);
    int error;
    PCRE2_SIZE offset;
    ret->code = pcre2_compile((PCRE2_SPTR)buf_text(&text), text.len,
                              flags | PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_DUPNAMES |
                                  PCRE2_NEVER_BACKSLASH_C,
                              &error, &offset, NULL);
    if (!ret->code) {
        PCRE2_UCHAR message[160];
        pcre2_get_error_message(error, message, sizeof message);
        return call_fail(call, ERR_ARG, "MATLAB:regexp:invalidExpression",
                         "The regular expression '%s' is not valid: %s.", pattern->bytes,
                         (const char *)message);
    }
    ret->data = pcre2_match_data_create_from_pattern(ret->code, NULL);
    if (!ret->data) return ctx_fail_nomem(call->ctx);
    pcre2_pattern_info(ret->code, PCRE2_INFO_CAPTURECOUNT, &ret->n_groups);
    return OK;
}

// ---- matching -----------------------------------------------------------------------------------

static Status add_match(Ctx *ctx, const Regex *r, Matches *m) {
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->data);
    for (uint32_t i = 0; i < 2 * (r->n_groups + 1); i++)
        VEC_PUSH_TRY(ctx, m->at, m->n, m->cap, v[i]);
    m->count++;
    return OK;
}

static Status fail_match(Call *call, int code) {
    if (code == PCRE2_ERROR_NOMEMORY) return ctx_fail_nomem(call->ctx);
    if (code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT ||
        code == PCRE2_ERROR_HEAPLIMIT)
        return call_fail(call, ERR_LIMIT, "MATLAB:regexp:matchLimit",
                         "The regular expression needs too many steps on this text.");
    return call_fail(call, ERR_ARG, "MATLAB:regexp:matchFailed",
                     "The regular expression cannot be applied to this text.");
}

static int at_start(pcre2_callout_block *block, void *ctx) {
    (void)block;
    return ctx_is_stopping(ctx) ? PCRE2_ERROR_CALLOUT : 0;
}

/// `limit` matches at most (0: all).
static Status regex_match(Call *call, const Regex *r, const Text *t, Index limit, Matches *m) {
    enum { LONG_TEXT = 1 << 16 }; // from here on each place is a look at the stop flag
    OWN_CONTEXT *long_text = NULL;
    if (t->n_bytes >= LONG_TEXT) {
        long_text = pcre2_match_context_create(NULL);
        if (!long_text) return ctx_fail_nomem(call->ctx);
        pcre2_set_callout(long_text, at_start, call->ctx);
    }
    size_t start = 0;
    uint32_t retry = 0;
    while (start <= t->n_bytes && !(limit > 0 && m->count >= limit)) {
        uint32_t options = r->empty_match ? retry : PCRE2_NOTEMPTY;
        if (m->count) options |= PCRE2_NO_UTF_CHECK; // the first match has checked the whole text
        int code =
            pcre2_match(r->code, (PCRE2_SPTR)t->bytes, t->n_bytes, start, options, r->data, long_text);
        if (code == PCRE2_ERROR_CALLOUT) return ctx_check_stop(call->ctx);
        if (code == PCRE2_ERROR_NOMATCH) {
            if (!retry) return OK;
            retry = 0;
            if (start >= t->n_bytes) return OK;
            utf8_next(t->bytes, t->n_bytes, &start);
            continue;
        }
        if (code < 0) return fail_match(call, code);
        const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->data);
        if (v[0] < start || v[1] < v[0])
            return fail_match(call, code); // \K in a place where it runs backwards
        TRY(add_match(call->ctx, r, m));
        start = v[1];
        retry = v[0] == v[1] ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
        if ((m->count & 255) == 0) TRY(ctx_check_stop(call->ctx));
    }
    return OK;
}

// ---- outputs ------------------------------------------------------------------------------------

enum { OUT_START, OUT_END, OUT_EXTENTS, OUT_MATCH, OUT_TOKENS, OUT_NAMES, OUT_SPLIT, N_OUTS };

typedef struct Subject {
    Call *call;
    const Regex *regex;
    const Text *text;
    const Matches *matches;
    TextKind kind;
} Subject;

static const size_t *match_at(const Subject *s, Index i) {
    return s->matches->at + i * 2 * (Index)(s->regex->n_groups + 1);
}

static Status slice_value(const Subject *s, size_t from, size_t to, Value *ret) {
    if (from == PCRE2_UNSET) from = to = 0;
    return text_value(s->call->ctx, s->kind, s->text->bytes + from, to > from ? to - from : 0, ret);
}

/// Slices as a row: string array, or cell array of char rows.
static Status slices_row(const Subject *s, const size_t *pairs, Index n, Value *ret) {
    Shape shape = shape_2d(1, n);
    OWN_STRINGS *out = NULL;
    TRY(string_new(s->call->ctx, &shape, &out));
    for (Index i = 0; i < n; i++) {
        size_t from = pairs[2 * i], to = pairs[2 * i + 1];
        if (from == PCRE2_UNSET) from = to = 0;
        TRY(text_new(s->call->ctx, s->text->bytes + from, to > from ? to - from : 0,
                     &out->items[i]));
    }
    return texts_take(s->call->ctx, s->kind == TEXT_STRING ? TEXT_STRING : TEXT_CELL, GIVE(out),
                      ret);
}

/// Tokens of one match; the whole match when there are no groups.
static Status tokens_row(const Subject *s, Index i, Value *ret) {
    uint32_t n = s->regex->n_groups;
    return slices_row(s, match_at(s, i) + (n > 0 ? 2 : 0), n > 0 ? n : 1, ret);
}

static Status positions(const Subject *s, int side, Value *ret) {
    Index n = s->matches->count;
    if (s->regex->once && n == 0) return value_empty(s->call->ctx, ret);
    Shape shape = shape_2d(1, n);
    OWN_TENSOR *t = NULL;
    TRY(tensor_new(s->call->ctx, CLASS_DOUBLE, &shape, &t));
    UnitWalk walk = {.text = s->text};
    for (Index i = 0; i < n; i++)
        tensor_f64(t)[i] = (double)unit_walk_to(&walk, match_at(s, i)[side]) + (side == 0);
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

/// n × 2 first and last positions of the tokens of one match.
static Status extents_of(const Subject *s, Index i, Value *ret) {
    uint32_t n = s->regex->n_groups;
    const size_t *pairs = match_at(s, i) + (n > 0 ? 2 : 0);
    Index rows = n > 0 ? n : 1;
    Shape shape = shape_2d(rows, 2);
    OWN_TENSOR *t = NULL;
    TRY(tensor_zeros(s->call->ctx, CLASS_DOUBLE, &shape, &t));
    for (Index k = 0; k < rows; k++) {
        if (pairs[2 * k] == PCRE2_UNSET) continue;
        tensor_f64(t)[k] = (double)text_units_before(s->text, pairs[2 * k]) + 1;
        tensor_f64(t)[k + rows] = (double)text_units_before(s->text, pairs[2 * k + 1]);
    }
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

typedef Status (*PerMatch)(const Subject *s, Index i, Value *ret);
static Status match_cell(const Subject *s, PerMatch fn, Value *ret) {
    Shape shape = shape_2d(1, s->matches->count);
    OWN_CELL *c = NULL;
    if (s->regex->once && s->matches->count > 0) return fn(s, 0, ret);
    if (s->regex->once) shape = shape_2d(0, 0);
    TRY(cell_new(s->call->ctx, &shape, &c));
    for (Index i = 0; i < c->numel; i++) TRY(fn(s, i, &c->items[i]));
    *ret = value_take_cell(GIVE(c));
    return OK;
}

static Status matched_text(const Subject *s, Value *ret) {
    Ctx *ctx = s->call->ctx;
    if (s->regex->once) {
        if (s->matches->count > 0) return slice_value(s, match_at(s, 0)[0], match_at(s, 0)[1], ret);
        if (s->kind != TEXT_STRING) return value_from_utf8(ctx, "", 0, ret);
        Shape one = shape_2d(1, 1);
        StringArray *missing;
        TRY(string_new(ctx, &one, &missing));
        *ret = value_take_string(missing);
        return OK;
    }
    OWN_MEM size_t *pairs = mem_alloc((size_t)(s->matches->count + 1) * 2 * sizeof *pairs);
    if (!pairs) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < s->matches->count; i++) {
        pairs[2 * i] = match_at(s, i)[0];
        pairs[2 * i + 1] = match_at(s, i)[1];
    }
    return slices_row(s, pairs, s->matches->count, ret);
}

static Status split_text(const Subject *s, Value *ret) {
    Index n = s->matches->count;
    OWN_MEM size_t *pairs = mem_alloc((size_t)(n + 1) * 2 * sizeof *pairs);
    if (!pairs) return ctx_fail_nomem(s->call->ctx);
    size_t from = 0;
    for (Index i = 0; i < n; i++) {
        pairs[2 * i] = from;
        pairs[2 * i + 1] = match_at(s, i)[0];
        from = match_at(s, i)[1];
    }
    pairs[2 * n] = from;
    pairs[2 * n + 1] = s->text->n_bytes;
    return slices_row(s, pairs, n + 1, ret);
}

/// Name of group k in the table of the pattern; null when it has none.
static const char *group_name(const Regex *r, uint32_t k) {
    uint32_t n = 0, size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMECOUNT, &n);
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMETABLE, &table);
    for (uint32_t i = 0; i < n; i++, table += size)
        if ((uint32_t)(table[0] << 8 | table[1]) == k) return (const char *)table + 2;
    return NULL;
}

static Status names_struct(const Subject *s, Value *ret) {
    Ctx *ctx = s->call->ctx;
    bool named = false;
    for (uint32_t k = 1; k <= s->regex->n_groups; k++) named = named || group_name(s->regex, k);
    Index n = s->matches->count;
    Shape shape = !named || n == 1 ? shape_2d(1, 1) : n == 0 ? shape_2d(0, 0) : shape_2d(1, n);
    OWN_STRUCT *out = NULL;
    TRY(struct_new(ctx, &shape, &out));
    for (uint32_t k = 1; k <= s->regex->n_groups; k++) {
        const char *name = group_name(s->regex, k);
        Index field;
        if (!name) continue;
        bool again = struct_find(out, name) >= 0;
        TRY(struct_add_field(ctx, out, name, &field));
        for (Index i = 0; i < n && i < out->numel; i++) {
            const size_t *pair = match_at(s, i) + 2 * k;
            if (again && pair[0] == PCRE2_UNSET) continue;
            Value v;
            TRY(slice_value(s, pair[0], pair[1], &v));
            TRY(struct_set(ctx, out, i, name, v));
        }
    }
    *ret = value_take_struct(GIVE(out));
    return OK;
}

static Status build_output(const Subject *s, int which, Value *ret) {
    switch (which) {
    case OUT_START: return positions(s, 0, ret);
    case OUT_END: return positions(s, 1, ret);
    case OUT_EXTENTS: return match_cell(s, extents_of, ret);
    case OUT_MATCH: return matched_text(s, ret);
    case OUT_TOKENS: return match_cell(s, tokens_row, ret);
    case OUT_NAMES: return names_struct(s, ret);
    default: return split_text(s, ret);
    }
}

// ---- options ------------------------------------------------------------------------------------

typedef struct RegexOptions {
    uint32_t flags;
    bool once, empty_match, force_cell;
    int order[N_OUTS];
    int n_order;
    Index nth; // regexprep: only this match
} RegexOptions;

static bool set_flag(RegexOptions *o, const char *word) {
    static const struct {
        const char *word;
        uint32_t flag;
        bool on;
    } flags[] = {{"ignorecase", PCRE2_CASELESS, true},   {"matchcase", PCRE2_CASELESS, false},
                 {"dotall", PCRE2_DOTALL, true},         {"dotexceptnewline", PCRE2_DOTALL, false},
                 {"lineanchors", PCRE2_MULTILINE, true}, {"stringanchors", PCRE2_MULTILINE, false},
                 {"freespacing", PCRE2_EXTENDED, true},  {"literalspacing", PCRE2_EXTENDED, false}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (!text_same(word, flags[i].word)) continue;
        o->flags = flags[i].on ? o->flags | flags[i].flag : o->flags & ~flags[i].flag;
        return true;
    }
    if (text_same(word, "once"))
        o->once = true;
    else if (text_same(word, "all"))
        o->once = false;
    else if (text_same(word, "emptymatch"))
        o->empty_match = true;
    else if (text_same(word, "noemptymatch"))
        o->empty_match = false;
    else if (text_same(word, "forceCellOutput"))
        o->force_cell = true;
    else
        return text_same(word, "warnings");
    return true;
}

static bool add_order(RegexOptions *o, const char *word) {
    static const char *const words[N_OUTS] = {"start",  "end",   "tokenExtents", "match",
                                              "tokens", "names", "split"};
    for (int i = 0; i < N_OUTS; i++) {
        if (!text_same(word, words[i])) continue;
        for (int k = 0; k < o->n_order; k++)
            if (o->order[k] == i) return true;
        o->order[o->n_order++] = i;
        return true;
    }
    return false;
}

static Status read_options(Call *call, int first, bool replace, RegexOptions *o) {
    for (int i = first; i < call->nargin; i++) {
        if (replace && !value_is_text_scalar(call->arg[i])) {
            TRY(arg_positive(call, i, &o->nth));
            continue;
        }
        OWN_MEM char *word = NULL;
        TRY(arg_text(call, i, &word));
        if (text_same(word, "preservecase"))
            return ctx_fail_unsupported(call->ctx, "the option 'preservecase' of regexprep");
        // Name=Value form: Match=true and the like
        bool known = set_flag(o, word) || (!replace && add_order(o, word));
        if (!known)
            return call_fail(call, ERR_ARG, "MATLAB:regexp:invalidOption",
                             "Invalid option '%s' for %s.", word, call->def->name);
        if (i + 1 < call->nargin && value_is_logical(call->arg[i + 1])) i++;
    }
    for (int k = 0; k < N_OUTS && !replace; k++) {
        static const char *const rest[N_OUTS] = {"start",  "end",   "tokenExtents", "match",
                                                 "tokens", "names", "split"};
        add_order(o, rest[k]);
    }
    return OK;
}

// ---- regexp -------------------------------------------------------------------------------------

static Status match_one(Call *call, const Text *t, const Text *pattern, const RegexOptions *o,
                        TextKind kind, Value *outs, int n_outs) {
    OWN_REGEX regex = {.once = o->once, .empty_match = o->empty_match};
    OWN_MATCHES matches = {0};
    TRY(regex_compile(call, pattern, o->flags, &regex));
    TRY(regex_match(call, &regex, t, o->once ? 1 : 0, &matches));
    Subject s = {.call = call, .regex = &regex, .text = t, .matches = &matches, .kind = kind};
    for (int i = 0; i < n_outs; i++) TRY(build_output(&s, o->order[i], &outs[i]));
    return OK;
}

/// Several texts or patterns: each output is a cell array.
static Status match_many(Call *call, const StringArray *texts, const StringArray *patterns,
                         const RegexOptions *o, TextKind kind, int n_outs) {
    const StringArray *larger = texts->numel == 1 ? patterns : texts;
    if (texts->numel != 1 && patterns->numel != 1 && texts->numel != patterns->numel)
        return call_fail(call, ERR_SIZE, "MATLAB:regexp:sizeMismatch",
                         "The numbers of texts and expressions must agree.");
    CellArray *cells[N_OUTS] = {0};
    Status status = OK;
    for (int k = 0; k < n_outs && status == OK; k++)
        status = cell_new(call->ctx, &larger->shape, &cells[k]);
    for (Index i = 0; i < larger->numel && status == OK; i++) {
        const Text *t = texts->items[texts->numel == 1 ? 0 : i],
                   *p = patterns->items[patterns->numel == 1 ? 0 : i];
        Value outs[N_OUTS] = {{0}};
        if (!t || !p)
            status = call_fail(call, ERR_ARG, "MATLAB:regexp:missing",
                               "Missing strings cannot be searched.");
        else
            status = match_one(call, t, p, o, kind, outs, n_outs);
        for (int k = 0; k < n_outs; k++) {
            if (status == OK)
                cells[k]->items[i] = outs[k];
            else
                value_unref(outs[k]);
        }
    }
    for (int k = 0; k < n_outs; k++) {
        if (status == OK)
            ret_value(call, k, value_take_cell(cells[k]));
        else if (cells[k])
            value_unref(value_take_cell(cells[k]));
    }
    return status;
}

static Status regexp_call(Call *call, uint32_t flags) {
    RegexOptions o = {.flags = flags | PCRE2_DOTALL};
    OWN_STRINGS *texts = NULL, *patterns = NULL;
    TextKind kind, pattern_kind;
    TRY(arg_texts(call, 0, &texts, &kind));
    TRY(arg_texts(call, 1, &patterns, &pattern_kind));
    TRY(read_options(call, 2, false, &o));
    int n_outs = call->nargout < 1 ? 1 : call->nargout;
    bool many = kind == TEXT_CELL || pattern_kind == TEXT_CELL || texts->numel != 1 ||
                patterns->numel != 1 || o.force_cell;
    TextKind result = kind == TEXT_STRING ? TEXT_STRING : TEXT_CHAR;
    if (many) return match_many(call, texts, patterns, &o, result, n_outs);
    if (!texts->items[0] || !patterns->items[0])
        return call_fail(call, ERR_ARG, "MATLAB:regexp:missing",
                         "Missing strings cannot be searched.");
    return match_one(call, texts->items[0], patterns->items[0], &o, result, call->ret, n_outs);
}

#define REGEXP_FORMS(f)                                                                         \
    "startIndex = " f                                                                           \
    "(str,expression)\n[startIndex,endIndex,tokenExtents,match,tokens,names,split] = " f        \
    "(str,expression)\nout = " f "(str,expression,outkey)\nout = " f "(...,\"once\")\n... = " f \
    "(...,option)"
#define REGEXP_IN                                                                                \
    "str: text or several texts\nexpression: regular expression or several\noutkey: \"start\", " \
    "\"end\", \"tokenExtents\", \"match\", \"tokens\", \"names\" or \"split\": the outputs "     \
    "wanted, in this order\n\"once\": the first match only\noption: \"ignorecase\", "            \
    "\"lineanchors\", \"dotexceptnewline\", \"freespacing\", \"emptymatch\", \"forceCellOutput\""
#define REGEXP_OUT                                                                                \
    "startIndex, endIndex: positions\nmatch, split: matched text, and the text between\ntokens: " \
    "texts of the groups of each match\nnames: structure with a field for each (?<name>…)"
BUILTIN(regexp,
    REGEXP_FORMS("regexp"), ARITY(2, -1, 7), "Finds matches of a regular expression.",
    REGEXP_IN, REGEXP_OUT, "Dynamic expressions such as (?@cmd) are not supported.",
    "assert(isequal(regexp('ab12','\\d'), [3 4]))\nassert(isequal(regexp('ab12','\\d+','match'), "
    "{'12'}))\nassert(strcmp(regexp('k=v','(\\w)=(\\w)','tokens','once'), {'k','v'}))\nn = "
    "regexp('a1','(?<l>[a-z])(?<d>\\d)','names'); assert(strcmp(n.d,'1'))",
    "regexpi, regexprep, strfind, split") {
    return regexp_call(call, 0);
}
BUILTIN(regexpi, REGEXP_FORMS("regexpi"), ARITY(2, -1, 7),
        "Finds matches of a regular expression without regard to case.", REGEXP_IN, REGEXP_OUT,
        "Dynamic expressions such as (?@cmd) are not supported.",
        "assert(isequal(regexpi('aB','b','match'), {'B'}))", "regexp") {
    return regexp_call(call, PCRE2_CASELESS);
}

// ---- regexprep ----------------------------------------------------------------------------------

/// Group named in $<name>; -1 when there is none.
static int group_of_name(const Regex *r, const char *name, size_t n) {
    for (uint32_t k = 1; k <= r->n_groups; k++) {
        const char *found = group_name(r, k);
        if (found && strlen(found) == n && memcmp(found, name, n) == 0) return (int)k;
    }
    return -1;
}

static void put_group(const Text *t, const size_t *match, uint32_t n_groups, long k, Buf *out) {
    if (k >= 0 && k <= (long)n_groups && match[2 * k] != PCRE2_UNSET)
        buf_put(out, t->bytes + match[2 * k], match[2 * k + 1] - match[2 * k]);
}

static size_t put_replacement_escape(const char *s, size_t n, Buf *out) {
    static const char from[] = "abfnrtv", to[] = "\a\b\f\n\r\t\v";
    if (n < 2) {
        buf_putc(out, '\\');
        return 1;
    }
    const char *found = s[1] ? strchr(from, s[1]) : NULL;
    buf_putc(out, found ? to[found - from] : s[1]);
    return 2;
}

/// $N, $0, $<name> at s[0] == '$'; returns the bytes used.
static Status put_reference(Call *call, const Regex *r, const Text *t, const size_t *match,
                            const char *s, size_t n, size_t *ret_used, Buf *out) {
    *ret_used = 1;
    if (n > 1 && s[1] == '{')
        return ctx_fail_unsupported(call->ctx, "a replacement that runs code, ${…}");
    if (n > 1 && isdigit((unsigned char)s[1])) {
        size_t end = 2;
        long k = s[1] - '0';
        while (end < n && isdigit((unsigned char)s[end]) &&
               k * 10 + (s[end] - '0') <= (long)r->n_groups)
            k = k * 10 + (s[end++] - '0');
        put_group(t, match, r->n_groups, k, out);
        *ret_used = end;
        return OK;
    }
    const char *close = n > 2 && s[1] == '<' ? memchr(s, '>', n) : NULL;
    if (close) {
        put_group(t, match, r->n_groups, group_of_name(r, s + 2, (size_t)(close - s) - 2), out);
        *ret_used = (size_t)(close - s) + 1;
        return OK;
    }
    buf_putc(out, '$');
    return OK;
}

static Status put_replacement(Call *call, const Regex *r, const Text *t, const size_t *match,
                              const Text *replacement, Buf *out) {
    const char *s = replacement->bytes;
    for (size_t pos = 0; pos < replacement->n_bytes;) {
        size_t used = 1;
        if (s[pos] == '\\')
            used = put_replacement_escape(s + pos, replacement->n_bytes - pos, out);
        else if (s[pos] == '$')
            TRY(put_reference(call, r, t, match, s + pos, replacement->n_bytes - pos, &used, out));
        else
            buf_putc(out, s[pos]);
        pos += used;
    }
    return OK;
}

static Status replace_one(Call *call, const Text *t, const Text *pattern, const Text *replacement,
                          const RegexOptions *o, Text **ret) {
    OWN_REGEX regex = {.empty_match = o->empty_match};
    OWN_MATCHES matches = {0};
    OWN_BUF out = BUF_INIT;
    TRY(regex_compile(call, pattern, o->flags, &regex));
    TRY(regex_match(call, &regex, t, o->once ? 1 : o->nth, &matches));
    size_t done = 0;
    for (Index i = o->nth > 0 ? o->nth - 1 : 0; i < matches.count; i++) {
        const size_t *match = matches.at + i * 2 * (Index)(regex.n_groups + 1);
        if ((i & 1023) == 1023) TRY(ctx_check_stop(call->ctx));
        buf_put(&out, t->bytes + done, match[0] - done);
        TRY(put_replacement(call, &regex, t, match, replacement, &out));
        done = match[1];
    }
    buf_put(&out, t->bytes + done, t->n_bytes - done);
    return text_from_buf(call->ctx, &out, ret);
}

typedef struct ReplaceAll {
    const StringArray *patterns, *replacements;
    const RegexOptions *options;
} ReplaceAll;

/// All expressions in turn, each on the result of the one before.
static Status replace_in_turn(Call *call, const Text *t, void *self, Text **ret) {
    const ReplaceAll *all = self;
    Text *current = text_ref((Text *)t);
    for (Index k = 0; k < all->patterns->numel; k++) {
        const Text *pattern = all->patterns->items[k],
                   *replacement = all->replacements->items[all->replacements->numel == 1 ? 0 : k];
        Text *next = NULL;
        Status status = pattern && replacement
                            ? replace_one(call, current, pattern, replacement, all->options, &next)
                            : call_fail(call, ERR_ARG, "MATLAB:regexprep:missing",
                                        "Missing strings cannot be used here.");
        text_unref(current);
        if (status != OK) return status;
        current = next;
    }
    *ret = current;
    return OK;
}

BUILTIN(regexprep,
        "newStr = regexprep(str,expression,replace)\nnewStr = "
        "regexprep(str,expression,replace,option)\nnewStr = regexprep(...,N)",
        ARITY(3, -1, 1), "Replaces matches of a regular expression.",
        "str: text or several texts\nexpression: regular expression or several, applied in "
        "turn\nreplace: text; $1, $2 … stand for groups, $0 for the match, $<name> for a named "
        "group\noption: \"once\", \"ignorecase\", and others as for regexp\nN: replace only the "
        "N-th match",
        "newStr: text of the same kind as str",
        "Replacements that run code, ${cmd}, are not supported.",
        "assert(strcmp(regexprep('ab','(a)(b)','$2$1'), "
        "'ba'))\nassert(regexprep(\"a1b22\",\"\\d+\",\"#\") == \"a#b#\")",
        "regexp, strrep, replace") {
    RegexOptions o = {.flags = PCRE2_DOTALL};
    OWN_STRINGS *patterns = NULL, *replacements = NULL;
    TRY(arg_strings(call, 1, &patterns));
    TRY(arg_strings(call, 2, &replacements));
    TRY(read_options(call, 3, true, &o));
    if (replacements->numel != 1 && replacements->numel != patterns->numel)
        return call_fail(
            call, ERR_SIZE, "MATLAB:regexprep:sizeMismatch",
            "The number of replacements must be 1 or equal the number of expressions.");
    ReplaceAll all = {.patterns = patterns, .replacements = replacements, .options = &o};
    return map_texts(call, 0, replace_in_turn, &all);
}

// ---- regexptranslate ----------------------------------------------------------------------------

static Status translate_text(Call *call, const Text *t, void *self, Text **ret) {
    bool wildcard = *(const bool *)self;
    OWN_BUF out = BUF_INIT;
    for (size_t i = 0; i < t->n_bytes; i++) {
        char c = t->bytes[i];
        if (wildcard && c == '*')
            buf_puts(&out, ".*");
        else if (wildcard && c == '?')
            buf_putc(&out, '.');
        else if (c && strchr(wildcard ? "." : "\\^$.|?*+()[]{}", c))
            buf_printf(&out, "\\%c", c);
        else
            buf_putc(&out, c);
    }
    return text_from_buf(call->ctx, &out, ret);
}
BUILTIN(regexptranslate,
        "newStr = regexptranslate(\"escape\",str)\nnewStr = regexptranslate(\"wildcard\",str)",
        ARITY(2, 2, 1), "Makes a regular expression that matches text literally or with wildcards.",
        "str: text; with \"wildcard\", * and ? stand for any characters",
        "newStr: regular expression", "",
        "assert(strcmp(regexptranslate('escape','a.b'), 'a\\.b'))", "regexp") {
    static const char *const words[] = {"escape", "wildcard", NULL};
    int which;
    TRY(arg_choice(call, 0, words, &which));
    bool wildcard = which == 1;
    return map_texts(call, 1, translate_text, &wildcard);
}

const BuiltinDef *const family_regexp[] = {&def_regexp, &def_regexpi, &def_regexprep,
                                           &def_regexptranslate, NULL};
