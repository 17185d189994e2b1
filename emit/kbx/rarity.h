/* SPDX-License-Identifier: MIT */
/* How often a literal stands in texts like those that are matched: the base's own signatures. Only
 * an order: it decides what is looked for first, never what is found. */
#ifndef KB_EMIT_KBX_RARITY_H
#define KB_EMIT_KBX_RARITY_H

#include "kb/base.h"
#include "kb/str.h"

struct kb_rarity;

struct kb_rarity *kb_rarity_new(const struct kb_base *base);

/* How common a folded literal is thought to be, parts of 2^32, at least 1. It stands `own` times in
 * the signatures because regexes of their own records ask for it, which says nothing of other
 * texts. */
uint64_t kb_rarity_share(const struct kb_rarity *rarity, struct kb_str literal, uint64_t own);

/* Where in it those bytes stand, KBX_GRAM of them, that are the rarest; of equals, the first. */
size_t kb_rarity_gram(const struct kb_rarity *rarity, struct kb_str literal);

void kb_rarity_free(struct kb_rarity *rarity);

#endif
