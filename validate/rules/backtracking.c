/* SPDX-License-Identifier: MIT */
/* regex/backtracking: is there a text on which matching takes more steps than PCRE2 allows? */
#include "pattern/ambiguity.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

static void say(struct kb_context *context, const struct kb_ambiguity *found)
{
    bool exponential = found->growth == KB_GROWTH_EXPONENTIAL;
    struct kb_str regex = context->record->regex;
    struct kb_where where = kb_at(KB_F_REGEX);
    where.byte = (long)found->begin;
    kb_buf_quote(&context->message,
                 (struct kb_str){regex.p + found->begin, found->end - found->begin});
    kb_buf_printf(&context->message,
                  " backtracks %s: the text %s (%zu bytes) runs into PCRE2's match limit",
                  exponential ? "exponentially" : "polynomially", found->recipe, found->witness.n);
    if (exponential)
        kb_report(
            context, where,
            "let no text be read in two ways within the repeat, or keep what was matched with "
            "`++` or `(?>...)`");
    else
        kb_report_at_most(context, where, KB_WARNING,
                          "let repeats that follow each other read different characters, or keep "
                          "what was matched with `++` or `(?>...)`");
}

void rule_regex_backtracking(struct kb_context *context)
{
    const struct kb_syntax *syntax = kb_syntax_of(context);
    if (!syntax)
        return;
    struct kb_arena arena = {0};
    struct kb_ambiguity found = kb_ambiguity_find(syntax, kb_regex_of(context)->pattern, &arena);
    context->regex.tame = kb_ambiguity_tame(found);
    if (found.growth != KB_GROWTH_TAME)
        say(context, &found);
    kb_arena_free(&arena);
}
