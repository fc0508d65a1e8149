// The element by element loops of float_loops.h for the variant portable; CMakeLists.txt gives this
// file its flags.
#define LOOP_TABLE loops_portable
#include "tensor/kernels/cpu/float_loops.h"
