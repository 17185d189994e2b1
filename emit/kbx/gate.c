/* SPDX-License-Identifier: MIT */
/* The literals that regexes require, as the extractor has them (pattern/literal.h), and whether
 * they have to be tried on several lines at once. What is looked for first is chosen by all regexes
 * together. */
#include "emit/kbx/gate.h"

#include <stdlib.h>
#include <string.h>

#include "emit/kbx/rarity.h"
#include "kb/arena.h"
#include "kbx/format.h"
#include "pattern/regex.h"

enum {
#define X(name, a, b, c, d, flags, size) SIZE_##name = (size),
    KBX_SECTIONS(X)
#undef X
};

enum {
    LATER_SET_MOST = 8, /* literals of a set after the first; a larger one does not pay */
    FOUND = 4           /* work of finding a literal, where that of a way that has it first is 1 */
};

/* Whether it may matter to the node that the lines of a text stand together: it may take a line
 * feed, look at one, or be asked not to stand at the text's end. */
static bool sees_lines(const struct kb_syntax_node *node, bool negated)
{
    if (node->kind == KB_SYNTAX_BACKREF || node->kind == KB_SYNTAX_OPAQUE)
        return true;
    if (node->kind == KB_SYNTAX_CLASS && kb_syntax_has(node, '\n'))
        return true;
    if (node->kind == KB_SYNTAX_ANCHOR && negated)
        return true;
    negated |= node->kind == KB_SYNTAX_LOOK && node->as.look.negative;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next)
        if (sees_lines(child, negated))
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

/* All of it as the extractor has it, before the order is known. */
struct draft {
    struct kb_buf regexes, ways, literals;
    struct kb_pool *pool;
};

static uint32_t elements(const struct kb_buf *section, size_t size)
{
    return (uint32_t)(section->len / size);
}

static void draft_ways(struct draft *draft, const struct kb_literals *literals, uint32_t regex)
{
    for (size_t w = 0; w < literals->count; w++) {
        const struct kb_literal_way *way = &literals->ways[w];
        kb_buf_u32(&draft->ways, regex);
        kb_buf_u32(&draft->ways, elements(&draft->literals, SIZE_LITS));
        for (size_t s = 0; s < way->count; s++)
            for (size_t i = 0; fits(&way->sets[s]) && i < way->sets[s].count; i++) {
                size_t start = draft->literals.len;
                kb_pool_ref(draft->pool, &draft->literals, way->sets[s].items[i]);
                draft->literals.len = start + KBX_AT_LITERAL_LEN; /* which takes a byte only */
                kb_buf_putc(&draft->literals, (char)way->sets[s].items[i].n);
                kb_buf_putc(&draft->literals, 0);
                kb_buf_putc(&draft->literals, i + 1 == way->sets[s].count);
                kb_buf_putc(&draft->literals, 0);
            }
    }
}

static void draft_regexes(struct draft *draft, const struct kb_base *base)
{
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        struct kb_str regex = record->regex;
        /* The pool holds no NUL: the regex would not be the same. */
        if (!kb_regex_compiles(record) || memchr(regex.p, '\0', regex.n))
            continue;
        struct kb_arena arena = {0};
        struct kb_syntax *syntax = kb_syntax_parse(regex);
        struct kb_literals literals = kb_regex_literals(record, &arena);
        if (literals.count == 0)
            literals = kb_literals_short(syntax, &arena);
        uint32_t number = elements(&draft->regexes, SIZE_REGX);
        kb_buf_u32(&draft->regexes, (uint32_t)i);
        kb_buf_u32(&draft->regexes, sees_lines(syntax->root, false) ? KBX_REGEX_MULTILINE : 0);
        kb_buf_u32(&draft->regexes, elements(&draft->ways, SIZE_WAYS));
        if (all_fit(&literals))
            draft_ways(draft, &literals, number);
        kb_syntax_free(syntax);
        kb_arena_free(&arena);
    }
}

/* How many ways need each literal. A literal that many need leads to much work where it is found,
 * however rare that may be. */
struct users {
    struct user {
        uint32_t text, count; /* text 0: empty slot */
    } * slots;
    size_t mask;
};

static struct user *user_of(const struct users *users, uint32_t text)
{
    size_t slot = (uint32_t)(text * (uint32_t)0x9E3779B1u) & users->mask;
    while (users->slots[slot].text != 0 && users->slots[slot].text != text)
        slot = (slot + 1) & users->mask;
    users->slots[slot].text = text;
    return &users->slots[slot];
}

