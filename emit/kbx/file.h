/* SPDX-License-Identifier: MIT */
/* The frame of the packed index: header, directory, padding, checksums. */
#ifndef KB_EMIT_KBX_FILE_H
#define KB_EMIT_KBX_FILE_H

#include "kb/buf.h"
#include "kbx/format.h"

/* The CRC-32 of zlib. */
uint32_t kb_kbx_crc(struct kb_str data);

/* Adds the file made of these sections to the empty `out`; frees each once it is added. */
void kb_kbx_file(struct kb_buf *out, struct kb_buf sections[KBX_S_COUNT]);

#endif
