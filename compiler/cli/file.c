/* SPDX-License-Identifier: MIT */
/* Writes one file that the user has named: whole or not at all. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/cli.h"

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

/* A pipe or a device is written to; there is nothing to keep whole. */
static bool write_through(const char *path, struct kb_str bytes)
{
    int fd = open(path, O_WRONLY);
    bool ok = fd >= 0 && write_all(fd, bytes);
    return (fd < 0 || close(fd) == 0) && ok;
}

static bool replace(const char *path, struct kb_str bytes, mode_t mode)
{
    struct kb_buf beside = {0};
    kb_buf_puts(&beside, path);
    kb_buf_puts(&beside, ".kbc-XXXXXX");
    int fd = mkstemp(beside.data);
    bool made = fd >= 0;
    bool ok = made && write_all(fd, bytes) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    ok = (!made || close(fd) == 0) && ok;
    ok = ok && rename(beside.data, path) == 0;
    int error = errno;
    if (made && !ok)
        unlink(beside.data);
    errno = error;
    kb_buf_free(&beside);
    return ok;
}

bool kb_write_file(const char *path, struct kb_str bytes)
{
    struct stat about;
    bool there = stat(path, &about) == 0;
    char *real = there ? realpath(path, NULL) : NULL; /* a link stays, its target is replaced */
    bool ok;
    if (there && !S_ISREG(about.st_mode)) {
        ok = write_through(path, bytes);
    } else {
        mode_t mask = umask(0);
        umask(mask);
        ok = replace(real ? real : path, bytes, there ? about.st_mode & 0777 : 0666 & ~mask);
    }
    if (!ok)
        kb_fail("cannot write %s: %s", path, strerror(errno));
    free(real);
    return ok;
}
