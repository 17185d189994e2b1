/* SPDX-License-Identifier: MIT */
/* Steps 1 to 6 for one document. A worker owns its arena and shares nothing that it writes. */
#ifndef KB_WORKER_H
#define KB_WORKER_H

#include "compiler/check.h"
#include "compiler/lower.h"
#include "compiler/scan.h"
#include "compiler/suppress.h"
#include "validate/rules/context.h"

/* What became of a document. */
struct kb_result {
    struct kb_record *record; /* NULL where the JSON cannot be read; lives in a worker's arena */
    struct kb_findings findings;
    struct kb_ignores ignores;
    bool blocked;
    bool repeats; /* a key stands twice in an object */
};

struct kb_worker {
    const struct kb_check_options *options;
    const struct kb_doc *docs; /* one for each result, in the same order */
    struct kb_result *results;
    size_t count;
    struct kb_arena arena;
    struct kb_scanner scanner;
    struct kb_context context;
    struct kb_refused refused;
    struct kb_buf scratch;
    bool unreadable;

    struct kb_findings late; /* of late rules, until kb_worker_hand_over */

    /* How far places have been looked up: many of one record come in order, so that a record of a
     * million findings stays linear. Related places lie elsewhere. */
    struct kb_lookup {
        struct kb_scan_trail trail;
        struct kb_doc counted; /* from where lines and columns are counted on */
    } own, related;

    /* The document at hand. */
    const struct kb_doc *doc;
    struct kb_result *result; /* NULL for a late rule, as other threads see the results */
    struct kb_findings *list; /* where findings go */
    const char *id;           /* its record's, once known */
    struct kb_listed {
        unsigned count;
        size_t last;         /* the last listed, in result->findings */
    } listed[KB_RULE_COUNT]; /* of each rule so far */
};

void kb_worker_init(struct kb_worker *worker, const struct kb_check_options *options,
                    const struct kb_doc *docs, struct kb_result *results, size_t count);

/* Runs everything that concerns document i alone. */
void kb_worker_document(struct kb_worker *worker, size_t i);

/* Runs one dated or corpus rule, when all records are known. Workers may do so at once. Dated rules
 * have run already where the day is known from the start. */
void kb_worker_late(struct kb_worker *worker, const struct kb_rule *rule,
                    const struct kb_base *base);

/* Gives what the late rules found to the results: when all have run, one worker at a time. */
void kb_worker_hand_over(struct kb_worker *worker);

/* Adds a finding about document i, when all records are known. */
void kb_worker_say(struct kb_worker *worker, size_t i, const struct kb_rule *rule,
                   const char *pointer, const char *message, const char *help);

void kb_worker_free(struct kb_worker *worker); /* with all records it made */

#endif
