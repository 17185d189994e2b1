/* SPDX-License-Identifier: MIT */
/* After the last instruction: refuses schemas that would apply to one value for ever, too deep or
 * too often, and works out which types of value each subschema can admit at all. */
#include "kb/limits.h"
#include "validate/schema/program.h"

struct link {
    struct kb_schema *schema;
    unsigned char *state; /* of each subschema */
    uint32_t where;
    const char *why;
};

enum { FRESH, OPEN, DONE };

static bool visit(struct link *link, uint32_t sub, unsigned depth);

static bool fail(struct link *link, uint32_t sub, const char *why)
{
    link->where = sub;
    link->why = why;
    return false;
}

/* `inner` looks at the same value as `outer`. */
static bool within(struct link *link, uint32_t outer, uint32_t inner, unsigned depth)
{
    if (inner == KB_NO_SUB)
        return true;
    if (!visit(link, inner, depth + 1))
        return false;
    struct kb_sub *o = &link->schema->subs[outer], *i = &link->schema->subs[inner];
    if (o->nest < i->nest + 1)
        o->nest = i->nest + 1;
    o->work += i->work;
    if (o->work > KB_SCHEMA_MAX_WORK)
        return fail(link, outer, "too many ways lead through its references to one value");
    return true;
}

static unsigned choice_types(const struct kb_op *op)
{
    unsigned types = 0;
    for (size_t i = 0; i < op->as.choices.count; i++)
        types |= kb_schema_value(op->as.choices.items[i].json).type;
    return types;
}

static bool visit_list(struct link *link, uint32_t sub, const struct kb_op *op, unsigned depth)
{
    struct kb_sub *subs = link->schema->subs;
    unsigned any = 0;
    for (size_t i = 0; i < op->as.subs.count; i++) {
        uint32_t inner = op->as.subs.items[i];
        if (!within(link, sub, inner, depth))
            return false;
        any |= subs[inner].types;
        if (op->code == KB_OP_ALL)
            subs[sub].types &= subs[inner].types;
    }
    if (op->code != KB_OP_ALL)
        subs[sub].types &= any;
    return true;
}

static bool visit_op(struct link *link, uint32_t sub, const struct kb_op *op, unsigned depth)
{
    struct kb_sub *s = &link->schema->subs[sub];
    switch ((int)op->code) {
    case KB_OP_NEVER:
        s->types = 0;
        return true;
    case KB_OP_TYPE:
        s->types &= op->as.mask;
        return true;
    case KB_OP_CONST:
    case KB_OP_ENUM:
        s->types &= choice_types(op);
        return true;
    case KB_OP_REF:
        if (!within(link, sub, op->as.sub, depth))
            return false;
        s->types &= link->schema->subs[op->as.sub].types;
        return true;
    case KB_OP_ALL:
    case KB_OP_ANYOF:
    case KB_OP_ONEOF:
        return visit_list(link, sub, op, depth);
    case KB_OP_NOT:
        return within(link, sub, op->as.sub, depth);
    case KB_OP_IF:
        return within(link, sub, op->as.branch->test, depth) &&
               within(link, sub, op->as.branch->yes, depth) &&
               within(link, sub, op->as.branch->no, depth);
    case KB_OP_DEPENDENT_SUBS:
        for (size_t i = 0; i < op->as.dependents.count; i++)
            if (!within(link, sub, op->as.dependents.items[i].sub, depth))
                return false;
        return true;
    default: /* looks at parts of the value, or at nothing but the value */
        return true;
    }
}

static bool visit(struct link *link, uint32_t sub, unsigned depth)
{
    struct kb_sub *s = &link->schema->subs[sub];
    if (link->state[sub] == OPEN)
        return fail(link, sub, "it refers to itself for the same value, without end");
    if (link->state[sub] == DONE)
        return true;
    if (depth > KB_SCHEMA_MAX_NEST)
        return fail(link, sub, "too many references and combinations nested for one value");
    link->state[sub] = OPEN;
    s->types = KB_T_ANY;
    s->work = 1;
    const struct kb_op *op = link->schema->ops + s->first, *end = op + s->count;
    for (; op < end; op++)
        if (!visit_op(link, sub, op, depth))
            return false;
    link->state[sub] = DONE;
    return s->nest <= KB_SCHEMA_MAX_NEST ||
           fail(link, sub, "too many references and combinations nested for one value");
}

bool kb_schema_link(struct kb_schema *schema, uint32_t *where, const char **why)
{
    struct kb_arena arena = {0};
    struct link link = {schema, kb_arena_new(&arena, schema->sub_count, 1), 0, NULL};
    bool ok = true;
    for (uint32_t i = 0; i < schema->sub_count && ok; i++)
        ok = visit(&link, i, 0);
    kb_arena_free(&arena);
    if (!ok) {
        *where = link.where;
        *why = link.why;
    }
    return ok;
}
