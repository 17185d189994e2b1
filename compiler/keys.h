/* SPDX-License-Identifier: MIT */
/* The order in which a schema names its keys, followed down through a value. An order for people
 * to read, nothing that a record must keep. */
#ifndef KB_KEYS_H
#define KB_KEYS_H

#include "kb/str.h"

struct json_object;
struct kb_key_order;

/* What the schema says about the keys at one place of a value. NULL stands for "nothing", and all
 * functions take it. */
struct kb_keys;

/* Reads `properties`, `items`, `prefixItems` and `additionalProperties`, also through `$ref` within
 * the document, `allOf`, `anyOf`, `oneOf`, `then` and `else`. What stands first counts. Nothing of
 * the schema is borrowed. */
struct kb_key_order *kb_key_order_new(struct json_object *schema);
void kb_key_order_free(struct kb_key_order *order);

const struct kb_keys *kb_keys_of_record(const struct kb_key_order *order);
const struct kb_keys *
kb_keys_of_records(const struct kb_key_order *order); /* of an array of them */

/* The key's place in the order; the same for all keys that the schema does not name, behind those
 * it does. *below is what it says about the key's value. */
size_t kb_keys_place(const struct kb_keys *keys, struct kb_str key, const struct kb_keys **below);

/* About the items of an array. */
const struct kb_keys *kb_keys_items(const struct kb_keys *keys);

#endif
