/* SPDX-License-Identifier: MIT */
/* Lays the sections out and seals them. */
#include "emit/kbx/file.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

struct section {
    uint32_t tag, flags, element;
};

static const struct section table[KBX_S_COUNT] = {
#define X(name, a, b, c, d, flags, size) [KBX_S_##name] = {KBX_TAG(a, b, c, d), flags, size},
    KBX_SECTIONS(X)
#undef X
};

/* Overwrites bytes that were reserved at `at`. */
static void patch(struct kb_buf *out, size_t at, const struct kb_buf *bytes)
{
    memcpy(out->data + at, bytes->data, bytes->len);
}

uint32_t kb_kbx_crc(struct kb_str data)
{
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), (const Bytef *)data.p, data.n);
}

static void entry(struct kb_buf *to, const struct section *s, size_t offset,
                  const struct kb_buf *data)
{
    kb_buf_u32(to, s->tag);
    kb_buf_u32(to, s->flags);
    kb_buf_u64(to, offset);
    kb_buf_u64(to, data->len);
    kb_buf_u32(to, s->element);
    kb_buf_u32(to, s->element ? (uint32_t)(data->len / s->element) : 0);
    kb_buf_u32(to, kb_kbx_crc(kb_buf_view(data)));
    kb_buf_u32(to, 0);
}

void kb_kbx_file(struct kb_buf *out, struct kb_buf sections[KBX_S_COUNT])
{
    struct kb_buf head = {0};
    size_t head_size = KBX_HEADER_SIZE + (size_t)KBX_S_COUNT * KBX_ENTRY_SIZE;
    size_t size = head_size;
    for (int i = 0; i < KBX_S_COUNT; i++)
        size = (size + KBX_ALIGN - 1) / KBX_ALIGN * KBX_ALIGN + sections[i].len;

    kb_buf_add(&head, KBX_MAGIC, KBX_MAGIC_SIZE);
    kb_buf_u16(&head, KBX_MAJOR);
    kb_buf_u16(&head, KBX_MINOR);
    kb_buf_u32(&head, KBX_HEADER_SIZE);
    kb_buf_u64(&head, size);
    kb_buf_u32(&head, KBX_S_COUNT);
    kb_buf_u32(&head, KBX_ENTRY_SIZE);
    kb_buf_u64(&head, KBX_HEADER_SIZE);
    kb_buf_fill(&head, '\0', KBX_HEADER_SIZE - KBX_AT_RESERVED); /* the checksum follows below */

    kb_buf_fill(out, '\0', head_size);
    for (int i = 0; i < KBX_S_COUNT; i++) {
        kb_buf_fill(out, '\0', (KBX_ALIGN - out->len % KBX_ALIGN) % KBX_ALIGN);
        entry(&head, &table[i], out->len, &sections[i]);
        kb_buf_add(out, sections[i].data, sections[i].len);
        kb_buf_free(&sections[i]);
    }
    struct kb_buf crc = {0};
    kb_buf_u32(&crc, kb_kbx_crc(kb_buf_view(&head)));
    patch(&head, KBX_AT_CRC, &crc);
    patch(out, 0, &head);
    kb_buf_free(&crc);
    kb_buf_free(&head);
}
