/* SPDX-License-Identifier: MIT */
/* PCRE2 with the options of docs/architecture.md, "Regexes". */
#include "pattern/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

#include "kb/arena.h"
#include "kb/limits.h"

struct kb_pattern {
    pcre2_code *code;
    enum kb_flavor flavor;
};

static const uint32_t options[] = {
    [KB_FLAVOR_RECORD] = PCRE2_UTF | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP,
    [KB_FLAVOR_SCHEMA] = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
};

static int first_callout(pcre2_callout_enumerate_block *block, void *data)
{
    *(size_t *)data = block->pattern_position;
    return 1;
}

/* A verb at the start ("(*CRLF)") changes what the whole pattern means, or the limits. */
static bool begins_with_verb(struct kb_str text)
{
    return text.n > 2 && text.p[0] == '(' && text.p[1] == '*' && text.p[2] >= 'A' &&
           text.p[2] <= 'Z';
}

static pcre2_code *compile(enum kb_flavor flavor, struct kb_str text,
                           struct kb_pattern_error *error)
{
    int number;
    size_t offset;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        kb_out_of_memory();
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_max_pattern_length(context, KB_MAX_PATTERN);
    pcre2_set_parens_nest_limit(context, KB_PATTERN_NEST);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text.p, text.n, options[flavor], &number, &offset, context);
    pcre2_compile_context_free(context);
    if (!code) {
        pcre2_get_error_message(number, (PCRE2_UCHAR *)error->message, sizeof error->message);
        error->offset = offset < text.n ? offset : text.n;
    } else if (pcre2_callout_enumerate(code, first_callout, &offset) != 0) {
        snprintf(error->message, sizeof error->message, "callouts are not supported");
        error->offset = offset < text.n ? offset : text.n;
        pcre2_code_free(code);
        code = NULL;
    }
    return code;
}

struct kb_pattern *kb_pattern_new(enum kb_flavor flavor, struct kb_str text,
                                  struct kb_pattern_error *error)
{
    *error = (struct kb_pattern_error){0};
    if (flavor == KB_FLAVOR_RECORD && begins_with_verb(text)) {
        snprintf(error->message, sizeof error->message, "a verb such as (*UTF) at its start");
        return NULL;
    }
    pcre2_code *code = compile(flavor, text, error);
    if (!code)
        return NULL;
    struct kb_pattern *pattern = kb_alloc(1, sizeof *pattern);
    pattern->code = code;
    pattern->flavor = flavor;
    return pattern;
}

static uint32_t share_of_steps(size_t subject)
{
    uint32_t most;
    pcre2_config(PCRE2_CONFIG_MATCHLIMIT, &most);
    size_t share = KB_PATTERN_STEPS / (subject + 1);
    return share > most ? most : share < KB_PATTERN_LEAST ? KB_PATTERN_LEAST : (uint32_t)share;
}

enum kb_match kb_pattern_search(const struct kb_pattern *pattern, struct kb_str subject)
{
    bool cut = pattern->flavor == KB_FLAVOR_RECORD && subject.n > KB_MAX_SUBJECT;
    if (cut)
        for (subject.n = KB_MAX_SUBJECT; ((unsigned char)subject.p[subject.n] & 0xC0) == 0x80;)
            subject.n--;
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (!data || !context)
        kb_out_of_memory();
    pcre2_set_heap_limit(context, KB_PATTERN_HEAP_KIB);
    pcre2_set_match_limit(context, share_of_steps(subject.n));
    int result = pcre2_match(pattern->code, (PCRE2_SPTR)subject.p, subject.n, 0, 0, data, context);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    if (result == PCRE2_ERROR_NOMEMORY)
        kb_out_of_memory();
    if (result >= 0)
        return KB_MATCH_YES;
    return result == PCRE2_ERROR_NOMATCH && !cut ? KB_MATCH_NO : KB_MATCH_LIMIT;
}

void kb_pattern_free(struct kb_pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern);
}
