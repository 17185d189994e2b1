/* SPDX-License-Identifier: MIT */
/* How the worker says something: what a scan, the schema or a rule has found becomes a finding with
 * a place in its document. */
#ifndef KB_SAY_H
#define KB_SAY_H

#include "compiler/worker.h"

/* What is about to be said, before it has a place. */
struct kb_said {
    const struct kb_rule *rule;
    const char *pointer, *message, *help;
    const struct kb_related *related;
    size_t related_count;
    const struct kb_fix *fixes;
    size_t fix_count;
    bool in_focus;
};

/* Counts a finding of the document at hand. False past the limit, when it is not listed and needs
 * no place: then the last one that is listed stands for it too. */
bool kb_say_listed(struct kb_worker *w, const struct kb_rule *rule);

/* Adds a listed finding at its place. Copies its texts into the worker's arena. */
void kb_say(struct kb_worker *w, const struct kb_said *said, struct kb_place place);

/* The place that a pointer names in a document: of the value, of the key with at_key, or of the
 * byte of the text that it is, unless -1. Where it names nothing, it is cut to the nearest part
 * above, and the place is that part's. The lookup is one of the worker's. */
struct kb_place kb_say_where(struct kb_worker *w, struct kb_lookup *lookup,
                             const struct kb_doc *doc, const char **pointer, bool at_key,
                             long byte);

#endif
