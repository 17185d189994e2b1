/* SPDX-License-Identifier: MIT */
/* The table of keywords, one row each, and the compile functions of all but the object keywords.
 * A keyword without a row is an annotation, as the standard says. */
#include <string.h>

#include <json-c/linkhash.h>

#include "validate/schema/compile.h"

#define ARGS struct kb_build *build, const struct kb_keyword *keyword, struct json_object *argument

static bool unsupported(ARGS)
{
    (void)argument;
    return kb_schema_fail(build, keyword->name, "this keyword is not supported");
}

static bool dialect(ARGS)
{
    static const char known[] = "https://json-schema.org/draft/2020-12/schema";
    struct kb_str uri = kb_schema_value(argument).text;
    if (uri.n && uri.p[uri.n - 1] == '#')
        uri.n--;
    return kb_str_is(uri, known) ||
           kb_schema_fail(build, keyword->name, "not supported: only %s is", known);
}

static struct kb_str index_text(size_t i, char room[24])
{
    struct kb_buf buf = {0};
    kb_buf_printf(&buf, "%zu", i);
    memcpy(room, buf.data, buf.len + 1);
    kb_buf_free(&buf);
    return kb_str(room);
}

static bool definitions(ARGS)
{
    for (struct lh_entry *e = json_object_get_object(argument)->head; e; e = e->next)
        if (kb_schema_unit_key(build, lh_entry_v(e), keyword->name, kb_str(lh_entry_k(e))) ==
            KB_NO_SUB)
            return false;
    return true;
}

static bool reference(ARGS)
{
    build->pending =
        kb_grow(build->pending, build->pending_count, &build->pending_cap, sizeof *build->pending);
    build->pending[build->pending_count++] =
        (struct kb_pending){build->schema->op_count, build->unit, kb_schema_value(argument).text};
    kb_schema_emit(build, KB_OP_REF, keyword->applies)->as.sub = KB_NO_SUB;
    return true;
}

static unsigned type_named(struct kb_str name)
{
    static const struct {
        const char *name;
        unsigned type;
    } types[] = {
        {"null", KB_T_NULL},       {"boolean", KB_T_BOOLEAN}, {"number", KB_T_NUMERIC},
        {"integer", KB_T_INTEGER}, {"string", KB_T_STRING},   {"array", KB_T_ARRAY},
        {"object", KB_T_OBJECT},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (kb_str_is(name, types[i].name))
            return types[i].type;
    return 0;
}

static bool type(ARGS)
{
    bool list = json_object_is_type(argument, json_type_array);
    size_t count = list ? json_object_array_length(argument) : 1;
    unsigned mask = 0;
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = list ? json_object_array_get_idx(argument, i) : argument;
        unsigned one = type_named(kb_schema_value(item).text);
        if (!one)
            return kb_schema_fail(build, keyword->name,
                                  "expected null, boolean, number, integer, string, array or "
                                  "object");
        mask |= one;
    }
    if (!mask)
        return kb_schema_fail(build, keyword->name, "the list is empty");
    kb_schema_emit(build, keyword->code, keyword->applies)->as.mask = mask;
    return true;
}

static struct kb_str choice_text(struct kb_build *build, struct json_object *json)
{
    struct kb_buf buf = {0};
    struct kb_value value = kb_schema_value(json);
    if (value.type & (KB_T_ARRAY | KB_T_OBJECT))
        kb_buf_quote(&buf, kb_str(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN)));
    else
        kb_schema_add_value(&buf, &value);
    struct kb_str text = {kb_arena_copy(&build->schema->arena, buf.data, buf.len), buf.len};
    kb_buf_free(&buf);
    return text;
}

