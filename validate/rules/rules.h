/* SPDX-License-Identifier: MIT */
/* The rule table, expanded from rules.def. */
#ifndef KB_RULES_H
#define KB_RULES_H

#include <stddef.h>

#include "kb/rule.h"
#include "kb/str.h"

enum kb_rule_id {
#define RULE(id, name, scope, severity, blocks, fix, check, summary, why, example, remedy)         \
    KB_R_##id,
#include "validate/rules/rules.def"
#undef RULE
    KB_RULE_COUNT
};

extern const struct kb_rule kb_rules[KB_RULE_COUNT];

/* The rule of that name, or NULL. */
const struct kb_rule *kb_rule_named(struct kb_str name);

/* Whether `selector` is the rule's name or its group. */
bool kb_rule_selected(const struct kb_rule *rule, struct kb_str selector);

/* Rule names, then group names, absent past the last; for kb_nearest, `from` is not looked at. */
struct kb_str kb_rule_or_group(const void *from, size_t i);

#endif
