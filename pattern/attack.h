/* SPDX-License-Identifier: MIT */
/* A witness: a text on which matching takes more steps than PCRE2 allows, as a recipe of pieces of
 * which some are repeated, so that it can be made in every size. It is tried, never only believed:
 * as the first attempt that any search with PCRE2's defaults would make. */
#ifndef KB_ATTACK_H
#define KB_ATTACK_H

#include "kb/buf.h"
#include "pattern/pattern.h"

/* Bytes of a witness; a line of a log may be that long. */
#define KB_MAX_WITNESS 4096

#define KB_MAX_PIECES 20

struct kb_piece {
    struct kb_str text;
    bool pumped; /* repeated; the others stand once */
};

struct kb_attack {
    struct kb_piece pieces[KB_MAX_PIECES];
    size_t count;
    size_t at;  /* byte where matching begins: before it is what a look-behind wants */
    bool scans; /* possessive loops may read what is pumped, which PCRE2 does not count as steps */
};

/* Time that all trials for one regex may take, in units of the cheapest step: some 10 ns. What
 * would take more than is left is not tried. */
struct kb_budget {
    uint64_t left;
    uint64_t weight; /* of a step of this regex */
};

#define KB_TRIAL_TIME 300000000 /* three seconds; what is found takes a tenth of one */

/* The budget for a regex of which PCRE2 may pass so many repeats in one step, and copies so many
 * capturing groups. */
struct kb_budget kb_budget_of(uint64_t passed, uint32_t captures);

/* How often the pumped pieces are repeated, and whether steps multiplied with every few more
 * turns. */
struct kb_outcome {
    size_t turns; /* 0: it never ran into the limit */
    bool steep;
};

/* Adds a piece; an empty one is left out. The text is borrowed. */
void kb_attack_add(struct kb_attack *attack, struct kb_str text, bool pumped);

/* Makes the witness in growing sizes and runs it, as long as the budget lasts. */
struct kb_outcome kb_attack_run(const struct kb_attack *attack, const struct kb_pattern *pattern,
                                struct kb_budget *budget);

/* The text of a witness. */
void kb_attack_text(struct kb_buf *out, const struct kb_attack *attack, size_t turns);

/* The witness for people, in JSON's quotes: "x" + "a" x 24 + "!". */
void kb_attack_show(struct kb_buf *out, const struct kb_attack *attack, size_t turns);

#endif
