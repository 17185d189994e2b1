/* SPDX-License-Identifier: MIT */
/* The list of files that builds have written into a folder: one path a line, sorted bytewise.
 * It is all that a later build may delete. */
#ifndef KB_OUT_MANIFEST_H
#define KB_OUT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#include "kb/buf.h"

/* Zero-initialised is empty. */
struct kb_manifest {
    char *data;         /* owned; the paths point into it */
    const char **paths; /* sorted, each once */
    size_t count;
};

/* Takes `data` (len bytes and a NUL, malloc'ed or NULL). Lines that are no allowed path, as after
 * a careless edit, are dropped: what they name is then never touched. */
void kb_manifest_take(struct kb_manifest *manifest, char *data, size_t len);

bool kb_manifest_has(const char *const *paths, size_t count, const char *path);

/* The file that lists both; a path in both stands once. Each array is sorted. */
void kb_manifest_write(struct kb_buf *buf, const char *const *a, size_t a_count,
                       const char *const *b, size_t b_count);

void kb_manifest_free(struct kb_manifest *manifest);

#endif
