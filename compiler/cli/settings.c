/* SPDX-License-Identifier: MIT */
/* Options to settings, each with a message for what cannot be. */
#include "compiler/cli/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "compiler/baseline.h"
#include "compiler/selection.h"
#include "kb/limits.h"

static void tell(void *data, const char *message)
{
    (void)data;
    kb_fail("%s", message);
}

/* Reads kbc.json on top of what is built in. */
static bool choose_config(struct kb_settings *settings, const struct kb_options *options)
{
    struct kb_arena arena = {0};
    if (options->config && options->no_config) {
        kb_fail("--config and --no-config exclude each other");
        return false;
    }
    if (options->config && strcmp(options->config, "-") == 0) {
        kb_fail("--config -: a file is needed; standard input is for records");
        return false;
    }
    const char *path = options->config;
    if (!path && !options->no_config)
        path = kb_config_find(&arena, options->operands[0]);
    bool ok = !path || kb_config_open(&settings->config, path, &settings->check, tell, NULL);
    settings->check.config = &settings->config;
    kb_arena_free(&arena);
    return ok;
}

/* Calls take(word) for the parts of each text between commas. */
static bool each_word(const char *option, const char *const *lists,
                      bool (*take)(struct kb_check_options *check, struct kb_str word),
                      struct kb_check_options *check)
{
    for (; lists && *lists; lists++)
        for (const char *p = *lists; p;) {
            struct kb_str word = {p, strcspn(p, ",")};
            if (word.n == 0) {
                kb_fail("--%s takes names of rules and groups; one is empty", option);
                return false;
            }
            if (!take(check, word))
                return false;
            p = p[word.n] ? p + word.n + 1 : NULL;
        }
    return true;
}

static bool unknown_rule(struct kb_str word)
{
    kb_fail_unknown("rule or group", word, kb_rule_or_group, NULL);
    return false;
}

static bool take_select(struct kb_check_options *check, struct kb_str word)
{
    return kb_select(check->run, word, true) == KB_SELECTED || unknown_rule(word);
}

static bool take_ignore(struct kb_check_options *check, struct kb_str word)
{
    return kb_select(check->run, word, false) == KB_SELECTED || unknown_rule(word);
}

static bool take_severity(struct kb_check_options *check, struct kb_str word)
{
    const char *equals = memchr(word.p, '=', word.n);
    struct kb_str rule = {word.p, equals ? (size_t)(equals - word.p) : word.n};
    struct kb_str name = {word.p + rule.n, word.n - rule.n};
    if (equals)
        name = (struct kb_str){equals + 1, name.n - 1};
    enum kb_severity level = kb_severity_named(name);
    if (level == KB_SEVERITY_COUNT || rule.n == 0) {
        kb_fail("--severity %.*s: a rule or group, = and error, warning or info are needed",
                (int)word.n, word.p);
        return false;
    }
    enum kb_selected what = kb_select_severity(check->severity, rule, level);
    if (what == KB_SELECTED_UNKNOWN)
        return unknown_rule(rule);
    if (what == KB_SELECTED_BLOCKS) {
        struct kb_buf why = {0};
        kb_select_explain(&why, what, rule);
        kb_fail("--severity %.*s: %s", (int)word.n, word.p, why.data);
        kb_buf_free(&why);
    }
    return what == KB_SELECTED;
}

static bool choose_rules(struct kb_check_options *check, const struct kb_options *options)
{
    if (options->select)
        memset(check->run, 0, sizeof check->run); /* kbc.json's select and ignore as well */
    return each_word("select", options->select, take_select, check) &&
           each_word("ignore", options->ignore, take_ignore, check) &&
           each_word("severity", options->severity, take_severity, check);
}

static bool choose_today(struct kb_check_options *check, const struct kb_options *options,
                         bool build)
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
        if (*epoch < '0' || *epoch > '9' || *end || seconds / 86400 > KB_LAST_DAY) {
            kb_fail("SOURCE_DATE_EPOCH is %s: not a number of seconds", epoch);
            return false;
        }
        check->today = (int32_t)(seconds / 86400);
    } else if (!build) {
        check->today = (int32_t)(time(NULL) / 86400);
    }
    return true;
}

bool kb_choose_number(const char *option, const char *text, unsigned least, unsigned most,
                      unsigned *value)
{
    if (!text)
        return true;
    char *end;
    errno = 0;
    unsigned long n = strtoul(text, &end, 10);
    if (errno || *end || *text < '0' || *text > '9' || n < least || n > most) {
        kb_fail("--%s %s: a number from %u to %u is needed", option, text, least, most);
        return false;
    }
    *value = (unsigned)n;
    return true;
}

static bool choose_fail_level(struct kb_settings *settings, const char *word)
{
    const char *said = word ? word : settings->config.fail_on;
    settings->fail_level = said ? (int)kb_severity_named(kb_str(said)) : KB_ERROR;
    if (settings->fail_level < KB_SEVERITY_COUNT || strcmp(said, "never") == 0)
        return true;
    kb_fail("--fail-on %s: error, warning, info or never is needed", said);
    return false;
}

bool kb_choose_color(bool *color, const char *when)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    *color =
        isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
    if (!when || strcmp(when, "auto") == 0)
        return true;
    *color = strcmp(when, "always") == 0;
    if (*color || strcmp(when, "never") == 0)
        return true;
    kb_fail("--color %s: auto, always or never is needed", when);
    return false;
}

/* Says what is wrong with what kbc.json says at the pointer. */
static void fail_at(const struct kb_config *config, const char *pointer, const char *what,
                    const char *message)
{
    struct kb_buf place = {0};
    kb_config_place(config, pointer, &place);
    kb_fail("%s%s%s", place.data, what, message);
    kb_buf_free(&place);
}

