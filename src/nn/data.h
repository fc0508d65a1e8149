// nn/data.h: our own synthetic handwritten-looking digits, the same bits on every machine.
#pragma once
#include "tensor/tensor.h"

enum { DIGITS_COUNT = 5000, DIGITS_SIZE = 28, DIGITS_CLASSES = 10 };

/// Draws DIGITS_COUNT digits, DIGITS_COUNT/10 of each class, classes in mixed order; another set
/// with `test_set`.
///   ret_images  28 x 28 x 1 x 5000 double in [0,1], white strokes on black; new, owned by the
///   caller labels      DIGITS_COUNT values 0…9, written by the callee ret_angles  5000 x 1 double,
///   new: degrees in [-45, 45] by which the digit is turned,
///               counter-clockwise positive; may be null
/// Fails ERR_NOMEM, ERR_INTERRUPT.
Status digits_make(Ctx *ctx, bool test_set, Tensor **ret_images, uint8_t *labels,
                   Tensor **ret_angles);
