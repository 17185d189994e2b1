/* SPDX-License-Identifier: MIT */
/* The site as a whole: the base with its records grouped by domain, and its pages. Each page is
 * a function of the base alone and can be made without an output folder. */
#ifndef KB_HTML_SITE_H
#define KB_HTML_SITE_H

#include "emit/emit.h"
#include "emit/html/page.h"
#include "kb/arena.h"
#include "kb/base.h"

/* A page in whatever language: <folder><language>/<rest>. */
struct kb_route {
    const char *folder; /* "" for home and records, "browse/" for all that leads to them; NULL:
                           the one file `rest`, whatever the language */
    struct kb_str rest; /* with its file name */
};

/* Records that have something in common, and the page that lists them. */
struct kb_site_group {
    struct kb_str name;    /* what it is; absent: they have none of that kind */
    struct kb_route route; /* its `rest` is absent where there is no page */
    const uint32_t *records;
    size_t count;
};

/* All groups by one kind of facet, in their order; empty ones are left out. */
struct kb_site_groups {
    struct kb_site_group *items;
    size_t count;
};

/* A language that pages are made in: English, then each that some record is translated to. */
struct kb_site_language {
    const char *tag;
    struct kb_str folder; /* that its pages lie in */
    size_t translation;   /* its index in the layout; KB_SITE_BASE for the texts as written */
    const struct kb_words *words;
    struct kb_site_groups letters; /* by what records are called in it */
};

#define KB_SITE_BASE SIZE_MAX

/* What records can be looked up by. */
enum kb_facet {
    KB_FACET_LETTER,
    KB_FACET_DOMAIN,
    KB_FACET_CATEGORY,
    KB_FACET_VERSION,
    KB_FACET_CODE,
    KB_FACET_TAG,
    KB_FACET_RESOLVABLE,
    KB_FACET_COUNT
};

/* What the home and the domain pages count. */
struct kb_site_counts {
    size_t records, fixable, partly, hopeless; /* the last three by `resolvable` */
    size_t dead_ends, workarounds, translated;
    size_t errors, warnings, flagged; /* findings, listed or not; records that have any of them */
    size_t rated;
    double rate_sum; /* of the fix rates of `rated` records */
};

/* An edge as the record that it leads to sees it. */
struct kb_arrival {
    uint32_t from, entry;
    enum kb_edge_kind kind;
};

#define KB_SIMILAR 6 /* records at most that are shown as similar to one */

struct kb_site {
    const struct kb_base *base;
    const struct kb_emit_options *options;
    struct kb_str base_url; /* of the options, as it stands in addresses; absent without one */
    struct kb_site_language *languages;
    size_t language_count;                        /* at least 1 */
    struct kb_site_groups facets[KB_FACET_COUNT]; /* see emit/html/facet.h; letters apart */
    const struct kb_site_group *domains;          /* sorted by name, the unnamed one last */
    size_t domain_count;
    const uint32_t *grouped;         /* records by domain, then as in the base */
    uint32_t *domain_of;             /* domain of each record */
    uint32_t *place_of;              /* of each record in `grouped` */
    struct kb_str *page_of;          /* of each record: what its route has for `rest` */
    struct kb_str *json_of;          /* and the path of its own JSON below html/ */
    struct kb_arrival *arrivals;     /* by target, then as in the base */
    size_t *arrival_start;           /* of each record, and the end of the last */
    uint32_t (*similar)[KB_SIMILAR]; /* to each record, then KB_NO_RECORD */
    struct kb_site_counts totals;
    const struct kb_survey *survey; /* see emit/html/survey.h */
    /* What all pages are made from, each record, and each page of one: see emit/html/origin.h. */
    struct kb_digest origin, *origins, *page_origins;
    int32_t updated; /* newest day of an update, KB_NO_DATE where there is none */
    struct kb_arena arena;
};

void kb_site_open(struct kb_site *site, const struct kb_base *base,
                  const struct kb_emit_options *options);
void kb_site_close(struct kb_site *site);

/* Parts of kb_site_open: who leads to whom, and who is like whom. */
void kb_site_link(struct kb_site *site);
void kb_site_compare(struct kb_site *site);

/* Path of a page below html/. The home page of the first language is index.html itself. */
void kb_site_path(struct kb_buf *out, const struct kb_site *site, size_t language,
                  struct kb_route route);

/* Address of a page, which needs a base_url. */
void kb_site_url(struct kb_buf *out, const struct kb_site *site, size_t language,
                 struct kb_route route);

/* The route of a record's page, and the path of its own JSON below html/. */
struct kb_route kb_site_record_route(const struct kb_site *site, uint32_t record);
struct kb_str kb_site_record_json(const struct kb_site *site, uint32_t record);

/* Where home is. */
#define KB_ROUTE_HOME ((struct kb_route){"", KB_STR("index.html")})

/* A page that there is in every language; or one of a language of its own, with what stands for it
 * in the others. */
struct kb_listed {
    struct kb_route route;
    bool alone;      /* no other language has it */
    size_t language; /* of one that is alone */
};

/* The pages that are neither home nor those of records nor unlisted: what lists the whole site (its
 * map) goes by it. */
struct kb_listing {
    struct kb_listed *pages;
    size_t count, cap;
};

/* Whole pages, from kb_page_start to before kb_page_end. A list that is too long for a page goes
 * on in others (emit/html/pager.h), of which `part` says which. */
void kb_site_home(const struct kb_site *site, struct kb_page *page, size_t language);
void kb_site_domain(const struct kb_site *site, struct kb_page *page, size_t language,
                    size_t domain, size_t part);
void kb_site_record(const struct kb_site *site, struct kb_page *page, size_t language,
                    size_t record);

void kb_site_count(struct kb_site_counts *counts, const struct kb_record *record);

#endif
