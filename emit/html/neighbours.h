/* SPDX-License-Identifier: MIT */
/* The transition graph as one record sees it: its own edges, and those of other records that lead
 * to it. */
#ifndef KB_HTML_NEIGHBOURS_H
#define KB_HTML_NEIGHBOURS_H

#include "emit/html/site.h"

/* How the other record stands to this one. */
enum kb_relation { KB_BEFORE, KB_AFTER, KB_CONFUSED, KB_RELATION_COUNT };

/* An edge by where it is written. */
struct kb_edge_ref {
    uint32_t by, entry;
    enum kb_edge_kind kind;
};

struct kb_neighbour {
    enum kb_relation relation;
    uint32_t record; /* KB_NO_RECORD where it is not in the base */
    struct kb_edge_ref edge;
    struct kb_edge_ref note; /* whose note is shown: the edge back where this one has none */
};

/* The neighbours of a record, by relation, its own edges first, to be freed. An edge that only
 * says again what one of its own says is left out. NULL where there are none. */
struct kb_neighbour *kb_neighbours(const struct kb_site *site, uint32_t record, size_t *count);

const struct kb_edge *kb_edge_of(const struct kb_site *site, const struct kb_edge_ref *ref);

#endif
