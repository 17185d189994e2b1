/* SPDX-License-Identifier: MIT */
/* What a page says of itself to programs: its addresses in the head, and structured data
 * (schema.org as JSON-LD) of which every word can also be seen on the page. */
#ifndef KB_HTML_LINKS_H
#define KB_HTML_LINKS_H

#include "emit/html/parts.h"

#define KB_SITE_NAME       "Error knowledge base"
#define KB_SITE_SHORT_NAME "Known errors"    /* OpenSearch allows 16 characters in any language */
#define KB_SITE_CARD       "assets/card.png" /* the picture of links to the site */

/* The Markdown twin; with a base_url also the canonical address, the other languages, the feed, the
 * search and what other sites show of a link. */
void kb_part_links(const struct kb_view *at, struct kb_str title, struct kb_str description);

void kb_linked_crumbs(const struct kb_view *at, const struct kb_crumb *crumbs, size_t count,
                      struct kb_str last);
void kb_linked_record(const struct kb_view *at, const struct kb_record *record);
void kb_linked_home(const struct kb_view *at);
void kb_linked_list(const struct kb_view *at, struct kb_str name, size_t count);

/* The files of the API, by their paths below html/ and what they are. */
struct kb_site_file {
    const char *path, *name;
};

const struct kb_site_file *kb_site_files(size_t *count);

/* The section of the home page that leads to what programs read, and the facts that lead to a
 * record's files. */
void kb_part_programs(const struct kb_view *at);
void kb_part_record_files(const struct kb_view *at, uint32_t record);

#endif
