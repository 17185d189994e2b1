/* SPDX-License-Identifier: MIT */
/* A long list in pages, each of which links to all others, so that what is listed stays one click
 * away from the first. */
#ifndef KB_HTML_PAGER_H
#define KB_HTML_PAGER_H

#include "emit/html/parts.h"

struct kb_pager {
    size_t count, rows; /* things to list; on one page */
    size_t parts;       /* pages, at least 1 */
};

/* 100 to a page; from 10,000 on as many as there are pages, so that the links of all pages
 * together are no more than what is listed. */
struct kb_pager kb_pager_of(size_t count);

/* What stands on a part: from the first to before the last. */
size_t kb_pager_first(const struct kb_pager *pager, size_t part);
size_t kb_pager_last(const struct kb_pager *pager, size_t part);

/* The page of a part of the list at `route`: part 0 is that page itself. Made in `room`. */
struct kb_route kb_pager_route(struct kb_buf *room, struct kb_route route, size_t part);

/* Links to all parts of the list at `route`; nothing where there is only one. */
void kb_part_pager(const struct kb_view *at, struct kb_route route, const struct kb_pager *pager,
                   size_t part);

/* Records of a list that are on that part, and the links. */
void kb_part_paged(const struct kb_view *at, const struct kb_site_group *group, size_t part,
                   bool with_domain);

#endif
