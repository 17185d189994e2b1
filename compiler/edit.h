/* SPDX-License-Identifier: MIT */
/* A fix as an edit of a document's own bytes; all other bytes stay as they are. */
#ifndef KB_EDIT_H
#define KB_EDIT_H

#include <stdbool.h>

#include "compiler/scan.h"
#include "kb/arena.h"
#include "kb/fix.h"

struct kb_edit {
    size_t offset, len; /* the bytes that go, within the document */
    struct kb_str text; /* what comes in their place; in the arena */

    /* The bytes that it speaks of. Edits whose bytes meet clash: the second was made for a text
     * that the first changes. */
    size_t from, to;
    bool beside; /* an item added to a list: another item may be added at the same place */
};

/* The edit that makes `fix` in the text of its document, which must be clean. False where that
 * cannot be: its pointer leads nowhere, a key is already there, an item would be added to what is
 * no array. New text is set as the text around it is: one part a line or all on one, that indent,
 * that line break; a text that spells out what is not ASCII goes on to. The trail is kept from one
 * fix to the next, so that those of a document that come in order are found in one pass. */
bool kb_edit_make(struct kb_edit *edit, const struct kb_fix *fix, struct kb_str text,
                  struct kb_scan_trail *trail, struct kb_arena *arena);

/* By place, those at one place in order of their text. */
int kb_edit_cmp(const struct kb_edit *a, const struct kb_edit *b);

/* Whether b, which does not come before a, may not be made together with it. */
bool kb_edit_clash(const struct kb_edit *a, const struct kb_edit *b);

#endif
