/* SPDX-License-Identifier: MIT */
/* A baseline: the findings of one day, which later runs leave out. One JSON object a line, the
 * first with the format's version, the others sorted:
 *
 *     {"kbc-baseline": 1}
 *     {"rule": "date/order", "id": "cuda/x", "pointer": "/first_seen", "fingerprint": "…", "count":
 * 1}
 *
 * `fingerprint` is the movable one of kb/fingerprint.h, so neither lines nor items put in front of
 * a list matter. What blocks is never in a baseline. */
#ifndef KB_BASELINE_H
#define KB_BASELINE_H

#include "compiler/check.h"

/* How every baseline begins. */
#define KB_BASELINE_MARK "{\"kbc-baseline\":"

struct kb_baseline;

/* Reads a baseline. NULL, and why and where in `error`. */
struct kb_baseline *kb_baseline_open(const char *path, struct kb_buf *error);
void kb_baseline_close(struct kb_baseline *baseline); /* NULL is fine */

/* To be called before each run: the entries are there for all their findings. */
void kb_baseline_begin(struct kb_baseline *baseline);

/* Suppresses the finding where an entry is left for it: with `moved` by the fingerprint alone,
 * without also at the very pointer. */
void kb_baseline_take(struct kb_baseline *baseline, struct kb_finding *finding, bool moved);

/* Adds a finding for every entry that matched nothing, though its rule ran and its record is
 * there. The check borrows from the baseline. */
void kb_baseline_judge(struct kb_baseline *baseline, struct kb_check *check,
                       const struct kb_check_options *options);

/* Whether a baseline may be written there: nothing would be lost but a baseline. */
bool kb_baseline_may_replace(const char *path);

/* Appends the baseline of the check's findings. Returns how many findings block, and so are not in
 * it. */
size_t kb_baseline_write(struct kb_buf *out, const struct kb_check *check);

#endif
