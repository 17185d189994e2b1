/* SPDX-License-Identifier: MIT */
/* What the two parts of the explainer share: explain.c goes through the program, combine.c
 * finds the words for anyOf and oneOf. */
#ifndef KB_SCHEMA_EXPLAIN_H
#define KB_SCHEMA_EXPLAIN_H

#include "validate/schema/compile.h"

/* The way to a value, on the stack of those who went it. */
struct kb_step {
    const struct kb_step *up;
    struct kb_str key; /* absent: an index */
    size_t index;
};

struct kb_explain {
    struct kb_run run;
    struct kb_arena *arena;
    void (*report)(void *data, const struct kb_schema_problem *problem);
    void *data;
    size_t count;                 /* problems reported */
    unsigned suggested;           /* unknown keys that got a suggestion or could have */
    struct kb_buf text, pointer;  /* of the problem at work; kept to spare allocations */
    const struct kb_str *missing; /* for the problem being told; see kb_schema_problem */
    size_t missing_count;
};

/* Unknown keys of one value for which the nearest known key is sought: it costs the product of
 * both lengths, and who has more of them has another problem than a slip. */
#define KB_SCHEMA_MAX_SUGGEST 20

/* Choices that a message lists. */
#define KB_SCHEMA_MAX_CHOICES 12

/* A value, the way to it, and how deep it stands; `help` is the x-help of the subschema at work. */
struct kb_here {
    struct kb_explain *ex;
    const struct kb_value *value;
    const struct kb_step *way;
    unsigned depth;
    const char *help;
};

/* Reports what is wrong with the value. True when it is of the wrong type, so that nothing else
 * is worth saying about it. */
bool kb_schema_explain_sub(const struct kb_here *here, uint32_t sub);

/* An instruction that failed and does not look into the value (leaf.c); `undecided` when a pattern
 * reached the match limit. True as above. */
bool kb_schema_explain_failed(const struct kb_here *here, const struct kb_op *op, bool undecided);

/* anyOf and oneOf, which are known to fail (combine.c). */
bool kb_schema_explain_choice(const struct kb_here *here, const struct kb_op *op);

/* The first problem of the subschema and how many there are, reported to nobody. */
size_t kb_schema_probe(const struct kb_here *here, uint32_t sub, struct kb_schema_problem *first);

/* Reports ex->text as the message, at the value or at its key, and empties it. */
void kb_schema_tell(const struct kb_here *here, enum kb_schema_kind kind, bool at_key,
                    const char *help);
void kb_schema_tell_type(const struct kb_here *here, unsigned wanted);

/* One list of all choices of the `count` instructions (const or enum), the nearest first. */
void kb_schema_tell_choices(const struct kb_here *here, const struct kb_op *const *ops,
                            size_t count);

#endif
