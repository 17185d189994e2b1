/* SPDX-License-Identifier: MIT */
/* Ways to print findings. A report writes into a buffer; it never prints. */
#ifndef KB_REPORT_H
#define KB_REPORT_H

#include <stdbool.h>

#include "kb/buf.h"
#include "kb/finding.h"

/* Bytes of a finding's file, and what in their place would end it. */
struct kb_suggestion {
    size_t offset, len;
    struct kb_str text; /* absent: there is none */
};

/* Everything a report may show. Counts are of all findings, listed or not. */
struct kb_summary {
    const struct kb_finding *findings; /* in order of path and place */
    size_t count;
    const struct kb_suggestion *suggestions; /* one for each of them; NULL: not looked for */
    const struct kb_finding *suppressed;     /* not counted anywhere; in the same order */
    size_t suppressed_count;
    const struct kb_rule *rules;
    size_t rule_count;
    const size_t *by_rule, *by_severity;
    const enum kb_severity *severity; /* of each rule in this run */
    size_t records, files;
    bool unreadable;     /* not everything was looked at */
    const char *version; /* of the program */
    const char *root;    /* absolute path of the repository, without links, or NULL */
    bool color;          /* text: ANSI colours */
    bool verbose;        /* text: infos in full */
    bool quiet;          /* text: no closing line */
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

/* For the page that GitHub shows of a run ($GITHUB_STEP_SUMMARY): the counts by rule as a Markdown
 * table, worst first. */
void kb_report_github_summary(struct kb_buf *out, const struct kb_summary *summary);

void kb_report_text(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_concise(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_json(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_jsonl(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_sarif(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_github(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_gitlab(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_junit(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_checkstyle(struct kb_buf *out, const struct kb_summary *summary);
void kb_report_rdjson(struct kb_buf *out, const struct kb_summary *summary);

/*
 * What the reports share.
 */

/* One finding as the json report has it, on one line, without a line break. */
void kb_report_finding(struct kb_buf *out, const struct kb_finding *finding);

/* What the finding's fixes are: NO without any, UNSAFE when one of them is. */
enum kb_fixable kb_finding_fixable(const struct kb_finding *finding);

/* Whether the finding is about a place in a text, and not about a file that cannot be read. */
bool kb_finding_placed(const struct kb_finding *finding);

/* A source's path for those who look at the repository and not at our working directory: from its
 * root where it lies below it, else as shown. No leading "./". Borrowed. */
const char *kb_path_in_repository(const struct kb_summary *summary, const struct kb_source *source);

/* How many findings from `first` on are about the same source; 0 past the last. */
size_t kb_report_same_source(const struct kb_summary *summary, size_t first);

#endif
