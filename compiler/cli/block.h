/* SPDX-License-Identifier: MIT */
/* The last lines of a log, joined, for regexes that match over several of them. */
#ifndef KB_CLI_BLOCK_H
#define KB_CLI_BLOCK_H

#include "compiler/cli/stream.h"
#include "kb/buf.h"

/* Bytes that are held; of longer lines fewer are. */
#define KB_BLOCK_BYTES ((size_t)1 << 20)

struct kb_block_line;

/* Zero-initialised, with most set, is ready. */
struct kb_block {
    size_t most; /* lines of a window */
    struct kb_block_line *lines;
    size_t count;
    struct kb_buf joined; /* the lines with a line feed between */
};

/* Adds a line, and drops the oldest where that makes too many. */
void kb_block_add(struct kb_block *b, const struct kb_line *line);

/* The last `count` lines as one text, borrowed until the next change. */
struct kb_str kb_block_window(const struct kb_block *b, size_t count);

/* The first of these lines: its number, and how long its text is. */
uint64_t kb_block_number(const struct kb_block *b, size_t count);
size_t kb_block_first(const struct kb_block *b, size_t count);

/* Where the last line begins in that text. */
size_t kb_block_last(const struct kb_block *b, size_t count);

/* kb_line_place in the window, counted from where its first line began. */
uint64_t kb_block_place(const struct kb_block *b, size_t count, size_t at, bool end);

/* Notes that the record has been found at the first of these lines; false when it had been. */
bool kb_block_note(struct kb_block *b, size_t count, uint32_t record);

/* Ranks given to that line so far; `more` are added. */
uint64_t kb_block_ranks(struct kb_block *b, size_t count, size_t more);

void kb_block_clear(struct kb_block *b); /* another file begins */
void kb_block_free(struct kb_block *b);

#endif
