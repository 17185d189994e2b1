/* SPDX-License-Identifier: MIT */
/* What a rule is. The rules themselves are rows of validate/rules/rules.def. */
#ifndef KB_RULE_H
#define KB_RULE_H

#include <stdbool.h>

enum kb_severity { KB_INFO, KB_WARNING, KB_ERROR, KB_SEVERITY_COUNT };

/* Where a rule works: on the bytes, on the value, on one record, on one record once today is known
 * (which may be the newest date of all), on all records. */
enum kb_scope { KB_SOURCE, KB_SCHEMA, KB_RECORD, KB_DATED, KB_CORPUS };

enum kb_fixable { KB_FIX_NO, KB_FIX_SAFE, KB_FIX_UNSAFE };

struct kb_context; /* validate/rules/context.h */

struct kb_rule {
    const char *name; /* group/rule, never reused for something else */
    enum kb_scope scope;
    enum kb_severity severity;
    bool blocks; /* a record with such a finding cannot be compiled */
    enum kb_fixable fixable;
    bool off;                           /* runs only where it is selected by name */
    unsigned index;                     /* its row; for counting */
    void (*check)(struct kb_context *); /* not for source and schema rules */
    const char *summary;                /* one line */
    const char *why, *example, *fix;    /* its page */
};

const char *kb_severity_name(enum kb_severity severity); /* "info", "warning", "error" */

#endif
