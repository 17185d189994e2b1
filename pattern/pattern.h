/* SPDX-License-Identifier: MIT */
/* The one wrapper of PCRE2. A compiled pattern is const and shared between threads. */
#ifndef KB_PATTERN_H
#define KB_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/str.h"

enum kb_flavor {
    /* Regexes of records: UTF, caseless, newline LF, no \C, no callouts, no UCP, no verb such as
     * (*CRLF) at the start. Searched in the first KB_MAX_SUBJECT bytes of a subject. */
    KB_FLAVOR_RECORD,
    /* JSON Schema's `pattern`: UTF, `$` only at the very end, no \C. */
    KB_FLAVOR_SCHEMA
};

enum kb_match { KB_MATCH_NO, KB_MATCH_YES, KB_MATCH_LIMIT };

struct kb_pattern;

struct kb_pattern_error {
    char message[160]; /* PCRE2's words or ours; never empty on failure */
    size_t offset;     /* byte of the pattern it happened at */
};

/* Compiles `text`. On failure returns NULL and fills *error. Free with kb_pattern_free. */
struct kb_pattern *kb_pattern_new(enum kb_flavor flavor, struct kb_str text,
                                  struct kb_pattern_error *error);

/* Searches anywhere in the subject, within the limits of kb/limits.h. Running into one, or into an
 * endless recursion, is KB_MATCH_LIMIT, never "no". The subject must be valid UTF-8. */
enum kb_match kb_pattern_search(const struct kb_pattern *pattern, struct kb_str subject);

/* The same for a record's regex with `work` in place of KB_PATTERN_WORK. */
enum kb_match kb_pattern_search_within(const struct kb_pattern *pattern, struct kb_str subject,
                                       size_t work);

/* PCRE2's default match limit: what any program that uses it runs into. */
uint32_t kb_pattern_limit(void);

/* PCRE2's version: another may take a regex otherwise. */
enum { KB_PATTERN_VERSION = 64 };
void kb_pattern_version(char version[KB_PATTERN_VERSION]);

/* One attempt at byte `at` of a subject, as a search makes it when it gets there, with `steps` as
 * the match limit. KB_MATCH_LIMIT says that it ran into that limit, KB_MATCH_NO is any other end
 * without a match. */
enum kb_match kb_pattern_try(const struct kb_pattern *pattern, struct kb_str subject, size_t at,
                             uint32_t steps);

/* What a subject must have before PCRE2 tries anything. */
struct kb_pattern_needs {
    size_t length; /* characters, at least */
    int last;      /* a byte that stands somewhere behind the first (in either case), or -1 */
};

struct kb_pattern_needs kb_pattern_needs(const struct kb_pattern *pattern);

void kb_pattern_free(struct kb_pattern *pattern); /* NULL is fine */

#endif
