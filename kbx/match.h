/* SPDX-License-Identifier: MIT */
/* Which records explain a text: those whose regex matches it, exactly as if PCRE2 had tried every
 * one of them. Literals that a regex requires (docs/index-format.md, REGX) are looked for first,
 * and PCRE2 decides about the few that are left.
 *
 * A matcher is for one thread; several may share a handle. It holds what it has compiled so far, so
 * keep it. Subjects are any bytes; broken UTF-8 matches nothing, and what is around it may match.
 */
#ifndef KBX_MATCH_H
#define KBX_MATCH_H

#include "kbx/kbx.h"

#ifdef __cplusplus
extern "C" {
#endif

struct kbx_matcher;

enum kbx_outcome {
    KBX_MATCHES = 1,  /* from start to end */
    KBX_UNDECIDED = 2 /* PCRE2 gave up at its limits; start and end are 0 */
};

struct kbx_match {
    uint32_t record;
    enum kbx_outcome outcome;
    size_t start, end; /* bytes of the first match within the subject */
};

/* What has been done since the matcher was made. */
struct kbx_match_stats {
    uint64_t subjects, bytes;
    uint64_t candidates; /* regexes that were tried because their literals are there, or none are */
    uint64_t matches, undecided;
    uint64_t compiled; /* regexes */
};

/* For kbx_matcher_new: try every regex on every subject; slow, to compare with. All that matches is
 * the same then. Only what is undecided may be more, where without it the literals tell that the
 * regex cannot match. */
#define KBX_BRUTE_FORCE 1u

/* For kbx_match. */
#define KBX_MULTILINE 1u /* only regexes that may match lines together, none of them by itself */

/* Makes a matcher; the handle must outlive it. KBX_ARGUMENT where PCRE2 cannot do what the index
 * asks for, KBX_CORRUPT where a table does not hold, KBX_MEMORY. */
KBX_API int kbx_matcher_new(const struct kbx *k, unsigned flags, struct kbx_matcher **out,
                            struct kbx_error *error);
KBX_API void kbx_matcher_free(struct kbx_matcher *m); /* NULL is fine */

/* Gives all records whose regex matches the subject, or may (KBX_UNDECIDED), in their order: *count
 * of them in *matches, which lives until the next call. */
KBX_API int kbx_match(struct kbx_matcher *m, const void *subject, size_t len, unsigned flags,
                      const struct kbx_match **matches, size_t *count, struct kbx_error *error);

/* Whether any of them may match the subject or a part of it, told quickly, without PCRE2: *may is 0
 * where none can. */
KBX_API int kbx_match_may(struct kbx_matcher *m, const void *subject, size_t len, unsigned flags,
                          int *may, struct kbx_error *error);

KBX_API void kbx_match_stats(const struct kbx_matcher *m, struct kbx_match_stats *out);

#ifdef __cplusplus
}
#endif

#endif
