/* SPDX-License-Identifier: MIT */
/* Values of json-c, and never without the scan, which finds what json-c lets through. */
#ifndef KB_JSON_H
#define KB_JSON_H

#include "kb/buf.h"
#include "kb/embedded.h"
#include "kb/source.h"

struct json_object;

struct kb_scanner;

/* The value of the document that was scanned last, if not as broken, made of the tokens that are
 * left of it: nothing is read twice. Of keys that stand twice the last counts. The caller puts the
 * value before the scanner is used again: that holds its keys. */
struct json_object *kb_json_value(struct kb_scanner *scanner, const char *data);

/* Scans and does that, whatever is said of the text; NULL where it is broken. The value stands by
 * itself. */
struct json_object *kb_json_parse(const char *data, size_t len);

/* Parses an embedded file. The caller puts the value. */
struct json_object *kb_json_embedded(const struct kb_embedded *file);

/* Reads and parses any JSON file strictly. NULL, and why in `error`. The caller puts the value and
 * frees source->data, in which problems of the value can be located. */
struct json_object *kb_json_read(const char *path, struct kb_source *source, struct kb_buf *error);

/* The text, borrowed from the value; absent where the value is none. */
struct kb_str kb_json_text(struct json_object *value);

#endif
