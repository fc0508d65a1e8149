// builtins/matfile_values.c: values straight from a version 5 MAT-file, for the classes that most files hold: numbers,
// logicals, texts, cells and structs of them. A cell or field costs one value, not a tree of matio's: a file of millions
// of them is read as fast as it is inflated, and can be stopped. What is not read here (sparse matrices, objects,
// function handles, the other byte order, version 4 and 7.3) is left to matio.
#include "builtins/matfile_stream.h"
#include <string.h>

enum {
    CLASS_OF_CHAR = 4,
    CLASS_OF_DOUBLE = 6,
    CLASS_OF_UINT64 = 15,
    FLAG_LOGICAL = 0x200,
    FLAG_COMPLEX = 0x800,
    TYPE_UTF8 = 16,
    TYPE_UTF16 = 17,
    BLOCK_BYTES = 1 << 16,
};

typedef struct Reading {
    MatWanted wanted;
    void *wanted_self;
    StructArray *variables;
    bool other; // something was met that is read by matio
} Reading;

/// The header of a matrix.
typedef struct Head {
    uint32_t class_number;
    bool is_logical, is_complex;
    Shape shape;
    double numel;
} Head;

static Status read_head(MatStream *s, uint64_t end, Head *ret) {
    uint8_t flags[8], dims[4 * SHAPE_MAX_DIMS];
    Index sizes[SHAPE_MAX_DIMS];
    uint32_t n;
    TRY(matstream_part(s, end, flags, sizeof flags, &n));
    if (n != sizeof flags) return matstream_damaged(s);
    uint32_t word = matstream_u32(s, flags);
    *ret = (Head){.class_number = word & 255, .is_logical = word & FLAG_LOGICAL, .is_complex = word & FLAG_COMPLEX, .numel = 1};
    if (ret->class_number > CLASS_OF_UINT64) return OK; // has parts of its own
    TRY(matstream_part(s, end, dims, sizeof dims, &n));
    if (n < 4 || n % 4) return matstream_damaged(s);
    for (uint32_t k = 0; k < n / 4; k++) {
        sizes[k] = matstream_u32(s, dims + 4 * k);
        ret->numel *= (double)sizes[k];
    }
    if (ret->numel > 1e15) return matstream_damaged(s);
    int n_dims = (int)(n / 4);
    if (n_dims == 1) sizes[n_dims++] = 1;
    return shape_make(s->ctx, sizes, n_dims, &ret->shape);
}

/// From CLASS_OF_DOUBLE on.
static const NumClass numeric[] = {CLASS_DOUBLE, CLASS_SINGLE, CLASS_INT8,   CLASS_UINT8, CLASS_INT16,
                                   CLASS_UINT16, CLASS_INT32,  CLASS_UINT32, CLASS_INT64, CLASS_UINT64};

/// The class whose elements a part of this type holds, also that of texts; false for others.
static bool class_of_type(uint32_t type, NumClass *ret) {
    static const int8_t classes[] = {[1] = CLASS_INT8,   [2] = CLASS_UINT8,   [3] = CLASS_INT16,  [4] = CLASS_UINT16,
                                     [5] = CLASS_INT32,  [6] = CLASS_UINT32,  [7] = CLASS_SINGLE, [9] = CLASS_DOUBLE,
                                     [12] = CLASS_INT64, [13] = CLASS_UINT64, [TYPE_UTF16] = CLASS_UINT16};
    if (type == 0 || type > TYPE_UTF16 || (type != 9 && classes[type] == CLASS_DOUBLE)) return false;
    *ret = (NumClass)classes[type];
    return true;
}

/// The data of an array, or of one of its parts.
typedef struct Part {
    uint32_t type, n; // bytes
    bool is_small;    // they lie in the tag
    uint8_t small[8];
    uint64_t used;
} Part;

static Status part_open(MatStream *s, uint64_t end, Part *ret) {
    *ret = (Part){0};
    TRY(matstream_tag(s, end, &ret->type, &ret->n, ret->small, &ret->is_small));
    return ret->is_small || ret->n <= matstream_most(s, end) ? OK : matstream_damaged(s);
}

static Status part_pull(MatStream *s, uint64_t end, Part *p, void *to, size_t n) {
    if (n > p->n - p->used) return matstream_damaged(s);
    if (p->is_small) {
        memcpy(to, p->small + p->used, n);
    } else {
        TRY(matstream_pull(s, end, to, n));
    }
    p->used += n;
    return OK;
}

/// Passes over what is left of it and what fills it up to 8 bytes; the last part of a matrix may go without.
static Status part_close(MatStream *s, uint64_t end, const Part *p) {
    if (p->is_small) return OK;
    uint64_t rest = ((uint64_t)p->n + 7) / 8 * 8 - p->used;
    return matstream_skip(s, end, rest < end - s->at ? rest : end - s->at);
}

