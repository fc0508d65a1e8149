// Controls of hidden code: what each kind shows, and that every writer puts it where the code would stand.
#include "doc/controls.h"
#include "documents.h"
#include "doc/package/opc.h"

/// "label|value" of each control, a line each.
static void show(const DocBlock *b, Buf *out) {
    Ctx ctx;
    ctx_init(&ctx);
    Arena *arena = arena_new();
    ShownControl *shown = NULL;
    assert_int_equal(controls_shown(&ctx, b, arena, &shown), OK);
    assert_true((shown != NULL) == (b->n_controls > 0));
    for (Index i = 0; i < b->n_controls; i++)
        buf_printf(out, "%s|%s%s\n", shown[i].label, shown[i].value, shown[i].button ? "!" : "");
    arena_free(arena);
    ctx_done(&ctx);
}

/// One control over the columns start … end of the first line of `text`.
static void check(const char *kind, const char *text, int start, int end, const char *data, const char *wanted) {
    DocControl control = {.kind = kind, .start = start, .end = end, .data = data};
    DocBlock b = {.kind = BLOCK_CODE, .text = text, .controls = &control, .n_controls = 1};
    Buf out = BUF_INIT;
    show(&b, &out);
    if (out.len) out.data[out.len - 1] = 0;
    assert_string_equal(buf_text(&out), wanted);
    buf_done(&out);
}

static void check_code(const char *kind, const char *code, const char *data, const char *wanted) {
    check(kind, code, 0, (int)strlen(code), data, wanted);
}

static void each_kind(void **state) {
    (void)state;
    static const char list[] = "{\"label\":\"L\",\"items\":[\"\\\"a\\\"\",\"2\",3,\"f\"],\"itemLabels\":[\"First\",\"Two\",\"Three\"]}";
    check_code("slider", "3", "{\"label\":\"k\"}", "k|3");
    check_code("spinner", "-3.5", "{\"label\":\" k:\\n \"}", "k:|-3.5");
    check_code("editfield", "\"a \"\"b\"\" 'c'\"", "{\"label\":\"t\"}", "t|a \"b\" 'c'");
    check_code("editfield", "'it''s'", "{\"label\":\"t\"}", "t|it's");
    check_code("editfield", "\"a\" + \"b\"", "{}", "|\"a\" + \"b\"");
    check_code("editfield", "''", "{\"label\":\"t\"}", "t|");
    check_code("editfield", "true", "{\"label\":\"t\"}", "t|true");
    check_code("dropdown", "\"a\"", list, "L|First");
    check_code("dropdown", "3", list, "L|Three");
    check_code("dropdown", "f", list, "L|f");
    check_code("dropdown", "\"other\"", list, "L|other");
    check_code("checkbox", "true", "{\"label\":\"on?\"}", "on?|on");
    check_code("statebutton", "false", "{\"label\":\"Hold\"}", "Hold|off");
    check_code("datePicker", "datetime(2026,1,31)", NULL, "|2026-01-31");
    check_code("datepicker", "datetime(\"31-Jan-2026\")", NULL, "|31-Jan-2026");
    check_code("datepicker", "datetime(2026,1,31,12,0,0)", NULL, "|datetime(2026,1,31,12,0,0)");
    check_code("colorpicker", "\"#0072BD\"", NULL, "|#0072BD");
    check_code("filebrowser", "\"a b/c.csv\"", NULL, "|a b/c.csv");
    check_code("rangeslider", "[2 8]", NULL, "|[2 8]");
    check_code("button", " ", "{\"label\":\"Train\"}", "|Train!");
    check_code("button", "x", "{\"text\":\"Go\"}", "|Go!");
    check_code("button", "x", NULL, "|!");
    check_code("unheard of", "\"x\"", NULL, "|x");
    check_code(NULL, "x", NULL, "|x");
}

