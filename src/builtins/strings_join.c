// builtins/strings_join.c: putting texts together and taking them apart: strcat, join, split,
// strtok.
#include "base/utf.h"
#include "base/vec.h"
#include "builtins/library.h"
#include "builtins/text_arguments.h"

// ---- strcat -------------------------------------------------------------------------------------

/// char arguments lose trailing white space; cells and strings keep it.
static Status read_parts(Call *call, StringArray **parts, TextKind *ret_kind) {
    *ret_kind = TEXT_CHAR;
    for (int i = 0; i < call->nargin; i++) {
        TextKind kind;
        TRY(arg_texts(call, i, &parts[i], &kind));
        if (kind > *ret_kind) *ret_kind = kind;
    }
    for (int i = 0; i < call->nargin; i++) {
        if (text_kind(call->arg[i]) != TEXT_CHAR || *ret_kind != TEXT_CHAR) continue;
        OWN_STRINGS *cut = NULL;
        TRY(string_new(call->ctx, &parts[i]->shape, &cut));
        for (Index k = 0; k < cut->numel; k++) {
            const Text *t = parts[i]->items[k];
            size_t n = t->n_bytes;
            while (n > 0 && strchr(" \t\n\v\f\r", t->bytes[n - 1])) n--; // a NUL counts as well
            TRY(text_new(call->ctx, t->bytes, n, &cut->items[k]));
        }
        value_unref(value_take_string(parts[i]));
        parts[i] = GIVE(cut);
    }
    return OK;
}

static Status common_shape(Call *call, StringArray *const *parts, Shape *ret) {
    *ret = shape_2d(1, 1);
    for (int i = 0; i < call->nargin; i++) {
        if (parts[i]->numel == 1) continue;
        if (shape_numel(ret) != 1 && !shape_equal(ret, &parts[i]->shape))
            return call_fail(call, ERR_SIZE, "MATLAB:strcat:InvalidInputSize",
                             "All the inputs must be the same size or scalars.");
        *ret = parts[i]->shape;
    }
    return OK;
}

static Status join_parts(Call *call, StringArray *const *parts, StringArray **ret) {
    Shape shape;
    OWN_STRINGS *out = NULL;
    TRY(common_shape(call, parts, &shape));
    TRY(string_new(call->ctx, &shape, &out));
    for (Index k = 0; k < out->numel; k++) {
        OWN_BUF buf = BUF_INIT;
        bool missing = false;
        for (int i = 0; i < call->nargin; i++) {
            const Text *t = parts[i]->items[parts[i]->numel == 1 ? 0 : k];
            if (t)
                buf_put(&buf, t->bytes, t->n_bytes);
            else
                missing = true;
        }
        if (!missing) TRY(text_from_buf(call->ctx, &buf, &out->items[k]));
    }
    *ret = GIVE(out);
    return OK;
}

BUILTIN(strcat, "s = strcat(s1,...,sN)", ARITY(1, -1, 1), "Joins texts horizontally.",
        "s1,...,sN: character arrays (trailing white space is dropped), cell arrays or string "
        "arrays of one size, or scalars",
        "s: text; string if any input is one, else cell array if any is one", "Sizes must agree.",
        "assert(strcmp(strcat('a ','b'), 'ab'))\nassert(isequal(strcat({'a '},'b'), {'a "
        "b'}))\nassert(strcat(\"a \",\"b\") == \"a b\")",
        "join, strjoin, append") {
    OWN_MEM StringArray **parts = mem_alloc_zero((size_t)call->nargin * sizeof *parts);
    if (!parts) return ctx_fail_nomem(call->ctx);
    TextKind kind = TEXT_CHAR;
    OWN_STRINGS *out = NULL;
    Status status = read_parts(call, parts, &kind);
    if (status == OK) status = join_parts(call, parts, &out);
    for (int i = 0; i < call->nargin; i++)
        if (parts[i]) value_unref(value_take_string(parts[i]));
    TRY(status);
    return ret_texts(call, 0, kind, GIVE(out));
}

