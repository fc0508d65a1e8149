// lang/vm_arguments.c: binding of call arguments to a function's inputs, and the checks of arguments blocks.
#include "lang/vm_internal.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static Value pass(Value *arg, bool take) { return take ? reg_move(arg) : value_ref(*arg); }

static Status too_many(Frame *f) {
    vm_set_failing(f->vm, f->chunk->is_anonymous ? "" : f->chunk->name);
    return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:TooManyInputs", "Too many input arguments.");
}

static Status bind_rest(Frame *f, Value *args, int n, bool take, uint16_t slot, int first, int stride) {
    Index count = 0;
    for (int i = first; i < n; i += stride) count++;
    Shape shape = shape_2d(count > 0 ? 1 : 0, count);
    CellArray *cell = NULL;
    TRY(cell_new(f->vm->ctx, &shape, &cell));
    for (Index k = 0; k < count; k++) cell->items[k] = pass(&args[first + k * stride], take);
    reg_set(&f->regs[slot], value_take_cell(cell));
    return OK;
}

/// Name of an option that a text argument spells (ignoring case), or null.
static const ArgumentSpec *option_spec(const Chunk *chunk, Ctx *ctx, Value v) {
    if (!value_is_text_scalar(v)) return NULL;
    char *text = NULL;
    if (value_to_utf8(ctx, v, &text) != OK) {
        error_clear(&ctx->error);
        return NULL;
    }
    const ArgumentSpec *found = NULL;
    for (int i = 0; i < chunk->n_arguments; i++) {
        const ArgumentSpec *spec = &chunk->arguments[i];
        if (spec->position == 0 && strcasecmp(spec->name, text) == 0) found = spec;
    }
    mem_free(text);
    return found;
}

static Status fail_option(Frame *f, Value v) {
    Buf names = BUF_INIT;
    char *text = NULL;
    if (value_is_text_scalar(v) && value_to_utf8(f->vm->ctx, v, &text) != OK) error_clear(&f->vm->ctx->error);
    for (int i = 0; i < f->chunk->n_arguments; i++)
        if (f->chunk->arguments[i].position == 0) buf_printf(&names, "%s'%s'", names.len ? ", " : "", f->chunk->arguments[i].name);
    Status status;
    if (text) {
        status = ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:functionValidation:InvalidNameValueArgument",
                          "Invalid argument name '%s'. Valid argument names are %s.", text, buf_text(&names));
    } else {
        status = ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:TooManyInputs", "Too many input arguments.");
    }
    vm_set_failing(f->vm, f->chunk->name);
    mem_free(text);
    buf_done(&names);
    return status;
}

static Status bind_options(Frame *f, Value *args, int first, int nargin, bool take) {
    for (int i = first; i < nargin; i += 2) {
        const ArgumentSpec *spec = option_spec(f->chunk, f->vm->ctx, args[i]);
        if (!spec) return fail_option(f, args[i]);
        if (i + 1 >= nargin) {
            vm_set_failing(f->vm, f->chunk->name);
            return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:functionValidation:NameValueMissingValue",
                            "Name-value argument '%s' needs a value.", spec->name);
        }
        Value name = VALUE_NONE;
        TRY(value_from_text(f->vm->ctx, spec->name, &name));
        TRY(value_list_push(f->vm->ctx, &f->options, name));
        TRY(value_list_push(f->vm->ctx, &f->options, pass(&args[i + 1], take)));
    }
    return OK;
}

/// Where name-value pairs begin: the first text behind the required arguments that names an option.
static int options_begin(Frame *f, const Value *args, int nargin) {
    const Chunk *chunk = f->chunk;
    if (!chunk->has_options) return nargin;
    for (int i = chunk->n_required; i < nargin; i++) {
        if ((nargin - i) % 2 == 0 && option_spec(chunk, f->vm->ctx, args[i])) return i;
        if (i >= chunk->n_params && !chunk->has_repeating) return i;
    }
    return nargin;
}

