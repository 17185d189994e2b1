/* SPDX-License-Identifier: MIT */
/* The compiled schema, seen only inside this folder. A subschema is a run of instructions in one
 * flat array; instructions name other subschemas by index, so `$ref` is a jump. Nothing here
 * changes after compilation. */
#ifndef KB_SCHEMA_PROGRAM_H
#define KB_SCHEMA_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json_object.h>

#include "kb/arena.h"
#include "kb/buf.h"
#include "kb/str.h"
#include "pattern/pattern.h"
#include "validate/schema/schema.h"

/* The types of JSON Schema as bits. A number has exactly one of NUMBER (it has a fraction) and
 * INTEGER; the word "number" in a schema stands for both. */
enum kb_type {
    KB_T_NULL = 1,
    KB_T_BOOLEAN = 2,
    KB_T_NUMBER = 4,
    KB_T_INTEGER = 8,
    KB_T_STRING = 16,
    KB_T_ARRAY = 32,
    KB_T_OBJECT = 64,
    KB_T_NUMERIC = KB_T_NUMBER | KB_T_INTEGER,
    KB_T_ANY = 127
};

/* A value under test: one of json-c, or a key (json is NULL, type is STRING). */
struct kb_value {
    unsigned type;
    struct kb_str text; /* of a string */
    struct json_object *json;
};

/* A number without loss: an integer as sign and magnitude, anything else as json-c's double. */
struct kb_number {
    bool real, negative;
    uint64_t magnitude;
    double value;
};

#define KB_NO_SUB UINT32_MAX

/* Subschemas that look at one and the same value may be nested this deep. With KB_MAX_DEPTH
 * levels of the value it bounds the C stack; real schemas need fewer than ten. */
#define KB_SCHEMA_MAX_NEST 64

/* Subschemas tried on one and the same value, counting every way that leads to them: schemas in
 * which each level refers to the next one twice would double the work with every level. */
#define KB_SCHEMA_MAX_WORK 1000000

/* Nesting of the schema document itself: two levels of schema describe one level of a value. */
#define KB_SCHEMA_MAX_DEPTH (4 * KB_MAX_DEPTH)

enum kb_op_code {
    KB_OP_NEVER,
    KB_OP_TYPE,
    KB_OP_CONST,
    KB_OP_ENUM,
    KB_OP_REF,
    KB_OP_MINIMUM,
    KB_OP_MAXIMUM,
    KB_OP_ABOVE, /* exclusiveMinimum */
    KB_OP_BELOW, /* exclusiveMaximum */
    KB_OP_MULTIPLE,
    KB_OP_MIN_LENGTH,
    KB_OP_MAX_LENGTH,
    KB_OP_PATTERN,
    KB_OP_FORMAT,
    KB_OP_MIN_ITEMS,
    KB_OP_MAX_ITEMS,
    KB_OP_UNIQUE,
    KB_OP_CONTAINS,
    KB_OP_ARRAY, /* prefixItems, items */
    KB_OP_MIN_KEYS,
    KB_OP_MAX_KEYS,
    KB_OP_DEPENDENT,
    KB_OP_NAMES,
    KB_OP_OBJECT, /* properties, patternProperties, additionalProperties, required */
    KB_OP_DEPENDENT_SUBS,
    KB_OP_ALL,
    KB_OP_ANYOF,
    KB_OP_ONEOF,
    KB_OP_NOT,
    KB_OP_IF,
    KB_OP_COUNT
};

struct kb_choice {
    struct json_object *json;
    struct kb_str text; /* for messages; made once, as json-c caches text inside the value */
};

struct kb_key {
    struct kb_str name;
    uint64_t hash;
    uint32_t sub; /* of `properties`, else KB_NO_SUB */
    bool required;
    const uint32_t *patterns; /* subschemas of the patternProperties that match the name */
    uint32_t pattern_count;
};

struct kb_key_pattern {
    struct kb_pattern *pattern;
    struct kb_str text;
    uint32_t sub;
};

struct kb_object {
    struct kb_key *keys; /* in the schema's order: those of properties, then required */
    size_t key_count;
    uint32_t *slots; /* hash table of indices + 1; its size is a power of two */
    size_t slot_mask;
    struct kb_key_pattern *patterns;
    size_t pattern_count;
    const struct kb_str *required; /* in the schema's order */
    size_t required_count;
    uint32_t additional; /* or KB_NO_SUB */
};

struct kb_array {
    const uint32_t *prefix;
    size_t prefix_count;
    uint32_t rest; /* or KB_NO_SUB */
};

struct kb_contains {
    uint32_t sub;
    uint64_t least, most;
};

struct kb_if {
    uint32_t test, yes, no; /* yes and no may be KB_NO_SUB */
};

