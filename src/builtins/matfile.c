// builtins/matfile.c: between values and matio's variables. matio owns what it is given: a matvar_t
// tree is built from a value, written and freed as a whole; what is read is copied out and freed.
#include "builtins/matfile.h"
#include "base/file.h"
#include "base/utf.h"
#include "builtins/matio_calls.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_DEPTH = 200 };

static inline void own_matvar_done(matvar_t **v) {
    if (*v) Mat_VarFree(*v);
}
static inline void own_mat_done(mat_t **m) {
    if (*m) Mat_Close(*m);
}
#define OWN_MATVAR __attribute__((cleanup(own_matvar_done))) matvar_t
#define OWN_MAT __attribute__((cleanup(own_mat_done))) mat_t

static const struct {
    enum matio_classes cls;
    enum matio_types type;
} kinds[CLASS_COUNT] = {
    [CLASS_DOUBLE] = {MAT_C_DOUBLE, MAT_T_DOUBLE}, [CLASS_SINGLE] = {MAT_C_SINGLE, MAT_T_SINGLE},
    [CLASS_INT8] = {MAT_C_INT8, MAT_T_INT8},       [CLASS_UINT8] = {MAT_C_UINT8, MAT_T_UINT8},
    [CLASS_INT16] = {MAT_C_INT16, MAT_T_INT16},    [CLASS_UINT16] = {MAT_C_UINT16, MAT_T_UINT16},
    [CLASS_INT32] = {MAT_C_INT32, MAT_T_INT32},    [CLASS_UINT32] = {MAT_C_UINT32, MAT_T_UINT32},
    [CLASS_INT64] = {MAT_C_INT64, MAT_T_INT64},    [CLASS_UINT64] = {MAT_C_UINT64, MAT_T_UINT64},
    [CLASS_LOGICAL] = {MAT_C_UINT8, MAT_T_UINT8},  [CLASS_CHAR] = {MAT_C_CHAR, MAT_T_UTF16}};

/// The elements of a version 5 file must end where the file ends: matio sees neither a full disk
/// nor a cut file. Files of the other byte order are not looked at.
static bool is_whole(const char *path) {
    FILE *f = fopen(path, "rb");
    struct stat st;
    uint32_t tag[2];
    uint16_t order = 0;
    bool good = f && fstat(fileno(f), &st) == 0 && fseek(f, 126, SEEK_SET) == 0 &&
                fread(&order, sizeof order, 1, f) == 1;
    off_t at = 128;
    while (good && order == 0x4D49 && at < st.st_size) {
        good = fseeko(f, at, SEEK_SET) == 0 && fread(tag, sizeof tag, 1, f) == 1;
        at += 8 + (off_t)tag[1];
    }
    good = good && (order != 0x4D49 || at == st.st_size);
    if (f) fclose(f);
    return good;
}

// ---- writing
bool matfile_can_hold(Value v, const char **ret_class) {
    if (v.tag == VAL_FUNC || v.tag == VAL_OBJECT) {
        *ret_class = value_class_name(v);
        return false;
    }
    if (v.tag == VAL_CELL)
        for (Index i = 0; i < v.cell->numel; i++)
            if (!matfile_can_hold(v.cell->items[i], ret_class)) return false;
    if (v.tag == VAL_STRUCT)
        for (Index i = 0; i < v.structure->numel * v.structure->n_fields; i++)
            if (!matfile_can_hold(v.structure->items[i], ret_class)) return false;
    return true;
}

