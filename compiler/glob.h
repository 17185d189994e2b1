/* SPDX-License-Identifier: MIT */
/* Globs over paths with `/` between their parts: `*` and `?` stand for any run and any one
 * character within a part, `[a-z]` and `[!a-z]` for one of a set, a part `**` for any number of
 * parts, `\` takes the next character as it is. A pattern that ends in `/` or whose last part is
 * plain also holds for everything below the folder it names. */
#ifndef KB_GLOB_H
#define KB_GLOB_H

#include "kb/str.h"

/* Why the pattern can match no path of a file below a folder, or NULL where it can. */
const char *kb_glob_fault(struct kb_str pattern);

/* Whether the path matches a pattern without fault. Time is bounded by the product of both
 * lengths. */
bool kb_glob_match(struct kb_str pattern, struct kb_str path);

#endif
