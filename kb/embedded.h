/* SPDX-License-Identifier: MIT */
/* Files that travel inside the binary: schemas, stylesheet. cmake/Embed.cmake writes the table. */
#ifndef KB_EMBEDDED_H
#define KB_EMBEDDED_H

#include <stddef.h>

struct kb_embedded {
    const char *name; /* file name without folder; NULL ends the table */
    const unsigned char *data;
    size_t size;
};

extern const struct kb_embedded kb_embedded_files[];

#endif
