// builtins/caldurations.c: calendarDuration: lengths of time in months, days and seconds, which
// stay apart until they are added to a date. Adding goes month by month (the day is cut to the
// month's last), then by days, then by time.
#include "builtins/time.h"
#include <stdio.h>

typedef struct CalDuration {
    Object head;
    Tensor *part[3]; // months, days, seconds: double, of one shape
    char format[8];  // letters of y q m w d t
} CalDuration;
enum { MONTHS, DAYS, SECONDS };

static CalDuration *as_calendar(Value v) {
    return value_is_object(v, &calendar_duration_class) ? (CalDuration *)v.object : NULL;
}
static void calendar_release(Object *o) {
    for (int k = 0; k < 3; k++) tensor_unref(((CalDuration *)o)->part[k]);
    mem_free(o);
}
/// Takes the parts.
static Status calendar_new(Ctx *ctx, Tensor *const *part, const char *format, Value *ret) {
    CalDuration *c = mem_alloc_zero(sizeof *c);
    if (!c) {
        for (int k = 0; k < 3; k++) tensor_unref(part[k]);
        return ctx_fail_nomem(ctx);
    }
    object_init(&c->head, &calendar_duration_class);
    for (int k = 0; k < 3; k++) c->part[k] = part[k];
    snprintf(c->format, sizeof c->format, "%s", format);
    *ret = value_take_object(&c->head);
    return OK;
}
static Status calendar_copy(Ctx *ctx, const Object *o, Object **ret) {
    const CalDuration *c = (const CalDuration *)o;
    Tensor *part[3];
    Value v = VALUE_NONE;
    for (int k = 0; k < 3; k++) part[k] = tensor_ref(c->part[k]);
    TRY(calendar_new(ctx, part, c->format, &v));
    *ret = v.object;
    return OK;
}
static Status calendar_shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    *ret = ((const CalDuration *)o)->part[0]->shape;
    return OK;
}
/// The same operation on the three parts.
typedef Status (*PartFn)(Ctx *ctx, Value part, int k, const void *self, Value *ret);
static Status each_part(Ctx *ctx, const CalDuration *c, PartFn fn, const void *self, Value *ret) {
    Tensor *part[3] = {NULL};
    Status status = OK;
    for (int k = 0; k < 3 && status == OK; k++) {
        OWN_VALUE v = VALUE_NONE;
        status = fn(ctx, (Value){.tag = VAL_TENSOR, .tensor = c->part[k]}, k, self, &v);
        if (status == OK) status = boxed(ctx, v, &part[k]);
    }
    if (status == OK) return calendar_new(ctx, part, c->format, ret);
    for (int k = 0; k < 3; k++) tensor_unref(part[k]);
    return status;
}
typedef struct Access {
    const Value *idx;
    int n;
    const CalDuration *rhs;
} Access;
static Status index_part(Ctx *ctx, Value part, int k, const void *self, Value *ret) {
    (void)k;
    const Access *a = self;
    return value_index(ctx, part, a->idx, a->n, ret);
}
static Status calendar_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    return each_part(ctx, (CalDuration *)o, index_part, &(Access){idx, n, NULL}, ret);
}
static Status assign_part(Ctx *ctx, Value part, int k, const void *self, Value *ret) {
    const Access *a = self;
    OWN_VALUE v = value_ref(part);
    TRY(value_assign(ctx, &v, a->idx, a->n, (Value){.tag = VAL_TENSOR, .tensor = a->rhs->part[k]}));
    *ret = value_give(&v);
    return OK;
}
static Status calendar_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    const CalDuration *from = as_calendar(rhs);
    Value v = VALUE_NONE;
    if (!from)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:calendarDuration:InvalidAssignment",
                        "A calendarDuration is needed here.");
    TRY(each_part(ctx, (CalDuration *)*o, assign_part, &(Access){idx, n, from}, &v));
    object_unref(*o);
    *o = v.object;
    return OK;
}
static Status calendar_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    OWN_MEM Value *list = mem_alloc((size_t)(n + 1) * sizeof *list);
    Tensor *part[3] = {NULL};
    const CalDuration *first = NULL;
    if (!list) return ctx_fail_nomem(ctx);
    Status status = OK;
    for (int k = 0; k < 3 && status == OK; k++) {
        OWN_VALUE joined = VALUE_NONE;
        int m = 0;
        for (int i = 0; i < n && status == OK; i++) {
            const CalDuration *c = as_calendar(parts[i]);
            if (!c && value_is_empty(parts[i])) continue;
            if (!c)
                status = ctx_fail(ctx, ERR_TYPE, "MATLAB:calendarDuration:cat:InvalidConcatenation",
                                  "Values of these classes cannot be joined.");
            if (c && !first) first = c;
            if (c) list[m++] = (Value){.tag = VAL_TENSOR, .tensor = c->part[k]};
        }
        if (status == OK) status = value_concat(ctx, dim, list, m, &joined);
        if (status == OK) status = boxed(ctx, joined, &part[k]);
    }
    if (status == OK) return calendar_new(ctx, part, first->format, ret);
    for (int k = 0; k < 3; k++) tensor_unref(part[k]);
    return status;
}

