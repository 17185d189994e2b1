/* SPDX-License-Identifier: MIT */
/* The place of a record that says most about what was searched for, and how its words are marked.
 */
#ifndef KB_CLI_SNIPPET_H
#define KB_CLI_SNIPPET_H

#include <stdbool.h>

#include "kb/buf.h"
#include "kbx/search.h"

#define KB_SNIPPET_MARKS 64 /* words marked in one text; more are left plain */

struct kb_snippet {
    const char *field; /* its name in the model */
    const char *label; /* the same for a person */
    uint32_t entry, language;
    struct kb_str text; /* the part shown; lives as long as the index */
    bool cut_before, cut_behind;
};

/* Chooses the text, but for id and signature, that has most of the words, in `language` where two
 * are equal, and the part of it that has most. False where none has any. */
bool kb_snippet_find(const struct kbx *k, const struct kbx_results *results, uint32_t record,
                     uint32_t language, struct kb_snippet *out);

/* Adds the text on one line, controls escaped, its words in colour; without, between **. */
void kb_snippet_put(struct kb_buf *out, bool color, const struct kbx_results *results,
                    struct kb_str text);

#endif
