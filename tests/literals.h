/* SPDX-License-Identifier: MIT */
/* What pattern/literal.h promises, read off plainly: the gates are held against this. */
#ifndef TESTS_LITERALS_H
#define TESTS_LITERALS_H

#include <stdbool.h>
#include <stddef.h>

#include "pattern/literal.h"

/* Whether the text begins with the literal, in which KB_LITERAL_ANY is any one character. */
static inline bool begins_with(struct kb_str text, struct kb_str literal)
{
    size_t at = 0;
    for (size_t i = 0; i < literal.n; i++, at++) {
        if (at == text.n || (literal.p[i] != KB_LITERAL_ANY && literal.p[i] != text.p[at]))
            return false;
        while (literal.p[i] == KB_LITERAL_ANY && at + 1 < text.n &&
               ((unsigned char)text.p[at + 1] & 0xC0) == 0x80)
            at++;
    }
    return true;
}

static inline bool has_one_of(struct kb_str text, const struct kb_literal_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        for (size_t at = 0; at < text.n; at++)
            if (begins_with((struct kb_str){text.p + at, text.n - at}, set->items[i]))
                return true;
    return false;
}

/* Whether the folded text has what a way requires, or nothing is required. */
static inline bool has_literals(struct kb_str folded, const struct kb_literals *literals)
{
    for (size_t w = 0; w < literals->count; w++) {
        const struct kb_literal_way *way = &literals->ways[w];
        size_t s = 0;
        while (s < way->count && has_one_of(folded, &way->sets[s]))
            s++;
        if (s == way->count)
            return true;
    }
    return literals->count == 0;
}

#endif
