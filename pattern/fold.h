/* SPDX-License-Identifier: MIT */
/* Case folding as PCRE2 has it in caseless UTF mode: two characters are the same when they fold to
 * the same one. That is Unicode's simple case folding (one code point to one: no ß to ss, no
 * Turkish i), so K, k and the Kelvin sign are one, as are S, s and ſ.
 *
 * A PCRE2 of a later Unicode may know a few rare letters more; unit/fold says so. */
#ifndef KB_FOLD_H
#define KB_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "kb/buf.h"
#include "kb/str.h"

#define KB_FOLD_MOST 4 /* code points that fold to one, itself among them */

struct kb_fold_row {
    uint32_t first, last, step; /* step: 1 or 2 */
    int32_t by;
};

/* The table itself, sorted; for whoever folds ranges. */
extern const struct kb_fold_row kb_fold_rows[];
extern const size_t kb_fold_row_count;

/* What cp folds to; mostly the small letter, itself where it has no case. */
uint32_t kb_fold(uint32_t cp);

/* Everything that folds as cp does, cp among it, ascending. Returns how many. */
size_t kb_fold_family(uint32_t cp, uint32_t family[KB_FOLD_MOST]);

/* Adds the text with every code point folded; bytes that are no UTF-8 stay as they are. */
void kb_fold_text(struct kb_buf *buf, struct kb_str text);

#endif
