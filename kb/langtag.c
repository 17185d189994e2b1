/* SPDX-License-Identifier: MIT */
/* The grammar of RFC 5646, section 2.1, part by part: what stands between hyphens tells by its
 * length and its first character what it is. */
#include "kb/langtag.h"

#include "kb/ascii.h"

#define LONGEST 35 /* section 4.4.1 */

struct parts {
    struct kb_str part, rest; /* absent behind the last */
};

static void next(struct parts *parts)
{
    struct kb_str rest = parts->rest;
    size_t n = 0;
    while (n < rest.n && rest.p[n] != '-')
        n++;
    parts->part = (struct kb_str){rest.p, n};
    parts->rest = n < rest.n ? (struct kb_str){rest.p + n + 1, rest.n - n - 1} : (struct kb_str){0};
}

/* Whether this part has so many characters, all of them letters or digits. */
static bool sized(const struct parts *parts, size_t least, size_t most)
{
    bool fits = parts->part.n >= least && parts->part.n <= most;
    for (size_t i = 0; fits && i < parts->part.n; i++)
        fits = kb_is_letter(parts->part.p[i]) || kb_is_digit(parts->part.p[i]);
    return fits;
}

static bool letters(const struct parts *parts, size_t least, size_t most)
{
    bool fits = sized(parts, least, most);
    for (size_t i = 0; fits && i < parts->part.n; i++)
        fits = kb_is_letter(parts->part.p[i]);
    return fits;
}

static bool digits(const struct parts *parts, size_t count)
{
    bool fits = sized(parts, count, count);
    for (size_t i = 0; fits && i < parts->part.n; i++)
        fits = kb_is_digit(parts->part.p[i]);
    return fits;
}

static bool variant(const struct parts *parts)
{
    return sized(parts, 5, 8) || (sized(parts, 4, 4) && kb_is_digit(parts->part.p[0]));
}

static bool is_x(const struct parts *parts)
{
    return parts->part.n == 1 && kb_to_lower(parts->part.p[0]) == 'x';
}

/* The parts behind a single letter or digit, at least one. */
static bool some(struct parts *parts, size_t least)
{
    next(parts);
    if (!sized(parts, least, 8))
        return false;
    while (sized(parts, least, 8))
        next(parts);
    return true;
}

/* Four to eight letters are kept for languages to come, and have been since 1995. What has them is
 * the name of a language, as "English". */
static bool language(struct parts *parts)
{
    if (!letters(parts, 2, 3))
        return false;
    next(parts);
    for (int i = 0; i < 3 && letters(parts, 3, 3); i++)
        next(parts);
    return true;
}

bool kb_langtag_valid(struct kb_str tag)
{
    struct parts parts = {.rest = tag};
    if (tag.n > LONGEST)
        return false;
    next(&parts);
    if (!is_x(&parts)) {
        if (!language(&parts))
            return false;
        if (letters(&parts, 4, 4)) /* script */
            next(&parts);
        if (letters(&parts, 2, 2) || digits(&parts, 3)) /* region */
            next(&parts);
        while (variant(&parts))
            next(&parts);
        while (sized(&parts, 1, 1) && !is_x(&parts))
            if (!some(&parts, 2))
                return false;
    }
    if (is_x(&parts) && !some(&parts, 1))
        return false;
    return !parts.part.p;
}
