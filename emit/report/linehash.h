/* SPDX-License-Identifier: MIT */
/* The hash of each line of a file that GitHub's code scanning knows an alert again by: its upload
 * action computes the same from the checked-out file and warns where a report's differs. */
#ifndef KB_LINEHASH_H
#define KB_LINEHASH_H

#include "kb/buf.h"

struct kb_line_hash {
    uint64_t hash;
    uint32_t nth; /* how many lines of the file had this hash up to and with this one */
};

/* Zero-initialised is empty. */
struct kb_line_hashes {
    struct kb_line_hash *lines; /* from line 1 */
    size_t count, cap;
};

/* Of a whole file. Each line's hash is that of the 100 UTF-16 units from its start, spaces and tabs
 * left out and CR and CRLF read as LF, with U+FFFF and then zeros after the end of the file. A lone
 * CR ends a line here. Costs time linear in the text but for the count of equal lines (n log n). */
void kb_line_hashes_make(struct kb_line_hashes *hashes, struct kb_str text);
void kb_line_hashes_free(struct kb_line_hashes *hashes);

#endif
