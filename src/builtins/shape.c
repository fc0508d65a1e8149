// builtins/shape.c: sizes, and moving elements without changing them. Works for arrays of every
// class: what is not numeric goes through gather_value with the positions computed here.
#include "builtins/arguments.h"

// ---- sizes
// -----------------------------------------------------------------------------------------------------------
BUILTIN(size,
        "sz = size(A)\nn = size(A,dim)\nsz = size(A,[d1 d2 ...])\nsz = "
        "size(A,d1,d2,...)\n[n1,n2,...] = size(A)",
        ARITY(1, -1, -1), "Size of an array.",
        "A: array of any class\ndim: dimension or dimensions asked for",
        "sz: row of sizes\nn1, n2, …: sizes; the last output holds the product of the rest",
        "Fails when a dimension is not a positive integer.",
        "assert(isequal(size(zeros(2,3)),[2 3]))\n[m,n] = size(ones(4,5,2));\nassert(m == 4 && n "
        "== 10)\nassert(size(1:3,2) == 3)",
        "numel, length, ndims") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    if (call->nargin == 1 && call->nargout <= 1) {
        Shape row = shape_2d(1, shape.n_dims);
        Tensor *t = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &row, &t));
        for (int i = 0; i < shape.n_dims; i++) tensor_f64(t)[i] = (double)shape.dim[i];
        ret_tensor(call, 0, t);
        return OK;
    }
    if (call->nargin == 1) {
        for (int k = 0; k < call->nargout; k++) {
            Index n = shape_dim(&shape, k);
            for (int i = k + 1; k == call->nargout - 1 && i < shape.n_dims; i++) n *= shape.dim[i];
            ret_double(call, k, (double)n);
        }
        return OK;
    }
    double sizes[64];
    int n = 0;
    for (int i = 1; i < call->nargin; i++) {
        OWN_TENSOR *dims = NULL;
        TRY(arg_doubles(call, i, &dims));
        for (Index k = 0; k < dims->numel; k++) {
            double d = tensor_get(dims, k);
            if (!(d >= 1) || d != floor(d) || n == 64) {
                return call_fail(call, ERR_ARG, "MATLAB:getdimarg:dimensionMustBePositiveInteger",
                                 "Dimension argument must be a positive integer scalar or a vector "
                                 "of positive integers.");
            }
            sizes[n++] = d > shape.n_dims ? 1 : (double)shape.dim[(int)d - 1];
        }
    }
    if (call->nargout > 1) {
        if (call->nargout > n)
            return call_fail(call, ERR_ARG, "MATLAB:maxlhs", "Too many output arguments.");
        for (int k = 0; k < call->nargout; k++) ret_double(call, k, sizes[k]);
        return OK;
    }
    Shape row = shape_2d(1, n);
    Tensor *t = NULL;
    TRY(tensor_from_doubles(call->ctx, sizes, &row, &t));
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(numel, "n = numel(A)", ARITY(1, -1, 1), "Number of elements.", "A: array of any class",
        "n: product of the sizes", "",
        "assert(numel(zeros(2,3)) == 6)\nassert(numel(\"text\") == 1)", "size, length") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    ret_double(call, 0, (double)shape_numel(&shape));
    return OK;
}
BUILTIN(ndims, "n = ndims(A)", ARITY(1, 1, 1), "Number of dimensions.", "A: array of any class",
        "n: 2 or more", "", "assert(ndims(zeros(2,3,4)) == 3)", "size") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    ret_double(call, 0, shape.n_dims);
    return OK;
}
BUILTIN(length, "n = length(A)", ARITY(1, 1, 1), "Length of the largest dimension.",
        "A: array of any class", "n: largest size, 0 when empty", "",
        "assert(length(zeros(2,5)) == 5)\nassert(length([]) == 0)", "numel, size") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    Index n = 0;
    for (int i = 0; i < shape.n_dims; i++) n = shape.dim[i] > n ? shape.dim[i] : n;
    ret_double(call, 0, shape_is_empty(&shape) ? 0 : (double)n);
    return OK;
}
BUILTIN(height, "n = height(A)", ARITY(1, 1, 1), "Number of rows.", "A: array or table",
        "n: size along dimension 1", "", "assert(height([1;2;3]) == 3)", "width, size") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    ret_double(call, 0, (double)shape.dim[0]);
    return OK;
}
BUILTIN(width, "n = width(A)", ARITY(1, 1, 1), "Number of columns, or of table variables.",
        "A: array or table", "n: size along dimension 2", "", "assert(width([1 2 3]) == 3)",
        "height, size") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    ret_double(call, 0, (double)shape.dim[1]);
    return OK;
}
BUILTIN(isempty, "tf = isempty(A)", ARITY(1, 1, 1), "True when an array has no elements.",
        "A: array of any class", "tf: logical scalar", "",
        "assert(isempty([]))\nassert(~isempty(\"\"))", "size, numel") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    ret_bool(call, 0, shape_is_empty(&shape));
    return OK;
}