static void copy_dims(const Shape *shape, size_t *dims) {
    for (int i = 0; i < shape->n_dims; i++) dims[i] = (size_t)shape->dim[i];
}
static Status tensor_var(Ctx *ctx, const char *name, const Tensor *t, matvar_t **ret) {
    size_t dims[SHAPE_MAX_DIMS];
    copy_dims(&t->shape, dims);
    int flags = t->cls == CLASS_LOGICAL ? MAT_F_LOGICAL : 0;
    if (!t->is_complex) {
        *ret = Mat_VarCreate(name, kinds[t->cls].cls, kinds[t->cls].type, t->shape.n_dims, dims,
                             t->data, flags);
        return *ret ? OK : ctx_fail_nomem(ctx);
    }
    size_t size = class_size((NumClass)t->cls);
    OWN_MEM char *parts = mem_alloc((size_t)t->numel * size * 2);
    if (!parts) return ctx_fail_nomem(ctx);
    char *re = parts, *im = parts + (size_t)t->numel * size;
    for (Index i = 0; i < t->numel; i++) {
        memcpy(re + (size_t)i * size, (const char *)t->data + (size_t)(2 * i) * size, size);
        memcpy(im + (size_t)i * size, (const char *)t->data + (size_t)(2 * i + 1) * size, size);
    }
    mat_complex_split_t split = {re, im};
    *ret = Mat_VarCreate(name, kinds[t->cls].cls, kinds[t->cls].type, t->shape.n_dims, dims, &split,
                         MAT_F_COMPLEX);
    return *ret ? OK : ctx_fail_nomem(ctx);
}

static Status value_var(Ctx *ctx, const char *name, Value v, int depth, matvar_t **ret);

static Status cell_var(Ctx *ctx, const char *name, const CellArray *c, int depth, matvar_t **ret) {
    size_t dims[SHAPE_MAX_DIMS];
    copy_dims(&c->shape, dims);
    OWN_MATVAR *var = Mat_VarCreate(name, MAT_C_CELL, MAT_T_CELL, c->shape.n_dims, dims, NULL, 0);
    if (!var) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < c->numel; i++) {
        matvar_t *item = NULL;
        TRY(value_var(ctx, NULL, c->items[i], depth + 1, &item));
        Mat_VarSetCell(var, (int)i, item);
    }
    *ret = GIVE(var);
    return OK;
}
static Status struct_var(Ctx *ctx, const char *name, const StructArray *s, int depth,
                         matvar_t **ret) {
    size_t dims[SHAPE_MAX_DIMS];
    copy_dims(&s->shape, dims);
    OWN_MEM const char **names = mem_alloc((size_t)(s->n_fields + 1) * sizeof *names);
    if (!names) return ctx_fail_nomem(ctx);
    for (Index f = 0; f < s->n_fields; f++) names[f] = s->names[f]->bytes;
    OWN_MATVAR *var =
        Mat_VarCreateStruct(name, s->shape.n_dims, dims, names, (unsigned)s->n_fields);
    if (!var) return ctx_fail_nomem(ctx);
    for (Index f = 0; f < s->n_fields; f++) {
        for (Index e = 0; e < s->numel; e++) {
            matvar_t *item = NULL;
            TRY(value_var(ctx, names[f], s->items[f * s->numel + e], depth + 1, &item));
            Mat_VarSetStructFieldByIndex(var, (size_t)f, (size_t)e, item);
        }
    }
    *ret = GIVE(var);
    return OK;
}
/// A string becomes a char row, a string array a cell array of them; missing becomes ''.
static Status string_var(Ctx *ctx, const char *name, const StringArray *s, matvar_t **ret) {
    if (s->numel == 1) {
        OWN_TENSOR *t = NULL;
        TRY(tensor_from_utf8(ctx, s->items[0] ? s->items[0]->bytes : "",
                             s->items[0] ? s->items[0]->n_bytes : 0, &t));
        return tensor_var(ctx, name, t, ret);
    }
    OWN_CELL *c = NULL;
    TRY(cell_new(ctx, &s->shape, &c));
    for (Index i = 0; i < s->numel; i++)
        TRY(value_from_utf8(ctx, s->items[i] ? s->items[i]->bytes : "",
                            s->items[i] ? s->items[i]->n_bytes : 0, &c->items[i]));
    return cell_var(ctx, name, c, 0, ret);
}
static Status value_var(Ctx *ctx, const char *name, Value v, int depth, matvar_t **ret) {
    OWN_TENSOR *t = NULL;
    if (depth > MAX_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:save:tooDeep",
                        "Cells and structs are nested too deeply for a MAT-file.");
    switch (v.tag) {
    case VAL_STRING: return string_var(ctx, name, v.string, ret);
    case VAL_CELL: return cell_var(ctx, name, v.cell, depth, ret);
    case VAL_STRUCT: return struct_var(ctx, name, v.structure, depth, ret);
    case VAL_NONE: {
        Shape empty = shape_2d(0, 0);
        TRY(tensor_zeros(ctx, CLASS_DOUBLE, &empty, &t));
        return tensor_var(ctx, name, t, ret);
    }
    case VAL_FUNC:
    case VAL_OBJECT: return ctx_fail_unsupported(ctx, "this class in MAT-files");
    default: TRY(value_to_tensor(ctx, v, &t)); return tensor_var(ctx, name, t, ret);
    }
}

