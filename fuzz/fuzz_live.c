// fuzz/fuzz_live.c: plain-text live code; a line of text in front makes any bytes that. libFuzzer
// entry.
#include "fuzz_documents.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    static const char head[] = "%[text] a\n";
    Buf text = BUF_INIT;
    buf_put(&text, head, sizeof head - 1);
    buf_put(&text, (const char *)data, n_bytes);
    fuzz_document("fuzz.m", "live", (const uint8_t *)buf_text(&text), text.len);
    buf_done(&text);
    return 0;
}
