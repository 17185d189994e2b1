/* SPDX-License-Identifier: MIT */
/* Glushkov's construction, bottom up: each part of the regex has the positions it may begin and end
 * with, and the ways it can be empty. */
#include "pattern/automaton.h"

#include <stdlib.h>

enum {
    MAX_POSITIONS = 1024,
    MAX_EDGES = 1 << 16, /* before equal ones are merged */
    MAX_COPIES = 64      /* of the body of a repeat, where there is room for them */
};

/* A position that a part begins or ends with. */
struct tip {
    uint32_t position;
    uint8_t ways;
    bool clear, reserved;
};

struct tips {
    struct tip *items;
    size_t count;
};

struct part {
    struct tips first, last;
    uint8_t empty; /* ways to match nothing: 0, 1, or 2 for two and more */
    bool clear;    /* one of them passes no gap */
};

struct builder {
    struct kb_automaton *automaton;
    struct kb_arena *arena;
    struct kb_edge *edges;
    size_t edge_count, edge_cap;
    enum kb_counting counting;
    unsigned copies; /* as many of a repeat's body at most */
    bool full;
};

static struct part build(struct builder *b, const struct kb_syntax_node *node, bool looped);

static uint8_t sum(unsigned a, unsigned b)
{
    return (uint8_t)(a + b > 2 ? 2 : a + b);
}

static uint8_t product(unsigned a, unsigned b)
{
    return (uint8_t)(a * b > 2 ? 2 : a * b);
}

/* Tips of a, and those of b after passing something empty in `ways` ways. */
static struct tips join(struct builder *b, struct tips own, struct tips beyond, uint8_t ways,
                        bool clear)
{
    if (!ways || !beyond.count)
        return own;
    struct tips all = {kb_arena_new(b->arena, own.count + beyond.count, sizeof *all.items), 0};
    for (size_t i = 0; i < own.count; i++)
        all.items[all.count++] = own.items[i];
    for (size_t i = 0; i < beyond.count; i++) {
        struct tip *tip = &all.items[all.count++];
        *tip = beyond.items[i];
        tip->ways = product(tip->ways, ways);
        tip->clear &= clear;
    }
    return all;
}

/* Edges from each end to each beginning. */
static void link(struct builder *b, struct tips from, struct tips to,
                 const struct kb_syntax_node *loop)
{
    if (from.count && to.count > (MAX_EDGES - b->edge_count) / from.count)
        b->full = true;
    for (size_t i = 0; i < from.count && !b->full; i++)
        for (size_t j = 0; j < to.count; j++) {
            b->edges = kb_grow(b->edges, b->edge_count, &b->edge_cap, sizeof *b->edges);
            b->edges[b->edge_count++] = (struct kb_edge){
                .from = from.items[i].position,
                .to = to.items[j].position,
                .ways = product(from.items[i].ways, to.items[j].ways),
                .clear = from.items[i].clear && to.items[j].clear,
                .reserved = from.items[i].reserved,
                .loop = loop,
            };
        }
}

static struct part nothing(void)
{
    return (struct part){.empty = 1, .clear = true};
}

static struct part concat(struct builder *b, struct part left, struct part right)
{
    link(b, left.last, right.first, NULL);
    return (struct part){
        .first = join(b, left.first, right.first, left.empty, left.clear),
        .last = join(b, right.last, left.last, right.empty, right.clear),
        .empty = product(left.empty, right.empty),
        .clear = left.clear && right.clear,
    };
}

static struct part choice(struct builder *b, struct part left, struct part right)
{
    return (struct part){
        .first = join(b, left.first, right.first, 1, true),
        .last = join(b, left.last, right.last, 1, true),
        .empty = sum(left.empty, right.empty),
        .clear = (left.empty && left.clear) || (right.empty && right.clear),
    };
}

static struct part optional(struct part part)
{
    part.empty = sum(part.empty, 1);
    part.clear = true;
    return part;
}

/* The part, and any number of times again. A turn that reads nothing is the last one, but not where
 * turns are counted: there PCRE2 makes copies. */
static struct part looping(struct builder *b, struct part part, const struct kb_syntax_node *loop)
{
    link(b, part.last, part.first, loop);
    if (part.empty && loop->as.repeat.max != KB_SYNTAX_MANY)
        link(b, part.last, part.first, loop);
    struct tips last = {kb_arena_new(b->arena, part.last.count, sizeof *last.items),
                        part.last.count};
    for (size_t i = 0; i < last.count; i++) {
        last.items[i] = part.last.items[i];
        last.items[i].ways = product(last.items[i].ways, sum(1, part.empty));
    }
    part.last = last;
    return part;
}

