/* SPDX-License-Identifier: MIT */
/* JSON as it is written: commas, keys, escapes. "<" and the two line ends of Unicode that old
 * scripts trip over are always escapes, so that no text can leave a script it is put into. */
#ifndef KB_HTML_JSONW_H
#define KB_HTML_JSONW_H

#include "kb/buf.h"
#include "kb/date.h"
#include "kb/record.h"

/* Zero-initialised but for `out`. */
struct kb_jsonw {
    struct kb_buf *out;
    unsigned depth;
    bool more; /* a comma belongs before the next value */
};

/* Opens with "{" or "[". The key is NULL within a list. Entries of a list directly below the
 * outermost object stand on lines of their own. */
void kb_jsonw_open(struct kb_jsonw *json, const char *key, char bracket);
void kb_jsonw_close(struct kb_jsonw *json, char bracket);
void kb_jsonw_end(struct kb_jsonw *json); /* a line break after the last bracket */

/* Members, or items where the key is NULL. Absent texts, rates, dates and counts are left out. */
void kb_jsonw_text(struct kb_jsonw *json, const char *key, struct kb_str text);
void kb_jsonw_word(struct kb_jsonw *json, const char *key, const char *text);
void kb_jsonw_number(struct kb_jsonw *json, const char *key, int64_t number);
void kb_jsonw_share(struct kb_jsonw *json, const char *key, double share);
void kb_jsonw_rate(struct kb_jsonw *json, const char *key, const struct kb_rate *rate);
void kb_jsonw_date(struct kb_jsonw *json, const char *key, int32_t day);

/* A text by itself, and JSON made elsewhere, by value. */
void kb_jsonw_string(struct kb_buf *out, struct kb_str text);
void kb_jsonw_copy(struct kb_buf *out, struct kb_str text);

#endif
