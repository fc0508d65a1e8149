// builtins/stopwatch.c: stopwatches, waiting, processor time.
#include "base/clock.h"
#include "builtins/arguments.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

// ---- stopwatches
// -------------------------------------------------------------------------------------------------------
BUILTIN(tic, "tic\nt = tic", ARITY(0, 0, 1), "Starts a stopwatch.", "", "t: start, for toc(t)", "",
        "t = tic;\nassert(toc(t) >= 0)", "toc, timeit, cputime") {
    double now = clock_monotonic_s();
    if (call->nargout == 0) {
        call->env->tic_s = now;
        return OK;
    }
    Shape one = shape_2d(1, 1);
    Tensor *t = NULL;
    TRY(tensor_new(call->ctx, CLASS_UINT64, &one, &t));
    ((uint64_t *)t->data)[0] = (uint64_t)(now * 1e9);
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN(toc, "toc\nelapsed = toc\nelapsed = toc(t)", ARITY(0, 1, 1), "Seconds since tic.",
        "t: start from t = tic", "elapsed: seconds; shown when no output is asked for",
        "Fails when tic was not called.", "tic\nassert(toc < 60)", "tic, timeit") {
    double start = call->env->tic_s;
    if (call->nargin) {
        if (call->arg[0].tag != VAL_TENSOR || call->arg[0].tensor->cls != CLASS_UINT64 ||
            call->arg[0].tensor->numel != 1)
            return call_fail(call, ERR_ARG, "MATLAB:toc:InvalidTimerHandle",
                             "The input of toc must come from t = tic.");
        start = (double)((uint64_t *)call->arg[0].tensor->data)[0] * 1e-9;
    } else if (start < 0) {
        return call_fail(call, ERR_USER, "MATLAB:toc:callTicFirstNoInputs",
                         "You must call 'tic' without an output argument before calling 'toc' "
                         "without an input argument.");
    }
    double elapsed = clock_monotonic_s() - start;
    if (call->nargout > 0) {
        ret_double(call, 0, elapsed);
        return OK;
    }
    OWN_BUF out = BUF_INIT;
    buf_printf(&out, "Elapsed time is %.6f seconds.\n", elapsed);
    env_write(call->env, buf_text(&out), out.len);
    return OK;
}
BUILTIN(timeit, "t = timeit(f)\nt = timeit(f,n)", ARITY(1, 2, 1), "Typical time a function takes.",
        "f: function handle without arguments\nn: number of outputs to ask for",
        "t: seconds, the median of several runs", "", "assert(timeit(@() 1+1) >= 0)", "tic, toc") {
    double times[11], n_out = 1;
    int runs = 0;
    if (call->nargin > 1) TRY(arg_double(call, 1, &n_out));
    double begin = clock_monotonic_s();
    while (runs < 11 && (runs < 3 || clock_monotonic_s() - begin < 2)) {
        Index repeat = 0;
        double start = clock_monotonic_s(), now;
        do {
            Value out[16] = {0};
            Status status =
                vm_call(call->vm, call->arg[0], NULL, 0, n_out > 16 ? 16 : (int)n_out, out);
            for (int k = 0; k < 16; k++) value_unref(out[k]);
            TRY(status);
            repeat++;
            now = clock_monotonic_s();
        } while (now - start < 1e-3);
        times[runs++] = (now - start) / (double)repeat;
    }
    for (int i = 1; i < runs; i++) {
        for (int j = i; j > 0 && times[j - 1] > times[j]; j--) {
            double t = times[j];
            times[j] = times[j - 1];
            times[j - 1] = t;
        }
    }
    ret_double(call, 0, times[runs / 2]);
    return OK;
}
BUILTIN(pause, "pause(n)\npause\nstate = pause(\"off\")", ARITY(0, 1, 1), "Waits.", "n: seconds",
        "", "Without seconds it waits for a line of input.", "pause(0.001)",
        "input, drawnow, tic") {
    const Host *host = call->env->host;
    if (call->nargin == 0) {
        char line[16];
        if (host && host->read_line) (void)host->read_line(host->self, "", line, sizeof line);
        return OK;
    }
    if (arg_is_text(call, 0)) return call->nargout > 0 ? ret_text(call, 0, "on") : OK;
    double n;
    TRY(arg_double(call, 0, &n));
    if (n < 0 || isnan(n))
        return call_fail(call, ERR_ARG, "MATLAB:pause:invalidInputType",
                         "Error using pause: the time must not be negative.");
    double end = clock_monotonic_s() + n;
    for (double left = n; left > 0; left = end - clock_monotonic_s()) {
        usleep((useconds_t)((left < 0.02 ? left : 0.02) * 1e6));
        if (host && host->poll) host->poll(host->self);
        TRY(ctx_check_stop(call->ctx));
    }
    return OK;
}
BUILTIN(cputime, "t = cputime", ARITY(0, 0, 1), "Processor time used so far.", "", "t: seconds", "",
        "assert(cputime >= 0)", "tic, toc, clock") {
    ret_double(call, 0, (double)clock() / CLOCKS_PER_SEC);
    return OK;
}

const BuiltinDef *const family_stopwatch[] = {&def_tic,   &def_toc,     &def_timeit,
                                              &def_pause, &def_cputime, NULL};
