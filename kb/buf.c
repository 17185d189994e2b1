/* SPDX-License-Identifier: MIT */
/* Growing byte buffer and the escapes for JSON and for one line of terminal text. */
#include "kb/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kb/limits.h"

void kb_buf_grow(struct kb_buf *buf, size_t more)
{
    size_t need = buf->len + more + 1, cap = buf->cap ? buf->cap : 256;
    while (cap < need)
        cap *= 2;
    buf->data = kb_realloc(buf->data, cap, 1);
    buf->cap = cap;
}

void kb_buf_fill(struct kb_buf *buf, char c, size_t count)
{
    kb_buf_reserve(buf, count);
    memset(buf->data + buf->len, c, count);
    buf->len += count;
    buf->data[buf->len] = '\0';
}

void kb_buf_number(struct kb_buf *buf, uint64_t number)
{
    char digits[3 * sizeof number], *end = digits + sizeof digits, *p = end;
    do
        *--p = (char)('0' + number % 10);
    while (number /= 10);
    kb_buf_add(buf, p, (size_t)(end - p));
}

static void little_endian(struct kb_buf *buf, uint64_t value, size_t bytes)
{
    unsigned char out[8];
    for (size_t i = 0; i < bytes; i++)
        out[i] = (unsigned char)(value >> (8 * i));
    kb_buf_add(buf, out, bytes);
}

void kb_buf_u16(struct kb_buf *buf, uint16_t value)
{
    little_endian(buf, value, 2);
}

void kb_buf_u32(struct kb_buf *buf, uint32_t value)
{
    little_endian(buf, value, 4);
}

void kb_buf_u64(struct kb_buf *buf, uint64_t value)
{
    little_endian(buf, value, 8);
}

void kb_buf_vprintf(struct kb_buf *buf, const char *format, va_list args)
{
    enum { OFTEN_ENOUGH = 64 };
    va_list again;
    va_copy(again, args);
    kb_buf_reserve(buf, OFTEN_ENOUGH);
    int n = vsnprintf(buf->data + buf->len, buf->cap - buf->len, format, args);
    if (n > 0 && (size_t)n >= buf->cap - buf->len) {
        kb_buf_reserve(buf, (size_t)n);
        vsnprintf(buf->data + buf->len, buf->cap - buf->len, format, again);
    }
    buf->len += n > 0 ? (size_t)n : 0;
    va_end(again);
}

void kb_buf_printf(struct kb_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kb_buf_vprintf(buf, format, args);
    va_end(args);
}

void kb_buf_json(struct kb_buf *buf, struct kb_str text)
{
    uint32_t cp;
    bool ok;
    kb_buf_putc(buf, '"');
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        const char *run = p;
        p = kb_plain_end(p, end);
        kb_buf_add(buf, run, (size_t)(p - run));
        if (p == end)
            break;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (cp == '"' || cp == '\\')
            kb_buf_printf(buf, "\\%c", (char)cp);
        else if (cp == '\n')
            kb_buf_puts(buf, "\\n");
        else if (cp == '\t')
            kb_buf_puts(buf, "\\t");
        else if (cp == '\r')
            kb_buf_puts(buf, "\\r");
        else if (kb_cp_unprintable(cp) && cp < 0x10000)
            kb_buf_printf(buf, "\\u%04x", (unsigned)cp);
        else if (!ok)
            kb_buf_puts(buf, "\xEF\xBF\xBD");
        else
            kb_buf_add(buf, p, n);
        p += n;
    }
    kb_buf_putc(buf, '"');
}

void kb_buf_pointer_key(struct kb_buf *buf, struct kb_str key)
{
    kb_buf_putc(buf, '/');
    for (size_t i = 0, run; i < key.n; i++) {
        for (run = i; i < key.n && key.p[i] != '~' && key.p[i] != '/'; i++)
            ;
        kb_buf_add(buf, key.p + run, i - run);
        if (i < key.n)
            kb_buf_puts(buf, key.p[i] == '~' ? "~0" : "~1");
    }
}

const char *kb_buf_pointer_part(struct kb_buf *buf, const char *part)
{
    kb_buf_puts(buf, ""); /* an empty key is a text, too */
    for (part++; *part && *part != '/';) {
        const char *run = part;
        while (*part && *part != '/' && *part != '~')
            part++;
        kb_buf_add(buf, run, (size_t)(part - run));
        if (*part != '~')
            continue;
        bool escape = part[1] == '0' || part[1] == '1';
        kb_buf_putc(buf, escape && part[1] == '1' ? '/' : '~');
        part += escape ? 2 : 1;
    }
    return part;
}

static const char *plain_one(struct kb_buf *buf, const char *p, const char *end)
{
    uint32_t cp;
    bool ok;
    size_t n = kb_utf8_next(p, end, &cp, &ok);
    if (!ok)
        kb_buf_printf(buf, "\\x%02X", (unsigned)(unsigned char)*p);
    else if (cp == '\n')
        kb_buf_puts(buf, "\\n");
    else if (cp == '\t')
        kb_buf_puts(buf, "\\t");
    else if (cp == '\r')
        kb_buf_puts(buf, "\\r");
    else if (kb_cp_unprintable(cp))
        kb_buf_printf(buf, "\\u%04X", (unsigned)cp);
    else
        kb_buf_add(buf, p, n);
    return p + n;
}

void kb_buf_plain(struct kb_buf *buf, struct kb_str text)
{
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        const char *run = p;
        p = kb_plain_end(p, end);
        kb_buf_add(buf, run, (size_t)(p - run));
        if (p < end)
            p = plain_one(buf, p, end);
    }
}

void kb_buf_quote(struct kb_buf *buf, struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    kb_buf_putc(buf, '`');
    for (size_t i = 0; p < end && i < KB_QUOTE; i++)
        p = plain_one(buf, p, end);
    kb_buf_puts(buf, p < end ? "…`" : "`");
}

bool kb_buf_suggest(struct kb_buf *buf, struct kb_str word,
                    struct kb_str (*next)(const void *from, size_t i), const void *from)
{
    long near = kb_nearest(word, next, from);
    if (near < 0)
        return false;
    kb_buf_puts(buf, "; did you mean ");
    kb_buf_quote(buf, next(from, (size_t)near));
    kb_buf_putc(buf, '?');
    return true;
}

void kb_buf_free(struct kb_buf *buf)
{
    free(buf->data);
    *buf = (struct kb_buf){0};
}
