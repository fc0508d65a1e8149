// builtins/files.h: the files a program has open (fopen … fclose); shared with fprintf.
#pragma once
#include "builtins/env.h"

/// Writes to an open file: fid 1 is the host's output, 2 its error stream, 3… files of fopen. ERR_IO
/// "MATLAB:FileIO:InvalidFid" for unknown ones.
Status files_write(Env *env, int fid, const char *bytes, size_t n_bytes);
/// The stdio stream behind an fid ≥ 3 as void pointer (FILE *), null when it is not open.
void *files_stream(Env *env, int fid);
