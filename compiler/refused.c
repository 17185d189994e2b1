/* SPDX-License-Identifier: MIT */
/* The set of refused pointers: open addressing over 64-bit hashes. */
#include <stdlib.h>
#include <string.h>

#include "compiler/lower.h"
#include "kb/arena.h"

static uint64_t hash_of(const struct kb_refused *refused, struct kb_str pointer)
{
    uint64_t hash = kb_str_hash_seeded(pointer, refused->seed);
    return hash ? hash : 1;
}

/* The hash's slot, or the free one it would go to. */
static size_t slot(const struct kb_refused *refused, uint64_t hash)
{
    size_t i = hash & (refused->cap - 1);
    while (refused->hashes[i] && refused->hashes[i] != hash)
        i = (i + 1) & (refused->cap - 1);
    return i;
}

static void grow(struct kb_refused *refused)
{
    struct kb_refused old = *refused;
    refused->cap = old.cap ? old.cap * 2 : 64;
    refused->hashes = kb_alloc(refused->cap, sizeof *refused->hashes);
    for (size_t i = 0; i < old.cap; i++)
        if (old.hashes[i])
            refused->hashes[slot(refused, old.hashes[i])] = old.hashes[i];
    free(old.hashes);
}

bool kb_refusable(const char *pointer)
{
    enum { LONGEST = 4096 };
    return strnlen(pointer, LONGEST + 1) <= LONGEST;
}

void kb_refuse(struct kb_refused *refused, const char *pointer)
{
    if (!kb_refusable(pointer))
        return;
    if (!refused->seed)
        refused->seed = kb_hash_seed() | 1;
    if (refused->count * 2 >= refused->cap)
        grow(refused);
    uint64_t hash = hash_of(refused, kb_str(pointer));
    size_t i = slot(refused, hash);
    refused->count += refused->hashes[i] == 0;
    refused->hashes[i] = hash;
}

static bool holds(const struct kb_refused *refused, struct kb_str pointer)
{
    return refused->hashes[slot(refused, hash_of(refused, pointer))] != 0;
}

bool kb_is_refused(const struct kb_refused *refused, const char *pointer)
{
    if (!refused->count)
        return false;
    size_t n = strlen(pointer);
    if (holds(refused, (struct kb_str){pointer, n}))
        return true;
    while (n > 0) {
        while (n > 0 && pointer[n - 1] != '/')
            n--;
        n -= n > 0;
        if (n > 0 && holds(refused, (struct kb_str){pointer, n}))
            return true;
    }
    return false;
}

void kb_refused_clear(struct kb_refused *refused)
{
    if (refused->count)
        memset(refused->hashes, 0, refused->cap * sizeof *refused->hashes);
    refused->count = 0;
}

void kb_refused_free(struct kb_refused *refused)
{
    free(refused->hashes);
    *refused = (struct kb_refused){0};
}
