/* SPDX-License-Identifier: MIT */
/* The program run for all that is wrong: the same instructions, but going on after a failure. */
#include "validate/schema/explain.h"

#include <stdlib.h>

#include <json-c/linkhash.h>

#include "kb/limits.h"

static bool never(const struct kb_here *here, uint32_t sub)
{
    const struct kb_schema *schema = here->ex->run.schema;
    return schema->subs[sub].count == 1 && schema->ops[schema->subs[sub].first].code == KB_OP_NEVER;
}

/* Explains a part of the value, at the step `way`. */
static void explain_part(const struct kb_here *here, uint32_t sub, struct json_object *json,
                         const struct kb_step *way)
{
    struct kb_value value = kb_schema_value(json);
    struct kb_here part = {here->ex, &value, way, here->depth + 1, NULL};
    if (kb_schema_too_deep(&value, part.depth)) {
        kb_buf_printf(&here->ex->text, "nested more than %d levels deep", KB_MAX_DEPTH);
        kb_schema_tell(&part, KB_SCHEMA_COMBINATION, false, NULL);
    } else {
        kb_schema_explain_sub(&part, sub);
    }
}

static void tell_key(const struct kb_here *here, const char *words, struct kb_str name,
                     const char *more, const char *help)
{
    struct kb_step step = {here->way, name, 0};
    struct kb_here at = *here;
    at.way = &step;
    kb_buf_puts(&here->ex->text, words);
    kb_buf_quote(&here->ex->text, name);
    kb_buf_puts(&here->ex->text, more);
    kb_schema_tell(&at, KB_SCHEMA_UNKNOWN_KEY, true, help);
}

static struct kb_str next_key(const void *from, size_t i)
{
    const struct kb_object *object = from;
    return i < object->key_count ? object->keys[i].name : (struct kb_str){0};
}

static void unknown_key(const struct kb_here *here, const struct kb_object *object,
                        struct kb_str name)
{
    const char *help = NULL;
    long nearest = -1;
    if (here->ex->suggested < KB_SCHEMA_MAX_SUGGEST) {
        here->ex->suggested++;
        nearest = kb_nearest(name, next_key, object);
    }
    if (nearest >= 0) {
        struct kb_buf buf = {0};
        kb_buf_puts(&buf, "did you mean ");
        kb_buf_quote(&buf, object->keys[nearest].name);
        kb_buf_putc(&buf, '?');
        help = kb_arena_copy(here->ex->arena, buf.data, buf.len);
        kb_buf_free(&buf);
    }
    tell_key(here, "unknown key ", name, "", help);
}

static void explain_member(const struct kb_here *here, uint32_t sub, struct kb_str name,
                           struct json_object *json)
{
    struct kb_step step = {here->way, name, 0};
    if (never(here, sub))
        tell_key(here, "the key ", name, " is not allowed here", NULL);
    else
        explain_part(here, sub, json, &step);
}

static void explain_other(const struct kb_here *here, const struct kb_object *object,
                          struct kb_str name, bool listed, struct json_object *json)
{
    bool known = false;
    for (size_t i = 0; i < object->pattern_count && !listed; i++) {
        enum kb_match match = kb_pattern_search(object->patterns[i].pattern, name);
        here->ex->run.undecided |= match == KB_MATCH_LIMIT;
        if (match == KB_MATCH_YES) {
            known = true;
            explain_member(here, object->patterns[i].sub, name, json);
        }
    }
    if (known || object->additional == KB_NO_SUB)
        return;
    if (never(here, object->additional))
        unknown_key(here, object, name);
    else
        explain_member(here, object->additional, name, json);
}

static bool has(const struct kb_here *here, struct kb_str key)
{
    return json_object_object_get_ex(here->value->json, key.p, NULL);
}

