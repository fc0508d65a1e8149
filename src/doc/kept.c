// doc/kept.c: see kept.h. A change of a JSON value is {"key": change, …} for objects and, by index,
// for arrays of the same length; [] removes a member, [value] sets it; {"#json": change} changes a
// text that is an object in JSON. Changed sequences (blocks, outputs of a block) are entries in
// order:
//   {"at": i, "is": digest, "set": change}    item i of the file is changed,
//   {"at": i, "is": digest, "drop": true}     is none of the document's,
//   {"at": i, "after": digest, "new": item}   stands before item i, behind the one with the digest.
#include "doc/kept.h"
#include "doc/json.h"
#include "doc/snapshot.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// ---- changes of values --------------------------------------------------------------------------

static json_t *value_change(const json_t *a, const json_t *b);
static json_t *apply_change(const json_t *a, const json_t *change, int depth);

static bool is_sequence_key(const char *key) {
    return !strcmp(key, "outputs");
}

static json_t *sequence_change(const json_t *a, const json_t *b);
static json_t *apply_sequence(const json_t *a, const json_t *entries);

static json_t *replaced(const json_t *b) {
    json_t *array = json_array();
    json_array_append(array, (json_t *)b);
    return array;
}

static char *compact(const json_t *value) {
    Buf text = BUF_INIT;
    json_put(&text, value, false);
    if (text.failed) buf_done(&text);
    return buf_take(&text);
}

/// A change inside of JSON text, when it gives the very text.
static json_t *text_change(const json_t *a, const json_t *b) {
    const char *from = json_string_value(a), *to = json_string_value(b);
    if (*from != '{' || *to != '{') return NULL;
    json_t *x = json_loads(from, 0, NULL), *y = json_loads(to, 0, NULL);
    json_t *change = x && y ? value_change(x, y) : NULL;
    json_t *wrapped = change ? json_pack("{s:o}", "#json", change) : NULL;
    char *text = wrapped ? compact(y) : NULL;
    if (wrapped && (!text || strcmp(text, to))) {
        json_decref(wrapped);
        wrapped = NULL;
    }
    mem_free(text);
    json_decref(x);
    json_decref(y);
    return wrapped;
}

static json_t *member_change(const char *key, const json_t *a, const json_t *b) {
    if (json_object_get(b, "#made")) return NULL; // a picture that the writer draws
    if (!a) return replaced(b);
    if (json_equal(a, b)) return NULL;
    if (key && is_sequence_key(key) && json_is_array(a) && json_is_array(b))
        return sequence_change(a, b);
    if (json_is_string(a) && json_is_string(b)) {
        json_t *change = text_change(a, b);
        return change ? change : replaced(b);
    }
    bool inside =
        (json_is_object(a) && json_is_object(b)) ||
        (json_is_array(a) && json_is_array(b) && json_array_size(a) == json_array_size(b));
    return inside ? value_change(a, b) : replaced(b);
}

/// The change of an object or of an array; null when there is none.
static json_t *value_change(const json_t *a, const json_t *b) {
    json_t *change = json_object();
    const char *key;
    json_t *item;
    if (json_is_array(b)) {
        for (size_t i = 0; i < json_array_size(b); i++) {
            char name[24];
            snprintf(name, sizeof name, "%zu", i);
            json_t *inner = member_change(NULL, json_array_get(a, i), json_array_get(b, i));
            if (inner) json_object_set_new(change, name, inner);
        }
    } else {
        json_object_foreach((json_t *)b, key, item) {
            json_t *inner = member_change(key, json_object_get(a, key), item);
            if (inner) json_object_set_new(change, key, inner);
        }
        json_object_foreach((json_t *)a, key, item) {
            bool gone = !json_object_get(b, key);
            if (gone) json_object_set_new(change, key, json_array());
        }
    }
    if (json_object_size(change)) return change;
    json_decref(change);
    return NULL;
}

static json_t *apply_text(const json_t *a, const json_t *change, int depth) {
    const char *from = json_string_value(a);
    json_t *inner = from ? json_loads(from, 0, NULL) : NULL;
    json_t *changed = inner ? apply_change(inner, change, depth) : NULL;
    char *text = changed ? compact(changed) : NULL;
    json_t *ret = text ? json_string(text) : NULL;
    mem_free(text);
    json_decref(changed);
    json_decref(inner);
    return ret;
}

