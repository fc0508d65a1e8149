// live/message.c: messages checked against the tables made from protocol.txt.
#define PROTOCOL_TABLES
#include "live/message.h"
#include <string.h>

const ProtocolMessage *message_find(const char *name) {
    for (int i = 0; name && i < N_MSG; i++)
        if (!strcmp(protocol_messages[i].name, name)) return &protocol_messages[i];
    return NULL;
}

enum { MAX_DEPTH = 12 };

static bool value_fits(const ProtocolField *field, const json_t *value, int depth, int nesting) {
    if (nesting > MAX_DEPTH) return false;
    if (depth > 0) {
        if (!json_is_array(value)) return false;
        for (size_t i = 0; i < json_array_size(value); i++)
            if (!value_fits(field, json_array_get(value, i), depth - 1, nesting + 1)) return false;
        return true;
    }
    switch (field->type) {
    case PROTOCOL_INT: return json_is_integer(value) && json_integer_value(value) >= INT32_MIN && json_integer_value(value) <= INT32_MAX;
    case PROTOCOL_NUMBER: return json_is_number(value);
    case PROTOCOL_STRING: return json_is_string(value);
    case PROTOCOL_BOOL: return json_is_boolean(value);
    case PROTOCOL_JSON: return true;
    case PROTOCOL_OBJECT: return message_check(field->of, value, NULL);
    }
    return false;
}

bool message_check(const ProtocolField *fields, const json_t *object, const char **ret_field) {
    if (!json_is_object(object)) return false;
    for (const ProtocolField *f = fields; f->name; f++) {
        const json_t *value = json_object_get(object, f->name);
        if (value && !json_is_null(value) ? value_fits(f, value, f->depth, 0) : f->optional) continue;
        if (ret_field) *ret_field = f->name;
        return false;
    }
    return true;
}
