/* SPDX-License-Identifier: MIT */
/* Ways to print findings. A report writes into a buffer; it never prints. */
#ifndef KB_REPORT_H
#define KB_REPORT_H

#include <stdbool.h>

#include "kb/buf.h"
#include "kb/finding.h"

/* Everything a report may show. Counts are of all findings, listed or not. */
struct kb_summary {
    const struct kb_finding *findings; /* in order of path and place */
    size_t count;
    const struct kb_finding *suppressed; /* not counted anywhere; in the same order */
    size_t suppressed_count;
    const struct kb_rule *rules;
    size_t rule_count;
    const size_t *by_rule, *by_severity;
    const enum kb_severity *severity; /* of each rule in this run */
    size_t records, files;
    bool color;   /* text: ANSI colours */
    bool verbose; /* text: infos in full */
    bool quiet;   /* text: no closing line */
};

struct kb_report {
    const char *name; /* as in --format */
    const char *summary;
    void (*write)(struct kb_buf *out, const struct kb_summary *summary);
};

extern const struct kb_report kb_reports[]; /* ends with a NULL name */

/* The counts by rule, most first, and the closing line unless quiet: what --statistics shows in
 * place of findings. */
void kb_report_statistics(struct kb_buf *out, const struct kb_summary *summary);

/* "14 errors, 28 warnings in 4 records", "no findings in 1 record". */
void kb_report_counts(struct kb_buf *out, const struct kb_summary *summary);

void kb_report_text(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_concise(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_json(struct kb_buf *out, const struct kb_summary *summary);

#endif
