/* SPDX-License-Identifier: MIT */
/* What the parts of the compiler share. Subschemas wait in one list and are compiled one after
 * the other, so nothing here recurses however deep the schema is. */
#ifndef KB_SCHEMA_COMPILE_H
#define KB_SCHEMA_COMPILE_H

#include "validate/schema/program.h"

/* A subschema while it is compiled; its index is that of its kb_sub. */
struct kb_unit {
    struct json_object *json;
    uint32_t resource;  /* the unit whose `$id` it stands under; 0 without any */
    uint32_t parent;    /* where its pointer goes on from */
    const char *way;    /* from the parent: "" or "/properties/a", escaped */
    struct kb_str base; /* `$id` of a resource, absent elsewhere */
};

struct kb_anchor {
    uint32_t resource, unit;
    struct kb_str name;
};

/* A `$ref` whose target is not known yet. */
struct kb_pending {
    size_t op;
    uint32_t unit;
    struct kb_str text;
};

struct kb_build {
    struct kb_schema *schema;
    struct kb_buf *error;

    struct kb_unit *units;
    size_t unit_cap;
    uint32_t *slots; /* from the address of a subschema to its unit + 1; size a power of two */
    size_t slot_count;
    struct kb_anchor *anchors;
    size_t anchor_count, anchor_cap;
    struct kb_pending *pending;
    size_t pending_count, pending_cap;

    /* The subschema at work and the instructions that several of its keywords share. */
    uint32_t unit;
    struct kb_object *object;
    struct kb_array *array;
    struct kb_contains *contains;
    struct kb_if *branch;
};

/* One keyword. `code` and `applies` are for compile functions that serve several rows. */
struct kb_keyword {
    const char *name;
    unsigned takes; /* types of its argument */
    bool (*compile)(struct kb_build *build, const struct kb_keyword *keyword,
                    struct json_object *argument); /* NULL: an annotation */
    enum kb_op_code code;
    unsigned applies;
};

/* Rows in the order in which instructions run and problems are told; ends with a NULL name. */
extern const struct kb_keyword kb_schema_keywords[];

/* The unit of the subschema at `way` below the unit at work, made when it is new. KB_NO_SUB after
 * an error was written: it is no schema. */
uint32_t kb_schema_unit(struct kb_build *build, struct json_object *json, const char *way);

/* The same for `/keyword` and `/keyword/key`. */
uint32_t kb_schema_unit_key(struct kb_build *build, struct json_object *json, const char *keyword,
                            struct kb_str key);

struct kb_op *kb_schema_emit(struct kb_build *build, enum kb_op_code code, unsigned applies);

/* Writes "<pointer>: <reason>" as the error; always false. */
KB_PRINTF(3, 4)
bool kb_schema_fail(struct kb_build *build, const char *keyword, const char *format, ...);

/* "expected <types>, got <type>" at the keyword; always false. */
bool kb_schema_fail_type(struct kb_build *build, const char *keyword, unsigned wanted,
                         struct json_object *got);

/* Compiles a pattern that the schema will own; NULL after an error was written. */
struct kb_pattern *kb_schema_pattern(struct kb_build *build, const char *keyword,
                                     struct kb_str text);

/* Resolves one `$ref`, perhaps making a new unit (refs.c). */
bool kb_schema_resolve(struct kb_build *build, const struct kb_pending *ref);

/* Hash table of an object's keys and the patterns each of them matches (object.c). */
bool kb_schema_finish_object(struct kb_build *build, struct kb_object *object);

/* The keywords of objects (object.c). */
bool kb_schema_build_properties(struct kb_build *, const struct kb_keyword *, struct json_object *);
bool kb_schema_build_patterns(struct kb_build *, const struct kb_keyword *, struct json_object *);
bool kb_schema_build_additional(struct kb_build *, const struct kb_keyword *, struct json_object *);
bool kb_schema_build_required(struct kb_build *, const struct kb_keyword *, struct json_object *);
bool kb_schema_build_dependents(struct kb_build *, const struct kb_keyword *, struct json_object *);

/* "$id" of the subschema, without an empty fragment; false after an error was written. */
bool kb_schema_build_id(struct kb_build *, const struct kb_keyword *, struct json_object *);
bool kb_schema_build_anchor(struct kb_build *, const struct kb_keyword *, struct json_object *);

/* Wording shared by compile errors and problems (words.c). "a string or an object". */
void kb_schema_add_types(struct kb_buf *buf, unsigned types);
/* A scalar as itself (texts quoted and cut), a container as "an array". */
void kb_schema_add_value(struct kb_buf *buf, const struct kb_value *value);
/* "`a`", "`a` and `b`", "`a`, `b` and `c`". */
void kb_schema_add_names(struct kb_buf *buf, const struct kb_str *names, size_t count);

#endif
