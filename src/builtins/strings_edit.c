// builtins/strings_edit.c: changing text: replacing, erasing, extracting, inserting, trimming,
// padding.
#include "base/utf.h"
#include "builtins/text_arguments.h"

#define TEXT_IN "str: character vector, cell array of character vectors or string array\n"
#define TEXT_OUT "newStr: text of the same kind and size"

// ---- replacing ----------------------------------------------------------------------------------

typedef struct Replacement {
    StringArray *from, *to; // to: one for all, or one for each
} Replacement;

static void replacement_done(Replacement *r) {
    if (r->from) value_unref(value_take_string(r->from));
    if (r->to) value_unref(value_take_string(r->to));
}

/// At each place the longest match; matches do not overlap.
static Status replace_text(Call *call, const Text *t, void *self, Text **ret) {
    const Replacement *r = self;
    OWN_BUF out = BUF_INIT;
    for (size_t pos = 0; pos < t->n_bytes;) {
        Index which = text_match_any(t, pos, r->from);
        if (which < 0) {
            buf_putc(&out, t->bytes[pos++]);
            continue;
        }
        const Text *to = r->to ? r->to->items[r->to->numel == 1 ? 0 : which] : NULL;
        if (to) buf_put(&out, to->bytes, to->n_bytes);
        pos += r->from->items[which]->n_bytes;
    }
    return text_from_buf(call->ctx, &out, ret);
}

BUILTIN(replace, "newStr = replace(str,old,new)", ARITY(3, 3, 1), "Replaces text.",
        TEXT_IN "old: text or several texts\nnew: text, or as many as old", TEXT_OUT,
        "new must be one text or as many as old.",
        "assert(strcmp(replace('a-b','-','+'), 'a+b'))\nassert(replace(\"abc\",[\"a\" "
        "\"c\"],[\"1\" \"3\"]) == \"1b3\")",
        "strrep, erase, regexprep") {
    Replacement r = {0};
    Status status = arg_strings(call, 1, &r.from);
    if (status == OK) status = arg_strings(call, 2, &r.to);
    if (status == OK && r.to->numel != 1 && r.to->numel != r.from->numel)
        status = call_fail(call, ERR_SIZE, "MATLAB:string:replace:size",
                           "The number of new texts must be 1 or equal the number of old ones.");
    if (status == OK) status = map_texts(call, 0, replace_text, &r);
    replacement_done(&r);
    return status;
}

BUILTIN(erase, "newStr = erase(str,match)", ARITY(2, 2, 1), "Removes text.",
        TEXT_IN "match: text or several texts", TEXT_OUT, "",
        "assert(erase(\"a-b-c\",\"-\") == \"abc\")", "replace, eraseBetween") {
    Replacement r = {0};
    TRY(arg_strings(call, 1, &r.from));
    Status status = map_texts(call, 0, replace_text, &r);
    replacement_done(&r);
    return status;
}

/// strrep: every occurrence counts, overlapping ones too.
static void put_strrep(const Ctx *ctx, const Text *t, const Text *from, const Text *to, Buf *out) {
    size_t done = 0, at = 0;
    while (!ctx_is_stopping(ctx) && (at = text_find(t, from, at)) != SIZE_MAX) {
        if (at > done) buf_put(out, t->bytes + done, at - done);
        buf_put(out, to->bytes, to->n_bytes);
        done = at + from->n_bytes;
        at++;
    }
    if (done < t->n_bytes) buf_put(out, t->bytes + done, t->n_bytes - done);
}

/// Sizes of strrep's three arguments: scalars go with any shape.
static Status strrep_shape(Call *call, StringArray *const s[3], Shape *ret) {
    *ret = shape_2d(1, 1);
    for (int i = 0; i < 3; i++) {
        if (s[i]->numel == 1) continue;
        if (shape_numel(ret) != 1 && !shape_equal(ret, &s[i]->shape))
            return call_fail(call, ERR_SIZE, "MATLAB:strrep:SizeMismatch",
                             "The inputs must be scalars or have the same size.");
        *ret = s[i]->shape;
    }
    return OK;
}

