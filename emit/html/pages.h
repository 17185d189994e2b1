/* SPDX-License-Identifier: MIT */
/* Which pages there are, and how they get into the output folder. */
#ifndef KB_HTML_PAGES_H
#define KB_HTML_PAGES_H

#include "emit/emit.h"
#include "emit/html/site.h"

/* A route as it stands in a table of constants. */
#define KB_ROUTE_OF(rest)                                                                          \
    {                                                                                              \
        "browse/",                                                                                 \
        {                                                                                          \
            (rest), sizeof(rest) - 1                                                               \
        }                                                                                          \
    }

#define KB_ROUTE_BROWSE       ((struct kb_route){"browse/", KB_STR("index.html")})
#define KB_ROUTE_ABOUT        ((struct kb_route){"browse/", KB_STR("about/index.html")})
#define KB_ROUTE_SEARCH       ((struct kb_route){"browse/", KB_STR("search/index.html")})
#define KB_ROUTE_QUALITY      ((struct kb_route){"browse/", KB_STR("quality/index.html")})
#define KB_ROUTE_GRAPH        ((struct kb_route){"browse/", KB_STR("graph/index.html")})
#define KB_ROUTE_TRANSLATIONS ((struct kb_route){"browse/", KB_STR("translations/index.html")})
#define KB_ROUTE_404          ((struct kb_route){NULL, KB_STR("404.html")})

/* The pages of one language, or a kind of them, being made. */
struct kb_job {
    const struct kb_site *site;
    struct kb_page *page;
    struct kb_out *out;
    size_t language;
    struct kb_listing *listing; /* of what has been handed over */
    struct kb_arena *arena;     /* of the listing */
    bool alone;                 /* the other languages have other pages */
};

/* Ends the page and stages it. False when that failed, which the output keeps. */
bool kb_job_hand_over(const struct kb_job *job, struct kb_route route, enum kb_order order);

/* The same for a page of which it is known what it is made from. Asked before, kb_job_keep says
 * whether it need not be made (see kb_out_keep). */
bool kb_job_hand_over_from(const struct kb_job *job, struct kb_route route, enum kb_order order,
                           struct kb_digest from);
bool kb_job_keep(const struct kb_job *job, struct kb_route route, struct kb_digest from);

/* Whether there is a page at a route of pages.def or of the values of a kind of facet. */
bool kb_site_has_page(const struct kb_site *site, struct kb_route route);

/* Every page of a kind, false when one could not be staged. */
bool kb_job_singles(const struct kb_job *job); /* those of pages.def */
bool kb_job_facets(const struct kb_job *job);
bool kb_job_aliases(const struct kb_job *job);
bool kb_job_gaps(const struct kb_job *job);
bool kb_job_quality(const struct kb_job *job); /* the lists behind its numbers */
bool kb_job_graph(const struct kb_job *job);   /* the graphs of the domains */

/* Whole pages (see site.h). */
void kb_site_about(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_translations(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_404(const struct kb_site *site, struct kb_page *page);
void kb_site_search(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_quality(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_graph(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_tally(const struct kb_site *site, struct kb_page *page, size_t language, size_t tally,
                   size_t part);
void kb_site_graph_domain(const struct kb_site *site, struct kb_page *page, size_t language,
                          size_t domain);

/* The page of a domain's graph, made in `room`; and whether there is one: something is linked. */
struct kb_route kb_graph_route(const struct kb_site *site, size_t domain, struct kb_buf *room);
bool kb_graph_has(const struct kb_site *site, size_t domain);

#endif
