/* SPDX-License-Identifier: MIT */
/* id/...: one record an id, and a path and a domain that agree with it. */
#include <string.h>

#include "validate/rules/checks.h"
#include "validate/rules/context.h"

void rule_id_duplicate(struct kb_context *context)
{
    const struct kb_base *base = context->base;
    size_t first = 0;
    for (size_t i = 1; i < base->count; i++) {
        if (!kb_str_eq(base->records[i]->id, base->records[first]->id)) {
            first = i;
            continue;
        }
        struct kb_where here = kb_at(KB_F_ID), there = kb_at(KB_F_ID);
        here.record = base->records[i];
        there.record = base->records[first];
        kb_buf_puts(&context->message, "the id ");
        kb_buf_quote(&context->message, here.record->id);
        kb_buf_puts(&context->message, " is taken by an earlier record");
        kb_report_related(context, here, there, "the record that has it", NULL);
    }
}

/* Whether the path, read backwards, spells the id; a slash behind the id's first part may be an
 * underscore. */
static bool spells(const char *path, size_t n, struct kb_str id)
{
    const char *slash = memchr(id.p, '/', id.n);
    size_t first = slash ? (size_t)(slash - id.p) : id.n;
    if (n < id.n || (n > id.n && path[n - id.n - 1] != '/'))
        return false;
    for (size_t i = 0; i < id.n; i++) {
        char c = path[n - id.n + i];
        if (c != id.p[i] && !(id.p[i] == '/' && c == '_' && i > first))
            return false;
    }
    return true;
}

void rule_id_path_mismatch(struct kb_context *context)
{
    const struct kb_source *source = context->record->doc->source;
    struct kb_str id = context->record->id;
    if (!source->walked || !source->single || id.n == 0)
        return;
    const char *slash = strrchr(source->full, '/');
    const char *dot = strrchr(slash ? slash : source->full, '.');
    if (spells(source->full, dot ? (size_t)(dot - source->full) : strlen(source->full), id))
        return;
    kb_buf_puts(&context->message, "the path ");
    kb_buf_quote(&context->message, kb_str(source->path));
    kb_buf_puts(&context->message, " does not end in the id ");
    kb_buf_quote(&context->message, id);
    kb_report(context, kb_at(KB_F_ID), "rename the file, or correct the id");
}

void rule_id_domain_mismatch(struct kb_context *context)
{
    struct kb_str id = context->record->id, domain = context->record->domain;
    if (id.n == 0 || !domain.p)
        return;
    const char *slash = memchr(id.p, '/', id.n);
    struct kb_str first = {id.p, slash ? (size_t)(slash - id.p) : id.n};
    if (kb_str_eq(first, domain))
        return;
    kb_buf_puts(&context->message, "the id begins with ");
    kb_buf_quote(&context->message, first);
    kb_buf_puts(&context->message, ", the domain is ");
    kb_buf_quote(&context->message, domain);
    kb_report_related(context, kb_at(KB_F_DOMAIN), kb_at(KB_F_ID), "the id", NULL);
}
