/* SPDX-License-Identifier: MIT */
/* Reports that `check --output NAME:FILE` writes into files beside the one it prints. Each file is
 * old or new, never half of it. */
#ifndef KB_OUTPUTS_H
#define KB_OUTPUTS_H

#include "compiler/cli/settings.h"
#include "emit/report/report.h"

struct kb_output {
    const struct kb_report *report;
    const char *file;   /* as given */
    const char *target; /* absolute, links resolved, to know it by; NULL: no regular file */
};

struct kb_outputs {
    struct kb_output *items;
    size_t count;
    struct kb_arena arena; /* the targets */
};

/* The report of that name, or NULL after saying that there is none. */
const struct kb_report *kb_report_named(struct kb_str name);

/* Reads every NAME:FILE (NULL-terminated; NULL for none) before any work is done. False after
 * saying what is wrong: no such report or folder, two for one file, standard output. Close in
 * either case. */
bool kb_outputs_open(struct kb_outputs *outputs, const char *const *given);

/* Writes all of them. All are written beside their targets before the first is renamed, so that a
 * full disk changes nothing. False after saying what failed; no record that was checked, and no
 * file that the settings come from, is ever overwritten. */
bool kb_outputs_write(const struct kb_outputs *outputs, const struct kb_check *check,
                      const struct kb_settings *settings, const struct kb_summary *summary);

void kb_outputs_close(struct kb_outputs *outputs);

#endif
