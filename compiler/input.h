/* SPDX-License-Identifier: MIT */
/* From operands to documents: walks folders, reads files, splits them. */
#ifndef KB_INPUT_H
#define KB_INPUT_H

#include "kb/arena.h"
#include "kb/buf.h"
#include "kb/source.h"

struct kb_input {
    struct kb_source *sources; /* sorted bytewise by path */
    size_t source_count;
    struct kb_doc *docs; /* in order of sources; an unreadable source has one empty document */
    size_t doc_count;
    struct kb_buf notes; /* what was passed over, one line each, for standard error */
    struct kb_arena arena;
};

/* Reads everything the operands name; with `git_top`, the root of a work tree, from git's index.
 * Whatever cannot be read becomes a source with a problem. `settings` are files that are no
 * records where folders have them (NULL-terminated, or NULL). The arrays stay where they are until
 * kb_input_free. */
void kb_input_read(struct kb_input *input, const char *const *operands, const char *const *settings,
                   const char *git_top, unsigned jobs);

/* Splits sources whose data is there, and drops those without. Takes the array and its data. */
void kb_input_split(struct kb_input *input, struct kb_source *sources, size_t count);
/* Finds the documents anew, after texts of sources have changed. */
void kb_input_again(struct kb_input *input);
void kb_input_free(struct kb_input *input);

#endif
