/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share. A target is one file, <name>.c, with one function; libFuzzer calls
 * it (preset `fuzz`), or replay.c does, once for each file named. */
#ifndef KB_FUZZ_TARGET_H
#define KB_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kb/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise that is broken: what both libFuzzer and a person see. */
static inline void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "broken: %s\n", what);
        abort();
    }
}

/* Takes what stands before the next line feed from the rest; all of it where there is none. */
static inline struct kb_str fuzz_line(struct kb_str *rest)
{
    struct kb_str line = *rest;
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    if (end)
        line.n = (size_t)(end - rest->p);
    size_t used = line.n + (end != NULL);
    *rest = (struct kb_str){rest->p + used, rest->n - used};
    return line;
}

#endif
