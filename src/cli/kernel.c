// cli/kernel.c: `gradus kernel FD`: the process that runs one document's code; started by `gradus live`.
#include "live/kernel/kernel.h"
#include "cli/cli.h"
#include <stdio.h>
#include <stdlib.h>

int command_kernel(int argc, char **argv) {
    char *end = NULL;
    long fd = argc == 1 ? strtol(argv[0], &end, 10) : -1;
    if (!end || *end || fd < 0 || fd > 1 << 20) {
        fputs("gradus kernel FD: FD is the number of an open socket\n", stderr);
        return EXIT_USAGE;
    }
    return kernel_main((int)fd);
}
