/* SPDX-License-Identifier: MIT */
/* Files of the emitters that travel inside the binary. */
#ifndef KB_EMIT_ASSET_H
#define KB_EMIT_ASSET_H

#include "kb/str.h"

/* The bytes of an embedded file, by its name without the folder, which must be one of those. */
struct kb_str kb_asset(const char *name);

#endif
