/* SPDX-License-Identifier: MIT */
/* Tarjan's algorithm. */
#include "pattern/components.h"

#include <stdlib.h>

struct tarjan {
    const struct kb_automaton *automaton;
    struct kb_components *out;
    uint32_t *number, *low, *stack;
    uint32_t numbers, height, placed;
};

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Takes the component of `root` from the stack. */
static void take(struct tarjan *t, uint32_t root)
{
    struct kb_components *out = t->out;
    struct kb_component *component = &out->items[out->count];
    component->first = t->placed;
    uint32_t member;
    do {
        member = t->stack[--t->height];
        out->members[t->placed++] = member;
        out->of[member] = out->count;
    } while (member != root);
    component->count = t->placed - component->first;
    qsort(out->members + component->first, component->count, sizeof *out->members, by_number);
    for (uint32_t i = 0; i < component->count; i++)
        out->local[out->members[component->first + i]] = i;
    out->count++;
}

/* Recursion is as deep as there are positions at most, which the automaton bounds. */
static void visit(struct tarjan *t, uint32_t at)
{
    const struct kb_position *position = &t->automaton->positions[at];
    t->number[at] = t->low[at] = ++t->numbers;
    t->stack[t->height++] = at;
    for (uint32_t i = 0; i < position->edge_count; i++) {
        uint32_t to = t->automaton->edges[position->edges + i].to;
        if (!t->number[to])
            visit(t, to);
        if (t->out->of[to] == UINT32_MAX && t->low[to] < t->low[at])
            t->low[at] = t->low[to];
    }
    if (t->low[at] == t->number[at])
        take(t, at);
}

static void describe(const struct kb_automaton *automaton, struct kb_components *out)
{
    for (uint32_t i = 0; i < automaton->edge_count; i++) {
        const struct kb_edge *edge = &automaton->edges[i];
        if (out->of[edge->from] == out->of[edge->to])
            out->items[out->of[edge->from]].loop = true;
    }
    for (uint32_t i = 1; i < automaton->position_count; i++) {
        struct kb_letters *all = &out->items[out->of[i]].letters;
        for (size_t j = 0; j < sizeof all->bits / sizeof *all->bits; j++)
            all->bits[j] |= automaton->positions[i].letters.bits[j];
    }
}

void kb_components_find(const struct kb_automaton *automaton, struct kb_arena *arena,
                        struct kb_components *out)
{
    uint32_t n = automaton->position_count;
    *out = (struct kb_components){
        .items = kb_arena_new(arena, n, sizeof *out->items),
        .members = kb_arena_new(arena, n, sizeof *out->members),
        .of = kb_arena_new(arena, n, sizeof *out->of),
        .local = kb_arena_new(arena, n, sizeof *out->local),
    };
    struct tarjan t = {
        .automaton = automaton,
        .out = out,
        .number = kb_arena_new(arena, n, sizeof *t.number),
        .low = kb_arena_new(arena, n, sizeof *t.low),
        .stack = kb_arena_new(arena, n, sizeof *t.stack),
    };
    for (uint32_t i = 0; i < n; i++)
        out->of[i] = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++)
        if (!t.number[i])
            visit(&t, i);
    describe(automaton, out);
}
