/* SPDX-License-Identifier: MIT */
/* Words for anyOf and oneOf: finds the form that the author of the value had in mind and tells
 * what is wrong with that one, instead of what is wrong with all. In this order: the form that a
 * constant at one of its keys names; the only one that takes the value's type; the one whose first
 * problem lies deepest in the value, of several the one with the fewest. */
#include <stdlib.h>
#include <string.h>

#include "validate/schema/explain.h"

/* The const or enum that the subschema puts to the value, or NULL. */
static const struct kb_op *choice_of(const struct kb_schema *schema, uint32_t sub)
{
    const struct kb_op *op = schema->ops + schema->subs[sub].first;
    const struct kb_op *end = op + schema->subs[sub].count, *found = NULL;
    for (; op < end && !found; op++) {
        if (op->code == KB_OP_CONST || op->code == KB_OP_ENUM)
            found = op;
        else if (op->code == KB_OP_REF)
            found = choice_of(schema, op->as.sub);
    }
    return found;
}

/* Calls `see` for every key of the form that has a const or enum. */
static void each_choice(const struct kb_schema *schema, uint32_t sub,
                        void (*see)(void *data, const struct kb_key *key, const struct kb_op *op),
                        void *data)
{
    const struct kb_op *op = schema->ops + schema->subs[sub].first;
    const struct kb_op *end = op + schema->subs[sub].count;
    for (; op < end; op++) {
        if (op->code == KB_OP_REF)
            each_choice(schema, op->as.sub, see, data);
        for (size_t i = 0; op->code == KB_OP_ALL && i < op->as.subs.count; i++)
            each_choice(schema, op->as.subs.items[i], see, data);
        for (size_t i = 0; op->code == KB_OP_OBJECT && i < op->as.object->key_count; i++) {
            const struct kb_key *key = &op->as.object->keys[i];
            const struct kb_op *choice = key->sub == KB_NO_SUB ? NULL : choice_of(schema, key->sub);
            if (choice)
                see(data, key, choice);
        }
    }
}

static bool holds(const struct kb_op *choice, struct json_object *got)
{
    for (size_t i = 0; i < choice->as.choices.count; i++)
        if (kb_schema_equal(got, choice->as.choices.items[i].json))
            return true;
    return false;
}

struct score {
    struct json_object *value;
    enum kb_op_code code; /* only these count */
    size_t hits, misses;
};

static void add_score(void *data, const struct kb_key *key, const struct kb_op *choice)
{
    struct score *score = data;
    struct json_object *got;
    if (choice->code == score->code && json_object_object_get_ex(score->value, key->name.p, &got))
        ++*(holds(choice, got) ? &score->hits : &score->misses);
}

/* The one form whose const keys (or, failing these, enum keys) all agree with the value. */
static uint32_t by_discriminator(const struct kb_here *here, const uint32_t *forms, size_t count)
{
    static const enum kb_op_code codes[] = {KB_OP_CONST, KB_OP_ENUM};
    for (size_t c = 0; c < 2 && here->value->type == KB_T_OBJECT; c++) {
        uint32_t found = KB_NO_SUB;
        size_t agree = 0;
        for (size_t i = 0; i < count; i++) {
            struct score score = {here->value->json, codes[c], 0, 0};
            each_choice(here->ex->run.schema, forms[i], add_score, &score);
            if (score.hits && !score.misses) {
                found = forms[i];
                agree++;
            }
        }
        if (agree == 1)
            return found;
    }
    return KB_NO_SUB;
}

/* A key's choice in a form: of the key `name`, or of the first const key that the value has. */
struct wanted {
    struct kb_str name;
    struct json_object *value;
    const struct kb_op *op;
};

static void find_wanted(void *data, const struct kb_key *key, const struct kb_op *choice)
{
    struct wanted *wanted = data;
    if (wanted->op ||
        (wanted->name.p ? !kb_str_eq(key->name, wanted->name)
                        : choice->code != KB_OP_CONST ||
                              !json_object_object_get_ex(wanted->value, key->name.p, NULL)))
        return;
    wanted->name = key->name;
    wanted->op = choice;
}

