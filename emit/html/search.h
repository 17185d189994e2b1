/* SPDX-License-Identifier: MIT */
/* The search page's data: one index for all languages, in scripts below search/, each small enough
 * to be loaded when a query asks for it. Each calls the page's one global function,
 * kbSearch(kind, key, data); docs/search-page.md has what they hold.
 *
 * What a record changes is few of them: shards are cut by what is in them, and a record's number is
 * its own, not one more than that of the record before.
 */
#ifndef KB_HTML_SEARCH_H
#define KB_HTML_SEARCH_H

#include "emit/html/site.h"
#include "emit/terms/terms.h"

#define KB_SEARCH_SPARE   4   /* numbers for each record, at least */
#define KB_SEARCH_PAGE    16  /* records in a shard of what is shown, on average */
#define KB_SEARCH_REGEXES 128 /* in one of regexes, which are all loaded */

/* The records by their numbers. These come from a hash of the id; where two want the same, the one
 * with the higher hash has the next that is free. So another record takes none of theirs from the
 * others, but for the few behind it. Their range doubles when the records do. */
struct kb_search_numbers {
    struct kb_base base; /* with the records in this order */
    struct kb_record **records;
    uint32_t *of;       /* of each of these */
    uint32_t *by_place; /* of each record in the order of the site */
};

struct kb_search_numbers kb_search_number(const struct kb_base *base);
void kb_search_numbers_free(struct kb_search_numbers *numbers);

/* The scripts of the search page below html/, in the order in which they need each other. */
#define KB_SEARCH_SCRIPTS 5
extern const char *const kb_search_scripts[KB_SEARCH_SCRIPTS];

/* Stages the scripts and all of search/, for a base that has records. False when the output failed.
 */
bool kb_search_emit(const struct kb_site *site, struct kb_out *out);

/* What a search has to know of the shards, as JavaScript. */
struct kb_search_index {
    struct kb_buf shards;     /* of those of terms the first term and the key */
    struct kb_buf beginnings; /* that have shards, with a space between */
    struct kb_buf openings;   /* letters that have shards */
    struct kb_buf lengths;    /* of words, for which there are shards */
    struct kb_buf pages;      /* starts of the shards of what is shown */
    struct kb_buf regexes;    /* and of those of regexes */
    struct kb_buf known;      /* so many bits of the hashes of names, of which those for shards */
    unsigned known_bits, name_bits;
};

/* Parts of it. */
bool kb_search_terms(const struct kb_site *site, const struct kb_search_numbers *numbers,
                     struct kb_out *out, struct kb_search_index *index);
bool kb_search_beginnings(const struct kb_terms *terms, const struct kb_search_numbers *numbers,
                          struct kb_out *out, struct kb_buf *index);
bool kb_search_openings(const struct kb_site *site, const struct kb_terms *terms,
                        const struct kb_search_numbers *numbers, struct kb_out *out,
                        struct kb_buf *index);
bool kb_search_names(const struct kb_search_numbers *numbers, struct kb_out *out,
                     struct kb_search_index *index);
bool kb_search_shown(const struct kb_site *site, const struct kb_search_numbers *numbers,
                     struct kb_out *out, struct kb_search_index *index);
bool kb_search_regexes(const struct kb_site *site, const struct kb_search_numbers *numbers,
                       struct kb_out *out, struct kb_search_index *index);

/* What a result shows of a record, as an expression. */
void kb_search_entry(struct kb_buf *to, const struct kb_site *site, const struct kb_record *record);

/* Terms that begin alike. kb_search_group has the end of those that share with the first one letter
 * more than `size` bytes, which all share, and what they begin with then; of them kb_search_bytes
 * says what they take in their shards, roughly, and kb_search_best_of, in the memory of `best`,
 * what those that are longer find: of each record the best, as the postings of one term. */
struct kb_search_best {
    unsigned char *impacts, *blocks; /* of each record; whether any of so many in a row has one */
    size_t block_count;
    struct kb_term_posting *postings;
};
struct kb_search_best kb_search_best(size_t records);
void kb_search_best_free(struct kb_search_best *best);
const struct kb_term *kb_search_group(const struct kb_term *first, const struct kb_term *end,
                                      size_t size, struct kb_str *beginning);
size_t kb_search_bytes(const struct kb_term *first, const struct kb_term *end);
struct kb_term kb_search_best_of(struct kb_search_best *best, const struct kb_term *first,
                                 const struct kb_term *end, struct kb_str beginning);

/* A shard, made of three calls: begin, what is added to `to` as an expression, end, which stages it
 * as search/<kind><key>.js and forgets it. */
void kb_shard_begin(struct kb_buf *to, const char *kind, const char *key);
bool kb_shard_end(struct kb_buf *to, struct kb_out *out, const char *kind, const char *key);

/* The key of a shard that is named by the hash of what it begins with. */
void kb_shard_key(char key[20], uint64_t hash);

/* And of one that is named by what all in it begins with. */
void kb_shard_bytes(struct kb_buf *key, struct kb_str beginning);

/* Shards of a kind with a list each, of an entry for each record in the order of the ids. One ends
 * before an id whose hash says so, unless it is short, or where it is long, and is named by the
 * hash of its first id. An entry follows from the record and its number alone, so that a shard
 * whose records are as they were is not made again. */
struct kb_shards {
    const char *kind;
    size_t size; /* on average */
    void (*put)(struct kb_buf *to, const struct kb_site *site, const struct kb_record *record,
                uint32_t number);
};

/* Stages them; adds to `starts` of each the place of its first record among all and its key. False
 * when the output failed. */
bool kb_shards_write(const struct kb_shards *shards, const struct kb_site *site,
                     const struct kb_search_numbers *numbers, struct kb_out *out,
                     struct kb_buf *starts);

/* A text as a string literal, in which nothing can end a script; and what a page would show of it.
 */
void kb_shard_text(struct kb_buf *to, struct kb_str text);
void kb_shard_shown(struct kb_buf *to, struct kb_str text);

/* The postings of a term, with those of its places that it has, for use within a string literal.
 * `numbers` has those of the records. */
void kb_shard_postings(struct kb_buf *to, const struct kb_term *term, const uint32_t *numbers);

/* A number in five bits a character, the lowest first, for use within a string literal. */
void kb_shard_number(struct kb_buf *to, uint64_t number);

#endif
