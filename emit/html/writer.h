/* SPDX-License-Identifier: MIT */
/* The writer of markup: libxml2's, which escapes, behind the few calls that pages make. Each
 * returns what it wrote, borrowed until the next. */
#ifndef KB_HTML_WRITER_H
#define KB_HTML_WRITER_H

#include <stdbool.h>

#include "kb/str.h"

struct kb_writer;

/* Freed with kb_writer_free. */
struct kb_writer *kb_writer_new(void);
void kb_writer_free(struct kb_writer *writer);

/* Version of the library; "" where there is none. */
const char *kb_writer_version(void);

/* True when something could not be written since the writer was made. */
bool kb_writer_failed(const struct kb_writer *writer);

struct kb_str kb_writer_doctype(struct kb_writer *writer, const char *name);

/* A value of an attribute with its escapes, without quotes around it; a NUL follows the text. */
struct kb_str kb_writer_value(struct kb_writer *writer, struct kb_str text);

/* A start tag; the attributes are names and such values in turn, a NUL after each. The tag of a
 * void element is all of it, any other is ended with kb_writer_end. */
struct kb_str kb_writer_start(struct kb_writer *writer, const char *name, struct kb_str attributes,
                              bool is_void);
struct kb_str kb_writer_end(struct kb_writer *writer);

/* Where text stands. */
enum kb_writer_place { KB_IN_TEXT, KB_IN_VALUE };

/* Whether text would be written as it stands: most is. */
bool kb_writer_as_is(struct kb_str text, enum kb_writer_place place);

/* Text within an element, of which at least one must be open; a NUL follows it. */
struct kb_str kb_writer_text(struct kb_writer *writer, struct kb_str text);

/* Ends the document; every element must be ended. */
struct kb_str kb_writer_finish(struct kb_writer *writer);

#endif
