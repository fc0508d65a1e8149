// live/base64.h: bytes as base64 text.  Tests: tests/unit/live/test_gate.c.
#pragma once
#include "base/buf.h"

/// Appends the base64 form; `url` uses - and _ and no padding.
void base64_encode(const void *bytes, size_t n, bool url, Buf *out);