/* One key of dependentRequired (needs) or dependentSchemas (sub). */
struct kb_dependent {
    struct kb_str key;
    const struct kb_str *needs;
    size_t need_count;
    uint32_t sub;
};

struct kb_format {
    const char *name;
    const char *wanted; /* "expected …" */
    bool (*test)(struct kb_str text);
};

struct kb_op {
    enum kb_op_code code;
    unsigned types; /* of the values it looks at; the others pass */
    union {
        unsigned mask;
        uint64_t count;
        uint32_t sub;
        struct {
            const struct kb_choice *items;
            size_t count;
        } choices;
        struct {
            struct kb_number value;
            struct kb_str text;
        } number;
        struct {
            struct kb_pattern *pattern;
            struct kb_str text;
        } pattern;
        struct {
            const uint32_t *items;
            size_t count;
        } subs;
        struct {
            const struct kb_dependent *items;
            size_t count;
        } dependents;
        const struct kb_format *format;
        struct kb_object *object;
        struct kb_array *array;
        struct kb_contains *contains;
        struct kb_if *branch;
    } as;
};

struct kb_sub {
    uint32_t first, count; /* its instructions */
    unsigned types;        /* values of other types fail for their type alone */
    /* The schema's own words, or NULL. */
    const char *title, *error, *help; /* error and help are x-error and x-help */
    const char *name;                 /* in $defs, or its $anchor */
    uint32_t nest, work;              /* see the limits above; set by the linker */
    /* Where values that it describes stand first: below `up`, at `key` (absent: at any key or
     * index) and `level` steps from the root. Set by kb_schema_place. */
    uint32_t up;
    struct kb_str key;
    unsigned level;
    bool placed;
};

struct kb_schema {
    struct kb_arena arena;
    struct kb_op *ops;
    size_t op_count, op_cap;
    struct kb_sub *subs; /* the root is the first */
    size_t sub_count, sub_cap;
    struct kb_pattern **patterns; /* owned */
    size_t pattern_count, pattern_cap;
    uint32_t *placed; /* subschemas that values can reach, the shallow first */
    size_t placed_count;
};

/* value.c: values, their types and numbers. */
struct kb_value kb_schema_value(struct json_object *json);
struct kb_value kb_schema_key_value(struct kb_str key);
struct kb_number kb_schema_number(struct json_object *json);
/* -1, 0, 1. Exact. */
int kb_schema_number_cmp(struct kb_number a, struct kb_number b);
/* Exact on the decimal text of both. `step` is above 0. */
bool kb_schema_number_multiple(struct kb_number a, struct kb_number step);
bool kb_schema_number_finite(struct kb_number a);

/* equal.c: equality as JSON Schema has it. Levels past KB_SCHEMA_MAX_DEPTH count as different. */
bool kb_schema_equal(struct json_object *a, struct json_object *b);
bool kb_schema_equal_value(const struct kb_value *a, struct json_object *b);
/* True when no two items are equal. `earlier`, when not NULL, has room for one index an item and
 * receives that of an equal item before it, or SIZE_MAX. */
bool kb_schema_unique(struct json_object *array, size_t *earlier);

/* format.c; NULL where the format is unknown. */
const struct kb_format *kb_schema_format(struct kb_str name);
bool kb_schema_uri(struct kb_str text); /* uri.c */
bool kb_schema_ipv4(struct kb_str text);
bool kb_schema_ipv6(struct kb_str text);

/* run.c: yes or no. */
struct kb_run {
    const struct kb_schema *schema;
    /* A pattern ran into the match limit or the value nests too deep. That is "not valid", also
     * where it happened below a `not`. */
    bool undecided;
    uint32_t steps; /* subschemas tried so far */
};
bool kb_schema_run(struct kb_run *run, uint32_t sub, const struct kb_value *value, unsigned depth);
bool kb_schema_run_op(struct kb_run *run, const struct kb_op *op, const struct kb_value *value,
                      unsigned depth);
bool kb_schema_spent(struct kb_run *run); /* one more try; true when there were too many */
bool kb_schema_exhausted(const struct kb_run *run); /* the last answers mean nothing */
/* The key's row, or NULL; *text is given its length. */
const struct kb_key *kb_schema_key(const struct kb_object *object, const char *name,
                                   struct kb_str *text);
/* A container that stands deeper than the program goes. */
bool kb_schema_too_deep(const struct kb_value *value, unsigned depth);

/* link.c: bounds the work and works out the types each subschema admits. On failure *where is
 * the subschema and *why the reason. */
bool kb_schema_link(struct kb_schema *schema, uint32_t *where, const char **why);

/* place.c: works out where values of each subschema stand, for hints. After linking. */
void kb_schema_place(struct kb_schema *schema);

/* The subschema refuses every value. */
bool kb_schema_never(const struct kb_schema *schema, uint32_t sub);

#endif
