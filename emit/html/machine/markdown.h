/* SPDX-License-Identifier: MIT */
/* Markdown (CommonMark) from record text, which is as hostile here as in a page: no text can begin
 * a heading, a list, a link or HTML. What stands in backticks stays code. */
#ifndef KB_MACHINE_MARKDOWN_H
#define KB_MACHINE_MARKDOWN_H

#include "emit/html/machine/machine.h"
#include "emit/html/parts.h"

struct kb_md {
    struct kb_buf *out;
    struct kb_pieces *pieces; /* for links */
    struct kb_view at;
};

/* Words of our own, as kb_page_say says them. */
void kb_md_say(const struct kb_md *md, const char *words);
KB_WORDS const char *kb_md_words(const struct kb_md *md, const char *words);

/* A heading with a blank line on both sides, its text on one line. */
void kb_md_title(const struct kb_md *md, unsigned level, struct kb_str text);
void kb_md_heading(const struct kb_md *md, unsigned level, const char *words);

/* Text within a line; prose of paragraphs and lines; a block of code; the parts of a
 * text as kb_markup_parts has them. All but the first end with a blank line. */
void kb_md_inline(const struct kb_md *md, struct kb_str text);
void kb_md_prose(const struct kb_md *md, struct kb_str text);
void kb_md_code(const struct kb_md *md, struct kb_str text);
void kb_md_howto(const struct kb_md *md, struct kb_str text);

/* At most `most` code points of it, within a line. */
void kb_md_cut(const struct kb_md *md, struct kb_str text, size_t most);

/* Code within a line. */
void kb_md_span(const struct kb_md *md, struct kb_str code);

/* A link to a file below html/, and an address of a record: a link where it can be one. */
void kb_md_link(const struct kb_md *md, struct kb_str label, struct kb_str path);
void kb_md_url(const struct kb_md *md, struct kb_str url);

/* "- Label: ", to be followed by a value and a line break. */
void kb_md_item(const struct kb_md *md, const char *label);

/* "80% (usually works)" */
void kb_md_rate(const struct kb_md *md, const struct kb_rate *rate, enum kb_rate_kind kind);

/* A link to the twin of a record's or a domain's page, which lies at `route` and has that name
 * wherever it is linked. */
void kb_md_twin(const struct kb_md *md, struct kb_str label, struct kb_route route);

/* Path of that twin. */
void kb_md_twin_path(struct kb_buf *out, const struct kb_site *site, size_t language,
                     struct kb_route route);

#endif
