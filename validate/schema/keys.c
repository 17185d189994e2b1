/* SPDX-License-Identifier: MIT */
/* Words for keys: those that are missing, and those that are there and should not be. */
#include <string.h>

#include "kb/limits.h"
#include "validate/schema/explain.h"

static bool noted(const struct kb_explain *ex, struct kb_str key)
{
    for (size_t i = 0; i < ex->missing_count; i++)
        if (kb_str_eq(ex->missing[i].name, key))
            return true;
    return false;
}

void kb_schema_need(const struct kb_here *here, const struct kb_str *needs, size_t count,
                    struct kb_str because)
{
    struct kb_explain *ex = here->ex;
    bool first = ex->missing_count == 0; /* one list names no key twice */
    for (size_t i = 0; i < count; i++) {
        if (json_object_object_get_ex(here->value->json, needs[i].p, NULL) ||
            (!first && noted(ex, needs[i])))
            continue;
        if (ex->missing_count == 0)
            ex->missing_words = here->words;
        else if (ex->missing_words.error != here->words.error)
            ex->missing_words.error = NULL; /* its words are not about all of them */
        ex->missing =
            kb_grow(ex->missing, ex->missing_count, &ex->missing_cap, sizeof *ex->missing);
        ex->missing[ex->missing_count++] = (struct kb_missing){needs[i], because};
    }
}

/* "(`a` asks for `b` and `c`; `d` asks for `e`)", of those that a key asks for. */
static void add_reasons(struct kb_explain *ex)
{
    bool any = false;
    for (size_t i = 0, n; i < ex->missing_count; i += n) {
        struct kb_str because = ex->missing[i].because;
        for (n = 1; i + n < ex->missing_count; n++)
            if (!kb_str_eq(ex->missing[i + n].because, because))
                break;
        if (!because.p)
            continue;
        kb_buf_puts(&ex->text, any ? "; " : " (");
        kb_buf_quote(&ex->text, because);
        kb_buf_puts(&ex->text, " asks for ");
        kb_schema_add_names(&ex->text, ex->names + i, n);
        any = true;
    }
    kb_buf_puts(&ex->text, any ? ")" : "");
}

void kb_schema_offer_missing(const struct kb_here *here)
{
    struct kb_explain *ex = here->ex;
    struct kb_here own = *here;
    size_t n = ex->missing_count, same = 0;
    if (!n)
        return;
    struct kb_str because = ex->missing[0].because;
    while (ex->names_cap < n)
        ex->names = kb_grow(ex->names, ex->names_cap, &ex->names_cap, sizeof *ex->names);
    for (size_t i = 0; i < n; i++) {
        ex->names[i] = ex->missing[i].name;
        same += kb_str_eq(ex->missing[i].because, because);
    }
    kb_buf_puts(&ex->text, n == 1 ? "the key " : "the keys ");
    kb_schema_add_names(&ex->text, ex->names, n);
    kb_buf_puts(&ex->text, n == 1 ? " is missing" : " are missing");
    if (same < n) {
        add_reasons(ex);
    } else if (because.p) {
        kb_buf_puts(&ex->text, ", which ");
        kb_buf_quote(&ex->text, because);
        kb_buf_puts(&ex->text, " asks for");
    }
    own.words = ex->missing_words;
    kb_schema_offer(&own, KB_SCHEMA_REQUIRED, NULL);
}

/* The known keys of an object; those that the value has already are far from every key. */
struct known {
    const struct kb_object *object;
    struct json_object *value; /* NULL: it does not matter what it has */
};

static struct kb_str next_key(const void *from, size_t i)
{
    const struct known *known = from;
    if (i >= known->object->key_count)
        return (struct kb_str){0};
    struct kb_str name = known->object->keys[i].name;
    return json_object_object_get_ex(known->value, name.p, NULL) ? KB_SCHEMA_FAR : name;
}

/* A key of which a slip could have made `name`, rather one that is not there yet; or -1. */
static long nearest_key(const struct kb_here *here, const struct kb_object *object,
                        struct kb_str name)
{
    struct known known = {object, here->value->json};
    long nearest = kb_schema_nearest(name, next_key, &known);
    if (nearest >= 0)
        return nearest;
    known.value = NULL;
    return kb_schema_nearest(name, next_key, &known);
}

static const struct kb_object *object_of(const struct kb_schema *schema, uint32_t sub)
{
    const struct kb_op *op = schema->ops + schema->subs[sub].first;
    for (const struct kb_op *end = op + schema->subs[sub].count; op < end; op++)
        if (op->code == KB_OP_OBJECT)
            return op->as.object;
    return NULL;
}

