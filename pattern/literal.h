/* SPDX-License-Identifier: MIT */
/* Required literals: texts of which a subject must contain one, or a regex cannot match it. They
 * are what an index looks for first; PCRE2 then decides.
 *
 * A set stands for "at least one of these". The guarantee: where the regex matches a subject, the
 * subject, folded by kb_fold_text, contains at least one literal of every set. The literals are
 * folded themselves. Not the other way round: a subject that contains them need not match.
 *
 * Literals are looked for in look-ahead and look-behind too, and may lie outside what is matched.
 * They are never shorter than KB_LITERAL_LEAST bytes: where some way through the regex has none
 * that long, there is no set. No literal of a small set contains another of it. */
#ifndef KB_LITERAL_H
#define KB_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/arena.h"
#include "kb/str.h"
#include "pattern/syntax.h"

enum {
    KB_LITERAL_LEAST = 2,    /* bytes; one byte is in every text */
    KB_LITERAL_LONGEST = 64, /* bytes; longer texts are cut into several */
    KB_LITERAL_SETS = 4,     /* sets kept for a regex */
    KB_LITERAL_MOST = 4096   /* literals of a set; a regex that needs more is given up */
};

struct kb_literal_set {
    const struct kb_str *items; /* sorted bytewise, no two equal */
    size_t count;
    int bits; /* how rare it is thought to be that a text contains one: -log2 of the chance */
};

struct kb_literals {
    struct kb_literal_set sets[KB_LITERAL_SETS]; /* the rarest first */
    size_t count;                                /* 0: there is none */
    bool gave_up; /* a set had too many: with count 0 nothing is known */
    /* With count 0, the bytes of the regex that have no literal: an alternative, or all of it. */
    uint32_t begin, end;
};

/* The literals of a regex. What they point to is in the arena. */
struct kb_literals kb_literals_of(const struct kb_syntax *syntax, struct kb_arena *arena);

/* What `bits` of a set is. */
int kb_literal_bits(const struct kb_str *items, size_t count);

#endif
