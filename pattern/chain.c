/* SPDX-License-Identifier: MIT */
/* Polynomial ambiguity: three ways that read the same word, within one loop, on the way from it to
 * another, and within that one; and the longest chains of such pairs of loops. */
#include "pattern/search.h"

#include <stdlib.h>

/* Pairs of one regex. Chains of more of them than a few are all alike. */
enum { MAX_PAIRS = 4096 };

/* Of one pair of loops; see kb_pump. */
struct pair {
    uint32_t enter, leave;
    struct kb_word word;
    uint32_t earlier; /* the pair before it on the longest chain, plus one; 0: it is the first */
    unsigned degree;  /* length of that chain, with this pair */
    bool used;
};

/* Three ways that read one word: within the loop of `from`, on the way, within the loop of `to`. */
struct three {
    const struct kb_component *from, *to;
    uint32_t low, high; /* components on the way have numbers from low to high */
};

static uint32_t encode(const struct kb_search *s, const struct three *in, uint32_t a, uint32_t b,
                       uint32_t c)
{
    return (s->components.local[a] * s->automaton->position_count + b) * in->to->count +
           s->components.local[c];
}

static void expand(struct kb_search *s, const void *three, uint32_t node)
{
    const struct three *in = three;
    const struct kb_automaton *automaton = s->automaton;
    const uint32_t *of = s->components.of, *members = s->components.members;
    uint32_t n = automaton->position_count, rest = node / in->to->count;
    const struct kb_position *a = &automaton->positions[members[in->from->first + rest / n]];
    const struct kb_position *b = &automaton->positions[rest % n];
    const struct kb_position *c =
        &automaton->positions[members[in->to->first + node % in->to->count]];
    for (uint32_t i = 0; i < a->edge_count; i++) {
        const struct kb_edge *first = &automaton->edges[a->edges + i];
        struct kb_letters letters = kb_edge_letters(automaton, first), both, all;
        if (of[first->to] != in->high)
            continue;
        for (uint32_t j = 0; j < c->edge_count; j++) {
            const struct kb_edge *third = &automaton->edges[c->edges + j];
            if (of[third->to] != in->low || !kb_search_meet(s, &letters, third, &both))
                continue;
            for (uint32_t k = 0; k < b->edge_count && kb_search_spend(s); k++) {
                const struct kb_edge *second = &automaton->edges[b->edges + k];
                uint32_t on = of[second->to];
                if (on >= in->low && on <= in->high && (second->clear || s->with_gaps) &&
                    kb_search_meet(s, &both, second, &all))
                    kb_search_reach(s, node, &all, encode(s, in, first->to, second->to, third->to));
            }
        }
    }
}

/* Fills in the pair when there is a word for these two positions. */
static bool pairs(struct kb_search *s, const struct three *in, uint32_t enter, uint32_t leave,
                  struct pair *pair)
{
    uint32_t goal = encode(s, in, enter, leave, leave);
    kb_search_begin(s, encode(s, in, enter, enter, leave));
    if (!kb_search_run(s, in, goal, expand))
        return false;
    *pair = (struct pair){.enter = enter, .leave = leave, .word = kb_search_word(s, goal)};
    return true;
}

static bool find_pair(struct kb_search *s, uint32_t from, uint32_t to, struct pair *pair)
{
    const struct kb_component *items = s->components.items;
    const struct three in = {&items[from], &items[to], to, from};
    const uint32_t *members = s->components.members;
    struct kb_letters both = kb_letters_and(&in.from->letters, &in.to->letters);
    if (!kb_letters_any(&both))
        return false;
    if (!kb_search_room(s, (uint64_t)in.from->count * in.to->count * s->automaton->position_count))
        return false;
    for (uint32_t i = 0; i < in.from->count; i++)
        for (uint32_t j = 0; j < in.to->count; j++)
            if (pairs(s, &in, members[in.from->first + i], members[in.to->first + j], pair))
                return true;
    return false;
}

/* The chains of pairs, as the longest that ends in each component. */
struct chains {
    struct pair *pairs;
    size_t count, cap;
    struct longest {
        uint32_t last; /* its last pair, plus one; 0: there is none */
        unsigned degree;
    } * of; /* each component */
};