/// Stamp for the questions about a shape; `s` is the Shape.
#define SHAPE_QUESTION(name, test, summary, example, see)                                \
    BUILTIN(name, "tf = " #name "(A)", ARITY(1, 1, 1), summary, "A: array of any class", \
            "tf: logical scalar", "", example, see) {                                    \
        Shape s;                                                                         \
        TRY(value_shape(call->ctx, call->arg[0], &s));                                   \
        ret_bool(call, 0, test);                                                         \
        return OK;                                                                       \
    }
SHAPE_QUESTION(isscalar, shape_numel(&s) == 1, "True for 1-by-1 arrays.",
               "assert(isscalar(5))\nassert(~isscalar([1 2]))", "isvector, ismatrix")
SHAPE_QUESTION(isvector, shape_is_vector(&s), "True for 1-by-n and n-by-1 arrays.",
               "assert(isvector([1 2]))\nassert(~isvector(eye(2)))", "isrow, iscolumn")
SHAPE_QUESTION(isrow, s.n_dims == 2 && s.dim[0] == 1, "True for 1-by-n arrays.",
               "assert(isrow(1:3))", "iscolumn, isvector")
SHAPE_QUESTION(iscolumn, s.n_dims == 2 && s.dim[1] == 1, "True for n-by-1 arrays.",
               "assert(iscolumn([1;2]))", "isrow, isvector")
SHAPE_QUESTION(ismatrix, s.n_dims == 2, "True for arrays with two dimensions.",
               "assert(ismatrix([]))\nassert(~ismatrix(ones(2,2,2)))", "isvector, issquare")
SHAPE_QUESTION(issquare, s.n_dims == 2 && s.dim[0] == s.dim[1], "True for n-by-n arrays.",
               "assert(issquare(eye(3)))", "ismatrix")

// ---- same elements, other shape
// -----------------------------------------------------------------------------------------
BUILTIN(reshape, "B = reshape(A,sz)\nB = reshape(A,sz1,...,szN)\nB = reshape(A,...,[],...)",
        ARITY(2, -1, 1), "Same elements in another shape.",
        "A: array of any class\nsz: sizes; one of them may be [] to be worked out",
        "B: array with the elements in the same column-major order",
        "Fails when the number of elements would change.",
        "assert(isequal(reshape(1:6,2,3),[1 3 5;2 4 "
        "6]))\nassert(isequal(size(reshape(1:6,[],2)),[3 2]))",
        "squeeze, permute") {
    Shape shape;
    int hole = -1;
    for (int i = 1; call->nargin > 2 && i < call->nargin; i++) {
        if (!arg_is_empty(call, i)) continue;
        if (hole >= 0)
            return call_fail(call, ERR_ARG, "MATLAB:getReshapeDims:unknownDim",
                             "Size can only have one unknown dimension.");
        hole = i;
    }
    if (hole < 0) {
        if (call->nargin == 2 && value_numel(call->arg[1]) < 2) {
            return call_fail(call, ERR_ARG, "MATLAB:getReshapeDims:sizeVector",
                             "Size vector must have at least two elements.");
        }
        TRY(arg_shape(call, 1, call->nargin, &shape));
    } else {
        Index dims[64], known = 1, total = value_numel(call->arg[0]);
        for (int i = 1; i < call->nargin && i < 64; i++) {
            if (i == hole) continue;
            TRY(arg_index(call, i, &dims[i - 1]));
            known *= dims[i - 1];
        }
        if (known == 0 || total % known) {
            return call_fail(call, ERR_SIZE, "MATLAB:getReshapeDims:notDivisible",
                             "Product of known dimensions, %lld, not divisible into total number "
                             "of elements, %lld.",
                             (long long)known, (long long)total);
        }
        dims[hole - 1] = total / known;
        TRY(shape_make(call->ctx, dims, call->nargin - 1, &shape));
    }
    return reshape_value(call->ctx, call->arg[0], &shape, &call->ret[0]);
}

