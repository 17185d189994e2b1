/* SPDX-License-Identifier: MIT */
/* One walk over the text. Members are written as they come; an object that turns out to be in
 * another order than its keys' is put in order when it closes, by moving what was written. */
#include "compiler/format.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/scan.h"
#include "kb/arena.h"

const struct kb_form kb_form_pretty = {"\n", {"  ", 2}, {"", 0}, "", " "};
const struct kb_form kb_form_line = {NULL, {"", 0}, {"", 0}, "", ""};

/* A member of an object still open: where it was written, and its key's place in the order. */
struct member {
    size_t place, start, end;
};

struct writer {
    struct kb_buf *out;
    const struct kb_form *form;
    const char *end;        /* of the text read */
    struct member *members; /* of all open objects */
    size_t count, cap;
    struct kb_buf key, moved; /* kept for their memory */
};

static void put_unit(struct kb_buf *out, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    const char text[] = {
        '\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};
    kb_buf_add(out, text, sizeof text);
}

static void put_escaped(struct kb_buf *out, uint32_t cp)
{
    if (cp < 0x10000) {
        put_unit(out, cp);
        return;
    }
    put_unit(out, 0xD800 + ((cp - 0x10000) >> 10));
    put_unit(out, 0xDC00 + ((cp - 0x10000) & 0x3FF));
}

/* Joiners cannot be seen either, but emoji and several scripts are spelt with them. */
static bool always_escaped(uint32_t cp)
{
    return kb_cp_unprintable(cp) && cp != 0x200C && cp != 0x200D;
}

/* One character. `spelt`: it was written as \uXXXX. */
static void put_char(struct kb_buf *out, uint32_t cp, bool spelt)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *known = cp && cp < 0x80 ? strchr(from, (int)cp) : NULL;
    char raw[4];
    if (known) {
        kb_buf_putc(out, '\\');
        kb_buf_putc(out, to[known - from]);
    } else if (always_escaped(cp) || (spelt && kb_cp_blank(cp) && cp != ' ')) {
        put_escaped(out, cp);
    } else {
        kb_buf_add(out, raw, kb_utf8_put(raw, cp));
    }
}

/* The escape at p, which is a good one; *spelt where it is \uXXXX. Returns what follows. */
static const char *read_escape(const char *p, const char *end, uint32_t *cp, bool *spelt)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    *spelt = p[1] == 'u';
    if (!*spelt) {
        *cp = (unsigned char)to[strchr(from, p[1]) - from];
        return p + 2;
    }
    *cp = (uint32_t)kb_scan_hex4(p + 2, end);
    p += 6;
    if (*cp >= 0xD800 && *cp < 0xDC00) {
        *cp = 0x10000 + ((*cp - 0xD800) << 10) + ((uint32_t)kb_scan_hex4(p + 2, end) - 0xDC00);
        p += 6;
    }
    return p;
}

/* The end of the run from p that stays as it is. */
static const char *plain_run(const char *p, const char *end)
{
    uint32_t cp;
    bool ok;
    while (p < end && *p != '"' && *p != '\\') {
        size_t n = 1;
        bool ascii = *p >= 0x20 && *p < 0x7F;
        if (!ascii)
            n = kb_utf8_next(p, end, &cp, &ok);
        if (!ascii && always_escaped(cp))
            break;
        p += n;
    }
    return p;
}

/* The text in quotes at p; returns what follows it. */
static const char *put_string(struct writer *w, const char *p)
{
    kb_buf_putc(w->out, '"');
    for (p++; *p != '"';) {
        const char *run = p;
        p = plain_run(p, w->end);
        kb_buf_add(w->out, run, (size_t)(p - run));
        uint32_t cp;
        bool ok, spelt = false;
        if (*p == '\\')
            p = read_escape(p, w->end, &cp, &spelt);
        else if (*p != '"')
            p += kb_utf8_next(p, w->end, &cp, &ok);
        else
            break;
        put_char(w->out, cp, spelt);
    }
    kb_buf_putc(w->out, '"');
    return p + 1;
}

void kb_format_text(struct kb_buf *out, struct kb_str text, bool ascii)
{
    uint32_t cp;
    bool ok;
    for (const char *p = text.p, *end = kb_str_end(text); p < end;) {
        p += kb_utf8_next(p, end, &cp, &ok);
        if (ascii && cp >= 0x80)
            put_escaped(out, cp);
        else
            put_char(out, cp, false);
    }
}

