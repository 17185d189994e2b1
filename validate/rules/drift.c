/* SPDX-License-Identifier: MIT */
/* Pieces of a base text, looked for in its translation. */
#include "validate/rules/drift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kb/ascii.h"
#include "validate/rules/plain.h"
#include "validate/rules/prose.h"

enum { KEPT = 16 }; /* missing pieces remembered, so that none of them counts twice */

enum piece { CODE, WORD, OPTION, NUMBER, START /* of a URL */ };

struct drift {
    struct kb_str base, other; /* both plain */
    struct kb_str missing[KEPT];
    size_t count;
    size_t effort; /* steps that searches may still take; with none left, everything is there */
};

/* Whether a piece found at `at` is the whole of what stands there. */
static bool bounded(struct kb_str text, const char *at, struct kb_str piece, enum piece kind)
{
    const char *before = at - 1, *after = at + piece.n, *end = kb_str_end(text);
    bool first = at == text.p, last = after == end;
    if (kind == NUMBER)
        return (first || (!kb_is_digit(*before) &&
                          !(*before == '.' && before > text.p && kb_is_digit(before[-1])))) &&
               (last || (!kb_is_digit(*after) &&
                         !(*after == '.' && after + 1 < end && kb_is_digit(after[1]))));
    return (first || !kb_is_name(*piece.p) || !kb_is_name(*before)) &&
           (kind == START || last || !kb_is_name(after[-1]) ||
            !(kb_is_name(*after) || (kind == OPTION && *after == '-')));
}

static bool holds(struct drift *d, struct kb_str piece, enum piece kind)
{
    struct kb_str text = d->other;
    const char *p = text.p, *end = kb_str_end(text);
    size_t cost = text.n / 16 + 1;
    while (piece.n && (size_t)(end - p) >= piece.n && cost < d->effort) {
        p = memchr(p, *piece.p, (size_t)(end - p) - piece.n + 1);
        if (!p)
            break;
        cost += piece.n;
        if (memcmp(p, piece.p, piece.n) == 0 && bounded(text, p, piece, kind)) {
            d->effort -= cost;
            return true;
        }
        p++;
    }
    if (cost >= d->effort) {
        d->effort = 0;
        return true;
    }
    d->effort -= cost;
    return piece.n == 0;
}

static bool holds_text(struct drift *d, const char *text, enum piece kind)
{
    return holds(d, kb_str(text), kind);
}

static void miss(struct drift *d, struct kb_str piece)
{
    for (size_t i = 0; i < d->count && i < KEPT; i++)
        if (kb_str_eq(d->missing[i], piece))
            return;
    if (d->count < KEPT)
        d->missing[d->count] = piece;
    d->count++;
}

/* Bytes of what a translator may translate within code, at p: a placeholder in angle brackets, a
 * quoted text of several words, a comment. 0: it is code. */
static size_t translatable(const char *start, const char *p, const char *end)
{
    struct kb_str rest = {p, (size_t)(end - p)};
    bool free = p == start || p[-1] == ' ';
    const char *close = NULL;
    if (*p == '<' && p + 1 < end && (kb_is_letter(p[1]) || (unsigned char)p[1] >= 0x80))
        close = memchr(p, '>', rest.n);
    else if ((*p == '"' || *p == '\'') && rest.n > 1) {
        close = memchr(p + 1, *p, rest.n - 1);
        if (close && !memchr(p, ' ', (size_t)(close - p)))
            close = NULL;
    } else if (free && (kb_str_starts(rest, "# ") || kb_str_starts(rest, "// ") ||
                        kb_str_starts(rest, "/* ") || kb_str_starts(rest, "-- "))) {
        return rest.n; /* code is one line here, and so a comment is its end */
    }
    return close ? (size_t)(close + 1 - p) : 0;
}

static struct kb_str trim(const char *p, const char *end)
{
    while (p < end && *p == ' ')
        p++;
    while (p < end && end[-1] == ' ')
        end--;
    return (struct kb_str){p, (size_t)(end - p)};
}

/* Code is there as a whole, or in the pieces between what may be translated. */
static void look_for_code(struct drift *d, struct kb_str code)
{
    const char *p = code.p, *end = kb_str_end(code), *piece = p;
    bool split = false, there = true;
    if (holds(d, code, CODE))
        return;
    for (size_t n; p < end; p += n ? n : 1) {
        n = translatable(code.p, p, end);
        if (!n)
            continue;
        split = true;
        there = there && holds(d, trim(piece, p), CODE);
        piece = p + n;
    }
    if (!split || !there || !holds(d, trim(piece, end), CODE))
        miss(d, code);
}