static Status write_fail(Ctx *ctx, const char *path) {
    return ctx_fail(ctx, ERR_IO, "MATLAB:save:unableToWriteToMatFile", "Unable to write file %s.",
                    path);
}
/// The variables of the old file that are not written anew.
static Status copy_old(Ctx *ctx, const char *path, mat_t *to, enum matio_compression compression,
                       const StructArray *variables) {
    OWN_MAT *from = Mat_Open(path, MAT_ACC_RDONLY);
    if (!from)
        return ctx_fail(ctx, ERR_IO, "MATLAB:save:notAMatFile",
                        "Unable to append to %s: it is not a MAT-file.", path);
    if (Mat_GetVersion(from) == MAT_FT_MAT5) TRY(matfile_check(ctx, path));
    for (;;) {
        OWN_MATVAR *var = Mat_VarReadNext(from);
        if (!var) return OK;
        if (!var->name || struct_find(variables, var->name) >= 0) continue;
        if (Mat_VarWrite(to, var, compression) != 0) return write_fail(ctx, path);
        TRY(ctx_check_stop(ctx));
    }
}
static Status write_temp(Ctx *ctx, const char *temp, const char *path, MatVersion version,
                         bool append, const StructArray *variables) {
    mat_t *mat = Mat_CreateVer(temp, NULL, version == MAT_VERSION_73 ? MAT_FT_MAT73 : MAT_FT_MAT5);
    if (!mat) return write_fail(ctx, path);
    enum matio_compression compression =
        version == MAT_VERSION_6 ? MAT_COMPRESSION_NONE : MAT_COMPRESSION_ZLIB;
    Status status = append ? copy_old(ctx, path, mat, compression, variables) : OK;
    for (Index f = 0; status == OK && f < variables->n_fields; f++) {
        OWN_MATVAR *var = NULL;
        status = value_var(ctx, variables->names[f]->bytes, variables->items[f], 0, &var);
        if (status == OK && Mat_VarWrite(mat, var, compression) != 0)
            status = write_fail(ctx, path);
        if (status == OK) status = ctx_check_stop(ctx);
    }
    if (Mat_Close(mat) != 0 && status == OK) status = write_fail(ctx, path);
    if (status == OK && version != MAT_VERSION_73 && !is_whole(temp))
        status = write_fail(ctx, path);
    return status;
}
Status matfile_write(Ctx *ctx, const char *path, MatVersion version, bool append,
                     const StructArray *variables) {
    OWN_MEM char *temp = NULL;
    TRY(matio_prepare(ctx));
    TRY(file_temp_beside(ctx, path, &temp));
    Status status = write_temp(ctx, temp, path, version, append && file_exists(path), variables);
    if (status == OK) return file_commit(ctx, temp, path);
    unlink(temp);
    return status;
}