static bool choose_schema(struct kb_settings *settings, const char *name)
{
    const struct kb_config *config = &settings->config;
    bool ours = !name && config->schema;
    struct kb_buf error = {0};
    if (ours)
        name = config->schema_path ? config->schema_path : config->schema;
    bool ok = kb_schema_set_open(&settings->schema, name ? name : KB_DEFAULT_SCHEMA, &error);
    if (!ok && ours)
        fail_at(config, "/schema", "", error.data);
    else if (!ok)
        kb_fail("%s", error.data);
    else if (ours)
        settings->schema.layout.name = config->schema; /* the same wherever it was run */
    kb_buf_free(&error);
    settings->check.schema = &settings->schema;
    return ok;
}

/* The catalogues of kbc.json, on top of those that the schema names. */
static bool choose_facts(struct kb_settings *settings)
{
    const struct kb_config *config = &settings->config;
    struct kb_buf error = {0}, pointer = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < config->facts_count; i++) {
        const struct kb_config_facts *facts = &config->facts[i];
        ok = kb_facts_add(&settings->schema.facts, facts->domain, facts->catalogues, "", &error);
        if (ok)
            continue;
        kb_buf_puts(&pointer, "/facts");
        kb_buf_pointer_key(&pointer, kb_str(facts->domain));
        fail_at(config, pointer.data, "", error.data);
    }
    kb_buf_free(&pointer);
    kb_buf_free(&error);
    return ok;
}

/* Notes the files that are read for the settings: lying among the records, they are none. */
static void note_files(struct kb_settings *settings, const struct kb_options *options)
{
    const struct kb_config *config = &settings->config;
    const char *files[] = {options->schema ? options->schema : config->schema_path, config->path};
    const struct kb_facts_set *facts = &settings->schema.facts;
    size_t count = 0, room = sizeof files / sizeof *files + facts->count + 1;
    settings->files = kb_alloc(room, sizeof *settings->files);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i])
            settings->files[count++] = files[i];
    for (size_t i = 0; i < facts->count; i++)
        settings->files[count++] = facts->loaded[i].key;
    settings->check.settings = settings->files;
}

static bool choose_operands(struct kb_settings *settings, const struct kb_options *options)
{
    const char *const *records = settings->config.records;
    struct stat st;
    settings->check.operands = options->operands;
    bool change = options->changed || options->staged; /* its operands are not the base */
    if (!records || (options->operand_count && !change))
        return true;
    settings->check.operands = records;
    for (size_t i = 0; records[i]; i++) {
        if (stat(records[i], &st) == 0)
            continue;
        struct kb_buf pointer = {0}, message = {0};
        kb_buf_printf(&message, "%s: %s", records[i], strerror(errno));
        kb_buf_printf(&pointer, "/records/%zu", i); /* the nearest there is, where it is no list */
        fail_at(&settings->config, pointer.data, "records ", message.data);
        kb_buf_free(&pointer);
        kb_buf_free(&message);
        return false;
    }
    return true;
}

static bool choose_baseline(struct kb_settings *settings, const struct kb_options *options)
{
    const char *path = options->baseline;
    struct kb_buf error = {0};
    if (!path && !options->write_baseline) /* which is to hold what the old one has, too */
        path = settings->config.baseline;
    if (!path)
        return true;
    settings->baseline = path;
    settings->check.baseline = kb_baseline_open(path, &error);
    settings->check.list_all = true;
    bool ok = settings->check.baseline != NULL;
    if (!ok && path == settings->config.baseline)
        fail_at(&settings->config, "/baseline", "baseline ", error.data);
    else if (!ok)
        kb_fail("baseline %s", error.data);
    kb_buf_free(&error);
    return ok;
}

static bool open_settings(struct kb_settings *settings, const struct kb_options *options,
                          bool build)
{
    struct kb_check_options *check = &settings->check;
    bool ok = choose_config(settings, options) && choose_rules(check, options) &&
              choose_today(check, options, build) &&
              kb_choose_number("jobs", options->jobs, 1, KB_MAX_JOBS, &check->jobs) &&
              kb_choose_number("max-per-rule", options->max_per_rule, 0, UINT_MAX,
                               &check->max_per_rule) &&
              choose_fail_level(settings, options->fail_on) &&
              kb_choose_color(&settings->color, options->color) &&
              choose_schema(settings, options->schema) && choose_facts(settings) &&
              choose_operands(settings, options) && (build || choose_baseline(settings, options)) &&
              kb_choose_change(settings, options);
    if (ok)
        note_files(settings, options);
    for (size_t i = 0; build && i < KB_RULE_COUNT; i++)
        check->run[i] |= kb_rules[i].blocks;
    return ok;
}

bool kb_settings_open(struct kb_settings *settings, const struct kb_options *options, bool build)
{
    *settings = (struct kb_settings){0};
    kb_check_defaults(&settings->check);
    bool ok = open_settings(settings, options, build);
    if (!ok)
        kb_settings_close(settings);
    return ok;
}

void kb_settings_close(struct kb_settings *settings)
{
    kb_baseline_close(settings->check.baseline);
    kb_schema_set_close(&settings->schema);
    kb_config_close(&settings->config);
    kb_focus_free(&settings->focus);
    free(settings->files);
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
        .unreadable = check->unreadable,
        .version = KBC_VERSION,
        .color = settings->color,
        .verbose = options->verbose,
        .quiet = options->quiet,
    };
}

void kb_print_notes(const struct kb_input *input, const struct kb_options *options)
{
    if (options->quiet)
        return;
    const char *line = input->notes.data;
    while (line && *line) {
        size_t n = strcspn(line, "\n");
        fprintf(stderr, "kbc: note: %.*s\n", (int)n, line);
        line += n + 1;
    }
}
