// builtins/matrices.c: small functions of arrays: choosing, padding, contracting, differences,
// windows. The bodies are m/matrices.m.
#include "builtins/library.h"

BUILTIN_M(merge, "result = merge(mask,tval,fval)", ARITY(3, 3, 1),
          "Elements of one array where a mask is true, of another elsewhere.",
          "mask: logical scalar or array\ntval, fval: scalars, or arrays like mask",
          "result: with a scalar mask one of the two as it is", "Fails when the sizes differ.",
          "assert(isequal(merge([true false],[1 2],[3 4]),[1 4]))\nassert(merge(true,5,6) == 5)",
          "ifelse, any");
BUILTIN_M(ifelse, "result = ifelse(mask,tval,fval)", ARITY(3, 3, 1), "Another name of merge.",
          "mask: logical scalar or array\ntval, fval: scalars, or arrays like mask",
          "result: chosen elements", "Fails when the sizes differ.",
          "assert(ifelse(false,5,6) == 6)", "merge");
BUILTIN_M(postpad, "y = postpad(x,l)\ny = postpad(x,l,c)\ny = postpad(x,l,c,dim)", ARITY(2, 4, 1),
          "Pads or cuts at the end to a length.",
          "x: array\nl: length\nc: padding value, 0 by default\ndim: dimension",
          "y: array with length l", "",
          "assert(isequal(postpad([1 2],4),[1 2 0 0]))\nassert(isequal(postpad([1 2 3],2),[1 2]))",
          "prepad, resize");
BUILTIN_M(prepad, "y = prepad(x,l)\ny = prepad(x,l,c)\ny = prepad(x,l,c,dim)", ARITY(2, 4, 1),
          "Pads or cuts at the beginning to a length.",
          "x: array\nl: length\nc: padding value, 0 by default\ndim: dimension",
          "y: array with length l", "",
          "assert(isequal(prepad([1 2],4),[0 0 1 2]))\nassert(isequal(prepad([1 2 3],2),[2 3]))",
          "postpad, resize");
BUILTIN_M(vech, "v = vech(x)", ARITY(1, 1, 1), "Lower triangle of a square matrix as a column.",
          "x: square matrix", "v: columns below and on the diagonal, one after the other",
          "Fails when x is not square.", "assert(isequal(vech([1 2;3 4]),[1;3;4]))", "vec, tril");
BUILTIN_M(tensorprod,
          "C = tensorprod(A,B)\nC = tensorprod(A,B,dim)\nC = tensorprod(A,B,dimA,dimB)\nC = "
          "tensorprod(A,B,\"all\")\nC = tensorprod(...,\"NumDimensionsA\",n)",
          ARITY(2, -1, 1), "Products of two arrays summed over chosen dimensions.",
          "A, B: arrays\ndim, dimA, dimB: dimensions summed over, none by default (outer "
          "product)\nn: number of dimensions of A, for trailing ones of size 1",
          "C: array with the other dimensions of A, then those of B",
          "Fails when the sizes of the dimensions differ.",
          "assert(isequal(tensorprod([1 2;3 4],[5;6],2,1),[17;39]))\nassert(tensorprod([1 2],[3 "
          "4],\"all\") == 11)",
          "mtimes, pagemtimes, kron");
BUILTIN_M(del2, "L = del2(U)\nL = del2(U,h)\nL = del2(U,hx,hy,...)", ARITY(1, -1, 1),
          "Discrete Laplacian, divided by twice the number of dimensions (by 4 for vectors).",
          "U: array\nh: spacing in every dimension\nhx, hy, …: spacing or coordinates along "
          "columns, rows, …",
          "L: array like U; the ends are extrapolated", "Fails when the spacings do not fit.",
          "assert(isequal(del2((1:5).^2),0.5*ones(1,5)))", "gradient, diff");
BUILTIN_M(movfun, "y = movfun(fun,x,wlen)\ny = movfun(...,\"Endpoints\",e,\"dim\",d)",
          ARITY(3, -1, 1), "A function of a sliding window.",
          "fun: function of a column that gives a scalar\nx: array\nwlen: length, or [before "
          "after]\ne: \"shrink\" (default), \"fill\", \"periodic\", \"same\" or a number",
          "y: array like x", "Fails when the window is longer than x.",
          "assert(isequal(movfun(@max,[1 5 2 4],3),[5 5 5 4]))", "movmean, movmax, filter");

const BuiltinDef *const family_matrices[] = {&def_merge,  &def_ifelse, &def_postpad,
                                             &def_prepad, &def_vech,   &def_tensorprod,
                                             &def_del2,   &def_movfun, NULL};
