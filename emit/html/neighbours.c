/* SPDX-License-Identifier: MIT */
/* Edges by the record they lead to, sorted once for the site; and the neighbours of one record. */
#include "emit/html/neighbours.h"

#include <stdlib.h>

/* The kind of edge that says so in the record itself, and in the other one. */
static const struct {
    enum kb_edge_kind own, theirs;
} says[KB_RELATION_COUNT] = {
    [KB_BEFORE] = {KB_PRECEDED_BY, KB_LEADS_TO},
    [KB_AFTER] = {KB_LEADS_TO, KB_PRECEDED_BY},
    [KB_CONFUSED] = {KB_CONFUSED_WITH, KB_CONFUSED_WITH},
};

/* Calls for every edge that leads to another record of the base. */
static void each_edge(struct kb_site *site,
                      void (*visit)(struct kb_site *, uint32_t target, struct kb_arrival arrival))
{
    const struct kb_base *base = site->base;
    for (size_t i = 0; i < base->count; i++)
        for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            for (size_t e = 0; e < base->records[i]->edges[kind].count; e++) {
                uint32_t target = kb_edge_at(base->records[i], (enum kb_edge_kind)kind, e)->target;
                if (target < base->count && target != i)
                    visit(site, target,
                          (struct kb_arrival){(uint32_t)i, (uint32_t)e, (enum kb_edge_kind)kind});
            }
}

static void tally(struct kb_site *site, uint32_t target, struct kb_arrival arrival)
{
    (void)arrival;
    site->arrival_start[target + 1]++;
}

/* The starts move on to the ends, which are the next one's starts. */
static void place(struct kb_site *site, uint32_t target, struct kb_arrival arrival)
{
    site->arrivals[site->arrival_start[target]++] = arrival;
}

void kb_site_link(struct kb_site *site)
{
    size_t count = site->base->count;
    size_t *start = kb_arena_new(&site->arena, count + 1, sizeof *start);
    site->arrival_start = start;
    each_edge(site, tally);
    for (size_t i = 0; i < count; i++)
        start[i + 1] += start[i];
    size_t total = start[count];
    site->arrivals = kb_arena_new(&site->arena, total ? total : 1, sizeof *site->arrivals);
    each_edge(site, place);
    for (size_t i = count; i > 0; i--)
        start[i] = start[i - 1];
    start[0] = 0;
}

const struct kb_edge *kb_edge_of(const struct kb_site *site, const struct kb_edge_ref *ref)
{
    return kb_edge_at(site->base->records[ref->by], ref->kind, ref->entry);
}

/* Where a record stands among the neighbours. */
struct seat {
    uint32_t record;
    size_t at;
};

static int by_record(const void *a, const void *b)
{
    const struct seat *left = a, *right = b;
    if (left->record != right->record)
        return left->record < right->record ? -1 : 1;
    return (left->at > right->at) - (left->at < right->at);
}

static int at_record(const void *key, const void *seat)
{
    const uint32_t record = *(const uint32_t *)key, other = ((const struct seat *)seat)->record;
    return (record > other) - (record < other);
}

/* The two edges of one relation between the same two records are shown as one. */
static bool merge(const struct kb_site *site, struct kb_neighbour *list, const struct seat *seats,
                  size_t count, const struct kb_edge_ref *theirs)
{
    const struct seat *seat =
        count > 0 ? bsearch(&theirs->by, seats, count, sizeof *seats, at_record) : NULL;
    if (!seat)
        return false;
    if (kb_str_blank(kb_edge_of(site, &list[seat->at].note)->note))
        list[seat->at].note = *theirs;
    return true;
}

/* Adds those that stand so to the record, `seats` being room for its own. */
static size_t add(const struct kb_site *site, uint32_t record, enum kb_relation relation,
                  struct kb_neighbour *list, size_t count, struct seat *seats)
{
    enum kb_edge_kind kind = says[relation].own;
    size_t own = site->base->records[record]->edges[kind].count;
    for (size_t i = 0; i < own; i++) {
        struct kb_edge_ref edge = {record, (uint32_t)i, kind};
        uint32_t target = kb_edge_of(site, &edge)->target;
        seats[i] = (struct seat){target, count};
        list[count++] = (struct kb_neighbour){relation, target, edge, edge};
    }
    qsort(seats, own, sizeof *seats, by_record);
    for (size_t i = site->arrival_start[record]; i < site->arrival_start[record + 1]; i++) {
        const struct kb_arrival *arrival = &site->arrivals[i];
        struct kb_edge_ref edge = {arrival->from, arrival->entry, arrival->kind};
        if (arrival->kind == says[relation].theirs && !merge(site, list, seats, own, &edge))
            list[count++] = (struct kb_neighbour){relation, arrival->from, edge, edge};
    }
    return count;
}

struct kb_neighbour *kb_neighbours(const struct kb_site *site, uint32_t record, size_t *count)
{
    const struct kb_record *subject = site->base->records[record];
    size_t own = 0, all = site->arrival_start[record + 1] - site->arrival_start[record];
    for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        own += subject->edges[kind].count;
    *count = 0;
    if (own + all == 0)
        return NULL;
    struct kb_neighbour *list = kb_alloc(own + all, sizeof *list);
    struct seat *seats = kb_alloc(own + 1, sizeof *seats);
    for (int relation = 0; relation < KB_RELATION_COUNT; relation++)
        *count = add(site, record, (enum kb_relation)relation, list, *count, seats);
    free(seats);
    return list;
}
