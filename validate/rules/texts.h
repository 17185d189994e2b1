/* SPDX-License-Identifier: MIT */
/* Every text of a record, one after the other, and what kind of text it is: for rules that ask the
 * same of all. */
#ifndef KB_TEXTS_H
#define KB_TEXTS_H

#include "validate/rules/context.h"

/* Bits, so that a walk can be told which to stop at. */
enum kb_text_kind {
    KB_TEXT_NAME = 1,    /* a word or a few: domain, tag, version */
    KB_TEXT_PROSE = 2,   /* sentences, perhaps with code */
    KB_TEXT_MESSAGE = 4, /* the error as it is printed: nothing of it is style */
    KB_TEXT_REGEX = 8,
    KB_TEXT_URL = 16,
    KB_TEXT_ID = 32, /* others refer to it */
    KB_TEXT_ANY = 63
};

struct kb_text {
    enum kb_text_kind kind;
    struct kb_where where;
    struct kb_str text;
};

/* Where a walk stands. */
struct kb_texts {
    const struct kb_record *record;
    unsigned kinds;
    int field;
    size_t entry, item, translation;
};

enum kb_text_kind kb_text_kind(enum kb_field field);

/* The walk over a record's texts of these kinds: fields in their order, then translations. */
struct kb_texts kb_texts_of(const struct kb_record *record, unsigned kinds);

/* The next text that is there; false past the last. */
bool kb_texts_next(struct kb_texts *walk, struct kb_text *text);

#endif
