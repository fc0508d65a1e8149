// graphics/targets/json_read.h: the way back from target_json: a display list that was sent to a
// browser becomes a scene again, so that documents with stored figures are written as vectors.
// Mathematics comes back as the outlines it was sent as. Tests:
// tests/unit/graphics/test_json_read.c.
#pragma once
#include "graphics/scene.h"

typedef struct json_t json_t;
/// The scene of an object that target_json wrote. ERR_ARG names what is not understood; ERR_LIMIT
/// for pictures above 64 million pixels; ERR_NOMEM.
Status scene_from_json(Ctx *ctx, const json_t *object, Scene **ret);
