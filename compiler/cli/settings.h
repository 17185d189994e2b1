/* SPDX-License-Identifier: MIT */
/* What check and build have in common: options become a run, a run becomes a summary. */
#ifndef KB_SETTINGS_H
#define KB_SETTINGS_H

#include "compiler/check.h"
#include "compiler/cli/cli.h"
#include "compiler/config.h"
#include "compiler/focus.h"
#include "emit/report/report.h"

struct kb_settings {
    struct kb_schema_set schema;
    struct kb_check_options check; /* operands may be none: the command says what it misses */
    struct kb_config config;
    const char **files;    /* schema, kbc.json and what it names, as far as they are files */
    const char *baseline;  /* the one in use, or NULL */
    int fail_level;        /* the lowest severity that fails; KB_SEVERITY_COUNT: none does */
    struct kb_focus focus; /* --changed, --staged: the files that changed */
    bool color;
};

/* Puts together what is built in, what kbc.json says and what the options say, each on top of the
 * one before. False after saying what is wrong. To build, the day defaults to the newest date in
 * the base and not to the clock's (UTC), whatever blocks is looked for, and there is no baseline:
 * it is about checks. */
bool kb_settings_open(struct kb_settings *settings, const struct kb_options *options, bool build);
void kb_settings_close(struct kb_settings *settings);

/* Makes the run one about a change, where the options ask for that. False after saying why it
 * cannot be. (change.c; called by kb_settings_open) */
bool kb_choose_change(struct kb_settings *settings, const struct kb_options *options);

/* Says on standard error where --changed named files, but none of the base: then nothing was
 * checked. (change.c) */
void kb_note_change(const struct kb_settings *settings, const struct kb_input *input,
                    const struct kb_options *options);

/* Whether standard output takes colours: what --color says (NULL: as it is a terminal). False after
 * saying that it says nothing known. */
bool kb_choose_color(bool *color, const char *when);

/* Reads the number of an option, from `least` to `most`; leaves *value where the text is NULL.
 * False after saying that it is no such number. */
bool kb_choose_number(const char *option, const char *text, unsigned least, unsigned most,
                      unsigned *value);

/* Prints the settings as JSON (--show-settings). False when that fails. */
bool kb_settings_show(const struct kb_settings *settings);

/* The summary of a run; borrows from both. */
struct kb_summary kb_summary_of(const struct kb_check *check, const struct kb_settings *settings,
                                const struct kb_options *options);

/* Prints the notes about what was passed over on standard error, unless quiet. */
void kb_print_notes(const struct kb_input *input, const struct kb_options *options);

#endif
