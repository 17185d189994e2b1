/* SPDX-License-Identifier: MIT */
/* Files that the user has named, written in two steps, so that several can change together: all are
 * staged before the first is put in place. kb_write_file (cli.h) does both for one. */
#ifndef KB_FILE_H
#define KB_FILE_H

#include <stdbool.h>

#include "compiler/beside.h"
#include "kb/str.h"

/* A file beside its target. Zero-initialised: nothing is staged. */
struct kb_staged {
    char *target; /* a link's target where a link is replaced; NULL: there is nothing to rename */
    int folder;   /* the target's, open while there is a target */
    char name[KB_BESIDE]; /* in that folder; empty: put in place already */
};

/* Writes the bytes beside `path`, with owner and permissions of the file they will
 * replace. A device or
 * pipe is written to at once. False and errno; nothing is left behind then. */
bool kb_file_stage(struct kb_staged *staged, const char *path, struct kb_str bytes);

/* Renames over the target. False and errno; the old file is then whole. */
bool kb_file_put(struct kb_staged *staged);

/* Removes what was staged and not put in place, and frees. */
void kb_file_drop(struct kb_staged *staged);

/* Adds to the end of the file, which is made where there is none. False and errno. */
bool kb_file_append(const char *path, struct kb_str bytes);

#endif
