// builtins/datetimes.c: datetime and duration arrays as foreign objects: numbers with a unit.
#include "builtins/time.h"
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

static void time_release(Object *o) {
    tensor_unref(((Time *)o)->data);
    mem_free(o);
}
/// Serial days are 10 µs apart in this century: a time that should be a whole number of milliseconds is made exactly that,
/// so that equal dates that were computed in different ways are equal.
static double snap(double datenum) {
    double day = floor(datenum), ms = (datenum - day) * 86400e3, whole = round(ms);
    return isfinite(datenum) && fabs(ms - whole) < 0.02 ? day + whole / 86400e3 : datenum;
}
/// The same for seconds that are differences of dates.
double seconds_snap(double seconds) {
    double ms = seconds * 1e3, whole = round(ms);
    return isfinite(seconds) && fabs(ms - whole) < 0.02 ? whole / 1e3 : seconds;
}
static Status snap_all(Ctx *ctx, double (*one)(double), Tensor **t) {
    for (Index i = 0; i < (*t)->numel; i++) {
        double x = tensor_f64(*t)[i], y = one(x);
        if (y == x || isnan(x)) continue;
        if (!tensor_sole(*t)) TRY(tensor_make_sole(ctx, t));
        tensor_f64(*t)[i] = y;
    }
    return OK;
}
/// Takes data.
Status time_new(Ctx *ctx, const ForeignDef *def, Tensor *data, const char *format, Value *ret) {
    if (def == &datetime_class && snap_all(ctx, snap, &data) != OK) {
        tensor_unref(data);
        return ctx->error.status;
    }
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
Time *as_time(Value v, const ForeignDef *def) {
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
Status boxed(Ctx *ctx, Value v, Tensor **ret) {
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
    if (value_is_object(a, &calendar_duration_class) ||
        value_is_object(b, &calendar_duration_class))
        return calendar_binary(ctx, op, a, b, ret);
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
    if (unit != 1 && snap_all(ctx, seconds_snap, &t) != OK) {
        tensor_unref(t);
        return ctx->error.status;
    }
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
    } units[] = {{"s", 1, "sec"},
                 {"m", 60, "min"},
                 {"h", 3600, "hr"},
                 {"d", 86400, "days"},
                 {"y", 31556952, "yrs"}};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (strcmp(t->format, units[k].format) == 0) {
            double v = x / units[k].unit;
            buf_printf(out, "%.5g %s%s", v,
                       v != 1                               ? units[k].word
                       : strcmp(units[k].word, "days") == 0 ? "day"
                       : strcmp(units[k].word, "yrs") == 0  ? "yr"
                                                            : units[k].word,
                       "");
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
Status time_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
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
Status unit_function(Call *call, double unit, const char *format) {
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
/// Runs the function of the same name on the numbers behind dates and durations and makes the first
/// result dates or durations again; differences of dates are durations.
static Status method_through(Call *call) {
    const Time *first = NULL;
    OWN_MEM Value *args = mem_alloc_zero((size_t)(call->nargin + 1) * sizeof *args);
    if (!args) return ctx_fail_nomem(call->ctx);
    for (int i = 0; i < call->nargin; i++) {
        const Time *t = as_time(call->arg[i], &datetime_class);
        if (!t) t = as_time(call->arg[i], &duration_class);
        if (t && first && t->head.def != first->head.def)
            return ctx_fail(call->ctx, ERR_TYPE, "MATLAB:datetime:IncompatibleTypes",
                            "Dates and durations cannot be used together here.");
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
    if (to_duration && snap_all(call->ctx, seconds_snap, &data) != OK) {
        tensor_unref(data);
        return call->ctx->error.status;
    }
    return time_new(call->ctx, to_duration ? &duration_class : first->head.def, data,
                    to_duration ? "hh:mm:ss" : first->format, &call->ret[0]);
}
static MethodFn time_method(const char *name) {
    static const char *const through[] = {"sort", "min",       "max",    "unique",
                                          "diff", "mean",      "median", "reshape",
                                          "flip", "circshift", "repmat", "linspace"};
    for (size_t i = 0; i < sizeof through / sizeof through[0]; i++)
        if (strcmp(name, through[i]) == 0) return method_through;
    if (strcmp(name, "string") == 0) return method_string;
    if (strcmp(name, "char") == 0) return method_char;
    if (strcmp(name, "isnan") == 0 || strcmp(name, "isnat") == 0 || strcmp(name, "ismissing") == 0)
        return method_isnan;
    return NULL;
}
const ForeignDef datetime_class = {.class_name = "datetime",
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
const ForeignDef duration_class = {.class_name = "duration",
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
