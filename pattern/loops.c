/* SPDX-License-Identifier: MIT */
/* Which nodes of a regex are loops. */
#include "pattern/loops.h"

const struct kb_syntax_node *kb_inside_groups(const struct kb_syntax_node *node)
{
    while (node->kind == KB_SYNTAX_GROUP)
        node = node->first;
    return node;
}

bool kb_is_loop(const struct kb_syntax_node *node, enum kb_counting counting)
{
    if (node->kind != KB_SYNTAX_REPEAT)
        return false;
    return node->as.repeat.max - node->as.repeat.min >= KB_LOOP_LEAST ||
           (counting == KB_COUNT_LOOPS && node->as.repeat.max >= KB_LOOP_LEAST &&
            kb_inside_groups(node->first)->kind != KB_SYNTAX_CLASS);
}

/* Every code point but surrogates and perhaps LF. */
static bool takes_any(const struct kb_syntax_node *class)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < class->as.set.count; i++) {
        const struct kb_syntax_range *range = &class->as.set.ranges[i];
        bool skips_lf = next == '\n' && range->first == '\n' + 1;
        bool skips_surrogates = next == 0xD800 && range->first == 0xE000;
        if (range->first != next && !skips_lf && !skips_surrogates)
            return false;
        next = range->last + 1;
    }
    return next == 0x110000;
}

bool kb_is_gap(const struct kb_syntax_node *node)
{
    if (!kb_is_loop(node, KB_COUNT_COPIES))
        return false;
    const struct kb_syntax_node *body = kb_inside_groups(node->first);
    return body->kind == KB_SYNTAX_CLASS && takes_any(body);
}
