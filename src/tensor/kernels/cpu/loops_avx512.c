// The element by element loops of float_loops.h for the variant avx512; CMakeLists.txt gives this
// file its flags.
#define LOOP_TABLE loops_avx512
#include "tensor/kernels/cpu/float_loops.h"
