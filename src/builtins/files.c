// builtins/files.c: open files, and whole files of text, numbers or lines.
#include "builtins/files.h"
#include "base/file.h"
#include "builtins/arguments.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

// ---- the table of open files
// ----------------------------------------------------------------------------------------------
enum { FIRST_FID = 3, MAX_FILES = 256 };
typedef struct OpenFiles {
    FILE *stream[MAX_FILES]; // by fid - FIRST_FID
    char *name[MAX_FILES];
    char mode[MAX_FILES][8];
} OpenFiles;
static void files_free(OpenFiles *files) {
    for (int i = 0; i < MAX_FILES; i++) {
        if (files->stream[i]) fclose(files->stream[i]);
        mem_free(files->name[i]);
    }
    mem_free(files);
}
void *files_stream(Env *env, int fid) {
    bool ours = fid >= FIRST_FID && fid < FIRST_FID + MAX_FILES;
    return env->files && ours ? env->files->stream[fid - FIRST_FID] : NULL;
}
Status files_write(Env *env, int fid, const char *bytes, size_t n_bytes) {
    if (fid == 1) {
        env_write(env, bytes, n_bytes);
        return OK;
    }
    if (fid == 2) {
        if (env->host && env->host->write)
            env->host->write(env->host->self, HOST_ERROR, bytes, n_bytes);
        return OK;
    }
    FILE *f = files_stream(env, fid);
    if (!f)
        return ctx_fail(env->ctx, ERR_IO, "MATLAB:FileIO:InvalidFid",
                        "Invalid file identifier. Use fopen to generate a valid file identifier.");
    if (fwrite(bytes, 1, n_bytes, f) != n_bytes)
        return ctx_fail(env->ctx, ERR_IO, "MATLAB:FileIO:writeFailed",
                        "Writing to the file failed: %s.", strerror(errno));
    return OK;
}
static Status arg_stream(Call *call, FILE **ret) {
    double fid;
    TRY(arg_double(call, 0, &fid));
    *ret =
        fid >= FIRST_FID && fid < FIRST_FID + MAX_FILES ? files_stream(call->env, (int)fid) : NULL;
    if (*ret) return OK;
    return call_fail(call, ERR_IO, "MATLAB:FileIO:InvalidFid",
                     "Invalid file identifier. Use fopen to generate a valid file identifier.");
}

