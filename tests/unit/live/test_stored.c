// Tests of live/stored.c: plain-text live code taken apart and put together. The form is the
// documented one (see docs of the document room); the texts are ours.
#include "live/stored.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char live[] =
    "%[text] # Title\n"
    "x = 3; %[control:slider:8f01]{\"position\":[5,6]}\n"
    "disp(x) %[output:7fd89108] %[output:00000001]\n"
    "y = x %[control:checkbox:11aa]{\"position\":[1,2]} %[output:12345678]\n"
    "% a comment with %[output: in it\n"
    "\n"
    "%[appendix]{\"version\":\"1.0\"}\n"
    "%---\n"
    "%[metadata:view]\n"
    "%   data: {\"layout\":\"onright\",\"rightPanelPercent\":30.5}\n"
    "%---\n"
    "%[metadata:styles]\n"
    "%   data: {\"a\":1}\n"
    "%   more\n"
    "%---\n"
    "%[control:slider:8f01]\n"
    "%   data: {\"max\":9,\"min\":0}\n"
    "%---\n"
    "%[text:image:5f1a]\n"
    "%   data: {\"align\":\"baseline\",\"src\":\"data:image\\/png;base64,AAAA\"}\n"
    "%---\n"
    "%[output:7fd89108]\n"
    "%   data: {\"dataType\":\"text\",\"outputData\":{\"text\":\"3 <a "
    "href=\\\"matlab:x\\\">link<\\/a>\\n\",\"truncated\":false}}\n"
    "%---\n"
    "%[output:00000001]\n"
    "%   data: {\"dataType\":\"hologram\",\"outputData\":{\"q\":7}}\n"
    "%---\n"
    "%[output:12345678]\n"
    "%   data: "
    "{\"dataType\":\"image\",\"outputData\":{\"dataUri\":\"data:image\\/"
    "png;base64,BBBB\",\"height\":337,\"width\":560}}\n"
    "%---\n";

static const char *field(const json_t *list, size_t i, const char *name) {
    return json_string_value(json_object_get(json_array_get(list, i), name));
}

static void takes_apart(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    StoredText s;
    assert_int_equal(stored_split(&ctx, live, strlen(live), &s), OK);
    assert_string_equal(
        s.text,
        "%[text] # Title\nx = 3; %[control:slider:8f01]{\"position\":[5,6]}\ndisp(x)\n"
        "y = x %[control:checkbox:11aa]{\"position\":[1,2]}\n% a comment with %[output: in it\n");
    assert_true(s.live);
    assert_string_equal(s.layout, "onright");
    assert_true(s.right_percent == 30.5);
    assert_int_equal(json_array_size(s.outputs), 3);
    assert_string_equal(field(s.outputs, 0, "text"), "3 link\n");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(s.outputs, 0), "line")), 3);
    assert_string_equal(field(s.outputs, 1, "kind"), "text"); // unknown, but kept
    assert_string_equal(field(s.outputs, 2, "kind"), "figure");
    assert_string_equal(field(s.outputs, 2, "image"), "data:image/png;base64,BBBB");
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(s.controls, "8f01"), "kind")), "slider");
    assert_non_null(json_object_get(s.images, "5f1a"));
    assert_int_equal(json_array_size(s.parts), 1);
    stored_done(&s);
    ctx_done(&ctx);
}

// What is written is read again as the same, and written again byte for byte.
static void round_trip(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    StoredText s, again;
    Buf first = BUF_INIT, second = BUF_INIT;
    assert_int_equal(stored_split(&ctx, live, strlen(live), &s), OK);
    assert_int_equal(stored_join(&ctx, &s, false, &first), OK);
    assert_int_equal(stored_split(&ctx, buf_text(&first), first.len, &again), OK);
    assert_string_equal(again.text, s.text);
    assert_true(json_equal(again.outputs, s.outputs));
    assert_true(json_equal(again.images, s.images));
    assert_true(json_equal(again.controls, s.controls));
    assert_true(json_equal(again.parts, s.parts));
    assert_int_equal(stored_join(&ctx, &again, false, &second), OK);
    assert_string_equal(buf_text(&first), buf_text(&second));
    assert_non_null(strstr(buf_text(&first), "disp(x) %[output:7fd89108] %[output:00000001]\n"));
    assert_non_null(
        strstr(buf_text(&first), "{\"dataType\":\"hologram\",\"outputData\":{\"q\":7}}"));
    stored_done(&s);
    stored_done(&again);
    buf_done(&first);
    buf_done(&second);
    ctx_done(&ctx);
}

// Scripts come back byte for byte, line ends and byte order mark included.
static void scripts_stay(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "x = 1",
                                        "x = 1\n",
                                        "x = 1\r\ny = 2\r\n",
                                        "\xEF\xBB\xBFx = 'ä'\n",
                                        "\n\n\n",
                                        "%%\nx\n\n",
                                        "y = 3 % [output:1]\n",
                                        "y = 3 %[output:12345678]\n",
                                        "% %[text] no mark here\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Ctx ctx;
        ctx_init(&ctx);
        StoredText s;
        Buf out = BUF_INIT;
        assert_int_equal(stored_split(&ctx, texts[i], strlen(texts[i]), &s), OK);
        assert_false(s.live);
        assert_int_equal(stored_join(&ctx, &s, false, &out), OK);
        assert_string_equal(buf_text(&out), texts[i]);
        stored_done(&s);
        buf_done(&out);
        ctx_done(&ctx);
    }
}

static void odd_bytes(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    StoredText s;
    assert_int_equal(stored_split(&ctx, "a\0b", 3, &s), ERR_ARG);
    error_clear(&ctx.error);
    assert_int_equal(stored_split(&ctx, "a\xFFz\n", 4, &s), OK);
    assert_true(s.damaged);
    assert_string_equal(s.text, "a\xEF\xBF\xBDz\n");
    stored_done(&s);
    ctx_done(&ctx);
}

// A figure that is a display list is stored as a picture; one on a line of text is left out.
static void figures(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    StoredText s;
    Buf out = BUF_INIT;
    assert_int_equal(stored_split(&ctx, "%[text] a\nplot(1)\n", 18, &s), OK);
    json_t *scene = json_loads("{\"width\":72,\"height\":36,\"items\":[{\"k\":\"path\",\"d\":\"M0 "
                               "0L9 9\",\"stroke\":\"#ff0000\",\"w\":1}]}",
                               0, NULL);
    json_array_append_new(s.outputs,
                          json_pack("{s:i, s:s, s:s}", "line", 1, "kind", "text", "text", "lost"));
    json_array_append_new(
        s.outputs, json_pack("{s:i, s:s, s:o}", "line", 2, "kind", "figure", "scene", scene));
    assert_int_equal(stored_join(&ctx, &s, false, &out), OK);
    assert_non_null(strstr(buf_text(&out), "plot(1) %[output:"));
    assert_non_null(strstr(buf_text(&out), "\"dataUri\":\"data:image\\/png;base64,iVBORw0KGgo"));
    assert_non_null(strstr(buf_text(&out), "\"height\":48,\"width\":96"));
    assert_null(strstr(buf_text(&out), "lost"));
    stored_done(&s);
    buf_done(&out);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(takes_apart), cmocka_unit_test(round_trip),
                                       cmocka_unit_test(scripts_stay), cmocka_unit_test(odd_bytes),
                                       cmocka_unit_test(figures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
