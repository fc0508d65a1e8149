// tests/unit/nn/reference.h: reads the tensors of tests/nn/reference/*.txt (see
// tools/oracle_torch.py).
#pragma once
#include "base/file.h"
#include "check.h"
#include <stdlib.h>

typedef struct Reference {
    Fixture *f;
    Buf text;
} Reference;

static inline Reference reference_open(Fixture *f, const char *name) {
    Reference r = {.f = f, .text = BUF_INIT};
    char path[512];
    snprintf(path, sizeof path, "%s/tests/nn/reference/%s", SOURCE_DIR, name);
    CHECK_OK(f, file_read(&f->ctx, path, 1 << 24, &r.text));
    return r;
}
static inline void reference_close(Reference *r) {
    buf_done(&r->text);
}

/// A tensor by name, owned; the test fails when it is not there.
static inline Tensor *reference_get(Reference *r, const char *name, NumClass cls) {
    char key[80];
    snprintf(key, sizeof key, "tensor %s ", name);
    const char *at = strstr(buf_text(&r->text), key);
    if (!at) fail_msg("no reference tensor '%s'", name);
    at += strlen(key);
    Index dims[8];
    int n = 0;
    while (*at != '\n') {
        char *end;
        dims[n++] = strtoll(at, &end, 10);
        at = end;
    }
    Shape shape;
    Tensor *t = NULL;
    CHECK_OK(r->f, shape_make(&r->f->ctx, dims, n, &shape));
    CHECK_OK(r->f, tensor_new(&r->f->ctx, cls, &shape, &t));
    for (Index i = 0; i < t->numel; i++) {
        char *end;
        tensor_set(t, i, strtod(at, &end));
        assert_true(end != at);
        at = end;
    }
    return t;
}

static inline DlArray *reference_array(Reference *r, const char *name, const char *format,
                                       NumClass cls) {
    return wrap(r->f, reference_get(r, name, cls), format);
}

/// Same numbers as the reference, element by element in memory order; shapes may differ in how they
/// are split.
static inline void reference_check(Reference *r, const char *name, const DlArray *got,
                                   double tolerance) {
    Tensor *want = reference_get(r, name, CLASS_DOUBLE);
    if (want->numel != got->value->numel)
        fail_msg("%s: %d elements, reference has %d", name, (int)got->value->numel,
                 (int)want->numel);
    for (Index i = 0; i < want->numel; i++) {
        double a = tensor_get(got->value, i), b = tensor_get(want, i);
        if (!(fabs(a - b) <= tolerance * (1 + fabs(b))))
            fail_msg("%s element %d: %.12g, reference %.12g", name, (int)i, a, b);
    }
    tensor_unref(want);
}
