/* SPDX-License-Identifier: MIT */
/* From the schema document to the program: the list of subschemas, and each one's keywords. */
#include "validate/schema/compile.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/linkhash.h>

#include "kb/limits.h"

static void add_pointer(struct kb_build *build, uint32_t unit)
{
    /* Ways are kept from child to parent; collect them, then write them in reverse. */
    uint32_t trail[KB_SCHEMA_MAX_DEPTH + 1];
    size_t count = 0;
    for (; unit != KB_NO_SUB && count <= KB_SCHEMA_MAX_DEPTH; unit = build->units[unit].parent)
        trail[count++] = unit;
    while (count)
        kb_buf_plain(build->error, kb_str(build->units[trail[--count]].way));
}

static void fail_at(struct kb_build *build, const char *keyword)
{
    size_t start = build->error->len;
    add_pointer(build, build->unit);
    if (*keyword)
        kb_buf_pointer_key(build->error, kb_str(keyword));
    if (build->error->len == start)
        kb_buf_puts(build->error, "root");
    kb_buf_puts(build->error, ": ");
}

bool kb_schema_fail(struct kb_build *build, const char *keyword, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fail_at(build, keyword);
    kb_buf_puts(build->error, text);
    return false;
}

bool kb_schema_fail_type(struct kb_build *build, const char *keyword, unsigned wanted,
                         struct json_object *got)
{
    fail_at(build, keyword);
    kb_buf_puts(build->error, "expected ");
    kb_schema_add_types(build->error, wanted);
    kb_buf_puts(build->error, ", got ");
    kb_schema_add_types(build->error, kb_schema_value(got).type);
    return false;
}

static size_t slot_of(const struct kb_build *build, const struct json_object *json)
{
    size_t mask = build->slot_count - 1;
    size_t at = (size_t)(((uintptr_t)json >> 4) * (uintptr_t)0x9E3779B97F4A7C15u >> 7) & mask;
    while (build->slots[at] && build->units[build->slots[at] - 1].json != json)
        at = (at + 1) & mask;
    return at;
}

static void grow_slots(struct kb_build *build)
{
    if (build->slot_count > 2 * build->schema->sub_count)
        return;
    build->slot_count = build->slot_count ? 2 * build->slot_count : 256;
    build->slots = kb_realloc(build->slots, build->slot_count, sizeof *build->slots);
    memset(build->slots, 0, build->slot_count * sizeof *build->slots);
    for (uint32_t i = 0; build->units && i < build->schema->sub_count; i++)
        build->slots[slot_of(build, build->units[i].json)] = i + 1;
}

/* What people call the subschema at `way`: its key in $defs, or in definitions of old. */
static const char *name_of(const char *way)
{
    static const char *const homes[] = {"/$defs/", "/definitions/"};
    const char *key = strrchr(way, '/');
    for (size_t i = 0; key && i < 2; i++) {
        size_t n = strlen(homes[i]);
        if ((size_t)(key + 1 - way) >= n && strncmp(key + 1 - n, homes[i], n) == 0)
            return key + 1;
    }
    return NULL;
}

uint32_t kb_schema_unit(struct kb_build *build, struct json_object *json, const char *way)
{
    struct kb_schema *schema = build->schema;
    unsigned type = kb_schema_value(json).type;
    if (!(type & (KB_T_OBJECT | KB_T_BOOLEAN))) {
        add_pointer(build, build->unit);
        kb_buf_plain(build->error, kb_str(*way ? way : "root"));
        kb_buf_puts(build->error, ": expected a schema (an object or a boolean), got ");
        kb_schema_add_types(build->error, type);
        return KB_NO_SUB;
    }
    grow_slots(build);
    size_t at = slot_of(build, json);
    if (build->slots[at])
        return build->slots[at] - 1;
    uint32_t unit = (uint32_t)schema->sub_count;
    bool root = unit == 0;
    schema->subs = kb_grow(schema->subs, schema->sub_count, &schema->sub_cap, sizeof *schema->subs);
    build->units = kb_grow(build->units, schema->sub_count, &build->unit_cap, sizeof *build->units);
    schema->subs[unit] = (struct kb_sub){0};
    build->units[unit] = (struct kb_unit){
        .json = json,
        .resource = root ? 0 : build->units[build->unit].resource,
        .parent = root ? KB_NO_SUB : build->unit,
        .way = kb_arena_copy(&schema->arena, way, strlen(way)),
    };
    schema->subs[unit].name = name_of(build->units[unit].way);
    schema->sub_count++;
    build->slots[at] = unit + 1;
    return unit;
}

uint32_t kb_schema_unit_key(struct kb_build *build, struct json_object *json, const char *keyword,
                            struct kb_str key)
{
    struct kb_buf way = {0};
    kb_buf_pointer_key(&way, kb_str(keyword));
    if (key.p)
        kb_buf_pointer_key(&way, key);
    uint32_t unit = kb_schema_unit(build, json, way.data);
    kb_buf_free(&way);
    return unit;
}

struct kb_op *kb_schema_emit(struct kb_build *build, enum kb_op_code code, unsigned applies)
{
    struct kb_schema *schema = build->schema;
    schema->ops = kb_grow(schema->ops, schema->op_count, &schema->op_cap, sizeof *schema->ops);
    struct kb_op *op = &schema->ops[schema->op_count++];
    memset(op, 0, sizeof *op);
    op->code = code;
    op->types = applies;
    return op;
}

