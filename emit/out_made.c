/* SPDX-License-Identifier: MIT */
/* Reading and writing the list of what files were made from. */
#include "emit/out_made.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kb/ascii.h"

enum { DIGITS = 16 }; /* of one of the two numbers of a mark */

static const char head[] =
    "# What kbc made the files here from. It may be deleted: all of them are "
    "then made again.\n";

static bool read_digits(const char *p, uint64_t *out)
{
    *out = 0;
    for (int i = 0; i < DIGITS; i++) {
        int digit = kb_hex(p[i]);
        if (digit < 0)
            return false;
        *out = *out << 4 | (uint64_t)digit;
    }
    return true;
}

void kb_made_take(struct kb_made *made, char *data, size_t len, struct timespec written)
{
    size_t cap = 0;
    *made = (struct kb_made){.data = data, .written = written};
    for (char *line = data, *end; data && line < data + len; line = end + 1) {
        end = memchr(line, '\n', len - (size_t)(line - data));
        if (!end)
            break;
        *end = '\0';
        struct kb_made_line one = {.path = line + (2 * DIGITS + 1)};
        if (end - line <= 2 * DIGITS + 1 || !read_digits(line, &one.mark.a) ||
            !read_digits(line + DIGITS, &one.mark.b))
            continue;
        made->lines = kb_grow(made->lines, made->count, &cap, sizeof *made->lines);
        made->lines[made->count++] = one;
    }
}

struct kb_digest kb_made_mark(struct kb_digest from, const struct stat *info)
{
    const uint64_t lies[] = {(uint64_t)info->st_dev,          (uint64_t)info->st_ino,
                             (uint64_t)info->st_size,         (uint64_t)info->st_mtim.tv_sec,
                             (uint64_t)info->st_mtim.tv_nsec, (uint64_t)info->st_ctim.tv_sec,
                             (uint64_t)info->st_ctim.tv_nsec};
    kb_digest_text(&from, (struct kb_str){(const char *)lies, sizeof lies});
    return from;
}

static int by_path(const void *key, const void *line)
{
    return strcmp(key, ((const struct kb_made_line *)line)->path);
}

static bool before(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

bool kb_made_is(struct kb_made *made, const char *path, struct kb_digest mark,
                const struct stat *info)
{
    const struct kb_made_line *line =
        made->count ? bsearch(path, made->lines, made->count, sizeof *made->lines, by_path) : NULL;
    if (!line || !kb_digest_eq(line->mark, mark))
        return false;
    bool told = before(info->st_ctim, made->written);
    made->doubted |= !told;
    return told;
}

static void put_digits(struct kb_buf *buf, uint64_t number)
{
    char text[DIGITS];
    for (int i = DIGITS; i-- > 0; number >>= 4)
        text[i] = "0123456789abcdef"[number & 15];
    kb_buf_add(buf, text, sizeof text);
}

void kb_made_write(struct kb_buf *buf, const struct kb_made_line *lines, size_t count)
{
    kb_buf_puts(buf, head);
    for (size_t i = 0; i < count; i++) {
        put_digits(buf, lines[i].mark.a);
        put_digits(buf, lines[i].mark.b);
        kb_buf_putc(buf, ' ');
        kb_buf_puts(buf, lines[i].path);
        kb_buf_putc(buf, '\n');
    }
}

void kb_made_free(struct kb_made *made)
{
    free(made->lines);
    free(made->data);
    *made = (struct kb_made){0};
}
