/* SPDX-License-Identifier: MIT */
/* id/...: one record an id, and a path and a domain that agree with it. */
#include <stdlib.h>
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

/* A name that a record goes by: its id, or an alias. */
struct name {
    uint64_t hash;
    struct kb_str text;
    uint32_t record; /* index in the base */
    int32_t alias;   /* index among its aliases, -1 for the id */
};

static struct name name_of(struct kb_str text, size_t record, int32_t alias)
{
    return (struct name){kb_str_casehash(text), text, (uint32_t)record, alias};
}

/* Names that differ by case alone fall together, ids before aliases. The hash is there so that few
 * texts are looked at; which of two names comes first does not show. */
static int name_cmp(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    int order = kb_str_casecmp(x->text, y->text);
    if (order || (x->alias < 0) != (y->alias < 0))
        return order ? order : (x->alias < 0 ? -1 : 1);
    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    return (x->alias > y->alias) - (x->alias < y->alias);
}

static struct kb_where place_of(const struct kb_base *base, const struct name *name)
{
    struct kb_where where = kb_at(name->alias < 0 ? KB_F_ID : KB_F_ALIASES);
    where.record = base->records[name->record];
    where.item = name->alias;
    return where;
}

struct collision {
    struct name name, owner; /* the name is an alias */
};

/* By record, so that what is said of one is said in one go. */
static int collision_cmp(const void *a, const void *b)
{
    const struct name *x = &((const struct collision *)a)->name;
    const struct name *y = &((const struct collision *)b)->name;
    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    return (x->alias > y->alias) - (x->alias < y->alias);
}

static void say_collision(struct kb_context *context, const struct collision *collision)
{
    const struct name *name = &collision->name, *owner = &collision->owner;
    const struct kb_base *base = context->base;
    bool id = owner->alias < 0, exact = kb_str_eq(name->text, owner->text);
    kb_buf_puts(&context->message, "the alias ");
    kb_buf_quote(&context->message, name->text);
    kb_buf_printf(&context->message, " is%s ", exact ? "" : ", but for case,");
    kb_buf_puts(&context->message, id ? "the id of another record" : "an alias of ");
    if (!id)
        kb_buf_quote(&context->message, base->records[owner->record]->id);
    kb_buf_puts(&context->message, id ? "" : " too");
    kb_report_related(context, place_of(base, name), place_of(base, owner),
                      id ? "the record of that id" : "the other alias",
                      "keep the alias in one of the records");
}

/* Where a name belongs to several records, each alias but the first owner's is one too many. Two
 * records of one id are id/duplicate's. Fills `found` and returns how many. */
static size_t find_collisions(const struct kb_base *base, const struct name *names, size_t count,
                              struct collision *found)
{
    const struct name *owner = names;
    size_t n = 0;
    for (const struct name *name = names + 1; name < names + count; name++) {
        if (!kb_str_same(name->text, owner->text))
            owner = name;
        else if (name->alias >= 0 &&
                 !kb_str_eq(base->records[name->record]->id, base->records[owner->record]->id))
            found[n++] = (struct collision){*name, *owner};
    }
    return n;
}

void rule_id_alias_collision(struct kb_context *context)
{
    const struct kb_base *base = context->base;
    size_t aliases = 0, count = 0;
    for (size_t i = 0; i < base->count; i++)
        aliases += base->records[i]->aliases.count;
    if (aliases == 0)
        return;
    struct name *names = kb_alloc(base->count + aliases, sizeof *names);
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_list *list = &base->records[i]->aliases;
        names[count++] = name_of(base->records[i]->id, i, -1);
        for (size_t j = 0; j < list->count; j++)
            if (!kb_str_blank(*kb_text_at(list, j)))
                names[count++] = name_of(*kb_text_at(list, j), i, (int32_t)j);
    }
    qsort(names, count, sizeof *names, name_cmp);
    struct collision *found = kb_alloc(aliases, sizeof *found);
    count = find_collisions(base, names, count, found);
    qsort(found, count, sizeof *found, collision_cmp);
    for (size_t i = 0; i < count; i++)
        say_collision(context, &found[i]);
    free(found);
    free(names);
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
    if (!source->walked || source->shape != KB_SHAPE_ONE || id.n == 0)
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

static struct kb_str only(const void *from, size_t i)
{
    const struct kb_str *candidate = from;
    return i == 0 ? *candidate : (struct kb_str){0};
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
    kb_relate(context, kb_at(KB_F_ID), "the id");
    bool slip = kb_nearest(domain, only, &first) >= 0;
    kb_report(context, kb_at(KB_F_DOMAIN), slip ? kb_did_you_mean(context, first) : NULL);
}
