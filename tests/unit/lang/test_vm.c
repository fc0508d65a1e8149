// tests/unit/lang/test_vm.c: the language through the machine: each row is a script that asserts.
#include "vm_fixture.h"

static void expressions(void **state) {
    static const char *const texts[] = {
        "x = 3; y = x*2 + 1; assert(y == 7)",
        "assert(isequal([1 2; 3 4]*[1;1], [3;7]))",
        "assert(isequal(1:3, [1 2 3])); assert(isequal(5:-2:1, [5 3 1]))",
        "a = 2; assert(a^2 == 4 && ~(a < 0) || false)",
        "assert(isequal({1,'a'}, {1,'a'}))",
        "c = {1,2,3}; assert(isequal([c{:}], [1 2 3])); assert(isequal({c{2:3}}, {2,3}))",
        "s.a = 1; s.b.c = 'x'; assert(isequal(s.b.c, 'x')); s(2).a = 5; assert(isequal([s.a], [1 5]))",
        "x = 1:5; assert(x(end) == 5); x(end+1) = 6; assert(numel(x) == 6); x(2) = []; assert(isequal(x, [1 3 4 5 6]))",
        "x = zeros(2,3); x(2,3) = 7; assert(x(end,end) == 7 && x(6) == 7)",
        "a.b = [1 2 3]; a.b(end+1) = 4; assert(isequal(a.b, [1 2 3 4])); a.b(end) = []; assert(numel(a.b) == 3)",
        "f = @(x,y) x + y; assert(f(1,2) == 3); k = 10; g = @(x) f(x,k); assert(g(1) == 11)",
        "h = @sin; assert(h(0) == 0); assert(feval('sin', 0) == 0)",
        "x = 5; x(3) = 2; assert(isequal(x, [5 0 2]))",
        "q = 'abc'; assert(q(2) == 'b'); assert(strlen1(q) == 3)\nfunction n = strlen1(s)\nn = numel(s);\nend",
        "[a,b] = size(zeros(2,3)); assert(a == 2 && b == 3); [~,b] = size(zeros(4,5)); assert(b == 5)",
        "c = cell(1,3); [c{1:2}] = deal(7,8); assert(isequal(c, {7,8,[]}))",
        "s = struct('x',{1}); s(2).x = 3; [s.x] = deal(9); assert(isequal([s.x],[9 9]))",
        "[s(1:2).y] = deal(1,2); assert(isequal([s.y],[1 2]))",
        "n = 'fld'; t.(n) = 4; assert(t.fld == 4 && t.(n) == 4)",
        "x = 1; x(2,2) = 4; assert(isequal(x, [1 0; 0 4]))",
        "c = {1,{2,3}}; assert(c{2}{1} == 2); c{2}{1} = 5; assert(c{2}{1} == 5)",
        "m = [1 2;3 4]; assert(isequal(m(:,end), [2;4])); assert(isequal(m(:)', [1 3 2 4]))",
        "x = [1 -1]; assert(isequal([1 - 1], 0)); assert(isequal(x', [1;-1]))",
        "a = []; assert(numel(a) == 0); a(end+1) = 3; assert(a == 3)",
        "x = 10; y = x; y(2) = 1; assert(x == 10)",
        "x = [1 2 3]; y = x; y(1) = 9; assert(isequal(x,[1 2 3]))",
        "x = {}; x{end+1} = 'a'; x{end+1} = 'b'; assert(isequal(x, {'a','b'}))",
        "x = 0x1F; assert(double(x) == 31); z = 3i; assert(isequal(z*z, -9))",
        "x = c3(){2}; assert(x == 2)\nfunction c = c3()\nc = {1,2,3};\nend",
        "v = 1:3; v([true false true]) = 0; assert(isequal(v,[0 2 0]))",
        "x = 4; x = x; assert(x == 4); v = 1:3; v(v > 1) = v(1); assert(isequal(v,[1 1 1]))",
        "assert(isequal([\"a\" 'b'; 'c' 'd'], [\"a\" \"b\"; \"c\" \"d\"]))",
        "x = 3; assert(x == 3 & true | false)",
        "c = {4,5}; x = c{:}; assert(x == 4)",
        "f = @() deal(1,2); [a,b] = f(); assert(a == 1 && b == 2)",
        "f = @(varargin) numel(varargin); assert(f(1,2,3) == 3); assert(f() == 0)",
        "a = {}; b = [a{:}]; assert(numel(b) == 0); assert(isequal([1 a{:} 2], [1 2]))",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        works(*state, "clear");
        works(*state, texts[i]);
    }
}

