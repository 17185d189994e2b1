/* SPDX-License-Identifier: MIT */
/* Texts of JSON without their quotes and escapes. */
#include "compiler/scan.h"

#include <string.h>

#include "kb/ascii.h"
#include "kb/str.h"

int kb_scan_hex4(const char *p, const char *end)
{
    int value = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = kb_hex(p[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

void kb_scan_decode(struct kb_buf *buf, const char *p, const char *end)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    for (p++; p < end && *p != '"';) {
        const char *run = p;
        while (p < end && *p != '"' && *p != '\\' && *p)
            p++;
        kb_buf_add(buf, run, (size_t)(p - run));
        if (p >= end || *p == '"')
            continue;
        char c = p + 1 < end ? p[1] : '\0', out[4];
        const char *known = c ? strchr(from, c) : NULL;
        int unit = *p && c == 'u' ? kb_scan_hex4(p + 2, end) : -1, low;
        uint32_t cp = unit > 0 ? (uint32_t)unit : 0xFFFD;
        if (*p && known) {
            kb_buf_putc(buf, to[known - from]);
            p += 2;
            continue;
        }
        if (*p && unit < 0) { /* no escape: the backslash stands for itself */
            kb_buf_putc(buf, *p++);
            continue;
        }
        p += *p ? 6 : 1;
        if (unit >= 0xD800 && unit < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' &&
            (low = kb_scan_hex4(p + 2, end)) >= 0xDC00 && low <= 0xDFFF) {
            cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
            p += 6;
        } else if (unit >= 0xD800 && unit <= 0xDFFF) {
            cp = 0xFFFD;
        }
        kb_buf_add(buf, out, kb_utf8_put(out, cp));
    }
}

struct kb_str kb_scan_token_text(const struct kb_scan_token *token, const char *data,
                                 struct kb_buf *buf)
{
    const char *p = data + token->at;
    if (token->plain)
        return (struct kb_str){p + 1, token->len - 2};
    buf->len = 0;
    kb_scan_decode(buf, p, p + token->len);
    return kb_buf_view(buf);
}

struct kb_str kb_scan_text(const char *p, size_t len, struct kb_buf *buf)
{
    if (!memchr(p, '\\', len) && !memchr(p, '\0', len))
        return (struct kb_str){p + 1, len - 2};
    buf->len = 0;
    kb_scan_decode(buf, p, p + len);
    return kb_buf_view(buf);
}

size_t kb_scan_text_offset(const char *p, const char *end, size_t decoded)
{
    const char *at = p + 1;
    struct kb_buf one = {0};
    while (at < end && *at != '"') {
        const char *next = at + 1;
        size_t bytes = 1;
        if (*at == '\\') { /* decode this escape alone; a surrogate pair is two */
            int unit = at + 1 < end && at[1] == 'u' ? kb_scan_hex4(at + 2, end) : -1;
            next = unit >= 0 ? at + 6 : at + 2;
            bool high = unit >= 0xD800 && unit < 0xDC00 && end - next >= 6 && *next == '\\';
            int low = high && next[1] == 'u' ? kb_scan_hex4(next + 2, end) : -1;
            if (low >= 0xDC00 && low <= 0xDFFF)
                next += 6;
            one.len = 0;
            kb_scan_decode(&one, at - 1, next < end ? next : end);
            bytes = one.len;
        }
        if (decoded < bytes)
            break;
        decoded -= bytes;
        at = next;
    }
    kb_buf_free(&one);
    return (size_t)((at < end ? at : end) - p);
}
