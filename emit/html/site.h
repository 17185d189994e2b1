/* SPDX-License-Identifier: MIT */
/* The site as a whole: the base with its records grouped by domain, and its pages. Each page is
 * a function of the base alone and can be made without an output folder. */
#ifndef KB_HTML_SITE_H
#define KB_HTML_SITE_H

#include "emit/html/page.h"
#include "kb/arena.h"
#include "kb/base.h"

struct kb_site_domain {
    struct kb_str name; /* absent: the records that name none */
    struct kb_str path; /* below html/, with /index.html */
    const uint32_t *records;
    size_t count;
};

/* What the home and the domain pages count. */
struct kb_site_counts {
    size_t records, fixable, partly, hopeless; /* the last three by `resolvable` */
    size_t dead_ends, workarounds, translated;
    size_t errors, warnings, flagged; /* findings, and records that have errors or warnings */
    size_t rated;
    double rate_sum; /* of the fix rates of `rated` records */
};

struct kb_site {
    const struct kb_base *base;
    struct kb_site_domain *domains; /* sorted bytewise by name, the unnamed one last */
    size_t domain_count;
    uint32_t *grouped;   /* records by domain, then as in the base */
    uint32_t *domain_of; /* domain of each record */
    struct kb_site_counts totals;
    struct kb_arena arena;
};

void kb_site_open(struct kb_site *site, const struct kb_base *base);
void kb_site_close(struct kb_site *site);

/* Path of a record's page below html/. */
void kb_site_record_path(struct kb_buf *out, const struct kb_record *record);

/* Whole pages, from kb_page_start to before kb_page_end. */
void kb_site_home(const struct kb_site *site, struct kb_page *page);
void kb_site_domain(const struct kb_site *site, struct kb_page *page, size_t domain);
void kb_site_record(const struct kb_site *site, struct kb_page *page, size_t record);

void kb_site_count(struct kb_site_counts *counts, const struct kb_record *record);

#endif