// ---- reading
static Status damaged(Ctx *ctx, const char *name) {
    return ctx_fail(ctx, ERR_IO, "MATLAB:load:unableToReadMatFile",
                    "Unable to read variable '%s': the file may be damaged.", name ? name : "");
}
static bool class_of_var(const matvar_t *var, NumClass *ret) {
    if (var->isLogical && var->class_type != MAT_C_SPARSE) {
        *ret = CLASS_LOGICAL;
        return true;
    }
    for (int c = 0; c < CLASS_COUNT; c++) {
        if (kinds[c].cls != var->class_type || c == CLASS_LOGICAL) continue;
        *ret = (NumClass)c;
        return true;
    }
    return false;
}
static Status shape_of_var(Ctx *ctx, const matvar_t *var, Shape *ret) {
    Index dims[SHAPE_MAX_DIMS];
    if (var->rank < 1 || var->rank > SHAPE_MAX_DIMS || !var->dims) return damaged(ctx, var->name);
    double numel = 1;
    for (int i = 0; i < var->rank; i++) {
        numel *= (double)var->dims[i];
        if (numel > 1e15 || var->dims[i] > ((size_t)1 << 48)) return damaged(ctx, var->name);
        dims[i] = (Index)var->dims[i];
    }
    int n = var->rank;
    if (n == 1) dims[n++] = 1;
    return shape_make(ctx, dims, n, ret);
}
static bool is_representable(const matvar_t *var) {
    return var->class_type != MAT_C_FUNCTION && var->class_type != MAT_C_OPAQUE &&
           var->class_type != MAT_C_OBJECT;
}
/// Checks sizes before the data are read: a damaged header must not ask for more than the file can
/// hold (`most_bytes`), counting what is inside cells and structs.
static Status check_sizes(Ctx *ctx, const matvar_t *var, double most_bytes, int depth) {
    Shape shape;
    if (depth > MAX_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:load:tooDeep",
                        "Cells and structs are nested too deeply.");
    if (var->class_type == MAT_C_EMPTY || !is_representable(var)) return OK;
    TRY(shape_of_var(ctx, var, &shape));
    bool is_list = var->class_type == MAT_C_CELL || var->class_type == MAT_C_STRUCT;
    double each = is_list ? 1 : var->data_size > 0 ? var->data_size : 1;
    double bytes = (double)shape_numel(&shape) * each * (var->isComplex ? 2 : 1);
    if (bytes > (double)ctx->limits.array_bytes)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded",
                        "Variable '%s' is larger than an array may be.",
                        var->name ? var->name : "");
    if (bytes > most_bytes && var->class_type != MAT_C_SPARSE) return damaged(ctx, var->name);
    matvar_t *const *items = is_list ? var->data : NULL;
    size_t n = items ? var->nbytes / sizeof *items : 0;
    for (size_t k = 0; k < n; k++)
        if (items[k]) TRY(check_sizes(ctx, items[k], most_bytes, depth + 1));
    return OK;
}
/// What the variables of a file can hold at most: zlib shrinks to no less than a thousandth, and a
/// stored byte stands for at most one double.
static double most_bytes_of(const mat_t *mat, const char *path) {
    struct stat st;
    bool is_v5 = Mat_GetVersion((mat_t *)mat) == MAT_FT_MAT5;
    return is_v5 && stat(path, &st) == 0 ? (double)st.st_size * 8 * 1100 : INFINITY;
}

