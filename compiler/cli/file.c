/* SPDX-License-Identifier: MIT */
/* Writes files that the user has named: whole or not at all. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */
#include "compiler/cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "kb/arena.h"

static bool write_all(int fd, struct kb_str bytes)
{
    for (size_t done = 0; done < bytes.n;) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool write_into(const char *path, int flags, struct kb_str bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0666);
    bool ok = fd >= 0 && write_all(fd, bytes);
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && ok)
        return false;
    errno = error;
    return ok;
}

bool kb_file_append(const char *path, struct kb_str bytes)
{
    return write_into(path, O_CREAT | O_APPEND, bytes);
}

bool kb_file_stage(struct kb_staged *staged, const char *path, struct kb_str bytes)
{
    struct stat about;
    bool there = stat(path, &about) == 0;
    if (there && !S_ISREG(about.st_mode))
        return write_into(path, 0, bytes); /* a pipe or a device: there is nothing to keep whole */
    staged->target = there ? realpath(path, NULL) : kb_copy(path, strlen(path));
    bool ok = false;
    if (staged->target && (staged->folder = kb_beside_folder(staged->target)) >= 0)
        ok = kb_beside_write(staged->folder, staged->name, there ? &about : NULL, bytes);
    int error = errno;
    if (!ok)
        kb_file_drop(staged);
    errno = error;
    return ok;
}

bool kb_file_put(struct kb_staged *staged)
{
    if (!*staged->name)
        return true;
    if (!kb_beside_put(staged->folder, staged->name, staged->target))
        return false;
    *staged->name = '\0';
    return true;
}

void kb_file_drop(struct kb_staged *staged)
{
    if (*staged->name)
        unlinkat(staged->folder, staged->name, 0);
    if (staged->target && staged->folder >= 0)
        close(staged->folder);
    free(staged->target);
    *staged = (struct kb_staged){0};
}

bool kb_write_file(const char *path, struct kb_str bytes)
{
    struct kb_staged staged = {0};
    bool ok = kb_file_stage(&staged, path, bytes) && kb_file_put(&staged);
    if (!ok)
        kb_fail("cannot write %s: %s", path, strerror(errno));
    kb_file_drop(&staged);
    return ok;
}
