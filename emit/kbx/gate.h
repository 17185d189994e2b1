/* SPDX-License-Identifier: MIT */
/* What a text must contain for a regex to match it: sections REGX, WAYS and LITS. */
#ifndef KB_EMIT_KBX_GATE_H
#define KB_EMIT_KBX_GATE_H

#include "emit/kbx/pool.h"
#include "kb/base.h"
#include "kb/buf.h"

struct kb_kbx_gate {
    struct kb_buf *regexes, *ways, *literals; /* the sections */
};

/* Adds the regexes of all records, in their order; what PCRE2 refuses, or holds a NUL, is left out.
 */
void kb_kbx_gate(const struct kb_base *base, struct kb_pool *pool, struct kb_kbx_gate to);

#endif
