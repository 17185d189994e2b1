/* SPDX-License-Identifier: MIT */
/* Which of the records that match a line explains it best.
 *
 * Each has parts, numbers of a few bits, and is judged by the first of them, among equals by the
 * second, and so on (KBX_PARTS). The score is all parts in one number, so it orders as they do;
 * records with the same score stand in the order of their ids. Records that share a regex stand
 * together: the most like of them brings its kin along. Only a record of another regex that equals
 * them in kin, matched and rarity may stand between.
 *
 * What is looked at does not grow with the line: a window of it around the match, and so many bytes
 * of a signature. A ranker is for one thread; several may share a handle.
 */
#ifndef KBX_RANK_H
#define KBX_RANK_H

#include "kbx/match.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KBX_RANK_WINDOW 4096 /* bytes of a line, or of a signature, that are looked at */

/* The parts, the weightiest first: X(NAME, "name", bits).
 *
 * kin         the largest likeness among the matching records that have this regex
 * matched     bytes that the regex has matched
 * rarity      how much a regex asks of a line: bytes of the literals that every line it matches
 *             must have, or of the least such where there are alternatives
 * likeness    how much of the record's signature is in the line, in words and pairs of neighbours,
 *             and how little else; folded, numbers weigh little and placeholders nothing.
 *             255 is for a line that is the signature
 * code        2 when the line has the name of the record's error code, 1 its number
 * version     1 when the version last seen in the log of what the record is about is one of its own
 * success     its fix_success_rate in percent */
#define KBX_PARTS(X)                                                                               \
    X(KIN, "kin", 8)                                                                               \
    X(MATCHED, "matched", 10)                                                                      \
    X(RARITY, "rarity", 6)                                                                         \
    X(LIKENESS, "likeness", 8)                                                                     \
    X(CODE, "code", 2)                                                                             \
    X(VERSION, "version", 1)                                                                       \
    X(SUCCESS, "success", 7)

enum kbx_part {
#define X(symbol, name, bits) KBX_PART_##symbol,
    KBX_PARTS(X)
#undef X
        KBX_PART_COUNT
};

#define KBX_LIKENESS_MOST 255

struct kbx_ranked {
    struct kbx_match match;
    double score; /* from 0 to 1; 0 for what is undecided, which stands last and has no parts */
    uint32_t parts[KBX_PART_COUNT];
};

struct kbx_ranker;

/* The handle must outlive the ranker. KBX_MEMORY is the only failure. */
KBX_API int kbx_ranker_new(const struct kbx *k, struct kbx_ranker **out, struct kbx_error *error);
KBX_API void kbx_ranker_free(struct kbx_ranker *r); /* NULL is fine */

/* Takes note of the versions that a line of the log names ("CUDA 12.1"), for what is ranked from
 * now on. Every line should be shown, in order. */
KBX_API void kbx_ranker_see(struct kbx_ranker *r, const void *line, size_t len);

/* Ranks what kbx_match gave for the line: as many, the best first, in *ranked, which lives until
 * the next call. KBX_MEMORY is the only failure; a damaged record has no likeness. */
KBX_API int kbx_rank(struct kbx_ranker *r, const void *line, size_t len,
                     const struct kbx_match *matches, size_t count,
                     const struct kbx_ranked **ranked, struct kbx_error *error);

KBX_API const char *kbx_part_name(int part); /* NULL: there is none */

#ifdef __cplusplus
}
#endif

#endif
