// cli/main.c: the gradus program: finds the command and hands over.
#include "cli/cli.h"
#include "nn/state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage; // null: not for people
} Command;

static const Command commands[] = {
    {"run", command_run, "run FILE [--figures FOLDER]        run a script or a live script"},
    {"export", command_export,
     "export IN OUT… [--run] [OPTIONS]         write a live script as PDF, Word, HTML, LaTeX, Markdown, notebook, …"},
    {"convert", command_convert, "convert IN OUT…                    the same without running: .m, .mlx, .ipynb, .md, …"},
    {"diff", command_diff, "diff A B [--ignore-outputs]         compare two live scripts of any format"},
    {"eval", command_eval, "eval CODE                           run code given on the command line"},
    {"test", command_test, "test [PATH…] [--examples]           run test scripts, or the examples of the help"},
    {"check", command_check, "check [--all] FILE…                 mistakes and doubtful places of programs, as the editor marks them"},
    {"help", command_help, "help [NAME]                         help on a function"},
    {"live", command_live, "live [FILE|FOLDER] [--port N] …        the Live Editor in the browser (live --help)"},
    {"kernel", command_kernel, NULL},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_usage(FILE *file) {
    fputs("Gradus " GRADUS_VERSION ": a laboratory for gradients in deep networks, MATLAB-compatible\n\n"
          "  gradus                                    the console\n", file);
    for (int i = 0; i < N_COMMANDS; i++)
        if (commands[i].usage) fprintf(file, "  gradus %s\n", commands[i].usage);
    fputs("  gradus --version\n", file);
}

int main(int argc, char **argv) {
    const char *fail_at = getenv("GRADUS_FAIL_AT"); // heard by the hostile build only
    if (fail_at) mem_fail_at(atoll(fail_at));
    nn_keep_freed_memory();
    if (argc < 2) return command_console();
    for (int i = 0; i < N_COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 2, argv + 2);
    if (strcmp(argv[1], "--version") == 0) {
        puts("gradus " GRADUS_VERSION);
        return EXIT_GOOD;
    }
    bool asked = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
    if (!asked) fprintf(stderr, "gradus: unknown command '%s'\n\n", argv[1]);
    print_usage(asked ? stdout : stderr);
    return asked ? EXIT_GOOD : EXIT_USAGE;
}
