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
    pcre2_match_context *context; /* the limits; read by matches only */
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
    pcre2_code *code = compile(flavor, text, error);
    if (!code)
        return NULL;
    struct kb_pattern *pattern = kb_alloc(1, sizeof *pattern);
    pattern->code = code;
    pattern->context = pcre2_match_context_create(NULL);
    if (!pattern->context)
        kb_out_of_memory();
    pcre2_set_heap_limit(pattern->context, KB_PATTERN_HEAP_KIB);
    return pattern;
}

enum kb_match kb_pattern_search(const struct kb_pattern *pattern, struct kb_str subject)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
    if (!data)
        kb_out_of_memory();
    int result =
        pcre2_match(pattern->code, (PCRE2_SPTR)subject.p, subject.n, 0, 0, data, pattern->context);
    pcre2_match_data_free(data);
    if (result == PCRE2_ERROR_NOMEMORY)
        kb_out_of_memory();
    if (result >= 0)
        return KB_MATCH_YES;
    return result == PCRE2_ERROR_NOMATCH ? KB_MATCH_NO : KB_MATCH_LIMIT;
}

void kb_pattern_free(struct kb_pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_match_context_free(pattern->context);
    pcre2_code_free(pattern->code);
    free(pattern);
}
