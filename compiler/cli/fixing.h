/* SPDX-License-Identifier: MIT */
/* `kbc check --fix` and --diff: what they say, and what becomes of the exit status. */
#ifndef KB_FIXING_H
#define KB_FIXING_H

#include "compiler/cli/settings.h"

/* Whether fixes are to be made or, with --diff, which goes with the safe ones alone, to be shown.
 */
bool kb_fixing_wanted(const struct kb_options *options);

/* Whether the options that go with fixing fit together; says what does not. True where none is
 * wanted. */
bool kb_fixing_allowed(const struct kb_options *options);

/* Fixes, and leaves in *check the check of what is on the disk afterwards. Returns the least that
 * the exit status is to be. With --diff nothing is written; where there is something to show, that
 * is all: it has been printed, *shown is true, and there is no check. */
int kb_fixing_run(const struct kb_options *options, const struct kb_settings *settings,
                  struct kb_check *check, bool *shown);

#endif
