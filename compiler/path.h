/* SPDX-License-Identifier: MIT */
/* Paths as people write them, made absolute and shown again. Links are followed only where a `..`
 * behind them asks for it, so a path stays the one its owner knows; kb_path_real follows all. */
#ifndef KB_PATH_H
#define KB_PATH_H

#include "kb/arena.h"
#include "kb/str.h"

/* `path`, seen from the working directory, without empty parts, `.` and `..`; NULL where the
 * working directory has gone and is asked for. */
const char *kb_path_absolute(struct kb_arena *arena, const char *path);

/* The absolute path without links, of what is there; NULL and errno. */
const char *kb_path_real(struct kb_arena *arena, const char *path);

/* The same; of what is not there, its name in the folder that is. */
const char *kb_path_real_new(struct kb_arena *arena, const char *path);

/* An absolute path as seen from the working directory, where they have more than the root in
 * common; never "-", which stands for standard input. */
const char *kb_path_shown(struct kb_arena *arena, const char *absolute);

/* The folder that an absolute path lies in. */
const char *kb_path_folder(struct kb_arena *arena, const char *absolute);

/* folder/name; the name alone where the folder is "". */
const char *kb_path_join(struct kb_arena *arena, const char *folder, const char *name);

/* The way from the folder down to the path, both absolute; absent where it does not lie below. */
struct kb_str kb_path_below(const char *folder, const char *path);

#endif
