// builtins/time.c: dates and times: making them, taking them apart, writing them.
#include "builtins/time.h"
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

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
BUILTIN(date, "d = date", ARITY(0, 0, 1), "Today's date.", "", "d: char vector such as 01-Jan-2026",
        "", "assert(numel(date) == 11)", "datetime, clock, datestr") {
    OWN_BUF out = BUF_INIT;
    put_date(&out, datenum_now(), "dd-MMM-yyyy", false);
    return ret_text(call, 0, buf_text(&out));
}

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
TIME_UNIT(years, 31556952, "y")
BUILTIN(NaT, "t = NaT\nt = NaT(n)\nt = NaT(sz1,...,szN)", ARITY(0, -1, 1), "Missing dates.",
        "sz1, …: sizes", "t: datetime array of not-a-time", "",
        "assert(isnat(NaT) && isequal(size(NaT(2,3)),[2 3]))", "datetime, isnat, missing") {
    Shape shape;
    Tensor *t = NULL;
    TRY(arg_shape(call, 0, call->nargin, &shape));
    TRY(tensor_full(call->ctx, CLASS_DOUBLE, &shape, NAN, &t));
    return time_new(call->ctx, &datetime_class, t, "dd-MMM-uuuu HH:mm:ss", &call->ret[0]);
}
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
/// The numbered formats of datestr and its relatives.
static const char *const date_formats[] = {"dd-mmm-yyyy HH:MM:SS",
                                           "dd-mmm-yyyy",
                                           "mm/dd/yy",
                                           "mmm",
                                           "m",
                                           "mm",
                                           "mm/dd",
                                           "dd",
                                           "ddd",
                                           "d",
                                           "yyyy",
                                           "yy",
                                           "mmmyy",
                                           "HH:MM:SS",
                                           "HH:MM:SS PM",
                                           "HH:MM",
                                           "HH:MM PM",
                                           "QQ-yy",
                                           "QQ",
                                           "dd/mm",
                                           "dd/mm/yy",
                                           "mmm.dd,yyyy HH:MM:SS",
                                           "mmm.dd,yyyy",
                                           "mm/dd/yyyy",
                                           "dd/mm/yyyy",
                                           "yy/mm/dd",
                                           "yyyy/mm/dd",
                                           "QQ-yyyy",
                                           "mmmyyyy",
                                           "yyyy-mm-dd",
                                           "yyyymmddTHHMMSS",
                                           "yyyy-mm-dd HH:MM:SS"};
enum { N_DATE_FORMATS = sizeof date_formats / sizeof *date_formats };

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

/// The same for datestr, which also takes rows of [Y M D] or [Y M D H MI S].
static Status date_numbers(Call *call, Tensor **ret) {
    OWN_TENSOR *x = NULL;
    TRY(arg_days(call, &x));
    Index rows = x->shape.dim[0], columns = x->shape.dim[1];
    const double *v = tensor_f64(x);
    // Rows of numbers that can be a year, month and day are date vectors, as documented.
    bool vectors = value_is_numeric(call->arg[0]) && x->shape.n_dims == 2 &&
                   (columns == 3 || columns == 6) && rows > 0;
    for (Index i = 0; vectors && i < rows; i++)
        vectors =
            v[i + rows] >= 1 && v[i + rows] <= 12 && v[i + 2 * rows] >= 1 && v[i + 2 * rows] <= 31;
    if (!vectors) {
        *ret = GIVE(x);
        return OK;
    }
    Shape shape = shape_2d(rows, 1);
    OWN_TENSOR *out = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &out));
    for (Index i = 0; i < rows; i++) {
        double days = days_from_civil(v[i], v[i + rows], v[i + 2 * rows]);
        if (columns == 6)
            days += (v[i + 3 * rows] * 3600 + v[i + 4 * rows] * 60 + v[i + 5 * rows]) / 86400;
        tensor_f64(out)[i] = days;
    }
    *ret = GIVE(out);
    return OK;
}

/// Without times of the day only the dates are shown, without dates only the times.
static const char *default_date_format(const Tensor *days) {
    bool times = false, dates = false;
    for (Index i = 0; i < days->numel; i++) {
        double x = tensor_f64(days)[i];
        times = times || x != floor(x);
        dates = dates || floor(x) != 0;
    }
    return date_formats[!times ? 1 : dates ? 0 : 16];
}

BUILTIN(datestr, "s = datestr(t)\ns = datestr(t,format)", ARITY(1, 2, 1),
        "Text of dates (older form of string(t)).",
        "t: datetime, text, serial numbers, or rows of date vectors\nformat: such as \"yyyy-mm-dd "
        "HH:MM:SS\", or "
        "a number 0 to 31; -1 chooses",
        "s: char matrix, a row for each date", "Fails for an unknown number of a format.",
        "assert(strcmp(datestr(730486,'yyyy-mm-dd'),'2000-01-01'))\n"
        "assert(strcmp(datestr(730486,2),'01/01/00'))",
        "datetime, datenum") {
    OWN_TENSOR *days = NULL;
    OWN_MEM char *format = NULL;
    TRY(date_numbers(call, &days));
    const char *shown = default_date_format(days);
    if (call->nargin > 1 && arg_is_text(call, 1)) {
        TRY(arg_text(call, 1, &format));
        shown = format;
    } else if (call->nargin > 1) {
        double number;
        TRY(arg_double(call, 1, &number));
        if (!(number >= -1 && number < N_DATE_FORMATS && number == floor(number)))
            return call_fail(call, ERR_ARG, "MATLAB:datestr:dateform",
                             "The number of a date format must be 0 to 31.");
        if (number >= 0) shown = date_formats[(int)number];
    }
    Shape shape = shape_2d(days->numel, 1);
    OWN_STRINGS *rows = NULL;
    TRY(string_new(call->ctx, &shape, &rows));
    for (Index i = 0; i < days->numel; i++) {
        OWN_BUF text = BUF_INIT;
        put_date(&text, tensor_f64(days)[i], shown, true);
        if (text.failed) return ctx_fail_nomem(call->ctx);
        TRY(text_new(call->ctx, buf_text(&text), text.len, &rows->items[i]));
    }
    OWN_VALUE strings = value_take_string(GIVE(rows));
    return vm_call_name(call->vm, "char", &strings, 1, 1, &call->ret[0]);
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
    &def_now,          &def_clock_now, &def_date,       &def_datetime,   &def_duration,
    &def_milliseconds, &def_seconds,   &def_minutes,    &def_hours,      &def_days,
    &def_years,        &def_NaT,       &def_isdatetime, &def_isduration, &def_datenum,
    &def_datestr,      &def_datevec,   &def_weekday,    &def_year,       &def_month,
    &def_day,          &def_hour,      &def_minute,     &def_second,     NULL};
