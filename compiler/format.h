/* SPDX-License-Identifier: MIT */
/* JSON text in one form: what has the same value gets the same bytes, and nothing is lost. Works on
 * text that kb_scan has passed and not on json-c's values, so that numbers keep their digits. */
#ifndef KB_FORMAT_H
#define KB_FORMAT_H

#include "compiler/keys.h"
#include "kb/buf.h"

/* How tokens are set apart. */
struct kb_form {
    const char *newline;   /* between the parts of an array or object; NULL: all on one line */
    struct kb_str indent;  /* one level of it */
    struct kb_str base;    /* what the line that the value begins on is indented by */
    const char *gap;       /* after a comma, where all is on one line */
    const char *after_key; /* after a colon */
};

extern const struct kb_form kb_form_pretty; /* two spaces a level, one part a line */
extern const struct kb_form kb_form_line;   /* no white space at all */

/* Appends the value in `text`, keys in the order of `keys` and behind them those it does not name,
 * in their own. Text is written raw but for what JSON demands and for what could not be seen:
 * controls, bidi and other format characters are always escaped; blanks that people do write (a
 * no-break space, the joiners of an emoji) only where they were. */
void kb_format(struct kb_buf *out, struct kb_str text, const struct kb_form *form,
               const struct kb_keys *keys);

/* Appends decoded text without quotes, escaped in that way; with `ascii` everything that is not
 * ASCII is. */
void kb_format_text(struct kb_buf *out, struct kb_str text, bool ascii);

#endif