// ---- arithmetic
static double last_of_month(double year, double month) {
    return days_from_civil(year, month + 1, 1) - days_from_civil(year, month, 1);
}
double date_add_months(double datenum, double months) {
    double v[6], day = floor(datenum);
    if (!isfinite(datenum) || !isfinite(months)) return datenum + months;
    civil_from_days(day, v);
    double year = v[0] + floor((v[1] - 1 + months) / 12),
           month = fmod(fmod(v[1] - 1 + months, 12) + 12, 12) + 1;
    double last = last_of_month(year, month);
    return days_from_civil(year, month, v[2] < last ? v[2] : last) + (datenum - day);
}
/// Both arrays in their common shape after implicit expansion.
static Status expand(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret_a, Tensor **ret_b) {
    OWN_TENSOR *zero_a = NULL, *zero_b = NULL;
    TRY(tensor_zeros(ctx, CLASS_DOUBLE, &a->shape, &zero_a));
    TRY(tensor_zeros(ctx, CLASS_DOUBLE, &b->shape, &zero_b));
    TRY(tensor_binary(ctx, OP_ADD, a, zero_b, ret_a));
    return tensor_binary(ctx, OP_ADD, zero_a, b, ret_b);
}
static Status add_to_dates(Ctx *ctx, const Time *t, const CalDuration *c, double sign, Value *ret) {
    OWN_TENSOR *dates = NULL;
    Tensor *part[3] = {NULL, NULL, NULL};
    for (int k = 0; k < 3; k++) {
        OWN_TENSOR *again = NULL;
        Status status = expand(ctx, t->data, c->part[k], dates ? &again : &dates, &part[k]);
        if (status != OK) {
            for (int j = 0; j < 3; j++) tensor_unref(part[j]);
            return status;
        }
    }
    Tensor *sum = NULL;
    Status status = tensor_new(ctx, CLASS_DOUBLE, &dates->shape, &sum);
    for (Index i = 0; status == OK && i < sum->numel; i++) {
        double d = date_add_months(tensor_f64(dates)[i], sign * tensor_f64(part[MONTHS])[i]);
        tensor_f64(sum)[i] =
            d + sign * tensor_f64(part[DAYS])[i] + sign * tensor_f64(part[SECONDS])[i] / 86400;
    }
    for (int j = 0; j < 3; j++) tensor_unref(part[j]);
    return status == OK ? time_new(ctx, &datetime_class, sum, t->format, ret) : status;
}
typedef struct Operation {
    BinaryOp op;
    Value other; // number, or VAL_NONE
    const CalDuration *calendar;
    const Time *time;
} Operation;
static Status operate_part(Ctx *ctx, Value part, int k, const void *self, Value *ret) {
    const Operation *p = self;
    if (p->calendar)
        return value_binary(ctx, p->op, part,
                            (Value){.tag = VAL_TENSOR, .tensor = p->calendar->part[k]}, ret);
    if (!p->time) return value_binary(ctx, p->op, part, p->other, ret);
    OWN_VALUE nothing =
        VALUE_NONE; // a duration changes the seconds; the other parts take its shape
    Value seconds = {.tag = VAL_TENSOR, .tensor = p->time->data};
    if (k == SECONDS) return value_binary(ctx, p->op, part, seconds, ret);
    TRY(value_binary(ctx, OP_MUL, seconds, value_double(0), &nothing));
    return value_binary(ctx, OP_ADD, part, nothing, ret);
}
static void join_formats(CalDuration *to, const CalDuration *other) {
    static const char letters[] = "yqmwdt";
    char joined[8];
    int n = 0;
    for (const char *c = letters; *c; c++)
        if (strchr(to->format, *c) || strchr(other->format, *c)) joined[n++] = *c;
    joined[n] = '\0';
    memcpy(to->format, joined, sizeof joined);
}
Status calendar_binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    const CalDuration *ca = as_calendar(a), *cb = as_calendar(b);
    const Time *ta = as_time(a, &datetime_class), *tb = as_time(b, &datetime_class);
    const Time *sa = as_time(a, &duration_class), *sb = as_time(b, &duration_class);
    bool adds = op == OP_ADD || op == OP_SUB;
    if (adds && ta && cb) return add_to_dates(ctx, ta, cb, op == OP_ADD ? 1 : -1, ret);
    if (op == OP_ADD && ca && tb) return add_to_dates(ctx, tb, ca, 1, ret);
    if (adds && ca && cb) {
        TRY(each_part(ctx, ca, operate_part, &(Operation){op, VALUE_NONE, cb, NULL}, ret));
        join_formats((CalDuration *)ret->object, cb);
        return OK;
    }
    if (adds && ca && sb)
        return each_part(ctx, ca, operate_part, &(Operation){op, VALUE_NONE, NULL, sb}, ret);
    if (op == OP_ADD && sa && cb)
        return each_part(ctx, cb, operate_part, &(Operation){op, VALUE_NONE, NULL, sa}, ret);
    bool number = ca ? value_is_numeric(b) : value_is_numeric(a);
    if ((op == OP_MUL || op == OP_MTIMES) && number)
        return each_part(ctx, ca ? ca : cb, operate_part,
                         &(Operation){OP_MUL, ca ? b : a, NULL, NULL}, ret);
    if ((op == OP_EQ || op == OP_NE) && ca && cb) {
        Value same[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE};
        OWN_VALUE both = VALUE_NONE;
        Status status = OK;
        for (int k = 0; k < 3 && status == OK; k++)
            status = value_binary(ctx, OP_EQ, (Value){.tag = VAL_TENSOR, .tensor = ca->part[k]},
                                  (Value){.tag = VAL_TENSOR, .tensor = cb->part[k]}, &same[k]);
        if (status == OK) status = value_binary(ctx, OP_AND, same[0], same[1], &both);
        OWN_VALUE all = VALUE_NONE;
        if (status == OK) status = value_binary(ctx, OP_AND, both, same[2], &all);
        if (status == OK)
            status = op == OP_EQ ? (*ret = value_ref(all), OK) : value_unary(ctx, OP_NOT, all, ret);
        for (int k = 0; k < 3; k++) value_unref(same[k]);
        return status;
    }
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:calendarDuration:InvalidOperation",
                    "This operation is not defined for values of classes %s and %s.",
                    value_class_name(a), value_class_name(b));
}
static Status calendar_unary(Ctx *ctx, UnaryOp op, Object *o, Value *ret) {
    if (op == OP_NEG)
        return each_part(ctx, (CalDuration *)o, operate_part,
                         &(Operation){OP_MUL, value_double(-1), NULL, NULL}, ret);
    if (op != OP_TRANSPOSE && op != OP_CTRANSPOSE && op != OP_PLUS)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:calendarDuration:InvalidOperation",
                        "This operation is not defined for calendarDuration.");
    const CalDuration *c = (CalDuration *)o;
    Tensor *part[3] = {NULL};
    Status status = OK;
    for (int k = 0; k < 3 && status == OK; k++)
        status = tensor_unary(ctx, op, c->part[k], &part[k]);
    if (status == OK) return calendar_new(ctx, part, c->format, ret);
    for (int k = 0; k < 3; k++) tensor_unref(part[k]);
    return status;
}
static Status calendar_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    const CalDuration *ca = as_calendar(a), *cb = as_calendar(b);
    (void)ctx;
    *ret = ca && cb;
    for (int k = 0; k < 3 && *ret; k++) *ret = tensor_equal(ca->part[k], cb->part[k], nan_equal);
    return OK;
}

