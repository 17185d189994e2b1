/* SPDX-License-Identifier: MIT */
/* Case folding from a table of runs. */
#include "pattern/fold.h"

#include <stdbool.h>

#include "kb/ascii.h"

#define FOLD(first, last, step, by) {first, last, step, by},
const struct kb_fold_row kb_fold_rows[] = {
#include "pattern/fold.def"
};
#undef FOLD
const size_t kb_fold_row_count = sizeof kb_fold_rows / sizeof *kb_fold_rows;

uint32_t kb_fold(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    size_t low = 0, high = kb_fold_row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kb_fold_rows[middle].last < cp)
            low = middle + 1;
        else
            high = middle;
    }
    const struct kb_fold_row *row = &kb_fold_rows[low];
    bool in = low < kb_fold_row_count && row->first <= cp && (cp - row->first) % row->step == 0;
    return in ? cp + (uint32_t)row->by : cp;
}

/* Inserts cp into an ascending run of `count` code points. */
static size_t insert(uint32_t *family, size_t count, uint32_t cp)
{
    size_t at = count;
    for (; at > 0 && family[at - 1] > cp; at--)
        family[at] = family[at - 1];
    family[at] = cp;
    return count + 1;
}

size_t kb_fold_family(uint32_t cp, uint32_t family[KB_FOLD_MOST])
{
    uint32_t folded = kb_fold(cp);
    size_t count = insert(family, 0, folded);
    if (folded >= 'a' && folded <= 'z')
        count = insert(family, count, folded - 32);
    if (folded == 'k' || folded == 's')
        count = insert(family, count, folded == 'k' ? 0x212A : 0x17F);
    if (folded < 0x80)
        return count; /* nearly always */
    for (size_t i = 0; i < kb_fold_row_count && count < KB_FOLD_MOST; i++) {
        const struct kb_fold_row *row = &kb_fold_rows[i];
        uint32_t from = folded - (uint32_t)row->by;
        if (from >= row->first && from <= row->last && (from - row->first) % row->step == 0)
            count = insert(family, count, from);
    }
    return count;
}

void kb_fold_text(struct kb_buf *buf, struct kb_str text)
{
    const char *end = kb_str_end(text);
    for (const char *p = text.p; p < end;) {
        char utf8[4];
        uint32_t cp;
        bool ok;
        if ((unsigned char)*p < 0x80) {
            kb_buf_putc(buf, kb_to_lower(*p++));
            continue;
        }
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (ok)
            kb_buf_add(buf, utf8, kb_utf8_put(utf8, kb_fold(cp)));
        else
            kb_buf_add(buf, p, n);
        p += n;
    }
}
