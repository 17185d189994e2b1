/* SPDX-License-Identifier: MIT */
/* Words for anyOf and oneOf: finds the form that the author of the value had in mind and tells
 * what is wrong with that one, instead of what is wrong with all. */
#include <stdlib.h>

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

/* Calls `see` for every key of the form that has a const or enum and that the value has. */
static void each_choice(const struct kb_here *here, uint32_t sub,
                        void (*see)(void *data, const struct kb_key *key, const struct kb_op *op,
                                    struct json_object *got),
                        void *data)
{
    const struct kb_schema *schema = here->ex->run.schema;
    const struct kb_op *op = schema->ops + schema->subs[sub].first;
    const struct kb_op *end = op + schema->subs[sub].count;
    for (; op < end; op++) {
        if (op->code == KB_OP_REF)
            each_choice(here, op->as.sub, see, data);
        for (size_t i = 0; op->code == KB_OP_ALL && i < op->as.subs.count; i++)
            each_choice(here, op->as.subs.items[i], see, data);
        for (size_t i = 0; op->code == KB_OP_OBJECT && i < op->as.object->key_count; i++) {
            const struct kb_key *key = &op->as.object->keys[i];
            struct json_object *got;
            const struct kb_op *choice = key->sub == KB_NO_SUB ? NULL : choice_of(schema, key->sub);
            if (choice && json_object_object_get_ex(here->value->json, key->name.p, &got))
                see(data, key, choice, got);
        }
    }
}

struct score {
    enum kb_op_code code; /* only these count */
    size_t hits, misses;
};

static bool holds(const struct kb_op *choice, struct json_object *got)
{
    for (size_t i = 0; i < choice->as.choices.count; i++)
        if (kb_schema_equal(got, choice->as.choices.items[i].json))
            return true;
    return false;
}

static void add_score(void *data, const struct kb_key *key, const struct kb_op *choice,
                      struct json_object *got)
{
    struct score *score = data;
    (void)key;
    if (choice->code == score->code)
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
            struct score score = {codes[c], 0, 0};
            each_choice(here, forms[i], add_score, &score);
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

struct wanted {
    struct kb_str name; /* absent: the first const key */
    const struct kb_op *op;
    struct json_object *got;
};

static void find_wanted(void *data, const struct kb_key *key, const struct kb_op *choice,
                        struct json_object *got)
{
    struct wanted *wanted = data;
    if (wanted->op ||
        (wanted->name.p ? !kb_str_eq(key->name, wanted->name) : choice->code != KB_OP_CONST))
        return;
    *wanted = (struct wanted){key->name, choice, got};
}

/* All forms tell themselves apart by one key, and the value has none of the texts they want
 * there: that key is what is wrong. */
static bool discriminator_wrong(const struct kb_here *here, const uint32_t *forms, size_t count)
{
    struct kb_str name = {0};
    struct json_object *got = NULL;
    const struct kb_op **ops = kb_alloc(count, sizeof *ops);
    bool ok = here->value->type == KB_T_OBJECT && count > 1;
    for (size_t i = 0; i < count && ok; i++) {
        struct wanted wanted = {.name = name};
        each_choice(here, forms[i], find_wanted, &wanted);
        ok = wanted.op && !holds(wanted.op, wanted.got);
        ops[i] = wanted.op;
        name = wanted.name;
        got = wanted.got;
    }
    if (ok) {
        struct kb_value value = kb_schema_value(got);
        struct kb_step step = {here->way, name, 0};
        struct kb_here at = {here->ex, &value, &step, here->depth + 1, here->help};
        kb_schema_tell_choices(&at, ops, count);
    }
    free(ops);
    return ok;
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
        kb_schema_tell_choices(here, ops, count);
    free(ops);
    return ok;
}

static void add_form(const struct kb_here *here, const struct kb_op *op, size_t i)
{
    const char *title = here->ex->run.schema->subs[op->as.subs.items[i]].title;
    if (title)
        kb_buf_quote(&here->ex->text, kb_str(title));
    else
        kb_buf_printf(&here->ex->text, "number %zu", i + 1);
}

static void tell_several(const struct kb_here *here, const struct kb_op *op)
{
    size_t matches = 0, listed = 0;
    bool *matching = kb_alloc(op->as.subs.count, sizeof *matching);
    for (size_t i = 0; i < op->as.subs.count; i++) {
        matching[i] = kb_schema_run(&here->ex->run, op->as.subs.items[i], here->value, here->depth);
        matches += matching[i];
    }
    kb_buf_printf(&here->ex->text,
                  "expected exactly one of %zu forms to match, but %zu do: ", op->as.subs.count,
                  matches);
    for (size_t i = 0; i < op->as.subs.count && listed < KB_SCHEMA_MAX_CHOICES; i++) {
        if (!matching[i])
            continue;
        kb_buf_puts(&here->ex->text, listed == 0 ? "" : listed + 1 < matches ? ", " : " and ");
        add_form(here, op, i);
        listed++;
    }
    if (listed < matches)
        kb_buf_puts(&here->ex->text, ", …");
    kb_schema_tell(here, KB_SCHEMA_COMBINATION, false, NULL);
    free(matching);
}

/* Several forms could be meant: says so, and what the nearest of them lacks. */
static void tell_none(const struct kb_here *here, const struct kb_op *op, const uint32_t *forms,
                      size_t count)
{
    struct kb_schema_problem first, best = {0};
    size_t fewest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t problems = kb_schema_probe(here, forms[i], &first);
        if (problems && problems < fewest) {
            fewest = problems;
            best = first;
        }
    }
    kb_buf_printf(&here->ex->text, "matches none of the %zu forms allowed here", op->as.subs.count);
    const char *help = NULL;
    if (best.message) {
        struct kb_buf buf = {0};
        kb_buf_puts(&buf, "for the nearest form: ");
        kb_buf_puts(&buf, best.message);
        help = kb_arena_copy(here->ex->arena, buf.data, buf.len);
        kb_buf_free(&buf);
    }
    kb_schema_tell(here, KB_SCHEMA_COMBINATION, false, help);
}

/* Nothing matches. `forms` are those that admit values of this type. */
static bool explain_none(const struct kb_here *here, const struct kb_op *op, const uint32_t *forms,
                         size_t count, unsigned types)
{
    if (all_choices(here, op->as.subs.items, op->as.subs.count))
        return false;
    if (count == 0 && types) {
        kb_schema_tell_type(here, types);
        return true;
    }
    uint32_t meant = count == 1 ? forms[0] : by_discriminator(here, forms, count);
    if (meant != KB_NO_SUB)
        return kb_schema_explain_sub(here, meant);
    if (!discriminator_wrong(here, forms, count) && !all_choices(here, forms, count))
        tell_none(here, op, forms, count);
    return false;
}

bool kb_schema_explain_choice(const struct kb_here *here, const struct kb_op *op)
{
    const struct kb_sub *subs = here->ex->run.schema->subs;
    uint32_t *forms = kb_alloc(op->as.subs.count, sizeof *forms);
    size_t count = 0, matches = 0;
    unsigned types = 0;
    bool stop = false;
    for (size_t i = 0; i < op->as.subs.count; i++) {
        uint32_t sub = op->as.subs.items[i];
        types |= subs[sub].types;
        if (subs[sub].types & here->value->type)
            forms[count++] = sub;
        if (op->code == KB_OP_ONEOF && matches < 2)
            matches += kb_schema_run(&here->ex->run, sub, here->value, here->depth);
    }
    if (matches > 1)
        tell_several(here, op);
    else
        stop = explain_none(here, op, forms, count, types);
    free(forms);
    return stop;
}
