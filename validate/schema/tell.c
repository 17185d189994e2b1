/* SPDX-License-Identifier: MIT */
/* Offers and reports: which problem of a place is told, where the place is, and the words that
 * several keywords share. */
#include <assert.h>
#include <stdlib.h>

#include "kb/limits.h"
#include "validate/schema/explain.h"

/* The text of the way in ex->pointer. What is written of the steps above is used again, so that a
 * long key is not written for each problem below it. */
static const char *pointer_of(struct kb_explain *ex, struct kb_step *way)
{
    struct kb_step *trail[KB_MAX_DEPTH + 4];
    size_t count = 0;
    for (; way && !way->end; way = way->up) {
        assert(count < sizeof trail / sizeof *trail);
        trail[count++] = way;
    }
    ex->pointer.len = way ? way->end : 0;
    kb_buf_add(&ex->pointer, "", 0);
    while (count) {
        way = trail[--count];
        if (way->key.p)
            kb_buf_pointer_key(&ex->pointer, way->key);
        else
            kb_buf_printf(&ex->pointer, "/%zu", way->index);
        way->end = ex->pointer.len;
    }
    return ex->pointer.data;
}

/* The order in which problems of one place are preferred: what must be put right first. Of two
 * that are alike in this, the first counts, which is in the order of the keywords. */
static int rank(enum kb_schema_kind kind, bool undecided)
{
    static const int ranks[KB_SCHEMA_KIND_COUNT] = {
        [KB_SCHEMA_TYPE] = 0,        [KB_SCHEMA_REQUIRED] = 1, [KB_SCHEMA_UNKNOWN_KEY] = 1,
        [KB_SCHEMA_ENUM] = 2,        [KB_SCHEMA_RANGE] = 3,    [KB_SCHEMA_LENGTH] = 3,
        [KB_SCHEMA_PATTERN] = 3,     [KB_SCHEMA_FORMAT] = 3,   [KB_SCHEMA_ITEMS] = 3,
        [KB_SCHEMA_COMBINATION] = 4,
    };
    return undecided ? 5 : ranks[kind];
}

static void offer(const struct kb_here *here, enum kb_schema_kind kind, const char *error,
                  const char *help, bool undecided)
{
    struct kb_explain *ex = here->ex;
    struct kb_offer *best = &ex->offer;
    if (!best->any || rank(kind, undecided) < rank(best->kind, best->undecided)) {
        best->any = true;
        best->undecided = undecided;
        best->kind = kind;
        best->message.len = best->help.len = 0;
        kb_buf_puts(&best->message, error ? error : ex->text.data);
        kb_buf_puts(&best->help, help ? help : "");
    }
    ex->text.len = 0;
}

void kb_schema_offer(const struct kb_here *here, enum kb_schema_kind kind, const char *help)
{
    offer(here, kind, here->words.error, help ? help : here->words.help, false);
}

void kb_schema_offer_undecided(const struct kb_here *here, enum kb_schema_kind kind)
{
    offer(here, kind, NULL, here->words.help, true);
}

static void report(struct kb_explain *ex, struct kb_schema_problem *problem, struct kb_step *way)
{
    problem->pointer = pointer_of(ex, way);
    ex->count++;
    ex->report(ex->data, problem);
}

void kb_schema_tell_key(const struct kb_here *here, struct kb_step *step, const char *help)
{
    struct kb_explain *ex = here->ex;
    struct kb_schema_problem problem = {
        .kind = KB_SCHEMA_UNKNOWN_KEY, .at_key = true, .message = ex->text.data, .help = help};
    ex->depth = here->depth + 1;
    report(ex, &problem, step);
    ex->text.len = 0;
}

void kb_schema_offer_type(const struct kb_here *here, unsigned wanted)
{
    struct kb_visit *visit = here->visit;
    if (!visit->wrong_type) {
        visit->failed = wanted;
        visit->type_words = here->words;
    }
    visit->wrong_type = true;
}

/* A boolean or number as it is written. */
static const char *plain_text(const struct kb_value *value)
{
    return json_object_to_json_string_ext(value->json, JSON_C_TO_STRING_PLAIN);
}

/* The types that all subschemas of the place agree on; where there is none, those of the first
 * that the value is not of. */
