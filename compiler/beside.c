/* SPDX-License-Identifier: MIT */
/* Names beside a file, and what a new file takes over from the old one. */
#include "compiler/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "emit/out_dir.h"
#include "kb/arena.h"

/* Names tried; those that are taken are left from runs that were killed. */
enum { NAMES = 100 };

int kb_beside_folder(const char *path)
{
    size_t n = kb_dir_len(path);
    char *folder = n ? kb_copy(path, n) : kb_copy(*path == '/' ? "/" : ".", 1);
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int why = errno;
    free(folder);
    errno = why;
    return dir;
}

/* Who is not the owner cannot give the file to him, but then may write to the folder. */
static bool take_over(int folder, const char *name, const struct stat *old)
{
    bool own = old->st_uid == geteuid() && old->st_gid == getegid();
    if (!own && fchownat(folder, name, old->st_uid, old->st_gid, 0) != 0 && errno != EPERM)
        return false;
    return fchmodat(folder, name, old->st_mode & 07777, 0) == 0;
}

bool kb_beside_write(int folder, char name[KB_BESIDE], const struct stat *old, struct kb_str text)
{
    bool written = false;
    for (int i = 0; i < NAMES && !written; i++) {
        snprintf(name, KB_BESIDE, ".kbc-%ld-%d", (long)getpid(), i);
        written = kb_dir_write(folder, name, text, true, old ? 0600 : 0666, NULL);
        if (!written && errno != EEXIST)
            break;
    }
    bool ok = written && (!old || take_over(folder, name, old));
    int why = errno;
    if (written && !ok)
        unlinkat(folder, name, 0);
    if (!ok)
        *name = '\0';
    errno = why;
    return ok;
}

bool kb_beside_put(int folder, const char *name, const char *path)
{
    const char *slash = strrchr(path, '/');
    return renameat(folder, name, folder, slash ? slash + 1 : path) == 0;
}
