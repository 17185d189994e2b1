/* SPDX-License-Identifier: MIT */
/* What the files of kbx_verify share. Steps run in the order of kbx_verify: later ones rely on what
 * earlier ones have shown. Not exported. */
#ifndef KBX_VERIFY_H
#define KBX_VERIFY_H

#include "kbx/internal.h"

struct kbx_i_check {
    const struct kbx *k;
    struct kbx_error *error;
    int status;
    uint64_t
        *ends; /* of each KBX_I_STRETCH bytes of the pool: where the text ends that they begin in */
};

/* So that a text is not looked through once for each of a million references to parts of it. */
#define KBX_I_STRETCH 256

/* Keeps the first problem, with the place of `p`. False, for use in a return. */
KBX_LOCAL bool kbx_i_bad(struct kbx_i_check *c, enum kbx_section_index section,
                         const unsigned char *p, const char *what);

/* The text referred to at p lies in the pool and is whole characters. */
KBX_LOCAL bool kbx_i_text_check(struct kbx_i_check *c, enum kbx_section_index section,
                                const unsigned char *p, bool required);

/* What records are found by: HASH, FOLD, KEYS, BACK. */
KBX_LOCAL bool kbx_i_lookup_check(struct kbx_i_check *c);

/* What regexes need: REGX, WAYS, LITS. */
KBX_LOCAL bool kbx_i_gate_check(struct kbx_i_check *c);

/* The full text: TBLK, TERM, POST. */
KBX_LOCAL bool kbx_i_terms_check(struct kbx_i_check *c);

#endif
