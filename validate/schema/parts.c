/* SPDX-License-Identifier: MIT */
/* The parts of a place: every member or item is visited once, with all that looks into it. */
#include "validate/schema/explain.h"

#include <json-c/linkhash.h>

/* A member of the object at hand. */
struct member {
    struct kb_here part; /* its value */
    struct kb_step *step;
    struct kb_str name;
    bool told;   /* something was said about its key */
    bool barred; /* it may not be there, so its value is not looked at */
};

static void gather_member(const struct kb_here *here, struct member *member, uint32_t sub,
                          const char *help)
{
    if (!kb_schema_never(here->ex->run.schema, sub)) {
        kb_schema_gather(&member->part, sub);
        return;
    }
    if (!member->told)
        kb_schema_tell_barred(here, member->step, help);
    member->told = member->barred = true;
}

/* The member by one object instruction. */
static void try_member(const struct kb_here *here, struct member *member,
                       const struct kb_inside *inside)
{
    const struct kb_object *object = inside->op->as.object;
    const char *help = inside->words.help;
    struct kb_str name;
    const struct kb_key *key = kb_schema_key(object, member->name.p, &name);
    bool known = key && (key->sub != KB_NO_SUB || key->pattern_count);
    if (key && key->sub != KB_NO_SUB)
        gather_member(here, member, key->sub, help);
    for (uint32_t i = 0; key && i < key->pattern_count; i++)
        gather_member(here, member, key->patterns[i], help);
    for (size_t i = 0; !key && i < object->pattern_count; i++) {
        enum kb_match match = kb_pattern_search(object->patterns[i].pattern, name);
        here->ex->run.undecided |= match == KB_MATCH_LIMIT;
        if (match == KB_MATCH_YES) {
            known = true;
            gather_member(here, member, object->patterns[i].sub, help);
        }
    }
    if (known || object->additional == KB_NO_SUB)
        return;
    if (!kb_schema_never(here->ex->run.schema, object->additional)) {
        kb_schema_gather(&member->part, object->additional);
        return;
    }
    if (!member->told)
        kb_schema_tell_unknown(here, member->step, object, help);
    member->told = member->barred = true;
}

void kb_schema_explain_members(const struct kb_here *here, size_t last)
{
    struct kb_explain *ex = here->ex;
    for (struct lh_entry *e = json_object_get_object(here->value->json)->head; e; e = e->next) {
        struct kb_step step = {here->way, kb_str(lh_entry_k(e)), 0, 0};
        struct kb_value value = kb_schema_value(lh_entry_v(e));
        struct kb_visit visit;
        struct member member = {.step = &step, .name = step.key};
        member.part = kb_schema_begin(ex, &value, &step, here->depth + 1, &visit);
        for (size_t i = here->visit->inside; i < last && !member.barred; i++) {
            struct kb_inside inside = ex->inside[i]; /* the array may move */
            if (inside.op->code == KB_OP_OBJECT)
                try_member(here, &member, &inside);
            else if (inside.op->code == KB_OP_NAMES)
                member.told = member.told || kb_schema_tell_name(here, &step, inside.op->as.sub);
            else if (kb_str_eq(inside.key, member.name))
                kb_schema_explain_discriminator(&member.part, &inside);
        }
        if (member.barred)
            kb_schema_leave(&member.part);
        else
            kb_schema_finish(&member.part);
    }
}

static void try_item(const struct kb_here *part, const struct kb_here *here,
                     const struct kb_inside *inside, size_t i)
{
    struct kb_here own = *part;
    const size_t *earlier = here->visit->earlier;
    if (inside->op->code == KB_OP_UNIQUE && earlier && earlier[i] != SIZE_MAX) {
        own.words = inside->words;
        kb_buf_printf(&own.ex->text, "item %zu is equal to item %zu, expected every item once", i,
                      earlier[i]);
        kb_schema_offer(&own, KB_SCHEMA_ITEMS, NULL);
    }
    if (inside->op->code != KB_OP_ARRAY)
        return;
    const struct kb_array *array = inside->op->as.array;
    uint32_t sub = i < array->prefix_count ? array->prefix[i] : array->rest;
    if (sub != KB_NO_SUB && !kb_schema_never(own.ex->run.schema, sub))
        kb_schema_gather(&own, sub);
}

void kb_schema_explain_items(const struct kb_here *here, size_t last)
{
    struct kb_explain *ex = here->ex;
    size_t n = json_object_array_length(here->value->json), most = here->visit->earlier ? n : 0;
    for (size_t i = here->visit->inside; i < last; i++) {
        const struct kb_op *op = ex->inside[i].op;
        size_t some =
            op->code == KB_OP_ARRAY ? kb_schema_described(ex->run.schema, op->as.array, n) : 0;
        most = some > most ? some : most;
    }
    for (size_t i = 0; i < most; i++) {
        struct kb_step step = {here->way, {0}, i, 0};
        struct kb_value value = kb_schema_value(json_object_array_get_idx(here->value->json, i));
        struct kb_visit visit;
        struct kb_here part = kb_schema_begin(ex, &value, &step, here->depth + 1, &visit);
        for (size_t j = here->visit->inside; j < last; j++) {
            struct kb_inside inside = ex->inside[j]; /* the array may move */
            try_item(&part, here, &inside, i);
        }
        kb_schema_finish(&part);
    }
}