BUILTIN(squeeze, "B = squeeze(A)", ARITY(1, 1, 1), "Drops dimensions of size 1.", "A: array",
        "B: the same elements; 2-D arrays stay as they are", "",
        "assert(isequal(size(squeeze(zeros(2,1,3))),[2 3]))", "reshape, permute") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    if (shape.n_dims <= 2) {
        call->ret[0] = value_ref(call->arg[0]);
        return OK;
    }
    Index dims[SHAPE_MAX_DIMS];
    int n = 0;
    for (int i = 0; i < shape.n_dims; i++) {
        if (shape.dim[i] != 1) dims[n++] = shape.dim[i];
    }
    Shape small;
    TRY(shape_make(call->ctx, dims, n, &small));
    return reshape_value(call->ctx, call->arg[0], &small, &call->ret[0]);
}
static Status as_column(Call *call) {
    Shape column = shape_2d(value_numel(call->arg[0]), 1);
    return reshape_value(call->ctx, call->arg[0], &column, &call->ret[0]);
}
BUILTIN(vec, "v = vec(A)", ARITY(1, 1, 1), "All elements as one column.", "A: array",
        "v: column, as A(:)", "", "assert(isequal(vec([1 3;2 4]),(1:4)'))", "reshape") {
    return as_column(call);
}
BUILTIN(resize, "B = resize(A,m)\nB = resize(A,m,n,...)", ARITY(2, -1, 1),
        "Cuts or pads with zeros to the size given.",
        "A: numeric array\nm, n: new sizes; those not given stay", "B: array of the new size", "",
        "assert(isequal(resize([1 2 3],1,2),[1 2]))\nassert(isequal(resize([1;2],3),[1;2;0]))",
        "reshape, repmat") {
    OWN_TENSOR *a = NULL;
    TRY(arg_tensor(call, 0, &a));
    Index dims[SHAPE_MAX_DIMS];
    int n = a->shape.n_dims, given = 0;
    for (int i = 0; i < n; i++) dims[i] = a->shape.dim[i];
    for (int i = 1; i < call->nargin; i++) {
        OWN_TENSOR *m = NULL;
        TRY(arg_doubles(call, i, &m));
        for (Index k = 0; k < m->numel && given < SHAPE_MAX_DIMS; k++)
            dims[given++] =
                tensor_get(m, k) >= 0 && tensor_get(m, k) < 1e15 ? (Index)tensor_get(m, k) : 0;
    }
    if (call->nargin == 2 && given == 1 && a->shape.dim[0] == 1 && a->numel != 1) {
        dims[1] = dims[0];
        dims[0] = 1;
    }
    Shape shape;
    TRY(shape_make(call->ctx, dims, given > n ? given : n, &shape));
    Tensor *y = NULL;
    if (a->is_complex) return ctx_fail_unsupported(call->ctx, "resize of complex arrays");
    TRY(tensor_zeros(call->ctx, (NumClass)a->cls, &shape, &y));
    size_t size = class_size((NumClass)a->cls);
    for (Index k = 0; k < y->numel; k++) {
        Index rest = k, at = 0, stride = 1;
        bool inside = true;
        for (int i = 0; i < shape.n_dims || i < a->shape.n_dims; i++) {
            Index here = rest % shape_dim(&shape, i), have = shape_dim(&a->shape, i);
            rest /= shape_dim(&shape, i);
            inside = inside && here < have;
            at += here * stride;
            stride *= have;
        }
        if (inside)
            memcpy((char *)y->data + (size_t)k * size, (char *)a->data + (size_t)at * size, size);
    }
    ret_tensor(call, 0, y);
    return OK;
}

// ---- moving elements
// ------------------------------------------------------------------------------------------------------
static Status permute_value(Call *call, Value v, const int *order, int n) {
    if (v.tag == VAL_DOUBLE || v.tag == VAL_BOOL || v.tag == VAL_TENSOR) {
        OWN_TENSOR *t = NULL;
        Tensor *y = NULL;
        TRY(value_to_tensor(call->ctx, v, &t));
        TRY(tensor_permute(call->ctx, t, order, n, &y));
        ret_tensor(call, 0, y);
        return OK;
    }
    Shape shape, to;
    TRY(value_shape(call->ctx, v, &shape));
    Index dims[SHAPE_MAX_DIMS], stride[SHAPE_MAX_DIMS], step = 1;
    for (int i = 0; i < n; i++) {
        stride[i] = step;
        step *= shape_dim(&shape, i);
    }
    for (int i = 0; i < n; i++) dims[i] = shape_dim(&shape, order[i]);
    TRY(shape_make(call->ctx, dims, n, &to));
    Index numel = shape_numel(&to);
    OWN_MEM Index *from = mem_alloc((size_t)(numel + 1) * sizeof *from);
    if (!from) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < numel; k++) {
        Index rest = k, at = 0;
        for (int i = 0; i < n; i++) {
            at += rest % dims[i] * stride[order[i]];
            rest /= dims[i];
        }
        from[k] = at;
    }
    return gather_value(call->ctx, v, from, &to, &call->ret[0]);
}