static void columns_and_lines(void **state) {
    (void)state;
    check("editfield", "s = '\xF0\x9F\x98\x80 gr\xC3\xBCn'; y", 4, 13, NULL, "|\xF0\x9F\x98\x80 gr\xC3\xBCn");
    check("slider", "\xF0\x9F\x98\x80\xC3\xBC" "5;", 3, 4, NULL, "|5");
    check("slider", "k = 3\nz", 4, 90, NULL, "|3");
    check("slider", "k = 3", 80, 90, NULL, "|");
    check("slider", "k = 3", 5, 2, NULL, "|");
    check("slider", "k = 3", -4, 1, NULL, "|k");
    check("slider", "", 0, 1, NULL, "|");
    check("slider", NULL, 0, 1, NULL, "|");
    DocControl c[] = {{.kind = "slider", .line = 1, .end_line = 1, .start = 4, .end = 5},
                      {.kind = "editfield", .line = 2, .end_line = 3, .start = 4, .end = 2},
                      {.kind = "slider", .line = 70, .end_line = 70, .end = 1}};
    DocBlock b = {.text = "a\nk = 7\nv = [1\n2]", .controls = c, .n_controls = 3};
    Buf out = BUF_INIT;
    show(&b, &out);
    assert_string_equal(buf_text(&out), "|7\n|[1 2]\n|\n");
    buf_done(&out);
    b.n_controls = 0;
    show(&b, &out);
    assert_string_equal(buf_text(&out), "");
}

static void hostile_data(void **state) {
    (void)state;
    static const char *const data[] = {"",
                                       "[",
                                       "[1]",
                                       "null",
                                       "{\"label\":7,\"items\":3}",
                                       "{\"label\":null,\"items\":{\"a\":1},\"itemLabels\":\"x\"}",
                                       "{\"items\":[null,[],{},\"2\"],\"itemLabels\":[]}",
                                       "{\"items\":[\"2\"],\"itemLabels\":[{}]}",
                                       "{\"items\":[\"2\"],\"itemLabels\":[\"\"]}"};
    for (size_t i = 0; i < sizeof data / sizeof *data; i++) check_code("dropdown", "2", data[i], "|2");
    check_code("dropdown", "datetime(", "{}", "|datetime(");
    check_code("datepicker", "datetime(", NULL, "|datetime(");
    check_code("datepicker", "datetime()", NULL, "|datetime()");
    check_code("datepicker", "datetime(\")", NULL, "|datetime(\")");
    check_code("datepicker", "datetime(1,1,1)", NULL, "|0001-01-01");
    check_code("editfield", "\"", NULL, "|\"");
    check_code("editfield", "\"\"\"", NULL, "|\"\"\"");
}

static void has(const Buf *text, const char *piece) {
    if (!strstr(buf_text(text), piece)) print_message("missing: %s\n", piece);
    assert_non_null(strstr(buf_text(text), piece));
}

static Document *example(void) {
    return read_path(SOURCE_DIR "/tests/doc/live/controls.m"); // its layout hides the code
}

