/* SPDX-License-Identifier: MIT */
/* The search page's data: one index for all languages, in scripts below search/, each small enough
 * to be loaded when a query asks for it. Each calls the page's one global function,
 * kbSearch(kind, key, data); docs/search-page.md has what they hold.
 *
 * What a record changes is few of them: shards are cut by what is in them, never by their number.
 */
#ifndef KB_HTML_SEARCH_H
#define KB_HTML_SEARCH_H

#include "emit/html/site.h"

#define KB_SEARCH_PAGE 16 /* records in a page of what is shown, and of regexes */
#define KB_SEARCH_GATE 64 /* records in a shard of literals */

/* Stages the scripts and all of search/, for a base that has records. False when the output failed.
 */
bool kb_search_emit(const struct kb_site *site, struct kb_out *out);

/* What a search has to know of the shards of terms, as JavaScript. */
struct kb_search_index {
    struct kb_buf shards;  /* of each the first term and the key */
    struct kb_buf lengths; /* of words, for which there are shards */
};

/* Parts of it. */
bool kb_search_terms(const struct kb_site *site, struct kb_out *out, struct kb_search_index *index);
bool kb_search_names(const struct kb_site *site, struct kb_out *out, size_t *buckets);
bool kb_search_shown(const struct kb_site *site, struct kb_out *out);
bool kb_search_regexes(const struct kb_site *site, struct kb_out *out);

/* A shard, made of three calls: begin, what is added to `to` as an expression, end, which stages it
 * as search/<kind><key>.js and forgets it. */
void kb_shard_begin(struct kb_buf *to, const char *kind, const char *key);
bool kb_shard_end(struct kb_buf *to, struct kb_out *out, const char *kind, const char *key);

/* A text as a string literal, in which nothing can end a script; and what a page would show of it.
 */
void kb_shard_text(struct kb_buf *to, struct kb_str text);
void kb_shard_shown(struct kb_buf *to, struct kb_str text);

/* A number in five bits a character, the lowest first, for use within a string literal. */
void kb_shard_number(struct kb_buf *to, uint64_t number);

#endif
