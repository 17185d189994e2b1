/* SPDX-License-Identifier: MIT */
/* The program run for yes or no. Allocates nothing but what PCRE2 needs and, for uniqueItems on
 * more than 32 items, a hash table. */
#include <string.h>

#include <json-c/linkhash.h>

#include "kb/limits.h"
#include "validate/schema/program.h"

bool kb_schema_too_deep(const struct kb_value *value, unsigned depth)
{
    return depth >= KB_MAX_DEPTH && (value->type & (KB_T_ARRAY | KB_T_OBJECT));
}

/* Runs a subschema on a part of the value that stands at `depth`. */
static bool run_part(struct kb_run *run, uint32_t sub, struct json_object *json, unsigned depth)
{
    struct kb_value part = kb_schema_value(json);
    if (kb_schema_too_deep(&part, depth + 1)) {
        run->undecided = true;
        return false;
    }
    return kb_schema_run(run, sub, &part, depth + 1);
}

const struct kb_key *kb_schema_key(const struct kb_object *object, const char *name,
                                   struct kb_str *text)
{
    uint64_t hash = 0xCBF29CE484222325u; /* kb_str_hash, with the length found on the way */
    const char *end = name;
    for (; *end; end++)
        hash = (hash ^ (unsigned char)*end) * 0x100000001B3u;
    *text = (struct kb_str){name, (size_t)(end - name)};
    for (size_t at = hash & object->slot_mask;; at = (at + 1) & object->slot_mask) {
        uint32_t slot = object->slots[at];
        if (slot == 0)
            return NULL;
        const struct kb_key *key = &object->keys[slot - 1];
        if (key->hash == hash && key->name.n == text->n && memcmp(key->name.p, name, text->n) == 0)
            return key;
    }
}

static bool search(struct kb_run *run, const struct kb_pattern *pattern, struct kb_str text)
{
    enum kb_match match = kb_pattern_search(pattern, text);
    run->undecided |= match == KB_MATCH_LIMIT;
    return match == KB_MATCH_YES;
}

static bool check_choices(const struct kb_op *op, const struct kb_value *value)
{
    for (size_t i = 0; i < op->as.choices.count; i++)
        if (kb_schema_equal_value(value, op->as.choices.items[i].json))
            return true;
    return false;
}

static bool check_number(const struct kb_op *op, const struct kb_value *value)
{
    struct kb_number n = kb_schema_number(value->json);
    if (!kb_schema_number_finite(n))
        return true;
    if (op->code == KB_OP_MULTIPLE)
        return kb_schema_number_multiple(n, op->as.number.value);
    int order = kb_schema_number_cmp(n, op->as.number.value);
    return op->code == KB_OP_MINIMUM   ? order >= 0
           : op->code == KB_OP_MAXIMUM ? order <= 0
           : op->code == KB_OP_ABOVE   ? order > 0
                                       : order < 0;
}

static bool check_length(const struct kb_op *op, const struct kb_value *value)
{
    bool least = op->code == KB_OP_MIN_LENGTH;
    /* A code point has 1 to 4 bytes, so most texts need no counting. */
    if (least ? value->text.n / 4 >= op->as.count : value->text.n <= op->as.count)
        return true;
    size_t count = kb_utf8_count(value->text);
    return least ? count >= op->as.count : count <= op->as.count;
}

static bool check_contains(struct kb_run *run, const struct kb_contains *contains,
                           const struct kb_value *value, unsigned depth)
{
    size_t n = json_object_array_length(value->json);
    uint64_t found = 0;
    for (size_t i = 0; i < n && found <= contains->most; i++) {
        found += run_part(run, contains->sub, json_object_array_get_idx(value->json, i), depth);
        if (found >= contains->least && contains->most == UINT64_MAX)
            return true;
    }
    return found >= contains->least && found <= contains->most;
}