/* const and enum */
static bool choices(ARGS)
{
    bool list = keyword->code == KB_OP_ENUM;
    size_t count = list ? json_object_array_length(argument) : 1;
    struct kb_choice *items = kb_arena_new(&build->schema->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i].json = list ? json_object_array_get_idx(argument, i) : argument;
        items[i].text = choice_text(build, items[i].json);
    }
    struct kb_op *op = kb_schema_emit(build, keyword->code, keyword->applies);
    op->as.choices.items = items;
    op->as.choices.count = count;
    return true;
}

static bool number(ARGS)
{
    struct kb_number n = kb_schema_number(argument);
    if (!kb_schema_number_finite(n))
        return kb_schema_fail(build, keyword->name, "the number is too large");
    if (keyword->code == KB_OP_MULTIPLE && kb_schema_number_cmp(n, (struct kb_number){0}) <= 0)
        return kb_schema_fail(build, keyword->name, "expected a number above 0");
    struct kb_op *op = kb_schema_emit(build, keyword->code, keyword->applies);
    op->as.number.value = n;
    op->as.number.text = choice_text(build, argument);
    return true;
}

static bool count_of(struct kb_build *build, const char *name, struct json_object *argument,
                     uint64_t *count)
{
    struct kb_number n = kb_schema_number(argument);
    if (n.real || n.negative)
        return kb_schema_fail(build, name, "expected an integer from 0 on");
    *count = n.magnitude;
    return true;
}

static bool count(ARGS)
{
    uint64_t value = 0;
    if (!count_of(build, keyword->name, argument, &value))
        return false;
    kb_schema_emit(build, keyword->code, keyword->applies)->as.count = value;
    return true;
}

static bool pattern(ARGS)
{
    struct kb_str text = kb_schema_value(argument).text;
    struct kb_pattern *compiled = kb_schema_pattern(build, keyword->name, text);
    if (!compiled)
        return false;
    struct kb_op *op = kb_schema_emit(build, keyword->code, keyword->applies);
    op->as.pattern.pattern = compiled;
    op->as.pattern.text = text;
    return true;
}

static bool format(ARGS)
{
    const struct kb_format *known = kb_schema_format(kb_schema_value(argument).text);
    if (known)
        kb_schema_emit(build, keyword->code, keyword->applies)->as.format = known;
    return true;
}

static bool unique(ARGS)
{
    if (json_object_get_boolean(argument))
        kb_schema_emit(build, keyword->code, keyword->applies);
    return true;
}

/* contains, minContains, maxContains */
static bool contains(ARGS)
{
    struct json_object *bound;
    struct kb_contains *made = kb_arena_new(&build->schema->arena, 1, sizeof *made);
    struct json_object *here = build->units[build->unit].json;
    made->least = 1;
    made->most = UINT64_MAX;
    if (json_object_object_get_ex(here, "minContains", &bound) &&
        !count_of(build, "minContains", bound, &made->least))
        return false;
    if (json_object_object_get_ex(here, "maxContains", &bound) &&
        !count_of(build, "maxContains", bound, &made->most))
        return false;
    made->sub = kb_schema_unit_key(build, argument, keyword->name, (struct kb_str){0});
    kb_schema_emit(build, keyword->code, keyword->applies)->as.contains = made;
    return made->sub != KB_NO_SUB;
}

static bool sub_list(ARGS, const uint32_t **items, size_t *count)
{
    char room[24];
    *count = json_object_array_length(argument);
    if (*count == 0)
        return kb_schema_fail(build, keyword->name, "the list is empty");
    uint32_t *subs = kb_arena_new(&build->schema->arena, *count, sizeof *subs);
    for (size_t i = 0; i < *count; i++) {
        subs[i] = kb_schema_unit_key(build, json_object_array_get_idx(argument, i), keyword->name,
                                     index_text(i, room));
        if (subs[i] == KB_NO_SUB)
            return false;
    }
    *items = subs;
    return true;
}

