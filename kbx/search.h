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

/* How the query was understood; texts live until kbx_results_free. */
struct kbx_results {
    struct kbx_found *found; /* the best first; ties by id */
    size_t count;            /* at most what was asked for */
    size_t total;            /* records found */
    struct kbx_str mended;   /* the query with typos mended, absent where none was */
};

/* Searches. Records that have all words stand first; where no record has a word, it is looked for
 * as a prefix, and where that gives nothing, with one letter wrong (two from eight letters on).
 * KBX_MISSING: nothing found, or the query has no word. Free the results whatever the status. */
KBX_API int kbx_search(const struct kbx *k, const char *query, size_t len,
                       const struct kbx_filter *filter, size_t most, struct kbx_results *out,
                       struct kbx_error *error);
KBX_API void kbx_results_free(struct kbx_results *results);

#ifdef __cplusplus
}
#endif

#endif
