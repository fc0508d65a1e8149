// fuzz/fuzz_parse.c: any bytes through the parser, its check and the console's question. libFuzzer
// entry.
#include "base/buf.h"
#include "lang/ast.h"
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    Ctx ctx;
    ctx_init(&ctx);
    const char *source = (const char *)data;
    Unit *unit = NULL;
    Status status = parse_unit(&ctx, "fuzz.m", source, n_bytes, 1, &unit);
    Buf out = BUF_INIT;
    if (status == OK)
        unit_dump(unit, &out);
    else
        diagnostic_format("fuzz.m", source, n_bytes, 1, ctx.error.span, error_message(&ctx.error),
                          &out);
    unit_free(unit);
    buf_done(&out);
    error_clear(&ctx.error);
    Arena *arena = arena_new();
    Diagnostic *diagnostics = NULL;
    Index n = 0;
    if (arena && parse_check(&ctx, "fuzz.m", source, n_bytes, arena, &diagnostics, &n) == OK)
        if ((n > 0) == (status == OK))
            __builtin_trap(); // both readings agree on whether there is an error
    arena_free(arena);
    parse_is_incomplete(source, n_bytes);
    ctx_done(&ctx);
    return 0;
}
