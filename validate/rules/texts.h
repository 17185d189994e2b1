/* SPDX-License-Identifier: MIT */
/* Every text of a record, one after the other, and what kind of text it is: for rules that ask the
 * same of all. */
#ifndef KB_TEXTS_H
#define KB_TEXTS_H

#include "validate/rules/context.h"

enum kb_text_kind {
    KB_TEXT_NAME,    /* a word or a few: domain, tag, version */
    KB_TEXT_PROSE,   /* sentences, perhaps with code */
    KB_TEXT_MESSAGE, /* the error as it is printed: nothing of it is style */
    KB_TEXT_REGEX,
    KB_TEXT_URL,
    KB_TEXT_ID /* others refer to it */
};

struct kb_text {
    enum kb_text_kind kind;
    struct kb_where where;
    struct kb_str text;
};

/* Where a walk stands. */
struct kb_texts {
    const struct kb_record *record;
    int field;
    size_t entry, item, translation;
};

enum kb_text_kind kb_text_kind(enum kb_field field);

/* The walk over a record's texts: fields in their order, then translations. */
struct kb_texts kb_texts_of(const struct kb_record *record);

/* The next text that is there; false past the last. */
bool kb_texts_next(struct kb_texts *walk, struct kb_text *text);

#endif
