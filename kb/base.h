/* SPDX-License-Identifier: MIT */
/* The knowledge base: all records that can be compiled, in order of their ids. Emitters take it
 * const and take nothing else. */
#ifndef KB_BASE_H
#define KB_BASE_H

#include "kb/finding.h"
#include "kb/layout.h"
#include "kb/record.h"

struct kb_base {
    const struct kb_layout *layout;
    struct kb_record **records; /* sorted bytewise by id, ids unique */
    size_t count;
    int32_t today;  /* the day ages are counted from */
    int32_t newest; /* newest date in the base, KB_NO_DATE when there is none */
};

/* Index of the record with that id, or KB_NO_RECORD. */
uint32_t kb_base_find(const struct kb_base *base, struct kb_str id);

/* Index of the record whose id is nearest to `id`, or KB_NO_RECORD when none is near. Looks among
 * those with the same first part, or among all where there are none. Every id looked at is taken
 * from *effort; with that used up, no more is looked for. */
uint32_t kb_base_nearest(const struct kb_base *base, struct kb_str id, size_t *effort);

#endif
