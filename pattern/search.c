/* SPDX-License-Identifier: MIT */
/* What the searches of suspect.c and chain.c share. */
#include "pattern/search.h"

#include <stdlib.h>

bool kb_search_room(struct kb_search *s, uint64_t nodes)
{
    if (nodes > KB_PRODUCT_NODES) {
        s->out->complete = false;
        return false;
    }
    if (nodes <= s->room)
        return true;
    for (s->room = s->room ? s->room : 256; s->room < nodes;)
        s->room *= 2;
    free(s->nodes);
    free(s->queue);
    s->nodes = kb_alloc(s->room, sizeof *s->nodes); /* zeroed: no run has seen them */
    s->queue = kb_realloc(NULL, s->room, sizeof *s->queue);
    return true;
}

void kb_search_begin(struct kb_search *s, uint32_t node)
{
    s->run++;
    s->head = s->tail = 0;
    s->nodes[node] = (struct kb_product_node){s->run, node, 0};
    s->queue[s->tail++] = node;
}

bool kb_search_run(struct kb_search *s, const void *in, uint32_t goal,
                   void (*expand)(struct kb_search *s, const void *in, uint32_t node))
{
    while (s->head < s->tail && s->nodes[goal].run != s->run)
        expand(s, in, s->queue[s->head++]);
    return s->nodes[goal].run == s->run;
}

void kb_search_reach(struct kb_search *s, uint32_t from, const struct kb_letters *letters,
                     uint32_t node)
{
    if (s->nodes[node].run == s->run)
        return;
    unsigned letter = kb_letters_next(letters, 0);
    s->nodes[node] = (struct kb_product_node){s->run, from, (uint8_t)letter};
    s->queue[s->tail++] = node;
}

struct kb_word kb_search_word(struct kb_search *s, uint32_t node)
{
    const struct kb_product_node *nodes = s->nodes;
    size_t n = 0;
    for (uint32_t at = node; nodes[at].parent != at; at = nodes[at].parent)
        n++;
    uint8_t *letters = kb_arena_new(s->arena, n + 1, 1);
    struct kb_word word = {letters, n};
    for (uint32_t at = node; nodes[at].parent != at; at = nodes[at].parent)
        letters[--n] = nodes[at].letter;
    return word;
}

bool kb_search_spend(struct kb_search *s)
{
    if (s->steps == 0) {
        s->out->complete = false;
        return false;
    }
    s->steps--;
    return true;
}

bool kb_search_meet(const struct kb_search *s, const struct kb_letters *a,
                    const struct kb_edge *edge, struct kb_letters *both)
{
    struct kb_letters b = kb_edge_letters(s->automaton, edge);
    *both = kb_letters_and(a, &b);
    return kb_letters_any(both);
}

/* The child of a node that the bytes lie within, or NULL. */
static const struct kb_syntax_node *around(const struct kb_syntax_node *node, uint32_t begin,
                                           uint32_t end)
{
    const struct kb_syntax_node *child = node->first;
    while (child && (child->begin > begin || child->end < end))
        child = child->next;
    return child;
}

void kb_search_surround(const struct kb_search *s, bool outer, uint32_t *begin, uint32_t *end)
{
    uint32_t from = *begin, to = *end;
    const struct kb_syntax_node *last = NULL;
    for (const struct kb_syntax_node *node = s->syntax->root; node; node = around(node, from, to))
        if (node->kind == KB_SYNTAX_REPEAT && node->as.repeat.max > 1) {
            const struct kb_syntax_node *found = outer && last ? last : node;
            *begin = found->begin;
            *end = found->end;
            last = node;
        }
}

void kb_search_balance(const struct kb_search *s, uint32_t *begin, uint32_t *end)
{
    const struct kb_syntax_node *node = s->syntax->root, *child;
    while ((child = around(node, *begin, *end)))
        node = child;
    for (child = node->first; child; child = child->next) {
        if (child->begin < *begin && child->end > *begin)
            *begin = child->begin;
        if (child->end > *end && child->begin < *end)
            *end = child->end;
    }
}