static Status strrep_all(Call *call, StringArray *const s[3], StringArray **ret) {
    Shape shape;
    TRY(strrep_shape(call, s, &shape));
    OWN_STRINGS *out = NULL;
    TRY(string_new(call->ctx, &shape, &out));
    for (Index k = 0; k < out->numel; k++) {
        const Text *t[3];
        for (int i = 0; i < 3; i++) t[i] = s[i]->items[s[i]->numel == 1 ? 0 : k];
        if (!t[0] || !t[1] || !t[2]) continue;
        OWN_BUF buf = BUF_INIT;
        put_strrep(call->ctx, t[0], t[1], t[2], &buf);
        TRY(text_from_buf(call->ctx, &buf, &out->items[k]));
    }
    *ret = GIVE(out);
    return OK;
}

BUILTIN(strrep, "newStr = strrep(str,old,new)", ARITY(3, 3, 1), "Finds and replaces text.",
        TEXT_IN "old: text to find; overlapping occurrences count\nnew: text to put there",
        TEXT_OUT, "",
        "assert(strcmp(strrep('a b a','a','xy'), 'xy b "
        "xy'))\nassert(isequal(strrep({'ab','cb'},'b','d'), {'ad','cd'}))",
        "replace, regexprep, strfind") {
    StringArray *s[3] = {NULL, NULL, NULL}, *out = NULL;
    TextKind kind = TEXT_CHAR;
    Status status = OK;
    for (int i = 0; i < 3 && status == OK; i++) {
        TextKind one;
        status = arg_texts(call, i, &s[i], &one);
        if (status == OK && one > kind) kind = one;
    }
    if (status == OK) status = strrep_all(call, s, &out);
    for (int i = 0; i < 3; i++)
        if (s[i]) value_unref(value_take_string(s[i]));
    return status == OK ? ret_texts(call, 0, kind, out) : status;
}

// ---- trimming -----------------------------------------------------------------------------------

typedef struct Trim {
    bool left, right, nul;  // nul: strtrim also drops char(0)
    const Text *characters; // null: white space
} Trim;

static bool is_trimmed(const Trim *trim, uint32_t code) {
    if (!trim->characters) return code_is_space(code) || (trim->nul && code == 0);
    for (size_t pos = 0; pos < trim->characters->n_bytes;)
        if (utf8_next(trim->characters->bytes, trim->characters->n_bytes, &pos) == code)
            return true;
    return false;
}

static Status trim_text(Call *call, const Text *t, void *self, Text **ret) {
    const Trim *trim = self;
    size_t start = 0, end = t->n_bytes;
    for (size_t pos = 0; trim->left && pos < end;) {
        if (!is_trimmed(trim, utf8_next(t->bytes, end, &pos))) break;
        start = pos;
    }
    while (trim->right && end > start) {
        size_t at = end - 1;
        while (at > start && ((unsigned char)t->bytes[at] & 0xC0) == 0x80) at--;
        size_t pos = at;
        if (!is_trimmed(trim, utf8_next(t->bytes, end, &pos))) break;
        end = at;
    }
    return text_new(call->ctx, t->bytes + start, end - start, ret);
}

