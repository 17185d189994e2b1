/* SPDX-License-Identifier: MIT */
/* The kinds of facet: by what records can be looked up, and where the pages for that are:
 * browse/<language>/<kind>/index.html and browse/<language>/<kind>/<value>/index.html. */
#ifndef KB_HTML_FACET_H
#define KB_HTML_FACET_H

#include "emit/html/group.h"
#include "emit/html/parts.h"

struct kb_facet_info {
    const char *title; /* in English, for words.def */
    const char *one, *many;
    struct kb_route index;
    const char *folder; /* of the pages of its values, below that of the language */
    kb_collect *collect;
};

extern const struct kb_facet_info kb_facets[KB_FACET_COUNT];

/* Finds the groups of every kind; the languages must be known. */
void kb_facet_open(struct kb_site *site);

/* Those of a kind; letters are those of the language. */
const struct kb_site_groups *kb_facet_groups(const struct kb_site *site, size_t language,
                                             enum kb_facet kind);

/* What a group is called on the page; the text may be made in `room`. */
struct kb_str kb_facet_label(const struct kb_view *at, enum kb_facet kind,
                             const struct kb_site_group *group, struct kb_buf *room);

/* The route of the page of a value that a record has; false where it has no page: a value of
 * which nothing can be seen, or too long for the name of a file. */
bool kb_facet_route(struct kb_buf *room, enum kb_facet kind, struct kb_str value,
                    struct kb_route *route);

/* A link to the page of a value, or else its text. */
void kb_facet_link(const struct kb_view *at, enum kb_facet kind, struct kb_str value);

/* Writes a group's name as a link with the number of its records. */
void kb_facet_entry(const struct kb_view *at, enum kb_facet kind,
                    const struct kb_site_group *group);

/* Pages, whole (see site.h). */
void kb_site_browse(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_facet(const struct kb_site *site, struct kb_page *page, size_t language,
                   enum kb_facet kind, size_t part);
void kb_site_value(const struct kb_site *site, struct kb_page *page, size_t language,
                   enum kb_facet kind, size_t group, size_t part);

/* The kinds that this base has, as links. */
void kb_part_facets(const struct kb_view *at);

#endif
