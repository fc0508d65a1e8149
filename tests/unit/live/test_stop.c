// A halt ends whatever runs. Here most end within 20 ms (200 ms is the goal); the limit is generous, since test machines
// are shared.
#include "kernel_fixture.h"

#if defined(__SANITIZE_ADDRESS__)
static const double limit_s = 15;
#else
static const double limit_s = 3;
#endif

static void stops(const char *code, bool document) {
    Child c = child_start();
    if (document)
        child_begin(&c, 1, code, 1, 1000);
    else
        child_send(&c, json_pack("{s:s,s:i,s:i,s:s}", "t", "command", "id", 1, "doc", 1, "text", code));
    double until = clock_monotonic_s() + 0.4;
    while (clock_monotonic_s() < until) {
        json_t *message = child_next(&c, until - clock_monotonic_s());
        if (message && !strcmp(text_of(message, "t"), "done")) fail_msg("'%s' ended by itself", code);
    }
    double start = clock_monotonic_s();
    child_send(&c, json_pack("{s:s}", "t", "halt"));
    json_t *done = child_await(&c, "done", 30);
    double taken = clock_monotonic_s() - start;
    print_message("%6.0f ms  %.60s\n", taken * 1000, code);
    assert_true(is_set(done, "stopped"));
    assert_true(taken < limit_s);
    // It is ready for more, and what comes next is not halted.
    done = child_command(&c, "x = 1;");
    assert_false(is_set(done, "stopped"));
    child_end(&c);
}

static void loops(void **state) {
    (void)state;
    stops("while true, end", true);
    stops("while true, end", false);
    stops("for k = 1:1e12, y = k; end", false);
    stops("f = @(x) x + 1; while true, f(1); end", true);
    stops("while true, try, error('no'); catch, end, end", true);
}

static void waiting(void **state) {
    (void)state;
    stops("pause(60)", true);
    stops("x = input('?');", true);
    stops("for k = 1:1e9, fprintf('%d\\n', k); end", true);
}

static void numbers(void **state) {
    (void)state;
    stops("A = ones(3000); for k = 1:1000, B = A*A; end", false);
    stops("A = repmat(1:1e6, 1, 8); for k = 1:1000, B = sort(A); end", false);
    stops("A = ones(1, 2e7); for k = 1:1000, B = gamma(A); end", false);
    stops("A = ones(1, 2e7); for k = 1:1000, B = A .^ 1.5 - A; end", false);
    stops("A = eye(2000) + 1; A(1,2) = 3; for k = 1:1000, B = A\\A; end", false);
    stops("for k = 1:1000, A = randn(1e7, 1); end", false);
    stops("A = ones(2^20, 1); for k = 1:1000, B = fft(A); end", false);
    stops("s = repmat('abc ', 1, 1e6); for k = 1:1000, t = regexprep(s, 'b', 'xx'); end", false);
}

static void drawing(void **state) {
    (void)state;
    stops("for k = 1:1000, surf(peaks(200)); drawnow; end", true);
    stops("x = rand(1, 1e5); for k = 1:1000, scatter(x, x); drawnow; end", false);
}

static void training(void **state) {
    (void)state;
    stops("net = dlnetwork([imageInputLayer([28 28 1], Normalization=\"none\"); convolution2dLayer(5, 20); reluLayer; "
          "fullyConnectedLayer(10); softmaxLayer]); X = dlarray(rand(28, 28, 1, 512, \"single\"), \"SSCB\"); T = zeros(10, 512, "
          "\"single\"); T(1, :) = 1; a = []; b = []; for k = 1:1e6, [l, g] = dlfeval(@(n, x, t) deal(1, "
          "dlgradient(crossentropy(forward(n, x), t), n.Learnables)), net, X, T); [net, a, b] = adamupdate(net, g, a, b, k); end",
          true);
}

static void before_it_begins(void **state) {
    (void)state;
    Child c = child_start();
    child_begin(&c, 1, "pause(0.3)\n", 1, 1);
    child_begin(&c, 2, "never = 1;\n", 1, 1);
    child_send(&c, json_pack("{s:s}", "t", "halt"));
    assert_true(is_set(child_await(&c, "done", 10), "stopped"));
    json_t *done = child_await(&c, "done", 10);
    assert_int_equal(int_of(done, "run"), 2);
    assert_true(is_set(done, "stopped"));
    // A halt while nothing runs means nothing.
    child_send(&c, json_pack("{s:s}", "t", "halt"));
    usleep(100000);
    assert_false(is_set(child_command(&c, "exist('never')"), "stopped"));
    char *text = child_text(&c, "said", "out");
    assert_non_null(strstr(text, "0"));
    free(text);
    child_end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops),   cmocka_unit_test(waiting),  cmocka_unit_test(numbers),
        cmocka_unit_test(drawing), cmocka_unit_test(training), cmocka_unit_test(before_it_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