BUILTIN(append, "str = append(str1,...,strN)", ARITY(1, -1, 1),
        "Joins texts, keeping all white space.", "str1,...,strN: text", "str: text",
        "Sizes must agree.", "assert(strcmp(append('a ','b'), 'a b'))", "strcat, join") {
    OWN_MEM StringArray **parts = mem_alloc_zero((size_t)call->nargin * sizeof *parts);
    if (!parts) return ctx_fail_nomem(call->ctx);
    TextKind kind = TEXT_CHAR;
    OWN_STRINGS *out = NULL;
    Status status = OK;
    for (int i = 0; i < call->nargin && status == OK; i++) {
        TextKind one;
        status = arg_texts(call, i, &parts[i], &one);
        if (status == OK && one > kind) kind = one;
    }
    if (status == OK) status = join_parts(call, parts, &out);
    for (int i = 0; i < call->nargin; i++)
        if (parts[i]) value_unref(value_take_string(parts[i]));
    TRY(status);
    return ret_texts(call, 0, kind, GIVE(out));
}

// ---- join ---------------------------------------------------------------------------------------

/// Element k of the delimiters between n texts: one for all, or n - 1.
static Status check_delimiters(Call *call, const StringArray *d, Index n) {
    if (d->numel == 1 || d->numel == n - 1) return OK;
    return call_fail(call, ERR_SIZE, "MATLAB:strjoin:WrongNumberOfDelimiterElements",
                     "The number of delimiters must be 1 or one less than the number of texts.");
}

static void put_joined(const StringArray *s, Index start, Index stride, Index n,
                       const StringArray *d, Buf *out, bool *missing) {
    for (Index k = 0; k < n; k++) {
        const Text *delimiter = k > 0 ? d->items[d->numel == 1 ? 0 : k - 1] : NULL;
        const Text *t = s->items[start + k * stride];
        if (delimiter) buf_put(out, delimiter->bytes, delimiter->n_bytes);
        if (t)
            buf_put(out, t->bytes, t->n_bytes);
        else
            *missing = true;
    }
}

static Status one_string(Ctx *ctx, const char *text, StringArray **ret) {
    Shape one = shape_2d(1, 1);
    OWN_STRINGS *s = NULL;
    TRY(string_new(ctx, &one, &s));
    TRY(text_new(ctx, text, strlen(text), &s->items[0]));
    *ret = GIVE(s);
    return OK;
}

/// Delimiters of argument i with escapes undone; `fallback` when it is not given.
static Status read_delimiters(Call *call, int i, const char *fallback, bool escapes,
                              StringArray **ret) {
    if (i >= call->nargin) return one_string(call->ctx, fallback, ret);
    OWN_STRINGS *raw = NULL, *s = NULL;
    TRY(arg_strings(call, i, &raw));
    TRY(string_new(call->ctx, &raw->shape, &s));
    for (Index k = 0; k < s->numel; k++) {
        if (!raw->items[k]) continue;
        if (escapes)
            TRY(text_unescape(call->ctx, raw->items[k], &s->items[k]));
        else
            s->items[k] = text_ref(raw->items[k]);
    }
    *ret = GIVE(s);
    return OK;
}

BUILTIN(
    strjoin, "str = strjoin(C)\nstr = strjoin(C,delimiter)", ARITY(1, 2, 1),
    "Joins the texts of an array into one.",
    "C: cell array of character vectors or string array\ndelimiter: text, a blank by default; "
    "escapes such as \\n are translated; or one text between each two",
    "str: character vector, or string for a string array", "",
    "assert(strcmp(strjoin({'a','b'}, ', '), 'a, b'))\nassert(strjoin([\"a\" \"b\"]) == \"a b\")",
    "strsplit, join, strcat") {
    OWN_STRINGS *s = NULL, *d = NULL;
    TextKind kind;
    TRY(arg_texts(call, 0, &s, &kind));
    TRY(read_delimiters(call, 1, " ", true, &d));
    TRY(check_delimiters(call, d, s->numel));
    OWN_BUF out = BUF_INIT;
    bool missing = false;
    put_joined(s, 0, 1, s->numel, d, &out, &missing);
    if (out.failed) return ctx_fail_nomem(call->ctx);
    return text_value(call->ctx, kind, buf_text(&out), out.len, &call->ret[0]);
}

/// Dimension argument among the last ones; -1 when there is none.
static Status read_join_arguments(Call *call, StringArray **delimiters, int *ret_dim) {
    *ret_dim = -1;
    int last = call->nargin;
    if (last > 1 && !value_is_text_scalar(call->arg[last - 1]) &&
        value_is_numeric(call->arg[last - 1])) {
        TRY(arg_dim(call, last - 1, ret_dim));
        last--;
    }
    if (last > 2) return call_fail(call, ERR_ARG, "MATLAB:maxrhs", "Too many input arguments.");
    if (last == 1) return one_string(call->ctx, " ", delimiters);
    return read_delimiters(call, 1, " ", false, delimiters);
}