static void writers_show_them(void **state) {
    (void)state;
    static const struct {
        const char *writer, *shown[4];
    } cases[] = {
        {"html",
         {"<p class=\"controls\"><span class=\"control\">16</span></p>",
          "Name &amp; title: <span class=\"control\">Net &quot;A&quot; &amp; &lt;b&gt;</span><br>",
          "Hold <span class=\"control\">off</span>", "<span class=\"control\">Train now</span>"}},
        {"markdown", {"\n\n`16`\n\n", "Activation `Rectified linear`\\\n", "Name & title: `Net \"A\" & <b>`", "`Train now`"}},
        {"latex",
         {"{\\fboxsep=1pt\\fbox{\\vphantom{Ag}\\,\\texttt{16}\\,}}", "Activation {\\fboxsep=1pt\\fbox{\\vphantom{Ag}\\,\\texttt{Rectified linear}\\,}}",
          "\\textless{}b\\textgreater{}}\\,}}", "Start {\\fboxsep=1pt\\fbox{\\vphantom{Ag}\\,\\texttt{2026-01-31}\\,}}"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Document *doc = example();
        Buf out = BUF_INIT;
        write_as(doc, cases[i].writer, NULL, &out);
        for (int k = 0; k < 4; k++) has(&out, cases[i].shown[k]);
        buf_clear(&out);
        doc->layout = DOC_INLINE; // the value is in the code
        write_as(doc, cases[i].writer, NULL, &out);
        assert_null(strstr(buf_text(&out), "Activation"));
        assert_null(strstr(buf_text(&out), "class=\"control"));
        assert_null(strstr(buf_text(&out), "\\fbox"));
        buf_clear(&out);
        DocOptions options = {.hide_code = true, .no_outputs = true};
        write_as(doc, cases[i].writer, &options, &out);
        has(&out, cases[i].shown[1]);
        buf_done(&out);
        doc_free(doc);
    }
}

static void word_shows_them(void **state) {
    (void)state;
    for (int hidden = 0; hidden < 2; hidden++) {
        Document *doc = example();
        if (!hidden) doc->layout = DOC_INLINE;
        Buf out = BUF_INIT, part = BUF_INIT;
        write_as(doc, "word", NULL, &out);
        Ctx ctx;
        ctx_init(&ctx);
        Package *package = NULL;
        assert_int_equal(package_read(&ctx, out.data, out.len, NULL, &package), OK);
        const PackageEntry *entry = package_find(package, "word/document.xml");
        assert_non_null(entry);
        buf_put(&part, entry->bytes, entry->n);
        if (hidden) {
            has(&part, "<w:jc w:val=\"left\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Name &amp; title:</w:t></w:r>");
            has(&part, "<w:rStyle w:val=\"InlineCode\"/></w:rPr><w:t xml:space=\"preserve\">Rectified linear</w:t>");
        } else {
            assert_null(strstr(buf_text(&part), "Activation"));
        }
        package_free(package);
        buf_done(&part);
        buf_done(&out);
        doc_free(doc);
        ctx_done(&ctx);
    }
}

/// All texts of the pages in order, and the boxes (two rounded shapes each) before the texts they lie under.
static void page_texts(const Document *doc, Buf *out) {
    Ctx ctx;
    ctx_init(&ctx);
    Scene **pages = NULL;
    Index n = 0;
    assert_int_equal(doc_pages(&ctx, doc, NULL, &pages, &n), OK);
    for (Index p = 0; p < n; p++) {
        const SceneItem *items = pages[p]->items;
        for (Index i = 0; i < pages[p]->n_items; i++) {
            if (items[i].kind != SCENE_TEXT) continue;
            bool box = i > 1 && items[i - 1].kind == SCENE_PATH && items[i - 2].kind == SCENE_PATH;
            assert_true(items[i].x + items[i].width < pages[p]->width - 60);
            buf_printf(out, box ? "[%s]" : "%s", items[i].text);
        }
        scene_free(pages[p]);
    }
    mem_free(pages);
    ctx_done(&ctx);
}

static void pages_show_them(void **state) {
    (void)state;
    Document *doc = example();
    Buf text = BUF_INIT;
    page_texts(doc, &text);
    has(&text, "[16]");
    has(&text, "Name & title: [Net \"A\" & <b> ]Activation [Rectified linear ]Normalise [on ]");
    has(&text, "[Train now ]Hold [off ]");
    buf_clear(&text);
    doc->layout = DOC_INLINE;
    page_texts(doc, &text);
    assert_null(strstr(buf_text(&text), "Activation"));
    buf_clear(&text);
    // A value longer than the line goes on in a second box.
    Buf code = BUF_INIT;
    buf_pad(&code, 'w', 300);
    DocControl control = {.kind = "editfield", .end = 300};
    DocBlock b = {.kind = BLOCK_CODE, .text = buf_text(&code), .controls = &control, .n_controls = 1};
    Document alone = {.blocks = &b, .n_blocks = 1, .layout = DOC_HIDE_CODE};
    page_texts(&alone, &text);
    int n_boxes = 0, n_letters = 0;
    for (const char *p = text.data; *p; p++) n_boxes += *p == '[', n_letters += *p == 'w';
    assert_true(n_boxes >= 3);
    assert_int_equal(n_letters, 300);
    buf_done(&code);
    buf_done(&text);
    doc_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind),         cmocka_unit_test(columns_and_lines),
        cmocka_unit_test(hostile_data),      cmocka_unit_test(writers_show_them),
        cmocka_unit_test(word_shows_them),   cmocka_unit_test(pages_show_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
