/* SPDX-License-Identifier: MIT */
/* Lookup by id. */
#include "kb/base.h"

uint32_t kb_base_find(const struct kb_base *base, struct kb_str id)
{
    size_t low = 0, high = base->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = kb_str_cmp(base->records[mid]->id, id);
        if (order == 0)
            return (uint32_t)mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return KB_NO_RECORD;
}

static struct kb_str id_at(const void *from, size_t i)
{
    const struct kb_base *base = from;
    return i < base->count ? base->records[i]->id : (struct kb_str){0};
}

uint32_t kb_base_nearest(const struct kb_base *base, struct kb_str id)
{
    long found = kb_nearest(id, id_at, base);
    return found < 0 ? KB_NO_RECORD : (uint32_t)found;
}
