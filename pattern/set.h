/* SPDX-License-Identifier: MIT */
/* Sets of code points under construction: what a character class is put together in. */
#ifndef KB_SET_H
#define KB_SET_H

#include <stddef.h>
#include <stdint.h>

#include "pattern/syntax.h"

/* Zero-initialised is empty. Until kb_set_tidy the ranges may overlap in any order. */
struct kb_set {
    struct kb_syntax_range *ranges;
    size_t count, cap;
};

void kb_set_add(struct kb_set *set, uint32_t first, uint32_t last);
void kb_set_join(struct kb_set *set, const struct kb_syntax_range *ranges, size_t count);

/* Sorts, and merges what overlaps or touches. */
void kb_set_tidy(struct kb_set *set);

/* Adds every code point that folds as one of the set does. Tidy before and after. */
void kb_set_fold(struct kb_set *set);

/* The code points of Unicode that are not in the set. Tidy before and after. */
void kb_set_invert(struct kb_set *set);

void kb_set_free(struct kb_set *set);

#endif
