/* SPDX-License-Identifier: MIT */
/* The table of thresholds. */
#include "validate/rules/thresholds.h"

const struct kb_thresholds kb_default_thresholds = {
#define THRESHOLD(member, name, value, summary) .member = (value),
#include "validate/rules/thresholds.def"
#undef THRESHOLD
};

const struct kb_threshold kb_threshold_rows[] = {
#define THRESHOLD(member, name, value, summary)                                                    \
    {name, summary, offsetof(struct kb_thresholds, member)},
#include "validate/rules/thresholds.def"
#undef THRESHOLD
    {0},
};
