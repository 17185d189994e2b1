/* SPDX-License-Identifier: MIT */
/* Deflating records. Records of one base share their keys and much of their wording, and each
 * alone is too short for zlib to learn that: a few of them as a dictionary save a third. */
#include "emit/kbx/pack.h"

#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

#include "kb/arena.h"
#include "kbx/format.h"

/* Records the dictionary is cut from, and those it is tried on. */
#define PIECES 4
#define TRIALS 64

struct kb_pack {
    z_stream z;
    const struct kb_buf *dict;
};

struct kb_pack *kb_pack_new(const struct kb_base *base, struct kb_buf *dict)
{
    struct kb_pack *pack = kb_alloc(1, sizeof *pack);
    /* Level and memory level are part of the output; 5 packs records as well as 8, twice as
     * fast, because less is cleared for each. */
    if (deflateInit2(&pack->z, 9, Z_DEFLATED, 15, 5, Z_DEFAULT_STRATEGY) != Z_OK)
        kb_out_of_memory(); /* it can fail for nothing else */

    struct kb_buf candidate = {0}, scratch = {0};
    for (size_t i = 0; i < PIECES && i < base->count; i++) {
        struct kb_str text = base->records[i * base->count / PIECES]->json;
        kb_buf_add(&candidate, text.p,
                   text.n < KBX_DICT_SIZE / PIECES ? text.n : KBX_DICT_SIZE / PIECES);
    }
    size_t plain = 0, primed = 0;
    size_t trials = base->count < TRIALS ? base->count : TRIALS;
    const struct kb_buf none = {0};
    for (size_t i = 0; i < trials; i++) {
        struct kb_str text = base->records[i * base->count / trials]->json;
        pack->dict = &none;
        plain += kb_pack_add(pack, &scratch, text);
        pack->dict = &candidate;
        primed += kb_pack_add(pack, &scratch, text);
        scratch.len = 0;
    }
    if (primed < plain &&
        (double)(plain - primed) / (double)trials * (double)base->count > (double)candidate.len)
        kb_buf_add(dict, candidate.data, candidate.len);
    pack->dict = dict;
    kb_buf_free(&candidate);
    kb_buf_free(&scratch);
    return pack;
}

size_t kb_pack_add(struct kb_pack *pack, struct kb_buf *to, struct kb_str text)
{
    z_stream *z = &pack->z;
    size_t start = to->len;
    char room[16384];
    deflateReset(z);
    if (pack->dict->len)
        deflateSetDictionary(z, (const Bytef *)pack->dict->data, (uInt)pack->dict->len);
    z->next_in = (const Bytef *)text.p;
    z->avail_in = (uInt)text.n; /* KB_MAX_RECORD is far below what uInt holds */
    int status;
    do {
        z->next_out = (Bytef *)room;
        z->avail_out = sizeof room;
        status = deflate(z, Z_FINISH);
        kb_buf_add(to, room, sizeof room - z->avail_out);
    } while (status == Z_OK || status == Z_BUF_ERROR);
    return to->len - start;
}

void kb_pack_free(struct kb_pack *pack)
{
    deflateEnd(&pack->z);
    free(pack);
}
