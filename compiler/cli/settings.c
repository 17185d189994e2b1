/* SPDX-License-Identifier: MIT */
/* Options to settings, each with a message for what cannot be. */
#include "compiler/cli/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "compiler/baseline.h"
#include "kb/limits.h"

/* Sets run[] for the comma-separated rules and groups. */
static bool choose(const char *list, bool run[KB_RULE_COUNT], bool value)
{
    for (const char *p = list; p;) {
        struct kb_str word = {p, strcspn(p, ",")};
        bool any = false;
        if (word.n == 0) {
            kb_fail("--select and --ignore take names of rules and groups; one is empty");
            return false;
        }
        for (size_t i = 0; i < KB_RULE_COUNT; i++) {
            if (!kb_rule_selected(&kb_rules[i], word))
                continue;
            run[i] = value;
            any = true;
        }
        if (!any) {
            kb_fail_unknown("rule or group", word, kb_rule_or_group, NULL);
            return false;
        }
        p = p[word.n] ? p + word.n + 1 : NULL;
    }
    return true;
}

static bool choose_rules(struct kb_check_options *check, const struct kb_options *options)
{
    for (size_t i = 0; options->select && i < KB_RULE_COUNT; i++)
        check->run[i] = false;
    for (const char **list = options->select; list && *list; list++)
        if (!choose(*list, check->run, true))
            return false;
    for (const char **list = options->ignore; list && *list; list++)
        if (!choose(*list, check->run, false))
            return false;
    return true;
}

static bool choose_today(struct kb_check_options *check, const struct kb_options *options,
                         bool today_is_newest)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (options->today) {
        if (kb_date_parse(kb_str(options->today), &check->today))
            return true;
        kb_fail("--today %s: not a day in the form YYYY-MM-DD", options->today);
        return false;
    }
    if (epoch && *epoch) {
        char *end;
        long long seconds = strtoll(epoch, &end, 10);
        if (*end || seconds < 0 || seconds / 86400 > KB_LAST_DAY) {
            kb_fail("SOURCE_DATE_EPOCH is %s: not a number of seconds", epoch);
            return false;
        }
        check->today = (int32_t)(seconds / 86400);
    } else if (!today_is_newest) {
        check->today = (int32_t)(time(NULL) / 86400);
    }
    return true;
}

static bool choose_jobs(struct kb_check_options *check, const char *jobs)
{
    if (!jobs)
        return true;
    char *end;
    unsigned long n = strtoul(jobs, &end, 10);
    if (*end || !*jobs || n == 0 || n > KB_MAX_JOBS || *jobs == '-') {
        kb_fail("--jobs %s: a number from 1 to %d is needed", jobs, KB_MAX_JOBS);
        return false;
    }
    check->jobs = (unsigned)n;
    return true;
}

static bool choose_color(struct kb_settings *settings, const char *when)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    settings->color =
        isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
    if (!when || strcmp(when, "auto") == 0)
        return true;
    settings->color = strcmp(when, "always") == 0;
    if (settings->color || strcmp(when, "never") == 0)
        return true;
    kb_fail("--color %s: auto, always or never is needed", when);
    return false;
}

bool kb_settings_open(struct kb_settings *settings, const struct kb_options *options,
                      bool today_is_newest)
{
    struct kb_buf error = {0};
    *settings = (struct kb_settings){0};
    kb_check_defaults(&settings->check);
    if (!choose_rules(&settings->check, options) ||
        !choose_today(&settings->check, options, today_is_newest) ||
        !choose_jobs(&settings->check, options->jobs) || !choose_color(settings, options->color))
        return false;
    const char *schema = options->schema ? options->schema : KB_DEFAULT_SCHEMA;
    if (!kb_schema_set_open(&settings->schema, schema, &error)) {
        kb_fail("%s", error.data);
        kb_buf_free(&error);
        return false;
    }
    if (options->baseline) {
        settings->check.baseline = kb_baseline_open(options->baseline, &error);
        settings->check.list_all = true;
    }
    if (options->baseline && !settings->check.baseline) {
        kb_fail("baseline %s", error.data);
        kb_buf_free(&error);
        kb_settings_close(settings);
        return false;
    }
    settings->check.schema = &settings->schema;
    settings->check.operands = options->operands;
    return true;
}

void kb_settings_close(struct kb_settings *settings)
{
    kb_baseline_close(settings->check.baseline);
    kb_schema_set_close(&settings->schema);
}

struct kb_summary kb_summary_of(const struct kb_check *check, const struct kb_settings *settings,
                                const struct kb_options *options)
{
    return (struct kb_summary){
        .suppressed = check->suppressed.items,
        .suppressed_count = check->suppressed.count,
        .findings = check->findings.items,
        .count = check->findings.count,
        .rules = kb_rules,
        .rule_count = KB_RULE_COUNT,
        .by_rule = check->by_rule,
        .by_severity = check->by_severity,
        .severity = settings->check.severity,
        .records = check->record_count,
        .files = check->input.source_count,
        .color = settings->color,
        .verbose = options->verbose,
        .quiet = options->quiet,
    };
}

void kb_print_notes(const struct kb_check *check, const struct kb_options *options)
{
    if (options->quiet)
        return;
    const char *line = check->input.notes.data;
    while (line && *line) {
        size_t n = strcspn(line, "\n");
        fprintf(stderr, "kbc: note: %.*s\n", (int)n, line);
        line += n + 1;
    }
}