/// Columns of a char matrix that are blank in every row, at both ends (deblank: at the right only).
static Status trim_matrix(Call *call, const Tensor *t, bool left, Value *ret) {
    Index rows = t->shape.dim[0], first = 0, last = t->shape.dim[1];
    bool blank = true;
    while (left && blank && first < last) {
        for (Index r = 0; r < rows; r++)
            blank = blank && (code_is_space(tensor_u16(t)[r + first * rows]) ||
                              !tensor_u16(t)[r + first * rows]);
        first += blank;
    }
    for (blank = true; blank && last > first;) {
        for (Index r = 0; r < rows; r++)
            blank = blank && (code_is_space(tensor_u16(t)[r + (last - 1) * rows]) ||
                              !tensor_u16(t)[r + (last - 1) * rows]);
        last -= blank;
    }
    Shape shape = shape_2d(rows, last - first);
    OWN_TENSOR *out = NULL;
    TRY(tensor_new(call->ctx, CLASS_CHAR, &shape, &out));
    if (out->numel)
        memcpy(out->data, tensor_u16(t) + first * rows, (size_t)out->numel * sizeof(uint16_t));
    *ret = value_take_tensor(GIVE(out));
    return OK;
}

static Status trim_argument(Call *call, Trim *trim) {
    Value v = call->arg[0];
    if (value_is_char(v) && v.tensor->shape.n_dims == 2 && v.tensor->shape.dim[0] > 1)
        return trim_matrix(call, v.tensor, trim->left, &call->ret[0]);
    return map_texts(call, 0, trim_text, trim);
}

BUILTIN(strtrim, "newStr = strtrim(str)", ARITY(1, 1, 1), "Removes white space from both ends.",
        TEXT_IN, TEXT_OUT, "", "assert(strcmp(strtrim('  a b '), 'a b'))", "strip, deblank") {
    Trim trim = {.left = true, .right = true, .nul = true};
    return trim_argument(call, &trim);
}
BUILTIN(deblank, "newStr = deblank(str)", ARITY(1, 1, 1), "Removes white space from the right end.",
        TEXT_IN, TEXT_OUT, "", "assert(strcmp(deblank(' a '), ' a'))", "strtrim") {
    Trim trim = {.right = true, .nul = true};
    return trim_argument(call, &trim);
}
BUILTIN(strip,
        "newStr = strip(str)\nnewStr = strip(str,side)\nnewStr = strip(str,character)\nnewStr = "
        "strip(str,side,character)",
        ARITY(1, 3, 1), "Removes leading and trailing characters.",
        TEXT_IN "side: \"left\", \"right\" or \"both\" (default)\ncharacter: what to remove, white "
                "space by default",
        TEXT_OUT, "",
        "assert(strip(\"xxaxx\",\"x\") == \"a\")\nassert(strip(\" a \",\"left\") == \"a \")",
        "strtrim, pad") {
    Trim trim = {.left = true, .right = true};
    OWN_TEXT *characters = NULL;
    for (int i = 1; i < call->nargin; i++) {
        bool left = arg_is_word(call, i, "left"), right = arg_is_word(call, i, "right");
        if (i == 1 && (left || right || arg_is_word(call, i, "both"))) {
            trim.left = !right;
            trim.right = !left;
            continue;
        }
        text_unref(characters);
        characters = NULL;
        TRY(arg_one_text(call, i, &characters));
        trim.characters = characters;
    }
    return map_texts(call, 0, trim_text, &trim);
}

// ---- positions in text: a pattern or a number ---------------------------------------------------

typedef struct Place {
    StringArray *patterns; // null: the number
    double number;
} Place;

static void own_place_done(Place *p) {
    if (p->patterns) value_unref(value_take_string(p->patterns));
}
#define OWN_PLACE __attribute__((cleanup(own_place_done))) Place

static Status arg_place(Call *call, int i, Place *ret) {
    Value v = call->arg[i];
    if (v.tag == VAL_STRING || v.tag == VAL_CELL || value_is_char(v))
        return arg_strings(call, i, &ret->patterns);
    TRY(arg_double(call, i, &ret->number));
    if (ret->number == floor(ret->number) && ret->number >= 0) return OK;
    return call_fail(call, ERR_ARG, "MATLAB:string:PositionMustBePositive",
                     "A position must be a positive integer.");
}

