/* SPDX-License-Identifier: MIT */
/* Required literals, by one walk over the tree.
 *
 * On its way the walk keeps a run: every text that can stand between the last place where anything
 * might be, and here. A class of a few characters and a choice of a few texts multiply it. Where
 * anything might follow, the run is a set that is required, and a new one begins. */
#include "pattern/literal.h"

#include <stdlib.h>
#include <string.h>

#include "pattern/fold.h"

enum {
    RUN_MOST = 32,      /* texts of a run */
    CLASS_MOST = 3,     /* folded characters of a class that multiplies; more would not pay */
    REDUNDANT_MOST = 64 /* literals of a set in which those that contain another are looked for */
};

struct text {
    unsigned char n;
    char bytes[KB_LITERAL_LONGEST];
};

/* Texts in the arena. */
struct texts {
    struct kb_str *items;
    size_t count;
};

struct walk {
    struct kb_arena *arena;
    struct text run[RUN_MOST];
    size_t count; /* of the run, at least 1 */
    bool broken;  /* the run is not all that was walked over */
    struct kb_literals found;
};

/* What a part of the tree came to: all the texts it can be, where they are few, and sets. */
struct part {
    bool finite;
    struct texts texts;
    struct kb_literals found;
};

static int by_bytes(const void *a, const void *b)
{
    return kb_str_cmp(*(const struct kb_str *)a, *(const struct kb_str *)b);
}

static void sort_unique(struct texts *texts)
{
    size_t kept = 0;
    if (texts->count > 1)
        qsort(texts->items, texts->count, sizeof *texts->items, by_bytes);
    for (size_t i = 0; i < texts->count; i++)
        if (kept == 0 || !kb_str_eq(texts->items[kept - 1], texts->items[i]))
            texts->items[kept++] = texts->items[i];
    texts->count = kept;
}

