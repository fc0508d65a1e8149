// builtins/time.c: stopwatches, the clock, and small datetime and duration arrays.
#include "base/clock.h"
#include "builtins/arguments.h"
#include <ctype.h>
#include <stdio.h>
#include <strings.h>
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

// ---- calendar
// -------------------------------------------------------------------------------------------------------------
enum { UNIX_EPOCH_DATENUM = 719529 };
/// Local broken-down time now, with seconds and fraction.
static double local_now(struct tm *tm) {
    double wall = clock_wall_s();
    time_t seconds = (time_t)floor(wall);
    localtime_r(&seconds, tm);
    return wall - floor(wall);
}
/// Days from year 0 as datenum counts; months and days outside their range carry over.
static double days_from_civil(double y, double m, double d) {
    m -= 1;
    y += floor(m / 12);
    m = m - 12 * floor(m / 12) + 1;
    double a = m <= 2 ? y - 1 : y;
    double era = floor(a / 400), yoe = a - era * 400;
    double whole = floor(d), doy = floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + whole - 1;
    double doe = yoe * 365 + floor(yoe / 4) - floor(yoe / 100) + doy;
    return era * 146097 + doe - 719468 + UNIX_EPOCH_DATENUM + (d - whole);
}
/// year, month, day, hour, minute, second of a datenum.
static void civil_from_days(double datenum, double *v) {
    double day = floor(datenum), ms = round((datenum - day) * 86400e3);
    if (ms >= 86400e3) day++, ms -= 86400e3;
    double z = day - UNIX_EPOCH_DATENUM + 719468, era = floor(z / 146097), doe = z - era * 146097;
    double yoe = floor((doe - floor(doe / 1460) + floor(doe / 36524) - floor(doe / 146096)) / 365);
    double doy = doe - (365 * yoe + floor(yoe / 4) - floor(yoe / 100)),
           mp = floor((5 * doy + 2) / 153);
    v[2] = doy - floor((153 * mp + 2) / 5) + 1;
    v[1] = mp < 10 ? mp + 3 : mp - 9;
    v[0] = yoe + era * 400 + (v[1] <= 2);
    v[3] = floor(ms / 3600e3);
    v[4] = floor(fmod(ms, 3600e3) / 60e3);
    v[5] = fmod(ms, 60e3) / 1e3;
}
static double datenum_now(void) {
    struct tm tm;
    double fraction = local_now(&tm);
    return days_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) +
           (tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec + fraction) / 86400;
}
BUILTIN(now, "t = now", ARITY(0, 0, 1), "Date and time as a serial number of days.", "",
        "t: days since year 0", "", "assert(now > 7e5)", "datetime, clock, date") {
    ret_double(call, 0, datenum_now());
    return OK;
}
BUILTIN_AS(clock_now, "clock", "c = clock", ARITY(0, 0, 1), "Date and time as six numbers.", "",
           "c: [year month day hour minute seconds]", "", "c = clock;\nassert(numel(c) == 6)",
           "datetime, now, tic") {
    struct tm tm;
    double fraction = local_now(&tm),
           v[6] = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                   tm.tm_hour,        tm.tm_min,     tm.tm_sec + fraction};
    Shape row = shape_2d(1, 6);
    Tensor *t = NULL;
    TRY(tensor_from_doubles(call->ctx, v, &row, &t));
    ret_tensor(call, 0, t);
    return OK;
}
static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const long_months[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const day_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};
/// Text of a date by a format; `old`: datestr's letters (mm month, MM minute), else datetime's (MM
/// month, mm minute).
static void put_date(Buf *out, double datenum, const char *format, bool old) {
    double v[6];
    if (!isfinite(datenum) || fabs(datenum) > 1e12) {
        buf_puts(out, isnan(datenum) ? "NaT" : datenum > 0 ? "Inf" : "-Inf");
        return;
    }
    civil_from_days(datenum, v);
    int weekday = (int)fmod(fmod(floor(datenum) - 1, 7) + 6, 7); // 0 is Sunday; day 2 was one
    bool twelve = strstr(format, old ? "PM" : "a") != NULL || (old && strstr(format, "AM"));
    for (const char *p = format; *p;) {
        size_t n = 1;
        while (p[n] == p[0]) n++;
        char c = *p;
        bool month = old ? c == 'm' : c == 'M', minute = old ? c == 'M' : c == 'm';
        if (c == 'y')
            buf_printf(out, n == 2 ? "%02.0f" : "%04.0f", n == 2 ? fmod(v[0], 100) : v[0]);
        else if (month && n >= 4)
            buf_puts(out, long_months[(int)v[1] - 1]);
        else if (month && n == 3)
            buf_puts(out, month_names[(int)v[1] - 1]);
        else if (month)
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f", v[1]);
        else if (c == 'd' && old && n >= 3)
            buf_printf(out, n == 3 ? "%.3s" : "%s", day_names[weekday]);
        else if (c == 'd')
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f", v[2]);
        else if (c == 'e' && !old && n >= 3)
            buf_printf(out, n == 3 ? "%.3s" : "%s", day_names[weekday]);
        else if (c == 'H' || (c == 'h' && !old))
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f",
                       twelve || c == 'h' ? fmod(v[3] + 11, 12) + 1 : v[3]);
        else if (minute)
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f", v[4]);
        else if ((c == 'S' && old) || c == 's')
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f", floor(v[5]));
        else if ((c == 'S' && !old) || (c == 'F' && old))
            buf_printf(out, "%0*.0f", (int)n,
                       floor((v[5] - floor(v[5])) * pow(10, (double)n) + 1e-6));
        else if (c == 'a' && !old)
            buf_puts(out, v[3] < 12 ? "AM" : "PM");
        else if (old && (strncmp(p, "PM", 2) == 0 || strncmp(p, "AM", 2) == 0))
            buf_puts(out, v[3] < 12 ? "AM" : "PM"), n = 2;
        else if (c == '\'') {
            for (p++; *p && *p != '\''; p++) buf_putc(out, *p);
            n = *p ? 1 : 0;
        } else
            buf_put(out, p, n);
        p += n;
    }
}
BUILTIN(date, "d = date", ARITY(0, 0, 1), "Today's date.", "", "d: char vector such as 01-Jan-2026",
        "", "assert(numel(date) == 11)", "datetime, clock, datestr") {
    OWN_BUF out = BUF_INIT;
    put_date(&out, datenum_now(), "dd-MMM-yyyy", false);
    return ret_text(call, 0, buf_text(&out));
}

