/* SPDX-License-Identifier: MIT */
/* One page of markup. All markup of the site is made through these calls, so that escaping,
 * closing and forbidden characters are dealt with in one place. */
#ifndef KB_HTML_PAGE_H
#define KB_HTML_PAGE_H

#include <stdbool.h>

#include "emit/html/pieces.h"
#include "emit/html/words.h"
#include "kb/buf.h"
#include "kb/str.h"

enum kb_element {
#define EL(id, name, end, after) EL_##id,
#include "emit/html/elements.def"
#include "emit/html/xml.def"
#undef EL
    KB_ELEMENT_COUNT
};

struct kb_page;

/* A page is used again and again: start, content, end. Freed with kb_page_free. */
struct kb_page *kb_page_new(void);
void kb_page_free(struct kb_page *page);

/* Begins a document with its doctype; what was in the page is gone. Words of our own are said in
 * the language of `words` (NULL: English, as they stand in the code). */
void kb_page_start(struct kb_page *page, const struct kb_words *words);

/* The same for a document of XML, whose elements are those of xml.def. */
void kb_page_start_xml(struct kb_page *page);

/* Ends it. False when the writer failed. The bytes are borrowed until the next start. Every
 * element must be closed. */
bool kb_page_end(struct kb_page *page, struct kb_str *html);

/* Closing takes the element too: a mismatch is a bug and an assertion. */
void kb_page_open(struct kb_page *page, enum kb_element element);
void kb_page_close(struct kb_page *page, enum kb_element element);

/* What is the same on many pages is made once in each language of `words`, and then copied:
 *
 *     if (!kb_page_again(page, kind, which)) {
 *         ... whole elements, the same ones whenever they are of this kind and this one of it ...
 *         kb_page_keep(page);
 *     }
 *
 * A piece may hold others; what is kept at a time is bounded. All pages are of one site. */
bool kb_page_again(struct kb_page *page, uint64_t kind, struct kb_str which);
void kb_page_keep(struct kb_page *page);

/* An attribute of the element just opened. */
void kb_page_attr(struct kb_page *page, const char *name, struct kb_str value);
void kb_page_word(struct kb_page *page, const char *name, const char *value);
void kb_page_number(struct kb_page *page, const char *name, size_t number);

/* Room for such a value, empty; what was in it is gone. The page's own. */
struct kb_buf *kb_page_room(struct kb_page *page);

/* Text of records, of any content. What HTML forbids becomes U+FFFD, and so do the characters
 * that turn the direction of the text after them. */
void kb_page_text(struct kb_page *page, struct kb_str text);

/* The text as kb_page_text writes it, but for the escapes of markup: itself where it is one line of
 * ASCII, else in `room`, which is overwritten. */
struct kb_str kb_page_clean(struct kb_buf *room, struct kb_str text);

/* A block of data for programs, <script type="application/ld+json">. Any JSON will do: what markup
 * could be made of is written as an escape. */
void kb_page_data(struct kb_page *page, const char *json);

/* Words and numbers of our own, translated as emit/html/words.def has it. Record text never goes
 * through the format. The last is an attribute of such words. */
void kb_page_say(struct kb_page *page, const char *text);
void kb_page_count(struct kb_page *page, size_t number);
KB_PRINTF(2, 3) void kb_page_sayf(struct kb_page *page, const char *format, ...);
void kb_page_label(struct kb_page *page, const char *name, const char *text);

/* Such words by themselves. */
KB_WORDS const char *kb_page_words(const struct kb_page *page, const char *text);
KB_PRINTF(3, 4)
void kb_page_wordsf(struct kb_buf *out, const struct kb_page *page, const char *format, ...);

/* Shorthands: an element with a class, and a whole element with words of our own. The class may
 * be NULL. */
void kb_page_begin(struct kb_page *page, enum kb_element element, const char *class_name);
void kb_page_put(struct kb_page *page, enum kb_element element, const char *class_name,
                 const char *text);

#endif
