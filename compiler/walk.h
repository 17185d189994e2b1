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

/* Adds a source that is not read from a file, but has data or an object's name. */
struct kb_source *kb_sources_add(struct kb_sources *list, const char *path, const char *rel,
                                 const char *full);

/* Whether files of that name are records: *.json, *.jsonl, *.ndjson, but not kbc.json. */
bool kb_is_record_file(const char *path);

/* Reads source->path into data and len, or sets error or problem. "-" is standard input. Sources
 * share nothing, so threads may read different ones. One with an object is left alone. */
void kb_source_read(struct kb_source *source);

/* Why a source could not be read, in words. Not for threads. */
const char *kb_source_why(const struct kb_source *source);

/* Drops the file where it was found in a folder: the run reads it, but not as records. Only for
 * sources that have settled. */
void kb_sources_drop(struct kb_sources *list, const char *file);

/* Sorts by path, and drops the second of two paths to one file. Only items stay afterwards. */
void kb_sources_settle(struct kb_sources *list, struct kb_buf *notes);

#endif
