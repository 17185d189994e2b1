/* SPDX-License-Identifier: MIT */
/* Shortest words by breadth first search, and the set of positions a word leads to. */
#include "pattern/walk.h"

#include <stdlib.h>
#include <string.h>

#include "kb/str.h"

/* Letters of a word that ends every way of matching. */
enum { MAX_END = 8 };

struct step {
    uint32_t from;
    uint8_t letter;
    bool seen;
};

/* The word of the steps that led to `at`. */
static struct kb_word trace(const struct step *steps, uint32_t from, uint32_t at,
                            struct kb_arena *arena)
{
    size_t n = 0;
    for (uint32_t i = at; i != from; i = steps[i].from)
        n++;
    uint8_t *letters = kb_arena_new(arena, n + 1, 1);
    struct kb_word word = {letters, n};
    for (uint32_t i = at; i != from; i = steps[i].from)
        letters[--n] = steps[i].letter;
    return word;
}

/* Places of the search are positions, twice: before and after the letter asked for. */
bool kb_walk_between(const struct kb_automaton *automaton, uint32_t from, uint32_t to,
                     unsigned with, struct kb_arena *arena, struct kb_word *word)
{
    uint32_t n = automaton->position_count, head = 0, tail = 0;
    struct step *steps = kb_alloc(2 * n, sizeof *steps);
    uint32_t *queue = kb_alloc(2 * n, sizeof *queue);
    uint32_t begin = with == KB_ANY_WORD ? n + from : from;
    bool found = false;
    queue[tail++] = begin;
    steps[begin].seen = true;
    while (head < tail && !found) {
        uint32_t at = queue[head++];
        const struct kb_position *position = &automaton->positions[at % n];
        found = at >= n && (to ? at - n == to : position->last);
        if (found)
            *word = trace(steps, begin, at, arena);
        for (uint32_t i = 0; i < position->edge_count && !found; i++) {
            const struct kb_edge *edge = &automaton->edges[position->edges + i];
            struct kb_letters letters = kb_edge_letters(automaton, edge);
            bool asked = at < n && kb_letters_has(&letters, with);
            uint32_t next = edge->to + (at >= n || asked ? n : 0);
            if (steps[next].seen)
                continue;
            unsigned letter = asked ? with : kb_letters_next(&letters, 0);
            steps[next] = (struct step){at, (uint8_t)letter, true};
            queue[tail++] = next;
        }
    }
    free(steps);
    free(queue);
    return found;
}

static struct kb_states no_states(const struct kb_automaton *automaton, struct kb_arena *arena)
{
    size_t words = (automaton->position_count + 63) / 64;
    return (struct kb_states){kb_arena_new(arena, words, sizeof(uint64_t)), words};
}

struct kb_states kb_states_start(const struct kb_automaton *automaton, struct kb_arena *arena)
{
    struct kb_states states = no_states(automaton, arena);
    states.bits[0] = 1;
    return states;
}

static void read_letter(const struct kb_automaton *automaton, const struct kb_states *from,
                        unsigned letter, struct kb_states *to)
{
    memset(to->bits, 0, to->words * sizeof *to->bits);
    for (uint32_t at = 0; at < automaton->position_count; at++) {
        if (!(from->bits[at / 64] >> at % 64 & 1))
            continue;
        const struct kb_position *position = &automaton->positions[at];
        for (uint32_t i = 0; i < position->edge_count; i++) {
            const struct kb_edge *edge = &automaton->edges[position->edges + i];
            struct kb_letters letters = kb_edge_letters(automaton, edge);
            if (kb_letters_has(&letters, letter))
                to->bits[edge->to / 64] |= (uint64_t)1 << edge->to % 64;
        }
    }
}

void kb_states_read(const struct kb_automaton *automaton, struct kb_states *states,
                    struct kb_word word, struct kb_arena *arena)
{
    struct kb_states next = no_states(automaton, arena);
    for (size_t i = 0; i < word.n; i++) {
        read_letter(automaton, states, word.letters[i], &next);
        struct kb_states old = *states;
        *states = next;
        next = old;
    }
}

static size_t size_of(const struct kb_states *states)
{
    size_t size = 0;
    for (size_t i = 0; i < states->words; i++)
        for (uint64_t left = states->bits[i]; left; left &= left - 1)
            size++;
    return size;
}

/* At each step the letter after which the fewest ways go on; the mark where it is as good. */
bool kb_states_end(const struct kb_automaton *automaton, const struct kb_states *states,
                   struct kb_arena *arena, struct kb_word *word)
{
    uint8_t *letters = kb_arena_new(arena, MAX_END, 1);
    struct kb_states at = no_states(automaton, arena), next = no_states(automaton, arena);
    memcpy(at.bits, states->bits, at.words * sizeof *at.bits);
    for (size_t n = 0; n < MAX_END; n++) {
        unsigned best = automaton->alphabet.mark;
        size_t fewest = SIZE_MAX;
        for (unsigned i = 0; i <= automaton->alphabet.count && fewest; i++) {
            unsigned letter = i ? i - 1 : automaton->alphabet.mark;
            read_letter(automaton, &at, letter, &next);
            if (size_of(&next) < fewest) {
                fewest = size_of(&next);
                best = letter;
            }
        }
        letters[n] = (uint8_t)best;
        read_letter(automaton, &at, best, &next);
        struct kb_states old = at;
        at = next;
        next = old;
        if (fewest == 0) {
            *word = (struct kb_word){letters, n + 1};
            return true;
        }
    }
    return false;
}

bool kb_word_eq(struct kb_word a, struct kb_word b)
{
    return a.n == b.n && memcmp(a.letters, b.letters, a.n) == 0;
}

void kb_word_text(struct kb_buf *out, const struct kb_automaton *automaton, struct kb_word word)
{
    for (size_t i = 0; i < word.n; i++) {
        char utf8[4];
        kb_buf_add(out, utf8, kb_utf8_put(utf8, automaton->alphabet.sample[word.letters[i]]));
    }
}
