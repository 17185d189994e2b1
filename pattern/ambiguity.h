/* SPDX-License-Identifier: MIT */
/* Whether a regex backtracks without end: whether there is a text on which PCRE2, with its default
 * limits, gives up. Found by reasoning on the regex's automaton, or where there is none by trial;
 * believed only when the text was run. */
#ifndef KB_AMBIGUITY_H
#define KB_AMBIGUITY_H

#include "pattern/pattern.h"
#include "pattern/syntax.h"

enum kb_growth {
    KB_GROWTH_TAME,        /* no witness found */
    KB_GROWTH_POLYNOMIAL,  /* one of at most KB_MAX_WITNESS bytes */
    KB_GROWTH_EXPONENTIAL, /* a short one: every turn more multiplies the steps */
};

struct kb_ambiguity {
    enum kb_growth growth;
    uint32_t begin, end; /* the part of the regex that can be matched in too many ways, in bytes */
    struct kb_str witness; /* the text that was run; in the arena, like its recipe: */
    const char *recipe;    /* "a" x 24 + "!" */
    unsigned suspects;     /* ambiguities of the automaton, whether or not a text was found */
    bool decided;          /* the automaton was searched in full and leaves out nothing that reads:
                              without suspects there is no ambiguity without bound */
};

/* Finds the worst there is. `syntax` and `pattern` are of one regex, of KB_FLAVOR_RECORD. A gap
 * (pattern/automaton.h) outside of loops is never to blame: `a.*b.*c` is how errors are told. */
struct kb_ambiguity kb_ambiguity_find(const struct kb_syntax *syntax,
                                      const struct kb_pattern *pattern, struct kb_arena *arena);

/* Whether nothing was found that could be turned into a witness, by other engines too. */
static inline bool kb_ambiguity_tame(struct kb_ambiguity found)
{
    return found.growth == KB_GROWTH_TAME && found.suspects == 0;
}

#endif
