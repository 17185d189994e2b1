/* SPDX-License-Identifier: MIT */
/* The github report: workflow commands, which become annotations in the diff of a pull request. */
#include "emit/report/escape.h"
#include "emit/report/report.h"

/* Annotations of one severity that GitHub keeps of a step; more are dropped without a word. */
enum { SHOWN = 10 };

static const char *const commands[KB_SEVERITY_COUNT] = {
    [KB_INFO] = "notice", [KB_WARNING] = "warning", [KB_ERROR] = "error"};

/* GitHub takes columns only within one line. */
static void place(struct kb_buf *out, const struct kb_place *at)
{
    kb_buf_printf(out, ",line=%u,endLine=%u", at->line, at->end_line);
    if (at->line == at->end_line)
        kb_buf_printf(out, ",col=%u,endColumn=%u", at->column, at->end_column);
}

static void command(struct kb_buf *out, const struct kb_summary *summary,
                    const struct kb_finding *f)
{
    kb_buf_printf(out, "::%s file=", commands[f->severity]);
    kb_escape_github(out, kb_str(kb_path_in_repository(summary, f->doc->source)), true);
    if (kb_finding_placed(f))
        place(out, &f->place);
    kb_buf_puts(out, ",title=kbc (");
    kb_escape_github(out, kb_str(f->rule->name), true);
    kb_buf_puts(out, ")::");
    kb_escape_github(out, kb_str(f->message), false);
    if (f->help) {
        kb_buf_puts(out, "%0Ahelp: ");
        kb_escape_github(out, kb_str(f->help), false);
    }
    kb_buf_putc(out, '\n');
}

void kb_report_github(struct kb_buf *out, const struct kb_summary *summary)
{
    size_t dropped = 0;
    for (int severity = KB_SEVERITY_COUNT - 1; severity >= 0; severity--) {
        size_t count = 0;
        for (size_t i = 0; i < summary->count; i++) {
            if ((int)summary->findings[i].severity != severity)
                continue;
            command(out, summary, &summary->findings[i]);
            count++;
        }
        dropped += count > SHOWN ? count - SHOWN : 0;
    }
    if (dropped)
        kb_buf_printf(out,
                      "kbc: GitHub annotates the first %d errors, %d warnings and %d notices of a "
                      "step; %zu of %zu findings are in this log only\n",
                      SHOWN, SHOWN, SHOWN, dropped, summary->count);
}

static void row(struct kb_buf *out, const struct kb_summary *summary, size_t rule)
{
    kb_buf_printf(out, "| %s | `%s` | %zu | ", kb_severity_name(summary->severity[rule]),
                  summary->rules[rule].name, summary->by_rule[rule]);
    kb_escape_markdown(out, kb_str(summary->rules[rule].summary));
    kb_buf_puts(out, " |\n");
}

void kb_report_github_summary(struct kb_buf *out, const struct kb_summary *summary)
{
    kb_buf_puts(out, "### kbc: ");
    kb_report_counts(out, summary);
    kb_buf_puts(out, "\n\n");
    if (!summary->count)
        return;
    kb_buf_puts(out, "| severity | rule | findings | what should hold |\n|---|---|---:|---|\n");
    for (int severity = KB_SEVERITY_COUNT - 1; severity >= 0; severity--)
        for (size_t i = 0; i < summary->rule_count; i++)
            if (summary->by_rule[i] && (int)summary->severity[i] == severity)
                row(out, summary, i);
    kb_buf_putc(out, '\n');
}
