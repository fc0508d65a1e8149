// tests/unit/lang/test_vm_nomem.c: every allocation of a run fails in turn (hostile build): each failure is reported or
// caught, nothing leaks, and the machine works afterwards.
#include "vm_fixture.h"

static const char *const texts[] = {
    "x = 1:5; y = x*2 + 1; y(end+1) = 3; s.a.b{3} = 'text'; z = [s.a.b{3} 'more'];",
    "c = {1,'a',@(q) q+y2}; y2 = 3; k = c{1} + numel(c);",
    ("r = fact(4); [a,b] = two(r);\nfunction y = fact(n)\nif n <= 1, y = 1; else, y = n*fact(n-1); end\nend\n"
    "function [p,q] = two(v)\np = v; q = {v,v};\nend"),
    "h = outer(2); v = h() + h();\nfunction f = outer(x)\nk = x;\nf = @inner;\n function y = inner()\n  k = k + 1; y = k;\n end\nend",
    "try, error('a:b','c'); catch e, m = e.message; end",
    "[d{1:3}] = deal(1,2,3); for i = d, w = i; end",
    "global G\nG = 3; eval('q1 = G + 1;'); switch 'abc', case {'x','abc'}, t = 1; end",
    "v = opt(3, Scale=2);\nfunction y = opt(a,o)\narguments\n a (1,1) double\n o.Scale double = 1\n o.Name string = \"n\"\nend\ny = a*o.Scale;\nend",
};

static void each_allocation_fails(void **state) {
    Fixture *f = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        works(f, "clear");
        works(f, texts[i]);
        for (int64_t n = 1; n < 3000; n++) {
            // The workspace is emptied with memory at hand: only the run itself is starved.
            works(f, "clear");
            error_clear(&f->ctx.error);
            mem_fail_at(n);
            Status status = vm_run_text(f->vm, "test.m", texts[i], strlen(texts[i]), 1);
            mem_fail_at(0);
            // try and catch may swallow the failure; otherwise it is reported as what it is.
            if (status != OK) assert_int_equal(f->ctx.error.status, status);
        }
        works(f, "clear");
        works(f, texts[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_allocation_fails, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
