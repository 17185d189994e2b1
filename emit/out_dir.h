/* SPDX-License-Identifier: MIT */
/* Folders below an open folder, reached part by part so that no link can lead outside. */
#ifndef KB_OUT_DIR_H
#define KB_OUT_DIR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "kb/str.h"

/* Length of the path's folder: up to the last "/", 0 without one. */
size_t kb_dir_len(const char *path);

/* An open folder, and those on the way to where a path last led below it: paths come sorted, so
 * most of the next one is open already. All of them belong to the struct. A folder that is removed
 * must not be walked through again by the same struct. */
#define KB_DIRS_KEPT 8
struct kb_dirs {
    int root; /* -1: not open */
    int deep; /* what was last opened below those kept, when they are too many; -1: nothing */
    size_t count;
    struct {
        int dir;
        size_t end; /* of its path, which begins that of the next */
    } kept[KB_DIRS_KEPT];
    char path[512];
};

#define KB_DIRS_NONE                                                                               \
    {                                                                                              \
        .root = -1, .deep = -1                                                                     \
    }

void kb_dirs_close(struct kb_dirs *dirs);

/* The deepest folder of path[0..len) that exists below `dirs`, the root itself at worst, open until
 * the next call. *found is how much of the path that is; len when all of it exists. -1 and errno
 * when a part is there and is no folder (ENOTDIR, for a symbolic link too) or cannot be opened;
 * *found is then the length up to and with that part. */
int kb_dir_deepest(struct kb_dirs *dirs, const char *path, size_t len, size_t *found);

/* Makes what is missing of the folder path[0..len) below `dir`, where nobody but the caller can
 * have put a link and path[0..there) is. The path is as it was afterwards. False and errno. */
bool kb_dir_make(int dir, char *path, size_t there, size_t len);

/* Removes the folder path[0..len) if it is empty; true when it is gone. */
bool kb_dir_remove(struct kb_dirs *dirs, const char *path, size_t len);

/* Removes the folder `name` in `dir` with all that is in it, by way of folders in `dir` that have
 * "-" and a number behind the name; a link goes, never what it leads to. False and errno when
 * something stays. */
bool kb_dir_remove_all(int dir, const char *name);

/* Writes a new file `name` in `dir`, with what the umask leaves of `mode`, and closes it, every
 * step checked; with `sync` it is on the disk before this returns. How it then lies there goes into
 * `info`, unless that is NULL. On failure errno is set and nothing is left behind. */
bool kb_dir_write(int dir, const char *name, struct kb_str data, bool sync, unsigned mode,
                  struct stat *info);

enum kb_in_place { KB_PLACE_SAME, KB_PLACE_OTHER, KB_PLACE_FREE, KB_PLACE_FOLDER, KB_PLACE_ERROR };

/* What stands at `name` in `dir` against these bytes. What is no regular file, a link included,
 * counts as OTHER and is never read. */
enum kb_in_place kb_dir_compare(int dir, const char *name, struct kb_str data);

/* The whole of a regular file, NUL-terminated, to be freed; NULL and errno otherwise (ENOENT:
 * nothing there, ELOOP: a symbolic link, EISDIR: something else). */
char *kb_dir_read(int dir, const char *name, size_t *len);

#endif
