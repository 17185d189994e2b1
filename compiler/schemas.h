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

/* Whether a value is what the embedded schema asks for; else its problems are reported. */
bool kb_schema_obeyed(const char *name, struct json_object *value,
                      void (*report)(void *data, const struct kb_schema_problem *problem),
                      void *data);

/* "`fail_rate`: ", "`tags/0`: ": what the pointer ends in, from its last key on; nothing for the
 * root. Appends. */
void kb_schema_name_part(struct kb_buf *buf, const char *pointer);

/* A problem as findings say it: its message, behind the name of the part it is about. Appends. */
void kb_schema_message(struct kb_buf *buf, const struct kb_schema_problem *problem);

#endif
