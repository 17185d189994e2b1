/* SPDX-License-Identifier: MIT */
/* Inside of kb_suspects_find: breadth first search in a product of the automaton with itself.
 * search.c has what both kinds share; suspect.c looks for exponential ambiguity, chain.c for
 * polynomial. */
#ifndef KB_SEARCH_H
#define KB_SEARCH_H

#include "pattern/components.h"
#include "pattern/suspect.h"

/* Nodes of one product. They are numbers that the searcher makes of its positions. */
#define KB_PRODUCT_NODES (1 << 19)

struct kb_product_node {
    uint32_t run; /* the search that has seen it */
    uint32_t parent;
    uint8_t letter;
};

struct kb_search {
    const struct kb_automaton *automaton;
    const struct kb_syntax *syntax;
    struct kb_arena *arena;
    struct kb_suspects *out;
    struct kb_components components;
    bool with_gaps;
    size_t steps; /* left for all searches */

    struct kb_product_node *nodes;
    uint32_t *queue;
    uint32_t room; /* in both: nodes of the largest product so far */
    uint32_t run, head, tail;
};

/* Makes room for a product of so many nodes. False when they are more than KB_PRODUCT_NODES; then
 * the search is not complete. */
bool kb_search_room(struct kb_search *s, uint64_t nodes);

/* Begins a search at a node. */
void kb_search_begin(struct kb_search *s, uint32_t node);

/* Goes through the product until `goal` is seen; `expand` calls kb_search_reach for what is next to
 * a node. Returns whether it was. */
bool kb_search_run(struct kb_search *s, const void *in, uint32_t goal,
                   void (*expand)(struct kb_search *s, const void *in, uint32_t node));

void kb_search_reach(struct kb_search *s, uint32_t from, const struct kb_letters *letters,
                     uint32_t node);

/* The word that led to a node. */
struct kb_word kb_search_word(struct kb_search *s, uint32_t node);

/* Takes one step of those left. False when there is none; then the search is not complete. */
bool kb_search_spend(struct kb_search *s);

/* The letters of `a` that the edge reads too; false when there are none. */
bool kb_search_meet(const struct kb_search *s, const struct kb_letters *a,
                    const struct kb_edge *edge, struct kb_letters *both);

/* Widens [*begin, *end) to the smallest repeat around it, where there is one; with `outer` to the
 * one around that. */
void kb_search_surround(const struct kb_search *s, bool outer, uint32_t *begin, uint32_t *end);

/* Widens [*begin, *end) to whole nodes that follow each other, so that parentheses match. */
void kb_search_balance(const struct kb_search *s, uint32_t *begin, uint32_t *end);

void kb_search_chains(struct kb_search *s); /* chain.c */

#endif
