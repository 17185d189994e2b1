/* SPDX-License-Identifier: MIT */
/* kbc check */
#include <string.h>

#include "compiler/baseline.h"
#include "compiler/cli/settings.h"

static struct kb_str report_name(const void *from, size_t i)
{
    const struct kb_report *reports = from;
    return kb_str(reports[i].name);
}

static const struct kb_report *report_named(const char *name)
{
    for (const struct kb_report *report = kb_reports; report->name; report++)
        if (strcmp(report->name, name) == 0)
            return report;
    kb_fail_unknown("format", kb_str(name), report_name, kb_reports);
    return NULL;
}

/* The lowest severity that fails; KB_SEVERITY_COUNT for never, -1 for an unknown word. */
static int fail_level(const char *word)
{
    if (!word)
        return KB_ERROR;
    for (int level = 0; level < KB_SEVERITY_COUNT; level++)
        if (strcmp(word, kb_severity_name((enum kb_severity)level)) == 0)
            return level;
    if (strcmp(word, "never") == 0)
        return KB_SEVERITY_COUNT;
    kb_fail("check: --fail-on %s: error, warning, info or never is needed", word);
    return -1;
}

static int status_of(const struct kb_check *check, int level)
{
    if (check->unreadable)
        return KB_EXIT_FAILED;
    for (int severity = level; severity < KB_SEVERITY_COUNT; severity++)
        if (check->by_severity[severity])
            return KB_EXIT_FOUND;
    return KB_EXIT_OK;
}

static int write_baseline(const struct kb_check *check, const struct kb_options *options)
{
    struct kb_buf out = {0};
    size_t blocking = kb_baseline_write(&out, check);
    bool ok = kb_write_file(options->write_baseline, kb_buf_view(&out));
    kb_buf_free(&out);
    kb_print_notes(check, options);
    if (blocking && !options->quiet)
        kb_fail("check: %zu finding%s that block%s cannot be in a baseline", blocking,
                blocking == 1 ? "" : "s", blocking == 1 ? "s" : "");
    return ok && !check->unreadable ? KB_EXIT_OK : KB_EXIT_FAILED;
}

static int end(struct kb_check *check, struct kb_settings *settings, int status)
{
    kb_check_free(check);
    kb_settings_close(settings);
    return status;
}

int kb_cmd_check(const struct kb_options *options)
{
    const struct kb_report *report = report_named(options->format ? options->format : "text");
    int level = fail_level(options->fail_on);
    struct kb_settings settings;
    struct kb_check check;
    struct kb_buf out = {0};
    if (!report || level < 0)
        return KB_EXIT_FAILED;
    if (options->operand_count == 0)
        return kb_fail("check: what should be checked? Name files or folders, or - for standard "
                       "input");
    if (!kb_settings_open(&settings, options, false))
        return KB_EXIT_FAILED;
    if (options->write_baseline)
        settings.check.max_per_rule = 0;
    kb_check_run(&check, &settings.check);
    if (options->write_baseline)
        return end(&check, &settings, write_baseline(&check, options));
    struct kb_summary summary = kb_summary_of(&check, &settings, options);
    kb_print_notes(&check, options);
    bool json = report->write == kb_report_json; /* has the counts in its summary */
    if (options->statistics && !json)
        kb_report_statistics(&out, &summary);
    else
        report->write(&out, &summary);
    int status = kb_print(&out) ? status_of(&check, level) : KB_EXIT_FAILED;
    kb_buf_free(&out);
    return end(&check, &settings, status);
}
