/* SPDX-License-Identifier: MIT */
/* How alike two texts are, by their words. Not exported. */
#ifndef KBX_LIKENESS_H
#define KBX_LIKENESS_H

#include "kbx/internal.h"

#define KBX_I_WORDS 1024 /* words of a text that count */

struct kbx_i_word {
    uint32_t hash, weight;
};

/* Words and pairs of neighbours of a text, sorted by hash. */
struct kbx_i_words {
    struct kbx_i_word items[2 * KBX_I_WORDS];
    size_t count;
    uint64_t weight; /* of all */
};

/* Takes the words of a folded text. */
KBX_LOCAL void kbx_i_words_of(const unsigned char *folded, size_t len, struct kbx_i_words *out);

/* From 0 (nothing in common) to 1 (all in common): how much of the signature is in the line, and, a
 * quarter as weighty, how little else is. */
KBX_LOCAL double kbx_i_likeness(const struct kbx_i_words *signature,
                                const struct kbx_i_words *line);

#endif
