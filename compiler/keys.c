/* SPDX-License-Identifier: MIT */
/* One node for each schema that can be reached, made from a list of those still to be read, so
 * that schemas that lead back to themselves end. */
#include "compiler/keys.h"

#include <json-c/json.h>
#include <stdlib.h>

#include "kb/arena.h"
#include "kb/buf.h"

/* Schemas merged into one node through $ref, allOf and the like; a cycle or a web of references
 * ends here. Real layouts have one or two. */
enum { MERGED_MOST = 256 };

struct named {
    struct kb_str key;
    size_t place;
    struct kb_keys *below;
};

struct kb_keys {
    struct json_object *schema;
    struct named *named; /* sorted by key once read */
    size_t count, cap;
    struct kb_keys *items, *others;
};

struct kb_key_order {
    struct kb_arena arena;
    struct kb_keys **nodes, **table; /* in order of their finding; open addressing by schema */
    size_t count, cap, table_cap;
    struct kb_keys records;
};

static size_t slot_of(const struct kb_key_order *order, const struct json_object *schema)
{
    size_t i = ((size_t)(uintptr_t)schema >> 4) * 0x9E3779B1u & (order->table_cap - 1);
    while (order->table[i] && order->table[i]->schema != schema)
        i = (i + 1) & (order->table_cap - 1);
    return i;
}

static void grow_table(struct kb_key_order *order)
{
    order->table_cap = order->table_cap ? order->table_cap * 2 : 256;
    free(order->table);
    order->table = kb_alloc(order->table_cap, sizeof(struct kb_keys *));
    for (size_t i = 0; i < order->count; i++)
        order->table[slot_of(order, order->nodes[i]->schema)] = order->nodes[i];
}

/* The schema's node, to be read later if it is new; NULL for what is no object. */
static struct kb_keys *node_of(struct kb_key_order *order, struct json_object *schema)
{
    if (!json_object_is_type(schema, json_type_object))
        return NULL;
    if (order->count * 2 >= order->table_cap)
        grow_table(order);
    size_t slot = slot_of(order, schema);
    if (!order->table[slot]) {
        struct kb_keys *keys = kb_arena_new(&order->arena, 1, sizeof *keys);
        keys->schema = schema;
        order->table[slot] = keys;
        order->nodes = kb_grow(order->nodes, order->count, &order->cap, sizeof(struct kb_keys *));
        order->nodes[order->count++] = keys;
    }
    return order->table[slot];
}

static struct json_object *get(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(object, key, &value);
    return value;
}

/* Where "#/…" leads within the schema; NULL for every other kind of reference. */
static struct json_object *target(struct json_object *root, struct json_object *ref)
{
    struct json_object *found = NULL;
    if (!json_object_is_type(ref, json_type_string) || *json_object_get_string(ref) != '#' ||
        json_pointer_get(root, json_object_get_string(ref) + 1, &found) != 0)
        return NULL;
    return found;
}

static void add_properties(struct kb_key_order *order, struct kb_keys *keys,
                           struct json_object *properties)
{
    if (!json_object_is_type(properties, json_type_object))
        return;
    json_object_object_foreach(properties, name, schema)
    {
        struct kb_str key = kb_str(name);
        key.p = kb_arena_copy(&order->arena, key.p, key.n);
        keys->named = kb_grow(keys->named, keys->count, &keys->cap, sizeof *keys->named);
        keys->named[keys->count] = (struct named){key, keys->count, node_of(order, schema)};
        keys->count++;
    }
}

static void add_schema(struct kb_key_order *order, struct kb_keys *keys, struct json_object *schema)
{
    struct json_object *items = get(schema, "items"), *first = get(schema, "prefixItems");
    add_properties(order, keys, get(schema, "properties"));
    if (!items && json_object_is_type(first, json_type_array))
        items = json_object_array_get_idx(first, 0);
    if (!keys->items)
        keys->items = node_of(order, items);
    if (!keys->others)
        keys->others = node_of(order, get(schema, "additionalProperties"));
}

/* Appends the schemas that speak of the same value as this one. */
static size_t add_same_value(struct json_object *root, struct json_object *schema,
                             struct json_object **todo, size_t count)
{
    static const char *const lists[] = {"allOf", "anyOf", "oneOf"};
    struct json_object *const single[] = {target(root, get(schema, "$ref")), get(schema, "then"),
                                          get(schema, "else")};
    for (size_t i = 0; i < sizeof single / sizeof *single && count < MERGED_MOST; i++)
        if (json_object_is_type(single[i], json_type_object))
            todo[count++] = single[i];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct json_object *list = get(schema, lists[i]);
        size_t n = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
        for (size_t j = 0; j < n && count < MERGED_MOST; j++)
            if (json_object_is_type(json_object_array_get_idx(list, j), json_type_object))
                todo[count++] = json_object_array_get_idx(list, j);
    }
    return count;
}

static int by_key(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = kb_str_cmp(x->key, y->key);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Sorts by key, the first of equals alone. */
static void settle(struct kb_keys *keys)
{
    size_t kept = 0;
    if (keys->count)
        qsort(keys->named, keys->count, sizeof *keys->named, by_key);
    for (size_t i = 0; i < keys->count; i++)
        if (kept == 0 || !kb_str_eq(keys->named[kept - 1].key, keys->named[i].key))
            keys->named[kept++] = keys->named[i];
    keys->count = kept;
}

static void read_node(struct kb_key_order *order, struct kb_keys *keys, struct json_object *root)
{
    struct json_object *todo[MERGED_MOST] = {keys->schema};
    for (size_t i = 0, count = 1; i < count; i++) {
        add_schema(order, keys, todo[i]);
        count = add_same_value(root, todo[i], todo, count);
    }
    settle(keys);
}

struct kb_key_order *kb_key_order_new(struct json_object *schema)
{
    struct kb_key_order *order = kb_alloc(1, sizeof *order);
    order->records.items = node_of(order, schema);
    for (size_t i = 0; i < order->count; i++)
        read_node(order, order->nodes[i], schema);
    for (size_t i = 0; i < order->count; i++)
        order->nodes[i]->schema = NULL;
    return order;
}

void kb_key_order_free(struct kb_key_order *order)
{
    if (!order)
        return;
    for (size_t i = 0; i < order->count; i++)
        free(order->nodes[i]->named);
    free(order->nodes);
    free(order->table);
    kb_arena_free(&order->arena);
    free(order);
}

const struct kb_keys *kb_keys_of_record(const struct kb_key_order *order)
{
    return order->records.items;
}

const struct kb_keys *kb_keys_of_records(const struct kb_key_order *order)
{
    return &order->records;
}

size_t kb_keys_place(const struct kb_keys *keys, struct kb_str key, const struct kb_keys **below)
{
    size_t low = 0, high = keys ? keys->count : 0;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = kb_str_cmp(key, keys->named[mid].key);
        if (order == 0) {
            *below = keys->named[mid].below;
            return keys->named[mid].place;
        }
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    *below = keys ? keys->others : NULL;
    return SIZE_MAX;
}

const struct kb_keys *kb_keys_items(const struct kb_keys *keys)
{
    return keys ? keys->items : NULL;
}
