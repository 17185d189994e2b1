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
#include "pattern/texts.h"

enum {
    RUN_MOST = 32,  /* texts of a run */
    CLASS_MOST = 3, /* folded characters of a class that multiplies; more would not pay */
};

struct text {
    unsigned char n;
    char bytes[KB_LITERAL_LONGEST];
};

/* What is required so far. */
struct found {
    struct kb_literal_way way;
    bool is_short; /* see kb_literals_short */
    bool gave_up;
};

struct walk {
    struct kb_arena *arena;
    struct text run[RUN_MOST];
    size_t count; /* of the run, at least 1 */
    bool broken;  /* the run is not all that was walked over */
    struct found found;
};

/* What a part of the tree came to: all the texts it can be, where they are few, and sets. */
struct part {
    bool finite;
    struct kb_texts texts;
    struct found found;
};

/* Adds a set to the way's, the rarest first; the first added of equals stays first. */
static void keep(struct kb_literal_way *way, struct kb_literal_set set)
{
    size_t at = way->count;
    while (at > 0 && way->sets[at - 1].bits < set.bits)
        at--;
    if (at == KB_LITERAL_SETS)
        return;
    if (way->count < KB_LITERAL_SETS)
        way->count++;
    for (size_t i = way->count - 1; i > at; i--)
        way->sets[i] = way->sets[i - 1];
    way->sets[at] = set;
}

/* Without any characters at its ends, which ask for next to nothing. */
static struct kb_str trimmed(struct kb_str text)
{
    while (text.n > 0 && text.p[text.n - 1] == KB_LITERAL_ANY)
        text.n--;
    while (text.n > 0 && *text.p == KB_LITERAL_ANY) {
        text.p++;
        text.n--;
    }
    return text;
}

/* Makes the texts, which it may change, a required set, where all are long enough. */
static void require(struct found *found, struct kb_texts texts)
{
    for (size_t i = 0; i < texts.count; i++) {
        texts.items[i] = trimmed(texts.items[i]);
        if (texts.items[i].n < (found->is_short ? 1 : KB_LITERAL_LEAST))
            return;
    }
    kb_texts_sort(&texts);
    kb_texts_drop_redundant(&texts);
    if (texts.count)
        keep(&found->way, (struct kb_literal_set){texts.items, texts.count,
                                                  kb_literal_bits(texts.items, texts.count)});
}

static void require_all(struct found *found, const struct found *more)
{
    for (size_t i = 0; i < more->way.count; i++)
        keep(&found->way, more->way.sets[i]);
    found->gave_up |= more->gave_up;
}

static struct kb_texts texts_of_run(struct walk *walk)
{
    struct kb_texts texts = {kb_arena_new(walk->arena, walk->count, sizeof *texts.items),
                             walk->count};
    for (size_t i = 0; i < walk->count; i++)
        texts.items[i] = (struct kb_str){
            kb_arena_copy(walk->arena, walk->run[i].bytes, walk->run[i].n), walk->run[i].n};
    return texts;
}

/* The run ends here, as a required set; the next begins with nothing. */
static void end_run(struct walk *walk)
{
    bool none_empty = true;
    for (size_t i = 0; i < walk->count; i++)
        none_empty &= walk->run[i].n > 0;
    if (none_empty)
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
    struct text *only = walk->run;
    if (walk->count == 1 && count == 1 && only->n + items->n <= KB_LITERAL_LONGEST) {
        memcpy(only->bytes + only->n, items->n ? items->p : "", items->n); /* nearly always */
        only->n = (unsigned char)(only->n + items->n);
        return;
    }
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
    uint32_t folded[CLASS_MOST] = {node->letter};
    char utf8[CLASS_MOST][4];
    struct kb_str items[CLASS_MOST];
    size_t count = node->letter ? 1 : folded_class(node, folded);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct kb_str){utf8[i], kb_utf8_put(utf8[i], folded[i])};
    if (count)
        multiply(walk, items, count);
    else if (walk->found.is_short)
        multiply(walk, &(struct kb_str){(const char[]){KB_LITERAL_ANY}, 1}, 1);
    else
        end_run(walk);
}

static void walk_node(struct walk *walk, const struct kb_syntax_node *node);