/* prefixItems and items */
static bool items(ARGS)
{
    if (!build->array) {
        build->array = kb_arena_new(&build->schema->arena, 1, sizeof *build->array);
        build->array->rest = KB_NO_SUB;
        kb_schema_emit(build, keyword->code, keyword->applies)->as.array = build->array;
    }
    struct kb_array *array = build->array;
    if (json_object_is_type(argument, json_type_array))
        return sub_list(build, keyword, argument, &array->prefix, &array->prefix_count);
    array->rest = kb_schema_unit_key(build, argument, keyword->name, (struct kb_str){0});
    return array->rest != KB_NO_SUB;
}

/* allOf, anyOf, oneOf */
static bool list(ARGS)
{
    const uint32_t *subs = NULL;
    size_t n = 0;
    if (!sub_list(build, keyword, argument, &subs, &n))
        return false;
    struct kb_op *op = kb_schema_emit(build, keyword->code, keyword->applies);
    op->as.subs.items = subs;
    op->as.subs.count = n;
    return true;
}

/* not, propertyNames */
static bool one(ARGS)
{
    uint32_t sub = kb_schema_unit_key(build, argument, keyword->name, (struct kb_str){0});
    kb_schema_emit(build, keyword->code, keyword->applies)->as.sub = sub;
    return sub != KB_NO_SUB;
}

/* if, then, else. Without an `if` the others say nothing, but must still be schemas. */
static bool branch(ARGS)
{
    uint32_t sub = kb_schema_unit_key(build, argument, keyword->name, (struct kb_str){0});
    if (strcmp(keyword->name, "if") == 0) {
        build->branch = kb_arena_new(&build->schema->arena, 1, sizeof *build->branch);
        *build->branch = (struct kb_if){sub, KB_NO_SUB, KB_NO_SUB};
        kb_schema_emit(build, keyword->code, keyword->applies)->as.branch = build->branch;
    } else if (build->branch) {
        *(*keyword->name == 't' ? &build->branch->yes : &build->branch->no) = sub;
    }
    return sub != KB_NO_SUB;
}

#define SCHEMA  (KB_T_OBJECT | KB_T_BOOLEAN)
#define NOTHING KB_OP_COUNT, 0

