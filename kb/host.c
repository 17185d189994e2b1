/* SPDX-License-Identifier: MIT */
/* Hosts: names, IPv4 in every spelling, IPv6; and which of them nobody else can reach. */
#include <stdio.h>
#include <string.h>

#include "kb/ascii.h"
#include "kb/url.h"

/* Bytes of host text looked at: each byte of a name may be a character of four bytes, and each of
 * those percent-encoded. */
#define MAX_TEXT (12 * KB_MAX_HOST)

static const struct {
    uint32_t first, last;
    char ascii[5];
} idna[] = {
#define IDNA(first, last, ascii) {first, last, ascii},
#include "kb/idna.def"
#undef IDNA
};

/* Code points that IdnaMappingTable.txt of Unicode 15.1 has browsers ignore. */
static bool is_ignored(uint32_t cp)
{
    return cp == 0xAD || cp == 0x34F || (cp >= 0x180B && cp <= 0x180F) || cp == 0x200B ||
           cp == 0x2060 || cp == 0x2064 || (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF ||
           (cp >= 0x1BCA0 && cp <= 0x1BCA3) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

/* Writes the ASCII that browsers read for cp and returns its length, or 0. */
static size_t to_ascii(uint32_t cp, char out[4])
{
    size_t low = 0, high = sizeof idna / sizeof *idna;
    if (cp >= 0x1D400 && cp <= 0x1D6A3) { /* mathematical A to Z, a to z, thirteen times */
        out[0] = (char)('a' + (cp - 0x1D400) % 26);
        return 1;
    }
    if (cp >= 0x1D7CE && cp <= 0x1D7FF) {
        out[0] = (char)('0' + (cp - 0x1D7CE) % 10);
        return 1;
    }
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cp > idna[mid].last)
            low = mid + 1;
        else if (cp < idna[mid].first)
            high = mid;
        else {
            size_t n = strlen(idna[mid].ascii);
            memcpy(out, idna[mid].ascii, n);
            out[0] = (char)(out[0] + (char)(cp - idna[mid].first));
            return n;
        }
    }
    return 0;
}

static size_t percent_decode(struct kb_host *host, struct kb_str text, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        int high = c == '%' && i + 2 < text.n ? kb_hex(text.p[i + 1]) : -1;
        int low = high >= 0 ? kb_hex(text.p[i + 2]) : -1;
        if (low >= 0) {
            c = (char)(high << 4 | low);
            host->disguised |= high < 8; /* beyond ASCII there is reason to */
            i += 2;
        }
        out[n++] = c;
    }
    return n;
}

/* Adds ASCII to the name; false where it is too long or holds what no name of a host has. Browsers
 * would take some more signs, but a comma or a quote there is a slip. */
static bool add(struct kb_host *host, size_t *n, const char *ascii, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char c = ascii[i] >= 'A' && ascii[i] <= 'Z' ? (char)(ascii[i] + 32) : ascii[i];
        bool good = kb_is_lower(c) || kb_is_digit(c) || c == '-' || c == '.' || c == '_';
        if (*n == KB_MAX_HOST || !good)
            return false;
        host->name[(*n)++] = c;
    }
    return true;
}

static bool is_latin(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0x24F) ||
           (cp >= 0x1E00 && cp <= 0x1EFF);
}

/* Greek and Cyrillic: scripts that have letters which look like Latin ones. */
static bool is_like_latin(uint32_t cp)
{
    return (cp >= 0x370 && cp <= 0x52F) || (cp >= 0x1C80 && cp <= 0x1C8F) ||
           (cp >= 0x1F00 && cp <= 0x1FFF) || (cp >= 0x2DE0 && cp <= 0x2DFF) ||
           (cp >= 0xA640 && cp <= 0xA69F);
}

/* Whether a label mixes scripts that look alike (UTS #39): nobody writes such a name who does not
 * want it to be taken for another. */
static bool mixes_scripts(const char *name)
{
    const char *p = name, *end = name + strlen(name);
    bool latin = false, like = false, ok;
    while (p < end && !(latin && like)) {
        uint32_t cp;
        p += kb_utf8_next(p, end, &cp, &ok);
        latin = cp != '.' && (latin || is_latin(cp));
        like = cp != '.' && (like || is_like_latin(cp));
    }
    return latin && like;
}

