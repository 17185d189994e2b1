/* SPDX-License-Identifier: MIT */
/* Versions that a log names, and whether they are those of a record. Not exported. */
#ifndef KBX_VERSIONS_H
#define KBX_VERSIONS_H

#include "kbx/internal.h"

#define KBX_I_PRODUCTS 256 /* a power of two */

struct kbx_i_version {
    uint32_t product; /* hash of the product's name; 0: none */
    uint32_t number[3];
    uint32_t given; /* how many of the numbers stand there */
};

/* The version last seen of each product; where two names meet in a slot, the later one stays. */
struct kbx_i_versions {
    struct kbx_i_version seen[KBX_I_PRODUCTS];
};

/* Takes note of "name 1.2", "name-1.2.3", "name version 1.2" and the like. */
KBX_LOCAL void kbx_i_versions_see(struct kbx_i_versions *v, const char *text, size_t len);

/* Whether a version seen is one of the record's: of its list of versions, or in the range of its
 * runtime. */
KBX_LOCAL bool kbx_i_versions_fit(const struct kbx_i_versions *v, const struct kbx *k,
                                  uint32_t record);

#endif
