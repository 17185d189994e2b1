/* SPDX-License-Identifier: MIT */
/* The full text: sections TBLK, TERM and POST. */
#ifndef KB_EMIT_KBX_TERMS_H
#define KB_EMIT_KBX_TERMS_H

#include "kb/base.h"
#include "kb/buf.h"

struct kb_kbx_text {
    struct kb_buf blocks, terms, postings; /* the sections; the caller frees them */
    size_t count;                          /* of the terms */
};

/* Makes the sections, which must be empty. Takes memory in proportion to the texts. */
void kb_kbx_terms(const struct kb_base *base, struct kb_kbx_text *out);

#endif