// ---- datetime and duration
// -------------------------------------------------------------------------------------------------
/// Numbers with a meaning: days since year 0 (datetime) or seconds (duration).
typedef struct Time {
    Object head;
    Tensor *data; // double
    char format[64];
} Time;
static const ForeignDef datetime_class, duration_class;
static void time_release(Object *o) {
    tensor_unref(((Time *)o)->data);
    mem_free(o);
}
/// Takes data.
static Status time_new(Ctx *ctx, const ForeignDef *def, Tensor *data, const char *format,
                       Value *ret) {
    Time *t = mem_alloc_zero(sizeof *t);
    if (!t) {
        tensor_unref(data);
        return ctx_fail_nomem(ctx);
    }
    object_init(&t->head, def);
    t->data = data;
    snprintf(t->format, sizeof t->format, "%s", format);
    *ret = value_take_object(&t->head);
    return OK;
}
static Time *as_time(Value v, const ForeignDef *def) {
    return value_is_object(v, def) ? (Time *)v.object : NULL;
}
static Status time_copy(Ctx *ctx, const Object *o, Object **ret) {
    const Time *t = (const Time *)o;
    Value v = VALUE_NONE;
    TRY(time_new(ctx, o->def, tensor_ref(t->data), t->format, &v));
    *ret = v.object;
    return OK;
}
static Status time_shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    *ret = ((const Time *)o)->data->shape;
    return OK;
}
/// A boxed double array from any numeric value.
static Status boxed(Ctx *ctx, Value v, Tensor **ret) {
    return value_to_doubles(ctx, v, ret);
}
static Status time_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    Time *t = (Time *)o;
    OWN_VALUE v = VALUE_NONE;
    Tensor *part = NULL;
    TRY(value_index(ctx, (Value){.tag = VAL_TENSOR, .tensor = t->data}, idx, n, &v));
    TRY(boxed(ctx, v, &part));
    return time_new(ctx, o->def, part, t->format, ret);
}
static Status time_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    Time *t = (Time *)*o, *r = as_time(rhs, (*o)->def);
    if (!r)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:datetime:InvalidAssignment",
                        "Only %s values can be assigned to a %s array.", (*o)->def->class_name,
                        (*o)->def->class_name);
    OWN_VALUE data = {.tag = VAL_TENSOR, .tensor = tensor_ref(t->data)};
    Tensor *fresh = NULL;
    TRY(value_assign(ctx, &data, idx, n, (Value){.tag = VAL_TENSOR, .tensor = r->data}));
    TRY(boxed(ctx, data, &fresh));
    tensor_unref(t->data);
    t->data = fresh;
    return OK;
}
static Status time_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    OWN_MEM Value *data = mem_alloc_zero((size_t)(n + 1) * sizeof *data);
    const Time *first = NULL;
    if (!data) return ctx_fail_nomem(ctx);
    for (int i = 0; i < n; i++) {
        Time *t = as_time(parts[i], &datetime_class);
        if (!t) t = as_time(parts[i], &duration_class);
        if (!t && !value_is_empty(parts[i]))
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:datetime:cat:InvalidConcatenation",
                            "Values of these classes cannot be joined.");
        if (t && first && t->head.def != first->head.def)
            return ctx_fail(ctx, ERR_TYPE, "MATLAB:datetime:cat:InvalidConcatenation",
                            "Values of these classes cannot be joined.");
        if (t && !first) first = t;
        data[i] = t ? (Value){.tag = VAL_TENSOR, .tensor = t->data} : parts[i];
    }
    OWN_VALUE joined = VALUE_NONE;
    Tensor *tensor = NULL;
    TRY(value_concat(ctx, dim, data, n, &joined));
    TRY(boxed(ctx, joined, &tensor));
    return time_new(ctx, first->head.def, tensor, first->format, ret);
}
static Status time_binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    Time *da = as_time(a, &datetime_class), *db = as_time(b, &datetime_class),
         *sa = as_time(a, &duration_class), *sb = as_time(b, &duration_class);
    OWN_VALUE x = da   ? value_ref((Value){.tag = VAL_TENSOR, .tensor = da->data})
                  : sa ? value_ref((Value){.tag = VAL_TENSOR, .tensor = sa->data})
                       : value_ref(a);
    OWN_VALUE y = db   ? value_ref((Value){.tag = VAL_TENSOR, .tensor = db->data})
                  : sb ? value_ref((Value){.tag = VAL_TENSOR, .tensor = sb->data})
                       : value_ref(b);
    bool compare = op >= OP_EQ && op <= OP_GE;
    if (compare && ((da && db) || (sa && sb))) return value_binary(ctx, op, x, y, ret);
    OWN_VALUE z = VALUE_NONE, scaled = VALUE_NONE;
    Tensor *t = NULL;
    const ForeignDef *def = NULL;
    const char *format = "hh:mm:ss";
    double unit = 1;
    bool number_a = !da && !sa, number_b = !db && !sb;
    if (op == OP_SUB && da && db)
        def = &duration_class, unit = 86400; // differences of dates are durations
    else if ((op == OP_ADD || op == OP_SUB) && sa && sb)
        def = &duration_class;
    else if ((op == OP_MUL || op == OP_MTIMES) && ((sa && number_b) || (sb && number_a)))
        def = &duration_class;
    else if ((op == OP_RDIV || op == OP_MRDIVIDE) && sa && number_b)
        def = &duration_class;
    else if ((op == OP_RDIV || op == OP_MRDIVIDE) && sa && sb)
        return value_binary(ctx, OP_RDIV, x, y, ret);
    else if ((op == OP_ADD && ((da && !db) || (db && !da))) || (op == OP_SUB && da && !db)) {
        // Numbers added to a datetime are days; durations are seconds.
        def = &datetime_class;
        format = da ? da->format : db->format;
        Value *other = da ? &y : &x;
        if (sa || sb) {
            TRY(value_binary(ctx, OP_RDIV, *other, value_double(86400), &scaled));
            value_unref(*other);
            *other = value_give(&scaled);
        }
    }
    if (!def)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "This operation is not defined for values of class '%s' and '%s'.",
                        value_class_name(a), value_class_name(b));
    TRY(value_binary(ctx, op == OP_MTIMES ? OP_MUL : op == OP_MRDIVIDE ? OP_RDIV : op, x, y, &z));
    if (unit != 1) {
        TRY(value_binary(ctx, OP_MUL, z, value_double(unit), &scaled));
        value_unref(z);
        z = value_give(&scaled);
    }
    if (def == &duration_class && (sa || sb)) format = sa ? sa->format : sb->format;
    TRY(boxed(ctx, z, &t));
    return time_new(ctx, def, t, format, ret);
}
static Status time_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    (void)ctx;
    *ret = a.tag == VAL_OBJECT && b.tag == VAL_OBJECT && a.object->def == b.object->def &&
           tensor_equal(((Time *)a.object)->data, ((Time *)b.object)->data, nan_equal);
    return OK;
}
/// Text of element i.
static void put_time(Buf *out, const Time *t, Index i) {
    double x = tensor_f64(t->data)[i];
    if (t->head.def == &datetime_class) {
        put_date(out, x, t->format, false);
        return;
    }
    if (isnan(x)) {
        buf_puts(out, "NaN");
        return;
    }
    static const struct {
        const char *format;
        double unit;
        const char *word;
    } units[] = {{"s", 1, "sec"}, {"m", 60, "min"}, {"h", 3600, "hr"}, {"d", 86400, "days"}};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (strcmp(t->format, units[k].format) == 0) {
            double v = x / units[k].unit;
            buf_printf(out, "%.5g %s%s", v,
                       strcmp(units[k].word, "days") == 0 && v == 1 ? "day" : units[k].word, "");
            return;
        }
    }
    double a = fabs(x);
    bool fraction = strcmp(t->format, "mm:ss.SSS") == 0;
    if (x < 0) buf_putc(out, '-');
    if (strcmp(t->format, "mm:ss") == 0 || fraction)
        buf_printf(out, fraction ? "%02.0f:%06.3f" : "%02.0f:%02.0f", floor(a / 60),
                   fraction ? fmod(a, 60) : floor(fmod(a, 60)));
    else
        buf_printf(out, "%02.0f:%02.0f:%02.0f", floor(a / 3600), floor(fmod(a, 3600) / 60),
                   floor(fmod(a, 60)));
}
static Status time_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    (void)ctx;
    const Time *t = (const Time *)o;
    const char *label = o->def == &datetime_class ? "datetime" : "duration";
    char size[128];
    shape_format(&t->data->shape, "×", size, sizeof size);
    if (*name && t->data->numel == 1)
        buf_printf(out, "%s = \n\n  %s\n\n   ", name, label);
    else if (*name)
        buf_printf(out, "%s = \n\n  %s %s array\n\n", name, size, label);
    if (!*name && t->data->numel == 1) buf_puts(out, "   ");
    Index m = t->data->shape.dim[0], n = m ? t->data->numel / m : 0;
    for (Index i = 0; i < m && t->data->numel; i++) {
        if (t->data->numel > 1) buf_puts(out, "   ");
        for (Index j = 0; j < n; j++) {
            if (j) buf_puts(out, "   ");
            put_time(out, t, j * m + i);
        }
        buf_putc(out, '\n');
    }
    if (*name) buf_putc(out, '\n');
    return OK;
}
static Status time_summary(Ctx *ctx, const Object *o, Buf *out) {
    (void)ctx;
    const Time *t = (const Time *)o;
    if (t->data->numel == 1) {
        put_time(out, t, 0);
        return OK;
    }
    char size[128];
    shape_format(&t->data->shape, "×", size, sizeof size);
    buf_printf(out, "%s %s", size, o->def->class_name);
    return OK;
}
static Status time_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Time *t = (Time *)o;
    static const char *const parts[] = {"Year", "Month", "Day", "Hour", "Minute", "Second"};
    if (strcmp(name, "Format") == 0) return value_from_text(ctx, t->format, ret);
    for (int k = 0; k < 6 && o->def == &datetime_class; k++) {
        if (strcmp(name, parts[k]) != 0) continue;
        Tensor *y = NULL;
        TRY(tensor_new(ctx, CLASS_DOUBLE, &t->data->shape, &y));
        for (Index i = 0; i < y->numel; i++) {
            double v[6];
            civil_from_days(tensor_f64(t->data)[i], v);
            tensor_f64(y)[i] = v[k];
        }
        *ret = value_take_tensor(y);
        return OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                    "Unrecognized method, property, or field '%s' for class '%s'.", name,
                    o->def->class_name);
}
static Status time_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    if (strcmp(name, "Format") != 0)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:noPublicFieldForClass",
                        "Unrecognized property '%s' for class '%s'.", name, (*o)->def->class_name);
    OWN_MEM char *format = NULL;
    TRY(value_to_utf8(ctx, rhs, &format));
    snprintf(((Time *)*o)->format, sizeof((Time *)*o)->format, "%s", format);
    return OK;
}
static Status time_texts(Call *call, Value *ret, bool as_string) {
    const Time *t = (const Time *)call->arg[0].object;
    OWN_MEM char *format = NULL;
    Time shown = *t;
    if (call->nargin > 1) {
        TRY(arg_text(call, 1, &format));
        snprintf(shown.format, sizeof shown.format, "%s", format);
    }
    if (!as_string && t->data->numel == 1) {
        OWN_BUF out = BUF_INIT;
        put_time(&out, &shown, 0);
        return value_from_text(call->ctx, buf_text(&out), ret);
    }
    OWN_STRINGS *s = NULL;
    TRY(string_new(call->ctx, &t->data->shape, &s));
    for (Index i = 0; i < s->numel; i++) {
        OWN_BUF out = BUF_INIT;
        put_time(&out, &shown, i);
        TRY(text_new(call->ctx, buf_text(&out), out.len, &s->items[i]));
    }
    OWN_VALUE v = value_take_string(GIVE(s));
    if (as_string) {
        *ret = value_give(&v);
        return OK;
    }
    return vm_call_name(call->vm, "char", &v, 1, 1, ret);
}
static Status method_string(Call *call) {
    return time_texts(call, &call->ret[0], true);
}
static Status method_char(Call *call) {
    return time_texts(call, &call->ret[0], false);
}
/// seconds(d), minutes(d), …: numbers; seconds(5): a duration.
static Status unit_function(Call *call, double unit, const char *format) {
    Time *t = as_time(call->arg[0], &duration_class);
    OWN_TENSOR *x = NULL, *y = NULL;
    if (!t) TRY(arg_doubles(call, 0, &x));
    const Tensor *from = t ? t->data : x;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &from->shape, &y));
    for (Index i = 0; i < y->numel; i++)
        tensor_f64(y)[i] = t ? tensor_f64(from)[i] / unit : tensor_f64(from)[i] * unit;
    if (!t) return time_new(call->ctx, &duration_class, GIVE(y), format, &call->ret[0]);
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
static Status method_isnan(Call *call) {
    Tensor *y = NULL;
    TRY(tensor_unary(call->ctx, OP_ISNAN, ((Time *)call->arg[0].object)->data, &y));
    ret_tensor(call, 0, y);
    return OK;
}
/// Runs the function of the same name on the numbers behind dates and durations and makes the first result dates or
/// durations again; differences of dates are durations.
static Status method_through(Call *call) {
    const Time *first = NULL;
    OWN_MEM Value *args = mem_alloc_zero((size_t)(call->nargin + 1) * sizeof *args);
    if (!args) return ctx_fail_nomem(call->ctx);
    for (int i = 0; i < call->nargin; i++) {
        const Time *t = as_time(call->arg[i], &datetime_class);
        if (!t) t = as_time(call->arg[i], &duration_class);
        if (t && first && t->head.def != first->head.def) return ctx_fail(call->ctx, ERR_TYPE, "MATLAB:datetime:IncompatibleTypes", "Dates and durations cannot be used together here.");
        if (t && !first) first = t;
        args[i] = t ? (Value){.tag = VAL_TENSOR, .tensor = t->data} : call->arg[i];
    }
    TRY(vm_call_name(call->vm, call->def->name, args, call->nargin, call->nargout, call->ret));
    OWN_VALUE numbers = value_give(&call->ret[0]), scaled = VALUE_NONE;
    bool to_duration = first->head.def == &datetime_class && strcmp(call->def->name, "diff") == 0;
    if (to_duration) {
        TRY(value_binary(call->ctx, OP_MUL, numbers, value_double(86400), &scaled));
        value_unref(numbers);
        numbers = value_give(&scaled);
    }
    Tensor *data = NULL;
    TRY(boxed(call->ctx, numbers, &data));
    return time_new(call->ctx, to_duration ? &duration_class : first->head.def, data, to_duration ? "hh:mm:ss" : first->format, &call->ret[0]);
}
static MethodFn time_method(const char *name) {
    static const char *const through[] = {"sort", "min", "max", "unique", "diff", "mean", "median", "reshape", "flip", "circshift", "repmat", "linspace"};
    for (size_t i = 0; i < sizeof through / sizeof through[0]; i++)
        if (strcmp(name, through[i]) == 0) return method_through;
    if (strcmp(name, "string") == 0) return method_string;
    if (strcmp(name, "char") == 0) return method_char;
    if (strcmp(name, "isnan") == 0 || strcmp(name, "isnat") == 0 || strcmp(name, "ismissing") == 0)
        return method_isnan;
    return NULL;
}
static const ForeignDef datetime_class = {.class_name = "datetime",
                                          .release = time_release,
                                          .copy = time_copy,
                                          .shape = time_shape,
                                          .index = time_index,
                                          .assign = time_assign,
                                          .dot_get = time_get,
                                          .dot_set = time_set,
                                          .binary = time_binary,
                                          .concat = time_concat,
                                          .equal = time_equal,
                                          .display = time_display,
                                          .summary = time_summary,
                                          .find_method = time_method};
