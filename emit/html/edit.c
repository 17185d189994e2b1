/* SPDX-License-Identifier: MIT */
/* The address of a record's source, from a template. */
#include "emit/html/edit.h"

#include <string.h>

#include "kb/ascii.h"
#include "kb/str.h"

static void put(struct kb_buf *out, struct kb_str text, const char *kept)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (kb_is_letter(c) || kb_is_digit(c) || (c && strchr(kept, c)))
            kb_buf_putc(out, c);
        else
            kb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

void kb_edit_url(struct kb_buf *out, const char *template, const struct kb_doc *doc)
{
    for (const char *p = template; *p;) {
        if (kb_str_starts(kb_str(p), "{path}")) {
            put(out, kb_str(doc->source->rel), "-._~/");
            p += strlen("{path}");
        } else if (kb_str_starts(kb_str(p), "{line}")) {
            kb_buf_printf(out, "%lu", (unsigned long)doc->line);
            p += strlen("{line}");
        } else {
            put(out, (struct kb_str){p, 1}, "-._~:/?#[]@!$&'()*+,;=%");
            p++;
        }
    }
}
