// builtins/optim.c: options of solvers; minima on an interval and non-negative least squares. The
// bodies are m/optim.m.
#include "builtins/library.h"

BUILTIN_M(optimset,
          "options = optimset(Name=Value)\noptions = optimset(oldopts,Name=Value)\noptions = "
          "optimset(oldopts,newopts)\noptions = optimset(solver)\noptimset",
          ARITY(0, -1, 1), "Options for fzero, fminsearch, fminbnd and lsqnonneg.",
          "Name: Display, MaxFunEvals, MaxIter, TolFun, TolX, FunValCheck, OutputFcn, "
          "PlotFcns\nsolver: name of a function, for its defaults",
          "options: struct, [] where an option is not set", "Fails for unknown names.",
          "o = optimset(TolX=1e-8);\nassert(o.TolX == 1e-8 && isempty(o.MaxIter))",
          "optimget, fzero, fminsearch");
BUILTIN_M(optimget, "v = optimget(options,name)\nv = optimget(options,name,default)",
          ARITY(2, 4, 1), "Value of one option of optimset.",
          "options: from optimset\nname: name\ndefault: value when it is not set", "v: value",
          "Fails for unknown names.",
          "assert(optimget(optimset(TolX=1),\"TolX\") == "
          "1)\nassert(optimget(optimset(),\"TolX\",5) == 5)",
          "optimset");
BUILTIN_M(
    fminbnd,
    "x = fminbnd(fun,x1,x2)\nx = fminbnd(fun,x1,x2,options)\n[x,fval,exitflag,output] = "
    "fminbnd(...)",
    ARITY(3, 4, 4), "Minimum of a function of one variable on an interval.",
    "fun: function of a scalar\nx1, x2: interval\noptions: TolX, MaxIter, MaxFunEvals of optimset",
    "x: local minimum\nfval: value there\nexitflag: 1, 0 when a limit was reached, -2 when x1 > "
    "x2\noutput: struct iterations, funcCount, algorithm, message",
    "", "assert(abs(fminbnd(@cos,3,4) - pi) < 1e-4)", "fminsearch, fzero, optimset");
BUILTIN_M(lsqnonneg,
          "x = lsqnonneg(C,d)\nx = "
          "lsqnonneg(C,d,options)\n[x,resnorm,residual,exitflag,output,lambda] = lsqnonneg(...)",
          ARITY(2, 3, 6), "Least squares with non-negative unknowns.",
          "C: matrix\nd: column\noptions: TolX of optimset",
          "x: column that makes norm(C*x-d) smallest with x >= 0\nresnorm: squared norm\nresidual: "
          "d - C*x\nexitflag: 1, or 0 when the limit of steps was reached\noutput: struct\nlambda: "
          "dual vector",
          "Fails for complex input or sizes that do not fit.",
          "x = lsqnonneg([1 0;0 1],[1;-1]);\nassert(isequal(x,[1;0]))",
          "mldivide, lsqminnorm, optimset");

const BuiltinDef *const family_optim[] = {&def_optimset, &def_optimget, &def_fminbnd,
                                          &def_lsqnonneg, NULL};