static const ForeignDef duration_class = {.class_name = "duration",
                                          .release = time_release,
                                          .copy = time_copy,
                                          .shape = time_shape,
                                          .index = time_index,
                                          .assign = time_assign,
                                          .dot_get = time_get,
                                          .dot_set = time_set,
                                          .binary = time_binary,
                                          .concat = time_concat,
                                          .equal = time_equal,
                                          .display = time_display,
                                          .summary = time_summary,
                                          .find_method = time_method};

/// "2024-05-01 10:20:30", "01-May-2024", with or without time; NaN when it is neither.
static double parse_date(const char *text) {
    int y, m, d, h = 0, mi = 0, n = 0;
    double s = 0;
    char month[16];
    if (sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &n) == 3 ||
        sscanf(text, "%4d/%2d/%2d%n", &y, &m, &d, &n) == 3) {
        // year first
    } else if (sscanf(text, "%2d-%3[A-Za-z]-%4d%n", &d, month, &y, &n) == 3) {
        for (m = 0; m < 12 && !text_same(month_names[m], month);) m++;
        if (m++ == 12) return NAN;
    } else {
        return NAN;
    }
    const char *rest = text + n;
    while (*rest == ' ' || *rest == 'T') rest++;
    if (*rest && sscanf(rest, "%2d:%2d:%lf", &h, &mi, &s) < 2) return NAN;
    return days_from_civil(y, m, d) + (h * 3600 + mi * 60 + s) / 86400;
}
/// Reads up to `max` digits; -1 when there is none.
static double read_digits(const char **text, int max) {
    double x = 0;
    int n = 0;
    for (; n < max && **text >= '0' && **text <= '9'; (*text)++, n++) x = x * 10 + (**text - '0');
    return n ? x : -1;
}
/// Date by a format of y, M, d, H or h, m, s, S, a and literal text ('T' in quotes); NaN when the
/// text does not fit.
static double parse_date_as(const char *text, const char *format) {
    double v[6] = {0, 1, 1, 0, 0, 0};
    bool afternoon = false;
    while (*format) {
        char c = *format;
        int n = 1;
        if (c == '\'') {
            for (format++; *format && *format != '\''; format++)
                if (*text++ != *format) return NAN;
            if (*format) format++;
            continue;
        }
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
            if (*text++ != *format++) return NAN;
            continue;
        }
        while (format[n] == c) n++;
        format += n;
        if (c == 'M' && n >= 3) {
            int m = 0;
            while (m < 12 && strncasecmp(text, month_names[m], 3) != 0) m++;
            if (m == 12) return NAN;
            v[1] = m + 1;
            for (text += 3; n > 3 && isalpha((unsigned char)*text);) text++;
        } else if (c == 'a') {
            afternoon = strncasecmp(text, "PM", 2) == 0;
            if (!afternoon && strncasecmp(text, "AM", 2) != 0) return NAN;
            text += 2;
            if (v[3] == 12) v[3] = 0;
            if (afternoon) v[3] += 12;
        } else if (c == 'S') {
            const char *from = text;
            double part = read_digits(&text, n);
            if (part < 0) return NAN;
            v[5] += part / pow(10, (double)(text - from));
        } else {
            static const char letters[] = "yMdHms";
            const char *at = strchr(letters, c == 'u' ? 'y' : c == 'h' ? 'H' : c);
            double part = read_digits(&text, c == 'y' || c == 'u' ? (n == 2 ? 2 : 4) : 2);
            if (!at || part < 0) return NAN;
            v[at - letters] = c == 'y' && n == 2 ? part + 2000 : part;
        }
    }
    if (*text || v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31 || v[3] > 24 || v[4] > 59 ||
        v[5] >= 61)
        return NAN;
    return days_from_civil(v[0], v[1], v[2]) + (v[3] * 3600 + v[4] * 60 + v[5]) / 86400;
}
BUILTIN(datetime,
        "t = datetime\nt = datetime(\"now\")\nt = datetime(\"today\")\nt = datetime(Y,M,D)\nt = "
        "datetime(Y,M,D,H,MI,S)\nt = datetime(text)\nt = datetime(text,\"InputFormat\",fmt)\nt = "
        "datetime(...,\"Format\",fmt)",
        ARITY(0, -1, 1), "Date and time.",
        "Y, M, D, H, MI, S: numbers or arrays of one size\ntext: such as \"2024-05-01 "
        "10:20:30\"\nfmt: such as \"dd-MMM-yyyy HH:mm:ss\"",
        "t: datetime array with Year, Month, Day, Hour, Minute, Second, Format",
        "Time zones are not supported.",
        "t = datetime(2024,5,1);\nassert(t.Month == 5 && string(t) == "
        "\"01-May-2024\")\nassert(days(datetime(2024,5,3) - t) == 2)",
        "duration, seconds, now, clock") {
    int last = 0;
    while (last < call->nargin && !arg_is_word(call, last, "Format") &&
           !arg_is_word(call, last, "TimeZone") && !arg_is_word(call, last, "ConvertFrom") &&
           !arg_is_word(call, last, "InputFormat"))
        last++;
    Option o[] = {
        {"Format", NULL}, {"TimeZone", NULL}, {"ConvertFrom", NULL}, {"InputFormat", NULL}};
    TRY(arg_options(call, last, o, 4));
    if (o[1].value && !value_is_empty(*o[1].value)) {
        OWN_MEM char *zone = NULL;
        TRY(value_to_utf8(call->ctx, *o[1].value, &zone));
        if (!text_same(zone, "local"))
            return ctx_fail_unsupported(call->ctx, "time zones in datetime");
    }
    OWN_MEM char *input_format = NULL;
    if (o[3].value) TRY(value_to_utf8(call->ctx, *o[3].value, &input_format));
    OWN_TENSOR *data = NULL;
    const char *format = "dd-MMM-yyyy HH:mm:ss";
    if (last == 0 || arg_is_word(call, 0, "now") || arg_is_word(call, 0, "today")) {
        double t = datenum_now();
        bool today = last && arg_is_word(call, 0, "today");
        if (today) format = "dd-MMM-yyyy";
        TRY(tensor_from_double(call->ctx, today ? floor(t) : t, &data));
    } else if (call->arg[0].tag == VAL_STRING || call->arg[0].tag == VAL_CELL ||
               value_is_char(call->arg[0])) {
        OWN_STRINGS *s = NULL;
        TRY(arg_strings(call, 0, &s));
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &s->shape, &data));
        bool clock = false;
        for (Index i = 0; i < s->numel; i++) {
            const char *text = s->items[i] ? s->items[i]->bytes : "NaT";
            double t = input_format ? parse_date_as(text, input_format) : parse_date(text);
            if (isnan(t) && s->items[i] && !text_same(s->items[i]->bytes, "NaT"))
                return call_fail(
                    call, ERR_ARG, "MATLAB:datetime:UnrecognizedDateStringSuggestLocale",
                    "Could not recognize the date/time format of '%s'.", s->items[i]->bytes);
            tensor_f64(data)[i] = t;
            clock = clock || t != floor(t);
        }
        if (!clock) format = "dd-MMM-yyyy";
    } else if (last == 1 && o[2].value) {
        OWN_MEM char *from = NULL;
        OWN_TENSOR *x = NULL;
        TRY(value_to_utf8(call->ctx, *o[2].value, &from));
        TRY(arg_doubles(call, 0, &x));
        bool posix = text_same(from, "posixtime");
        if (!posix && !text_same(from, "datenum"))
            return ctx_fail_unsupported(call->ctx, "this ConvertFrom in datetime");
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &data));
        for (Index i = 0; i < x->numel; i++)
            tensor_f64(data)[i] =
                posix ? tensor_f64(x)[i] / 86400 + UNIX_EPOCH_DATENUM : tensor_f64(x)[i];
    } else {
        OWN_TENSOR *p0 = NULL, *p1 = NULL, *p2 = NULL, *p3 = NULL, *p4 = NULL, *p5 = NULL;
        Tensor **p[6] = {&p0, &p1, &p2, &p3, &p4, &p5};
        if (last != 1 && last != 3 && last != 6)
            return call_fail(call, ERR_ARG, "MATLAB:datetime:InvalidNumericData",
                             "Dates need year, month, day, or these with hour, minute and second.");
        Shape shape = shape_2d(1, 1);
        Index rows = 0;
        for (int k = 0; k < last; k++) {
            TRY(arg_doubles(call, k, p[k]));
            if ((*p[k])->numel != 1) shape = (*p[k])->shape;
        }
        if (last == 1) {
            rows = p0->shape.dim[0];
            if (p0->shape.dim[1] != 3 && p0->shape.dim[1] != 6)
                return call_fail(call, ERR_ARG, "MATLAB:datetime:InvalidNumericData",
                                 "A numeric matrix must have three or six columns.");
            shape = shape_2d(rows, 1);
        }
        for (int k = 0; k < last && last > 1; k++) {
            if ((*p[k])->numel != 1 && !shape_equal(&(*p[k])->shape, &shape))
                return call_fail(call, ERR_SIZE, "MATLAB:datetime:InputSizeMismatch",
                                 "The inputs must have the same size, or be scalar.");
        }
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &data));
        for (Index i = 0; i < data->numel; i++) {
            double v[6] = {0};
            for (int k = 0; k < 6; k++) {
                if (last == 1)
                    v[k] = k < p0->shape.dim[1] ? tensor_f64(p0)[k * rows + i] : 0;
                else if (k < last)
                    v[k] = tensor_get(*p[k], (*p[k])->numel == 1 ? 0 : i);
            }
            tensor_f64(data)[i] =
                days_from_civil(v[0], v[1], v[2]) + (v[3] * 3600 + v[4] * 60 + v[5]) / 86400;
        }
        if (last == 3 || (last == 1 && p0->shape.dim[1] == 3)) format = "dd-MMM-yyyy";
    }
    OWN_MEM char *wanted = NULL;
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &wanted));
    return time_new(call->ctx, &datetime_class, GIVE(data), wanted ? wanted : format,
                    &call->ret[0]);
}
BUILTIN(duration, "d = duration(H,MI,S)\nd = duration(H,MI,S,\"Format\",fmt)", ARITY(3, 5, 1),
        "Length of time.",
        "H, MI, S: numbers or arrays of one size\nfmt: \"hh:mm:ss\" (default), \"mm:ss\", \"s\", "
        "\"m\", \"h\", \"d\"",
        "d: duration array", "", "assert(minutes(duration(1,30,0)) == 90)",
        "seconds, minutes, hours, days, datetime") {
    OWN_TENSOR *h = NULL, *m = NULL, *s = NULL, *data = NULL;
    OWN_MEM char *format = NULL;
    Option o[] = {{"Format", NULL}};
    TRY(arg_doubles(call, 0, &h));
    TRY(arg_doubles(call, 1, &m));
    TRY(arg_doubles(call, 2, &s));
    TRY(arg_options(call, 3, o, 1));
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &format));
    const Tensor *big = h->numel != 1 ? h : m->numel != 1 ? m : s;
    for (int k = 0; k < 3; k++) {
        const Tensor *t = k == 0 ? h : k == 1 ? m : s;
        if (t->numel != 1 && t->numel != big->numel)
            return call_fail(call, ERR_SIZE, "MATLAB:duration:InputSizeMismatch",
                             "The inputs must have the same size, or be scalar.");
    }
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &big->shape, &data));
    for (Index i = 0; i < data->numel; i++)
        tensor_f64(data)[i] = tensor_get(h, h->numel == 1 ? 0 : i) * 3600 +
                              tensor_get(m, m->numel == 1 ? 0 : i) * 60 +
                              tensor_get(s, s->numel == 1 ? 0 : i);
    return time_new(call->ctx, &duration_class, GIVE(data), format ? format : "hh:mm:ss",
                    &call->ret[0]);
}
#define TIME_UNIT(name, unit, format)                                                            \
    BUILTIN(name, "d = " #name "(x)\nx = " #name "(d)", ARITY(1, 1, 1),                          \
            "Duration from a number of " #name ", or that number of a duration.",                \
            "x: numeric array\nd: duration array", "d: duration\nx: number", "",                 \
            "assert(" #name "(" #name "(3)) == 3)", "duration, seconds, minutes, hours, days") { \
        return unit_function(call, unit, format);                                                \
    }