static bool contains(struct kb_str text, struct kb_str part)
{
    for (size_t i = 0; part.n <= text.n && i <= text.n - part.n; i++)
        if (memcmp(text.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

/* Drops what contains another: where it is, the other is too. */
static void drop_redundant(struct texts *texts)
{
    size_t kept = 0;
    if (texts->count > REDUNDANT_MOST)
        return;
    for (size_t i = 0; i < texts->count; i++) {
        bool redundant = false;
        for (size_t j = 0; j < texts->count && !redundant; j++)
            redundant =
                texts->items[j].n < texts->items[i].n && contains(texts->items[i], texts->items[j]);
        if (!redundant)
            texts->items[kept++] = texts->items[i];
    }
    texts->count = kept;
}

/* Adds a set to those found, the rarest first; the first found of equals stays first. */
static void keep(struct kb_literals *found, struct kb_literal_set set)
{
    size_t at = found->count;
    while (at > 0 && found->sets[at - 1].bits < set.bits)
        at--;
    if (at == KB_LITERAL_SETS)
        return;
    if (found->count < KB_LITERAL_SETS)
        found->count++;
    for (size_t i = found->count - 1; i > at; i--)
        found->sets[i] = found->sets[i - 1];
    found->sets[at] = set;
}

/* Makes the texts, which it may change, a required set, where all are long enough. */
static void require(struct kb_literals *found, struct texts texts)
{
    for (size_t i = 0; i < texts.count; i++)
        if (texts.items[i].n < KB_LITERAL_LEAST)
            return;
    sort_unique(&texts);
    drop_redundant(&texts);
    if (texts.count)
        keep(found, (struct kb_literal_set){texts.items, texts.count,
                                            kb_literal_bits(texts.items, texts.count)});
}

static void require_all(struct kb_literals *found, const struct kb_literals *more)
{
    for (size_t i = 0; i < more->count; i++)
        keep(found, more->sets[i]);
    found->gave_up |= more->gave_up;
}

static struct texts texts_of_run(struct walk *walk)
{
    struct texts texts = {kb_arena_new(walk->arena, walk->count, sizeof *texts.items), walk->count};
    for (size_t i = 0; i < walk->count; i++)
        texts.items[i] = (struct kb_str){
            kb_arena_copy(walk->arena, walk->run[i].bytes, walk->run[i].n), walk->run[i].n};
    return texts;
}

/* The run ends here, as a required set; the next begins with nothing. */
static void end_run(struct walk *walk)
{
    bool long_enough = true;
    for (size_t i = 0; i < walk->count; i++)
        long_enough &= walk->run[i].n >= KB_LITERAL_LEAST;
    if (long_enough)
        require(&walk->found, texts_of_run(walk));
    walk->broken = true;
    walk->count = 1;
    walk->run[0].n = 0;
}

/* Every text of the run followed by every one of these, of which there are at most RUN_MOST. Where
 * that is too much, the run ends and they begin the next. */
static void multiply(struct walk *walk, const struct kb_str *items, size_t count)
{
    size_t longest = 0, last = 0;
    for (size_t i = 0; i < count; i++)
        longest = items[i].n > longest ? items[i].n : longest;
    for (size_t i = 0; i < walk->count; i++)
        last = walk->run[i].n > last ? walk->run[i].n : last;
    if (last + longest > KB_LITERAL_LONGEST || walk->count * count > RUN_MOST)
        end_run(walk);
    /* From behind, so that what is still to be read is not written over. */
    for (size_t i = walk->count; i-- > 0;)
        for (size_t j = count; j-- > 0;) {
            struct text *to = &walk->run[i * count + j];
            if (to != &walk->run[i])
                *to = walk->run[i];
            if (items[j].n)
                memcpy(to->bytes + to->n, items[j].p, items[j].n);
            to->n = (unsigned char)(to->n + items[j].n);
        }
    walk->count *= count;
}

/* The characters of a class, folded; 0 when they are more than CLASS_MOST, or none. */
static size_t folded_class(const struct kb_syntax_node *class, uint32_t folded[CLASS_MOST])
{
    size_t count = 0, seen = 0;
    for (uint32_t r = 0; r < class->as.set.count; r++)
        for (uint32_t cp = class->as.set.ranges[r].first; cp <= class->as.set.ranges[r].last;
             cp++) {
            uint32_t to = kb_fold(cp);
            size_t i = 0;
            while (i < count && folded[i] != to)
                i++;
            if (++seen > CLASS_MOST * KB_FOLD_MOST || i == CLASS_MOST)
                return 0;
            folded[i] = to;
            count = i == count ? count + 1 : count;
        }
    return count;
}

static void walk_class(struct walk *walk, const struct kb_syntax_node *node)
{
    uint32_t folded[CLASS_MOST];
    char utf8[CLASS_MOST][4];
    struct kb_str items[CLASS_MOST];
    size_t count = folded_class(node, folded);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct kb_str){utf8[i], kb_utf8_put(utf8[i], folded[i])};
    if (count)
        multiply(walk, items, count);
    else
        end_run(walk);
}

static void walk_node(struct walk *walk, const struct kb_syntax_node *node);

/* A part of the tree by itself. */
static struct part part_of(struct walk *walk, const struct kb_syntax_node *node)
{
    struct walk *own = kb_alloc(1, sizeof *own);
    own->arena = walk->arena;
    own->count = 1;
    walk_node(own, node);
    struct part part = {.finite = !own->broken};
    if (part.finite)
        part.texts = texts_of_run(own);
    else
        end_run(own);
    part.found = own->found;
    free(own);
    return part;
}

/* The rarest set of a part, as texts; none where it has none. */
static struct texts best_of(const struct part *part, struct kb_arena *arena)
{
    struct kb_literals found = part->found;
    struct texts best = {0};
    if (part->finite && part->texts.count) {
        /* A copy, as the texts themselves may still be needed in their order. */
        best.items = kb_arena_new(arena, part->texts.count, sizeof *best.items);
        best.count = part->texts.count;
        memcpy(best.items, part->texts.items, best.count * sizeof *best.items);
        require(&found, best);
    }
    if (found.count == 0)
        return (struct texts){0};
    best.items = kb_arena_new(arena, found.sets[0].count, sizeof *best.items);
    best.count = found.sets[0].count;
    memcpy(best.items, found.sets[0].items, best.count * sizeof *best.items);
    return best;
}

/* Texts of several parts in one growing list. */
struct pool {
    struct kb_str *items;
    size_t count, cap;
    bool lacking; /* a part had none */
    bool full;    /* there were more than a set may have */
};

static void pour(struct pool *pool, struct texts texts)
{
    pool->lacking |= texts.count == 0;
    pool->full |= texts.count > KB_LITERAL_MOST - pool->count;
    for (size_t i = 0; i < texts.count && !pool->full; i++) {
        pool->items = kb_grow(pool->items, pool->count, &pool->cap, sizeof *pool->items);
        pool->items[pool->count++] = texts.items[i];
    }
}

static struct texts texts_of_pool(const struct pool *pool, struct kb_arena *arena)
{
    struct texts texts = {kb_arena_new(arena, pool->count, sizeof *texts.items), pool->count};
    if (pool->count)
        memcpy(texts.items, pool->items, pool->count * sizeof *texts.items);
    return texts;
}

/* A few short alternatives go on with the run. Otherwise one set of the best of each. */
static void walk_choice(struct walk *walk, const struct kb_syntax_node *node)
{
    struct pool all = {0}, best = {0};
    bool finite = true;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
        struct part part = part_of(walk, child);
        finite &= part.finite;
        pour(&all, part.texts);
        pour(&best, best_of(&part, walk->arena));
        walk->found.gave_up |= part.found.gave_up;
    }
    struct texts texts = texts_of_pool(&all, walk->arena);
    if (finite && !all.full)
        sort_unique(&texts);
    if (finite && !all.full && texts.count <= RUN_MOST) {
        multiply(walk, texts.items, texts.count);
    } else {
        end_run(walk);
        walk->found.gave_up |= best.full;
        if (!best.lacking && !best.full)
            require(&walk->found, texts_of_pool(&best, walk->arena));
    }
    free(all.items);
    free(best.items);
}

/* Once or not at all goes on with the run; once and more is once, then anything, then once. */
static void walk_repeat(struct walk *walk, const struct kb_syntax_node *node)
{
    uint32_t min = node->as.repeat.min, max = node->as.repeat.max;
    if (max == 0)
        return;
    if (min == 0 && max > 1) {
        end_run(walk);
        return;
    }
    struct part part = part_of(walk, node->first);
    if (min == 0) {
        struct pool pool = {0};
        pour(&pool, (struct texts){&KB_STR(""), 1});
        pour(&pool, part.texts);
        if (part.finite && pool.count <= RUN_MOST)
            multiply(walk, pool.items, pool.count);
        else
            end_run(walk);
        free(pool.items);
        return;
    }
    if (!part.finite) {
        end_run(walk);
        require_all(&walk->found, &part.found);
        return;
    }
    for (uint32_t i = 0; i < min && i < KB_LITERAL_LONGEST; i++)
        multiply(walk, part.texts.items, part.texts.count);
    if (max > min || min > KB_LITERAL_LONGEST) {
        end_run(walk);
        multiply(walk, part.texts.items, part.texts.count);
    }
}

static void walk_look(struct walk *walk, const struct kb_syntax_node *node)
{
    if (node->as.look.negative)
        return;
    struct part part = part_of(walk, node->first);
    if (part.finite)
        require(&walk->found, part.texts);
    require_all(&walk->found, &part.found);
}

static void walk_node(struct walk *walk, const struct kb_syntax_node *node)
{
    switch (node->kind) {
    case KB_SYNTAX_EMPTY:
    case KB_SYNTAX_ANCHOR:
        return;
    case KB_SYNTAX_CLASS:
        walk_class(walk, node);
        return;
    case KB_SYNTAX_CONCAT:
    case KB_SYNTAX_GROUP:
        for (const struct kb_syntax_node *child = node->first; child; child = child->next)
            walk_node(walk, child);
        return;
    case KB_SYNTAX_CHOICE:
        walk_choice(walk, node);
        return;
    case KB_SYNTAX_REPEAT:
        walk_repeat(walk, node);
        return;
    case KB_SYNTAX_LOOK:
        walk_look(walk, node);
        return;
    case KB_SYNTAX_BACKREF:
    case KB_SYNTAX_OPAQUE:
    default:
        end_run(walk);
        return;
    }
}

/* The alternative that has no literal, through groups that are all of the regex. */
static const struct kb_syntax_node *lacking(struct walk *walk, const struct kb_syntax_node *node)
{
    const struct kb_syntax_node *child = node->first;
    while (node->kind == KB_SYNTAX_GROUP || node->kind == KB_SYNTAX_CHOICE) {
        for (child = node->first; child->next; child = child->next) {
            struct part part = part_of(walk, child);
            if (best_of(&part, walk->arena).count == 0)
                break;
        }
        node = child;
    }
    return node;
}

struct kb_literals kb_literals_of(const struct kb_syntax *syntax, struct kb_arena *arena)
{
    struct walk walk = {.arena = arena};
    struct part part = part_of(&walk, syntax->root);
    if (part.finite)
        require(&part.found, part.texts);
    if (part.found.count == 0) {
        const struct kb_syntax_node *node = lacking(&walk, syntax->root);
        part.found.begin = node->begin;
        part.found.end = node->end;
    }
    return part.found;
}
