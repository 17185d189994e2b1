/* SPDX-License-Identifier: MIT */
/* Full text search over the index (docs/index-format.md, "Words"): ranked by BM25F over fields and
 * languages at once. */
#ifndef KBX_SEARCH_H
#define KBX_SEARCH_H

#include "kbx/kbx.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a record must be like; zero-initialised lets all pass. */
struct kbx_filter {
    struct kbx_str domain;     /* equals the record's, whatever the case; absent: any */
    struct kbx_str version;    /* is part of one of its versions or its version range, or absent */
    struct kbx_str resolvable; /* equals the record's, or absent */
    double min_success;        /* its fix_success_rate is at least this, from 0 to 1; 0: any */
};

struct kbx_found {
    uint32_t record;
    uint32_t words; /* of the query that it has, exactly, by prefix or by a typo mended */
    double score;   /* higher is better */
};

struct kbx_query;

/* How the query was understood, and what it found; lives until kbx_results_free. */
struct kbx_results {
    struct kbx_found *found; /* the best first; ties by id */
    size_t count;            /* at most what was asked for */
    size_t total;            /* records found */
    size_t words;            /* of the query, those that any record has */
    struct kbx_str mended;   /* the query with typos mended, absent where none was */
    struct kbx_str lacking;  /* its words that no record has, with spaces between, or absent; none
                              * of which pieces are mended and all are found */
    struct kbx_query *query; /* for kbx_mark; NULL where there is none */
};

/* Searches for the words of a text; past the first 256, they are not looked at. A word that no
 * record has is looked for as the beginning of others, then with one letter wrong (two from eight
 * letters on), then in pieces: the parts of an identifier, the pairs of a run of Chinese. Codes are
 * found whole and in part; their letters are not taken for the beginning of a word.
 *
 * First stand records that the query names: its id, a code, an alias, its signature; then those
 * that have all words that any record has; then the others. Equal ones are sorted by score, then by
 * id.
 *
 * KBX_MISSING: nothing found, or the query has no word. Takes memory in proportion to the number of
 * records and the query. Free the results whatever the status. */
KBX_API int kbx_search(const struct kbx *k, const char *query, size_t len,
                       const struct kbx_filter *filter, size_t most, struct kbx_results *out,
                       struct kbx_error *error);
KBX_API void kbx_results_free(struct kbx_results *results);

/* Bytes of a text. */
struct kbx_span {
    size_t start, end;
};

/* Where a text has words of the query: at most `most` spans in their order, which do not touch.
 * Returns how many; *words (may be NULL) is the number of different words seen. */
KBX_API size_t kbx_mark(const struct kbx_results *results, const char *text, size_t len,
                        struct kbx_span *spans, size_t most, size_t *words);

#ifdef __cplusplus
}
#endif

#endif
