/* SPDX-License-Identifier: MIT */
/* The strongly connected components of an automaton: its loops, each with what is in it. */
#ifndef KB_COMPONENTS_H
#define KB_COMPONENTS_H

#include "pattern/automaton.h"

struct kb_component {
    uint32_t first, count; /* a run of members[], sorted */
    bool loop;             /* some edge stays within it */
    struct kb_letters letters;
};

struct kb_components {
    struct kb_component *items; /* what an edge leads to stands before what it comes from */
    uint32_t count;
    uint32_t *members;
    uint32_t *of;    /* of each position, its component */
    uint32_t *local; /* and its index among the members */
};

void kb_components_find(const struct kb_automaton *automaton, struct kb_arena *arena,
                        struct kb_components *out);

#endif
