/* SPDX-License-Identifier: MIT */
/* The full text of a base, inverted: every term that docs/index-format.md's "Words" makes of it,
 * and how much it says about which record. What is made of that, a section of the packed index or
 * scripts of the site, is its users' business. */
#ifndef KB_EMIT_TERMS_H
#define KB_EMIT_TERMS_H

#include "kb/base.h"
#include "kb/buf.h"

struct kb_term_posting {
    uint32_t record;
    unsigned char impact; /* 1 to 15 */
};

/* Where a pair of neighbours stands in a record: the number of its first character among all
 * characters of runs of Han, kana or Hangul in that record. Two runs do not follow one another. */
struct kb_term_place {
    uint32_t term, record, at;
};

struct kb_term {
    struct kb_str text;
    const struct kb_term_posting *postings; /* in the order of the records */
    size_t count;                           /* from 1 */
    const struct kb_term_place
        *places; /* of a pair, where they are asked for: by record, by place */
    size_t place_count;
};

struct kb_terms {
    const struct kb_term *items; /* sorted bytewise, no two equal */
    size_t count;
    struct kb_terms_memory *memory;
};

enum kb_terms_wanted {
    KB_TERMS_PLAIN,
    /* Also the places of pairs; and the mean length of a field is rounded to one of eight steps
     * between powers of two, so that a change of one record hardly ever changes what another's
     * terms weigh. */
    KB_TERMS_STEADY
};

/* Takes memory in proportion to the texts. Freed with kb_terms_free. */
struct kb_terms kb_terms_make(const struct kb_base *base, enum kb_terms_wanted wanted);
void kb_terms_free(struct kb_terms *terms);

#endif