BUILTIN(
    join,
    "newStr = join(str)\nnewStr = join(str,delimiter)\nnewStr = join(str,delimiter,dim)\nT = "
    "join(Tleft,Tright)\n[T,iright] = join(Tleft,Tright,Name=Value)",
    ARITY(1, -1, 2), "Joins the strings along a dimension, or two tables by their key variables.",
    "str: string array or cell array of character vectors\ndelimiter: text, a blank by "
    "default\ndim: dimension, the last one whose size is not 1 by default\nTleft, Tright: tables; "
    "every row of Tleft "
    "has its key once in Tright\nName: Keys, LeftKeys, RightKeys, LeftVariables, RightVariables",
    "newStr: string array, or cell array for a cell array\nT: table with the rows of "
    "Tleft\niright: rows of Tright",
    "Fails when a key is not in Tright or stands there twice.",
    "assert(join([\"a\" \"b\"]) == \"a b\")\nassert(isequal(join([\"a\" \"b\";\"c\" "
    "\"d\"],\"-\"), [\"a-b\";\"c-d\"]))",
    "split, strjoin, plus") {
    OWN_STRINGS *s = NULL, *d = NULL, *out = NULL;
    TextKind kind;
    int dim;
    if (call->arg[0].tag == VAL_OBJECT) return library_run(call, "table_join");
    if (call->nargin > 3)
        return call_fail(call, ERR_ARG, "MATLAB:TooManyInputs", "Too many input arguments.");
    TRY(arg_texts(call, 0, &s, &kind));
    TRY(read_join_arguments(call, &d, &dim));
    for (int k = 0; dim < 0 && k < s->shape.n_dims; k++)
        if (s->shape.dim[s->shape.n_dims - 1 - k] != 1) dim = s->shape.n_dims - 1 - k;
    if (dim < 0) dim = 0;
    Lines lines = lines_along(&s->shape, dim);
    TRY(check_delimiters(call, d, lines.n));
    Shape shape = s->shape;
    if (dim < shape.n_dims) shape.dim[dim] = 1;
    shape_trim(&shape);
    TRY(string_new(call->ctx, &shape, &out));
    for (Index k = 0; k < out->numel; k++) {
        OWN_BUF buf = BUF_INIT;
        bool missing = false;
        put_joined(s, line_start(&lines, k), lines.stride, lines.n, d, &buf, &missing);
        if (!missing) TRY(text_from_buf(call->ctx, &buf, &out->items[k]));
    }
    return ret_texts(call, 0, kind == TEXT_CHAR ? TEXT_CHAR : kind, GIVE(out));
}

// ---- taking apart -------------------------------------------------------------------------------

/// Slices of a text between delimiters, and the delimiters themselves.
typedef struct Cuts {
    size_t *at; // start, end of piece 0, start of piece 1, …: pieces lie between
    Index n, cap;
} Cuts;

static Status cuts_push(Ctx *ctx, Cuts *c, size_t at) {
    VEC_PUSH_TRY(ctx, c->at, c->n, c->cap, at);
    return OK;
}

static Index whitespace_at(const Text *t, size_t at) {
    size_t pos = at;
    return code_is_space(utf8_next(t->bytes, t->n_bytes, &pos)) ? (Index)(pos - at) : 0;
}

/// delimiters null: white space. collapse: neighbours count as one delimiter.
static Status find_cuts(Ctx *ctx, const Text *t, const StringArray *delimiters, bool collapse,
                        Cuts *cuts) {
    TRY(cuts_push(ctx, cuts, 0));
    bool just_cut = false;
    for (size_t pos = 0; pos < t->n_bytes;) {
        Index n = 0;
        if (delimiters) {
            Index which = text_match_any(t, pos, delimiters);
            if (which >= 0) n = (Index)delimiters->items[which]->n_bytes;
        } else {
            n = whitespace_at(t, pos);
        }
        if (n == 0) {
            pos++;
            just_cut = false;
            continue;
        }
        if (just_cut && collapse) {
            cuts->at[cuts->n - 1] = pos + (size_t)n;
        } else {
            TRY(cuts_push(ctx, cuts, pos));
            TRY(cuts_push(ctx, cuts, pos + (size_t)n));
        }
        just_cut = true;
        pos += (size_t)n;
    }
    return cuts_push(ctx, cuts, t->n_bytes);
}

