/* SPDX-License-Identifier: MIT */
/* Witnesses by trial, for regexes that no automaton stands for: look-arounds, back references,
 * recursion, more than fits. Made from the tree: for every loop, what its body may read, again and
 * again, after what stands before it and before something that fails. */
#ifndef KB_GUESS_H
#define KB_GUESS_H

#include "pattern/attack.h"
#include "pattern/syntax.h"

struct kb_guess {
    const struct kb_syntax_node *loop; /* the one that was pumped, or NULL: nothing was found */
    struct kb_attack attack;           /* its texts are in the arena */
    struct kb_outcome outcome;
};

/* Tries; the steepest that is found, the first of equals. */
struct kb_guess kb_guess_find(const struct kb_syntax *syntax, const struct kb_pattern *pattern,
                              struct kb_arena *arena, struct kb_budget *budget);

#endif
