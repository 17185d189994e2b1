/* SPDX-License-Identifier: MIT */
/* One spelling for what people write in many. */
#include "validate/rules/plain.h"

#include "kb/ascii.h"

/* What stands for cp in both texts: ASCII for its other widths, typographic quotes, dashes, blanks
 * and the digits of other scripts. */
static uint32_t plain(uint32_t cp)
{
    static const uint32_t digits[] = {0x0660, 0x06F0, 0x0966, 0x0E50};
    if (cp < 0x80)
        return cp == '\t' || cp == '\n' || cp == '\r' ? ' ' : cp;
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFEE0;
    if (cp == 0xA0 || cp == 0x2009 || cp == 0x202F || cp == 0x3000)
        return ' ';
    if (cp == 0x2018 || cp == 0x2019)
        return '\'';
    if (cp == 0x201C || cp == 0x201D || cp == 0x201E || cp == 0xAB || cp == 0xBB)
        return '"';
    if (cp == 0x2010 || cp == 0x2011 || cp == 0x2013 || cp == 0x2212)
        return '-';
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        if (cp >= digits[i] && cp < digits[i] + 10)
            return '0' + cp - digits[i];
    return cp;
}

/* Whether the comma at p groups thousands: a digit before it, exactly three behind it. */
static bool groups(const char *start, const char *p, const char *end)
{
    return p > start && kb_is_digit(p[-1]) && end - p > 3 && kb_is_digit(p[1]) &&
           kb_is_digit(p[2]) && kb_is_digit(p[3]) && (p + 4 == end || !kb_is_digit(p[4]));
}

void kb_plain_text(struct kb_buf *out, struct kb_str text)
{
    uint32_t cp;
    bool ok;
    out->len = 0;
    kb_buf_puts(out, "");
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        char bytes[4];
        p += kb_utf8_next(p, end, &cp, &ok);
        cp = plain(cp);
        if (cp != ' ' || (out->len && out->data[out->len - 1] != ' '))
            kb_buf_add(out, bytes, kb_utf8_put(bytes, cp));
    }
    size_t n = 0;
    for (const char *p = out->data, *end = p + out->len; p < end; p++)
        if (*p != ',' || !groups(out->data, p, end))
            out->data[n++] = *p; /* behind n all is as it was, and groups() looks no further back */
    out->len = n;
    out->data[n] = '\0';
}
