/* SPDX-License-Identifier: MIT */
/* Where an automaton is ambiguous without bound (Weber and Seidl, "On the degree of ambiguity of
 * finite automata", 1991).
 *
 * Exponentially: some position has two different ways back to itself by one word; reading the word
 * n times then has 2^n ways. Polynomially: one word leads from a position back to itself, from it
 * to another, and from that one back to itself; reading it n times has n ways, and each further
 * such pair on the way one more power of n.
 *
 * These are suspects: the automaton has ways that PCRE2 does not go (pattern/automaton.h), and what
 * is ambiguous costs nothing unless a match fails after it. */
#ifndef KB_SUSPECT_H
#define KB_SUSPECT_H

#include "pattern/walk.h"

/* Pairs of loops that one suspect is made of; each is a power of n. */
#define KB_MAX_PUMPS 8

/* Suspects found in one automaton. */
#define KB_MAX_SUSPECTS 24

/* A word that can be read again and again, beginning at `enter` and ending at `leave`. */
struct kb_pump {
    uint32_t enter, leave;
    struct kb_word word;
};

struct kb_suspect {
    bool exponential;
    uint32_t begin, end; /* the part of the regex, in bytes */
    struct kb_pump pumps[KB_MAX_PUMPS];
    size_t pump_count;
};

struct kb_suspects {
    struct kb_suspect items[KB_MAX_SUSPECTS]; /* the worse first */
    size_t count;
    unsigned degree; /* the longest chain of pairs: polynomial ambiguity is n to the degree */
    bool complete;   /* false: the search was given up where it became too long */
};

/* Finds them. Pairs that have a gap between or in them are left out, unless `with_gaps`: that is
 * how `a.*b.*c` costs what it costs, which is no news. */
void kb_suspects_find(const struct kb_automaton *automaton, const struct kb_syntax *syntax,
                      bool with_gaps, struct kb_arena *arena, struct kb_suspects *out);

#endif
