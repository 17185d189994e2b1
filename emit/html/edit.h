/* SPDX-License-Identifier: MIT */
/* Where the source of a record can be edited. */
#ifndef KB_HTML_EDIT_H
#define KB_HTML_EDIT_H

#include "kb/buf.h"
#include "kb/source.h"

/* The template with {path} (relative, its parts kept) and {line} filled in, and all in it encoded
 * that no address may hold. */
void kb_edit_url(struct kb_buf *out, const char *template, const struct kb_doc *doc);

#endif
