/* SPDX-License-Identifier: MIT */
/* The table of reports, the counts, and the one-line form. */
#include "emit/report/report.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

const struct kb_report kb_reports[] = {
    {"text", "source line, caret and help for every finding (the default)", kb_report_text},
    {"concise", "path:line:col: severity[group/rule]: message, one line a finding",
     kb_report_concise},
    {"json", "one object: version, summary, findings", kb_report_json},
    {"jsonl", "one finding a line, as json has it", kb_report_jsonl},
    {"sarif", "SARIF 2.1.0, for GitHub's code scanning and others", kb_report_sarif},
    {"github", "workflow commands, which GitHub shows in the diff", kb_report_github},
    {"gitlab", "GitLab's code quality report", kb_report_gitlab},
    {"junit", "JUnit's XML, for the test view of a CI server", kb_report_junit},
    {"checkstyle", "Checkstyle's XML", kb_report_checkstyle},
    {"rdjson", "the format of reviewdog", kb_report_rdjson},
    {0},
};

void kb_report_concise(struct kb_buf *out, const struct kb_summary *summary)
{
    for (size_t i = 0; i < summary->count; i++) {
        const struct kb_finding *f = &summary->findings[i];
        kb_buf_plain(out, kb_str(f->doc->source->path));
        kb_buf_printf(out, ":%u:%u: %s[%s]: ", f->place.line, f->place.column,
                      kb_severity_name(f->severity), f->rule->name);
        kb_buf_plain(out, kb_str(f->message));
        kb_buf_putc(out, '\n');
    }
}

enum kb_fixable kb_finding_fixable(const struct kb_finding *finding)
{
    for (size_t i = 0; i < finding->fix_count; i++)
        if (finding->fixes[i].unsafe)
            return KB_FIX_UNSAFE;
    return finding->fix_count ? KB_FIX_SAFE : KB_FIX_NO;
}

bool kb_finding_placed(const struct kb_finding *finding)
{
    return finding->place.line && finding->doc->source->data;
}

const char *kb_path_in_repository(const struct kb_summary *summary, const struct kb_source *source)
{
    const char *path = source->path;
    size_t n = summary->root ? strlen(summary->root) : 0;
    if (n && source->real && strncmp(source->real, summary->root, n) == 0) {
        /* The root folder of the file system ends in a slash already. */
        const char *below = source->real + n - (summary->root[n - 1] == '/');
        if (*below == '/')
            return below + 1;
    }
    while (path[0] == '.' && path[1] == '/' && path[2])
        path += 2;
    return path;
}

size_t kb_report_same_source(const struct kb_summary *summary, size_t first)
{
    size_t end = first;
    while (end < summary->count &&
           summary->findings[end].doc->source == summary->findings[first].doc->source)
        end++;
    return end - first;
}

void kb_report_counts(struct kb_buf *out, const struct kb_summary *summary)
{
    size_t found = 0;
    for (int severity = KB_SEVERITY_COUNT - 1; severity >= 0; severity--) {
        size_t n = summary->by_severity[severity];
        if (n)
            kb_buf_printf(out, "%s%zu %s%s", found ? ", " : "", n,
                          kb_severity_name((enum kb_severity)severity), n == 1 ? "" : "s");
        found += n;
    }
    kb_buf_printf(out, "%s in %zu record%s", found ? "" : "no findings", summary->records,
                  summary->records == 1 ? "" : "s");
}

struct row {
    const struct kb_rule *rule;
    size_t count;
};

static int by_count(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->rule->index > y->rule->index) - (x->rule->index < y->rule->index);
}

void kb_report_statistics(struct kb_buf *out, const struct kb_summary *summary)
{
    struct row *rows = kb_alloc(summary->rule_count, sizeof *rows);
    for (size_t i = 0; i < summary->rule_count; i++)
        rows[i] = (struct row){&summary->rules[i], summary->by_rule[i]};
    qsort(rows, summary->rule_count, sizeof *rows, by_count);
    for (size_t i = 0; i < summary->rule_count && rows[i].count; i++)
        kb_buf_printf(out, "%8zu  %-7s  %s\n", rows[i].count,
                      kb_severity_name(summary->severity[rows[i].rule->index]), rows[i].rule->name);
    free(rows);
    if (!summary->quiet) {
        kb_report_counts(out, summary);
        kb_buf_putc(out, '\n');
    }
}