BUILTIN(fopen,
        "fid = fopen(filename)\nfid = fopen(filename,permission)\n[fid,errmsg] = fopen(...)\nfids "
        "= fopen(\"all\")\nname = fopen(fid)",
        ARITY(1, 4, 3), "Opens a file.",
        "filename: path\npermission: \"r\" (default), \"w\", \"a\", \"r+\", \"w+\", \"a+\", with "
        "\"b\" or \"t\"",
        "fid: number of the file, -1 when it cannot be opened\nerrmsg: why",
        "Fails for unknown permissions.",
        "fid = fopen(tempname,\"w\");\nassert(fid >= 3)\nfclose(fid);",
        "fclose, fprintf, fgetl, fread") {
    OpenFiles *files = call->env->files;
    if (!arg_is_text(call, 0)) {
        double fid;
        TRY(arg_double(call, 0, &fid));
        bool open = fid >= FIRST_FID && fid < FIRST_FID + MAX_FILES &&
                    files_stream(call->env, (int)fid) != NULL;
        return ret_text(call, 0,
                        open       ? files->name[(int)fid - FIRST_FID]
                        : fid == 1 ? "stdout"
                                   : "");
    }
    if (arg_is_word(call, 0, "all")) {
        double fids[MAX_FILES];
        Index n = 0;
        for (int i = 0; files && i < MAX_FILES; i++) {
            if (files->stream[i]) fids[n++] = i + FIRST_FID;
        }
        Tensor *t = NULL;
        TRY(tensor_column(call->ctx, fids, n, &t));
        ret_tensor(call, 0, t);
        return OK;
    }
    OWN_MEM char *name = NULL, *permission = NULL;
    TRY(arg_text(call, 0, &name));
    if (call->nargin > 1 && !arg_is_empty(call, 1)) TRY(arg_text(call, 1, &permission));
    const char *p = permission ? permission : "r";
    if (!strchr("rwaWA", p[0]) || strlen(p) > 3)
        return call_fail(call, ERR_ARG, "MATLAB:FileIO:InvalidPermission", "Invalid permission.");
    char mode[8] = {p[0] == 'W' ? 'w' : p[0] == 'A' ? 'a' : p[0], strchr(p, '+') ? '+' : 0};
    if (!files) {
        files = mem_alloc_zero(sizeof *files);
        if (!files) return ctx_fail_nomem(call->ctx);
        call->env->files = files;
        call->env->files_free = files_free;
    }
    int slot = 0;
    while (slot < MAX_FILES && files->stream[slot]) slot++;
    FILE *f = NULL;
    if (slot == MAX_FILES)
        errno = EMFILE;
    else
        f = file_is_folder(name) ? NULL : fopen(name, mode);
    if (f) {
        mem_free(files->name[slot]);
        files->name[slot] = mem_dup(name);
        files->stream[slot] = f;
        snprintf(files->mode[slot], sizeof files->mode[slot], "%s", p);
    }
    ret_double(call, 0, f ? slot + FIRST_FID : -1);
    if (call->nargout > 1) TRY(ret_text(call, 1, f ? "" : strerror(errno)));
    return OK;
}
BUILTIN(fclose, "fclose(fid)\nfclose(\"all\")\nstatus = fclose(...)", ARITY(1, 1, 1),
        "Closes files.", "fid: number of an open file", "status: 0, or -1 when closing failed",
        "Fails for numbers that are not open.",
        "fid = fopen(tempname,\"w\");\nassert(fclose(fid) == 0)", "fopen") {
    int failed = 0;
    if (arg_is_word(call, 0, "all")) {
        for (int i = 0; call->env->files && i < MAX_FILES; i++) {
            if (call->env->files->stream[i]) failed |= fclose(call->env->files->stream[i]);
            call->env->files->stream[i] = NULL;
        }
    } else {
        double fid;
        FILE *f;
        TRY(arg_double(call, 0, &fid));
        TRY(arg_stream(call, &f));
        failed = fclose(f);
        call->env->files->stream[(int)fid - FIRST_FID] = NULL;
    }
    if (call->nargout > 0) ret_double(call, 0, failed ? -1 : 0);
    return OK;
}
static Status read_line(Call *call, bool keep_newline) {
    FILE *f;
    TRY(arg_stream(call, &f));
    OWN_BUF line = BUF_INIT;
    int c;
    while ((c = fgetc(f)) != EOF) {
        buf_putc(&line, (char)c);
        if (c == '\n') break;
    }
    if (line.failed) return ctx_fail_nomem(call->ctx);
    if (line.len == 0 && c == EOF) {
        ret_double(call, 0, -1);
        return OK;
    }
    size_t n = line.len;
    if (!keep_newline && n && line.data[n - 1] == '\n') n--;
    if (!keep_newline && n && line.data[n - 1] == '\r') n--;
    return value_from_utf8(call->ctx, line.data, n, &call->ret[0]);
}
BUILTIN(fgetl, "tline = fgetl(fid)", ARITY(1, 1, 1), "Next line of a file, without its newline.",
        "fid: open file", "tline: char vector, -1 at the end of the file",
        "Fails for numbers that are not open.",
        "f = tempname;\nwritelines([\"a\" \"b\"],f)\nfid = "
        "fopen(f);\nassert(strcmp(fgetl(fid),'a'))\nfclose(fid);\ndelete(f)",
        "fgets, fopen, feof, readlines") {
    return read_line(call, false);
}
BUILTIN(fgets, "tline = fgets(fid)", ARITY(1, 2, 1), "Next line of a file, with its newline.",
        "fid: open file", "tline: char vector, -1 at the end of the file",
        "Fails for numbers that are not open.",
        "f = tempname;\nwritelines(\"a\",f)\nfid = fopen(f);\nassert(isequal(fgets(fid),['a' "
        "newline]))\nfclose(fid);\ndelete(f)",
        "fgetl, fopen") {
    if (call->nargin > 1) return ctx_fail_unsupported(call->ctx, "fgets with a length");
    return read_line(call, true);
}
BUILTIN(feof, "tf = feof(fid)", ARITY(1, 1, 1), "True at the end of a file.", "fid: open file",
        "tf: logical scalar", "Fails for numbers that are not open.",
        "f = tempname;\nwritelines(\"a\",f)\nfid = "
        "fopen(f);\nfgetl(fid);\nassert(feof(fid))\nfclose(fid);\ndelete(f)",
        "fgetl, fopen") {
    FILE *f;
    TRY(arg_stream(call, &f));
    int c = fgetc(f);
    if (c != EOF) ungetc(c, f);
    ret_bool(call, 0, c == EOF);
    return OK;
}
BUILTIN(ftell, "position = ftell(fid)", ARITY(1, 1, 1), "Position in a file, in bytes.",
        "fid: open file", "position: number", "Fails for numbers that are not open.",
        "fid = fopen(tempname,\"w\");\nassert(ftell(fid) == 0)\nfclose(fid);", "fseek, frewind") {
    FILE *f;
    TRY(arg_stream(call, &f));
    ret_double(call, 0, (double)ftell(f));
    return OK;
}
BUILTIN(fseek, "status = fseek(fid,offset,origin)", ARITY(3, 3, 1),
        "Moves to a position in a file.",
        "fid: open file\noffset: bytes\norigin: \"bof\", \"cof\", \"eof\" or -1, 0, 1",
        "status: 0, or -1 when it failed", "Fails for numbers that are not open.",
        "fid = fopen(tempname,\"w\");\nassert(fseek(fid,0,\"bof\") == 0)\nfclose(fid);",
        "ftell, frewind") {
    FILE *f;
    double offset, origin = -1;
    TRY(arg_stream(call, &f));
    TRY(arg_double(call, 1, &offset));
    if (arg_is_text(call, 2))
        origin = arg_is_word(call, 2, "eof") ? 1 : arg_is_word(call, 2, "cof") ? 0 : -1;
    else
        TRY(arg_double(call, 2, &origin));
    if (!(fabs(offset) < 9e15))
        return call_fail(call, ERR_ARG, "MATLAB:FileIO:InvalidOffset",
                         "The offset must be a finite number of bytes.");
    ret_double(call, 0,
               fseek(f, (long)offset,
                     origin < 0   ? SEEK_SET
                     : origin > 0 ? SEEK_END
                                  : SEEK_CUR)
                   ? -1
                   : 0);
    return OK;
}
BUILTIN(frewind, "frewind(fid)", ARITY(1, 1, 0), "Moves to the start of a file.", "fid: open file",
        "", "Fails for numbers that are not open.",
        "fid = fopen(tempname,\"w\");\nfrewind(fid)\nfclose(fid);", "fseek") {
    FILE *f;
    TRY(arg_stream(call, &f));
    rewind(f);
    return OK;
}