/// A member after its change; null when it has none (or the change does not fit).
static json_t *changed_member(const char *key, const json_t *a, const json_t *change, int depth) {
    const json_t *text = json_object_get(change, "#json");
    if (json_is_array(change) && key && is_sequence_key(key) && json_is_array(a) &&
        json_object_get(json_array_get(change, 0), "at"))
        return apply_sequence(a, change);
    if (json_is_array(change)) return json_incref(json_array_get(change, 0));
    if (text) return apply_text(a, text, depth + 1);
    return a ? apply_change(a, change, depth + 1) : NULL;
}

/// The value after a change; a new reference, null when the change does not fit.
static json_t *apply_change(const json_t *a, const json_t *change, int depth) {
    const char *key;
    json_t *inner;
    if (depth > 64 || !json_is_object(change)) return NULL;
    json_t *ret = json_copy((json_t *)a);
    json_object_foreach((json_t *)change, key, inner) {
        if (json_is_array(a)) {
            size_t i = strtoul(key, NULL, 10);
            json_t *value = changed_member(NULL, json_array_get(a, i), inner, depth);
            if (value) json_array_set_new(ret, i, value);
        } else if (json_is_object(a)) {
            json_t *value = changed_member(key, json_object_get(a, key), inner, depth);
            if (value)
                json_object_set_new(ret, key, value);
            else
                json_object_del(ret, key);
        }
    }
    return ret;
}

// ---- changes of sequences -----------------------------------------------------------------------

static void digest_of(const json_t *item, char ret[17]) {
    char *text = compact(item);
    snapshot_digest(text ? text : "", text ? strlen(text) : 0, ret);
    mem_free(text);
}

