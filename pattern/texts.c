/* SPDX-License-Identifier: MIT */
/* Sets of short texts. */
#include "pattern/texts.h"

#include <stdlib.h>
#include <string.h>

#include "pattern/literal.h"

/* Texts of a set in which those that contain another are looked for: each is held against each. */
#define REDUNDANT_MOST 64

static int by_bytes(const void *a, const void *b)
{
    return kb_str_cmp(*(const struct kb_str *)a, *(const struct kb_str *)b);
}

void kb_texts_sort(struct kb_texts *texts)
{
    size_t kept = 0;
    if (texts->count > 1)
        qsort(texts->items, texts->count, sizeof *texts->items, by_bytes);
    for (size_t i = 0; i < texts->count; i++)
        if (kept == 0 || !kb_str_eq(texts->items[kept - 1], texts->items[i]))
            texts->items[kept++] = texts->items[i];
    texts->count = kept;
}

static bool contains(struct kb_str text, struct kb_str part)
{
    for (size_t i = 0; part.n <= text.n && i <= text.n - part.n; i++)
        if (memcmp(text.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

void kb_texts_drop_redundant(struct kb_texts *texts)
{
    size_t kept = 0;
    if (texts->count > REDUNDANT_MOST)
        return;
    for (size_t i = 0; i < texts->count; i++) {
        bool redundant = false;
        for (size_t j = 0; j < texts->count && !redundant; j++)
            redundant =
                texts->items[j].n < texts->items[i].n && contains(texts->items[i], texts->items[j]);
        if (!redundant)
            texts->items[kept++] = texts->items[i];
    }
    texts->count = kept;
}

struct kb_texts kb_texts_copy(struct kb_arena *arena, const struct kb_str *items, size_t count)
{
    struct kb_texts texts = {kb_arena_new(arena, count, sizeof *items), count};
    if (count)
        memcpy(texts.items, items, count * sizeof *items);
    return texts;
}

void kb_text_pool_add(struct kb_text_pool *pool, const struct kb_str *items, size_t count)
{
    pool->lacking |= count == 0;
    pool->full |= count > KB_LITERAL_MOST - pool->count;
    for (size_t i = 0; i < count && !pool->full; i++) {
        pool->items = kb_grow(pool->items, pool->count, &pool->cap, sizeof *pool->items);
        pool->items[pool->count++] = items[i];
    }
}

void kb_text_pool_free(struct kb_text_pool *pool)
{
    free(pool->items);
}