/* All forms tell themselves apart by one key, and the value has none of the texts they want
 * there: that key is what is wrong. It is kept until the value's members are visited. */
static bool discriminator_wrong(const struct kb_here *here, const struct kb_op *op,
                                const uint32_t *forms, size_t count)
{
    struct wanted wanted = {.value = here->value->json};
    struct json_object *got;
    bool ok = here->value->type == KB_T_OBJECT && count > 1;
    for (size_t i = 0; i < count && ok; i++) {
        wanted.op = NULL;
        each_choice(here->ex->run.schema, forms[i], find_wanted, &wanted);
        ok = wanted.op && json_object_object_get_ex(here->value->json, wanted.name.p, &got) &&
             !holds(wanted.op, got);
    }
    if (ok)
        kb_schema_keep(here, op, wanted.name);
    return ok;
}

void kb_schema_explain_discriminator(const struct kb_here *member, const struct kb_inside *inside)
{
    const struct kb_schema *schema = member->ex->run.schema;
    const struct kb_op **ops = kb_alloc(inside->op->as.subs.count, sizeof *ops);
    struct kb_here own = *member;
    size_t count = 0;
    for (size_t i = 0; i < inside->op->as.subs.count; i++) {
        struct wanted wanted = {.name = inside->key};
        if (schema->subs[inside->op->as.subs.items[i]].types & KB_T_OBJECT)
            each_choice(schema, inside->op->as.subs.items[i], find_wanted, &wanted);
        if (wanted.op)
            ops[count++] = wanted.op;
    }
    own.words.help = inside->words.help;
    kb_schema_offer_choices(&own, ops, count);
    free(ops);
}

/* All forms are a const or enum of the value itself. */
static bool all_choices(const struct kb_here *here, const uint32_t *forms, size_t count)
{
    const struct kb_op **ops = kb_alloc(count, sizeof *ops);
    bool ok = count > 0;
    for (size_t i = 0; i < count && ok; i++) {
        ops[i] = choice_of(here->ex->run.schema, forms[i]);
        ok = ops[i] != NULL;
    }
    if (ok)
        kb_schema_offer_choices(here, ops, count);
    free(ops);
    return ok;
}

/* All forms ask for keys and for nothing else. */
static bool all_required(const struct kb_here *here, const uint32_t *forms, size_t count)
{
    const struct kb_schema *schema = here->ex->run.schema;
    struct kb_buf *text = &here->ex->text;
    bool ok = count > 0 && here->value->type == KB_T_OBJECT;
    for (size_t i = 0; i < count && ok; i++)
        ok = kb_schema_only_required(schema, forms[i]) != NULL;
    if (!ok)
        return false;
    for (size_t i = 0; i < count && i < KB_SCHEMA_MAX_CHOICES; i++) {
        const struct kb_object *object = kb_schema_only_required(schema, forms[i]);
        struct kb_str *names = kb_alloc(object->required_count, sizeof *names);
        size_t n = 0;
        for (size_t k = 0; k < object->required_count; k++)
            if (!json_object_object_get_ex(here->value->json, object->required[k].p, NULL))
                names[n++] = object->required[k];
        kb_buf_puts(text, i ? ", or else " : "");
        kb_buf_puts(text, n == 1 ? "the key " : "the keys ");
        kb_schema_add_names(text, names, n);
        if (i == 0)
            kb_buf_puts(text, n == 1 ? " is missing" : " are missing");
        free(names);
    }
    if (count > KB_SCHEMA_MAX_CHOICES)
        kb_buf_puts(text, ", …");
    kb_schema_offer(here, KB_SCHEMA_COMBINATION, NULL);
    return true;
}

