// What a format has no place for comes back all the same: .m to .mlx to .m and .mlx to .m to .mlx
// give the bytes of the first file. tests/doc/live/kept.m has everything that plain-text live code
// can carry, tests/doc/mlx/forms.xml all forms of .mlx.
#include "doc/package/opc.h"
#include "documents.h"

/// Writes as `there`, reads, writes as `here`: the bytes of `first`.
static void check_way_back(const char *text, size_t n, const char *here, const char *there) {
    char name[2][24];
    snprintf(name[0], sizeof name[0], "a%s", doc_writer_find(here)->extensions);
    snprintf(name[1], sizeof name[1], "b%s", doc_writer_find(there)->extensions);
    Document *doc = read_as(name[0], text, n);
    Buf first = BUF_INIT, other = BUF_INIT, back = BUF_INIT, again = BUF_INIT;
    write_as(doc, here, NULL, &first);
    write_as(doc, there, NULL, &other);
    Document *second = read_as(name[1], buf_text(&other), other.len);
    write_as(second, here, NULL, &back);
    if (!strcmp(here, "live")) assert_string_equal(buf_text(&back), buf_text(&first));
    assert_int_equal(back.len, first.len);
    assert_memory_equal(back.data, first.data, first.len);
    write_as(second, there, NULL, &again);
    assert_int_equal(again.len, other.len);
    assert_memory_equal(again.data, other.data, other.len);
    Document *third = read_as(name[0], buf_text(&back), back.len);
    Buf a = BUF_INIT, b = BUF_INIT;
    dump_all(doc, &a);
    dump_all(third, &b);
    // A file that was not in canonical form has other lines since.
    if (first.len == n || !strcmp(here, "mlx")) assert_string_equal(buf_text(&b), buf_text(&a));
    doc_free(doc);
    doc_free(second);
    doc_free(third);
    Buf *all[] = {&first, &other, &back, &again, &a, &b};
    for (int i = 0; i < 6; i++) buf_done(all[i]);
}

static void read_bytes(const char *path, Buf *out) {
    Ctx ctx;
    ctx_init(&ctx);
    assert_int_equal(file_read(&ctx, path, 1 << 24, out), OK);
    ctx_done(&ctx);
}

static void plain_text_through_mlx(void **state) {
    (void)state;
    static const char *const paths[] = {"/tests/doc/live/kept.m", "/tests/doc/live/forms.m", "/tests/doc/live/seen.m",
                                        "/tests/doc/live/early.m", "/tests/doc/live/app.m",
                                        "/tests/doc/pages/torture.m",
                                        "/examples/vanishing-gradients/vanishingGradients.m"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Buf source = BUF_INIT, path = BUF_INIT;
        buf_printf(&path, "%s%s", SOURCE_DIR, paths[i]);
        read_bytes(buf_text(&path), &source);
        check_way_back(buf_text(&source), source.len, "live", "mlx");
        buf_done(&source);
        buf_done(&path);
    }
}

/// The package of tests/doc/mlx/forms.xml with parts that nobody knows.
static void make_forms(Buf *ret) {
    Ctx ctx;
    ctx_init(&ctx);
    Buf xml = BUF_INIT;
    read_bytes(SOURCE_DIR "/tests/doc/mlx/forms.xml", &xml);
    char *outputs = strstr(xml.data, "<!--output.xml-->");
    PackageOut out = {0};
    buf_put(package_add(&ctx, &out, "matlab/document.xml"), xml.data, (size_t)(outputs - xml.data));
    buf_puts(package_add(&ctx, &out, "matlab/output.xml"), outputs);
    buf_puts(package_add(&ctx, &out, "documentation/doc.xml"), "<doc><title>A & B</title></doc>");
    buf_put(package_add(&ctx, &out, "extra/raw.bin"), "a\0b\xFF", 4);
    buf_puts(package_add(&ctx, &out, "metadata/coreProperties.xml"),
             "<c><created>2020</created></c>");
    assert_int_equal(package_write(&ctx, &out, ret), OK);
    package_out_done(&out);
    buf_done(&xml);
    ctx_done(&ctx);
}

static void mlx_through_plain_text(void **state) {
    (void)state;
    Buf file = BUF_INIT;
    make_forms(&file);
    check_way_back(buf_text(&file), file.len, "mlx", "live");
    buf_done(&file);
}

