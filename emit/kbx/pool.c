/* SPDX-License-Identifier: MIT */
/* Interning into the string pool, by open addressing over references into the pool itself. */
#include "emit/kbx/pool.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

void kb_pool_start(struct kb_pool *pool)
{
    *pool = (struct kb_pool){0};
    /* Reference {0, 0} is the absent text; the second byte makes an empty text possible before
     * any other is known. */
    kb_buf_fill(&pool->bytes, '\0', 2);
}

static struct kb_pool_slot *slot_of(const struct kb_pool *pool, struct kb_str text)
{
    size_t mask = pool->cap - 1;
    for (size_t i = (size_t)kb_str_hash(text) & mask;; i = (i + 1) & mask) {
        struct kb_pool_slot *slot = &pool->slots[i];
        if (slot->offset == 0 ||
            (slot->len == text.n && memcmp(pool->bytes.data + slot->offset, text.p, text.n) == 0))
            return slot;
    }
}

static void grow(struct kb_pool *pool)
{
    struct kb_pool old = *pool;
    pool->cap = old.cap ? old.cap * 2 : 1024;
    pool->slots = kb_alloc(pool->cap, sizeof *pool->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].offset != 0)
            *slot_of(pool, (struct kb_str){old.bytes.data + old.slots[i].offset,
                                           old.slots[i].len}) = old.slots[i];
    free(old.slots);
}

static void add(struct kb_pool *pool, struct kb_buf *to, struct kb_str text)
{
    if (pool->count * 2 >= pool->cap)
        grow(pool);
    struct kb_pool_slot *slot = slot_of(pool, text);
    if (slot->offset == 0) {
        if (text.n >= UINT32_MAX || pool->bytes.len >= UINT32_MAX - text.n) {
            pool->full = true;
            kb_buf_u64(to, 0);
            return;
        }
        slot->offset = text.n ? (uint32_t)pool->bytes.len : 1;
        slot->len = (uint32_t)text.n;
        if (text.n) {
            kb_buf_str(&pool->bytes, text);
            kb_buf_putc(&pool->bytes, '\0');
        }
        pool->count++;
    }
    kb_buf_u32(to, slot->offset);
    kb_buf_u32(to, slot->len);
}

void kb_pool_ref(struct kb_pool *pool, struct kb_buf *to, struct kb_str text)
{
    if (!text.p) {
        kb_buf_u64(to, 0);
        return;
    }
    if (kb_utf8_valid(text) && (text.n == 0 || !memchr(text.p, '\0', text.n))) {
        add(pool, to, text);
        return;
    }
    struct kb_buf clean = {0};
    for (const char *p = text.p, *end = text.p + text.n; p < end;) {
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (ok && cp != 0)
            kb_buf_add(&clean, p, n);
        else
            kb_buf_puts(&clean, "\xEF\xBF\xBD");
        p += n;
    }
    add(pool, to, kb_buf_view(&clean));
    kb_buf_free(&clean);
}

void kb_pool_free(struct kb_pool *pool)
{
    kb_buf_free(&pool->bytes);
    free(pool->slots);
    *pool = (struct kb_pool){0};
}
