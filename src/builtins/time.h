// builtins/time.h: the calendar, and arrays of dates and durations.
#pragma once
#include "builtins/arguments.h"
#include <time.h>

// ---- calendar.c
enum { UNIX_EPOCH_DATENUM = 719529 };
extern const char *const month_names[12]; // "Jan" …
extern const char *const day_names[7];    // "Sunday" …
/// Local broken-down time now; returns the fraction of the second.
double local_now(struct tm *tm);
/// Days from year 0 as datenum counts; months and days outside their range carry over.
double days_from_civil(double y, double m, double d);
/// year, month, day, hour, minute, second of a datenum into v[6].
void civil_from_days(double datenum, double *v);
double datenum_now(void);
/// Text of a date by a format; `old`: datestr's letters (mm month, MM minute), else datetime's (MM
/// month, mm minute).
void put_date(Buf *out, double datenum, const char *format, bool old);

// ---- caldurations.c
extern const ForeignDef calendar_duration_class;
/// Operators where one operand is a calendarDuration.
Status calendar_binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret);
/// The date some months later; its day is cut to the last of that month.
double date_add_months(double datenum, double months);

// ---- datetimes.c
/// Numbers with a meaning: days since year 0 (datetime) or seconds (duration).
typedef struct Time {
    Object head;
    Tensor *data; // double
    char format[64];
} Time;
extern const ForeignDef datetime_class, duration_class;
/// Takes data.
Status time_new(Ctx *ctx, const ForeignDef *def, Tensor *data, const char *format, Value *ret);
/// The array behind a value of the class, or null.
Time *as_time(Value v, const ForeignDef *def);
/// t.name
Status time_get(Ctx *ctx, Object *o, const char *name, Value *ret);
/// Seconds from a difference of dates, made a whole number of milliseconds where they are within 20 µs of one.
double seconds_snap(double seconds);
/// A number or array as a tensor, new reference.
Status boxed(Ctx *ctx, Value v, Tensor **ret);
/// seconds(d), minutes(d), …: numbers; seconds(5): a duration. `unit` in seconds.
Status unit_function(Call *call, double unit, const char *format);
