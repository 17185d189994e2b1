/* SPDX-License-Identifier: MIT */
/* Which rules run and how much their findings weigh, chosen by the names of rules and groups: the
 * same for kbc.json and for the command line. */
#ifndef KB_SELECTION_H
#define KB_SELECTION_H

#include "kb/buf.h"
#include "validate/rules/rules.h"

enum kb_selected {
    KB_SELECTED,
    KB_SELECTED_UNKNOWN, /* there is no such rule or group */
    KB_SELECTED_BLOCKS   /* all that it names blocks, and that cannot be taken back */
};

/* Sets run[] for the rule or group; never KB_SELECTED_BLOCKS. A rule that is off by default is
 * switched on by its own name only. */
enum kb_selected kb_select(bool run[KB_RULE_COUNT], struct kb_str selector, bool on);

/* Adds the rule, or those of the group that do not block. */
enum kb_selected kb_select_ignored(bool ignored[KB_RULE_COUNT], struct kb_str selector);

/* Sets severity[] of the rule, or of the group; what blocks stays an error. */
enum kb_selected kb_select_severity(enum kb_severity severity[KB_RULE_COUNT],
                                    struct kb_str selector, enum kb_severity level);

/* Appends what is wrong: "there is no rule or group `dates`; did you mean `date`?". */
void kb_select_explain(struct kb_buf *out, enum kb_selected what, struct kb_str selector);

/* The severity of that name, or KB_SEVERITY_COUNT. */
enum kb_severity kb_severity_named(struct kb_str name);

#endif