static Status read_order(Call *call, int *order, int *ret_n) {
    Shape shape;
    OWN_TENSOR *p = NULL;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    TRY(arg_doubles(call, 1, &p));
    if (p->numel < shape.n_dims || p->numel > SHAPE_MAX_DIMS) {
        return call_fail(call, ERR_ARG, "MATLAB:permute:tooFewIndices",
                         "ORDER must have at least N elements for an N-D array.");
    }
    bool seen[SHAPE_MAX_DIMS] = {false};
    for (Index i = 0; i < p->numel; i++) {
        double d = tensor_get(p, i);
        if (!(d >= 1) || d > (double)p->numel || d != floor(d) || seen[(int)d - 1]) {
            return call_fail(call, ERR_ARG, "MATLAB:permute:badIndex",
                             "ORDER contains an invalid permutation index.");
        }
        seen[(int)d - 1] = true;
        order[i] = (int)d - 1;
    }
    *ret_n = (int)p->numel;
    return OK;
}
BUILTIN(permute, "B = permute(A,order)", ARITY(2, 2, 1), "Rearranges dimensions.",
        "A: array of any class\norder: permutation of 1 … N",
        "B: array with B's dimension k equal to A's dimension order(k)",
        "Fails when order is no permutation.",
        "assert(isequal(permute([1 2 3],[2 "
        "1]),[1;2;3]))\nassert(isequal(size(permute(zeros(2,3,4),[3 1 2])),[4 2 3]))",
        "ipermute, squeeze, transpose") {
    int order[SHAPE_MAX_DIMS], n;
    TRY(read_order(call, order, &n));
    return permute_value(call, call->arg[0], order, n);
}
BUILTIN(ipermute, "A = ipermute(B,order)", ARITY(2, 2, 1), "Undoes permute.",
        "B: array\norder: the order given to permute", "A: array with the dimensions back in place",
        "Fails when order is no permutation.",
        "A = rand(2,3,4);\nassert(isequal(ipermute(permute(A,[3 1 2]),[3 1 2]),A))", "permute") {
    int order[SHAPE_MAX_DIMS], back[SHAPE_MAX_DIMS], n;
    TRY(read_order(call, order, &n));
    for (int i = 0; i < n; i++) back[order[i]] = i;
    return permute_value(call, call->arg[0], back, n);
}

typedef Index (*MoveFn)(Index at, Index n, Index by);
static Index move_flip(Index at, Index n, Index by) {
    (void)by;
    return n - 1 - at;
}
static Index move_shift(Index at, Index n, Index by) {
    return ((at - by) % n + n) % n;
}

/// Elements of every line along `dim` taken from move(position).
static Status move_along(Call *call, Value v, int dim, MoveFn move, Index by, Value *ret) {
    Shape shape;
    TRY(value_shape(call->ctx, v, &shape));
    Index numel = shape_numel(&shape);
    Lines l = lines_along(&shape, dim);
    OWN_MEM Index *from = mem_alloc((size_t)(numel + 1) * sizeof *from);
    if (!from) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; !stop_reached(call->ctx, k, numel); k++) {
        Index at = k / l.stride % l.n;
        from[k] = k + (move(at, l.n, by) - at) * l.stride;
    }
    return gather_value(call->ctx, v, from, &shape, ret);
}

