// Packages and XML: what is written is read back; the same bytes each time; limits and damage.
// Hostile zips are made by hand: headers are written here byte by byte, after the published layout
// of zip files (APPNOTE 6.3).
#include "doc/json.h"
#include "doc/package/opc.h"
#include "doc/package/picture.h"
#include "graphics/targets/bitmap.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put16(Buf *b, unsigned v) {
    buf_putc(b, (char)v);
    buf_putc(b, (char)(v >> 8));
}
static void put32(Buf *b, unsigned long v) {
    put16(b, (unsigned)(v & 0xFFFF));
    put16(b, (unsigned)(v >> 16));
}

static unsigned long crc32_of(const char *p, size_t n) {
    unsigned long crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < n; i++) {
        crc ^= (unsigned char)p[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return crc ^ 0xFFFFFFFFu;
}

/// A stored (not packed) entry that may lie about its size and flags.
typedef struct Entry {
    const char *name, *bytes;
    unsigned flags;
    unsigned long claimed; // 0: the truth
} Entry;

static void make_zip(const Entry *entries, size_t n, unsigned claimed_entries, Buf *out) {
    size_t at[8];
    for (int central = 0; central < 2; central++) {
        size_t start = out->len;
        for (size_t i = 0; i < n; i++) {
            const Entry *e = &entries[i];
            size_t length = strlen(e->bytes);
            if (!central) at[i] = out->len;
            buf_put(out, central ? "PK\1\2" : "PK\3\4", 4);
            if (central) put16(out, 20);
            put16(out, 20), put16(out, e->flags), put16(out, 0), put16(out, 0), put16(out, 33);
            put32(out, crc32_of(e->bytes, length)), put32(out, length),
                put32(out, e->claimed ? e->claimed : length);
            put16(out, (unsigned)strlen(e->name)), put16(out, 0);
            if (central)
                put16(out, 0), put16(out, 0), put16(out, 0), put32(out, 0), put32(out, at[i]);
            buf_puts(out, e->name);
            if (!central) buf_puts(out, e->bytes);
        }
        if (!central) continue;
        size_t size = out->len - start;
        buf_put(out, "PK\5\6\0\0\0\0", 8);
        put16(out, claimed_entries), put16(out, claimed_entries), put32(out, size),
            put32(out, start), put16(out, 0);
    }
}

static void check_zip(const Entry *entries, size_t n, unsigned claimed, Status expected,
                      const char *word) {
    Ctx ctx;
    ctx_init(&ctx);
    Buf file = BUF_INIT;
    make_zip(entries, n, claimed, &file);
    Package *package = NULL;
    Status status = package_read(&ctx, file.data, file.len, NULL, &package);
    if (status != expected) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, expected);
    if (status == OK)
        assert_string_equal(package->entries[0].bytes, entries[0].bytes);
    else
        assert_non_null(strstr(error_message(&ctx.error), word));
    package_free(package);
    buf_done(&file);
    ctx_done(&ctx);
}

static void parts_come_back(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf first = BUF_INIT, second = BUF_INIT;
    PackageOut out = {0};
    buf_puts(package_add(&ctx, &out, "word/document.xml"), "<a/>");
    Buf *binary = package_add(&ctx, &out, "media/x.bin");
    for (int i = 0; i < 5000; i++) buf_putc(binary, (char)(i * i >> 3));
    package_add(&ctx, &out, "empty.txt");
    buf_puts(package_add(&ctx, &out, "_rels/.rels"), "r");
    buf_puts(package_add(&ctx, &out, "[Content_Types].xml"), "t");
    assert_true(package_has(&out, "empty.txt"));
    assert_false(package_has(&out, "none"));
    assert_int_equal(package_write(&ctx, &out, &first), OK);
    assert_int_equal(package_write(&ctx, &out, &second), OK);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    assert_memory_equal(first.data + 10, "\0\0\x21\0", 4); // midnight, 1980-01-01
    Package *package = NULL;
    assert_int_equal(package_read(&ctx, first.data, first.len, NULL, &package), OK);
    static const char *const order[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml",
                                        "media/x.bin", "empty.txt"};
    assert_int_equal(package->n, 5);
    for (int i = 0; i < 5; i++) assert_string_equal(package->entries[i].name, order[i]);
    const PackageEntry *entry = package_find(package, "MEDIA/X.bin");
    assert_int_equal(entry->n, 5000);
    assert_memory_equal(entry->bytes, out.parts[1].bytes.data, 5000);
    assert_int_equal(package_find(package, "empty.txt")->n, 0);
    assert_null(package_find(package, "x.bin"));
    package_free(package);
    package_out_done(&out);
    buf_done(&first);
    buf_done(&second);
    ctx_done(&ctx);
}

