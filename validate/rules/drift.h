/* SPDX-License-Identifier: MIT */
/* What a translation should have kept and has not: code, identifiers, URLs, numbers. */
#ifndef KB_DRIFT_H
#define KB_DRIFT_H

#include "kb/buf.h"

/* Missing pieces that are listed; the rest is counted. */
enum { KB_DRIFT_SHOWN = 3 };

/* Pieces of the base text that the translation lacks are counted, and the first of them written
 * to `list`, quoted. Digits and punctuation of other widths and scripts, separators of thousands
 * and decimal commas are taken for the same; so are Chinese numerals, words for numbers up to
 * twelve (in other languages), and the sections of a site in another language. */
size_t kb_drift(struct kb_buf *list, struct kb_str base, struct kb_str translation);

#endif
