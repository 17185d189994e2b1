/* SPDX-License-Identifier: MIT */
/* Write, sync, look once more, rename. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */
#include "compiler/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/walk.h"
#include "emit/out_dir.h"

/* Names tried for the file beside; others of that name are left from a run that was killed. */
enum { NAMES = 100 };

static bool fail(struct kb_buf *why, const char *what)
{
    kb_buf_printf(why, "%s: %s", what, strerror(errno));
    return false;
}

static bool may_replace(const char *path, struct stat *st, struct kb_buf *why)
{
    if (stat(path, st) != 0 || access(path, W_OK) != 0)
        return fail(why, "cannot be written");
    if (!S_ISREG(st->st_mode)) {
        kb_buf_puts(why, "is no regular file any more");
        return false;
    }
    if (st->st_nlink > 1) {
        kb_buf_printf(why, "has %lu names (hard links), which would part; left alone",
                      (unsigned long)st->st_nlink);
        return false;
    }
    return true;
}

static bool still_holds(const char *path, struct kb_str old, struct kb_buf *why)
{
    struct kb_source now = {.path = path};
    kb_source_read(&now);
    bool same = now.data && kb_str_eq((struct kb_str){now.data, now.len}, old);
    free(now.data);
    if (!same)
        kb_buf_puts(why, "was changed by something else meanwhile; left alone");
    return same;
}

/* Writes a file of the same owner and permissions into `dir`, under the name it finds. */
static bool write_beside(int dir, char name[32], const struct stat *st, struct kb_str text)
{
    bool written = false;
    for (int i = 0; i < NAMES && !written; i++) {
        snprintf(name, 32, ".kbc-%ld-%d", (long)getpid(), i);
        written = kb_dir_write(dir, name, text, true, 0600);
        if (!written && errno != EEXIST)
            break;
    }
    if (!written)
        *name = '\0'; /* what has that name is not ours */
    /* Who is not the owner cannot give the file to him, but then may write to the folder. */
    if (written && (st->st_uid != geteuid() || st->st_gid != getegid()) &&
        fchownat(dir, name, st->st_uid, st->st_gid, 0) != 0 && errno != EPERM)
        written = false;
    return written && fchmodat(dir, name, st->st_mode & 07777, 0) == 0;
}

static bool replace(int dir, const char *target, const struct stat *st, struct kb_str old,
                    struct kb_str text, struct kb_buf *why)
{
    char name[32] = "";
    bool ok = write_beside(dir, name, st, text) || fail(why, "cannot be written");
    ok = ok && still_holds(target, old, why);
    ok = ok && (renameat(dir, name, dir, strrchr(target, '/') + 1) == 0 ||
                fail(why, "cannot be replaced"));
    if (!ok && *name)
        unlinkat(dir, name, 0);
    return ok;
}

bool kb_rewrite(const char *path, struct kb_str old, struct kb_str text, struct kb_buf *why)
{
    struct stat st;
    char *target = realpath(path, NULL);
    if (!target)
        return fail(why, "cannot be written");
    if (!may_replace(target, &st, why)) {
        free(target);
        return false;
    }
    size_t n = kb_dir_len(target);
    char *folder = kb_copy(n ? target : "/", n ? n : 1);
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = dir >= 0 ? replace(dir, target, &st, old, text, why) : fail(why, "cannot be written");
    if (dir >= 0)
        close(dir);
    free(folder);
    free(target);
    return ok;
}
