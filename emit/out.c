/* SPDX-License-Identifier: MIT */
/* The output folder, first half: opening, locking, and staging files beside their targets. */
#include "emit/out_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit/out_dir.h"
#include "emit/out_path.h"
#include "kb/arena.h"

enum {
    MAX_PATH = 3000, /* far enough below PATH_MAX for any output folder */
    KNOWN = 1 << 16  /* new folders that are remembered; forgetting one costs a call */
};

KB_PRINTF(2, 0) static bool fail_va(struct kb_out *out, const char *format, va_list args)
{
    if (out->failed)
        return false;
    out->failed = true;
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n > 0) {
        char *text = kb_alloc((size_t)n + 1, 1);
        vsnprintf(text, (size_t)n + 1, format, args);
        kb_buf_plain(&out->error, kb_str(text));
        free(text);
    }
    return false;
}

bool kb_out_fail(struct kb_out *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail_va(out, format, args);
    va_end(args);
    return false;
}

bool kb_out_errno(struct kb_out *out, const char *verb, const char *path, size_t len)
{
    const char *why =
        errno == ENOTDIR ? "a part of it is no folder, or is a link" : strerror(errno);
    return kb_out_fail(out, "cannot %s %s%s%.*s: %s", verb, out->folder, len ? "/" : "", (int)len,
                       path, why);
}

const char *kb_out_stage_name(size_t number, char name[24])
{
    snprintf(name, 24, "%zu", number);
    return name;
}

/* Rights and file system of a folder are looked at before anything is renamed, since a rename
 * that fails half way leaves old beside new. */
static bool usable(struct kb_out *out, int dir, const char *path, size_t len)
{
    struct stat info;
    if (faccessat(dir, ".", W_OK | X_OK, AT_EACCESS) != 0)
        return kb_out_errno(out, "write into", path, len);
    if (fstat(dir, &info) != 0)
        return kb_out_errno(out, "read", path, len);
    if (info.st_dev != out->device) {
        errno = EXDEV; /* strerror: "Invalid cross-device link" */
        return kb_out_errno(out, "write into", path, len);
    }
    return true;
}

char *kb_out_new_path(const char *path, size_t len)
{
    const size_t before = sizeof KB_OUT_NEW;
    char *new_path = kb_alloc(before + len + 1, 1);
    memcpy(new_path, KB_OUT_NEW "/", before);
    memcpy(new_path + before, path, len);
    return new_path;
}

bool kb_out_same_folder(const struct kb_out_entry *file, const char *path)
{
    return file->new_folder > 0 && strncmp(file->path, path, file->new_folder + 1) == 0;
}

/* Whether the folder was made before; it is from now on. Two whose hashes meet take turns. */
static bool is_known(struct kb_out *out, const char *path, size_t len)
{
    const uint64_t hash = kb_str_hash_seeded((struct kb_str){path, len}, out->seed);
    uint64_t *known = &out->known[hash % KNOWN];
    bool is = *known == hash;
    *known = hash;
    return is;
}

/* How much of the path is a folder that was made before. */
static size_t known_part(struct kb_out *out, const char *path, size_t len)
{
    while (len > 0 && !is_known(out, path, len))
        do
            len--;
        while (len > 0 && path[len] != '/');
    return len;
}

/* Into a new folder: what is missing of it is made on the way. Nothing moves the file within its
 * folder afterwards, so how it lies there is known now. */
static bool stage_new(struct kb_out *out, const char *path, struct kb_str data,
                      struct kb_out_entry *file)
{
    char *name = kb_out_new_path(path, strlen(path));
    struct stat info;
    bool tells = kb_digest_known(file->from);
    size_t len = kb_dir_len(name);
    bool ok = kb_dir_make(out->stage, name, known_part(out, name, len), len) &&
              kb_dir_write(out->stage, name, data, file->order == KB_FILE_SYNCED, 0666,
                           tells ? &info : NULL);
    int why = errno;
    free(name);
    errno = why;
    if (ok && tells)
        file->mark = kb_made_mark(file->from, &info);
    if (!ok && (errno == EEXIST || errno == ENOTDIR))
        return kb_out_fail(out, "%s/%s was made twice, or as a file and as a folder", out->folder,
                           path);
    return ok || kb_out_errno(out, "write", path, strlen(path));
}

static bool stage(struct kb_out *out, const char *path, struct kb_str data,
                  struct kb_out_entry *file)
{
    char name[24];
    kb_out_stage_name(file->number = out->numbers++, name);
    return kb_dir_write(out->stage, name, data, file->order == KB_FILE_SYNCED, 0666, NULL) ||
           kb_out_errno(out, "write", path, strlen(path));
}

