/* SPDX-License-Identifier: MIT */
/* What is prose in a text, and what is code: one notion for all rules about sentences. */
#ifndef KB_PROSE_H
#define KB_PROSE_H

#include "kb/str.h"

/* Unicode's White_Space. */
bool kb_cp_space(uint32_t cp);

/* The text without white space at its ends. */
struct kb_str kb_str_trim(struct kb_str text);

/* Steps to the next word: a run without white space, outside code in backticks. False past the
 * last. */
bool kb_word_next(const char **p, const char *end, struct kb_str *word);

/* Backticks in a row at p. */
size_t kb_backticks(const char *p, const char *end);

/* Bytes of the code span (as in CommonMark) that begins with the backtick at p: up to and with the
 * next run of as many. 0 where there is no such run; who asks again behind that reads the rest of
 * the text each time. */
size_t kb_code_span(const char *p, const char *end);

/* Whether some backtick of the text stands for itself: escaped, between quotes or brackets, or in a
 * quotation as GNU programs print it (`name'). Which of the others belong together is then
 * anybody's guess. */
bool kb_literal_backtick(struct kb_str text);

/* A word of prose: letters, hyphens and apostrophes, and no capital behind a small letter. That
 * leaves out identifiers (cudaFree, a_b, x.y), numbers, versions, URLs, calls, options, and, since
 * three capitals may be an abbreviation, capitals up to that. Punctuation around it does not count.
 */
bool kb_prose_word(struct kb_str word);

/* Words of prose outside backticks. */
size_t kb_prose_words(struct kb_str text);

#endif