/// Pieces (offset 0) or the delimiters between them (offset 1) into out[k * stride].
static Status put_pieces(Ctx *ctx, const Text *t, const Cuts *cuts, int offset, Text **out,
                         Index stride) {
    Index k = 0;
    for (Index i = offset; i + 1 < cuts->n; i += 2, k++)
        TRY(text_new(ctx, t->bytes + cuts->at[i], cuts->at[i + 1] - cuts->at[i], &out[k * stride]));
    return OK;
}

static Status pieces_row(Call *call, int output, const Text *t, const Cuts *cuts, int offset,
                         TextKind kind) {
    OWN_STRINGS *s = NULL;
    Shape shape = shape_2d(1, cuts->n / 2 - offset);
    TRY(string_new(call->ctx, &shape, &s));
    TRY(put_pieces(call->ctx, t, cuts, offset, s->items, 1));
    return ret_texts(call, output, kind == TEXT_STRING ? TEXT_STRING : TEXT_CELL, GIVE(s));
}

/// The delimiters as one regular expression; the work is done by regexp.
static Status split_by_expression(Call *call, const StringArray *delimiters, bool collapse) {
    OWN_BUF pattern = BUF_INIT;
    buf_puts(&pattern, "(?:");
    for (Index i = 0; delimiters && i < delimiters->numel; i++)
        if (delimiters->items[i])
            buf_printf(&pattern, "%s%s", i > 0 ? "|" : "", delimiters->items[i]->bytes);
    if (!delimiters) buf_puts(&pattern, "\\s");
    buf_puts(&pattern, collapse ? ")+" : ")");
    if (pattern.failed) return ctx_fail_nomem(call->ctx);
    OWN_VALUE expression = VALUE_NONE, split_word = VALUE_NONE, match_word = VALUE_NONE;
    TRY(value_from_utf8(call->ctx, buf_text(&pattern), pattern.len, &expression));
    TRY(value_from_text(call->ctx, "split", &split_word));
    TRY(value_from_text(call->ctx, "match", &match_word));
    Value args[] = {call->arg[0], expression, split_word, match_word};
    return vm_call_name(call->vm, "regexp", args, 4, call->nargout > 1 ? 2 : 1, call->ret);
}

BUILTIN(
    strsplit,
    "C = strsplit(str)\nC = strsplit(str,delimiter)\nC = "
    "strsplit(str,delimiter,Name,Value)\n[C,matches] = strsplit(...)",
    ARITY(1, 6, 2), "Splits one text at delimiters.",
    "str: character vector or string scalar\ndelimiter: text or several; white space by default; "
    "escapes such as \\n are translated\nCollapseDelimiters: true (default) takes neighbouring "
    "delimiters as one\nDelimiterType: \"Simple\" (default) or \"RegularExpression\"",
    "C: row of pieces: cell array, or string array for a string\nmatches: the delimiters found", "",
    "assert(isequal(strsplit('a,b,,c', ','), {'a','b','c'}))\nassert(isequal(strsplit(\"a b\"), "
    "[\"a\" \"b\"]))",
    "split, strjoin, regexp") {
    OWN_TEXT *t = NULL;
    TRY(arg_one_text(call, 0, &t));
    int first = 1;
    OWN_STRINGS *delimiters = NULL;
    bool named =
        call->nargin > 1 &&
        (arg_is_word(call, 1, "CollapseDelimiters") || arg_is_word(call, 1, "DelimiterType")) &&
        call->nargin % 2 == 1;
    if (call->nargin > 1 && !named) {
        TRY(read_delimiters(call, 1, "", true, &delimiters));
        first = 2;
    }
    Option options[] = {{"CollapseDelimiters", NULL}, {"DelimiterType", NULL}};
    TRY(arg_options(call, first, options, 2));
    bool collapse = true;
    if (options[0].value) TRY(value_truth(call->ctx, *options[0].value, &collapse));
    bool is_regexp = false;
    if (options[1].value) {
        OWN_MEM char *type = NULL;
        TRY(value_to_utf8(call->ctx, *options[1].value, &type));
        is_regexp = text_same(type, "RegularExpression");
        if (!is_regexp && !text_same(type, "Simple"))
            return call_fail(call, ERR_ARG, "MATLAB:strsplit:InvalidDelimiterType",
                             "DelimiterType must be \"Simple\" or \"RegularExpression\".");
    }
    if (is_regexp) {
        OWN_STRINGS *expressions = NULL; // as written: escapes belong to the expression
        if (delimiters) TRY(arg_strings(call, 1, &expressions));
        return split_by_expression(call, expressions, collapse);
    }
    Cuts cuts = {0};
    Status status = find_cuts(call->ctx, t, delimiters, collapse, &cuts);
    if (status == OK) status = pieces_row(call, 0, t, &cuts, 0, text_kind(call->arg[0]));
    if (status == OK && ret_wanted(call, 1))
        status = pieces_row(call, 1, t, &cuts, 1, text_kind(call->arg[0]));
    mem_free(cuts.at);
    return status;
}

