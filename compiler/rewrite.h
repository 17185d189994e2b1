/* SPDX-License-Identifier: MIT */
/* A file's bytes replaced safely: written beside it, brought to the disk, renamed over it. */
#ifndef KB_REWRITE_H
#define KB_REWRITE_H

#include <stdbool.h>

#include "kb/buf.h"

/* Makes `text` the contents of the file at `path`, or of the file that a link there leads to, with
 * its permissions. `old` is what was read of it: a file that holds something else by now is left
 * alone. So is one that may not be written, or that has a second name: renaming would leave the
 * other name with the old bytes. False, and why in `why`; the file is then as it was, and nothing
 * lies beside it. */
bool kb_rewrite(const char *path, struct kb_str old, struct kb_str text, struct kb_buf *why);

#endif
