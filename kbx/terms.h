/* SPDX-License-Identifier: MIT */
/* Reading the full text: terms in their order, and the records that have one. Every step is checked
 * against the sections' bytes, and none takes longer than those are. Not exported. */
#ifndef KBX_TERMS_H
#define KBX_TERMS_H

#include "kbx/internal.h"

/* Between two terms. Zero but for `k`, it stands before the first. */
struct kbx_i_cursor {
    const struct kbx *k;
    uint32_t block;               /* of the terms to come, plus one; 0: none is begun */
    uint32_t in_block;            /* terms of it that are read */
    const unsigned char *p, *end; /* what is left of it */
    unsigned char text[256];      /* the last term read; a damaged one may be too long */
    size_t len;
    uint32_t count;           /* of its postings */
    uint64_t postings, bytes; /* where they stand in POST, and how long they are */
};

/* Goes to the next term. KBX_MISSING behind the last one. */
KBX_LOCAL int kbx_i_term_next(struct kbx_i_cursor *c);

/* Goes to the first term that is not before the text. KBX_MISSING: there is none. */
KBX_LOCAL int kbx_i_term_seek(const struct kbx *k, const void *text, size_t len,
                              struct kbx_i_cursor *c);

struct kbx_i_postings {
    const unsigned char *p, *end;
    uint64_t record; /* of the last posting, plus one */
    uint32_t left, records;
    bool broken;
};

/* The postings of the term that the cursor is at. */
KBX_LOCAL void kbx_i_postings(const struct kbx_i_cursor *c, struct kbx_i_postings *out);

/* The next of them; false behind the last one, and where they do not hold (then they are broken,
 * and what was given so far may be wrong). */
KBX_LOCAL bool kbx_i_posting_next(struct kbx_i_postings *postings, uint32_t *record,
                                  unsigned *impact);

#endif
