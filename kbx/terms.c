/* SPDX-License-Identifier: MIT */
/* Terms and postings, decoded. */
#include "kbx/terms.h"

/* Reads a varint of at most 5 bytes; false where there is none, or a longer one than need be. */
static bool varint(const unsigned char **p, const unsigned char *end, uint64_t *out)
{
    *out = 0;
    for (unsigned shift = 0; shift < 35 && *p < end; shift += 7) {
        unsigned char byte = *(*p)++;
        *out |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return byte != 0 || shift == 0;
    }
    return false;
}

/* Stands before the first term of a block. */
static int begin_block(const struct kbx *k, uint32_t block, struct kbx_i_cursor *c)
{
    const struct kbx_view *terms = &k->views[KBX_S_TERM], *postings = &k->views[KBX_S_POST];
    const unsigned char *p = kbx_i_element(k, KBX_S_TBLK, block);
    const unsigned char *next = kbx_i_element(k, KBX_S_TBLK, block + 1);
    c->k = k;
    c->len = c->in_block = c->count = 0;
    c->bytes = 0;
    if (!p)
        return KBX_MISSING;
    uint64_t start = kbx_i_u32(p + KBX_AT_BLOCK_TERMS);
    uint64_t end = next ? kbx_i_u32(next + KBX_AT_BLOCK_TERMS) : terms->len;
    c->postings = kbx_i_u32(p + KBX_AT_BLOCK_POSTINGS);
    if (end > terms->len || start >= end || c->postings > postings->len)
        return KBX_CORRUPT;
    c->p = terms->data + start;
    c->end = terms->data + end;
    c->block = block + 1;
    return KBX_OK;
}

int kbx_i_term_next(struct kbx_i_cursor *c)
{
    uint64_t count;
    if (c->block == 0 || c->p == c->end) {
        int status = begin_block(c->k, c->block, c);
        if (status != KBX_OK)
            return status;
    }
    c->postings += c->bytes;
    if (c->in_block++ >= KBX_BLOCK_TERMS || c->end - c->p < 2)
        return KBX_CORRUPT;
    size_t shared = *c->p++, rest = *c->p++;
    if (shared > c->len || rest > (size_t)(c->end - c->p) || rest > sizeof c->text - shared)
        return KBX_CORRUPT;
    memcpy(c->text + shared, c->p, rest);
    c->len = shared + rest;
    c->p += rest;
    if (!varint(&c->p, c->end, &count) || !varint(&c->p, c->end, &c->bytes) || count > UINT32_MAX ||
        c->postings > c->k->views[KBX_S_POST].len ||
        c->bytes > c->k->views[KBX_S_POST].len - c->postings)
        return KBX_CORRUPT;
    c->count = (uint32_t)count;
    return KBX_OK;
}

int kbx_i_term_seek(const struct kbx *k, const void *text, size_t len, struct kbx_i_cursor *c)
{
    uint32_t low = 0, high = k->views[KBX_S_TBLK].count;
    int status;
    /* The last block whose first term is not behind the text, or the first block. */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if ((status = begin_block(k, middle, c)) != KBX_OK ||
            (status = kbx_i_term_next(c)) != KBX_OK)
            return status;
        if (kbx_i_compare(c->text, c->len, text, len) <= 0)
            low = middle;
        else
            high = middle;
    }
    status = begin_block(k, low, c);
    if (status != KBX_OK)
        return status;
    do
        status = kbx_i_term_next(c);
    while (status == KBX_OK && kbx_i_compare(c->text, c->len, text, len) < 0);
    return status;
}

void kbx_i_postings(const struct kbx_i_cursor *c, struct kbx_i_postings *out)
{
    out->p = c->k->views[KBX_S_POST].data + c->postings;
    out->end = out->p + c->bytes;
    out->record = 0;
    out->left = c->count;
    out->records = kbx_count(c->k);
    out->broken = false;
}

bool kbx_i_posting_next(struct kbx_i_postings *postings, uint32_t *record, unsigned *impact)
{
    uint64_t value;
    if (postings->left == 0) {
        postings->broken = postings->broken || postings->p != postings->end;
        return false;
    }
    postings->left--;
    if (!varint(&postings->p, postings->end, &value)) {
        postings->broken = true;
        return false;
    }
    *impact = (unsigned)(value & ((1u << KBX_IMPACT_BITS) - 1));
    postings->record += value >> KBX_IMPACT_BITS;
    if (postings->record >= postings->records || *impact == 0) {
        postings->broken = true;
        return false;
    }
    *record = (uint32_t)postings->record++;
    return true;
}
