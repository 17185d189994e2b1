/* SPDX-License-Identifier: MIT */
/* The program run for all that is wrong, place by place. */
#include "validate/schema/explain.h"

#include <stdlib.h>

#include "kb/limits.h"

struct kb_here kb_schema_begin(struct kb_explain *ex, const struct kb_value *value,
                               struct kb_step *way, unsigned depth, struct kb_visit *visit)
{
    *visit = (struct kb_visit){.wanted = KB_T_ANY, .inside = ex->inside_count};
    ex->offer.any = false;
    ex->missing_count = 0;
    return (struct kb_here){.ex = ex, .value = value, .way = way, .depth = depth, .visit = visit};
}

void kb_schema_leave(const struct kb_here *here)
{
    here->ex->inside_count = here->visit->inside;
    free(here->visit->earlier);
    kb_buf_free(&here->visit->nearest);
}

void kb_schema_keep(const struct kb_here *here, const struct kb_op *op, struct kb_str key)
{
    struct kb_explain *ex = here->ex;
    ex->inside = kb_grow(ex->inside, ex->inside_count, &ex->inside_cap, sizeof *ex->inside);
    ex->inside[ex->inside_count++] = (struct kb_inside){op, here->words, key};
}

static void try_object(const struct kb_here *here, const struct kb_op *op)
{
    const struct kb_object *object = op->as.object;
    kb_schema_need(here, object->required, object->required_count, (struct kb_str){0});
    kb_schema_keep(here, op, (struct kb_str){0});
}

/* How many items the array describes before one that may not be there. */
size_t kb_schema_described(const struct kb_schema *schema, const struct kb_array *array, size_t n)
{
    for (size_t i = 0; i < array->prefix_count && i < n; i++)
        if (kb_schema_never(schema, array->prefix[i]))
            return i;
    bool ends = array->rest == KB_NO_SUB || kb_schema_never(schema, array->rest);
    return ends && n > array->prefix_count ? array->prefix_count : n;
}

static void try_array(const struct kb_here *here, const struct kb_op *op)
{
    const struct kb_array *array = op->as.array;
    size_t n = json_object_array_length(here->value->json);
    size_t most = kb_schema_described(here->ex->run.schema, array, n);
    if (most < n && (most < array->prefix_count || array->rest != KB_NO_SUB)) {
        kb_buf_printf(&here->ex->text, "expected at most %zu %s, got %zu", most,
                      most == 1 ? "item" : "items", n);
        kb_schema_offer(here, KB_SCHEMA_ITEMS, NULL);
    }
    kb_schema_keep(here, op, (struct kb_str){0});
}

static void try_dependents(const struct kb_here *here, const struct kb_op *op)
{
    for (size_t i = 0; i < op->as.dependents.count; i++) {
        const struct kb_dependent *dependent = &op->as.dependents.items[i];
        if (!json_object_object_get_ex(here->value->json, dependent->key.p, NULL))
            continue;
        kb_schema_need(here, dependent->needs, dependent->need_count, dependent->key);
        if (dependent->sub != KB_NO_SUB)
            kb_schema_gather(here, dependent->sub);
    }
}

static void try_if(const struct kb_here *here, const struct kb_if *branch)
{
    struct kb_run *run = &here->ex->run;
    bool yes = kb_schema_run(run, branch->test, here->value, here->depth);
    uint32_t next = yes ? branch->yes : branch->no;
    if (next != KB_NO_SUB && !kb_schema_exhausted(run))
        kb_schema_gather(here, next);
}

static void try_unique(const struct kb_here *here, const struct kb_op *op)
{
    if (!here->visit->earlier)
        here->visit->earlier =
            kb_alloc(json_object_array_length(here->value->json), sizeof *here->visit->earlier);
    if (!kb_schema_unique(here->value->json, here->visit->earlier))
        kb_schema_keep(here, op, (struct kb_str){0});
}

static void try_leaf(const struct kb_here *here, const struct kb_op *op)
{
    struct kb_run *run = &here->ex->run;
    bool before = run->undecided;
    run->undecided = false;
    bool ok = kb_schema_run_op(run, op, here->value, here->depth);
    bool undecided = run->undecided;
    run->undecided |= before;
    if (!ok && !kb_schema_exhausted(run))
        kb_schema_explain_failed(here, op, undecided);
}

static void try_op(const struct kb_here *here, const struct kb_op *op)
{
    switch ((int)op->code) {
    case KB_OP_TYPE:
        here->visit->wanted &= op->as.mask;
        if (!(op->as.mask & here->value->type))
            kb_schema_offer_type(here, op->as.mask);
        return;
    case KB_OP_REF:
        kb_schema_gather(here, op->as.sub);
        return;
    case KB_OP_ALL:
        for (size_t i = 0; i < op->as.subs.count; i++)
            kb_schema_gather(here, op->as.subs.items[i]);
        return;
    case KB_OP_CONST:
    case KB_OP_ENUM:
        kb_schema_note_as_text(here, op);
        break;
    default:
        break;
    }
    if (here->visit->wrong_type)
        return; /* nothing but types is worth looking at any more */
    switch ((int)op->code) {
    case KB_OP_IF:
        try_if(here, op->as.branch);
        return;
    case KB_OP_OBJECT:
        try_object(here, op);
        return;
    case KB_OP_DEPENDENT:
    case KB_OP_DEPENDENT_SUBS:
        try_dependents(here, op);
        return;
    case KB_OP_NAMES:
        kb_schema_keep(here, op, (struct kb_str){0});
        return;
    case KB_OP_ARRAY:
        try_array(here, op);
        return;
    case KB_OP_UNIQUE:
        try_unique(here, op);
        return;
    default:
        try_leaf(here, op);
    }
}

