/* SPDX-License-Identifier: MIT */
/* Section BACK: the edges, sorted by the record they lead to. */
#ifndef KB_EMIT_KBX_BACK_H
#define KB_EMIT_KBX_BACK_H

#include "kb/base.h"
#include "kb/buf.h"

/* Adds the section and sets the number of incoming edges of each record; edges are numbered in the
 * order of the records and, within a record, of the kinds. */
void kb_kbx_back(const struct kb_base *base, struct kb_buf *to, uint32_t *incoming);

#endif
