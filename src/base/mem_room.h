// base/mem_room.h: how much memory this process may still take, so that a request that would bring the machine down is
// refused as one that fails. Tests: tests/unit/base/test_mem_room.c.
#pragma once
#include "base/mem.h"

typedef struct MemRoom {
    size_t total; // bytes of the machine, or of the control group or address space when that is smaller
    size_t left;  // bytes that can still be taken; a part of `total` is kept back for the rest of the system
} MemRoom;
/// Reads the limits as they are now; `root` is put before the paths of the files ("" but in tests). Members are SIZE_MAX
/// where the system does not say. Some 50 microseconds.
MemRoom mem_room(const char *root);