// ---- showing
static void put_count(Buf *out, double *rest, double size, const char *unit, bool *begun) {
    double n = trunc(*rest / size);
    if (n == 0) return;
    buf_printf(out, "%s%.0f%s", *begun ? " " : "", n, unit);
    *rest -= n * size;
    *begun = true;
}
static void put_calendar(Buf *out, const CalDuration *c, Index i) {
    double months = tensor_f64(c->part[MONTHS])[i], days = tensor_f64(c->part[DAYS])[i],
           seconds = tensor_f64(c->part[SECONDS])[i];
    bool begun = false;
    if (isnan(months + days + seconds)) {
        buf_puts(out, "NaN");
        return;
    }
    if (strchr(c->format, 'y')) put_count(out, &months, 12, "y", &begun);
    if (strchr(c->format, 'q')) put_count(out, &months, 3, "q", &begun);
    put_count(out, &months, 1, "mo", &begun);
    if (strchr(c->format, 'w')) put_count(out, &days, 7, "w", &begun);
    put_count(out, &days, 1, "d", &begun);
    put_count(out, &seconds, 3600, "h", &begun);
    put_count(out, &seconds, 60, "m", &begun);
    if (seconds != 0) buf_printf(out, "%s%.6gs", begun ? " " : "", seconds), begun = true;
    if (!begun) buf_puts(out, "0d");
}
static Status calendar_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const CalDuration *c = (const CalDuration *)o;
    const Shape *s = &c->part[0]->shape;
    char size[128];
    Index n = c->part[0]->numel, m = s->dim[0];
    size_t width = 0;
    shape_format(s, "×", size, sizeof size);
    for (Index i = 0; i < n; i++) {
        OWN_BUF text = BUF_INIT;
        put_calendar(&text, c, i);
        if (text.len > width) width = text.len;
    }
    if (*name && n == 1)
        buf_printf(out, "%s = \n\n  calendarDuration\n\n", name);
    else if (*name)
        buf_printf(out, "%s = \n\n  %s calendarDuration array\n\n", name, size);
    for (Index i = 0; i < m && n; i++) {
        for (Index j = i; j < n; j += m) {
            OWN_BUF text = BUF_INIT;
            put_calendar(&text, c, j);
            buf_printf(out, "   %*s", (int)width, buf_text(&text));
        }
        buf_putc(out, '\n');
    }
    if (*name) buf_putc(out, '\n');
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}
static Status calendar_summary(Ctx *ctx, const Object *o, Buf *out) {
    const CalDuration *c = (const CalDuration *)o;
    char size[128];
    shape_format(&c->part[0]->shape, "×", size, sizeof size);
    if (c->part[0]->numel == 1)
        put_calendar(out, c, 0);
    else
        buf_printf(out, "%s calendarDuration", size);
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}
static Status method_string(Call *call) {
    const CalDuration *c = (const CalDuration *)call->arg[0].object;
    OWN_STRINGS *s = NULL;
    TRY(string_new(call->ctx, &c->part[0]->shape, &s));
    for (Index i = 0; i < s->numel; i++) {
        OWN_BUF text = BUF_INIT;
        put_calendar(&text, c, i);
        TRY(text_new(call->ctx, buf_text(&text), text.len, &s->items[i]));
    }
    call->ret[0] = value_take_string(GIVE(s));
    return OK;
}
static Status method_char(Call *call) {
    TRY(method_string(call));
    OWN_VALUE s = value_give(&call->ret[0]);
    return vm_call_name(call->vm, "char", &s, 1, 1, &call->ret[0]);
}
/// [y,m,d,t] = split(c,{'years','months','days','time'}): each takes what the larger ones leave.
static Status method_split(Call *call) {
    static const char *const units[] = {"years", "quarters", "months", "weeks", "days", "time"};
    static const double sizes[] = {12, 3, 1, 7, 1, 1};
    const CalDuration *c = (const CalDuration *)call->arg[0].object;
    OWN_STRINGS *names = NULL;
    Tensor *rest[2] = {NULL, NULL};
    if (call->nargin != 2)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs", "The units are needed.");
    TRY(arg_strings(call, 1, &names));
    if (call->nargout > names->numel)
        return call_fail(call, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    Status status = tensor_copy(call->ctx, c->part[MONTHS], &rest[0]);
    if (status == OK) status = tensor_copy(call->ctx, c->part[DAYS], &rest[1]);
    int before = -1;
    for (int i = 0; status == OK && i < (int)names->numel; i++) {
        int unit = 0;
        while (unit < 6 && !(names->items[i] && text_same(names->items[i]->bytes, units[unit])))
            unit++;
        if (unit == 6 || unit <= before) {
            status = call_fail(
                call, ERR_ARG, "MATLAB:calendarDuration:InvalidComponent",
                "The units are years, quarters, months, weeks, days, time, the largest first.");
            break;
        }
        before = unit;
        if (!ret_wanted(call, i)) continue;
        if (unit == 5) {
            status = time_new(call->ctx, &duration_class, tensor_ref(c->part[SECONDS]), "hh:mm:ss",
                              &call->ret[i]);
            continue;
        }
        Tensor *n = NULL, *from = rest[unit > 2];
        status = tensor_new(call->ctx, CLASS_DOUBLE, &from->shape, &n);
        for (Index k = 0; status == OK && k < n->numel; k++) {
            tensor_f64(n)[k] = trunc(tensor_f64(from)[k] / sizes[unit]);
            tensor_f64(from)[k] -= tensor_f64(n)[k] * sizes[unit];
        }
        if (status == OK) ret_tensor(call, i, n);
    }
    tensor_unref(rest[0]);
    tensor_unref(rest[1]);
    return status;
}
static MethodFn calendar_method(const char *name) {
    if (strcmp(name, "string") == 0) return method_string;
    if (strcmp(name, "char") == 0) return method_char;
    return strcmp(name, "split") == 0 ? method_split : NULL;
}
const ForeignDef calendar_duration_class = {.class_name = "calendarDuration",
                                            .release = calendar_release,
                                            .copy = calendar_copy,
                                            .shape = calendar_shape,
                                            .index = calendar_index,
                                            .assign = calendar_assign,
                                            .concat = calendar_concat,
                                            .binary = calendar_binary,
                                            .unary = calendar_unary,
                                            .equal = calendar_equal,
                                            .display = calendar_display,
                                            .summary = calendar_summary,
                                            .find_method = calendar_method};

// ---- making
/// calmonths(n) and the like: numbers to lengths, lengths to whole numbers.
static Status calendar_unit(Call *call, int which, double size, const char *format) {
    const CalDuration *c = as_calendar(call->arg[0]);
    OWN_TENSOR *x = NULL;
    if (c) {
        Tensor *n = NULL;
        TRY(tensor_new(call->ctx, CLASS_DOUBLE, &c->part[which]->shape, &n));
        for (Index i = 0; i < n->numel; i++)
            tensor_f64(n)[i] = trunc(tensor_f64(c->part[which])[i] / size);
        ret_tensor(call, 0, n);
        return OK;
    }
    TRY(arg_doubles(call, 0, &x));
    for (Index i = 0; i < x->numel; i++)
        if (isfinite(tensor_get(x, i)) && tensor_get(x, i) * size != floor(tensor_get(x, i) * size))
            return call_fail(call, ERR_ARG, "MATLAB:calendarDuration:MustBeInteger",
                             "Calendar units must be integers.");
    Tensor *part[3] = {NULL};
    Status status = OK;
    for (int k = 0; k < 3 && status == OK; k++)
        status = tensor_zeros(call->ctx, CLASS_DOUBLE, &x->shape, &part[k]);
    for (Index i = 0; status == OK && i < x->numel; i++)
        tensor_f64(part[which])[i] = tensor_get(x, i) * size;
    if (status == OK) return calendar_new(call->ctx, part, format, &call->ret[0]);
    for (int k = 0; k < 3; k++) tensor_unref(part[k]);
    return status;
}
#define CALENDAR_UNIT(name, what, which, size, format, example)                                    \
    BUILTIN(name, "c = " #name "(n)\nn = " #name "(c)", ARITY(1, 1, 1),                            \
            "Lengths of time in calendar " what ", or their number.",                              \
            "n: integers\nc: calendarDuration array", "c: calendarDuration array\nn: whole " what, \
            "Fails for fractions.", example, "calendarDuration, between, datetime") {              \
        return calendar_unit(call, which, size, format);                                           \
    }
CALENDAR_UNIT(calyears, "years", MONTHS, 12, "ymdt",
              "assert(datetime(2020,2,29) + calyears(1) == datetime(2021,2,28))")
CALENDAR_UNIT(calquarters, "quarters", MONTHS, 3, "qmdt",
              "assert(datetime(2020,1,31) + calquarters(1) == datetime(2020,4,30))")
CALENDAR_UNIT(calmonths, "months", MONTHS, 1, "ymdt",
              "assert(datetime(2020,1,31) + calmonths(1) == "
              "datetime(2020,2,29))\nassert(calmonths(calyears(2)) == 24)")
CALENDAR_UNIT(calweeks, "weeks", DAYS, 7, "ymwdt",
              "assert(datetime(2020,1,1) + calweeks(1) == datetime(2020,1,8))")
CALENDAR_UNIT(caldays, "days", DAYS, 1, "ymdt",
              "assert(datetime(2020,2,28) + caldays(2) == datetime(2020,3,1))")
BUILTIN(calendarDuration,
        "c = calendarDuration(Y,M,D)\nc = calendarDuration(Y,M,D,H,MI,S)\nc = "
        "calendarDuration(Y,M,D,T)",
        ARITY(3, 6, 1), "Lengths of time in calendar units.",
        "Y, M, D, H, MI, S: integers (S: any number), arrays of one size or scalars\nT: duration",
        "c: calendarDuration array; added to a date it counts months, then days, then time",
        "Fails for fractions of years, months and days.",
        "c = calendarDuration(1,2,3);\nassert(string(c) == \"1y 2mo 3d\" && datetime(2020,1,1) + c "
        "== datetime(2021,3,4))",
        "calyears, calmonths, caldays, between, duration") {
    OWN_VALUE sum = VALUE_NONE;
    static const char *const units[] = {"calyears", "calmonths", "caldays",
                                        "hours",    "minutes",   "seconds"};
    if (call->nargin == 5)
        return call_fail(call, ERR_ARG, "MATLAB:minrhs",
                         "Hours, minutes and seconds must be given together.");
    for (int k = 0; k < call->nargin; k++) {
        OWN_VALUE v = VALUE_NONE;
        if (k == 3 && call->nargin == 4)
            v = value_ref(call->arg[3]);
        else
            TRY(vm_call_name(call->vm, units[k], &call->arg[k], 1, 1, &v));
        Value more = VALUE_NONE;
        if (k == 0)
            more = value_give(&v);
        else
            TRY(value_binary(call->ctx, OP_ADD, sum, v, &more));
        value_unref(sum);
        sum = more;
    }
    call->ret[0] = value_give(&sum);
    return OK;
}
BUILTIN(iscalendarduration, "tf = iscalendarduration(c)", ARITY(1, 1, 1),
        "True for calendarDuration arrays.", "c: any value", "tf: logical scalar", "",
        "assert(iscalendarduration(caldays(1)) && ~iscalendarduration(days(1)))",
        "isduration, isdatetime") {
    ret_bool(call, 0, as_calendar(call->arg[0]) != NULL);
    return OK;
}
/// Months, days and seconds from one date to another; months only when asked for.
static void count_between(double from, double to, bool months, bool days, double *ret) {
    double a[6], b[6];
    ret[0] = ret[1] = 0;
    if (months) {
        civil_from_days(floor(from), a);
        civil_from_days(floor(to), b);
        double n = (b[0] - a[0]) * 12 + b[1] - a[1];
        if (to >= from && date_add_months(from, n) > to) n--;
        if (to < from && date_add_months(from, n) < to) n++;
        ret[0] = n;
        from = date_add_months(from, n);
    }
    if (days) {
        ret[1] = trunc(to - from);
        from += ret[1];
    }
    ret[2] = seconds_snap((to - from) * 86400);
}
BUILTIN(between, "c = between(t1,t2)\nc = between(t1,t2,components)", ARITY(2, 3, 1),
        "Calendar time between dates.",
        "t1, t2: datetime arrays of one size, or scalars\ncomponents: \"years\", \"months\", "
        "\"days\", \"time\", or several of them",
        "c: calendarDuration array; t1 + c is t2", "Fails for other classes.",
        "c = between(datetime(2020,1,31),datetime(2020,3,1));\nassert(string(c) == \"1mo 1d\")",
        "calendarDuration, caldiff, minus") {
    const Time *t1 = as_time(call->arg[0], &datetime_class),
               *t2 = as_time(call->arg[1], &datetime_class);
    if (!t1 || !t2)
        return call_fail(call, ERR_TYPE, "MATLAB:datetime:between:InvalidInput",
                         "Two datetime arrays are needed.");
    bool want[4] = {true, true, true, true};
    static const char *const words[] = {"years", "months", "days", "time"};
    if (call->nargin > 2) {
        OWN_STRINGS *s = NULL;
        TRY(arg_strings(call, 2, &s));
        for (int k = 0; k < 4; k++) want[k] = false;
        for (Index i = 0; i < s->numel; i++) {
            int k = 0;
            while (k < 4 && !(s->items[i] && text_same(s->items[i]->bytes, words[k]))) k++;
            if (k == 4) return ctx_fail_unsupported(call->ctx, "this component in between");
            want[k] = true;
        }
    }
    OWN_TENSOR *a = NULL, *b = NULL;
    Tensor *part[3] = {NULL};
    TRY(expand(call->ctx, t1->data, t2->data, &a, &b));
    Status status = OK;
    for (int k = 0; k < 3 && status == OK; k++)
        status = tensor_zeros(call->ctx, CLASS_DOUBLE, &a->shape, &part[k]);
    for (Index i = 0; status == OK && i < a->numel; i++) {
        double n[3] = {NAN, NAN, NAN}, from = tensor_f64(a)[i], to = tensor_f64(b)[i];
        if (isfinite(from) && isfinite(to)) count_between(from, to, want[0] || want[1], want[2], n);
        if (want[0] && !want[1]) { // whole years; the rest goes to days and time
            double years = trunc(n[0] / 12) * 12;
            if (isfinite(years)) count_between(date_add_months(from, years), to, false, want[2], n);
            n[0] = years;
        }
        for (int k = 0; k < 3; k++) tensor_f64(part[k])[i] = k == SECONDS && !want[3] ? 0 : n[k];
    }
    if (status == OK) return calendar_new(call->ctx, part, "ymdt", &call->ret[0]);
    for (int k = 0; k < 3; k++) tensor_unref(part[k]);
    return status;
}

const BuiltinDef *const family_caldurations[] = {
    &def_calyears,         &def_calquarters,        &def_calmonths, &def_calweeks, &def_caldays,
    &def_calendarDuration, &def_iscalendarduration, &def_between,   NULL};
