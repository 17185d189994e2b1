/* SPDX-License-Identifier: MIT */
/* The way of a record, from operands to findings and a knowledge base. `check` prints the
 * findings, `build` hands the base to the emitters. */
#ifndef KB_CHECK_H
#define KB_CHECK_H

#include "compiler/input.h"
#include "compiler/schemas.h"
#include "kb/base.h"
#include "kb/finding.h"
#include "validate/rules/rules.h"
#include "validate/rules/thresholds.h"

struct kb_baseline;
struct kb_config;
struct kb_focus;

struct kb_check_options {
    const char *const *operands;        /* NULL-terminated */
    const char *const *settings;        /* files that are no records; NULL-terminated, or NULL */
    const struct kb_schema_set *schema; /* borrowed */
    bool run[KB_RULE_COUNT];            /* which rules run; json/... always do */
    enum kb_severity severity[KB_RULE_COUNT];
    struct kb_thresholds thresholds;
    const char *git_top;            /* read from git's index; NULL: from files */
    const struct kb_focus *focus;   /* report only what concerns it; NULL: everything */
    const struct kb_config *config; /* for its per-path ignores; or NULL */
    struct kb_baseline *baseline;   /* borrowed, and marked by the run; or NULL */
    bool list_all;                  /* lists are cut last: baselines and fixes want all */
    unsigned max_per_rule;          /* findings of a rule listed for a record; 0: all */
    int32_t today;                  /* KB_NO_DATE: the newest date in the base */
    unsigned jobs;                  /* 0: one a core */
    bool keep_json;                 /* records keep their own text: build needs it */
};

struct kb_check {
    struct kb_input input;
    struct kb_findings findings;   /* listed ones, in order of path and place */
    struct kb_findings suppressed; /* those somebody has decided to live with; not counted */
    size_t by_rule[KB_RULE_COUNT];
    size_t by_severity[KB_SEVERITY_COUNT];
    size_t blocking;     /* findings that block */
    size_t record_count; /* documents that were read and should be records */
    size_t blocked;      /* of these, how many cannot be compiled */
    bool unreadable;     /* something could not be read: exit 2 */
    struct kb_base base; /* the records that can be compiled, edges resolved */
    struct kb_check_private *private;
};

/* Every rule that is on by default, with its own severity, default thresholds and limits. */
void kb_check_defaults(struct kb_check_options *options);

void kb_check_run(struct kb_check *check, const struct kb_check_options *options);
/* The same for what has been read; takes the input. */
void kb_check_input(struct kb_check *check, const struct kb_check_options *options,
                    struct kb_input *input);
/* Whether document i cannot be compiled, whatever the run is about. */
bool kb_check_blocks(const struct kb_check *check, size_t i);

void kb_check_free(struct kb_check *check);

#endif