static void names_and_flags(void **state) {
    (void)state;
    check_zip(&(Entry){"a/b.xml", "text", 0, 0}, 1, 1, OK, "");
    static const char *const bad[] = {"../a", "a/../../b", "/etc/passwd", "a//b",
                                      "./a",  "a\\b",      "C:x",         ".."};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_zip(&(Entry){bad[i], "text", 0, 0}, 1, 1, ERR_SYNTAX, "with the name");
    check_zip(&(Entry){"a", "text", 1, 0}, 1, 1, ERR_SYNTAX, "encrypted");
    Entry twice[] = {{"a", "1", 0, 0}, {"b", "2", 0, 0}, {"a", "3", 0, 0}};
    check_zip(twice, 3, 3, ERR_SYNTAX, "");
}

static void sizes_that_lie(void **state) {
    (void)state;
    check_zip(&(Entry){"a", "text", 0, 1ul << 30}, 1, 1, ERR_LIMIT, "too large");
    check_zip(&(Entry){"a", "text", 0, 90ul << 20}, 1, 1, ERR_LIMIT, "times its size");
    check_zip(&(Entry){"a", "text", 0, 500000}, 1, 1, ERR_SYNTAX, "damaged");
    check_zip(&(Entry){"a", "text", 0, 2}, 1, 1, ERR_SYNTAX, "damaged");
    check_zip(&(Entry){"a", "text", 0, 0}, 1, 60000, ERR_LIMIT, "more than 4096 parts");
}

static void bombs(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    PackageOut out = {0};
    Buf file = BUF_INIT;
    buf_pad(package_add(&ctx, &out, "zeros"), 0, 8 << 20);
    assert_int_equal(package_write(&ctx, &out, &file), OK);
    Package *package = NULL;
    assert_int_equal(package_read(&ctx, file.data, file.len, NULL, &package), ERR_LIMIT);
    error_clear(&ctx.error);
    PackageLimits small = {100, 1 << 20, 1 << 20, 1e9};
    assert_int_equal(package_read(&ctx, file.data, file.len, &small, &package), ERR_LIMIT);
    error_clear(&ctx.error);
    package_out_done(&out);
    buf_clear(&file);
    for (int i = 0; i < 3; i++) { // each small enough, together too much
        char name[2] = {(char)('a' + i), 0};
        Buf *part = package_add(&ctx, &out, name);
        for (int k = 0; k < 400000; k++) buf_putc(part, (char)((unsigned)k * 7919u >> 5));
    }
    assert_int_equal(package_write(&ctx, &out, &file), OK);
    assert_int_equal(package_read(&ctx, file.data, file.len, &small, &package), ERR_LIMIT);
    PackageLimits few = {2, 1 << 20, 1 << 24, 1e9};
    error_clear(&ctx.error);
    assert_int_equal(package_read(&ctx, file.data, file.len, &few, &package), ERR_LIMIT);
    error_clear(&ctx.error);
    for (size_t cut = 0; cut < file.len; cut += 997) {
        assert_int_equal(package_read(&ctx, file.data, cut, NULL, &package), ERR_SYNTAX);
        error_clear(&ctx.error);
    }
    package_out_done(&out);
    buf_done(&file);
    ctx_done(&ctx);
}