TIME_UNIT(milliseconds, 1e-3, "s")
TIME_UNIT(seconds, 1, "s")
TIME_UNIT(minutes, 60, "m")
TIME_UNIT(hours, 3600, "h")
TIME_UNIT(days, 86400, "d")
BUILTIN(isdatetime, "tf = isdatetime(t)", ARITY(1, 1, 1), "True for datetime arrays.",
        "t: any value", "tf: logical scalar", "", "assert(isdatetime(datetime))",
        "datetime, isduration") {
    ret_bool(call, 0, as_time(call->arg[0], &datetime_class) != NULL);
    return OK;
}
BUILTIN(isduration, "tf = isduration(t)", ARITY(1, 1, 1), "True for duration arrays.",
        "t: any value", "tf: logical scalar", "", "assert(isduration(seconds(1)))",
        "duration, isdatetime") {
    ret_bool(call, 0, as_time(call->arg[0], &duration_class) != NULL);
    return OK;
}
#define DATE_PART(name, property, what)                                                            \
    BUILTIN(name, #name " = " #name "(t)", ARITY(1, 1, 1), what " of dates.", "t: datetime array", \
            "numbers, same size as t", "Fails for other types.",                                   \
            "assert(isequal(" #name                                                                \
            "(datetime(2024,1,1,1,1,1)), datetime(2024,1,1,1,1,1)." property "))",                 \
            "datetime, datevec") {                                                                 \
        Time *t = as_time(call->arg[0], &datetime_class);                                          \
        if (!t)                                                                                    \
            return call_fail(call, ERR_TYPE, "MATLAB:UndefinedFunction",                           \
                             "Undefined function '%s' for input arguments of type '%s'.", #name,   \
                             value_class_name(call->arg[0]));                                      \
        return time_get(call->ctx, &t->head, property, &call->ret[0]);                             \
    }