// ---- binary data
// -------------------------------------------------------------------------------------------------------------
static bool precision_class(const char *name, NumClass *ret) {
    static const struct {
        const char *name;
        NumClass cls;
    } words[] = {{"uchar", CLASS_UINT8},   {"schar", CLASS_INT8},     {"char", CLASS_UINT8},
                 {"char*1", CLASS_UINT8},  {"short", CLASS_INT16},    {"ushort", CLASS_UINT16},
                 {"int", CLASS_INT32},     {"uint", CLASS_UINT32},    {"long", CLASS_INT64},
                 {"ulong", CLASS_UINT64},  {"float", CLASS_SINGLE},   {"float32", CLASS_SINGLE},
                 {"real*4", CLASS_SINGLE}, {"float64", CLASS_DOUBLE}, {"real*8", CLASS_DOUBLE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].name, name) == 0) {
            *ret = words[i].cls;
            return true;
        }
    }
    return class_from_name(name, ret) && *ret < CLASS_LOGICAL;
}
static void swap_elements(void *data, size_t n, size_t size) {
    uint8_t *p = data;
    for (size_t k = 0; k < n; k++, p += size) {
        for (size_t i = 0; i < size / 2; i++) {
            uint8_t b = p[i];
            p[i] = p[size - 1 - i];
            p[size - 1 - i] = b;
        }
    }
}
static Status read_endian(Call *call, int i, bool *ret_swap) {
    static const char *const words[] = {"native", "n", "l", "ieee-le", "b", "ieee-be", NULL};
    int word;
    *ret_swap = false;
    if (i >= call->nargin) return OK;
    TRY(arg_choice(call, i, words, &word));
    *ret_swap = word >= 4;
    return OK;
}
BUILTIN(fread,
        "A = fread(fid)\nA = fread(fid,sizeA)\nA = fread(fid,sizeA,precision)\nA = "
        "fread(fid,sizeA,precision,skip,machinefmt)\n[A,count] = fread(...)",
        ARITY(1, 5, 2), "Reads binary data.",
        "fid: open file\nsizeA: Inf, n, or [m n]\nprecision: class, \"*class\" to keep it, or "
        "\"from=>to\"\nmachinefmt: \"l\" or \"b\" for the order of bytes",
        "A: column or matrix\ncount: elements read", "Fails for numbers that are not open.",
        "f = tempname;\nfid = fopen(f,\"w\");\nfwrite(fid,[1 2 3]);\nfclose(fid);\nfid = "
        "fopen(f);\nassert(isequal(fread(fid),[1;2;3]))\nfclose(fid);\ndelete(f)",
        "fwrite, fopen, fileread") {
    FILE *f;
    NumClass from = CLASS_UINT8, to = CLASS_DOUBLE;
    OWN_TENSOR *size = NULL;
    bool swap;
    TRY(arg_stream(call, &f));
    if (call->nargin > 1) TRY(arg_doubles(call, 1, &size));
    if (call->nargin > 2) {
        OWN_MEM char *precision = NULL;
        TRY(arg_text(call, 2, &precision));
        char *arrow = strstr(precision, "=>"), *source = precision;
        bool keep = precision[0] == '*';
        if (arrow) *arrow = 0;
        if (keep) source++;
        bool ok = precision_class(source, &from);
        if (keep) to = from;
        if (arrow && strcmp(arrow + 2, "char") == 0)
            to = CLASS_CHAR;
        else if (arrow)
            ok = ok && precision_class(arrow + 2, &to);
        if (keep && strcmp(source, "char") == 0) to = CLASS_CHAR;
        if (!ok)
            return call_fail(call, ERR_ARG, "MATLAB:FileIO:InvalidPrecision", "Invalid precision.");
    }
    if (call->nargin > 3) {
        double skip;
        TRY(arg_double(call, 3, &skip));
        if (skip != 0) return ctx_fail_unsupported(call->ctx, "skipping bytes in fread");
    }
    TRY(read_endian(call, 4, &swap));
    double rows = size && size->numel ? tensor_get(size, 0) : INFINITY,
           columns = size && size->numel > 1 ? tensor_get(size, 1) : 1;
    double limit = rows * columns;
    size_t width = class_size(from);
    OWN_BUF bytes = BUF_INIT;
    char chunk[65536];
    while ((double)bytes.len < limit * (double)width) {
        double left = limit * (double)width - (double)bytes.len;
        size_t want = left < sizeof chunk ? (size_t)left : sizeof chunk,
               n = fread(chunk, 1, want, f);
        buf_put(&bytes, chunk, n);
        if (n < want || bytes.failed) break;
        TRY(ctx_check_stop(call->ctx));
    }
    if (bytes.failed) return ctx_fail_nomem(call->ctx);
    Index n = (Index)(bytes.len / width);
    Shape shape = shape_2d(n, 1);
    if (size && size->numel > 1 && rows > 0)
        shape = shape_2d((Index)rows, (n + (Index)rows - 1) / (Index)rows);
    OWN_TENSOR *raw = NULL;
    Tensor *y = NULL;
    TRY(tensor_zeros(call->ctx, from, &shape, &raw));
    memcpy(raw->data, buf_text(&bytes), (size_t)n * width);
    if (swap) swap_elements(raw->data, (size_t)n, width);
    TRY(tensor_cast(call->ctx, raw, to, &y));
    ret_tensor(call, 0, y);
    if (call->nargout > 1) ret_double(call, 1, (double)n);
    return OK;
}
BUILTIN(fwrite,
        "fwrite(fid,A)\nfwrite(fid,A,precision)\nfwrite(fid,A,precision,skip,machinefmt)\ncount = "
        "fwrite(...)",
        ARITY(2, 5, 1), "Writes binary data.",
        "fid: open file\nA: array\nprecision: class, \"uint8\" by default\nmachinefmt: \"l\" or "
        "\"b\" for the order of bytes",
        "count: elements written", "Fails for numbers that are not open.",
        "f = tempname;\nfid = fopen(f,\"w\");\nassert(fwrite(fid,[1 2],\"int16\") == "
        "2)\nfclose(fid);\ndelete(f)",
        "fread, fopen, fprintf") {
    FILE *f;
    NumClass cls = CLASS_UINT8;
    OWN_TENSOR *a = NULL, *y = NULL;
    bool swap;
    TRY(arg_stream(call, &f));
    TRY(arg_tensor(call, 1, &a));
    if (call->nargin > 2) {
        OWN_MEM char *precision = NULL;
        TRY(arg_text(call, 2, &precision));
        if (!precision_class(precision, &cls))
            return call_fail(call, ERR_ARG, "MATLAB:FileIO:InvalidPrecision", "Invalid precision.");
    }
    TRY(read_endian(call, 4, &swap));
    TRY(tensor_cast(call->ctx, a, cls, &y));
    if (swap) {
        TRY(tensor_make_sole(call->ctx, &y));
        swap_elements(y->data, (size_t)y->numel, class_size(cls));
    }
    size_t n = fwrite(y->data, class_size(cls), (size_t)y->numel, f);
    if (call->nargout > 0) ret_double(call, 0, (double)n);
    return OK;
}

