/* SPDX-License-Identifier: MIT */
/* How the search index names the records. */
#include <stdlib.h>
#include <string.h>

#include "emit/html/search.h"
#include "kb/arena.h"

struct entry {
    uint64_t hash;
    uint32_t place;
};

/* Ids are alike but for their ends, which move few of the high bits of their hash. */
static uint64_t mixed(uint64_t hash)
{
    hash = (hash ^ hash >> 32) * 0x9E3779B97F4A7C15;
    return hash ^ hash >> 29;
}

/* Places are in the order of the ids. */
static int entry_cmp(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Bits of a number, but for those of records that others have pushed beyond. */
static unsigned bits_for(size_t count)
{
    unsigned bits = 1;
    while (bits < 31 && (size_t)1 << bits < count * KB_SEARCH_SPARE)
        bits++;
    return bits;
}

struct kb_search_numbers kb_search_number(const struct kb_base *base)
{
    size_t count = base->count;
    unsigned bits = bits_for(count);
    struct entry *entries = kb_alloc(count + 1, sizeof *entries);
    struct kb_search_numbers numbers = {
        .base = *base,
        .records = kb_alloc(count + 1, sizeof *numbers.records),
        .of = kb_alloc(count + 1, sizeof *numbers.of),
        .by_place = kb_alloc(count + 1, sizeof *numbers.by_place),
    };
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct entry){mixed(kb_str_hash(base->records[i]->id)), (uint32_t)i};
    if (count)
        qsort(entries, count, sizeof *entries, entry_cmp);
    uint32_t free_from = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t wanted = (uint32_t)(entries[i].hash >> (64 - bits));
        numbers.of[i] = wanted > free_from ? wanted : free_from;
        free_from = numbers.of[i] + 1;
        numbers.records[i] = base->records[entries[i].place];
        numbers.by_place[entries[i].place] = numbers.of[i];
    }
    numbers.base.records = numbers.records;
    free(entries);
    return numbers;
}

void kb_search_numbers_free(struct kb_search_numbers *numbers)
{
    free(numbers->records);
    free(numbers->of);
    free(numbers->by_place);
    *numbers = (struct kb_search_numbers){0};
}
