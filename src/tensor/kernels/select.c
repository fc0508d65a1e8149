// Which variant of the kernels runs: asked of the processor once, at the first use. The answer is a
// constant of the machine, so two threads that ask at the same moment store the same pointer.
#include "tensor/kernels/variants.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static bool variant_runs(KernelVariant variant) {
#if KERNELS_X86
    __builtin_cpu_init();
    switch (variant) {
    case KERNELS_PORTABLE: return true;
    case KERNELS_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case KERNELS_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("fma");
    default: return false;
    }
#else
    return variant == KERNELS_PORTABLE;
#endif
}

static const KernelsF32 *variant_table(KernelVariant variant) {
    switch (variant) {
#if KERNELS_X86
    case KERNELS_AVX2: return &kernels_f32_avx2;
    case KERNELS_AVX512: return &kernels_f32_avx512;
#endif
    default: return &kernels_f32_portable;
    }
}

const KernelsF32 *kernels_f32_variant(KernelVariant variant) {
    return variant >= 0 && variant < KERNELS_VARIANTS && variant_runs(variant)
               ? variant_table(variant)
               : NULL;
}

const KernelsF32 *kernels_f32(void) {
    static const KernelsF32 *_Atomic chosen;
    const KernelsF32 *table = atomic_load_explicit(&chosen, memory_order_acquire);
    if (table) return table;
    KernelVariant best = KERNELS_PORTABLE;
    for (KernelVariant v = KERNELS_PORTABLE; v < KERNELS_VARIANTS; v++) {
        if (variant_runs(v)) best = v;
    }
    const char *wanted =
        getenv("GRADUS_KERNELS"); // "portable" or "avx2": to compare, or to work around a processor
    for (KernelVariant v = KERNELS_PORTABLE; wanted && v <= best; v++) {
        if (strcmp(wanted, variant_table(v)->name) == 0) best = v;
    }
    table = variant_table(best);
    atomic_store_explicit(&chosen, table, memory_order_release);
    return table;
}

const LoopTable *kernel_loops(void) {
    switch (kernels_f32()->variant) {
#if KERNELS_X86
    case KERNELS_AVX2: return &loops_avx2;
    case KERNELS_AVX512: return &loops_avx512;
#endif
    default: return &loops_portable;
    }
}
