// builtins/quadrature.c: integrals over areas and volumes, and older names of integral. The bodies
// are m/quadrature.m.
#include "builtins/library.h"

BUILTIN_M(integral2,
          "q = integral2(fun,xmin,xmax,ymin,ymax)\nq = integral2(...,\"AbsTol\",t,\"RelTol\",r)",
          ARITY(5, -1, 1), "Integral over an area.",
          "fun: function of arrays x and y\nxmin, xmax: bounds\nymin, ymax: bounds, or functions "
          "of x\nAbsTol, RelTol: tolerances, 1e-10 and 1e-6 by default",
          "q: integral", "",
          "assert(abs(integral2(@(x,y) x.*y,0,1,0,2) - 1) < 1e-9)\nassert(abs(integral2(@(x,y) "
          "ones(size(x)),0,1,0,@(x) x) - 0.5) < 1e-9)",
          "integral, integral3, dblquad");
BUILTIN_M(integral3,
          "q = integral3(fun,xmin,xmax,ymin,ymax,zmin,zmax)\nq = "
          "integral3(...,\"AbsTol\",t,\"RelTol\",r)",
          ARITY(7, -1, 1), "Integral over a volume.",
          "fun: function of arrays x, y and z\nxmin, xmax: bounds\nymin, ymax: bounds, or "
          "functions of x\nzmin, zmax: bounds, or functions of x and y",
          "q: integral", "", "assert(abs(integral3(@(x,y,z) x.*y.*z,0,1,0,1,0,2) - 0.5) < 1e-9)",
          "integral2, triplequad");
BUILTIN_M(dblquad, "q = dblquad(fun,xmin,xmax,ymin,ymax)\nq = dblquad(fun,xmin,xmax,ymin,ymax,tol)",
          ARITY(5, 7, 1), "Integral over a rectangle (older name of integral2).",
          "fun: function of a vector x and a scalar y\nxmin, xmax, ymin, ymax: bounds\ntol: "
          "tolerance, 1e-6 by default",
          "q: integral", "", "assert(abs(dblquad(@(x,y) x*y,0,1,0,2) - 1) < 1e-6)", "integral2");
BUILTIN_M(triplequad, "q = triplequad(fun,xmin,xmax,ymin,ymax,zmin,zmax)\nq = triplequad(...,tol)",
          ARITY(7, 9, 1), "Integral over a box (older name of integral3).",
          "fun: function of a vector x and scalars y and z\nxmin, … zmax: bounds\ntol: tolerance, "
          "1e-6 by default",
          "q: integral", "",
          "q = triplequad(@(x,y,z) y*sin(x)+z*cos(x),0,pi,0,1,-1,1);\nassert(abs(q - 2) < 1e-5)",
          "integral3");
BUILTIN_M(quadgk, "q = quadgk(fun,a,b)\nq = quadgk(fun,a,b,\"AbsTol\",t,\"RelTol\",r)",
          ARITY(3, -1, 1), "Integral of a function (older name of integral).",
          "fun: function of a vector of points\na, b: bounds, may be infinite", "q: integral", "",
          "assert(abs(quadgk(@(x) exp(-x),0,Inf) - 1) < 1e-8)", "integral");
BUILTIN_M(
    quadl, "q = quadl(fun,a,b)\nq = quadl(fun,a,b,tol)", ARITY(3, 5, 1),
    "Integral of a function (older name of integral).",
    "fun: function of a vector of points\na, b: bounds\ntol: absolute tolerance, 1e-6 by default",
    "q: integral", "", "assert(abs(quadl(@(x) x.^2,0,3) - 9) < 1e-6)", "integral");

const BuiltinDef *const family_quadrature[] = {
    &def_integral2, &def_integral3, &def_dblquad, &def_triplequad, &def_quadgk, &def_quadl, NULL};