// ---- whole files
// -----------------------------------------------------------------------------------------------------------------
static Status read_whole(Call *call, int i, Buf *out) {
    OWN_MEM char *path = NULL;
    TRY(arg_text(call, i, &path));
    if (!file_exists(path))
        return call_fail(call, ERR_IO, "MATLAB:fileread:cannotOpenFile",
                         "Could not open file %s. No such file or directory.", path);
    return file_read(call->ctx, path, (size_t)1 << 32, out);
}
BUILTIN(fileread, "text = fileread(filename)", ARITY(1, 3, 1), "Whole file as text.",
        "filename: path of a UTF-8 file", "text: char vector",
        "Fails when the file cannot be read.",
        "f = tempname;\nwritelines(\"hi\",f)\nassert(strcmp(strtrim(fileread(f)),'hi'))\ndelete(f)",
        "readlines, fopen, writelines") {
    OWN_BUF text = BUF_INIT;
    TRY(read_whole(call, 0, &text));
    return value_from_utf8(call->ctx, buf_text(&text), text.len, &call->ret[0]);
}
BUILTIN(readlines,
        "lines = readlines(filename)\nlines = readlines(filename,\"EmptyLineRule\",rule)",
        ARITY(1, 7, 1), "Lines of a file as a string column.",
        "filename: path of a UTF-8 file\nrule: \"read\" (default) or \"skip\" for empty lines",
        "lines: string column; a newline at the end gives a last empty line",
        "Fails when the file cannot be read.",
        "f = tempname;\nwritelines([\"a\";\"b\"],f)\nlines = "
        "readlines(f);\nassert(isequal(lines(1:2),[\"a\";\"b\"]))\ndelete(f)",
        "fileread, writelines, fgetl") {
    OWN_BUF text = BUF_INIT;
    Option o[] = {{"EmptyLineRule", NULL}, {"WhitespaceRule", NULL}, {"Encoding", NULL}};
    TRY(arg_options(call, 1, o, 3));
    bool skip = false;
    if (o[0].value) {
        OWN_MEM char *rule = NULL;
        TRY(value_to_utf8(call->ctx, *o[0].value, &rule));
        skip = text_same(rule, "skip");
    }
    TRY(read_whole(call, 0, &text));
    const char *p = buf_text(&text), *end = p + text.len;
    Index n = 1, kept = 0;
    for (const char *q = p; q < end; q++) n += *q == '\n';
    Shape shape = shape_2d(n, 1);
    OWN_STRINGS *s = NULL;
    TRY(string_new(call->ctx, &shape, &s));
    for (Index i = 0; i < n; i++) {
        const char *q = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((q ? q : end) - p);
        if (len && p[len - 1] == '\r') len--;
        if (len || !skip) TRY(text_new(call->ctx, p, len, &s->items[kept++]));
        p = q ? q + 1 : end;
    }
    s->shape = shape_2d(kept, 1);
    s->numel = kept;
    call->ret[0] = value_take_string(GIVE(s));
    return OK;
}
BUILTIN(writelines, "writelines(lines,filename)\nwritelines(...,\"WriteMode\",mode)",
        ARITY(2, 6, 0), "Writes text to a file, one line per element.",
        "lines: string array, cellstr or char vector\nfilename: path\nmode: \"overwrite\" "
        "(default) or \"append\"",
        "", "Fails when the file cannot be written.",
        "f = tempname;\nwritelines(\"hi\",f)\nassert(isfile(f))\ndelete(f)",
        "readlines, fileread, fprintf") {
    OWN_STRINGS *lines = NULL;
    OWN_MEM char *path = NULL;
    OWN_BUF text = BUF_INIT;
    Option o[] = {{"WriteMode", NULL},
                  {"LineEnding", NULL},
                  {"Encoding", NULL},
                  {"TrailingLineEndingRule", NULL}};
    TRY(arg_strings(call, 0, &lines));
    TRY(arg_text(call, 1, &path));
    TRY(arg_options(call, 2, o, 4));
    if (o[0].value) {
        OWN_MEM char *mode = NULL;
        TRY(value_to_utf8(call->ctx, *o[0].value, &mode));
        if (text_same(mode, "append") && file_exists(path))
            TRY(file_read(call->ctx, path, (size_t)1 << 32, &text));
    }
    for (Index i = 0; i < lines->numel; i++) {
        if (lines->items[i]) buf_put(&text, lines->items[i]->bytes, lines->items[i]->n_bytes);
        buf_putc(&text, '\n');
    }
    if (text.failed) return ctx_fail_nomem(call->ctx);
    return file_write(call->ctx, path, buf_text(&text), text.len);
}

