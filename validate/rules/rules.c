/* SPDX-License-Identifier: MIT */
/* The rule table and lookups by name. */
#include "validate/rules/rules.h"

#include <string.h>

#include "validate/rules/checks.h"

void rule_found(struct kb_context *context)
{
    (void)context;
}

const struct kb_rule kb_rules[KB_RULE_COUNT] = {
#define RULE(id, name, scope, severity, blocks, fix, check, summary, why, example, remedy)         \
    [KB_R_##id] = {name,  KB_##scope, KB_##severity, blocks,  KB_FIX_##fix, KB_R_##id,             \
                   check, summary,    why,           example, remedy},
#include "validate/rules/rules.def"
#undef RULE
};

static size_t group_length(const char *name)
{
    return strcspn(name, "/");
}

const struct kb_rule *kb_rule_named(struct kb_str name)
{
    for (size_t i = 0; i < KB_RULE_COUNT; i++)
        if (kb_str_is(name, kb_rules[i].name))
            return &kb_rules[i];
    return NULL;
}

bool kb_rule_selected(const struct kb_rule *rule, struct kb_str selector)
{
    return kb_str_is(selector, rule->name) || (selector.n == group_length(rule->name) &&
                                               memcmp(selector.p, rule->name, selector.n) == 0);
}

static struct kb_str candidate(const void *from, size_t i)
{
    (void)from;
    if (i < KB_RULE_COUNT)
        return kb_str(kb_rules[i].name);
    i -= KB_RULE_COUNT;
    if (i < KB_RULE_COUNT)
        return (struct kb_str){kb_rules[i].name, group_length(kb_rules[i].name)};
    return (struct kb_str){0};
}

struct kb_str kb_rule_nearest(struct kb_str selector)
{
    long found = kb_nearest(selector, candidate, NULL);
    return found < 0 ? (struct kb_str){0} : candidate(NULL, (size_t)found);
}