static void tell_several(const struct kb_here *here, const struct kb_op *op)
{
    struct kb_run *run = &here->ex->run;
    size_t matches = 0, listed = 0, count = op->as.subs.count;
    bool *matching = kb_alloc(count, sizeof *matching);
    for (size_t i = 0; i < count; i++) {
        matching[i] = kb_schema_run(run, op->as.subs.items[i], here->value, here->depth);
        matches += matching[i];
    }
    kb_buf_printf(&here->ex->text,
                  "expected exactly one of %zu forms to match, but %zu do: ", count, matches);
    for (size_t i = 0; i < count && listed < KB_SCHEMA_MAX_CHOICES; i++) {
        if (!matching[i])
            continue;
        kb_buf_puts(&here->ex->text, listed == 0 ? "" : listed + 1 < matches ? ", " : " and ");
        kb_schema_add_form(&here->ex->text, run->schema, op, i);
        listed++;
    }
    if (listed < matches)
        kb_buf_printf(&here->ex->text, " and %zu more", matches - listed);
    kb_schema_offer(here, KB_SCHEMA_COMBINATION, NULL);
    free(matching);
}

/* Forms that could be meant, and how far the value is from each. */
struct rivals {
    const struct kb_op *op;
    size_t *forms; /* indices into the instruction's list */
    struct kb_probe *probes;
    size_t count;
};

static bool nearer(const struct kb_probe *a, const struct kb_probe *b)
{
    if (!a->count || !b->count) /* 0: it could not be decided */
        return a->count > b->count;
    return a->deepest != b->deepest ? a->deepest > b->deepest : a->count < b->count;
}

/* Moves the nearest forms to the front, in their order, and returns how many there are. */
static size_t put_nearest_first(struct rivals *rivals)
{
    size_t best = 0, tied = 0;
    for (size_t i = 1; i < rivals->count; i++)
        if (nearer(&rivals->probes[i], &rivals->probes[best]))
            best = i;
    struct kb_probe first = rivals->probes[best];
    for (size_t i = 0; i < rivals->count; i++) {
        struct kb_probe probe = rivals->probes[i];
        size_t form = rivals->forms[i];
        if (nearer(&first, &probe))
            continue;
        rivals->probes[i] = rivals->probes[tied];
        rivals->forms[i] = rivals->forms[tied];
        rivals->probes[tied] = probe;
        rivals->forms[tied++] = form;
    }
    return tied;
}

static bool all_alike(const struct rivals *rivals, size_t tied)
{
    const struct kb_probe *first = &rivals->probes[0];
    for (size_t i = 1; i < tied; i++)
        if (strcmp(first->message.data, rivals->probes[i].message.data) != 0 ||
            strcmp(first->pointer.data, rivals->probes[i].pointer.data) != 0)
            return false;
    return true;
}

/* Says so where no form is nearer than others, with what some of the nearest lack. */
static void tell_none(const struct kb_here *here, const struct rivals *rivals, size_t tied)
{
    enum { TOLD = 3 };
    const struct kb_schema *schema = here->ex->run.schema;
    struct kb_buf *text = &here->ex->text, help = {0};
    size_t count = rivals->op->as.subs.count;
    if (count == 1)
        kb_buf_puts(text, "does not match the only form ");
    else
        kb_buf_printf(text, "matches none of the %zu forms ", count);
    if (here->words.title) {
        kb_buf_puts(text, "of ");
        kb_buf_quote(text, kb_str(here->words.title));
    } else {
        kb_buf_puts(text, "allowed here");
    }
    for (size_t i = 0; i < tied && i < TOLD && rivals->probes[i].count; i++) {
        const struct kb_probe *probe = &rivals->probes[i];
        kb_buf_puts(&help, i ? "; for " : "for ");
        kb_schema_add_form(&help, schema, rivals->op, rivals->forms[i]);
        kb_buf_puts(&help, ": ");
        if (probe->pointer.len) {
            kb_buf_quote(&help, (struct kb_str){probe->pointer.data + 1, probe->pointer.len - 1});
            kb_buf_puts(&help, ": ");
        }
        kb_buf_puts(&help, probe->message.data);
    }
    kb_schema_offer(here, KB_SCHEMA_COMBINATION, help.len ? help.data : NULL);
    kb_buf_free(&help);
}