static bool check_array(struct kb_run *run, const struct kb_array *array,
                        const struct kb_value *value, unsigned depth)
{
    size_t n = json_object_array_length(value->json);
    if (array->rest == KB_NO_SUB && n > array->prefix_count)
        n = array->prefix_count;
    for (size_t i = 0; i < n; i++) {
        uint32_t sub = i < array->prefix_count ? array->prefix[i] : array->rest;
        if (!run_part(run, sub, json_object_array_get_idx(value->json, i), depth))
            return false;
    }
    return true;
}

/* A key that `properties` does not name. */
static bool check_other(struct kb_run *run, const struct kb_object *object, struct kb_str name,
                        bool listed, struct json_object *json, unsigned depth)
{
    bool known = false;
    for (size_t i = 0; i < object->pattern_count && !listed; i++)
        if (search(run, object->patterns[i].pattern, name)) {
            known = true;
            if (!run_part(run, object->patterns[i].sub, json, depth))
                return false;
        }
    return known || object->additional == KB_NO_SUB ||
           run_part(run, object->additional, json, depth);
}

static bool check_object(struct kb_run *run, const struct kb_object *object,
                         const struct kb_value *value, unsigned depth)
{
    size_t required = 0;
    struct lh_table *table = json_object_get_object(value->json);
    for (struct lh_entry *e = table->head; e; e = e->next) {
        struct kb_str name;
        const struct kb_key *key = kb_schema_key(object, lh_entry_k(e), &name);
        bool known = false;
        if (key) {
            required += key->required;
            if (key->sub != KB_NO_SUB && !run_part(run, key->sub, lh_entry_v(e), depth))
                return false;
            for (uint32_t i = 0; i < key->pattern_count; i++)
                if (!run_part(run, key->patterns[i], lh_entry_v(e), depth))
                    return false;
            known = key->sub != KB_NO_SUB || key->pattern_count;
        }
        if (!known && !check_other(run, object, name, key != NULL, lh_entry_v(e), depth))
            return false;
    }
    /* json-c holds a key once, so as many as are required means all of them. */
    return required == object->required_count;
}

static bool check_names(struct kb_run *run, uint32_t sub, const struct kb_value *value,
                        unsigned depth)
{
    for (struct lh_entry *e = json_object_get_object(value->json)->head; e; e = e->next) {
        struct kb_value name = kb_schema_key_value(kb_str(lh_entry_k(e)));
        if (!kb_schema_run(run, sub, &name, depth))
            return false;
    }
    return true;
}

static bool has(const struct kb_value *value, struct kb_str key)
{
    return json_object_object_get_ex(value->json, key.p, NULL);
}

static bool check_dependents(struct kb_run *run, const struct kb_op *op,
                             const struct kb_value *value, unsigned depth)
{
    for (size_t i = 0; i < op->as.dependents.count; i++) {
        const struct kb_dependent *dependent = &op->as.dependents.items[i];
        if (!has(value, dependent->key))
            continue;
        for (size_t j = 0; j < dependent->need_count; j++)
            if (!has(value, dependent->needs[j]))
                return false;
        if (dependent->sub != KB_NO_SUB && !kb_schema_run(run, dependent->sub, value, depth))
            return false;
    }
    return true;
}

/* How many of the subschemas hold, counted no further than `enough`. */
static size_t check_list(struct kb_run *run, const struct kb_op *op, const struct kb_value *value,
                         unsigned depth, size_t enough)
{
    size_t found = 0;
    for (size_t i = 0; i < op->as.subs.count && found < enough; i++)
        found += kb_schema_run(run, op->as.subs.items[i], value, depth);
    return found;
}

static bool check_all(struct kb_run *run, const struct kb_op *op, const struct kb_value *value,
                      unsigned depth)
{
    for (size_t i = 0; i < op->as.subs.count; i++)
        if (!kb_schema_run(run, op->as.subs.items[i], value, depth))
            return false;
    return true;
}

