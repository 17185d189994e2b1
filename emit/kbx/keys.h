/* SPDX-License-Identifier: MIT */
/* What records are found by: sections FOLD, HASH and KEYS. */
#ifndef KB_EMIT_KBX_KEYS_H
#define KB_EMIT_KBX_KEYS_H

#include "emit/kbx/pool.h"
#include "kb/base.h"
#include "kb/buf.h"

/* The table of case folding. */
void kb_kbx_fold(struct kb_buf *to);

/* The slots that find a record by its id. */
void kb_kbx_hash(const struct kb_base *base, struct kb_buf *to);

/* Puts the ids into the pool, one behind the other, and then the regexes. */
void kb_kbx_first(const struct kb_base *base, struct kb_pool *pool);

/* Error codes by name and by number, and aliases, folded and sorted. What is longer than
 * KBX_MAX_KEY bytes is no key. */
void kb_kbx_keys(const struct kb_base *base, struct kb_pool *pool, struct kb_buf *to);

#endif
