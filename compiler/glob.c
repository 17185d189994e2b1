/* SPDX-License-Identifier: MIT */
/* Both levels, parts of a path and characters of a part, are matched the same way: on a mismatch
 * only the last wildcard takes one more. That is enough, because whatever stands before it has
 * matched as early as it can, and it keeps the time to the product of both lengths. */
#include "compiler/glob.h"

#include <string.h>

/* Takes the first part off a path; what is left begins behind the slash. */
static struct kb_str take_part(struct kb_str *path)
{
    const char *slash = memchr(path->p, '/', path->n);
    struct kb_str part = {path->p, slash ? (size_t)(slash - path->p) : path->n};
    size_t used = part.n + (slash != NULL);
    *path = (struct kb_str){path->p + used, path->n - used};
    return part;
}

/* One character, by its bytes where they are broken. */
static const char *take_char(const char *p, const char *end, uint32_t *cp)
{
    bool ok;
    size_t n = kb_utf8_next(p, end, cp, &ok);
    if (!ok)
        *cp = 0x110000u + (unsigned char)*p; /* like no character, and like no other byte */
    return p + n;
}

/* The end of the set that opens at p, behind its `]`; NULL where it is never closed. A `]` that
 * comes first is one of the set. */
static const char *set_end(const char *p, const char *end)
{
    p += p + 1 < end && (p[1] == '!' || p[1] == '^') ? 2 : 1;
    for (const char *first = p; p < end; p++) {
        if (*p == ']' && p > first)
            return p + 1;
        if (*p == '\\' && p + 1 < end)
            p++;
    }
    return NULL;
}

static const char *take_member(const char *p, const char *end, uint32_t *cp)
{
    return take_char(*p == '\\' && p + 1 < end ? p + 1 : p, end, cp);
}

static bool in_set(const char *p, const char *close, uint32_t cp)
{
    bool no = p[1] == '!' || p[1] == '^', found = false;
    for (p += no ? 2 : 1; p < close;) {
        uint32_t from, to;
        p = take_member(p, close, &from);
        to = from;
        if (close - p > 1 && *p == '-')
            p = take_member(p + 1, close, &to);
        found |= from <= cp && cp <= to;
    }
    return found != no;
}

/* What one character matches: the pattern behind it, or NULL where the text's next is another. */
static const char *match_one(const char *p, const char *end, uint32_t cp)
{
    uint32_t wanted;
    if (*p == '?')
        return p + 1;
    if (*p == '[') {
        const char *behind = set_end(p, end);
        return in_set(p, behind - 1, cp) ? behind : NULL;
    }
    p = take_member(p, end, &wanted);
    return wanted == cp ? p : NULL;
}

static bool match_part(struct kb_str pattern, struct kb_str part)
{
    const char *p = pattern.p, *p_end = kb_str_end(pattern);
    const char *t = part.p, *t_end = kb_str_end(part);
    const char *star = NULL, *taken = NULL; /* behind the last `*`, and where its run ends */
    while (t < t_end) {
        uint32_t cp;
        const char *next = take_char(t, t_end, &cp);
        const char *behind = NULL;
        if (p < p_end && *p == '*') {
            star = ++p;
            taken = t;
            continue;
        }
        if (p < p_end)
            behind = match_one(p, p_end, cp);
        if (behind) {
            p = behind;
            t = next;
        } else if (star) {
            p = star;
            t = taken = take_char(taken, t_end, &cp);
        } else {
            return false;
        }
    }
    while (p < p_end && *p == '*')
        p++;
    return p == p_end;
}

static bool is_plain(struct kb_str part)
{
    for (size_t i = 0; i < part.n; i++)
        if (strchr("*?[\\", part.p[i]))
            return false;
    return true;
}

static struct kb_str last_part(struct kb_str pattern)
{
    size_t n = pattern.n;
    while (n && pattern.p[n - 1] != '/')
        n--;
    return (struct kb_str){pattern.p + n, pattern.n - n};
}

static struct kb_str without_dot(struct kb_str pattern)
{
    while (kb_str_starts(pattern, "./"))
        pattern = (struct kb_str){pattern.p + 2, pattern.n - 2};
    return pattern;
}

bool kb_glob_match(struct kb_str pattern, struct kb_str path)
{
    struct kb_str p = without_dot(pattern), t = path;
    struct kb_str star = {0}, taken = {0}; /* behind the last `**`, and what it has not taken */
    bool folder = is_plain(last_part(p));  /* also where nothing stands behind the last slash */
    if (p.n && p.p[p.n - 1] == '/')
        p.n--;
    while (t.n) {
        struct kb_str p_next = p, t_next = t;
        struct kb_str wanted = p.n ? take_part(&p_next) : p, part = take_part(&t_next);
        if (p.n && kb_str_is(wanted, "**")) {
            p = star = p_next;
            taken = t;
            if (!p.n)
                return true;
            continue;
        }
        if (p.n && match_part(wanted, part)) {
            p = p_next;
            t = t_next;
            if (!p.n && t.n && folder)
                return true;
        } else if (star.p) {
            take_part(&taken);
            p = star;
            t = taken;
        } else {
            return false;
        }
    }
    return !p.n || kb_str_is(p, "**");
}

static const char *part_fault(const char *p, const char *end)
{
    while (p < end) {
        if (*p == '\\' && p + 1 == end)
            return "nothing follows its last `\\`";
        if (*p == '\\')
            p += 2;
        else if (*p != '[')
            p++;
        else if ((p = set_end(p, end)) == NULL)
            return "its `[` is never closed";
    }
    return NULL;
}

const char *kb_glob_fault(struct kb_str pattern)
{
    struct kb_str rest = without_dot(pattern);
    if (!rest.n)
        return "it is empty";
    if (rest.p[0] == '/')
        return "it begins with `/`, but is compared with paths below the folder of this file";
    while (rest.n) {
        struct kb_str part = take_part(&rest);
        if (!part.n || kb_str_is(part, "."))
            return "it has an empty part or a part `.`, which no path has";
        if (kb_str_is(part, ".."))
            return "it has a part `..`, but is compared with paths below the folder of this file";
        const char *fault = part_fault(part.p, kb_str_end(part));
        if (fault)
            return fault;
    }
    return NULL;
}