/* The problems of one form, told as those of the value. What is said of the choice lives as long
 * as the visit, and once is enough. */
static void tell_nearest(const struct kb_here *here, const struct rivals *rivals, bool alike)
{
    struct kb_here own = *here;
    struct kb_buf *help = &here->visit->nearest;
    if (!alike && !own.words.help && !help->len) {
        kb_buf_puts(help, "compared with ");
        kb_schema_add_form(help, here->ex->run.schema, rivals->op, rivals->forms[0]);
        kb_buf_printf(help, ", the nearest of the %zu forms allowed here",
                      rivals->op->as.subs.count);
        own.words.help = help->data;
    }
    kb_schema_gather(&own, rivals->op->as.subs.items[rivals->forms[0]]);
}

static void explain_nearest(const struct kb_here *here, const struct kb_op *op)
{
    const struct kb_sub *subs = here->ex->run.schema->subs;
    struct rivals rivals = {op, kb_alloc(op->as.subs.count, sizeof *rivals.forms),
                            kb_alloc(op->as.subs.count, sizeof *rivals.probes), 0};
    for (size_t i = 0; i < op->as.subs.count && !here->ex->probing; i++) {
        if (!(subs[op->as.subs.items[i]].types & here->value->type))
            continue;
        kb_schema_probe(here, op->as.subs.items[i], true, &rivals.probes[rivals.count]);
        rivals.forms[rivals.count++] = i;
    }
    /* Within a probe no form is probed, or the work would double with every level of the value. */
    size_t tied = rivals.count ? put_nearest_first(&rivals) : 0;
    bool decided = tied && rivals.probes[0].count;
    bool alike = decided && tied > 1 && all_alike(&rivals, tied);
    if (kb_schema_exhausted(&here->ex->run))
        ; /* what was found out means nothing */
    else if (decided && (tied == 1 || alike))
        tell_nearest(here, &rivals, alike);
    else
        tell_none(here, &rivals, tied);
    for (size_t i = 0; i < rivals.count; i++)
        kb_schema_probe_free(&rivals.probes[i]);
    free(rivals.forms);
    free(rivals.probes);
}

/* Nothing matches. `forms` are those that take values of this type, `types` what all take. */
static void explain_none(const struct kb_here *here, const struct kb_op *op, const uint32_t *forms,
                         size_t count, unsigned types)
{
    if (all_choices(here, op->as.subs.items, op->as.subs.count))
        return;
    if (count == 0 && types) {
        kb_schema_offer_type(here, types);
        return;
    }
    uint32_t meant = count == 1 ? forms[0] : by_discriminator(here, forms, count);
    if (meant != KB_NO_SUB)
        kb_schema_gather(here, meant);
    else if (!discriminator_wrong(here, op, forms, count) && !all_choices(here, forms, count) &&
             !all_required(here, forms, count))
        explain_nearest(here, op);
}

void kb_schema_explain_choice(const struct kb_here *here, const struct kb_op *op)
{
    struct kb_run *run = &here->ex->run;
    const struct kb_sub *subs = run->schema->subs;
    uint32_t *forms = kb_alloc(op->as.subs.count, sizeof *forms);
    size_t count = 0, matches = 0;
    unsigned types = 0;
    for (size_t i = 0; i < op->as.subs.count; i++) {
        uint32_t sub = op->as.subs.items[i];
        types |= subs[sub].types;
        if (subs[sub].types & here->value->type)
            forms[count++] = sub;
        if (op->code == KB_OP_ONEOF && matches < 2)
            matches += kb_schema_run(run, sub, here->value, here->depth);
    }
    if (kb_schema_exhausted(run))
        ; /* what was found out means nothing */
    else if (matches > 1)
        tell_several(here, op);
    else
        explain_none(here, op, forms, count, types);
    free(forms);
}
