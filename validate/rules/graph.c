/* SPDX-License-Identifier: MIT */
/* graph/...: edges between records. */
#include <stdlib.h>

#include "validate/rules/checks.h"
#include "validate/rules/context.h"

/* Ids compared in one run to find near ones: about a second, a thousand times what 2,000 real
 * records need. Beyond it, findings come without a suggestion. */
#define SUGGESTION_EFFORT ((size_t)20000000)

/* The member of an edge list that names the target: the row right below the list's own. */
static enum kb_field id_field(enum kb_edge_kind kind)
{
    return (enum kb_field)(kb_edge_field(kind) + 1);
}

/* A question for the nearest id, or NULL where none is near. */
static const char *suggestion(struct kb_context *context, const struct kb_record *record,
                              struct kb_str id, size_t *effort)
{
    uint32_t near = kb_base_nearest(context->base, id, effort);
    if (near == KB_NO_RECORD || context->base->records[near] == record)
        return NULL; /* an edge to the record itself would be no better */
    return kb_did_you_mean(context, context->base->records[near]->id);
}

static void dangling_edges(struct kb_context *context, const struct kb_record *record,
                           size_t *effort)
{
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
        for (size_t i = 0; i < record->edges[kind].count; i++) {
            const struct kb_edge *edge = kb_edge_at(record, (enum kb_edge_kind)kind, i);
            if (!edge->id.p || kb_base_find(context->base, edge->id) != KB_NO_RECORD)
                continue;
            struct kb_where where = kb_at_entry(id_field((enum kb_edge_kind)kind), i);
            where.record = record;
            kb_buf_printf(&context->message, "%s names ", kb_edge_name((enum kb_edge_kind)kind));
            kb_buf_quote(&context->message, edge->id);
            kb_buf_puts(&context->message, ", which is no record of this knowledge base");
            kb_report(context, where, suggestion(context, record, edge->id, effort));
        }
    }
}

void rule_graph_dangling(struct kb_context *context)
{
    size_t effort = SUGGESTION_EFFORT;
    for (size_t i = 0; i < context->base->count; i++)
        dangling_edges(context, context->base->records[i], &effort);
}

void rule_graph_self_edge(struct kb_context *context)
{
    const struct kb_record *record = context->record;
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
        for (size_t i = 0; i < record->edges[kind].count; i++) {
            const struct kb_edge *edge = kb_edge_at(record, (enum kb_edge_kind)kind, i);
            if (!edge->id.p || !kb_str_eq(edge->id, record->id))
                continue;
            kb_buf_printf(&context->message, "%s names the record itself",
                          kb_edge_name((enum kb_edge_kind)kind));
            kb_report(context, kb_at_entry(id_field((enum kb_edge_kind)kind), i), NULL);
        }
    }
}

/* The same id in one list or in two. */
struct named {
    struct kb_str id;
    enum kb_edge_kind kind;
    size_t entry;
};

