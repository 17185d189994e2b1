/* SPDX-License-Identifier: MIT */
/* How alike two texts are, by their words. Not exported. */
#ifndef KBX_LIKENESS_H
#define KBX_LIKENESS_H

#include "kbx/internal.h"

#define KBX_I_BAG_WORDS 1024 /* words of a text that count */

struct kbx_i_weighed {
    uint32_t hash, weight;
};

/* A bag of words: those of a text, and pairs of neighbours, sorted by hash. */
struct kbx_i_bag {
    struct kbx_i_weighed items[2 * KBX_I_BAG_WORDS];
    size_t count;
    uint64_t weight; /* of all */
};

/* The bag of a folded text. */
KBX_LOCAL void kbx_i_bag_of(const unsigned char *folded, size_t len, struct kbx_i_bag *out);

/* From 0 (nothing in common) to 1 (all in common): how much of the signature is in the line, and, a
 * quarter as weighty, how little else is. */
KBX_LOCAL double kbx_i_likeness(const struct kbx_i_bag *signature, const struct kbx_i_bag *line);

#endif
