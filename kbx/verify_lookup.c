/* SPDX-License-Identifier: MIT */
/* Checks what records are found by: ids, keys, edges and the way back along them. */
#include "kbx/fold.h"
#include "kbx/verify.h"

static bool edges(struct kbx_i_check *c)
{
    for (uint32_t i = 0; i < c->k->views[KBX_S_EDGE].count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_EDGE, i);
        struct kbx_str id;
        uint32_t target = KBX_NONE;
        kbx_i_text(c->k, p, &id);
        if (id.ptr)
            (void)kbx_by_id(c->k, id.ptr, id.len, &target);
        if (target != kbx_i_u32(p + KBX_AT_EDGE_TARGET))
            return kbx_i_bad(c, KBX_S_EDGE, p, "an edge whose target is not the record of its id");
    }
    return true;
}

/* Every edge that leads to a record stands once in that record's range. */
static bool back(struct kbx_i_check *c)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < c->k->views[KBX_S_EDGE].count; i++)
        known +=
            kbx_i_u32(kbx_i_element(c->k, KBX_S_EDGE, i) + KBX_AT_EDGE_TARGET) != KBX_NO_RECORD;
    for (uint32_t r = 0; r < kbx_count(c->k); r++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_RECS, r);
        uint32_t first, count, from, entry, target, last = 0;
        kbx_i_range(c->k, p + KBX_AT_BACK, KBX_S_BACK, &first, &count);
        for (uint32_t i = 0; i < count; i++) {
            const unsigned char *q = kbx_i_element(c->k, KBX_S_BACK, first + i);
            uint32_t edge = kbx_i_u32(q + KBX_AT_BACK_EDGE);
            int list;
            if (kbx_incoming_edge(c->k, r, i, &from, &list, &entry) != KBX_OK ||
                kbx_edge_target(c->k, from, list, entry, &target) != KBX_OK || target != r ||
                (i > 0 && edge <= last))
                return kbx_i_bad(c, KBX_S_BACK, q,
                                 "an edge that does not lead here, or out of order");
            last = edge;
        }
    }
    return known == c->k->views[KBX_S_BACK].count ||
           kbx_i_bad(c, KBX_S_BACK, c->k->views[KBX_S_BACK].data, "edges are missing");
}

/* Every record is found by its id, and there are no more slots in use than records. */
static bool hash(struct kbx_i_check *c)
{
    const struct kbx_view *slots = &c->k->views[KBX_S_HASH];
    uint32_t used = 0, found;
    struct kbx_str id;
    for (uint32_t i = 0; i < slots->count; i++)
        used += kbx_i_u32(kbx_i_element(c->k, KBX_S_HASH, i)) != KBX_NO_RECORD;
    if (used != kbx_count(c->k) || slots->count / 2 < used)
        return kbx_i_bad(c, KBX_S_HASH, slots->data, "not one slot a record, or too few slots");
    for (uint32_t r = 0; r < kbx_count(c->k); r++)
        if (kbx_i_text(c->k, kbx_i_element(c->k, KBX_S_RECS, r), &id) != KBX_OK ||
            kbx_by_id(c->k, id.ptr, id.len, &found) != KBX_OK || found != r)
            return kbx_i_bad(c, KBX_S_HASH, slots->data, "a record that is not found by its id");
    return true;
}

/* Every character of a row folds to a character that takes at most half as many bytes again. */
static bool fold_row(uint32_t first, uint32_t span, uint32_t step, int32_t by)
{
    unsigned char from[4], to[4];
    for (uint32_t at = 0; at <= span; at += step) {
        int64_t folded = (int64_t)first + at + by;
        size_t n = kbx_i_utf8_put(from, first + at);
        size_t made = folded >= 0 && folded <= 0x10FFFF ? kbx_i_utf8_put(to, (uint32_t)folded) : 0;
        if (n == 0 || made == 0 || made > n + n / 2)
            return false;
    }
    return true;
}

static bool fold(struct kbx_i_check *c)
{
    const struct kbx_view *rows = &c->k->views[KBX_S_FOLD];
    uint64_t next = 0;
    if (rows->count == 0)
        return kbx_i_bad(c, KBX_S_FOLD, rows->data, "there is no case folding");
    for (uint32_t i = 0; i < rows->count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_FOLD, i);
        uint64_t first = kbx_i_u32(p + KBX_AT_FOLD_FIRST);
        uint32_t span = kbx_i_u16(p + KBX_AT_FOLD_SPAN), step = kbx_i_u16(p + KBX_AT_FOLD_STEP);
        int64_t by = kbx_i_i32(p + KBX_AT_FOLD_BY);
        /* That A to Z fold to a to z is what the reader relies on without a look at the table. */
        if (i == 0 && (first != 'A' || span != 25 || step != 1 || by != 32))
            return kbx_i_bad(c, KBX_S_FOLD, p, "the first row is not A to Z");
        if (first < next || first + span > 0x10FFFF || step < 1 || step > 2 ||
            !fold_row((uint32_t)first, span, step, (int32_t)by))
            return kbx_i_bad(c, KBX_S_FOLD, p, "an impossible row of case folding");
        next = first + span + 1;
    }
    return true;
}

static bool keys(struct kbx_i_check *c)
{
    struct kbx_str last = {NULL, 0}, key;
    uint32_t last_kind = 0, last_record = 0;
    for (uint32_t i = 0; i < c->k->views[KBX_S_KEYS].count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_KEYS, i);
        uint32_t kind = kbx_i_u32(p + KBX_AT_KEY_KIND);
        uint32_t record = kbx_i_u32(p + KBX_AT_KEY_RECORD);
        if (!kbx_i_text_check(c, KBX_S_KEYS, p, true) || kbx_i_text(c->k, p, &key) != KBX_OK)
            return false;
        if (record >= kbx_count(c->k))
            return kbx_i_bad(c, KBX_S_KEYS, p, "a key of no record");
        if (kind <= KBX_KEY_ID || (kind > KBX_KEY_ALIAS && c->k->minor <= KBX_MINOR))
            return kbx_i_bad(c, KBX_S_KEYS, p, "an unknown kind of key");
        int order = kind != last_kind ? (kind > last_kind ? 1 : -1)
                                      : kbx_i_compare(key.ptr, key.len, last.ptr, last.len);
        if (i > 0 && (order < 0 || (order == 0 && record <= last_record)))
            return kbx_i_bad(c, KBX_S_KEYS, p, "keys out of order");
        last = key;
        last_kind = kind;
        last_record = record;
    }
    return true;
}

bool kbx_i_lookup_check(struct kbx_i_check *c)
{
    return hash(c) && fold(c) && keys(c) && edges(c) && back(c);
}
