/* SPDX-License-Identifier: MIT */
/* From a place by field to a JSON pointer of the layout, and on to the driver. */
#include "validate/rules/context.h"

#include <stdio.h>
#include <stdlib.h>

struct kb_where kb_at(enum kb_field field)
{
    return (struct kb_where){NULL, field, -1, -1, -1, -1};
}

struct kb_where kb_at_entry(enum kb_field field, size_t entry)
{
    return (struct kb_where){NULL, field, (long)entry, -1, -1, -1};
}

struct kb_where kb_at_translation(size_t language, enum kb_field field, long entry)
{
    return (struct kb_where){NULL, field, entry, -1, (long)language, -1};
}

static const char *pointer_of(const struct kb_context *context, struct kb_where where)
{
    if (where.language >= 0)
        return kb_language_pointer(&context->layout->languages[where.language], context->arena,
                                   where.field, where.entry);
    const struct kb_record *record = where.record ? where.record : context->record;
    char number[24];
    struct kb_str entry = {0};
    bool in_map = where.field == KB_F_OS_SPECIFIC || where.field == KB_F_OS_SPECIFIC_TEXT;
    if (where.entry >= 0 && in_map) {
        entry = kb_os_note_at(record, (size_t)where.entry)->name;
    } else if (where.entry >= 0) {
        snprintf(number, sizeof number, "%ld", where.entry);
        entry = kb_str(number);
    }
    return kb_layout_pointer(context->layout, context->arena, where.field, entry, where.item);
}

static struct kb_spot spot_of(const struct kb_context *context, struct kb_where where)
{
    return (struct kb_spot){where.record ? where.record : context->record,
                            pointer_of(context, where), where.byte};
}

void kb_relate(struct kb_context *context, struct kb_where where, const char *message)
{
    context->related = kb_grow(context->related, context->related_count, &context->related_cap,
                               sizeof *context->related);
    context->related[context->related_count++] =
        (struct kb_remark){spot_of(context, where), message};
}

void kb_propose(struct kb_context *context, enum kb_fix_kind kind, struct kb_where where,
                struct kb_str text, enum kb_fixable how)
{
    if (text.p)
        text.p = kb_arena_copy(context->arena, text.p, text.n);
    if (context->change_count < KB_MAX_CHANGES)
        context->changes[context->change_count++] =
            (struct kb_change){kind, spot_of(context, where), text, how == KB_FIX_UNSAFE};
}

void kb_report_at_most(struct kb_context *context, struct kb_where where, enum kb_severity most,
                       const char *help)
{
    const struct kb_report report = {
        .spot = spot_of(context, where),
        .message = context->message.data,
        .help = help,
        .most = most,
        .related = context->related,
        .related_count = context->related_count,
        .changes = context->changes,
        .change_count = context->change_count,
    };
    context->deliver(context, &report);
    context->message.len = 0;
    context->related_count = context->change_count = 0;
}

void kb_report(struct kb_context *context, struct kb_where where, const char *help)
{
    kb_report_at_most(context, where, KB_ERROR, help);
}

void kb_report_related(struct kb_context *context, struct kb_where where, struct kb_where related,
                       const char *related_message, const char *help)
{
    kb_relate(context, related, related_message);
    kb_report(context, where, help);
}

const char *kb_did_you_mean(const struct kb_context *context, struct kb_str text)
{
    struct kb_buf help = {0};
    kb_buf_puts(&help, "did you mean ");
    kb_buf_quote(&help, text);
    kb_buf_putc(&help, '?');
    const char *copy = kb_arena_copy(context->arena, help.data, help.len);
    kb_buf_free(&help);
    return copy;
}

void kb_context_free(struct kb_context *context)
{
    kb_pattern_free(context->regex.pattern);
    kb_syntax_free(context->regex.syntax);
    free(context->texts.items);
    kb_buf_free(&context->message);
    free(context->related);
}

const char *kb_name_of(const struct kb_context *context, enum kb_field field)
{
    const struct kb_path *path = &context->layout->paths[field];
    return path->count ? path->keys[path->count - 1].p : kb_fields[field].name;
}
