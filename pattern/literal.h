/* SPDX-License-Identifier: MIT */
/* Required literals: texts that a subject must contain, or a regex cannot match it. They are what
 * an index looks for first; PCRE2 then decides.
 *
 * A way is one alternative of the regex (all of it where it has but one). A way has sets, and a set
 * stands for "at least one of these". The guarantee: where the regex matches a subject, there is a
 * way of which every set has a literal in the subject folded by kb_fold_text. The literals are
 * folded themselves. Not the other way round: a subject that contains them need not match.
 *
 * Literals are looked for in look-ahead and look-behind too, and may lie outside what is matched.
 * They are never shorter than KB_LITERAL_LEAST bytes, but for the short ones below. Where some way
 * has no set, nothing can be required of a subject, so then there are no ways. No literal of a
 * small set contains another. */
#ifndef KB_LITERAL_H
#define KB_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/arena.h"
#include "kb/str.h"
#include "pattern/syntax.h"

#define KB_LITERAL_ANY 'A' /* no folded text has one */

enum {
    KB_LITERAL_LEAST = 2,    /* bytes; one byte is in every text */
    KB_LITERAL_LONGEST = 64, /* bytes; longer texts are cut into several */
    KB_LITERAL_SETS = 4,     /* sets kept for a way */
    KB_LITERAL_MOST = 4096   /* ways, and literals of a set; a regex that needs more is given up */
};

struct kb_literal_set {
    const struct kb_str *items; /* sorted bytewise, no two equal */
    size_t count;               /* from 1 */
    int bits; /* how rare it is thought to be that a text contains one: -log2 of the chance */
};

struct kb_literal_way {
    struct kb_literal_set sets[KB_LITERAL_SETS]; /* the rarest first */
    size_t count;                                /* from 1 */
};

struct kb_literals {
    const struct kb_literal_way *ways; /* in the order of the regex */
    size_t count;                      /* 0: nothing is required */
    bool gave_up;                      /* too many were needed: with count 0 nothing is known */
    uint32_t begin, end; /* with count 0, the bytes of the first way that has no literal */
};

/* The literals of a regex. What they point to is in the arena. */
struct kb_literals kb_literals_of(const struct kb_syntax *syntax, struct kb_arena *arena);

/* For a regex that has none of these: a literal of a single byte will do, and a KB_LITERAL_ANY
 * within a literal, never at an end of it, stands for any one character. So `6.4` asks for more
 * than a 6 somewhere and a 4 somewhere else. */
struct kb_literals kb_literals_short(const struct kb_syntax *syntax, struct kb_arena *arena);

/* What `bits` of a set is. */
int kb_literal_bits(const struct kb_str *items, size_t count);

#endif
