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
    ROW(id, name, scope, severity, blocks, fix, false, check, summary, why, example, remedy)
#define RULE_OFF(id, name, scope, severity, blocks, fix, check, summary, why, example, remedy)     \
    ROW(id, name, scope, severity, blocks, fix, true, check, summary, why, example, remedy)
#define ROW(id, name, scope, severity, blocks, fix, off, check, summary, why, example, remedy)     \
    [KB_R_##id] = {name,      KB_##scope, KB_##severity, blocks, KB_FIX_##fix, off,                \
                   KB_R_##id, check,      summary,       why,    example,      remedy},
#include "validate/rules/rules.def"
#undef ROW
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

struct kb_str kb_rule_or_group(const void *from, size_t i)
{
    (void)from;
    if (i < KB_RULE_COUNT)
        return kb_str(kb_rules[i].name);
    i -= KB_RULE_COUNT;
    for (size_t row = 0; row < KB_RULE_COUNT; row++) {
        size_t n = group_length(kb_rules[row].name);
        bool first = row == 0 || strncmp(kb_rules[row].name, kb_rules[row - 1].name, n + 1) != 0;
        if (first && i-- == 0)
            return (struct kb_str){kb_rules[row].name, n};
    }
    return (struct kb_str){0};
}
