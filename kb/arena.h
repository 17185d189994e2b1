/* SPDX-License-Identifier: MIT */
/* Memory that is freed all at once. Used by one thread at a time. Out of memory ends the program
 * with exit status 2, so callers need no branch for it. */
#ifndef KB_ARENA_H
#define KB_ARENA_H

#include <stddef.h>

struct kb_arena_block;

/* Zero-initialised is empty and ready. */
struct kb_arena {
    struct kb_arena_block *head;
    char *next;
    size_t left;
    size_t size; /* of the newest block that is shared */
};

/* `size` zeroed bytes aligned for any type; never NULL; valid until kb_arena_free. */
void *kb_arena_new(struct kb_arena *arena, size_t count, size_t size);

/* A copy of `len` bytes with a NUL after it. */
char *kb_arena_copy(struct kb_arena *arena, const char *data, size_t len);

void kb_arena_free(struct kb_arena *arena);

/* Says so on standard error and ends the program with exit status 2. For libraries that report it
 * by a NULL of their own. */
_Noreturn void kb_out_of_memory(void);

/* malloc, realloc that end the program when memory runs out or count * size wraps. */
void *kb_alloc(size_t count, size_t size);
void *kb_realloc(void *old, size_t count, size_t size);

/* A copy of `len` bytes with a NUL after it, for free(). */
char *kb_copy(const char *data, size_t len);

/* Growth of an array that holds `count` of `*cap` elements of `size` bytes, so that one more
 * fits. Returns the array, moved if need be. */
void *kb_grow(void *array, size_t count, size_t *cap, size_t size);

#endif
