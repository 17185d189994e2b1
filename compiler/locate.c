/* SPDX-License-Identifier: MIT */
/* Walks over text that kb_scan has passed: places of JSON pointers, compact and repaired copies. */
#include "compiler/scan.h"

#include <stdlib.h>
#include <string.h>

const char *kb_scan_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

static const char *skip_string(const char *p, const char *end)
{
    for (p++; p < end;) {
        const char *quote = memchr(p, '"', (size_t)(end - p)), *back = quote;
        if (!quote)
            return end;
        while (back > p && back[-1] == '\\')
            back--;
        if ((quote - back) % 2 == 0) /* else it is escaped itself */
            return quote + 1;
        p = quote + 1;
    }
    return end;
}

/* What stands between two tokens. */
static bool between(char c)
{
    return c == ',' || c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool structural(char c)
{
    return c == '"' || c == '{' || c == '}' || c == '[' || c == ']';
}

const char *kb_scan_skip(const char *p, const char *end, bool *whole)
{
    const char *start = p;
    size_t depth = 0;
    do {
        if (p >= end)
            break;
        if (*p == '"') {
            p = skip_string(p, end);
        } else if (*p == '{' || *p == '[') {
            depth++;
            p++;
        } else if (*p == '}' || *p == ']') {
            if (depth == 0)
                break;
            depth--;
            p++;
        } else { /* a number or a word goes on to the next delimiter; within brackets all does */
            while (p < end && !structural(*p) && (depth || !between(*p)))
                p++;
        }
    } while (depth > 0);
    if (whole)
        *whole = depth == 0 && (p == start || *start != '"' || (p - start > 1 && p[-1] == '"'));
    return p;
}

/* Goes through members from the key at p, up to `stop`, for the first of that name; the last where
 * a key may stand twice. */
static bool member(struct kb_scan_step *step, const char *p, const char *stop, const char *end,
                   struct kb_str name, bool unique)
{
    struct kb_buf room = {0};
    bool found = false;
    while (p < stop && *p == '"') {
        const char *key = p, *key_end = skip_string(p, end);
        bool same = kb_str_eq(kb_scan_text(key, (size_t)(key_end - key), &room), name);
        p = kb_scan_space(key_end, end);
        p = kb_scan_space(p < end ? p + 1 : p, end);
        if (same)
            *step = (struct kb_scan_step){.value = p, .key = key, .key_end = key_end};
        found |= same;
        if (same && unique)
            break;
        p = kb_scan_space(kb_scan_skip(p, end, NULL), end);
        if (p < end && *p == ',')
            p = kb_scan_space(p + 1, end);
    }
    kb_buf_free(&room);
    return found;
}

/* Finds the member of the object at p. `from`, where it is not NULL, is a key in it to begin at. */
static void in_object(struct kb_scan_step *step, const char *p, const char *end, struct kb_str name,
                      const char *from, bool unique)
{
    const char *first = kb_scan_space(p + 1, end);
    if (!from || !unique)
        member(step, first, end, end, name, unique);
    else if (!member(step, from, end, end, name, true))
        member(step, first, from, end, name, true);
}

/* The element of that index in the array at p; *from, where it is there, is an element of a lower
 * index, *at, to go on from. */
static const char *element(const char *p, const char *end, const char *index, const char *from,
                           size_t *at)
{
    char *rest;
    unsigned long wanted = strtoul(index, &rest, 10), i = 0;
    if (*rest || !*index)
        return NULL;
    if (from && *at <= wanted) {
        p = from;
        i = *at;
    } else {
        p = kb_scan_space(p + 1, end);
    }
    for (*at = wanted; p < end && *p != ']'; i++) {
        if (i == wanted)
            return p;
        p = kb_scan_space(kb_scan_skip(p, end, NULL), end);
        if (p < end && *p == ',')
            p = kb_scan_space(p + 1, end);
    }
    return NULL;
}

/* How many of the trail's steps the pointer begins with; *rest is what follows them. */
static size_t shared_steps(const struct kb_scan_trail *trail, const char *pointer,
                           const char **rest)
{
    const char *old = trail->count ? trail->pointer.data : "";
    size_t count = 0, at = 0;
    *rest = pointer;
    for (; count < trail->count; count++) {
        size_t stop = trail->steps[count].part_end;
        if (strncmp(pointer + at, old + at, stop - at) != 0 ||
            (pointer[stop] && pointer[stop] != '/'))
            break;
        at = stop;
        *rest = pointer + stop;
    }
    return count;
}

bool kb_scan_follow(struct kb_scan_trail *trail, const char *data, size_t len, const char *pointer,
                    bool at_key, size_t *offset, size_t *value_len)
{
    const char *end = data + len, *p = data, *rest;
    struct kb_buf part = {0};
    bool found = true;
    if (trail->data != data) {
        trail->count = 0;
        trail->value = NULL;
    }
    trail->data = data;
    size_t known = trail->count, count = shared_steps(trail, pointer, &rest);
    if (kb_str_starts((struct kb_str){data, len}, "\xEF\xBB\xBF"))
        p += 3;
    p = count ? trail->steps[count - 1].value : kb_scan_space(p, end);
    struct kb_scan_step step = {0};
    if (count)
        step = trail->steps[count - 1];
    while (*rest) {
        /* Only the first new part is looked for beside an old one, in the same container. */
        struct kb_scan_step from = {0};
        if (count < known)
            from = trail->steps[count];
        known = 0;
        step = (struct kb_scan_step){.index = from.index};
        part.len = 0;
        rest = kb_buf_pointer_part(&part, rest);
        if (p < end && *p == '{')
            in_object(&step, p, end, kb_buf_view(&part), from.key, trail->unique);
        else if (p < end && *p == '[')
            step.value = element(p, end, part.data, from.value, &step.index);
        if (!step.value) {
            found = false;
            break;
        }
        p = step.value;
        step.part_end = (size_t)(rest - pointer);
        if (count < KB_MAX_DEPTH)
            trail->steps[count++] = step;
    }
    trail->count = count;
    trail->pointer.len = 0;
    kb_buf_add(&trail->pointer, pointer, count ? trail->steps[count - 1].part_end : 0);
    kb_buf_free(&part);
    bool show_key = step.key && at_key && found;
    if (!show_key && trail->value != p) {
        trail->value = p;
        trail->value_end = kb_scan_skip(p, end, NULL);
    }
    *offset = (size_t)((show_key ? step.key : p) - data);
    *value_len = (size_t)(show_key ? step.key_end - step.key : trail->value_end - p);
    return found;
}

void kb_scan_trail_free(struct kb_scan_trail *trail)
{
    kb_buf_free(&trail->pointer);
    trail->count = 0;
}

bool kb_scan_locate(const char *data, size_t len, const char *pointer, bool at_key, size_t *offset,
                    size_t *value_len)
{
    struct kb_scan_trail trail = {0};
    bool found = kb_scan_follow(&trail, data, len, pointer, at_key, offset, value_len);
    kb_scan_trail_free(&trail);
    return found;
}

void kb_scan_compact(struct kb_buf *buf, const struct kb_scanner *scanner, const char *data)
{
    const struct kb_scan_token *token = scanner->tokens, *end = token + scanner->token_count;
    kb_buf_reserve(buf, scanner->used);
    char *out = buf->data + buf->len;
    for (const char *p = data; token < end; token++) {
        const char *to = data + token->at;
        while (p < to && *p != ',' && *p != ':')
            p++;
        if (p < to)
            *out++ = *p; /* there is one at most */
        memcpy(out, to, token->len);
        out += token->len;
        p = to + token->len;
    }
    buf->len = (size_t)(out - buf->data);
    *out = '\0';
}

void kb_scan_pointer(struct kb_buf *buf, const char *data, size_t len, size_t offset)
{
    const char *end = data + len, *target = data + offset;
    bool marked = len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
    const char *p = kb_scan_space(marked ? data + 3 : data, end);
    struct kb_buf key = {0};
    for (bool inside = true; inside && p < end && (*p == '{' || *p == '[');) {
        bool object = *p == '{';
        inside = false;
        p = kb_scan_space(p + 1, end);
        for (size_t i = 0; !inside && p <= target && p < end && *p != '}' && *p != ']'; i++) {
            const char *start = p, *value = p;
            if (object && *p != '"')
                break;
            if (object) {
                key.len = 0;
                kb_buf_puts(&key, "");
                value = skip_string(p, end);
                kb_scan_decode(&key, start, value);
                value = kb_scan_space(value, end);
                value = kb_scan_space(value < end ? value + 1 : value, end);
            }
            const char *stop = kb_scan_skip(value, end, NULL);
            if (target < stop || (target == stop && stop == end)) {
                if (object)
                    kb_buf_pointer_key(buf, kb_buf_view(&key));
                else
                    kb_buf_printf(buf, "/%zu", i);
                inside = target >= value;
                p = value;
                break;
            }
            p = kb_scan_space(stop, end);
            if (p < end && *p == ',')
                p = kb_scan_space(p + 1, end);
            else if (p == start)
                break;
        }
    }
    kb_buf_free(&key);
}

/* Copies the escape at p, mended; returns what follows it. */
static const char *repair_escape(struct kb_buf *buf, const char *p, const char *end)
{
    char c = p + 1 < end ? p[1] : '\0';
    int unit = c == 'u' ? kb_scan_hex4(p + 2, end) : -1;
    if (unit == 0) {
        kb_buf_puts(buf, "\\ufffd");
        return p + 6;
    }
    if (unit > 0 || (c && c != 'u' && strchr("\"\\/bfnrt", c))) {
        size_t n = unit > 0 ? 6 : 2;
        kb_buf_add(buf, p, n);
        return p + n;
    }
    kb_buf_puts(buf, "\\\\");
    return p + 1;
}

/* What JSON does not have at p, outside text: a comma before a closing bracket, zeros that begin a
 * longer number. Returns how many bytes of it there are. */
static size_t superfluous(const char *data, const char *p, const char *end)
{
    const char *next = p;
    if (*p == ',') {
        next = kb_scan_space(p + 1, end);
        return next < end && (*next == '}' || *next == ']');
    }
    bool exponent = p - data > 1 && p[-1] == '-' && (p[-2] == 'e' || p[-2] == 'E');
    if (*p != '0' || exponent || (p > data && p[-1] != '-' && strchr("0123456789.eE+", p[-1])))
        return 0;
    while (next + 1 < end && *next == '0' && next[1] >= '0' && next[1] <= '9')
        next++;
    return (size_t)(next - p);
}

void kb_scan_repair(struct kb_buf *buf, const char *data, size_t len)
{
    const char *p = data, *end = data + len;
    uint32_t cp;
    bool ok, text = false;
    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    while (p < end) {
        if (text && *p == '\\') {
            p = repair_escape(buf, p, end);
            continue;
        }
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (cp == '"')
            text = !text;
        if (!ok || (text && cp == 0))
            kb_buf_puts(buf, "\xEF\xBF\xBD");
        else if (text && cp < 0x20)
            kb_buf_putc(buf, ' ');
        else if (text || cp != ',' || !superfluous(data, p, end))
            kb_buf_add(buf, p, n);
        p += n;
        if (!text && p < end)
            p += *p == '0' ? superfluous(data, p, end) : 0;
    }
}