static void missing_keys(const struct kb_here *here, const struct kb_str *needs, size_t count,
                         struct kb_str because)
{
    struct kb_buf *text = &here->ex->text;
    struct kb_str *missing = kb_alloc(count, sizeof *missing);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!has(here, needs[i]))
            missing[n++] = needs[i];
    if (n) {
        kb_buf_puts(text, n == 1 ? "the key " : "the keys ");
        kb_schema_add_names(text, missing, n);
        kb_buf_puts(text, n == 1 ? " is missing" : " are missing");
        if (because.p) {
            kb_buf_puts(text, ", which ");
            kb_buf_quote(text, because);
            kb_buf_puts(text, " asks for");
        }
        here->ex->missing = missing;
        here->ex->missing_count = n;
        kb_schema_tell(here, KB_SCHEMA_REQUIRED, false, NULL);
        here->ex->missing = NULL;
        here->ex->missing_count = 0;
    }
    free(missing);
}

static void explain_object(const struct kb_here *here, const struct kb_object *object)
{
    missing_keys(here, object->required, object->required_count, (struct kb_str){0});
    struct lh_table *table = json_object_get_object(here->value->json);
    for (struct lh_entry *e = table->head; e; e = e->next) {
        struct kb_str name;
        const struct kb_key *key = kb_schema_key(object, lh_entry_k(e), &name);
        bool known = false;
        if (key) {
            if (key->sub != KB_NO_SUB)
                explain_member(here, key->sub, name, lh_entry_v(e));
            for (uint32_t i = 0; i < key->pattern_count; i++)
                explain_member(here, key->patterns[i], name, lh_entry_v(e));
            known = key->sub != KB_NO_SUB || key->pattern_count;
        }
        if (!known)
            explain_other(here, object, name, key != NULL, lh_entry_v(e));
    }
}

static void explain_dependents(const struct kb_here *here, const struct kb_op *op)
{
    for (size_t i = 0; i < op->as.dependents.count; i++) {
        const struct kb_dependent *dependent = &op->as.dependents.items[i];
        if (!has(here, dependent->key))
            continue;
        missing_keys(here, dependent->needs, dependent->need_count, dependent->key);
        if (dependent->sub != KB_NO_SUB)
            kb_schema_explain_sub(here, dependent->sub);
    }
}

static void explain_names(const struct kb_here *here, uint32_t sub)
{
    for (struct lh_entry *e = json_object_get_object(here->value->json)->head; e; e = e->next) {
        struct kb_str name = kb_str(lh_entry_k(e));
        struct kb_value value = kb_schema_key_value(name);
        struct kb_here key = {here->ex, &value, here->way, here->depth, NULL};
        struct kb_schema_problem first;
        if (kb_schema_probe(&key, sub, &first) == 0)
            continue;
        struct kb_buf more = {0};
        kb_buf_printf(&more, " is not allowed here: %s", first.message);
        tell_key(here, "the key ", name, never(here, sub) ? " is not allowed here" : more.data,
                 first.help);
        kb_buf_free(&more);
    }
}

static void explain_array(const struct kb_here *here, const struct kb_array *array)
{
    size_t n = json_object_array_length(here->value->json);
    for (size_t i = 0; i < n; i++) {
        uint32_t sub = i < array->prefix_count ? array->prefix[i] : array->rest;
        struct kb_step step = {here->way, {0}, i};
        if (sub == KB_NO_SUB)
            return;
        if (never(here, sub)) {
            kb_buf_printf(&here->ex->text, "expected at most %zu %s, got %zu", i,
                          i == 1 ? "item" : "items", n);
            kb_schema_tell(here, KB_SCHEMA_ITEMS, false, NULL);
            return;
        }
        explain_part(here, sub, json_object_array_get_idx(here->value->json, i), &step);
    }
}

/* Instructions that look into the value or hand it on; they report what they find, if anything.
 * False for all others. */
