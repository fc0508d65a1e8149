// doc/package/zip_calls.h: libzip, loaded at the first package: it brings a TLS library with it.
// After zip_prepare its functions are called by their own names.
#pragma once
#include "base/library.h"
#include <zip.h>

#define ZIP_CALLS(F)                    \
    F(zip_close)                        \
    F(zip_discard)                      \
    F(zip_error_code_zip)               \
    F(zip_error_fini)                   \
    F(zip_error_init)                   \
    F(zip_fclose)                       \
    F(zip_file_add)                     \
    F(zip_file_set_dostime)             \
    F(zip_file_set_external_attributes) \
    F(zip_fopen_index)                  \
    F(zip_fread)                        \
    F(zip_get_num_entries)              \
    F(zip_open_from_source)             \
    F(zip_set_file_compression)         \
    F(zip_source_buffer)                \
    F(zip_source_buffer_create)         \
    F(zip_source_close)                 \
    F(zip_source_free)                  \
    F(zip_source_keep)                  \
    F(zip_source_open)                  \
    F(zip_source_read)                  \
    F(zip_source_stat)                  \
    F(zip_stat_index)

typedef struct ZipCalls {
    ZIP_CALLS(LIBRARY_POINTER)
} ZipCalls;
extern ZipCalls zip_calls;

/// Loads the library.  Fails  ERR_UNSUPPORTED
Status zip_prepare(Ctx *ctx);

#ifndef ZIP_CALLS_TABLE
#define zip_close zip_calls.zip_close
#define zip_discard zip_calls.zip_discard
#define zip_error_code_zip zip_calls.zip_error_code_zip
#define zip_error_fini zip_calls.zip_error_fini
#define zip_error_init zip_calls.zip_error_init
#define zip_fclose zip_calls.zip_fclose
#define zip_file_add zip_calls.zip_file_add
#define zip_file_set_dostime zip_calls.zip_file_set_dostime
#define zip_file_set_external_attributes zip_calls.zip_file_set_external_attributes
#define zip_fopen_index zip_calls.zip_fopen_index
#define zip_fread zip_calls.zip_fread
#define zip_get_num_entries zip_calls.zip_get_num_entries
#define zip_open_from_source zip_calls.zip_open_from_source
#define zip_set_file_compression zip_calls.zip_set_file_compression
#define zip_source_buffer zip_calls.zip_source_buffer
#define zip_source_buffer_create zip_calls.zip_source_buffer_create
#define zip_source_close zip_calls.zip_source_close
#define zip_source_free zip_calls.zip_source_free
#define zip_source_keep zip_calls.zip_source_keep
#define zip_source_open zip_calls.zip_source_open
#define zip_source_read zip_calls.zip_source_read
#define zip_source_stat zip_calls.zip_source_stat
#define zip_stat_index zip_calls.zip_stat_index
#endif
