/* SPDX-License-Identifier: MIT */
/* JSON Schema, draft 2020-12: compiled once to a program, run fast for yes or no, run again to
 * explain. Knows nothing of records. A compiled schema is const and shared between threads. */
#ifndef KB_SCHEMA_H
#define KB_SCHEMA_H

#include <stdbool.h>

#include <json-c/json_object.h>

#include "kb/buf.h"

/* What kind of thing is wrong; each is a rule schema/<name>. */
enum kb_schema_kind {
    KB_SCHEMA_TYPE,
    KB_SCHEMA_REQUIRED,
    KB_SCHEMA_UNKNOWN_KEY,
    KB_SCHEMA_ENUM,
    KB_SCHEMA_RANGE,
    KB_SCHEMA_LENGTH,
    KB_SCHEMA_PATTERN,
    KB_SCHEMA_FORMAT,
    KB_SCHEMA_ITEMS,
    KB_SCHEMA_COMBINATION,
    KB_SCHEMA_KIND_COUNT
};

/* One thing that is wrong. All of it is borrowed for the call that reports it. */
struct kb_schema_problem {
    enum kb_schema_kind kind;
    bool undecided;      /* whether it is wrong could not be found out (a match limit, the depth) */
    bool at_key;         /* it is the key itself that is wrong */
    const char *pointer; /* of the value, or of the unknown key's value */
    const char *message; /* for people: what is there, what is wanted */
    const char *help;    /* or NULL */
    const struct kb_str *missing; /* REQUIRED: the keys that are not there */
    size_t missing_count;
};

struct kb_schema;

/* Compiles the schema; NULL and "pointer: reason" in `error` when it is not one, or uses a keyword
 * that is not supported. Borrows `document` until kb_schema_free.
 *
 * Two annotations of a subschema are its own words for what is wrong with a value that it does not
 * accept: `x-error` is said in place of the message, `x-help` is the help of problems that have
 * none of their own. They hold for the value, not for its parts, and also where another subschema
 * is applied to the same value ($ref, allOf, anyOf, ...) and has no words itself. */
struct kb_schema *kb_schema_new(struct json_object *document, struct kb_buf *error);

/* Only reads the value. A pattern that reaches the match limit makes the value not valid, and so
 * does nesting past KB_MAX_DEPTH. */
bool kb_schema_valid(const struct kb_schema *schema, struct json_object *value);

/* Calls `report` for what is wrong: at most once for a value and once for a key, namely for what
 * must be put right first; not for parts of a value whose type is wrong. Each value before its
 * parts, these in their own order. Never when the value is valid, at least once when it is not;
 * once more for the whole value when trying it took too long to be finished. Number texts are taken
 * from json-c, which caches them in the value: the value must not be in use elsewhere meanwhile. */
void kb_schema_explain(const struct kb_schema *schema, struct json_object *value,
                       void (*report)(void *data, const struct kb_schema_problem *problem),
                       void *data);

void kb_schema_free(struct kb_schema *schema); /* NULL is fine */

#endif
