/* SPDX-License-Identifier: MIT */
/* regex/...: what the regex says, read as a tree. */
#include "pattern/redundant.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

void rule_regex_no_literal(struct kb_context *context)
{
    const struct kb_syntax *syntax = kb_syntax_of(context);
    struct kb_str regex = context->record->regex;
    if (!syntax || !syntax->analysable)
        return;
    const struct kb_literals *literals = kb_literals_known(context);
    /* What matches the empty text is regex/matches-empty's. */
    if (literals->count || literals->gave_up ||
        kb_pattern_search(kb_regex_of(context)->pattern, KB_STR("")) == KB_MATCH_YES)
        return;
    struct kb_str way = {regex.p + literals->begin, literals->end - literals->begin};
    struct kb_where where = kb_at(KB_F_REGEX);
    where.byte = (long)literals->begin;
    if (way.n == regex.n) {
        kb_buf_puts(&context->message, "the regex");
    } else {
        kb_buf_puts(&context->message, "the alternative ");
        kb_buf_quote(&context->message, way);
    }
    kb_buf_printf(&context->message, " requires no text of at least %d bytes", KB_LITERAL_LEAST);
    kb_report(context, where, "name a word that the message always has");
}

/* The parts as "`(?i)`, the leading `.*` and the trailing `.*`". */
static void name_parts(struct kb_buf *out, const struct kb_redundant *found)
{
    static const char *const names[] = {"`(?i)`", "the leading `.*`", "the trailing `.*`"};
    const bool present[] = {found->flag, found->leading, found->trailing};
    size_t left = (size_t)found->flag + found->leading + found->trailing;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!present[i])
            continue;
        left--;
        kb_buf_puts(out, names[i]);
        kb_buf_puts(out, left > 1 ? ", " : left == 1 ? " and " : "");
    }
}

/* Whether the shorter regex may be proposed: it compiles, and does with the record's own signature
 * what the regex does. */
static bool does_the_same(const struct kb_regex_state *state, struct kb_str shorter)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, shorter, &error);
    enum kb_match own = KB_MATCH_NO;
    if (pattern && state->record->signature.p)
        own = kb_pattern_search(pattern, state->record->signature);
    bool same = pattern && own == state->own;
    kb_pattern_free(pattern);
    return same;
}

void rule_regex_redundant(struct kb_context *context)
{
    const struct kb_syntax *syntax = kb_syntax_of(context);
    struct kb_buf without = {0};
    if (!syntax)
        return;
    struct kb_redundant found = kb_redundant_find(syntax, context->record->regex, &without);
    bool any = found.flag || found.leading || found.trailing;
    if (any && does_the_same(kb_regex_of(context), kb_buf_view(&without))) {
        struct kb_where where = kb_at(KB_F_REGEX);
        where.byte = (long)found.begin;
        name_parts(&context->message, &found);
        kb_buf_puts(&context->message, (size_t)found.flag + found.leading + found.trailing > 1
                                           ? " change"
                                           : " changes");
        kb_buf_puts(&context->message, " nothing about what the regex matches");
        kb_propose(context, KB_FIX_SET_TEXT, kb_at(KB_F_REGEX), kb_buf_view(&without), KB_FIX_SAFE);
        kb_report(context, where, "leave it out");
    }
    kb_buf_free(&without);
}