/* Fills host->name the way IDNA does; false where that fails. */
static bool read_name(struct kb_host *host, struct kb_str text)
{
    char decoded[MAX_TEXT], ascii[4];
    size_t n = 0;
    uint32_t cp;
    bool ok = text.n <= MAX_TEXT, long_ones = false;
    const char *p = decoded, *end = ok ? decoded + percent_decode(host, text, decoded) : decoded;
    while (p < end && ok) {
        size_t length = kb_utf8_next(p, end, &cp, &ok), count = 0;
        long_ones |= length > 1;
        if (ok && cp >= 0x80 && (is_ignored(cp) || (count = to_ascii(cp, ascii)) > 0)) {
            host->disguised = true;
            ok = add(host, &n, ascii, count);
        } else if (ok && cp < 0x80) {
            ok = add(host, &n, p, 1);
        } else if (ok) {
            ok = !kb_cp_blank(cp) && n + length <= KB_MAX_HOST;
            if (ok)
                memcpy(host->name + n, p, length), n += length;
        }
        p += length;
    }
    host->name[n] = '\0';
    host->mixed = ok && long_ones && mixes_scripts(host->name);
    return ok && n > 0;
}

/* No label is empty or longer than 63 bytes; a dot may end the name. */
static bool good_labels(const char *name)
{
    do {
        size_t n = strcspn(name, ".");
        if (n == 0 || n > 63)
            return false;
        name += n;
        name += *name == '.';
    } while (*name);
    return true;
}

/* A part of an IPv4 address: decimal, octal behind a 0, hexadecimal behind 0x. */
static bool read_number(const char *p, size_t n, uint64_t *value)
{
    int radix = 10;
    *value = 0;
    if (n >= 2 && p[0] == '0' && p[1] == 'x')
        radix = 16, p += 2, n -= 2;
    else if (n >= 2 && p[0] == '0')
        radix = 8, p++, n--;
    else if (n == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        int digit = kb_hex(p[i]);
        if (digit < 0 || digit >= radix)
            return false;
        if (*value <= UINT32_MAX) /* what is larger stays so */
            *value = *value * (uint64_t)radix + (uint64_t)digit;
    }
    return true;
}

/* What stands behind the last dot, a dot at the very end aside. */
static struct kb_str last_label(const char *name)
{
    size_t end = strlen(name), start;
    end -= end && name[end - 1] == '.';
    for (start = end; start && name[start - 1] != '.';)
        start--;
    return (struct kb_str){name + start, end - start};
}

/* Whether browsers take the name for an IPv4 address: its last label is a number. */
static bool ends_in_number(const char *name)
{
    struct kb_str last = last_label(name);
    uint64_t value;
    return strspn(last.p, "0123456789") >= last.n || read_number(last.p, last.n, &value);
}

/* Up to four parts, of which the last fills what the others leave. */
static bool read_ipv4(struct kb_host *host)
{
    uint64_t parts[4], address = 0;
    size_t n = strlen(host->name), count = 0;
    n -= host->name[n - 1] == '.';
    for (const char *p = host->name, *end = p + n; p <= end; count++) {
        const char *dot = memchr(p, '.', (size_t)(end - p));
        if (count == 4 || !read_number(p, (size_t)((dot ? dot : end) - p), &parts[count]))
            return false;
        p = (dot ? dot : end) + 1;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        if (parts[i] > 255)
            return false;
        address |= parts[i] << (24 - 8 * i);
    }
    if (parts[count - 1] >= (uint64_t)1 << (8 * (5 - count)))
        return false;
    address |= parts[count - 1];
    for (size_t i = 0; i < 4; i++)
        host->address[i] = (unsigned char)(address >> (24 - 8 * i));
    char usual[16];
    snprintf(usual, sizeof usual, "%d.%d.%d.%d", host->address[0], host->address[1],
             host->address[2], host->address[3]);
    host->disguised |= n != strlen(usual) || memcmp(host->name, usual, n) != 0;
    memcpy(host->name, usual, strlen(usual) + 1);
    return true;
}

/* The last 32 bits of an IPv6 address, written as IPv4: four decimal numbers, none with a 0 before
 * it. */
static bool read_tail(const char *p, const char *end, unsigned char out[4])
{
    for (int i = 0; i < 4; i++) {
        int value = 0, digits = 0;
        for (; p < end && *p >= '0' && *p <= '9' && digits < 4; p++, digits++) {
            if (digits && value == 0)
                return false;
            value = value * 10 + (*p - '0');
        }
        if (!digits || value > 255 || (i < 3 && (p == end || *p++ != '.')))
            return false;
        out[i] = (unsigned char)value;
    }
    return p == end;
}

static bool read_ipv6(const char *p, const char *end, unsigned char out[16])
{
    int at = 0, gap = -1; /* bytes written; where :: stands for zeros */
    memset(out, 0, 16);
    if (p < end && *p == ':') {
        if (end - p < 2 || p[1] != ':')
            return false;
        gap = 0;
        p += 2;
    }
    while (p < end && at < 16) {
        const char *start = p;
        int value = 0;
        if (*p == ':') {
            if (gap >= 0)
                return false;
            gap = at;
            p++;
            continue;
        }
        while (p < end && p - start < 4 && kb_hex(*p) >= 0)
            value = value << 4 | kb_hex(*p++);
        if (p < end && *p == '.') {
            if (at > 12 || !read_tail(start, end, out + at))
                return false;
            at += 4;
            p = end;
            break;
        }
        out[at++] = (unsigned char)(value >> 8);
        out[at++] = (unsigned char)value;
        if (p == start || (p < end && (*p != ':' || ++p == end)))
            return false;
    }
    if (p < end || (gap < 0 && at < 16) || (gap >= 0 && at == 16))
        return false;
    if (gap >= 0) {
        memmove(out + 16 - (at - gap), out + gap, (size_t)(at - gap));
        memset(out + gap, 0, (size_t)(16 - at));
    }
    return true;
}

