/* SPDX-License-Identifier: MIT */
/* The reader of the index on any bytes: as they are, and with their checksums made right. Every
 * accessor, search, the matcher and the verifier stay within the bytes; what passes is found by its
 * id. */
#include "tests/fuzz/target.h"
#include "tests/kbx_walk.h"

#include "kbx/match.h"

static void match(const struct kbx *k)
{
    static const char subject[] = "CUDA error: invalid sync object\xFF K\xE2\x84\xAA";
    struct kbx_matcher *m;
    const struct kbx_match *matches;
    size_t count;
    if (kbx_matcher_new(k, 0, &m, NULL) != KBX_OK)
        return;
    if (kbx_match(m, subject, sizeof subject - 1, 0, &matches, &count, NULL) == KBX_OK)
        for (size_t i = 0; i < count; i++)
            must(matches[i].record < kbx_count(k) && matches[i].start <= matches[i].end &&
                     matches[i].end < sizeof subject,
                 "a match outside");
    kbx_matcher_free(m);
}

static void try(const uint8_t *data, size_t size, unsigned flags)
{
    struct kbx *k;
    struct kbx_error error;
    if (kbx_open_mem(data, size, flags, &k, &error) != KBX_OK)
        return;
    walk(k);
    walk_search(k);
    match(k);
    if (kbx_verify(k, &error) == KBX_OK)
        for (uint32_t r = 0; r < kbx_count(k); r++) {
            struct kbx_str id;
            uint32_t found;
            must(kbx_text(k, r, KBX_F_ID, 0, KBX_BASE, &id, NULL) == KBX_OK && id.ptr &&
                     kbx_by_id(k, id.ptr, id.len, &found) == KBX_OK && found == r,
                 "verified, but not found");
        }
    kbx_close(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try(data, size, 0);
    if (size < HEAD_SIZE)
        return 0;
    uint8_t *copy = malloc(size);
    must(copy != NULL, "memory");
    memcpy(copy, data, size);
    reseal(copy, size);
    try(copy, size, 0);
    try(copy, size, KBX_SUMS);
    free(copy);
    return 0;
}