void kb_schema_gather(const struct kb_here *outer, uint32_t sub)
{
    struct kb_run *run = &outer->ex->run;
    const struct kb_sub *s = &run->schema->subs[sub];
    struct kb_here here = *outer;
    if (kb_schema_too_deep(here.value, here.depth)) {
        kb_buf_printf(&here.ex->text, "nested more than %d levels deep", KB_MAX_DEPTH);
        kb_schema_offer_undecided(&here, KB_SCHEMA_COMBINATION);
        return;
    }
    if (kb_schema_spent(run))
        return;
    here.words.title = s->title ? s->title : here.words.title;
    here.words.error = s->error ? s->error : here.words.error;
    here.words.help = s->help ? s->help : here.words.help;
    const struct kb_op *op = run->schema->ops + s->first, *end = op + s->count;
    for (; op < end; op++)
        if (op->types & here.value->type)
            try_op(&here, op);
}

/* Reports what was gathered of a place, and goes on to its parts. */
void kb_schema_finish(const struct kb_here *here)
{
    size_t last = here->ex->inside_count;
    if (!kb_schema_settle(here) && last > here->visit->inside) {
        if (here->value->type == KB_T_OBJECT)
            kb_schema_explain_members(here, last);
        else
            kb_schema_explain_items(here, last);
    }
    kb_schema_leave(here);
}

static void explain(struct kb_explain *ex, uint32_t sub, const struct kb_value *value,
                    unsigned depth)
{
    struct kb_visit visit;
    struct kb_here here = kb_schema_begin(ex, value, NULL, depth, &visit);
    kb_schema_gather(&here, sub);
    kb_schema_finish(&here);
}

static void explain_free(struct kb_explain *ex)
{
    kb_buf_free(&ex->text);
    kb_buf_free(&ex->pointer);
    kb_buf_free(&ex->offer.message);
    kb_buf_free(&ex->offer.help);
    free(ex->missing);
    free(ex->names);
    free(ex->inside);
}

struct note {
    struct kb_probe *probe;
    const struct kb_explain *ex;
};

static void note(void *data, const struct kb_schema_problem *problem)
{
    struct note *n = data;
    struct kb_probe *probe = n->probe;
    if (probe->count == 0) {
        kb_buf_puts(&probe->pointer, problem->pointer);
        kb_buf_puts(&probe->message, problem->message);
        kb_buf_puts(&probe->help, problem->help ? problem->help : "");
    }
    probe->count += problem->missing_count ? problem->missing_count : 1;
    probe->deepest = n->ex->depth > probe->deepest ? n->ex->depth : probe->deepest;
}

void kb_schema_probe(const struct kb_here *here, uint32_t sub, bool scoring, struct kb_probe *probe)
{
    struct note n = {probe, NULL};
    struct kb_explain inner = {
        .run = here->ex->run,
        .report = note,
        .data = &n,
        .probing = scoring,
        .suggested_keys = scoring ? KB_SCHEMA_MAX_SUGGEST : here->ex->suggested_keys,
        .suggested_choices = scoring ? KB_SCHEMA_MAX_SUGGEST : here->ex->suggested_choices,
    };
    n.ex = &inner;
    *probe = (struct kb_probe){.deepest = here->depth};
    explain(&inner, sub, here->value, here->depth);
    here->ex->run.undecided |= inner.run.undecided;
    here->ex->run.steps = inner.run.steps;
    if (!scoring) {
        here->ex->suggested_keys = inner.suggested_keys;
        here->ex->suggested_choices = inner.suggested_choices;
    }
    explain_free(&inner);
}

void kb_schema_probe_free(struct kb_probe *probe)
{
    kb_buf_free(&probe->pointer);
    kb_buf_free(&probe->message);
    kb_buf_free(&probe->help);
}

/* Says of the whole value that something about it could not be found out. */
static void tell_undecided(struct kb_explain *ex, const struct kb_value *root, const char *message)
{
    struct kb_visit visit;
    struct kb_here here = kb_schema_begin(ex, root, NULL, 0, &visit);
    kb_buf_puts(&ex->text, message);
    kb_schema_offer_undecided(&here, KB_SCHEMA_COMBINATION);
    kb_schema_finish(&here);
}

void kb_schema_explain(const struct kb_schema *schema, struct json_object *value,
                       void (*report)(void *data, const struct kb_schema_problem *problem),
                       void *data)
{
    struct kb_explain ex = {.run = {.schema = schema}, .report = report, .data = data};
    struct kb_value root = kb_schema_value(value);
    explain(&ex, 0, &root, 0);
    if (kb_schema_exhausted(&ex.run))
        tell_undecided(&ex, &root,
                       "could not be decided to the end: the schema leaves too many ways to try");
    else if (ex.run.undecided && ex.count == 0)
        tell_undecided(&ex, &root,
                       "could not be decided: a pattern of the schema reached the match limit, or "
                       "the value is nested too deep");
    explain_free(&ex);
}
