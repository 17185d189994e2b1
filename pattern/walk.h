/* SPDX-License-Identifier: MIT */
/* Words that lead through an automaton. */
#ifndef KB_WALK_H
#define KB_WALK_H

#include "kb/buf.h"
#include "pattern/automaton.h"

struct kb_word {
    const uint8_t *letters;
    size_t n;
};

/* A set of positions. */
struct kb_states {
    uint64_t *bits;
    size_t words;
};

bool kb_word_eq(struct kb_word a, struct kb_word b);

/* What a word may be asked for: nothing, or a letter that is in it. */
#define KB_ANY_WORD KB_MAX_LETTERS

/* A shortest word that leads from one position to another, which may be the same, or with `to` 0 to
 * any where the regex may end. False when there is none. */
bool kb_walk_between(const struct kb_automaton *automaton, uint32_t from, uint32_t to,
                     unsigned with, struct kb_arena *arena, struct kb_word *word);

/* The set of position 0 alone. */
struct kb_states kb_states_start(const struct kb_automaton *automaton, struct kb_arena *arena);

/* The set after reading a word. */
void kb_states_read(const struct kb_automaton *automaton, struct kb_states *states,
                    struct kb_word word, struct kb_arena *arena);

/* A short word after which the set is empty: no way of matching goes on. False when none is found.
 */
bool kb_states_end(const struct kb_automaton *automaton, const struct kb_states *states,
                   struct kb_arena *arena, struct kb_word *word);

/* The word as text, with the samples of its letters. */
void kb_word_text(struct kb_buf *out, const struct kb_automaton *automaton, struct kb_word word);

#endif
