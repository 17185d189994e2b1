/* SPDX-License-Identifier: MIT */
/* Exponential ambiguity: two ways that read the same word within one component of the automaton. */
#include "pattern/suspect.h"

#include <stdlib.h>

#include "pattern/search.h"

enum {
    STEPS = 2000000,          /* of all searches in one automaton: some ten milliseconds */
    SUSPECTS_OF_COMPONENT = 6 /* the others are mostly the same, turned round */
};

static void widen(uint32_t *begin_at, uint32_t *end, const struct kb_syntax_node *node)
{
    if (node && node->begin < *begin_at)
        *begin_at = node->begin;
    if (node && node->end > *end)
        *end = node->end;
}

/* Two ways within one component, unordered; `apart` once they have differed. */
struct two {
    uint32_t a, b;
    bool apart;
};

static uint32_t encode(const struct kb_search *s, const struct kb_component *in, struct two two)
{
    uint32_t a = s->components.local[two.a], b = s->components.local[two.b];
    return 2 * (a < b ? a * in->count + b : b * in->count + a) + two.apart;
}

static struct two decode(const struct kb_search *s, const struct kb_component *in, uint32_t node)
{
    const uint32_t *members = s->components.members + in->first;
    return (struct two){members[node / 2 / in->count], members[node / 2 % in->count], node & 1};
}

static const struct kb_edge *edge_between(const struct kb_search *s, uint32_t from, uint32_t to)
{
    const struct kb_position *position = &s->automaton->positions[from];
    for (uint32_t i = 0; i < position->edge_count; i++)
        if (s->automaton->edges[position->edges + i].to == to)
            return &s->automaton->edges[position->edges + i];
    return NULL;
}

/* Everything the two ways to `node` go through. */
static void span(const struct kb_search *s, const struct kb_component *in, uint32_t node,
                 struct kb_suspect *suspect)
{
    suspect->begin = UINT32_MAX;
    suspect->end = 0;
    for (uint32_t at = node;; at = s->nodes[at].parent) {
        struct two two = decode(s, in, at);
        widen(&suspect->begin, &suspect->end, s->automaton->positions[two.a].class);
        widen(&suspect->begin, &suspect->end, s->automaton->positions[two.b].class);
        uint32_t parent = s->nodes[at].parent;
        struct two before = decode(s, in, parent);
        if (parent == at)
            break;
        if (two.a == two.b && before.a == before.b) {
            const struct kb_edge *edge = edge_between(s, before.a, two.a);
            if (edge->ways > 1)
                widen(&suspect->begin, &suspect->end, edge->loop);
        }
    }
    kb_search_surround(s, false, &suspect->begin, &suspect->end);
}

static void expand(struct kb_search *s, const void *component, uint32_t node)
{
    const struct kb_component *in = component;
    const struct kb_automaton *automaton = s->automaton;
    uint32_t within = s->components.of[s->components.members[in->first]];
    struct two at = decode(s, in, node);
    const struct kb_position *a = &automaton->positions[at.a], *b = &automaton->positions[at.b];
    for (uint32_t i = 0; i < a->edge_count; i++) {
        const struct kb_edge *left = &automaton->edges[a->edges + i];
        struct kb_letters letters = kb_edge_letters(automaton, left), both;
        if (s->components.of[left->to] != within)
            continue;
        for (uint32_t j = at.a == at.b ? i : 0; j < b->edge_count && kb_search_spend(s); j++) {
            const struct kb_edge *right = &automaton->edges[b->edges + j];
            if (s->components.of[right->to] != within || !kb_search_meet(s, &letters, right, &both))
                continue;
            bool apart = at.apart || left != right || left->ways > 1;
            struct two next = {left->to, right->to, apart};
            kb_search_reach(s, node, &both, encode(s, in, next));
        }
    }
}

static bool known(const struct kb_search *s, size_t from, struct kb_word word)
{
    for (size_t i = from; i < s->out->count; i++)
        if (kb_word_eq(s->out->items[i].pumps[0].word, word))
            return true;
    return false;
}

/* Two different ways from `position` back to it. False when there are none; then there are none for
 * any position of the component, as each could go by way of this one. */
static bool two_ways(struct kb_search *s, const struct kb_component *in, uint32_t position,
                     size_t first)
{
    uint32_t goal = encode(s, in, (struct two){position, position, true});
    kb_search_begin(s, goal - 1);
    if (!kb_search_run(s, in, goal, expand))
        return false;
    struct kb_word word = kb_search_word(s, goal);
    if (known(s, first, word))
        return true;
    struct kb_suspect *suspect = &s->out->items[s->out->count++];
    *suspect = (struct kb_suspect){
        .exponential = true, .pumps = {{position, position, word}}, .pump_count = 1};
    span(s, in, goal, suspect);
    return true;
}

static void search_exponential(struct kb_search *s)
{
    for (uint32_t i = s->components.count; i-- > 0;) {
        const struct kb_component *in = &s->components.items[i];
        size_t first = s->out->count;
        if (!in->loop || !kb_search_room(s, 2 * (uint64_t)in->count * in->count))
            continue;
        bool found = true;
        for (uint32_t j = 0; found && j < in->count && s->out->count < KB_MAX_SUSPECTS / 2 &&
                             s->out->count - first < SUSPECTS_OF_COMPONENT;
             j++)
            found = two_ways(s, in, s->components.members[in->first + j], first);
    }
}

void kb_suspects_find(const struct kb_automaton *automaton, const struct kb_syntax *syntax,
                      bool with_gaps, struct kb_arena *arena, struct kb_suspects *out)
{
    struct kb_search s = {.automaton = automaton,
                          .syntax = syntax,
                          .arena = arena,
                          .out = out,
                          .with_gaps = with_gaps,
                          .steps = STEPS};
    *out = (struct kb_suspects){.complete = true};
    kb_components_find(automaton, arena, &s.components);
    search_exponential(&s);
    kb_search_chains(&s);
    free(s.nodes);
    free(s.queue);
}
