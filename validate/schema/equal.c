/* SPDX-License-Identifier: MIT */
/* Equality of JSON values, a hash that agrees with it, and the search for equal items. */
#include <stdlib.h>
#include <string.h>

#include <json-c/linkhash.h>

#include "kb/limits.h"
#include "validate/schema/program.h"

static bool equal(struct json_object *a, struct json_object *b, unsigned left);

static struct kb_str text_of(struct json_object *json)
{
    return (struct kb_str){json_object_get_string(json), (size_t)json_object_get_string_len(json)};
}

static bool equal_arrays(struct json_object *a, struct json_object *b, unsigned left)
{
    size_t n = json_object_array_length(a);
    if (n != json_object_array_length(b))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!equal(json_object_array_get_idx(a, i), json_object_array_get_idx(b, i), left))
            return false;
    return true;
}

static bool equal_objects(struct json_object *a, struct json_object *b, unsigned left)
{
    struct lh_table *table = json_object_get_object(a), *other = json_object_get_object(b);
    if (lh_table_length(table) != lh_table_length(other))
        return false;
    for (struct lh_entry *e = table->head; e; e = e->next) {
        void *value;
        if (!lh_table_lookup_ex(other, lh_entry_k(e), &value) || !equal(lh_entry_v(e), value, left))
            return false;
    }
    return true;
}

static bool equal(struct json_object *a, struct json_object *b, unsigned left)
{
    unsigned type = kb_schema_value(a).type;
    if (left == 0 || type != kb_schema_value(b).type)
        return false;
    switch (type) {
    case KB_T_NULL:
        return true;
    case KB_T_BOOLEAN:
        return json_object_get_boolean(a) == json_object_get_boolean(b);
    case KB_T_STRING:
        return kb_str_eq(text_of(a), text_of(b));
    case KB_T_ARRAY:
        return equal_arrays(a, b, left - 1);
    case KB_T_OBJECT:
        return equal_objects(a, b, left - 1);
    default:
        return kb_schema_number_cmp(kb_schema_number(a), kb_schema_number(b)) == 0;
    }
}

bool kb_schema_equal(struct json_object *a, struct json_object *b)
{
    return equal(a, b, KB_SCHEMA_MAX_DEPTH);
}

bool kb_schema_equal_value(const struct kb_value *a, struct json_object *b)
{
    if (a->type == KB_T_STRING)
        return json_object_get_type(b) == json_type_string && kb_str_eq(a->text, text_of(b));
    return kb_schema_equal(a->json, b);
}

static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 32)) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

static uint64_t hash(struct json_object *json, unsigned left)
{
    struct kb_value value = kb_schema_value(json);
    uint64_t h = value.type;
    if (left == 0)
        return 0;
    if (value.type == KB_T_STRING)
        return kb_str_hash(value.text);
    if (value.type == KB_T_BOOLEAN)
        return mix(h + (json_object_get_boolean(json) ? 256 : 512));
    if (value.type & KB_T_NUMERIC) {
        struct kb_number n = kb_schema_number(json);
        uint64_t bits = n.magnitude;
        if (n.real)
            memcpy(&bits, &n.value, sizeof bits);
        return mix(bits ^ (uint64_t)n.negative << 63);
    }
    if (value.type == KB_T_ARRAY)
        for (size_t i = 0; i < json_object_array_length(json); i++)
            h = mix(h) + hash(json_object_array_get_idx(json, i), left - 1);
    if (value.type == KB_T_OBJECT) /* a sum, as the order of keys is nothing */
        for (struct lh_entry *e = json_object_get_object(json)->head; e; e = e->next)
            h += mix(kb_str_hash(kb_str(lh_entry_k(e))) + mix(hash(lh_entry_v(e), left - 1)));
    return mix(h);
}

struct slot {
    uint64_t hash;
    size_t item; /* index + 1; 0 is free */
};

bool kb_schema_unique(struct json_object *array, size_t *earlier)
{
    enum { SMALL = 64 };
    struct slot few[SMALL] = {{0}}, *slots = few;
    size_t n = json_object_array_length(array), size = SMALL;
    bool unique = true;
    while (size < 2 * n)
        size *= 2;
    if (size > SMALL)
        slots = kb_alloc(size, sizeof *slots);
    for (size_t i = 0; i < n && (unique || earlier); i++) {
        struct json_object *item = json_object_array_get_idx(array, i);
        uint64_t h = hash(item, KB_SCHEMA_MAX_DEPTH);
        size_t at = mix(h) & (size - 1);
        while (slots[at].item &&
               (slots[at].hash != h ||
                !kb_schema_equal(json_object_array_get_idx(array, slots[at].item - 1), item)))
            at = (at + 1) & (size - 1);
        if (earlier)
            earlier[i] = slots[at].item ? slots[at].item - 1 : SIZE_MAX;
        if (slots[at].item)
            unique = false;
        else
            slots[at] = (struct slot){h, i + 1};
    }
    if (slots != few)
        free(slots);
    return unique;
}