/// Replaces a word of a part of a package.
static void edit_part(const Buf *file, const char *part, const char *word, const char *by,
                      Buf *ret) {
    Ctx ctx;
    ctx_init(&ctx);
    Package *package;
    PackageOut out = {0};
    bool done = false;
    assert_int_equal(package_read(&ctx, file->data, file->len, NULL, &package), OK);
    for (Index i = 0; i < package->n; i++) {
        const PackageEntry *e = &package->entries[i];
        Buf *bytes = package_add(&ctx, &out, e->name);
        const char *at = strcmp(e->name, part) ? NULL : strstr(e->bytes, word);
        size_t before = at ? (size_t)(at - e->bytes) : e->n;
        buf_put(bytes, e->bytes, before);
        if (!at) continue;
        buf_puts(bytes, by);
        buf_put(bytes, at + strlen(word), e->n - before - strlen(word));
        done = true;
    }
    assert_true(done);
    assert_int_equal(package_write(&ctx, &out, ret), OK);
    package_out_done(&out);
    package_free(package);
    ctx_done(&ctx);
}

/// Another program changed one output: it stays changed, the others keep what .mlx has no place
/// for.
static void changes_of_others_win(void **state) {
    (void)state;
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/kept.m");
    Buf file = BUF_INIT, edited = BUF_INIT;
    write_as(doc, "mlx", NULL, &file);
    edit_part(&file, "matlab/output.xml", "Warning: plain", "Warning: fancy", &edited);
    Document *again = read_as("a.mlx", buf_text(&edited), edited.len);
    const DocBlock *was = &doc->blocks[doc->n_blocks - 1],
                   *is = &again->blocks[again->n_blocks - 1];
    assert_int_equal(is->n_outputs, was->n_outputs);
    assert_string_equal(was->outputs[3].text, "Warning: plain");
    assert_string_equal(is->outputs[3].text, "Warning: fancy");
    assert_non_null(strstr(was->outputs[1].data, "columnNames"));
    assert_int_equal(again->n_blocks, doc->n_blocks);
    doc_free(again);
    buf_clear(&edited);
    edit_part(&file, "matlab/document.xml", "is no item", "was an item", &edited);
    again = read_as("a.mlx", buf_text(&edited), edited.len);
    Buf back = BUF_INIT;
    write_as(again, "live", NULL, &back);
    assert_non_null(strstr(buf_text(&back), "was an item"));
    assert_non_null(strstr(buf_text(&back), "columnNames"));
    assert_non_null(strstr(buf_text(&back), "text:video:77aa"));
    assert_non_null(strstr(buf_text(&back), "%[text:somethingNew]{\"a\":1}"));
    doc_free(again);
    doc_free(doc);
    buf_done(&file);
    buf_done(&edited);
    buf_done(&back);
}

/// A part made to do harm changes nothing, and the document reads.
static void hostile_parts_are_passed_over(void **state) {
    (void)state;
    static const char *const parts[] = {
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"raw\",\"format\":\"live\","
        "\"text\":\"%[x]\\ndelete(y)\"}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"paragraph\",\"runs\":[{\"kind\":"
        "\"text\",\"text\":\"a\",\"link\":\"javascript:x\"}]}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"table\",\"columns\":3,\"cells\":["
        "[]]}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"heading\",\"level\":8}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"equation\"}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"code\",\"text\":\"x\","
        "\"outputs\":[{\"kind\":\"figure\"}]}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":0,\"new\":{\"kind\":\"code\"}}]}",
        "{\"version\":1,\"blocks\":[{\"at\":-5,\"is\":\"0\",\"set\":{\"runs\":7}},{\"at\":1e300},3,"
        "null,[]]}",
        "{\"version\":1,\"blocks\":7,\"fields\":[],\"parts\":{\"wanted\":3},\"images\":[1]}",
        "{\"version\":1,\"parts\":{\"wanted\":[{\"format\":\"live\",\"name\":\"a:b\",\"text\":\"x "
        "= 1\"},{\"format\":\"mlx\",\"name\":\"../x\",\"text\":\"\"}]}}",
        "{\"version\":2}",
        "[1,2"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        Buf text = BUF_INIT, dump = BUF_INIT;
        buf_printf(&text,
                   "%%[text] a\nx = "
                   "1;\n\n%%[appendix]{\"version\":\"1.0\"}\n%%---\n%%[metadata:gradusKept]\n%%   "
                   "data: %s\n%%---\n",
                   parts[i]);
        Document *doc = read_as("a.m", buf_text(&text), text.len);
        document_dump(doc, &dump);
        assert_string_equal(buf_text(&dump), "paragraph: {a}\ncode 2-2: x = 1;\n");
        for (Index k = 0; k < doc->n_parts; k++) assert_null(strstr(doc->parts[k].name, ".."));
        doc_free(doc);
        buf_done(&text);
        buf_done(&dump);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_through_mlx), cmocka_unit_test(mlx_through_plain_text),
        cmocka_unit_test(changes_of_others_win), cmocka_unit_test(hostile_parts_are_passed_over)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
