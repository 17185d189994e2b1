/* SPDX-License-Identifier: MIT */
/* Inside of pattern/literal: sets of short texts, which live in an arena. */
#ifndef KB_TEXTS_H
#define KB_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

#include "kb/arena.h"
#include "kb/str.h"

struct kb_texts {
    struct kb_str *items;
    size_t count;
};

/* Sorts bytewise and drops what is there twice. */
void kb_texts_sort(struct kb_texts *texts);

/* Drops what contains another of a small set: where it is, the other is too. */
void kb_texts_drop_redundant(struct kb_texts *texts);

/* The same texts, to be sorted and dropped apart. */
struct kb_texts kb_texts_copy(struct kb_arena *arena, const struct kb_str *items, size_t count);

/* The texts of several sets, while they are put together; to be freed. Zero-initialised is empty.
 */
struct kb_text_pool {
    struct kb_str *items;
    size_t count, cap;
    bool lacking; /* a set had none */
    bool full;    /* they were more than KB_LITERAL_MOST: not all are here */
};

void kb_text_pool_add(struct kb_text_pool *pool, const struct kb_str *items, size_t count);
void kb_text_pool_free(struct kb_text_pool *pool);

#endif
