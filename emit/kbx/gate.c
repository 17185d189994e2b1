/* SPDX-License-Identifier: MIT */
/* The literals that regexes require, as the extractor has them (pattern/literal.h), with two things
 * added: where in a literal to look first, and whether a line feed can be part of a match. */
#include "emit/kbx/gate.h"

#include <string.h>

#include "kbx/format.h"
#include "pattern/literal.h"
#include "pattern/pattern.h"
#include "pattern/syntax.h"

enum {
#define X(name, a, b, c, d, flags, size) SIZE_##name = (size),
    KBX_SECTIONS(X)
#undef X
};

/* A set that is looked for by itself, after the first, pays only while it is small. */
enum { LATER_SET_MOST = 8 };

/* Whether what the node stands for may have a line feed in it, be it taken or only looked at. */
static bool takes_lf(const struct kb_syntax_node *node)
{
    if (node->kind == KB_SYNTAX_BACKREF || node->kind == KB_SYNTAX_OPAQUE)
        return true;
    if (node->kind == KB_SYNTAX_CLASS && kb_syntax_has(node, '\n'))
        return true;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next)
        if (takes_lf(child))
            return true;
    return false;
}

/* A set that the format can hold. To leave one out lets more texts through, never fewer. */
static bool fits(const struct kb_literal_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].n < KBX_LITERAL_LEAST || set->items[i].n > KBX_LITERAL_LONGEST ||
            memchr(set->items[i].p, '\0', set->items[i].n))
            return false;
    return true;
}

/* Where the four bytes stand that are thought to be the rarest; of equals, the first. */
static size_t rarest_gram(struct kb_str literal)
{
    size_t best = 0;
    int most = 0;
    for (size_t at = 0; at + KBX_GRAM <= literal.n; at++) {
        struct kb_str gram = {literal.p + at, KBX_GRAM};
        int bits = kb_literal_bits(&gram, 1);
        if (at == 0 || bits > most) {
            most = bits;
            best = at;
        }
    }
    return best;
}

static void add_set(const struct kb_literal_set *set, struct kb_pool *pool, struct kb_buf *to)
{
    for (size_t i = 0; i < set->count; i++) {
        size_t start = to->len;
        kb_pool_ref(pool, to, set->items[i]);
        to->len = start + KBX_AT_LITERAL_LEN; /* the length takes a byte only */
        kb_buf_putc(to, (char)set->items[i].n);
        kb_buf_putc(to, (char)rarest_gram(set->items[i]));
        kb_buf_putc(to, i + 1 == set->count ? (char)KBX_LITERAL_LAST : 0);
        kb_buf_putc(to, 0);
    }
}

/* Every way has to have a set that fits, or nothing can be required. */
static bool all_fit(const struct kb_literals *literals)
{
    for (size_t w = 0; w < literals->count; w++) {
        size_t s = 0;
        while (s < literals->ways[w].count && !fits(&literals->ways[w].sets[s]))
            s++;
        if (s == literals->ways[w].count)
            return false;
    }
    return true;
}

static void add_ways(const struct kb_literals *literals, uint32_t regex, struct kb_pool *pool,
                     struct kb_kbx_gate to)
{
    for (size_t w = 0; w < literals->count; w++) {
        const struct kb_literal_way *way = &literals->ways[w];
        kb_buf_u32(to.ways, regex);
        kb_buf_u32(to.ways, (uint32_t)(to.literals->len / SIZE_LITS));
        bool first = true;
        for (size_t s = 0; s < way->count; s++) {
            if (!fits(&way->sets[s]) || (!first && way->sets[s].count > LATER_SET_MOST))
                continue;
            add_set(&way->sets[s], pool, to.literals);
            first = false;
        }
    }
}

static bool compiles(struct kb_str regex)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, regex, &error);
    kb_pattern_free(pattern);
    return pattern != NULL;
}

void kb_kbx_gate(const struct kb_base *base, struct kb_pool *pool, struct kb_kbx_gate to)
{
    uint32_t count = 0;
    for (size_t i = 0; i < base->count; i++) {
        struct kb_str regex = base->records[i]->regex;
        if (!regex.p || !compiles(regex))
            continue;
        struct kb_arena arena = {0};
        struct kb_syntax *syntax = kb_syntax_parse(regex);
        struct kb_literals literals = kb_literals_of(syntax, &arena);
        kb_buf_u32(to.regexes, (uint32_t)i);
        kb_buf_u32(to.regexes, takes_lf(syntax->root) ? KBX_REGEX_MULTILINE : 0);
        kb_buf_u32(to.regexes, (uint32_t)(to.ways->len / SIZE_WAYS));
        if (all_fit(&literals))
            add_ways(&literals, count, pool, to);
        count++;
        kb_syntax_free(syntax);
        kb_arena_free(&arena);
    }
}
