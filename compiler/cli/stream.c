/* SPDX-License-Identifier: MIT */
/* Reads with read(2): what is there is there at once, and nothing waits for a block to fill. */
#include "compiler/cli/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kb/arena.h"

#define ESC   0x1B
#define BEL   0x07
#define CHUNK 65536

static bool between(unsigned char c, unsigned char low, unsigned char high)
{
    return c >= low && c <= high;
}

/* Length of the string that begins at p ("ESC ]" and so on), with its terminator; 0 where that is
 * missing. Another escape in it means that it is. */
static size_t string_length(const unsigned char *p, size_t left, bool bell)
{
    for (size_t i = 2; i < left; i++) {
        if (p[i] == BEL && bell)
            return i + 1;
        if (p[i] == ESC)
            return i + 1 < left && p[i + 1] == '\\' ? i + 2 : 0;
    }
    return 0;
}

/* Length of the complete escape sequence at p, which is ESC; 0 where there is none. */
static size_t escape_length(const unsigned char *p, size_t left)
{
    size_t i = 2, string;
    if (left < 2)
        return 0;
    switch (p[1]) {
    case '[': /* parameters, intermediate bytes, one final byte */
        while (i < left && between(p[i], 0x30, 0x3F))
            i++;
        while (i < left && between(p[i], 0x20, 0x2F))
            i++;
        return i < left && between(p[i], 0x40, 0x7E) ? i + 1 : 0;
    case ']':
        return string_length(p, left, true);
    case 'P': /* device control, and the other strings */
    case 'X':
    case '^':
    case '_':
        string = string_length(p, left, false);
        return string ? string : 2;
    default:
        break;
    }
    i = 1; /* intermediate bytes, as in "ESC ( B", one final byte */
    while (i < left && between(p[i], 0x20, 0x2F))
        i++;
    return i < left && between(p[i], 0x30, 0x7E) ? i + 1 : 0;
}

static void note_cut(struct kb_stream *s, struct kb_line *line, size_t at, size_t bytes)
{
    size_t before = line->cut_count ? s->cuts[line->cut_count - 1].bytes : 0;
    if (line->cut_count && s->cuts[line->cut_count - 1].at == at) {
        s->cuts[line->cut_count - 1].bytes += bytes;
        return;
    }
    if (line->cut_count == s->cut_room) {
        s->cut_room = s->cut_room ? s->cut_room * 2 : 64;
        s->cuts = kb_realloc(s->cuts, s->cut_room, sizeof *s->cuts);
    }
    s->cuts[line->cut_count++] = (struct kb_cut){at, before + bytes};
}

/* Makes the line's text one without escapes. */
static void remove_escapes(struct kb_stream *s, struct kb_line *line)
{
    const char *p = line->text.p, *end = kb_str_end(line->text);
    if (line->text.n > s->plain_room) {
        s->plain_room = line->text.n;
        s->plain = kb_realloc(s->plain, s->plain_room, 1);
    }
    size_t len = 0;
    while (p < end) {
        const char *escape = memchr(p, ESC, (size_t)(end - p));
        size_t n = (size_t)((escape ? escape : end) - p);
        memcpy(s->plain + len, p, n);
        len += n;
        p += n;
        if (p == end)
            break;
        size_t cut = escape_length((const unsigned char *)p, (size_t)(end - p));
        if (cut)
            note_cut(s, line, len, cut);
        else
            s->plain[len++] = *p;
        p += cut ? cut : 1;
    }
    line->text = (struct kb_str){s->plain, len};
    line->cuts = s->cuts;
}

/* Gives the next `raw` bytes as a line; `ends` when it is the last piece of it. */
static void give(struct kb_stream *s, size_t raw, bool ends, struct kb_line *line)
{
    struct kb_str text = {s->data + s->from, raw};
    if (ends && text.n && text.p[text.n - 1] == '\n') {
        text.n--;
        if (text.n && text.p[text.n - 1] == '\r')
            text.n--;
    }
    *line = (struct kb_line){s->number + 1, s->offset, text, raw, NULL, 0};
    s->from += raw;
    s->looked = s->from;
    s->number += ends;
    s->offset = ends ? 0 : s->offset + raw;
    if (!s->keep_escapes && text.n && memchr(text.p, ESC, text.n))
        remove_escapes(s, line);
}

bool kb_stream_next(struct kb_stream *s, struct kb_line *line)
{
    size_t left = s->to - s->looked;
    const char *feed = left ? memchr(s->data + s->looked, '\n', left) : NULL;
    size_t raw = feed ? (size_t)(feed + 1 - s->data) - s->from : s->to - s->from;
    s->looked = s->to;
    if (raw > KB_STREAM_LINE)
        give(s, KB_STREAM_LINE, false, line);
    else if (feed || (s->ended && raw))
        give(s, raw, true, line);
    else
        return false;
    return true;
}

/* Waits so many milliseconds, or with -1 until there is something to read, or an error. */
static bool may_read(const struct kb_stream *s, int wait)
{
    struct pollfd poll_for = {.fd = s->fd, .events = POLLIN};
    return poll(&poll_for, 1, wait) != 0;
}

bool kb_stream_read(struct kb_stream *s)
{
    ssize_t n;
    if (s->from > 0) {
        memmove(s->data, s->data + s->from, s->to - s->from);
        s->to -= s->from;
        s->looked -= s->from;
        s->from = 0;
    }
    if (s->room - s->to < CHUNK) {
        s->room = s->room ? s->room * 2 : (size_t)2 * CHUNK;
        s->data = kb_realloc(s->data, s->room, 1);
    }
    do
        n = read(s->fd, s->data + s->to, s->room - s->to);
    while (n < 0 && (errno == EINTR || (errno == EAGAIN && may_read(s, -1))));
    if (n > 0) {
        s->to += (size_t)n;
        return true;
    }
    s->ended = true;
    errno = n < 0 ? errno : 0;
    return false;
}

bool kb_stream_ready(const struct kb_stream *s)
{
    return may_read(s, 0);
}

void kb_stream_free(struct kb_stream *s)
{
    free(s->data);
    free(s->plain);
    free(s->cuts);
    *s = (struct kb_stream){0};
}

size_t kb_line_place(const struct kb_line *line, size_t at, bool end)
{
    size_t low = 0, high = line->cut_count; /* cuts before `low` stand in front of the place */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (line->cuts[middle].at < at + !end)
            low = middle + 1;
        else
            high = middle;
    }
    return at + (low ? line->cuts[low - 1].bytes : 0);
}