/* A part of the tree by itself. */
static struct part part_of(struct walk *walk, const struct kb_syntax_node *node)
{
    struct walk *own = kb_realloc(NULL, 1, sizeof *own); /* the run need not be zeroed */
    own->arena = walk->arena;
    own->count = 1;
    own->run[0].n = 0;
    own->broken = false;
    own->found = (struct found){.is_short = walk->found.is_short};
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

/* The rarest set of a part; a count of 0 where it has none. */
static struct kb_literal_set best_of(const struct part *part, struct kb_arena *arena)
{
    struct found found = part->found;
    if (part->finite)
        require(&found, kb_texts_copy(arena, part->texts.items, part->texts.count));
    return found.way.count ? found.way.sets[0] : (struct kb_literal_set){0};
}

/* A few short alternatives go on with the run. Otherwise one set of the best of each. */
static void walk_choice(struct walk *walk, const struct kb_syntax_node *node)
{
    struct kb_text_pool all = {0}, best = {0};
    bool finite = true;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
        struct part part = part_of(walk, child);
        struct kb_literal_set set = best_of(&part, walk->arena);
        finite &= part.finite;
        kb_text_pool_add(&all, part.texts.items, part.texts.count);
        kb_text_pool_add(&best, set.items, set.count);
        walk->found.gave_up |= part.found.gave_up;
    }
    struct kb_texts texts = {0};
    if (finite && !all.full) {
        texts = kb_texts_copy(walk->arena, all.items, all.count);
        kb_texts_sort(&texts);
    }
    if (texts.count && texts.count <= RUN_MOST) {
        multiply(walk, texts.items, texts.count);
    } else {
        end_run(walk);
        walk->found.gave_up |= best.full;
        if (!best.lacking && !best.full)
            require(&walk->found, kb_texts_copy(walk->arena, best.items, best.count));
    }
    kb_text_pool_free(&all);
    kb_text_pool_free(&best);
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
        struct kb_text_pool pool = {0};
        kb_text_pool_add(&pool, &KB_STR(""), 1);
        kb_text_pool_add(&pool, part.texts.items, part.texts.count);
        if (part.finite && pool.count <= RUN_MOST)
            multiply(walk, pool.items, pool.count);
        else
            end_run(walk);
        kb_text_pool_free(&pool);
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

/* The only child that takes text, of a group or a concatenation with anchors; else NULL. */
static const struct kb_syntax_node *inside(const struct kb_syntax_node *node)
{
    const struct kb_syntax_node *only = NULL;
    if (node->kind != KB_SYNTAX_GROUP && node->kind != KB_SYNTAX_CONCAT)
        return NULL;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
        if (child->kind == KB_SYNTAX_ANCHOR)
            continue;
        if (only)
            return NULL;
        only = child;
    }
    return only;
}

struct ways {
    struct kb_literal_way *items;
    size_t count, cap;
    const struct kb_syntax_node *without; /* the first that has no literal */
    bool gave_up;
};

static void add_way(struct ways *ways, struct walk *walk, const struct kb_syntax_node *node)
{
    struct part part = part_of(walk, node);
    if (part.finite)
        require(&part.found, part.texts);
    ways->gave_up |= part.found.gave_up || ways->count == KB_LITERAL_MOST;
    if (part.found.way.count == 0)
        ways->without = node;
    if (ways->without || ways->gave_up)
        return;
    ways->items = kb_grow(ways->items, ways->count, &ways->cap, sizeof *ways->items);
    ways->items[ways->count++] = part.found.way;
}

/* Goes down to the alternatives that are all of the regex. */
static void add_ways(struct ways *ways, struct walk *walk, const struct kb_syntax_node *node)
{
    const struct kb_syntax_node *child = inside(node);
    if (child) {
        add_ways(ways, walk, child);
    } else if (node->kind == KB_SYNTAX_CHOICE) {
        for (child = node->first; child && !ways->without; child = child->next)
            add_ways(ways, walk, child);
    } else {
        add_way(ways, walk, node);
    }
}

static struct kb_literals literals_of(const struct kb_syntax *syntax, bool is_short,
                                      struct kb_arena *arena)
{
    struct walk walk = {.arena = arena, .found.is_short = is_short};
    struct ways ways = {0};
    struct kb_literals literals = {0};
    add_ways(&ways, &walk, syntax->root);
    literals.gave_up = ways.gave_up;
    if (ways.without) {
        literals.begin = ways.without->begin;
        literals.end = ways.without->end;
    } else if (ways.count && !ways.gave_up) {
        struct kb_literal_way *items = kb_arena_new(arena, ways.count, sizeof *items);
        if (ways.count)
            memcpy(items, ways.items, ways.count * sizeof *items);
        literals.ways = items;
        literals.count = ways.count;
    }
    free(ways.items);
    return literals;
}

struct kb_literals kb_literals_of(const struct kb_syntax *syntax, struct kb_arena *arena)
{
    return literals_of(syntax, false, arena);
}

struct kb_literals kb_literals_short(const struct kb_syntax *syntax, struct kb_arena *arena)
{
    return literals_of(syntax, true, arena);
}
