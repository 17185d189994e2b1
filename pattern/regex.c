/* SPDX-License-Identifier: MIT */
/* The record's own answers, or those of the modules. */
#include "pattern/regex.h"

#include "pattern/ambiguity.h"
#include "pattern/pattern.h"

static struct kb_pattern *compile(const struct kb_record *record)
{
    struct kb_pattern_error error;
    return record->regex.p ? kb_pattern_new(KB_FLAVOR_RECORD, record->regex, &error) : NULL;
}

bool kb_regex_compiles(const struct kb_record *record)
{
    if (record->literals)
        return true;
    struct kb_pattern *pattern = compile(record);
    kb_pattern_free(pattern);
    return pattern != NULL;
}

struct kb_literals kb_regex_literals(const struct kb_record *record, struct kb_arena *arena)
{
    if (record->literals)
        return *record->literals;
    struct kb_syntax *syntax = kb_syntax_parse(record->regex);
    struct kb_literals literals = kb_literals_of(syntax, arena);
    kb_syntax_free(syntax);
    return literals;
}

bool kb_regex_tame(const struct kb_record *record, const struct kb_syntax *syntax)
{
    if (record->tame)
        return true;
    struct kb_arena arena = {0};
    struct kb_pattern *pattern = compile(record);
    bool tame = kb_ambiguity_tame(kb_ambiguity_find(syntax, pattern, &arena));
    kb_pattern_free(pattern);
    kb_arena_free(&arena);
    return tame;
}
