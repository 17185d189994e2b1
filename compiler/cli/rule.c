/* SPDX-License-Identifier: MIT */
/* kbc rule: the rule table for people. */
#include "compiler/cli/settings.h"
#include "emit/report/page.h"

static void row(struct kb_buf *out, const struct kb_rule *rule)
{
    kb_buf_printf(out, "%-24s %-8s %-7s %s\n", rule->name, kb_severity_name(rule->severity),
                  rule->blocks ? "blocks" : "", rule->summary);
}

static void page(struct kb_buf *out, const struct kb_rule *rule)
{
    kb_buf_printf(out, "%s: %s\n\n", rule->name, rule->summary);
    kb_rule_page_text(out, rule);
}

static void text(struct kb_buf *out, const char *key, struct kb_str value)
{
    kb_buf_printf(out, ", \"%s\": ", key);
    kb_buf_json(out, value);
}

static void object(struct kb_buf *out, const struct kb_rule *rule)
{
    struct kb_buf markdown = {0};
    kb_buf_printf(out, "{\"name\": \"%s\"", rule->name);
    text(out, "group", kb_rule_group(rule));
    text(out, "severity", kb_str(kb_severity_name(rule->severity)));
    text(out, "default", kb_str(rule->off ? "off" : "on"));
    kb_buf_printf(out, ", \"blocks\": %s", rule->blocks ? "true" : "false");
    text(out, "fixable", kb_str(kb_fixable_name(rule->fixable)));
    text(out, "scope", kb_str(kb_scope_name(rule->scope)));
    text(out, "summary", kb_str(rule->summary));
    text(out, "why", kb_str(rule->why));
    text(out, "example", kb_str(rule->example));
    text(out, "fix", kb_str(rule->fix));
    kb_rule_page_markdown(&markdown, rule);
    text(out, "markdown", kb_buf_view(&markdown));
    kb_buf_putc(out, '}');
    kb_buf_free(&markdown);
}

/* The rules that `name` selects, or all. False where there are none. */
static bool list(struct kb_buf *out, struct kb_str name, bool json)
{
    bool any = false;
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        if (name.p && !kb_rule_selected(&kb_rules[i], name))
            continue;
        if (json) {
            kb_buf_puts(out, any ? ",\n  " : "[\n  ");
            object(out, &kb_rules[i]);
        } else {
            row(out, &kb_rules[i]);
        }
        any = true;
    }
    if (any && json)
        kb_buf_puts(out, "\n]\n");
    return any;
}

int kb_cmd_rule(const struct kb_options *options)
{
    struct kb_buf out = {0};
    struct kb_str name = kb_str(options->operand_count ? options->operands[0] : NULL);
    const struct kb_rule *rule = name.p ? kb_rule_named(name) : NULL;
    if (options->operand_count > 1)
        return kb_fail("rule: one rule or group at a time");
    if (rule && !options->json)
        page(&out, rule);
    else if (!list(&out, name, options->json))
        return kb_fail_unknown("rule or group", name, kb_rule_or_group, NULL);
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}
