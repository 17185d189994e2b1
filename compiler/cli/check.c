/* SPDX-License-Identifier: MIT */
/* kbc check */
#include <stdlib.h>
#include <string.h>

#include "compiler/baseline.h"
#include "compiler/cli/ci.h"
#include "compiler/cli/fixing.h"
#include "compiler/cli/outputs.h"
#include "compiler/cli/settings.h"
#include "compiler/suggest.h"

static int status_of(const struct kb_check *check, int level)
{
    if (check->unreadable)
        return KB_EXIT_FAILED;
    for (int severity = level; severity < KB_SEVERITY_COUNT; severity++)
        if (check->by_severity[severity])
            return KB_EXIT_FOUND;
    return KB_EXIT_OK;
}

/* Refuses what makes no sense with it, and to write over what is no baseline: a record, say. */
static bool may_write_baseline(const struct kb_options *options)
{
    const char *path = options->write_baseline, *why = NULL;
    if (options->reports)
        why = "--write-baseline reports nothing, so there is nothing to --output";
    else if (options->baseline)
        why = "--write-baseline writes all findings, so --baseline has none to leave out";
    if (why)
        kb_fail("check: %s", why);
    else if (strcmp(path, "-") == 0)
        kb_fail("check: --write-baseline -: a file is needed");
    else if (!kb_baseline_may_replace(path))
        kb_fail("check: --write-baseline %s: that file is no baseline, and would be lost", path);
    else
        return true;
    return false;
}

static int write_baseline(const struct kb_check *check, const struct kb_options *options)
{
    struct kb_buf out = {0};
    size_t blocking = kb_baseline_write(&out, check);
    bool ok = kb_write_file(options->write_baseline, kb_buf_view(&out));
    kb_buf_free(&out);
    kb_print_notes(&check->input, options);
    if (blocking && !options->quiet)
        kb_fail("check: %zu finding%s that block%s cannot be in a baseline", blocking,
                blocking == 1 ? "" : "s", blocking == 1 ? "s" : "");
    return ok && !check->unreadable ? KB_EXIT_OK : KB_EXIT_FAILED;
}

/* Whether the run writes that report, to standard output or into a file. */
static bool writes(void (*write)(struct kb_buf *, const struct kb_summary *),
                   const struct kb_report *report, const struct kb_outputs *outputs)
{
    bool found = report->write == write;
    for (size_t i = 0; i < outputs->count; i++)
        found |= outputs->items[i].report->write == write;
    return found;
}

/* Writes the files, prints the report. All is tried, whatever fails. */
static int report_all(const struct kb_check *check, const struct kb_settings *settings,
                      const struct kb_options *options, const struct kb_report *report,
                      const struct kb_outputs *outputs)
{
    struct kb_summary summary = kb_summary_of(check, settings, options);
    struct kb_arena arena = {0};
    struct kb_buf out = {0};
    char *root = kb_find_repository();
    bool json = report->write == kb_report_json; /* has the counts in its summary */
    summary.root = root;
    if (writes(kb_report_rdjson, report, outputs))
        summary.suggestions = kb_suggest(check, &arena);
    kb_print_notes(&check->input, options);
    kb_note_change(settings, &check->input, options);
    bool ok = kb_outputs_write(outputs, check, settings, &summary);
    if (options->statistics && !json)
        kb_report_statistics(&out, &summary);
    else
        report->write(&out, &summary);
    ok &= kb_print(&out);
    /* Who shows annotations belongs into the run's summary. */
    ok &= !writes(kb_report_github, report, outputs) || kb_step_summary(&summary);
    kb_arena_free(&arena);
    kb_buf_free(&out);
    free(root);
    return ok ? status_of(check, settings->fail_level) : KB_EXIT_FAILED;
}

static int check_with(struct kb_settings *settings, const struct kb_options *options,
                      const struct kb_report *report, const struct kb_outputs *outputs)
{
    struct kb_check check;
    if (options->show_settings)
        return kb_settings_show(settings) ? KB_EXIT_OK : KB_EXIT_FAILED;
    if (!settings->check.operands[0])
        return kb_fail("check: what should be checked? Name files or folders, or - for standard "
                       "input");
    if (options->write_baseline)
        settings->check.max_per_rule = 0;
    int least = KB_EXIT_OK;
    bool shown = false;
    if (kb_fixing_wanted(options))
        least = kb_fixing_run(options, settings, &check, &shown);
    else
        kb_check_run(&check, &settings->check);
    if (shown)
        return least;
    int status = options->write_baseline ? write_baseline(&check, options)
                                         : report_all(&check, settings, options, report, outputs);
    kb_check_free(&check);
    return status > least ? status : least;
}

int kb_cmd_check(const struct kb_options *options)
{
    const struct kb_report *report =
        kb_report_named(kb_str(options->format ? options->format : "text"));
    struct kb_outputs outputs;
    struct kb_settings settings;
    int status = KB_EXIT_FAILED;
    if (!report || !kb_fixing_allowed(options))
        return KB_EXIT_FAILED;
    if (options->write_baseline && !may_write_baseline(options))
        return KB_EXIT_FAILED;
    if (kb_outputs_open(&outputs, options->reports) &&
        kb_settings_open(&settings, options, false)) {
        status = check_with(&settings, options, report, &outputs);
        kb_settings_close(&settings);
    }
    kb_outputs_close(&outputs);
    return status;
}
