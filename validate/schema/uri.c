/* SPDX-License-Identifier: MIT */
/* The format `uri`: RFC 3986, with a scheme. */
#include <string.h>

#include "kb/ascii.h"
#include "validate/schema/program.h"

/* Only unreserved characters, sub-delims, %XX and those of `also`. */
static bool only(struct kb_str text, const char *also)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '%') {
            if (text.n - i < 3 || kb_hex(text.p[i + 1]) < 0 || kb_hex(text.p[i + 2]) < 0)
                return false;
            i += 2;
        } else if (!kb_is_letter(c) && !kb_is_digit(c) &&
                   !(c && (strchr("-._~!$&'()*+,;=", c) || strchr(also, c)))) {
            return false;
        }
    }
    return true;
}

/* Takes the part of *text before the first character of `stops`. */
static struct kb_str take(struct kb_str *text, const char *stops)
{
    size_t n = 0;
    while (n < text->n && !(text->p[n] && strchr(stops, text->p[n])))
        n++;
    struct kb_str part = {text->p, n};
    *text = (struct kb_str){text->p + n, text->n - n};
    return part;
}

static bool skip(struct kb_str *text, char c)
{
    if (!text->n || text->p[0] != c)
        return false;
    *text = (struct kb_str){text->p + 1, text->n - 1};
    return true;
}

static bool scheme(struct kb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!kb_is_letter(text.p[i]) &&
            (i == 0 || !(kb_is_digit(text.p[i]) || (text.p[i] && strchr("+-.", text.p[i])))))
            return false;
    return text.n > 0;
}

/* What stands in brackets: an IPv6 address, or "v", a version, "." and an address. */
static bool literal(struct kb_str text)
{
    if (!skip(&text, 'v') && !skip(&text, 'V'))
        return kb_schema_ipv6(text);
    struct kb_str version = take(&text, ".");
    for (size_t i = 0; i < version.n; i++)
        if (kb_hex(version.p[i]) < 0)
            return false;
    return version.n && skip(&text, '.') && text.n && !memchr(text.p, '%', text.n) &&
           only(text, ":");
}

static bool authority(struct kb_str text)
{
    if (memchr(text.p, '@', text.n) && (!only(take(&text, "@"), ":") || !skip(&text, '@')))
        return false;
    if (skip(&text, '[')) {
        if (!literal(take(&text, "]")) || !skip(&text, ']'))
            return false;
    } else if (!only(take(&text, ":"), "")) {
        return false;
    }
    if (text.n && !skip(&text, ':'))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!kb_is_digit(text.p[i]))
            return false;
    return true;
}

bool kb_schema_uri(struct kb_str text)
{
    if (!scheme(take(&text, ":")) || !skip(&text, ':'))
        return false;
    if (text.n >= 2 && memcmp(text.p, "//", 2) == 0) {
        text = (struct kb_str){text.p + 2, text.n - 2};
        if (!authority(take(&text, "/?#")))
            return false;
    }
    if (!only(take(&text, "?#"), ":@/"))
        return false;
    if (skip(&text, '?') && !only(take(&text, "#"), ":@/?"))
        return false;
    return !skip(&text, '#') || only(text, ":@/?");
}
