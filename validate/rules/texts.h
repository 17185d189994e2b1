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

enum kb_text_kind kb_text_kind(enum kb_field field);

/* A walk over the texts of the record at hand that are there, of these kinds: fields in their
 * order, then translations. They are listed once, for the first rule that asks. */
struct kb_text_walk {
    const struct kb_text_list *texts;
    unsigned kinds;
    size_t at;
};

struct kb_text_walk kb_texts_of(struct kb_context *context, unsigned kinds);

/* The next text; NULL past the last. */
const struct kb_text *kb_texts_next(struct kb_text_walk *walk);

#endif