void kb_host_parse(struct kb_host *host, struct kb_str text)
{
    *host = (struct kb_host){0};
    if (!text.n)
        return;
    host->kind = KB_HOST_BROKEN;
    const char *end = kb_str_end(text);
    if (text.p[0] == '[') {
        if (end[-1] != ']' || text.n > KB_MAX_HOST)
            return;
        memcpy(host->name, text.p + 1, text.n - 2);
        /* A zone, which browsers refuse, may follow; it belongs to link-local addresses alone. */
        const char *zone = memchr(text.p, '%', text.n);
        if (read_ipv6(text.p + 1, zone ? zone : end - 1, host->address) &&
            (!zone || (host->address[0] == 0xFE && host->address[1] >> 6 == 2)))
            host->kind = KB_HOST_IPV6;
    } else if (read_name(host, text) && good_labels(host->name)) {
        if (!ends_in_number(host->name))
            host->kind = KB_HOST_NAME;
        else if (read_ipv4(host))
            host->kind = KB_HOST_IPV4;
    }
    host->disguised &= host->kind != KB_HOST_BROKEN;
}

/* Blocks of the IANA special-purpose address registries. */
static enum kb_danger ipv4_danger(const unsigned char address[4])
{
    static const struct {
        uint32_t first;
        int bits;
        enum kb_danger danger;
    } blocks[] = {
        {0x00000000, 8, KB_DANGER_UNSPECIFIED}, {0x7F000000, 8, KB_DANGER_LOOPBACK},
        {0x0A000000, 8, KB_DANGER_PRIVATE},     {0xAC100000, 12, KB_DANGER_PRIVATE},
        {0xC0A80000, 16, KB_DANGER_PRIVATE},    {0xA9FE0000, 16, KB_DANGER_LINK_LOCAL},
    };
    uint32_t value = (uint32_t)address[0] << 24 | (uint32_t)address[1] << 16 |
                     (uint32_t)address[2] << 8 | address[3];
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if ((value ^ blocks[i].first) >> (32 - blocks[i].bits) == 0)
            return blocks[i].danger;
    return KB_DANGER_NONE;
}

static enum kb_danger ipv6_danger(const unsigned char address[16])
{
    /* Prefixes behind which an IPv4 address stands: compatible, mapped, translated (RFC 4291,
     * 7915), NAT64 (RFC 6052), 6to4 (RFC 3056). */
    static const struct {
        unsigned char prefix[12];
        size_t length;
    } embedding[] = {
        {{0}, 12},
        {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 12},
        {{0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0}, 12},
        {{0, 0x64, 0xFF, 0x9B}, 12},
        {{0x20, 0x02}, 2},
    };
    static const unsigned char loopback[16] = {[15] = 1}, unspecified[16] = {0};
    unsigned start = (unsigned)address[0] << 8 | address[1];
    if (memcmp(address, unspecified, 16) == 0)
        return KB_DANGER_UNSPECIFIED;
    if (memcmp(address, loopback, 16) == 0)
        return KB_DANGER_LOOPBACK;
    if ((start & 0xFE00) == 0xFC00 || (start & 0xFFC0) == 0xFEC0)
        return KB_DANGER_PRIVATE;
    if ((start & 0xFFC0) == 0xFE80)
        return KB_DANGER_LINK_LOCAL;
    for (size_t i = 0; i < sizeof embedding / sizeof *embedding; i++)
        if (memcmp(address, embedding[i].prefix, embedding[i].length) == 0)
            return ipv4_danger(address + embedding[i].length);
    return KB_DANGER_NONE;
}

static enum kb_danger name_danger(const char *name)
{
    static const char *const tops[] = {"localhost", "local", "internal", "localdomain"};
    struct kb_str last = last_label(name);
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        if (kb_str_is(last, tops[i]))
            return KB_DANGER_LOCAL_NAME;
    return KB_DANGER_NONE;
}

enum kb_danger kb_host_danger(const struct kb_host *host)
{
    switch (host->kind) {
    case KB_HOST_NAME:
        return name_danger(host->name);
    case KB_HOST_IPV4:
        return ipv4_danger(host->address);
    case KB_HOST_IPV6:
        return ipv6_danger(host->address);
    case KB_HOST_NONE:
    case KB_HOST_BROKEN:
        break;
    }
    return KB_DANGER_NONE;
}