DATE_PART(year, "Year", "Year numbers")
DATE_PART(month, "Month", "Month numbers")
DATE_PART(day, "Day", "Days of the month")
DATE_PART(hour, "Hour", "Hours")
DATE_PART(minute, "Minute", "Minutes")
DATE_PART(second, "Second", "Seconds with fraction")
BUILTIN(datenum, "n = datenum(t)\nn = datenum(Y,M,D)\nn = datenum(Y,M,D,H,MI,S)", ARITY(1, 6, 1),
        "Serial number of days of a date.",
        "t: datetime, text or [Y M D …]\nY, M, D, H, MI, S: numbers", "n: days since year 0", "",
        "assert(datenum(2000,1,1) == 730486)", "datetime, datestr, now") {
    OWN_VALUE t = VALUE_NONE;
    if (as_time(call->arg[0], &datetime_class))
        t = value_ref(call->arg[0]);
    else
        TRY(vm_call_name(call->vm, "datetime", call->arg, call->nargin, 1, &t));
    ret_tensor(call, 0, tensor_ref(((Time *)t.object)->data));
    return OK;
}
BUILTIN(datestr, "s = datestr(t)\ns = datestr(t,format)", ARITY(1, 2, 1),
        "Text of a date (older form of string(t)).",
        "t: datetime, serial number or date vector\nformat: such as \"yyyy-mm-dd HH:MM:SS\"",
        "s: char vector", "Only one date at a time.",
        "assert(strcmp(datestr(730486,'yyyy-mm-dd'),'2000-01-01'))", "datetime, datenum") {
    Time *t = as_time(call->arg[0], &datetime_class);
    OWN_TENSOR *x = NULL;
    OWN_MEM char *format = NULL;
    OWN_BUF out = BUF_INIT;
    if (!t) TRY(arg_doubles(call, 0, &x));
    const Tensor *from = t ? t->data : x;
    double when = from->numel ? tensor_f64(from)[0] : NAN;
    if (!t && from->numel == 6) {
        const double *v = tensor_f64(from);
        when = days_from_civil(v[0], v[1], v[2]) + (v[3] * 3600 + v[4] * 60 + v[5]) / 86400;
    } else if (from->numel != 1) {
        return ctx_fail_unsupported(call->ctx, "datestr of several dates");
    }
    if (call->nargin > 1) {
        if (!arg_is_text(call, 1))
            return ctx_fail_unsupported(call->ctx, "numbered formats in datestr");
        TRY(arg_text(call, 1, &format));
    }
    put_date(&out, when, format ? format : "dd-mmm-yyyy HH:MM:SS", true);
    return ret_text(call, 0, buf_text(&out));
}

