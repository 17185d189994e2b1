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
    bool begins_anywhere; /* an attempt at a place is the same whether or not others went before */
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

static bool has(struct kb_str text, const char two[])
{
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == two[0] && text.p[i + 1] == two[1])
            return true;
    return false;
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
    pattern->begins_anywhere = !has(text, "\\G") && !has(text, "(*");
    return pattern;
}

uint32_t kb_pattern_limit(void)
{
    uint32_t steps;
    pcre2_config(PCRE2_CONFIG_MATCHLIMIT, &steps);
    return steps;
}

void kb_pattern_version(char version[KB_PATTERN_VERSION])
{
    *version = '\0';
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= KB_PATTERN_VERSION)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
}

/* What pcre2_match says, within the heap limit and a match limit of `steps`. */
static int match(const struct kb_pattern *pattern, struct kb_str subject, size_t at,
                 uint32_t options_here, uint32_t steps)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (!data || !context)
        kb_out_of_memory();
    pcre2_set_heap_limit(context, KB_PATTERN_HEAP_KIB);
    pcre2_set_match_limit(context, steps);
    int result = pcre2_match(pattern->code, (PCRE2_SPTR)subject.p, subject.n, at, options_here,
                             data, context);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    if (result == PCRE2_ERROR_NOMEMORY)
        kb_out_of_memory();
    return result;
}

/* What a call of PCRE2's matching function may cost: a look at the whole subject, and the call. */
static size_t cost_of_step(struct kb_str subject)
{
    return subject.n + 32;
}

/* One attempt at byte `at`, with growing limits as long as the work lasts. What an attempt took is
 * known only by the limit it stayed within, or ran into. */
static int attempt(const struct kb_pattern *pattern, struct kb_str subject, size_t at,
                   uint32_t steps, size_t *work)
{
    int result = match(pattern, subject, at, PCRE2_ANCHORED, steps);
    while (result == PCRE2_ERROR_MATCHLIMIT) {
        size_t most = kb_pattern_limit(), left = *work / cost_of_step(subject);
        size_t more = (size_t)steps * 8 < most ? (size_t)steps * 8 : most;
        if (more > left || more == steps)
            return result;
        steps = (uint32_t)more;
        *work -= more * cost_of_step(subject);
        result = match(pattern, subject, at, PCRE2_ANCHORED, steps);
    }
    return result;
}

static uint32_t within(size_t least, size_t steps)
{
    size_t most = kb_pattern_limit();
    return (uint32_t)(steps < least ? least : steps > most ? most : steps);
}

/* PCRE2 counts its match limit anew wherever a match may begin. So the search is first made with a
 * limit that the work allows everywhere; that is nearly always enough. Where it is not, each place
 * is tried by itself, and the few that need more get it. */
static int search(const struct kb_pattern *pattern, struct kb_str subject, size_t work)
{
    size_t places = subject.n + 1;
    if (pattern->flavor == KB_FLAVOR_SCHEMA)
        return match(pattern, subject, 0, 0, within(KB_PATTERN_LEAST, KB_PATTERN_STEPS / places));
    uint32_t steps = within(1, work / places / cost_of_step(subject));
    int result = match(pattern, subject, 0, 0, steps);
    if (result != PCRE2_ERROR_MATCHLIMIT || !pattern->begins_anywhere)
        return result;
    result = PCRE2_ERROR_NOMATCH;
    for (size_t at = 0; at <= subject.n && result == PCRE2_ERROR_NOMATCH; at++)
        if (at == subject.n || ((unsigned char)subject.p[at] & 0xC0) != 0x80)
            result = attempt(pattern, subject, at, steps, &work);
    return result;
}

enum kb_match kb_pattern_search_within(const struct kb_pattern *pattern, struct kb_str subject,
                                       size_t work)
{
    bool cut = pattern->flavor == KB_FLAVOR_RECORD && subject.n > KB_MAX_SUBJECT;
    if (cut)
        for (subject.n = KB_MAX_SUBJECT; ((unsigned char)subject.p[subject.n] & 0xC0) == 0x80;)
            subject.n--;
    int result = search(pattern, subject, work);
    if (result >= 0)
        return KB_MATCH_YES;
    return result == PCRE2_ERROR_NOMATCH && !cut ? KB_MATCH_NO : KB_MATCH_LIMIT;
}

enum kb_match kb_pattern_search(const struct kb_pattern *pattern, struct kb_str subject)
{
    return kb_pattern_search_within(pattern, subject, KB_PATTERN_WORK);
}

enum kb_match kb_pattern_try(const struct kb_pattern *pattern, struct kb_str subject, size_t at,
                             uint32_t steps)
{
    int result = match(pattern, subject, at, PCRE2_ANCHORED, steps);
    if (result >= 0)
        return KB_MATCH_YES;
    return result == PCRE2_ERROR_MATCHLIMIT ? KB_MATCH_LIMIT : KB_MATCH_NO;
}

struct kb_pattern_needs kb_pattern_needs(const struct kb_pattern *pattern)
{
    uint32_t length = 0, type = 0, last = 0;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_MINLENGTH, &length);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_LASTCODETYPE, &type);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_LASTCODEUNIT, &last);
    return (struct kb_pattern_needs){length, type ? (int)last : -1};
}

void kb_pattern_free(struct kb_pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern);
}
