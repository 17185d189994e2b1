/* SPDX-License-Identifier: MIT */
/* openat() and its kin: walking, making, comparing and writing below one open folder. */
#include "emit/out_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kb/arena.h"
#include "kb/limits.h"

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

size_t kb_dir_len(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

static bool part_name(const char *part, size_t n, char name[256])
{
    if (n > 255) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(name, part, n);
    name[n] = '\0';
    return true;
}

/* Closes those of the folders that the path does not go through. */
static void leave(struct kb_dirs *dirs, const char *path, size_t len)
{
    size_t kept = 0;
    for (; kept < dirs->count; kept++) {
        size_t end = dirs->kept[kept].end;
        if (end > len || (end < len && path[end] != '/') || memcmp(dirs->path, path, end) != 0)
            break;
    }
    while (dirs->count > kept)
        close(dirs->kept[--dirs->count].dir);
    if (dirs->deep >= 0)
        close(dirs->deep);
    dirs->deep = -1;
}

/* Goes on to the folder path[start..end) of the last one, which is open. Returns it. */
static int enter(struct kb_dirs *dirs, const char *path, size_t start, size_t end, int dir)
{
    if (dirs->count == KB_DIRS_KEPT || dirs->deep >= 0 || end >= sizeof dirs->path) {
        if (dirs->deep >= 0)
            close(dirs->deep);
        dirs->deep = dir;
        return dir;
    }
    memcpy(dirs->path + start, path + start, end - start);
    dirs->path[end] = '/';
    dirs->kept[dirs->count].dir = dir;
    dirs->kept[dirs->count++].end = end;
    return dir;
}

void kb_dirs_close(struct kb_dirs *dirs)
{
    leave(dirs, "", 0);
    if (dirs->root >= 0)
        close(dirs->root);
    dirs->root = -1;
}

int kb_dir_deepest(struct kb_dirs *dirs, const char *path, size_t len, size_t *found)
{
    leave(dirs, path, len);
    *found = dirs->count ? dirs->kept[dirs->count - 1].end : 0;
    int dir = dirs->count ? dirs->kept[dirs->count - 1].dir : dirs->root;
    while (*found < len) {
        size_t start = *found ? *found + 1 : 0;
        const char *slash = memchr(path + start, '/', len - start);
        size_t end = slash ? (size_t)(slash - path) : len;
        char name[256];
        int next = part_name(path + start, end - start, name) ? openat(dir, name, FOLDER) : -1;
        if (next < 0 && errno == ENOENT)
            return dir;
        *found = end;
        if (next < 0) {
            errno = errno == ELOOP ? ENOTDIR : errno;
            return -1;
        }
        dir = enter(dirs, path, start, end, next);
    }
    return dir;
}

/* The folder that holds path[0..len), and in `name` its last part; -1 and errno. */
static int parent_of(struct kb_dirs *dirs, const char *path, size_t len, char name[256])
{
    size_t start = len;
    while (start > 0 && path[start - 1] != '/')
        start--;
    if (!part_name(path + start, len - start, name))
        return -1;
    size_t want = start ? start - 1 : 0, found;
    int dir = kb_dir_deepest(dirs, path, want, &found);
    if (dir >= 0 && found < want) {
        errno = ENOENT;
        return -1;
    }
    return dir;
}

bool kb_dir_make(int dir, char *path, size_t there, size_t len)
{
    bool ok = true;
    for (size_t end = there; ok && end < len;) {
        end += end > 0;
        end += strcspn(path + end, "/");
        const char after = path[end];
        path[end] = '\0';
        ok = mkdirat(dir, path, 0777) == 0 || errno == EEXIST;
        path[end] = after;
    }
    return ok;
}

bool kb_dir_remove(struct kb_dirs *dirs, const char *path, size_t len)
{
    char name[256];
    int dir = parent_of(dirs, path, len, name);
    if (dir < 0)
        return false;
    return unlinkat(dir, name, AT_REMOVEDIR) == 0;
}

static const char *moved_name(const char *name, size_t number, char moved[64])
{
    snprintf(moved, 64, "%s-%zu", name, number);
    return moved;
}

/* Moves a folder to where kb_dir_remove_all will come; it also comes by what is there already. */
static bool move(int folder, const char *from, int dir, const char *name, size_t *moved)
{
    char to[64];
    bool ok;
    do {
        ok = renameat(folder, from, dir, moved_name(name, (*moved)++, to)) == 0;
    } while (!ok && (errno == ENOTEMPTY || errno == EEXIST));
    return ok;
}

/* Empties a folder, which it closes. What is a folder in it and not empty moves to `dir`. */
static bool clear(int folder, int dir, const char *name, size_t *moved)
{
    DIR *stream = fdopendir(folder);
    if (!stream)
        close(folder);
    const struct dirent *entry;
    bool ok = stream;
    while (ok && (errno = 0, entry = readdir(stream)) != NULL)
        ok = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
             unlinkat(folder, entry->d_name, 0) == 0 ||
             unlinkat(folder, entry->d_name, AT_REMOVEDIR) == 0 ||
             move(folder, entry->d_name, dir, name, moved);
    int why = errno;
    if (stream)
        closedir(stream);
    errno = why;
    return ok && why == 0;
}

/* Not by recursion: paths may go deeper than there are folders that can be open. */
bool kb_dir_remove_all(int dir, const char *name)
{
    char room[64];
    const char *next = name;
    for (size_t done = 0, moved = 0;; done++) {
        int folder = openat(dir, next, FOLDER);
        if (folder < 0 || !clear(folder, dir, name, &moved) ||
            unlinkat(dir, next, AT_REMOVEDIR) != 0)
            return false;
        if (done == moved)
            return true;
        next = moved_name(name, done, room);
    }
}

static bool write_all(int fd, struct kb_str data)
{
    while (data.n > 0) {
        ssize_t n = write(fd, data.p, data.n < 1 << 30 ? data.n : 1 << 30);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        data.p += n;
        data.n -= (size_t)n;
    }
    return true;
}

bool kb_dir_write(int dir, const char *name, struct kb_str data, bool sync, unsigned mode,
                  struct stat *info)
{
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, data) && (!sync || fsync(fd) == 0) && (!info || fstat(fd, info) == 0);
    int why = errno;
    /* Over a network the server's "disk full" may only come with the close. */
    if (close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (!ok)
        unlinkat(dir, name, 0);
    errno = why;
    return ok;
}

static bool same_bytes(int fd, struct kb_str data)
{
    char chunk[16384];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && data.n == 0;
        if ((size_t)n > data.n || memcmp(chunk, data.p, (size_t)n) != 0)
            return false;
        data.p += n;
        data.n -= (size_t)n;
    }
}

