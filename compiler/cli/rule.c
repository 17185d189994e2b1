/* SPDX-License-Identifier: MIT */
/* kbc rule: the rule table for people. */
#include "compiler/cli/settings.h"

static void row(struct kb_buf *out, const struct kb_rule *rule)
{
    kb_buf_printf(out, "%-24s %-8s %-7s %s\n", rule->name, kb_severity_name(rule->severity),
                  rule->blocks ? "blocks" : "", rule->summary);
}

static void page(struct kb_buf *out, const struct kb_rule *rule)
{
    kb_buf_printf(out, "%s: %s\n\n", rule->name, rule->summary);
    kb_buf_printf(out, "Severity: %s%s\n\n", kb_severity_name(rule->severity),
                  rule->blocks ? "; blocks: a record with such a finding cannot be compiled" : "");
    kb_buf_printf(out, "Why: %s\n\nExample: %s\n\nFix: %s\n", rule->why, rule->example, rule->fix);
}

int kb_cmd_rule(const struct kb_options *options)
{
    struct kb_buf out = {0};
    struct kb_str name = kb_str(options->operand_count ? options->operands[0] : NULL);
    const struct kb_rule *rule = name.p ? kb_rule_named(name) : NULL;
    if (options->operand_count > 1)
        return kb_fail("rule: one rule or group at a time");
    if (rule)
        page(&out, rule);
    for (size_t i = 0; i < KB_RULE_COUNT && !rule; i++)
        if (!name.p || kb_rule_selected(&kb_rules[i], name))
            row(&out, &kb_rules[i]);
    if (out.len == 0)
        return kb_fail_unknown("rule or group", name, kb_rule_or_group, NULL);
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}