static void control_flow(void **state) {
    static const char *const texts[] = {
        "s = 0; for i=1:10; s = s + i; end; assert(s == 55 && i == 10)",
        "s = 0; for i=10:-3:1, s = s + i; end, assert(s == 22)",
        "s = 0; for i=[1 2;3 4], s = s + i(1)*i(2); end, assert(s == 3 + 8)",
        "n = 0; for c={1,'a',3}, assert(isequal(class(c),'cell')); n = n+1; end, assert(n == 3)",
        "k = 0; for i=[], k = 1; end, assert(k == 0)",
        "i = 0; while true, i = i+1; if i == 3, continue, end, if i > 5, break, end, end, assert(i == 6)",
        "x = 3; if x == 1, y = 1; elseif x == 3, y = 3; else, y = 0; end, assert(y == 3)",
        "switch 'abc', case {'x','abc'}, y = 1; otherwise, y = 2; end, assert(y == 1)",
        "switch 3, case 1, y = 1; case {2,3}, y = 23; end, assert(y == 23)",
        "switch \"q\", case 'q', y = 5; end, assert(y == 5)",
        "try, error('a:b','msg'); catch e, assert(isequal(e.message,'msg')); assert(isequal(e.identifier,'a:b')); end",
        "try, x = undefined_thing; catch, y = 1; end, assert(y == 1)",
        "for i=1:3, try, if i == 2, error('x'); end, k = i; catch, end, end, assert(k == 3)",
        "n = 0; for i=0:0.1:1, n = n+1; end, assert(n == 11 && i == 1)",
        "parfor i=1:3, q = i; end",
        "s = 0; for i=1:3, for j=1:3, if j == 2, break, end, s = s + 1; end, end, assert(s == 3)",
        "if [], y = 1; else, y = 2; end, assert(y == 2); if [1 0], y = 3; end, assert(y == 2)",
        "a = []; if true | error('no'), y = 1; end; if false & error('no'), y = 2; end, assert(y == 1)",
        "try, try, error('in'); catch e, error('out'); end, catch e2, assert(isequal(e2.message,'out')); end",
        "x = 0; while x < 5, x = x + 1; end, assert(x == 5)",
        "s = single(0); for k=single(1):single(3), s = s + k; end, assert(isequal(class(s),'single') && s == 6)",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        works(*state, "clear");
        works(*state, texts[i]);
    }
}

static void functions(void **state) {
    static const char *const texts[] = {
        "assert(fact(5) == 120)\nfunction y = fact(n)\nif n <= 1, y = 1; else, y = n*fact(n-1); end\nend",
        "[a,b] = two(1); assert(a == 1 && b == 2)\nfunction [x,y] = two(v)\nx = v; y = v+1;\nend",
        "assert(va(1,2,3) == 3); assert(va() == 0)\nfunction n = va(varargin)\nn = numel(varargin);\nend",
        "[a,b,c] = vo(3); assert(c == 3)\nfunction varargout = vo(n)\nfor i=1:n, varargout{i} = i; end\nend",
        "assert(ni(1) == 1); assert(ni(1,2) == 2)\nfunction n = ni(a,b)\nn = nargin;\nend",
        "assert(no() == 1); [x,y] = no(); assert(x == 2)\nfunction [n,m] = no()\nn = nargout; m = 0;\nend",
        "c = counter(); c = counter(); assert(c == 2)\nfunction n = counter()\npersistent k\nif numel(k) == 0, k = 0; end\nk = k+1; n = k;\nend",
        "global G\nG = 4; assert(useg() == 4); assert(G == 5)\nfunction y = useg()\nglobal G\ny = G; G = 5;\nend",
        "assert(outer(3) == 13)\nfunction y = outer(x)\ny = 0;\nadd();\nadd();\n y = y + 1;\n function add()\n  y = y + x*2;\n end\nend",
        "h = make(); assert(h() == 1); assert(h() == 2); g = make(); assert(g() == 1)\nfunction h = make()\nn = 0;\nh = @step;\n function k = step()\n  n = n+1; k = n;\n end\nend",
        "f = local_handle(); assert(f(2) == 4)\nfunction f = local_handle()\nf = @dbl;\nend\nfunction y = dbl(x)\ny = 2*x;\nend",
        "assert(ev(3) == 7)\nfunction y = ev(x)\neval('z = x*2;'); y = z + 1;\nend",
        "r = cellfun(@(x) x+1, {1,2}); assert(r(2) == 3)",
        "setx(); assert(bx == 42)\nfunction setx()\nassignin('base','bx',42);\nend",
        ("assert(opt(1) == 11); assert(opt(1,2) == 3); assert(opt(1,2,Scale=10) == 30); assert(opt(1,\"scale\",2) == 22)\n"
        "function y = opt(a,b,o)\narguments\n a (1,1) double {mustBePositive}\n b (1,1) double = 10\n o.Scale (1,1) double = 1\nend\ny = (a+b)*o.Scale;\nend"),
        "assert(isequal(rep(1,2,3,4), 10))\nfunction s = rep(x)\narguments (Repeating)\n x double\nend\ns = 0; for i=1:numel(x), s = s + x{i}; end\nend",
        "x = inplace(zeros(1,3)); assert(isequal(x,[1 2 3]))\nfunction x = inplace(x)\nfor i=1:3, x(i) = i; end\nend",
        "assert(early(1) == 1)\nfunction y = early(x)\ny = x; return; y = 2;\nend",
        "noout(1);\nfunction noout(x)\ny = x;\nend",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        works(*state, "clear");
        works(*state, texts[i]);
    }
}

