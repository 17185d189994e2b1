/* SPDX-License-Identifier: MIT */
/* A knowledge base's schema, ready for use: the compiled program, and the layout and facts of its
 * x-kb. */
#ifndef KB_SCHEMAS_H
#define KB_SCHEMAS_H

#include "compiler/facts.h"
#include "kb/embedded.h"
#include "kb/layout.h"
#include "kb/source.h"
#include "validate/schema/schema.h"

#define KB_DEFAULT_SCHEMA "error-record"

struct kb_schema_set {
    struct kb_schema *program;
    struct kb_layout layout;
    struct kb_facts_set facts;
    struct json_object *document;
    struct kb_arena arena;
};

/* Opens the embedded schema of that name, or else the file. False, and why in `error`. */
bool kb_schema_set_open(struct kb_schema_set *set, const char *name, struct kb_buf *error);
void kb_schema_set_close(struct kb_schema_set *set);

/* The embedded file `<name>.schema.json`, or NULL. */
const struct kb_embedded *kb_schema_embedded(const char *name);

/* Name of embedded schema i, absent past the last; `from` is for kb_nearest and not looked at. */
struct kb_str kb_schema_name(const void *from, size_t i);

/* "`fail_rate`: ", "`tags/0`: ": what the pointer ends in, from its last key on; nothing for the
 * root. Appends. */
void kb_schema_name_part(struct kb_buf *buf, const char *pointer);

/* A problem as findings say it: its message, behind the name of the part it is about. Appends. */
void kb_schema_message(struct kb_buf *buf, const struct kb_schema_problem *problem);

/* Reads and parses any JSON file strictly. NULL, and why in `error`. The caller puts the value and
 * frees source->data, in which problems of the value can be located. */
struct json_object *kb_json_read(const char *path, struct kb_source *source, struct kb_buf *error);

/* Parses a document that kb_scan has passed; NULL only for what json-c still refuses. */
struct json_object *kb_json_parse(const char *data, size_t len);

#endif