Status bind_arguments(Frame *f, Value *args, int nargin, bool take) {
    Chunk *chunk = f->chunk;
    int n = options_begin(f, args, nargin);
    if (n < nargin) TRY(bind_options(f, args, n, nargin, take));
    f->nargin = n;
    bool open = chunk->varargin_slot != NO_REGISTER || chunk->has_repeating;
    if (n > chunk->n_params && !open) return too_many(f);
    if (chunk->checks_positions && n < chunk->n_required) {
        vm_set_failing(f->vm, chunk->name);
        return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    }
    int n_plain = n < chunk->n_params ? n : chunk->n_params;
    for (int i = 0; i < n_plain; i++)
        if (chunk->param_slots[i] != NO_REGISTER) f->regs[chunk->param_slots[i]] = pass(&args[i], take);
    if (chunk->varargin_slot != NO_REGISTER) TRY(bind_rest(f, args, n, take, chunk->varargin_slot, n_plain, 1));
    if (chunk->has_repeating) {
        if ((n - n_plain) % chunk->n_repeating != 0) {
            vm_set_failing(f->vm, chunk->name);
            return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments: the repeating arguments come in groups of %d.",
                            chunk->n_repeating);
        }
        for (int i = 0; i < chunk->n_repeating; i++)
            TRY(bind_rest(f, args, n, take, chunk->repeating_slots[i], n_plain + i, chunk->n_repeating));
    }
    return OK;
}

bool take_option(Frame *f, const char *name, Value *ret) {
    bool found = false;
    for (Index i = 0; i + 1 < f->options.n; i += 2) {
        char *text = NULL;
        if (value_to_utf8(f->vm->ctx, f->options.items[i], &text) != OK) continue;
        // The last of several values for one name counts.
        if (strcmp(text, name) == 0 && f->options.items[i + 1].tag != VAL_NONE) {
            if (found) value_unref(*ret);
            *ret = reg_move(&f->options.items[i + 1]);
            found = true;
        }
        mem_free(text);
    }
    return found;
}

// ---- checks -----------------------------------------------------------------------------------------------------------------

void blame_argument(Vm *vm, const ArgumentSpec *spec) {
    Error *error = &vm->ctx->error;
    if (error->status == OK || error->status == ERR_INTERRUPT || error->status == ERR_NOMEM) return;
    Buf text = BUF_INIT;
    if (spec->position > 0) buf_printf(&text, "Invalid argument at position %d. ", spec->position);
    else if (spec->position == 0) buf_printf(&text, "Invalid value for '%s' argument. ", spec->name);
    else buf_printf(&text, "Invalid value for output argument '%s'. ", spec->name);
    buf_puts(&text, error_message(error));
    char *message = buf_take(&text);
    if (!message) return;
    mem_free(error->message);
    error->message = message;
    // An exception object made on the way would carry the old text.
    if (error->payload && error->payload_free) error->payload_free(error->payload);
    error->payload = NULL;
}

static Status fail_size(Vm *vm, const ArgumentSpec *spec) {
    bool scalar = true, vector = spec->n_sizes == 2;
    int n_any = 0;
    for (int i = 0; i < spec->n_sizes; i++) {
        scalar &= spec->sizes[i] == 1;
        n_any += spec->sizes[i] == -1;
    }
    vector = vector && n_any == 1 && (spec->sizes[0] == 1 || spec->sizes[1] == 1);
    Buf text = BUF_INIT;
    if (scalar) {
        buf_puts(&text, "Value must be a scalar.");
    } else if (vector) {
        buf_puts(&text, "Value must be a vector.");
    } else {
        buf_puts(&text, "Value must be of size ");
        for (int i = 0; i < spec->n_sizes; i++) {
            if (i > 0) buf_puts(&text, "-by-");
            if (spec->sizes[i] < 0) buf_puts(&text, "any");
            else buf_printf(&text, "%lld", (long long)spec->sizes[i]);
        }
        buf_putc(&text, '.');
    }
    Status status = ctx_fail(vm->ctx, ERR_SIZE, "MATLAB:validation:IncompatibleSize", "%s", buf_text(&text));
    buf_done(&text);
    return status;
}

