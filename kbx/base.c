/* SPDX-License-Identifier: MIT */
/* Answers about the knowledge base as a whole: its facts, its languages, records by id. */
#include "kbx/hash.h"
#include "kbx/internal.h"

uint32_t kbx_version(const struct kbx *k)
{
    return k ? (uint32_t)k->major << 16 | k->minor : (uint32_t)KBX_MAJOR << 16 | KBX_MINOR;
}

uint64_t kbx_size(const struct kbx *k)
{
    return k->size;
}

static const unsigned char *meta(const struct kbx *k)
{
    return k->views[KBX_S_META].data;
}

int kbx_layout(const struct kbx *k, struct kbx_str *out)
{
    return kbx_i_text(k, meta(k) + KBX_AT_META_LAYOUT, out);
}

int kbx_today(const struct kbx *k, int32_t *out)
{
    return kbx_i_day(meta(k) + KBX_AT_META_TODAY, out);
}

int kbx_newest(const struct kbx *k, int32_t *out)
{
    return kbx_i_day(meta(k) + KBX_AT_META_NEWEST, out);
}

int kbx_total(const struct kbx *k, uint32_t severity, uint32_t *out)
{
    *out = severity < 3 ? kbx_i_u32(meta(k) + KBX_AT_META_COUNTS + 4 * severity) : 0;
    return severity < 3 ? KBX_OK : KBX_ARGUMENT;
}

uint32_t kbx_language_count(const struct kbx *k)
{
    return k->views[KBX_S_LANG].count;
}

int kbx_language(const struct kbx *k, uint32_t i, struct kbx_str *tag)
{
    const unsigned char *p = kbx_i_element(k, KBX_S_LANG, i);
    *tag = (struct kbx_str){NULL, 0};
    return p ? kbx_i_text(k, p, tag) : KBX_MISSING;
}

uint32_t kbx_language_find(const struct kbx *k, const char *tag, size_t len)
{
    struct kbx_str have;
    for (uint32_t i = 0; i < kbx_language_count(k); i++)
        if (kbx_language(k, i, &have) == KBX_OK && have.ptr &&
            kbx_i_compare(have.ptr, have.len, tag, len) == 0)
            return i;
    return KBX_NONE;
}

uint32_t kbx_count(const struct kbx *k)
{
    return k->views[KBX_S_RECS].count;
}

int kbx_by_id(const struct kbx *k, const char *id, size_t len, uint32_t *record)
{
    const struct kbx_view *slots = &k->views[KBX_S_HASH];
    uint32_t slot = kbx_hash(id, len) & (slots->count - 1);
    *record = KBX_NONE;
    /* Half of the slots are empty; a damaged table may be full. */
    for (uint32_t i = 0; i < slots->count; i++) {
        uint32_t at = kbx_i_u32(kbx_i_element(k, KBX_S_HASH, slot));
        if (at == KBX_NO_RECORD)
            return KBX_MISSING;
        const unsigned char *p = kbx_i_element(k, KBX_S_RECS, at);
        struct kbx_str have;
        if (!p || kbx_i_text(k, p, &have) != KBX_OK)
            return KBX_CORRUPT;
        if (have.len == len && (len == 0 || memcmp(have.ptr, id, len) == 0)) {
            *record = at;
            return KBX_OK;
        }
        slot = (slot + 1) & (slots->count - 1);
    }
    return KBX_CORRUPT;
}
