/* SPDX-License-Identifier: MIT */
/* Texts of records as markup: prose with code in backticks, blocks with line breaks, links. */
#ifndef KB_HTML_MARKUP_H
#define KB_HTML_MARKUP_H

#include "emit/html/page.h"

/* Without the blank characters of ASCII at both ends. */
struct kb_str kb_markup_trim(struct kb_str text);

bool kb_markup_has_lines(struct kb_str text);

/* Equal but for blanks at the ends. */
bool kb_markup_same(struct kb_str a, struct kb_str b);

/* Prose in pieces: plain text, and the code in backticks after it (absent at the end). */
struct kb_spans {
    struct kb_str rest;
    size_t hopeless; /* its own; begins as 0 */
};

bool kb_markup_next(struct kb_spans *spans, struct kb_str *plain, struct kb_str *code);

/* The text within one line: prose, in which what stands in backticks becomes code. */
void kb_markup_inline(struct kb_page *page, struct kb_str text);

/* A paragraph of it; line breaks are kept. `lang` may be absent (see kb_markup_lang). */
void kb_markup_paragraph(struct kb_page *page, struct kb_str text, struct kb_str lang);

/* A block of code, its line breaks and blanks as they are. */
void kb_markup_code(struct kb_page *page, struct kb_str text, struct kb_str lang);

/* Prose, or a block of code where the text has several lines; where it has fenced blocks, those and
 * prose around them. In their order, each without blanks around it. */
typedef void kb_markup_part(void *user, struct kb_str text, bool code);
void kb_markup_parts(struct kb_str text, kb_markup_part *put, void *user);

/* The same as paragraphs and blocks. */
void kb_markup_howto(struct kb_page *page, struct kb_str text, struct kb_str lang);

/* At most `most` code points, with an ellipsis where there were more, on one line: the text itself
 * where that is all of it, else in `room`, which is overwritten. */
struct kb_str kb_markup_cut(struct kb_buf *room, struct kb_str text, size_t most);

/* Prose for where no markup can be, without the backticks around its code: the text itself where it
 * has none, else in `room`, which is overwritten. */
struct kb_str kb_markup_plain(struct kb_buf *room, struct kb_str text);

/* The lang attribute, left out where the text is absent or no well-formed language tag. */
void kb_markup_lang(struct kb_page *page, struct kb_str lang);

/* The same under another name. */
void kb_markup_lang_as(struct kb_page *page, const char *name, struct kb_str lang);

/* What a language calls itself, or its tag. */
struct kb_str kb_markup_language(struct kb_str tag);

/* The address as it can stand in href. False for all but plain absolute http and https addresses
 * that lead into the open (kb/url.h): the rest is shown, never linked. */
bool kb_markup_url(struct kb_buf *out, struct kb_str url);

/* The same of an address that whoever builds the site has chosen: it may lead into their own
 * network, or to their own machine. */
bool kb_markup_own_url(struct kb_buf *out, struct kb_str url);

/* An address of a record: a link where it can be one, else the text. */
void kb_markup_link(struct kb_page *page, struct kb_str url);

#endif
