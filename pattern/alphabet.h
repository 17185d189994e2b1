/* SPDX-License-Identifier: MIT */
/* The letters of a regex: code points that none of its classes tells apart are one letter, so that
 * an automaton has a few letters and not a million. */
#ifndef KB_ALPHABET_H
#define KB_ALPHABET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pattern/syntax.h"

/* Letters fit a byte. Regexes of errors have some thirty. */
#define KB_MAX_LETTERS 256

/* A letter of its own in every alphabet: what a text that must not match ends with. */
#define KB_MARK      '!'
#define KB_MARK_TEXT KB_STR("!")

/* A set of letters. */
struct kb_letters {
    uint64_t bits[KB_MAX_LETTERS / 64];
};

struct kb_alphabet {
    unsigned count;
    unsigned mark;                   /* the letter of KB_MARK alone */
    uint32_t sample[KB_MAX_LETTERS]; /* a code point of each, a readable one where it has one */
};

/* Makes the alphabet of classes[0..count), and sets[i] the letters of classes[i]. False when there
 * are more letters than KB_MAX_LETTERS. */
bool kb_alphabet_make(struct kb_alphabet *alphabet, const struct kb_syntax_node *const *classes,
                      size_t count, struct kb_letters *sets);

/* The most readable code point of a class that has one: a letter, else a digit, ... */
uint32_t kb_alphabet_sample(const struct kb_syntax_node *class);

static inline bool kb_letters_has(const struct kb_letters *set, unsigned letter)
{
    return set->bits[letter / 64] >> letter % 64 & 1;
}

static inline void kb_letters_add(struct kb_letters *set, unsigned letter)
{
    set->bits[letter / 64] |= (uint64_t)1 << letter % 64;
}

struct kb_letters kb_letters_and(const struct kb_letters *a, const struct kb_letters *b);
struct kb_letters kb_letters_without(const struct kb_letters *a, const struct kb_letters *b);

bool kb_letters_any(const struct kb_letters *set);

/* The first letter at or after `from`, or KB_MAX_LETTERS. */
unsigned kb_letters_next(const struct kb_letters *set, unsigned from);

#endif
