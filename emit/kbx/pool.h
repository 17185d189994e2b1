/* SPDX-License-Identifier: MIT */
/* The string pool being written: each text once, so that equal texts have equal references. */
#ifndef KB_EMIT_KBX_POOL_H
#define KB_EMIT_KBX_POOL_H

#include "kb/buf.h"
#include "kb/str.h"

struct kb_pool_slot {
    uint32_t offset, len; /* offset 0: empty slot */
};

struct kb_pool {
    struct kb_buf bytes; /* the section */
    struct kb_pool_slot *slots;
    size_t cap, count;
    bool full; /* a text did not fit in 4 GiB */
};

void kb_pool_start(struct kb_pool *pool);

/* Writes the reference of a text to `to`. What is no UTF-8, and NUL, becomes U+FFFD (paths of
 * files may be anything; texts of records are always valid). */
void kb_pool_ref(struct kb_pool *pool, struct kb_buf *to, struct kb_str text);

void kb_pool_free(struct kb_pool *pool);

#endif
