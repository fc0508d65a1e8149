// builtins/calendar.c: days and civil dates, and the text of a date.
#include "base/clock.h"
#include "builtins/time.h"
#include <stdio.h>
#include <strings.h>

/// Local broken-down time now, with seconds and fraction.
double local_now(struct tm *tm) {
    double wall = clock_wall_s();
    time_t seconds = (time_t)floor(wall);
    localtime_r(&seconds, tm);
    return wall - floor(wall);
}
/// Days from year 0 as datenum counts; months and days outside their range carry over.
double days_from_civil(double y, double m, double d) {
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
void civil_from_days(double datenum, double *v) {
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
double datenum_now(void) {
    struct tm tm;
    double fraction = local_now(&tm);
    return days_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) +
           (tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec + fraction) / 86400;
}
const char *const month_names[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const long_months[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
const char *const day_names[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                  "Thursday", "Friday", "Saturday"};
/// Text of a date by a format; `old`: datestr's letters (mm month, MM minute), else datetime's (MM
/// month, mm minute).
void put_date(Buf *out, double datenum, const char *format, bool old) {
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
        else if (month && old && n == 1)
            buf_putc(out, month_names[(int)v[1] - 1][0]);
        else if (month && n == 3)
            buf_puts(out, month_names[(int)v[1] - 1]);
        else if (month)
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f", v[1]);
        else if (c == 'Q' && old && n == 2)
            buf_printf(out, "Q%d", ((int)v[1] - 1) / 3 + 1);
        else if (c == 'd' && old && n == 1)
            buf_putc(out, day_names[weekday][0]);
        else if (c == 'd' && old && n >= 3)
            buf_printf(out, n == 3 ? "%.3s" : "%s", day_names[weekday]);
        else if (c == 'd')
            buf_printf(out, n == 2 ? "%02.0f" : "%.0f", v[2]);
        else if (c == 'e' && !old && n >= 3)
            buf_printf(out, n == 3 ? "%.3s" : "%s", day_names[weekday]);
        else if (c == 'H' || (c == 'h' && !old))
            buf_printf(out, twelve && old ? "%2.0f" : n == 2 ? "%02.0f" : "%.0f",
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
