/* SPDX-License-Identifier: MIT */
/* The inverted index as bytes: terms in blocks that share beginnings, postings as varints. */
#include "emit/kbx/terms.h"

#include "emit/terms/terms.h"
#include "kbx/format.h"

static void varint(struct kb_buf *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        kb_buf_putc(to, (char)((value & 0x7F) | 0x80));
    kb_buf_putc(to, (char)value);
}

static size_t shared(struct kb_str a, struct kb_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

void kb_kbx_terms(const struct kb_base *base, struct kb_kbx_text *out)
{
    struct kb_terms terms = kb_terms_make(base, KB_TERMS_PLAIN);
    for (size_t i = 0; i < terms.count; i++) {
        const struct kb_term *term = &terms.items[i];
        bool first = i % KBX_BLOCK_TERMS == 0;
        if (first) {
            kb_buf_u32(&out->blocks, (uint32_t)out->terms.len);
            kb_buf_u32(&out->blocks, (uint32_t)out->postings.len);
        }
        size_t start = out->postings.len, common = first ? 0 : shared(term[-1].text, term->text);
        uint32_t record = 0;
        for (size_t p = 0; p < term->count; p++) {
            const struct kb_term_posting *one = &term->postings[p];
            varint(&out->postings,
                   (uint64_t)(one->record - record) << KBX_IMPACT_BITS | one->impact);
            record = one->record + 1;
        }
        kb_buf_putc(&out->terms, (char)common);
        kb_buf_putc(&out->terms, (char)(term->text.n - common));
        kb_buf_add(&out->terms, term->text.p + common, term->text.n - common);
        varint(&out->terms, term->count);
        varint(&out->terms, out->postings.len - start);
    }
    out->count = terms.count;
    kb_terms_free(&terms);
}