static void put_break(struct writer *w, int depth)
{
    if (!w->form->newline)
        return;
    kb_buf_puts(w->out, w->form->newline);
    kb_buf_str(w->out, w->form->base);
    for (int i = 0; i < depth; i++)
        kb_buf_str(w->out, w->form->indent);
}

static void put_comma(struct writer *w)
{
    kb_buf_putc(w->out, ',');
    if (!w->form->newline)
        kb_buf_puts(w->out, w->form->gap);
}

static int by_place(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = (x->place > y->place) - (x->place < y->place);
    return order ? order : (x->start > y->start) - (x->start < y->start);
}

/* Puts the members from `first` on, which end the output, in order. What separates them is the
 * same everywhere. */
static void put_in_order(struct writer *w, size_t first)
{
    struct member *members = w->members + first;
    size_t count = w->count - first, from = members[0].start, sorted = 1;
    while (sorted < count && members[sorted - 1].place <= members[sorted].place)
        sorted++;
    if (sorted == count)
        return;
    size_t gap = members[0].end, gap_len = members[1].start - gap;
    w->moved.len = 0;
    kb_buf_add(&w->moved, w->out->data + from, w->out->len - from);
    w->out->len = from;
    qsort(members, count, sizeof *members, by_place);
    for (size_t i = 0; i < count; i++) {
        if (i)
            kb_buf_add(w->out, w->moved.data + (gap - from), gap_len);
        kb_buf_add(w->out, w->moved.data + (members[i].start - from),
                   members[i].end - members[i].start);
    }
}

static const char *put_value(struct writer *w, const char *p, const struct kb_keys *keys,
                             int depth);

static const char *put_member(struct writer *w, const char *p, const struct kb_keys *keys,
                              int depth)
{
    struct member member = {.start = w->out->len};
    const struct kb_keys *below = NULL;
    const char *key = p;
    p = put_string(w, p);
    if (keys) {
        w->key.len = 0;
        kb_buf_puts(&w->key, "");
        kb_scan_decode(&w->key, key, p);
        member.place = kb_keys_place(keys, kb_buf_view(&w->key), &below);
    }
    kb_buf_putc(w->out, ':');
    kb_buf_puts(w->out, w->form->after_key);
    p = kb_scan_space(kb_scan_space(p, w->end) + 1, w->end);
    p = put_value(w, p, below, depth);
    member.end = w->out->len;
    w->members = kb_grow(w->members, w->count, &w->cap, sizeof *w->members);
    w->members[w->count++] = member;
    return p;
}

/* The array or object at p. */
static const char *put_container(struct writer *w, const char *p, const struct kb_keys *keys,
                                 int depth)
{
    bool object = *p == '{';
    char close = object ? '}' : ']';
    size_t first = w->count;
    kb_buf_putc(w->out, *p);
    p = kb_scan_space(p + 1, w->end);
    for (bool more = false; *p != close; more = true) {
        if (more)
            put_comma(w);
        put_break(w, depth + 1);
        p = object ? put_member(w, p, keys, depth + 1)
                   : put_value(w, p, kb_keys_items(keys), depth + 1);
        p = kb_scan_space(p, w->end);
        if (*p == ',')
            p = kb_scan_space(p + 1, w->end);
        else if (object)
            put_in_order(w, first);
        if (*p == close)
            put_break(w, depth);
    }
    w->count = first;
    kb_buf_putc(w->out, close);
    return p + 1;
}

/* The recursion is as deep as the text is nested, which the scan has bounded. */
static const char *put_value(struct writer *w, const char *p, const struct kb_keys *keys, int depth)
{
    if (*p == '{' || *p == '[')
        return put_container(w, p, keys, depth);
    if (*p == '"')
        return put_string(w, p);
    const char *stop = kb_scan_skip(p, w->end, NULL);
    kb_buf_add(w->out, p, (size_t)(stop - p));
    return stop;
}

void kb_format(struct kb_buf *out, struct kb_str text, const struct kb_form *form,
               const struct kb_keys *keys)
{
    struct writer w = {.out = out, .form = form, .end = kb_str_end(text)};
    put_value(&w, kb_scan_space(text.p, w.end), keys, 0);
    free(w.members);
    kb_buf_free(&w.key);
    kb_buf_free(&w.moved);
}
