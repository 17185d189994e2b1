/* SPDX-License-Identifier: MIT */
/* What `check` finds around it where a CI service runs it. */
#ifndef KB_CI_H
#define KB_CI_H

#include <stdbool.h>

#include "emit/report/report.h"

/* The nearest folder at or above the working directory that holds .git, else the working
 * directory: absolute, without links, to be freed. NULL where there is no knowing. */
char *kb_find_repository(void);

/* Adds the counts by rule to what GitHub shows of a run: the file that GITHUB_STEP_SUMMARY names.
 * Nothing where that is not set. False after saying what failed. */
bool kb_step_summary(const struct kb_summary *summary);

#endif
