/* SPDX-License-Identifier: MIT */
/* The heading under which a name stands in an alphabetical list. */
#ifndef KB_HTML_LETTER_H
#define KB_HTML_LETTER_H

#include <stdint.h>

#include "kb/str.h"

struct kb_letter {
    struct kb_str path; /* "a" to "z", "0-9", "han", "other" */
    uint32_t rank;      /* in the order of the list */
    struct kb_str name; /* from the character on that it stands under */
};

struct kb_letter kb_letter_of(struct kb_str name);

/* The heading of a path, in English, for words.def; NULL: the path in upper case. */
const char *kb_letter_heading(struct kb_str path);

#endif