static void errors(void **state) {
    Fixture *f = *state;
    fails(f, "undefined_thing + 1", "MATLAB:UndefinedFunction", "Unrecognized function or variable 'undefined_thing'.");
    fails(f, "f1(1,2)\nfunction f1(x)\nend", "MATLAB:TooManyInputs", "Too many input arguments.");
    fails(f, "x = f2(1)\nfunction f2(x)\nend", "MATLAB:TooManyOutputs", "Too many output arguments.");
    fails(f, "f3()\nfunction y = f3(x)\ny = x + 1;\nend", "MATLAB:minrhs", "Not enough input arguments.");
    fails(f, "x = f4()\nfunction y = f4()\nend", "MATLAB:unassignedOutputs",
          "Output argument \"y\" (and possibly others) not assigned a value in the execution with \"f4\" function.");
    fails(f, "rec(1)\nfunction rec(x)\nrec(x);\nend", "MATLAB:lang:StackOverflow", "Maximum recursion limit of 500 reached.");
    assert_int_equal(f->ctx.error.status, ERR_LIMIT);
    fails(f, "sin(1,2)", "MATLAB:TooManyInputs", "Too many input arguments.");
    fails(f, "sin()", "MATLAB:minrhs", "Not enough input arguments.");
    fails(f, "c = {1,2}; y = [c{:}] + c{:};", NULL, NULL);
    fails(f, "pos(-1)\nfunction pos(a)\narguments\n a (1,1) double {mustBePositive}\nend\nend", "MATLAB:validators:mustBePositive",
          "Invalid argument at position 1. Value must be positive.");
    fails(f, "pos([1 2])\nfunction pos(a)\narguments\n a (1,1) double\nend\nend", "MATLAB:validation:IncompatibleSize",
          "Invalid argument at position 1. Value must be a scalar.");
    fails(f, "x = 1;\ny = 2;\nerror('here')", NULL, "here");
    assert_int_equal(f->ctx.error.span.line, 3);
    fails(f, "g1(1)\nfunction g1(x)\n  g2(x);\nend\nfunction g2(x)\n\n  error('my:id','deep');\nend", "my:id", "deep");
    assert_int_equal(f->ctx.error.n_frames, 3);
    assert_string_equal(f->ctx.error.frames[0].function, "g2");
    assert_int_equal(f->ctx.error.frames[0].line, 7);
    assert_int_equal(f->ctx.error.frames[1].line, 3);
    fails(f, "x = (1", NULL, NULL);
    assert_int_equal(f->ctx.error.status, ERR_SYNTAX);
}

static void display(void **state) {
    Fixture *f = *state;
    works(f, "x = 5");
    assert_string_equal(f->out.data, "x =\n\n     5\n\n");
    works(f, "3 + 4");
    assert_string_equal(f->out.data, "ans =\n\n     7\n\n");
    works(f, "x");
    assert_string_equal(f->out.data, "x =\n\n     5\n\n");
    works(f, "x;");
    assert_string_equal(buf_text(&f->out), "");
    works(f, "c = {1,2}; c{:}");
    assert_string_equal(f->out.data, "ans =\n\n     1\n\nans =\n\n     2\n\n");
    works(f, "disp hello");
    assert_string_equal(f->out.data, "hello\n");
    works(f, "[a,b] = deal(1,2)");
    assert_string_equal(f->out.data, "a =\n\n     1\n\nb =\n\n     2\n\n");
    Buf captured = BUF_INIT;
    assert_int_equal(vm_capture_begin(f->vm), OK);
    works(f, "y = 1");
    vm_capture_end(f->vm, &captured);
    assert_string_equal(captured.data, "y =\n\n     1\n\n");
    buf_done(&captured);
}

static void documents(void **state) {
    Fixture *f = *state;
    works(f, "a = 1;\nb = helper(a);\nfunction y = helper(x)\ny = x + 1;\nend");
    assert_int_equal(f->n_statements, 2);
    assert_int_equal(f->last_end, 2);
    works(f, "a = [1 2 ...\n3];\nfor k = 1:2\n  k;\nend\n");
    assert_int_equal(f->last_line, 3);
    assert_int_equal(f->last_end, 5);
    works(f, "c = helper(5); assert(c == 6 && b == 2)");
    works(f, "function y = helper(x)\ny = x + 2;\nend");
    works(f, "assert(helper(5) == 7)");
    Value v;
    assert_true(vm_find_variable(f->vm, VM_BASE, "c", &v));
    assert_false(vm_find_variable(f->vm, VM_BASE, "sin", &v));
}

static void limits(void **state) {
    Fixture *f = *state;
    f->ctx.limits.steps = 1000;
    fails(f, "while true, end", "Gradus:stepLimit", NULL);
    fails(f, "try, for i=1:1e9, end, catch, end", "Gradus:stepLimit", NULL);
    f->ctx.limits.steps = 0;
    atomic_store(&f->ctx.stop, 1);
    fails(f, "try, while true, end, catch, end", "MATLAB:OperationTerminated", NULL);
    atomic_store(&f->ctx.stop, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(expressions, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(control_flow, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(functions, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(errors, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(display, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(documents, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(limits, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
