/* SPDX-License-Identifier: MIT */
/* Lines of a log as they come, without the escape sequences that colour them.
 *
 * A line ends at a line feed; one carriage return before it belongs to the end. Removed are, where
 * they are complete: control sequences (ESC [ … a letter), system commands and other strings
 * (ESC ] … BEL or ESC \), and escapes of two or three bytes. What is cut off stays. */
#ifndef KB_CLI_STREAM_H
#define KB_CLI_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/str.h"

/* Bytes of a line that are held. A longer one is given in pieces, so that a stream without line
 * feeds does not fill the memory. */
#define KB_STREAM_LINE ((size_t)64 << 20)

/* So many bytes are missing in front of byte `at` of the text, counted from its beginning. */
struct kb_cut {
    size_t at, bytes;
};

struct kb_line {
    uint64_t number; /* from 1; pieces of one line share it */
    uint64_t offset; /* of the piece within its line */
    struct kb_str text;
    size_t raw; /* bytes that were read for it, its end included */
    const struct kb_cut *cuts;
    size_t cut_count;
};

/* Zero-initialised, with fd and keep_escapes set, is ready. */
struct kb_stream {
    int fd;
    bool keep_escapes;
    char *data; /* what has been read and not been given yet: from `from` to `to` */
    size_t from, to, room;
    size_t looked; /* no line feed before here */
    bool ended;
    uint64_t number, offset;
    char *plain; /* the text of a line that had escapes */
    size_t plain_room;
    struct kb_cut *cuts;
    size_t cut_room;
};

/* The next line that has been read whole. False: kb_stream_read is needed. The text lives until the
 * next call of either. */
bool kb_stream_next(struct kb_stream *s, struct kb_line *line);

/* Waits for more. False at the end, and where reading fails, with errno set (0 at the end). After
 * it has said false, kb_stream_next still gives a last line without a line feed. */
bool kb_stream_read(struct kb_stream *s);

/* Whether something can be read at once. */
bool kb_stream_ready(const struct kb_stream *s);

void kb_stream_free(struct kb_stream *s); /* does not close fd */

/* Where byte `at` of a line's text stands among the bytes as read; with `end`, where the byte
 * before it ends. */
size_t kb_line_place(const struct kb_line *line, size_t at, bool end);

#endif
