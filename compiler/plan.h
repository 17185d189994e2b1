/* SPDX-License-Identifier: MIT */
/* From a check's findings to new texts: one round of fixing. Nothing is written. */
#ifndef KB_PLAN_H
#define KB_PLAN_H

#include "compiler/check.h"

struct kb_planned_source {
    struct kb_buf text; /* its new text, where changed */
    bool changed;
    size_t findings; /* that the change fixes */
};

struct kb_plan {
    struct kb_planned_source *sources; /* one for each of the check's */
    size_t count, changed;             /* sources; and how many are changed */
    bool *docs;                        /* by document: whether it is changed */
    size_t unsafe_left; /* findings whose fixes are not safe, and were not asked for */
};

/* Makes the fixes of all findings, with `unsafe` also those that are not safe. `given_up` says of
 * each document whether it is not to be touched; one that does not scan clean never is, and one
 * whose new text would not is given up. Free with kb_plan_free. */
void kb_plan_make(struct kb_plan *plan, const struct kb_check *check, bool unsafe, bool *given_up);
void kb_plan_free(struct kb_plan *plan);

#endif
