/* SPDX-License-Identifier: MIT */
/* Text in a spelling in which two languages can be compared. */
#ifndef KB_PLAIN_H
#define KB_PLAIN_H

#include "kb/buf.h"

/* Overwrites `out` with the text, with ASCII for its other widths, for typographic quotes, dashes
 * and blanks and for the digits of other scripts; with one blank for several; without the commas
 * that group thousands. */
void kb_plain_text(struct kb_buf *out, struct kb_str text);

#endif
