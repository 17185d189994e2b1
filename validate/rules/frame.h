/* SPDX-License-Identifier: MIT */
/* The frame of a sentence: what is left when the names in it are taken out. Two records whose
 * sentences have one frame say the same with other names. */
#ifndef KB_FRAME_H
#define KB_FRAME_H

#include "kb/buf.h"
#include "kb/record.h"

/* What stands in a frame for one name or several in a row. */
#define KB_FRAME_GAP '\x01'

/* Longer texts are no sentences and have no frame; this bounds what comparing two of them costs. */
#define KB_MAX_FRAME 4096

/* What a record is called: its domain, category, error code, signature, the parts of its id. */
enum { KB_MAX_OWN_NAMES = 10 };
struct kb_own_names {
    struct kb_str names[KB_MAX_OWN_NAMES];
    size_t count;
    uint16_t begin[256]; /* by the first byte as frame.c compares it: a bit for each such name */
};

struct kb_own_names kb_own_names(const struct kb_record *record);

/* Writes the text's frame: words of prose in lower case, a gap for names (the record's own, what is
 * quoted or in backticks, numbers, identifiers, capitalised words within a sentence), no
 * punctuation. Returns how many words of prose are left, two Han characters counting as one; 0
 * where the text has no gap, for then it is no frame. */
size_t kb_frame(struct kb_buf *out, const struct kb_own_names *own, struct kb_str text);

#endif
