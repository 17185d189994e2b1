/* SPDX-License-Identifier: MIT */
/* Folding, and the UTF-8 that it takes. */
#include "kbx/fold.h"

size_t kbx_i_utf8(const unsigned char *p, size_t left, uint32_t *cp)
{
    static const struct {
        unsigned char low, high; /* first byte */
        unsigned char min, max;  /* second byte */
        unsigned char len;
    } forms[] = {{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                 {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
                 {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
                 {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    if (left == 0)
        return 0;
    *cp = p[0];
    if (p[0] < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (p[0] < forms[i].low || p[0] > forms[i].high)
            continue;
        if (left < forms[i].len || p[1] < forms[i].min || p[1] > forms[i].max)
            return 0;
        *cp = p[0] & (0x7Fu >> forms[i].len);
        for (size_t j = 1; j < forms[i].len; j++) {
            if ((p[j] & 0xC0) != 0x80)
                return 0;
            *cp = *cp << 6 | (p[j] & 0x3Fu);
        }
        return forms[i].len;
    }
    return 0;
}

size_t kbx_i_utf8_put(unsigned char *to, uint32_t cp)
{
    if (cp < 0x80) {
        to[0] = (unsigned char)cp;
        return 1;
    }
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0;
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; cp >>= 6)
        to[i] = (unsigned char)(0x80 | (cp & 0x3F));
    to[0] = (unsigned char)(0xF00u >> len | cp);
    return len;
}

uint32_t kbx_i_fold(const struct kbx *k, uint32_t cp)
{
    const struct kbx_view *rows = &k->views[KBX_S_FOLD];
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    uint32_t low = 0, high = rows->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const unsigned char *row = rows->data + (uint64_t)middle * rows->element;
        uint32_t first = kbx_i_u32(row + KBX_AT_FOLD_FIRST);
        if (cp < first) {
            high = middle;
        } else if (cp - first > kbx_i_u16(row + KBX_AT_FOLD_SPAN)) {
            low = middle + 1;
        } else {
            uint32_t step = kbx_i_u16(row + KBX_AT_FOLD_STEP);
            return step == 2 && (cp - first) % 2 ? cp : cp + kbx_i_u32(row + KBX_AT_FOLD_BY);
        }
    }
    return cp;
}

/* Eight bytes of ASCII at once; false where one is none. */
static bool fold_ascii(const unsigned char *from, unsigned char *to)
{
    const uint64_t each = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, from, sizeof word);
    if (word & each * 0x80)
        return false;
    /* Bit 7 of a byte of the first is set from 'A' on, of the second behind 'Z'. */
    uint64_t from_a = word + each * (0x80 - 'A'), behind_z = word + each * (0x80 - 'Z' - 1);
    word |= (from_a & ~behind_z & each * 0x80) >> 2;
    memcpy(to, &word, sizeof word);
    return true;
}

size_t kbx_i_fold_text(const struct kbx *k, const void *text, size_t len, unsigned char *to)
{
    const unsigned char *p = text, *end = p + len;
    unsigned char *start = to;
    while (p < end) {
        uint32_t cp;
        if (end - p >= 8 && fold_ascii(p, to)) {
            p += 8;
            to += 8;
            continue;
        }
        if (*p < 0x80) {
            *to++ = (unsigned char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
            p++;
            continue;
        }
        size_t n = kbx_i_utf8(p, (size_t)(end - p), &cp);
        /* A damaged table may fold to what is no character, or to a longer one: then the character
         * stays as it is. */
        unsigned char folded[4];
        size_t made = n ? kbx_i_utf8_put(folded, kbx_i_fold(k, cp)) : 0;
        if (made == 0 || made > n + n / 2) {
            *to++ = *p++;
            for (; n > 1; n--)
                *to++ = *p++;
            continue;
        }
        memcpy(to, folded, made);
        to += made;
        p += n;
    }
    return (size_t)(to - start);
}
