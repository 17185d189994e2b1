/* SPDX-License-Identifier: MIT */
/* Lookup by id. */
#include "kb/base.h"

#include <string.h>

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

/* Records whose ids share the first part, between two bounds of the sorted array. */
struct span {
    const struct kb_base *base;
    size_t first, end;
};

static struct kb_str id_at(const void *from, size_t i)
{
    const struct span *span = from;
    i += span->first;
    return i < span->end ? span->base->records[i]->id : (struct kb_str){0};
}

/* First record whose id is not below `prefix` followed by `next`. */
static size_t bound(const struct kb_base *base, struct kb_str prefix, char next)
{
    size_t low = 0, high = base->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        struct kb_str id = base->records[mid]->id, head = id;
        head.n = id.n < prefix.n ? id.n : prefix.n;
        int order = kb_str_cmp(head, prefix);
        if (order < 0 || (order == 0 && (id.n == prefix.n ||
                                         (unsigned char)id.p[prefix.n] < (unsigned char)next)))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

uint32_t kb_base_nearest(const struct kb_base *base, struct kb_str id, size_t *effort)
{
    const char *slash = id.n ? memchr(id.p, '/', id.n) : NULL;
    struct span span = {base, 0, base->count};
    if (slash) {
        struct kb_str prefix = {id.p, (size_t)(slash - id.p)};
        span.first = bound(base, prefix, '/');
        span.end = bound(base, prefix, '/' + 1);
    }
    if (span.first == span.end)
        span = (struct span){base, 0, base->count};
    if (span.end - span.first > *effort)
        return KB_NO_RECORD;
    *effort -= span.end - span.first;
    long found = kb_nearest(id, id_at, &span);
    return found < 0 ? KB_NO_RECORD : (uint32_t)(span.first + (size_t)found);
}
