/* SPDX-License-Identifier: MIT */
/* How rare a literal is thought to be, from how often letters and words stand in error messages.
 * A guess, and only an order: it decides which set is looked for, never what is found. */
#include <string.h>

#include "pattern/literal.h"

/* -log2 of a character's share of error messages, roughly: from U+0020 on. */
static const unsigned char share[] = {
    3, 9, 9, 9, 9, 9, 9, 7, 7, 7, 9, 9, 6, 6, 6, 6, /*  !"#$%&'()*+,-./ */
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 9, 9, 9, 9, 9, /* 0123456789:;<=>? */
    9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, /* @ABCDEFGHIJKLMNO */
    9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 7, /* PQRSTUVWXYZ[\]^_ */
    9, 4, 6, 5, 5, 4, 6, 6, 6, 4, 7, 7, 5, 6, 4, 4, /* `abcdefghijklmno */
    6, 7, 4, 4, 4, 5, 6, 7, 7, 6, 7, 9, 9, 9, 9, 9, /* pqrstuvwxyz{|}~ */
};

enum { CONTROL = 9, LEAD_BYTE = 8, LATER_BYTE = 3 };

#define WORD(word, bits)                                                                           \
    {                                                                                              \
        word, sizeof(word) - 1, bits                                                               \
    }

/* Words that stand in many messages: their letters are no independent draws. */
static const struct {
    const char *word;
    size_t n;
    int bits;
} common[] = {
    WORD("error", 2),   WORD("failed", 4),    WORD("cannot", 5),     WORD("found", 5),
    WORD("invalid", 5), WORD("missing", 6),   WORD("not", 3),        WORD("the", 3),
    WORD("for", 4),     WORD("with", 4),      WORD("file", 5),       WORD("warning", 5),
    WORD("could", 6),   WORD("exception", 5), WORD("connection", 6), WORD("module", 6),
    WORD("type", 5),    WORD("timeout", 6),   WORD("exceeded", 6),   WORD("unable", 6),
};

static int character_bits(unsigned char c)
{
    if (c >= 0x80)
        return c >= 0xC0 ? LEAD_BYTE : LATER_BYTE;
    return c < ' ' ? CONTROL : share[c - ' '];
}

static int literal_bits(struct kb_str literal)
{
    int bits = 0;
    for (size_t i = 0, n; i < literal.n; i += n) {
        int here = character_bits((unsigned char)literal.p[i]);
        n = 1;
        for (size_t w = 0; w < sizeof common / sizeof *common && n == 1; w++) {
            if (common[w].word[0] != literal.p[i] || common[w].n > literal.n - i ||
                memcmp(literal.p + i, common[w].word, common[w].n) != 0)
                continue;
            here = common[w].bits;
            n = common[w].n;
        }
        bits += here;
    }
    return bits;
}

int kb_literal_bits(const struct kb_str *items, size_t count)
{
    int least = 0;
    for (size_t i = 0; i < count; i++) {
        int bits = literal_bits(items[i]);
        least = i == 0 || bits < least ? bits : least;
    }
    for (; count > 1; count = (count + 1) / 2)
        least--; /* twice as many are twice as likely */
    return least;
}
