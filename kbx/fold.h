/* SPDX-License-Identifier: MIT */
/* Case folding by the table of section FOLD: what the writer folded, a reader folds alike, whatever
 * Unicode either of them knows. Not exported. */
#ifndef KBX_FOLD_H
#define KBX_FOLD_H

#include "kbx/internal.h"

/* Bytes a text of `len` may take once folded: two may become three. */
#define KBX_I_FOLDED(len) ((len) + (len) / 2)

/* What a code point folds to; itself where it has no case. */
KBX_LOCAL uint32_t kbx_i_fold(const struct kbx *k, uint32_t cp);

/* Writes the folded text to `to`, which has room for KBX_I_FOLDED(len) bytes, and returns its
 * length. Bytes that are no UTF-8 stay as they are. */
KBX_LOCAL size_t kbx_i_fold_text(const struct kbx *k, const void *text, size_t len,
                                 unsigned char *to);

/* Length of the valid UTF-8 sequence at p, `left` bytes before the end, and its code point; 0 when
 * it is none. */
KBX_LOCAL size_t kbx_i_utf8(const unsigned char *p, size_t left, uint32_t *cp);

/* Writes a code point as UTF-8; 0 bytes for what is none. */
KBX_LOCAL size_t kbx_i_utf8_put(unsigned char *to, uint32_t cp);

#endif