/// Where the pieces of split lie: a new dimension of `pieces` entries.
static Status split_shape(Call *call, const StringArray *s, Index pieces, int dim, Shape *ret,
                          Index *ret_stride) {
    Index dims[SHAPE_MAX_DIMS];
    if (dim >= SHAPE_MAX_DIMS)
        return call_fail(call, ERR_LIMIT, "MATLAB:maxdims", "Too many dimensions.");
    for (int k = 0; k < SHAPE_MAX_DIMS; k++) dims[k] = shape_dim(&s->shape, k);
    if (dims[dim] != 1)
        return call_fail(call, ERR_SIZE, "MATLAB:string:split:dimension",
                         "The size of str along the dimension must be 1.");
    *ret_stride = 1;
    for (int k = 0; k < dim; k++) *ret_stride *= dims[k];
    dims[dim] = pieces;
    return shape_make(call->ctx, dims, SHAPE_MAX_DIMS, ret);
}

static Status split_into(Call *call, const StringArray *s, const Cuts *cuts, int offset, int dim,
                         TextKind kind, int output) {
    Index pieces = s->numel > 0 ? cuts[0].n / 2 - offset : 0, stride = 1;
    Shape shape;
    OWN_STRINGS *out = NULL;
    TRY(split_shape(call, s, pieces, dim, &shape, &stride));
    TRY(string_new(call->ctx, &shape, &out));
    for (Index i = 0; i < s->numel; i++) {
        Index start = (i / stride) * stride * pieces + i % stride;
        TRY(put_pieces(call->ctx, s->items[i], &cuts[i], offset, out->items + start, stride));
    }
    return ret_texts(call, output, kind == TEXT_STRING ? TEXT_STRING : TEXT_CELL, GIVE(out));
}

BUILTIN(split,
        "newStr = split(str)\nnewStr = split(str,delimiter)\nnewStr = "
        "split(str,delimiter,dim)\n[newStr,match] = split(...)",
        ARITY(1, 3, 2), "Splits strings at delimiters.",
        "str: text; every element must give the same number of pieces\ndelimiter: text or several; "
        "white space by default\ndim: dimension of the pieces, the first whose size is 1 beyond "
        "the first by default (a scalar gives a column)",
        "newStr: string array, or cell array for other text\nmatch: the delimiters found",
        "Elements with different numbers of pieces cannot be split together.",
        "assert(isequal(split(\"a-b-c\",\"-\"), [\"a\";\"b\";\"c\"]))\nassert(isequal(split([\"a "
        "b\";\"c d\"]), [\"a\" \"b\";\"c\" \"d\"]))",
        "strsplit, join, splitlines") {
    OWN_STRINGS *s = NULL, *delimiters = NULL;
    TextKind kind;
    TRY(arg_texts(call, 0, &s, &kind));
    if (call->nargin > 1) TRY(read_delimiters(call, 1, "", false, &delimiters));
    int dim = s->numel == 1 ? 0 : 1;
    if (s->numel != 1 && shape_dim(&s->shape, 1) != 1)
        dim = s->shape.dim[0] == 1 && s->shape.n_dims == 2 ? 2 : s->shape.n_dims;
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    Cuts *cuts = mem_alloc_zero((size_t)(s->numel + 1) * sizeof *cuts);
    Status status = cuts ? OK : ctx_fail_nomem(call->ctx);
    for (Index i = 0; status == OK && i < s->numel; i++) {
        if (!s->items[i])
            status = call_fail(call, ERR_ARG, "MATLAB:string:split:missing",
                               "A missing string cannot be split.");
        else
            status = find_cuts(call->ctx, s->items[i], delimiters, false, &cuts[i]);
        if (status == OK && cuts[i].n != cuts[0].n)
            status = call_fail(
                call, ERR_SIZE, "MATLAB:string:split:numberOfPieces",
                "Element %lld of the text contains %lld delimiters while the previous elements "
                "have %lld. All elements must contain the same number of delimiters.",
                (long long)i + 1, (long long)(cuts[i].n / 2 - 1), (long long)(cuts[0].n / 2 - 1));
    }
    if (status == OK) status = split_into(call, s, cuts, 0, dim, kind, 0);
    if (status == OK && ret_wanted(call, 1)) status = split_into(call, s, cuts, 1, dim, kind, 1);
    for (Index i = 0; cuts && i < s->numel; i++) mem_free(cuts[i].at);
    mem_free(cuts);
    return status;
}

