/* SPDX-License-Identifier: MIT */
/* regex/...: does it compile, does it match its own signature, does it match anything? */
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

/* Lines that no error record is about. A regex that matches every one of them says nothing. */
static const struct kb_str ordinary[] = {
    {"Build finished in 3.2 seconds", 29},
    {"2024-05-01 12:00:03 INFO  server listening on port 8080", 55},
    {"Reading package lists... Done", 29},
    {"[ 42%] Building C object src/main.c.o", 37},
    {"drwxr-xr-x 2 user user 4096 docs", 32},
};

const struct kb_regex_state *kb_regex_of(struct kb_context *context)
{
    struct kb_regex_state *state = &context->regex;
    const struct kb_record *record = context->record;
    if (state->record == record)
        return state;
    kb_pattern_free(state->pattern);
    kb_syntax_free(state->syntax);
    *state = (struct kb_regex_state){.record = record, .own = KB_MATCH_NO};
    if (record->regex.p)
        state->pattern = kb_pattern_new(KB_FLAVOR_RECORD, record->regex, &state->error);
    if (state->pattern && record->signature.p)
        state->own = kb_pattern_search(state->pattern, record->signature);
    return state;
}

const struct kb_syntax *kb_syntax_of(struct kb_context *context)
{
    struct kb_regex_state *state = &context->regex;
    if (kb_regex_of(context)->pattern && !state->syntax)
        state->syntax = kb_syntax_parse(context->record->regex);
    return state->syntax;
}

const struct kb_literals *kb_literals_known(struct kb_context *context)
{
    struct kb_regex_state *state = &context->regex;
    const struct kb_syntax *syntax = kb_syntax_of(context);
    if (syntax && !state->literals) {
        struct kb_literals *literals = kb_arena_new(context->arena, 1, sizeof *literals);
        *literals = kb_literals_of(syntax, context->arena);
        state->literals = literals;
    }
    return state->literals;
}

void rule_regex_syntax(struct kb_context *context)
{
    const struct kb_regex_state *state = kb_regex_of(context);
    if (state->pattern || !context->record->regex.p)
        return;
    struct kb_where where = kb_at(KB_F_REGEX);
    where.byte = (long)state->error.offset;
    kb_buf_printf(&context->message, "the regex does not compile: %s", state->error.message);
    kb_report(context, where, NULL);
}

void rule_regex_limit(struct kb_context *context)
{
    const struct kb_regex_state *state = kb_regex_of(context);
    if (state->own != KB_MATCH_LIMIT)
        return;
    kb_buf_puts(&context->message, "trying the regex on the record's own signature ran into "
                                   "PCRE2's match limit, or recursed without end");
    kb_report_related(
        context, kb_at(KB_F_REGEX), kb_at(KB_F_SIGNATURE), "the signature",
        "remove nested repetition and recursion; use possessive quantifiers or atomic groups");
}

void rule_regex_misses_signature(struct kb_context *context)
{
    const struct kb_regex_state *state = kb_regex_of(context);
    if (!state->pattern || state->own != KB_MATCH_NO || kb_str_blank(context->record->signature))
        return;
    kb_buf_puts(&context->message, "the regex does not match the record's own signature ");
    kb_buf_quote(&context->message, context->record->signature);
    kb_report_related(context, kb_at(KB_F_REGEX), kb_at(KB_F_SIGNATURE), "the signature", NULL);
}

void rule_regex_matches_empty(struct kb_context *context)
{
    const struct kb_regex_state *state = kb_regex_of(context);
    if (!state->pattern)
        return;
    if (kb_pattern_search(state->pattern, KB_STR("")) == KB_MATCH_YES) {
        kb_buf_puts(&context->message, "the regex matches the empty text");
    } else {
        for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
            if (kb_pattern_search(state->pattern, ordinary[i]) != KB_MATCH_YES)
                return;
        kb_buf_puts(&context->message, "the regex matches ordinary lines such as ");
        kb_buf_quote(&context->message, ordinary[0]);
    }
    kb_report(context, kb_at(KB_F_REGEX), "require a text that only this error prints");
}
