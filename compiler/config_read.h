/* SPDX-License-Identifier: MIT */
/* Between the two halves of reading kbc.json: config.c finds, parses and validates the file and
 * collects what is wrong; config_read.c takes its members over. */
#ifndef KB_CONFIG_READ_H
#define KB_CONFIG_READ_H

#include "compiler/config.h"

struct json_object;

struct kb_config_problem {
    size_t offset, number; /* where, and which of those at one place */
    const char *message;
};

struct kb_config_reader {
    struct kb_config *config;
    struct kb_check_options *check;
    struct kb_config_problem *problems;
    size_t problem_count; /* also those that there was no room for */
};

/* Notes what is wrong with the value at the pointer, or with its key. */
void kb_config_problem(struct kb_config_reader *reader, const char *pointer, bool at_key,
                       const char *message);

/* Takes over every member that has the type it should have; the schema tells of the others. */
void kb_config_read(struct kb_config_reader *reader, struct json_object *value);

/* Name of member i, absent past the last. */
struct kb_str kb_config_member(size_t i);

#endif
