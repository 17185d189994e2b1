/* SPDX-License-Identifier: MIT */
/* The output folder, second half: everything staged goes into place, what is stale goes away. */
#include "emit/out_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit/out_dir.h"
#include "emit/out_manifest.h"
#include "emit/out_path.h"
#include "kb/arena.h"

struct commit {
    struct kb_out *out;
    const char **paths; /* of this run, sorted */
    size_t count;
    struct kb_manifest old;
    char *old_text; /* the manifest's bytes as they were, to leave it alone when they stay */
    size_t old_len;
    const char **stale, **kept; /* of `old`, what is to go and what other emitters own */
    size_t stale_count, kept_count;
    struct kb_str *tops;
    size_t top_count;
    size_t removed;
};

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct kb_out_entry *)a)->path, ((const struct kb_out_entry *)b)->path);
}

static const char *base_name(const char *path)
{
    size_t dir = kb_dir_len(path);
    return path + dir + (dir > 0);
}

/* One name for two files, or for a file and a folder: an emitter's fault, found before any
 * rename. */
static bool no_clash(struct commit *c)
{
    for (size_t i = 0; i < c->count; i++) {
        const char *path = c->paths[i];
        if (i + 1 < c->count && strcmp(path, c->paths[i + 1]) == 0)
            return kb_out_fail(c->out, "%s/%s was made twice", c->out->folder, path);
        char *parent = kb_copy(path, strlen(path));
        bool clash = false;
        /* Down to where the one before was as well. */
        for (size_t len; !clash && (len = kb_dir_len(parent)) > 0 &&
                         (i == 0 || strncmp(c->paths[i - 1], path, len + 1) != 0);) {
            parent[len] = '\0';
            clash = kb_manifest_has(c->paths, c->count, parent);
        }
        if (clash)
            kb_out_fail(c->out, "%s/%s was made as a file and as a folder", c->out->folder, parent);
        free(parent);
        if (clash)
            return false;
    }
    return true;
}

static bool read_manifest(struct commit *c)
{
    char *data = kb_dir_read(c->out->dirs.root, KB_OUT_MANIFEST, &c->old_len);
    /* A link in its place is not ours and is replaced, not read. */
    if (!data && errno != ENOENT && errno != ELOOP)
        return kb_out_errno(c->out, "read", KB_OUT_MANIFEST, strlen(KB_OUT_MANIFEST));
    if (data) {
        c->old_text = kb_alloc(c->old_len + 1, 1);
        memcpy(c->old_text, data, c->old_len);
    }
    kb_manifest_take(&c->old, data, c->old_len);
    return true;
}

/* The top-level names that this run wrote below; few, so a plain list. */
static void list_tops(struct commit *c)
{
    size_t cap = 0;
    for (size_t i = 0; i < c->count; i++) {
        size_t n = strcspn(c->paths[i], "/");
        const struct kb_str top = {c->paths[i], n};
        if (c->top_count && kb_str_eq(c->tops[c->top_count - 1], top))
            continue;
        c->tops = kb_grow(c->tops, c->top_count, &cap, sizeof *c->tops);
        c->tops[c->top_count++] = top;
    }
}

/* A part that this run did not touch, as the site under `--emit c`, stays as it is. */
static bool touched(const struct commit *c, const char *path)
{
    struct kb_str top = {path, strcspn(path, "/")};
    for (size_t i = 0; i < c->top_count; i++)
        if (kb_str_eq(c->tops[i], top))
            return true;
    return false;
}

static void split_old(struct commit *c)
{
    list_tops(c);
    c->stale = kb_alloc(c->old.count, sizeof *c->stale);
    c->kept = kb_alloc(c->old.count, sizeof *c->kept);
    for (size_t i = 0; i < c->old.count; i++) {
        const char *path = c->old.paths[i];
        if (!touched(c, path))
            c->kept[c->kept_count++] = path;
        else if (!kb_manifest_has(c->paths, c->count, path))
            c->stale[c->stale_count++] = path;
    }
}

static bool put_manifest(struct commit *c, const char *const *rest, size_t rest_count)
{
    struct kb_out *out = c->out;
    struct kb_buf text = {0};
    char name[24];
    kb_manifest_write(&text, c->paths, c->count, rest, rest_count);
    kb_out_stage_name(out->numbers, name);
    bool ok = true;
    if (!c->old_text || c->old_len != text.len || memcmp(c->old_text, text.data, text.len) != 0) {
        /* Synced: it says what may be deleted. */
        ok = kb_dir_write(out->stage, name, kb_buf_view(&text), true, 0666, NULL) &&
             renameat(out->stage, name, out->dirs.root, KB_OUT_MANIFEST) == 0;
        if (!ok)
            kb_out_errno(out, "write", KB_OUT_MANIFEST, strlen(KB_OUT_MANIFEST));
        free(c->old_text);
        c->old_len = text.len;
        c->old_text = text.data;
        text = (struct kb_buf){0};
    }
    kb_buf_free(&text);
    return ok;
}

