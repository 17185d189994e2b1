/* SPDX-License-Identifier: MIT */
/* What stays of a finding when lines move: a number made of its rule, the record's id, the JSON
 * pointer and the text at the place where that is no object or array. The path, line and message
 * are not in it, so it survives moving, formatting and rewording. The same on every machine. */
#ifndef KB_FINGERPRINT_H
#define KB_FINGERPRINT_H

#include "kb/buf.h"
#include "kb/finding.h"

/* EXACT keeps the pointer as it is. MOVABLE writes `*` for every index in it, so that an item put
 * in front of a list moves nothing; two findings of one rule about equal items of a list then
 * have one fingerprint, and users count them. */
enum kb_fingerprint_form { KB_FINGERPRINT_EXACT, KB_FINGERPRINT_MOVABLE };

uint64_t kb_fingerprint(const struct kb_finding *finding, enum kb_fingerprint_form form);

/* As text: 16 hexadecimal digits, lower case, and a NUL. */
enum { KB_FINGERPRINT_TEXT = 17 };
void kb_fingerprint_text(char out[KB_FINGERPRINT_TEXT], uint64_t fingerprint);

/* The pointer with `*` for every part that is a number; an object's key that looks like an index
 * counts as one. */
void kb_pointer_movable(struct kb_buf *out, const char *pointer);

/* nth[i] becomes how many of values[0..i] equal values[i]: 1 for the first. What tells equal
 * fingerprints apart, in an order that is the same in every run. */
void kb_count_repeats(const uint64_t *values, size_t count, uint32_t *nth);

#endif