static bool sizes_fit(const ArgumentSpec *spec, const Shape *shape) {
    int n = spec->n_sizes > shape->n_dims ? spec->n_sizes : shape->n_dims;
    for (int i = 0; i < n; i++) {
        Index want = i < spec->n_sizes ? spec->sizes[i] : 1;
        if (want >= 0 && want != shape_dim(shape, i)) return false;
    }
    return true;
}

/// Scalars spread, vectors turn; everything else fails.
static Status fit_size(Vm *vm, Value *v, const ArgumentSpec *spec) {
    Shape shape;
    TRY(value_shape(vm->ctx, *v, &shape));
    if (sizes_fit(spec, &shape)) return OK;
    bool fixed = true;
    for (int i = 0; i < spec->n_sizes; i++) fixed &= spec->sizes[i] >= 0;
    if (fixed && shape_is_scalar(&shape) && v->tag != VAL_OBJECT) {
        Value args[SHAPE_MAX_DIMS + 1] = {*v}, result = VALUE_NONE;
        for (int i = 0; i < spec->n_sizes; i++) args[i + 1] = value_double((double)spec->sizes[i]);
        TRY(call_name(vm, "repmat", args, spec->n_sizes + 1, false, 1, &result));
        reg_set(v, result);
        return OK;
    }
    Shape turned = shape_2d(shape.dim[1], shape.dim[0]);
    if (shape_is_vector(&shape) && sizes_fit(spec, &turned) && v->tag != VAL_OBJECT) {
        Value result = VALUE_NONE;
        TRY(value_unary(vm->ctx, OP_TRANSPOSE, *v, &result));
        reg_set(v, result);
        return OK;
    }
    return fail_size(vm, spec);
}

static bool converts(const char *class_text) {
    static const char *const names[] = {"double", "single", "logical", "char", "string", "int8", "uint8", "int16", "uint16",
                                        "int32", "uint32", "int64", "uint64", "categorical", "datetime", "dlarray"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], class_text) == 0) return true;
    return false;
}

static Status fit_class(Vm *vm, Value *v, const char *class_text) {
    if (value_is_a(*v, class_text)) return OK;
    bool container = v->tag == VAL_CELL || v->tag == VAL_STRUCT || v->tag == VAL_FUNC;
    bool text_to_number = value_is_text_scalar(*v) && v->tag == VAL_STRING && strcmp(class_text, "string") != 0 &&
                          strcmp(class_text, "char") != 0;
    if (converts(class_text) && !text_to_number && (!container || (v->tag == VAL_CELL && strcmp(class_text, "string") == 0))) {
        Value result = VALUE_NONE;
        if (call_name(vm, class_text, v, 1, false, 1, &result) == OK && result.tag != VAL_NONE) {
            reg_set(v, result);
            return OK;
        }
        value_unref(result);
        if (vm->ctx->error.status == ERR_NOMEM || vm->ctx->error.status == ERR_INTERRUPT) return vm->ctx->error.status;
        error_clear(&vm->ctx->error);
        vm->failing[0] = '\0';
    }
    return ctx_fail(vm->ctx, ERR_TYPE, "MATLAB:validation:UnableToConvert",
                    converts(class_text) ? "Value must be of type %s or be convertible to %s." : "Value must be of type %s.%.0s",
                    class_text, class_text);
}

Status check_argument(Frame *f, int reg, const ArgumentSpec *spec) {
    Value *v = &f->regs[reg];
    Status status = OK;
    if (v->tag == VAL_NONE) return OK;
    if (spec->class_text) status = fit_class(f->vm, v, spec->class_text);
    if (status == OK && spec->has_size) status = fit_size(f->vm, v, spec);
    if (status != OK) {
        vm_set_failing(f->vm, f->chunk->name);
        blame_argument(f->vm, spec);
    }
    return status;
}
