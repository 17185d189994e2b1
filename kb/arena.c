/* SPDX-License-Identifier: MIT */
/* Bump allocator: blocks in a list, the newest first. They grow, so that an arena for one regex is
 * as cheap as what is put into it, and one for a million records has few. */
#include "kb/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN sizeof(union align)
#define FIRST ((size_t)1 << 10)
#define BLOCK ((size_t)64 << 10)

union align {
    long long i;
    long double d;
    void *p;
};

struct kb_arena_block {
    struct kb_arena_block *next;
    union align data[];
};

_Noreturn void kb_out_of_memory(void)
{
    fputs("kbc: out of memory\n", stderr);
    exit(2);
}

static size_t product(size_t count, size_t size)
{
    bool small = count <= UINT16_MAX && size <= UINT16_MAX; /* nearly always */
    if (!small && size != 0 && count > (SIZE_MAX / 2) / size)
        kb_out_of_memory();
    return count * size;
}

void *kb_alloc(size_t count, size_t size)
{
    void *p = calloc(1, product(count, size) + (count == 0 || size == 0));
    if (!p)
        kb_out_of_memory();
    return p;
}

void *kb_realloc(void *old, size_t count, size_t size)
{
    void *p = realloc(old, product(count, size) + (count == 0 || size == 0));
    if (!p)
        kb_out_of_memory();
    return p;
}

char *kb_copy(const char *data, size_t len)
{
    char *copy = kb_alloc(len + 1, 1);
    if (len)
        memcpy(copy, data, len);
    return copy;
}

void *kb_grow(void *array, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return array;
    *cap = *cap ? *cap * 2 : 8;
    return kb_realloc(array, *cap, size);
}

/* Large pieces get a block of their own behind the current one, whose rest stays in use. */
static void *own_block(struct kb_arena *arena, size_t bytes)
{
    struct kb_arena_block *block = kb_realloc(NULL, 1, sizeof *block + bytes);
    block->next = NULL;
    if (arena->head) {
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        arena->head = block;
    }
    return block->data;
}

/* Twice the size of the last, up to BLOCK; at least `bytes`. */
static void next_block(struct kb_arena *arena, size_t bytes)
{
    size_t size = arena->size ? arena->size : FIRST / 2;
    do
        size = size < BLOCK ? size * 2 : BLOCK;
    while (size < bytes);
    struct kb_arena_block *block = kb_realloc(NULL, 1, sizeof *block + size);
    block->next = arena->head;
    arena->head = block;
    arena->next = (char *)block->data;
    arena->left = arena->size = size;
}

static void *take(struct kb_arena *arena, size_t bytes)
{
    bytes = bytes ? (bytes + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
    if (bytes > BLOCK / 4)
        return own_block(arena, bytes);
    if (bytes > arena->left)
        next_block(arena, bytes);
    void *p = arena->next;
    arena->next += bytes;
    arena->left -= bytes;
    return p;
}

/* What is never handed out is never touched: of a block for one regex that is most. */
void *kb_arena_new(struct kb_arena *arena, size_t count, size_t size)
{
    size_t bytes = product(count, size);
    return memset(take(arena, bytes), 0, bytes);
}

char *kb_arena_copy(struct kb_arena *arena, const char *data, size_t len)
{
    char *copy = take(arena, len + 1);
    if (len)
        memcpy(copy, data, len);
    copy[len] = '\0';
    return copy;
}

void kb_arena_free(struct kb_arena *arena)
{
    struct kb_arena_block *block = arena->head;
    while (block) {
        struct kb_arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (struct kb_arena){0};
}