/// First match of any pattern from byte `from` on: start and end, or false.
static bool find_place(const Text *t, const StringArray *patterns, size_t from, size_t *ret_start,
                       size_t *ret_end) {
    for (size_t pos = from; pos < t->n_bytes; pos++) {
        Index which = text_match_any(t, pos, patterns);
        if (which < 0) continue;
        *ret_start = pos;
        *ret_end = pos + patterns->items[which]->n_bytes;
        return true;
    }
    return false;
}

static Status check_position(Call *call, const Text *t, double number, Index lowest, Index above) {
    if (number >= (double)lowest && number <= (double)(t->n_units + above)) return OK;
    return call_fail(call, ERR_INDEX, "MATLAB:string:PositionOutOfRange",
                     "The position %.15g is outside the text, which has %lld characters.", number,
                     (long long)t->n_units);
}

typedef struct Extract {
    Place place;
    bool before;
    TextKind kind;
} Extract;

static Status extract_text(Call *call, const Text *t, void *self, Text **ret) {
    const Extract *x = self;
    size_t start, end;
    if (!x->place.patterns) {
        TRY(check_position(call, t, x->place.number, x->before ? 1 : 0, x->before ? 1 : 0));
        start = end = text_byte_of(t, (Index)x->place.number - (x->before ? 1 : 0));
    } else if (!find_place(t, x->place.patterns, 0, &start, &end)) {
        if (x->kind == TEXT_STRING) return OK; // missing
        return text_new(call->ctx, "", 0, ret);
    }
    return x->before ? text_new(call->ctx, t->bytes, start, ret)
                     : text_new(call->ctx, t->bytes + end, t->n_bytes - end, ret);
}

static Status extract(Call *call, bool before) {
    OWN_PLACE place = {0};
    TRY(arg_place(call, 1, &place));
    Extract x = {.place = place, .before = before, .kind = text_kind(call->arg[0])};
    return map_texts(call, 0, extract_text, &x);
}
BUILTIN(extractBefore,
    "newStr = extractBefore(str,pat)\nnewStr = extractBefore(str,pos)",
    ARITY(2, 2, 1), "Text before a pattern or position.",
    TEXT_IN "pat: text; its first occurrence ends the result\npos: position that ends the result",
    "newStr: text; missing (or '' for characters) where pat does not occur",
    "The position must lie in the text.",
    "assert(extractBefore(\"a-b-c\",\"-\") == \"a\")\nassert(strcmp(extractBefore('abc',3), 'ab'))",
    "extractAfter, extractBetween") {
    return extract(call, true);
}
BUILTIN(extractAfter,
    "newStr = extractAfter(str,pat)\nnewStr = extractAfter(str,pos)", ARITY(2, 2, 1),
    "Text after a pattern or position.",
    TEXT_IN "pat: text; the result begins after its first occurrence\npos: position after which "
            "the result begins",
    "newStr: text; missing (or '' for characters) where pat does not occur",
    "The position must lie in the text.",
    "assert(extractAfter(\"a-b-c\",\"-\") == \"b-c\")\nassert(strcmp(extractAfter('abc',2), 'c'))",
    "extractBefore, extractBetween") {
    return extract(call, false);
}

typedef struct Insert {
    Place place;
    StringArray *what;
    bool before;
} Insert;

static Status insert_text(Call *call, const Text *t, void *self, Text **ret) {
    const Insert *x = self;
    const Text *what = x->what->items[0];
    OWN_BUF out = BUF_INIT;
    if (!x->place.patterns) {
        TRY(check_position(call, t, x->place.number, x->before ? 1 : 0, x->before ? 1 : 0));
        size_t at = text_byte_of(t, (Index)x->place.number - (x->before ? 1 : 0));
        buf_put(&out, t->bytes, at);
        buf_put(&out, what->bytes, what->n_bytes);
        buf_put(&out, t->bytes + at, t->n_bytes - at);
        return text_from_buf(call->ctx, &out, ret);
    }
    size_t done = 0, start, end;
    while (find_place(t, x->place.patterns, done, &start, &end)) {
        buf_put(&out, t->bytes + done, start - done);
        if (x->before) buf_put(&out, what->bytes, what->n_bytes);
        buf_put(&out, t->bytes + start, end - start);
        if (!x->before) buf_put(&out, what->bytes, what->n_bytes);
        done = end;
    }
    buf_put(&out, t->bytes + done, t->n_bytes - done);
    return text_from_buf(call->ctx, &out, ret);
}

