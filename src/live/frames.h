// live/frames.h: the rule that WebSocket frames of clients are masked (RFC 6455, 5.1), which libwebsockets 4.1 does not
// enforce. Its reads go through a recv of ours (frames.c), which sees every byte of a connection exactly once.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Where in a stream of frames a connection is.
typedef struct FrameReader {
    uint8_t at;      // bytes of the header read so far; 0: a frame begins
    uint8_t rest;    // bytes of the header still to come, once its second byte is known
    uint8_t n_long;  // how many of these are the length
    uint64_t length; // as read so far
    uint64_t left;   // bytes of the payload still to come
} FrameReader;

/// Follows n bytes. Returns n, or the number of bytes before the header without a mask that ends it: 0 and so on when the
/// header's first byte came before.
size_t frames_follow(FrameReader *reader, const uint8_t *bytes, size_t n);

/// A new connection at descriptor fd. False when its number is beyond what can be watched: do not accept it.
bool frames_open(int fd);
/// The connection speaks WebSocket from here on. False when its client did not wait for the answer: end it.
bool frames_upgrade(int fd);
/// The end, before the descriptor is closed.
void frames_close(int fd);
