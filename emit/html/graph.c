/* SPDX-License-Identifier: MIT */
/* Links are sorted once; everything after that is one walk over them. */
#include "emit/html/graph.h"

#include <stdlib.h>
#include <string.h>

/* "b is preceded by a" says the same of the two as "a leads to b". */
static struct kb_link link_of(uint32_t from, uint32_t to, enum kb_edge_kind kind)
{
    if (kind == KB_CONFUSED_WITH)
        return (struct kb_link){from < to ? from : to, from < to ? to : from, 1, KB_LINK_CONFUSED};
    bool forth = (from < to) == (kind == KB_LEADS_TO);
    return (struct kb_link){from < to ? from : to, from < to ? to : from, 1,
                            forth ? KB_LINK_FORTH : KB_LINK_BACK};
}

struct kb_link *kb_graph_edges(const struct kb_base *base, size_t *count)
{
    struct kb_link *links = NULL;
    size_t cap = 0;
    *count = 0;
    for (uint32_t i = 0; i < base->count; i++) {
        for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
            for (size_t e = 0; e < base->records[i]->edges[kind].count; e++) {
                uint32_t to = kb_edge_at(base->records[i], (enum kb_edge_kind)kind, e)->target;
                if (to >= base->count || to == i)
                    continue;
                links = kb_grow(links, *count, &cap, sizeof *links);
                links[(*count)++] = link_of(i, to, (enum kb_edge_kind)kind);
            }
        }
    }
    return links;
}

static int by_ends(const void *left, const void *right)
{
    const struct kb_link *a = left, *b = right;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

static size_t merge(struct kb_link *links, size_t count)
{
    size_t kept = 0;
    if (count > 0)
        qsort(links, count, sizeof *links, by_ends);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_ends(&links[kept - 1], &links[i]) == 0) {
            links[kept - 1].weight += links[i].weight;
            links[kept - 1].how |= links[i].how;
        } else {
            links[kept++] = links[i];
        }
    }
    return kept;
}

/* Neighbours come out sorted: first those below a node, then those above it. */
static void connect(struct kb_graph *graph, struct kb_arena *arena, size_t nodes)
{
    graph->first = kb_arena_new(arena, nodes + 1, sizeof *graph->first);
    graph->neighbours = kb_arena_new(arena, graph->link_count * 2 + 1, sizeof *graph->neighbours);
    size_t *next = kb_alloc(nodes + 1, sizeof *next);
    for (size_t i = 0; i < graph->link_count; i++) {
        graph->first[graph->links[i].a + 1]++;
        graph->first[graph->links[i].b + 1]++;
    }
    for (size_t i = 0; i < nodes; i++) {
        graph->linked += graph->first[i + 1] > 0;
        graph->first[i + 1] += graph->first[i];
    }
    memcpy(next, graph->first, (nodes + 1) * sizeof *next);
    for (size_t i = 0; i < graph->link_count; i++)
        graph->neighbours[next[graph->links[i].b]++] = graph->links[i].a;
    for (size_t i = 0; i < graph->link_count; i++)
        graph->neighbours[next[graph->links[i].a]++] = graph->links[i].b;
    free(next);
}

struct walk {
    const struct kb_graph *graph;
    uint32_t *stack;
    unsigned char *seen; /* how many walks have been here */
};

/* All that hangs together with `from`, depth first, into `order`. Every link is put on the stack at
 * most once from either end. */
static size_t visit(struct walk *walk, uint32_t from, unsigned char turn, uint32_t *order)
{
    size_t depth = 0, count = 0;
    walk->stack[depth++] = from;
    while (depth > 0) {
        uint32_t node = walk->stack[--depth];
        if (walk->seen[node] == turn)
            continue;
        walk->seen[node] = turn;
        order[count++] = node;
        for (size_t i = walk->graph->first[node + 1]; i > walk->graph->first[node]; i--)
            if (walk->seen[walk->graph->neighbours[i - 1]] != turn)
                walk->stack[depth++] = walk->graph->neighbours[i - 1];
    }
    return count;
}

static int largest_first(const void *left, const void *right)
{
    const struct kb_part *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->nodes[0] > b->nodes[0]) - (a->nodes[0] < b->nodes[0]);
}

/* Once to find what hangs together, and once more from the node with the most links in it. */
static void part(struct kb_graph *graph, struct kb_arena *arena, size_t nodes)
{
    uint32_t *order = kb_arena_new(arena, graph->linked + 1, sizeof *order);
    struct walk walk = {graph, kb_alloc(graph->link_count * 2 + 1, sizeof *walk.stack),
                        kb_alloc(nodes + 1, 1)};
    graph->parts = kb_arena_new(arena, graph->linked / 2 + 1, sizeof *graph->parts);
    for (uint32_t i = 0; i < nodes; i++) {
        if (walk.seen[i] || kb_graph_degree(graph, i) == 0)
            continue;
        size_t count = visit(&walk, i, 1, order);
        uint32_t hub = order[0];
        for (size_t j = 1; j < count; j++) {
            size_t degree = kb_graph_degree(graph, order[j]), most = kb_graph_degree(graph, hub);
            if (degree > most || (degree == most && order[j] < hub))
                hub = order[j];
        }
        visit(&walk, hub, 2, order);
        graph->parts[graph->part_count++] = (struct kb_part){order, count};
        order += count;
    }
    if (graph->part_count > 0)
        qsort(graph->parts, graph->part_count, sizeof *graph->parts, largest_first);
    free(walk.stack);
    free(walk.seen);
}

void kb_graph_make(struct kb_graph *graph, struct kb_arena *arena, size_t nodes,
                   struct kb_link *links, size_t count)
{
    *graph = (struct kb_graph){0};
    graph->link_count = merge(links, count);
    graph->links = kb_arena_new(arena, graph->link_count + 1, sizeof *graph->links);
    if (graph->link_count > 0)
        memcpy(graph->links, links, graph->link_count * sizeof *links);
    connect(graph, arena, nodes);
    part(graph, arena, nodes);
}

size_t kb_graph_degree(const struct kb_graph *graph, uint32_t node)
{
    return graph->first[node + 1] - graph->first[node];
}

/* The first link that is not below it. */
static const struct kb_link *at_least(const struct kb_graph *graph, struct kb_link wanted)
{
    size_t low = 0, high = graph->link_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_ends(&graph->links[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &graph->links[low];
}

const struct kb_link *kb_graph_link(const struct kb_graph *graph, uint32_t one, uint32_t other)
{
    return at_least(graph, one < other ? (struct kb_link){.a = one, .b = other}
                                       : (struct kb_link){.a = other, .b = one});
}

const struct kb_link *kb_graph_links_from(const struct kb_graph *graph, uint32_t node)
{
    return at_least(graph, (struct kb_link){.a = node});
}

size_t kb_graph_hubs(const struct kb_graph *graph, size_t nodes, uint32_t *hubs, size_t most)
{
    size_t count = 0;
    for (uint32_t i = 0; i < nodes; i++) {
        size_t degree = kb_graph_degree(graph, i);
        if (degree == 0 || (count == most && degree <= kb_graph_degree(graph, hubs[count - 1])))
            continue;
        size_t at = count < most ? count++ : most - 1;
        for (; at > 0 && kb_graph_degree(graph, hubs[at - 1]) < degree; at--)
            hubs[at] = hubs[at - 1];
        hubs[at] = i;
    }
    return count;
}
