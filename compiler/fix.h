/* SPDX-License-Identifier: MIT */
/* `kbc check --fix`: checks, makes the findings' fixes in the texts, checks the result, until
 * nothing changes. All of it in memory; files are written last, and each only while it still holds
 * what was read. */
#ifndef KB_FIX_RUN_H
#define KB_FIX_RUN_H

#include "compiler/check.h"

struct kb_fixing {
    struct kb_input input;           /* its sources with their new texts */
    struct kb_fixed_source *sources; /* `count` of them: what became of each; see fix.c */
    bool *given_up;                  /* by document: not fixed, because more would block */
    size_t findings, files;          /* fixed, and in how many files */
    size_t count, rounds;
    bool unfinished;    /* there is more to fix, but not within the bound on rounds */
    size_t unsafe_left; /* findings that only fixes would end that are not safe */
};

/* Reads what the options name, and fixes it; with `unsafe` also what may change what a record
 * means. Free with kb_fixing_free; the input may be taken before. */
void kb_fix_run(struct kb_fixing *fixing, const struct kb_check_options *options, bool unsafe);

/* Appends the difference that the fixes make, file by file; see kb_diff. */
void kb_fix_diff(struct kb_buf *out, const struct kb_fixing *fixing, bool plain);

/* Writes the changed files. What cannot be written is counted out of `findings` and `files`, and
 * gets a line in `failures`: its path, and why. */
void kb_fix_write(struct kb_fixing *fixing, struct kb_buf *failures);

void kb_fixing_free(struct kb_fixing *fixing);

#endif
