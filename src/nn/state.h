// nn/state.h: what the deep-learning engine keeps for one interpreter: where errors go, the tape,
// observers, randomness.
#pragma once
#include "base/ctx.h"
#include "tensor/rng.h"
#include <stdbool.h>

struct Observer;
struct TapeNode;
struct Layer;

enum { NN_MAX_OBSERVERS = 8 };

/// One per engine; made by nnstate_new. Fields are read freely, changed through the functions of
/// tape.h and observer.h.
typedef struct NnState {
    Ctx *ctx; // borrowed
    Rng *rng; // borrowed: initializers and dropout draw from it; null fails with ERR_ARG where one
              // is needed

    // Tape (tape.h).
    int depth;               // nesting of dlfeval; 0: nothing is recorded
    bool paused;             // recording is off although depth > 0 (plain backward pass)
    struct TapeNode **nodes; // weak: null where a node has died; creation order
    Index n_nodes, cap_nodes;
    struct TapeNode *pending; // nodes waiting to be freed (keeps the release of long chains flat)
    bool freeing;
    struct TapeNode *spare; // recycled node records
    Index n_spare;

    // Observers (observer.h).
    const struct Observer *observers[NN_MAX_OBSERVERS];
    int n_observers;
    const struct Layer
        *layer; // layer whose forward runs, stamped on the nodes it records; null outside
    const char *activation; // type of the activation that follows it, static text or null
    int64_t step;           // backward passes over learnables since the first observer was added
} NnState;

/// New state without tape or observers. `rng` may be null and set later. Null when memory is short.
NnState *nnstate_new(Ctx *ctx, Rng *rng);
/// Ends every trace and frees the state. Arrays that are still alive become untraced. Null is fine.
void nnstate_free(NnState *nn);

/// True when operations on traced arrays are being recorded.
static inline bool nn_recording(const NnState *nn) {
    return nn->depth > 0 && !nn->paused;
}

/// For programs, once at the start: tells the C library to keep freed memory instead of giving it
/// back to the system, as training frees and allocates the same large arrays at every step
/// (measured: a convolutional step takes a quarter less time). Libraries should not decide this for
/// their host, so nothing here calls it. No effect without glibc.
void nn_keep_freed_memory(void);