struct kb_pattern *kb_schema_pattern(struct kb_build *build, const char *keyword,
                                     struct kb_str text)
{
    struct kb_schema *schema = build->schema;
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_SCHEMA, text, &error);
    if (!pattern) {
        kb_schema_fail(build, keyword, "not a regular expression: %s (at byte %zu)", error.message,
                       error.offset);
        return NULL;
    }
    schema->patterns = kb_grow(schema->patterns, schema->pattern_count, &schema->pattern_cap,
                               sizeof(struct kb_pattern *));
    return schema->patterns[schema->pattern_count++] = pattern;
}

static const char *annotation(struct json_object *json, const char *name)
{
    struct json_object *value;
    bool found = json_object_object_get_ex(json, name, &value) &&
                 json_object_is_type(value, json_type_string) &&
                 json_object_get_string_len(value) > 0;
    return found ? json_object_get_string(value) : NULL;
}

static bool compile_keywords(struct kb_build *build, struct json_object *json)
{
    struct json_object *argument;
    for (const struct kb_keyword *k = kb_schema_keywords; k->name; k++) {
        if (!json_object_object_get_ex(json, k->name, &argument))
            continue;
        if (!(k->takes & kb_schema_value(argument).type))
            return kb_schema_fail_type(build, k->name, k->takes, argument);
        if (k->compile && !k->compile(build, k, argument))
            return false;
    }
    return !build->object || kb_schema_finish_object(build, build->object);
}

static bool compile_unit(struct kb_build *build, uint32_t unit)
{
    struct kb_schema *schema = build->schema;
    assert(build->units);
    struct json_object *json = build->units[unit].json;
    build->unit = unit;
    build->object = NULL;
    build->array = NULL;
    build->contains = NULL;
    build->branch = NULL;
    schema->subs[unit].first = (uint32_t)schema->op_count;
    if (json_object_is_type(json, json_type_object)) {
        schema->subs[unit].title = annotation(json, "title");
        schema->subs[unit].error = annotation(json, "x-error");
        schema->subs[unit].help = annotation(json, "x-help");
        if (!compile_keywords(build, json))
            return false;
    } else if (!json_object_get_boolean(json)) {
        kb_schema_emit(build, KB_OP_NEVER, KB_T_ANY);
    }
    schema->subs[unit].count = (uint32_t)schema->op_count - schema->subs[unit].first;
    return true;
}

/* All subschemas in their places first, so that every anchor is known before a reference is
 * followed; a reference may lead to a place that is none, and so to more of them. */
static bool compile_all(struct kb_build *build)
{
    size_t done = 0, resolved = 0;
    do {
        for (; done < build->schema->sub_count; done++)
            if (!compile_unit(build, (uint32_t)done))
                return false;
        if (resolved < build->pending_count) {
            struct kb_pending ref = build->pending[resolved++];
            build->unit = ref.unit;
            if (!kb_schema_resolve(build, &ref))
                return false;
        }
    } while (done < build->schema->sub_count || resolved < build->pending_count);

    uint32_t where;
    const char *why;
    if (!kb_schema_link(build->schema, &where, &why)) {
        build->unit = where;
        return kb_schema_fail(build, "", "%s", why);
    }
    kb_schema_place(build->schema);
    return true;
}

static bool deeper_than(struct json_object *json, unsigned limit)
{
    if (json_object_is_type(json, json_type_array)) {
        for (size_t i = 0; limit && i < json_object_array_length(json); i++)
            if (deeper_than(json_object_array_get_idx(json, i), limit - 1))
                return true;
        return limit == 0;
    }
    if (json_object_is_type(json, json_type_object)) {
        for (struct lh_entry *e = json_object_get_object(json)->head; limit && e; e = e->next)
            if (deeper_than(lh_entry_v(e), limit - 1))
                return true;
        return limit == 0;
    }
    return false;
}

struct kb_schema *kb_schema_new(struct json_object *document, struct kb_buf *error)
{
    struct kb_schema *schema = kb_alloc(1, sizeof *schema);
    /* Never NULL: the schema `true` has no instruction, but a place in the array. */
    schema->ops = kb_grow(NULL, 0, &schema->op_cap, sizeof *schema->ops);
    struct kb_build build = {.schema = schema, .error = error, .unit = KB_NO_SUB};
    bool ok = false;
    if (deeper_than(document, KB_SCHEMA_MAX_DEPTH))
        kb_buf_printf(error, "root: nested more than %d levels deep", KB_SCHEMA_MAX_DEPTH);
    else
        ok = kb_schema_unit(&build, document, "") != KB_NO_SUB && compile_all(&build);
    free(build.units);
    free(build.slots);
    free(build.anchors);
    free(build.pending);
    if (!ok) {
        kb_schema_free(schema);
        return NULL;
    }
    return schema;
}

void kb_schema_free(struct kb_schema *schema)
{
    if (!schema)
        return;
    for (size_t i = 0; i < schema->pattern_count; i++)
        kb_pattern_free(schema->patterns[i]);
    free(schema->patterns);
    free(schema->ops);
    free(schema->subs);
    kb_arena_free(&schema->arena);
    free(schema);
}
