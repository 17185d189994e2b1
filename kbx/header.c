/* SPDX-License-Identifier: MIT */
/* Header and directory: everything that is checked before a handle exists. */
#include "kbx/internal.h"

#include <zlib.h>

static const unsigned char *entry_at(const struct kbx *k, uint32_t i)
{
    return k->data + k->directory + (uint64_t)i * k->entry_size;
}

void kbx_i_entry(const struct kbx *k, uint32_t i, struct kbx_section *out)
{
    const unsigned char *p = entry_at(k, i);
    out->tag = kbx_i_u32(p + KBX_AT_ENTRY_TAG);
    out->flags = kbx_i_u32(p + KBX_AT_ENTRY_FLAGS);
    out->offset = kbx_i_u64(p + KBX_AT_ENTRY_OFFSET);
    out->length = kbx_i_u64(p + KBX_AT_ENTRY_LENGTH);
    out->element = kbx_i_u32(p + KBX_AT_ENTRY_ELEMENT);
    out->count = kbx_i_u32(p + KBX_AT_ENTRY_COUNT);
    out->crc = kbx_i_u32(p + KBX_AT_ENTRY_CRC);
}

/* zlib counts in uInt; the directory of a hostile file may be longer. */
uint32_t kbx_i_crc(uint32_t crc, const unsigned char *p, uint64_t len)
{
    while (len > 0) {
        uInt piece = len < 1u << 30 ? (uInt)len : 1u << 30;
        crc = (uint32_t)crc32(crc, p, piece);
        p += piece;
        len -= piece;
    }
    return crc;
}

static bool all_zero(const unsigned char *p, uint64_t len)
{
    for (uint64_t i = 0; i < len; i++)
        if (p[i] != 0)
            return false;
    return true;
}

static int check_header(struct kbx *k, struct kbx_error *error)
{
    const unsigned char *p = k->data;
    size_t known = k->size < KBX_MAGIC_SIZE ? k->size : KBX_MAGIC_SIZE;
    if (k->size == 0)
        return kbx_i_fail(error, KBX_CORRUPT, 0, 0, "the file is empty");
    if (memcmp(p, KBX_MAGIC, known) != 0)
        return kbx_i_fail(error, KBX_FOREIGN, 0, 0,
                          "not a packed index (or one damaged at its start)");
    if (k->size < KBX_HEADER_SIZE)
        return kbx_i_fail(error, KBX_CORRUPT, 0, k->size, "cut off within the header");
    k->major = kbx_i_u16(p + KBX_AT_MAJOR);
    k->minor = kbx_i_u16(p + KBX_AT_MINOR);
    if (k->major != KBX_MAJOR)
        return kbx_i_fail(error, KBX_VERSION, 0, KBX_AT_MAJOR,
                          "the index has version %u.%u, this program reads %u.%u: rebuild it with "
                          "`kbc build`, or use a program that reads it",
                          k->major, k->minor, KBX_MAJOR, KBX_MINOR);
    uint64_t size = kbx_i_u64(p + KBX_AT_FILE_SIZE);
    if (size != k->size)
        return kbx_i_fail(error, KBX_CORRUPT, 0, KBX_AT_FILE_SIZE,
                          "%s: the header says %llu bytes, the file has %llu",
                          size > k->size ? "cut off" : "bytes at its end", (unsigned long long)size,
                          (unsigned long long)k->size);
    uint32_t header = kbx_i_u32(p + KBX_AT_HEADER_SIZE);
    k->sections = kbx_i_u32(p + KBX_AT_SECTIONS);
    k->entry_size = kbx_i_u32(p + KBX_AT_ENTRY_SIZE);
    k->directory = kbx_i_u64(p + KBX_AT_DIRECTORY);
    if (header < KBX_HEADER_SIZE || header > k->size || k->directory != header)
        return kbx_i_fail(error, KBX_CORRUPT, 0, KBX_AT_HEADER_SIZE, "impossible header size");
    if (k->entry_size < KBX_ENTRY_SIZE || k->sections > (k->size - header) / k->entry_size)
        return kbx_i_fail(error, KBX_CORRUPT, 0, KBX_AT_SECTIONS, "impossible directory");
    static const unsigned char zeros[4];
    uint32_t crc = kbx_i_crc(0, p, KBX_AT_CRC);
    crc = kbx_i_crc(crc, zeros, sizeof zeros);
    crc = kbx_i_crc(crc, p + KBX_AT_CRC + 4,
                    header - KBX_AT_CRC - 4 + (uint64_t)k->sections * k->entry_size);
    if (crc != kbx_i_u32(p + KBX_AT_CRC))
        return kbx_i_fail(error, KBX_CORRUPT, 0, KBX_AT_CRC,
                          "header and directory do not have their checksum");
    if (k->minor <= KBX_MINOR && !all_zero(p + KBX_AT_RESERVED, KBX_AT_CRC - KBX_AT_RESERVED))
        return kbx_i_fail(error, KBX_CORRUPT, 0, KBX_AT_RESERVED, "reserved bytes are not zero");
    return KBX_OK;
}

static int known_index(uint32_t tag)
{
    for (int i = 0; i < KBX_S_COUNT; i++)
        if (kbx_i_tags[i] == tag)
            return i;
    return -1;
}

