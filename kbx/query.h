/* SPDX-License-Identifier: MIT */
/* What the files of kbx_search share: the words of a query, and how each was found. Not exported.
 */
#ifndef KBX_QUERY_H
#define KBX_QUERY_H

#include "kbx/search.h"
#include "kbx/words.h"

#include "kbx/internal.h"

/* What is longer asks for nothing that these do not: the rest of a query is not looked at. */
#define KBX_I_QUERY_WORDS 256 /* words, pieces of words among them */
#define KBX_I_RUN         64 /* characters of a run that are compared; all its pairs must be there */

enum kbx_i_sort {
    KBX_I_PLAIN,  /* a word */
    KBX_I_JOINED, /* a code: those who have it stand before those who have its words */
    KBX_I_HAN     /* a run of Han, kana or Hangul */
};

enum kbx_i_how {
    KBX_I_NOWHERE,
    KBX_I_EXACT,
    KBX_I_PREFIX, /* of other words */
    KBX_I_MENDED, /* text is what it was taken for */
    KBX_I_PIECES  /* nothing is it, something has pieces of it: they are words of their own */
};

struct kbx_i_query_word {
    enum kbx_i_sort sort;
    enum kbx_i_how how;
    bool piece;                           /* of another word: it scores, and does not count */
    unsigned char text[KBX_TERM_LONGEST]; /* folded; of a run of Han its beginning */
    size_t len;
    size_t from, to;          /* bytes of the query */
    size_t chars;             /* of a run of Han */
    size_t parts, part_count; /* of a plain word, among the query's parts */
};

struct kbx_query {
    const struct kbx *k;
    char *text; /* a copy */
    size_t len;
    size_t count, part_count;
    bool any_mended;
    struct kbx_i_query_word words[KBX_I_QUERY_WORDS];
    struct kbx_i_query_word parts[KBX_I_QUERY_WORDS];
};

/* Folds by the table of a `struct kbx`. */
KBX_LOCAL uint32_t kbx_i_folder_of(const void *k, uint32_t cp);

/* The words of a query, or NULL where memory runs out. Free it with kbx_i_query_free. */
KBX_LOCAL struct kbx_query *kbx_i_query(const struct kbx *k, const char *text, size_t len);
KBX_LOCAL void kbx_i_query_free(struct kbx_query *q);

/* Adds a word, unless the query has it or is full. */
KBX_LOCAL void kbx_i_query_add(struct kbx_query *q, const struct kbx_i_query_word *word);

/* The pairs of a run of Han, or its characters, as pieces. */
KBX_LOCAL void kbx_i_query_add_pieces(struct kbx_query *q, struct kbx_i_query_word run,
                                      enum kbx_i_term_kind kind);

/* Whether the word is a part of a code that the query has. */
KBX_LOCAL bool kbx_i_query_of_code(const struct kbx_query *q, const struct kbx_i_query_word *word);

/* The query with the words mended, for a person; NUL-terminated, freed by the caller. */
KBX_LOCAL char *kbx_i_query_mended(const struct kbx_query *q, size_t *len);

/* The words that were found nowhere as a whole, with spaces between, likewise; *len is 0 where all
 * were. */
KBX_LOCAL char *kbx_i_query_lacking(const struct kbx_query *q, size_t *len);

/* The term that the word is likely to be meant for: one letter wrong, or two in a word of eight.
 * It replaces the word's text. KBX_MISSING: there is none. */
KBX_LOCAL int kbx_i_mend(const struct kbx *k, struct kbx_i_query_word *word);

/* Characters as they are compared. */
struct kbx_i_run {
    uint32_t chars[KBX_I_RUN];
    size_t count;
};

/* The first KBX_I_RUN characters of a text, folded. */
KBX_LOCAL void kbx_i_run_of(const struct kbx *k, const char *text, size_t len,
                            struct kbx_i_run *out);

/* Whether the text, folded, goes on with the run; *end is then where the run ends. */
KBX_LOCAL bool kbx_i_begins(const struct kbx *k, const struct kbx_i_run *run, const char *text,
                            size_t len, size_t *end);

/* Whether it has it anywhere. */
KBX_LOCAL bool kbx_i_contains(const struct kbx *k, const struct kbx_i_run *run, const char *text,
                              size_t len);

/* Whether one of the record's searched texts has the run. Every step is taken from *effort; once
 * that is used up, yes: a record too many is better than one that is not found. */
KBX_LOCAL bool kbx_i_record_has(const struct kbx *k, uint32_t record, const struct kbx_i_run *run,
                                uint64_t *effort);

/* Whether two texts are the same, whatever their case. */
KBX_LOCAL bool kbx_i_same(const struct kbx *k, struct kbx_str a, struct kbx_str b);

/* Whether a record passes the filter. The versions that it has are taken from *versions_left, which
 * must be one more than all records of a sound file have; 0 behind it says that the file is not. */
KBX_LOCAL bool kbx_i_passes(const struct kbx *k, uint32_t record, const struct kbx_filter *filter,
                            uint64_t *versions_left);

#endif
