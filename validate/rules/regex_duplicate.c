/* SPDX-License-Identifier: MIT */
/* regex/duplicate: two errors that are recognised by the same text. */
#include <stdlib.h>

#include "kb/arena.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

struct row {
    struct kb_str regex;
    const struct kb_record *record;
    size_t index;
};

static int row_cmp(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = kb_str_cmp(x->regex, y->regex);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void report(struct kb_context *context, const struct row *row, const struct row *other)
{
    struct kb_where here = kb_at(KB_F_REGEX), there = kb_at(KB_F_REGEX);
    here.record = row->record;
    there.record = other->record;
    kb_buf_puts(&context->message, "the regex is that of ");
    kb_buf_quote(&context->message, other->record->id);
    kb_buf_puts(&context->message, ", too");
    kb_report_related(context, here, there, "the same regex",
                      "let each match what only its own error prints, or merge the records");
}

/* Rows of one regex, in order of the records. Each is told of an earlier one that is no twin of
 * it: the first, or, where that is a twin, the first that is no twin of the first. */
static void judge(struct kb_context *context, const struct row *rows, size_t count)
{
    const struct row *stranger = NULL;
    for (size_t i = 1; i < count; i++) {
        bool twin = kb_twins(context->layout, rows[0].record, rows[i].record);
        if (!twin && !stranger)
            stranger = &rows[i];
        const struct row *other = twin ? stranger : &rows[0];
        if (other)
            report(context, &rows[i], other);
    }
}

void rule_regex_duplicate(struct kb_context *context)
{
    const struct kb_base *base = context->base;
    struct row *rows = kb_alloc(base->count, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < base->count; i++)
        if (base->records[i]->regex.n)
            rows[count++] = (struct row){base->records[i]->regex, base->records[i], i};
    qsort(rows, count, sizeof *rows, row_cmp);
    for (size_t first = 0, end = 0; first < count; first = end) {
        while (end < count && kb_str_eq(rows[end].regex, rows[first].regex))
            end++;
        judge(context, rows + first, end - first);
    }
    free(rows);
}
