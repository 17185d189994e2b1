/* SPDX-License-Identifier: MIT */
/* Sets of code points as sorted ranges. */
#include "pattern/set.h"

#include <stdlib.h>

#include "kb/arena.h"
#include "pattern/fold.h"

#define LAST_CODE_POINT 0x10FFFF

void kb_set_add(struct kb_set *set, uint32_t first, uint32_t last)
{
    set->ranges = kb_grow(set->ranges, set->count, &set->cap, sizeof *set->ranges);
    set->ranges[set->count++] = (struct kb_syntax_range){first, last};
}

void kb_set_join(struct kb_set *set, const struct kb_syntax_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kb_set_add(set, ranges[i].first, ranges[i].last);
}

static int by_first(const void *a, const void *b)
{
    const struct kb_syntax_range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

void kb_set_tidy(struct kb_set *set)
{
    if (set->count < 2)
        return;
    qsort(set->ranges, set->count, sizeof *set->ranges, by_first);
    size_t kept = 0;
    for (size_t i = 1; i < set->count; i++) {
        struct kb_syntax_range *last = &set->ranges[kept], next = set->ranges[i];
        if (next.first > last->last && next.first - last->last > 1)
            set->ranges[++kept] = next;
        else if (next.last > last->last)
            last->last = next.last;
    }
    set->count = kept + 1;
}

/* The first range of a tidy set that does not end before cp; count when there is none. */
static size_t first_reaching(const struct kb_set *set, uint32_t cp)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->ranges[middle].last < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Adds to `out` what lies in both the tidy set `from` and first..last by steps, each moved by
 * `by`. */
static void add_moved(struct kb_set *out, const struct kb_set *from, uint32_t first, uint32_t last,
                      uint32_t step, int32_t by)
{
    if (step == 0)
        return; /* no row has that */
    for (size_t i = first_reaching(from, first); i < from->count && from->ranges[i].first <= last;
         i++) {
        uint32_t low = from->ranges[i].first, high = from->ranges[i].last;
        low = low < first ? first : low;
        high = high > last ? last : high;
        if (step == 1 && low <= high)
            kb_set_add(out, low + (uint32_t)by, high + (uint32_t)by);
        for (low += (low - first) % 2; step == 2 && low <= high; low += 2)
            kb_set_add(out, low + (uint32_t)by, low + (uint32_t)by);
    }
}

void kb_set_fold(struct kb_set *set)
{
    /* Two steps, as every row leads to a letter that folds to itself: there, and back from there
     * to all that lead to it. */
    struct kb_set moved = {0};
    for (size_t i = 0; i < kb_fold_row_count; i++) {
        const struct kb_fold_row *row = &kb_fold_rows[i];
        add_moved(&moved, set, row->first, row->last, row->step, row->by);
    }
    kb_set_join(set, moved.ranges, moved.count);
    kb_set_tidy(set);
    moved.count = 0;
    for (size_t i = 0; i < kb_fold_row_count; i++) {
        const struct kb_fold_row *row = &kb_fold_rows[i];
        add_moved(&moved, set, row->first + (uint32_t)row->by, row->last + (uint32_t)row->by,
                  row->step, -row->by);
    }
    kb_set_join(set, moved.ranges, moved.count);
    kb_set_tidy(set);
    kb_set_free(&moved);
}

void kb_set_invert(struct kb_set *set)
{
    struct kb_set inverse = {0};
    uint32_t from = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (set->ranges[i].first > from)
            kb_set_add(&inverse, from, set->ranges[i].first - 1);
        from = set->ranges[i].last + 1;
    }
    if (from <= LAST_CODE_POINT)
        kb_set_add(&inverse, from, LAST_CODE_POINT);
    kb_set_free(set);
    *set = inverse;
}

void kb_set_free(struct kb_set *set)
{
    free(set->ranges);
    *set = (struct kb_set){0};
}