/// Serial days of a datetime, number or text argument; new reference.
static Status arg_days(Call *call, Tensor **ret) {
    OWN_VALUE t = VALUE_NONE;
    if (value_is_numeric(call->arg[0])) return arg_doubles(call, 0, ret);
    if (as_time(call->arg[0], &datetime_class))
        t = value_ref(call->arg[0]);
    else
        TRY(vm_call_name(call->vm, "datetime", call->arg, 1, 1, &t));
    *ret = tensor_ref(((Time *)t.object)->data);
    return OK;
}
BUILTIN(datevec, "v = datevec(t)", ARITY(1, 1, 1),
        "Year, month, day, hour, minute, second of dates.", "t: datetime, serial number or text",
        "v: one row of six numbers per date", "",
        "assert(isequal(datevec(730486.5),[2000 1 1 12 0 0]))", "datenum, datetime, clock") {
    OWN_TENSOR *x = NULL;
    Tensor *y = NULL;
    TRY(arg_days(call, &x));
    Shape shape = shape_2d(x->numel, 6);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index i = 0; i < x->numel; i++) {
        double v[6];
        civil_from_days(tensor_f64(x)[i], v);
        for (int k = 0; k < 6; k++) tensor_f64(y)[k * x->numel + i] = v[k];
    }
    ret_tensor(call, 0, y);
    return OK;
}
BUILTIN(weekday, "[n,s] = weekday(t)", ARITY(1, 1, 2), "Day of the week.",
        "t: datetime, serial number or text",
        "n: 1 for Sunday … 7 for Saturday\ns: short name, for one date", "",
        "assert(weekday(730486) == 7)", "datetime, datenum") {
    OWN_TENSOR *x = NULL;
    Tensor *y = NULL;
    TRY(arg_days(call, &x));
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &y));
    for (Index i = 0; i < x->numel; i++)
        tensor_f64(y)[i] = fmod(fmod(floor(tensor_f64(x)[i]) - 1, 7) + 6, 7) + 1;
    int first = x->numel && isfinite(tensor_f64(y)[0]) ? (int)tensor_f64(y)[0] - 1 : 0;
    ret_tensor(call, 0, y);
    char text[4] = {day_names[first][0], day_names[first][1], day_names[first][2], 0};
    return call->nargout > 1 ? ret_text(call, 1, text) : OK;
}

const BuiltinDef *const family_time[] = {
    &def_tic,          &def_toc,        &def_timeit,  &def_pause,    &def_cputime,
    &def_now,          &def_clock_now,  &def_date,    &def_datetime, &def_duration,
    &def_milliseconds, &def_seconds,    &def_minutes, &def_hours,    &def_days,
    &def_isdatetime,   &def_isduration, &def_datenum, &def_datestr,  &def_datevec,
    &def_weekday,      &def_year,       &def_month,   &def_day,      &def_hour,
    &def_minute,       &def_second,     NULL};
