// builtins/odes.c: solvers of initial value problems; their bodies are m/ode.m.
#include "builtins/library.h"

#define ODE_FORMS(f)                                                                               \
    "[t,y] = " f "(odefun,tspan,y0)\n[t,y] = " f "(odefun,tspan,y0,options)\nsol = " f "(...)\n" f \
    "(...)"
#define ODE_IN                                                                                   \
    "odefun: function of a time and a column y that gives the column dy/dt\ntspan: [t0 tf], or " \
    "all times wanted, in "                                                                      \
    "order\ny0: values at t0\noptions: from odeset (RelTol, AbsTol, MaxStep, InitialStep, "      \
    "Refine, NormControl, "                                                                      \
    "OutputFcn, OutputSel, Stats)"
#define ODE_OUT                                                                                \
    "t: column of times\ny: one row per time\nsol: struct for deval, with the steps in x and " \
    "y\nwithout output the "                                                                   \
    "solution is plotted"
#define ODE_FAILS                                                                               \
    "Fails when tspan is not monotonic or odefun gives another size than y0. Events, Mass and " \
    "NonNegative are not "                                                                      \
    "supported."
BUILTIN_M(ode45, ODE_FORMS("ode45"), ARITY(3, -1, -1),
          "Solves differential equations that are not stiff (orders 4 and 5).", ODE_IN, ODE_OUT,
          ODE_FAILS, "[t,y] = ode45(@(t,y) -y,[0 1],1);\nassert(abs(y(end) - exp(-1)) < 1e-4)",
          "ode23, odeset, deval, integral");
BUILTIN_M(ode23, ODE_FORMS("ode23"), ARITY(3, -1, -1),
          "Solves differential equations that are not stiff (orders 2 and 3).", ODE_IN, ODE_OUT,
          ODE_FAILS, "[t,y] = ode23(@(t,y) -y,[0 1],1);\nassert(abs(y(end) - exp(-1)) < 1e-3)",
          "ode45, odeset, deval");
BUILTIN_M(
    odeset,
    "options = odeset(Name=Value)\noptions = odeset(oldopts,Name=Value)\noptions = "
    "odeset(oldopts,newopts)\nodeset",
    ARITY(0, -1, 1), "Options for solvers of differential equations.",
    "oldopts, newopts: options\nName: RelTol, AbsTol, MaxStep, …; unique beginnings are enough",
    "options: struct with one field per option, [] where it is not set", "Fails for unknown names.",
    "o = odeset(RelTol=1e-6);\nassert(o.RelTol == 1e-6 && isempty(o.AbsTol))", "odeget, ode45");
BUILTIN_M(odeget, "v = odeget(options,name)\nv = odeget(options,name,default)", ARITY(2, 3, 1),
          "Value of one option of odeset.",
          "options: from odeset\nname: name\ndefault: value when it is not set", "v: value",
          "Fails for unknown names.", "assert(odeget(odeset(RelTol=1),\"RelTol\") == 1)", "odeset");
BUILTIN_M(deval, "y = deval(sol,t)\ny = deval(t,sol)\n[y,slope] = deval(sol,t,index)",
          ARITY(2, 3, 2), "Values of a solution of ode45 or ode23 between its steps.",
          "sol: from ode45 or ode23 with one output\nt: times\nindex: components wanted",
          "y: one column per time\nslope: dy/dt there", "Fails outside the interval solved.",
          "sol = ode45(@(t,y) -y,[0 1],1);\nassert(abs(deval(sol,0.5) - exp(-0.5)) < 1e-4)",
          "ode45, interp1");

const BuiltinDef *const family_odes[] = {&def_ode45,  &def_ode23, &def_odeset,
                                         &def_odeget, &def_deval, NULL};
