/* SPDX-License-Identifier: MIT */
/* Findings that the author of a record has decided to live with, said in the record itself:
 *
 *     "x-kbc-ignore": [{"rule": "date/stale", "reason": "…", "until": "2027-01-01"}]
 *
 * `reason` is required; `until` is the last day it holds. What blocks cannot be suppressed. */
#ifndef KB_SUPPRESS_H
#define KB_SUPPRESS_H

#include "kb/arena.h"
#include "kb/finding.h"

struct json_object;

struct kb_ignore {
    const struct kb_rule *rule; /* NULL: the entry is of no use, and `problem` says why */
    const char *problem, *help; /* help may be NULL */
    const char *pointer;        /* of the entry, or of what is wrong with it */
    const char *reason;
    int32_t until; /* KB_NO_DATE: for good */
    bool used;
};

struct kb_ignores {
    struct kb_ignore *items;
    size_t count;
};

/* Reads the entries of a record, into the arena. */
void kb_ignores_read(struct kb_ignores *ignores, struct json_object *record,
                     struct kb_arena *arena);

/* Whether the entry no longer holds on that day; KB_NO_DATE is before all days. */
bool kb_ignore_expired(const struct kb_ignore *entry, int32_t today);

/* Marks the record's findings as suppressed where an entry holds for their rule; of several the
 * last. */
void kb_ignores_apply(struct kb_ignores *ignores, struct kb_findings *findings, int32_t today);

#endif