/// The numbers of a part into every `step`-th place from `offset`, in blocks, converted as the language does.
static Status read_numbers(MatStream *s, uint64_t end, Part *p, Tensor *out, Index offset, Index step) {
    NumClass stored;
    if (!class_of_type(p->type, &stored) || p->n != (uint64_t)out->numel * class_size(stored)) return matstream_damaged(s);
    size_t size = class_size(stored), to_size = class_size((NumClass)out->cls);
    bool same = stored == (NumClass)out->cls || (out->cls == CLASS_CHAR && stored == CLASS_UINT16);
    if (same && step == 1) return part_pull(s, end, p, out->data, p->n);
    OWN_TENSOR *block = NULL, *converted = NULL;
    Index most = BLOCK_BYTES / (Index)size;
    for (Index at = 0; at < out->numel; at += most) {
        Index m = out->numel - at < most ? out->numel - at : most;
        Shape row = shape_2d(1, m);
        TRY(tensor_new(s->ctx, stored, &row, &block));
        TRY(part_pull(s, end, p, block->data, (size_t)m * size));
        TRY(tensor_cast(s->ctx, block, same ? stored : (NumClass)out->cls, &converted));
        for (Index i = 0; i < m; i++)
            memcpy((char *)out->data + (size_t)(offset + (at + i) * step) * to_size,
                   (const char *)converted->data + (size_t)i * to_size, to_size);
        tensor_unref(block);
        tensor_unref(converted);
        block = converted = NULL;
    }
    return OK;
}