static Status insert(Call *call, bool before) {
    OWN_PLACE place = {0};
    OWN_STRINGS *what = NULL;
    TRY(arg_place(call, 1, &place));
    TRY(arg_strings(call, 2, &what));
    if (what->numel != 1 || !what->items[0])
        return ctx_fail_unsupported(call->ctx, "inserting several different texts");
    Insert x = {.place = place, .what = what, .before = before};
    return map_texts(call, 0, insert_text, &x);
}
BUILTIN(insertAfter, "newStr = insertAfter(str,pat,newText)\nnewStr = insertAfter(str,pos,newText)",
        ARITY(3, 3, 1), "Inserts text after a pattern or position.",
        TEXT_IN "pat: text; every occurrence counts\npos: position\nnewText: text to insert",
        TEXT_OUT, "The position must lie in the text.",
        "assert(insertAfter(\"ab\",\"a\",\"-\") == "
        "\"a-b\")\nassert(strcmp(insertAfter('ab',2,'!'), 'ab!'))",
        "insertBefore") {
    return insert(call, false);
}
BUILTIN(insertBefore,
        "newStr = insertBefore(str,pat,newText)\nnewStr = insertBefore(str,pos,newText)",
        ARITY(3, 3, 1), "Inserts text before a pattern or position.",
        TEXT_IN "pat: text; every occurrence counts\npos: position\nnewText: text to insert",
        TEXT_OUT, "The position must lie in the text.",
        "assert(insertBefore(\"ab\",\"b\",\"-\") == \"a-b\")", "insertAfter") {
    return insert(call, true);
}

// ---- between ------------------------------------------------------------------------------------

typedef struct Between {
    Place start, end;
    bool inclusive;
    const Text *replacement; // null: erase
    size_t from, to;         // the stretch found
} Between;

/// Next stretch from byte `at` on; *ret_next is where to go on. False at the end.
static Status next_between(Call *call, const Text *t, Between *b, size_t at, bool *ret_found,
                           size_t *ret_next) {
    *ret_found = false;
    if (!b->start.patterns || !b->end.patterns) {
        if (b->start.patterns || b->end.patterns)
            return ctx_fail_unsupported(call->ctx,
                                        "a pattern together with a position as boundaries");
        if (at > 0) return OK;
        TRY(check_position(call, t, b->start.number, 1, 0));
        TRY(check_position(call, t, b->end.number,
                           b->inclusive ? (Index)b->start.number - 1 : (Index)b->start.number, 0));
        b->from = text_byte_of(t, (Index)b->start.number - (b->inclusive ? 1 : 0));
        b->to = text_byte_of(t, (Index)b->end.number - (b->inclusive ? 0 : 1));
        *ret_found = true;
        *ret_next = t->n_bytes + 1;
        return OK;
    }
    size_t s0, s1, e0, e1;
    if (!find_place(t, b->start.patterns, at, &s0, &s1) ||
        !find_place(t, b->end.patterns, s1, &e0, &e1))
        return OK;
    b->from = b->inclusive ? s0 : s1;
    b->to = b->inclusive ? e1 : e0;
    *ret_found = true;
    *ret_next = e1;
    return OK;
}