static struct part class(struct builder *b, const struct kb_syntax_node *node)
{
    struct part part = {0};
    if (b->automaton->position_count == MAX_POSITIONS)
        b->full = true;
    if (b->full || node->as.set.count == 0)
        return part;
    uint32_t position = b->automaton->position_count++;
    b->automaton->positions[position] = (struct kb_position){.class = node};
    struct tip *tip = kb_arena_new(b->arena, 1, sizeof *tip);
    *tip = (struct tip){position, 1, true, false};
    part.first = part.last = (struct tips){tip, 1};
    return part;
}

/* What leaves the part is read by nothing that it could have read itself. */
static void reserve(struct part *part)
{
    for (size_t i = 0; i < part->last.count; i++)
        part->last.items[i].reserved = true;
}

/* A repeat of one character that keeps all it took: a*+, (?>a*). Counted ones may end early. */
static bool keeps(const struct kb_syntax_node *node, bool atomic)
{
    return node->kind == KB_SYNTAX_REPEAT && node->as.repeat.max == KB_SYNTAX_MANY &&
           kb_inside_groups(node->first)->kind == KB_SYNTAX_CLASS &&
           (atomic ? node->as.repeat.greed == KB_GREEDY : node->as.repeat.greed == KB_POSSESSIVE);
}

/* Marks what belongs to a gap: all that was made since the position and edge given. */
static void mark_gap(struct builder *b, struct part *part, uint32_t position, size_t edge)
{
    for (; position < b->automaton->position_count; position++)
        b->automaton->positions[position].gap = true;
    for (; edge < b->edge_count; edge++)
        b->edges[edge].clear = false;
    for (size_t i = 0; i < part->first.count; i++)
        part->first.items[i].clear = false;
    for (size_t i = 0; i < part->last.count; i++)
        part->last.items[i].clear = false;
    part->clear = false;
}

/* Copies of the body that a repeat begins with. */
static uint32_t copies(const struct kb_syntax_node *repeat, bool loop, uint32_t most)
{
    if (loop && repeat->as.repeat.max != KB_SYNTAX_MANY && most > KB_LOOP_LEAST - 1 &&
        kb_inside_groups(repeat->first)->kind != KB_SYNTAX_CLASS)
        most = KB_LOOP_LEAST - 1;
    return repeat->as.repeat.min < most ? repeat->as.repeat.min : most;
}

static struct part repeat(struct builder *b, const struct kb_syntax_node *node, bool looped)
{
    uint32_t min = node->as.repeat.min, max = node->as.repeat.max,
             position = b->automaton->position_count;
    size_t edge = b->edge_count;
    bool inner = looped || max > 1, loop = kb_is_loop(node, b->counting);
    struct part all = nothing();
    if (max == 0)
        return all;
    uint32_t must = copies(node, loop, b->copies);
    loop |= must < min;
    for (uint32_t i = 0; i < must && !b->full; i++) {
        struct part copy = build(b, node->first, inner);
        if (loop && i + 1 == must)
            copy = looping(b, copy, node);
        all = concat(b, all, copy);
    }
    if (loop && must == 0)
        all = optional(looping(b, build(b, node->first, inner), node));
    struct part may = nothing();
    for (uint32_t i = min; i < max && !loop && !b->full; i++)
        may = optional(concat(b, build(b, node->first, inner), may));
    if (!loop && min < max)
        all = concat(b, all, may);
    if (keeps(node, false))
        reserve(&all);
    if (!looped && kb_is_gap(node))
        mark_gap(b, &all, position, edge);
    return all;
}

static struct part children(struct builder *b, const struct kb_syntax_node *node, bool looped)
{
    struct part all = build(b, node->first, looped);
    for (const struct kb_syntax_node *child = node->first->next; child && !b->full;
         child = child->next) {
        struct part part = build(b, child, looped);
        all = node->kind == KB_SYNTAX_CONCAT ? concat(b, all, part) : choice(b, all, part);
    }
    return all;
}

static struct part build(struct builder *b, const struct kb_syntax_node *node, bool looped)
{
    struct part part;
    switch (node->kind) {
    case KB_SYNTAX_CLASS:
        return class(b, node);
    case KB_SYNTAX_CONCAT:
    case KB_SYNTAX_CHOICE:
        return children(b, node, looped);
    case KB_SYNTAX_REPEAT:
        return repeat(b, node, looped);
    case KB_SYNTAX_GROUP:
        part = build(b, node->first, looped);
        if (node->as.group.atomic && keeps(kb_inside_groups(node->first), true))
            reserve(&part);
        return part;
    case KB_SYNTAX_EMPTY:
    case KB_SYNTAX_LOOK:
    case KB_SYNTAX_ANCHOR:
    case KB_SYNTAX_BACKREF:
    case KB_SYNTAX_OPAQUE:
        break;
    }
    return nothing();
}