static uint64_t mix_text(uint64_t hash, const char *text) {
    for (const char *p = text ? text : ""; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001B3u;
    return hash * 31 + 7;
}

/// What makes two items the same thing, whatever else is different about them.
static uint64_t likeness(const json_t *item) {
    uint64_t hash = 0xCBF29CE484222325u;
    const json_t *runs = json_object_get(item, "runs"), *cells = json_object_get(item, "cells");
    hash = mix_text(hash, json_member(item, "kind"));
    hash = mix_text(hash, json_member(item, "name"));
    hash = mix_text(hash, json_member(item, "text"));
    if (!runs) runs = json_array_get(cells, 0);
    for (size_t i = 0; i < json_array_size(runs); i++)
        hash = mix_text(hash, json_member(json_array_get(runs, i), "text"));
    return hash;
}

static bool same_kind(const json_t *a, const json_t *b) {
    const char *x = json_member(a, "kind"), *y = json_member(b, "kind");
    return x && y && !strcmp(x, y);
}

typedef struct Alignment {
    const json_t *a, *b;
    uint64_t *a_like, *b_like;
    size_t na, nb;
    json_t *entries;
} Alignment;

static void add_entry(Alignment *s, size_t at, const json_t *item, json_t *set) {
    char digest[17];
    digest_of(item, digest);
    json_t *entry = json_pack("{s:I,s:s}", "at", (json_int_t)at, "is", digest);
    json_object_set_new(entry, set ? "set" : "drop", set ? set : json_true());
    json_array_append_new(s->entries, entry);
}

static void add_new(Alignment *s, size_t at, const json_t *item) {
    json_t *entry = json_pack("{s:I}", "at", (json_int_t)at);
    if (at) {
        char digest[17];
        digest_of(json_array_get(s->a, at - 1), digest);
        json_object_set_new(entry, "after", json_string(digest));
    }
    json_object_set(entry, "new", (json_t *)item);
    json_array_append_new(s->entries, entry);
}

static void add_pair(Alignment *s, size_t i, size_t j) {
    const json_t *a = json_array_get(s->a, i), *b = json_array_get(s->b, j);
    json_t *change = value_change(a, b);
    if (change) add_entry(s, i, a, change);
}

/// The next two items that are alike, not further than a little way off.
static void next_pair(const Alignment *s, size_t i, size_t j, size_t *ret_i, size_t *ret_j) {
    enum { FAR = 40 };
    for (size_t way = 0; way < FAR; way++)
        for (size_t k = 0; k <= way; k++)
            if (i + k < s->na && j + way - k < s->nb &&
                s->a_like[i + k] == s->b_like[j + way - k]) {
                *ret_i = i + k;
                *ret_j = j + way - k;
                return;
            }
    size_t left = s->na - i < s->nb - j ? s->na - i : s->nb - j;
    if (left > FAR / 2) left = FAR / 2;
    *ret_i = left ? i + left : s->na;
    *ret_j = left ? j + left : s->nb;
}

/// Items up to the next pair: changed where as many stand on both sides and are of one kind.
static void add_gap(Alignment *s, size_t i, size_t to_i, size_t j, size_t to_j) {
    if (to_i - i == to_j - j) {
        for (; i < to_i; i++, j++) {
            if (same_kind(json_array_get(s->a, i), json_array_get(s->b, j))) {
                add_pair(s, i, j);
            } else {
                add_new(s, i, json_array_get(s->b, j));
                add_entry(s, i, json_array_get(s->a, i), NULL);
            }
        }
        return;
    }
    for (; j < to_j; j++) add_new(s, i, json_array_get(s->b, j));
    for (; i < to_i; i++) add_entry(s, i, json_array_get(s->a, i), NULL);
}

/// Entries that make `b` of `a`; null when they are the same (or memory is short).
static json_t *sequence_change(const json_t *a, const json_t *b) {
    Alignment s = {.a = a, .b = b, .na = json_array_size(a), .nb = json_array_size(b)};
    uint64_t *likes = mem_alloc((s.na + s.nb + 1) * sizeof *likes);
    s.entries = json_array();
    if (!likes) return s.entries;
    s.a_like = likes;
    s.b_like = likes + s.na;
    for (size_t i = 0; i < s.na; i++) s.a_like[i] = likeness(json_array_get(a, i));
    for (size_t i = 0; i < s.nb; i++) s.b_like[i] = likeness(json_array_get(b, i));
    for (size_t i = 0, j = 0; i < s.na || j < s.nb;) {
        size_t to_i, to_j;
        next_pair(&s, i, j, &to_i, &to_j);
        add_gap(&s, i, to_i, j, to_j);
        i = to_i;
        j = to_j;
        if (i < s.na && j < s.nb && s.a_like[i] == s.b_like[j]) add_pair(&s, i++, j++);
    }
    mem_free(likes);
    if (json_array_size(s.entries)) return s.entries;
    json_decref(s.entries);
    return NULL;
}

/// Where the entries of a sequence apply now.
typedef struct Places {
    const json_t *items;
    char (*digests)[17]; // of the items
    size_t n, searches;  // far looks so far: a file made for it may not cost quadratic time
} Places;

/// The item with the digest, nearest to `at`; n when there is none.
static size_t find_item(Places *p, size_t at, const char *digest) {
    enum { MAX_SEARCHES = 2000 };
    if (at < p->n && !strcmp(p->digests[at], digest)) return at;
    if (p->searches++ > MAX_SEARCHES) return p->n;
    for (size_t way = 1; way <= p->n || way <= at; way++) {
        if (at >= way && at - way < p->n && !strcmp(p->digests[at - way], digest)) return at - way;
        if (at + way < p->n && !strcmp(p->digests[at + way], digest)) return at + way;
    }
    return p->n;
}

/// What becomes of an item, and the new ones in front of it; the last is for the end.
typedef struct Fate {
    json_t *set;    // borrowed
    json_t *before; // array, owned, or null
    bool drop;
} Fate;

static void set_fate(Places *p, Fate *fates, const json_t *entry) {
    const char *is = json_member(entry, "is"), *after = json_member(entry, "after");
    json_t *item = json_object_get(entry, "new");
    json_int_t at = json_integer_value(json_object_get(entry, "at"));
    if (at < 0 || at > (json_int_t)p->n) at = (json_int_t)p->n;
    if (item && (after || !at)) {
        size_t place = after ? find_item(p, (size_t)at - (at > 0), after) : 0;
        if (after && place == p->n) return;
        Fate *fate = &fates[after ? place + 1 : 0];
        if (!fate->before) fate->before = json_array();
        json_array_append(fate->before, item);
        return;
    }
    size_t place = is ? find_item(p, (size_t)at, is) : p->n;
    if (place == p->n) return;
    fates[place].set = json_object_get(entry, "set");
    fates[place].drop = json_is_true(json_object_get(entry, "drop"));
}

/// Tells the owner of the items what happens: item `from` (SIZE_MAX for a new one) becomes `json`,
/// or is left as it is when json is null.
typedef void (*ItemFn)(void *owner, size_t from, const json_t *json);

static bool walk_sequence(const json_t *a, const json_t *entries, ItemFn fn, void *owner) {
    Places p = {.items = a, .n = json_array_size(a)};
    p.digests = mem_alloc((p.n + 1) * sizeof *p.digests);
    Fate *fates = mem_alloc_zero((p.n + 1) * sizeof *fates);
    bool good = p.digests && fates;
    for (size_t i = 0; good && i < p.n; i++) digest_of(json_array_get(a, i), p.digests[i]);
    for (size_t i = 0; good && i < json_array_size(entries); i++)
        set_fate(&p, fates, json_array_get(entries, i));
    for (size_t i = 0; good && i <= p.n; i++) {
        for (size_t k = 0; k < json_array_size(fates[i].before); k++)
            fn(owner, SIZE_MAX, json_array_get(fates[i].before, k));
        json_decref(fates[i].before);
        if (i == p.n || fates[i].drop) continue;
        json_t *changed = fates[i].set ? apply_change(json_array_get(a, i), fates[i].set, 0) : NULL;
        fn(owner, i, changed);
        json_decref(changed);
    }
    mem_free(p.digests);
    mem_free(fates);
    return good;
}

typedef struct ItemList {
    const json_t *before;
    json_t *after;
} ItemList;

static void list_item(void *owner, size_t from, const json_t *json) {
    ItemList *list = owner;
    json_array_append(list->after, json ? (json_t *)json : json_array_get(list->before, from));
}

static json_t *apply_sequence(const json_t *a, const json_t *entries) {
    ItemList list = {.before = a, .after = json_array()};
    if (walk_sequence(a, entries, list_item, &list)) return list.after;
    json_decref(list.after);
    return NULL;
}

// ---- parts --------------------------------------------------------------------------------------

static bool same_part(const DocPart *a, const DocPart *b) {
    return a && b && a->n_bytes == b->n_bytes && !memcmp(a->bytes, b->bytes, a->n_bytes) &&
           !strcmp(a->media_type ? a->media_type : "", b->media_type ? b->media_type : "");
}

static json_t *part_json(const DocPart *part, bool with_bytes) {
    json_t *o = json_pack("{s:s,s:s}", "format", part->format, "name", part->name);
    if (!with_bytes) return o;
    if (part->media_type) json_object_set_new(o, "type", json_string(part->media_type));
    json_t *text =
        memchr(part->bytes, 0, part->n_bytes) ? NULL : json_stringn(part->bytes, part->n_bytes);
    if (text) {
        json_object_set_new(o, "text", text);
    } else {
        Buf code = BUF_INIT;
        base64_put(&code, part->bytes, part->n_bytes);
        json_object_set_new(o, "base64", json_string(buf_text(&code)));
        buf_done(&code);
    }
    return o;
}

/// The wanted parts in order; those of the file by name alone. Null when the file has just these.
static json_t *parts_change(const Document *file, const Document *doc) {
    bool same = file->n_parts == doc->n_parts;
    for (Index i = 0; same && i < doc->n_parts; i++)
        same = same_part(&file->parts[i], &doc->parts[i]) &&
               !strcmp(file->parts[i].name, doc->parts[i].name) &&
               !strcmp(file->parts[i].format, doc->parts[i].format);
    if (same) return NULL;
    json_t *wanted = json_array(), *drop = json_array();
    for (Index i = 0; i < doc->n_parts; i++) {
        const DocPart *part = &doc->parts[i];
        bool there = same_part(document_find_part(file, part->format, part->name), part);
        json_array_append_new(wanted, part_json(part, !there));
    }
    for (Index i = 0; i < file->n_parts; i++) {
        const DocPart *part = &file->parts[i];
        if (document_find_part(doc, part->format, part->name)) continue;
        char digest[17];
        snapshot_digest(part->bytes, part->n_bytes, digest);
        json_t *o = part_json(part, false);
        json_object_set_new(o, "is", json_string(digest));
        json_array_append_new(drop, o);
    }
    return json_pack("{s:o,s:o}", "wanted", wanted, "drop", drop);
}

/// Whether the line is "%{" or "%}" and nothing else.
static bool is_block_mark(const char *line, size_t n, char mark) {
    while (n && isspace((unsigned char)line[n - 1])) n--;
    while (n && isspace((unsigned char)*line)) line++, n--;
    return n == 2 && line[0] == '%' && line[1] == mark;
}

/// Whether a part of an appendix is all comment, lines or a block "%{ … %}", and begins no part of its own.
static bool is_comment(const char *bytes) {
    int depth = 0;
    for (const char *p = bytes; *p; p += strcspn(p, "\n") + (p[strcspn(p, "\n")] != 0)) {
        size_t n = strcspn(p, "\n");
        if (!strncmp(p, "%[", 2) || !strncmp(p, "%---", 4) || (!depth && *p != '%')) return false;
        depth += is_block_mark(p, n, '{') ? 1 : depth && is_block_mark(p, n, '}') ? -1 : 0;
    }
    return depth == 0;
}

/// Whether a writer may put the part into a file as it is.
static bool is_sound_part(const char *format, const char *name, const char *bytes) {
    if (!strcmp(format, "live")) {
        if (strpbrk(name, "]\r\n")) return false;
        return is_comment(bytes) || (!strcmp(name, "appendix") && !strchr(bytes, '\n'));
    }
    return *name && *name != '/' && *name != '[' && !strstr(name, "..") && !strchr(name, '\\') &&
           strncmp(name, "_rels/", 6);
}

static void add_part(Reader *r, const json_t *o) {
    const char *format = json_member(o, "format"), *name = json_member(o, "name"),
               *type = json_member(o, "type"), *text = json_member(o, "text"),
               *code = json_member(o, "base64");
    Buf bytes = BUF_INIT;
    if (code) base64_get(&bytes, code, strlen(code));
    if (text) buf_puts(&bytes, text);
    if (bytes.failed) reader_fail(r, ctx_fail_nomem(r->ctx));
    if (format && name && (text || code) && is_sound_part(format, name, buf_text(&bytes))) {
        Status status =
            document_add_part(r->ctx, r->doc, format, name, type, buf_text(&bytes), bytes.len);
        if (status != OK) reader_fail(r, status);
    }
    buf_done(&bytes);
}

/// Whether the file's part is one that only our writer made.
static bool is_dropped(const json_t *drop, const DocPart *part) {
    char digest[17];
    for (size_t i = 0; i < json_array_size(drop); i++) {
        const json_t *o = json_array_get(drop, i);
        const char *format = json_member(o, "format"), *name = json_member(o, "name"),
                   *is = json_member(o, "is");
        if (!format || !name || !is || strcmp(format, part->format) || strcmp(name, part->name))
            continue;
        snapshot_digest(part->bytes, part->n_bytes, digest);
        return !strcmp(digest, is);
    }
    return false;
}

static Index find_part(const DocPart *parts, Index n, const json_t *o) {
    const char *format = json_member(o, "format"), *name = json_member(o, "name");
    for (Index i = 0; format && name && i < n; i++)
        if (parts[i].format && !strcmp(parts[i].format, format) && !strcmp(parts[i].name, name))
            return i;
    return n;
}

static void apply_parts(Reader *r, const json_t *change) {
    enum { MAX_PARTS = 4096 };
    Document *doc = r->doc;
    const json_t *wanted = json_object_get(change, "wanted"),
                 *drop = json_object_get(change, "drop");
    if (!json_is_array(wanted) || json_array_size(wanted) > MAX_PARTS ||
        json_array_size(drop) > MAX_PARTS || doc->n_parts > MAX_PARTS)
        return;
    DocPart *old = doc->parts;
    Index n_old = doc->n_parts;
    doc->parts = NULL;
    doc->n_parts = doc->cap_parts = 0;
    for (size_t i = 0; i < json_array_size(wanted) && r->status == OK; i++) {
        const json_t *o = json_array_get(wanted, i);
        Index k = find_part(old, n_old, o);
        if (k == n_old) {
            add_part(r, o);
            continue;
        }
        bool own = json_object_get(o, "text") || json_object_get(o, "base64");
        const DocPart *part = &old[k];
        Status status = own ? OK
                            : document_add_part(r->ctx, doc, part->format, part->name,
                                                part->media_type, part->bytes, part->n_bytes);
        if (own) add_part(r, o);
        if (status != OK) reader_fail(r, status);
        old[k].format = NULL;
    }
    for (Index i = 0; i < n_old && r->status == OK; i++) {
        const DocPart *part = &old[i];
        if (!part->format || is_dropped(drop, part)) continue;
        Status status = document_add_part(r->ctx, doc, part->format, part->name, part->media_type,
                                          part->bytes, part->n_bytes);
        if (status != OK) reader_fail(r, status);
    }
    mem_free(old);
}

// ---- making -------------------------------------------------------------------------------------

static const char *const origins[] = {"script", "live", "mlx", "notebook", "markdown"};

static void collect_digests(const json_t *value, const SnapshotImages *have,
                            const SnapshotImages *all, json_t *ret) {
    const char *key, *digest = json_member(value, "digest");
    json_t *inner;
    size_t i;
    if (digest && !map_find(have->by_digest, digest) && !json_object_get(ret, digest)) {
        const DocImage *image = map_find(all->by_digest, digest);
        Buf code = BUF_INIT;
        if (image) base64_put(&code, image->bytes, image->n_bytes);
        json_object_set_new(ret, digest, json_string(buf_text(&code)));
        buf_done(&code);
    }
    json_object_foreach((json_t *)value, key, inner) collect_digests(inner, have, all, ret);
    json_array_foreach((json_t *)value, i, inner) collect_digests(inner, have, all, ret);
}

static void set_some(json_t *part, const char *key, json_t *value) {
    if (json_is_object(value) ? json_object_size(value) : json_array_size(value))
        json_object_set(part, key, value);
    json_decref(value);
}

static Status make_part(Ctx *ctx, const Document *file, const Document *doc, Buf *out) {
    SnapshotImages have, all;
    TRY(snapshot_images_init(ctx, &have));
    Status status = snapshot_images_init(ctx, &all);
    if (status != OK) {
        snapshot_images_done(&have);
        return status;
    }
    json_t *a = snapshot_blocks(file, &have), *b = snapshot_blocks(doc, &all),
           *part = json_object(), *images = json_object();
    json_t *fa = snapshot_fields(file), *fb = snapshot_fields(doc);
    bool good = a && b && part && images && fa && fb;
    if (good) {
        set_some(part, "blocks", sequence_change(a, b));
        set_some(part, "fields", value_change(fa, fb));
        set_some(part, "parts", parts_change(file, doc));
        if (doc->origin != file->origin)
            json_object_set_new(part, "origin", json_string(origins[doc->origin]));
        collect_digests(json_object_get(part, "blocks"), &have, &all, images);
        set_some(part, "images", json_incref(images));
        if (json_object_size(part)) {
            json_object_set_new(part, "version", json_integer(1));
            json_put(out, part, false);
        }
    }
    json_t *all_values[] = {a, b, part, images, fa, fb};
    for (int i = 0; i < 6; i++) json_decref(all_values[i]);
    snapshot_images_done(&have);
    snapshot_images_done(&all);
    return good && !out->failed ? OK : ctx_fail_nomem(ctx);
}

Status kept_make(Ctx *ctx, const Document *doc, const char *path, const Buf *file, Buf *out) {
    Document *again = NULL;
    TRY(doc_read_sealed(ctx, path, buf_text(file), file->len, &again));
    Status status = make_part(ctx, again, doc, out);
    doc_free(again);
    return status;
}

// ---- applying -----------------------------------------------------------------------------------

typedef struct Mender {
    Reader *r;
    const SnapshotImages *images;
    DocBlock *old; // heap, the blocks as read
    Index n_old;
    int32_t next_line; // for new code, in files whose lines are counted
} Mender;

static void keep_block(Mender *m, DocBlock block) {
    Document *doc = m->r->doc;
    DocBlock *room = NULL;
    Status status =
        m->r->status == OK ? document_add(m->r->ctx, doc, block.kind, &room) : m->r->status;
    if (status != OK) {
        reader_fail(m->r, status);
        block_clear_outputs(&block);
        mem_free(block.outputs);
        return;
    }
    *room = block;
}

static void mend_item(void *owner, size_t from, const json_t *json) {
    Mender *m = owner;
    DocBlock *before = from == SIZE_MAX ? NULL : &m->old[from], mended;
    bool good = json && m->r->status == OK && snapshot_block(m->r, json, m->images, &mended);
    if (good) {
        mended.first_line = before ? before->first_line : m->next_line;
        keep_block(m, mended);
        if (mended.kind == BLOCK_CODE) m->next_line = mended.first_line + mended.n_lines;
    } else if (before) {
        if (before->kind == BLOCK_CODE) m->next_line = before->first_line + before->n_lines;
        keep_block(m, *before);
        *before = (DocBlock){0}; // its outputs have a new owner
    }
}

static void set_lines(Document *doc, int32_t sign) {
    for (Index i = 0; i < doc->n_blocks; i++)
        for (Index k = 0; k < doc->blocks[i].n_outputs; k++)
            doc->blocks[i].outputs[k].line += sign * doc->blocks[i].first_line;
}

static void mend_blocks(Reader *r, const json_t *entries, SnapshotImages *images) {
    Document *doc = r->doc;
    json_t *blocks = snapshot_blocks(doc, images);
    if (!blocks) {
        reader_fail(r, ctx_fail_nomem(r->ctx));
        return;
    }
    set_lines(doc, -1);
    Mender m = {
        .r = r, .images = images, .old = doc->blocks, .n_old = doc->n_blocks, .next_line = 1};
    doc->blocks = NULL;
    doc->n_blocks = doc->cap_blocks = doc->n_sections = 0;
    if (!walk_sequence(blocks, entries, mend_item, &m)) reader_fail(r, ctx_fail_nomem(r->ctx));
    for (Index i = 0; i < m.n_old; i++) {
        block_clear_outputs(&m.old[i]);
        mem_free(m.old[i].outputs);
    }
    mem_free(m.old);
    set_lines(doc, 1);
    json_decref(blocks);
}

/// Pictures that the file itself does not have.
static void unpack_images(Reader *r, const json_t *codes, SnapshotImages *images) {
    const char *digest;
    json_t *code;
    json_object_foreach((json_t *)codes, digest, code) {
        const char *text = json_string_value(code);
        DocImage *image = mem_alloc_zero(sizeof *image);
        Buf bytes = BUF_INIT;
        if (text) base64_get(&bytes, text, strlen(text));
        bool good = image && image_of_bytes(bytes.data, bytes.len, &r->pixels_left, image);
        buf_done(&bytes);
        DocImage *before = good ? map_remove(images->owned, digest) : NULL;
        if (!good) {
            mem_free(image);
            continue;
        }
        image_free(before);
        if (map_set(images->owned, digest, image) != OK) {
            image_free(image);
            reader_fail(r, ctx_fail_nomem(r->ctx));
        } else if (map_set(images->by_digest, digest, image) != OK) {
            reader_fail(r, ctx_fail_nomem(r->ctx));
        }
    }
}

static void apply_fields(Reader *r, const json_t *change) {
    json_t *before = snapshot_fields(r->doc), *after = apply_change(before, change, 0);
    if (after) snapshot_set_fields(r, after);
    json_decref(after);
    json_decref(before);
}

static void apply_part(Reader *r, const json_t *part, void (*renumber)(Document *doc)) {
    Document *doc = r->doc;
    SnapshotImages images;
    const json_t *blocks = json_object_get(part, "blocks"),
                 *fields = json_object_get(part, "fields");
    const char *origin = json_member(part, "origin");
    Status status = snapshot_images_init(r->ctx, &images);
    if (status != OK) {
        reader_fail(r, status);
        return;
    }
    for (int i = 0; origin && i < 5; i++)
        if (!strcmp(origins[i], origin)) doc->origin = (DocFormat)i;
    unpack_images(r, json_object_get(part, "images"), &images);
    if (json_array_size(blocks) && r->status == OK) mend_blocks(r, blocks, &images);
    if (json_object_size(fields) && r->status == OK) apply_fields(r, fields);
    if (json_object_get(part, "parts") && r->status == OK)
        apply_parts(r, json_object_get(part, "parts"));
    if (renumber && r->status == OK) {
        set_lines(doc, -1);
        renumber(doc);
        set_lines(doc, 1);
    }
    snapshot_images_done(&images);
}

void kept_apply(Reader *r, const json_t *part, void (*renumber)(Document *doc)) {
    if (r->status == OK && json_integer_value(json_object_get(part, "version")) == 1)
        apply_part(r, part, renumber);
}