/// Numbers of a delimited text; leading lines without numbers are skipped. Missing fields are NaN.
static Status parse_matrix(Call *call, const char *text, const char *delimiters, Index skip_lines,
                           bool keep_text, Value *ret) {
    OWN_MEM double *data = NULL;
    Index n = 0, cap = 0, rows = 0, columns = 0;
    const char *p = text;
    for (Index line = 0; *p; line++) {
        const char *end = p + strcspn(p, "\n");
        double row[4096];
        Index count = 0;
        bool any = false;
        for (const char *q = p; line >= skip_lines && q <= end && count < 4096;) {
            size_t len = strcspn(q, delimiters);
            if (q + len > end) len = (size_t)(end - q);
            const char *stop = q + len;
            bool blanks = strchr(delimiters, ' ') != NULL;
            if (blanks && len == 0 && stop < end) {
                q = stop + 1;
                continue;
            }
            char *after;
            double v = strtod(q, &after);
            while (after < stop && (*after == ' ' || *after == '\r' || *after == '"')) after++;
            bool number = after == stop && after != q && len > 0;
            bool trailing = (blanks && len == 0) || (len == 1 && *q == '\r');
            if (!trailing || count == 0) row[count++] = number ? v : NAN;
            any = any || number;
            if (stop >= end) break;
            q = stop + 1;
        }
        p = *end ? end + 1 : end;
        if (count == 0 || (!any && (rows == 0 || !keep_text))) continue;
        if (count > columns && rows > 0) { // widen what is there
            double *wide = mem_alloc((size_t)(rows * count + 1) * sizeof *wide);
            if (!wide) return ctx_fail_nomem(call->ctx);
            for (Index i = 0; i < rows * count; i++)
                wide[i] = i % count < columns ? data[i / count * columns + i % count] : NAN;
            mem_free(data);
            data = wide;
            n = cap = rows * count;
        }
        if (count > columns) columns = count;
        if (n + columns > cap) {
            cap = 2 * (n + columns);
            double *more = mem_realloc(data, (size_t)cap * sizeof *more);
            if (!more) return ctx_fail_nomem(call->ctx);
            data = more;
        }
        for (Index c = 0; c < columns; c++) data[n++] = c < count ? row[c] : NAN;
        rows++;
        TRY(ctx_check_stop(call->ctx));
    }
    Shape shape = shape_2d(rows, columns);
    Tensor *t = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &t));
    for (Index i = 0; i < rows * columns; i++)
        tensor_f64(t)[i % columns * rows + i / columns] = data[i];
    *ret = value_take_tensor(t);
    return OK;
}
static const char *detect_delimiters(const char *text) {
    const char *line = text;
    for (int k = 0; k < 5 && *line; k++) {
        size_t n = strcspn(line, "\n");
        if (memchr(line, ',', n)) return ",\n";
        if (memchr(line, ';', n)) return ";\n";
        if (memchr(line, '\t', n)) return "\t\n";
        line += n + (line[n] != 0);
    }
    return " \n";
}
BUILTIN(readmatrix,
        "A = readmatrix(filename)\nA = readmatrix(filename,\"NumHeaderLines\",n,\"Delimiter\",d)",
        ARITY(1, 7, 1), "Matrix of numbers from a delimited text file.",
        "filename: path\nNumHeaderLines: lines to skip\nDelimiter: character; found out by default",
        "A: matrix; fields without numbers are NaN", "Fails when the file cannot be read.",
        "f = tempname;\nwritelines([\"a,b\";\"1,2\";\"3,4\"],f)\nassert(isequal(readmatrix(f),[1 "
        "2;3 4]))\ndelete(f)",
        "writematrix, readlines, load") {
    OWN_BUF text = BUF_INIT;
    OWN_MEM char *delimiter = NULL;
    Option o[] = {{"NumHeaderLines", NULL}, {"Delimiter", NULL}, {"FileType", NULL}};
    double skip = 0;
    TRY(arg_options(call, 1, o, 3));
    TRY(read_whole(call, 0, &text));
    if (o[0].value) TRY(value_to_double(call->ctx, *o[0].value, &skip));
    char set[3] = {0};
    const char *delimiters = detect_delimiters(buf_text(&text));
    if (o[1].value) {
        TRY(value_to_utf8(call->ctx, *o[1].value, &delimiter));
        set[0] = strcmp(delimiter, "\\t") == 0 ? '\t' : delimiter[0];
        set[1] = '\n';
        delimiters = set;
    }
    return parse_matrix(call, buf_text(&text), delimiters,
                        skip > 0 && skip < 1e15 ? (Index)skip : 0, true, &call->ret[0]);
}
BUILTIN(csvread, "A = csvread(filename)\nA = csvread(filename,row)", ARITY(1, 2, 1),
        "Matrix of numbers from a comma-separated file.", "filename: path\nrow: lines to skip",
        "A: matrix", "Fails when the file cannot be read.",
        "f = tempname;\nwritematrix([1 2;3 4],f)\nassert(isequal(csvread(f),[1 2;3 4]))\ndelete(f)",
        "readmatrix, writematrix") {
    OWN_BUF text = BUF_INIT;
    double skip = 0;
    if (call->nargin > 1) TRY(arg_double(call, 1, &skip));
    TRY(read_whole(call, 0, &text));
    return parse_matrix(call, buf_text(&text), ",\n", skip > 0 && skip < 1e15 ? (Index)skip : 0,
                        true, &call->ret[0]);
}
BUILTIN(writematrix, "writematrix(A,filename)\nwritematrix(A,filename,\"Delimiter\",d)",
        ARITY(2, 6, 0), "Writes a matrix of numbers or text as delimited text.",
        "A: numeric, logical or string matrix\nfilename: path\nd: character, comma by default", "",
        "Fails when the file cannot be written.",
        "f = tempname;\nwritematrix([1 2.5],f)\nassert(isequal(readmatrix(f),[1 2.5]))\ndelete(f)",
        "readmatrix, writelines, save") {
    OWN_MEM char *path = NULL, *delimiter = NULL;
    OWN_BUF text = BUF_INIT;
    Option o[] = {{"Delimiter", NULL}, {"WriteMode", NULL}, {"FileType", NULL}};
    TRY(arg_text(call, 1, &path));
    TRY(arg_options(call, 2, o, 3));
    if (o[0].value) TRY(value_to_utf8(call->ctx, *o[0].value, &delimiter));
    const char *sep = !delimiter                                                       ? ","
                      : strcmp(delimiter, "tab") == 0 || strcmp(delimiter, "\\t") == 0 ? "\t"
                      : strcmp(delimiter, "space") == 0                                ? " "
                                                                                       : delimiter;
    if (o[1].value) {
        OWN_MEM char *mode = NULL;
        TRY(value_to_utf8(call->ctx, *o[1].value, &mode));
        if (text_same(mode, "append") && file_exists(path))
            TRY(file_read(call->ctx, path, (size_t)1 << 32, &text));
    }
    OWN_STRINGS *s = NULL;
    OWN_TENSOR *a = NULL;
    Shape shape;
    if (call->arg[0].tag == VAL_STRING || call->arg[0].tag == VAL_CELL)
        TRY(arg_strings(call, 0, &s));
    else
        TRY(arg_tensor(call, 0, &a));
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    Index m = shape.dim[0], n = shape_numel(&shape) / (m ? m : 1);
    for (Index i = 0; i < m; i++) {
        for (Index j = 0; j < n; j++) {
            if (j) buf_puts(&text, sep);
            if (s)
                buf_puts(&text, s->items[j * m + i] ? s->items[j * m + i]->bytes : "");
            else
                buf_printf(&text, "%.15g", tensor_get(a, j * m + i));
        }
        buf_putc(&text, '\n');
    }
    if (text.failed) return ctx_fail_nomem(call->ctx);
    return file_write(call->ctx, path, buf_text(&text), text.len);
}

const BuiltinDef *const family_files[] = {
    &def_fopen,      &def_fclose,     &def_fgetl,   &def_fgets,       &def_feof,     &def_ftell,
    &def_fseek,      &def_frewind,    &def_fread,   &def_fwrite,      &def_fileread, &def_readlines,
    &def_writelines, &def_readmatrix, &def_csvread, &def_writematrix, NULL};
