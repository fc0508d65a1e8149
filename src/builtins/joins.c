// builtins/joins.c: joining tables by key variables. The bodies are m/joins.m.
#include "builtins/library.h"

BUILTIN_M(innerjoin,
          "T = innerjoin(Tleft,Tright)\nT = innerjoin(Tleft,Tright,Name=Value)\n[T,ileft,iright] = "
          "innerjoin(...)",
          ARITY(2, -1, 3), "Rows of two tables whose keys agree, side by side.",
          "Tleft, Tright: tables\nName: Keys, LeftKeys, RightKeys, LeftVariables, RightVariables; "
          "the keys are the variables both have by default",
          "T: table sorted by the keys\nileft, iright: rows of the inputs",
          "Fails when there is no common variable or the classes of keys differ.",
          "L = table([1;2],[\"a\";\"b\"],VariableNames=[\"k\" \"x\"]);\nR = "
          "table([2;3],[20;30],VariableNames=[\"k\" \"y\"]);\nT = "
          "innerjoin(L,R);\nassert(height(T) == 1 && T.x == \"b\" && T.y == 20)",
          "outerjoin, join, ismember");
BUILTIN_M(outerjoin,
          "T = outerjoin(Tleft,Tright)\nT = outerjoin(Tleft,Tright,Name=Value)\n[T,ileft,iright] = "
          "outerjoin(...)",
          ARITY(2, -1, 3),
          "Rows of two tables side by side, with missing values where a key has no partner.",
          "Tleft, Tright: tables\nName: Keys, LeftKeys, RightKeys, LeftVariables, RightVariables, "
          "MergeKeys (false by default), Type (\"full\", \"left\", \"right\")",
          "T: table sorted by the keys\nileft, iright: rows of the inputs, 0 where there is none",
          "Fails when there is no common variable or the classes of keys differ.",
          "L = table([1;2],[\"a\";\"b\"],VariableNames=[\"k\" \"x\"]);\nR = "
          "table([2;3],[20;30],VariableNames=[\"k\" \"y\"]);\nT = "
          "outerjoin(L,R,MergeKeys=true);\nassert(isequal(T.k,[1;2;3]) && isnan(T.y(1)) && "
          "ismissing(T.x(3)))",
          "innerjoin, join");

const BuiltinDef *const family_joins[] = {&def_innerjoin, &def_outerjoin, NULL};