/* Writes n (0 to 99) as people write it in Chinese. */
static void chinese(char out[24], unsigned n)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    unsigned tens = n / 10, ones = n % 10;
    snprintf(out, 24, "%s%s%s", tens > 1 ? digits[tens] : "", tens ? "十" : "",
             ones || !tens ? digits[ones] : "");
}

static bool has_han(struct kb_str text)
{
    for (size_t i = 0; i < text.n; i++) /* U+3000 to U+9FFF begin with E3 to E9 */
        if ((unsigned char)text.p[i] >= 0xE3 && (unsigned char)text.p[i] <= 0xE9)
            return true;
    return false;
}

/* A whole number in words, or in a unit of its own language: 三, 百, 3 万; 满 for 100%. */
static bool spelled(struct drift *d, unsigned long value, bool percent)
{
    static const struct {
        unsigned long value;
        const char *name;
    } units[] = {{100, "百"}, {1000, "千"}, {10000, "万"}, {100000000, "亿"}};
    char text[48];
    if (value < 100) {
        chinese(text, (unsigned)value);
        return value == 0 || (value <= 12 && !has_han(d->other)) || holds_text(d, text, CODE) ||
               (value == 2 && (holds_text(d, "两", CODE) || holds_text(d, "双", CODE)));
    }
    if (percent && value == 100 && holds_text(d, "满", CODE))
        return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (value % units[i].value)
            continue;
        unsigned long count = value / units[i].value;
        snprintf(text, sizeof text, "%lu%s", count, units[i].name);
        bool there = holds_text(d, text, NUMBER);
        snprintf(text, sizeof text, "%lu %s", count, units[i].name);
        there = there || holds_text(d, text, NUMBER);
        if (there || (count == 1 && holds_text(d, units[i].name, CODE)))
            return true;
    }
    return false;
}

/* A number is there as it is written, without zeros before it, with a decimal comma or with its
 * thousands grouped as elsewhere, or in words. */
static void look_for_number(struct drift *d, struct kb_str number)
{
    char text[48];
    struct kb_str bare = number;
    const char *dot = memchr(number.p, '.', number.n);
    while (bare.n > 1 && *bare.p == '0' && kb_is_digit(bare.p[1]))
        bare.p++, bare.n--;
    if (holds(d, number, NUMBER) || holds(d, bare, NUMBER))
        return;
    if (bare.n <= 18 && dot && !memchr(dot + 1, '.', (size_t)(kb_str_end(number) - dot - 1))) {
        snprintf(text, sizeof text, "%.*s", (int)bare.n, bare.p);
        *strchr(text, '.') = ',';
        if (holds_text(d, text, NUMBER))
            return;
    }
    if (bare.n <= 18 && !dot) {
        for (const char *group = ". '"; *group && bare.n > 3; group++) {
            size_t n = 0;
            for (size_t i = 0; i < bare.n; i++) {
                if (i && (bare.n - i) % 3 == 0)
                    text[n++] = *group;
                text[n++] = bare.p[i];
            }
            if (holds(d, (struct kb_str){text, n}, NUMBER))
                return;
        }
        snprintf(text, sizeof text, "%.*s", (int)bare.n, bare.p);
        const char *behind = kb_str_end(number);
        bool percent = behind < kb_str_end(d->base) && *behind == '%';
        if (spelled(d, strtoul(text, NULL, 10), percent))
            return;
    }
    miss(d, number);
}

/* A URL is there, or begins as it does up to its section in the base text's language. */
static void look_for_url(struct drift *d, struct kb_str url)
{
    struct kb_str start = url;
    for (size_t i = 0; i + 3 <= url.n; i++)
        if (memcmp(url.p + i, "/en", 3) == 0 && (i + 3 == url.n || !kb_is_name(url.p[i + 3]))) {
            start.n = i + 1;
            break;
        }
    if (!holds(d, start, START))
        miss(d, url);
}

/* Whether a word is an identifier that no translator would touch. Names that prose has too
 * (PyTorch, macOS, RuntimeError) are none: two humps are too few. */
static bool is_identifier(struct kb_str word, bool called)
{
    size_t humps = 0, longest = 0, part = 0;
    bool joined = called, camel = false;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i], next = i + 1 < word.n ? word.p[i + 1] : ' ';
        part = c == '.' || c == ':' ? 0 : part + 1;
        longest = part > longest ? part : longest;
        joined |= (c == '_' && word.n > 2) || c == ':';
        humps += kb_is_upper(c) && kb_is_lower(next);
        camel |= i > 1 && kb_is_upper(c) && kb_is_lower(next) && kb_is_lower(word.p[i - 1]) &&
                 kb_is_lower(*word.p);
    }
    joined |= memchr(word.p, '.', word.n) && longest > 2; /* not e.g, i.e, U.S */
    return joined || camel || humps > 2;
}