static int add_view(struct kbx *k, const struct kbx_section *s, struct kbx_error *error)
{
    int i = known_index(s->tag);
    if (i < 0) {
        if (s->flags & KBX_MUST_KNOW)
            return kbx_i_fail(error, KBX_VERSION, s->tag, s->offset,
                              "the index (version %u.%u) needs a section that this program (%u.%u) "
                              "does not know",
                              k->major, k->minor, KBX_MAJOR, KBX_MINOR);
        return KBX_OK;
    }
    struct kbx_view *view = &k->views[i];
    if (view->data)
        return kbx_i_fail(error, KBX_CORRUPT, s->tag, s->offset, "a section stands twice");
    if (k->minor <= KBX_MINOR && s->flags != kbx_i_flags[i])
        return kbx_i_fail(error, KBX_CORRUPT, s->tag, s->offset, "impossible flags");
    if (kbx_i_elements[i] == 0 ? s->element != 0 : s->element < kbx_i_elements[i])
        return kbx_i_fail(error, KBX_CORRUPT, s->tag, s->offset, "impossible element size");
    view->data = k->data + s->offset;
    view->len = s->length;
    view->element = s->element;
    view->count = s->count;
    return KBX_OK;
}

/* Sections stand in the order of the directory, each at the next multiple of KBX_ALIGN, with
 * zeros between, the last one at the end of the file: so no byte belongs to nothing. */
static int check_directory(struct kbx *k, struct kbx_error *error)
{
    uint64_t end = k->directory + (uint64_t)k->sections * k->entry_size;
    for (uint32_t i = 0; i < k->sections; i++) {
        struct kbx_section s;
        kbx_i_entry(k, i, &s);
        uint64_t at = (uint64_t)(entry_at(k, i) - k->data);
        uint64_t start = (end + KBX_ALIGN - 1) / KBX_ALIGN * KBX_ALIGN;
        if (s.offset != start || s.offset > k->size || s.length > k->size - s.offset)
            return kbx_i_fail(error, KBX_CORRUPT, s.tag, at, "a section is not where it must be");
        if (!all_zero(k->data + end, start - end))
            return kbx_i_fail(error, KBX_CORRUPT, s.tag, end, "padding is not zero");
        if (s.element == 0 ? s.count != 0 : (uint64_t)s.element * s.count != s.length)
            return kbx_i_fail(error, KBX_CORRUPT, s.tag, at,
                              "a section's length does not fit its elements");
        if (k->minor <= KBX_MINOR &&
            (s.flags > KBX_MUST_KNOW || kbx_i_u32(entry_at(k, i) + KBX_AT_ENTRY_CRC + 4) != 0))
            return kbx_i_fail(error, KBX_CORRUPT, s.tag, at, "reserved bits are not zero");
        int status = add_view(k, &s, error);
        if (status != KBX_OK)
            return status;
        end = s.offset + s.length;
    }
    if (end != k->size)
        return kbx_i_fail(error, KBX_CORRUPT, 0, end, "bytes that belong to no section");
    for (int i = 0; i < KBX_S_COUNT; i++)
        if (!k->views[i].data)
            return kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[i], 0, "a section is missing");
    return KBX_OK;
}

int kbx_i_layout_check(struct kbx *k, struct kbx_error *error)
{
    int status = check_header(k, error);
    if (status == KBX_OK)
        status = check_directory(k, error);
    if (status != KBX_OK)
        return status;
    uint64_t pool = k->views[KBX_S_STRS].len, sums = k->views[KBX_S_SUMS].count;
    if (sums != pool / KBX_SUM_BLOCK + (pool % KBX_SUM_BLOCK != 0))
        return kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_SUMS], 0,
                          "not a checksum for each block of the texts");
    if (k->views[KBX_S_DICT].len > 32768)
        return kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_DICT], 0,
                          "the dictionary is longer than zlib's window");
    uint32_t slots = k->views[KBX_S_HASH].count;
    if (slots < KBX_HASH_LEAST || (slots & (slots - 1)) != 0)
        return kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_HASH], 0,
                          "must have a power of two of slots");
    if (k->views[KBX_S_META].count != 1)
        return kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_META], 0, "must have one element");
    return KBX_OK;
}

int kbx_section(const struct kbx *k, uint32_t i, struct kbx_section *out)
{
    *out = (struct kbx_section){0};
    if (i >= k->sections)
        return KBX_MISSING;
    kbx_i_entry(k, i, out);
    return KBX_OK;
}

/* A tag's letter for a message: what the file says there may be anything. */
static int letter(uint32_t c)
{
    c &= 0xFF;
    return c > 0x20 && c < 0x7F ? (int)c : '?';
}

static int check_crc(const struct kbx *k, const struct kbx_section *s, struct kbx_error *error)
{
    uint32_t crc = kbx_i_crc(0, k->data + s->offset, s->length);
    if (crc == s->crc)
        return KBX_OK;
    return kbx_i_fail(error, KBX_CORRUPT, s->tag, s->offset,
                      "section %c%c%c%c does not have its checksum", letter(s->tag),
                      letter(s->tag >> 8), letter(s->tag >> 16), letter(s->tag >> 24));
}

int kbx_check(const struct kbx *k, uint32_t tag, struct kbx_error *error)
{
    struct kbx_section s;
    bool seen = false;
    for (uint32_t i = 0; i < k->sections; i++) {
        kbx_i_entry(k, i, &s);
        if (tag != 0 && s.tag != tag)
            continue;
        seen = true;
        int status = check_crc(k, &s, error);
        if (status != KBX_OK)
            return status;
    }
    return seen || tag == 0 ? KBX_OK : kbx_i_fail(error, KBX_MISSING, tag, 0, "no such section");
}
