/* SPDX-License-Identifier: MIT */
/* What the files of the output folder were made from, so that a build need not make again what
 * would come out the same: one line a file, "<32 hexadecimal digits> <path>", sorted bytewise by
 * path. The digits are a digest of what the file was made from and of how it then lay there
 * (device, number, size, times): a file that anybody touched has another. It is a help only:
 * without it, or with lines missing, everything is made and compared. */
#ifndef KB_OUT_MADE_H
#define KB_OUT_MADE_H

#include <sys/stat.h>

#include "kb/buf.h"
#include "kb/digest.h"

struct kb_made_line {
    const char *path;
    struct kb_digest mark;
};

/* Zero-initialised is empty. */
struct kb_made {
    char *data; /* owned; the paths point into it */
    struct kb_made_line *lines;
    size_t count;
    struct timespec written;
    bool doubted; /* a file looks untouched, but its times would not tell */
};

/* Takes `data` (len bytes and a NUL, malloc'ed or NULL), which was written at that time. Lines of
 * another form are dropped. */
void kb_made_take(struct kb_made *made, char *data, size_t len, struct timespec written);

/* The mark of a file that was made from `from` and lies there so. */
struct kb_digest kb_made_mark(struct kb_digest from, const struct stat *info);

/* Whether that is the mark it was left with. One changed as late as the list was written may have
 * been touched since without its times telling. */
bool kb_made_is(struct kb_made *made, const char *path, struct kb_digest mark,
                const struct stat *info);

void kb_made_write(struct kb_buf *buf, const struct kb_made_line *lines, size_t count);
void kb_made_free(struct kb_made *made);

#endif
