/* SPDX-License-Identifier: MIT */
/* What a tree of pattern/syntax.h means, worked out the slow and plain way: which ends can a node
 * reach from which places. And texts that a tree may match. The tests hold PCRE2 against both. */
#ifndef KB_TESTS_SYNTAX_WALK_H
#define KB_TESTS_SYNTAX_WALK_H

#include <string.h>

#include "kb/buf.h"
#include "pattern/syntax.h"

enum { WALK_MOST = 400 };

/* A subject by code points. */
struct subject {
    uint32_t at[WALK_MOST];
    size_t n;
};

/* Places of a subject, 0 to n. */
struct places {
    bool at[WALK_MOST + 1];
};

static inline struct subject subject_of(struct kb_str text)
{
    struct subject subject = {.n = 0};
    bool ok;
    for (const char *p = text.p; p < kb_str_end(text) && subject.n < WALK_MOST;)
        p += kb_utf8_next(p, kb_str_end(text), &subject.at[subject.n++], &ok);
    return subject;
}

static inline bool word_at(const struct subject *s, size_t i)
{
    uint32_t c = i < s->n ? s->at[i] : 0;
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static inline bool anchored(enum kb_syntax_anchor anchor, const struct subject *s, size_t i)
{
    bool edge = (i > 0 && word_at(s, i - 1)) != word_at(s, i);
    switch (anchor) {
    case KB_ANCHOR_TEXT_START:
        return i == 0;
    case KB_ANCHOR_LINE_START:
        return i == 0 || (s->at[i - 1] == '\n' && i < s->n);
    case KB_ANCHOR_TEXT_END:
        return i == s->n;
    case KB_ANCHOR_LAST_LINE_END:
        return i == s->n || (i + 1 == s->n && s->at[i] == '\n');
    case KB_ANCHOR_LINE_END:
        return i == s->n || s->at[i] == '\n';
    case KB_ANCHOR_WORD_BOUNDARY:
        return edge;
    case KB_ANCHOR_NOT_WORD_BOUNDARY:
    default:
        return !edge;
    }
}

static inline bool any_place(const struct places *places, size_t n)
{
    return memchr(places->at, 1, n + 1) != NULL;
}

static inline void merge(struct places *into, const struct places *more)
{
    for (size_t i = 0; i <= WALK_MOST; i++)
        into->at[i] |= more->at[i];
}

/* Whether the tree says exactly what PCRE2 does, and not more. */
static inline bool exact_tree(const struct kb_syntax_node *node)
{
    bool exact = node->kind != KB_SYNTAX_OPAQUE && node->kind != KB_SYNTAX_BACKREF;
    if (node->kind == KB_SYNTAX_CLASS)
        exact = node->as.set.exact;
    if (node->kind == KB_SYNTAX_GROUP)
        exact = !node->as.group.atomic;
    if (node->kind == KB_SYNTAX_REPEAT)
        exact = node->as.repeat.greed != KB_POSSESSIVE;
    for (const struct kb_syntax_node *child = node->first; exact && child; child = child->next)
        exact = exact_tree(child);
    return exact;
}

static inline struct places ends(const struct kb_syntax_node *node, const struct subject *s,
                                 const struct places *from);

static inline struct places repeat_ends(const struct kb_syntax_node *node, const struct subject *s,
                                        const struct places *from)
{
    struct places now = *from, out = {{0}};
    size_t rounds = 2 * s->n + 2; /* more cannot lead anywhere new */
    for (size_t i = 0; i < node->as.repeat.min && i < rounds; i++)
        now = ends(node->first, s, &now);
    out = now;
    for (size_t i = node->as.repeat.min; i < node->as.repeat.max && rounds-- > 0; i++) {
        now = ends(node->first, s, &now);
        merge(&out, &now);
    }
    return out;
}

static inline bool looks(const struct kb_syntax_node *node, const struct subject *s, size_t i)
{
    for (size_t j = 0; j <= s->n; j++) {
        bool here = node->as.look.behind ? j <= i : j == i;
        struct places from = {{0}}, to;
        if (!here)
            continue;
        from.at[j] = true;
        to = ends(node->first, s, &from);
        if (node->as.look.behind ? to.at[i] : any_place(&to, s->n))
            return true;
    }
    return false;
}

static inline struct places ends(const struct kb_syntax_node *node, const struct subject *s,
                                 const struct places *from)
{
    struct places out = {{0}}, more = *from;
    bool reached = false;
    switch (node->kind) {
    case KB_SYNTAX_EMPTY:
        return *from;
    case KB_SYNTAX_CLASS:
        for (size_t i = 0; i < s->n; i++)
            out.at[i + 1] = from->at[i] && kb_syntax_has(node, s->at[i]);
        return out;
    case KB_SYNTAX_CONCAT:
        for (const struct kb_syntax_node *child = node->first; child; child = child->next)
            more = ends(child, s, &more);
        return more;
    case KB_SYNTAX_CHOICE:
        for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
            more = ends(child, s, from);
            merge(&out, &more);
        }
        return out;
    case KB_SYNTAX_REPEAT:
        return repeat_ends(node, s, from);
    case KB_SYNTAX_GROUP:
        return ends(node->first, s, from);
    case KB_SYNTAX_LOOK:
        for (size_t i = 0; i <= s->n; i++)
            out.at[i] = from->at[i] && ((node->as.look.negative && !exact_tree(node->first)) ||
                                        looks(node, s, i) != node->as.look.negative);
        return out;
    case KB_SYNTAX_ANCHOR:
        for (size_t i = 0; i <= s->n; i++)
            out.at[i] = from->at[i] && anchored(node->as.anchor, s, i);
        return out;
    case KB_SYNTAX_BACKREF:
    case KB_SYNTAX_OPAQUE:
    default:
        for (size_t i = 0; i <= s->n; i++)
            out.at[i] = reached |= from->at[i];
        return out;
    }
}

