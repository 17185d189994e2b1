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

enum { TRIES = 100 };

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

/* Makes a new file beside the target; one that is there is left from a run that was killed. */
static int open_beside(struct kb_staged *staged, mode_t mode)
{
    struct kb_buf beside = {0};
    int fd = -1;
    for (int i = 0; i < TRIES; i++) {
        beside.len = 0;
        kb_buf_puts(&beside, staged->target);
        kb_buf_printf(&beside, ".kbc-%ld-%d", (long)getpid(), i);
        fd = open(beside.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    int error = errno;
    if (fd >= 0)
        staged->beside = beside.data;
    else
        kb_buf_free(&beside);
    errno = error;
    return fd;
}

/* With the permissions of `old`, the file that will be replaced, or those of a new one. */
static bool write_beside(struct kb_staged *staged, struct kb_str bytes, const struct stat *old)
{
    int fd = open_beside(staged, old ? 0600 : 0666);
    if (fd < 0)
        return false;
    bool ok =
        write_all(fd, bytes) && (!old || fchmod(fd, old->st_mode & 0777) == 0) && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && ok)
        return false;
    errno = error;
    return ok;
}

bool kb_file_stage(struct kb_staged *staged, const char *path, struct kb_str bytes)
{
    struct stat about;
    bool there = stat(path, &about) == 0;
    if (there && !S_ISREG(about.st_mode))
        return write_into(path, 0, bytes); /* a pipe or a device: there is nothing to keep whole */
    staged->target = there ? realpath(path, NULL) : kb_copy(path, strlen(path));
    bool ok = staged->target && write_beside(staged, bytes, there ? &about : NULL);
    int error = errno;
    if (!ok)
        kb_file_drop(staged);
    errno = error;
    return ok;
}

bool kb_file_put(struct kb_staged *staged)
{
    if (!staged->beside)
        return true;
    if (rename(staged->beside, staged->target) != 0)
        return false;
    free(staged->beside);
    staged->beside = NULL;
    return true;
}

void kb_file_drop(struct kb_staged *staged)
{
    if (staged->beside)
        unlink(staged->beside);
    free(staged->beside);
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