BUILTIN(splitlines, "newStr = splitlines(str)", ARITY(1, 1, 1), "Splits text at line ends.",
        "str: character vector or string scalar", "newStr: column of lines", "",
        "assert(isequal(splitlines(sprintf(\"a\\nb\")), [\"a\";\"b\"]))", "split, newline") {
    OWN_TEXT *t = NULL;
    OWN_STRINGS *s = NULL;
    TRY(arg_one_text(call, 0, &t));
    Index n = 1, k = 0;
    for (size_t i = 0; i < t->n_bytes; i++)
        n += t->bytes[i] == '\n' || (t->bytes[i] == '\r' && t->bytes[i + 1] != '\n');
    Shape shape = shape_2d(n, 1);
    TRY(string_new(call->ctx, &shape, &s));
    for (size_t start = 0, i = 0; i <= t->n_bytes; i++) {
        bool end = i == t->n_bytes, both = !end && t->bytes[i] == '\r' && t->bytes[i + 1] == '\n';
        if (!end && t->bytes[i] != '\n' && t->bytes[i] != '\r') continue;
        TRY(text_new(call->ctx, t->bytes + start, i - start, &s->items[k++]));
        i += both;
        start = i + 1;
    }
    return ret_texts(call, 0, call->arg[0].tag == VAL_STRING ? TEXT_STRING : TEXT_CELL, GIVE(s));
}

// ---- strtok -------------------------------------------------------------------------------------

/// Start and end of the first run without delimiter characters.
static void find_token(const Text *t, const Text *delimiters, size_t *ret_start, size_t *ret_end) {
    size_t pos = 0, start = t->n_bytes, end = t->n_bytes;
    bool inside = false;
    while (pos < t->n_bytes) {
        size_t at = pos;
        uint32_t c = utf8_next(t->bytes, t->n_bytes, &pos);
        bool is_delimiter = delimiters ? memmem(delimiters->bytes, delimiters->n_bytes,
                                                t->bytes + at, pos - at) != NULL
                                       : (c >= 9 && c <= 13) || c == ' ' || c == 0;
        if (!inside && !is_delimiter) {
            inside = true;
            start = at;
        } else if (inside && is_delimiter) {
            end = at;
            break;
        }
    }
    *ret_start = start;
    *ret_end = end;
}

BUILTIN(strtok, "token = strtok(str)\ntoken = strtok(str,delimiters)\n[token,remain] = strtok(...)",
        ARITY(1, 2, 2), "First piece of text between delimiter characters.",
        "str: text\ndelimiters: characters that separate, white space by default",
        "token: text before the first delimiter, leading ones skipped\nremain: the rest, with its "
        "delimiter",
        "", "[t,r] = strtok('a b c'); assert(strcmp(t,'a') && strcmp(r,' b c'))",
        "split, strsplit") {
    OWN_STRINGS *s = NULL, *token = NULL, *rest = NULL;
    OWN_TEXT *delimiters = NULL;
    TextKind kind;
    TRY(arg_texts(call, 0, &s, &kind));
    if (call->nargin > 1) TRY(arg_one_text(call, 1, &delimiters));
    TRY(string_new(call->ctx, &s->shape, &token));
    TRY(string_new(call->ctx, &s->shape, &rest));
    for (Index i = 0; i < s->numel; i++) {
        const Text *t = s->items[i];
        if (!t) continue;
        size_t start, end;
        find_token(t, delimiters, &start, &end);
        TRY(text_new(call->ctx, t->bytes + start, end - start, &token->items[i]));
        TRY(text_new(call->ctx, t->bytes + end, t->n_bytes - end, &rest->items[i]));
    }
    TRY(ret_texts(call, 0, kind, GIVE(token)));
    return ret_wanted(call, 1) ? ret_texts(call, 1, kind, GIVE(rest)) : OK;
}

const BuiltinDef *const family_strings_join[] = {&def_strcat,     &def_append,   &def_strjoin,
                                                 &def_join,       &def_strsplit, &def_split,
                                                 &def_splitlines, &def_strtok,   NULL};