static Status read_array(MatStream *s, uint64_t end, const Head *h, NumClass cls, Value *ret) {
    OWN_TENSOR *t = NULL;
    Part p;
    bool is_complex = h->is_complex && class_is_float(cls);
    TRY(part_open(s, end, &p));
    if (h->numel > (double)p.n) return matstream_damaged(s); // before memory is taken
    TRY(is_complex ? tensor_new_complex(s->ctx, cls, &h->shape, &t) : tensor_new(s->ctx, cls, &h->shape, &t));
    if (t->numel) TRY(read_numbers(s, end, &p, t, 0, is_complex ? 2 : 1));
    TRY(part_close(s, end, &p));
    if (t->numel && is_complex) {
        TRY(part_open(s, end, &p));
        TRY(read_numbers(s, end, &p, t, 1, 2));
        TRY(part_close(s, end, &p));
    }
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

/// Text in UTF-8; when it does not have as many units as the array has elements, each byte is one.
static Status read_utf8(MatStream *s, uint64_t end, Part *p, const Head *h, Value *ret) {
    OWN_MEM char *bytes = mem_alloc((size_t)p->n + 1);
    OWN_TENSOR *t = NULL;
    Tensor *shaped = NULL;
    if (!bytes) return ctx_fail_nomem(s->ctx);
    TRY(part_pull(s, end, p, bytes, p->n));
    TRY(part_close(s, end, p));
    TRY(tensor_from_utf8(s->ctx, bytes, p->n, &t));
    if ((double)t->numel != h->numel) {
        if ((double)p->n != h->numel) return matstream_damaged(s);
        tensor_unref(t);
        t = NULL;
        TRY(tensor_new(s->ctx, CLASS_CHAR, &h->shape, &t));
        for (Index i = 0; i < t->numel; i++) tensor_u16(t)[i] = (uint8_t)bytes[i];
    }
    TRY(tensor_reshape(s->ctx, t, &h->shape, &shaped));
    *ret = (Value){.tag = VAL_TENSOR, .tensor = shaped};
    return OK;
}

static Status read_text(MatStream *s, uint64_t end, const Head *h, Value *ret) {
    Part p;
    OWN_TENSOR *t = NULL;
    TRY(part_open(s, end, &p));
    if (h->numel > (double)p.n) return matstream_damaged(s);
    if (p.type == TYPE_UTF8 && h->numel > 0) return read_utf8(s, end, &p, h, ret);
    if (p.type > TYPE_UTF16) {
        ((Reading *)s->self)->other = true;
        return OK;
    }
    TRY(tensor_new(s->ctx, CLASS_CHAR, &h->shape, &t));
    if (t->numel) TRY(read_numbers(s, end, &p, t, 0, 1));
    TRY(part_close(s, end, &p));
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

static Status read_matrix(MatStream *s, uint64_t end, int depth, Value *ret);

static Status read_cell(MatStream *s, uint64_t end, const Head *h, int depth, Value *ret) {
    OWN_CELL *c = NULL;
    TRY(matstream_children(s, end, h->numel, depth));
    TRY(cell_new(s->ctx, &h->shape, &c));
    for (Index i = 0; i < c->numel; i++) TRY(read_matrix(s, end, depth + 1, &c->items[i]));
    *ret = value_take_cell(GIVE(c));
    return OK;
}

static Status read_struct(MatStream *s, uint64_t end, const Head *h, int depth, Value *ret) {
    enum { MOST_NAMES = 1 << 20 };
    OWN_STRUCT *out = NULL;
    Part p;
    uint8_t length[4];
    uint32_t n;
    TRY(matstream_part(s, end, length, sizeof length, &n));
    if (n != sizeof length) return matstream_damaged(s);
    uint32_t each = matstream_u32(s, length);
    TRY(part_open(s, end, &p));
    if ((p.n && !each) || p.n > MOST_NAMES || each > MOST_NAMES) return matstream_damaged(s);
    OWN_MEM char *names = mem_alloc_zero((size_t)p.n + 1);
    if (!names) return ctx_fail_nomem(s->ctx);
    TRY(part_pull(s, end, &p, names, p.n));
    TRY(part_close(s, end, &p));
    Index n_fields = each ? (Index)(p.n / each) : 0;
    TRY(matstream_children(s, end, h->numel * (double)n_fields, depth));
    TRY(struct_new(s->ctx, &h->shape, &out));
    for (Index f = 0; f < n_fields; f++) {
        Index at;
        names[(f + 1) * (Index)each - 1] = 0;
        TRY(struct_add_field(s->ctx, out, names + f * (Index)each, &at));
        if (at != f) return matstream_damaged(s); // a name twice
    }
    for (Index e = 0; e < out->numel; e++) {
        for (Index f = 0; f < n_fields; f++)
            TRY(read_matrix(s, end, depth + 1, &out->items[f * out->numel + e]));
    }
    *ret = value_take_struct(GIVE(out));
    return OK;
}

static Status read_body(MatStream *s, uint64_t end, const Head *h, int depth, Value *ret) {
    Reading *r = s->self;
    switch (h->class_number) {
    case CLASS_OF_CELL: return read_cell(s, end, h, depth, ret);
    case CLASS_OF_STRUCT: return read_struct(s, end, h, depth, ret);
    case CLASS_OF_CHAR: return read_text(s, end, h, ret);
    default: break;
    }
    if (h->class_number < CLASS_OF_DOUBLE || h->class_number > CLASS_OF_UINT64) {
        r->other = true;
        return OK;
    }
    NumClass cls = h->is_logical ? CLASS_LOGICAL : numeric[h->class_number - CLASS_OF_DOUBLE];
    return read_array(s, end, h, cls, ret);
}

/// A matrix inside another one.
static Status read_matrix(MatStream *s, uint64_t end, int depth, Value *ret) {
    Reading *r = s->self;
    Head h;
    uint64_t own_end;
    uint32_t n;
    TRY(matstream_child(s, end, &own_end));
    if (r->other || own_end == s->at) return matstream_skip(s, own_end, own_end - s->at); // [] may be nothing but its tag
    TRY(read_head(s, own_end, &h));
    if (h.class_number > CLASS_OF_UINT64) r->other = true;
    if (r->other) return matstream_skip(s, own_end, own_end - s->at);
    TRY(matstream_part(s, own_end, NULL, 0, &n)); // no name
    bool is_null = h.class_number == CLASS_OF_DOUBLE && !h.is_logical && h.shape.n_dims == 2 && h.shape.dim[0] == 0 &&
                   h.shape.dim[1] == 0;
    if (!is_null) TRY(read_body(s, own_end, &h, depth, ret));
    return matstream_skip(s, own_end, own_end - s->at);
}

static Status read_variable(MatStream *s, uint64_t end) {
    Reading *r = s->self;
    Head h;
    uint8_t name[4096] = {0};
    uint32_t n;
    if (s->swap) r->other = true;
    if (r->other || end == s->at) return OK;
    TRY(read_head(s, end, &h));
    if (h.class_number > CLASS_OF_UINT64) {
        r->other = true;
        return OK;
    }
    TRY(matstream_part(s, end, name, sizeof name - 1, &n));
    if (!*name || (r->wanted && !r->wanted(r->wanted_self, (const char *)name))) return OK;
    Value v = VALUE_NONE;
    Status status = read_body(s, end, &h, 0, &v);
    if (status != OK || r->other) {
        value_unref(v);
        return status;
    }
    return struct_set(s->ctx, r->variables, 0, (const char *)name, v);
}

Status matfile_values(Ctx *ctx, const char *path, MatWanted wanted, void *self, StructArray **ret, bool *ret_read) {
    OWN_STRUCT *variables = NULL;
    TRY(struct_scalar(ctx, &variables));
    Reading r = {wanted, self, variables, false};
    *ret_read = false;
    TRY(matstream_walk(ctx, path, &r, read_variable));
    if (r.other) return OK;
    *ret_read = true;
    *ret = GIVE(variables);
    return OK;
}