static Status read_between(Call *call, int n_fixed, Between *b) {
    TRY(arg_place(call, 1, &b->start));
    TRY(arg_place(call, 2, &b->end));
    b->inclusive = b->start.patterns == NULL;
    Option option = {"Boundaries", NULL};
    TRY(arg_options(call, n_fixed, &option, 1));
    if (!option.value) return OK;
    OWN_MEM char *word = NULL;
    TRY(value_to_utf8(call->ctx, *option.value, &word));
    if (!text_same(word, "inclusive") && !text_same(word, "exclusive"))
        return call_fail(call, ERR_ARG, "MATLAB:string:Boundaries",
                         "Boundaries must be \"inclusive\" or \"exclusive\".");
    b->inclusive = text_same(word, "inclusive");
    return OK;
}

static Status change_between(Call *call, const Text *t, void *self, Text **ret) {
    Between *b = self;
    OWN_BUF out = BUF_INIT;
    size_t at = 0, done = 0;
    for (bool found = true; at <= t->n_bytes;) {
        TRY(next_between(call, t, b, at, &found, &at));
        if (!found) break;
        buf_put(&out, t->bytes + done, b->from - done);
        if (b->replacement) buf_put(&out, b->replacement->bytes, b->replacement->n_bytes);
        done = b->to;
    }
    buf_put(&out, t->bytes + done, t->n_bytes - done);
    return text_from_buf(call->ctx, &out, ret);
}

static Status extract_all_between(Call *call, const StringArray *s, Between *b, ValueList *found) {
    Index per = -1;
    for (Index i = 0; i < s->numel; i++) {
        Index before = found->n;
        size_t at = 0;
        for (bool more = s->items[i] != NULL; more && at <= s->items[i]->n_bytes;) {
            TRY(next_between(call, s->items[i], b, at, &more, &at));
            if (!more) break;
            Value v;
            TRY(value_string_scalar(call->ctx, s->items[i]->bytes + b->from, b->to - b->from, &v));
            TRY(value_list_push(call->ctx, found, v));
        }
        if (per >= 0 && found->n - before != per)
            return call_fail(call, ERR_SIZE, "MATLAB:string:extractBetween:numberOfMatches",
                             "All elements must contain the same number of matches.");
        per = found->n - before;
    }
    return OK;
}

static void between_done(Between *b) {
    own_place_done(&b->start);
    own_place_done(&b->end);
}

