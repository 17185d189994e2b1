/* SPDX-License-Identifier: MIT */
/* graph/...: edges between records. */
#include <string.h>

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

/* "did you mean …?", or NULL where no id is near. */
static const char *suggestion(struct kb_context *context, const struct kb_record *record,
                              struct kb_str id, size_t *effort)
{
    uint32_t near = kb_base_nearest(context->base, id, effort);
    if (near == KB_NO_RECORD || context->base->records[near] == record)
        return NULL; /* an edge to the record itself would be no better */
    struct kb_buf help = {0};
    kb_buf_puts(&help, "did you mean ");
    kb_buf_quote(&help, context->base->records[near]->id);
    kb_buf_putc(&help, '?');
    const char *copy = kb_arena_copy(context->arena, help.data, help.len);
    kb_buf_free(&help);
    return copy;
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
