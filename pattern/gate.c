/* SPDX-License-Identifier: MIT */
/* Aho-Corasick over bytes. Children are lists, but for those of the root, which nearly every step
 * comes by. */
#include "pattern/gate.h"

#include <stdlib.h>

#include "kb/arena.h"

enum { ROOT = 0, NONE = 0 }; /* the root is nobody's child, so its index stands for none */

struct state {
    uint32_t child, sibling;
    uint32_t fail;   /* the longest proper suffix of its text that is a state */
    uint32_t ending; /* the nearest state along `fail`, itself first, where literals end; or NONE */
    uint32_t needs;  /* index + 1 of its first in `needs`, 0 for none */
    unsigned char byte;
};

/* A literal that ends in a state, as what needs it: a set of a way. */
struct need {
    uint32_t way, next; /* next: index + 1, 0 for none */
    unsigned char set;  /* bit of the set */
};

struct way {
    uint32_t owner;
    unsigned char all; /* bits of its sets */
};

struct kb_gate_seen {
    uint32_t text;      /* the text that `sets` is about */
    unsigned char sets; /* bits of the sets found in it */
};

struct kb_gate {
    struct state *states;
    struct need *needs;
    struct way *ways;
    size_t state_count, state_cap, need_count, need_cap, way_count, way_cap;
    uint32_t first[256]; /* the root's children */
};

static uint32_t add_state(struct kb_gate *gate, unsigned char byte)
{
    gate->states = kb_grow(gate->states, gate->state_count, &gate->state_cap, sizeof *gate->states);
    gate->states[gate->state_count] = (struct state){.byte = byte};
    return (uint32_t)gate->state_count++;
}

struct kb_gate *kb_gate_new(void)
{
    struct kb_gate *gate = kb_alloc(1, sizeof *gate);
    add_state(gate, 0);
    return gate;
}

static uint32_t child_of(const struct kb_gate *gate, uint32_t state, unsigned char byte)
{
    if (state == ROOT)
        return gate->first[byte];
    uint32_t child = gate->states[state].child;
    while (child != NONE && gate->states[child].byte != byte)
        child = gate->states[child].sibling;
    return child;
}

static uint32_t child_made(struct kb_gate *gate, uint32_t state, unsigned char byte)
{
    uint32_t child = child_of(gate, state, byte);
    if (child != NONE)
        return child;
    child = add_state(gate, byte);
    gate->states[child].sibling = gate->states[state].child;
    gate->states[state].child = child;
    if (state == ROOT)
        gate->first[byte] = child;
    return child;
}

static void add_literal(struct kb_gate *gate, struct kb_str literal, unsigned char set)
{
    uint32_t state = ROOT;
    for (size_t i = 0; i < literal.n && i < KB_GATE_BYTES; i++)
        state = child_made(gate, state, (unsigned char)literal.p[i]);
    gate->needs = kb_grow(gate->needs, gate->need_count, &gate->need_cap, sizeof *gate->needs);
    gate->needs[gate->need_count++] =
        (struct need){(uint32_t)gate->way_count, gate->states[state].needs, set};
    gate->states[state].needs = (uint32_t)gate->need_count;
}

void kb_gate_add(struct kb_gate *gate, uint32_t owner, const struct kb_literals *literals)
{
    for (size_t w = 0; w < literals->count; w++) {
        const struct kb_literal_way *way = &literals->ways[w];
        unsigned char all = 0;
        for (size_t s = 0; s < way->count; s++) {
            unsigned char set = (unsigned char)(1u << s);
            all |= set;
            for (size_t i = 0; i < way->sets[s].count; i++)
                add_literal(gate, way->sets[s].items[i], set);
        }
        gate->ways = kb_grow(gate->ways, gate->way_count, &gate->way_cap, sizeof *gate->ways);
        gate->ways[gate->way_count++] = (struct way){owner, all};
    }
}

static uint32_t step(const struct kb_gate *gate, uint32_t state, unsigned char byte)
{
    uint32_t child = child_of(gate, state, byte);
    while (child == NONE && state != ROOT) {
        state = gate->states[state].fail;
        child = child_of(gate, state, byte);
    }
    return child; /* NONE is the root */
}

void kb_gate_close(struct kb_gate *gate)
{
    /* In order of depth, so that what a state falls back to is done before it. */
    uint32_t *queue = kb_alloc(gate->state_count, sizeof *queue);
    size_t done = 0, known = 1;
    for (; done < known; done++) {
        uint32_t parent = queue[done];
        for (uint32_t s = gate->states[parent].child; s != NONE; s = gate->states[s].sibling) {
            struct state *state = &gate->states[s];
            state->fail =
                parent == ROOT ? ROOT : step(gate, gate->states[parent].fail, state->byte);
            state->ending = state->needs ? s : gate->states[state->fail].ending;
            queue[known++] = s;
        }
    }
    free(queue);
}

/* A literal was found; a way of which that was the last set is complete. */
static void find(const struct kb_gate *gate, struct kb_gate_visit *visit, const struct need *need,
                 void (*pass)(void *data, uint32_t owner), void *data)
{
    struct kb_gate_seen *seen = &visit->seen[need->way];
    const struct way *way = &gate->ways[need->way];
    visit->looked++;
    if (seen->text != visit->text)
        *seen = (struct kb_gate_seen){visit->text, 0};
    if (seen->sets == way->all)
        return;
    seen->sets |= need->set;
    if (seen->sets == way->all)
        pass(data, way->owner);
}

void kb_gate_pass(const struct kb_gate *gate, struct kb_gate_visit *visit, struct kb_str folded,
                  void (*pass)(void *data, uint32_t owner), void *data)
{
    if (!visit->seen)
        visit->seen = kb_alloc(gate->way_count, sizeof *visit->seen);
    visit->text++;
    uint32_t state = ROOT;
    for (size_t i = 0; i < folded.n; i++) {
        state = step(gate, state, (unsigned char)folded.p[i]);
        for (uint32_t end = gate->states[state].ending; end != NONE;
             end = gate->states[gate->states[end].fail].ending)
            for (uint32_t n = gate->states[end].needs; n; n = gate->needs[n - 1].next)
                find(gate, visit, &gate->needs[n - 1], pass, data);
    }
}

void kb_gate_visit_free(struct kb_gate_visit *visit)
{
    free(visit->seen);
    *visit = (struct kb_gate_visit){0};
}

void kb_gate_free(struct kb_gate *gate)
{
    if (!gate)
        return;
    free(gate->states);
    free(gate->needs);
    free(gate->ways);
    free(gate);
}
