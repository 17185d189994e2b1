/* SPDX-License-Identifier: MIT */
/* The rule functions, declared from the table. */
#ifndef KB_CHECKS_H
#define KB_CHECKS_H

struct kb_context;

/* Rows of rules.def that name no function of their own: the scanner or the schema engine finds
 * these, and nothing calls it. Declared once for each such row, which C allows. */
#define FOUND rule_found
#define RULE(id, name, scope, severity, blocks, fix, check, summary, why, example, remedy)         \
    void check(struct kb_context *context);
#include "validate/rules/rules.def"
#undef RULE

#endif
