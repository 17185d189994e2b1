/* SPDX-License-Identifier: MIT */
/* Selectors over the rule table. */
#include "compiler/selection.h"

enum kb_selected kb_select(bool run[KB_RULE_COUNT], struct kb_str selector, bool on)
{
    enum kb_selected result = KB_SELECTED_UNKNOWN;
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        const struct kb_rule *rule = &kb_rules[i];
        if (!kb_rule_selected(rule, selector))
            continue;
        result = KB_SELECTED;
        if (!on || !rule->off || kb_str_is(selector, rule->name))
            run[i] = on;
    }
    return result;
}

enum kb_selected kb_select_ignored(bool ignored[KB_RULE_COUNT], struct kb_str selector)
{
    enum kb_selected result = KB_SELECTED_UNKNOWN;
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        if (!kb_rule_selected(&kb_rules[i], selector))
            continue;
        ignored[i] |= !kb_rules[i].blocks;
        if (result != KB_SELECTED)
            result = kb_rules[i].blocks ? KB_SELECTED_BLOCKS : KB_SELECTED;
    }
    return result;
}

enum kb_selected kb_select_severity(enum kb_severity severity[KB_RULE_COUNT],
                                    struct kb_str selector, enum kb_severity level)
{
    bool lenient[KB_RULE_COUNT] = {0};
    enum kb_selected result = kb_select_ignored(lenient, selector);
    for (size_t i = 0; i < KB_RULE_COUNT; i++)
        if (lenient[i])
            severity[i] = level;
    return result == KB_SELECTED_BLOCKS && level == KB_ERROR ? KB_SELECTED : result;
}

void kb_select_explain(struct kb_buf *out, enum kb_selected what, struct kb_str selector)
{
    if (what == KB_SELECTED_BLOCKS) {
        kb_buf_quote(out, selector);
        kb_buf_puts(out, " blocks: a record with such a finding cannot be compiled, so it can be "
                         "neither suppressed nor less than an error");
        return;
    }
    kb_buf_puts(out, "there is no rule or group ");
    kb_buf_quote(out, selector);
    if (!kb_buf_suggest(out, selector, kb_rule_or_group, NULL))
        kb_buf_puts(out, "; `kbc rule` lists them");
}

enum kb_severity kb_severity_named(struct kb_str name)
{
    int level = 0;
    while (level < KB_SEVERITY_COUNT && !kb_str_is(name, kb_severity_name((enum kb_severity)level)))
        level++;
    return (enum kb_severity)level;
}
