/* SPDX-License-Identifier: MIT */
/* Versions of products in a short text that is about nothing else: "CUDA 12.4", "torch>=2.6,<2.8",
 * "PyTorch 2.6.0 with CUDA 12.4/12.6". Only what is unambiguous counts: after words that it does
 * not know, it goes on behind the next comma. */
#ifndef KB_MENTION_H
#define KB_MENTION_H

#include "kb/facts.h"

struct kb_mention {
    const struct kb_product *product;
    uint32_t major, minor;
    bool bound; /* after <, <=, > or !=: the version need not be there */
    bool early; /* a release candidate, nightly build or the like */
};

struct kb_mentions {
    struct kb_str text;
    size_t at;
    const struct kb_domain_facts *facts;
    const struct kb_product *product; /* whose version a bare number is, or NULL */
};

/* `product` is that of versions before any product is named, or NULL. */
struct kb_mentions kb_mentions_of(struct kb_str text, const struct kb_domain_facts *facts,
                                  const struct kb_product *product);

/* The next version that has a product and a minor part; false at the end. */
bool kb_mention_next(struct kb_mentions *mentions, struct kb_mention *mention);

/* The product that the whole text names, in any case; NULL for any other text. */
const struct kb_product *kb_product_named(const struct kb_domain_facts *facts, struct kb_str text);

/* The product that the text begins with, or NULL. */
const struct kb_product *kb_product_first(const struct kb_domain_facts *facts, struct kb_str text);

#endif
