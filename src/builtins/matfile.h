// builtins/matfile.h: values in MAT-files (versions 4 to 7.3 read; 6, 7 and 7.3 written), through
// matio. Strings are kept as character vectors and cell arrays of them; sparse matrices are read as
// full ones. Objects (tables, categorical and datetime arrays, networks, function handles …) have
// no open file format and are not stored.
#pragma once
#include "builtins/arguments.h"

typedef enum MatVersion { MAT_VERSION_6, MAT_VERSION_7, MAT_VERSION_73 } MatVersion;
typedef bool (*MatWanted)(void *self, const char *name);

/// The variables that `wanted` (null: all) asks for, as fields in the order of the file, and the
/// names of those that cannot be represented, separated by blanks, in `left_out`. ERR_IO when the
/// file is damaged, ERR_LIMIT, ERR_NOMEM.
Status matfile_read(Ctx *ctx, const char *path, MatWanted wanted, void *self, StructArray **ret,
                    Buf *left_out);
/// Compares what the headers in a version 5 file declare with the bytes that are there (matfile_check.c); done
/// before matio reads it. ERR_IO when it is damaged, ERR_LIMIT.
Status matfile_check(Ctx *ctx, const char *path);
/// True when a value can be stored; else *ret_class is the class that cannot.
bool matfile_can_hold(Value v, const char **ret_class);
/// Writes the fields of a scalar struct as variables, beside the file and then in its place; with
/// `append` the variables that are there already and are not replaced stay. ERR_IO leaves the old
/// file.
Status matfile_write(Ctx *ctx, const char *path, MatVersion version, bool append,
                     const StructArray *variables);
