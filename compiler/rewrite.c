/* SPDX-License-Identifier: MIT */
/* Write, sync, look once more, rename. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */
#include "compiler/rewrite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/beside.h"
#include "compiler/walk.h"

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

static bool replace(int folder, const char *target, const struct stat *st, struct kb_str old,
                    struct kb_str text, struct kb_buf *why)
{
    char name[KB_BESIDE];
    if (!kb_beside_write(folder, name, st, text))
        return fail(why, "cannot be written");
    bool ok = still_holds(target, old, why) &&
              (kb_beside_put(folder, name, target) || fail(why, "cannot be replaced"));
    if (!ok)
        unlinkat(folder, name, 0);
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
    int folder = kb_beside_folder(target);
    bool ok =
        folder >= 0 ? replace(folder, target, &st, old, text, why) : fail(why, "cannot be written");
    if (folder >= 0)
        close(folder);
    free(target);
    return ok;
}
