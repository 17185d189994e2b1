/* SPDX-License-Identifier: MIT */
/* Schemas and values from text, and problems as text, for the suites of the schema engine. */
#ifndef KB_TESTS_SCHEMA_FIXTURE_H
#define KB_TESTS_SCHEMA_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "validate/schema/schema.h"

static inline struct json_object *parse(const char *text)
{
    struct json_tokener *tokener = json_tokener_new_ex(1000);
    struct json_object *value = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
    ck_assert_msg(json_tokener_get_error(tokener) == json_tokener_success, "not JSON: %s", text);
    json_tokener_free(tokener);
    return value;
}

/* The problems as lines: "kind pointer: message", with "key" before a pointer that is at a key,
 * and " (help)" behind. */
static inline void add_line(void *data, const struct kb_schema_problem *problem)
{
    static const char *const names[] = {"type",  "required",   "unknown-key", "enum",
                                        "range", "length",     "pattern",     "format",
                                        "items", "combination"};
    struct kb_buf *lines = data;
    kb_buf_printf(lines, "%s%s%s %s: %s", lines->len ? "\n" : "", names[problem->kind],
                  problem->at_key ? " key" : "", problem->pointer, problem->message);
    if (problem->help)
        kb_buf_printf(lines, " (%s)", problem->help);
}

static inline struct kb_schema *compile(struct json_object *document)
{
    struct kb_buf error = {0};
    struct kb_schema *schema = kb_schema_new(document, &error);
    ck_assert_msg(schema != NULL, "%s", error.data);
    kb_buf_free(&error);
    return schema;
}

static inline struct kb_buf explain(const struct kb_schema *schema, struct json_object *value)
{
    struct kb_buf lines = {0};
    kb_buf_puts(&lines, "");
    kb_schema_explain(schema, value, add_line, &lines);
    ck_assert_int_eq(kb_schema_valid(schema, value), lines.len == 0);
    return lines;
}

struct row {
    const char *schema, *value, *lines;
};

static inline void quote(char *text)
{
    for (; *text; text++)
        if (*text == '\'')
            *text = '"';
}

static inline void check_row(const struct row *row)
{
    struct json_object *document = parse(row->schema), *value = parse(row->value);
    struct kb_schema *schema = compile(document);
    struct kb_buf lines = explain(schema, value);
    ck_assert_msg(strcmp(lines.data, row->lines) == 0, "%s\non %s\ngives  %s\nwanted %s",
                  row->schema, row->value, lines.data, row->lines);
    kb_buf_free(&lines);
    kb_schema_free(schema);
    json_object_put(value);
    json_object_put(document);
}

/* The tables write ' for ", which none of them needs. */
static inline void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char schema[1024], value[1024];
        snprintf(schema, sizeof schema, "%s", rows[i].schema);
        snprintf(value, sizeof value, "%s", rows[i].value);
        quote(schema);
        quote(value);
        check_row(&(struct row){schema, value, rows[i].lines});
    }
}

#endif
