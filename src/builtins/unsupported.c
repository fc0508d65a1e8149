// builtins/unsupported.c: functions that programs ask for and that are not there: an error that
// names the feature and says what to use, never an unknown name.
#include "builtins/arguments.h"

#define UNSUPPORTED(name, forms, summary, feature, see)                                            \
    BUILTIN(name, forms, ARITY(0, -1, -1), summary " (not supported).", "", "",                    \
            "Fails: not supported.",                                                               \
            "try, " #name "(1), catch e, end\nassert(strcmp(e.identifier,'Gradus:notSupported'))", \
            see) {                                                                                 \
        return ctx_fail_unsupported(call->ctx, feature);                                           \
    }
UNSUPPORTED(sparse, "S = sparse(A)\nS = sparse(i,j,v,m,n)", "Sparse matrices",
            "sparse (matrices are full; accumarray builds one from subscripts)",
            "full, issparse, accumarray")
UNSUPPORTED(profile, "profile on\nprofile viewer", "The profiler",
            "profile (use timeit, or tic and toc)", "timeit, tic, toc")
UNSUPPORTED(matfile, "m = matfile(filename)", "Parts of variables in MAT-files",
            "matfile (load reads whole variables)", "load, save")
UNSUPPORTED(timetable, "TT = timetable(t,var1,...)", "Tables with row times",
            "timetable (use a table with a datetime variable)", "table, datetime")

const BuiltinDef *const family_unsupported[] = {&def_sparse, &def_profile, &def_matfile,
                                                &def_timetable, NULL};