static uint32_t u32_at(const struct kb_buf *buf, size_t at)
{
    const unsigned char *p = (const unsigned char *)buf->data + at;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static struct users count_users(const struct draft *draft)
{
    struct users users = {NULL, 1};
    uint32_t count = elements(&draft->literals, SIZE_LITS);
    while (users.mask < 2 * (size_t)count)
        users.mask = users.mask * 2 + 1;
    users.slots = kb_alloc(users.mask + 1, sizeof *users.slots);
    for (uint32_t i = 0; i < count; i++)
        user_of(&users, u32_at(&draft->literals, (size_t)i * SIZE_LITS))->count++;
    return users;
}

/* A set of the draft: elements of its literals. */
struct set {
    uint32_t first, count;
    uint64_t work; /* thought to come of looking for it first */
};

static struct kb_str literal_of(const struct draft *draft, uint32_t i)
{
    size_t at = (size_t)i * SIZE_LITS;
    return (struct kb_str){draft->pool->bytes.data + u32_at(&draft->literals, at),
                           (unsigned char)draft->literals.data[at + KBX_AT_LITERAL_LEN]};
}

/* Writes a set of the draft as it stays. */
static void add_set(const struct draft *draft, const struct kb_rarity *rarity,
                    const struct set *set, struct kb_buf *to)
{
    for (uint32_t i = set->first; i < set->first + set->count; i++) {
        size_t start = to->len;
        kb_buf_add(to, draft->literals.data + (size_t)i * SIZE_LITS, SIZE_LITS);
        to->data[start + KBX_AT_LITERAL_GRAM] = (char)kb_rarity_gram(rarity, literal_of(draft, i));
    }
}

/* The sets of a way, that of the least work first; of equals, the extractor's first. */
static size_t order_sets(const struct draft *draft, const struct kb_rarity *rarity,
                         const struct users *users, uint32_t first, uint32_t end,
                         struct set sets[KB_LITERAL_SETS])
{
    size_t count = 0;
    for (uint32_t i = first; i < end;) {
        struct set set = {i, 0, 0};
        bool last = false;
        for (; !last; i++, set.count++) {
            size_t at = (size_t)i * SIZE_LITS;
            uint64_t used = user_of(users, u32_at(&draft->literals, at))->count;
            set.work += kb_rarity_share(rarity, literal_of(draft, i), used) * (FOUND + used);
            last = draft->literals.data[at + KBX_AT_LITERAL_FLAGS];
        }
        size_t to = count++;
        for (; to > 0 && sets[to - 1].work > set.work; to--)
            sets[to] = sets[to - 1];
        sets[to] = set;
    }
    return count;
}

void kb_kbx_gate(const struct kb_base *base, struct kb_pool *pool, struct kb_kbx_gate to)
{
    struct draft draft = {.pool = pool};
    draft_regexes(&draft, base);
    struct users users = count_users(&draft);
    struct kb_rarity *rarity = kb_rarity_new(base);
    uint32_t count = elements(&draft.ways, SIZE_WAYS);
    kb_buf_add(to.regexes, draft.regexes.data, draft.regexes.len);
    for (uint32_t w = 0; w < count; w++) {
        struct set sets[KB_LITERAL_SETS];
        size_t at = (size_t)w * SIZE_WAYS + KBX_AT_WAY_LITERALS;
        uint32_t end = w + 1 < count ? u32_at(&draft.ways, at + SIZE_WAYS)
                                     : elements(&draft.literals, SIZE_LITS);
        size_t set_count = order_sets(&draft, rarity, &users, u32_at(&draft.ways, at), end, sets);
        kb_buf_u32(to.ways, u32_at(&draft.ways, (size_t)w * SIZE_WAYS));
        kb_buf_u32(to.ways, elements(to.literals, SIZE_LITS));
        for (size_t s = 0; s < set_count; s++)
            if (s == 0 || sets[s].count <= LATER_SET_MOST)
                add_set(&draft, rarity, &sets[s], to.literals);
    }
    kb_rarity_free(rarity);
    free(users.slots);
    kb_buf_free(&draft.regexes);
    kb_buf_free(&draft.ways);
    kb_buf_free(&draft.literals);
}