static inline bool walk_matches(const struct kb_syntax_node *root, struct kb_str text)
{
    struct subject subject = subject_of(text);
    struct places from = {{0}};
    memset(from.at, 1, subject.n + 1);
    struct places to = ends(root, &subject, &from);
    return any_place(&to, subject.n);
}

/* The same numbers on every machine. */
static inline uint32_t roll(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* A text that the node may match, where look-around and anchors allow it. */
static inline void sample(const struct kb_syntax_node *node, uint64_t *state, struct kb_buf *out)
{
    const struct kb_syntax_node *child = node->first;
    char utf8[4];
    if (node->kind == KB_SYNTAX_CLASS && node->as.set.count) {
        const struct kb_syntax_range *range =
            &node->as.set.ranges[roll(state) % node->as.set.count];
        uint32_t span = range->last - range->first + 1;
        uint32_t cp = range->first + (roll(state) % 2 ? roll(state) % span : 0);
        if (kb_syntax_has(node, 'a') && span > 100)
            cp = 'a' + roll(state) % 3;
        kb_buf_add(out, utf8, kb_utf8_put(utf8, cp));
    } else if (node->kind == KB_SYNTAX_CHOICE) {
        size_t count = 1;
        for (const struct kb_syntax_node *c = child->next; c; c = c->next)
            count++;
        for (size_t skip = roll(state) % count; skip > 0; skip--)
            child = child->next;
        sample(child, state, out);
    } else if (node->kind == KB_SYNTAX_REPEAT) {
        uint32_t most = node->as.repeat.max - node->as.repeat.min;
        uint32_t times = node->as.repeat.min + roll(state) % ((most < 3 ? most : 3) + 1);
        for (uint32_t i = 0; i < times && out->len < WALK_MOST; i++)
            sample(child, state, out);
    } else if (node->kind != KB_SYNTAX_LOOK) {
        for (; child && out->len < WALK_MOST; child = child->next)
            sample(child, state, out);
    }
}

#endif
