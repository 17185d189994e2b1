/* SPDX-License-Identifier: MIT */
/* Text of a record for a person: what commands print of the packed index. */
#ifndef KB_CLI_LINES_H
#define KB_CLI_LINES_H

#include "kb/buf.h"
#include "kbx/kbx.h"

/* As this program has texts; absent is empty. */
static inline struct kb_str kb_text_of(struct kbx_str text)
{
    return (struct kb_str){text.ptr ? text.ptr : "", text.len};
}

/* Adds the text with the label before its first line and the others below it. Its line breaks are
 * kept; everything else that is no plain character is escaped. */
void kb_put_lines(struct kb_buf *out, size_t indent, const char *label, struct kb_str text);

/* "85 %" between the other two, or nothing and false where the rate is absent. */
bool kb_put_rate(struct kb_buf *out, const struct kbx *k, uint32_t record, int field,
                 uint32_t entry, const char *before, const char *after);

#endif
