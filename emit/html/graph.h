/* SPDX-License-Identifier: MIT */
/* What is linked with what, as a graph without directions: of records or of domains. */
#ifndef KB_HTML_GRAPH_H
#define KB_HTML_GRAPH_H

#include "kb/arena.h"
#include "kb/base.h"

/* What is known of two that are linked: bits of `how`. */
enum { KB_LINK_FORTH = 1, KB_LINK_BACK = 2, KB_LINK_CONFUSED = 4 };

struct kb_link {
    uint32_t a, b; /* a < b */
    uint32_t weight;
    unsigned how; /* FORTH: a leads to b */
};

/* Nodes that hang together: two or more. */
struct kb_part {
    const uint32_t *nodes; /* depth first, from the one with the most links */
    size_t count;
};

struct kb_graph {
    struct kb_link *links; /* sorted, of each two one */
    size_t link_count;
    size_t *first; /* of each node and one past the last: where its neighbours begin */
    uint32_t *neighbours;
    struct kb_part *parts; /* largest first, then by their first node */
    size_t part_count;
    size_t linked; /* nodes that have a link */
};

/* Each edge between two records of the base, for free(). Edges from a record to itself and to what
 * is not in the base are left out. */
struct kb_link *kb_graph_edges(const struct kb_base *base, size_t *count);

/* The graph of `nodes` nodes. Links may stand in any order and more than once: `weight` adds up.
 * They are sorted in place; the graph is made in the arena. */
void kb_graph_make(struct kb_graph *graph, struct kb_arena *arena, size_t nodes,
                   struct kb_link *links, size_t count);

size_t kb_graph_degree(const struct kb_graph *graph, uint32_t node);

/* The link of two nodes, in either order; they must have one. And the first of those whose `a` is
 * this node, or what follows where there is none. */
const struct kb_link *kb_graph_link(const struct kb_graph *graph, uint32_t one, uint32_t other);
const struct kb_link *kb_graph_links_from(const struct kb_graph *graph, uint32_t node);

/* The `most` nodes with the most links, most first, then in order; fewer where fewer have any.
 * Returns how many. */
size_t kb_graph_hubs(const struct kb_graph *graph, size_t nodes, uint32_t *hubs, size_t most);

#endif
