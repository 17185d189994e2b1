/* SPDX-License-Identifier: MIT */
/* How rare a literal is thought to be, from how often letters and words stand in logs.
 * A guess, and only an order: it decides which set is looked for, never what is found. */
#include <string.h>

#include "pattern/literal.h"

/* -log2 of the share of a character in logs, roughly: from U+0020 on. Digits are in dates. */
static const unsigned char share[] = {
    3, 9, 9, 9, 9, 9, 9, 7, 7, 7, 9, 9, 6, 6, 6, 6, /*  !"#$%&'()*+,-./ */
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6, 9, 9, 9, 9, 9, /* 0123456789:;<=>? */
    9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, /* @ABCDEFGHIJKLMNO */
    9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 7, /* PQRSTUVWXYZ[\]^_ */
    9, 4, 6, 5, 5, 4, 6, 6, 6, 4, 7, 7, 5, 6, 4, 4, /* `abcdefghijklmno */
    6, 7, 4, 4, 4, 5, 6, 7, 7, 6, 7, 9, 9, 9, 9, 9, /* pqrstuvwxyz{|}~ */
};

enum { CONTROL = 9, LEAD_BYTE = 8, LATER_BYTE = 3 };

struct word {
    const char *text;
    size_t n; /* 0: there are no more */
    int bits;
};

#define WORD(word, bits)                                                                           \
    {                                                                                              \
        word, sizeof(word) - 1, bits                                                               \
    }
#define LETTER(c) ((c) - 'a')

/* Words that stand in many messages, by their first letter: their letters are no independent
 * draws. */
static const struct word common[LETTER('z') + 1][4] = {
    [LETTER('c')] = {WORD("cannot", 5), WORD("could", 6), WORD("connection", 6)},
    [LETTER('e')] = {WORD("error", 2), WORD("exception", 5), WORD("exceeded", 6)},
    [LETTER('f')] = {WORD("failed", 4), WORD("found", 5), WORD("for", 4), WORD("file", 5)},
    [LETTER('i')] = {WORD("invalid", 5)},
    [LETTER('m')] = {WORD("missing", 6), WORD("module", 6)},
    [LETTER('n')] = {WORD("not", 3)},
    [LETTER('t')] = {WORD("the", 3), WORD("type", 5), WORD("timeout", 6)},
    [LETTER('u')] = {WORD("unable", 6)},
    [LETTER('w')] = {WORD("with", 4), WORD("warning", 5)},
};

/* The common word that the text begins with, or NULL. */
static const struct word *common_word(const char *text, size_t n)
{
    if (*text < 'a' || *text > 'z')
        return NULL;
    const struct word *words = common[LETTER(*text)];
    for (size_t i = 0; i < sizeof *common / sizeof **common && words[i].n; i++)
        if (words[i].n <= n && memcmp(text, words[i].text, words[i].n) == 0)
            return &words[i];
    return NULL;
}

static int character_bits(unsigned char c)
{
    if (c == (unsigned char)KB_LITERAL_ANY)
        return 0;
    if (c >= 0x80)
        return c >= 0xC0 ? LEAD_BYTE : LATER_BYTE;
    return c < ' ' ? CONTROL : share[c - ' '];
}

static int literal_bits(struct kb_str literal)
{
    int bits = 0;
    for (size_t i = 0; i < literal.n;) {
        const struct word *word = common_word(literal.p + i, literal.n - i);
        bits += word ? word->bits : character_bits((unsigned char)literal.p[i]);
        i += word ? word->n : 1;
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
