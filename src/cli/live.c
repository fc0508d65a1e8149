// cli/live.c: `gradus live`: the Live Editor's server at the terminal.
#include "live/live.h"
#include "cli/cli.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_LIST = 16 };

static const char usage[] =
    "usage: gradus live [FILE|FOLDER] [--port N] [--bind ADDRESS --token-file FILE] [--base-path "
    "/x/]\n"
    "                   [--origin URL]… [--root FOLDER]… [--no-browser]\n"
    "  --port N          listen on this port (default: the first free one from 8765 on)\n"
    "  --bind ADDRESS    let other machines in through this address; needs --token-file\n"
    "  --token-file F    a token that always lets in (login form, or Authorization: Bearer); made "
    "when F is missing\n"
    "  --base-path /x/   the page is at /x/ (behind a portal or reverse proxy)\n"
    "  --origin URL      the page is reached through this address, too, such as "
    "https://portal.example.org\n"
    "  --root FOLDER     files may be used below this folder only (default: home, current folder, "
    "that of FILE)\n"
    "  --no-browser      only print the address\n";

typedef struct LiveArgs {
    LiveOptions options;
    const char *roots[MAX_LIST], *origins[MAX_LIST];
    bool browser;
} LiveArgs;

static bool parse_args(int argc, char **argv, LiveArgs *args) {
    LiveOptions *o = &args->options;
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(arg, "--no-browser")) {
            args->browser = false;
            continue;
        }
        if (arg[0] != '-') {
            if (o->open) return false;
            o->open = arg;
            continue;
        }
        if (!value) return false;
        i++;
        if (!strcmp(arg, "--port")) {
            char *end;
            long port = strtol(value, &end, 10);
            if (*end || port < 1 || port > 65535) return false;
            o->port = (int)port;
        } else if (!strcmp(arg, "--bind"))
            o->bind = value;
        else if (!strcmp(arg, "--base-path"))
            o->base_path = value;
        else if (!strcmp(arg, "--token-file"))
            o->token_file = value;
        else if (!strcmp(arg, "--root") && o->n_roots < MAX_LIST)
            args->roots[o->n_roots++] = value;
        else if (!strcmp(arg, "--origin") && o->n_origins < MAX_LIST)
            args->origins[o->n_origins++] = value;
        else
            return false;
    }
    return true;
}

/// Starts the user's browser, detached; says nothing when there is none.
static void open_browser(const char *url) {
    pid_t pid = fork();
    if (pid == 0) {
        if (fork() == 0) {
            setsid();
            if (freopen("/dev/null", "w", stderr) && freopen("/dev/null", "w", stdout))
                execlp("xdg-open", "xdg-open", url, (char *)NULL);
            _exit(127);
        }
        _exit(0);
    }
    if (pid > 0) waitpid(pid, NULL, 0);
}

static void on_started(void *self, const char *url) {
    LiveArgs *args = self;
    printf(
        "Gradus Live Editor: %s\n(the address works once; Enter prints a new one, Ctrl-C ends)\n",
        url);
    fflush(stdout);
    if (args->browser && (getenv("DISPLAY") || getenv("WAYLAND_DISPLAY"))) open_browser(url);
    args->browser = false;
}

static void on_notice(void *self, const char *text) {
    (void)self;
    fprintf(stderr, "gradus live: %s\n", text);
}

int command_live(int argc, char **argv) {
    LiveArgs args = {.browser = true};
    args.options.self = &args;
    args.options.roots = args.roots;
    args.options.origins = args.origins;
    args.options.started = on_started;
    args.options.notice = on_notice;
    if (!parse_args(argc, argv, &args)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    Ctx ctx;
    ctx_init(&ctx);
    Status status = live_serve(&ctx, &args.options);
    if (status != OK) fprintf(stderr, "gradus live: %s\n", error_message(&ctx.error));
    ctx_done(&ctx);
    return status == OK ? EXIT_GOOD : EXIT_FAILED;
}
