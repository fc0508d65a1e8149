// live/kernel/kernel.h: the kernel process of one document: an engine that talks over a socket.
// Messages are those of protocol.txt ("toward", "kernel" and "report"): a 4-byte little-endian length
// and one JSON object. Requests carry "id" and are answered by {"t":"reply","id",…} or
// {"t":"failure","id","error","message"}.
// Tests: tests/unit/live/test_kernel.c, test_stop.c.
#pragma once

/// Serves the socket `fd` until the other end closes it or the user's code calls exit; returns the
/// exit status of the process. Takes over the calling process (which should be freshly forked or
/// started: `gradus kernel FD`): starts a reading thread, ignores SIGPIPE; SIGINT asks the running
/// code to stop. Standard output and error stay as they are and are not written to, but by programs
/// that user code starts. The first message sent is `ready`.
/// Flow: the socket may block. Messages queue in the kernel while the other end does not read, up
/// to 64 MiB, then the running code waits; of `drew` and `variables` at most one (the newest) waits
/// for each figure.
int kernel_main(int fd);
