/* SPDX-License-Identifier: MIT */
#include "compiler/cli/lines.h"

#include <string.h>

void kb_put_lines(struct kb_buf *out, size_t indent, const char *label, struct kb_str text)
{
    kb_buf_fill(out, ' ', indent);
    kb_buf_puts(out, label);
    for (size_t i = 0, from = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n')
            continue;
        if (from > 0) {
            kb_buf_putc(out, '\n');
            kb_buf_fill(out, ' ', indent + strlen(label));
        }
        size_t end = i < text.n && i > from && text.p[i - 1] == '\r' ? i - 1 : i;
        kb_buf_plain(out, (struct kb_str){text.p + from, end - from});
        from = i + 1;
    }
    kb_buf_putc(out, '\n');
}

bool kb_put_rate(struct kb_buf *out, const struct kbx *k, uint32_t record, int field,
                 uint32_t entry, const char *before, const char *after)
{
    struct kbx_rate rate;
    if (kbx_rate(k, record, field, entry, &rate) != KBX_OK || !rate.text.ptr)
        return false;
    kb_buf_printf(out, "%s%.6g %%%s", before, rate.value * 100, after);
    return true;
}
