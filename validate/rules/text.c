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

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Takes the text's next byte, a run of white space as one blank; -1 at its end, before which white
 * space is nothing. */
static int take_folded(struct kb_str *text)
{
    size_t blank = 0;
    while (blank < text->n && is_space(text->p[blank]))
        blank++;
    if (blank == text->n)
        return -1;
    int byte = blank ? ' ' : (unsigned char)*text->p;
    text->p += blank ? blank : 1;
    text->n -= blank ? blank : 1;
    return byte;
}

/* Compares as if runs of white space were one blank, and none at the ends. Nothing is copied: most
 * texts differ early. */
static int folded_cmp(struct kb_str a, struct kb_str b)
{
    int x, y;
    while (a.n && is_space(*a.p))
        a.p++, a.n--;
    while (b.n && is_space(*b.p))
        b.p++, b.n--;
    do {
        x = take_folded(&a);
        y = take_folded(&b);
    } while (x == y && x >= 0);
    return (x > y) - (x < y);
}

struct said {
    struct kb_str text;
    size_t entry;
};

static int said_cmp(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = folded_cmp(x->text, y->text);
    return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static void same_action_twice(struct kb_context *context, enum kb_field field)
{
    size_t entries = kb_record_entries(context->record, field), count = 0;
    struct said *all = kb_arena_new(context->arena, entries, sizeof *all);
    for (size_t i = 0; i < entries; i++) {
        struct kb_str text = kb_record_text(context->record, field, i);
        if (!kb_str_blank(text))
            all[count++] = (struct said){text, i};
    }
    qsort(all, count, sizeof *all, said_cmp);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (folded_cmp(all[i].text, all[first].text) != 0) {
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
            folded_cmp(workaround->how, workaround->action) != 0)
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
