// fuzz/fuzz_notebook.c: Jupyter notebooks. Only that what is written can be read again is asked
// for: text cells of strange Markdown may settle later (fuzz_markdown.c). libFuzzer entry.
#include "fuzz_documents.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    Document *doc = fuzz_read("fuzz.ipynb", (const char *)data, n_bytes);
    Buf text = BUF_INIT;
    fuzz_write(doc, "notebook", &text);
    Document *again = fuzz_read("fuzz.ipynb", buf_text(&text), text.len);
    if (doc && !again) __builtin_trap();
    doc_free(doc);
    doc_free(again);
    buf_done(&text);
    return 0;
}
