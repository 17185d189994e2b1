/* SPDX-License-Identifier: MIT */
/* Folders and files. */
#ifndef KB_WALK_H
#define KB_WALK_H

#include "compiler/input.h"

struct kb_sources {
    struct kb_source *items;
    struct kb_identity *files; /* which file each path leads to */
    size_t count, cap, file_cap;
};

/* Adds one source for the operand, or for every *.json, *.jsonl and *.ndjson below it when it is
 * a folder. Nothing is read yet. */
void kb_walk(struct kb_sources *list, const char *operand, struct kb_input *input);

/* Reads source->path into data and len, or sets error or problem. "-" is standard input. Sources
 * share nothing, so threads may read different ones. */
void kb_source_read(struct kb_source *source);

/* Sorts by path, and drops the second of two paths to one file. Only items stay afterwards. */
void kb_sources_settle(struct kb_sources *list, struct kb_buf *notes);

#endif
