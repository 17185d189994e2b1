/* SPDX-License-Identifier: MIT */
/* The next version of a file, written beside it, to be renamed over it. */
#ifndef KB_BESIDE_H
#define KB_BESIDE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "kb/str.h"

enum { KB_BESIDE = 32 }; /* room for such a name */

/* Opens the folder that the path lies in; -1 and errno. */
int kb_beside_folder(const char *path);

/* Writes a new file into the folder, under a free name that it gives, and brings it to the disk:
 * with owner and permissions of `old`, or with those of a new file (NULL). False and errno; nothing
 * is left behind then, and the name is empty. */
bool kb_beside_write(int folder, char name[KB_BESIDE], const struct stat *old, struct kb_str text);

/* Renames it over the file at the path, which lies in that folder. False and errno. */
bool kb_beside_put(int folder, const char *name, const char *path);

#endif
