/* SPDX-License-Identifier: MIT */
/* Makes problems: the pointer, the message, and the messages that several keywords share. */
#include "kb/limits.h"
#include "validate/schema/explain.h"

static const char *pointer_of(struct kb_explain *ex, const struct kb_step *way)
{
    const struct kb_step *trail[KB_MAX_DEPTH + 2];
    size_t count = 0;
    ex->pointer.len = 0;
    for (; way && count < sizeof trail / sizeof *trail; way = way->up)
        trail[count++] = way;
    while (count) {
        way = trail[--count];
        if (way->key.p)
            kb_buf_pointer_key(&ex->pointer, way->key);
        else
            kb_buf_printf(&ex->pointer, "/%zu", way->index);
    }
    struct kb_str text = kb_buf_view(&ex->pointer);
    return kb_arena_copy(ex->arena, text.p, text.n);
}

void kb_schema_tell(const struct kb_here *here, enum kb_schema_kind kind, bool at_key,
                    const char *help)
{
    struct kb_explain *ex = here->ex;
    struct kb_schema_problem problem = {
        .kind = kind,
        .pointer = pointer_of(ex, here->way),
        .at_key = at_key,
        .message = kb_arena_copy(ex->arena, ex->text.data, ex->text.len),
        .help = help ? help : here->help,
        .missing = ex->missing,
        .missing_count = ex->missing_count,
    };
    ex->text.len = 0;
    ex->count++;
    ex->report(ex->data, &problem);
}

void kb_schema_tell_type(const struct kb_here *here, unsigned wanted)
{
    struct kb_buf *text = &here->ex->text;
    kb_buf_puts(text, "expected ");
    kb_schema_add_types(text, wanted);
    kb_buf_puts(text, ", got ");
    if ((wanted & KB_T_INTEGER) && here->value->type == KB_T_NUMBER)
        kb_schema_add_value(text, here->value);
    else
        kb_schema_add_types(text,
                            here->value->type |
                                (here->value->type & KB_T_INTEGER ? (unsigned)KB_T_NUMBER : 0u));
    kb_schema_tell(here, KB_SCHEMA_TYPE, false, NULL);
}

/* The choices of several instructions as one row. */
struct choices {
    const struct kb_op *const *ops;
    size_t count;
};

static const struct kb_choice *choice_at(const struct choices *all, size_t i)
{
    for (size_t op = 0; op < all->count; op++) {
        if (i < all->ops[op]->as.choices.count)
            return &all->ops[op]->as.choices.items[i];
        i -= all->ops[op]->as.choices.count;
    }
    return NULL;
}

static struct kb_str next_choice(const void *from, size_t i)
{
    const struct kb_choice *choice = choice_at(from, i);
    if (!choice)
        return (struct kb_str){0};
    /* A choice that is no text is far from every text. */
    return json_object_is_type(choice->json, json_type_string) ? kb_schema_value(choice->json).text
                                                               : KB_STR("");
}

static void add_choices(struct kb_buf *text, const struct choices *all, long nearest)
{
    size_t listed = 0, total = 0;
    for (size_t op = 0; op < all->count; op++)
        total += all->ops[op]->as.choices.count;
    kb_buf_puts(text, total == 1 ? "expected "
                      : total    ? "expected one of "
                                 : "no value is allowed");
    if (nearest >= 0) {
        kb_buf_str(text, choice_at(all, (size_t)nearest)->text);
        listed++;
    }
    for (size_t i = 0; i < total && listed < KB_SCHEMA_MAX_CHOICES; i++) {
        if ((long)i == nearest)
            continue;
        kb_buf_puts(text, listed++ ? ", " : "");
        kb_buf_str(text, choice_at(all, i)->text);
    }
    if (listed < total)
        kb_buf_printf(text, " and %zu more", total - listed);
}

void kb_schema_tell_choices(const struct kb_here *here, const struct kb_op *const *ops,
                            size_t count)
{
    struct kb_explain *ex = here->ex;
    struct choices all = {ops, count};
    const char *help = NULL;
    long nearest = -1;
    if (here->value->type == KB_T_STRING)
        nearest = kb_nearest(here->value->text, next_choice, &all);
    if (nearest >= 0) {
        struct kb_buf buf = {0};
        kb_buf_printf(&buf, "did you mean %s?", choice_at(&all, (size_t)nearest)->text.p);
        help = kb_arena_copy(ex->arena, buf.data, buf.len);
        kb_buf_free(&buf);
    }
    add_choices(&ex->text, &all, nearest);
    kb_buf_puts(&ex->text, ", got ");
    kb_schema_add_value(&ex->text, here->value);
    kb_schema_tell(here, KB_SCHEMA_ENUM, false, help);
}