/// Element `i` of a real part stored with the type.
static double stored(const void *data, enum matio_types type, Index i) {
    switch (type) {
    case MAT_T_DOUBLE: return ((const double *)data)[i];
    case MAT_T_SINGLE: return ((const float *)data)[i];
    case MAT_T_INT8: return ((const int8_t *)data)[i];
    case MAT_T_UINT8:
    case MAT_T_UTF8: return ((const uint8_t *)data)[i];
    case MAT_T_INT16: return ((const int16_t *)data)[i];
    case MAT_T_UINT16:
    case MAT_T_UTF16: return ((const uint16_t *)data)[i];
    case MAT_T_INT32: return ((const int32_t *)data)[i];
    case MAT_T_UINT32:
    case MAT_T_UTF32: return ((const uint32_t *)data)[i];
    case MAT_T_INT64: return (double)((const int64_t *)data)[i];
    case MAT_T_UINT64: return (double)((const uint64_t *)data)[i];
    default: return 0;
    }
}
static void copy_part(Tensor *t, Index offset, Index step, const void *data,
                      enum matio_types type) {
    size_t size = class_size((NumClass)t->cls);
    bool same = kinds[t->cls].type == type || (t->cls == CLASS_CHAR && type == MAT_T_UINT16);
    for (Index i = 0; i < t->numel; i++) {
        Index at = offset + i * step;
        if (same)
            memcpy((char *)t->data + (size_t)at * size, (const char *)data + (size_t)i * size,
                   size);
        else if (t->cls == CLASS_DOUBLE)
            ((double *)t->data)[at] = stored(data, type, i);
        else if (t->cls == CLASS_SINGLE)
            ((float *)t->data)[at] = (float)stored(data, type, i);
        else if (t->cls == CLASS_LOGICAL)
            ((uint8_t *)t->data)[at] = stored(data, type, i) != 0;
        else
            tensor_set(t, at, stored(data, type, i));
    }
}
static Status read_numbers(Ctx *ctx, const matvar_t *var, NumClass cls, const Shape *shape,
                           Value *ret) {
    OWN_TENSOR *t = NULL;
    Index n = shape_numel(shape);
    size_t have = var->data_size > 0 ? var->nbytes / (size_t)var->data_size : 0;
    if (n > 0 && (!var->data || have < (size_t)n)) return damaged(ctx, var->name);
    bool is_complex = var->isComplex && class_is_float(cls);
    TRY(is_complex ? tensor_new_complex(ctx, cls, shape, &t) : tensor_zeros(ctx, cls, shape, &t));
    if (n > 0 && var->isComplex) {
        const mat_complex_split_t *split = var->data;
        if (!split->Re || !split->Im) return damaged(ctx, var->name);
        copy_part(t, 0, is_complex ? 2 : 1, split->Re, var->data_type);
        if (is_complex) copy_part(t, 1, 2, split->Im, var->data_type);
    } else if (n > 0) {
        copy_part(t, 0, 1, var->data, var->data_type);
    }
    *ret = value_take_tensor(GIVE(t));
    return OK;
}
/// Text stored as UTF-8 with characters of several bytes has fewer units than bytes.
static Status read_char(Ctx *ctx, const matvar_t *var, const Shape *shape, Value *ret) {
    bool is_utf8 = var->data_type == MAT_T_UTF8 && shape_numel(shape) > 0 && var->data;
    if (!is_utf8) return read_numbers(ctx, var, CLASS_CHAR, shape, ret);
    OWN_TENSOR *t = NULL;
    Tensor *shaped = NULL;
    TRY(tensor_from_utf8(ctx, var->data, var->nbytes, &t));
    if (t->numel != shape_numel(shape)) return read_numbers(ctx, var, CLASS_CHAR, shape, ret);
    TRY(tensor_reshape(ctx, t, shape, &shaped));
    *ret = value_take_tensor(shaped);
    return OK;
}
static Status read_sparse(Ctx *ctx, const matvar_t *var, const Shape *shape, Value *ret) {
    const mat_sparse_t *s = var->data;
    OWN_TENSOR *t = NULL;
    NumClass cls = var->isLogical ? CLASS_LOGICAL : CLASS_DOUBLE;
    TRY(var->isComplex ? tensor_new_complex(ctx, CLASS_DOUBLE, shape, &t)
                       : tensor_zeros(ctx, cls, shape, &t));
    if (t->is_complex) memset(t->data, 0, (size_t)t->numel * 16);
    Index rows = shape->dim[0], columns = t->numel && rows ? t->numel / rows : 0;
    if (!s || !s->jc || (Index)s->njc < columns + 1) return columns ? damaged(ctx, var->name) : OK;
    for (Index c = 0; c < columns; c++) {
        for (Index k = s->jc[c]; k < (Index)s->jc[c + 1]; k++) {
            if (k >= (Index)s->nir || k >= (Index)s->ndata || (Index)s->ir[k] >= rows)
                return damaged(ctx, var->name);
            Index at = c * rows + (Index)s->ir[k];
            if (t->is_complex) {
                const mat_complex_split_t *split = s->data;
                tensor_f64(t)[2 * at] = stored(split->Re, var->data_type, k);
                tensor_f64(t)[2 * at + 1] = stored(split->Im, var->data_type, k);
            } else {
                tensor_set(t, at, stored(s->data, var->data_type, k));
            }
        }
    }
    *ret = value_take_tensor(GIVE(t));
    return OK;
}

/// *ret_known false: a class that has no value here.
static Status var_value(Ctx *ctx, const matvar_t *var, int depth, Value *ret, bool *ret_known);

