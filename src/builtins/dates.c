// builtins/dates.c: dates moved to the beginning or end of a unit. The bodies are m/dates.m.
#include "builtins/library.h"

BUILTIN_M(
    dateshift,
    "t2 = dateshift(t,\"start\",unit)\nt2 = dateshift(t,\"end\",unit)\nt2 = "
    "dateshift(t,\"dayofweek\",dow)\nt2 = dateshift(...,rule)",
    ARITY(3, 4, 1), "Dates at the start or end of a unit of time.",
    "t: datetime array\nunit: \"year\", \"quarter\", \"month\", \"week\", \"day\", \"hour\", "
    "\"minute\", \"second\"\ndow: name or number of a day of the week, "
    "\"weekday\", \"weekend\"\nrule: \"current\", \"next\", \"previous\", or a number of units",
    "t2: datetime array", "Fails for other classes.",
    "assert(dateshift(datetime(2024,2,10),\"end\",\"month\") == "
    "datetime(2024,2,29))\nassert(dateshift(datetime(2024,5,17,3,4,5),\"start\",\"day\") == "
    "datetime(2024,5,17))",
    "datetime, calmonths, between");
BUILTIN_M(isweekend, "tf = isweekend(t)", ARITY(1, 1, 1), "True for Saturdays and Sundays.",
          "t: datetime array", "tf: logical array", "Fails for other classes.",
          "assert(isweekend(datetime(2024,5,18)) && ~isweekend(datetime(2024,5,17)))",
          "weekday, dateshift");

const BuiltinDef *const family_dates[] = {&def_dateshift, &def_isweekend, NULL};
