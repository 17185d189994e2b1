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

/* For --show-settings, or where there is nothing to check. */
static int only_show(struct kb_settings *settings, bool asked)
{
    int status = KB_EXIT_OK;
    if (!asked)
        status = kb_fail("check: what should be checked? Name files or folders, or - for standard "
                         "input");
    else if (!kb_settings_show(settings))
        status = KB_EXIT_FAILED;
    kb_settings_close(settings);
    return status;
}

int kb_cmd_check(const struct kb_options *options)
{
    const struct kb_report *report = report_named(options->format ? options->format : "text");
    struct kb_settings settings;
    struct kb_check check;
    struct kb_buf out = {0};
    if (!report || !kb_settings_open(&settings, options, false))
        return KB_EXIT_FAILED;
    if (options->show_settings || !settings.check.operands[0])
        return only_show(&settings, options->show_settings);
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
    int status = kb_print(&out) ? status_of(&check, settings.fail_level) : KB_EXIT_FAILED;
    kb_buf_free(&out);
    return end(&check, &settings, status);
}
