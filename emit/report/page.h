/* SPDX-License-Identifier: MIT */
/* The page of a rule, from its row: what `kbc rule`, SARIF and docs/rules/ show. */
#ifndef KB_RULE_PAGE_H
#define KB_RULE_PAGE_H

#include "kb/buf.h"
#include "kb/rule.h"

/* Without the name, which is a heading of some kind wherever the page is shown; as text without the
 * summary too, in Markdown with the summary as the first line. */
void kb_rule_page_text(struct kb_buf *out, const struct kb_rule *rule);
void kb_rule_page_markdown(struct kb_buf *out, const struct kb_rule *rule);

const char *kb_scope_name(enum kb_scope scope);       /* "source", …, "corpus" */
const char *kb_fixable_name(enum kb_fixable fixable); /* "no", "safe", "unsafe" */

/* The rule's group: its name up to the slash. */
struct kb_str kb_rule_group(const struct kb_rule *rule);

#endif
