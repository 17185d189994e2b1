/* SPDX-License-Identifier: MIT */
/* What check and build have in common: options become a run, a run becomes a summary. */
#ifndef KB_SETTINGS_H
#define KB_SETTINGS_H

#include "compiler/check.h"
#include "compiler/cli/cli.h"
#include "emit/report/report.h"

struct kb_settings {
    struct kb_schema_set schema;
    struct kb_check_options check;
    bool color;
};

/* Reads schema, rules, today, jobs, colour. False after saying what is wrong. With
 * `today_is_newest` the day defaults to the newest date in the base, else to the clock's (UTC). */
bool kb_settings_open(struct kb_settings *settings, const struct kb_options *options,
                      bool today_is_newest);
void kb_settings_close(struct kb_settings *settings);

/* The summary of a run; borrows from both. */
struct kb_summary kb_summary_of(const struct kb_check *check, const struct kb_settings *settings,
                                const struct kb_options *options);

/* Prints the notes about what was passed over on standard error, unless quiet. */
void kb_print_notes(const struct kb_check *check, const struct kb_options *options);

#endif
