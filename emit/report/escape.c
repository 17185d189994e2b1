/* SPDX-License-Identifier: MIT */
/* Escapes, one function a context. */
#include "emit/report/escape.h"

#include <string.h>

#include "kb/ascii.h"

static bool illegal_in_xml(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0xFFFE || cp == 0xFFFF;
}

static const char *xml_entity(uint32_t cp)
{
    switch (cp) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void kb_escape_xml(struct kb_buf *out, struct kb_str text)
{
    uint32_t cp;
    bool ok;
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        const char *entity = xml_entity(cp);
        if (entity)
            kb_buf_puts(out, entity);
        else if (!ok)
            kb_buf_puts(out, "\xEF\xBF\xBD");
        else if (kb_cp_unprintable(cp) && !illegal_in_xml(cp))
            kb_buf_printf(out, "&#%u;", (unsigned)cp);
        else if (!illegal_in_xml(cp))
            kb_buf_add(out, p, n);
        p += n;
    }
}

void kb_escape_github(struct kb_buf *out, struct kb_str text, bool property)
{
    uint32_t cp;
    bool ok;
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (cp == '%' || cp == '\r' || cp == '\n' || (property && (cp == ':' || cp == ',')))
            kb_buf_printf(out, "%%%02X", (unsigned)cp);
        else
            kb_buf_plain(out, (struct kb_str){p, n});
        p += n;
    }
}

static bool unreserved(char c)
{
    return kb_is_letter(c) || kb_is_digit(c) || (c && strchr("-._~", c));
}

void kb_escape_uri(struct kb_buf *out, struct kb_str path)
{
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (c == '/' || unreserved(c))
            kb_buf_putc(out, c);
        else
            kb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

void kb_escape_markdown(struct kb_buf *out, struct kb_str text)
{
    bool code = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        code ^= c == '`';
        if (c && !code && strchr("\\*_<>[]~$|&#", c))
            kb_buf_putc(out, '\\');
        kb_buf_putc(out, c == '\n' ? ' ' : c);
    }
}
