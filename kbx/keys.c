/* SPDX-License-Identifier: MIT */
/* Finding records by what people know of them: a code, its number, an alias, or how an id begins.
 * Keys are sorted, so equal ones and those with one prefix stand together. */
#include "kbx/fold.h"

/* The keys of a kind: all records, or a part of KEYS. */
struct keys {
    const struct kbx *k;
    int kind;
    uint32_t first, count; /* elements of KEYS; for ids 0 and the records */
};

static const unsigned char *key_at(const struct keys *keys, uint32_t i)
{
    return kbx_i_element(keys->k, keys->kind == KBX_KEY_ID ? KBX_S_RECS : KBX_S_KEYS,
                         keys->first + i);
}

/* The first element of KEYS whose kind is at least `kind`. */
static uint32_t kind_begins(const struct kbx *k, uint32_t kind)
{
    uint32_t low = 0, high = k->views[KBX_S_KEYS].count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (kbx_i_u32(kbx_i_element(k, KBX_S_KEYS, middle) + KBX_AT_KEY_KIND) < kind)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int keys_of(const struct kbx *k, int kind, struct keys *out)
{
    *out = (struct keys){k, kind, 0, 0};
    if (kind < KBX_KEY_ID || kind > KBX_KEY_ALIAS)
        return KBX_ARGUMENT;
    if (kind == KBX_KEY_ID) {
        out->count = kbx_count(k);
        return KBX_OK;
    }
    out->first = kind_begins(k, (uint32_t)kind);
    uint32_t end = kind_begins(k, (uint32_t)kind + 1);
    if (end < out->first)
        return KBX_CORRUPT;
    out->count = end - out->first;
    return KBX_OK;
}

enum bound {
    BEFORE,       /* the first key that is not before the text */
    BEHIND,       /* the first behind those that equal it */
    BEHIND_PREFIX /* the first behind those that begin with it */
};

static int search(const struct keys *keys, const void *text, size_t len, enum bound bound,
                  uint32_t *out)
{
    uint32_t low = 0, high = keys->count;
    *out = 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct kbx_str key;
        if (kbx_i_text(keys->k, key_at(keys, middle), &key) != KBX_OK)
            return KBX_CORRUPT;
        size_t looked = bound == BEHIND_PREFIX && key.len > len ? len : key.len;
        int order = kbx_i_compare(key.ptr, looked, text, len);
        if (bound == BEFORE ? order < 0 : order <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out = low;
    return KBX_OK;
}

int kbx_find(const struct kbx *k, int kind, const char *text, size_t len, int prefix,
             uint32_t *first, uint32_t *count)
{
    struct keys keys;
    unsigned char folded[KBX_I_FOLDED(KBX_MAX_KEY)];
    const void *wanted = text;
    uint32_t end;
    *first = *count = 0;
    int status = keys_of(k, kind, &keys);
    if (status != KBX_OK)
        return status;
    if (kind != KBX_KEY_ID) {
        if (len > KBX_MAX_KEY)
            return KBX_MISSING;
        len = kbx_i_fold_text(k, text, len, folded);
        wanted = folded;
    }
    if (search(&keys, wanted, len, BEFORE, first) != KBX_OK ||
        search(&keys, wanted, len, prefix ? BEHIND_PREFIX : BEHIND, &end) != KBX_OK || end < *first)
        return KBX_CORRUPT;
    *count = end - *first;
    return *count ? KBX_OK : KBX_MISSING;
}

int kbx_key(const struct kbx *k, int kind, uint32_t i, struct kbx_str *text, uint32_t *record)
{
    struct keys keys;
    *text = (struct kbx_str){NULL, 0};
    *record = KBX_NONE;
    int status = keys_of(k, kind, &keys);
    if (status != KBX_OK)
        return status;
    if (i >= keys.count)
        return KBX_MISSING;
    const unsigned char *p = key_at(&keys, i);
    uint32_t of = kind == KBX_KEY_ID ? i : kbx_i_u32(p + KBX_AT_KEY_RECORD);
    if (of >= kbx_count(k))
        return KBX_CORRUPT;
    *record = of;
    return kbx_i_text(k, p, text);
}