/* The end of the word at p: letters, digits, _, and . or :: between them. */
static const char *word_end(const char *p, const char *end)
{
    while (p < end) {
        if (kb_is_name(*p))
            p++;
        else if (*p == '.' && p + 1 < end && kb_is_name(p[1]))
            p++;
        else if (*p == ':' && p + 2 < end && p[1] == ':' && kb_is_name(p[2]))
            p += 2;
        else
            break;
    }
    return p;
}

/* Whether a word that multiplies follows a number. */
static bool counted(const struct drift *d, const char *p)
{
    static const char *const words[] = {" hundred", " thousand", " million", " billion"};
    struct kb_str rest = {p, (size_t)(kb_str_end(d->base) - p)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kb_str_starts(rest, words[i]))
            return true;
    return false;
}

static void look_for_word(struct drift *d, struct kb_str word, bool called)
{
    const char *end = kb_str_end(word), *digits = word.p, *p;
    while (digits < end && kb_is_letter(*digits)) /* the v of v2.1, CUDA12.1 */
        digits++;
    for (p = digits;
         p < end && (kb_is_digit(*p) || (*p == '.' && p + 1 < end && kb_is_digit(p[1])));)
        p++;
    struct kb_str number = {digits, (size_t)(p - digits)};
    if (number.n && (digits == word.p || (p == end && memchr(digits, '.', number.n)))) {
        bool unit = p < end && strchr("kKMxX_", *p); /* 10k, 0x1F: not that number */
        if (p == end && counted(d, p))
            return; /* 2 million is 200 万 */
        if (p == end || !unit)
            look_for_number(d, number);
        else if (p[-1] == '0' && p == digits + 1 && !holds(d, word, WORD))
            miss(d, word);
    } else if (is_identifier(word, called) && !holds(d, word, WORD)) {
        miss(d, word);
    }
}

/* Goes over the base text and looks for each piece. */
static void look(struct drift *d)
{
    static const char stop[] = " \"'<>()[]{}`";
    const char *start = d->base.p, *end = kb_str_end(d->base), *next;
    bool coded = !kb_literal_backtick(d->base);
    for (const char *p = start; p < end; p = next) {
        struct kb_str rest = {p, (size_t)(end - p)};
        next = p + 1;
        size_t ticks = coded ? kb_backticks(p, end) : 0;
        if (ticks) {
            size_t n = kb_code_span(p, end);
            coded = n > 0; /* an open one leaves the rest to be read as prose */
            if (coded)
                look_for_code(d, trim(p + ticks, p + n - ticks));
            next = p + (n ? n : ticks);
        } else if (kb_str_starts(rest, "https://") || kb_str_starts(rest, "http://")) {
            while (next < end && (unsigned char)*next < 0x80 && !strchr(stop, *next))
                next++;
            const char *last = next;
            while (last > p + 1 && strchr(".,;:!?", last[-1]))
                last--;
            look_for_url(d, (struct kb_str){p, (size_t)(last - p)});
        } else if (kb_str_starts(rest, "--") && rest.n > 2 && kb_is_lower(p[2]) &&
                   (p == start || p[-1] == ' ')) {
            for (next = p + 2; next < end && (kb_is_name(*next) || *next == '-');)
                next++;
            struct kb_str option = {p, (size_t)(next - p)};
            if (!holds(d, option, OPTION))
                miss(d, option);
        } else if (kb_is_name(*p)) {
            next = word_end(p, end);
            bool called = end - next > 1 && next[0] == '(' && next[1] == ')';
            look_for_word(d, (struct kb_str){p, (size_t)(next - p)}, called);
        }
    }
}

size_t kb_drift(struct kb_buf *list, struct kb_str base, struct kb_str translation)
{
    enum { LEAST_EFFORT = 200000 };
    struct kb_buf rooms[2] = {0};
    kb_plain_text(&rooms[0], base);
    kb_plain_text(&rooms[1], translation);
    struct drift d = {.base = kb_buf_view(&rooms[0]), .other = kb_buf_view(&rooms[1])};
    d.effort = 4 * (d.base.n + d.other.n) + LEAST_EFFORT;
    look(&d);
    for (size_t i = 0; i < d.count && i < KB_DRIFT_SHOWN; i++) {
        kb_buf_puts(list, i ? ", " : "");
        kb_buf_quote(list, d.missing[i]);
    }
    kb_buf_free(&rooms[0]);
    kb_buf_free(&rooms[1]);
    return d.count;
}
