/* SPDX-License-Identifier: MIT */
/* text/...: what is said must say something, and only once. */
#include <stdlib.h>

#include "validate/rules/checks.h"
#include "validate/rules/context.h"

static const char *state_of(struct kb_str text)
{
    return !text.p ? "missing" : text.n == 0 ? "empty" : "blank";
}

/* Reports every entry whose field is blank; says nothing where the layout has no such field. */
static void blank_field(struct kb_context *context, enum kb_field field, const char *what,
                        const char *help)
{
    size_t entries = kb_record_entries(context->record, field);
    bool listed = kb_fields[field].list != KB_F_NONE;
    if (!kb_layout_has(context->layout, field))
        return;
    for (size_t i = 0; i < entries; i++) {
        struct kb_str text = kb_record_text(context->record, field, i);
        if (!kb_str_blank(text))
            continue;
        if (listed)
            kb_buf_printf(&context->message, "the %s of %s %zu is %s", what,
                          kb_fields[kb_fields[field].list].name, i + 1, state_of(text));
        else
            kb_buf_printf(&context->message, "the %s is %s", what, state_of(text));
        for (char *p = context->message.data; *p; p++) /* dead_end, as people say it */
            if (*p == '_')
                *p = ' ';
        kb_report(context, listed ? kb_at_entry(field, i) : kb_at(field), help);
    }
}

void rule_text_empty_action(struct kb_context *context)
{
    blank_field(context, KB_F_DEAD_END_ACTION, "action",
                "say what it is that does not help, or remove the entry");
    blank_field(context, KB_F_WORKAROUND_ACTION, "action", "say what to do, or remove the entry");
}

void rule_text_empty(struct kb_context *context)
{
    blank_field(context, KB_F_SIGNATURE, "signature", "write the message as it is printed");
    blank_field(context, KB_F_ROOT_CAUSE, "root cause", "say why the error happens");
    blank_field(context, KB_F_DEAD_END_WHY_FAILS, "reason", "say why it does not help");
}

/* The text with runs of white space as one blank and none at the ends. */
static struct kb_str fold(struct kb_arena *arena, struct kb_str text)
{
    char *out = kb_arena_new(arena, text.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space)
            out[n++] = c;
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (n && out[n - 1] == ' ')
        n--;
    return (struct kb_str){out, n};
}

struct said {
    struct kb_str text; /* folded */
    size_t entry;
};

static int said_cmp(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = kb_str_cmp(x->text, y->text);
    return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static void same_action_twice(struct kb_context *context, enum kb_field field)
{
    size_t entries = kb_record_entries(context->record, field), count = 0;
    struct said *all = kb_arena_new(context->arena, entries, sizeof *all);
    for (size_t i = 0; i < entries; i++) {
        struct kb_str text = kb_record_text(context->record, field, i);
        if (!kb_str_blank(text))
            all[count++] = (struct said){fold(context->arena, text), i};
    }
    qsort(all, count, sizeof *all, said_cmp);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (!kb_str_eq(all[i].text, all[first].text)) {
            first = i;
            continue;
        }
        kb_buf_puts(&context->message, "this action stands twice in one list");
        kb_report_related(context, kb_at_entry(field, all[i].entry),
                          kb_at_entry(field, all[first].entry), "the first time",
                          "merge the two entries");
    }
}

void rule_text_duplicate(struct kb_context *context)
{
    const struct kb_record *record = context->record;
    for (size_t i = 0; i < record->workarounds.count; i++) {
        const struct kb_workaround *workaround = kb_workaround_at(record, i);
        if (kb_str_blank(workaround->how) || kb_str_blank(workaround->action) ||
            !kb_str_eq(fold(context->arena, workaround->how),
                       fold(context->arena, workaround->action)))
            continue;
        kb_buf_printf(&context->message, "`%s` repeats the action of workaround %zu",
                      kb_name_of(context, KB_F_WORKAROUND_HOW), i + 1);
        kb_report_related(context, kb_at_entry(KB_F_WORKAROUND_HOW, i),
                          kb_at_entry(KB_F_WORKAROUND_ACTION, i), "the action",
                          "say which steps to take, or leave it empty");
    }
    same_action_twice(context, KB_F_DEAD_END_ACTION);
    same_action_twice(context, KB_F_WORKAROUND_ACTION);
}
