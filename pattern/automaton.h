/* SPDX-License-Identifier: MIT */
/* The position automaton of a regex (Glushkov's): a state for each place that reads a character,
 * none for anything else, so that a way through it is a way the regex can be matched.
 *
 * Ways are counted: where two different ways of not reading anything lie between two positions, as
 * in (a*)*, the edge says so, because a matcher tries both.
 *
 * Left out, so that it may have ways that PCRE2 does not go: what groups kept (atomic groups,
 * possessive repeats other than of one character), what lies around (anchors, look-arounds), what
 * was matched (back references). Repeats are unrolled up to a bound; a count beyond it is taken as
 * no end. Who reasons about it must therefore try what it finds. */
#ifndef KB_AUTOMATON_H
#define KB_AUTOMATON_H

#include "kb/arena.h"
#include "pattern/alphabet.h"
#include "pattern/loops.h"
#include "pattern/syntax.h"

struct kb_edge {
    uint32_t from, to;
    uint8_t ways;  /* 1, or 2 for two and more */
    bool clear;    /* some way of it passes no gap */
    bool reserved; /* what `from` reads is left out: it would have read it (a++) */
    /* The outermost repeat that loops this way, or NULL. */
    const struct kb_syntax_node *loop;
};

struct kb_position {
    const struct kb_syntax_node *class; /* NULL for position 0, the start */
    struct kb_letters letters;          /* what it reads */
    uint32_t edges, edge_count;         /* those from here: a run of edges[] */
    bool gap;                           /* see kb_is_gap */
    bool last;                          /* the regex may end here */
};

struct kb_automaton {
    struct kb_alphabet alphabet;
    struct kb_position *positions;
    uint32_t position_count;
    struct kb_edge *edges; /* sorted by from and to, at most one each */
    uint32_t edge_count;
};

/* Makes the automaton in the arena. False when it would become too large to reason about. */
bool kb_automaton_make(struct kb_automaton *automaton, const struct kb_syntax *syntax,
                       enum kb_counting counting, struct kb_arena *arena);

/* What may be read along an edge. */
struct kb_letters kb_edge_letters(const struct kb_automaton *automaton, const struct kb_edge *edge);

#endif
