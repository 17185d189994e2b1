/* SPDX-License-Identifier: MIT */
/* What pages are made from, as digests: a page that would come out as it did is not made again. */
#ifndef KB_HTML_ORIGIN_H
#define KB_HTML_ORIGIN_H

#include "emit/html/site.h"
#include "kb/digest.h"

/* Takes the digests of all records and of what all pages have in common. The site must be open but
 * for these. */
void kb_origin_open(struct kb_site *site);

/* Of the page of a record in any language, of its Markdown twin and of its JSON: everything that
 * they show or follow from. What a page of a record shows of other records than those counted here
 * must be added here. Zero where it is not known. */
struct kb_digest kb_origin_record(const struct kb_site *site, uint32_t record);

/* Of a page about the records of a domain and those that they are linked with. */
struct kb_digest kb_origin_domain(const struct kb_site *site, size_t domain);

/* Of a page about these records and no others, which says as well how many `of` they are, and
 * whatever else is counted. */
struct kb_digest kb_origin_list(const struct kb_site *site, const uint32_t *records, size_t count,
                                size_t of, size_t counted);

#endif
