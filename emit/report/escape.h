/* SPDX-License-Identifier: MIT */
/* How record text, messages and paths are written into the formats that are no JSON. Each takes
 * any bytes; broken UTF-8 never gets through. */
#ifndef KB_ESCAPE_H
#define KB_ESCAPE_H

#include <stdbool.h>

#include "kb/buf.h"

/* XML 1.0, for attribute values and text alike: markup as entities, line breaks and what a
 * terminal should not see as character references. What XML cannot hold at all is left out; a
 * broken byte becomes U+FFFD. */
void kb_escape_xml(struct kb_buf *out, struct kb_str text);

/* The data of a GitHub workflow command, or one of its properties, which also ends at , and :. */
void kb_escape_github(struct kb_buf *out, struct kb_str text, bool property);

/* A relative URI reference (RFC 3986): "/" and unreserved bytes stay, all others become %XX. */
void kb_escape_uri(struct kb_buf *out, struct kb_str path);

/* One line of GitHub-flavoured Markdown that reads as `text`. What stands between backticks is
 * meant as code and stays as it is. */
void kb_escape_markdown(struct kb_buf *out, struct kb_str text);

#endif
