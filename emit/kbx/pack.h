/* SPDX-License-Identifier: MIT */
/* Each record's JSON as one zlib stream, with a preset dictionary where that pays. */
#ifndef KB_EMIT_KBX_PACK_H
#define KB_EMIT_KBX_PACK_H

#include "kb/base.h"
#include "kb/buf.h"

struct kb_pack; /* owns zlib's state */

/* Chooses the dictionary for this base and adds it to `dict` (nothing where none pays). */
struct kb_pack *kb_pack_new(const struct kb_base *base, struct kb_buf *dict);

/* Adds the stream of one text to `to` and returns its length. */
size_t kb_pack_add(struct kb_pack *pack, struct kb_buf *to, struct kb_str text);

void kb_pack_free(struct kb_pack *pack);

#endif
