/* SPDX-License-Identifier: MIT */
/* A record's own JSON: one zlib stream, never inflated past the length stated for it. */
#include "kbx/internal.h"

#define ZLIB_CONST
#include <zlib.h>

struct stream {
    const unsigned char *data;
    uint32_t packed, length;
};

static int stream_of(const struct kbx *k, uint32_t record, struct stream *out)
{
    const struct kbx_view *json = &k->views[KBX_S_JSON];
    const unsigned char *p = kbx_i_element(k, KBX_S_RECS, record);
    if (!p)
        return KBX_MISSING;
    uint64_t offset = kbx_i_u64(p + KBX_AT_JSON_OFFSET);
    out->packed = kbx_i_u32(p + KBX_AT_JSON_PACKED);
    out->length = kbx_i_u32(p + KBX_AT_JSON_LENGTH);
    if (offset > json->len || out->packed > json->len - offset)
        return KBX_CORRUPT;
    /* A claim that no stream can keep must not become the caller's allocation. */
    if (out->length / KBX_MAX_RATIO > out->packed)
        return KBX_CORRUPT;
    if (out->packed == 0)
        return out->length == 0 ? KBX_MISSING : KBX_CORRUPT;
    out->data = json->data + offset;
    return KBX_OK;
}

/* Inflates into `room` as often as it takes; the caller's whole buffer or a scratch one. */
static int inflate_all(const struct kbx *k, z_stream *z, const struct stream *s,
                       unsigned char *room, size_t room_size)
{
    const struct kbx_view *dict = &k->views[KBX_S_DICT];
    uint64_t made = 0;
    z->next_in = s->data;
    z->avail_in = s->packed;
    for (;;) {
        uint64_t left = s->length - made;
        uInt piece = (uInt)(left < room_size ? left : room_size);
        unsigned char spare; /* past the stated length, only the stream's end may follow */
        z->next_out = piece ? room : &spare;
        z->avail_out = piece ? piece : 1;
        uInt before = z->avail_out;
        int status = inflate(z, Z_NO_FLUSH);
        if (status == Z_NEED_DICT) {
            if (inflateSetDictionary(z, dict->data, (uInt)dict->len) != Z_OK)
                return KBX_CORRUPT;
            continue;
        }
        made += before - z->avail_out;
        if (made > s->length)
            return KBX_CORRUPT;
        if (status == Z_STREAM_END)
            return made == s->length && z->avail_in == 0 ? KBX_OK : KBX_CORRUPT;
        if (status == Z_MEM_ERROR)
            return KBX_MEMORY;
        if (status != Z_OK)
            return KBX_CORRUPT;
    }
}

int kbx_json(const struct kbx *k, uint32_t record, void *buf, size_t cap, size_t *len)
{
    struct stream s;
    *len = 0;
    int status = stream_of(k, record, &s);
    if (status != KBX_OK)
        return status;
    *len = s.length;
    if (cap < s.length)
        return KBX_SPACE;
    z_stream z = {0};
    if (inflateInit(&z) != Z_OK)
        return KBX_MEMORY;
    status = inflate_all(k, &z, &s, buf, s.length);
    inflateEnd(&z);
    if (status != KBX_OK)
        *len = 0;
    return status;
}

int kbx_i_json_verify(const struct kbx *k, struct kbx_error *error)
{
    unsigned char room[16384];
    const struct kbx_view *json = &k->views[KBX_S_JSON];
    uint64_t next = 0;
    int status = KBX_OK;
    z_stream z = {0};
    if (inflateInit(&z) != Z_OK)
        return kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    for (uint32_t i = 0; i < kbx_count(k) && status == KBX_OK; i++) {
        struct stream s = {NULL, 0, 0};
        const unsigned char *p = kbx_i_element(k, KBX_S_RECS, i);
        status = stream_of(k, i, &s);
        if (status == KBX_OK)
            status =
                inflateReset(&z) == Z_OK ? inflate_all(k, &z, &s, room, sizeof room) : KBX_MEMORY;
        if (status == KBX_MISSING)
            status = KBX_OK;
        if (status == KBX_OK && kbx_i_u64(p + KBX_AT_JSON_OFFSET) != next)
            status = KBX_CORRUPT;
        if (status != KBX_OK)
            kbx_i_fail(error, status, kbx_i_tags[KBX_S_JSON], (uint64_t)(p - k->data),
                       "the JSON of record %u cannot be unpacked", i);
        next += s.packed;
    }
    inflateEnd(&z);
    if (status == KBX_OK && next != json->len)
        status =
            kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_JSON],
                       (uint64_t)(json->data - k->data) + next, "bytes that belong to no record");
    return status;
}
