/* SPDX-License-Identifier: MIT */
/* The hash of section HASH, for the writer and the reader. */
#ifndef KBX_HASH_H
#define KBX_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "kbx/format.h"

/* Eight bytes a step, little-endian, the last filled up with zeros. */
static inline uint32_t kbx_hash(const void *text, size_t len)
{
    const unsigned char *p = (const unsigned char *)text;
    uint64_t hash = len;
    for (size_t i = 0; i < len; i += 8) {
        uint64_t word = 0;
        for (size_t b = 0; b < 8 && b < len - i; b++)
            word |= (uint64_t)p[i + b] << (8 * b);
        hash = (hash ^ word) * KBX_HASH_PRIME;
        hash ^= hash >> 32;
    }
    return (uint32_t)hash;
}

#endif
