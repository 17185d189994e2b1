/* SPDX-License-Identifier: MIT */
/* Compiles the keywords of objects. properties, patternProperties, additionalProperties and
 * required become one instruction, so that an object is walked once. */
#include <string.h>

#include <json-c/linkhash.h>

#include "validate/schema/compile.h"

#define ARGS struct kb_build *build, const struct kb_keyword *keyword, struct json_object *argument

static struct kb_object *object_of(struct kb_build *build, const struct kb_keyword *keyword)
{
    if (!build->object) {
        build->object = kb_arena_new(&build->schema->arena, 1, sizeof *build->object);
        build->object->additional = KB_NO_SUB;
        kb_schema_emit(build, keyword->code, keyword->applies)->as.object = build->object;
    }
    return build->object;
}

bool kb_schema_build_properties(ARGS)
{
    struct kb_object *object = object_of(build, keyword);
    size_t count = (size_t)json_object_object_length(argument);
    object->keys = kb_arena_new(&build->schema->arena, count + 1, sizeof *object->keys);
    for (struct lh_entry *e = json_object_get_object(argument)->head; e; e = e->next) {
        struct kb_key *key = &object->keys[object->key_count++];
        key->name = kb_str(lh_entry_k(e));
        key->sub = kb_schema_unit_key(build, lh_entry_v(e), keyword->name, key->name);
        if (key->sub == KB_NO_SUB)
            return false;
    }
    return true;
}

bool kb_schema_build_patterns(ARGS)
{
    struct kb_object *object = object_of(build, keyword);
    size_t count = (size_t)json_object_object_length(argument);
    object->patterns = kb_arena_new(&build->schema->arena, count + 1, sizeof *object->patterns);
    for (struct lh_entry *e = json_object_get_object(argument)->head; e; e = e->next) {
        struct kb_key_pattern *row = &object->patterns[object->pattern_count++];
        row->text = kb_str(lh_entry_k(e));
        row->pattern = kb_schema_pattern(build, keyword->name, row->text);
        if (!row->pattern)
            return false;
        row->sub = kb_schema_unit_key(build, lh_entry_v(e), keyword->name, row->text);
        if (row->sub == KB_NO_SUB)
            return false;
    }
    return true;
}

bool kb_schema_build_additional(ARGS)
{
    struct kb_object *object = object_of(build, keyword);
    object->additional = kb_schema_unit_key(build, argument, keyword->name, (struct kb_str){0});
    return object->additional != KB_NO_SUB;
}

/* A list of different strings, as required and dependentRequired take it. */
static bool names(ARGS, const struct kb_str **items, size_t *count)
{
    *count = json_object_array_length(argument);
    struct kb_str *made = kb_arena_new(&build->schema->arena, *count + 1, sizeof *made);
    for (size_t i = 0; i < *count; i++) {
        struct json_object *item = json_object_array_get_idx(argument, i);
        if (!json_object_is_type(item, json_type_string))
            return kb_schema_fail_type(build, keyword->name, KB_T_STRING, item);
        made[i] = kb_schema_value(item).text;
        if (memchr(made[i].p, 0, made[i].n))
            return kb_schema_fail(build, keyword->name, "a key with a NUL is not supported");
    }
    if (!kb_schema_unique(argument, NULL))
        return kb_schema_fail(build, keyword->name, "a key is listed twice");
    *items = made;
    return true;
}

bool kb_schema_build_required(ARGS)
{
    struct kb_object *object = object_of(build, keyword);
    return names(build, keyword, argument, &object->required, &object->required_count);
}

/* dependentRequired and dependentSchemas */
bool kb_schema_build_dependents(ARGS)
{
    size_t count = (size_t)json_object_object_length(argument), i = 0;
    struct kb_dependent *items = kb_arena_new(&build->schema->arena, count + 1, sizeof *items);
    for (struct lh_entry *e = json_object_get_object(argument)->head; e; e = e->next) {
        struct kb_dependent *row = &items[i++];
        *row = (struct kb_dependent){.key = kb_str(lh_entry_k(e)), .sub = KB_NO_SUB};
        if (keyword->code == KB_OP_DEPENDENT_SUBS) {
            row->sub = kb_schema_unit_key(build, lh_entry_v(e), keyword->name, row->key);
            if (row->sub == KB_NO_SUB)
                return false;
        } else if (!json_object_is_type(lh_entry_v(e), json_type_array)) {
            return kb_schema_fail_type(build, keyword->name, KB_T_ARRAY, lh_entry_v(e));
        } else if (!names(build, keyword, lh_entry_v(e), &row->needs, &row->need_count)) {
            return false;
        }
    }
    struct kb_op *op = kb_schema_emit(build, keyword->code, keyword->applies);
    op->as.dependents.items = items;
    op->as.dependents.count = count;
    return true;
}

static void index_key(struct kb_object *object, size_t key)
{
    size_t at = object->keys[key].hash & object->slot_mask;
    while (object->slots[at])
        at = (at + 1) & object->slot_mask;
    object->slots[at] = (uint32_t)key + 1;
}

/* The patterns a known key matches are found here, once, instead of in every record. */
static bool match_patterns(struct kb_build *build, struct kb_object *object, struct kb_key *key)
{
    uint32_t *subs = NULL;
    for (size_t i = 0; i < object->pattern_count; i++) {
        enum kb_match match = kb_pattern_search(object->patterns[i].pattern, key->name);
        if (match == KB_MATCH_LIMIT)
            return kb_schema_fail(build, "patternProperties",
                                  "a pattern runs into the match limit on a key of the schema");
        if (match == KB_MATCH_NO)
            continue;
        if (!subs)
            subs = kb_arena_new(&build->schema->arena, object->pattern_count, sizeof *subs);
        subs[key->pattern_count++] = object->patterns[i].sub;
    }
    key->patterns = subs;
    return true;
}

bool kb_schema_finish_object(struct kb_build *build, struct kb_object *object)
{
    size_t most = object->key_count + object->required_count, size = 4;
    struct kb_key *keys = kb_arena_new(&build->schema->arena, most + 1, sizeof *keys);
    if (object->key_count)
        memcpy(keys, object->keys, object->key_count * sizeof *keys);
    object->keys = keys;
    while (size < 2 * most)
        size *= 2;
    object->slots = kb_arena_new(&build->schema->arena, size, sizeof *object->slots);
    object->slot_mask = size - 1;
    for (size_t i = 0; i < object->key_count; i++) {
        keys[i].hash = kb_str_hash(keys[i].name);
        index_key(object, i);
    }
    for (size_t i = 0; i < object->required_count; i++) {
        struct kb_str name;
        const struct kb_key *known = kb_schema_key(object, object->required[i].p, &name);
        size_t at = known ? (size_t)(known - keys) : object->key_count;
        if (!known) {
            keys[at] = (struct kb_key){.name = name, .hash = kb_str_hash(name), .sub = KB_NO_SUB};
            object->key_count++;
            index_key(object, at);
        }
        keys[at].required = true;
    }
    for (size_t i = 0; i < object->key_count; i++)
        if (!match_patterns(build, object, &keys[i]))
            return false;
    return true;
}
