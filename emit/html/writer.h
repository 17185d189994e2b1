/* SPDX-License-Identifier: MIT */
/* The writer of markup: libxml2's, which escapes, behind the few calls that pages make. What it
 * writes is in the buffer when a call returns, so that other bytes may follow it there. */
#ifndef KB_HTML_WRITER_H
#define KB_HTML_WRITER_H

#include <stdbool.h>

#include "kb/buf.h"
#include "kb/str.h"

struct kb_writer;

/* Writes to the end of `out`, which outlives it. Freed with kb_writer_free. */
struct kb_writer *kb_writer_new(struct kb_buf *out);
void kb_writer_free(struct kb_writer *writer);

/* Version of the library; "" where there is none. */
const char *kb_writer_version(void);

/* True when something could not be written since the writer was made. */
bool kb_writer_failed(const struct kb_writer *writer);

void kb_writer_doctype(struct kb_writer *writer, const char *name);

/* A start tag; the attributes are names and values in turn, a NUL after each. The tag of a void
 * element is all of it, any other is ended with kb_writer_end. */
void kb_writer_start(struct kb_writer *writer, const char *name, struct kb_str attributes,
                     bool is_void);
void kb_writer_end(struct kb_writer *writer);

/* Whether text would be written as it stands: most is. */
bool kb_writer_as_is(const struct kb_writer *writer, struct kb_str text);

/* Text within an element, of which at least one must be open; a NUL follows it. */
void kb_writer_text(struct kb_writer *writer, struct kb_str text);

/* Ends the document; every element must be ended. */
void kb_writer_finish(struct kb_writer *writer);

#endif
