// The float32 kernels without an instruction set of their own: vectors of four that every compiler
// can lower.
#define FMADD(a, b, c) ((a) * (b) + (c))
#include "tensor/kernels/cpu/f32_loops.h"

typedef float Float4 __attribute__((vector_size(16)));

static inline Float4 load4(const float *p) {
    Float4 v;
    memcpy(&v, p, sizeof v);
    return v;
}
static inline void store4(float *p, Float4 v) {
    memcpy(p, &v, sizeof v);
}
static inline Float4 mask_load(Index rows, const float *p) {
    Float4 v = {0, 0, 0, 0};
    if (rows == 4) return load4(p);
    for (Index i = 0; i < rows; i++) v[i] = p[i];
    return v;
}
static inline void mask_store(float *p, Index rows, Float4 v) {
    if (rows == 4) {
        store4(p, v);
        return;
    }
    for (Index i = 0; i < rows; i++) p[i] = v[i];
}

#define V Float4
#define VL 4
#define VZERO ((Float4){0, 0, 0, 0})
#define VSET1(x) ((Float4){(x), (x), (x), (x)})
#define VLOAD(p) load4(p)
#define VSTORE(p, v) store4((p), (v))
#define VFMA(a, b, c) ((a) * (b) + (c))
#define VADD(a, b) ((a) + (b))
#define VMASK Index
#define VMASK_MAKE(rows) (rows)
#define VMASK_LOAD(mask, p) mask_load((mask), (p))
#define VMASK_STORE(p, mask, v) mask_store((p), (mask), (v))
#define TILE_COLUMNS 4
#define TILE_ROWS (2 * VL)
#include "tensor/kernels/cpu/gemm_tiles.h"

#define KERNEL_TABLE kernels_f32_portable
#define KERNEL_VARIANT KERNELS_PORTABLE
#define KERNEL_NAME "portable"
#include "tensor/kernels/cpu/f32_table.h"
