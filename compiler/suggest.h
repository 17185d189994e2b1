/* SPDX-License-Identifier: MIT */
/* Safe fixes as changes of one place, for reports that show them beside their findings. */
#ifndef KB_SUGGEST_H
#define KB_SUGGEST_H

#include "compiler/check.h"
#include "emit/report/report.h"
#include "kb/arena.h"

/* One suggestion for each listed finding, in the arena; without `text` where it has none: no fix,
 * an unsafe one, one of several places or of another file, or a document that is not clean. */
const struct kb_suggestion *kb_suggest(const struct kb_check *check, struct kb_arena *arena);

#endif
