/* SPDX-License-Identifier: MIT */
/* Wording shared by compile errors and problems, and what people call a subschema. */
#include "kb/ascii.h"
#include "validate/schema/explain.h"

void kb_schema_add_types(struct kb_buf *buf, unsigned types)
{
    static const struct {
        unsigned type;
        const char *words;
    } names[] = {
        {KB_T_STRING, "a string"},   {KB_T_NUMERIC, "a number"}, {KB_T_INTEGER, "an integer"},
        {KB_T_BOOLEAN, "a boolean"}, {KB_T_OBJECT, "an object"}, {KB_T_ARRAY, "an array"},
        {KB_T_NULL, "null"},
    };
    const char *words[sizeof names / sizeof *names];
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((types & names[i].type) == names[i].type) {
            words[count++] = names[i].words;
            types &= ~names[i].type;
        }
    if (types & KB_T_NUMBER) /* the type of a value that has a fraction */
        words[count++] = "a number";
    for (size_t i = 0; i < count; i++) {
        kb_buf_puts(buf, i == 0 ? "" : i + 1 < count ? ", " : " or ");
        kb_buf_puts(buf, words[i]);
    }
}

void kb_schema_add_value(struct kb_buf *buf, const struct kb_value *value)
{
    enum { LONGEST = 40 }; /* of a number; more digits tell nobody more */
    if (value->type == KB_T_STRING) {
        kb_buf_quote(buf, value->text);
    } else if (value->type & (KB_T_ARRAY | KB_T_OBJECT)) {
        kb_schema_add_types(buf, value->type);
    } else {
        struct kb_str text =
            kb_str(json_object_to_json_string_ext(value->json, JSON_C_TO_STRING_PLAIN));
        bool cut = text.n > LONGEST;
        kb_buf_plain(buf, (struct kb_str){text.p, cut ? LONGEST : text.n});
        kb_buf_puts(buf, cut ? "…" : "");
    }
}

void kb_schema_add_names(struct kb_buf *buf, const struct kb_str *names, size_t count)
{
    size_t listed = count > KB_SCHEMA_MAX_CHOICES ? KB_SCHEMA_MAX_CHOICES : count;
    for (size_t i = 0; i < listed; i++) {
        kb_buf_puts(buf, i == 0 ? "" : i + 1 < count ? ", " : " and ");
        kb_buf_quote(buf, names[i]);
    }
    if (listed < count)
        kb_buf_printf(buf, " and %zu more", count - listed);
}

/* The candidate begins with the word, letters of either case being the same. */
static bool begins(struct kb_str candidate, struct kb_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (i >= candidate.n || kb_to_lower(candidate.p[i]) != kb_to_lower(word.p[i]))
            return false;
    return true;
}

long kb_schema_nearest(struct kb_str word, struct kb_str (*next)(const void *from, size_t i),
                       const void *from)
{
    enum { SHORTEST = 3 }; /* fewer letters begin too much */
    long found = kb_nearest(word, next, from), count = 0;
    if (found >= 0 || word.n < SHORTEST)
        return found;
    for (size_t i = 0; next(from, i).p; i++)
        if (begins(next(from, i), word)) {
            found = (long)i;
            count++;
        }
    return count == 1 ? found : -1;
}

/* The only instruction of the subschema, through references; NULL where it has several. */
static const struct kb_op *only_op(const struct kb_schema *schema, uint32_t sub)
{
    const struct kb_sub *s = &schema->subs[sub];
    while (s->count == 1 && schema->ops[s->first].code == KB_OP_REF)
        s = &schema->subs[schema->ops[s->first].as.sub];
    return s->count == 1 ? &schema->ops[s->first] : NULL;
}

const char *kb_schema_sub_name(const struct kb_schema *schema, uint32_t sub)
{
    for (;;) {
        const struct kb_sub *s = &schema->subs[sub];
        if (s->title || s->name)
            return s->title ? s->title : s->name;
        if (s->count != 1 || schema->ops[s->first].code != KB_OP_REF)
            return NULL;
        sub = schema->ops[s->first].as.sub;
    }
}

const struct kb_op *kb_schema_only(const struct kb_schema *schema, uint32_t sub,
                                   enum kb_op_code code)
{
    const struct kb_op *op = only_op(schema, sub);
    return op && op->code == code ? op : NULL;
}

const struct kb_object *kb_schema_only_required(const struct kb_schema *schema, uint32_t sub)
{
    const struct kb_op *op = kb_schema_only(schema, sub, KB_OP_OBJECT);
    const struct kb_object *object = op ? op->as.object : NULL;
    bool more = !object || object->pattern_count || object->additional != KB_NO_SUB;
    for (size_t i = 0; !more && i < object->key_count; i++)
        more = object->keys[i].sub != KB_NO_SUB;
    return more || !object->required_count ? NULL : object;
}

void kb_schema_add_form(struct kb_buf *buf, const struct kb_schema *schema, const struct kb_op *op,
                        size_t i)
{
    uint32_t sub = op->as.subs.items[i];
    const char *name = kb_schema_sub_name(schema, sub);
    const struct kb_op *type = kb_schema_only(schema, sub, KB_OP_TYPE);
    const struct kb_object *object = kb_schema_only_required(schema, sub);
    if (name) {
        kb_buf_quote(buf, kb_str(name));
    } else if (type) {
        kb_schema_add_types(buf, type->as.mask);
    } else if (object) {
        kb_buf_puts(buf, "the one with ");
        kb_schema_add_names(buf, object->required, object->required_count);
    } else {
        kb_buf_printf(buf, "number %zu", i + 1);
    }
}
