// Pictures in files: sizes, pixels, damage. The files are drawn with ImageMagick (a red-blue and a
// white-black gradient, 12 x 8) and the expected colours are those that ImageMagick reads back.
#include "doc/json.h"
#include "graphics/targets/bitmap.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char jpeg_code[] =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkI"
    "BgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoK"
    "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAIAAwDAREAAhEBAxEB/8QAFQABAQAAAAAA"
    "AAAAAAAAAAAAAAn/xAAYEAACAwAAAAAAAAAAAAAAAAAAARdkkv/EABUBAQEAAAAAAAAAAAAAAAAAAAAI/8QA"
    "GBEAAgMAAAAAAAAAAAAAAAAAAAEYVKH/2gAMAwEAAhEDEQA/AJpT3dWiqYQqtha0wVY0T3dWhCFVsEwVY0//"
    "2Q==";
static const char gray_code[] =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkI"
    "BgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAIAAwBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/"
    "xAAXEAADAQAAAAAAAAAAAAAAAAAAGmek/9oACAEBAAA/AJaZouoNM0XUf//Z";
static const char cmyk_code[] =
    "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYH"
    "CQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/9sAQwECAgICAgIFAwMFCgcGBwoKCgoKCgoKCgoKCgoKCgoKCgoK"
    "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK/8AAFAgACAAMBAERAAIRAQMRAQQRAP/EABYAAQEBAAAA"
    "AAAAAAAAAAAAAAAICf/EAB0QAAECBwAAAAAAAAAAAAAAAAACBAcTGClTkvD/xAAWAQEBAQAAAAAAAAAAAAAA"
    "AAAACAn/xAAbEQAABwEAAAAAAAAAAAAAAAAAAQIGGFKRkv/aAA4EAQACEQMRBAAAPwC5Kd465G2qiH58O6ie"
    "jGccJ33ZOGNIrovTBTvHXI21UJ8O6iejCE77snDC6L0w/9k=";
static const char gif_code[] =
    "R0lGODlhDAAIAPIAAP8AANsAJLYASZIAbW0AkkkAtiQA2wAA/yH5BAAAAAAALAAAAAAMAAgAQAMcCLqs9DA+"
    "QaulJuudg/+gN4xkORZoqqJH675tAgA7";

static void check_pixel(const Bitmap *b, Index x, Index y, int red, int green, int blue, int off) {
    const uint8_t *p = b->pixels + (y * b->width + x) * 4;
    assert_in_range(abs(p[0] - red), 0, off);
    assert_in_range(abs(p[1] - green), 0, off);
    assert_in_range(abs(p[2] - blue), 0, off);
    assert_int_equal(p[3], 255);
}

static void pixels_of_every_kind(void **state) {
    (void)state;
    static const struct {
        const char *code, *type;
        int off;
        bool color;
        int top[3], bottom[3]; // pixels (0,0) and (0,7)
    } files[] = {{jpeg_code, "image/jpeg", 3, true, {254, 0, 0}, {0, 0, 254}},
                 {gray_code, "image/jpeg", 3, false, {255, 255, 255}, {0, 0, 0}},
                 {cmyk_code, "image/jpeg", 6, true, {254, 0, 0}, {0, 0, 254}},
                 {gif_code, "image/gif", 0, true, {255, 0, 0}, {0, 0, 255}}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Buf bytes = BUF_INIT;
        Bitmap b;
        Index width, height;
        base64_get(&bytes, files[i].code, strlen(files[i].code));
        assert_string_equal(bitmap_type(bytes.data, bytes.len), files[i].type);
        assert_true(bitmap_size(bytes.data, bytes.len, &width, &height));
        assert_int_equal(width, 12);
        assert_int_equal(height, 8);
        assert_false(bitmap_decode(bytes.data, bytes.len, 95, &b)); // one pixel too many
        assert_true(bitmap_decode(bytes.data, bytes.len, 96, &b));
        assert_int_equal(b.width, 12);
        assert_int_equal(b.height, 8);
        assert_int_equal(b.color, files[i].color);
        check_pixel(&b, 0, 0, files[i].top[0], files[i].top[1], files[i].top[2], files[i].off);
        check_pixel(&b, 11, 7, files[i].bottom[0], files[i].bottom[1], files[i].bottom[2],
                    files[i].off);
        mem_free(b.pixels);
        buf_done(&bytes);
    }
}

/// Files cut off anywhere, and with any byte changed: a picture or none, never a crash.
static void damage(void **state) {
    (void)state;
    static const char *const codes[] = {jpeg_code, gray_code, cmyk_code, gif_code};
    for (size_t i = 0; i < 4; i++) {
        Buf bytes = BUF_INIT;
        base64_get(&bytes, codes[i], strlen(codes[i]));
        for (size_t n = 0; n < bytes.len; n++) {
            Bitmap b = {0};
            char *copy = malloc(n + 1); // so that reading beyond it is seen
            memcpy(copy, bytes.data, n);
            if (bitmap_decode(copy, n, 1 << 20, &b)) mem_free(b.pixels);
            free(copy);
            char was = bytes.data[n];
            bytes.data[n] = (char)(was ^ 0x55);
            if (bitmap_decode(bytes.data, bytes.len, 1 << 20, &b)) mem_free(b.pixels);
            bytes.data[n] = was;
        }
        buf_done(&bytes);
    }
    Bitmap b;
    assert_false(bitmap_decode("", 0, 100, &b));
    assert_false(bitmap_decode("<svg/>", 6, 100, &b));
    assert_null(bitmap_type("plain", 5));
}

static void png_there_and_back(void **state) {
    (void)state;
    static const uint8_t pixels[] = {255, 0, 0, 255, 0, 255, 0, 128};
    Ctx ctx;
    ctx_init(&ctx);
    Buf png = BUF_INIT;
    Bitmap b;
    assert_int_equal(bitmap_put_png(&ctx, pixels, 2, 1, &png), OK);
    assert_true(bitmap_decode(png.data, png.len, 2, &b));
    assert_memory_equal(b.pixels, pixels, sizeof pixels);
    mem_free(b.pixels);
    buf_done(&png);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(pixels_of_every_kind),
                                       cmocka_unit_test(damage),
                                       cmocka_unit_test(png_there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
