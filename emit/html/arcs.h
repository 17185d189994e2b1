/* SPDX-License-Identifier: MIT */
/* A picture of a graph: names below each other, and arcs between those that are linked. It stays
 * readable where circles do not; its names are links in lists, as wide as there is room, and its
 * parts flow into columns. */
#ifndef KB_HTML_ARCS_H
#define KB_HTML_ARCS_H

#include "emit/html/graph.h"
#include "emit/html/parts.h"

#define KB_ARCS_ROWS 60 /* in one picture */

struct kb_arcs {
    const struct kb_graph *graph;
    const struct kb_part *parts; /* drawn one after the other, as far as there is room */
    size_t part_count;
    struct kb_str label; /* tells what the picture shows */
    const char *class_name;
    /* What a node is called; where it leads, made in `room`. */
    struct kb_said (*name)(const struct kb_view *at, uint32_t node);
    struct kb_route (*route)(const struct kb_view *at, uint32_t node, struct kb_buf *room);
};

/* How many rows are drawn: at most KB_ARCS_ROWS. */
size_t kb_plot_arcs(const struct kb_view *at, const struct kb_arcs *arcs);

#endif
