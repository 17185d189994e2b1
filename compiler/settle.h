/* SPDX-License-Identifier: MIT */
/* From all findings to those that are reported: what somebody has decided to live with is set
 * apart, long lists are cut, the rest is joined in order and counted. */
#ifndef KB_SETTLE_H
#define KB_SETTLE_H

#include "compiler/worker.h"

/* Fills the findings and counts of the check. `worker` is for findings that only now can be made:
 * suppressions that are of no use. */
void kb_settle(struct kb_check *check, const struct kb_check_options *options,
               struct kb_result *results, struct kb_worker *worker, int32_t today);

#endif
