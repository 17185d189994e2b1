/* SPDX-License-Identifier: MIT */
/* Addresses in their parts: scheme, user info, host, port, rest. */
#include "kb/url.h"

#include <string.h>

#include "kb/ascii.h"

static bool scheme_is(const struct kb_url *url, const char *name)
{
    for (size_t i = 0; i < url->scheme_length; i++)
        if (!name[i] || kb_to_lower(url->text.p[i]) != name[i])
            return false;
    return !name[url->scheme_length];
}

/* What browsers drop: controls and blanks at both ends; tab, LF and CR anywhere. Most addresses
 * have nothing of it, nor what makes them unclean, and need no room. */
static void clean(struct kb_url *url, struct kb_buf *room, struct kb_str text)
{
    while (text.n && (unsigned char)text.p[0] <= ' ')
        text.p++, text.n--;
    while (text.n && (unsigned char)text.p[text.n - 1] <= ' ')
        text.n--;
    url->text = text;
    if (text.n && kb_plain_end(text.p, text.p + text.n) == text.p + text.n &&
        !memchr(text.p, ' ', text.n))
        return;
    room->len = 0;
    kb_buf_puts(room, "");
    kb_buf_str(room, text);
    bool in_path = true; /* backslashes are text behind a ? or # */
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        in_path &= c != '?' && c != '#';
        url->unclean |= (unsigned char)c <= ' ' || c == 0x7F || (c == '\\' && in_path);
        if (c != '\t' && c != '\n' && c != '\r')
            room->data[n++] = c;
    }
    room->data[room->len = n] = '\0';
    url->text = kb_buf_view(room);
}

static void read_scheme(struct kb_url *url)
{
    size_t i = 0;
    if (!url->text.n || !kb_is_letter(url->text.p[0]))
        return;
    while (i < url->text.n && (kb_is_letter(url->text.p[i]) || kb_is_digit(url->text.p[i]) ||
                               (url->text.p[i] && strchr("+-.", url->text.p[i]))))
        i++;
    if (i == url->text.n || url->text.p[i] != ':')
        return;
    url->scheme_length = i;
    url->scheme = scheme_is(url, "http")    ? KB_SCHEME_HTTP
                  : scheme_is(url, "https") ? KB_SCHEME_HTTPS
                                            : KB_SCHEME_OTHER;
}

static int32_t read_port(const char *p, const char *end)
{
    int32_t port = p == end ? KB_PORT_NONE : 0;
    for (; p < end; p++) {
        if (!kb_is_digit(*p))
            return KB_PORT_BROKEN;
        port = port * 10 + (*p - '0');
        if (port > 65535)
            return KB_PORT_BROKEN;
    }
    return port;
}

/* The bytes between the slashes and the rest: user info up to the last @, host, port. */
static void read_authority(struct kb_url *url, const char *p, const char *end)
{
    for (const char *at = end; at > p; at--) {
        if (at[-1] != '@')
            continue;
        url->user_info = true;
        p = at;
        break;
    }
    bool bracket = false;
    const char *colon = p;
    for (; colon < end && (*colon != ':' || bracket); colon++)
        bracket = *colon == '[' || (bracket && *colon != ']');
    if (colon < end)
        url->port = read_port(colon + 1, end);
    url->host_text = (struct kb_str){p, (size_t)(colon - p)};
    kb_host_parse(&url->host, url->host_text);
}

/* Browsers take any number of slashes, and backslashes for them, where they know the scheme. */
static void read_rest(struct kb_url *url)
{
    const char *p = url->text.p + url->scheme_length + 1, *end = kb_str_end(url->text);
    bool web = url->scheme == KB_SCHEME_HTTP || url->scheme == KB_SCHEME_HTTPS ||
               scheme_is(url, "ftp") || scheme_is(url, "ws") || scheme_is(url, "wss");
    const char *start = p;
    while (p < end && (*p == '/' || (web && *p == '\\')) && (web || p - start < 2))
        p++;
    bool slashes = p - start == 2 && memcmp(start, "//", 2) == 0;
    if (!web && !slashes)
        return;
    const char *stop = p;
    while (stop < end && *stop != '/' && *stop != '?' && *stop != '#' && !(web && *stop == '\\'))
        stop++;
    url->loose = !slashes || (stop < end && *stop == '\\');
    url->rest = (size_t)(stop - url->text.p);
    read_authority(url, p, stop);
}

struct kb_url kb_url_parse(struct kb_buf *room, struct kb_str text)
{
    struct kb_url url = {.port = KB_PORT_NONE};
    clean(&url, room, text);
    url.rest = url.text.n;
    read_scheme(&url);
    if (url.scheme != KB_SCHEME_NONE)
        read_rest(&url);
    return url;
}

bool kb_url_web(const struct kb_url *url)
{
    return (url->scheme == KB_SCHEME_HTTP || url->scheme == KB_SCHEME_HTTPS) && !url->loose &&
           url->host.kind > KB_HOST_BROKEN && url->port != KB_PORT_BROKEN;
}

bool kb_url_valid(const struct kb_url *url)
{
    return kb_url_web(url) && !url->unclean;
}

enum kb_danger kb_url_danger(const struct kb_url *url)
{
    static const char *const schemes[] = {"javascript", "data", "vbscript", "file"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (url->scheme == KB_SCHEME_OTHER && scheme_is(url, schemes[i]))
            return KB_DANGER_SCHEME;
    if (url->user_info)
        return KB_DANGER_USER_INFO;
    enum kb_danger danger = kb_host_danger(&url->host);
    if (danger == KB_DANGER_NONE && url->port == 0)
        danger = KB_DANGER_PORT_ZERO;
    if (danger == KB_DANGER_NONE && url->host.disguised)
        danger = KB_DANGER_DISGUISE;
    return danger == KB_DANGER_NONE && url->host.mixed ? KB_DANGER_LOOKALIKE : danger;
}
