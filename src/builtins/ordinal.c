// builtins/ordinal.c: largest and smallest of ordinal categorical arrays: on the numbers of their
// categories, where undefined elements are NaN.
#include "builtins/arguments.h"

static Status fail_not_ordinal(Call *call) {
    return call_fail(call, ERR_TYPE, "MATLAB:categorical:NotOrdinal",
                     "%s needs ordinal categorical arrays.", call->def->name);
}
static Index category_number(const Categorical *c, const char *name) {
    for (Index i = 0; i < c->n_categories; i++)
        if (strcmp(c->categories[i]->bytes, name) == 0) return i + 1;
    return 0;
}
/// Numbers of an argument's categories in the order of `like`: the array itself, one with the same
/// categories, or text.
static Status codes_of(Call *call, Value v, const Categorical *like, Value *ret) {
    OWN_TENSOR *t = NULL;
    OWN_STRINGS *s = NULL;
    const Categorical *c =
        value_is_object(v, &categorical_class) ? (const Categorical *)v.object : NULL;
    if (c && !c->ordinal) return fail_not_ordinal(call);
    if (!c) TRY(value_to_strings(call->ctx, v, &s));
    bool same = c && c->n_categories == like->n_categories;
    for (Index i = 0; same && i < c->n_categories; i++)
        same = strcmp(c->categories[i]->bytes, like->categories[i]->bytes) == 0;
    if (c && !same)
        return call_fail(
            call, ERR_ARG, "MATLAB:categorical:OrdinalCategoriesMismatch",
            "Ordinal categorical arrays must have the same categories in the same order.");
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, c ? &c->shape : &s->shape, &t));
    for (Index i = 0; i < t->numel; i++) {
        Index code = c             ? (Index)c->codes[i]
                     : s->items[i] ? category_number(like, s->items[i]->bytes)
                                   : 0;
        if (!c && s->items[i] && !code)
            return call_fail(call, ERR_ARG, "MATLAB:categorical:InvalidCategory",
                             "'%s' is not a category.", s->items[i]->bytes);
        tensor_f64(t)[i] = code ? (double)code : NAN;
    }
    *ret = value_take_tensor(GIVE(t));
    return OK;
}
static Status from_codes(Call *call, Value numbers, const Categorical *like, Value *ret) {
    OWN_TENSOR *t = NULL;
    Categorical *c = NULL;
    TRY(value_to_doubles(call->ctx, numbers, &t));
    TRY(categorical_new(call->ctx, &t->shape, like->categories, like->n_categories, &c));
    c->ordinal = true;
    c->is_protected = like->is_protected;
    for (Index i = 0; i < t->numel; i++)
        c->codes[i] = isnan(tensor_f64(t)[i]) ? 0 : (uint32_t)tensor_f64(t)[i];
    *ret = value_take_object(&c->head);
    return OK;
}
Status ordinal_extreme(Call *call) {
    OWN_LIST args = {0};
    bool first = value_is_object(call->arg[0], &categorical_class);
    const Categorical *like = (const Categorical *)call->arg[first ? 0 : 1].object;
    if (!like->ordinal) return fail_not_ordinal(call);
    bool two = call->nargin > 1 && !arg_is_empty(call, 1) &&
               !(arg_is_word(call, 1, "omitmissing") || arg_is_word(call, 1, "includemissing") ||
                 arg_is_word(call, 1, "omitnan") || arg_is_word(call, 1, "includenan") ||
                 arg_is_word(call, 1, "omitundefined") || arg_is_word(call, 1, "includeundefined"));
    for (int i = 0; i < call->nargin; i++) {
        Value v = VALUE_NONE;
        if (i == 0 || (i == 1 && two))
            TRY(codes_of(call, call->arg[i], like, &v));
        else if (arg_is_word(call, i, "omitundefined"))
            TRY(value_from_text(call->ctx, "omitnan", &v));
        else if (arg_is_word(call, i, "includeundefined"))
            TRY(value_from_text(call->ctx, "includenan", &v));
        else
            v = value_ref(call->arg[i]);
        TRY(value_list_push(call->ctx, &args, v));
    }
    TRY(vm_call_name(call->vm, call->def->name, args.items, (int)args.n, call->nargout, call->ret));
    OWN_VALUE numbers = value_give(&call->ret[0]);
    return from_codes(call, numbers, like, &call->ret[0]);
}
