/* SPDX-License-Identifier: MIT */
/* Opening the packed index that a command answers from. */
#ifndef KB_CLI_INDEX_H
#define KB_CLI_INDEX_H

#include <stdbool.h>

#include "kbx/kbx.h"

struct kb_options;

/* Opens the index that --index names (out/kb.kbx) and checks the checksums of the sections an
 * answer comes from: without them a damaged file could give a wrong one. The JSON, a quarter of the
 * file, is left alone where it is not asked for. NULL after saying why it cannot be; the caller
 * closes it with kbx_close. */
struct kbx *kb_index_open(const struct kb_options *options, bool json);

#endif
