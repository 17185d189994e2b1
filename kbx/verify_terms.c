/* SPDX-License-Identifier: MIT */
/* Checks the full text: every term and every posting, decoded. */
#include "kbx/fold.h"
#include "kbx/terms.h"
#include "kbx/verify.h"

static bool is_text(const unsigned char *text, size_t len)
{
    uint32_t cp;
    for (size_t i = 0, n; i < len; i += n) {
        n = kbx_i_utf8(text + i, len - i, &cp);
        if (n == 0 || cp == 0)
            return false;
    }
    return len > 0 && len <= KBX_TERM_LONGEST;
}

static bool postings(struct kbx_i_check *c, const struct kbx_i_cursor *term)
{
    struct kbx_i_postings all;
    uint32_t record;
    unsigned impact;
    kbx_i_postings(term, &all);
    const unsigned char *first = all.p;
    if (all.left == 0)
        return kbx_i_bad(c, KBX_S_POST, first, "a term that no record has");
    while (kbx_i_posting_next(&all, &record, &impact))
        continue;
    return !all.broken ||
           kbx_i_bad(c, KBX_S_POST, first, "postings that do not hold, or are no records");
}

/* The block that the cursor has begun stands where those before it ended. */
static bool block(struct kbx_i_check *c, const struct kbx_i_cursor *term, uint64_t terms_end,
                  uint64_t postings_end)
{
    const unsigned char *p = kbx_i_element(c->k, KBX_S_TBLK, term->block - 1);
    return (kbx_i_u32(p + KBX_AT_BLOCK_TERMS) == terms_end &&
            kbx_i_u32(p + KBX_AT_BLOCK_POSTINGS) == postings_end) ||
           kbx_i_bad(c, KBX_S_TBLK, p, "a block that does not follow the one before");
}

bool kbx_i_terms_check(struct kbx_i_check *c)
{
    const struct kbx_view *view = &c->k->views[KBX_S_TERM];
    const unsigned char *meta = c->k->views[KBX_S_META].data;
    struct kbx_i_cursor term = {.k = c->k};
    unsigned char last[KBX_TERM_LONGEST];
    size_t last_len = 0;
    uint64_t total = 0, terms_end = 0, postings_end = 0;
    int status;
    while ((status = kbx_i_term_next(&term)) == KBX_OK) {
        if (term.in_block == 1 && !block(c, &term, terms_end, postings_end))
            return false;
        /* Every block but the last one is full. */
        if (term.in_block != total % KBX_BLOCK_TERMS + 1 || !is_text(term.text, term.len) ||
            (total > 0 && kbx_i_compare(last, last_len, term.text, term.len) >= 0))
            return kbx_i_bad(c, KBX_S_TERM, view->data + terms_end,
                             "a term that is no text, or out of order");
        if (!postings(c, &term))
            return false;
        memcpy(last, term.text, term.len);
        last_len = term.len;
        terms_end = (uint64_t)(term.p - view->data);
        postings_end = term.postings + term.bytes;
        total++;
    }
    if (status != KBX_MISSING)
        return kbx_i_bad(c, KBX_S_TERM, view->data + terms_end, "terms that cannot be read");
    if (terms_end != view->len)
        return kbx_i_bad(c, KBX_S_TERM, view->data + terms_end, "bytes behind the last term");
    if (postings_end != c->k->views[KBX_S_POST].len)
        return kbx_i_bad(c, KBX_S_POST, c->k->views[KBX_S_POST].data, "postings of no term");
    return kbx_i_u32(meta + KBX_AT_META_TERMS) == total ||
           kbx_i_bad(c, KBX_S_META, meta + KBX_AT_META_TERMS, "terms are miscounted");
}