static Status flip_dim(Call *call, int dim) {
    return move_along(call, call->arg[0], dim, move_flip, 0, &call->ret[0]);
}
BUILTIN(flip, "B = flip(A)\nB = flip(A,dim)", ARITY(1, 2, 1), "Reverses the order of elements.",
        "A: array of any class\ndim: dimension, the first with size other than 1 by default",
        "B: array of the same size", "", "assert(isequal(flip(1:3),[3 2 1]))",
        "fliplr, flipud, rot90") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    int dim = shape_first_dim(&shape);
    if (call->nargin > 1) TRY(arg_dim(call, 1, &dim));
    return flip_dim(call, dim);
}
BUILTIN(fliplr, "B = fliplr(A)", ARITY(1, 1, 1), "Reverses columns, left to right.", "A: array",
        "B: array of the same size", "", "assert(isequal(fliplr([1 2;3 4]),[2 1;4 3]))",
        "flip, flipud") {
    return flip_dim(call, 1);
}
BUILTIN(flipud, "B = flipud(A)", ARITY(1, 1, 1), "Reverses rows, top to bottom.", "A: array",
        "B: array of the same size", "", "assert(isequal(flipud([1;2]),[2;1]))", "flip, fliplr") {
    return flip_dim(call, 0);
}
BUILTIN(circshift, "B = circshift(A,k)\nB = circshift(A,k,dim)", ARITY(2, 3, 1),
        "Shifts elements in a circle.",
        "A: array of any class\nk: places, or one number per dimension\ndim: dimension",
        "B: array of the same size", "",
        "assert(isequal(circshift(1:4,1),[4 1 2 3]))\nassert(isequal(circshift([1 2;3 4],[1 1]),[4 "
        "3;2 1]))",
        "flip, permute") {
    OWN_TENSOR *k = NULL;
    TRY(arg_doubles(call, 1, &k));
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    int dim = k->numel == 1 ? shape_first_dim(&shape) : 0;
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    OWN_VALUE v = value_ref(call->arg[0]);
    for (Index i = 0; i < k->numel && !shape_is_empty(&shape); i++) {
        Value next = VALUE_NONE;
        TRY(move_along(call, v, dim + (int)i, move_shift,
                       isfinite(tensor_get(k, i)) ? (Index)fmod(tensor_get(k, i), 9e15) : 0,
                       &next));
        value_unref(v);
        v = next;
    }
    call->ret[0] = value_give(&v);
    return OK;
}
/// Positions along a dimension of n elements, each as often as `counts` (one number or n of them)
/// says.
static Status repeated_positions(Call *call, int i, Index n, Value *ret) {
    OWN_TENSOR *counts = NULL;
    TRY(arg_doubles(call, i, &counts));
    if (counts->numel != 1 && counts->numel != n)
        return call_fail(
            call, ERR_SIZE, "MATLAB:repelem:invalidReplications",
            "There must be one replication number, or one for each of the %lld elements.",
            (long long)n);
    double total = 0;
    for (Index k = 0; k < n; k++) {
        double c = tensor_get(counts, counts->numel == 1 ? 0 : k);
        if (!(c >= 0) || c != floor(c) || c > 1e9)
            return call_fail(call, ERR_ARG, "MATLAB:repelem:invalidReplications",
                             "Replication numbers must be non-negative integers.");
        total += c;
    }
    Shape shape = shape_2d(1, (Index)total);
    Tensor *t = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    double *to = tensor_f64(t);
    for (Index k = 0; k < n; k++) {
        Index c = (Index)tensor_get(counts, counts->numel == 1 ? 0 : k);
        for (Index j = 0; j < c; j++) *to++ = (double)k + 1;
    }
    *ret = value_take_tensor(t);
    return OK;
}
BUILTIN(repelem, "u = repelem(v,n)\nB = repelem(A,r1,...,rN)", ARITY(2, 1 + SHAPE_MAX_DIMS, 1),
        "Repeats the elements of an array.",
        "v: vector\nn: copies of each element, or one number per element\nA: array\nr1, …: the "
        "same for each dimension",
        "u, B: array of the same class", "Fails when the numbers do not fit the array.",
        "assert(isequal(repelem([1 2],2),[1 1 2 2]))\nassert(isequal(repelem([1 2],[1 3]),[1 2 2 "
        "2]))\nassert(isequal(repelem([1 2;3 4],1,2),[1 1 2 2;3 3 4 4]))",
        "repmat, kron") {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    Value idx[SHAPE_MAX_DIMS] = {VALUE_NONE};
    int n = call->nargin - 1;
    Status status = OK;
    if (n == 1 && (shape.n_dims > 2 || (shape.dim[0] != 1 && shape.dim[1] != 1)))
        return call_fail(call, ERR_ARG, "MATLAB:repelem:invalidInput",
                         "With one replication number the first argument must be a vector.");
    bool vector = n == 1;
    int along = shape.dim[0] == 1 ? 1 : 0;
    if (vector) n = 2;
    if (shape.n_dims > n) n = shape.n_dims;
    for (int d = 0; d < n && status == OK; d++) {
        Index length = d < shape.n_dims ? shape.dim[d] : 1;
        bool given = vector ? d == along : d < call->nargin - 1;
        status = given ? repeated_positions(call, vector ? 1 : d + 1, length, &idx[d]) : OK;
        if (!given) idx[d] = (Value){.tag = VAL_COLON};
    }
    if (status == OK) status = value_index(call->ctx, call->arg[0], idx, n, &call->ret[0]);
    for (int d = 0; d < n; d++) value_unref(idx[d]);
    return status;
}
BUILTIN(rot90, "B = rot90(A)\nB = rot90(A,k)", ARITY(1, 2, 1),
        "Rotates a matrix by quarter turns, counterclockwise.",
        "A: matrix\nk: number of quarter turns", "B: the rotated matrix", "",
        "assert(isequal(rot90([1 2;3 4]),[2 4;1 3]))", "flip, permute") {
    double turns = 1;
    if (call->nargin > 1) TRY(arg_double(call, 1, &turns));
    Shape s;
    TRY(value_shape(call->ctx, call->arg[0], &s));
    if (s.n_dims > 2) return ctx_fail_unsupported(call->ctx, "rot90 of N-D arrays");
    if (!isfinite(turns) || turns != floor(turns))
        return call_fail(call, ERR_ARG, "MATLAB:rot90:kNonScalar",
                         "The number of turns must be an integer.");
    int k = (int)fmod(fmod(turns, 4) + 4, 4);
    Index m = s.dim[0], n = s.dim[1];
    Shape to = k % 2 ? shape_2d(n, m) : s;
    OWN_MEM Index *from = mem_alloc((size_t)(m * n + 1) * sizeof *from);
    if (!from) return ctx_fail_nomem(call->ctx);
    for (Index at = 0; at < m * n; at++) {
        Index i = at % to.dim[0], j = at / to.dim[0], r = i, c = j;
        if (k == 1) r = j, c = n - 1 - i;
        if (k == 2) r = m - 1 - i, c = n - 1 - j;
        if (k == 3) r = m - 1 - j, c = i;
        from[at] = c * m + r;
    }
    return gather_value(call->ctx, call->arg[0], from, &to, &call->ret[0]);
}

