/* SPDX-License-Identifier: MIT */
/* Which repeats of a regex are loops, and which of those are only gaps. */
#ifndef KB_LOOPS_H
#define KB_LOOPS_H

#include "pattern/syntax.h"

/* How repeats with an upper end are taken. */
enum kb_counting {
    KB_COUNT_COPIES, /* a loop where the ends lie KB_LOOP_LEAST apart, else copies of the body */
    KB_COUNT_LOOPS   /* a loop where the upper end is KB_LOOP_LEAST or more, but for a character */
};

#define KB_LOOP_LEAST 4

/* A repeat of any character, or any but LF: `.*`, `.+`, `.{0,40}`, `[\s\S]*`. Outside of other
 * repeats it is how a regex says "and later". */
bool kb_is_gap(const struct kb_syntax_node *node);

/* Whether a node is a repeat that is taken as a loop. */
bool kb_is_loop(const struct kb_syntax_node *node, enum kb_counting counting);

/* The node, or what the groups around it hold. */
const struct kb_syntax_node *kb_inside_groups(const struct kb_syntax_node *node);

#endif
