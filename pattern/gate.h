/* SPDX-License-Identifier: MIT */
/* Which of many regexes may match a text: those that have a way all of whose required literals are
 * in it. One pass over the text for all regexes (Aho-Corasick); PCRE2 then has to try the few that
 * are left.
 *
 * First every regex is added, then the gate is closed, then texts may pass, also on several threads
 * with a visit each. */
#ifndef KB_GATE_H
#define KB_GATE_H

#include <stddef.h>
#include <stdint.h>

#include "kb/str.h"
#include "pattern/literal.h"

/* Bytes of a literal that are looked for: more would take memory and keep out hardly anything. */
#define KB_GATE_BYTES 24

struct kb_gate;

/* What a text has shown so far, kept between texts so that nothing has to be cleared.
 * Zero-initialised is ready; for one gate only. */
struct kb_gate_visit {
    struct kb_gate_seen *seen; /* of each way */
    uint32_t text;             /* the number of the text at hand, from 1 */
    size_t looked;             /* literals found so far, counted for every regex that needs them:
                                  what passing has cost */
};

struct kb_gate *kb_gate_new(void);

/* The owner is a number of the caller's. A regex without literals would always pass: it is not to
 * be added. */
void kb_gate_add(struct kb_gate *gate, uint32_t owner, const struct kb_literals *literals);

void kb_gate_close(struct kb_gate *gate);

/* Calls `pass` for each owner that a text, folded by kb_fold_text, lets through; once for every way
 * that is complete. */
void kb_gate_pass(const struct kb_gate *gate, struct kb_gate_visit *visit, struct kb_str folded,
                  void (*pass)(void *data, uint32_t owner), void *data);

void kb_gate_visit_free(struct kb_gate_visit *visit);
void kb_gate_free(struct kb_gate *gate); /* NULL is fine */

#endif
