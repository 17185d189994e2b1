/* SPDX-License-Identifier: MIT */
/* Where in a value each subschema applies, so that a message can say of a key that is wrong here
 * where it is known. Breadth first, so that each gets the shallowest of its places. */
#include "kb/limits.h"
#include "validate/schema/program.h"

bool kb_schema_never(const struct kb_schema *schema, uint32_t sub)
{
    return schema->subs[sub].count == 1 && schema->ops[schema->subs[sub].first].code == KB_OP_NEVER;
}

static void add(struct kb_schema *schema, uint32_t sub, uint32_t up, struct kb_str key,
                unsigned level)
{
    if (sub == KB_NO_SUB || schema->subs[sub].placed || level > KB_MAX_DEPTH)
        return;
    struct kb_sub *s = &schema->subs[sub];
    s->up = up;
    s->key = key;
    s->level = level;
    s->placed = true;
    schema->placed[schema->placed_count++] = sub;
}

static void add_below(struct kb_schema *schema, uint32_t sub, uint32_t up, struct kb_str key)
{
    add(schema, sub, up, key, schema->subs[up].level + 1);
}

static void add_same(struct kb_schema *schema, uint32_t sub, uint32_t as)
{
    const struct kb_sub *s = &schema->subs[as];
    add(schema, sub, s->up, s->key, s->level);
}

static void place_object(struct kb_schema *schema, uint32_t sub, const struct kb_object *object)
{
    for (size_t i = 0; i < object->key_count; i++)
        add_below(schema, object->keys[i].sub, sub, object->keys[i].name);
    for (size_t i = 0; i < object->pattern_count; i++)
        add_below(schema, object->patterns[i].sub, sub, (struct kb_str){0});
    add_below(schema, object->additional, sub, (struct kb_str){0});
}

static void place_op(struct kb_schema *schema, uint32_t sub, const struct kb_op *op)
{
    switch ((int)op->code) {
    case KB_OP_REF:
        add_same(schema, op->as.sub, sub);
        break;
    case KB_OP_ALL:
    case KB_OP_ANYOF:
    case KB_OP_ONEOF:
        for (size_t i = 0; i < op->as.subs.count; i++)
            add_same(schema, op->as.subs.items[i], sub);
        break;
    case KB_OP_IF:
        add_same(schema, op->as.branch->yes, sub);
        add_same(schema, op->as.branch->no, sub);
        break;
    case KB_OP_DEPENDENT_SUBS:
        for (size_t i = 0; i < op->as.dependents.count; i++)
            add_same(schema, op->as.dependents.items[i].sub, sub);
        break;
    case KB_OP_OBJECT:
        place_object(schema, sub, op->as.object);
        break;
    case KB_OP_ARRAY:
        for (size_t i = 0; i < op->as.array->prefix_count; i++)
            add_below(schema, op->as.array->prefix[i], sub, (struct kb_str){0});
        add_below(schema, op->as.array->rest, sub, (struct kb_str){0});
        break;
    default: /* `not`, `if`, `contains` and names describe nothing that belongs there */
        break;
    }
}

void kb_schema_place(struct kb_schema *schema)
{
    schema->placed = kb_arena_new(&schema->arena, schema->sub_count, sizeof *schema->placed);
    add(schema, 0, KB_NO_SUB, (struct kb_str){0}, 0);
    for (size_t i = 0; i < schema->placed_count; i++) {
        const struct kb_sub *s = &schema->subs[schema->placed[i]];
        for (uint32_t op = 0; op < s->count; op++)
            place_op(schema, schema->placed[i], &schema->ops[s->first + op]);
    }
}
