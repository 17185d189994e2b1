/* SPDX-License-Identifier: MIT */
/* The difference of two texts, line by line, as a unified diff that patch(1) applies. */
#ifndef KB_DIFF_H
#define KB_DIFF_H

#include <stdbool.h>

#include "kb/buf.h"

/* Appends what makes `before` into `after`, under the path as both names; nothing where they are
 * equal. Takes linear time: where the texts have little in common it may not be the shortest.
 * With `plain` what a terminal should not see is escaped, and it is to be read and not applied. */
void kb_diff(struct kb_buf *out, const char *path, struct kb_str before, struct kb_str after,
             bool plain);

#endif
