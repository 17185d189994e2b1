/* SPDX-License-Identifier: MIT */
/* Runs the workers over all documents, then the corpus rules, and puts the base together. */
#include "compiler/check.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/parallel.h"
#include "compiler/worker.h"

struct kb_check_private {
    struct kb_result *results;
    struct kb_worker *workers; /* the first also runs the corpus rules */
    unsigned worker_count;
    struct kb_record **all; /* every record with an id, for the corpus rules */
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

/* The newest date of all records; absent dates are the smallest number. */
static int32_t newest_of(const struct kb_base *base)
{
    int32_t newest = KB_NO_DATE;
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        const int32_t days[] = {record->first_seen, record->last_confirmed, record->last_updated};
        for (size_t j = 0; j < 3; j++)
            if (days[j] > newest)
                newest = days[j];
    }
    return newest;
}

/* Rules over all records, and those that must know today, which may be the newest date there is. */
static void run_late(struct kb_check *check, const struct kb_check_options *options)
{
    struct kb_check_private *p = check->private;
    struct kb_base all = {.layout = &options->schema->layout, .newest = KB_NO_DATE};
    p->all = all.records = kb_alloc(check->input.doc_count, sizeof *p->all);
    for (size_t i = 0; i < check->input.doc_count; i++)
        if (p->results[i].record && p->results[i].record->id.p)
            all.records[all.count++] = p->results[i].record;
    if (all.count)
        qsort(all.records, all.count, sizeof *all.records, by_id);
    all.newest = newest_of(&all);
    all.today = check->today = options->today == KB_NO_DATE ? all.newest : options->today;
    for (size_t i = 0; i < KB_RULE_COUNT; i++)
        if (kb_rule_is_late(&kb_rules[i]) && options->run[i])
            kb_worker_late(&p->workers[0], &kb_rules[i], &all);
}

/* The records that can be compiled. Two with one id can only be left when that rule is off; then
 * the first stays. */
static void assemble(struct kb_check *check, const struct kb_check_options *options)
{
    struct kb_check_private *p = check->private;
    struct kb_base *base = &check->base;
    *base = (struct kb_base){.layout = &options->schema->layout, .today = check->today};
    base->records = kb_alloc(check->input.doc_count, sizeof *base->records);
    for (size_t i = 0; i < check->input.doc_count; i++)
        if (p->results[i].record && p->results[i].record->id.p && !p->results[i].blocked)
            base->records[base->count++] = p->results[i].record;
    if (base->count)
        qsort(base->records, base->count, sizeof *base->records, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < base->count; i++)
        if (kept == 0 || !kb_str_eq(base->records[i]->id, base->records[kept - 1]->id))
            base->records[kept++] = base->records[i];
    base->count = kept;
    base->newest = newest_of(base);
    for (size_t i = 0; i < base->count; i++) {
        struct kb_record *record = base->records[i];
        for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            for (size_t j = 0; j < record->edges[kind].count; j++) {
                struct kb_edge *edge = (struct kb_edge *)record->edges[kind].items + j;
                edge->target = edge->id.p ? kb_base_find(base, edge->id) : KB_NO_RECORD;
            }
    }
}

/* Sorts each document's findings and joins them; a record then borrows its own run of the list. */
static void merge(struct kb_check *check)
{
    struct kb_check_private *p = check->private;
    for (size_t i = 0; i < check->input.doc_count; i++) {
        struct kb_result *result = &p->results[i];
        if (result->findings.count)
            qsort(result->findings.items, result->findings.count, sizeof *result->findings.items,
                  kb_finding_cmp);
        for (size_t j = 0; j < result->findings.count; j++)
            kb_findings_add(&check->findings, &result->findings.items[j]);
        if (result->record) {
            result->record->findings = result->findings.items;
            result->record->finding_count = result->findings.count;
        }
        check->record_count +=
            check->input.docs[i].problem == NULL && check->input.docs[i].source->data != NULL;
        check->blocked += result->blocked;
    }
    for (unsigned i = 0; i < p->worker_count; i++) {
        check->unreadable |= p->workers[i].unreadable;
        check->blocking += p->workers[i].blocking;
        for (size_t rule = 0; rule < KB_RULE_COUNT; rule++) {
            check->by_rule[rule] += p->workers[i].by_rule[rule];
            check->by_severity[kb_rules[rule].severity] += p->workers[i].by_rule[rule];
        }
    }
}

void kb_check_run(struct kb_check *check, const struct kb_check_options *options)
{
    *check = (struct kb_check){0};
    struct kb_check_private *p = check->private = kb_alloc(1, sizeof *p);
    kb_input_read(&check->input, options->operands, options->jobs);
    p->results = kb_alloc(check->input.doc_count, sizeof *p->results);
    p->worker_count = kb_parallel_size(options->jobs, check->input.doc_count);
    p->workers = kb_alloc(p->worker_count, sizeof *p->workers);
    for (unsigned i = 0; i < p->worker_count; i++)
        kb_worker_init(&p->workers[i], options, check->input.docs, p->results,
                       check->input.doc_count);
    kb_parallel(p->worker_count, check->input.doc_count, document, p);
    run_late(check, options);
    assemble(check, options);
    merge(check);
}

void kb_check_free(struct kb_check *check)
{
    struct kb_check_private *p = check->private;
    for (size_t i = 0; i < check->input.doc_count; i++)
        kb_findings_free(&p->results[i].findings);
    for (unsigned i = 0; i < p->worker_count; i++)
        kb_worker_free(&p->workers[i]);
    free(p->results);
    free(p->workers);
    free(p->all);
    free(p);
    free(check->base.records);
    kb_findings_free(&check->findings);
    kb_input_free(&check->input);
}
