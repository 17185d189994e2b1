/* SPDX-License-Identifier: MIT */
/* Words of a text, weighed: long ones tell most, numbers little, and placeholders such as <name>
 * nothing, since the line has something else there. */
#include "kbx/likeness.h"

#include <stdlib.h>

#include "kbx/fold.h"
#include "kbx/hash.h"

#define PLACEHOLDER_LONGEST 32
#define IDEOGRAPHS          0x2E80 /* from here on a character is a word */

enum { NUMBER = 1, SHORT = 2, LONG = 4 }; /* a single letter may be a placeholder, too */

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool in_name(unsigned char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_';
}

/* The letter of a conversion of printf. */
static bool converts(unsigned char c)
{
    return c == 's' || c == 'd' || c == 'i' || c == 'u' || c == 'x' || c == 'f' || c == 'p';
}

/* Length of a placeholder at p, such as "<file name>", "{0}" or "%s"; 0 where there is none. */
static size_t placeholder(const unsigned char *p, const unsigned char *end)
{
    size_t most = (size_t)(end - p) < PLACEHOLDER_LONGEST ? (size_t)(end - p) : PLACEHOLDER_LONGEST;
    if (*p == '%')
        return most > 1 && converts(p[1]) && (most == 2 || !in_name(p[2])) ? 2 : 0;
    if (*p != '<' && *p != '{')
        return 0;
    for (size_t i = 1; i < most; i++) {
        if (p[i] == (*p == '<' ? '>' : '}'))
            return i + 1;
        if (!in_name(p[i]) && p[i] != ' ' && p[i] != '-' && p[i] != '.')
            return 0;
    }
    return 0;
}

/* Length of the word at p, 0 where there is none. */
static size_t word_at(const unsigned char *p, const unsigned char *end)
{
    size_t len = 0, left = (size_t)(end - p);
    while (len < left) {
        uint32_t cp = p[len];
        size_t n = cp < 0x80 ? 1 : kbx_i_utf8(p + len, left - len, &cp);
        if (n == 0 || (n == 1 && !in_name(p[len])))
            break;
        if (cp >= IDEOGRAPHS)
            return len ? len : n;
        len += n;
    }
    return len;
}

static void add(struct kbx_i_bag *bag, uint32_t hash, uint32_t weight)
{
    bag->items[bag->count++] = (struct kbx_i_weighed){hash, weight};
    bag->weight += weight;
}

static int by_hash(const void *a, const void *b)
{
    const struct kbx_i_weighed *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

void kbx_i_bag_of(const unsigned char *folded, size_t len, struct kbx_i_bag *out)
{
    const unsigned char *p = folded, *end = folded + len;
    struct kbx_i_weighed before = {0, 0};
    out->count = 0;
    out->weight = 0;
    while (p < end && out->count + 2 <= sizeof out->items / sizeof *out->items) {
        size_t n = placeholder(p, end);
        if (n == 0 && (n = word_at(p, end)) > 0) {
            struct kbx_i_weighed word = {kbx_hash(p, n), is_digit(*p) || n == 1 ? NUMBER
                                                         : n < 4                ? SHORT
                                                                                : LONG};
            add(out, word.hash, word.weight);
            if (before.weight)
                add(out, before.hash * 31 + word.hash,
                    before.weight < word.weight ? before.weight : word.weight);
            before = word;
        }
        p += n ? n : 1;
    }
    if (out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_hash);
}

double kbx_i_likeness(const struct kbx_i_bag *signature, const struct kbx_i_bag *line)
{
    uint64_t both = 0;
    for (size_t i = 0, j = 0; i < signature->count && j < line->count;) {
        int order = by_hash(&signature->items[i], &line->items[j]);
        both += order == 0 ? signature->items[i].weight : 0;
        i += order <= 0;
        j += order >= 0;
    }
    if (both == 0)
        return 0;
    double missing = (double)(signature->weight - both), more = (double)(line->weight - both);
    return (double)both / ((double)both + missing + more / 4);
}
