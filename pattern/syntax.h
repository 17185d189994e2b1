/* SPDX-License-Identifier: MIT */
/* A record's regex as a tree, for whoever has to reason about it and not only to run it.
 *
 * The tree is read as PCRE2 reads the regex in KB_FLAVOR_RECORD: caseless, UTF, no UCP, newline LF.
 * Inline flags, \Q..\E, comments, extended mode and names are resolved: nothing of them is left.
 *
 * The tree never promises too much: every text the regex matches is one the tree matches, where an
 * OPAQUE node and a BACKREF stand for any text at all, and a class that is not exact holds at least
 * what PCRE2 would take. With `analysable` true there is no opaque node. Then PCRE2 differs from
 * the tree only by back references, by classes that are not exact, by what atomic groups and
 * possessive repeats do not give back, and where it makes a repeat possessive that should not be
 * (10.42: "." before \R, \S beside \h, \v or \R, which share characters such as CR and U+2028).
 *
 * The whole tree is no deeper than KB_SYNTAX_DEPTH, so recursion over it is bounded. Counted
 * repeats are kept as numbers, so the tree has a few nodes a byte of the regex at most. */
#ifndef KB_SYNTAX_H
#define KB_SYNTAX_H

#include <stdbool.h>
#include <stdint.h>

#include "kb/arena.h"
#include "kb/str.h"

/* A group, its choice, a concatenation and a repeat for each of KB_PATTERN_NEST levels, and some
 * quantifiers of quantifiers. */
#define KB_SYNTAX_DEPTH 1100

#define KB_SYNTAX_MANY UINT32_MAX /* a repeat without an upper end */

enum kb_syntax_kind {
    KB_SYNTAX_EMPTY,   /* the empty text */
    KB_SYNTAX_CLASS,   /* one character out of `ranges` (none of them: never matches) */
    KB_SYNTAX_CONCAT,  /* two or more children, one after the other */
    KB_SYNTAX_CHOICE,  /* two or more children, tried in their order */
    KB_SYNTAX_REPEAT,  /* its child `min` to `max` times */
    KB_SYNTAX_GROUP,   /* its child; capturing, atomic or neither */
    KB_SYNTAX_LOOK,    /* its child ahead or behind, takes no text */
    KB_SYNTAX_ANCHOR,  /* a place in the subject, takes no text */
    KB_SYNTAX_BACKREF, /* what the group of `number` matched (one of them, if several have it) */
    KB_SYNTAX_OPAQUE   /* outside what is analysed: any text, the empty one too; of a group there
                          may be a child, as a hint of what it reads */
};

/* Code points from first to last. */
struct kb_syntax_range {
    uint32_t first, last;
};

enum kb_greed { KB_GREEDY, KB_LAZY, KB_POSSESSIVE };

enum kb_syntax_anchor {
    KB_ANCHOR_TEXT_START,        /* ^ \A \G: the start of the subject */
    KB_ANCHOR_LINE_START,        /* ^ under (?m): that, or after a LF that is not the last byte */
    KB_ANCHOR_TEXT_END,          /* \z: the end of the subject */
    KB_ANCHOR_LAST_LINE_END,     /* $ \Z: that, or before a LF that is the last byte */
    KB_ANCHOR_LINE_END,          /* $ under (?m): that, or before any LF */
    KB_ANCHOR_WORD_BOUNDARY,     /* \b: between [A-Za-z0-9_] and anything else or nothing */
    KB_ANCHOR_NOT_WORD_BOUNDARY, /* \B */
};

struct kb_syntax_node {
    enum kb_syntax_kind kind;
    uint32_t begin, end; /* bytes of the regex it was read from */
    /* Of a CLASS that was written as one character and is that and all that folds alike: what they
     * fold to; 0 where it may be anything else. */
    uint32_t letter;
    const struct kb_syntax_node *first; /* the children, in order */
    const struct kb_syntax_node *next;  /* the next child of the same parent */
    union {
        /* CLASS: sorted, apart by at least one code point; what case folding adds is in it. Not
         * exact (\p{..}, \X in a class) it is every code point. Surrogates are never in it. */
        struct {
            const struct kb_syntax_range *ranges;
            uint32_t count;
            bool exact;
        } set;
        struct {
            uint32_t min, max; /* max may be KB_SYNTAX_MANY */
            enum kb_greed greed;
        } repeat;
        struct {
            uint32_t number; /* of a capturing group, from 1; else 0 */
            bool atomic;     /* what it matched first is kept */
        } group;
        struct {
            bool behind, negative;
        } look;
        enum kb_syntax_anchor anchor;
        uint32_t number; /* BACKREF */
    } as;
};

struct kb_syntax {
    const struct kb_syntax_node *root; /* never NULL; one OPAQUE node where nothing is known */
    bool analysable;
    const char *reason; /* what lies outside, for a message: "recursion"; NULL when analysable */
    uint32_t offset;    /* the byte of the regex where the first such thing is */
    uint32_t captures;  /* highest number of a capturing group */
    uint32_t nodes;     /* nodes made */
    struct kb_arena arena;
};

/* Parses a regex that kb_pattern_new compiles as KB_FLAVOR_RECORD. `regex` is not needed
 * afterwards. Never NULL; anything not understood gives an OPAQUE node and `analysable` false. Free
 * with kb_syntax_free. */
struct kb_syntax *kb_syntax_parse(struct kb_str regex);

void kb_syntax_free(struct kb_syntax *syntax); /* NULL is fine */

/* Whether the CLASS node takes that code point. */
bool kb_syntax_has(const struct kb_syntax_node *class, uint32_t cp);

#endif
