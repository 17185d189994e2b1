/* SPDX-License-Identifier: MIT */
/* A growing run of bytes. data is never NULL after the first call and always NUL-terminated. */
#ifndef KB_BUF_H
#define KB_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kb/str.h"

#if defined __GNUC__
#define KB_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define KB_PRINTF(fmt, args)
#endif

/* Zero-initialised is empty and ready. */
struct kb_buf {
    char *data;
    size_t len, cap;
};

/* Makes room for that many bytes and a NUL, of which there is too little. */
void kb_buf_grow(struct kb_buf *buf, size_t more);

static inline void kb_buf_reserve(struct kb_buf *buf, size_t more)
{
    if (buf->cap - buf->len <= more)
        kb_buf_grow(buf, more);
}

/* In place: a byte is no call, and the length of a literal is known. */

static inline void kb_buf_add(struct kb_buf *buf, const void *data, size_t len)
{
    kb_buf_reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

static inline void kb_buf_putc(struct kb_buf *buf, char c)
{
    kb_buf_reserve(buf, 1);
    buf->data[buf->len++] = c;
    buf->data[buf->len] = '\0';
}

static inline void kb_buf_puts(struct kb_buf *buf, const char *text)
{
    kb_buf_add(buf, text, strlen(text));
}

static inline void kb_buf_str(struct kb_buf *buf, struct kb_str text)
{
    kb_buf_add(buf, text.p, text.n);
}

/* In decimal digits. */
void kb_buf_number(struct kb_buf *buf, uint64_t number);

void kb_buf_fill(struct kb_buf *buf, char c, size_t count);

/* Little-endian integers of stated width. */
void kb_buf_u16(struct kb_buf *buf, uint16_t value);
void kb_buf_u32(struct kb_buf *buf, uint32_t value);
void kb_buf_u64(struct kb_buf *buf, uint64_t value);

/* For numbers and fixed words, and for messages. Locale is always "C". */
KB_PRINTF(2, 3) void kb_buf_printf(struct kb_buf *buf, const char *format, ...);
KB_PRINTF(2, 0) void kb_buf_vprintf(struct kb_buf *buf, const char *format, va_list args);

/* `text` as a JSON string with its quotes; broken UTF-8 becomes U+FFFD, what a terminal should not
 * see is escaped. */
void kb_buf_json(struct kb_buf *buf, struct kb_str text);

/* "/" and the key as a part of a JSON pointer (RFC 6901): ~ as ~0, / as ~1. */
void kb_buf_pointer_key(struct kb_buf *buf, struct kb_str key);

/* The reverse: the key in the part of a pointer that begins with the "/" at `part`. Returns where
 * the next part begins, or the NUL. A ~ before anything but 0 and 1 stands for itself. */
const char *kb_buf_pointer_part(struct kb_buf *buf, const char *part);

/* `text` on one line: controls, bidi controls and broken bytes as \n, \t, \u00XX, \xXX. */
void kb_buf_plain(struct kb_buf *buf, struct kb_str text);

/* The same, quoted with backticks and cut at KB_QUOTE code points: for messages. */
void kb_buf_quote(struct kb_buf *buf, struct kb_str text);

/* Appends "; did you mean `x`?" with the nearest of the candidates (kb_nearest). False, with
 * nothing appended, where none is near. */
bool kb_buf_suggest(struct kb_buf *buf, struct kb_str word,
                    struct kb_str (*next)(const void *from, size_t i), const void *from);

/* Borrowed until the next change. */
static inline struct kb_str kb_buf_view(const struct kb_buf *buf)
{
    return (struct kb_str){buf->data ? buf->data : "", buf->len};
}

void kb_buf_free(struct kb_buf *buf);

#endif