static void offer_wrong_type(const struct kb_here *here)
{
    const struct kb_visit *visit = here->visit;
    struct kb_here own = *here;
    struct kb_buf *text = &here->ex->text;
    unsigned type = here->value->type, wanted = visit->wanted & visit->failed;
    if (!wanted)
        wanted = visit->failed;
    kb_buf_puts(text, "expected ");
    kb_schema_add_types(text, wanted);
    kb_buf_puts(text, ", got ");
    if ((wanted & KB_T_INTEGER) && type == KB_T_NUMBER)
        kb_schema_add_value(text, here->value);
    else
        kb_schema_add_types(text, type & KB_T_NUMERIC ? (unsigned)KB_T_NUMERIC : type);
    own.words = visit->type_words;
    here->ex->offer.any = false;
    struct kb_buf help = {0};
    if (visit->as_text && (wanted & KB_T_STRING))
        kb_buf_printf(&help, "did you mean the text `\"%s\"`?", plain_text(here->value));
    kb_schema_offer(&own, KB_SCHEMA_TYPE, help.data);
    kb_buf_free(&help);
}

void kb_schema_note_as_text(const struct kb_here *here, const struct kb_op *op)
{
    if (!(here->value->type & (KB_T_BOOLEAN | KB_T_NUMERIC)))
        return;
    const char *text = plain_text(here->value);
    for (size_t i = 0; i < op->as.choices.count; i++) {
        struct kb_value choice = kb_schema_value(op->as.choices.items[i].json);
        here->visit->as_text |= choice.type == KB_T_STRING && kb_str_is(choice.text, text);
    }
}

bool kb_schema_settle(const struct kb_here *here)
{
    struct kb_explain *ex = here->ex;
    if (here->visit->wrong_type)
        offer_wrong_type(here);
    else
        kb_schema_offer_missing(here);
    if (!ex->offer.any)
        return false;
    struct kb_schema_problem problem = {
        .kind = ex->offer.kind,
        .message = ex->offer.message.data,
        .help = ex->offer.help.len ? ex->offer.help.data : NULL,
        .undecided = ex->offer.undecided,
    };
    if (problem.kind == KB_SCHEMA_REQUIRED) {
        problem.missing = ex->names;
        problem.missing_count = ex->missing_count;
    }
    ex->depth = here->depth;
    report(ex, &problem, here->way);
    return here->visit->wrong_type;
}

/* The choices of several instructions as one row. */
static const struct kb_choice **choices_of(const struct kb_op *const *ops, size_t count,
                                           size_t *total)
{
    const struct kb_choice **all = NULL;
    size_t cap = 0;
    *total = 0;
    for (size_t op = 0; op < count; op++)
        for (size_t i = 0; i < ops[op]->as.choices.count; i++) {
            all = kb_grow(all, *total, &cap, sizeof *all);
            all[(*total)++] = &ops[op]->as.choices.items[i];
        }
    return all;
}

struct row {
    const struct kb_choice *const *items;
    size_t count;
};

static struct kb_str next_choice(const void *from, size_t i)
{
    const struct row *row = from;
    if (i >= row->count)
        return (struct kb_str){0};
    struct json_object *json = row->items[i]->json;
    /* A choice that is no text is far from every text. */
    return json_object_is_type(json, json_type_string) ? kb_schema_value(json).text : KB_SCHEMA_FAR;
}

static void add_choices(struct kb_buf *text, const struct row *row, long nearest)
{
    size_t listed = 0;
    kb_buf_puts(text, row->count == 1 ? "expected "
                      : row->count    ? "expected one of "
                                      : "no value is allowed");
    if (nearest >= 0) {
        kb_buf_str(text, row->items[nearest]->text);
        listed++;
    }
    for (size_t i = 0; i < row->count && listed < KB_SCHEMA_MAX_CHOICES; i++) {
        if ((long)i == nearest)
            continue;
        kb_buf_puts(text, listed++ ? ", " : "");
        kb_buf_str(text, row->items[i]->text);
    }
    if (listed < row->count)
        kb_buf_printf(text, " and %zu more", row->count - listed);
}

void kb_schema_offer_choices(const struct kb_here *here, const struct kb_op *const *ops,
                             size_t count)
{
    struct kb_explain *ex = here->ex;
    struct row row;
    const struct kb_choice **all = choices_of(ops, count, &row.count);
    struct kb_buf help = {0};
    long nearest = -1;
    row.items = all;
    if (here->value->type == KB_T_STRING && ex->suggested_choices < KB_SCHEMA_MAX_SUGGEST) {
        ex->suggested_choices++;
        nearest = kb_schema_nearest(here->value->text, next_choice, &row);
    }
    if (nearest >= 0)
        kb_buf_printf(&help, "did you mean %s?", row.items[nearest]->text.p);
    add_choices(&ex->text, &row, nearest);
    kb_buf_puts(&ex->text, ", got ");
    kb_schema_add_value(&ex->text, here->value);
    kb_schema_offer(here, KB_SCHEMA_ENUM, help.data);
    kb_buf_free(&help);
    free(all);
}
