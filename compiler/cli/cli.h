/* SPDX-License-Identifier: MIT */
/* The command line: one row a command, one row an option; parser, help and suggestions come from
 * the two tables (commands.c, options.c). A command is one file, compiler/cli/<name>.c. */
#ifndef KB_CLI_H
#define KB_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "kb/buf.h"

struct kb_emitter;

/* Exit statuses, a contract (README, "Exit status"). */
enum kb_exit {
    KB_EXIT_OK = 0,
    KB_EXIT_FOUND = 1,  /* findings at or above --fail-on; nothing found; something differs */
    KB_EXIT_FAILED = 2, /* wrong usage, unreadable input, failed output, our own fault */
};

/* What the options say; a NULL text or a zero count is "not given". */
struct kb_options {
    bool help, quiet, verbose, statistics, keep_going, json, no_config, show_settings;
    bool changed, staged, check, diff, sizes;
    bool jsonl, all, raw, verify, explain;
    const char *format, *fail_on, *today, *color, *schema, *jobs, *output, *emit, *index;
    const char *base_url, *edit_url;
    const char *domain, *version, *resolvable, *min_success, *top, *lang, *block;
    const char *baseline, *write_baseline, *config, *max_per_rule, *fix;
    const char **select, **ignore, **severity; /* each every time, in order, NULL-terminated */
    const char **reports;                      /* likewise every --output of check: NAME:FILE */
    const char **operands;                     /* what is no option, in order, NULL-terminated */
    size_t operand_count;
};

struct kb_command {
    const char *name;
    const char *synopsis; /* operands, for the usage line */
    const char *summary;  /* one line */
    const char *options;  /* long names it takes, space-separated; NAME=VALUE where options of
                             one name take different values */
    int (*run)(const struct kb_options *options);
    const char *details; /* paragraphs for `kbc NAME --help`, or NULL */
};

extern const struct kb_command kb_commands[]; /* ends with a NULL name */

extern const struct kb_emitter *const kb_emitters[]; /* what build can write; ends with NULL */

/* The command of that name, or NULL after saying that there is none. */
const struct kb_command *kb_command_named(const char *name);

int kb_cmd_check(const struct kb_options *options);
int kb_cmd_build(const struct kb_options *options);
int kb_cmd_match(const struct kb_options *options);
int kb_cmd_show(const struct kb_options *options);
int kb_cmd_search(const struct kb_options *options);
int kb_cmd_fmt(const struct kb_options *options);
int kb_cmd_kbx(const struct kb_options *options);
int kb_cmd_rule(const struct kb_options *options);
int kb_cmd_schema(const struct kb_options *options);
int kb_cmd_validate(const struct kb_options *options);
int kb_cmd_version(const struct kb_options *options);
int kb_cmd_help(const struct kb_options *options);

/* Prints "kbc: message" as one line on standard error, controls escaped; returns KB_EXIT_FAILED. */
KB_PRINTF(1, 2) int kb_fail(const char *format, ...);

/* Says that there is no such `what` ("command", "rule or group"), and which of the known names is
 * near, or lists them all where none is. Returns KB_EXIT_FAILED. */
int kb_fail_unknown(const char *what, struct kb_str word,
                    struct kb_str (*known)(const void *from, size_t i), const void *from);

/* Writes the buffer to standard output. False, with a message on standard error, when that
 * fails (full disk, closed pipe); the command then ends with KB_EXIT_FAILED. */
bool kb_print(const struct kb_buf *buf);

/* Makes the file hold just these bytes: written beside it, then renamed, so that it is the old one
 * or the new one. A device or pipe is written to. False, with a message on standard error, when
 * that fails. */
bool kb_write_file(const char *path, struct kb_str bytes);

#endif
