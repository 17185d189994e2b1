/* SPDX-License-Identifier: MIT */
/* Counts of two, three and four bytes in all signatures, hashed. Where two share a counter, both
 * seem more common than they are, which does no harm. */
#include "emit/kbx/rarity.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kb/buf.h"
#include "kbx/format.h"
#include "pattern/fold.h"
#include "pattern/literal.h"

enum { COUNTER_BITS = 20 };

struct kb_rarity {
    uint64_t texts; /* at least 1 */
    uint32_t counters[1 << COUNTER_BITS];
};

static size_t counter_of(const char *bytes, size_t n)
{
    uint32_t word = 0;
    for (size_t i = 0; i < n; i++)
        word = word << 8 | (unsigned char)bytes[i];
    return (uint32_t)(word * (uint32_t)0x9E3779B1u) >> (32 - COUNTER_BITS);
}

struct kb_rarity *kb_rarity_new(const struct kb_base *base)
{
    struct kb_rarity *rarity = kb_alloc(1, sizeof *rarity);
    struct kb_buf folded = {0};
    for (size_t r = 0; r < base->count; r++) {
        folded.len = 0;
        kb_fold_text(&folded, base->records[r]->signature);
        for (size_t at = 0; at < folded.len; at++)
            for (size_t n = KBX_LITERAL_LEAST; n <= KBX_GRAM && n <= folded.len - at; n++)
                rarity->counters[counter_of(folded.data + at, n)]++;
    }
    rarity->texts = base->count ? base->count : 1;
    kb_buf_free(&folded);
    return rarity;
}

/* What the signatures say, and what letters say in general: a base is small. */
static uint64_t share(const struct kb_rarity *rarity, struct kb_str gram, int bits, uint64_t own)
{
    uint64_t all = rarity->counters[counter_of(gram.p, gram.n)], seen = all > own ? all - own : 0;
    return (seen << 32) / rarity->texts + ((uint64_t)1 << (bits < 0    ? 32
                                                           : bits > 32 ? 0
                                                                       : 32 - bits));
}

/* The bytes before any character, which are those that can be looked for. */
static size_t plain(struct kb_str literal)
{
    const char *any = memchr(literal.p, KB_LITERAL_ANY, literal.n);
    return any ? (size_t)(any - literal.p) : literal.n;
}

uint64_t kb_rarity_share(const struct kb_rarity *rarity, struct kb_str literal, uint64_t own)
{
    size_t n = plain(literal) < KBX_GRAM ? plain(literal) : KBX_GRAM;
    struct kb_str gram = {literal.p + kb_rarity_gram(rarity, literal), n};
    return share(rarity, gram, kb_literal_bits(&literal, 1), own);
}

size_t kb_rarity_gram(const struct kb_rarity *rarity, struct kb_str literal)
{
    size_t best = 0;
    uint64_t least = 0;
    for (size_t at = 0; at + KBX_GRAM <= plain(literal); at++) {
        struct kb_str gram = {literal.p + at, KBX_GRAM};
        uint64_t here = share(rarity, gram, kb_literal_bits(&gram, 1), 0);
        if (at == 0 || here < least) {
            least = here;
            best = at;
        }
    }
    return best;
}

void kb_rarity_free(struct kb_rarity *rarity)
{
    free(rarity);
}
