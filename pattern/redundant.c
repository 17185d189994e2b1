/* SPDX-License-Identifier: MIT */
/* Leading and trailing .* of a regex that may match anywhere, and (?i) where it is implied.
 *
 * X being what follows a leading .*: where .*X matches from a place, X matches from where .* ended,
 * and where X matches, .*X does with .* taking nothing. So for a search they are the same, whatever
 * X is, as long as nothing refers to what the group around .* took. Likewise at the end. */
#include "pattern/redundant.h"

#include <stdlib.h>

#include "kb/arena.h"

struct cut {
    uint32_t begin, end;
};

struct cuts {
    struct cut *items;
    size_t count, cap;
    struct kb_redundant found;
};

static void add(struct cuts *cuts, const struct kb_syntax_node *node)
{
    cuts->items = kb_grow(cuts->items, cuts->count, &cuts->cap, sizeof *cuts->items);
    cuts->items[cuts->count++] = (struct cut){node->begin, node->end};
}

/* .* or .*?, and a group around nothing else. A possessive one leaves nothing to what follows. */
static bool any_text(const struct kb_syntax_node *node)
{
    while (node->kind == KB_SYNTAX_GROUP)
        node = node->first;
    if (node->kind != KB_SYNTAX_REPEAT || node->first->kind != KB_SYNTAX_CLASS)
        return false;
    const struct kb_syntax_node *class = node->first;
    bool dot = class->as.set.exact && kb_syntax_has(class, 0) && kb_syntax_has(class, 0x10FFFF) &&
               class->as.set.count <= 3 && kb_syntax_has(class, '\t') && kb_syntax_has(class, '\v');
    return dot && node->as.repeat.min == 0 && node->as.repeat.max == KB_SYNTAX_MANY &&
           node->as.repeat.greed != KB_POSSESSIVE;
}

static void leading(struct cuts *cuts, const struct kb_syntax_node *node)
{
    if (node->kind == KB_SYNTAX_GROUP || node->kind == KB_SYNTAX_CHOICE) {
        for (const struct kb_syntax_node *child = node->first; child; child = child->next)
            leading(cuts, child);
    } else if (node->kind == KB_SYNTAX_CONCAT) {
        const struct kb_syntax_node *kept = node->first;
        while (kept && any_text(kept))
            kept = kept->next;
        for (const struct kb_syntax_node *child = node->first; kept && child != kept;
             child = child->next) {
            cuts->found.leading = true;
            add(cuts, child);
        }
        if (kept)
            leading(cuts, kept);
    }
}

static void trailing(struct cuts *cuts, const struct kb_syntax_node *node)
{
    if (node->kind == KB_SYNTAX_GROUP || node->kind == KB_SYNTAX_CHOICE) {
        for (const struct kb_syntax_node *child = node->first; child; child = child->next)
            trailing(cuts, child);
    } else if (node->kind == KB_SYNTAX_CONCAT) {
        const struct kb_syntax_node *kept = NULL;
        for (const struct kb_syntax_node *child = node->first; child; child = child->next)
            kept = any_text(child) ? kept : child;
        for (const struct kb_syntax_node *child = kept ? kept->next : NULL; child;
             child = child->next) {
            cuts->found.trailing = true;
            add(cuts, child);
        }
        if (kept)
            trailing(cuts, kept);
    }
}

/* Whether what one part takes decides more than where the next begins: a back reference, and an
 * atomic group, \R among them, before which PCRE2 (10.42) makes .* possessive although . matches a
 * CR. */
static bool depends(const struct kb_syntax_node *node)
{
    bool found =
        node->kind == KB_SYNTAX_BACKREF || (node->kind == KB_SYNTAX_GROUP && node->as.group.atomic);
    for (const struct kb_syntax_node *child = node->first; child && !found; child = child->next)
        found = depends(child);
    return found;
}

static int by_begin(const void *a, const void *b)
{
    const struct cut *x = a, *y = b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static void write_without(const struct cuts *cuts, struct kb_str regex, struct kb_buf *without)
{
    size_t at = 0;
    for (size_t i = 0; i < cuts->count; i++) {
        kb_buf_add(without, regex.p + at, cuts->items[i].begin - at);
        at = cuts->items[i].end;
    }
    kb_buf_add(without, regex.p + at, regex.n - at);
}

struct kb_redundant kb_redundant_find(const struct kb_syntax *syntax, struct kb_str regex,
                                      struct kb_buf *without)
{
    static const struct kb_syntax_node flag = {.begin = 0, .end = 4};
    struct cuts cuts = {0};
    if (kb_str_starts(regex, "(?i)") && regex.n > flag.end) {
        cuts.found.flag = true;
        add(&cuts, &flag);
    }
    if (syntax->analysable && !depends(syntax->root)) {
        leading(&cuts, syntax->root);
        trailing(&cuts, syntax->root);
    }
    if (cuts.count) {
        qsort(cuts.items, cuts.count, sizeof *cuts.items, by_begin);
        cuts.found.begin = cuts.items[0].begin;
        write_without(&cuts, regex, without);
    }
    free(cuts.items);
    return cuts.found;
}