static void check_xml(const char *text, Status expected, const char *word) {
    Ctx ctx;
    ctx_init(&ctx);
    xmlDoc *doc = NULL;
    Status status = xml_read(&ctx, "test.xml", text, strlen(text), &doc);
    if (status != expected) print_message("%s\n", error_message(&ctx.error));
    assert_int_equal(status, expected);
    if (status == OK)
        xmlFreeDoc(doc);
    else
        assert_non_null(strstr(error_message(&ctx.error), word));
    ctx_done(&ctx);
}

static void xml_limits(void **state) {
    (void)state;
    check_xml("<a b=\"c\">d<!-- e --><?f g?></a>", OK, "");
    check_xml("<!DOCTYPE a><a/>", ERR_SYNTAX, "document type");
    check_xml("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", ERR_SYNTAX,
              "document type");
    check_xml("<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1/\"> %x;]><a/>", ERR_SYNTAX,
              "document type");
    check_xml("<a>", ERR_SYNTAX, "test.xml");
    check_xml("<a x:y=\"1\"/>", OK, ""); // an unknown prefix is only a warning
    check_xml("\xFF\xFE<", ERR_SYNTAX, "test.xml");
    Buf text = BUF_INIT;
    buf_puts(&text, "<a>");
    for (int i = 0; i < 2100000; i++) buf_puts(&text, "<b/>");
    buf_puts(&text, "</a>");
    check_xml(buf_text(&text), ERR_LIMIT, "nodes");
    buf_clear(&text);
    for (int i = 0; i < 300; i++) buf_puts(&text, "<a>");
    check_xml(buf_text(&text), ERR_LIMIT, "levels");
    buf_done(&text);
}

static void xml_text_is_escaped(void **state) {
    (void)state;
    Buf out = BUF_INIT;
    xml_put_text(&out, "a<b>&\"\x01\xFF\xC3\xA4\n\r", 12);
    assert_string_equal(buf_text(&out), "a&lt;b&gt;&amp;\"\xEF\xBF\xBD\xEF\xBF\xBD\xC3\xA4\n&#13;");
    buf_clear(&out);
    xml_put_attribute(&out, "\"'\n\t<");
    assert_string_equal(buf_text(&out), "&quot;'&#10;&#9;&lt;");
    assert_true(xml_can_hold("a\n\t\xF0\x9F\x98\x80", 7));
    assert_false(xml_can_hold("\x0C", 1));
    buf_done(&out);
}

static void base64_and_types(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}}; // RFC 4648, section 10
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Buf coded = BUF_INIT, plain = BUF_INIT;
        base64_put(&coded, pairs[i][0], strlen(pairs[i][0]));
        assert_string_equal(buf_text(&coded), pairs[i][1]);
        base64_get(&plain, pairs[i][1], strlen(pairs[i][1]));
        assert_string_equal(buf_text(&plain), pairs[i][0]);
        buf_done(&coded);
        buf_done(&plain);
    }
    Buf out = BUF_INIT;
    const char *type = NULL;
    assert_false(data_uri_read("data:text/html;base64,Zg==", &out, &type));
    assert_false(data_uri_read("https://a.org/x.png", &out, &type));
    buf_clear(&out);
    assert_true(data_uri_read("data:image/gif;base64,R0lGODlh", &out, &type));
    assert_string_equal(type, "image/gif");
    assert_string_equal(buf_text(&out), "GIF89a");
    uint8_t pixels[8] = {255, 0, 0, 255, 0, 255, 0, 255};
    DocImage image = {.pixels = pixels, .width = 2, .height = 1};
    Ctx ctx;
    ctx_init(&ctx);
    buf_clear(&out);
    assert_int_equal(picture_bytes(&ctx, &image, &out, &type), OK);
    assert_string_equal(bitmap_type(out.data, out.len), "image/png");
    assert_int_equal(picture_bytes(&ctx, &(DocImage){0}, &out, &type), ERR_ARG);
    ctx_done(&ctx);
    buf_done(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_come_back), cmocka_unit_test(names_and_flags),
        cmocka_unit_test(sizes_that_lie),  cmocka_unit_test(bombs),
        cmocka_unit_test(xml_limits),      cmocka_unit_test(xml_text_is_escaped),
        cmocka_unit_test(base64_and_types)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