// ---- joining
// ------------------------------------------------------------------------------------------------------------------
BUILTIN(cat, "C = cat(dim,A1,...,An)", ARITY(1, -1, 1), "Joins arrays along a dimension.",
        "dim: dimension\nA1, …: arrays with equal sizes along the others", "C: the joined array",
        "Fails when sizes do not agree.",
        "assert(isequal(cat(1,1,2),[1;2]))\nassert(isequal(size(cat(3,eye(2),eye(2))),[2 2 2]))",
        "horzcat, vertcat, repmat") {
    int dim;
    TRY(arg_dim(call, 0, &dim));
    if (dim >= SHAPE_MAX_DIMS)
        return ctx_fail(call->ctx, ERR_LIMIT, "MATLAB:catenate:tooManyDims",
                        "Arrays have at most %d dimensions.", SHAPE_MAX_DIMS);
    return value_concat(call->ctx, dim, call->arg + 1, call->nargin - 1, &call->ret[0]);
}
BUILTIN(horzcat, "C = horzcat(A1,...,An)", ARITY(0, -1, 1),
        "Joins arrays side by side, as [A1, A2].", "A1, …: arrays with equal heights",
        "C: the joined array", "Fails when heights differ.", "assert(isequal(horzcat(1,2),[1 2]))",
        "vertcat, cat") {
    return value_concat(call->ctx, 1, call->arg, call->nargin, &call->ret[0]);
}
BUILTIN(vertcat, "C = vertcat(A1,...,An)", ARITY(0, -1, 1),
        "Joins arrays one below the other, as [A1; A2].", "A1, …: arrays with equal widths",
        "C: the joined array", "Fails when widths differ.", "assert(isequal(vertcat(1,2),[1;2]))",
        "horzcat, cat") {
    return value_concat(call->ctx, 0, call->arg, call->nargin, &call->ret[0]);
}
BUILTIN(kron, "K = kron(A,B)", ARITY(2, 2, 1), "Kronecker product.", "A, B: real matrices",
        "K: blocks A(i,j)*B", "", "assert(isequal(kron([1 2],[1;1]),[1 2;1 2]))", "repmat, times") {
    OWN_TENSOR *a = NULL, *b = NULL;
    TRY(arg_doubles(call, 0, &a));
    TRY(arg_doubles(call, 1, &b));
    Index m = a->shape.dim[0], n = a->shape.dim[1], p = b->shape.dim[0], q = b->shape.dim[1];
    Shape shape;
    Tensor *k = NULL;
    if (a->shape.n_dims > 2 || b->shape.n_dims > 2)
        return call_fail(call, ERR_SIZE, "MATLAB:kron:inputMustBe2D", "Inputs must be 2-D.");
    TRY(shape_make(call->ctx, (Index[]){m * p, n * q}, 2, &shape));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &k));
    for (Index c = 0; c < n * q; c++) {
        for (Index r = 0; !stop_reached(call->ctx, r, m * p); r++) {
            tensor_f64(k)[c * m * p + r] =
                tensor_f64(a)[c / q * m + r / p] * tensor_f64(b)[c % q * p + r % p];
        }
    }
    ret_tensor(call, 0, k);
    return OK;
}