static bool takes_part(const struct kb_search *s, uint32_t component)
{
    const struct kb_component *of = &s->components.items[component];
    return of->loop &&
           (s->with_gaps || !s->automaton->positions[s->components.members[of->first]].gap);
}

/* What reaches the component without a gap hands its chain on. */
static void hand_on(const struct kb_search *s, struct chains *chains, uint32_t component)
{
    const struct kb_component *of = &s->components.items[component];
    for (uint32_t i = 0; i < of->count; i++) {
        const struct kb_position *position =
            &s->automaton->positions[s->components.members[of->first + i]];
        for (uint32_t j = 0; j < position->edge_count; j++) {
            const struct kb_edge *edge = &s->automaton->edges[position->edges + j];
            uint32_t to = s->components.of[edge->to];
            if ((edge->clear || s->with_gaps) &&
                chains->of[component].degree > chains->of[to].degree)
                chains->of[to] = chains->of[component];
        }
    }
}

static void find_chains(struct kb_search *s, struct chains *chains)
{
    uint32_t n = s->components.count;
    for (uint32_t to = n; to-- > 0;) {
        for (uint32_t from = n; takes_part(s, to) && from-- > to + 1;) {
            struct pair pair;
            if (!takes_part(s, from) || !find_pair(s, from, to, &pair))
                continue;
            if (chains->count == MAX_PAIRS) {
                s->out->complete = false;
                return;
            }
            pair.earlier = chains->of[from].last;
            pair.degree = chains->of[from].degree + 1;
            chains->pairs = kb_grow(chains->pairs, chains->count, &chains->cap, sizeof pair);
            chains->pairs[chains->count++] = pair;
            if (pair.degree > chains->of[to].degree)
                chains->of[to] = (struct longest){(uint32_t)chains->count, pair.degree};
        }
        hand_on(s, chains, to);
    }
}

/* The chain that ends with the pair, its last KB_MAX_PUMPS pairs. A pair that goes on where the one
 * before it has ended, with the same word, needs no pump of its own. */
static void take_chain(struct kb_search *s, struct chains *chains, struct pair *last)
{
    struct kb_suspect *suspect = &s->out->items[s->out->count++];
    *suspect = (struct kb_suspect){.begin = UINT32_MAX};
    struct kb_pump reversed[KB_MAX_PUMPS];
    for (struct pair *pair = last; suspect->pump_count < KB_MAX_PUMPS;
         pair = &chains->pairs[pair->earlier - 1]) {
        pair->used = true;
        uint32_t ends[] = {pair->enter, pair->leave};
        bool copies = s->automaton->positions[pair->enter].class ==
                      s->automaton->positions[pair->leave].class;
        for (size_t i = 0; i < 2; i++) {
            const struct kb_syntax_node *class = s->automaton->positions[ends[i]].class;
            uint32_t begin_at = class->begin, end = class->end;
            kb_search_surround(s, copies, &begin_at, &end);
            suspect->begin = begin_at < suspect->begin ? begin_at : suspect->begin;
            suspect->end = end > suspect->end ? end : suspect->end;
        }
        struct kb_pump *later = suspect->pump_count ? &reversed[suspect->pump_count - 1] : NULL;
        if (later && later->enter == pair->leave && kb_word_eq(later->word, pair->word))
            later->enter = pair->enter;
        else
            reversed[suspect->pump_count++] =
                (struct kb_pump){pair->enter, pair->leave, pair->word};
        if (!pair->earlier)
            break;
    }
    kb_search_balance(s, &suspect->begin, &suspect->end);
    for (size_t i = 0; i < suspect->pump_count; i++)
        suspect->pumps[i] = reversed[suspect->pump_count - 1 - i];
}

void kb_search_chains(struct kb_search *s)
{
    struct chains chains = {.of = kb_arena_new(s->arena, s->components.count, sizeof *chains.of)};
    find_chains(s, &chains);
    for (size_t i = 0; i < chains.count; i++)
        if (chains.pairs[i].degree > s->out->degree)
            s->out->degree = chains.pairs[i].degree;
    for (unsigned degree = s->out->degree; degree > 0; degree--)
        for (size_t i = 0; i < chains.count && s->out->count < KB_MAX_SUSPECTS; i++)
            if (chains.pairs[i].degree == degree && !chains.pairs[i].used)
                take_chain(s, &chains, &chains.pairs[i]);
    free(chains.pairs);
}
