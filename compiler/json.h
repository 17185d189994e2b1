/* SPDX-License-Identifier: MIT */
/* Values of json-c, and never without the scan, which finds what json-c lets through. */
#ifndef KB_JSON_H
#define KB_JSON_H

#include "kb/buf.h"
#include "kb/embedded.h"
#include "kb/source.h"

struct json_object;
struct json_tokener;

/* Parses a document that kb_scan has passed; NULL only for what json-c still refuses. The caller
 * puts the value. */
struct json_object *kb_json_parse(const char *data, size_t len);

/* The same with a reader that is kept for the next document: json-c's is large. *reader is NULL at
 * first. */
struct json_object *kb_json_parse_with(struct json_tokener **reader, const char *data, size_t len);
void kb_json_reader_free(struct json_tokener *reader); /* or NULL */

/* Parses an embedded file. The caller puts the value. */
struct json_object *kb_json_embedded(const struct kb_embedded *file);

/* Reads and parses any JSON file strictly. NULL, and why in `error`. The caller puts the value and
 * frees source->data, in which problems of the value can be located. */
struct json_object *kb_json_read(const char *path, struct kb_source *source, struct kb_buf *error);

/* The text, borrowed from the value; absent where the value is none. */
struct kb_str kb_json_text(struct json_object *value);

#endif