// ---- diagonals
// ------------------------------------------------------------------------------------------------------------------
static void element_copy(Tensor *to, Index i, const Tensor *from, Index j) {
    size_t size = class_size((NumClass)from->cls) * (from->is_complex ? 2 : 1);
    memcpy((char *)to->data + (size_t)i * size, (char *)from->data + (size_t)j * size, size);
}
static Status zeros_like(Ctx *ctx, const Tensor *like, const Shape *shape, Tensor **ret) {
    if (!like->is_complex) return tensor_zeros(ctx, (NumClass)like->cls, shape, ret);
    TRY(tensor_new_complex(ctx, (NumClass)like->cls, shape, ret));
    memset((*ret)->data, 0, (size_t)(*ret)->numel * 2 * class_size((NumClass)like->cls));
    return OK;
}
BUILTIN(diag, "D = diag(v)\nD = diag(v,k)\nx = diag(A)\nx = diag(A,k)", ARITY(1, 2, 1),
        "Diagonal matrix, or the diagonal of a matrix.",
        "v: vector for the diagonal\nA: matrix\nk: diagonal, positive above the main one",
        "D: square matrix\nx: column", "",
        "assert(isequal(diag([1 2]),[1 0;0 2]))\nassert(isequal(diag([1 2;3 4]),[1;4]))",
        "tril, triu, eye") {
    OWN_TENSOR *a = NULL;
    double offset = 0;
    TRY(arg_tensor(call, 0, &a));
    if (call->nargin > 1) TRY(arg_double(call, 1, &offset));
    if (!(fabs(offset) <= 1e9) || offset != floor(offset))
        return call_fail(call, ERR_ARG, "MATLAB:diag:kthDiagInputNotInteger",
                         "K-th diagonal input must be an integer scalar.");
    Index k = (Index)offset, up = k > 0 ? k : 0, down = k < 0 ? -k : 0;
    Index m = a->shape.dim[0], n = a->shape.dim[1];
    if (a->shape.n_dims > 2)
        return call_fail(call, ERR_SIZE, "MATLAB:diag:inputMustBe2D", "First input must be 2-D.");
    Tensor *y = NULL;
    if (m == 1 || n == 1) {
        Index size = a->numel + up + down;
        Shape shape;
        TRY(shape_make(call->ctx, (Index[]){size, size}, 2, &shape));
        TRY(zeros_like(call->ctx, a, &shape, &y));
        for (Index i = 0; i < a->numel; i++) element_copy(y, (i + up) * size + i + down, a, i);
    } else {
        Index length = m - down < n - up ? m - down : n - up;
        Shape shape = shape_2d(length > 0 ? length : 0, length > 0 || m * n == 0 ? 1 : 1);
        if (m * n == 0) shape = shape_2d(0, 0);
        TRY(zeros_like(call->ctx, a, &shape, &y));
        for (Index i = 0; i < y->numel; i++) element_copy(y, i, a, (i + up) * m + i + down);
    }
    ret_tensor(call, 0, y);
    return OK;
}
static Status triangle(Call *call, bool lower) {
    OWN_TENSOR *a = NULL;
    double k = 0;
    TRY(arg_tensor(call, 0, &a));
    if (call->nargin > 1) TRY(arg_double(call, 1, &k));
    Tensor *y = NULL;
    TRY(zeros_like(call->ctx, a, &a->shape, &y));
    Index m = a->shape.dim[0], page = m * a->shape.dim[1];
    for (Index at = 0; !stop_reached(call->ctx, at, a->numel); at++) {
        Index r = at % page % m, c = at % page / m;
        if (lower ? (double)(c - r) <= k : (double)(c - r) >= k) element_copy(y, at, a, at);
    }
    ret_tensor(call, 0, y);
    return OK;
}
BUILTIN(tril, "L = tril(A)\nL = tril(A,k)", ARITY(1, 2, 1), "Lower triangular part.",
        "A: matrix\nk: diagonal up to which elements stay", "L: matrix of the same size", "",
        "assert(isequal(tril([1 2;3 4]),[1 0;3 4]))", "triu, diag") {
    return triangle(call, true);
}
BUILTIN(triu, "U = triu(A)\nU = triu(A,k)", ARITY(1, 2, 1), "Upper triangular part.",
        "A: matrix\nk: diagonal from which elements stay", "U: matrix of the same size", "",
        "assert(isequal(triu([1 2;3 4]),[1 2;0 4]))", "tril, diag") {
    return triangle(call, false);
}

