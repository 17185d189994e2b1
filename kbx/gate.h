/* SPDX-License-Identifier: MIT */
/* The literal gate: which regexes may match a subject, by the literals of REGX, WAYS and LITS. What
 * it leaves out cannot match; about the rest PCRE2 decides. Not exported. */
#ifndef KBX_GATE_H
#define KBX_GATE_H

#include "kbx/internal.h"

/* A regex as PCRE2 sees it. Records that have the same one share it. */
struct kbx_i_pattern {
    struct kbx_str text;
    uint32_t first; /* of its records: a sharer */
    uint32_t seen;  /* the subject that it was let through for */
    bool multiline; /* may match lines together, none of them by itself */
};

/* A record that has the pattern, and the next one that has, or KBX_NONE. */
struct kbx_i_sharer {
    uint32_t record, next;
};

struct kbx_i_gate;

/* Reads the tables, checking all of them; memory is in proportion to their bytes. */
KBX_LOCAL int kbx_i_gate_new(const struct kbx *k, struct kbx_i_gate **out, struct kbx_error *error);
KBX_LOCAL void kbx_i_gate_free(struct kbx_i_gate *gate); /* NULL is fine */

/* The patterns, numbered from 0; the first has the first record's regex. */
KBX_LOCAL uint32_t kbx_i_gate_patterns(const struct kbx_i_gate *gate);
KBX_LOCAL const struct kbx_i_pattern *kbx_i_gate_pattern(const struct kbx_i_gate *gate, uint32_t i);
KBX_LOCAL const struct kbx_i_sharer *kbx_i_gate_sharer(const struct kbx_i_gate *gate, uint32_t i);

/* Gives the patterns that may match, each once, in no order; they live until the next call. With
 * `multiline` only such. KBX_MEMORY is the only failure. */
KBX_LOCAL int kbx_i_gate_pass(struct kbx_i_gate *gate, const void *subject, size_t len,
                              bool multiline, const uint32_t **patterns, size_t *count);

#endif