static Status read_cell(Ctx *ctx, const matvar_t *var, const Shape *shape, int depth, Value *ret,
                        bool *ret_known) {
    OWN_CELL *c = NULL;
    TRY(cell_new(ctx, shape, &c));
    matvar_t **items = var->data;
    if (c->numel && (!items || var->nbytes < (size_t)c->numel * sizeof *items))
        return damaged(ctx, var->name);
    for (Index i = 0; i < c->numel && *ret_known; i++)
        if (items[i]) TRY(var_value(ctx, items[i], depth + 1, &c->items[i], ret_known));
    *ret = value_take_cell(GIVE(c));
    return OK;
}
static Status read_struct(Ctx *ctx, const matvar_t *var, const Shape *shape, int depth, Value *ret,
                          bool *ret_known) {
    OWN_STRUCT *s = NULL;
    TRY(struct_new(ctx, shape, &s));
    unsigned n = Mat_VarGetNumberOfFields((matvar_t *)var);
    char *const *names = Mat_VarGetStructFieldnames(var);
    for (unsigned f = 0; f < n; f++) {
        Index at;
        if (!names || !names[f]) return damaged(ctx, var->name);
        TRY(struct_add_field(ctx, s, names[f], &at));
        for (Index e = 0; e < s->numel && *ret_known; e++) {
            const matvar_t *item = Mat_VarGetStructFieldByIndex((matvar_t *)var, f, (size_t)e);
            Value v = VALUE_NONE;
            if (!item) continue;
            TRY(var_value(ctx, item, depth + 1, &v, ret_known));
            TRY(struct_set(ctx, s, e, names[f], v));
        }
    }
    *ret = value_take_struct(GIVE(s));
    return OK;
}
static Status var_value(Ctx *ctx, const matvar_t *var, int depth, Value *ret, bool *ret_known) {
    Shape shape;
    NumClass cls;
    if (depth > MAX_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:load:tooDeep",
                        "Cells and structs are nested too deeply.");
    if (var->class_type == MAT_C_EMPTY) return value_empty(ctx, ret);
    if (var->class_type == MAT_C_FUNCTION || var->class_type == MAT_C_OPAQUE ||
        var->class_type == MAT_C_OBJECT) {
        *ret_known = false;
        return OK;
    }
    TRY(shape_of_var(ctx, var, &shape));
    switch (var->class_type) {
    case MAT_C_CELL: return read_cell(ctx, var, &shape, depth, ret, ret_known);
    case MAT_C_STRUCT: return read_struct(ctx, var, &shape, depth, ret, ret_known);
    case MAT_C_SPARSE: return read_sparse(ctx, var, &shape, ret);
    case MAT_C_CHAR: return read_char(ctx, var, &shape, ret);
    default: break;
    }
    if (!class_of_var(var, &cls)) return damaged(ctx, var->name);
    return read_numbers(ctx, var, cls, &shape, ret);
}
Status matfile_read(Ctx *ctx, const char *path, MatWanted wanted, void *self, StructArray **ret,
                    Buf *left_out) {
    OWN_STRUCT *s = NULL;
    TRY(matio_prepare(ctx));
    OWN_MAT *mat = Mat_Open(path, MAT_ACC_RDONLY);
    if (!mat)
        return ctx_fail(
            ctx, ERR_IO, "MATLAB:load:notBinaryFile",
            "Unable to read MAT-file %s. Not a binary MAT-file. Try load -ascii to read as text.",
            path);
    double most = most_bytes_of(mat, path);
    TRY(struct_scalar(ctx, &s));
    if (Mat_GetVersion(mat) == MAT_FT_MAT5 && !is_whole(path))
        return ctx_fail(ctx, ERR_IO, "MATLAB:load:unableToReadMatFile",
                        "Unable to read %s: the file is cut short or damaged.", path);
    if (Mat_GetVersion(mat) == MAT_FT_MAT5) TRY(matfile_check(ctx, path));
    for (;;) {
        OWN_MATVAR *var = Mat_VarReadNextInfo(mat);
        if (!var) break;
        if (!var->name || !*var->name || (wanted && !wanted(self, var->name))) continue;
        bool known = is_representable(var);
        Value v = VALUE_NONE;
        if (known) {
            TRY(check_sizes(ctx, var, var->compression == MAT_COMPRESSION_NONE ? most / 1100 : most,
                            0));
            if (Mat_VarReadDataAll(mat, var) != 0) return damaged(ctx, var->name);
            TRY(var_value(ctx, var, 0, &v, &known));
        }
        if (known) {
            TRY(struct_set(ctx, s, 0, var->name, v));
        } else {
            value_unref(v);
            buf_printf(left_out, "%s%s", left_out->len ? " " : "", var->name);
        }
        TRY(ctx_check_stop(ctx));
    }
    *ret = GIVE(s);
    return OK;
}
