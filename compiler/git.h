/* SPDX-License-Identifier: MIT */
/* Asks git: what is in its index, what has changed, what was there before. Runs the program `git`
 * of the PATH in the working directory; nothing is written to the repository. */
#ifndef KB_GIT_H
#define KB_GIT_H

#include "compiler/walk.h"

/* The root of the work tree, absolute. False, and why in `error`, where there is none or no git. */
bool kb_git_top(struct kb_buf *top, struct kb_buf *error);

/* Adds the record files below the operand that are in the index, as kb_walk does for folders; each
 * has its object's name and no data yet. What git refuses becomes a source with a problem. */
void kb_git_list(struct kb_sources *list, const char *top, const char *operand,
                 struct kb_input *input);

/* Reads the data of all sources that have an object's name. */
void kb_git_read(struct kb_source *sources, size_t count, struct kb_arena *arena);

/* Calls found(data, name) for every path, relative to the root, whose content in the index differs
 * from the last commit's, deleted ones among them; on an unborn branch for every path there is. */
bool kb_git_changed(void (*found)(void *data, const char *name), void *data, struct kb_buf *error);

/* Adds those files of the last commit that are wanted: each with its data, which the caller frees,
 * or without where that has been lost. Looked at are the files and folders of these names, relative
 * to the root and ended by NULL; where there are none, all. False where git cannot tell. */
bool kb_git_committed(struct kb_sources *list, const char *const *names,
                      bool (*wanted)(void *data, const char *name), void *data,
                      struct kb_arena *arena);

#endif
