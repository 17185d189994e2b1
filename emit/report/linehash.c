/* SPDX-License-Identifier: MIT */
/* One rolling hash over the file's UTF-16 units; a line has its hash when 100 of them have gone by
 * since it began. */
#include "emit/report/linehash.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kb/fingerprint.h"

enum { WINDOW = 100, FACTOR = 37, END_OF_FILE = 0xFFFF };

struct roll {
    struct kb_line_hashes *lines; /* of those past `done`, `hash` is the unit they begin at */
    size_t done;
    uint16_t window[WINDOW]; /* the last units, by number modulo WINDOW */
    uint64_t units, hash;
    uint64_t leaving; /* what a unit weighs when it leaves the window: FACTOR to the WINDOWth */
    bool line_starts, after_cr;
};

static void put(struct roll *r, uint16_t unit)
{
    uint16_t *slot = &r->window[r->units % WINDOW];
    r->hash = r->hash * FACTOR + unit - r->leaving * *slot;
    *slot = unit;
    r->units++;
    if (r->done < r->lines->count && r->units - r->lines->lines[r->done].hash == WINDOW)
        r->lines->lines[r->done++].hash = r->hash;
}

/* A unit that counts: the first of a line begins it, blanks before it do not. */
static void text_unit(struct roll *r, uint16_t unit)
{
    struct kb_line_hashes *lines = r->lines;
    if (r->line_starts) {
        lines->lines = kb_grow(lines->lines, lines->count, &lines->cap, sizeof *lines->lines);
        lines->lines[lines->count++] = (struct kb_line_hash){.hash = r->units};
    }
    r->line_starts = unit == '\n';
    put(r, unit);
}

static void unit(struct roll *r, uint16_t unit)
{
    /* A blank between CR and LF parts them, so that both end a line. */
    bool skip = unit == ' ' || unit == '\t' || (unit == '\n' && r->after_cr);
    r->after_cr = unit == '\r';
    if (!skip)
        text_unit(r, unit == '\r' ? '\n' : unit);
}

/* Length of what a decoder as the Encoding Standard has it replaces by one U+FFFD: as much of a
 * sequence as could still have become a code point. kb_utf8_next counts each byte by itself. */
static size_t broken(const char *p, const char *end)
{
    unsigned char lead = (unsigned char)*p;
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    size_t n = 1;
    while (n < wanted && p + n < end) {
        unsigned char c = (unsigned char)p[n];
        if (c < low || c > high)
            break;
        low = 0x80;
        high = 0xBF;
        n++;
    }
    return n;
}

static void all_units(struct roll *r, struct kb_str text)
{
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (cp >= 0x10000) {
            unit(r, (uint16_t)(0xD800 + ((cp - 0x10000) >> 10)));
            unit(r, (uint16_t)(0xDC00 + ((cp - 0x10000) & 0x3FF)));
        } else {
            unit(r, (uint16_t)cp);
        }
        p += ok ? n : broken(p, end);
    }
}

static void count_equals(struct kb_line_hashes *hashes)
{
    uint64_t *values = kb_alloc(hashes->count, sizeof *values);
    uint32_t *nth = kb_alloc(hashes->count, sizeof *nth);
    for (size_t i = 0; i < hashes->count; i++)
        values[i] = hashes->lines[i].hash;
    kb_count_repeats(values, hashes->count, nth);
    for (size_t i = 0; i < hashes->count; i++)
        hashes->lines[i].nth = nth[i];
    free(values);
    free(nth);
}

void kb_line_hashes_make(struct kb_line_hashes *hashes, struct kb_str text)
{
    struct roll r = {.lines = hashes, .leaving = 1, .line_starts = true};
    for (int i = 0; i < WINDOW; i++)
        r.leaving *= FACTOR;
    hashes->count = 0;
    all_units(&r, text);
    unit(&r, END_OF_FILE);
    while (r.done < hashes->count)
        put(&r, 0);
    count_equals(hashes);
}

void kb_line_hashes_free(struct kb_line_hashes *hashes)
{
    free(hashes->lines);
    *hashes = (struct kb_line_hashes){0};
}