/* Nodes that building goes through, counted up to `most`. */
static uint64_t size_of(const struct builder *b, const struct kb_syntax_node *node, uint64_t most)
{
    uint64_t size = 1, times = 1;
    if (node->kind == KB_SYNTAX_LOOK)
        return size;
    if (node->kind == KB_SYNTAX_REPEAT) {
        bool loop = kb_is_loop(node, b->counting);
        times = copies(node, loop, b->copies);
        times += loop ? times == 0 : node->as.repeat.max - node->as.repeat.min;
    }
    for (const struct kb_syntax_node *child = node->first; child && size < most;
         child = child->next)
        size += times * size_of(b, child, most);
    return size < most ? size : most;
}

static int by_ends(const void *a, const void *b)
{
    const struct kb_edge *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static bool outer(const struct kb_syntax_node *a, const struct kb_syntax_node *b)
{
    return a && (!b || a->end - a->begin > b->end - b->begin);
}

/* Drops edges along which nothing can be read, merges equal ones, and gives each position its run.
 */
static void settle_edges(struct builder *b)
{
    struct kb_automaton *automaton = b->automaton;
    struct kb_edge *edges = kb_arena_new(b->arena, b->edge_count, sizeof *edges);
    uint32_t kept = 0;
    if (b->edge_count)
        qsort(b->edges, b->edge_count, sizeof *b->edges, by_ends);
    for (size_t i = 0; i < b->edge_count; i++) {
        struct kb_edge *edge = &b->edges[i];
        struct kb_letters letters = kb_edge_letters(automaton, edge);
        if (!kb_letters_any(&letters))
            continue;
        struct kb_edge *same = kept ? &edges[kept - 1] : NULL;
        if (!same || by_ends(same, edge) != 0) {
            edges[kept++] = *edge;
            continue;
        }
        same->ways = sum(same->ways, edge->ways);
        same->clear |= edge->clear;
        same->reserved &= edge->reserved;
        if (outer(edge->loop, same->loop))
            same->loop = edge->loop;
    }
    automaton->edges = edges;
    automaton->edge_count = kept;
    for (uint32_t i = 0; i < kept; i++) {
        struct kb_position *from = &automaton->positions[edges[i].from];
        if (from->edge_count++ == 0)
            from->edges = i;
    }
}

static bool settle_letters(struct builder *b)
{
    struct kb_automaton *automaton = b->automaton;
    uint32_t count = automaton->position_count - 1;
    const struct kb_syntax_node **classes = kb_arena_new(b->arena, count + 1, sizeof *classes);
    struct kb_letters *sets = kb_arena_new(b->arena, count + 1, sizeof *sets);
    for (uint32_t i = 0; i < count; i++)
        classes[i] = automaton->positions[i + 1].class;
    if (!kb_alphabet_make(&automaton->alphabet, classes, count, sets))
        return false;
    for (uint32_t i = 0; i < count; i++)
        automaton->positions[i + 1].letters = sets[i];
    return true;
}

bool kb_automaton_make(struct kb_automaton *automaton, const struct kb_syntax *syntax,
                       enum kb_counting counting, struct kb_arena *arena)
{
    struct builder b = {
        .automaton = automaton, .arena = arena, .counting = counting, .copies = MAX_COPIES};
    while (size_of(&b, syntax->root, 4 * MAX_POSITIONS) == 4 * MAX_POSITIONS) {
        if (b.copies == 1)
            return false;
        b.copies /= 4;
    }
    *automaton = (struct kb_automaton){.position_count = 1};
    automaton->positions = kb_arena_new(arena, MAX_POSITIONS, sizeof *automaton->positions);
    struct part whole = build(&b, syntax->root, false);
    struct tip start = {0, 1, true, false};
    link(&b, (struct tips){&start, 1}, whole.first, NULL);
    for (size_t i = 0; i < whole.last.count; i++)
        automaton->positions[whole.last.items[i].position].last = true;
    automaton->positions[0].last = whole.empty > 0;
    bool made = !b.full && settle_letters(&b);
    if (made)
        settle_edges(&b);
    free(b.edges);
    return made;
}

struct kb_letters kb_edge_letters(const struct kb_automaton *automaton, const struct kb_edge *edge)
{
    const struct kb_letters *to = &automaton->positions[edge->to].letters;
    return edge->reserved ? kb_letters_without(to, &automaton->positions[edge->from].letters) : *to;
}