void kb_out_add(struct kb_out *out, const struct kb_out_entry *file, const char *path)
{
    out->files = kb_grow(out->files, out->count, &out->cap, sizeof *out->files);
    out->files[out->count] = *file;
    out->files[out->count++].path = kb_copy(path, strlen(path));
}

/* What stands at the path against these bytes, into `file`. */
static bool look(struct kb_out *out, const char *path, struct kb_str data,
                 struct kb_out_entry *file)
{
    if (out->count && kb_out_same_folder(&out->files[out->count - 1], path)) {
        file->new_folder = out->files[out->count - 1].new_folder;
        file->staged = file->fresh = true;
        return true;
    }
    size_t len = kb_dir_len(path), found;
    int dir = kb_dir_deepest(&out->dirs, path, len, &found);
    if (dir < 0)
        return kb_out_errno(out, "write into", path, found);
    if (!usable(out, dir, path, found))
        return false;
    if (found < len) {
        size_t start = found + (found > 0);
        file->new_folder = start + strcspn(path + start, "/");
        file->staged = file->fresh = true;
        return true;
    }
    enum kb_in_place there = kb_dir_compare(dir, path + len + (len > 0), data);
    if (there == KB_PLACE_FOLDER)
        errno = EISDIR;
    if (there == KB_PLACE_FOLDER || there == KB_PLACE_ERROR)
        return kb_out_errno(out, "write", path, strlen(path));
    file->fresh = there == KB_PLACE_FREE;
    file->staged = there != KB_PLACE_SAME;
    return true;
}

bool kb_out_stage(struct kb_out *out, const char *path, struct kb_str data,
                  struct kb_out_entry *file)
{
    if (out->failed)
        return false;
    if (!kb_out_path_ok(path))
        return kb_out_fail(out, "cannot write `%s`: not a path below the output folder", path);
    if (strlen(path) > MAX_PATH)
        return kb_out_fail(out,
                           "cannot write %.80s…: the path has %zu bytes, over %d; the id or domain "
                           "that it is made from is too long",
                           path, strlen(path), MAX_PATH);
    if (!look(out, path, data, file))
        return false;
    if (file->staged &&
        (file->new_folder ? !stage_new(out, path, data, file) : !stage(out, path, data, file)))
        return false;
    kb_out_add(out, file, path);
    return true;
}

bool kb_out_file(struct kb_out *out, const char *path, struct kb_str data, enum kb_order order)
{
    return kb_out_stage(out, path, data, &(struct kb_out_entry){.order = order});
}

/* Like mkdir -p; remembers from where on the parts are ours, so that a build that comes to
 * nothing leaves nothing. */
static bool make_folder(struct kb_out *out)
{
    size_t len = strlen(out->folder);
    char *path = kb_alloc(len + 1, 1);
    int why = 0;
    memcpy(path, out->folder, len);
    for (size_t i = 1; why == 0 && i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        path[i] = '\0';
        if (access(path, F_OK) != 0) {
            if (mkdir(path, 0777) != 0)
                why = errno == EEXIST ? 0 : errno;
            else if (!out->made_from)
                out->made_from = i;
        }
        if (i < len)
            path[i] = '/';
    }
    free(path);
    errno = why;
    return why == 0;
}

static bool is_number(const char *name)
{
    return name[strspn(name, "0123456789")] == '\0';
}

/* "new", and what its removal moves out of it. */
static bool is_new(const char *name)
{
    const size_t n = sizeof KB_OUT_NEW - 1;
    return strncmp(name, KB_OUT_NEW, n) == 0 && name[n + strspn(name + n, "-0123456789")] == '\0';
}

/* Removes what a killed run left. The stage holds files that are named by their number and the
 * folder of new ones; anything else is not ours to delete. */
