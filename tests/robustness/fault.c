/* SPDX-License-Identifier: MIT */
/* Preloaded before the program: makes the Nth call of one kind fail, or kills the program there.
 *
 *   FAULT_CALL   open, write, fsync, close, rename, mkdir, unlink; open, write and close count
 *                only for files opened to be written
 *   FAULT_NTH    which call, from 1
 *   FAULT_KILL   set: SIGKILL instead of ENOSPC
 *   FAULT_LOG    file that gets one line "<renames that went before>" when the fault struck
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FDS = 4096 };

static atomic_long calls, renames;
static atomic_bool written[FDS]; /* descriptors opened to be written */

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* True when this call is to fail; errno is set then. By system calls only, so that nothing of it
 * is counted. */
static int strikes(const char *kind)
{
    const char *call = getenv("FAULT_CALL"), *nth = getenv("FAULT_NTH"), *log = getenv("FAULT_LOG");
    if (!call || !nth || strcmp(call, kind) != 0 || atomic_fetch_add(&calls, 1) + 1 != atol(nth))
        return 0;
    if (log) {
        char line[32];
        int n = snprintf(line, sizeof line, "%ld\n", atomic_load(&renames));
        long fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
        syscall(SYS_write, fd, line, n);
        syscall(SYS_close, fd);
    }
    if (getenv("FAULT_KILL"))
        syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    errno = ENOSPC;
    return 1;
}

static int counted(int fd)
{
    return fd >= 0 && fd < FDS && atomic_load(&written[fd]);
}

static int opened(int fd, int flags)
{
    if (fd >= 0 && fd < FDS)
        atomic_store(&written[fd], (flags & O_ACCMODE) != O_RDONLY);
    return fd;
}

#define MODE(flags)                                                                                \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                       \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode = (mode_t)va_arg(args, int);                                                          \
        va_end(args);                                                                              \
    }                                                                                              \
    if ((flags & O_ACCMODE) != O_RDONLY && strikes("open"))                                        \
    return -1

int open(const char *path, int flags, ...)
{
    MODE(flags);
    int (*real)(const char *, int, ...) = next("open");
    return opened(real(path, flags, mode), flags);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags);
    int (*real)(const char *, int, ...) = next("open64");
    return opened(real(path, flags, mode), flags);
}

int openat(int dir, const char *path, int flags, ...)
{
    MODE(flags);
    int (*real)(int, const char *, int, ...) = next("openat");
    return opened(real(dir, path, flags, mode), flags);
}

int openat64(int dir, const char *path, int flags, ...)
{
    MODE(flags);
    int (*real)(int, const char *, int, ...) = next("openat64");
    return opened(real(dir, path, flags, mode), flags);
}

ssize_t write(int fd, const void *data, size_t n)
{
    ssize_t (*real)(int, const void *, size_t) = next("write");
    return counted(fd) && strikes("write") ? -1 : real(fd, data, n);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    ssize_t (*real)(int, const struct iovec *, int) = next("writev");
    return counted(fd) && strikes("write") ? -1 : real(fd, parts, count);
}

int fsync(int fd)
{
    int (*real)(int) = next("fsync");
    return strikes("fsync") ? -1 : real(fd);
}

int fdatasync(int fd)
{
    int (*real)(int) = next("fdatasync");
    return strikes("fsync") ? -1 : real(fd);
}

int close(int fd)
{
    int (*real)(int) = next("close");
    int fails = counted(fd) && strikes("close");
    int why = errno;
    opened(fd, O_RDONLY);
    int result = real(fd); /* a close that fails has closed all the same */
    if (!fails)
        return result;
    errno = why;
    return -1;
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = next("rename");
    if (strikes("rename"))
        return -1;
    atomic_fetch_add(&renames, 1);
    return real(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    int (*real)(int, const char *, int, const char *) = next("renameat");
    if (strikes("rename"))
        return -1;
    atomic_fetch_add(&renames, 1);
    return real(from_dir, from, to_dir, to);
}

int mkdir(const char *path, mode_t mode)
{
    int (*real)(const char *, mode_t) = next("mkdir");
    return strikes("mkdir") ? -1 : real(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    int (*real)(int, const char *, mode_t) = next("mkdirat");
    return strikes("mkdir") ? -1 : real(dir, path, mode);
}

/* Only deletions that matter: those in the clean-up of a stage are allowed to fail. */
int unlinkat(int dir, const char *path, int flags)
{
    int (*real)(int, const char *, int) = next("unlinkat");
    int stage = path[strspn(path, "0123456789")] == '\0' || strcmp(path, ".kbc-stage") == 0;
    return !stage && !(flags & AT_REMOVEDIR) && strikes("unlink") ? -1 : real(dir, path, flags);
}
