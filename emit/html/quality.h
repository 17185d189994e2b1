/* SPDX-License-Identifier: MIT */
/* The sections of the quality page. Each writes nothing where the base has nothing for it. */
#ifndef KB_HTML_QUALITY_H
#define KB_HTML_QUALITY_H

#include "emit/html/parts.h"
#include "emit/html/survey.h"

void kb_quality_rules(const struct kb_view *at);
void kb_quality_domains(const struct kb_view *at);
void kb_quality_freshness(const struct kb_view *at);
void kb_quality_evidence(const struct kb_view *at);
void kb_quality_rates(const struct kb_view *at);
void kb_quality_links(const struct kb_view *at);
void kb_quality_translations(const struct kb_view *at);

/* The counts of records, edges and parts, as tiles; what has no list may link to the graph. */
void kb_quality_link_tiles(const struct kb_view *at, bool to_graph);

/* A bar of tallies, one behind the other, whose steps have names, with its key. */
void kb_quality_shares(const struct kb_view *at, const struct kb_tally tallies[],
                       const char *const classes[], size_t count);

/* The bar of the ages with its key, and a histogram of rates. */
void kb_quality_ages(const struct kb_view *at);
void kb_quality_histogram(const struct kb_view *at, enum kb_family family);

#endif
