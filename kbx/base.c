/* SPDX-License-Identifier: MIT */
/* Answers about the knowledge base as a whole: its facts, its languages, records by id. */
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

static int day(const struct kbx *k, uint32_t at, int32_t *out)
{
    *out = kbx_i_i32(meta(k) + at);
    if (*out == KBX_NO_DAY || (*out >= KBX_FIRST_DAY && *out <= KBX_LAST_DAY))
        return KBX_OK;
    *out = KBX_NO_DAY;
    return KBX_CORRUPT;
}

int kbx_today(const struct kbx *k, int32_t *out)
{
    return day(k, KBX_AT_META_TODAY, out);
}

int kbx_newest(const struct kbx *k, int32_t *out)
{
    return day(k, KBX_AT_META_NEWEST, out);
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
    uint32_t low = 0, high = k->views[KBX_S_KEYS].count;
    *record = KBX_NONE;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const unsigned char *p = kbx_i_element(k, KBX_S_KEYS, mid);
        uint32_t kind = kbx_i_u32(p + KBX_AT_KEY_KIND);
        struct kbx_str key = {NULL, 0};
        if (kind == KBX_KEY_ID && (kbx_i_text(k, p + KBX_AT_KEY_TEXT, &key) != KBX_OK))
            return KBX_CORRUPT;
        int order = kind != KBX_KEY_ID ? (kind < KBX_KEY_ID ? -1 : 1)
                                       : kbx_i_compare(key.ptr, key.len, id, len);
        if (order < 0) {
            low = mid + 1;
        } else if (order > 0) {
            high = mid;
        } else {
            uint32_t found = kbx_i_u32(p + KBX_AT_KEY_RECORD);
            if (found >= kbx_count(k))
                return KBX_CORRUPT;
            *record = found;
            return KBX_OK;
        }
    }
    return KBX_MISSING;
}