/* Renames what is staged as `name` to path[0..len). */
static bool put(struct kb_out *out, const char *name, const char *path, size_t len)
{
    char *to = kb_copy(path, len);
    size_t parent = kb_dir_len(to), found;
    int dir = kb_dir_deepest(&out->dirs, to, parent, &found);
    if (dir >= 0 && found < parent) {
        errno = ENOENT;
        dir = -1;
    }
    bool ok = dir >= 0 ? renameat(out->stage, name, dir, base_name(to)) == 0 ||
                             kb_out_errno(out, "write", path, len)
                       : kb_out_errno(out, "write into", path, parent);
    free(to);
    return ok;
}

static bool put_new_folder(struct kb_out *out, const struct kb_out_entry *file)
{
    char *name = kb_out_new_path(file->path, file->new_folder);
    bool ok = put(out, name, file->path, file->new_folder);
    free(name);
    return ok;
}

/* New pages come before those that link to them, new folders before all, entry pages last. */
static bool put_files(struct commit *c)
{
    struct kb_out *out = c->out;
    char name[24];
    for (size_t i = 0; i < out->count; i++) {
        const struct kb_out_entry *file = &out->files[i];
        if (file->new_folder && (i == 0 || !kb_out_same_folder(file - 1, file->path)) &&
            !put_new_folder(out, file))
            return false;
    }
    for (int pass = 0; pass < 4; pass++) {
        bool last = pass >= 2, fresh = pass % 2 == 0;
        for (size_t i = 0; i < out->count; i++) {
            const struct kb_out_entry *file = &out->files[i];
            if (file->staged && !file->new_folder && file->fresh == fresh &&
                (file->order == KB_FILE_LAST) == last &&
                !put(out, kb_out_stage_name(file->number, name), file->path, strlen(file->path)))
                return false;
        }
    }
    return true;
}

/* Deletes stale files, then the folders that this empties. What has become a folder or lies
 * behind a link is not what an earlier run wrote, and stays. */
static bool remove_stale(struct commit *c)
{
    struct kb_out *out = c->out;
    struct stat info;
    for (size_t i = 0; i < c->stale_count; i++) {
        const char *path = c->stale[i], *name = base_name(path);
        size_t len = kb_dir_len(path), found;
        int dir = kb_dir_deepest(&out->dirs, path, len, &found);
        if (dir < 0 || found < len || fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            S_ISDIR(info.st_mode))
            continue;
        if (unlinkat(dir, name, 0) != 0)
            return kb_out_errno(out, "remove", path, strlen(path));
        c->removed++;
    }
    for (size_t i = 0; i < c->stale_count; i++) {
        char *path = kb_copy(c->stale[i], strlen(c->stale[i]));
        for (size_t len; (len = kb_dir_len(path)) > 0;) {
            path[len] = '\0';
            if (!kb_dir_remove(&out->dirs, path, len))
                break;
        }
        free(path);
    }
    return true;
}

static bool put_in_place(struct commit *c)
{
    struct kb_out *out = c->out;
    if (out->failed || !no_clash(c) || !read_manifest(c))
        return false;
    split_old(c);
    /* First the list of all that may exist from here on, old and new: a kill at any later point
     * leaves no file that a next run does not know. */
    if (!put_manifest(c, c->old.paths, c->old.count))
        return false;
    out->committed = true;
    return put_files(c) && remove_stale(c) && put_manifest(c, c->kept, c->kept_count) &&
           kb_out_put_made(out, c->kept, c->kept_count);
}

bool kb_out_commit(struct kb_out *out, struct kb_out_counts *counts, struct kb_buf *error)
{
    struct commit c = {.out = out, .count = out->count};
    struct kb_out_counts done = {0};
    c.paths = kb_alloc(out->count, sizeof *c.paths);
    if (out->count)
        qsort(out->files, out->count, sizeof *out->files, by_path);
    for (size_t i = 0; i < out->count; i++) {
        c.paths[i] = out->files[i].path;
        done.written += out->files[i].staged;
        done.unchanged += !out->files[i].staged;
    }
    bool ok = put_in_place(&c);
    done.removed = c.removed;
    if (ok)
        *counts = done;
    else
        kb_buf_str(error, kb_buf_view(&out->error));
    free(c.stale);
    free(c.kept);
    free(c.tops);
    free(c.paths);
    free(c.old_text);
    kb_manifest_free(&c.old);
    return ok;
}
