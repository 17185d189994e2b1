/* SPDX-License-Identifier: MIT */
/* Checksums of the pool, block by block, each looked at when a text in it is first asked for. The
 * threads that share a handle come to the same result, so it does not matter who writes it. */
#include "kbx/internal.h"

#include <stdlib.h>

enum { UNKNOWN, SOUND, DAMAGED };

struct kbx_i_sums {
    atomic_bool damaged; /* a block that was asked for is */
    atomic_uchar blocks[];
};

bool kbx_i_block_sound(const struct kbx *k, uint32_t i)
{
    const struct kbx_view *pool = &k->views[KBX_S_STRS];
    uint64_t at = (uint64_t)i * KBX_SUM_BLOCK, left = pool->len - at;
    return kbx_i_crc(0, pool->data + at, left < KBX_SUM_BLOCK ? left : KBX_SUM_BLOCK) ==
           kbx_i_u32(kbx_i_element(k, KBX_S_SUMS, i));
}

int kbx_i_sums_open(struct kbx *k, struct kbx_error *error)
{
    uint32_t count = k->views[KBX_S_SUMS].count;
    int status = kbx_check(k, kbx_i_tags[KBX_S_SUMS], error);
    if (status != KBX_OK)
        return status;
    k->sums = calloc(1, sizeof *k->sums + (size_t)count * sizeof *k->sums->blocks);
    return k->sums ? KBX_OK : kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
}

bool kbx_i_sound(const struct kbx *k, uint64_t offset, uint64_t len)
{
    struct kbx_i_sums *sums = k->sums;
    if (!sums)
        return true;
    bool sound = true;
    for (uint64_t i = offset / KBX_SUM_BLOCK; i * KBX_SUM_BLOCK < offset + len; i++) {
        unsigned char state = atomic_load_explicit(&sums->blocks[i], memory_order_relaxed);
        if (state == UNKNOWN) {
            state = kbx_i_block_sound(k, (uint32_t)i) ? SOUND : DAMAGED;
            atomic_store_explicit(&sums->blocks[i], state, memory_order_relaxed);
        }
        sound = sound && state == SOUND;
    }
    if (!sound)
        atomic_store_explicit(&sums->damaged, true, memory_order_relaxed);
    return sound;
}

int kbx_sound(const struct kbx *k, struct kbx_error *error)
{
    if (!k->sums || !atomic_load_explicit(&k->sums->damaged, memory_order_relaxed))
        return KBX_OK;
    return kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_STRS], 0,
                      "texts in section STRS do not have their checksum");
}