static int named_cmp(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = kb_str_cmp(x->id, y->id);
    if (order || x->kind != y->kind)
        return order ? order : (x->kind < y->kind ? -1 : 1);
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void repeated_edge(struct kb_context *context, const struct named *edge,
                          const struct named *first)
{
    kb_buf_printf(&context->message, "%s names ", kb_edge_name(edge->kind));
    kb_buf_quote(&context->message, edge->id);
    if (edge->kind == first->kind)
        kb_buf_puts(&context->message, " twice");
    else
        kb_buf_printf(&context->message, ", as %s does, and does not say how to tell them apart",
                      kb_edge_name(first->kind));
    kb_report_related(context, kb_at_entry(id_field(edge->kind), edge->entry),
                      kb_at_entry(id_field(first->kind), first->entry),
                      edge->kind == first->kind ? "the first time" : "the other edge",
                      edge->kind == first->kind ? "merge the two edges"
                                                : "keep the edge that is meant, or say what tells "
                                                  "the two errors apart");
}

/* What follows from an error may be taken for it, too; then the edge says what tells them apart. */
static bool contradicts(const struct kb_record *record, const struct named *edge,
                        const struct named *first)
{
    return first->kind == KB_LEADS_TO && edge->kind == KB_CONFUSED_WITH &&
           kb_str_blank(kb_edge_at(record, edge->kind, edge->entry)->note);
}

void rule_graph_duplicate_edge(struct kb_context *context)
{
    const struct kb_record *record = context->record;
    size_t count = 0;
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        count += record->edges[kind].count;
    struct named *all = kb_alloc(count, sizeof *all);
    count = 0;
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        for (size_t i = 0; i < record->edges[kind].count; i++) {
            const struct kb_edge *edge = kb_edge_at(record, (enum kb_edge_kind)kind, i);
            if (edge->id.p)
                all[count++] = (struct named){edge->id, (enum kb_edge_kind)kind, i};
        }
    qsort(all, count, sizeof *all, named_cmp);
    /* `first` is the id's first edge, `own` the first of the list at hand. */
    for (size_t i = 1, first = 0, own = 0; i < count; i++) {
        bool same = kb_str_eq(all[i].id, all[first].id);
        if (same && all[i].kind == all[own].kind) {
            repeated_edge(context, &all[i], &all[own]);
            continue;
        }
        if (same && contradicts(record, &all[i], &all[first]))
            repeated_edge(context, &all[i], &all[first]);
        first = same ? first : i;
        own = i;
    }
    free(all);
}

/* An edge between two records of the base, by index. */
struct link {
    uint32_t from, to;
    uint32_t kind, entry;
};

static int pair_cmp(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static int link_cmp(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    int order = pair_cmp(x, y);
    return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

struct links {
    struct link *items; /* sorted; the caller frees it */
    size_t count;
};

/* Every edge that leads to another record of the base. Of records with one id, one stands for all
 * of them. */
static struct links links_of(const struct kb_base *base)
{
    struct links links = {0};
    size_t count = 0;
    for (size_t i = 0; i < base->count; i++)
        for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            count += base->records[i]->edges[kind].count;
    links.items = kb_alloc(count, sizeof *links.items);
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        uint32_t from = kb_base_find(base, record->id);
        for (int kind = 0; from == i && kind < KB_EDGE_KIND_COUNT; kind++)
            for (size_t j = 0; j < record->edges[kind].count; j++) {
                const struct kb_edge *edge = kb_edge_at(record, (enum kb_edge_kind)kind, j);
                uint32_t to = edge->id.p ? kb_base_find(base, edge->id) : KB_NO_RECORD;
                if (to != KB_NO_RECORD && to != from)
                    links.items[links.count++] =
                        (struct link){from, to, (uint32_t)kind, (uint32_t)j};
            }
    }
    qsort(links.items, links.count, sizeof *links.items, link_cmp);
    return links;
}

static enum kb_edge_kind inverse_of(enum kb_edge_kind kind)
{
    static const enum kb_edge_kind inverses[KB_EDGE_KIND_COUNT] = {
        [KB_LEADS_TO] = KB_PRECEDED_BY,
        [KB_PRECEDED_BY] = KB_LEADS_TO,
        [KB_CONFUSED_WITH] = KB_CONFUSED_WITH,
    };
    return inverses[kind];
}

/* The edge that is its id and nothing else, as JSON in the layout's form. */
static void write_edge(struct kb_buf *json, const struct kb_path *path, struct kb_str id)
{
    for (size_t i = 0; i < path->count; i++) {
        kb_buf_putc(json, '{');
        kb_buf_json(json, path->keys[i]);
        kb_buf_puts(json, ": ");
    }
    kb_buf_json(json, id);
    kb_buf_fill(json, '}', path->count);
}

/* The other record gets the edge back, where the layout asks for nothing but its id: nobody can
 * tell a probability or a distinction from the other direction. */
static void propose_inverse(struct kb_context *context, const struct kb_record *from,
                            const struct kb_record *to, enum kb_edge_kind kind)
{
    enum kb_field list = kb_edge_field(kind);
    struct kb_buf json = {0};
    struct kb_where where = kb_at(list);
    if (!context->layout->bare[list])
        return;
    where.record = to;
    write_edge(&json, &context->layout->paths[id_field(kind)], from->id);
    kb_propose(context, KB_FIX_APPEND, where, kb_buf_view(&json), KB_FIX_SAFE);
    kb_buf_free(&json);
}

void rule_graph_asymmetric(struct kb_context *context)
{
    const struct kb_base *base = context->base;
    struct links links = links_of(base);
    for (size_t i = 0; i < links.count; i++) {
        const struct link *link = &links.items[i];
        enum kb_edge_kind kind = (enum kb_edge_kind)link->kind, inverse = inverse_of(kind);
        const struct link wanted = {link->to, link->from, (uint32_t)inverse, 0};
        const struct kb_record *from = base->records[link->from], *to = base->records[link->to];
        if ((i > 0 && pair_cmp(link, link - 1) == 0) ||
            !kb_layout_has(context->layout, kb_edge_field(inverse)) ||
            bsearch(&wanted, links.items, links.count, sizeof wanted, pair_cmp))
            continue;
        struct kb_where where = kb_at_entry(id_field(kind), link->entry);
        where.record = from;
        kb_buf_printf(&context->message, "%s names ", kb_edge_name(kind));
        kb_buf_quote(&context->message, to->id);
        kb_buf_printf(&context->message, ", whose %s does not name this record",
                      kb_edge_name(inverse));
        propose_inverse(context, from, to, inverse);
        kb_report(context, where, "add the edge back to the other record");
    }
    free(links.items);
}

void rule_graph_orphan(struct kb_context *context)
{
    const struct kb_base *base = context->base;
    struct links links = links_of(base);
    bool *linked = kb_alloc(base->count, sizeof *linked);
    for (size_t i = 0; i < links.count; i++)
        linked[links.items[i].from] = linked[links.items[i].to] = true;
    for (size_t i = 0; i < base->count; i++) {
        if (linked[kb_base_find(base, base->records[i]->id)])
            continue;
        struct kb_where where = kb_at(KB_F_ID);
        where.record = base->records[i];
        kb_buf_puts(&context->message, "no edge leads to this record or away from it");
        kb_report(context, where, "name the errors it leads to, comes from or is confused with");
    }
    free(linked);
    free(links.items);
}
