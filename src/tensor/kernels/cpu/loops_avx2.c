// The element by element loops of float_loops.h for the variant avx2; CMakeLists.txt gives this
// file its flags.
#define LOOP_TABLE loops_avx2
#include "tensor/kernels/cpu/float_loops.h"
