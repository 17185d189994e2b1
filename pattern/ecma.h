/* SPDX-License-Identifier: MIT */
/* A record's regex as JavaScript (ECMAScript 2018) writes it. */
#ifndef KB_ECMA_H
#define KB_ECMA_H

#include "kb/buf.h"
#include "pattern/syntax.h"

/* Adds a regex for `new RegExp(text, "iu")` that matches the lines (texts without a line feed) that
 * the tree matches. False, with nothing added, where there is none that is sure to: for what is
 * opaque, for back references, for what keeps what it took first, for classes that tell capitals
 * from small letters.
 *
 * JavaScript takes the long s and the Kelvin sign for letters of a word at \b; PCRE2 does not. */
bool kb_ecma_write(const struct kb_syntax *syntax, struct kb_buf *out);

#endif