static bool check_if(struct kb_run *run, const struct kb_if *branch, const struct kb_value *value,
                     unsigned depth)
{
    uint32_t next = kb_schema_run(run, branch->test, value, depth) ? branch->yes : branch->no;
    return next == KB_NO_SUB || kb_schema_run(run, next, value, depth);
}

bool kb_schema_run_op(struct kb_run *run, const struct kb_op *op, const struct kb_value *value,
                      unsigned depth)
{
    if (!(op->types & value->type))
        return true;
    switch (op->code) {
    case KB_OP_TYPE:
        return op->as.mask & value->type;
    case KB_OP_CONST:
    case KB_OP_ENUM:
        return check_choices(op, value);
    case KB_OP_REF:
        return kb_schema_run(run, op->as.sub, value, depth);
    case KB_OP_MINIMUM:
    case KB_OP_MAXIMUM:
    case KB_OP_ABOVE:
    case KB_OP_BELOW:
    case KB_OP_MULTIPLE:
        return check_number(op, value);
    case KB_OP_MIN_LENGTH:
    case KB_OP_MAX_LENGTH:
        return check_length(op, value);
    case KB_OP_PATTERN:
        return search(run, op->as.pattern.pattern, value->text);
    case KB_OP_FORMAT:
        return op->as.format->test(value->text);
    case KB_OP_MIN_ITEMS:
        return json_object_array_length(value->json) >= op->as.count;
    case KB_OP_MAX_ITEMS:
        return json_object_array_length(value->json) <= op->as.count;
    case KB_OP_UNIQUE:
        return kb_schema_unique(value->json, NULL);
    case KB_OP_CONTAINS:
        return check_contains(run, op->as.contains, value, depth);
    case KB_OP_ARRAY:
        return check_array(run, op->as.array, value, depth);
    case KB_OP_MIN_KEYS:
        return (uint64_t)json_object_object_length(value->json) >= op->as.count;
    case KB_OP_MAX_KEYS:
        return (uint64_t)json_object_object_length(value->json) <= op->as.count;
    case KB_OP_NAMES:
        return check_names(run, op->as.sub, value, depth);
    case KB_OP_OBJECT:
        return check_object(run, op->as.object, value, depth);
    case KB_OP_DEPENDENT:
    case KB_OP_DEPENDENT_SUBS:
        return check_dependents(run, op, value, depth);
    case KB_OP_ALL:
        return check_all(run, op, value, depth);
    case KB_OP_ANYOF:
        return check_list(run, op, value, depth, 1) == 1;
    case KB_OP_ONEOF:
        return check_list(run, op, value, depth, 2) == 1;
    case KB_OP_NOT:
        return !kb_schema_run(run, op->as.sub, value, depth);
    case KB_OP_IF:
        return check_if(run, op->as.branch, value, depth);
    case KB_OP_NEVER:
    case KB_OP_COUNT:
        break;
    }
    return false;
}

/* Schemas that branch at every level of a value would go through each way into it, and with sixty
 * levels there is no end; the bound is seconds of work, far beyond real schemas. */
enum { MOST_STEPS = 50000000 };

bool kb_schema_exhausted(const struct kb_run *run)
{
    return run->steps >= MOST_STEPS;
}

bool kb_schema_spent(struct kb_run *run)
{
    if (kb_schema_exhausted(run)) {
        run->undecided = true;
        return true;
    }
    run->steps++;
    return false;
}

bool kb_schema_run(struct kb_run *run, uint32_t sub, const struct kb_value *value, unsigned depth)
{
    if (kb_schema_spent(run))
        return false;
    const struct kb_sub *s = &run->schema->subs[sub];
    const struct kb_op *op = run->schema->ops + s->first, *end = op + s->count;
    for (; op < end; op++)
        if (!kb_schema_run_op(run, op, value, depth))
            return false;
    return true;
}

bool kb_schema_valid(const struct kb_schema *schema, struct json_object *value)
{
    struct kb_run run = {.schema = schema};
    struct kb_value root = kb_schema_value(value);
    return kb_schema_run(&run, 0, &root, 0) && !run.undecided;
}
