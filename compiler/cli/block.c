/* SPDX-License-Identifier: MIT */
#include "compiler/cli/block.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

struct kb_block_line {
    size_t at;           /* in the joined text */
    struct kb_line line; /* its cuts are owned, its text is that in the joined one */
    struct kb_cut *cuts;
    uint32_t *records; /* found at the line, in their order */
    size_t record_count, record_room;
    uint64_t ranks;
};

static struct kb_block_line *first_of(const struct kb_block *b, size_t count)
{
    return &b->lines[b->count - count];
}

static void drop(struct kb_block_line *line)
{
    free(line->cuts);
    free(line->records);
    *line = (struct kb_block_line){0};
}

/* Drops the oldest line with its line feed. */
static void drop_first(struct kb_block *b)
{
    size_t gone = b->count > 1 ? b->lines[1].at : b->joined.len;
    drop(&b->lines[0]);
    memmove(b->lines, b->lines + 1, --b->count * sizeof *b->lines);
    memmove(b->joined.data, b->joined.data + gone, b->joined.len - gone);
    b->joined.len -= gone;
    for (size_t i = 0; i < b->count; i++)
        b->lines[i].at -= gone;
}

void kb_block_add(struct kb_block *b, const struct kb_line *line)
{
    if (!b->lines)
        b->lines = kb_alloc(b->most, sizeof *b->lines);
    while (b->count && (b->count == b->most || b->joined.len + line->text.n >= KB_BLOCK_BYTES))
        drop_first(b);
    if (b->count)
        kb_buf_putc(&b->joined, '\n');
    struct kb_block_line *new = &b->lines[b->count++];
    *new = (struct kb_block_line){.at = b->joined.len, .line = *line};
    if (line->cut_count) {
        new->cuts = kb_alloc(line->cut_count, sizeof *new->cuts);
        memcpy(new->cuts, line->cuts, line->cut_count * sizeof *new->cuts);
    }
    new->line.cuts = new->cuts;
    kb_buf_str(&b->joined, line->text);
}

struct kb_str kb_block_window(const struct kb_block *b, size_t count)
{
    size_t at = first_of(b, count)->at;
    return (struct kb_str){b->joined.data + at, b->joined.len - at};
}

uint64_t kb_block_number(const struct kb_block *b, size_t count)
{
    return first_of(b, count)->line.number;
}

size_t kb_block_first(const struct kb_block *b, size_t count)
{
    return first_of(b, count)->line.text.n;
}

size_t kb_block_last(const struct kb_block *b, size_t count)
{
    return first_of(b, 1)->at - first_of(b, count)->at;
}

uint64_t kb_block_place(const struct kb_block *b, size_t count, size_t at, bool end)
{
    const struct kb_block_line *line = first_of(b, count), *last = first_of(b, 1);
    uint64_t raw = 0;
    at += line->at;
    for (; line < last && line[1].at <= at; line++)
        raw += line->line.raw;
    return raw + kb_line_place(&line->line, at - line->at, end);
}

bool kb_block_note(struct kb_block *b, size_t count, uint32_t record)
{
    struct kb_block_line *line = first_of(b, count);
    size_t low = 0, high = line->record_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (line->records[middle] < record)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < line->record_count && line->records[low] == record)
        return false;
    if (line->record_count == line->record_room) {
        line->record_room = line->record_room ? line->record_room * 2 : 8;
        line->records = kb_realloc(line->records, line->record_room, sizeof *line->records);
    }
    memmove(line->records + low + 1, line->records + low,
            (line->record_count - low) * sizeof *line->records);
    line->records[low] = record;
    line->record_count++;
    return true;
}

uint64_t kb_block_ranks(struct kb_block *b, size_t count, size_t more)
{
    struct kb_block_line *line = first_of(b, count);
    uint64_t ranks = line->ranks;
    line->ranks += more;
    return ranks;
}

void kb_block_clear(struct kb_block *b)
{
    while (b->count)
        drop(&b->lines[--b->count]);
    b->joined.len = 0;
}

void kb_block_free(struct kb_block *b)
{
    kb_block_clear(b);
    free(b->lines);
    kb_buf_free(&b->joined);
    *b = (struct kb_block){0};
}