static bool clean_stage(struct kb_out *out)
{
    int copy = openat(out->stage, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);
    if (!dir) {
        kb_out_errno(out, "clean", KB_OUT_STAGE, strlen(KB_OUT_STAGE));
        if (copy >= 0)
            close(copy);
        return false;
    }
    const struct dirent *entry;
    struct stat info;
    while (!out->failed && (errno = 0, entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        if (fstatat(out->stage, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno != ENOENT)
                kb_out_errno(out, "clean", KB_OUT_STAGE, strlen(KB_OUT_STAGE));
            continue;
        }
        bool folder = S_ISDIR(info.st_mode);
        if (!(folder ? is_new(name) : is_number(name) && S_ISREG(info.st_mode)))
            kb_out_fail(out, "%s/%s/%s was not put there by kbc; remove it", out->folder,
                        KB_OUT_STAGE, name);
        else if (folder ? !kb_dir_remove_all(out->stage, name) && errno != ENOENT
                        : unlinkat(out->stage, name, 0) != 0)
            kb_out_errno(out, "clean", KB_OUT_STAGE, strlen(KB_OUT_STAGE));
    }
    closedir(dir);
    return !out->failed;
}

/* The lock is on the folder itself: it needs no file, and the system drops it when a run is
 * killed. Where the file system knows no locks (some network ones) we go on without. */
static bool lock(struct kb_out *out)
{
    if (flock(out->dirs.root, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return kb_out_fail(out, "another build is writing into %s", out->folder);
    return true;
}

static bool open_stage(struct kb_out *out)
{
    struct stat info;
    bool made = mkdirat(out->dirs.root, KB_OUT_STAGE, 0777) == 0;
    if (!made && errno != EEXIST)
        return kb_out_errno(out, "write into", "", 0);
    out->stage =
        openat(out->dirs.root, KB_OUT_STAGE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool ok = out->stage >= 0 && fstat(out->stage, &info) == 0;
    if (!ok)
        kb_out_errno(out, "open", KB_OUT_STAGE, strlen(KB_OUT_STAGE));
    else
        out->device = info.st_dev;
    if (ok && clean_stage(out))
        return true;
    /* What is in it is not ours, so kb_out_close must not see it. */
    if (out->stage >= 0)
        close(out->stage);
    out->stage = -1;
    if (made)
        unlinkat(out->dirs.root, KB_OUT_STAGE, AT_REMOVEDIR);
    return false;
}

struct kb_out *kb_out_open(const char *folder, struct kb_buf *error)
{
    struct kb_out *out = kb_alloc(1, sizeof *out);
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    out->dirs = (struct kb_dirs)KB_DIRS_NONE;
    out->stage = -1;
    out->known = kb_alloc(KNOWN, sizeof *out->known);
    out->seed = kb_hash_seed();
    out->folder = kb_alloc(len + 1, 1);
    memcpy(out->folder, folder, len);
    bool ok = len > 0 || kb_out_fail(out, "the output folder has no name");
    if (ok && !make_folder(out))
        ok = kb_out_fail(out, "cannot make the folder %s: %s", out->folder, strerror(errno));
    if (ok) {
        out->dirs.root = open(out->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ok = out->dirs.root >= 0 ||
             kb_out_fail(out, "cannot write into %s: %s", out->folder, strerror(errno));
    }
    if (ok && lock(out) && open_stage(out))
        return out;
    kb_buf_str(error, kb_buf_view(&out->error));
    kb_out_close(out);
    return NULL;
}

static void drop_stage(struct kb_out *out)
{
    char name[24];
    /* After a commit nothing is in it, or empty folders. */
    if (unlinkat(out->dirs.root, KB_OUT_STAGE, AT_REMOVEDIR) != 0) {
        /* `numbers` itself is the manifest's, see out_commit.c. */
        kb_dir_remove_all(out->stage, KB_OUT_NEW);
        for (size_t i = 0; i <= out->numbers; i++)
            unlinkat(out->stage, kb_out_stage_name(i, name), 0);
        unlinkat(out->dirs.root, KB_OUT_STAGE, AT_REMOVEDIR);
    }
    close(out->stage);
}

/* Of a run that put nothing in place: the folders made for it, while they are empty. */
static void drop_folder(struct kb_out *out)
{
    size_t len = strlen(out->folder);
    while (len >= out->made_from && rmdir(out->folder) == 0) {
        while (len > 0 && out->folder[len - 1] != '/')
            len--;
        while (len > 0 && out->folder[len - 1] == '/')
            len--;
        out->folder[len] = '\0';
    }
}

void kb_out_close(struct kb_out *out)
{
    if (!out)
        return;
    if (out->stage >= 0)
        drop_stage(out);
    if (!out->committed && out->made_from)
        drop_folder(out);
    kb_dirs_close(&out->dirs);
    for (size_t i = 0; i < out->count; i++)
        free(out->files[i].path);
    free(out->files);
    kb_made_free(&out->made);
    kb_buf_free(&out->made_text);
    free(out->known);
    free(out->folder);
    kb_buf_free(&out->error);
    free(out);
}
