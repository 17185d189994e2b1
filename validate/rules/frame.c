/* SPDX-License-Identifier: MIT */
/* Words stay, names go. */
#include "validate/rules/frame.h"

#include <limits.h>
#include <string.h>

#include "kb/ascii.h"

/* As names are compared: in any case, with -, _ or a blank between their words. */
static char alike(char c)
{
    return c == '-' || c == '_' ? ' ' : kb_to_lower(c);
}

static void own(struct kb_own_names *names, struct kb_str name)
{
    enum { LONGEST = 200 }; /* so that looking for it at each word stays cheap */
    if (name.n < 2 || name.n > LONGEST || names->count == KB_MAX_OWN_NAMES)
        return;
    names->begin[(unsigned char)alike(*name.p)] |= (uint16_t)(1u << names->count);
    names->names[names->count++] = name;
}

struct kb_own_names kb_own_names(const struct kb_record *record)
{
    struct kb_own_names names = {0};
    own(&names, record->signature); /* the longest first: others may be parts of it */
    own(&names, record->error_code);
    const char *p = record->id.p, *end = kb_str_end(record->id);
    while (p < end) {
        const char *slash = memchr(p, '/', (size_t)(end - p));
        own(&names, (struct kb_str){p, (size_t)((slash ? slash : end) - p)});
        p = slash ? slash + 1 : end;
    }
    own(&names, record->category);
    own(&names, record->subcategory);
    own(&names, record->domain);
    return names;
}

/* Bytes of the own name that begins at p. */
static size_t own_name(const struct kb_own_names *own, const char *p, const char *end)
{
    unsigned left = own->begin[(unsigned char)alike(*p)];
    for (size_t i = 0; left; i++, left >>= 1) {
        struct kb_str name = own->names[i];
        size_t n = 0;
        if (!(left & 1) || name.n > (size_t)(end - p))
            continue;
        while (n < name.n && alike(p[n]) == alike(name.p[n]))
            n++;
        if (n == name.n && (p + n == end || !kb_is_word(p[n])))
            return n;
    }
    return 0;
}

/* Bytes of the quotation that begins at p, with its marks; 0 where none does. */
static size_t quotation(const char *start, const char *p, const char *end)
{
    enum { LONGEST = 200 };
    static const struct {
        const char *open, *close;
    } marks[] = {{"`", "`"}, {"'", "'"},   {"\"", "\""}, {"‘", "’"},
                 {"“", "”"}, {"「", "」"}, {"『", "』"}};
    struct kb_str rest = {p, (size_t)(end - p)};
    if (kb_is_word(*p) && (unsigned char)*p < 0x80) /* nearly always */
        return 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (*p != *marks[i].open)
            continue;
        size_t n = strlen(marks[i].close);
        bool apostrophe = *marks[i].close == '\'';
        if (!kb_str_starts(rest, marks[i].open) || (apostrophe && p > start && kb_is_word(p[-1])))
            continue;
        for (const char *at = p + n; at + n <= end && at - p < LONGEST; at++)
            if (memcmp(at, marks[i].close, n) == 0 &&
                (!apostrophe || at + 1 == end || !kb_is_word(at[1])))
                return (size_t)(at + n - p);
        return 0;
    }
    return 0;
}

/* Characters written without blanks between words: Han, kana, their punctuation. */
static bool is_han(uint32_t cp)
{
    return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFF00 && cp <= 0xFFEF) || (cp >= 0x20000 && cp <= 0x323AF);
}

struct framing {
    char *out; /* where the next byte goes; there is room for all */
    size_t words, han;
    bool begins; /* a sentence begins here, so a capital says nothing */
    bool gap;    /* a gap was just written */
    bool any;    /* or at all */
};