const struct kb_keyword kb_schema_keywords[] = {
    {"$schema", KB_T_STRING, dialect, NOTHING},
    {"$vocabulary", KB_T_ANY, unsupported, NOTHING},
    {"$dynamicRef", KB_T_ANY, unsupported, NOTHING},
    {"$dynamicAnchor", KB_T_ANY, unsupported, NOTHING},
    {"unevaluatedItems", KB_T_ANY, unsupported, NOTHING},
    {"unevaluatedProperties", KB_T_ANY, unsupported, NOTHING},
    {"$id", KB_T_STRING, kb_schema_build_id, NOTHING},
    {"$anchor", KB_T_STRING, kb_schema_build_anchor, NOTHING},
    {"$comment", KB_T_STRING, NULL, NOTHING},
    {"title", KB_T_STRING, NULL, NOTHING},
    {"description", KB_T_STRING, NULL, NOTHING},
    {"default", KB_T_ANY, NULL, NOTHING},
    {"examples", KB_T_ARRAY, NULL, NOTHING},
    {"deprecated", KB_T_BOOLEAN, NULL, NOTHING},
    {"readOnly", KB_T_BOOLEAN, NULL, NOTHING},
    {"writeOnly", KB_T_BOOLEAN, NULL, NOTHING},
    {"x-error", KB_T_STRING, NULL, NOTHING},
    {"x-help", KB_T_STRING, NULL, NOTHING},
    {"$defs", KB_T_OBJECT, definitions, NOTHING},

    /* The type first: when it is wrong, nothing else about the value is worth saying. */
    {"type", KB_T_STRING | KB_T_ARRAY, type, KB_OP_TYPE, KB_T_ANY},
    {"$ref", KB_T_STRING, reference, KB_OP_REF, KB_T_ANY},
    {"const", KB_T_ANY, choices, KB_OP_CONST, KB_T_ANY},
    {"enum", KB_T_ARRAY, choices, KB_OP_ENUM, KB_T_ANY},

    {"minimum", KB_T_NUMERIC, number, KB_OP_MINIMUM, KB_T_NUMERIC},
    {"maximum", KB_T_NUMERIC, number, KB_OP_MAXIMUM, KB_T_NUMERIC},
    {"exclusiveMinimum", KB_T_NUMERIC, number, KB_OP_ABOVE, KB_T_NUMERIC},
    {"exclusiveMaximum", KB_T_NUMERIC, number, KB_OP_BELOW, KB_T_NUMERIC},
    {"multipleOf", KB_T_NUMERIC, number, KB_OP_MULTIPLE, KB_T_NUMERIC},

    {"minLength", KB_T_INTEGER, count, KB_OP_MIN_LENGTH, KB_T_STRING},
    {"maxLength", KB_T_INTEGER, count, KB_OP_MAX_LENGTH, KB_T_STRING},
    {"format", KB_T_STRING, format, KB_OP_FORMAT, KB_T_STRING},
    {"pattern", KB_T_STRING, pattern, KB_OP_PATTERN, KB_T_STRING},

    {"minItems", KB_T_INTEGER, count, KB_OP_MIN_ITEMS, KB_T_ARRAY},
    {"maxItems", KB_T_INTEGER, count, KB_OP_MAX_ITEMS, KB_T_ARRAY},
    {"uniqueItems", KB_T_BOOLEAN, unique, KB_OP_UNIQUE, KB_T_ARRAY},
    {"minContains", KB_T_INTEGER, NULL, NOTHING}, /* read by contains */
    {"maxContains", KB_T_INTEGER, NULL, NOTHING},
    {"contains", SCHEMA, contains, KB_OP_CONTAINS, KB_T_ARRAY},
    {"prefixItems", KB_T_ARRAY, items, KB_OP_ARRAY, KB_T_ARRAY},
    {"items", SCHEMA, items, KB_OP_ARRAY, KB_T_ARRAY},

    {"minProperties", KB_T_INTEGER, count, KB_OP_MIN_KEYS, KB_T_OBJECT},
    {"maxProperties", KB_T_INTEGER, count, KB_OP_MAX_KEYS, KB_T_OBJECT},
    {"dependentRequired", KB_T_OBJECT, kb_schema_build_dependents, KB_OP_DEPENDENT, KB_T_OBJECT},
    {"propertyNames", SCHEMA, one, KB_OP_NAMES, KB_T_OBJECT},
    {"properties", KB_T_OBJECT, kb_schema_build_properties, KB_OP_OBJECT, KB_T_OBJECT},
    {"patternProperties", KB_T_OBJECT, kb_schema_build_patterns, KB_OP_OBJECT, KB_T_OBJECT},
    {"additionalProperties", SCHEMA, kb_schema_build_additional, KB_OP_OBJECT, KB_T_OBJECT},
    {"required", KB_T_ARRAY, kb_schema_build_required, KB_OP_OBJECT, KB_T_OBJECT},
    {"dependentSchemas", KB_T_OBJECT, kb_schema_build_dependents, KB_OP_DEPENDENT_SUBS,
     KB_T_OBJECT},

    {"allOf", KB_T_ARRAY, list, KB_OP_ALL, KB_T_ANY},
    {"anyOf", KB_T_ARRAY, list, KB_OP_ANYOF, KB_T_ANY},
    {"oneOf", KB_T_ARRAY, list, KB_OP_ONEOF, KB_T_ANY},
    {"not", SCHEMA, one, KB_OP_NOT, KB_T_ANY},
    {"if", SCHEMA, branch, KB_OP_IF, KB_T_ANY},
    {"then", SCHEMA, branch, KB_OP_IF, KB_T_ANY},
    {"else", SCHEMA, branch, KB_OP_IF, KB_T_ANY},
    {NULL, 0, NULL, NOTHING},
};