BUILTIN(extractBetween,
        "newStr = extractBetween(str,startPat,endPat)\nnewStr = "
        "extractBetween(str,startPos,endPos)\nnewStr = extractBetween(...,\"Boundaries\",bounds)",
        ARITY(3, 5, 1), "Text between two patterns or positions.",
        TEXT_IN
        "startPat, endPat: texts around what is wanted; all stretches are taken\nstartPos, endPos: "
        "first and last position\nbounds: \"inclusive\" (default for positions) or \"exclusive\"",
        "newStr: string array, or cell array for other text: one column of results for one text",
        "Each element must give the same number of results.",
        "assert(extractBetween(\"a(b)c\",\"(\",\")\") == "
        "\"b\")\nassert(isequal(extractBetween('abcd',2,3), {'bc'}))",
        "extractBefore, eraseBetween") {
    OWN_STRINGS *s = NULL, *out = NULL;
    OWN_LIST found = {0};
    TRY(arg_strings(call, 0, &s));
    Between b = {0};
    Status status = read_between(call, 3, &b);
    if (status == OK) status = extract_all_between(call, s, &b, &found);
    between_done(&b);
    TRY(status);
    Index per = s->numel > 0 ? found.n / s->numel : 0;
    Shape shape = s->numel == 1 ? shape_2d(per, 1) : shape_2d(s->numel, per);
    TRY(string_new(call->ctx, &shape, &out));
    for (Index i = 0; i < found.n; i++) {
        Index at = s->numel == 1 ? i : i / per + i % per * s->numel;
        out->items[at] = text_ref(found.items[i].string->items[0]);
    }
    return ret_texts(call, 0, call->arg[0].tag == VAL_STRING ? TEXT_STRING : TEXT_CELL, GIVE(out));
}
BUILTIN(eraseBetween,
        "newStr = eraseBetween(str,startPat,endPat)\nnewStr = "
        "eraseBetween(str,startPos,endPos)\nnewStr = eraseBetween(...,\"Boundaries\",bounds)",
        ARITY(3, 5, 1), "Removes text between two patterns or positions.",
        TEXT_IN "startPat, endPat, startPos, endPos, bounds: as for extractBetween", TEXT_OUT, "",
        "assert(eraseBetween(\"a(b)c\",\"(\",\")\") == \"a()c\")",
        "extractBetween, replaceBetween") {
    Between b = {0};
    Status status = read_between(call, 3, &b);
    if (status == OK) status = map_texts(call, 0, change_between, &b);
    between_done(&b);
    return status;
}
BUILTIN(replaceBetween,
        "newStr = replaceBetween(str,startPat,endPat,newText)\nnewStr = "
        "replaceBetween(str,startPos,endPos,newText)\nnewStr = "
        "replaceBetween(...,\"Boundaries\",bounds)",
        ARITY(4, 6, 1), "Replaces text between two patterns or positions.",
        TEXT_IN "startPat, endPat, startPos, endPos, bounds: as for extractBetween\nnewText: text",
        TEXT_OUT, "", "assert(replaceBetween(\"a(b)c\",\"(\",\")\",\"x\") == \"a(x)c\")",
        "extractBetween, eraseBetween") {
    Between b = {0};
    OWN_TEXT *replacement = NULL;
    TRY(arg_one_text(call, 3, &replacement));
    b.replacement = replacement;
    Status status = read_between(call, 4, &b);
    if (status == OK) status = map_texts(call, 0, change_between, &b);
    between_done(&b);
    return status;
}

// ---- padding and order --------------------------------------------------------------------------

typedef struct Pad {
    Index width;
    bool left, right;
    char character[4];
    int n_character;
} Pad;

static Status pad_text(Call *call, const Text *t, void *self, Text **ret) {
    const Pad *pad = self;
    Index missing = pad->width > t->n_units ? pad->width - t->n_units : 0;
    Index left = pad->left && pad->right ? missing / 2 : pad->left ? missing : 0;
    OWN_BUF out = BUF_INIT;
    for (Index i = 0; i < left; i++) buf_put(&out, pad->character, (size_t)pad->n_character);
    buf_put(&out, t->bytes, t->n_bytes);
    for (Index i = left; i < missing; i++) buf_put(&out, pad->character, (size_t)pad->n_character);
    return text_from_buf(call->ctx, &out, ret);
}

/// Options of pad: width, side, character, in this order, each optional.
static Status read_pad(Call *call, Pad *pad, bool *ret_width_given) {
    int i = 1;
    *ret_width_given = i < call->nargin && !value_is_text_scalar(call->arg[i]);
    if (*ret_width_given) TRY(arg_index(call, i++, &pad->width));
    bool left = i < call->nargin && arg_is_word(call, i, "left"),
         both = i < call->nargin && arg_is_word(call, i, "both");
    if (left || both || (i < call->nargin && arg_is_word(call, i, "right"))) {
        pad->left = left || both;
        pad->right = !left;
        i++;
    }
    if (i >= call->nargin) return OK;
    OWN_TEXT *character = NULL;
    TRY(arg_one_text(call, i, &character));
    if (character->n_units != 1)
        return call_fail(call, ERR_ARG, "MATLAB:string:pad:character",
                         "The padding must be one character.");
    memcpy(pad->character, character->bytes, character->n_bytes);
    pad->n_character = (int)character->n_bytes;
    return OK;
}

