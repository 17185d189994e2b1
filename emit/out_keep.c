/* SPDX-License-Identifier: MIT */
/* The output folder: files that need not be made again. */
#include "emit/out_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/build_id.h"
#include "emit/out_path.h"
#include "kb/arena.h"

/* Another program makes other files of the same. */
static struct kb_digest by_this_program(struct kb_digest from)
{
    if (kb_digest_known(from))
        kb_digest_text(&from, kb_str(kb_build_id));
    return from;
}

/* What cannot be read is as good as none. */
static void ask(struct kb_out *out)
{
    struct stat info;
    size_t len = 0;
    out->asked = true;
    if (fstatat(out->dirs.root, KB_OUT_MADE, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    char *data = kb_dir_read(out->dirs.root, KB_OUT_MADE, &len);
    kb_buf_add(&out->made_text, data, len);
    kb_made_take(&out->made, data, len, info.st_mtim);
}

bool kb_out_keep(struct kb_out *out, const char *path, struct kb_digest from)
{
    struct stat info;
    if (!out->asked)
        ask(out);
    if (out->failed || !kb_digest_known(from) || out->made.count == 0)
        return false;
    /* Whichever way the path leads: with that mark it is the very file that was put there. */
    if (fstatat(out->dirs.root, path, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    from = by_this_program(from);
    const struct kb_digest mark = kb_made_mark(from, &info);
    if (!kb_made_is(&out->made, path, mark, &info))
        return false;
    kb_out_add(out, &(struct kb_out_entry){.from = from, .mark = mark}, path);
    return true;
}

bool kb_out_file_from(struct kb_out *out, const char *path, struct kb_str data, enum kb_order order,
                      struct kb_digest from)
{
    return kb_out_stage(out, path, data,
                        &(struct kb_out_entry){.order = order, .from = by_this_program(from)});
}

/* How the files now lie at their places: of those in new folders that is known. */
static void mark(struct kb_out *out)
{
    struct stat info;
    for (size_t i = 0; i < out->count; i++) {
        struct kb_out_entry *file = &out->files[i];
        if (kb_digest_known(file->from) && !kb_digest_known(file->mark) &&
            fstatat(out->dirs.root, file->path, &info, AT_SYMLINK_NOFOLLOW) == 0)
            file->mark = kb_made_mark(file->from, &info);
    }
}

/* Those of this run and, of parts that it did not touch, those from before. Both are sorted. */
static struct kb_made_line *merge(const struct kb_out *out, const char *const *rest,
                                  size_t rest_count, size_t *count)
{
    const struct kb_made *old = &out->made;
    struct kb_made_line *lines = kb_alloc(out->count + old->count + 1, sizeof *lines);
    size_t i = 0, j = 0, k = 0;
    *count = 0;
    while (i < out->count || j < old->count) {
        int order = i == out->count   ? 1
                    : j == old->count ? -1
                                      : strcmp(out->files[i].path, old->lines[j].path);
        if (order <= 0) {
            if (kb_digest_known(out->files[i].mark))
                lines[(*count)++] = (struct kb_made_line){out->files[i].path, out->files[i].mark};
            i++;
            j += order == 0;
            continue;
        }
        while (k < rest_count && strcmp(rest[k], old->lines[j].path) < 0)
            k++;
        if (k < rest_count && strcmp(rest[k], old->lines[j].path) == 0)
            lines[(*count)++] = old->lines[j];
        j++;
    }
    return lines;
}

bool kb_out_put_made(struct kb_out *out, const char *const *rest, size_t rest_count)
{
    struct kb_buf text = {0};
    char name[24];
    size_t count;
    if (!out->asked)
        return true;
    mark(out);
    struct kb_made_line *lines = merge(out, rest, rest_count, &count);
    kb_made_write(&text, lines, count);
    free(lines);
    bool ok = !out->made.doubted && kb_str_eq(kb_buf_view(&text), kb_buf_view(&out->made_text));
    if (!ok) {
        kb_out_stage_name(out->numbers, name);
        ok = kb_dir_write(out->stage, name, kb_buf_view(&text), false, 0666, NULL) &&
             renameat(out->stage, name, out->dirs.root, KB_OUT_MADE) == 0;
        if (!ok)
            kb_out_errno(out, "write", KB_OUT_MADE, strlen(KB_OUT_MADE));
    }
    kb_buf_free(&text);
    return ok;
}
