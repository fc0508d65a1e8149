// Memory that is left: the machine, control groups and the address space, read from files made for the test.
#include "base/mem_room.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const size_t MIB = (size_t)1 << 20;

/// Writes root/path, folders made on the way.
static void put(const char *root, const char *path, const char *text) {
    char full[512];
    snprintf(full, sizeof full, "%s%s", root, path);
    for (char *at = full + strlen(root) + 1; (at = strchr(at, '/')); at++) {
        *at = 0;
        mkdir(full, 0700);
        *at = '/';
    }
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void remove_all(const char *root) {
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    assert_int_equal(system(command), 0);
}

typedef struct Case {
    const char *what;
    const char *files[12]; // path, text, …
    size_t total_mib, left_mib;
} Case;

// left = what is available less a 32nd of the total; every number by hand.
static const Case cases[] = {
    {"nothing is known", {NULL}, 0, 0},
    {"the machine", {"/proc/meminfo", "MemTotal: 65536 kB\nMemFree: 1 kB\nMemAvailable: 32768 kB\n"}, 64, 30},
    {"swap counts", {"/proc/meminfo", "MemTotal: 65536 kB\nMemAvailable: 32768 kB\nSwapFree: 8192 kB\n"}, 64, 38},
    {"a control group, caches of files count as free",
     {"/proc/meminfo", "MemTotal: 65536 kB\nMemAvailable: 62464 kB\n", "/proc/self/cgroup", "0::/a/b\n",
      "/sys/fs/cgroup/a/b/memory.max", "33554432\n", "/sys/fs/cgroup/a/b/memory.current", "25165824\n",
      "/sys/fs/cgroup/a/b/memory.stat", "anon 1\ninactive_file 4194304\nactive_file 7\n"},
     32, 11},
    {"a group without limit inside one with",
     {"/proc/meminfo", "MemTotal: 65536 kB\nMemAvailable: 62464 kB\n", "/proc/self/cgroup", "0::/a/b\n",
      "/sys/fs/cgroup/a/b/memory.max", "max\n", "/sys/fs/cgroup/a/memory.max", "33554432\n",
      "/sys/fs/cgroup/a/memory.current", "31457280\n"},
     32, 1},
    {"the older groups",
     {"/proc/meminfo", "MemTotal: 65536 kB\nMemAvailable: 62464 kB\n", "/proc/self/cgroup", "5:cpu:/x\n4:memory:/job\n0::/\n",
      "/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "33554432\n",
      "/sys/fs/cgroup/memory/job/memory.usage_in_bytes", "10485760\n"},
     32, 21},
    {"granted but not touched", // 4 KiB pages: 1 GiB of data, 256 MiB touched; 512 MiB are free
     {"/proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\n", "/proc/self/statm",
      "300000 66560 1024 100 0 262144 0\n"},
     4096, 2048 - 256 - 128},
    {"shadow memory does not count",
     {"/proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\n", "/proc/self/statm",
      "5000000000 66560 1024 100 0 5000000000 0\n"},
     4096, 2048 - 128},
};

static void test_limits(void **state) {
    (void)state;
    if (sysconf(_SC_PAGESIZE) != 4096) skip();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char root[] = "/tmp/mem_room_XXXXXX";
        assert_non_null(mkdtemp(root));
        for (int f = 0; cases[i].files[f]; f += 2) put(root, cases[i].files[f], cases[i].files[f + 1]);
        MemRoom room = mem_room(root);
        size_t total = cases[i].total_mib ? cases[i].total_mib * MIB : SIZE_MAX,
               left = cases[i].left_mib ? cases[i].left_mib * MIB : SIZE_MAX;
        if (room.total != total || room.left != left)
            fail_msg("%s: total %zu, left %zu; want %zu, %zu", cases[i].what, room.total, room.left, total, left);
        remove_all(root);
    }
}

static void test_this_machine(void **state) {
    (void)state;
    MemRoom room = mem_room("");
    assert_true(room.left > 0 && room.left <= room.total);
    void *big = mem_alloc(room.left == SIZE_MAX ? SIZE_MAX / 2 : room.total); // more than is left, whatever else runs
    assert_null(big);
    void *small = mem_alloc(100);
    assert_non_null(small);
    mem_free(small);
}

/// In a limited address space a request that does not fit is refused while small ones go on.
static void test_address_space(void **state) {
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip(); // shadow memory needs more
#endif
    pid_t child = fork();
    if (child == 0) {
        struct rlimit space = {(rlim_t)512 * MIB, (rlim_t)512 * MIB};
        setrlimit(RLIMIT_AS, &space);
        MemRoom room = mem_room("");
        void *big = mem_alloc_zero(600 * MIB), *fits = mem_alloc(100 * MIB), *small = mem_alloc(1000);
        _exit(room.total == 512 * MIB && room.left < 512 * MIB && !big && fits && small ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_limits), cmocka_unit_test(test_this_machine),
                                       cmocka_unit_test(test_address_space)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