/* "at the top level", or "in `a/b`" without the lists' own steps at the end. */
static void add_place(struct kb_buf *buf, const struct kb_schema *schema, uint32_t sub)
{
    struct kb_str keys[KB_SCHEMA_MAX_DEPTH];
    size_t count = 0;
    for (; schema->subs[sub].level && count < KB_SCHEMA_MAX_DEPTH; sub = schema->subs[sub].up)
        if (count || schema->subs[sub].key.p)
            keys[count++] = schema->subs[sub].key;
    struct kb_buf path = {0};
    for (size_t i = count; i--;) {
        kb_buf_str(&path, keys[i].p ? keys[i] : KB_STR("*"));
        kb_buf_puts(&path, i ? "/" : "");
    }
    kb_buf_puts(buf, count ? "in " : "at the top level");
    if (count)
        kb_buf_quote(buf, kb_buf_view(&path));
    kb_buf_free(&path);
}

enum { MOST_PLACES = 3 };

/* Places of the schema that know a key, in words. */
struct places {
    struct kb_buf here, words[MOST_PLACES];
    size_t count;
};

/* Adds the place unless it is listed, or is the one where the key is wrong. */
static void add_new_place(struct places *places, const struct kb_schema *schema, uint32_t sub)
{
    struct kb_buf *next = &places->words[places->count];
    next->len = 0;
    add_place(next, schema, sub);
    bool known = strcmp(places->here.data, next->data) == 0;
    for (size_t i = 0; i < places->count; i++)
        known = known || strcmp(places->words[i].data, next->data) == 0;
    places->count += !known;
}

static void find_places(struct places *places, const struct kb_schema *schema,
                        const struct kb_object *object, struct kb_str name)
{
    kb_buf_puts(&places->here, "");
    for (size_t i = 0; i < schema->placed_count && !places->here.len; i++)
        if (object_of(schema, schema->placed[i]) == object)
            add_place(&places->here, schema, schema->placed[i]);
    for (size_t i = 0; i < schema->placed_count && places->count < MOST_PLACES; i++) {
        const struct kb_object *other = object_of(schema, schema->placed[i]);
        struct kb_str text;
        const struct kb_key *key = other ? kb_schema_key(other, name.p, &text) : NULL;
        if (key && key->sub != KB_NO_SUB && !kb_schema_never(schema, key->sub))
            add_new_place(places, schema, schema->placed[i]);
    }
}

/* Where else the schema knows the key. */
static void add_elsewhere(struct kb_buf *help, const struct kb_schema *schema,
                          const struct kb_object *object, struct kb_str name)
{
    struct places places = {0};
    find_places(&places, schema, object, name);
    if (places.count) {
        kb_buf_puts(help, help->len ? " " : "");
        kb_buf_quote(help, name);
        kb_buf_puts(help, " is known ");
    }
    for (size_t i = 0; i < places.count; i++) {
        kb_buf_puts(help, i == 0 ? "" : i + 1 < places.count ? ", " : " and ");
        kb_buf_puts(help, places.words[i].data);
    }
    for (size_t i = 0; i < MOST_PLACES; i++)
        kb_buf_free(&places.words[i]);
    kb_buf_free(&places.here);
}

static void suggest(const struct kb_here *here, const struct kb_object *object, struct kb_str name,
                    struct kb_buf *help)
{
    struct kb_explain *ex = here->ex;
    enum { LONGEST = 128 }; /* who writes a longer key has not mistyped a known one */
    if (ex->suggested_keys >= KB_SCHEMA_MAX_SUGGEST || name.n > LONGEST)
        return;
    ex->suggested_keys++;
    long nearest = nearest_key(here, object, name);
    if (nearest >= 0) {
        kb_buf_puts(help, "did you mean ");
        kb_buf_quote(help, object->keys[nearest].name);
        kb_buf_putc(help, '?');
    }
    add_elsewhere(help, ex->run.schema, object, name);
}

void kb_schema_tell_unknown(const struct kb_here *here, struct kb_step *step,
                            const struct kb_object *object, const char *help)
{
    struct kb_buf hint = {0};
    suggest(here, object, step->key, &hint);
    kb_buf_puts(&here->ex->text, "unknown key ");
    kb_buf_quote(&here->ex->text, step->key);
    kb_schema_tell_key(here, step, hint.len ? hint.data : help);
    kb_buf_free(&hint);
}

static void add_barred(struct kb_buf *text, struct kb_str key)
{
    kb_buf_puts(text, "the key ");
    kb_buf_quote(text, key);
    kb_buf_puts(text, " is not allowed here");
}

void kb_schema_tell_barred(const struct kb_here *here, struct kb_step *step, const char *help)
{
    add_barred(&here->ex->text, step->key);
    kb_schema_tell_key(here, step, help);
}

bool kb_schema_tell_name(const struct kb_here *here, struct kb_step *step, uint32_t sub)
{
    struct kb_value value = kb_schema_key_value(step->key);
    struct kb_here key = *here;
    struct kb_probe probe;
    key.value = &value;
    kb_schema_probe(&key, sub, false, &probe);
    bool wrong = probe.count > 0;
    if (wrong) {
        add_barred(&here->ex->text, step->key);
        if (!kb_schema_never(here->ex->run.schema, sub))
            kb_buf_printf(&here->ex->text, ": %s", probe.message.data);
        kb_schema_tell_key(here, step, probe.help.len ? probe.help.data : NULL);
    }
    kb_schema_probe_free(&probe);
    return wrong;
}
