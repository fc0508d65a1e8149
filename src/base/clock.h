// base/clock.h: time.
#pragma once
/// Seconds from an arbitrary start, never going back.
double clock_monotonic_s(void);
/// Seconds since 1970-01-01 UTC.
double clock_wall_s(void);
