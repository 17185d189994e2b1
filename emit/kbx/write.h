/* SPDX-License-Identifier: MIT */
/* The packed index as bytes (docs/index-format.md). The same base gives the same bytes. */
#ifndef KB_EMIT_KBX_WRITE_H
#define KB_EMIT_KBX_WRITE_H

#include <stdbool.h>

#include "kb/base.h"
#include "kb/buf.h"

/* Adds the whole index to `out`, which must be empty. False when the base is too large for the
 * format; `error` then says what is. */
bool kb_kbx_write(const struct kb_base *base, struct kb_buf *out, struct kb_buf *error);

#endif
