/* SPDX-License-Identifier: MIT */
/* The tree of a regex and the literals it requires: a regex on the first line, a subject behind it.
 * The tree is within its bounds whatever the regex; where PCRE2 compiles the regex and matches the
 * subject, there is a way of which every set has a literal in the folded subject. */
#include "tests/fuzz/target.h"

#include "kb/buf.h"
#include "pattern/fold.h"
#include "pattern/pattern.h"
#include "tests/literals.h"

enum { WORK = 1 << 20 };

static void walk(const struct kb_syntax_node *node, uint32_t len, int depth)
{
    must(depth <= KB_SYNTAX_DEPTH, "a tree too deep");
    must(node->begin <= node->end && node->end <= len, "a node outside of its regex");
    for (const struct kb_syntax_node *child = node->first; child; child = child->next)
        walk(child, len, depth + 1);
}

static void hold(struct kb_literals literals, struct kb_str subject)
{
    struct kb_buf folded = {0};
    kb_fold_text(&folded, subject);
    must(has_literals(kb_buf_view(&folded), &literals), "a match without the literals it requires");
    kb_buf_free(&folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_str subject = {(const char *)data, size}, regex = fuzz_line(&subject);
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, regex, &error);
    if (!pattern)
        return 0;
    struct kb_arena arena = {0};
    struct kb_syntax *syntax = kb_syntax_parse(regex);
    walk(syntax->root, (uint32_t)regex.n, 0);
    if (kb_utf8_valid(subject) &&
        kb_pattern_search_within(pattern, subject, WORK) == KB_MATCH_YES) {
        hold(kb_literals_of(syntax, &arena), subject);
        hold(kb_literals_short(syntax, &arena), subject);
    }
    kb_syntax_free(syntax);
    kb_arena_free(&arena);
    kb_pattern_free(pattern);
    return 0;
}