static bool explain_inside(const struct kb_here *here, const struct kb_op *op, bool *stop)
{
    switch ((int)op->code) {
    case KB_OP_REF:
        *stop = kb_schema_explain_sub(here, op->as.sub);
        return true;
    case KB_OP_ALL:
        for (size_t i = 0; i < op->as.subs.count && !*stop; i++)
            *stop = kb_schema_explain_sub(here, op->as.subs.items[i]);
        return true;
    case KB_OP_IF: {
        const struct kb_if *branch = op->as.branch;
        bool yes = kb_schema_run(&here->ex->run, branch->test, here->value, here->depth);
        uint32_t next = yes ? branch->yes : branch->no;
        *stop = next != KB_NO_SUB && kb_schema_explain_sub(here, next);
        return true;
    }
    case KB_OP_OBJECT:
        explain_object(here, op->as.object);
        return true;
    case KB_OP_DEPENDENT:
    case KB_OP_DEPENDENT_SUBS:
        explain_dependents(here, op);
        return true;
    case KB_OP_NAMES:
        explain_names(here, op->as.sub);
        return true;
    case KB_OP_ARRAY:
        explain_array(here, op->as.array);
        return true;
    default:
        return false;
    }
}

bool kb_schema_explain_sub(const struct kb_here *outer, uint32_t sub)
{
    struct kb_run *run = &outer->ex->run;
    const struct kb_sub *s = &run->schema->subs[sub];
    struct kb_here here = *outer;
    if (kb_schema_spent(run))
        return false;
    here.help = s->help;
    const struct kb_op *op = run->schema->ops + s->first, *end = op + s->count;
    for (; op < end; op++) {
        bool stop = false, before = run->undecided;
        if (!(op->types & here.value->type) || explain_inside(&here, op, &stop)) {
            if (stop)
                return true;
            continue;
        }
        run->undecided = false;
        bool ok = kb_schema_run_op(run, op, here.value, here.depth);
        bool undecided = run->undecided;
        run->undecided |= before;
        if (!ok && kb_schema_explain_failed(&here, op, undecided))
            return true;
    }
    return false;
}

struct probe {
    size_t count;
    struct kb_schema_problem first;
};

static void note(void *data, const struct kb_schema_problem *problem)
{
    struct probe *probe = data;
    if (probe->count++ == 0)
        probe->first = *problem;
}

size_t kb_schema_probe(const struct kb_here *here, uint32_t sub, struct kb_schema_problem *first)
{
    struct probe probe = {0};
    struct kb_explain inner = {
        .run = here->ex->run,
        .arena = here->ex->arena,
        .report = note,
        .data = &probe,
        .suggested = here->ex->suggested,
    };
    struct kb_here at = *here;
    at.ex = &inner;
    kb_schema_explain_sub(&at, sub);
    here->ex->run.undecided |= inner.run.undecided;
    here->ex->run.steps = inner.run.steps;
    here->ex->suggested = inner.suggested;
    kb_buf_free(&inner.text);
    kb_buf_free(&inner.pointer);
    *first = probe.first;
    return probe.count;
}

void kb_schema_explain(const struct kb_schema *schema, struct json_object *value,
                       struct kb_arena *arena,
                       void (*report)(void *data, const struct kb_schema_problem *problem),
                       void *data)
{
    struct kb_explain ex = {
        .run = {.schema = schema}, .arena = arena, .report = report, .data = data};
    struct kb_value root = kb_schema_value(value);
    struct kb_here here = {&ex, &root, NULL, 0, NULL};
    kb_schema_explain_sub(&here, 0);
    if (ex.run.undecided && ex.count == 0) {
        kb_buf_puts(&ex.text,
                    "could not be decided: a pattern of the schema reached the match "
                    "limit, the value is nested too deep, or there are too many ways to try");
        kb_schema_tell(&here, KB_SCHEMA_PATTERN, false, NULL);
    }
    kb_buf_free(&ex.text);
    kb_buf_free(&ex.pointer);
}