enum kb_in_place kb_dir_compare(int dir, const char *name, struct kb_str data)
{
    struct stat info;
    if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? KB_PLACE_FREE : KB_PLACE_ERROR;
    if (S_ISDIR(info.st_mode))
        return KB_PLACE_FOLDER;
    if (!S_ISREG(info.st_mode) || (uintmax_t)info.st_size != data.n)
        return KB_PLACE_OTHER;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return KB_PLACE_OTHER; /* unreadable: renaming over it needs no right to read it */
    bool same = same_bytes(fd, data);
    close(fd);
    return same ? KB_PLACE_SAME : KB_PLACE_OTHER;
}

static bool read_all(int fd, char *data, size_t size)
{
    for (size_t got = 0; got < size;) {
        ssize_t n = read(fd, data + got, size - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        got += (size_t)n;
    }
    return true;
}

char *kb_dir_read(int dir, const char *name, size_t *len)
{
    struct stat info;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    char *data = NULL;
    int why = EISDIR;
    if (fstat(fd, &info) != 0) {
        why = errno;
    } else if (S_ISREG(info.st_mode) && (uintmax_t)info.st_size < KB_MAX_FILE) {
        data = kb_alloc((size_t)info.st_size + 1, 1);
        *len = (size_t)info.st_size;
        if (!read_all(fd, data, *len)) {
            why = errno;
            free(data);
            data = NULL;
        }
    }
    close(fd);
    errno = why;
    return data;
}
