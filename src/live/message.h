// live/message.h: messages between browser, server and kernel, as protocol.txt says them.
#pragma once
#include "live/protocol.h"
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/// The message of a name, or null.
const ProtocolMessage *message_find(const char *name);
/// Whether an object has every field it must have, each of its type. Fields not in the list are no mistake. *ret_field (may
/// be null) is the field at fault.
bool message_check(const ProtocolField *fields, const json_t *object, const char **ret_field);
