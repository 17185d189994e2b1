/* SPDX-License-Identifier: MIT */
/* Runs the workers over all documents, then the corpus rules, and puts the base together. */
#include "compiler/check.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/focus.h"
#include "compiler/parallel.h"
#include "compiler/settle.h"
#include "kb/limits.h"

struct kb_check_private {
    struct kb_result *results;
    struct kb_worker *workers; /* the first also runs the corpus rules */
    unsigned worker_count;
};

static void document(void *data, unsigned thread, size_t i)
{
    struct kb_check_private *p = data;
    kb_worker_document(&p->workers[thread], i);
}

static int by_id(const void *a, const void *b)
{
    const struct kb_record *const *x = a, *const *y = b;
    int order = kb_str_cmp((*x)->id, (*y)->id);
    return order ? order : ((*x)->doc > (*y)->doc) - ((*x)->doc < (*y)->doc);
}

/* Adds the record's dates to the newest so far; absent dates are the smallest number. */
static void note_newest(int32_t *newest, const struct kb_record *record)
{
    const int32_t days[] = {record->first_seen, record->last_confirmed, record->last_updated};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (days[i] > *newest)
            *newest = days[i];
}

/* Every record with an id, sorted, and the newest date of all, with or without. */
static void collect(struct kb_check *check, struct kb_base *all)
{
    const struct kb_result *results = check->private->results;
    all->newest = KB_NO_DATE;
    all->records = kb_alloc(check->input.doc_count, sizeof *all->records);
    for (size_t i = 0; i < check->input.doc_count; i++) {
        if (!results[i].record)
            continue;
        note_newest(&all->newest, results[i].record);
        if (results[i].record->id.p)
            all->records[all->count++] = results[i].record;
    }
    qsort(all->records, all->count, sizeof *all->records, by_id);
}

struct late {
    struct kb_check_private *private;
    const struct kb_base *all;
    const struct kb_rule *rules[KB_RULE_COUNT];
    size_t count;
};

static void late_rule(void *data, unsigned thread, size_t i)
{
    struct late *late = data;
    kb_worker_late(&late->private->workers[thread], late->rules[i], late->all);
}

/* Each late rule reads all records, and no rule what another says: they share the workers. */
static void run_late(struct kb_check *check, const struct kb_check_options *options,
                     const struct kb_base *all)
{
    struct late late = {.private = check->private, .all = all};
    for (size_t i = 0; i < KB_RULE_COUNT; i++)
        if (kb_rules[i].scope >= KB_DATED && options->run[i])
            late.rules[late.count++] = &kb_rules[i];
    kb_parallel(check->private->worker_count, late.count, 1, late_rule, &late);
    for (unsigned i = 0; i < check->private->worker_count; i++)
        kb_worker_hand_over(&check->private->workers[i]);
}

static void resolve_edges(const struct kb_base *base, struct kb_record *record)
{
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        for (size_t i = 0; i < record->edges[kind].count; i++) {
            struct kb_edge *edge = (struct kb_edge *)record->edges[kind].items + i;
            edge->target = edge->id.p ? kb_base_find(base, edge->id) : KB_NO_RECORD;
        }
}

/* The records that can be compiled. Two of one id are only left where that rule was not run; then
 * the first stays. */
static void assemble(struct kb_check *check, const struct kb_base *all)
{
    const struct kb_result *results = check->private->results;
    struct kb_base *base = &check->base;
    *base = (struct kb_base){.layout = all->layout, .today = all->today, .newest = KB_NO_DATE};
    base->records = kb_alloc(all->count, sizeof *base->records);
    for (size_t i = 0; i < all->count; i++) {
        struct kb_record *record = all->records[i];
        if (results[record->doc - check->input.docs].blocked ||
            (base->count && kb_str_eq(record->id, base->records[base->count - 1]->id)))
            continue;
        note_newest(&base->newest, record);
        base->records[base->count++] = record;
    }
    for (size_t i = 0; i < base->count; i++)
        resolve_edges(base, base->records[i]);
}

static void count_records(struct kb_check *check, const struct kb_focus *focus)
{
    const struct kb_check_private *p = check->private;
    for (size_t i = 0; i < check->input.doc_count; i++) {
        const struct kb_doc *doc = &check->input.docs[i];
        bool record = doc->fault == KB_FAULT_NONE && doc->source->data &&
                      (!focus || kb_focus_has(focus, doc->source));
        check->record_count += record;
        check->blocked += record && p->results[i].blocked;
    }
    for (unsigned i = 0; i < p->worker_count; i++)
        check->unreadable |= p->workers[i].unreadable;
}

void kb_check_defaults(struct kb_check_options *options)
{
    *options = (struct kb_check_options){
        .thresholds = kb_default_thresholds, .today = KB_NO_DATE, .max_per_rule = KB_MAX_LISTED};
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        options->run[i] = !kb_rules[i].off;
        options->severity[i] = kb_rules[i].severity;
    }
}

void kb_check_run(struct kb_check *check, const struct kb_check_options *options)
{
    struct kb_input input = {0};
    kb_input_read(&input, options->operands, options->settings, options->git_top, options->jobs);
    kb_check_input(check, options, &input);
}

void kb_check_input(struct kb_check *check, const struct kb_check_options *options,
                    struct kb_input *input)
{
    *check = (struct kb_check){.input = *input};
    struct kb_check_private *p = check->private = kb_alloc(1, sizeof *p);
    p->results = kb_alloc(check->input.doc_count, sizeof *p->results);
    p->worker_count = kb_parallel_size(options->jobs, check->input.doc_count);
    p->workers = kb_alloc(p->worker_count, sizeof *p->workers);
    for (unsigned i = 0; i < p->worker_count; i++)
        kb_worker_init(&p->workers[i], options, check->input.docs, p->results,
                       check->input.doc_count);
    kb_parallel(p->worker_count, check->input.doc_count, KB_PARALLEL_RUN, document, p);
    struct kb_base all = {.layout = &options->schema->layout};
    collect(check, &all);
    all.today = options->today == KB_NO_DATE ? all.newest : options->today;
    run_late(check, options, &all);
    assemble(check, &all);
    free(all.records);
    kb_settle(check, options, p->results, &p->workers[0], all.today);
    count_records(check, options->focus);
}

bool kb_check_blocks(const struct kb_check *check, size_t i)
{
    return check->private->results[i].blocked;
}

void kb_check_free(struct kb_check *check)
{
    struct kb_check_private *p = check->private;
    for (unsigned i = 0; i < p->worker_count; i++)
        kb_worker_free(&p->workers[i]);
    free(p->results);
    free(p->workers);
    free(p);
    free(check->base.records);
    kb_findings_free(&check->findings);
    kb_findings_free(&check->suppressed);
    kb_input_free(&check->input);
}
