// doc/functions.h: the functions of the language that need documents: export, publish,
// matlab.internal.liveeditor.openAndConvert.
#pragma once
#include "engine/engine.h"

/// Gives them to an engine; call it once, after engine_new and before anything runs. ERR_NOMEM.
Status doc_add_functions(Engine *engine);