BUILTIN(pad,
        "newStr = pad(str)\nnewStr = pad(str,numberOfCharacters)\nnewStr = pad(...,side)\nnewStr = "
        "pad(...,padCharacter)",
        ARITY(1, 4, 1), "Adds characters up to a length.",
        TEXT_IN "numberOfCharacters: length wanted, the longest text by default\nside: \"right\" "
                "(default), \"left\" or \"both\"\npadCharacter: a blank by default",
        TEXT_OUT, "",
        "assert(pad(\"a\",3) == \"a  \")\nassert(pad(\"a\",3,\"left\",\"0\") == \"00a\")",
        "strip, strjust, blanks") {
    Pad pad = {.right = true, .character = " ", .n_character = 1};
    bool given;
    TRY(read_pad(call, &pad, &given));
    OWN_STRINGS *s = NULL;
    TRY(arg_strings(call, 0, &s));
    for (Index i = 0; !given && i < s->numel; i++)
        if (s->items[i] && s->items[i]->n_units > pad.width) pad.width = s->items[i]->n_units;
    return map_texts(call, 0, pad_text, &pad);
}

static Status reverse_text(Call *call, const Text *t, void *self, Text **ret) {
    (void)self;
    OWN_BUF out = BUF_INIT;
    for (size_t end = t->n_bytes; end > 0;) {
        size_t at = end - 1;
        while (at > 0 && ((unsigned char)t->bytes[at] & 0xC0) == 0x80) at--;
        buf_put(&out, t->bytes + at, end - at);
        end = at;
    }
    return text_from_buf(call->ctx, &out, ret);
}
BUILTIN(reverse, "newStr = reverse(str)", ARITY(1, 1, 1), "Reverses the order of the characters.",
        TEXT_IN, TEXT_OUT, "", "assert(reverse(\"abc\") == \"cba\")", "flip, fliplr") {
    return map_texts(call, 0, reverse_text, NULL);
}

BUILTIN(strjust, "newStr = strjust(str)\nnewStr = strjust(str,side)", ARITY(1, 2, 1),
        "Justifies text in its width.", TEXT_IN "side: \"right\" (default), \"left\" or \"center\"",
        TEXT_OUT, "", "assert(strcmp(strjust('a  '), '  a'))", "pad, strtrim") {
    static const char *const sides[] = {"right", "left", "center", NULL};
    int side = 0;
    OWN_STRINGS *s = NULL, *out = NULL;
    TextKind kind;
    if (call->nargin > 1) TRY(arg_choice(call, 1, sides, &side));
    TRY(arg_texts(call, 0, &s, &kind));
    TRY(string_new(call->ctx, &s->shape, &out));
    for (Index i = 0; i < s->numel; i++) {
        const Text *t = s->items[i];
        if (!t) continue;
        size_t start = 0, end = t->n_bytes;
        while (start < end && (t->bytes[start] == ' ' || t->bytes[start] == 0)) start++;
        while (end > start && (t->bytes[end - 1] == ' ' || t->bytes[end - 1] == 0)) end--;
        long blank = (long)(t->n_bytes - (end - start)), left = side == 0   ? blank
                                                                : side == 1 ? 0
                                                                            : blank / 2;
        OWN_BUF buf = BUF_INIT;
        buf_pad(&buf, ' ', left);
        buf_put(&buf, t->bytes + start, end - start);
        buf_pad(&buf, ' ', blank - left);
        TRY(text_from_buf(call->ctx, &buf, &out->items[i]));
    }
    return ret_texts(call, 0, kind, GIVE(out));
}

const BuiltinDef *const family_strings_edit[] = {&def_replace,
                                                 &def_erase,
                                                 &def_strrep,
                                                 &def_strtrim,
                                                 &def_deblank,
                                                 &def_strip,
                                                 &def_extractBefore,
                                                 &def_extractAfter,
                                                 &def_insertAfter,
                                                 &def_insertBefore,
                                                 &def_extractBetween,
                                                 &def_eraseBetween,
                                                 &def_replaceBetween,
                                                 &def_pad,
                                                 &def_reverse,
                                                 &def_strjust,
                                                 NULL};
