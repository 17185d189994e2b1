/* SPDX-License-Identifier: MIT */
/* Addresses: which of them may become links, and how they are written. */
#include "emit/html/markup.h"

#include <string.h>

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void put_percent(struct kb_buf *out, char c)
{
    kb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
}

/* What a browser drops before it looks for the scheme: controls and blanks at both ends, and tab,
 * LF and CR anywhere. Judging the address as written instead would judge another one. */
static void strip(struct kb_buf *out, struct kb_str url)
{
    while (url.n > 0 && (unsigned char)url.p[0] <= ' ')
        url.p++, url.n--;
    while (url.n > 0 && (unsigned char)url.p[url.n - 1] <= ' ')
        url.n--;
    for (size_t i = 0; i < url.n; i++)
        if (url.p[i] != '\t' && url.p[i] != '\n' && url.p[i] != '\r')
            kb_buf_putc(out, url.p[i]);
}

static size_t scheme_length(const char *p, size_t n)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t s = 0; s < 2; s++) {
        size_t length = strlen(schemes[s]), i = 0;
        while (
            i < length && i < n &&
            (p[i] == schemes[s][i] || (p[i] >= 'A' && p[i] <= 'Z' && p[i] + 32 == schemes[s][i])))
            i++;
        if (i == length)
            return length;
    }
    return 0;
}

/* Length of a host with its port: letters, digits, - . _ and a number after a colon, or an IPv6
 * address in brackets. 0 for anything else, user info among it, which is there to deceive. */
static size_t host_length(const char *p, size_t n)
{
    size_t i = 0, name;
    if (n > 0 && p[0] == '[') {
        for (i = 1; i < n && (is_hex(p[i]) || p[i] == ':' || p[i] == '.');)
            i++;
        if (i < 4 || i == n || p[i] != ']')
            return 0;
        name = ++i;
    } else {
        while (i < n && (is_word(p[i]) || p[i] == '-' || p[i] == '.' || p[i] == '_' ||
                         (unsigned char)p[i] >= 0x80))
            i++;
        name = i;
    }
    if (i < n && p[i] == ':')
        for (i++; i < n && i - name <= 5 && p[i] >= '0' && p[i] <= '9';)
            i++;
    if (name == 0 || p[0] == '.' || (i < n && p[i] != '/' && p[i] != '?' && p[i] != '#'))
        return 0;
    return i;
}

bool kb_markup_url(struct kb_buf *out, struct kb_str url)
{
    struct kb_buf bare = {0};
    strip(&bare, url);
    struct kb_str text = kb_buf_view(&bare);
    size_t scheme = scheme_length(text.p, text.n);
    size_t host = scheme ? host_length(text.p + scheme, text.n - scheme) : 0;
    bool fine = host > 0 && kb_utf8_valid(text);
    bool fragment = false;
    for (size_t i = 0; fine && i < text.n; i++) {
        char c = text.p[i];
        if (is_word(c) || (c && strchr("-._~:/?[]@!$&'()*+,;=", c))) {
            /* Brackets belong to a host; elsewhere the URL standard wants them encoded. */
            if ((c == '[' || c == ']') && i >= scheme + host)
                put_percent(out, c);
            else
                kb_buf_putc(out, c);
        } else if (c == '%' && i + 2 < text.n && is_hex(text.p[i + 1]) && is_hex(text.p[i + 2])) {
            kb_buf_putc(out, c);
        } else if (c == '#' && !fragment) {
            fragment = true;
            kb_buf_putc(out, c);
        } else {
            put_percent(out, c);
        }
    }
    kb_buf_free(&bare);
    return fine;
}

void kb_markup_link(struct kb_page *page, struct kb_str url)
{
    struct kb_buf href = {0};
    struct kb_str text = kb_markup_trim(url);
    if (kb_markup_url(&href, url)) {
        kb_page_open(page, EL_A);
        kb_page_attr(page, "href", kb_buf_view(&href));
        kb_page_word(page, "rel", "noopener noreferrer nofollow ugc");
        kb_page_word(page, "dir", "auto");
        kb_page_text(page, text);
        kb_page_close(page, EL_A);
    } else {
        kb_page_begin(page, EL_BDI, "unlinked");
        kb_page_text(page, text);
        kb_page_close(page, EL_BDI);
    }
    kb_buf_free(&href);
}