static void put_gap(struct framing *f)
{
    if (!f->gap)
        *f->out++ = KB_FRAME_GAP;
    f->gap = f->any = true;
    f->begins = false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Punctuation that stands around words. */
static bool is_around(char c)
{
    static const bool around[UCHAR_MAX + 1] = {
        ['.'] = true, [','] = true, [';'] = true, [':'] = true, ['!'] = true, ['?'] = true,
        ['('] = true, [')'] = true, ['['] = true, [']'] = true, ['"'] = true, ['\''] = true};
    return around[(unsigned char)c];
}

/* A word between blanks, without quotations, as far as it was counted while it was read. */
struct frame_word {
    const char *p, *end;
    size_t foreign;  /* bytes that words of prose have not: neither letters nor apostrophes */
    size_t capitals; /* letters */
};

static bool is_foreign(char c)
{
    return !kb_is_letter(c) && (unsigned char)c < 0x80 && c != '\'';
}

/* Keeps the n bytes that were written as a word of prose. */
static void keep(struct framing *f, size_t n)
{
    if (n == 2 && memcmp(f->out, "an", 2) == 0)
        n--; /* "a" and "an" go by the name behind them */
    f->out += n;
    *f->out++ = ' ';
    f->words += n > 1;
    f->gap = f->begins = false;
}

/* Prose, a name, or only punctuation. */
static void put_word(struct framing *f, struct frame_word word)
{
    const char *p = word.p, *end = word.end, *last = end - 1;
    last -= *last == ')' && last > p;
    bool ends = *last == '.' || *last == '!' || *last == '?' || *last == ':';
    for (; p < end && is_around(*p); p++)
        word.foreign -= is_foreign(*p);
    for (; p < end && is_around(end[-1]); end--)
        word.foreign -= is_foreign(end[-1]);
    size_t allowed = p < end && f->begins && kb_is_upper(*p);
    bool prose = word.foreign == 0 && word.capitals == allowed;
    bool dash = end - p == 3 && memcmp(p, "\xE2\x80", 2) == 0; /* or an ellipsis */
    if (p < end && !prose) {
        put_gap(f);
    } else if (p < end && !dash) {
        memcpy(f->out, p, (size_t)(end - p));
        *f->out = kb_to_lower(*p);
        keep(f, (size_t)(end - p));
    }
    f->begins |= ends;
}

static void put_han(struct framing *f, const char *p, size_t n, uint32_t cp)
{
    bool sign = (cp >= 0x3000 && cp <= 0x3020) || (cp >= 0xFF00 && cp <= 0xFF0F) ||
                (cp >= 0xFF1A && cp <= 0xFF20);
    f->begins |= cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F; /* 。！？ */
    if (sign)
        return;
    memcpy(f->out, p, n);
    f->out += n;
    f->han++;
    f->gap = f->begins = false;
}

/* Bytes of the Han character at p, and which it is; 0 where there is none. */
static inline size_t han_at(const char *p, const char *end, uint32_t *cp)
{
    bool ok;
    if ((unsigned char)*p < 0x80)
        return 0;
    size_t n = kb_utf8_next(p, end, cp, &ok);
    return is_han(*cp) ? n : 0;
}

/* Writes the lower-case letters at p, and returns how many there are. */
static size_t put_lower(struct framing *f, const char *p, const char *end)
{
    char *to = f->out;
    for (; p < end && kb_is_lower(*p); p++)
        *to++ = *p;
    return (size_t)(to - f->out);
}

size_t kb_frame(struct kb_buf *out, const struct kb_own_names *own, struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    size_t start = out->len;
    if (text.n > KB_MAX_FRAME)
        return 0;
    kb_buf_fill(out, '\0', 2 * text.n + 1); /* each word is followed by a blank more at most */
    struct framing f = {.out = out->data + start, .begins = true};
    while (p < end) {
        uint32_t cp;
        size_t n;
        if (is_blank(*p) || *p == '(' || *p == '[') {
            p++;
        } else if ((n = quotation(text.p, p, end)) || (n = own_name(own, p, end))) {
            put_gap(&f);
            p += n;
        } else if ((n = han_at(p, end, &cp))) {
            put_han(&f, p, n, cp);
            p += n;
        } else if ((n = put_lower(&f, p, end)) && (p + n == end || is_blank(p[n]))) {
            keep(&f, n); /* nearly always */
            p += n;
        } else {
            struct frame_word word = {.p = p};
            for (p += n; p < end; p++) {
                if (kb_is_lower(*p))
                    continue;
                if (is_blank(*p) || han_at(p, end, &cp))
                    break;
                word.foreign += is_foreign(*p);
                word.capitals += kb_is_upper(*p);
            }
            word.end = p;
            put_word(&f, word);
        }
    }
    out->len = (size_t)(f.out - out->data);
    *f.out = '\0';
    return f.any ? f.words + f.han / 2 : 0;
}
