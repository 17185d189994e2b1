/* SPDX-License-Identifier: MIT */
/* One sort of all values, then one pass over them. */
#include "emit/html/group.h"

#include <stdlib.h>

struct entry {
    struct kb_str value, name;
    uint32_t rank, record;
};

struct kb_gather {
    struct entry *entries;
    size_t count, cap;
    uint32_t record; /* whose values are being added */
    struct kb_arena *arena;
};

void kb_gather_add(struct kb_gather *gather, uint32_t rank, struct kb_str value, struct kb_str name)
{
    gather->entries =
        kb_grow(gather->entries, gather->count, &gather->cap, sizeof *gather->entries);
    gather->entries[gather->count++] = (struct entry){value, name, rank, gather->record};
}

struct kb_arena *kb_gather_arena(struct kb_gather *gather)
{
    return gather->arena;
}

static int by_group(const struct entry *a, const struct entry *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank ? 1 : -1;
    int order = kb_str_casecmp(a->value, b->value);
    return order ? order : kb_str_cmp(a->value, b->value);
}

static int by_place(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = by_group(a, b);
    if (order == 0)
        order = kb_str_casecmp(a->name, b->name);
    return order ? order : (a->record > b->record) - (a->record < b->record);
}

struct kb_site_groups kb_group(const struct kb_site *site, size_t language, kb_collect *collect,
                               struct kb_arena *arena)
{
    struct kb_gather all = {.arena = arena};
    struct kb_site_groups groups = {0};
    for (size_t i = 0; i < site->base->count; i++) {
        all.record = (uint32_t)i;
        collect(&all, site, language, site->base->records[i]);
    }
    if (all.count == 0)
        return groups;
    qsort(all.entries, all.count, sizeof *all.entries, by_place);

    size_t count = 1, kept = 0;
    for (size_t i = 1; i < all.count; i++)
        count += by_group(&all.entries[i - 1], &all.entries[i]) != 0;
    groups.items = kb_arena_new(arena, count, sizeof *groups.items);
    uint32_t *records = kb_arena_new(arena, all.count, sizeof *records);
    for (size_t i = 0; i < all.count; i++) {
        const struct entry *entry = &all.entries[i];
        if (i == 0 || by_group(entry - 1, entry) != 0)
            groups.items[groups.count++] =
                (struct kb_site_group){.name = entry->value, .records = records + kept};
        else if (entry->record == records[kept - 1])
            continue; /* the same value twice */
        records[kept++] = entry->record;
        groups.items[groups.count - 1].count++;
    }
    free(all.entries);
    return groups;
}
