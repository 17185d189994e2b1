/* SPDX-License-Identifier: MIT */
/* The numbers that rules compare with, expanded from thresholds.def. */
#ifndef KB_THRESHOLDS_H
#define KB_THRESHOLDS_H

#include <stddef.h>

struct kb_thresholds {
#define THRESHOLD(member, name, value, summary) double member;
#include "validate/rules/thresholds.def"
#undef THRESHOLD
};

struct kb_threshold {
    const char *name, *summary;
    size_t offset; /* of its double in struct kb_thresholds */
};

extern const struct kb_thresholds kb_default_thresholds;
extern const struct kb_threshold kb_threshold_rows[]; /* ends with a NULL name */

#endif