// ---- subscripts
// ---------------------------------------------------------------------------------------------------------------------
BUILTIN(sub2ind, "ind = sub2ind(sz,i1,i2,...)", ARITY(2, -1, 1),
        "Linear positions from subscripts.",
        "sz: size of the array\ni1, i2, …: arrays of subscripts", "ind: linear positions",
        "Fails for subscripts outside the size.", "assert(sub2ind([2 3],2,3) == 6)", "ind2sub") {
    OWN_TENSOR *sz = NULL, *ind = NULL;
    TRY(arg_doubles(call, 0, &sz));
    double stride = 1;
    int n = call->nargin - 1;
    if (sz->numel < 2)
        return call_fail(call, ERR_ARG, "MATLAB:sub2ind:InvalidSize",
                         "Size vector must have at least two elements.");
    for (int i = 0; i < n; i++) {
        OWN_TENSOR *s = NULL;
        TRY(arg_doubles(call, i + 1, &s));
        double size = i < sz->numel ? tensor_get(sz, i) : 1;
        for (Index k = n; i == n - 1 && k < sz->numel; k++) size *= tensor_get(sz, k);
        if (!ind) TRY(tensor_full(call->ctx, CLASS_DOUBLE, &s->shape, 1, &ind));
        if (!shape_equal(&s->shape, &ind->shape))
            return call_fail(call, ERR_SIZE, "MATLAB:sub2ind:SubscriptVectorSize",
                             "The subscript vectors must all be of the same size.");
        for (Index k = 0; k < s->numel; k++) {
            double at = tensor_get(s, k);
            if (!(at >= 1) || at > size || at != floor(at))
                return call_fail(call, ERR_INDEX, "MATLAB:sub2ind:IndexOutOfRange",
                                 "Out of range subscript.");
            tensor_f64(ind)[k] += (at - 1) * stride;
        }
        stride *= size;
    }
    ret_tensor(call, 0, GIVE(ind));
    return OK;
}
BUILTIN(ind2sub, "[i1,...,in] = ind2sub(sz,ind)", ARITY(2, 2, -1),
        "Subscripts from linear positions.", "sz: size of the array\nind: linear positions",
        "i1, …: subscripts; the last output takes the dimensions that remain",
        "Fails for positions outside the size.",
        "[r,c] = ind2sub([2 3],6);\nassert(r == 2 && c == 3)", "sub2ind, find") {
    OWN_TENSOR *sz = NULL, *ind = NULL;
    TRY(arg_doubles(call, 0, &sz));
    TRY(arg_doubles(call, 1, &ind));
    int n = call->nargout > 1 ? call->nargout : 1;
    double total = 1, stride = 1;
    for (Index k = 0; k < sz->numel; k++) total *= tensor_get(sz, k);
    for (Index k = 0; k < ind->numel; k++) {
        double at = tensor_get(ind, k);
        if (!(at >= 1) || at != floor(at) || at > total)
            return call_fail(call, ERR_INDEX, "MATLAB:ind2sub:IndexOutOfRange",
                             "Index out of range.");
    }
    for (int i = 0; i < n; i++) {
        double size = i < sz->numel ? tensor_get(sz, i) : 1;
        Tensor *s = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &ind->shape, &s));
        for (Index k = 0; k < ind->numel; k++) {
            double q = floor((tensor_get(ind, k) - 1) / stride);
            tensor_f64(s)[k] = 1 + (i == n - 1 ? q : fmod(q, size));
        }
        ret_tensor(call, i, s);
        stride *= size;
    }
    return OK;
}

const BuiltinDef *const family_shape[] = {
    &def_size,     &def_numel,    &def_ndims,     &def_length,   &def_height,
    &def_width,    &def_isempty,  &def_isscalar,  &def_isvector, &def_isrow,
    &def_iscolumn, &def_ismatrix, &def_issquare,  &def_reshape,  &def_squeeze,
    &def_vec,      &def_resize,   &def_permute,   &def_ipermute, &def_flip,
    &def_fliplr,   &def_flipud,   &def_circshift, &def_repelem,  &def_rot90,
    &def_cat,      &def_horzcat,  &def_vertcat,   &def_kron,     &def_diag,
    &def_tril,     &def_triu,     &def_sub2ind,   &def_ind2sub,  NULL};
