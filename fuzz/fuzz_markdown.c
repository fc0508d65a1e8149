// fuzz/fuzz_markdown.c: Markdown: reading ends, and what is written of it can be read. libFuzzer
// entry.
#include "fuzz_documents.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    Document *doc = fuzz_read("fuzz.md", (const char *)data, n_bytes);
    Buf text = BUF_INIT, html = BUF_INIT;
    fuzz_write(doc, "markdown", &text);
    fuzz_write(doc, "html", &html);
    Document *again = fuzz_read("fuzz.md", buf_text(&text), text.len);
    if (doc && !again) __builtin_trap();
    doc_free(doc);
    doc_free(again);
    buf_done(&text);
    buf_done(&html);
    return 0;
}
