/* SPDX-License-Identifier: MIT */
/* Files that travel inside the binary: schemas, stylesheet. cmake/Embed.cmake writes the table. */
#ifndef KB_EMBEDDED_H
#define KB_EMBEDDED_H

#include "kb/str.h"

struct kb_embedded {
    const char *name; /* file name without folder; NULL ends the table */
    const unsigned char *data;
    size_t size;
};

extern const struct kb_embedded kb_embedded_files[];

/* Schemas and catalogues of facts: the file's name is that of the thing and one of these. */
#define KB_SCHEMAS    ".schema.json"
#define KB_CATALOGUES ".facts.json"

/* The file `<name><suffix>`, or NULL. */
const struct kb_embedded *kb_embedded_named(const char *name, const char *suffix);

/* Name i of those with the suffix, which it leaves out; absent past the last. For kb_nearest. */
struct kb_str kb_embedded_name(const void *suffix, size_t i);

#endif
