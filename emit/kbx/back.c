/* SPDX-License-Identifier: MIT */
/* A counting sort of the edges by their target. */
#include "emit/kbx/back.h"

#include <stdlib.h>

#include "kb/arena.h"
#include "kbx/format.h"

struct back {
    uint32_t record, edge;
};

void kb_kbx_back(const struct kb_base *base, struct kb_buf *to, uint32_t *incoming)
{
    size_t known = 0;
    uint32_t edge = 0;
    for (size_t r = 0; r < base->count; r++)
        for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            for (size_t i = 0; i < base->records[r]->edges[kind].count; i++) {
                uint32_t target = kb_edge_at(base->records[r], (enum kb_edge_kind)kind, i)->target;
                if (target == KB_NO_RECORD)
                    continue;
                incoming[target]++;
                known++;
            }
    struct back *sorted = kb_alloc(known + 1, sizeof *sorted);
    size_t *next = kb_alloc(base->count + 1, sizeof *next);
    for (size_t r = 0; r + 1 < base->count; r++)
        next[r + 1] = next[r] + incoming[r];
    for (size_t r = 0; r < base->count; r++)
        for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            for (size_t i = 0; i < base->records[r]->edges[kind].count; i++, edge++) {
                uint32_t target = kb_edge_at(base->records[r], (enum kb_edge_kind)kind, i)->target;
                if (target != KB_NO_RECORD)
                    sorted[next[target]++] = (struct back){(uint32_t)r, edge};
            }
    for (size_t i = 0; i < known; i++) {
        kb_buf_u32(to, sorted[i].record);
        kb_buf_u32(to, sorted[i].edge);
    }
    free(next);
    free(sorted);
}
