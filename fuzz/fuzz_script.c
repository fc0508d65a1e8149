// fuzz/fuzz_script.c: ordinary scripts. libFuzzer entry.
#include "fuzz_documents.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    return fuzz_document("fuzz.m", NULL, data, n_bytes);
}
