// fuzz/fuzz_mlx.c: any bytes as an .mlx package, and any bytes as its document.xml and output.xml,
// so that the XML readers are reached without finding a zip first. What can be read must be written
// and read again. libFuzzer entry.
#include "doc/doc.h"
#include "doc/package/opc.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void read_package(const char *bytes, size_t n) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    if (doc_read_text(&ctx, "fuzz.mlx", bytes, n, &doc) == OK) {
        DocFiles files;
        Status status = doc_write_files(&ctx, doc_writer_find("mlx"), doc, NULL, "fuzz", &files);
        if (status == OK) {
            Document *again = NULL;
            if (doc_read_text(&ctx, "again.mlx", buf_text(&files.main), files.main.len, &again) !=
                OK)
                __builtin_trap();
            if (again->n_blocks != doc->n_blocks) __builtin_trap();
            doc_free(again);
            doc_files_done(&files);
        }
        doc_free(doc);
    }
    ctx_done(&ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    if (n_bytes < 2) return 0;
    if (data[0] == 'P') {
        read_package((const char *)data, n_bytes);
        return 0;
    }
    static const char mark[] =
        "<!--output.xml-->"; // between document.xml and output.xml, see tests/doc/mlx
    const char *text = (const char *)data, *cut = memmem(text, n_bytes, mark, sizeof mark - 1);
    size_t n_text = cut ? (size_t)(cut - text) : n_bytes;
    Ctx ctx;
    ctx_init(&ctx);
    PackageOut out = {0};
    Buf file = BUF_INIT;
    Buf *part = package_add(&ctx, &out, "matlab/document.xml");
    if (part) buf_put(part, text, n_text);
    part = cut ? package_add(&ctx, &out, "matlab/output.xml") : NULL;
    if (part) buf_put(part, cut, n_bytes - n_text);
    if (package_write(&ctx, &out, &file) == OK) read_package(buf_text(&file), file.len);
    package_out_done(&out);
    buf_done(&file);
    ctx_done(&ctx);
    return 0;
}
