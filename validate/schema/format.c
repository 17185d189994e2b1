/* SPDX-License-Identifier: MIT */
/* The formats that are asserted. Each test sees a text with its length, which may hold NUL. */
#include <string.h>

#include "kb/ascii.h"
#include "kb/date.h"
#include "validate/schema/program.h"

static struct kb_str cut(struct kb_str text, size_t from, size_t to)
{
    return (struct kb_str){text.p + from, to - from};
}

static bool date(struct kb_str text)
{
    int32_t day;
    return kb_date_parse(text, &day);
}

/* Two digits at `at` with a value below `end`; -1 otherwise. */
static int two(struct kb_str text, size_t at, int end)
{
    if (text.n < at + 2 || !kb_is_digit(text.p[at]) || !kb_is_digit(text.p[at + 1]))
        return -1;
    int value = (text.p[at] - '0') * 10 + text.p[at + 1] - '0';
    return value < end ? value : -1;
}

/* full-time of RFC 3339: hh:mm:ss, a fraction, an offset. A leap second is the last of a UTC day.
 */
static bool time_of_day(struct kb_str text)
{
    int hour = two(text, 0, 24), minute = two(text, 3, 60), second = two(text, 6, 61);
    if (text.n < 9 || text.p[2] != ':' || text.p[5] != ':' || hour < 0 || minute < 0 || second < 0)
        return false;
    size_t at = 8;
    if (text.p[at] == '.') {
        size_t start = ++at;
        while (at < text.n && kb_is_digit(text.p[at]))
            at++;
        if (at == start || at == text.n)
            return false;
    }
    int offset = 0;
    char sign = text.p[at];
    if (sign == '+' || sign == '-') {
        int hours = two(text, at + 1, 24), minutes = two(text, at + 4, 60);
        if (text.n != at + 6 || text.p[at + 3] != ':' || hours < 0 || minutes < 0)
            return false;
        offset = (hours * 60 + minutes) * (sign == '+' ? 1 : -1);
    } else if ((sign != 'Z' && sign != 'z') || text.n != at + 1) {
        return false;
    }
    int utc = (hour * 60 + minute - offset + 2 * 1440) % 1440;
    return second < 60 || utc == 1439;
}

static bool date_time(struct kb_str text)
{
    return text.n > 11 && date(cut(text, 0, 10)) && (text.p[10] == 'T' || text.p[10] == 't') &&
           time_of_day(cut(text, 11, text.n));
}

bool kb_schema_ipv4(struct kb_str text)
{
    size_t at = 0;
    for (int part = 0; part < 4; part++) {
        int value = 0;
        size_t start = at;
        for (; at < text.n && kb_is_digit(text.p[at]) && value < 256; at++)
            value = value * 10 + (text.p[at] - '0');
        if (at == start || value > 255 || (at - start > 1 && text.p[start] == '0'))
            return false;
        if (part < 3 && (at == text.n || text.p[at++] != '.'))
            return false;
    }
    return at == text.n;
}

bool kb_schema_ipv6(struct kb_str text)
{
    size_t at = 0, groups = 0;
    bool gap = false;
    if (text.n >= 2 && memcmp(text.p, "::", 2) == 0) {
        gap = true;
        at = 2;
    }
    while (at < text.n) {
        size_t start = at;
        while (at < text.n && kb_hex(text.p[at]) >= 0)
            at++;
        if (at < text.n && text.p[at] == '.') { /* an IPv4 address ends it, as two groups */
            groups += 2;
            return kb_schema_ipv4(cut(text, start, text.n)) && (gap ? groups < 8 : groups == 8);
        }
        if (at == start || at - start > 4)
            return false;
        groups++;
        if (at == text.n)
            break;
        if (text.p[at++] != ':' || at == text.n)
            return false;
        if (text.p[at] == ':') {
            if (gap)
                return false;
            gap = true;
            at++;
        }
    }
    return gap ? groups < 8 : groups == 8;
}

/* RFC 1123: labels of letters, digits and inner hyphens. What an `xn--` label decodes to is not
 * looked at. */
static bool hostname(struct kb_str text)
{
    size_t label = 0;
    if (text.n > 253)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool last = i + 1 == text.n || text.p[i + 1] == '.';
        if (c == '.' && label > 0) {
            label = 0;
            continue;
        }
        if (!kb_is_letter(c) && !kb_is_digit(c) && (c != '-' || label == 0 || last))
            return false;
        if (++label > 63)
            return false;
    }
    return label > 0;
}

/* The local part of RFC 5321: atoms with dots between them, or a quoted string. */
static bool local_part(struct kb_str text)
{
    if (text.n >= 2 && text.p[0] == '"') {
        for (size_t i = 1; i + 1 < text.n; i++) {
            if (text.p[i] == '\\' && i + 2 < text.n)
                i++;
            else if (text.p[i] == '"' || text.p[i] == '\\')
                return false;
            if (text.p[i] < ' ' || text.p[i] == 0x7F)
                return false;
        }
        return text.p[text.n - 1] == '"';
    }
    bool dot = true; /* none at either end, no two together */
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '.'
                ? dot
                : !kb_is_letter(c) && !kb_is_digit(c) && !(c && strchr("!#$%&'*+-/=?^_`{|}~", c)))
            return false;
        dot = c == '.';
    }
    return !dot;
}

static bool email(struct kb_str text)
{
    size_t at = text.n;
    while (at > 0 && text.p[at - 1] != '@')
        at--;
    if (at == 0 || !local_part(cut(text, 0, at - 1)))
        return false;
    struct kb_str domain = cut(text, at, text.n);
    if (domain.n < 2 || domain.p[0] != '[' || domain.p[domain.n - 1] != ']')
        return hostname(domain);
    domain = cut(domain, 1, domain.n - 1);
    if (kb_str_starts(domain, "IPv6:"))
        return kb_schema_ipv6(cut(domain, 5, domain.n));
    return kb_schema_ipv4(domain);
}

static bool uuid(struct kb_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text.p[i] != '-' : kb_hex(text.p[i]) < 0)
            return false;
    }
    return text.n == 36;
}

static bool json_pointer(struct kb_str text)
{
    if (text.n && text.p[0] != '/')
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '~' && (i + 1 == text.n || (text.p[i + 1] != '0' && text.p[i + 1] != '1')))
            return false;
    return true;
}

static bool regex(struct kb_str text)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_SCHEMA, text, &error);
    kb_pattern_free(pattern);
    return pattern != NULL;
}

const struct kb_format *kb_schema_format(struct kb_str name)
{
    static const struct kb_format formats[] = {
        {"date", "a date such as 2026-02-28", date},
        {"date-time", "a date and time such as 2026-02-28T12:00:00Z", date_time},
        {"time", "a time with its offset such as 12:00:00Z", time_of_day},
        {"uri", "an absolute URI such as https://example.org/", kb_schema_uri},
        {"email", "an e-mail address", email},
        {"uuid", "a UUID", uuid},
        {"regex", "a regular expression", regex},
        {"ipv4", "an IPv4 address", kb_schema_ipv4},
        {"ipv6", "an IPv6 address", kb_schema_ipv6},
        {"hostname", "a host name", hostname},
        {"json-pointer", "a JSON pointer", json_pointer},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (kb_str_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}
